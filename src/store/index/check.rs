//! Whether the index says what the petitions say.
use super::{bearers, names, postings};
use crate::search::{
    Digest, Document, NameId, Named, posting,
    terms::{self, TERM_BITS},
};
use rusqlite::{Connection, Result};
use std::{
    collections::{BTreeMap, HashSet, hash_map::DefaultHasher},
    hash::{Hash, Hasher},
};

/// What a row holds, as sums that do not depend on order: terms, names, digits.
type Sums = [u64; 3];

/// A walk over all petitions beside the index.
pub struct Check {
    dictionary: BTreeMap<String, NameId>,
    held: BTreeMap<i64, Sums>,
    wrong: Vec<i64>,
}

impl Check {
    /// Reads what the index holds.
    pub fn begin(db: &Connection) -> Result<Self> {
        Ok(Self { dictionary: dictionary(db)?, held: held(db)?, wrong: Vec::new() })
    }

    /// Compares one petition.
    pub fn petition(&mut self, row: i64, document: &Document) {
        let told = told(&Digest::of(document), &self.dictionary);
        if self.held.remove(&row).unwrap_or_default() != told {
            self.wrong.push(row);
        }
    }

    /// Whether the pages of names hold what the dictionary holds.
    pub fn names(db: &Connection) -> Result<bool> {
        names::pages_agree(db)
    }

    /// The rows that the index tells otherwise than the petitions do, ascending.
    pub fn finish(mut self) -> Vec<i64> {
        let left = self.held.iter().filter(|(_, sums)| **sums != Sums::default()).map(|(&row, _)| row);
        self.wrong.extend(left);
        self.wrong.sort_unstable();
        self.wrong
    }
}

fn dictionary(db: &Connection) -> Result<BTreeMap<String, NameId>> {
    let mut ids = BTreeMap::new();
    names::read(db, &mut |id, name| {
        ids.insert(name.to_owned(), id);
    })?;
    Ok(ids)
}

fn told(digest: &Digest, dictionary: &BTreeMap<String, NameId>) -> Sums {
    let names: Vec<NameId> =
        digest.names.iter().map(|name| dictionary.get(name).copied().unwrap_or(NameId::MAX)).collect();
    [sum(&digest.terms), sum(&names), sum(&digest.digits)]
}

fn sum<T: Hash>(parts: &[T]) -> u64 {
    parts.iter().map(one).fold(0, u64::wrapping_add)
}

fn one<T: Hash>(part: T) -> u64 {
    let mut hasher = DefaultHasher::new();
    part.hash(&mut hasher);
    hasher.finish()
}

fn held(db: &Connection) -> Result<BTreeMap<i64, Sums>> {
    let mut held: BTreeMap<i64, Sums> = BTreeMap::new();
    let mut add = |row: i64, at: usize, part: u64| {
        let slot = &mut held.entry(row).or_default()[at];
        *slot = slot.wrapping_add(part);
    };
    let fresh = add_delta(db, &mut add)?;
    let mut query = db.prepare("SELECT key, rows FROM idx_post")?;
    let mut rows = query.query([])?;
    while let Some(found) = rows.next()? {
        let key: i64 = found.get(0)?;
        let term = u64::try_from(key & ((1 << TERM_BITS) - 1)).unwrap_or_default();
        for place in posting::decode(found.get_ref(1)?.as_blob()?) {
            let row = postings::row(key >> TERM_BITS, place);
            if !fresh.contains(&row) {
                add(row, 0, one(term));
            }
        }
    }
    let mut codes = Vec::new();
    names::read(db, &mut |id, name| codes.push(Named::of(name, id).first()))?;
    // Whoever is filed under another hanzi than the name's first is not found.
    bearers::all(db, &mut |row, first, name| {
        if !fresh.contains(&row) && codes.get(name as usize) == Some(&first) {
            add(row, 1, one(name));
        }
    })?;
    let mut query = db.prepare("SELECT petition, key FROM idx_digit")?;
    let mut rows = query.query([])?;
    while let Some(found) = rows.next()? {
        add(found.get(0)?, 2, one(found.get::<_, i64>(1)?));
    }
    Ok(held)
}

/// The rows of the delta speak for themselves, also while they are being sealed.
fn add_delta(db: &Connection, add: &mut impl FnMut(i64, usize, u64)) -> Result<HashSet<i64>> {
    let mut fresh = HashSet::new();
    let mut query = db.prepare("SELECT petition, terms, names FROM idx_new")?;
    let mut rows = query.query([])?;
    while let Some(found) = rows.next()? {
        let row: i64 = found.get(0)?;
        fresh.insert(row);
        terms::unpack(found.get_ref(1)?.as_blob()?).for_each(|term| add(row, 0, one(term)));
        for name in names::unpacked(found.get_ref(2)?.as_blob()?) {
            add(row, 1, one(name));
        }
    }
    Ok(fresh)
}
