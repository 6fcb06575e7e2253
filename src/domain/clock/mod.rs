//! The limits that run on a petition: from what happened, the rules and the calendar to what is due, and why.
mod life;
mod limits;
mod rules;

pub use life::Extension;
pub use limits::{Limits, fingerprint};
pub use rules::{Duty, Kind, Rule, RuleError, Rules};

pub use super::calendar::Skip;
use super::calendar::{Calendar, Counted, Due, Length};
use chrono::NaiveDate;
use life::Life;
use std::collections::BTreeMap;

/// Something that happened to a petition: a step of its path, or its registration.
#[derive(Clone, Copy, Debug)]
pub struct Event<'a> {
    /// The id of the step; `registered` for the first.
    pub id: &'a str,
    /// Its civil date.
    pub on: NaiveDate,
    /// What was said in its slots.
    pub said: &'a BTreeMap<String, String>,
}

/// Facts of a petition under which a duty falls away \[23\].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Nobody gave a name.
    pub anonymous: bool,
    /// There is no address to write to.
    pub address_unclear: bool,
}

/// Where a limit stands. `stand-` and the id is its message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// It runs.
    Running,
    /// It runs, but today is not counted.
    Suspended,
    /// What was owed was done, in time or late.
    Met,
    /// It ended and nothing was done.
    Lapsed,
    /// Nobody owes it: the id of the reason.
    Void(&'static str),
}

impl Stand {
    /// The stable id.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Suspended => "suspended",
            Self::Met => "met",
            Self::Lapsed => "lapsed",
            Self::Void(_) => "void",
        }
    }
}

/// One limit on one petition, with everything that says why its day is its day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    /// The rule's name.
    pub id: String,
    /// Who must act.
    pub who: Duty,
    /// The article of the regulation.
    pub article: Option<u32>,
    /// Whether the rule is a choice of the office.
    pub local: bool,
    /// Whether the petitioner waits to be told until it is met.
    pub notice: bool,
    /// What becomes of it when it ends.
    pub kind: Kind,
    /// The event day: day 0.
    pub start: NaiveDate,
    /// How long, extension included; nothing where the order named the day.
    pub length: Option<Length>,
    /// By what it was made longer.
    pub extension: Option<Extension>,
    /// The day, and the days that were not counted on the way there.
    pub counted: Counted,
    /// When it was met.
    pub stop: Option<NaiveDate>,
    /// Where it stands.
    pub stand: Stand,
    /// By how many days it was or is late; 0 when it is not.
    pub late: i64,
}

impl Clock {
    /// The legal day with the days to work to.
    pub const fn due(&self) -> Due {
        self.counted.due
    }

    /// The last day on which it is kept. A limit that runs against the petitioner is kept on the next working
    /// day too; every other one ends on the legal day.
    pub fn last_day(&self) -> NaiveDate {
        if self.who == Duty::Petitioner { self.due().later } else { self.due().raw }
    }

    /// Whether somebody still has to act, or may. Whoever let a right lapse owes nothing.
    pub fn is_open(&self) -> bool {
        match self.stand {
            Stand::Running | Stand::Suspended => true,
            Stand::Lapsed => self.kind != Kind::Right,
            Stand::Met | Stand::Void(_) => false,
        }
    }

    /// Whether nothing has met it and it has not fallen away, be it past or not.
    pub const fn is_unmet(&self) -> bool {
        self.stop.is_none() && !matches!(self.stand, Stand::Void(_))
    }

    /// Whether the house or a unit still has to meet it, by law or by a rule: neither a right nor an aim.
    pub fn is_owed(&self) -> bool {
        self.is_unmet() && self.kind == Kind::Duty
    }

    /// Days until the last one; below 0 when it is past.
    pub fn left(&self, today: NaiveDate) -> i64 {
        (self.last_day() - today).num_days()
    }
}

/// The limits that have begun on a petition, in the order of the rules, as they stand today.
pub fn clocks(
    events: &[Event<'_>],
    facts: Facts,
    rules: &Rules,
    calendar: &Calendar,
    today: NaiveDate,
) -> Vec<Clock> {
    let clock = |rule: &Rule| {
        let longest = rules.lengthening(rule).and_then(|other| other.length);
        let life = Life::default().after(rule, longest, events);
        shown(rule, &life, facts, calendar, today)
    };
    rules.running().filter_map(clock).collect()
}

fn shown(rule: &Rule, life: &Life, facts: Facts, calendar: &Calendar, today: NaiveDate) -> Option<Clock> {
    let start = life.start.filter(|_| life.runs(rule))?;
    let length = rule.length(life.extension.map_or(0, |extension| extension.days));
    let counted = match (life.named, length) {
        (Some(day), _) => Counted { due: calendar.due(day), skipped: Vec::new(), made_up: Vec::new() },
        (None, Some(length)) => calendar.count(start, length, &life.hearings),
        (None, None) => return None,
    };
    let mut clock = Clock {
        id: rule.id.clone(),
        who: rule.who,
        article: rule.article,
        local: rule.local,
        notice: rule.notice,
        kind: rule.kind,
        start,
        length: length.filter(|_| life.named.is_none()),
        extension: life.extension,
        counted,
        stop: life.stop,
        stand: Stand::Running,
        late: 0,
    };
    clock.late = (-clock.left(life.stop.unwrap_or(today))).max(0);
    clock.stand = stand(rule, life, facts, &clock, today);
    Some(clock)
}

fn stand(rule: &Rule, life: &Life, facts: Facts, clock: &Clock, today: NaiveDate) -> Stand {
    let void = [
        ("anonymous", facts.anonymous && rule.falls_away.iter().any(|fact| fact == "anonymous")),
        (
            "address-unclear",
            facts.address_unclear && rule.falls_away.iter().any(|fact| fact == "address-unclear"),
        ),
        ("withdrawn", life.withdrawn),
    ];
    match void.into_iter().find(|(_, so)| *so) {
        Some((reason, _)) => Stand::Void(reason),
        None if life.stop.is_some() => Stand::Met,
        None if clock.late > 0 => Stand::Lapsed,
        None if life.hearings.contains(&today) => Stand::Suspended,
        None => Stand::Running,
    }
}

#[cfg(test)]
mod tests;
