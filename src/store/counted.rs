//! What rules and calendar make of a petition, as its row keeps it.
use crate::domain::{
    agenda::Agenda,
    clock::{Duty, Limits},
    figures::Standing,
    journal::Entry,
    petition::Petition,
    step::Satisfied,
};
use chrono::NaiveDate;
use rusqlite::types::Value;

/// What rules and calendar make of a petition, beside what it says itself.
pub(super) struct Counted {
    agenda: Agenda,
    standing: Standing,
}

impl Counted {
    /// What is counted of a petition, given its journal and the limits of its office.
    pub(super) fn of(petition: &Petition, entries: &[Entry], limits: &Limits) -> Self {
        Self { agenda: Agenda::of(petition, entries, limits), standing: Standing::of(petition, limits) }
    }

    /// Its columns, the last ones of [`COLUMNS`].
    pub(super) fn columns(&self) -> [Value; 16] {
        let Self { agenda, standing } = self;
        let Standing { told, answered, ended, asked, office, unit } = *standing;
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).into();
        let said = |said: Option<Satisfied>| said.map_or("", Satisfied::id).to_owned().into();
        [
            agenda.open.into(),
            day(agenda.due),
            agenda.clock.clone().into(),
            agenda.duty.map_or("", Duty::id).to_owned().into(),
            agenda.owed.into(),
            day(agenda.remind),
            agenda.tell.id().to_owned().into(),
            told.by.into(),
            told.met.into(),
            answered.by.into(),
            answered.met.into(),
            ended.by.into(),
            ended.met.into(),
            asked.into(),
            said(office),
            said(unit),
        ]
    }
}
