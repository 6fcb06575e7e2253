//! Writing many petitions out: in a shared house it takes a second person, and it is written down before it begins.
use super::{Claim, Now, Result, Store, StoreError, petition};
use crate::domain::{
    audit::{self, Trace},
    petition::No,
    rights::{Actor, Power},
};

/// What is to be written out, and with whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportAsk {
    /// As what, for the journal.
    pub form: String,
    /// The second person, who proves who they are.
    pub second: Option<Claim>,
}

impl Store {
    /// The numbers of all petitions that the asker may see, once a second person has agreed.
    pub(super) fn export(&mut self, me: &Actor, now: Now, ask: &ExportAsk) -> Result<Vec<No>> {
        let with = self.second(me, now, ask.second.as_ref())?;
        let numbers = petition::numbers(&self.db, me)?;
        let trace = Trace::Exported { form: ask.form.clone(), rows: numbers.len(), with };
        self.trace(me, now, vec![(audit::subject("export"), trace)])?;
        Ok(numbers)
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
