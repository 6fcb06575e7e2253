//! Counting a limit day by day, and remembering which days were not counted.
use super::{Calendar, Due, Length, Unit};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeSet;

/// Why a day on the way was not counted. `skip-` and the id is its message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skip {
    /// A Saturday or Sunday.
    Weekend,
    /// A day off by the yearly arrangement.
    Holiday,
    /// A day of a hearing.
    Hearing,
}

impl Skip {
    /// The stable id.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Weekend => "weekend",
            Self::Holiday => "holiday",
            Self::Hearing => "hearing",
        }
    }
}

/// What a day is by the yearly arrangement and the plain week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayKind {
    /// A day of the week that is worked.
    Working,
    /// A day of a weekend that is worked.
    MadeUp,
    /// A day of a weekend.
    Weekend,
    /// A day off.
    Holiday,
}

impl DayKind {
    /// Why a count of working days passes it over, if it does.
    pub(super) const fn skip(self) -> Option<Skip> {
        match self {
            Self::Working | Self::MadeUp => None,
            Self::Weekend => Some(Skip::Weekend),
            Self::Holiday => Some(Skip::Holiday),
        }
    }
}

/// A limit that was counted out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Where it ends.
    pub due: Due,
    /// The days that were not counted.
    pub skipped: Vec<(NaiveDate, Skip)>,
    /// The days of a weekend that were counted because they are worked.
    pub made_up: Vec<NaiveDate>,
}

impl Calendar {
    /// Counts a limit: the event day is day 0, paused days never count, days off only where working days do not.
    pub fn count(&self, from: NaiveDate, length: Length, paused: &BTreeSet<NaiveDate>) -> Counted {
        let working = length.unit == Unit::WorkingDays;
        let (mut raw, mut left, mut sure) = (from, length.days(), true);
        let (mut skipped, mut made_up) = (Vec::new(), Vec::new());
        while left > 0 {
            let Some(next) = raw.succ_opt() else { break };
            raw = next;
            sure &= !working || self.knows(raw.year());
            let kind = if working { self.kind(raw) } else { DayKind::Working };
            let why = if paused.contains(&raw) { Some(Skip::Hearing) } else { kind.skip() };
            match why {
                Some(why) => skipped.push((raw, why)),
                None => left -= 1,
            }
            if why.is_none() && kind == DayKind::MadeUp {
                made_up.push(raw);
            }
        }
        let due = self.due(raw);
        Counted { due: Due { provisional: due.provisional || !sure, ..due }, skipped, made_up }
    }
}
