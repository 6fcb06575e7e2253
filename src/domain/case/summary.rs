//! What several cases come to, as a supervisor asks for it.
use super::Case;
use chrono::{Datelike, NaiveDate};

/// What a leader's cases come to, or those of a whole city.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Open ones.
    pub open: usize,
    /// Late ones: for their review, or for the day by which they should have been resolved.
    pub late: usize,
    /// Open ones without a review in the present week (prominent) or month (key).
    pub unreviewed: usize,
    /// The last review of any of them.
    pub last: Option<NaiveDate>,
    /// The next review that is due.
    pub next: Option<NaiveDate>,
    /// Resolved in the present year.
    pub resolved: usize,
    /// Pledged to be resolved in the present year.
    pub pledged: usize,
    /// Those of them that are.
    pub kept: usize,
}

impl Summary {
    /// What some cases come to.
    pub fn of<'c>(cards: impl Iterator<Item = &'c Case>, today: NaiveDate) -> Self {
        let mut sum = Self::default();
        for card in cards {
            let resolved = card.resolved.is_some_and(|day| day.year() == today.year());
            let pledged = card.matter.pledge == Some(today.year());
            sum.open += usize::from(card.matter.state.is_open());
            sum.late += usize::from(card.is_late(today));
            sum.unreviewed += usize::from(card.awaits_review(today));
            sum.last = sum.last.max(card.last_review());
            sum.next = [sum.next, card.next_review()].into_iter().flatten().min();
            sum.resolved += usize::from(resolved);
            sum.pledged += usize::from(pledged);
            sum.kept += usize::from(pledged && card.resolved.is_some());
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        case::{CaseMatter, CaseState, Level, Review},
        petition::No,
    };

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn case(no: &str, state: CaseState) -> Case {
        Case {
            no: No(no.to_owned()),
            version: 1,
            matter: CaseMatter { state, ..CaseMatter::new(no, "zhao", day("2026-01-01")) },
            petitions: Vec::new(),
            reviews: Vec::new(),
            owners: Vec::new(),
            payments: Vec::new(),
            resolved: None,
            watched: day("2026-01-01"),
        }
    }

    #[test]
    fn a_leader_s_cases_come_to_what_a_supervisor_asks_for() {
        let today = day("2026-03-31");
        let reviewed = |no: &str, level: Level, on: &str| {
            let mut card = case(no, CaseState::Open);
            card.matter.level = level;
            card.reviews = vec![Review { on: day(on), ..Review::default() }];
            card
        };
        let mut done = case("5", CaseState::Resolved);
        (done.resolved, done.matter.pledge) = (Some(day("2026-01-05")), Some(2026));
        let mut missed = reviewed("4", Level::Key, "2026-02-28");
        (missed.matter.target, missed.matter.pledge) = (Some(day("2026-03-30")), Some(2026));
        let cards = [
            reviewed("1", Level::Prominent, "2026-03-30"),
            reviewed("2", Level::Prominent, "2026-03-29"),
            reviewed("3", Level::Key, "2026-03-01"),
            missed,
            done,
        ];
        let told = Summary {
            open: 4,
            late: 1,
            unreviewed: 2,
            last: Some(day("2026-03-30")),
            next: Some(day("2026-03-30")),
            resolved: 1,
            pledged: 2,
            kept: 1,
        };
        assert_eq!(Summary::of(cards.iter(), today), told);
    }
}
