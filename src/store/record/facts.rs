//! What lists read of a row: by what it is sorted, its short fields, and the words in it.
use crate::{
    domain::{
        clock::Limits,
        register::{DAY, DUE, Field, Kind, MADE, OFFICE, Record, Register, STATE, Total},
    },
    search::pinyin,
};
use rusqlite::types::{Value as Cell, ValueRef};
use serde_json::Value;

/// Letters of a row's words: what is found in a long page beyond them, its own page shows.
const WORDS: usize = 400;

/// Letters of how a line sounds.
const SOUNDS: usize = 160;

/// How many short fields of a register stand in columns of their own; what is beyond them stands among its facts.
const FIELDS: usize = 12;

/// What lists read of a row, each in a column of its own; `facts` is JSON.
pub(super) const COLUMNS: [&str; 19] = [
    "sort", "state", "due", "made", "day", "f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10",
    "f11", "f12", "facts", "words",
];
const _: () = assert!(COLUMNS.len() == FIELDS + 7, "what all rows have, the fields, facts and words");

/// Where lists read something of a row: in a column of its own, or among its facts. Ids of fields are checked when a
/// declaration is read; they are letters, digits and `-`.
pub(super) fn column(register: &Register, id: &str) -> String {
    match id {
        STATE | DUE | OFFICE | MADE => id.to_owned(),
        DAY => "day".to_owned(),
        _ => match short(register).iter().position(|field| field.id == id) {
            Some(at) if at < FIELDS => format!("f{}", at + 1),
            _ => format!("facts ->> '$.\"{id}\"'"),
        },
    }
}

/// The fields by which rows are narrowed, sorted, parted and added up; what every list adds up and the chart parts by
/// comes first.
fn short(register: &Register) -> Vec<&Field> {
    let kept = |kind: Kind| !(kind.is_text() || kind.is_link() || kind.is_masked());
    let mut fields: Vec<&Field> = register.fields.iter().filter(|field| kept(field.kind)).collect();
    let chart = register.chart.as_deref();
    fields.sort_by_key(|field| (field.total == Total::Nothing, chart != Some(field.id.as_str())));
    fields
}

/// What lists read of a row, as in [`COLUMNS`].
pub(super) fn of(register: &Register, record: &Record, limits: &Limits) -> Vec<Cell> {
    let due = register.due_of(&record.state, &record.row, &limits.calendar);
    let day = register.day_of(record.made, &record.row);
    let due = text(&due.map_or_else(String::new, |day| day.to_string()));
    let made = record.made.to_string().into();
    let mut cells =
        vec![sort(register, record, &due), text(&record.state), due, made, day.to_string().into()];
    let fields = short(register);
    let told = |field: &&Field| fact(field.kind, record.get(&field.id));
    cells.extend(fields.iter().take(FIELDS).map(told));
    cells.resize(COLUMNS.len() - 2, Cell::Null);
    let beyond = fields.iter().skip(FIELDS).filter_map(|field| Some((field.id.clone(), json(told(field))?)));
    cells.push(Value::Object(beyond.collect()).to_string().into());
    cells.push(words(register, record).into());
    cells
}

/// By what its own register sorts a row.
fn sort(register: &Register, record: &Record, due: &Cell) -> Cell {
    let (order, greatest) = &register.order;
    let said = match order.as_str() {
        DUE => due.clone(),
        MADE => record.made.to_string().into(),
        STATE => text(&record.state),
        id => register.field(id).map_or(Cell::Null, |field| fact(field.kind, record.get(id))),
    };
    // Rows that say nothing of it come last: nothing is less than all else to SQLite, bytes are more.
    if said == Cell::Null && !greatest { Cell::Blob(Vec::new()) } else { said }
}

fn text(said: &str) -> Cell {
    if said.is_empty() { Cell::Null } else { said.to_owned().into() }
}

fn json(cell: Cell) -> Option<Value> {
    match cell {
        Cell::Integer(number) => Some(number.into()),
        Cell::Real(number) => Some(number.into()),
        Cell::Text(text) => Some(text.into()),
        Cell::Null | Cell::Blob(_) => None,
    }
}

/// Numbers as numbers, so that they can be compared and added up.
fn fact(kind: Kind, said: &str) -> Cell {
    match (said.parse::<i64>(), said.parse::<f64>()) {
        (Ok(number), _) if kind.is_number() => number.into(),
        (_, Ok(number)) if kind.is_number() && number.is_finite() => number.into(),
        _ => text(said),
    }
}

/// What of it can be added up; an older declaration may have taken for text what is a number now.
#[allow(clippy::cast_precision_loss, reason = "counts and scores are far below 2^53")]
pub(super) fn number(said: ValueRef<'_>) -> Option<f64> {
    match said {
        ValueRef::Integer(number) => Some(number as f64),
        ValueRef::Real(number) => Some(number),
        ValueRef::Null | ValueRef::Text(_) | ValueRef::Blob(_) => None,
    }
}

/// What somebody wrote, then how its lines sound: `物业纠纷` is found by `wyjf` and by `wuye` too.
fn words(register: &Register, record: &Record) -> String {
    let written: Vec<&str> = register
        .fields
        .iter()
        .filter(|field| field.kind.is_text() || field.kind.is_masked())
        .map(|field| record.get(&field.id))
        .filter(|said| !said.is_empty())
        .collect();
    let text: String = written.join(" ").to_lowercase().chars().take(WORDS).collect();
    let lines = register.fields.iter().filter(|field| field.kind == Kind::Line);
    let spelled = lines.map(|field| pinyin::spelling(record.get(&field.id)));
    let sounds: Vec<String> = spelled
        .filter(|sound| !sound.full.is_empty())
        .map(|sound| format!("{} {}", sound.initials, sound.full.chars().take(SOUNDS).collect::<String>()))
        .collect();
    format!("{} {text} {}", record.no.as_str().to_lowercase(), sounds.join(" "))
}
