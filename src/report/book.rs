//! A briefing as a book: numbers that are numbers, in formats that a reader knows, with pages set for printing.
use super::{Briefing, document::REGISTERS, leader_name, part_name, register_row};
use crate::{
    domain::{
        catalog::List,
        figures::{By, Measure, Row, Value},
    },
    lang::Lang,
    store::Lists,
};
use chrono::NaiveDate;
use rust_xlsxwriter::{
    Chart, ChartType, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

/// A4.
const PAPER: u8 = 9;
/// Rows above the head of a table: the title, the days, an empty one.
const ABOVE: u32 = 3;
/// Rows that a picture below a table takes.
const PICTURE: usize = 18;
/// Height of the row of the title, in points.
const TITLE: f64 = 24.0;
/// Width of a column of numbers, and of one of names, in characters.
const NARROW: f64 = 13.0;
const WIDE: f64 = 26.0;

/// The cells of a book.
pub(super) struct Formats {
    title: Format,
    note: Format,
    head: Format,
    text: Format,
    count: Format,
    rate: Format,
    tenths: Format,
    money: Format,
    day: Format,
}

impl Formats {
    pub(super) fn new() -> Self {
        let cell = || Format::new().set_border(FormatBorder::Thin);
        Self {
            title: Format::new().set_bold().set_font_size(16),
            note: Format::new().set_italic(),
            head: cell().set_bold().set_align(FormatAlign::Center).set_text_wrap(),
            text: cell().set_num_format("@"),
            count: cell().set_num_format("0"),
            rate: cell().set_num_format("0.0%"),
            tenths: cell().set_num_format("0.0"),
            money: cell().set_num_format("#,##0.00"),
            day: cell().set_num_format("yyyy-mm-dd"),
        }
    }
}

impl Formats {
    pub(super) fn text(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        column: u16,
        text: &str,
    ) -> Result<(), XlsxError> {
        sheet.write_string_with_format(row, column, text, &self.text)?;
        Ok(())
    }

    pub(super) fn count(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        column: u16,
        count: usize,
    ) -> Result<(), XlsxError> {
        self.value(sheet, row, column, Value::Count(i64::try_from(count).unwrap_or(i64::MAX)))
    }

    pub(super) fn rate(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        column: u16,
        good: u32,
        of: u32,
    ) -> Result<(), XlsxError> {
        self.value(sheet, row, column, if of == 0 { Value::Nothing } else { Value::Rate(good, of) })
    }

    pub(super) fn day(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        column: u16,
        day: Option<NaiveDate>,
    ) -> Result<(), XlsxError> {
        match day.and_then(|day| ExcelDateTime::parse_from_str(&day.to_string()).ok()) {
            Some(day) => sheet.write_with_format(row, column, &day, &self.day)?,
            None => sheet.write_with_format(row, column, "", &self.text)?,
        };
        Ok(())
    }

    #[allow(clippy::cast_precision_loss, reason = "a cell of a book is a float; no figure comes near 2^53")]
    fn value(&self, sheet: &mut Worksheet, row: u32, column: u16, value: Value) -> Result<(), XlsxError> {
        let (number, format) = match value {
            Value::Count(count) => (count as f64, &self.count),
            Value::Rate(good, of) => (f64::from(good) / f64::from(of), &self.rate),
            Value::Tenths(tenths) => (tenths as f64 / 10.0, &self.tenths),
            Value::Money(amount) => (amount.0 as f64 / 100.0, &self.money),
            Value::Nothing => return self.text(sheet, row, column, &value.to_string()),
        };
        sheet.write_number_with_format(row, column, number, format)?;
        Ok(())
    }
}

/// Names a sheet, writes the two lines above its table and its head, and sets its page; the row of the first entry.
pub(super) fn begin(
    sheet: &mut Worksheet,
    name: &str,
    [title, note]: [&str; 2],
    heads: &[String],
    formats: &Formats,
) -> Result<u32, XlsxError> {
    sheet.set_name(name)?;
    sheet.write_with_format(0, 0, title, &formats.title)?;
    sheet.set_row_height(0, TITLE)?;
    sheet.write_with_format(1, 0, note, &formats.note)?;
    for (column, head) in (0..).zip(heads) {
        sheet.write_with_format(ABOVE, column, head, &formats.head)?;
        sheet.set_column_width(column, if column == 0 { WIDE } else { NARROW })?;
    }
    sheet.set_freeze_panes(ABOVE + 1, 1)?;
    sheet.set_repeat_rows(ABOVE, ABOVE)?;
    sheet.set_paper_size(PAPER).set_landscape().set_print_fit_to_pages(1, 0);
    Ok(ABOVE + 1)
}

/// What of a sheet is printed: all of its table with what stands above it.
pub(super) fn end(sheet: &mut Worksheet, rows: usize, columns: usize) -> Result<(), XlsxError> {
    let last = ABOVE + u32::try_from(rows).unwrap_or(0);
    sheet.set_print_area(0, 0, last, u16::try_from(columns.max(1) - 1).unwrap_or(0))?;
    Ok(())
}

/// The bytes of the book.
pub fn book(briefing: &Briefing, lang: &Lang, lists: &Lists) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let writer = Writer { briefing, lang, lists, formats: Formats::new() };
    writer.whole(book.add_worksheet())?;
    writer.rows(book.add_worksheet(), By::Month, &briefing.figures.months, ChartType::Line)?;
    for (by, rows) in &briefing.parts {
        writer.rows(book.add_worksheet(), *by, rows, ChartType::Column)?;
    }
    writer.board(book.add_worksheet())?;
    if !briefing.registers.is_empty() {
        writer.registers(book.add_worksheet())?;
    }
    writer.missed(book.add_worksheet())?;
    book.save_to_buffer()
}

