//! Filling a new store with many petitions at once: the same entries and rows as one by one, the index in bulk.
use super::{
    Now, Result, Store, StoreError, catalog,
    deed::Scribe,
    index::Bulk,
    journal::Pen,
    numbers::{self, Kind},
};
use crate::domain::{deed::Registration, journal::Act, petition::No, rights::Actor};
use chrono::Datelike;

/// Petitions of one transaction: a block of the index.
const BATCH: usize = 1 << 16;

/// Pages kept in memory meanwhile, in KiB: the tables' indexes are written in no order, and a page that has to
/// leave is read and written again and again.
const CACHE: i64 = 128 * 1024;

/// One petition to be filled in.
pub struct Filling {
    /// Who registers it.
    pub me: Actor,
    /// When.
    pub now: Now,
    /// What it says.
    pub registration: Registration,
    /// The place in this row, from 0, of the petition that it repeats.
    pub repeats: Option<usize>,
    /// What happened to it since, and when; a print gets its number here.
    pub since: Vec<(Now, Act)>,
}

impl Store {
    /// Whether nothing was ever registered here.
    pub fn is_new(&self) -> Result<bool> {
        Ok(!self.db.prepare_cached("SELECT 1 FROM petition LIMIT 1")?.exists([])?)
    }

    /// Fills a new store; `op` begins the operation ids, `tell` hears how many are in.
    pub fn fill(
        &mut self,
        op: &str,
        fillings: impl Iterator<Item = Filling>,
        tell: &mut dyn FnMut(usize),
    ) -> Result<Vec<No>> {
        if !self.is_new()? {
            return Err(StoreError::Refused("why-not-new"));
        }
        let usual: i64 = self.db.pragma_query_value(None, "cache_size", |row| row.get(0))?;
        self.db.pragma_update(None, "cache_size", -CACHE)?;
        let filled = self.fill_in_batches(op, fillings, tell);
        self.db.pragma_update(None, "cache_size", usual)?;
        filled
    }

    fn fill_in_batches(
        &mut self,
        op: &str,
        fillings: impl Iterator<Item = Filling>,
        tell: &mut dyn FnMut(usize),
    ) -> Result<Vec<No>> {
        let mut fillings = fillings.peekable();
        let mut numbers: Vec<No> = Vec::new();
        while fillings.peek().is_some() {
            self.transact(|tx| {
                let mut bulk = Bulk::begin(tx)?;
                let limits = catalog::limits(tx)?;
                for filling in fillings.by_ref().take(BATCH) {
                    let op = format!("{op}-{}", numbers.len());
                    let mut pen = Pen::new(tx, &filling.me, filling.now, &op)?;
                    let before = filling.repeats.and_then(|at| numbers.get(at)).cloned();
                    let registration = Registration { follows: before, ..filling.registration };
                    let mut scribe =
                        Scribe { pen: &mut pen, version: None, limits: &limits, bulk: Some(&mut bulk) };
                    numbers.push(scribe.fill_in(registration, filling.since)?);
                    pen.finish()?;
                    if numbers.len().is_multiple_of(1000) {
                        tell(numbers.len());
                    }
                }
                Ok(bulk.finish()?)
            })?;
        }
        tell(numbers.len());
        Ok(numbers)
    }
}

impl Scribe<'_, '_, '_> {
    /// A whole life, and its row once.
    fn fill_in(&mut self, registration: Registration, since: Vec<(Now, Act)>) -> Result<No> {
        let (no, first) = self.begin(registration, true)?;
        let mut entries = vec![first];
        for (now, mut act) in since {
            self.pen.now = now;
            if let Act::Printed { notice, number, .. } = &mut act {
                let kind = Kind::Paper(*notice, now.today.year());
                *number = Some(numbers::next(self.pen.tx, &self.pen.me.office, kind)?);
            }
            entries.push(self.pen.write(&no.0, act)?);
        }
        self.show(None, &entries)?;
        Ok(no)
    }
}
