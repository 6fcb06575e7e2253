//! From a row of the province's sheet to a registration.
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use super::mapping::{Field, Mapping};
use super::taking::Taking;
use crate::domain::catalog::Catalog;
use crate::domain::deed::Registration;
use crate::exchange::sheet::{Row, Table};
use crate::text::clean;

/// A spreadsheet's own limit; beyond it a quotation mark was never closed.
const LONGEST_CELL: usize = 32_767;
/// Columns that no field of ours holds; they go into the note of the visit, as written.
pub(super) const CARRIED: &[Field] =
    &[Field::Registered, Field::Due, Field::First, Field::Group, Field::Clerk];

/// What a row came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It holds nothing.
    Empty,
    /// It cannot be taken in.
    Rejected {
        /// Its number in the sheet.
        line: usize,
        /// The id of the sentence that says why.
        reason: &'static str,
        /// Its cells as they stand.
        raw: Vec<String>,
    },
    /// It can be taken in, with what could not be read marked.
    Row(Box<ProvinceRow>),
}

/// A row that can be taken in.
#[derive(Clone, Debug, PartialEq)]
pub struct ProvinceRow {
    /// Its number in the sheet.
    pub line: usize,
    /// An id that follows from the number and the content, so that taking it in again is harmless.
    pub op: String,
    /// What it says.
    pub registration: Registration,
}

/// Reads the rows of one sheet.
pub struct Reader<'a> {
    pub(super) catalog: &'a Catalog,
    mapping: &'a Mapping,
    header: &'a [String],
}

impl<'a> Reader<'a> {
    /// A reader for a sheet whose columns mean this.
    pub fn new(catalog: &'a Catalog, mapping: &'a Mapping, table: &'a Table) -> Self {
        Self { catalog, mapping, header: &table.header }
    }

    /// What a row comes to. It is rejected only when it has no number or cannot be read at all.
    pub fn read(&self, row: &Row) -> Outcome {
        if row.is_empty() {
            return Outcome::Empty;
        }
        let number = number(&self.cell(row, Field::Number));
        match (self.unreadable(row), number) {
            (Some(reason), _) | (None, Err(reason)) => {
                Outcome::Rejected { line: row.line, reason, raw: row.cells.clone() }
            }
            (None, Ok(number)) => Outcome::Row(Box::new(self.taken(row, number))),
        }
    }

    fn unreadable(&self, row: &Row) -> Option<&'static str> {
        let columns = self.header.len();
        // A quotation mark that was never closed swallows the rows below it.
        let swallowed = |cell: &String| {
            cell.len() > LONGEST_CELL
                || cell.lines().any(|line| line.matches(',').count() + 1 >= columns.max(3))
        };
        if row.cells.iter().any(|cell| cell.contains(char::REPLACEMENT_CHARACTER)) {
            Some("row-unreadable")
        } else if row.cells.iter().skip(columns).any(|cell| !cell.trim().is_empty())
            || row.cells.iter().any(swallowed)
        {
            Some("row-broken")
        } else {
            None
        }
    }

    fn taken(&self, row: &Row, number: String) -> ProvinceRow {
        let op = op_id(&number, &row.cells);
        let registration = Taking::new(self, row).registration(number);
        ProvinceRow { line: row.line, op, registration }
    }

    pub(super) fn cell(&self, row: &Row, field: Field) -> String {
        let raw = self.mapping.column(field).map_or("", |column| row.cell(column));
        if field == Field::Content { clean::page(raw) } else { clean::line(raw) }
    }

    /// What no field of ours holds, as written: `登记日期：20240331`, one a line.
    pub(super) fn carried(&self, row: &Row) -> String {
        let known = CARRIED.iter().map(|field| (field.column_name(), self.cell(row, *field)));
        let unknown = self.mapping.unknown(self.header);
        let others = unknown.into_iter().map(|(column, name)| (name, clean::line(row.cell(column))));
        let lines = known.chain(others).filter(|(_, text)| !text.is_empty());
        lines.map(|(name, text)| format!("{name}：{text}")).collect::<Vec<_>>().join("\n")
    }
}

