//! Finding over many blocks gives what finding in one block gives, although it stops as soon as older blocks cannot
//! matter any more.
use chrono::NaiveDate;
use fengqiao::{
    corpus::Town,
    domain::{catalog::Catalog, deed::Registration},
    search::{
        Borne, Code, Digest, Document, Filter, Finder, Fresh, Matter, NameId, Named, Order, Pages, Query,
        RowId, Shelf, Shelved, Short, Sight, State, Stop, bearers, is_long,
        posting::{BLOCK, encode},
        spelled,
        terms::{self, Term},
        words,
    },
};
use std::{
    cell::{Cell, OnceCell},
    collections::{BTreeMap, BTreeSet},
    convert::Infallible,
    ops::{Range, RangeInclusive},
    rc::Rc,
};

/// A shelf in memory.
#[derive(Default)]
struct Memory {
    names: Vec<String>,
    ids: BTreeMap<String, NameId>,
    postings: BTreeMap<(u32, Term), BTreeSet<u16>>,
    bearers: BTreeMap<(u32, Code), BTreeSet<(NameId, u16)>>,
    digits: BTreeSet<(i64, RowId)>,
    shorts: BTreeMap<RowId, Short>,
    fresh: Vec<Fresh>,
    pages: OnceCell<Vec<Vec<Named>>>,
    given: OnceCell<Vec<Vec<Named>>>,
    /// Pages of names that were read.
    read: Rc<Cell<usize>>,
}

impl Memory {
    fn put(&mut self, row: RowId, one: &Registration, fresh: bool) {
        let digest = Digest::of(&document(one));
        let first = |name: &String, id: NameId| (Named::of(name, id).first(), id);
        let names: Vec<Borne> = digest.names.iter().map(|name| first(name, self.name(name))).collect();
        self.digits.extend(digest.digits.iter().map(|&key| (key, row)));
        if fresh {
            self.fresh.push(Fresh { row, terms: terms::pack(&digest.terms), names });
        } else {
            let place = u16::try_from(row % BLOCK).unwrap();
            for (first, id) in names {
                self.bearers.entry((row / BLOCK, first)).or_default().insert((id, place));
            }
            for term in digest.terms {
                self.postings.entry((row / BLOCK, term)).or_default().insert(place);
            }
        }
        let petitioner = one.matter.first_name().to_owned();
        let subject = one.matter.subject.clone();
        self.shorts.insert(row, Short { id: row, petitioner, subject, ..Short::default() });
    }

    fn in_order(&self, order: Shelved) -> &Vec<Vec<Named>> {
        let all = || (0..).zip(&self.names).map(|(id, name)| Named::of(name, id));
        match order {
            Shelved::Surname => self.pages.get_or_init(|| paged(all().collect())),
            Shelved::Given => self.given.get_or_init(|| paged(all().map(Named::turned).collect())),
        }
    }

    fn name(&mut self, name: &str) -> NameId {
        let next = NameId::try_from(self.names.len()).unwrap();
        *self.ids.entry(name.to_owned()).or_insert_with(|| {
            self.names.push(name.to_owned());
            next
        })
    }
}

/// A handful of names to a page.
fn paged(mut all: Vec<Named>) -> Vec<Vec<Named>> {
    all.sort_unstable();
    let mut pages: Vec<Vec<Named>> = Vec::new();
    for same in all.chunk_by(|one, next| one.key == next.key) {
        match pages.last_mut() {
            Some(page) if page.len() < 50 => page.extend(same),
            _ => pages.push(same.to_vec()),
        }
    }
    pages
}

fn document(one: &Registration) -> Document {
    let matter = &one.matter;
    Document {
        names: matter.petitioners.iter().map(|one| one.name.clone()).collect(),
        phones: matter.petitioners.iter().map(|one| one.phone.clone()).collect(),
        words: vec![matter.subject.clone(), matter.facts.clone()],
        facets: vec![("place", matter.place.clone()), ("state", "accepted".to_owned())],
        ..Document::default()
    }
}

impl Pages for Memory {
    type Error = Infallible;

    fn pages(&self, order: Shelved, take: &mut dyn FnMut(u64)) -> Result<(), Infallible> {
        self.in_order(order).iter().for_each(|page| take(page[0].key));
        Ok(())
    }

    fn names(
        &self,
        order: Shelved,
        pages: RangeInclusive<u64>,
        take: &mut dyn FnMut(&[u8]),
    ) -> Result<(), Infallible> {
        for names in self.in_order(order).iter().filter(|names| pages.contains(&names[0].key)) {
            let mut bytes = Vec::new();
            for one in names {
                one.write(&mut bytes);
            }
            take(&bytes);
            self.read.set(self.read.get() + 1);
        }
        Ok(())
    }

    fn long_names(&self, take: &mut dyn FnMut(&str)) -> Result<(), Infallible> {
        (0..)
            .zip(&self.names)
            .filter(|(_, name)| is_long(name))
            .for_each(|(id, name)| take(&spelled(name, id)));
        Ok(())
    }
}

impl Shelf for Memory {
    fn begin(&self) -> Result<(), Infallible> {
        Ok(())
    }

    fn end(&self) -> Result<(), Infallible> {
        Ok(())
    }

    fn stamp(&self) -> Result<u64, Infallible> {
        Ok(1)
    }

    fn state(&self) -> Result<State, Infallible> {
        let newest = self.shorts.last_key_value().map_or(0, |(row, _)| *row);
        Ok(State { names: u32::try_from(self.names.len()).unwrap(), newest, ..State::default() })
    }

