//! What happened to one limit so far: when it began, what lengthened or interrupted it, what met it.
use super::{Event, rules::Rule};
use chrono::{Days, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

/// Papers that are served.
const PAPERS: &[&str] = &["reply", "review", "rereview"];
/// What taking a matter up again takes back.
const REOPENED: &[&str] = &["close", "archive", "withdraw"];
/// Nobody holds a hearing for longer; a slip must not make a set of a million days.
const LONGEST_HEARING: usize = 366;

/// How often and by what a limit was made longer: once, and by whom that was allowed is in the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extension {
    /// When.
    pub on: NaiveDate,
    /// By how many calendar days.
    pub days: u32,
}

/// One limit on one petition, event by event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Life {
    pub(super) start: Option<NaiveDate>,
    /// The day that the beginning event named itself.
    pub(super) named: Option<NaiveDate>,
    pub(super) stop: Option<NaiveDate>,
    stopped_by: String,
    pub(super) withdrawn: bool,
    pub(super) hearings: BTreeSet<NaiveDate>,
    pub(super) extension: Option<Extension>,
    /// Whether the event without which it does not run has happened.
    needed: bool,
    paper: String,
}

impl Life {
    /// The life after more events; `longest` is by how much the limit can be made longer.
    pub(super) fn after(mut self, rule: &Rule, longest: Option<u32>, events: &[Event<'_>]) -> Self {
        for event in events {
            self.follow(rule, longest, event);
        }
        self
    }

    fn follow(&mut self, rule: &Rule, longest: Option<u32>, event: &Event<'_>) {
        if PAPERS.contains(&event.id) {
            event.id.clone_into(&mut self.paper);
        }
        self.needed |= rule.needs.as_deref() == Some(event.id);
        if self.begins(rule, event) {
            self.begin(rule, event);
        } else if self.start.is_some() {
            self.go_on(rule, longest, event);
        }
    }

    fn begins(&self, rule: &Rule, event: &Event<'_>) -> bool {
        let barred = rule.unless.iter().any(|(slot, said)| event.said.get(slot) == Some(said));
        let of = rule.of.is_empty() || rule.of.contains(&self.paper);
        contains(&rule.start, event.id) && of && !barred
    }

    fn begin(&mut self, rule: &Rule, event: &Event<'_>) {
        let named = rule.slot.as_ref().and_then(|slot| day(event.said, slot));
        let (needed, paper) = (self.needed, std::mem::take(&mut self.paper));
        *self = Self { start: Some(event.on), named, needed, paper, ..Self::default() };
    }

    fn go_on(&mut self, rule: &Rule, longest: Option<u32>, event: &Event<'_>) {
        match event.id {
            "withdraw" if self.stop.is_none() => self.withdrawn = true,
            "reopen" => self.reopen(),
            "hearing" if rule.hearing => self.hearings.extend(hearing_days(event)),
            "extend" if self.extension.is_none() => {
                let asked = event.said.get("days").and_then(|days| days.parse().ok());
                let days = asked.zip(longest).map(|(asked, longest): (u32, u32)| asked.min(longest));
                self.extension = days.map(|days| Extension { on: event.on, days });
            }
            _ => {}
        }
        if self.stop.is_none() && contains(&rule.stop, event.id) {
            self.stop = Some(event.on);
            event.id.clone_into(&mut self.stopped_by);
        }
    }

    fn reopen(&mut self) {
        self.withdrawn = false;
        if REOPENED.contains(&self.stopped_by.as_str()) {
            self.stop = None;
        }
    }

    /// Whether there is a limit at all.
    pub(super) fn runs(&self, rule: &Rule) -> bool {
        self.start.is_some() && (rule.needs.is_none() || self.needed)
    }
}

fn contains(ids: &[String], id: &str) -> bool {
    ids.iter().any(|one| one == id)
}

fn day(said: &BTreeMap<String, String>, slot: &str) -> Option<NaiveDate> {
    said.get(slot)?.trim().parse().ok()
}

/// The days of a hearing, the first and the last one counted: from and until, or so many from the event's day on.
fn hearing_days(event: &Event<'_>) -> impl Iterator<Item = NaiveDate> {
    let from = day(event.said, "from").unwrap_or(event.on);
    let days: u64 = event.said.get("days").and_then(|days| days.trim().parse().ok()).unwrap_or(1);
    let last = from.checked_add_days(Days::new(days.saturating_sub(1))).unwrap_or(from);
    let until = day(event.said, "until").unwrap_or(last);
    from.iter_days().take(LONGEST_HEARING).take_while(move |day| *day <= until)
}
