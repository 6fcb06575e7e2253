//! Who bears which name, as the store keeps it.
use super::{names, postings};
use crate::search::{Code, NameId, Named, bearers};
use rusqlite::{Connection, OptionalExtension, Result};
use std::collections::BTreeMap;

/// Bits of the code in a key.
const CODE: u32 = 16;

/// What is filed in a block under one hanzi: (name, place), ascending.
pub(super) type Bearers = Vec<(NameId, u16)>;

/// The key of what is filed in a block under a hanzi.
pub(super) fn key(block: i64, first: Code) -> i64 {
    block << CODE | i64::from(first)
}

/// The hanzi of a key.
pub(super) fn first(key: i64) -> Code {
    Code::try_from(key & i64::from(Code::MAX)).unwrap_or_default()
}

/// Rows to be filed, by the keys that they go to.
#[derive(Default)]
pub(super) struct Filing(BTreeMap<i64, Bearers>);

impl Filing {
    /// Adds a row that bears a name.
    pub fn add(&mut self, row: i64, first: Code, name: NameId) {
        let (block, place) = postings::place(row);
        self.0.entry(key(block, first)).or_default().push((name, place));
    }

    /// Writes all of them beside what is there.
    pub fn write(self, db: &Connection) -> Result<()> {
        self.ready(db)?.iter().try_for_each(|(key, bearers)| write(db, *key, bearers))
    }

    /// What each key will hold.
    pub fn ready(self, db: &Connection) -> Result<Vec<(i64, Bearers)>> {
        let merged = |(key, more): (i64, Bearers)| {
            let mut bearers = read(db, key)?;
            bearers.extend(more);
            bearers.sort_unstable();
            bearers.dedup();
            Ok((key, bearers))
        };
        self.0.into_iter().map(merged).collect()
    }
}

fn read(db: &Connection, key: i64) -> Result<Bearers> {
    let mut query = db.prepare_cached("SELECT pairs FROM idx_bearer WHERE key = ?1")?;
    let read = |found: &rusqlite::Row<'_>| Ok(bearers::each(found.get_ref(0)?.as_blob()?).collect());
    Ok(query.query_row([key], read).optional()?.unwrap_or_default())
}

/// Writes what a key holds from now on, ascending; one that holds nothing is taken away.
pub(super) fn write(db: &Connection, key: i64, held: &[(NameId, u16)]) -> Result<()> {
    if held.is_empty() {
        db.prepare_cached("DELETE FROM idx_bearer WHERE key = ?1")?.execute([key])?;
    } else {
        db.prepare_cached("INSERT OR REPLACE INTO idx_bearer (key, pairs) VALUES (?1, ?2)")?
            .execute((key, bearers::encode(held)))?;
    }
    Ok(())
}

/// Takes a row out that does not bear a name any more.
pub(super) fn remove(db: &Connection, row: i64, first: Code, name: NameId) -> Result<()> {
    let (block, place) = postings::place(row);
    let key = key(block, first);
    let mut held = read(db, key)?;
    held.retain(|one| *one != (name, place));
    write(db, key, &held)
}

/// Reads everything that is filed, as (row, hanzi, name).
pub(super) fn all(db: &Connection, take: &mut dyn FnMut(i64, Code, NameId)) -> Result<()> {
    let mut query = db.prepare("SELECT key, pairs FROM idx_bearer")?;
    let mut rows = query.query([])?;
    while let Some(found) = rows.next()? {
        let key: i64 = found.get(0)?;
        for (name, place) in bearers::each(found.get_ref(1)?.as_blob()?) {
            take(postings::row(key >> CODE, place), first(key), name);
        }
    }
    Ok(())
}

/// Files everybody anew, as this program reads names.
pub(super) fn file_anew(db: &Connection) -> Result<()> {
    let (mut codes, mut filing) = (Vec::new(), Filing::default());
    names::read(db, &mut |id, name| codes.push(Named::of(name, id).first()))?;
    all(db, &mut |row, _, name| {
        filing.add(row, codes.get(name as usize).copied().unwrap_or_default(), name);
    })?;
    db.execute_batch("DELETE FROM idx_bearer")?;
    filing.write(db)
}