    fn sight(&self) -> Result<Sight, Infallible> {
        Ok(Sight { asker: Some("L001".to_owned()), ..Sight::default() })
    }

    fn days(&self) -> Result<Option<RangeInclusive<NaiveDate>>, Infallible> {
        Ok(None)
    }

    fn posting(&self, term: Term, block: u32, take: &mut dyn FnMut(&[u8])) -> Result<bool, Infallible> {
        let Some(rows) = self.postings.get(&(block, term)) else { return Ok(false) };
        take(&encode(&rows.iter().copied().collect::<Vec<_>>()));
        Ok(true)
    }

    fn bearers(
        &self,
        block: u32,
        firsts: RangeInclusive<Code>,
        take: &mut dyn FnMut(Code, &[u8]),
    ) -> Result<(), Infallible> {
        let (from, to) = firsts.into_inner();
        for (&(_, first), held) in self.bearers.range((block, from)..=(block, to)) {
            take(first, &bearers::encode(&held.iter().copied().collect::<Vec<_>>()));
        }
        Ok(())
    }

    fn rows_with_digits(
        &self,
        keys: Range<i64>,
        limit: usize,
        take: &mut dyn FnMut(RowId),
    ) -> Result<(), Infallible> {
        self.digits.range((keys.start, 0)..(keys.end, 0)).take(limit).for_each(|&(_, row)| take(row));
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
        Ok(self.fresh.clone())
    }

    fn shorts(&self, rows: &[RowId]) -> Result<Vec<Short>, Infallible> {
        Ok(rows.iter().filter_map(|row| self.shorts.get(row).cloned()).collect())
    }
}

/// The town with its rows so far apart; the newest hundred still in the delta.
fn spread(town: &[Registration], apart: u32) -> Finder<Memory> {
    Finder::new(laid_out(town, apart), words(&Catalog::shipped()))
}

fn laid_out(town: &[Registration], apart: u32) -> Memory {
    let mut memory = Memory::default();
    for (at, one) in (1..).zip(town) {
        memory.put(at * apart, one, at as usize + 100 > town.len());
    }
    memory
}

#[test]
fn who_types_on_does_not_wait_for_the_words_before_again() {
    let today = NaiveDate::from_ymd_opt(2026, 11, 1).unwrap();
    let town: Vec<Registration> = Town::new(9, today, 2000).map(|one| one.registration).collect();
    let pages = |typed: &[&str]| {
        let memory = laid_out(&town, 1);
        let read = Rc::clone(&memory.read);
        let mut finder = Finder::new(memory, Vec::new());
        for typed in typed {
            finder.find(&Query::parse(typed), 20).unwrap();
        }
        read.get()
    };
    let (name, word) = (pages(&["zhangwei"]), pages(&["安"]));
    assert!(name > 0 && word > 0);
    assert_eq!(pages(&["zhangwei 安"]), name + word);
    assert_eq!(pages(&["zhangwei", "zhangwei 安", "zhangwei 安", "安"]), name + word);
}

#[test]
fn many_blocks_give_the_page_that_one_block_gives() {
    let today = NaiveDate::from_ymd_opt(2026, 11, 1).unwrap();
    let town: Vec<Registration> = Town::new(9, today, 6000).map(|one| one.registration).collect();
    let (mut near, mut far) = (spread(&town, 1), spread(&town, 400));
    for typed in [
        "z",
        "zh",
        "zhang",
        "zhangw",
        "zhangwei",
        "zw",
        "lin",
        "li",
        "nun",
        "张",
        "王",
        "张伟",
        "李志",
        "建国",
        "工资",
        "拖欠工资",
        "安岳县",
        "锦江花园",
        "1900",
        "19000",
        "wang 工资",
        "li 安岳",
        "张 锦江",
        "z 安岳 锦江花园",
        "zhang li",
        "ou",
        "ouyang",
        "yuchi",
        "令狐",
        "state:accepted",
        "state:accepted 工资",
        "repeat:no li",
        "劉",
    ] {
        let query = Query::parse(typed);
        let (here, there) = (near.find(&query, 20).unwrap(), far.find(&query, 20).unwrap());
        let rows = |hits: &fengqiao::search::Hits, apart: u32| -> Vec<u32> {
            hits.rows.iter().map(|hit| hit.row.id / apart).collect()
        };
        assert!(here.total > 0, "{typed}");
        assert_eq!(
            (here.total, here.more, rows(&here, 1)),
            (there.total, there.more, rows(&there, 400)),
            "{typed}"
        );
    }
}

/// Words that nearly every petition has weigh nothing; a text of such words alone suggests nobody, and breaks nothing.
#[test]
fn a_matter_told_in_words_that_everybody_uses_suggests_nobody() {
    let mut memory = Memory::default();
    let text = "要求支付工资";
    let every: BTreeSet<u16> = (0..=u16::MAX).collect();
    for term in terms::wanted(text) {
        memory.postings.insert((0, term), every.clone());
    }
    memory.shorts.insert(BLOCK - 1, Short { id: BLOCK - 1, place: "512002001".into(), ..Short::default() });
    let mut finder = Finder::new(memory, Vec::new());
    let matter = Matter { places: vec!["512002001".into()], text: text.into(), ..Matter::default() };
    assert_eq!(finder.alike(&matter, 5, &Stop::never()).unwrap(), Some(Vec::new()));
}
