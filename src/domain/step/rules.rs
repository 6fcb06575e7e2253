//! Why a step cannot be taken: asked by the desk to dim it and by the store at its door.
use super::{SlotKind, Step, StepKind, Stepped};
use crate::domain::{
    catalog::List,
    clock::{Clock, Limits, Rule},
    petition::{Petition, State},
    register::Words,
    reminder::{self, Fault},
};
use chrono::NaiveDate;

/// The limit that an extension makes longer \[34\].
const HANDLE: &str = "D6";

/// What fills the blank of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Blank {
    /// A text as it is: a day, a name that was typed.
    Text(String),
    /// The id of a message.
    Words(String),
    /// What a declaration calls something.
    Declared(Words),
}

/// Why not: a sentence, the article behind it, and what fills its blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The id of the sentence.
    pub id: &'static str,
    /// The article of the regulation; empty where the regulation names none.
    pub article: &'static str,
    /// What fills `$what`.
    pub what: Vec<Blank>,
}

impl Refusal {
    fn new(id: &'static str, article: &'static str) -> Self {
        Self { id, article, what: Vec::new() }
    }

    fn words(mut self, ids: impl IntoIterator<Item = String>) -> Self {
        self.what.extend(ids.into_iter().map(Blank::Words));
        self
    }

    fn text(mut self, text: &impl ToString) -> Self {
        self.what.push(Blank::Text(text.to_string()));
        self
    }
}

/// Why a step cannot be taken as it was filled in, if it cannot.
pub fn refusal(petition: &Petition, taken: &Stepped, today: NaiveDate, limits: &Limits) -> Option<Refusal> {
    if taken.on > today {
        return Some(Refusal::new("why-day-to-come", ""));
    }
    let Some(row) = Step::of(taken.step, petition.matter.nature) else {
        return Some(Refusal::new("why-step-nature", ""));
    };
    barred(row, petition, taken.on, limits)
        .or_else(|| stray(row, taken))
        .or_else(|| row.slots.iter().find_map(|slot| misfit(row, slot.id, petition, taken)))
        .or_else(|| too_long(row, petition, taken, limits))
        .or_else(|| unasked(row, petition, taken, limits))
}

/// Why a step cannot be taken on a day, whatever would be filled in, if it cannot.
pub fn why_not(petition: &Petition, kind: StepKind, on: NaiveDate, limits: &Limits) -> Option<Refusal> {
    let Some(row) = Step::of(kind, petition.matter.nature) else {
        return Some(Refusal::new("why-step-nature", ""));
    };
    barred(row, petition, on, limits).or_else(|| idle(row, petition, on, limits))
}

fn barred(row: &Step, petition: &Petition, on: NaiveDate, limits: &Limits) -> Option<Refusal> {
    out_of_place(row, petition)
        .or_else(|| unfounded(row, petition))
        .or_else(|| untimely(row, petition, on, limits))
}

/// A reminder where there is nothing to remind of yet.
fn idle(row: &Step, petition: &Petition, on: NaiveDate, limits: &Limits) -> Option<Refusal> {
    let idle = row.kind == StepKind::Remind && reminder::of(petition, limits, on).is_none();
    idle.then(|| Refusal::new("why-remind-nothing", row.article))
}

fn out_of_place(row: &Step, petition: &Petition) -> Option<Refusal> {
    // After re-review the same facts and reasons are not taken up again \[36\].
    let through = || petition.steps.iter().any(|taken| taken.step == StepKind::Rereview);
    if row.kind == StepKind::Reopen && through() {
        return Some(Refusal::new("why-step-final", "36"));
    }
    if row.from.contains(&petition.state) {
        return None;
    }
    let early = [State::Registered, State::Forwarded, State::Assigned].contains(&petition.state);
    if row.kind == StepKind::Reply && early {
        return Some(Refusal::new("why-step-early", row.article));
    }
    Some(Refusal::new("why-step-state", row.article).words(row.from.iter().map(|state| state.message())))
}

