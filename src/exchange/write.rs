//! Writing rows out: CSV, XLSX, JSON lines, and the rows of a sheet that could not be taken in.
use std::io::{self, Write};

use encoding_rs::GB18030;
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use serde::Serialize;

use crate::text::clean;

const MARK: &[u8] = b"\xEF\xBB\xBF";
/// Characters that a cell of a book holds.
const LONGEST_CELL: usize = 32_767;
/// Columns of a book that hold long text get no wider than this.
const WIDEST: usize = 40;

/// The number by which books know the paper A4.
const A4: u8 = 9;

/// How a text file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 with a mark, as spreadsheets want it.
    Utf8,
    /// GB18030, as the province's system writes it; it holds every character there is.
    National,
}

/// A CSV file on its way out, row by row.
pub struct Csv<W: Write> {
    out: W,
    encoding: Encoding,
}

impl<W: Write> Csv<W> {
    /// Begins a file.
    pub fn new(mut out: W, encoding: Encoding) -> io::Result<Self> {
        if encoding == Encoding::Utf8 {
            out.write_all(MARK)?;
        }
        Ok(Self { out, encoding })
    }

    /// Writes a row; no cell of it is a formula.
    pub fn row(&mut self, cells: &[String]) -> io::Result<()> {
        let mut line = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        line.write_record(cells.iter().map(|cell| clean::defuse(cell).into_owned()))?;
        let line = line.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
        match (self.encoding, std::str::from_utf8(&line)) {
            (Encoding::National, Ok(text)) => self.out.write_all(&GB18030.encode(text).0),
            _ => self.out.write_all(&line),
        }
    }

    /// Ends the file.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.flush()?;
        Ok(self.out)
    }
}

/// A book with one sheet. Every cell is text, so that no identity number or phone loses its digits.
pub fn xlsx(header: &[String], rows: impl IntoIterator<Item = Vec<String>>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let bold = Format::new().set_bold();
    let text = Format::new().set_num_format("@");
    for (column, name) in (0..).zip(header) {
        sheet.write_with_format(0, column, name, &bold)?;
        let widest = u32::try_from((name.chars().count() * 2 + 4).clamp(12, WIDEST)).unwrap_or(12);
        sheet.set_column_width(column, f64::from(widest))?;
    }
    sheet.set_freeze_panes(1, 0)?;
    // On paper, too, every page has the names of the columns and no column falls off its side.
    sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    for (line, cells) in (1..).zip(rows) {
        for (column, cell) in (0..).zip(&cells) {
            sheet.write_string_with_format(line, column, fitting(&clean::defuse(cell)), &text)?;
        }
    }
    book.save_to_buffer()
}

/// One JSON object a line.
pub fn json_line(out: &mut impl Write, object: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, object)?;
    out.write_all(b"\n")
}

/// A row that could not be taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// Its number in the sheet.
    pub line: usize,
    /// Why, in the user's language.
    pub reason: String,
    /// Its cells as they stood.
    pub raw: Vec<String>,
}

/// The rejected rows as a CSV file: row number and reason, then the cells under their own header, so that
/// they can be mended there and taken in.
pub fn rejected<W: Write>(
    out: W,
    words: &[String; 2],
    header: &[String],
    rows: &[Rejected],
) -> io::Result<W> {
    let mut file = Csv::new(out, Encoding::Utf8)?;
    // The sheet came from elsewhere, and what is in it never passed the door.
    let clean = |cells: &[String]| cells.iter().map(|cell| clean::page(cell)).collect::<Vec<_>>();
    file.row(&[&words[..], &clean(header)].concat())?;
    for row in rows {
        let mut cells = vec![row.line.to_string(), row.reason.clone()];
        cells.extend(clean(&row.raw));
        cells.resize(cells.len().max(header.len() + 2), String::new());
        file.row(&cells)?;
    }
    file.finish()
}

