//! Taking a sheet into a register: columns by the names of its fields, rows as new, merged, unchanged or rejected.
use super::{
    jobs::Bench,
    sheets::{self, BATCH, Trouble},
};
use crate::{
    domain::{
        deed::{Deed, Order},
        journal::Act,
        petition::No,
        register::{Register, STATE},
        setting::COLUMNS,
    },
    exchange::{
        register::{Columns, values},
        sheet::{Row, Table},
        write::Rejected,
    },
    flow::{Note, Preview, Tally, Work},
    store::{Done, How, Lists, Request, StoreError},
};
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, path::Path, sync::Arc, time::Instant};

/// What came of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// What became of its rows.
    pub tally: Tally,
    /// Columns that are no field of the register.
    pub unknown: Vec<String>,
}

/// A sheet of a register's rows, and what they are read by.
struct Sheet {
    register: Arc<Register>,
    lists: Lists,
    table: Table,
}

impl Bench<'_> {
    /// The beginning of a sheet of a register's rows, for the user to see what its columns were taken for.
    pub(super) fn preview_rows(&mut self, id: &str, file: &Path) -> Result<Preview, Trouble> {
        let Sheet { register, lists, table } = self.sheet(id, file)?;
        let columns = Columns::of(&register, &table.header, &Self::remembered(&lists, id, &[]));
        Ok(sheets::begun(file, &table, columns.by_id(&register)))
    }

    /// Takes a sheet into a register, by the columns that somebody chose; what they mean is remembered.
    pub(super) fn take_in_chosen(
        &mut self,
        id: &str,
        file: &Path,
        chosen: &[(String, Option<usize>)],
        dry: bool,
        tell: &mut dyn FnMut(Work),
    ) -> Result<Tally, Trouble> {
        let sheet = self.sheet(id, file)?;
        let columns = Columns::chosen(&sheet.register, &sheet.table.header, chosen);
        self.take_in_sheet(&sheet, &columns, dry, tell)
    }

    /// Takes a sheet into a register. `named` says what columns mean that have other names; it is remembered.
    pub fn take_in_rows(
        &mut self,
        id: &str,
        file: &Path,
        named: &[(String, String)],
        dry: bool,
        tell: &mut dyn FnMut(Work),
    ) -> Result<Taken, Trouble> {
        let sheet = self.sheet(id, file)?;
        let header = &sheet.table.header;
        let columns = Columns::of(&sheet.register, header, &Self::remembered(&sheet.lists, id, named));
        if let Some((column, field)) = named.iter().find(|(column, _)| !columns.takes(column)) {
            return Err(Trouble::Column(format!("{column}={field}")));
        }
        let unknown = columns.unknown(header);
        Ok(Taken { tally: self.take_in_sheet(&sheet, &columns, dry, tell)?, unknown })
    }

    fn sheet(&mut self, id: &str, file: &Path) -> Result<Sheet, Trouble> {
        let lists = self.lists()?;
        let known = lists.registers.get(id).filter(|register| register.seen_by(&self.me)).cloned();
        let register = known.ok_or_else(|| StoreError::NotFound(id.to_owned()))?;
        Ok(Sheet { register, lists, table: sheets::Task::open(file, true)?.table })
    }

    fn take_in_sheet(
        &mut self,
        sheet: &Sheet,
        columns: &Columns,
        dry: bool,
        tell: &mut dyn FnMut(Work),
    ) -> Result<Tally, Trouble> {
        if columns.is_empty() {
            return Err(Trouble::NoColumns);
        }
        let (id, mut tally) = (&sheet.register.id, Tally::default());
        let rows: Vec<&Row> = sheet.table.rows.iter().filter(|row| !row.is_empty()).collect();
        let (mut rejected, begun) = (Vec::new(), Instant::now());
        for batch in rows.chunks(BATCH) {
            self.some(batch, sheet, columns, dry, &mut tally, &mut rejected)?;
            let done = tally.imported + tally.merged + tally.unchanged + rejected.len();
            tell(sheets::going(done, rows.len(), begun));
        }
        sheets::rejected(&mut tally, &mut rejected);
        if !dry && !rejected.is_empty() {
            tally.rejected_file = Some(self.put_aside(id, &sheet.table.header, &rejected)?);
        }
        let before = Self::remembered(&sheet.lists, id, &[]);
        if !dry && columns.renamed.iter().any(|pair| !before.contains(pair)) {
            self.remember(id, columns)?;
        }
        Ok(tally)
    }

    fn some(
        &mut self,
        batch: &[&Row],
        Sheet { register, lists, .. }: &Sheet,
        columns: &Columns,
        dry: bool,
        tally: &mut Tally,
        rejected: &mut Vec<Rejected>,
    ) -> Result<(), StoreError> {
        let read: Vec<Said> =
            batch.iter().map(|row| values(register, columns, row, &lists.catalog)).collect();
        let orders = read.iter().cloned().map(|(no, said)| match no {
            Some(no) => changed(No(no), said),
            None => entered(register, said),
        });
        let mut all = self.store.carry_out_all(&self.me, self.now, orders.collect(), dry)?;
        self.moved(register, &read, &mut all, dry)?;
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

    /// A row that came in before is known by what it says; where a later sheet says that it stands elsewhere, it is moved,
    /// once: a sheet that comes again moves nothing back.
    fn moved(
        &mut self,
        register: &Register,
        read: &[Said],
        all: &mut [Result<Done, StoreError>],
        dry: bool,
    ) -> Result<(), StoreError> {
        let (mut places, mut orders) = (Vec::new(), Vec::new());
        for (at, (no, said)) in read.iter().enumerate() {
            let state = said.get(STATE).filter(|state| !state.is_empty());
            let (Ok(Done { no, how: How::Unchanged }), None, Some(state)) = (&all[at], no, state) else {
                continue;
            };
            if self.entered_in(no)?.is_some_and(|entered| entered != *state) {
                let op = format!("{}-{state}", op_of(register, said));
                let row = BTreeMap::from([(STATE.to_owned(), state.clone())]);
                places.push(at);
                orders.push(Order { op, version: None, deed: Deed::ChangeRecord { no: no.clone(), row } });
            }
        }
        let done = self.store.carry_out_all(&self.me, self.now, orders, dry)?;
        for (at, done) in places.into_iter().zip(done) {
            all[at] = done;
        }
        Ok(())
    }

    /// Where a row stood when it was entered; nothing of one that is not there yet, because nothing is written.
    fn entered_in(&mut self, no: &No) -> Result<Option<String>, StoreError> {
        let page = match self.record(no) {
            Err(StoreError::NotFound(_)) => return Ok(None),
            page => page?,
        };
        Ok(page.entries.first().and_then(|entry| match &entry.act {
            Act::RecordEntered(entered) => Some(entered.state.clone()),
            _ => None,
        }))
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

/// The number of a row in a sheet, if it has one, and what it says.
type Said = (Option<String>, BTreeMap<String, String>);

/// An empty cell says nothing: no sheet takes away what it does not know.
fn changed(no: No, mut row: BTreeMap<String, String>) -> Order {
    row.retain(|_, said| !said.is_empty());
    let op = format!("rows-{}", uuid::Uuid::now_v7());
    Order { op, version: None, deed: Deed::ChangeRecord { no, row } }
}

fn entered(register: &Register, row: BTreeMap<String, String>) -> Order {
    let op = op_of(register, &row);
    Order { op, version: None, deed: Deed::EnterRecord { register: register.id.clone(), row } }
}

/// The same row of the same register is taken in once, however often its sheet comes and wherever it stands by then.
fn op_of(register: &Register, said: &BTreeMap<String, String>) -> String {
    let said: BTreeMap<&String, &String> = said.iter().filter(|(id, _)| *id != STATE).collect();
    let text = serde_json::to_string(&(&register.id, said)).unwrap_or_default();
    let hash = Sha256::digest(text.as_bytes());
    let sum = hash.iter().take(16).fold(0_u128, |sum, byte| sum << 8 | u128::from(*byte));
    format!("rows-{sum:032x}")
}
