//! Rows of a register as a list and as a book, in the words of its declaration.
use super::{
    sheet::Row,
    write::{self, Csv, Encoding},
};
use crate::{
    domain::{
        catalog::{Catalog, List},
        day,
        register::{DUE, Field, Kind, LOAD, MADE, NO, OFFICE, Register, STATE},
    },
    lang::Lang,
    store::{Lists, RecordRow},
};
use rust_xlsxwriter::XlsxError;
use std::{collections::BTreeMap, io};

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
    /// Whether numbers of people are shown.
    pub open: bool,
}

impl Table<'_> {
    /// Every column: what all rows have, the fields, then where the row stands.
    fn ids(&self) -> Vec<&str> {
        let own = self.register.fields.iter().map(|field| field.id.as_str());
        let state = (!self.register.states.is_empty()).then_some(STATE);
        COMMON.into_iter().chain(own).chain(state).chain(self.register.due.is_some().then_some(DUE)).collect()
    }

    /// What a column is called.
    fn name(&self, id: &str) -> String {
        self.register.called(id, self.lang.is_chinese(), |id| self.lang.say(id))
    }

    /// What stands in a column, in words.
    fn cell(&self, row: &RecordRow, id: &str) -> String {
        let record = &row.record;
        match (self.register.field(id), id) {
            (Some(field), _) => self.told(field, record.get(id)),
            (None, NO) => record.no.to_string(),
            (None, OFFICE) => self.lists.catalog.name(List::Office, record.no.office()).to_owned(),
            (None, MADE) => record.made.to_string(),
            (None, DUE) => row.due.map_or_else(String::new, |day| day.to_string()),
            (None, LOAD) => row.load.map_or_else(String::new, |load| load.to_string()),
            (None, _) => self.register.state_told(&record.state, self.lang.is_chinese()).to_owned(),
        }
    }

    /// The names of the columns.
    pub fn header(&self) -> Vec<String> {
        self.ids().into_iter().map(|id| self.name(id)).collect()
    }

    /// One row, in the same order.
    pub fn line(&self, row: &RecordRow) -> Vec<String> {
        self.ids().into_iter().map(|id| self.cell(row, id)).collect()
    }

    /// One row as a form: what is said of it, each under its name.
    pub fn form(&self, row: &RecordRow) -> Vec<Vec<String>> {
        let said = self.ids().into_iter().map(|id| vec![self.name(id), self.cell(row, id)]);
        said.filter(|pair| !pair[1].is_empty()).collect()
    }

    /// Rows as a table under the names of its columns, with the number and as many columns as a page has room for.
    pub fn listed(&self, rows: &[RecordRow]) -> Vec<Vec<String>> {
        let ids: Vec<&str> =
            std::iter::once(NO).chain(self.register.columns.iter().map(String::as_str)).collect();
        let head = ids.iter().map(|id| self.name(id)).collect();
        let line = |row| ids.iter().map(|id| self.cell(row, id)).collect();
        std::iter::once(head).chain(rows.iter().map(line)).collect()
    }

    /// What stands in a field, in words.
    pub fn told(&self, field: &Field, said: &str) -> String {
        if self.open && field.kind.is_masked() {
            return said.to_owned();
        }
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

/// What the columns of a sheet mean to a register.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// The field of each column; [`NO`] for the number of a row, [`STATE`] for where it stands.
    fields: Vec<Option<String>>,
    /// Columns that go by other names than their fields.
    pub renamed: Vec<(String, String)>,
}

impl Columns {
    /// By the names of the fields in either language, by their ids, or by what somebody has said.
    pub fn of(register: &Register, header: &[String], said: &[(String, String)]) -> Self {
        let field = |name: &str| {
            let known = register.fields.iter().find(|field| field.id == name || field.name.is(name));
            let ours = [(NO, "编号", "Number"), (STATE, "状态", "State")].into_iter();
            let mut ours = ours.filter(|(id, ..)| *id == NO || !register.states.is_empty());
            let common = || {
                ours.find(|(id, zh, en)| *id == name || *zh == name || en.eq_ignore_ascii_case(name))
                    .map(|(id, ..)| id.to_owned())
            };
            known.map(|field| field.id.clone()).or_else(common)
        };
        let mut this = Self::default();
        for name in header {
            let name = name.trim();
            let renamed = said.iter().find(|(column, _)| column == name).and_then(|(_, to)| field(to));
            if let Some(to) = &renamed {
                this.renamed.push((name.to_owned(), to.clone()));
            }
            this.fields.push(renamed.or_else(|| field(name)));
        }
        this
    }

