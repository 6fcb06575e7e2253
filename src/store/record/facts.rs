//! What lists read of a row: by what it is sorted, its short fields, and the words in it.
use crate::{
    domain::{
        clock::Limits,
        register::{DAY, DUE, Kind, MADE, OFFICE, Record, Register, STATE},
    },
    search::pinyin,
};
use rusqlite::types::Value as Cell;
use serde_json::{Map, Value};

/// Letters of a row's words: what is found in a long page beyond them, its own page shows.
const WORDS: usize = 400;

/// Letters of how a line sounds.
const SOUNDS: usize = 160;

/// How many sums and means of a register stand in columns of their own.
const NUMBERS: usize = 4;

pub(super) struct Facts {
    pub(super) sort: Cell,
    pub(super) due: Option<String>,
    pub(super) numbers: [Option<f64>; NUMBERS],
    pub(super) json: String,
    pub(super) words: String,
}

/// Where lists read something of a row: in a column of its own, or among its facts. Ids of fields are checked when a
/// declaration is read; they are letters, digits and `-`.
pub(super) fn column(register: &Register, id: &str) -> String {
    let number = register.totals().take(NUMBERS).position(|field| field.id == id);
    match number {
        Some(at) => format!("n{}", at + 1),
        None if id == DUE => DUE.to_owned(),
        None => format!("facts ->> '$.\"{id}\"'"),
    }
}

impl Facts {
    pub(super) fn of(register: &Register, record: &Record, limits: &Limits) -> Self {
        let mut facts = Map::new();
        for field in &register.fields {
            let said = record.get(&field.id);
            if said.is_empty() || field.kind.is_text() || field.kind.is_link() || field.kind.is_masked() {
                continue;
            }
            facts.insert(field.id.clone(), fact(field.kind, said));
        }
        let due = register.due_of(&record.state, &record.row, &limits.calendar).map(|day| day.to_string());
        let own = [
            (STATE, record.state.clone()),
            (DUE, due.clone().unwrap_or_default()),
            (OFFICE, record.no.office().to_owned()),
            (MADE, record.made.to_string()),
            (DAY, register.day_of(record.made, &record.row).to_string()),
        ];
        let said = own.into_iter().filter(|(_, said)| !said.is_empty());
        facts.extend(said.map(|(id, said)| (id.to_owned(), Value::from(said))));
        let (order, _) = &register.order;
        let sort = match facts.get(order) {
            Some(Value::Number(number)) => Cell::Real(number.as_f64().unwrap_or_default()),
            Some(Value::String(text)) => Cell::Text(text.clone()),
            // Rows without the value come last where the least comes first.
            _ => Cell::Text(record.get(order).to_owned()),
        };
        facts.remove(DUE);
        let mut numbers = [None; NUMBERS];
        for (number, field) in numbers.iter_mut().zip(register.totals()) {
            *number = facts.remove(&field.id).and_then(|said| said.as_f64());
        }
        Self { sort, due, numbers, json: Value::Object(facts).to_string(), words: words(register, record) }
    }
}

/// Numbers as numbers, so that they can be compared and added up.
fn fact(kind: Kind, said: &str) -> Value {
    match said.parse::<f64>() {
        Ok(number) if kind.is_number() => Value::from(number),
        _ => Value::from(said),
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