/// The number of the national system: letters, digits and dashes.
fn number(cell: &str) -> Result<String, &'static str> {
    let folded: String = cell.nfkc().filter(|c| !c.is_whitespace() && *c != '\'').collect();
    let number = folded.to_ascii_uppercase();
    if number.contains("E+") || number.contains('.') {
        return Err("row-number-lost-digits");
    }
    let fits = number.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '_'));
    if fits && number.chars().any(|c| c.is_ascii_digit()) { Ok(number) } else { Err("row-number-missing") }
}

fn op_id(number: &str, cells: &[String]) -> String {
    let mut hash = Sha256::new();
    hash.update(number);
    // A book leaves out empty cells at the end of a row; a text file does not.
    let last = cells.iter().rposition(|cell| !cell.trim().is_empty());
    for cell in cells.iter().take(last.map_or(0, |last| last + 1)) {
        hash.update([0]);
        hash.update(cell.trim());
    }
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(hash.finalize()).for_each(|(byte, hashed)| *byte = hashed);
    uuid::Builder::from_custom_bytes(bytes).into_uuid().to_string()
}

/// What [`Reader`] put into a note for a field.
pub(super) fn carried_in(note: &str, field: Field) -> Option<&str> {
    note.lines().find_map(|line| line.strip_prefix(field.column_name())?.strip_prefix('：'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::petition::{Channel, Nature, Purpose, State};
    use crate::exchange::sheet;
    use chrono::NaiveDate;
    use proptest::prelude::*;

    const CSV: &[u8] = include_bytes!("../../../tests/fixtures/province_sheet.csv");

    fn outcomes(bytes: &[u8]) -> Vec<Outcome> {
        let table = sheet::read(bytes).unwrap();
        let mapping = Mapping::guess(&table.header);
        let catalog = Catalog::shipped();
        let reader = Reader::new(&catalog, &mapping, &table);
        table.rows.iter().map(|row| reader.read(row)).collect()
    }

    fn taken(outcomes: &[Outcome]) -> Vec<&ProvinceRow> {
        let rows = outcomes.iter().filter_map(|outcome| match outcome {
            Outcome::Row(row) => Some(&**row),
            _ => None,
        });
        rows.collect()
    }

    /// The first outcome of a sheet with the province's header and one row of these fields.
    fn one(fields: &[(Field, &str)]) -> Outcome {
        let mut cells = [""; 19];
        for (field, text) in fields {
            cells[Field::ALL.iter().position(|known| known == field).unwrap()] = text;
        }
        let table = Table {
            header: Field::ALL.iter().map(|field| field.column_name().to_owned()).collect(),
            rows: vec![Row { line: 2, cells: cells.map(str::to_owned).to_vec() }],
        };
        let mapping = Mapping::guess(&table.header);
        Reader::new(&Catalog::shipped(), &mapping, &table).read(&table.rows[0])
    }

    fn good(fields: &[(Field, &str)]) -> Registration {
        let fields = [&[(Field::Number, "51202026030500001"), (Field::Name, "张三")], fields].concat();
        match one(&fields) {
            Outcome::Row(row) => row.registration,
            other => panic!("{other:?}"),
        }
    }

    fn marks(registration: &Registration) -> Vec<(&str, &str)> {
        registration.matter.marks.iter().map(|mark| (mark.field.as_str(), mark.text.as_str())).collect()
    }

    #[test]
    fn the_sample_sheet_is_accounted_for_to_the_row() {
        let outcomes = outcomes(CSV);
        assert_eq!(outcomes.len(), 304);
        assert_eq!(outcomes.iter().filter(|outcome| **outcome == Outcome::Empty).count(), 1);
        let rows = taken(&outcomes);
        assert_eq!(rows.len(), 303);
        let numbers: std::collections::HashSet<_> =
            rows.iter().map(|row| &row.registration.national_no).collect();
        assert_eq!(numbers.len(), 302);
        let ops: std::collections::HashSet<_> = rows.iter().map(|row| &row.op).collect();
        assert_eq!(ops.len(), 302, "one row stands there twice");
    }

    #[test]
    fn only_three_kinds_of_cells_of_the_sample_have_to_be_checked() {
        let outcomes = outcomes(CSV);
        let mut found: Vec<(usize, String, String)> = Vec::new();
        for row in taken(&outcomes) {
            found.extend(marks(&row.registration).iter().map(|(f, t)| (row.line, (*f).into(), (*t).into())));
        }
        let (names, others): (Vec<_>, Vec<_>) = found.into_iter().partition(|(_, field, _)| field == "name");
        assert_eq!(names.len(), 7);
        assert!(names.iter().all(|(_, _, text)| text.starts_with("某公司职工代表 ")));
        let others: Vec<(usize, &str, &str)> =
            others.iter().map(|(l, f, t)| (*l, f.as_str(), t.as_str())).collect();
        assert_eq!(others, [(304, "visited", "2026-02-30"), (305, "people", "若干")]);
    }

    #[test]
    fn text_file_and_book_say_the_same() {
        let book = outcomes(include_bytes!("../../../tests/fixtures/province_sheet.xlsx"));
        let text = outcomes(CSV);
        for (left, right) in taken(&text).iter().zip(taken(&book)) {
            assert_eq!((&left.op, &left.registration), (&right.op, &right.registration));
        }
    }

    #[test]
    fn a_row_becomes_a_petition() {
        let all = outcomes(CSV);
        let ProvinceRow { line, registration, .. } = taken(&all)[0];
        assert_eq!((*line, registration.national_no.as_deref()), (2, Some("51202026032300000")));
        assert_eq!(registration.received, NaiveDate::from_ymd_opt(2026, 3, 23));
        assert_eq!(registration.office.as_deref(), Some("RS"));
        assert_eq!(registration.state, Some(State::Closed));
        let matter = &registration.matter;
        assert_eq!((matter.place.as_str(), matter.category.as_str()), ("512022", "05"));
        assert_eq!(
            (matter.channel, matter.purpose, matter.nature),
            (Channel::Online, Purpose::Solve, Nature::Request)
        );
        assert_eq!(matter.subject, "乐至县养殖场臭味");
        assert_eq!((matter.first_name(), matter.counts.named), ("武杰英", 5));
        let first = &matter.petitioners[0];
        assert_eq!((first.phone.as_str(), first.address.as_str()), ("19000008872", "乐至县童家镇青龙村3组"));
        assert_eq!(carried_in(&registration.note, Field::Due), Some("2026年05月22日"));
        assert_eq!(carried_in(&registration.note, Field::Clerk), Some("李四"));
    }

    #[test]
    fn a_bad_date_is_kept_as_written_and_the_day_of_registration_counts() {
        let read = good(&[(Field::Visited, "2026-02-30"), (Field::Registered, "20260302")]);
        assert_eq!(read.received, NaiveDate::from_ymd_opt(2026, 3, 2));
        assert_eq!(marks(&read), [("visited", "2026-02-30")]);
    }

    #[test]
    fn unknown_words_are_kept_as_written() {
        let read = good(&[
            (Field::People, "若干"),
            (Field::Phone, "问村支书"),
            (Field::Place, "某市某区"),
            (Field::Purpose, "表扬"),
            (Field::Category, "城乡建设/没有"),
            (Field::Channel, "托梦"),
            (Field::Status, "在途"),
            (Field::Office, "某部门"),
        ]);
        let mut fields: Vec<&str> = marks(&read).iter().map(|(field, _)| *field).collect();
        fields.sort_unstable();
        assert_eq!(
            fields,
            ["category", "channel", "office", "people", "phone", "place", "purpose", "status"]
        );
        assert_eq!(read.matter.petitioners[0].phone, "问村支书");
        assert_eq!((read.office, read.state), (None, None));
    }

    #[test]
    fn the_op_id_follows_from_every_cell_and_from_nothing_else() {
        let op = |fields: &[(Field, &str)]| match one(fields) {
            Outcome::Row(row) => row.op,
            other => panic!("{other:?}"),
        };
        let (number, status) = ((Field::Number, "512020"), |word| (Field::Status, word));
        assert_eq!(op(&[number, status("办结")]), op(&[number, status(" 办结 ")]));
        assert_ne!(op(&[number, status("办结")]), op(&[number, status("办理中")]));
        assert_ne!(op(&[number, (Field::Name, "张三")]), op(&[number, (Field::Address, "张三")]));
    }

    #[test]
    fn an_accusation_comes_in_sealed() {
        assert!(good(&[(Field::Purpose, "揭发控告")]).matter.sealed());
        assert_eq!(good(&[(Field::Purpose, "意见建议")]).matter.nature, Nature::Suggestion);
    }

    #[test]
    fn two_columns_that_disagree_are_marked() {
        let read = good(&[(Field::Status, "办理中"), (Field::Closed, "是")]);
        assert_eq!((read.state, marks(&read)), (Some(State::Handling), vec![("closed", "是")]));
        assert_eq!(good(&[(Field::Closed, "是")]).state, Some(State::Closed));
    }

    #[test]
    fn a_sheet_that_leaves_the_place_open_tells_it_with_the_address() {
        assert_eq!(good(&[(Field::Address, "安岳县石羊镇滨江路45号")]).matter.place, "512021110");
        assert_eq!(good(&[(Field::Place, "临空经")]).matter.place, "LK");
    }

    #[test]
    fn a_row_without_a_name_or_content_still_comes_in() {
        let Outcome::Row(row) = one(&[(Field::Number, "51202026030500001")]) else { panic!("rejected") };
        let matter = &row.registration.matter;
        assert!(matter.anonymous && !matter.subject.is_empty());
        assert_eq!(marks(&row.registration), [("name", "")]);
    }

    #[test]
    fn a_row_is_rejected_only_without_a_number_or_when_it_cannot_be_read() {
        let reason = |fields: &[(Field, &str)]| match one(fields) {
            Outcome::Rejected { reason, .. } => reason,
            other => panic!("{other:?}"),
        };
        assert_eq!(reason(&[(Field::Name, "张三")]), "row-number-missing");
        assert_eq!(reason(&[(Field::Number, "合计"), (Field::People, "37")]), "row-number-missing");
        for lost in ["5.12020260323E+16", "5E+16"] {
            assert_eq!(reason(&[(Field::Number, lost)]), "row-number-lost-digits");
        }
        assert_eq!(
            reason(&[(Field::Number, "512020"), (Field::Content, "拖欠\u{fffd}资")]),
            "row-unreadable"
        );
        let swallowed = format!("开头\n{}", ["x"; 19].join(","));
        assert_eq!(reason(&[(Field::Number, "512020"), (Field::Content, &swallowed)]), "row-broken");
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_does_not_swallow_rows_in_silence() {
        let text = String::from_utf8(encoding_rs::GB18030.decode(CSV).0.into_owned().into_bytes()).unwrap();
        let damaged = text.replacen(",网上信访,来访人", ",网上信访,\"来访人", 1);
        assert!(
            outcomes(damaged.as_bytes())
                .iter()
                .any(|outcome| { matches!(outcome, Outcome::Rejected { reason: "row-broken", .. }) })
        );
    }

    proptest! {
        #[test]
        fn nothing_in_a_row_makes_it_fall(cells in proptest::collection::vec(".{0,30}", 0..22)) {
            let table = Table {
                header: Field::ALL.iter().map(|field| field.column_name().to_owned()).collect(),
                rows: vec![Row { line: 2, cells }],
            };
            let mapping = Mapping::guess(&table.header);
            let _ = Reader::new(&Catalog::shipped(), &mapping, &table).read(&table.rows[0]);
        }
    }
}
