//! Registers 台账: the other work of the house, each a table of fields that is declared as data.
mod check;
mod code;
mod counted;
mod field;
mod growth;
mod query;
mod raw;
mod read;
mod record;
mod serve;
mod shelf;
mod value;

pub use check::{Check, Operand};
pub use code::{Template, is_address};
pub use counted::Counted;
pub use field::{Answer, Field, Kind, Total};
pub use growth::Growth;
pub use query::{Grouped, Narrow, Query, Term};
pub use read::{ReadError, read};
pub use record::{Entered, Record, fold_record};
pub use serve::{Lead, Serves};
pub use shelf::{Fault, Registers, fingerprint, shipped, shipped_items};
pub use value::{Value, ValueError};

use super::{
    calendar::{Calendar, Length},
    rights::{Actor, Power, Role},
};
use chrono::NaiveDate;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What a declaration calls something, in both languages: `村社走访 | Village visits`. Said once it serves for both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub struct Words {
    zh: String,
    en: String,
}

impl From<String> for Words {
    fn from(text: String) -> Self {
        let (zh, en) = text.split_once('|').unwrap_or((&text, &text));
        Self { zh: zh.trim().to_owned(), en: en.trim().to_owned() }
    }
}

impl Words {
    /// In Chinese or in English.
    pub fn say(&self, chinese: bool) -> &str {
        if chinese { &self.zh } else { &self.en }
    }

    /// Whether it goes by this name in either language, whatever the case of its letters.
    pub fn is(&self, name: &str) -> bool {
        [&self.zh, &self.en].iter().any(|own| own.to_lowercase() == name.to_lowercase())
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.zh.is_empty() && self.en.is_empty()
    }
}

/// A state in which a row can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// Its id and name.
    pub answer: Answer,
    /// The states that may follow.
    pub to: Vec<String>,
    /// Who may move a row into it; whoever may write where nobody is named.
    pub by: Vec<Role>,
    /// Nobody owes anything any more: no due date is late.
    pub done: bool,
}

/// By when something has to be done with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Due {
    /// On the day that stands in this field.
    On(String),
    /// So long after the day that stands in this field.
    After {
        /// The field.
        from: String,
        /// How long, counted as every limit is.
        length: Length,
    },
}

/// A register as it is declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Register {
    /// Its id: small letters, digits and `-`.
    pub id: String,
    /// The letters in the numbers of its rows: `ZJ-ZF-2026-0001`.
    pub letters: String,
    /// Its name.
    pub name: Words,
    /// What it is for, in a sentence.
    pub about: Words,
    /// Its fields, in the order of the form.
    pub fields: Vec<Field>,
    /// The field by which the list is sorted, and whether the greatest comes first.
    pub order: (String, bool),
    /// What the list shows at 80 columns.
    pub columns: Vec<String>,
    /// What it shows from 110 columns on.
    pub wide: Vec<String>,
    /// The states of its rows, the one in which a row begins first; none where rows have no states.
    pub states: Vec<State>,
    /// By when something has to be done with a row.
    pub due: Option<Due>,
    /// By which field or state the chart parts the rows.
    pub chart: Option<String>,
    /// The day on which a row counts in figures; empty for the day on which it was entered.
    pub day: String,
    /// What has to hold between fields.
    pub checks: Vec<Check>,
    /// How a petition grows from a row, where one does.
    pub growth: Option<Growth>,
    /// The counts of a row that grow by one key each, without a form.
    pub tally: Vec<String>,
    /// What the QR code of a row says: the first of these that the row fills.
    pub code: Vec<Template>,
    /// Who sees it, beside whoever may write it.
    pub see: Vec<Role>,
    /// Who writes it.
    pub write: Vec<Role>,
    /// Whether only those see it who may see sealed accusations.
    pub sealed: bool,
    /// The field that names a unit whose people never see the row.
    pub accused: String,
    /// Whom its rows serve, where they are somebody or something that takes matters.
    pub serves: Option<Serves>,
}

/// Of rows that have no field for it: the state, the due date, the counter, the number, the day of entry, the work in
/// hand.
pub const STATE: &str = "state";
/// See [`STATE`].
pub const DUE: &str = "due";
/// See [`STATE`].
pub const OFFICE: &str = "office";
/// See [`STATE`].
pub const NO: &str = "no";
/// See [`STATE`].
pub const MADE: &str = "made";
/// The day on which a row counts, of whatever field it is; no field goes by such an id.
pub const DAY: &str = "day of record";
/// See [`STATE`].
pub const LOAD: &str = "load";

