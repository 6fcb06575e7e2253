//! Filters of a query as a condition in SQL. A value that fits nothing gives a condition that nothing passes.
use crate::{
    domain::{
        catalog::{Catalog, Item, List},
        day,
        petition::{Channel, Nature, State},
    },
    search::{Filter, Key, pinyin},
};
use chrono::{Days, NaiveDate};
use rusqlite::types::Value;

/// People who came together from which on it is a group visit.
const GROUP: i64 = 5;
/// Days in which a petition has to be registered and routed \[22\].
const ROUTED_IN: u64 = 15;

/// The condition on `petition p`, and what to bind to its names.
pub(super) fn condition(
    filters: &[Filter],
    catalog: &Catalog,
    today: NaiveDate,
) -> (String, Vec<(String, Value)>) {
    let (mut parts, mut values) = (vec!["1".to_owned()], Vec::new());
    for (at, filter) in filters.iter().enumerate() {
        let name = format!(":f{at}");
        let (part, value) = one(filter, catalog, today);
        parts.push(part.replace(":f", &name));
        values.extend(value.filter(|_| part.contains(":f")).map(|value| (name, value)));
    }
    (parts.join(" AND "), values)
}

fn one(filter: &Filter, catalog: &Catalog, today: NaiveDate) -> (String, Option<Value>) {
    let typed = filter.value.as_str();
    let among = |column: &str, codes: Vec<String>| {
        let condition = format!("p.{column} IN (SELECT value FROM json_each(:f))");
        (condition, Some(serde_json::Value::from(codes).to_string().into()))
    };
    match filter.key {
        Key::Office => among("office", codes(catalog, List::Office, typed)),
        Key::Place => among("place", codes(catalog, List::Place, typed)),
        Key::Category => among("category", codes(catalog, List::Category, typed)),
        Key::Unit => among("unit", codes(catalog, List::Unit, typed)),
        Key::State if typed == "overdue" => overdue(today),
        Key::State if typed == "open" => among("state", open()),
        Key::State => among("state", ids(State::IDS, typed)),
        Key::Nature => among("nature", ids(Nature::IDS, typed)),
        Key::Channel => among("channel", ids(Channel::IDS, typed)),
        Key::From => on("p.received >= :f", typed, today),
        Key::To => on("p.received <= :f", typed, today),
        Key::Repeat => (yes_or_no(typed, "p.follows IS NOT NULL"), None),
        Key::Group => (yes_or_no(typed, &format!("p.came >= {GROUP}")), None),
    }
}

fn open() -> Vec<String> {
    State::ALL.iter().filter(|state| state.is_open()).map(|state| state.id().to_owned()).collect()
}

fn overdue(today: NaiveDate) -> (String, Option<Value>) {
    let last = today.checked_sub_days(Days::new(ROUTED_IN + 1)).unwrap_or(today);
    ("(p.state = 'registered' AND p.received <= :f)".to_owned(), Some(last.to_string().into()))
}

fn on(condition: &str, typed: &str, today: NaiveDate) -> (String, Option<Value>) {
    match typed.parse().ok().or_else(|| day::read(typed, today).ok()) {
        Some(day) => (condition.to_owned(), Some(NaiveDate::to_string(&day).into())),
        None => ("0".to_owned(), None),
    }
}

fn yes_or_no(typed: &str, condition: &str) -> String {
    match typed {
        "yes" | "y" | "1" | "是" => format!("({condition})"),
        "no" | "n" | "0" | "否" => format!("NOT ({condition})"),
        _ => "0".to_owned(),
    }
}

/// Stable ids that begin as typed.
fn ids(all: &[&str], typed: &str) -> Vec<String> {
    all.iter().filter(|id| id.starts_with(typed)).map(|&id| id.to_owned()).collect()
}

/// The codes that somebody may mean: the code itself, a part of the name, the initials; and all below them.
fn codes(catalog: &Catalog, list: List, typed: &str) -> Vec<String> {
    let small = typed.to_lowercase();
    let meant = |item: &&Item| {
        let spelling = pinyin::spelling(&item.name);
        item.code.eq_ignore_ascii_case(typed)
            || item.name.contains(typed)
            || item.extra.also.iter().any(|name| name.contains(typed))
            || spelling.initials.starts_with(&small)
            || spelling.full.starts_with(&small)
    };
    let own = |list: List| catalog.items().iter().filter(move |item| item.list == list);
    let mut codes: Vec<String> = own(list).filter(meant).map(|item| item.code.clone()).collect();
    let mut at = 0;
    while let Some(above) = codes.get(at).cloned() {
        let below =
            own(list).filter(|item| item.parent.as_ref() == Some(&above)).map(|item| item.code.clone());
        let new: Vec<String> = below.filter(|code| !codes.contains(code)).collect();
        codes.extend(new);
        at += 1;
    }
    codes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_county_filter_holds_its_towns_and_a_short_name_its_unit() {
        let catalog = Catalog::shipped();
        assert!(codes(&catalog, List::Place, "安岳").len() > 40);
        assert!(codes(&catalog, List::Unit, "住建局").contains(&"ZJJ".to_owned()));
        assert_eq!(codes(&catalog, List::Office, "zj"), ["ZJ"]);
    }

    #[test]
    fn a_value_that_means_nothing_lets_nothing_pass() {
        let today = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
        for (key, value) in [(Key::From, "neverday"), (Key::Repeat, "maybe")] {
            let filter = Filter { key, value: value.to_owned() };
            assert_eq!(condition(&[filter], &Catalog::default(), today).0, "1 AND 0");
        }
    }
}
