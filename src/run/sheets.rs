//! Taking a sheet of the province in: its preview, its rows in batches, and the rows that stay out.
use super::{jobs::Bench, outbox};
use crate::{
    domain::{
        catalog::Catalog,
        deed::{Deed, Order},
    },
    exchange::{
        province::{Mapping, Outcome, Reader},
        sheet::{self, Row, SheetError, Table},
        write::{self, Rejected},
    },
    flow::{Note, Preview, Tally, Why, Work},
    store::{Done, How, Reply, Request, StoreError},
};
use std::{collections::HashSet, fs, io, path::Path, time::Instant};

/// Rows in one transaction: enough that the disk is not waited for at each, few enough that no clerk waits.
pub(super) const BATCH: usize = 100;
/// Rows that a preview shows.
const SHOWN: usize = 8;
/// Rejected rows of which is told at once why they stay out.
const TOLD: usize = 5;

/// Why a sheet cannot be taken in.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// The file cannot be read.
    #[error("the sheet cannot be read: {0}")]
    File(io::Error),
    /// It is no sheet.
    #[error(transparent)]
    Sheet(#[from] SheetError),
    /// No column holds the number that tells petitions apart.
    #[error("no column holds the number")]
    NoNumber,
    /// A column, or what it shall mean, is not there.
    #[error("no such column or field: {0}")]
    Column(String),
    /// No column is a field of the register.
    #[error("no column is a field")]
    NoColumns,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Trouble> for Note {
    fn from(trouble: Trouble) -> Self {
        let (id, what) = trouble.message();
        Self::bad(id, what)
    }
}

impl Trouble {
    /// The id of its sentence, and what fills its `$what`.
    pub fn message(&self) -> (&'static str, String) {
        match self {
            Self::File(error) => ("sheet-unreadable", error.to_string()),
            Self::Sheet(error) => (error.id(), String::new()),
            Self::NoNumber => ("sheet-no-number", String::new()),
            Self::Column(pair) => ("rows-no-column", pair.clone()),
            Self::NoColumns => ("rows-no-columns", String::new()),
            Self::Store(error) => error.message(),
        }
    }
}

/// A sheet to take in.
pub struct Task {
    /// The sheet.
    pub table: Table,
    /// What its columns mean.
    pub mapping: Mapping,
    /// Name of the file without its ending, for the list of rejected rows.
    pub name: String,
    /// Only say what would happen.
    pub dry: bool,
}

impl Task {
    /// Reads a file; its columns are guessed.
    pub fn open(file: &Path, dry: bool) -> Result<Self, Trouble> {
        let name = file.file_stem().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        Self::read(&fs::read(file).map_err(Trouble::File)?, name, dry)
    }

    /// The same for bytes that came another way.
    pub fn read(bytes: &[u8], name: String, dry: bool) -> Result<Self, Trouble> {
        let table = sheet::read(bytes)?;
        let mapping = Mapping::guess(&table.header);
        Ok(Self { table, mapping, name, dry })
    }
}

/// The beginning of a file, for the user to see what its columns were taken for.
pub fn preview(file: &Path) -> Result<Preview, Trouble> {
    let Task { table, mapping, .. } = Task::open(file, true)?;
    Ok(begun(file, &table, mapping.by_id()))
}

/// The beginning of a sheet, with the column that holds each field.
pub(super) fn begun(file: &Path, table: &Table, columns: Vec<(String, Option<usize>)>) -> Preview {
    let filled = || table.rows.iter().filter(|row| !row.is_empty());
    Preview {
        file: file.to_owned(),
        columns,
        rows: filled().take(SHOWN).map(|row| row.cells.clone()).collect(),
        total: filled().count(),
        header: table.header.clone(),
    }
}

impl Bench<'_> {
    /// Takes a sheet in, batch by batch, and writes down what stayed out.
    pub fn take_in(&mut self, task: &Task, tell: &mut dyn FnMut(Work)) -> Result<Tally, Trouble> {
        if !task.mapping.is_usable() {
            return Err(Trouble::NoNumber);
        }
        let Reply::Catalog(lists) = self.store.answer(&self.me, self.now, Request::Catalog)? else {
            return Err(StoreError::Missing.into());
        };
        let mut count = Count::new(task.table.rows.iter().filter(|row| !row.is_empty()).count());
        for rows in task.table.rows.chunks(BATCH) {
            self.batch(rows, task, &lists.catalog, &mut count)?;
            tell(count.going());
        }
        rejected(&mut count.tally, &mut count.rejected);
        if !task.dry && !count.rejected.is_empty() {
            count.tally.rejected_file =
                Some(self.put_aside(&task.name, &task.table.header, &count.rejected)?);
        }
        Ok(count.tally)
    }

    fn batch(
        &mut self,
        rows: &[Row],
        task: &Task,
        catalog: &Catalog,
        count: &mut Count,
    ) -> Result<(), Trouble> {
        let reader = Reader::new(catalog, &task.mapping, &task.table);
        let (mut taken, mut orders) = (Vec::new(), Vec::new());
        for row in rows {
            match reader.read(row) {
                Outcome::Empty => {}
                Outcome::Rejected { line, reason, raw } => {
                    count.rejected.push(Rejected { line, reason: self.lang.say(reason), raw });
                }
                Outcome::Row(read) => {
                    taken.push((row, read.registration.national_no.clone().unwrap_or_default()));
                    let deed = Deed::Import(Box::new(read.registration));
                    orders.push(Order { op: read.op, version: None, deed });
                }
            }
        }
        let all = self.store.carry_out_all(&self.me, self.now, orders, task.dry)?;
        for ((row, number), done) in taken.into_iter().zip(all) {
            match done {
                Ok(done) => count.add(number, &done),
                Err(error) => {
                    let (id, what) = error.message();
                    let reason = self.lang.fill(id, &[("what", what.into())]);
                    count.rejected.push(Rejected { line: row.line, reason, raw: row.cells.clone() });
                }
            }
        }
        Ok(())
    }

    /// Lays the rows that stayed out into the outbox, each with its line and why; the name of the file.
    pub(super) fn put_aside(
        &self,
        name: &str,
        header: &[String],
        rows: &[Rejected],
    ) -> Result<String, Trouble> {
        let words = [self.lang.say("rejected-line"), self.lang.say("rejected-reason")];
        let bytes = write::rejected(Vec::new(), &words, header, rows).map_err(StoreError::from)?;
        let laid = outbox::lay(self.outbox, name, &[("rejected.csv", &bytes)]).map_err(StoreError::from)?;
        Ok(laid.first().map_or_else(String::new, |file| file.display().to_string()))
    }
}

