//! What lists read of a row: by what it is sorted, its short fields, and the words in it.
use crate::{
    domain::{
        clock::Limits,
        register::{DAY, DUE, Kind, MADE, OFFICE, Record, Register, STATE},
    },
    search::pinyin,
};
use rusqlite::types::Value as Cell;
use serde::{Serialize, Serializer};
use serde_json::Value;

/// Letters of a row's words: what is found in a long page beyond them, its own page shows.
const WORDS: usize = 400;

pub(super) struct Facts {
    pub(super) sort: Cell,
    pub(super) json: String,
    pub(super) words: String,
}

impl Facts {
    pub(super) fn of(register: &Register, record: &Record, limits: &Limits) -> Self {
        let mut facts = Vec::new();
        for field in &register.fields {
            let said = record.get(&field.id);
            if said.is_empty() || field.kind.is_text() || field.kind.is_link() || field.kind.is_masked() {
                continue;
            }
            facts.push((field.id.clone(), fact(field.kind, said)));
        }
        let due = register.due_of(&record.state, &record.row, &limits.calendar);
        let own = [
            (STATE, record.state.clone()),
            (DUE, due.map_or_else(String::new, |day| day.to_string())),
            (OFFICE, record.no.office().to_owned()),
            (MADE, record.made.to_string()),
            (DAY, register.day_of(record.made, &record.row).to_string()),
        ];
        let said = own.into_iter().filter(|(_, said)| !said.is_empty());
        facts.extend(said.map(|(id, said)| (id.to_owned(), Value::from(said))));
        let (order, _) = &register.order;
        let sort = match facts.iter().find(|(id, _)| id == order).map(|(_, said)| said) {
            Some(Value::Number(number)) => Cell::Real(number.as_f64().unwrap_or_default()),
            Some(Value::String(text)) => Cell::Text(text.clone()),
            // Rows without the value come last where the least comes first.
            _ => Cell::Text(record.get(order).to_owned()),
        };
        // What every list reads stands first: a look-up walks from the beginning.
        let read =
            |id: &str| register.totals().any(|field| field.id == id) || register.chart.as_deref() == Some(id);
        facts.sort_by_key(|(id, _)| (!read(id), register.field(id).is_some()));
        let json = serde_json::to_string(&InOrder(facts)).unwrap_or_default();
        Self { sort, json, words: words(register, record) }
    }
}

/// An object whose members stand as they were put.
struct InOrder(Vec<(String, Value)>);

impl Serialize for InOrder {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(id, said)| (id, said)))
    }
}

/// Numbers as numbers, so that they can be compared and added up.
fn fact(kind: Kind, said: &str) -> Value {
    match said.parse::<f64>() {
        Ok(number) if kind.is_number() => Value::from(number),
        _ => Value::from(said),
    }
}

/// What somebody wrote, then the initials of the lines: `物业纠纷` is found by `wyjf` too.
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
    let sounds: Vec<String> = lines
        .map(|field| pinyin::initials(record.get(&field.id)))
        .filter(|sound| !sound.is_empty())
        .collect();
    format!("{} {text} {}", record.no.as_str().to_lowercase(), sounds.join(" "))
}
