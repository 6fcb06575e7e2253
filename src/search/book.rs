//! A dictionary in memory, for tests: one page of names, and nobody who bears them.
use super::{
    hanzi, letters,
    names::{Found, Named, Names, Shelved, find_long, is_long, spelled},
    query::Filter,
    shelf::{Fresh, Order, RowId, Shelf, Short, State},
    stop::{Ended, Stop},
    terms::Term,
};
use chrono::NaiveDate;
use std::{
    convert::Infallible,
    ops::{Range, RangeInclusive},
};

pub struct Book {
    page: Vec<u8>,
    turned: Vec<u8>,
    long: String,
    names: Names,
}

impl Book {
    pub fn of(list: &[&str]) -> Self {
        let all: Vec<Named> = (0..).zip(list).map(|(id, name)| Named::of(name, id)).collect();
        let [mut page, mut turned] = [Vec::new(), Vec::new()];
        for one in all {
            one.write(&mut page);
            one.turned().write(&mut turned);
        }
        let long =
            (0..).zip(list).filter(|(_, name)| is_long(name)).map(|(id, name)| spelled(name, id)).collect();
        let count = u32::try_from(list.len()).unwrap();
        Self { page, turned, long, names: Names::of_one_page(count) }
    }

    fn find(&self, look: impl FnOnce(&Self, &mut Found) -> Result<(), Ended<Infallible>>) -> Found {
        let mut found = Found::default();
        found.begin(self.names.count);
        assert!(look(self, &mut found).is_ok());
        found
    }

    pub fn letters(&self, typed: &str) -> Found {
        self.find(|book, found| {
            letters::find(&book.names, book, &Stop::never(), typed, found)?;
            Ok(find_long(book, typed, found)?)
        })
    }

    pub fn letters_off_by_one(&self, typed: &str) -> Found {
        self.find(|book, found| letters::find_off_by_one(&book.names, book, &Stop::never(), typed, found))
    }

    /// With one hanzi wrong, missing or too many as well.
    pub fn hanzi(&self, typed: &str) -> Found {
        self.find(|book, found| {
            hanzi::find(&book.names, book, &Stop::never(), typed, found)?;
            hanzi::find_off_by_one(&book.names, book, &Stop::never(), typed, found)
        })
    }
}

impl Shelf for Book {
    type Error = Infallible;

    fn begin(&self) -> Result<(), Infallible> {
        Ok(())
    }

    fn end(&self) -> Result<(), Infallible> {
        Ok(())
    }

    fn stamp(&self) -> Result<u64, Infallible> {
        Ok(0)
    }

    fn state(&self) -> Result<State, Infallible> {
        Ok(State { names: self.names.count, ..State::default() })
    }

    fn asker(&self) -> Option<&str> {
        None
    }

    fn days(&self) -> Result<Option<RangeInclusive<NaiveDate>>, Infallible> {
        Ok(None)
    }

    fn pages(&self, _: Shelved, take: &mut dyn FnMut(u64)) -> Result<(), Infallible> {
        take(0);
        Ok(())
    }

    fn names(
        &self,
        order: Shelved,
        _: RangeInclusive<u64>,
        take: &mut dyn FnMut(&[u8]),
    ) -> Result<(), Infallible> {
        take(if order == Shelved::Given { &self.turned } else { &self.page });
        Ok(())
    }

    fn long_names(&self, take: &mut dyn FnMut(&str)) -> Result<(), Infallible> {
        take(&self.long);
        Ok(())
    }

    fn posting(&self, _: Term, _: u32, _: &mut dyn FnMut(&[u8])) -> Result<bool, Infallible> {
        Ok(false)
    }

    fn columns(&self, _: RangeInclusive<u32>, _: &mut dyn FnMut(u32, &[u8])) -> Result<(), Infallible> {
        Ok(())
    }

    fn rows_named(&self, _: u32, _: &mut dyn FnMut(RowId)) -> Result<(), Infallible> {
        Ok(())
    }

    fn rows_with_digits(&self, _: Range<i64>, _: usize, _: &mut dyn FnMut(RowId)) -> Result<(), Infallible> {
        Ok(())
    }

    fn rows_numbered(&self, _: &str, _: usize, _: &mut dyn FnMut(RowId)) -> Result<(), Infallible> {
        Ok(())
    }

    fn rows_where(&self, _: &Filter, _: &mut dyn FnMut(RowId) -> bool) -> Result<(), Infallible> {
        Ok(())
    }

    fn rows_by(&self, _: Order, _: &mut dyn FnMut(RowId) -> bool) -> Result<(), Infallible> {
        Ok(())
    }

    fn opened(&self, _: usize, _: &mut dyn FnMut(RowId)) -> Result<(), Infallible> {
        Ok(())
    }

    fn apart_from(&self, _: &str, _: &mut dyn FnMut(RowId)) -> Result<(), Infallible> {
        Ok(())
    }

    fn fresh(&self, _: i64) -> Result<Vec<Fresh>, Infallible> {
        Ok(Vec::new())
    }

    fn shorts(&self, _: &[RowId]) -> Result<Vec<Short>, Infallible> {
        Ok(Vec::new())
    }
}

#[test]
fn an_organisation_is_found_by_the_initials_of_any_part_of_its_name() {
    let book = Book::of(&["张伟", "资阳市宏达建筑工程有限公司"]);
    for (typed, tier) in [("zyshd", 1), ("hdjz", 3), ("ziyangshihongda", 1), ("zys", 1)] {
        let found = book.letters(typed);
        assert_eq!(found.grade(1).tier(), tier, "{typed}");
        assert_eq!(found.len(), 1);
    }
}
