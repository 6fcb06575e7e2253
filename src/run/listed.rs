//! Rows of registers on their way out of a desk: a list with its book and its paper, and one row on paper.
use super::{
    jobs::{Bench, unwritten},
    outbox,
};
use crate::{
    domain::{
        audit,
        catalog::List,
        petition::No,
        register::{Narrow, Register},
    },
    exchange::register::Table,
    flow::{Note, Printer},
    report::{self, Head},
    store::{Lists, RecordAsk, Reply, Request, StoreError},
};
use std::{io, path::PathBuf, sync::Arc};

impl Bench<'_> {
    /// Writes the rows of a register into the outbox, as a list, as a book and as a paper; numbers of people are masked in
    /// them.
    pub(super) fn register(&mut self, id: &str, narrow: Box<Narrow>) -> Result<Vec<PathBuf>, Note> {
        let lists = self.lists()?;
        let register = known(&lists, id)?;
        let ask = RecordAsk::List { register: id.to_owned(), narrow };
        let Reply::Records(records) = self.store.answer(&self.me, self.now, Request::Record(ask))? else {
            return Err(Note::from(StoreError::NotFound(id.to_owned())));
        };
        let rows = &records.rows;
        self.leaves(audit::of_clerk(&self.me.code), form(id), rows.len())?;
        let table = Table { register: &register, lists: &lists, lang: self.lang, open: false };
        let listed = table.listed(&rows[..rows.len().min(report::LISTED)]);
        let paper = report::records(self.head(&lists), &register, &records, listed, self.lang);
        let book = table.xlsx(rows).map_err(|error| io::Error::other(error.to_string()));
        let forms = || Ok((table.csv(rows)?, book?, paper.docx()?));
        forms()
            .and_then(|(csv, book, paper)| {
                outbox::lay(self.outbox, id, &[("csv", &csv), ("xlsx", &book), ("docx", &paper)])
            })
            .map_err(|error| unwritten(id, &error))
    }

    /// Prints one row: the file, and what the printer did with it.
    pub(super) fn row(&mut self, no: &No) -> Result<(PathBuf, Printer), Note> {
        let lists = self.lists()?;
        let page = self.record(no)?;
        let register = known(&lists, &page.record.register)?;
        self.leaves(audit::of_clerk(&self.me.code), form(&register.id), 1)?;
        let table = Table { register: &register, lists: &lists, lang: self.lang, open: false };
        let said = table.form(&page.row());
        let paper = report::record(self.head(&lists), &register, &page, said, self.lang);
        let text = paper.text();
        let file = self.lay(&paper, &text, no.as_str()).map_err(|error| unwritten(no.as_str(), &error))?;
        Ok((file, self.to_printer(&text, &lists)))
    }

    fn head<'l>(&'l self, lists: &'l Lists) -> Head<'l> {
        let sender = lists.catalog.name(List::Office, &self.me.office);
        Head { sender, today: self.now.today, demo: self.demo }
    }
}

fn known(lists: &Lists, id: &str) -> Result<Arc<Register>, Note> {
    lists.registers.get(id).cloned().ok_or_else(|| Note::from(StoreError::NotFound(id.to_owned())))
}

/// What leaves, as the journal calls it.
fn form(register: &str) -> String {
    format!("register.{register}")
}
