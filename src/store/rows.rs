//! What the store tells of registers. Plain data.
use crate::domain::{journal::Entry, petition::No, register::Record};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;

/// A register, and how many rows are in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RegisterSum {
    /// Its id.
    pub register: String,
    /// Rows.
    pub rows: u64,
    /// Rows whose due date is over.
    pub late: u64,
}

/// A row as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecordRow {
    /// The row.
    #[serde(flatten)]
    pub record: Record,
    /// By when something has to be done with it.
    pub due: Option<NaiveDate>,
    /// How much work it has in hand, where its register tells that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub load: Option<u64>,
    /// What the rows are about to which it leads, by field.
    #[serde(skip)]
    pub titles: BTreeMap<String, String>,
}

/// A window of a register.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Records {
    /// The rows of the window.
    pub rows: Vec<RecordRow>,
    /// Rows in all that fit.
    pub total: u64,
    /// What they add up to, by field.
    pub sums: BTreeMap<String, f64>,
}

/// Everything about one row of a register.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordPage {
    /// The row.
    pub record: Record,
    /// By when something has to be done with it.
    pub due: Option<NaiveDate>,
    /// How much work it has in hand, where its register tells that.
    pub load: Option<u64>,
    /// What the rows are about to which it leads, by field.
    pub titles: BTreeMap<String, String>,
    /// Its journal.
    pub entries: Vec<Entry>,
    /// The rows that lead to it.
    pub linked: Vec<Leading>,
}

impl RecordPage {
    /// The row as a list shows it.
    pub fn row(&self) -> RecordRow {
        let Self { record, due, load, titles, .. } = self;
        RecordRow { record: record.clone(), due: *due, load: *load, titles: titles.clone() }
    }
}

/// A row that leads to something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Leading {
    /// Id of its register.
    pub register: String,
    /// Its number.
    pub no: No,
    /// What it is about.
    pub title: String,
}

/// A row that could take a matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Id of its register.
    pub register: String,
    /// Its number.
    pub no: No,
    /// What it is called.
    pub title: String,
    /// The place that it serves; empty for every one.
    pub place: String,
    /// How much work it has in hand.
    pub load: u64,
}