/// A step that answers another one comes once for each time that one was taken.
fn unfounded(row: &Step, petition: &Petition) -> Option<Refusal> {
    let rests = row.rests?;
    let times = |kind| petition.steps.iter().filter(|taken| taken.step == kind).count();
    // A sheet told of this state: what went before was done elsewhere, and stands in no journal here.
    let elsewhere =
        petition.told && petition.steps.iter().all(|taken| taken.step.to() != Some(petition.state));
    match (times(rests), times(row.kind)) {
        (founded, answered) if answered < founded => None,
        (0, 0) if elsewhere => None,
        (0, 0) => Some(Refusal::new("why-step-rests", row.article).words([rests.message()])),
        _ => Some(Refusal::new("why-step-once", row.article).words([row.kind.message()])),
    }
}

fn untimely(row: &Step, petition: &Petition, on: NaiveDate, limits: &Limits) -> Option<Refusal> {
    let ground = ground(row, petition);
    if on < ground {
        return Some(Refusal::new("why-step-before", row.article).text(&ground));
    }
    let end = (row.kind == StepKind::Extend).then(|| handling(petition, on, limits))??.due().raw;
    (on > end).then(|| Refusal::new("why-step-extend-late", row.article).text(&end))
}

/// The day of the step on which this one rests: the one it answers, or the last that moved the petition; the day
/// of receipt where nothing did.
fn ground(row: &Step, petition: &Petition) -> NaiveDate {
    let bears = |taken: &&Stepped| taken.step.to().is_some() || Some(taken.step) == row.rests;
    let last = petition.steps.iter().filter(bears).map(|taken| taken.on).max();
    last.unwrap_or(petition.received).max(petition.received)
}

/// The time for handling as it stands on a day.
fn handling(petition: &Petition, on: NaiveDate, limits: &Limits) -> Option<Clock> {
    limits.clocks(petition, on).into_iter().find(|clock| clock.id == HANDLE)
}

/// An extension by more days than the rule of extensions allows.
fn too_long(row: &Step, petition: &Petition, taken: &Stepped, limits: &Limits) -> Option<Refusal> {
    let days: u32 = (row.kind == StepKind::Extend).then(|| taken.said("days").trim().parse().ok())??;
    let rules = limits.rules(petition.no.office());
    let longest =
        rules.get(HANDLE).and_then(|rule| rules.lengthening(rule)).and_then(|rule: &Rule| rule.length)?;
    (days > longest).then(|| Refusal::new("why-step-extend-days", row.article).text(&longest))
}

/// A reminder of no limit that runs, of a level that has gone out, or before its day.
fn unasked(row: &Step, petition: &Petition, taken: &Stepped, limits: &Limits) -> Option<Refusal> {
    let fault = (row.kind == StepKind::Remind).then(|| reminder::fault(petition, taken, limits))??;
    Some(match fault {
        Fault::NoClock if taken.said("clock").is_empty() => Refusal::new("why-remind-nothing", ""),
        Fault::NoLevel => Refusal::new("why-step-slot-missing", "").words(["slot-grade".to_owned()]),
        Fault::NoClock => Refusal::new("why-remind-clock", "").text(&taken.said("clock")),
        Fault::Sent => Refusal::new("why-remind-sent", "").words([format!("grade-{}", taken.said("grade"))]),
        Fault::Early(from) => Refusal::new("why-remind-early", "").text(&from),
    })
}

fn stray(row: &Step, taken: &Stepped) -> Option<Refusal> {
    let stray = taken.said.keys().find(|id| row.slot(id).is_none())?;
    Some(Refusal::new("why-step-slot-unknown", "").text(stray))
}

/// What is wrong with what was said in a slot.
fn misfit(row: &Step, id: &'static str, petition: &Petition, taken: &Stepped) -> Option<Refusal> {
    let slot = row.slot(id)?;
    let said = taken.said(id).trim();
    let named = |why| Some(Refusal::new(why, row.article).words([format!("slot-{id}")]));
    if said.is_empty() {
        return if slot.required { named("why-step-slot-missing") } else { None };
    }
    let fits = match slot.kind {
        SlotKind::Choice { ids, .. } => ids.contains(&said),
        SlotKind::Day => said.parse::<NaiveDate>().is_ok(),
        SlotKind::Count => said.parse::<u32>().is_ok_and(|count| count > 0),
        SlotKind::Line | SlotKind::Page | SlotKind::Pick(_) => true,
    };
    if !fits {
        return named("why-step-slot-choice");
    }
    let accused = slot.kind == SlotKind::Pick(List::Unit) && said == petition.matter.accused;
    accused.then(|| Refusal::new("why-accused-unit", ""))
}
