//! What lists read of a row: by what it is sorted, its short fields, and the words in it.
use super::function;
use crate::{
    domain::{
        clock::Limits,
        register::{DAY, DUE, Kind, MADE, OFFICE, Record, Register, STATE},
    },
    search::pinyin,
};
use rusqlite::types::Value as Cell;
use std::collections::BTreeMap;

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
    /// Every other one: `fact(facts, 'id')` tells it.
    pub(super) packed: Vec<u8>,
    pub(super) words: String,
}

/// Where lists read something of a row: in a column of its own, or among its facts. Ids of fields are checked when a
/// declaration is read; they are letters, digits and `-`.
pub(super) fn column(register: &Register, id: &str) -> String {
    let number = register.totals().take(NUMBERS).position(|field| field.id == id);
    match number {
        Some(at) => format!("n{}", at + 1),
        None if id == DUE => DUE.to_owned(),
        None if register.field(id).is_some_and(|field| field.kind.is_number()) => {
            format!("CAST(fact(facts, '{id}') AS REAL)")
        }
        None => format!("fact(facts, '{id}')"),
    }
}

impl Facts {
    pub(super) fn of(register: &Register, record: &Record, limits: &Limits) -> Self {
        let mut facts = BTreeMap::new();
        for field in &register.fields {
            let said = record.get(&field.id);
            if field.kind.is_text() || field.kind.is_link() || field.kind.is_masked() {
                continue;
            }
            facts.insert(field.id.as_str(), said.to_owned());
        }
        let due = register.due_of(&record.state, &record.row, &limits.calendar).map(|day| day.to_string());
        facts.extend([
            (STATE, record.state.clone()),
            (DUE, due.clone().unwrap_or_default()),
            (OFFICE, record.no.office().to_owned()),
            (MADE, record.made.to_string()),
            (DAY, register.day_of(record.made, &record.row).to_string()),
        ]);
        facts.retain(|_, said| !said.is_empty());
        let (order, _) = &register.order;
        let number = register.field(order).is_some_and(|field| field.kind.is_number());
        let sort = match facts.get(order.as_str()) {
            Some(said) if number => Cell::Real(said.parse().unwrap_or_default()),
            Some(said) => Cell::Text(said.clone()),
            // Rows without the value come last where the least comes first.
            None => Cell::Text(record.get(order).to_owned()),
        };
        facts.remove(DUE);
        let mut numbers = [None; NUMBERS];
        for (number, field) in numbers.iter_mut().zip(register.totals()) {
            *number = facts.remove(field.id.as_str()).and_then(|said| said.parse().ok());
        }
        Self { sort, due, numbers, packed: function::packed(&facts), words: words(register, record) }
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
