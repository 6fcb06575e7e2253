//! What is kept with a petition's row for counting it. It follows from the journal, the rules and the calendar alone,
//! and not from the day on which it is looked at.
use crate::domain::{
    clock::{Clock, Kind, Limits, Stand},
    petition::Petition,
    step::{Satisfied, StepKind},
};
use chrono::NaiveDate;

/// The limits within which a petition is to be answered \[34\], simple handling included.
const ANSWER: [&str; 2] = ["D6", "D16"];

/// About ninety years, in days.
const LONGEST: i64 = 32_000;

/// One duty and whether it was kept, in days after receipt. Where several limits stand for it, the one that was met too
/// late speaks for all; else the first that nobody has met; else the last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// The last day; none where no limit has begun or nobody owes it.
    pub by: Option<i16>,
    /// When it was met.
    pub met: Option<i16>,
}

impl Kept {
    fn of<'c>(clocks: impl Iterator<Item = &'c Clock>, received: NaiveDate) -> Self {
        let mut clocks: Vec<&Clock> = clocks.filter(|clock| !matches!(clock.stand, Stand::Void(_))).collect();
        clocks.sort_by_key(|clock| clock.last_day());
        let missed = clocks.iter().find(|clock| clock.stop.is_some_and(|stop| stop > clock.last_day()));
        let speaks = missed.or_else(|| clocks.iter().find(|clock| clock.is_unmet())).or(clocks.last());
        let after = |day| days_after(received, day);
        speaks.map_or_else(Self::default, |clock| Self {
            by: Some(after(clock.last_day())),
            met: clock.stop.map(after),
        })
    }
}

/// What a row keeps for the figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Being told what becomes of it \[23\].
    pub told: Kept,
    /// Being answered \[34\].
    pub answered: Kept,
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
        let kept = |wanted: fn(&&Clock) -> bool| Kept::of(clocks.iter().filter(wanted), petition.received);
        let asked = petition.steps.iter().rfind(|taken| taken.step == StepKind::Satisfaction);
        let said = |slot: &str| asked.and_then(|taken| Satisfied::parse(taken.said(slot)));
        Self {
            told: kept(|clock| clock.notice),
            answered: kept(|clock| ANSWER.contains(&clock.id.as_str())),
            ended: kept(|clock| clock.kind == Kind::Aim),
            asked: asked.map(|taken| days_after(petition.received, taken.on)),
            office: said("office"),
            unit: said("handler"),
        }
    }
    /// Until which day after receipt a petition counts for anything; without end while a duty is open.
    pub(super) fn lasts(&self) -> i32 {
        let duties = [self.told, self.answered, self.ended];
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
