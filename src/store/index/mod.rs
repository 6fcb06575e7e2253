//! The index of the search, written in the petition's own transaction. New rows go into a small delta; each
//! further write seals a small part of it into block postings, so no write ever pays for many.
mod bulk;
mod check;
mod filters;
mod names;
mod postings;
mod reader;
mod seal;

pub use bulk::Bulk;
pub use check::Check;
pub use filters::condition;
pub use reader::Reader;

use super::journal;
use crate::{
    domain::journal::fold,
    search::{Digest, Document, terms},
};
use rusqlite::{Connection, Result};

/// Makes the index follow one petition: `before` is what it held, `after` what it holds now.
pub fn change(db: &Connection, row: i64, before: Option<&Document>, after: Option<&Document>) -> Result<()> {
    if before == after {
        return Ok(());
    }
    let digest = |document: Option<&Document>| document.map(Digest::of).unwrap_or_default();
    let (old, new) = (digest(before), digest(after));
    names::change(db, row, &old.names, &new.names)?;
    change_digits(db, row, &old.digits, &new.digits)?;
    let state = seal::State::read(db)?;
    if row > state.old_to {
        write_delta(db, row, &new)?;
    } else {
        seal::change_old(db, row, &old, &new)?;
    }
    seal::step(db, row.max(state.old_to))
}

fn write_delta(db: &Connection, row: i64, new: &Digest) -> Result<()> {
    if *new == Digest::default() {
        return forget_delta(db, row).map(drop);
    }
    let names = names::packed(&names::ids(db, &new.names)?);
    db.prepare_cached("INSERT OR REPLACE INTO idx_new (petition, terms, names) VALUES (?1, ?2, ?3)")?
        .execute((row, terms::pack(&new.terms), names))?;
    Ok(())
}

/// Takes a row out of the delta; whether it was there.
fn forget_delta(db: &Connection, row: i64) -> Result<bool> {
    Ok(db.prepare_cached("DELETE FROM idx_new WHERE petition = ?1")?.execute([row])? > 0)
}

fn change_digits(db: &Connection, row: i64, old: &[i64], new: &[i64]) -> Result<()> {
    let mut delete = db.prepare_cached("DELETE FROM idx_digit WHERE key = ?1 AND petition = ?2")?;
    for key in only_in(old, new) {
        delete.execute((key, row))?;
    }
    let mut insert = db.prepare_cached("INSERT OR IGNORE INTO idx_digit (key, petition) VALUES (?1, ?2)")?;
    for key in only_in(new, old) {
        insert.execute((key, row))?;
    }
    Ok(())
}

/// What the first ascending list holds and the second does not.
fn only_in<'l, T: Ord>(here: &'l [T], there: &'l [T]) -> impl Iterator<Item = &'l T> {
    here.iter().filter(|one| there.binary_search(one).is_err())
}

/// Forgets the whole index and makes it again from the journal.
pub fn rebuild(db: &Connection) -> super::Result<()> {
    db.execute_batch(
        "DELETE FROM idx_name; DELETE FROM idx_pack; DELETE FROM idx_named; DELETE FROM idx_column;
         DELETE FROM idx_digit; DELETE FROM idx_post; DELETE FROM idx_new;
         UPDATE idx_state SET old_to = 0, open = 0, done = 0;",
    )?;
    let mut bulk = Bulk::begin(db)?;
    let mut query = db.prepare("SELECT id, no FROM petition ORDER BY id")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let no: String = row.get(1)?;
        bulk.put(row.get(0)?, &Document::of(&fold(&journal::entries(db, &no)?)?))?;
    }
    Ok(bulk.finish()?)
}
