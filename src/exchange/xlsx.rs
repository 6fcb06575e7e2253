//! The cells of an XLSX book as text.
use std::io::Cursor;

use calamine::{Cell, DataRef, ExcelDateTime, Reader, Xlsx};

use super::sheet::{Row, SheetError};

/// Cells with something in them; more would fill the memory of a small host.
const MOST_CELLS: usize = 8 << 20;
/// Columns that a sheet of ours can have; a stray cell far to the right is left out.
const MOST_COLUMNS: usize = 256;
/// Beyond this a number in a book has lost its last digits: fifteen are all it keeps.
const EXACT: f64 = 1e15;

type Book<'a> = Xlsx<Cursor<&'a [u8]>>;

/// The rows of the first sheet that holds anything.
///
/// Cells are read one after the other, so that a cell in the last corner of an empty sheet costs nothing.
pub(super) fn rows(bytes: &[u8]) -> Result<Vec<Row>, SheetError> {
    // The reader of books falls over some damaged ones (an overflowing cell address); a file must not be able
    // to take the desk down.
    let fallen = |_| Err(SheetError::Damaged("unreadable".to_owned()));
    std::panic::catch_unwind(|| first_sheet(bytes)).unwrap_or_else(fallen)
}

fn first_sheet(bytes: &[u8]) -> Result<Vec<Row>, SheetError> {
    let damaged = |error: calamine::XlsxError| SheetError::Damaged(error.to_string());
    let mut book: Book = calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(damaged)?;
    for name in book.sheet_names() {
        let rows = sheet(&mut book, &name)?;
        if rows.iter().any(|row| !row.is_empty()) {
            return Ok(rows);
        }
    }
    Err(SheetError::Empty)
}

fn sheet(book: &mut Book<'_>, name: &str) -> Result<Vec<Row>, SheetError> {
    let damaged = |error: calamine::XlsxError| SheetError::Damaged(error.to_string());
    let mut cells = match book.worksheet_cells_reader(name) {
        Ok(cells) => cells,
        // A chart has no cells.
        Err(calamine::XlsxError::NotAWorksheet(_)) => return Ok(Vec::new()),
        Err(error) => return Err(damaged(error)),
    };
    let mut rows: Vec<Row> = Vec::new();
    let mut read = 0;
    while let Some(cell) = cells.next_cell().map_err(damaged)? {
        read += 1;
        if read > MOST_CELLS {
            return Err(SheetError::TooBig);
        }
        put(&mut rows, &cell);
    }
    Ok(rows)
}

fn put(rows: &mut Vec<Row>, cell: &Cell<DataRef<'_>>) {
    let (row, column) = cell.get_position();
    let (line, column) = (row as usize + 1, column as usize);
    if column >= MOST_COLUMNS {
        return;
    }
    if rows.last().is_none_or(|last| last.line != line) {
        rows.push(Row { line, cells: Vec::new() });
    }
    if let Some(row) = rows.last_mut() {
        if row.cells.len() <= column {
            row.cells.resize(column + 1, String::new());
        }
        if let Some(place) = row.cells.get_mut(column) {
            *place = text(cell.get_value());
        }
    }
}

fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => float(*number),
        DataRef::Bool(yes) => (if *yes { "是" } else { "否" }).to_owned(),
        DataRef::DateTime(time) => moment(*time),
        DataRef::Error(error) => error.to_string(),
    }
}

/// A number as the sheet shows it; with an exponent once its last digits are lost, so that nobody takes it
/// for the number of a petition.
fn float(number: f64) -> String {
    if number.abs() < EXACT { number.to_string() } else { format!("{number:E}").replace('E', "E+") }
}

fn moment(time: ExcelDateTime) -> String {
    if !time.is_datetime() {
        return float(time.as_f64());
    }
    match time.to_ymd_hms_milli() {
        (year, month, day, 0, 0, 0, _) => format!("{year:04}-{month:02}-{day:02}"),
        (year, month, day, hour, minute, second, _) => {
            format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_xlsxwriter::{ExcelDateTime as Moment, Format, Workbook};

    fn book(fill: impl Fn(&mut rust_xlsxwriter::Worksheet)) -> Vec<Row> {
        let mut book = Workbook::new();
        fill(book.add_worksheet());
        rows(&book.save_to_buffer().unwrap()).unwrap()
    }

    #[test]
    fn numbers_and_dates_become_what_the_sheet_shows() {
        let day = Format::new().set_num_format("yyyy-mm-dd");
        let found = book(|sheet| {
            sheet.write(0, 0, 37).unwrap();
            sheet.write(0, 1, 1.5).unwrap();
            sheet.write(0, 2, 19_000_001_234_f64).unwrap();
            sheet.write_with_format(0, 3, Moment::from_ymd(2026, 3, 5).unwrap(), &day).unwrap();
            sheet.write(0, 4, true).unwrap();
        });
        assert_eq!(found[0].cells, ["37", "1.5", "19000001234", "2026-03-05", "是"]);
    }

    #[test]
    fn a_number_too_long_for_a_book_does_not_look_whole() {
        let found = book(|sheet| {
            sheet.write(0, 0, 51_202_026_032_300_001_f64).unwrap();
        });
        assert!(found[0].cells[0].contains("E+"), "{:?}", found[0]);
    }

    #[test]
    fn a_cell_in_the_last_corner_costs_nothing() {
        let found = book(|sheet| {
            sheet.write(0, 0, "编号").unwrap();
            sheet.write(1_048_575, 16_383, "x").unwrap();
            sheet.write(1_048_575, 1, "y").unwrap();
        });
        assert_eq!(found.len(), 2);
        assert_eq!((found[1].line, found[1].cells.len()), (1_048_576, 2));
    }
}
