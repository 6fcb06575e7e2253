//! What is kept with a petition's row for counting it. It follows from the journal, the rules and the calendar alone,
//! and not from the day on which it is looked at.
use crate::domain::{
    clock::{Clock, Limits, Stand},
    petition::Petition,
    step::{Satisfied, StepKind},
};
use chrono::NaiveDate;

/// The limits within which a petitioner is to be told what becomes of it, after receipt and after a transfer \[23\].
const TELL: [&str; 2] = ["D2", "D3"];
/// The limits within which a petition is to be answered: simple handling, and the petition procedure \[34\].
const ANSWER: [&str; 2] = ["D16", "D6"];
/// The city's aim for the whole cycle.
const END: &str = "L1";

/// About ninety years, in days.
const LONGEST: i64 = 32_000;

/// One limit and whether it was kept, in days after receipt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// The last day; none where no limit has begun or nobody owes it.
    pub by: Option<i16>,
    /// When it was met.
    pub met: Option<i16>,
}

impl Kept {
    fn of(clock: &Clock, received: NaiveDate) -> Self {
        let after = |day| days_after(received, day);
        Self { by: Some(after(clock.last_day())), met: clock.stop.map(after) }
    }
}

/// What a row keeps for the figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Being told what becomes of it \[23\]: each limit by itself.
    pub told: [Kept; 2],
    /// Being answered \[34\]: each limit by itself.
    pub answered: [Kept; 2],
    /// The whole cycle, as the city aims at.
    pub ended: Kept,
    /// When the petitioner was asked last whether satisfied, in days after receipt.
    pub asked: Option<i16>,
    /// What they said of the counter.
    pub office: Option<Satisfied>,
    /// What they said of the handling unit.
    pub unit: Option<Satisfied>,
}

impl Standing {
    /// How a petition stands by the limits of its office.
    pub fn of(petition: &Petition, limits: &Limits) -> Self {
        // Whether a limit is met does not depend on the day: what is written down has happened.
        let clocks = limits.clocks(petition, NaiveDate::MAX);
        let kept = |id: &str| {
            let runs = |clock: &&Clock| clock.id == id && !matches!(clock.stand, Stand::Void(_));
            clocks.iter().find(runs).map_or_else(Kept::default, |clock| Kept::of(clock, petition.received))
        };
        let asked = petition.steps.iter().rfind(|taken| taken.step == StepKind::Satisfaction);
        let said = |slot: &str| asked.and_then(|taken| Satisfied::parse(taken.said(slot)));
        Self {
            told: TELL.map(kept),
            answered: ANSWER.map(kept),
            ended: kept(END),
            asked: asked.map(|taken| days_after(petition.received, taken.on)),
            office: said("office"),
            unit: said("handler"),
        }
    }
    /// Until which day after receipt a petition counts for anything; without end while a duty is open.
    pub(super) fn lasts(&self) -> i32 {
        let duties = [self.told[0], self.told[1], self.answered[0], self.answered[1], self.ended];
        if duties.iter().any(|kept| kept.by.is_some() && kept.met.is_none()) {
            return i32::MAX;
        }
        duties.iter().filter_map(|kept| kept.met).chain(self.asked).fold(0, i16::max).into()
    }
}

/// Days from one day to another; more than a lifetime is not told apart.
fn days_after(from: NaiveDate, to: NaiveDate) -> i16 {
    i16::try_from((to - from).num_days().clamp(-LONGEST, LONGEST)).unwrap_or_default()
}
