//! Sealing: the delta moves into postings and columns in steps so small that no clerk feels one.
//!
//! A batch is the rows of `idx_new` up to `old_to`. While it is open, its rows answer from `idx_new` and, for the
//! terms done, from `idx_post` as well; both say the same, so a reader takes the union and needs no lock.
use super::{forget_delta, names, only_in, postings};
use crate::search::{
    Digest, NameId,
    terms::{self, Term},
};
use rusqlite::{Connection, Result};
use std::collections::BTreeMap;

/// New rows that make a batch.
pub(super) const BATCH: i64 = 512;
/// Terms of single rows that one step seals. A batch holds some 80,000, so it is sealed before the next is full.
const STEP: usize = 256;

/// How far sealing has come.
pub(super) struct State {
    /// Rows up to here are sealed, or are being sealed.
    pub old_to: i64,
    /// Whether a batch is being sealed.
    pub open: bool,
    /// Its terms up to here are done.
    pub done: i64,
}

impl State {
    /// Reads it.
    pub fn read(db: &Connection) -> Result<Self> {
        db.prepare_cached("SELECT old_to, open, done FROM idx_state")?
            .query_row([], |row| Ok(Self { old_to: row.get(0)?, open: row.get(1)?, done: row.get(2)? }))
    }

    /// Writes it.
    pub fn write(&self, db: &Connection) -> Result<()> {
        db.prepare_cached("UPDATE idx_state SET old_to = ?1, open = ?2, done = ?3")?.execute((
            self.old_to,
            self.open,
            self.done,
        ))?;
        Ok(())
    }
}

/// Changes a row that is sealed or being sealed: it leaves the delta and is written where it will stay.
pub(super) fn change_old(db: &Connection, row: i64, old: &Digest, new: &Digest) -> Result<()> {
    let was_open = forget_delta(db, row)?;
    let (block, place) = postings::place(row);
    for &term in only_in(&old.terms, &new.terms) {
        postings::edit(db, postings::key(block, term), &postings::Edit::Remove(place))?;
    }
    for &term in new.terms.iter().filter(|term| was_open || old.terms.binary_search(term).is_err()) {
        postings::edit(db, postings::key(block, term), &postings::Edit::Add(&[place]))?;
    }
    let (chunk, place) = postings::chunk(row);
    postings::set_names(db, chunk, &[(place, names::ids(db, &new.names)?)])
}

/// Does a small part of the sealing that is due.
pub(super) fn step(db: &Connection, newest: i64) -> Result<()> {
    let mut state = State::read(db)?;
    if !state.open {
        if newest - state.old_to < BATCH {
            return Ok(());
        }
        state = State { old_to: newest, open: true, done: 0 };
    }
    let batch = batch(db, state.old_to)?;
    let due = due(&batch, Term::try_from(state.done).unwrap_or_default());
    if let Some(&(term, _)) = due.last() {
        state.done = i64::try_from(term).unwrap_or(i64::MAX);
        seal_terms(db, &due)?;
    } else {
        seal_names(db, &batch)?;
        db.prepare_cached("DELETE FROM idx_new WHERE petition <= ?1")?.execute([state.old_to])?;
        state.open = false;
    }
    state.write(db)
}

/// A row of the batch: its number, packed terms and packed names.
type Row = (i64, Vec<u8>, Vec<u8>);

fn batch(db: &Connection, old_to: i64) -> Result<Vec<Row>> {
    let mut query = db.prepare_cached(
        "SELECT petition, terms, names FROM idx_new WHERE petition <= ?1 ORDER BY petition",
    )?;
    let rows = query.query_map([old_to], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    rows.collect()
}

/// The next terms to seal with their rows, ascending; a term is never split between two steps.
fn due(batch: &[Row], done: Term) -> Vec<(Term, i64)> {
    let mut rest: Vec<(Term, i64)> = Vec::new();
    for (row, packed, _) in batch {
        rest.extend(terms::unpack(packed).skip_while(|&term| term <= done).map(|term| (term, *row)));
    }
    if rest.len() > STEP {
        let (_, &mut (last, _), _) = rest.select_nth_unstable(STEP - 1);
        rest.retain(|&(term, _)| term <= last);
    }
    rest.sort_unstable();
    rest
}

fn seal_terms(db: &Connection, due: &[(Term, i64)]) -> Result<()> {
    let mut rows: BTreeMap<i64, Vec<u16>> = BTreeMap::new();
    for &(term, row) in due {
        let (block, place) = postings::place(row);
        rows.entry(postings::key(block, term)).or_default().push(place);
    }
    for (key, rows) in rows {
        postings::edit(db, key, &postings::Edit::Add(&rows))?;
    }
    Ok(())
}

fn seal_names(db: &Connection, batch: &[Row]) -> Result<()> {
    let mut chunks: BTreeMap<i64, Vec<(u16, Vec<NameId>)>> = BTreeMap::new();
    for (row, _, packed) in batch {
        let (chunk, place) = postings::chunk(*row);
        chunks.entry(chunk).or_default().push((place, names::unpacked(packed)));
    }
    for (chunk, rows) in chunks {
        postings::set_names(db, chunk, &rows)?;
    }
    Ok(())
}
