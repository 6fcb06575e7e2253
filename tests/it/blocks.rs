//! Finding over many blocks gives what finding in one block gives, although it stops as soon as older blocks cannot
//! matter any more.
use chrono::NaiveDate;
use fengqiao::{
    corpus::Town,
    domain::{
        catalog::{Catalog, List},
        deed::Registration,
    },
    search::{
        Digest, Document, Filter, Finder, Fresh, NameId, Query, RowId, Shelf, Short,
        posting::{BLOCK, CHUNK, encode},
        terms::{self, Term},
        words,
    },
};
use std::{
    collections::{BTreeMap, BTreeSet},
    convert::Infallible,
    ops::Range,
};

/// A shelf in memory.
#[derive(Default)]
struct Memory {
    names: Vec<String>,
    ids: BTreeMap<String, NameId>,
    postings: BTreeMap<(u32, Term), BTreeSet<u16>>,
    columns: BTreeMap<u32, Vec<(RowId, NameId)>>,
    named: BTreeMap<NameId, Vec<RowId>>,
    digits: BTreeSet<(i64, RowId)>,
    shorts: BTreeMap<RowId, Short>,
    fresh: Vec<Fresh>,
}

impl Memory {
    fn put(&mut self, row: RowId, one: &Registration, fresh: bool) {
        let digest = Digest::of(&document(one));
        let names: Vec<NameId> = digest.names.iter().map(|name| self.name(name)).collect();
        for &name in &names {
            self.named.entry(name).or_default().push(row);
        }
        self.digits.extend(digest.digits.iter().map(|&key| (key, row)));
        if fresh {
            self.fresh.push(Fresh { row, terms: terms::pack(&digest.terms), names });
        } else {
            self.columns.entry(row / CHUNK).or_default().extend(names.iter().map(|&name| (row, name)));
            let place = u16::try_from(row % BLOCK).unwrap();
            for term in digest.terms {
                self.postings.entry((row / BLOCK, term)).or_default().insert(place);
            }
        }
        let petitioner = one.matter.first_name().to_owned();
        let subject = one.matter.subject.clone();
        self.shorts.insert(row, Short { id: row, petitioner, subject, ..Short::default() });
    }

    fn name(&mut self, name: &str) -> NameId {
        let next = NameId::try_from(self.names.len()).unwrap();
        *self.ids.entry(name.to_owned()).or_insert_with(|| {
            self.names.push(name.to_owned());
            next
        })
    }
}

fn document(one: &Registration) -> Document {
    let matter = &one.matter;
    Document {
        names: matter.petitioners.iter().map(|one| one.name.clone()).collect(),
        phones: matter.petitioners.iter().map(|one| one.phone.clone()).collect(),
        words: vec![matter.subject.clone(), matter.facts.clone()],
        codes: vec![(List::Place, matter.place.clone())],
        ..Document::default()
    }
}

impl Shelf for Memory {
    type Error = Infallible;

    fn begin(&self) -> Result<(), Infallible> {
        Ok(())
    }

    fn end(&self) -> Result<(), Infallible> {
        Ok(())
    }

    fn stamp(&self) -> Result<u64, Infallible> {
        Ok(1)
    }

    fn names(&self, from: NameId, take: &mut dyn FnMut(&str)) -> Result<(), Infallible> {
        self.names[from as usize..].iter().for_each(|name| take(name));
        Ok(())
    }

    fn newest(&self) -> Result<RowId, Infallible> {
        Ok(self.shorts.last_key_value().map_or(0, |(row, _)| *row))
    }

    fn posting(&self, term: Term, block: u32, take: &mut dyn FnMut(&[u8])) -> Result<bool, Infallible> {
        let Some(rows) = self.postings.get(&(block, term)) else { return Ok(false) };
        take(&encode(&rows.iter().copied().collect::<Vec<_>>()));
        Ok(true)
    }

    fn column(&self, chunk: u32, take: &mut dyn FnMut(RowId, NameId)) -> Result<(), Infallible> {
        self.columns.get(&chunk).into_iter().flatten().for_each(|&(row, name)| take(row, name));
        Ok(())
    }

    fn rows_named(&self, name: NameId, take: &mut dyn FnMut(RowId)) -> Result<(), Infallible> {
        self.named.get(&name).into_iter().flatten().rev().for_each(|&row| take(row));
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

    fn fresh(&self) -> Result<Vec<Fresh>, Infallible> {
        Ok(self.fresh.clone())
    }

    fn hidden(&self) -> Result<Vec<RowId>, Infallible> {
        Ok(Vec::new())
    }

    fn keep(&self, rows: &[RowId], _: &[Filter]) -> Result<Vec<RowId>, Infallible> {
        Ok(rows.to_vec())
    }

    fn matching(&self, _: &[Filter], _: usize) -> Result<Vec<RowId>, Infallible> {
        Ok(Vec::new())
    }

    fn shorts(&self, rows: &[RowId]) -> Result<Vec<Short>, Infallible> {
        Ok(rows.iter().filter_map(|row| self.shorts.get(row).cloned()).collect())
    }
}

/// The town with its rows so far apart; the newest hundred still in the delta.
fn spread(town: &[Registration], apart: u32) -> Finder<Memory> {
    let mut memory = Memory::default();
    for (at, one) in (1..).zip(town) {
        memory.put(at * apart, one, at as usize + 100 > town.len());
    }
    Finder::new(memory, words(&Catalog::shipped()))
}

#[test]
fn many_blocks_give_the_page_that_one_block_gives() {
    let today = NaiveDate::from_ymd_opt(2026, 11, 1).unwrap();
    let town: Vec<Registration> = Town::new(9, today, 6000).map(|one| one.registration).collect();
    let (mut near, mut far) = (spread(&town, 1), spread(&town, 1500));
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
    ] {
        let query = Query::parse(typed);
        let (here, there) = (near.find(&query, 20).unwrap(), far.find(&query, 20).unwrap());
        let rows = |hits: &fengqiao::search::Hits, apart: u32| -> Vec<u32> {
            hits.rows.iter().map(|hit| hit.row.id / apart).collect()
        };
        assert!(here.total > 0, "{typed}");
        assert_eq!(
            (here.total, here.more, rows(&here, 1)),
            (there.total, there.more, rows(&there, 1500)),
            "{typed}"
        );
    }
}
