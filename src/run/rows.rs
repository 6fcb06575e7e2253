//! Taking a sheet into a register: columns by the names of its fields, rows as new, merged, unchanged or rejected.
use super::{
    jobs::Bench,
    sheets::{self, BATCH, Trouble},
};
use crate::{
    domain::{
        deed::{Deed, Order},
        petition::No,
        register::Register,
        setting::COLUMNS,
    },
    exchange::{
        register::{Columns, values},
        sheet::Row,
        write::Rejected,
    },
    flow::{Note, Tally, Work},
    store::{Done, How, Lists, Reply, Request, StoreError},
};
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, path::Path, time::Instant};

/// What came of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// What became of its rows.
    pub tally: Tally,
    /// Columns that are no field of the register.
    pub unknown: Vec<String>,
}

impl Bench<'_> {
    /// Takes a sheet into a register. `named` says what columns mean that have other names; it is remembered.
    pub fn take_in_rows(
        &mut self,
        id: &str,
        file: &Path,
        named: &[(String, String)],
        dry: bool,
        tell: &mut dyn FnMut(Work),
    ) -> Result<Taken, Trouble> {
        let Reply::Catalog(lists) = self.store.answer(&self.me, self.now, Request::Catalog)? else {
            return Err(StoreError::Missing.into());
        };
        let known = lists.registers.get(id).filter(|register| register.seen_by(&self.me)).cloned();
        let register = known.ok_or_else(|| StoreError::NotFound(id.to_owned()))?;
        let table = sheets::Task::open(file, dry)?.table;
        let columns = Columns::of(&register, &table.header, &Self::remembered(&lists, id, named));
        if let Some((column, field)) = named.iter().find(|(column, _)| !columns.takes(column)) {
            return Err(Trouble::Column(format!("{column}={field}")));
        }
        if columns.is_empty() {
            return Err(Trouble::NoColumns);
        }
        let mut taken = Taken { unknown: columns.unknown(&table.header), ..Taken::default() };
        let rows: Vec<&Row> = table.rows.iter().filter(|row| !row.is_empty()).collect();
        let (mut rejected, begun) = (Vec::new(), Instant::now());
        for batch in rows.chunks(BATCH) {
            self.some(batch, &register, &columns, &lists, dry, &mut taken.tally, &mut rejected)?;
            let done = taken.tally.imported + taken.tally.merged + taken.tally.unchanged + rejected.len();
            tell(sheets::going(done, rows.len(), begun));
        }
        taken.tally.rejected = rejected.len();
        if !dry && !rejected.is_empty() {
            taken.tally.rejected_file = Some(self.put_aside(id, &table.header, &rejected)?);
        }
        if !dry && !named.is_empty() {
            self.remember(id, &columns)?;
        }
        Ok(taken)
    }

    #[allow(clippy::too_many_arguments, reason = "one batch of one sheet, and where its rows are counted")]
    fn some(
        &mut self,
        batch: &[&Row],
        register: &Register,
        columns: &Columns,
        lists: &Lists,
        dry: bool,
        tally: &mut Tally,
        rejected: &mut Vec<Rejected>,
    ) -> Result<(), StoreError> {
        let orders = batch.iter().map(|row| {
            let (no, said) = values(register, columns, row, &lists.catalog);
            if let Some(no) = no {
                let op = format!("rows-{}", uuid::Uuid::now_v7());
                return Order { op, version: None, deed: Deed::ChangeRecord { no: No(no), row: said } };
            }
            let op = format!("rows-{}", fingerprint(register, &said));
            Order { op, version: None, deed: Deed::EnterRecord { register: register.id.clone(), row: said } }
        });
        let all = self.store.carry_out_all(&self.me, self.now, orders.collect(), dry)?;
        for (row, done) in batch.iter().zip(all) {
            match done {
                Ok(Done { how: How::Made, .. }) => tally.imported += 1,
                Ok(Done { how: How::Added, .. }) => tally.merged += 1,
                Ok(Done { how: How::Unchanged, .. }) => tally.unchanged += 1,
                Err(error) => {
                    let reason = Note::from(error).say(self.lang);
                    rejected.push(Rejected { line: row.line, reason, raw: row.cells.clone() });
                }
            }
        }
        Ok(())
    }

    /// What columns of other names meant last time, and what they mean now.
    fn remembered(lists: &Lists, id: &str, named: &[(String, String)]) -> Vec<(String, String)> {
        let kept = lists.settings.get(&format!("{COLUMNS}{id}"));
        let kept: Vec<(String, String)> =
            kept.and_then(|kept| serde_json::from_str(kept).ok()).unwrap_or_default();
        named.iter().cloned().chain(kept).collect()
    }

    fn remember(&mut self, id: &str, columns: &Columns) -> Result<(), StoreError> {
        let key = format!("{COLUMNS}{id}");
        let deed = Deed::PutSetting { key, value: serde_json::to_string(&columns.renamed)? };
        let order = Order { op: format!("columns-{}", uuid::Uuid::now_v7()), version: None, deed };
        self.store.answer(&self.me, self.now, Request::Do(Box::new(order))).map(drop)
    }
}

/// The same row of the same register is taken in once, however often its sheet comes.
fn fingerprint(register: &Register, said: &BTreeMap<String, String>) -> String {
    let text = serde_json::to_string(&(&register.id, said)).unwrap_or_default();
    let hash = Sha256::digest(text.as_bytes());
    let sum = hash.iter().take(16).fold(0_u128, |sum, byte| sum << 8 | u128::from(*byte));
    format!("{sum:032x}")
}
