//! Reading a sheet, CSV or XLSX, into a header and rows of text.
use std::borrow::Cow;

use super::{decode, xlsx};
use crate::text::clean;

/// Bytes that a file may have: a year of a whole province is a tenth of it.
const MOST_BYTES: usize = 256 << 20;
/// A title and notes stand above the header; further down nobody looks for one.
const DEEPEST_HEADER: usize = 20;

/// Why a file is no sheet.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    /// Nothing in it.
    #[error("sheet-empty")]
    Empty,
    /// More than the program takes in at once.
    #[error("sheet-too-big")]
    TooBig,
    /// An XLSX file that cannot be opened.
    #[error("sheet-damaged: {0}")]
    Damaged(String),
    /// An XLS file, or a document of another kind.
    #[error("sheet-kind")]
    Kind,
}

impl SheetError {
    /// The id of the sentence that says so.
    pub fn id(&self) -> &'static str {
        match self {
            Self::Empty => "sheet-empty",
            Self::TooBig => "sheet-too-big",
            Self::Damaged(_) => "sheet-damaged",
            Self::Kind => "sheet-kind",
        }
    }
}

/// A row below the header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Its number as a spreadsheet shows it; in CSV lines without anything are not counted.
    pub line: usize,
    /// Its cells as they stand; a cell beyond the end is empty.
    pub cells: Vec<String>,
}

impl Row {
    /// The cell in a column.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    /// Whether it holds nothing at all.
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

/// A sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Column names.
    pub header: Vec<String>,
    /// The rows below, empty ones included.
    pub rows: Vec<Row>,
}

/// Reads a file of any kind we know, told by its first bytes and not by its name.
pub fn read(bytes: &[u8]) -> Result<Table, SheetError> {
    if bytes.len() > MOST_BYTES {
        return Err(SheetError::TooBig);
    }
    let mut rows = match bytes {
        [b'P', b'K', 3, 4, ..] => xlsx::rows(bytes)?,
        [0xD0, 0xCF, 0x11, 0xE0, ..] | [b'%', b'P', b'D', b'F', ..] => return Err(SheetError::Kind),
        _ => csv_rows(&decode::text(bytes)),
    };
    rows.iter_mut().flat_map(|row| &mut row.cells).for_each(rearm);
    table(rows)
}

/// Takes away the sign that was put before a cell so that no spreadsheet takes it for a formula.
fn rearm(cell: &mut String) {
    let bare = cell.strip_prefix('\'').filter(|rest| matches!(clean::defuse(rest), Cow::Owned(_)));
    if let Some(bare) = bare.map(str::to_owned) {
        *cell = bare;
    }
}

fn csv_rows(text: &str) -> Vec<Row> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let records = reader.records().filter_map(Result::ok).enumerate();
    records
        .map(|(at, record)| Row { line: at + 1, cells: record.iter().map(str::to_owned).collect() })
        .collect()
}

/// Commas, or whatever else the first lines hold most of.
fn delimiter(text: &str) -> u8 {
    let count =
        |sign: char| text.lines().take(DEEPEST_HEADER).map(|line| line.matches(sign).count()).sum::<usize>();
    let most = [',', '\t', ';'].into_iter().rev().max_by_key(|sign| count(*sign)).unwrap_or(',');
    u8::try_from(most).unwrap_or(b',')
}

/// Takes the first row that is about as full as rows get for the header, and leaves out what stands above it.
fn table(mut rows: Vec<Row>) -> Result<Table, SheetError> {
    let filled = |row: &Row| row.cells.iter().filter(|cell| !cell.trim().is_empty()).count();
    let fullest = rows.iter().take(DEEPEST_HEADER).map(filled).max().unwrap_or(0);
    let at = rows.iter().position(|row| fullest > 0 && filled(row) * 2 > fullest).ok_or(SheetError::Empty)?;
    let below = rows.split_off(at + 1);
    let header = rows.pop().map(|row| row.cells).unwrap_or_default();
    Ok(Table { header, rows: below })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CSV: &[u8] = include_bytes!("../../tests/fixtures/province_sheet.csv");
    const XLSX: &[u8] = include_bytes!("../../tests/fixtures/province_sheet.xlsx");

    #[test]
    fn both_files_hold_the_same_table() {
        let (text, book) = (read(CSV).unwrap(), read(XLSX).unwrap());
        assert_eq!(text.header.len(), 19);
        assert_eq!(text.header, book.header);
        assert_eq!(text.rows.len(), 304);
        assert_eq!(book.rows.len(), 304);
        for (left, right) in text.rows.iter().zip(&book.rows) {
            assert_eq!(left.line + 1, right.line, "a title stands above the book's header");
            assert!((0..19).all(|at| left.cell(at) == right.cell(at)), "{left:?} {right:?}");
        }
    }

    #[test]
    fn a_title_and_notes_above_the_header_are_passed_over() {
        let read = read("某表\n制表：,某人\n\n编号,姓名,住址,电话\n1,甲,某地,\n".as_bytes()).unwrap();
        assert_eq!(read.header, ["编号", "姓名", "住址", "电话"]);
        assert_eq!(read.rows, [Row { line: 4, cells: ["1", "甲", "某地", ""].map(str::to_owned).to_vec() }]);
    }

    #[test]
    fn tabs_and_semicolons_are_told_from_commas() {
        for sign in ["\t", ";", ","] {
            let text = ["编号", "姓名", "住址"].join(sign) + "\n" + &["1", "甲", "某地"].join(sign);
            assert_eq!(read(text.as_bytes()).unwrap().rows[0].cell(1), "甲");
        }
    }

    #[test]
    fn a_cell_that_was_defused_comes_back_as_it_was() {
        let read = read("编号,内容,人\n1,'=1+1,'甲\n".as_bytes()).unwrap();
        assert_eq!(read.rows[0].cells, ["1", "=1+1", "'甲"]);
    }

    #[test]
    fn what_is_no_sheet_is_said() {
        assert!(matches!(read(b""), Err(SheetError::Empty)));
        assert!(matches!(read(b"\n , ,\n"), Err(SheetError::Empty)));
        assert!(matches!(read(b"PK\x03\x04 nothing"), Err(SheetError::Damaged(_))));
        assert!(matches!(read(b"\xD0\xCF\x11\xE0\xA1\xB1"), Err(SheetError::Kind)));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_fall(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
            let _ = read(&bytes);
        }

        #[test]
        fn no_damage_to_a_book_makes_it_fall(at in 0..XLSX.len(), by in any::<u8>(), length in 1usize..64) {
            let mut bytes = XLSX.to_vec();
            let end = (at + length).min(bytes.len());
            bytes[at..end].fill(by);
            let _ = read(&bytes);
            bytes.truncate(at);
            let _ = read(&bytes);
        }
    }
}
