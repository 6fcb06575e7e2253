//! Writing many petitions out: in a shared house it takes a second person, and it is written down before it begins.
use super::{Claim, Now, RecordAsk, Reply, Result, Store, StoreError, petition, record};
use crate::domain::{
    audit::{self, Trace},
    register::Narrow,
    rights::{Actor, Power},
};

/// What is to be written out, and with whom.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportAsk {
    /// As what, for the journal.
    pub form: String,
    /// The second person, who proves who they are.
    pub second: Option<Claim>,
    /// The rows of a register, by its id, in place of petitions.
    pub register: Option<(String, Narrow)>,
}

impl Store {
    /// The numbers of all petitions that the asker may see, once a second person has agreed.
    pub(super) fn export(&mut self, me: &Actor, now: Now, ask: &ExportAsk) -> Result<Reply> {
        if let Some((register, narrow)) = &ask.register {
            return self.export_rows(me, now, ask, register, narrow);
        }
        let with = self.second(me, now, ask.second.as_ref())?;
        let numbers = petition::numbers(&self.db, me)?;
        let trace = Trace::Exported { form: ask.form.clone(), rows: numbers.len(), with };
        self.trace(me, now, vec![(audit::subject("export"), trace)])?;
        Ok(Reply::Numbers(numbers))
    }

    /// The rows of a register; without a second person their numbers are masked by whoever writes them out.
    fn export_rows(
        &mut self,
        me: &Actor,
        now: Now,
        ask: &ExportAsk,
        id: &str,
        narrow: &Narrow,
    ) -> Result<Reply> {
        let with = match &ask.second {
            Some(_) => self.second(me, now, ask.second.as_ref())?,
            None => String::new(),
        };
        let list = RecordAsk::List { register: id.to_owned(), narrow: Box::new(narrow.clone()) };
        let reply = record::answer(&self.db, me, now.today, list)?;
        let rows = if let Reply::Records(records) = &reply { records.rows.len() } else { 0 };
        let trace = Trace::Exported { form: ask.form.clone(), rows, with };
        self.trace(me, now, vec![(audit::subject("export"), trace)])?;
        Ok(reply)
    }

    /// Code of the second person; empty at a desk of one's own, where there is none.
    fn second(&mut self, me: &Actor, now: Now, claim: Option<&Claim>) -> Result<String> {
        if !self.is_shared()? {
            return Ok(String::new());
        }
        let claim = claim.ok_or(StoreError::Refused("why-second"))?;
        let second = self.sign_in(me, now, claim)?.actor;
        if second.code == me.code {
            return Err(StoreError::Refused("why-second-same"));
        }
        if !second.can(Power::Export) {
            return Err(StoreError::Denied("why-no-right"));
        }
        Ok(second.code)
    }
}