struct Writer<'a> {
    briefing: &'a Briefing,
    lang: &'a Lang,
    lists: &'a Lists,
    formats: Formats,
}

impl Writer<'_> {
    /// Begins a sheet with what stands above every table of the briefing; the row of the first entry is always the same.
    fn begin(&self, sheet: &mut Worksheet, name: &str, heads: &[String]) -> Result<(), XlsxError> {
        let demo = if self.briefing.demo { format!("[{}] ", self.lang.say("demo")) } else { String::new() };
        let title = format!("{demo}{} {} · {name}", self.briefing.sender, self.briefing.title(self.lang));
        let narrowed = self.briefing.narrowed(self.lang, self.lists);
        let days = format!("{}  {narrowed}", self.briefing.days(self.lang));
        begin(sheet, name, [&title, days.trim_end()], heads, &self.formats).map(drop)
    }

    /// Every measure, now and a year before, and how it is counted.
    fn whole(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let heads = ["briefing-measure", "figures-now", "figures-before", "figures-change", "listed-formula"];
        self.begin(sheet, &self.lang.say("briefing-whole-sheet"), &heads.map(|id| self.lang.say(id)))?;
        let whole = &self.briefing.figures.whole;
        for (row, measure) in (ABOVE + 1..).zip(Measure::ALL) {
            let id = measure.message();
            let [now, before] = [&whole.now, &whole.before].map(|sums| sums.value(*measure));
            self.formats.text(sheet, row, 0, &self.lang.say(&id))?;
            self.formats.value(sheet, row, 1, now)?;
            self.formats.value(sheet, row, 2, before)?;
            self.formats.text(sheet, row, 3, &now.change(before).unwrap_or_default())?;
            self.formats.text(sheet, row, 4, &self.lang.attribute(&id, "formula"))?;
        }
        sheet.set_column_width(4, 90)?;
        end(sheet, Measure::ALL.len(), heads.len())
    }

    /// Parts or months, each in a row: the measures of a breakdown, now and a year before, and a picture of the first.
    fn rows(&self, sheet: &mut Worksheet, by: By, rows: &[Row], picture: ChartType) -> Result<(), XlsxError> {
        let title = self.lang.say(&by.message());
        let [now, before] = ["figures-now", "figures-before"].map(|id| self.lang.say(id));
        let name = |measure: Measure| self.lang.say(&measure.message());
        let measures =
            Measure::OF_A_PART.into_iter().flat_map(|one| [name(one), format!("{} {before}", name(one))]);
        let heads: Vec<String> = std::iter::once(title.clone()).chain(measures).collect();
        self.begin(sheet, &title, &heads)?;
        for (row, part) in (ABOVE + 1..).zip(rows) {
            self.formats.text(sheet, row, 0, &part_name(by, &part.key, self.lang, self.lists))?;
            for (column, measure) in (1..).step_by(2).zip(Measure::OF_A_PART) {
                self.formats.value(sheet, row, column, part.now.value(measure))?;
                self.formats.value(sheet, row, column + 1, part.before.value(measure))?;
            }
        }
        let last = ABOVE + u32::try_from(rows.len()).unwrap_or(0);
        if !rows.is_empty() {
            let mut chart = Chart::new(picture);
            chart.title().set_name(name(Measure::OF_A_PART[0]).as_str());
            for (column, said) in [(1, &now), (2, &before)] {
                chart
                    .add_series()
                    .set_name(said.as_str())
                    .set_categories((title.as_str(), ABOVE + 1, 0, last, 0))
                    .set_values((title.as_str(), ABOVE + 1, column, last, column));
            }
            sheet.insert_chart(last + 2, 0, &chart)?;
        }
        end(sheet, rows.len() + PICTURE, heads.len())
    }

    /// The cases of each leader, all of them in the first row.
    fn board(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let heads = [
            "board-by-leader",
            "city-open",
            "city-late",
            "city-unreviewed",
            "city-last",
            "city-next",
            "city-resolved",
            "briefing-pledged",
            "briefing-kept",
        ];
        self.begin(sheet, &self.lang.say("board"), &heads.map(|id| self.lang.say(id)))?;
        let all = (self.lang.say("city-whole"), &self.briefing.board);
        let each =
            self.briefing.leaders.iter().map(|(code, sum)| (leader_name(code, self.lang, self.lists), sum));
        let mut rows = 0;
        for (row, (name, sum)) in (ABOVE + 1..).zip(std::iter::once(all).chain(each)) {
            self.formats.text(sheet, row, 0, &name)?;
            self.formats.count(sheet, row, 1, sum.open)?;
            self.formats.count(sheet, row, 2, sum.late)?;
            self.formats.count(sheet, row, 3, sum.unreviewed)?;
            self.formats.day(sheet, row, 4, sum.last)?;
            self.formats.day(sheet, row, 5, sum.next)?;
            self.formats.count(sheet, row, 6, sum.resolved)?;
            self.formats.count(sheet, row, 7, sum.pledged)?;
            self.formats.count(sheet, row, 8, sum.kept)?;
            rows += 1;
        }
        end(sheet, rows, heads.len())
    }

    /// What the registers came to.
    fn registers(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        self.begin(sheet, &self.lang.say("registers"), &REGISTERS.map(|id| self.lang.say(id)))?;
        for (row, counted) in (ABOVE + 1..).zip(&self.briefing.registers) {
            let [name, _, _, change, sums] = register_row(counted, self.lang, self.lists);
            self.formats.text(sheet, row, 0, &name)?;
            for (column, count) in [(1, counted.now), (2, counted.before)] {
                self.formats.count(sheet, row, column, usize::try_from(count).unwrap_or(usize::MAX))?;
            }
            self.formats.text(sheet, row, 3, &change)?;
            self.formats.text(sheet, row, 4, &sums)?;
        }
        sheet.set_column_width(4, 60)?;
        end(sheet, self.briefing.registers.len(), REGISTERS.len())
    }

    /// What missed its day, by number.
    fn missed(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let heads = [
            "briefing-number",
            "briefing-measure",
            "briefing-received",
            "briefing-state",
            "briefing-counter",
            "briefing-subject",
        ];
        self.begin(sheet, &self.lang.say("briefing-missed-sheet"), &heads.map(|id| self.lang.say(id)))?;
        let all = self.briefing.missed.iter().flat_map(|(measure, listed)| {
            listed.briefs.iter().take(listed.missed).map(move |brief| (*measure, brief))
        });
        let mut rows = 0;
        for (row, (measure, brief)) in (ABOVE + 1..).zip(all) {
            self.formats.text(sheet, row, 0, brief.no.as_str())?;
            self.formats.text(sheet, row, 1, &self.lang.say(&measure.message()))?;
            self.formats.day(sheet, row, 2, Some(brief.received))?;
            self.formats.text(sheet, row, 3, &self.lang.say(&brief.state.message()))?;
            self.formats.text(sheet, row, 4, self.lists.catalog.name(List::Office, &brief.office))?;
            self.formats.text(sheet, row, 5, &brief.subject)?;
            rows += 1;
        }
        sheet.set_column_width(5, 48)?;
        end(sheet, rows, heads.len())
    }
}