/// The text, cut where a book would refuse it.
fn fitting(text: &str) -> &str {
    text.char_indices().nth(LONGEST_CELL).map_or(text, |(end, _)| text.get(..end).unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::sheet;
    use proptest::prelude::*;

    fn cells(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    fn csv(rows: &[Vec<String>], encoding: Encoding) -> Vec<u8> {
        let mut file = Csv::new(Vec::new(), encoding).unwrap();
        for row in rows {
            file.row(row).unwrap();
        }
        file.finish().unwrap()
    }

    #[test]
    fn a_cell_that_looks_like_a_formula_is_defused_in_every_form() {
        let rows = [cells(&["编号", "内容"]), cells(&["1", "=HYPERLINK(\"x\")"])];
        let text = String::from_utf8(csv(&rows, Encoding::Utf8)).unwrap();
        assert!(text.starts_with('\u{feff}') && text.contains("'=HYPERLINK"));
        let book = xlsx(&rows[0], [rows[1].clone()]).unwrap();
        assert_eq!(sheet::read(&book).unwrap().rows[0].cells, rows[1]);
    }

    #[test]
    fn long_numbers_keep_their_digits_in_a_book() {
        let row = cells(&["512002190001010011", "19000001234"]);
        let book = xlsx(&cells(&["身份证号", "手机号码"]), [row.clone()]).unwrap();
        assert_eq!(sheet::read(&book).unwrap().rows[0].cells, row);
    }

    #[test]
    fn the_national_encoding_holds_rare_characters() {
        let rows = [cells(&["姓名", "住址"]), cells(&["㛃𬀩", "某𠮷村"])];
        let bytes = csv(&rows, Encoding::National);
        assert!(std::str::from_utf8(&bytes).is_err());
        assert_eq!(sheet::read(&bytes).unwrap().rows[0].cells, rows[1]);
    }

    #[test]
    fn a_text_too_long_for_a_book_is_cut_and_not_refused() {
        let long = "长".repeat(LONGEST_CELL + 1);
        let book = xlsx(&cells(&["编号", "内容"]), [vec!["1".into(), long]]).unwrap();
        let read = sheet::read(&book).unwrap();
        assert_eq!(read.rows[0].cells[1].chars().count(), LONGEST_CELL);
    }

    #[test]
    fn rejected_rows_can_be_mended_and_read_again() {
        let row = Rejected { line: 7, reason: "没有编号".into(), raw: cells(&["", "张三"]) };
        let header = cells(&["信访件编号", "姓名", "概况"]);
        let bytes = rejected(Vec::new(), &["行号".into(), "原因".into()], &header, &[row]).unwrap();
        let table = sheet::read(&bytes).unwrap();
        assert_eq!(table.header, cells(&["行号", "原因", "信访件编号", "姓名", "概况"]));
        assert_eq!(table.rows[0].cells, cells(&["7", "没有编号", "", "张三", ""]));
    }

    /// What a cell of ours can hold: no control but a line break, and not more of another sign between cells than commas.
    const CELL: &str = "[^\u{0}-\u{9}\u{b}-\u{1f}\u{7f}-\u{9f};\u{fffd}\u{feff}]{1,12}";

    proptest! {
        #[test]
        fn what_is_written_is_read_back(rows in proptest::collection::vec(proptest::array::uniform3(CELL), 1..6)) {
            let header = cells(&["甲列", "乙列", "丙列"]);
            let rows: Vec<Vec<String>> = rows.into_iter().map(|row| row.to_vec()).collect();
            let all: Vec<Vec<String>> = std::iter::once(header).chain(rows.clone()).collect();
            let table = sheet::read(&csv(&all, Encoding::Utf8)).unwrap();
            let back: Vec<Vec<String>> = table.rows.into_iter().map(|row| row.cells).collect();
            prop_assume!(rows.iter().flatten().all(|cell| !cell.starts_with('\'')));
            prop_assert_eq!(back, rows);
        }
    }
}
