//! How cards are laid out in columns, by any of their fields, the latest first.
use crate::domain::case::{Case, CaseState, Summary};
use chrono::{Datelike, NaiveDate};
use std::{cmp::Reverse, collections::HashMap};

/// What makes a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// A leader.
    #[default]
    Leader,
    /// A field of work.
    Field,
    /// How closely cases are watched.
    Level,
    /// A county.
    Place,
    /// A state.
    State,
    /// The unit in the lead.
    Unit,
    /// A group of cases that are worked off together.
    Group,
}

/// Digits of a county's code, with which the codes of all places in it begin (GB/T 2260).
const COUNTY: usize = 6;

impl By {
    /// All of them, in the order in which `view.turn` goes through them.
    pub const ALL: [Self; 7] =
        [Self::Leader, Self::Field, Self::Level, Self::Place, Self::State, Self::Unit, Self::Group];

    /// The next one.
    #[must_use]
    pub fn turned(self) -> Self {
        let next = Self::ALL.into_iter().cycle().skip_while(|by| *by != self).nth(1);
        next.unwrap_or_default()
    }

    /// The field of a case that it goes by.
    pub const fn field(self) -> &'static str {
        match self {
            Self::Leader => "leader",
            Self::Field => "field",
            Self::Level => "level",
            Self::Place => "place",
            Self::State => "state",
            Self::Unit => "unit",
            Self::Group => "group",
        }
    }

    /// The id of its word in lang.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Leader => "board-by-leader",
            Self::Field => "board-by-field",
            Self::Level => "board-by-level",
            Self::Place => "board-by-place",
            Self::State => "board-by-state",
            Self::Unit => "board-by-unit",
            Self::Group => "board-by-group",
        }
    }
}

/// What comes first in a column, after what is open and before what rests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// What is late longest, then what is due next.
    #[default]
    Urgency,
    /// The day by which it shall be resolved.
    Target,
    /// The money that is asked for and not paid.
    Money,
    /// The day of opening.
    Opened,
}

impl Sort {
    const ALL: [Self; 4] = [Self::Urgency, Self::Target, Self::Money, Self::Opened];

    /// The next one.
    #[must_use]
    pub fn turned(self) -> Self {
        Self::ALL.into_iter().cycle().skip_while(|sort| *sort != self).nth(1).unwrap_or_default()
    }

    /// The id of its word in lang.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Urgency => "board-sort-urgency",
            Self::Target => "board-sort-target",
            Self::Money => "board-sort-money",
            Self::Opened => "board-sort-opened",
        }
    }

    /// The lowest first: days, or fen below nothing.
    fn key(self, card: &Case) -> i64 {
        let day = |day: NaiveDate| i64::from(day.num_days_from_ce());
        match self {
            Self::Urgency => 0,
            Self::Target => card.matter.target.map_or(i64::MAX, day),
            Self::Money => card.matter.recovered.0.saturating_sub(card.matter.asked.0),
            Self::Opened => day(card.matter.opened),
        }
    }
}

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Code of the leader or the county, the field itself, id of the level or the state; empty where a case says nothing.
    pub key: String,
    /// Its cards, by their place among all cards.
    pub cards: Vec<usize>,
    /// What they come to.
    pub summary: Summary,
}

/// What rests comes after what does not; then days late, the next day, the number.
type Urgency = (u8, Reverse<i64>, Option<NaiveDate>, String);

/// The columns of a board of some of the cards: whoever has the most late cases first, what is resolved last.
pub fn columns(
    cards: &[Case],
    some: impl Iterator<Item = usize>,
    (by, sort): (By, Sort),
    today: NaiveDate,
) -> Vec<Column> {
    let mut order: Vec<usize> = some.collect();
    order.sort_by_cached_key(|at| {
        let urgency = urgency(&cards[*at], today);
        (urgency.0, sort.key(&cards[*at]), urgency)
    });
    let mut columns: Vec<Column> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for at in order {
        let key = key(&cards[at], by);
        let place = *places.entry(key).or_insert(columns.len());
        if place == columns.len() {
            columns.push(Column { key: key.to_owned(), cards: Vec::new(), summary: Summary::default() });
        }
        columns[place].cards.push(at);
    }
    for column in &mut columns {
        column.summary = Summary::of(column.cards.iter().map(|at| &cards[*at]), today);
    }
    columns.sort_by_cached_key(|column| weight(column, cards, today));
    columns
}

fn key(card: &Case, by: By) -> &str {
    match by {
        By::Leader => &card.matter.leader,
        By::Field => &card.matter.field,
        By::Level => card.matter.level.id(),
        By::Place => card.matter.place.get(..COUNTY).unwrap_or(&card.matter.place),
        By::State => card.matter.state.id(),
        By::Unit => &card.matter.unit,
        By::Group => &card.matter.group,
    }
}

/// What comes first in a column: what is late longest, then what is due next; what rests, then what is done.
fn urgency(card: &Case, today: NaiveDate) -> Urgency {
    let rest = match card.matter.state {
        CaseState::Open | CaseState::Reopened => 0,
        CaseState::Paused => 1,
        CaseState::Resolved => 2,
    };
    (
        rest,
        Reverse(card.late_days(today).max(card.matter.target_late_days(today))),
        card.next_review(),
        card.no.0.clone(),
    )
}

