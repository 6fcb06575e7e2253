//! Rows of a register as a list and as a book, in the words of its declaration.
use super::write::{self, Csv, Encoding};
use crate::{
    domain::{
        catalog::List,
        register::{DUE, Field, MADE, NO, OFFICE, Register, STATE},
    },
    lang::Lang,
    store::{Lists, RecordRow},
};
use rust_xlsxwriter::XlsxError;
use std::io;

/// What every row has beside its fields.
const COMMON: [&str; 3] = [NO, OFFICE, MADE];

/// A register on its way out.
pub struct Table<'a> {
    /// The register.
    pub register: &'a Register,
    /// The lists that give codes their names.
    pub lists: &'a Lists,
    /// The language.
    pub lang: &'a Lang,
}

impl Table<'_> {
    /// The names of the columns.
    pub fn header(&self) -> Vec<String> {
        let common = COMMON.iter().map(|id| self.lang.say(&format!("record-{id}")));
        let states = (!self.register.states.is_empty()).then(|| self.lang.say(&format!("record-{STATE}")));
        let due = self.register.due.is_some().then(|| self.lang.say(&format!("record-{DUE}")));
        let own = self.register.fields.iter().map(|field| field.name.say(self.lang.is_chinese()).to_owned());
        common.chain(own).chain(states).chain(due).collect()
    }

    /// One row, in the same order; numbers of people are masked.
    pub fn line(&self, row: &RecordRow) -> Vec<String> {
        let record = &row.record;
        let office = self.lists.catalog.name(List::Office, record.no.office()).to_owned();
        let common = [record.no.to_string(), office, record.made.to_string()];
        let own = self.register.fields.iter().map(|field| self.told(field, record.get(&field.id)));
        let state = self.register.state(&record.state);
        let state = state.map(|state| state.answer.name.say(self.lang.is_chinese()).to_owned());
        let states = (!self.register.states.is_empty()).then(|| state.unwrap_or_default());
        let due = row.due.map_or_else(String::new, |day| day.to_string());
        let due = self.register.due.is_some().then_some(due);
        common.into_iter().chain(own).chain(states).chain(due).collect()
    }

    fn told(&self, field: &Field, said: &str) -> String {
        field.told(said, &self.lists.catalog, self.lang.is_chinese(), |id| self.lang.say(id))
    }

    /// As CSV.
    pub fn csv(&self, rows: &[RecordRow]) -> io::Result<Vec<u8>> {
        let mut csv = Csv::new(Vec::new(), Encoding::Utf8)?;
        csv.row(&self.header())?;
        for row in rows {
            csv.row(&self.line(row))?;
        }
        csv.finish()
    }

    /// As a book.
    pub fn xlsx(&self, rows: &[RecordRow]) -> Result<Vec<u8>, XlsxError> {
        write::xlsx(&self.header(), rows.iter().map(|row| self.line(row)))
    }
}
