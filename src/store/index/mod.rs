//! The index of the search, written in the petition's own transaction. New rows go into a small delta, which is sealed
//! into block postings step by step afterwards, so no write ever pays for many.
mod bearers;
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
pub use seal::Step;

use super::journal;
use crate::{
    domain::journal::fold,
    search::{Digest, Document, NameId, terms},
};
use rusqlite::{Connection, Result};

/// With so many rows unsealed nobody has had time to tend the index: then each write does a step itself.
const OVERDUE: i64 = 2048;

/// Makes the index follow one petition: `before` is what it held, `after` what it holds now.
pub fn change(db: &Connection, row: i64, before: Option<&Document>, after: Option<&Document>) -> Result<()> {
    if before == after {
        return Ok(());
    }
    let digest = |document: Option<&Document>| document.map(Digest::of).unwrap_or_default();
    let (old, new) = (digest(before), digest(after));
    change_digits(db, row, &old.digits, &new.digits)?;
    let ids = names::ids(db, &new.names)?;
    // A new name may have split a page by now; from here on every name is known.
    let mut state = seal::State::read(db)?;
    state.seq += 1;
    if row > state.old_to {
        write_delta(db, row, &new, &ids, &mut state)?;
    } else {
        seal::change_old(db, row, &old, &new, &mut state)?;
    }
    state.write(db)?;
    if row - state.old_to > OVERDUE
        && let Some(step) = Step::ready(db)?
    {
        step.write(db)?;
    }
    Ok(())
}

fn write_delta(
    db: &Connection,
    row: i64,
    new: &Digest,
    names: &[NameId],
    state: &mut seal::State,
) -> Result<()> {
    if *new == Digest::default() {
        state.epoch += i64::from(forget_delta(db, row)?);
        return Ok(());
    }
    db.prepare_cached(
        "INSERT OR REPLACE INTO idx_new (petition, seq, terms, names) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute((row, state.seq, terms::pack(&new.terms), names::packed(names)))?;
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

/// Puts in order what is kept by the sounds of hanzi, as this program reads them.
pub fn order_by_sounds(db: &Connection) -> Result<()> {
    names::order(db)?;
    bearers::file_anew(db)
}

/// Rows of which a rebuild tells between two looks.
const TOLD: usize = 1000;

/// Forgets the whole index and makes it again from the journal; `tell` hears how many petitions of how many are in.
pub fn rebuild(db: &Connection, tell: &mut dyn FnMut(usize, usize)) -> super::Result<()> {
    db.execute_batch(
        "DELETE FROM idx_name; DELETE FROM idx_bearer; DELETE FROM idx_digit; DELETE FROM idx_post;
         DELETE FROM idx_new;
         UPDATE idx_state SET old_to = 0, open = 0, done = 0,
             seq = seq + 1, epoch = epoch + 1, edits = edits + 1, splits = splits + 1;",
    )?;
    names::empty_pages(db)?;
    let all: i64 = db.query_row("SELECT count(*) FROM petition", [], |row| row.get(0))?;
    let all = usize::try_from(all).unwrap_or_default();
    let mut bulk = Bulk::begin(db)?;
    let mut query = db.prepare("SELECT id, no FROM petition ORDER BY id")?;
    let (mut rows, mut done) = (query.query([])?, 0);
    while let Some(row) = rows.next()? {
        let no: String = row.get(1)?;
        // A row whose journal is missing has nothing to be found by; `verify` names it.
        if let Ok(petition) = fold(&journal::entries(db, &no)?) {
            bulk.put(row.get(0)?, &Document::of(&petition))?;
        }
        done += 1;
        if done % TOLD == 0 || done == all {
            tell(done, all);
        }
    }
    Ok(bulk.finish()?)
}