/// Which column comes first: the one with the most late cases, then the one whose first card is more urgent, so
/// that one with nothing but resolved cases comes last.
fn weight(column: &Column, cards: &[Case], today: NaiveDate) -> (Reverse<usize>, Option<Urgency>) {
    (Reverse(column.summary.late), column.cards.first().map(|at| urgency(&cards[*at], today)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        case::{CaseMatter, Level},
        petition::No,
    };

    const TODAY: &str = "2026-03-31";

    /// A prominent case that was reviewed a week before `next`.
    fn card(no: &str, leader: &str, state: CaseState, next: Option<&str>) -> Case {
        let opened = next.map_or(TODAY, |day| day).parse::<NaiveDate>().unwrap() - chrono::Days::new(7);
        Case {
            no: No(no.to_owned()),
            version: 1,
            matter: CaseMatter { state, level: Level::Prominent, ..CaseMatter::new(no, leader, opened) },
            petitions: Vec::new(),
            reviews: Vec::new(),
            owners: Vec::new(),
            payments: Vec::new(),
            resolved: None,
            watched: opened,
        }
    }

    fn told(cards: &[Case], by: By) -> Vec<String> {
        let name = |column: &Column| {
            let nos: Vec<&str> = column.cards.iter().map(|at| cards[*at].no.as_str()).collect();
            format!("{} {} late: {}", column.key, column.summary.late, nos.join(" "))
        };
        columns(cards, 0..cards.len(), (by, Sort::default()), TODAY.parse().unwrap())
            .iter()
            .map(name)
            .collect()
    }

    #[test]
    fn whoever_has_the_most_late_cases_comes_first_and_the_latest_case_on_top() {
        let cards = [
            card("1", "zhao", CaseState::Open, Some("2026-04-10")),
            card("2", "zhao", CaseState::Open, Some("2026-03-30")),
            card("3", "qian", CaseState::Open, Some("2026-03-30")),
            card("4", "qian", CaseState::Reopened, Some("2026-03-01")),
            card("5", "sun", CaseState::Resolved, None),
            card("6", "li", CaseState::Open, Some("2026-03-20")),
        ];
        let columns = ["qian 2 late: 4 3", "li 1 late: 6", "zhao 1 late: 2 1", "sun 0 late: 5"];
        assert_eq!(told(&cards, By::Leader), columns);
    }

    #[test]
    fn towns_stand_with_their_county_and_what_is_not_said_has_a_column_too() {
        let at = |no: &str, place: &str, field: &str| {
            let mut card = card(no, "zhao", CaseState::Open, None);
            (card.matter.place, card.matter.field) = (place.to_owned(), field.to_owned());
            card
        };
        let cards =
            [at("1", "512002001", "劳资"), at("2", "512002", ""), at("3", "512021", "劳资"), at("4", "", "")];
        assert_eq!(told(&cards, By::Place), ["512002 0 late: 1 2", "512021 0 late: 3", " 0 late: 4"]);
        assert_eq!(told(&cards, By::Field), ["劳资 0 late: 1 3", " 0 late: 2 4"]);
        assert_eq!(told(&cards, By::Level), ["prominent 0 late: 1 2 3 4"]);
    }

    #[test]
    fn a_column_goes_by_target_money_or_age_too_and_what_is_resolved_stays_last() {
        let with = |no: &str, state, target: &str, asked: i64, opened: &str| {
            let mut card = card(no, "zhao", state, None);
            card.matter.target = target.parse().ok();
            card.matter.asked = crate::domain::money::Fen(asked);
            card.matter.opened = opened.parse().unwrap();
            card
        };
        let cards = [
            with("1", CaseState::Open, "2026-06-01", 100, "2026-01-01"),
            with("2", CaseState::Open, "", 300, "2026-01-02"),
            with("3", CaseState::Open, "2026-05-01", 200, "2026-01-03"),
            with("4", CaseState::Resolved, "2026-01-01", 900, "2025-01-01"),
        ];
        let told = |sort| {
            let columns = columns(&cards, 0..4, (By::Leader, sort), TODAY.parse().unwrap());
            columns[0].cards.iter().map(|at| cards[*at].no.0.clone()).collect::<String>()
        };
        assert_eq!([told(Sort::Target), told(Sort::Money), told(Sort::Opened)], ["3124", "2314", "1234"]);
    }

    #[test]
    fn the_views_come_round() {
        let mut by = By::default();
        for next in By::ALL.into_iter().cycle().skip(1).take(By::ALL.len()) {
            by = by.turned();
            assert_eq!(by, next);
        }
        assert_eq!(by, By::default());
    }

    #[test]
    fn what_is_resolved_stands_at_the_end_of_its_column_and_its_column_at_the_end() {
        let cards = [
            card("1", "zhao", CaseState::Resolved, None),
            card("2", "zhao", CaseState::Paused, None),
            card("3", "zhao", CaseState::Open, Some("2026-04-01")),
        ];
        assert_eq!(told(&cards, By::Leader), ["zhao 0 late: 3 2 1"]);
        assert_eq!(told(&cards, By::State), ["open 0 late: 3", "paused 0 late: 2", "resolved 0 late: 1"]);
    }
}