/// How far a sheet is, and how many rows a second.
pub(super) fn going(done: usize, of: usize, since: Instant) -> Work {
    let millis = usize::try_from(since.elapsed().as_millis()).unwrap_or(usize::MAX).max(1);
    Work::Going { done, of, rate: done.saturating_mul(1000) / millis }
}

/// Counts the rows that stay out, and tells why the first of them do.
pub(super) fn rejected(tally: &mut Tally, rows: &mut [Rejected]) {
    rows.sort_by_key(|row| row.line);
    tally.rejected = rows.len();
    tally.why =
        rows.iter().take(TOLD).map(|row| Why { line: row.line, reason: row.reason.clone() }).collect();
}

/// What became of the rows so far.
struct Count {
    tally: Tally,
    rejected: Vec<Rejected>,
    /// National numbers that came in with this sheet: a second row of theirs was merged, not "unchanged".
    came_in: HashSet<String>,
    of: usize,
    since: Instant,
}

impl Count {
    fn new(of: usize) -> Self {
        let (tally, rejected, came_in) = (Tally::default(), Vec::new(), HashSet::new());
        Self { tally, rejected, came_in, of, since: Instant::now() }
    }

    fn add(&mut self, number: String, done: &Done) {
        let again = self.came_in.contains(&number);
        match done.how {
            How::Made if !again => {
                self.came_in.insert(number);
                self.tally.imported += 1;
            }
            How::Unchanged if !again => self.tally.unchanged += 1,
            How::Made | How::Added | How::Unchanged => self.tally.merged += 1,
        }
    }

    fn going(&self) -> Work {
        let Tally { imported, merged, unchanged, .. } = self.tally;
        let done = imported + merged + unchanged + self.rejected.len();
        going(done, self.of, self.since)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::rights::Actor,
        lang::{Lang, Locale},
        store::{ExportAsk, Now, Store},
    };

