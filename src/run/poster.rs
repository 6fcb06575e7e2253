//! The poster of a row of a register: a sheet with its QR code.
use super::jobs::Bench;
use crate::{
    domain::{
        audit,
        catalog::List,
        petition::No,
        qr::{GREATEST, Qr},
        register::is_address,
    },
    exchange::poster::Poster,
    store::{Result, StoreError},
};

impl Bench<'_> {
    /// What the code of a row says, and its poster; who takes it out is written down beside the row.
    pub fn poster(&mut self, no: &No) -> Result<(String, String)> {
        let lists = self.lists()?;
        let page = self.record(no)?;
        let record = &page.record;
        let register = lists.registers.get(&record.register).ok_or(StoreError::Refused("why-no-code"))?;
        let said = register.code_of(record).map_err(StoreError::Refused)?;
        let code = Qr::of(&said, GREATEST).ok_or(StoreError::Refused("why-code-long"))?;
        let form = format!("register.{}.svg", register.id);
        self.leaves(audit::subject(no.as_str()), form, 1)?;
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