impl Register {
    /// What something that says this by field is about: the first of its lines that says something.
    pub fn title<'a>(&self, said: impl Fn(&str) -> &'a str) -> &'a str {
        let lines = self.fields.iter().filter(|field| matches!(field.kind, Kind::Line | Kind::Page));
        lines.map(|field| said(&field.id)).find(|said| !said.is_empty()).unwrap_or_default()
    }

    /// The field with this id.
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == id)
    }

    /// The state with this id.
    pub fn state(&self, id: &str) -> Option<&State> {
        self.states.iter().find(|state| state.answer.id == id)
    }

    /// What a state is called; one that is not declared any more by its id.
    pub fn state_told<'a>(&'a self, id: &'a str, chinese: bool) -> &'a str {
        self.state(id).map_or(id, |state| state.answer.name.say(chinese))
    }

    /// The state in which a row begins; empty where rows have none.
    pub fn first_state(&self) -> &str {
        self.states.first().map_or("", |state| state.answer.id.as_str())
    }

    /// What follows from what a row says: its grades.
    pub fn grade(&self, row: &mut BTreeMap<String, String>) {
        for field in self.fields.iter().filter(|field| field.kind == Kind::Grade) {
            let scores = field.sum.iter().map(|id| row.get(id)?.parse::<i64>().ok());
            let answer = scores.sum::<Option<i64>>().and_then(|sum| {
                let at = field.bounds.iter().position(|bound| sum <= *bound).unwrap_or(field.bounds.len());
                field.answers.get(at)
            });
            match answer {
                Some(answer) => drop(row.insert(field.id.clone(), answer.id.clone())),
                None => drop(row.remove(&field.id)),
            }
        }
    }

    /// The fields that are added up, or of which there is a mean.
    pub fn totals(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.total != Total::Nothing)
    }

    /// What a column is called: a field by its own name, what all rows have by ours. `say` tells our own messages.
    pub fn called(&self, id: &str, chinese: bool, say: impl Fn(&str) -> String) -> String {
        match self.field(id) {
            Some(field) => field.name.say(chinese).to_owned(),
            None => say(&format!("record-{id}")),
        }
    }

    /// Whether the greatest comes first where rows are sorted by a field, or by what all rows have; nothing where they cannot
    /// be. Numbers and days begin with the greatest and the last one, due dates with the first one.
    pub fn sorts_by(&self, id: &str) -> Option<bool> {
        match self.field(id).map(|field| field.kind) {
            Some(kind) if kind.is_text() || kind.is_link() || kind.is_masked() || kind == Kind::Many => None,
            Some(kind) => Some(kind.is_number() || kind == Kind::Day),
            None => [STATE, DUE, OFFICE, MADE].contains(&id).then_some(id == MADE),
        }
    }

    /// The name of every field of which there is a sum, with what it comes to.
    pub fn added_up(&self, sums: &BTreeMap<String, f64>, chinese: bool) -> Vec<String> {
        let told = |field: &Field| {
            let sum = field.added(*sums.get(&field.id)?);
            let mean = match (field.total, chinese) {
                (Total::Mean, true) => "平均",
                (Total::Mean, false) => " (mean)",
                _ => "",
            };
            Some(format!("{}{mean} {sum}", field.name.say(chinese)))
        };
        self.totals().filter_map(told).collect()
    }

    /// Whether somebody sees the register at all; of single rows [`Record::seen_by`] decides.
    pub fn seen_by(&self, me: &Actor) -> bool {
        let named = self.see.contains(&me.role) || self.write.contains(&me.role) || me.role == Role::Owner;
        named && me.can(Power::Read) && (!self.sealed || me.sees_sealed)
    }

    /// Whether somebody may enter and change rows.
    pub fn written_by(&self, me: &Actor) -> bool {
        self.seen_by(me) && (self.write.contains(&me.role) || me.role == Role::Owner)
    }

    /// Why somebody cannot enter a row that is in a state already, if they cannot: the id of a message. They can where they
    /// could bring it step by step from the first one.
    pub fn why_not_from_first(&self, state: &str, me: &Actor) -> Option<&'static str> {
        if self.state(state).is_none() {
            return Some("why-no-such-state");
        }
        let mut reached = vec![self.first_state()];
        let mut at = 0;
        while let Some(from) = reached.get(at).copied() {
            let next = self.next_states(from).map(|state| state.answer.id.as_str());
            let next = next.filter(|to| !reached.contains(to) && self.why_not_to(from, to, me).is_none());
            let next: Vec<&str> = next.collect();
            reached.extend(next);
            at += 1;
        }
        (!reached.contains(&state)).then_some("why-state-unreached")
    }

    /// The states that may follow on one; any on one that is not declared any more.
    pub fn next_states(&self, from: &str) -> impl Iterator<Item = &State> {
        let before = self.state(from);
        let follows = move |to: &&State| before.is_none_or(|before| before.to.contains(&to.answer.id));
        self.states.iter().filter(follows)
    }

    /// Why a row in one state cannot be moved to another one by somebody, if it cannot: the id of a message.
    pub fn why_not_to(&self, from: &str, to: &str, me: &Actor) -> Option<&'static str> {
        let Some(after) = self.state(to) else { return Some("why-no-such-state") };
        if !self.next_states(from).any(|next| next == after) {
            return Some("why-state-order");
        }
        let may = after.by.is_empty() || after.by.contains(&me.role) || me.role == Role::Owner;
        (!self.written_by(me) || !may).then_some("why-no-right")
    }

    /// The last day on which what a row asks for is in time; none where nothing is asked or nothing is owed any more.
    pub fn due_of(
        &self,
        state: &str,
        said: &BTreeMap<String, String>,
        calendar: &Calendar,
    ) -> Option<NaiveDate> {
        if self.state(state).is_some_and(|state| state.done) {
            return None;
        }
        let day = |field: &str| said.get(field)?.parse::<NaiveDate>().ok();
        match self.due.as_ref()? {
            Due::On(field) => day(field),
            Due::After { from, length } => Some(calendar.after(day(from)?, *length).raw),
        }
    }

    /// The day on which a row counts.
    pub fn day_of(&self, made: NaiveDate, said: &BTreeMap<String, String>) -> NaiveDate {
        said.get(&self.day).and_then(|day| day.parse().ok()).unwrap_or(made)
    }
}