    /// By what somebody chose for every field; columns that go by other names are renamed by it.
    pub fn chosen(register: &Register, header: &[String], chosen: &[(String, Option<usize>)]) -> Self {
        let mut this = Self::of(register, header, &[]);
        let by_name = std::mem::replace(&mut this.fields, vec![None; header.len()]);
        for (field, at) in chosen {
            let Some((at, name)) = at.and_then(|at| Some((at, header.get(at)?.trim()))) else { continue };
            this.fields[at] = Some(field.clone());
            if by_name[at].as_ref() != Some(field) && !name.is_empty() {
                this.renamed.push((name.to_owned(), field.clone()));
            }
        }
        this
    }

    /// The column of the number, of every field that is written down and of the state, where there is one.
    pub fn by_id(&self, register: &Register) -> Vec<(String, Option<usize>)> {
        let written = register.fields.iter().filter(|field| field.kind != Kind::Grade);
        let column = |id: &str| self.fields.iter().position(|field| field.as_deref() == Some(id));
        let state = (!register.states.is_empty()).then_some(STATE);
        let ids = std::iter::once(NO).chain(written.map(|field| field.id.as_str())).chain(state);
        ids.map(|id| (id.to_owned(), column(id))).collect()
    }

    /// Whether a column of this name is there, and what somebody said that it means is a field.
    pub fn takes(&self, column: &str) -> bool {
        self.renamed.iter().any(|(name, _)| name == column)
    }

    /// Whether no column means anything.
    pub fn is_empty(&self) -> bool {
        self.fields.iter().flatten().all(|field| field == NO)
    }

    /// Columns that mean nothing, and none that every list of ours has.
    pub fn unknown(&self, header: &[String]) -> Vec<String> {
        let ours = ["分中心", "Counter", "登记", "Entered", "期限", "Due"];
        let lost = header.iter().zip(&self.fields).filter(|(_, field)| field.is_none());
        lost.map(|(name, _)| name.trim().to_owned())
            .filter(|name| !name.is_empty() && !ours.contains(&name.as_str()))
            .collect()
    }
}

/// The number of a row, if it has one, and what it says; names of lists and states become codes.
pub fn values(
    register: &Register,
    columns: &Columns,
    row: &Row,
    catalog: &Catalog,
) -> (Option<String>, BTreeMap<String, String>) {
    let (mut no, mut said) = (None, BTreeMap::new());
    for (at, id) in columns.fields.iter().enumerate() {
        let (Some(id), cell) = (id, row.cell(at).trim()) else { continue };
        if id == NO {
            no = (!cell.is_empty()).then(|| cell.to_uppercase());
            continue;
        }
        if id == STATE {
            let named = register.states.iter().find(|state| state.answer.name.is(cell));
            said.insert(id.clone(), named.map_or(cell, |state| &state.answer.id).to_owned());
            continue;
        }
        let Some(field) = register.field(id) else { continue };
        // A number that somebody has masked says nothing new.
        if field.kind.is_masked() && cell.contains('*') {
            continue;
        }
        let code = field.kind.list().and_then(|list| catalog.named(list, cell)).map(|item| item.code.clone());
        said.insert(id.clone(), code.unwrap_or_else(|| written(field.kind, cell)));
    }
    (no, said)
}

/// As a form would write it: days of spreadsheets, yes and no in either language.
fn written(kind: Kind, cell: &str) -> String {
    match kind {
        Kind::Day => day::read_cell(cell).map_or_else(|_| cell.to_owned(), |day| day.to_string()),
        Kind::Flag if ["是", "yes", "Yes", "√", "1"].contains(&cell) => "yes".to_owned(),
        Kind::Flag if ["否", "no", "No", "0"].contains(&cell) => "no".to_owned(),
        _ => cell.to_owned(),
    }
}
