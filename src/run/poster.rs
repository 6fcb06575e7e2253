//! The poster of a row of a register: a sheet with its QR code.
use super::jobs::Bench;
use crate::{
    domain::{
        audit::{self, Trace},
        catalog::List,
        petition::No,
        qr::{GREATEST, Qr},
        register::is_address,
    },
    exchange::poster::Poster,
    store::{RecordAsk, Reply, Request, Result, StoreError},
};

impl Bench<'_> {
    /// What the code of a row says, and its poster; who takes it out is written down beside the row.
    pub fn poster(&mut self, no: &No) -> Result<(String, String)> {
        let lists = self.lists()?;
        let ask = Request::Record(RecordAsk::Page(no.clone()));
        let Reply::Record(page) = self.store.answer(&self.me, self.now, ask)? else {
            return Err(StoreError::NotFound(no.to_string()));
        };
        let record = &page.record;
        let register = lists.registers.get(&record.register).ok_or(StoreError::Refused("why-no-code"))?;
        let said = register.code_of(record).map_err(StoreError::Refused)?;
        let code = Qr::of(&said, GREATEST).ok_or(StoreError::Refused("why-code-long"))?;
        let form = format!("register.{}.svg", register.id);
        let trace = Trace::Exported { form, rows: 1, with: String::new() };
        let traced = Request::Trace(vec![(audit::subject(no.as_str()), trace)]);
        self.store.answer(&self.me, self.now, traced)?;
        let poster = Poster {
            house: lists.catalog.name(List::Office, no.office()),
            title: record.title(register),
            no: no.as_str(),
            code: &code,
            opens: is_address(&said),
            demo: self.demo,
        };
        let svg = poster.svg(self.lang);
        Ok((said, svg))
    }
}
