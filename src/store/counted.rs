//! What rules and calendar make of a petition, as its row keeps it.
use crate::domain::{
    agenda::Agenda,
    clock::{Duty, Limits},
    figures::{Fact, Standing},
    journal::Entry,
    petition::Petition,
};
use chrono::NaiveDate;
use rusqlite::types::Value;

/// What rules and calendar make of a petition, beside what it says itself.
pub(super) struct Counted {
    agenda: Agenda,
    figures: Vec<u8>,
}

impl Counted {
    /// What is counted of a petition, given its journal and the limits of its office.
    pub(super) fn of(petition: &Petition, entries: &[Entry], limits: &Limits) -> Self {
        Self {
            agenda: Agenda::of(petition, entries, limits),
            figures: Fact::of(petition, Standing::of(petition, limits)).packed(),
        }
    }

    /// Its columns, the last ones of [`COLUMNS`].
    pub(super) fn columns(&self) -> [Value; 8] {
        let Self { agenda, figures } = self;
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).into();
        [
            agenda.open.into(),
            day(agenda.due),
            agenda.clock.clone().into(),
            agenda.duty.map_or("", Duty::id).to_owned().into(),
            agenda.owed.into(),
            day(agenda.remind),
            agenda.tell.id().to_owned().into(),
            figures.clone().into(),
        ]
    }
}
