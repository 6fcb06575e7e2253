//! A row of a register as its journal tells it.
use super::Register;
use crate::domain::{
    calendar::beijing,
    journal::{Act, Change, Entry, FoldError, standing},
    petition::No,
    rights::Actor,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The first entry of a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entered {
    /// Id of its register.
    pub register: String,
    /// Where it stood when it was entered; empty where rows have no states.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub state: String,
    /// What it says, by field.
    pub row: BTreeMap<String, String>,
}

/// A row. What its declaration no longer knows stays in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Its number.
    pub no: No,
    /// Id of its register.
    pub register: String,
    /// Grows by one with every entry about it; its row keeps it beside what it says.
    #[serde(skip)]
    pub version: u32,
    /// The civil date on which it was entered.
    pub made: NaiveDate,
    /// Code of who entered it.
    pub by: String,
    /// Where it stands; empty where rows have no states.
    #[serde(default)]
    pub state: String,
    /// What it says, by field.
    pub row: BTreeMap<String, String>,
    /// Why it was struck off, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub struck: Option<String>,
}

impl Record {
    /// What stands in a field; empty when nothing does.
    pub fn get(&self, field: &str) -> &str {
        self.row.get(field).map_or("", String::as_str)
    }

    /// What it is about: the first of its lines that says something.
    pub fn title(&self, register: &Register) -> &str {
        register.title(|id| self.get(id))
    }

    /// Whether somebody sees it, as far as its own fields go: people of the unit that it is about never do.
    pub fn seen_by(&self, register: &Register, me: &Actor) -> bool {
        let about = self.get(&register.accused);
        register.seen_by(me) && (about.is_empty() || me.unit != about)
    }
}

/// A row as its entries tell it.
pub fn fold_record(entries: &[Entry]) -> Result<Record, FoldError> {
    let first = entries.first().ok_or(FoldError::NoBeginning)?;
    let Act::RecordEntered(entered) = &first.act else { return Err(FoldError::NoBeginning) };
    let mut record = Record {
        no: No(first.subject.clone()),
        register: entered.register.clone(),
        version: u32::try_from(entries.len()).unwrap_or(u32::MAX),
        made: beijing(first.at),
        by: first.who.clone(),
        state: entered.state.clone(),
        row: entered.row.clone(),
        struck: None,
    };
    for entry in standing(entries).skip(1) {
        match &entry.act {
            Act::RecordChanged { changes } => change(&mut record.row, changes)?,
            Act::RecordMoved { to, .. } => record.state.clone_from(to),
            Act::RecordStruck { reason, back } => record.struck = (!back).then(|| reason.clone()),
            _ => {}
        }
    }
    Ok(record)
}

fn change(row: &mut BTreeMap<String, String>, changes: &[Change]) -> Result<(), FoldError> {
    for change in changes {
        match &change.to {
            serde_json::Value::String(text) => drop(row.insert(change.field.clone(), text.clone())),
            serde_json::Value::Null => drop(row.remove(&change.field)),
            _ => return Err(FoldError::BadChange(change.field.clone())),
        }
    }
    Ok(())
}