    const CSV: &[u8] = include_bytes!("../../tests/fixtures/province_sheet.csv");
    const XLSX: &[u8] = include_bytes!("../../tests/fixtures/province_sheet.xlsx");

    fn tally(imported: usize, merged: usize, unchanged: usize, rejected: usize) -> Tally {
        Tally { imported, merged, unchanged, rejected, ..Tally::default() }
    }

    fn at_a_bench(test: impl FnOnce(&mut Bench<'_>)) {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::open(&dir.path().join("f.db")).unwrap();
        let lang = Lang::new(Locale::Zh);
        let me = Actor::owner("w", "ZJ");
        let outbox = dir.path().join("outbox");
        let now = Now::at(1_795_000_000_000);
        test(&mut Bench { store: &mut store, me, lang: &lang, outbox: &outbox, now, demo: false, tty: None });
        let Reply::Verified(found) = store.answer(&account(), now, Request::Verify).unwrap() else {
            panic!()
        };
        assert_eq!(found.problems, Vec::<String>::new());
    }

    fn account() -> Actor {
        Actor { sees_sealed: true, ..Actor::owner("owner", "ZJ") }
    }

    fn take(bench: &mut Bench<'_>, bytes: &[u8], dry: bool) -> Tally {
        bench.take_in(&Task::read(bytes, "表".to_owned(), dry).unwrap(), &mut |_| ()).unwrap()
    }

    fn petitions(bench: &mut Bench<'_>) -> usize {
        let ask =
            Request::Export(Box::new(ExportAsk { form: "test".to_owned(), second: None, register: None }));
        let Reply::Numbers(numbers) = bench.store.answer(&account(), bench.now, ask).unwrap() else {
            panic!()
        };
        numbers.len()
    }

    #[test]
    fn every_row_of_the_sample_sheet_is_accounted_for() {
        at_a_bench(|bench| {
            assert_eq!(take(bench, CSV, false), tally(302, 1, 0, 0));
            assert_eq!(petitions(bench), 302);
        });
    }

    #[test]
    fn a_second_run_changes_nothing_be_it_from_the_book() {
        at_a_bench(|bench| {
            take(bench, CSV, false);
            assert_eq!(take(bench, CSV, false), tally(0, 0, 303, 0));
            assert_eq!(take(bench, XLSX, false), tally(0, 0, 303, 0));
        });
    }

    #[test]
    fn a_dry_run_says_the_same_and_does_nothing() {
        at_a_bench(|bench| {
            assert_eq!(take(bench, CSV, true), tally(302, 1, 0, 0));
            assert_eq!(petitions(bench), 0);
            assert_eq!(take(bench, CSV, false), tally(302, 1, 0, 0));
        });
    }

    #[test]
    fn rows_that_stay_out_lie_in_the_outbox_with_their_reason() {
        at_a_bench(|bench| {
            let text = "信访件编号,姓名,概况\n1001,张三,反映某事\n,李四,反映某事\n合计,,\n";
            let found = take(bench, text.as_bytes(), false);
            assert_eq!((found.imported, found.rejected), (1, 2));
            assert_eq!(found.why.iter().map(|why| why.line).collect::<Vec<_>>(), [3, 4]);
            let file = found.rejected_file.unwrap();
            let read = sheet::read(&fs::read(file).unwrap()).unwrap();
            assert_eq!(read.rows[0].cell(0), "3");
            assert!(!read.rows[0].cell(1).contains('⟦'));
            assert_eq!(read.rows[0].cell(3), "李四");
        });
    }

    #[test]
    fn progress_goes_up_to_all_rows_that_hold_anything() {
        at_a_bench(|bench| {
            let mut last = Work::Going { done: 0, of: 0, rate: 0 };
            let task = Task::read(CSV, String::new(), true).unwrap();
            bench.take_in(&task, &mut |work| last = work).unwrap();
            assert!(matches!(last, Work::Going { done: 303, of: 303, .. }), "{last:?}");
        });
    }

    #[test]
    fn a_sheet_without_a_column_of_numbers_is_refused() {
        at_a_bench(|bench| {
            let task = Task::read("姓名,概况\n张三,某事\n".as_bytes(), String::new(), false).unwrap();
            assert!(matches!(bench.take_in(&task, &mut |_| ()), Err(Trouble::NoNumber)));
        });
    }
}
