//! Sealing: the delta moves into postings and bearers in small steps. What a step writes is made ready while everybody
//! may write; only writing it needs the lock.
//!
//! A batch is the rows of `idx_new` up to `old_to`. While it is open, its rows answer from `idx_new` and, for the
//! terms done, from `idx_post` as well; both say the same, so a reader takes the union and needs no lock.
use super::{
    bearers::{self, Bearers, Filing},
    forget_delta, names, only_in, postings,
};
use crate::search::{
    Digest,
    terms::{self, Term},
};
use rusqlite::{Connection, Result};
use std::collections::BTreeMap;

/// New rows that make a batch.
const BATCH: i64 = 512;
/// Terms of single rows that one step seals. A batch holds some 50,000.
const STEP: usize = 2048;

/// How far the index has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct State {
    /// Rows up to here are sealed, or are being sealed.
    pub old_to: i64,
    /// Whether a batch is being sealed.
    pub open: bool,
    /// Its terms up to here are done.
    pub done: i64,
    /// Counts changes of the delta.
    pub seq: i64,
    /// Counts when rows left the delta.
    pub epoch: i64,
    /// Counts edits of what is sealed or being sealed.
    pub edits: i64,
    /// Counts when pages of names were split.
    pub splits: i64,
}

impl State {
    /// Reads it.
    pub fn read(db: &Connection) -> Result<Self> {
        let read = |row: &rusqlite::Row<'_>| {
            Ok(Self {
                old_to: row.get(0)?,
                open: row.get(1)?,
                done: row.get(2)?,
                seq: row.get(3)?,
                epoch: row.get(4)?,
                edits: row.get(5)?,
                splits: row.get(6)?,
            })
        };
        db.prepare_cached("SELECT old_to, open, done, seq, epoch, edits, splits FROM idx_state")?
            .query_row([], read)
    }

    /// Writes it.
    pub fn write(&self, db: &Connection) -> Result<()> {
        db.prepare_cached(
            "UPDATE idx_state SET old_to = ?1, open = ?2, done = ?3, seq = ?4, epoch = ?5, edits = ?6, splits = ?7",
        )?
        .execute((
            self.old_to,
            self.open,
            self.done,
            self.seq,
            self.epoch,
            self.edits,
            self.splits,
        ))?;
        Ok(())
    }
}

/// Changes a row that is sealed or being sealed: it leaves the delta and is written where it will stay.
pub(super) fn change_old(
    db: &Connection,
    row: i64,
    old: &Digest,
    new: &Digest,
    state: &mut State,
) -> Result<()> {
    let was_open = forget_delta(db, row)?;
    state.edits += 1;
    state.epoch += i64::from(was_open);
    let (block, place) = postings::place(row);
    for &term in only_in(&old.terms, &new.terms) {
        postings::edit(db, postings::key(block, term), &postings::Edit::Remove(place))?;
    }
    for &term in new.terms.iter().filter(|term| was_open || old.terms.binary_search(term).is_err()) {
        postings::edit(db, postings::key(block, term), &postings::Edit::Add(&[place]))?;
    }
    for name in names::ids(db, only_in(&old.names, &new.names))? {
        bearers::remove(db, row, names::first(db, name)?, name)?;
    }
    let mut filing = Filing::default();
    let borne = new.names.iter().filter(|name| was_open || old.names.binary_search(name).is_err());
    for name in names::ids(db, borne)? {
        filing.add(row, names::first(db, name)?, name);
    }
    filing.write(db)
}

/// A step that is ready to be written.
pub struct Step {
    before: State,
    after: State,
    postings: Vec<(i64, Vec<u16>)>,
    bearers: Vec<(i64, Bearers)>,
}

impl Step {
    /// Makes the next step ready; none when nothing is due. Reads only, and all of it as of one moment.
    pub fn ready(db: &Connection) -> Result<Option<Self>> {
        let before = State::read(db)?;
        let newest: i64 = db
            .prepare_cached("SELECT coalesce(max(petition), 0) FROM idx_new")?
            .query_row([], |row| row.get(0))?;
        let mut step = Self { before, after: before, postings: Vec::new(), bearers: Vec::new() };
        if !before.open {
            step.after = State { old_to: newest, open: true, done: 0, ..before };
            return Ok((newest - before.old_to >= BATCH).then_some(step));
        }
        let batch = batch(db, before.old_to)?;
        let due = due(&batch, Term::try_from(before.done).unwrap_or_default());
        if let Some(&(term, _)) = due.last() {
            step.after.done = i64::try_from(term).unwrap_or(i64::MAX);
            step.postings = sealed_terms(db, &due)?;
        } else {
            step.bearers = sealed_names(db, &batch)?;
            step.after = State { open: false, epoch: before.epoch + 1, ..before };
        }
        Ok(Some(step))
    }

    /// Writes it, unless somebody has sealed or edited what is sealed since; then nothing is written.
    pub fn write(&self, db: &Connection) -> Result<()> {
        let now = State::read(db)?;
        let same = |one: &State| (one.old_to, one.open, one.done, one.edits);
        if same(&now) != same(&self.before) {
            return Ok(());
        }
        for (key, rows) in &self.postings {
            postings::write(db, *key, rows)?;
        }
        for (key, held) in &self.bearers {
            bearers::write(db, *key, held)?;
        }
        if self.before.open && !self.after.open {
            db.prepare_cached("DELETE FROM idx_new WHERE petition <= ?1")?.execute([self.before.old_to])?;
        }
        let epoch = now.epoch + self.after.epoch - self.before.epoch;
        let State { old_to, open, done, .. } = self.after;
        State { old_to, open, done, epoch, ..now }.write(db)
    }
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

fn sealed_terms(db: &Connection, due: &[(Term, i64)]) -> Result<Vec<(i64, Vec<u16>)>> {
    let mut rows: BTreeMap<i64, Vec<u16>> = BTreeMap::new();
    for &(term, row) in due {
        let (block, place) = postings::place(row);
        rows.entry(postings::key(block, term)).or_default().push(place);
    }
    let edited =
        |(key, rows): (i64, Vec<u16>)| Ok((key, postings::edited(db, key, &postings::Edit::Add(&rows))?));
    rows.into_iter().map(edited).collect()
}

fn sealed_names(db: &Connection, batch: &[Row]) -> Result<Vec<(i64, Bearers)>> {
    let mut filing = Filing::default();
    for (row, _, packed) in batch {
        for name in names::unpacked(packed) {
            filing.add(*row, names::first(db, name)?, name);
        }
    }
    filing.ready(db)
}
