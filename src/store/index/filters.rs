//! Filters of a query as a condition in SQL.
use crate::search::{Filter, Key};
use chrono::{Days, NaiveDate};
use rusqlite::types::Value;

/// Days in which a petition has to be registered and routed \[22\].
const ROUTED_IN: u64 = 15;

/// The condition on `petition p`, and what to bind to its names.
pub(super) fn condition(filters: &[Filter], today: NaiveDate) -> (String, Vec<(String, Value)>) {
    let (mut parts, mut values) = (vec!["1".to_owned()], Vec::new());
    for (at, filter) in filters.iter().enumerate() {
        let name = format!(":f{at}");
        let (part, value) = one(filter, today);
        parts.push(part.replace(":f", &name));
        values.extend(value.map(|value| (name, value)));
    }
    (parts.join(" AND "), values)
}

fn one(filter: &Filter, today: NaiveDate) -> (String, Option<Value>) {
    let Some(first) = filter.means.first() else { return ("0".to_owned(), None) };
    let day = || Some(first.clone().into());
    match filter.key {
        Key::State if first == "overdue" => overdue(today),
        Key::From => ("p.received >= :f".to_owned(), day()),
        Key::To => ("p.received <= :f".to_owned(), day()),
        Key::Repeat => (yes_or_no(first, "p.follows IS NOT NULL"), None),
        Key::Group => {
            let size = filter.means.get(1).map(|size| size.clone().into());
            (yes_or_no(first, "p.came >= CAST(:f AS INTEGER)"), size)
        }
        key => {
            let condition = format!("p.{} IN (SELECT value FROM json_each(:f))", key.id());
            (condition, Some(serde_json::Value::from(filter.means.clone()).to_string().into()))
        }
    }
}

fn overdue(today: NaiveDate) -> (String, Option<Value>) {
    let last = today.checked_sub_days(Days::new(ROUTED_IN + 1)).unwrap_or(today);
    ("(p.state = 'registered' AND p.received <= :f)".to_owned(), Some(last.to_string().into()))
}

fn yes_or_no(answer: &str, condition: &str) -> String {
    if answer == "yes" { format!("({condition})") } else { format!("NOT ({condition})") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_nothing_lets_nothing_pass() {
        let today = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
        let filter = Filter { key: Key::From, means: Vec::new() };
        assert_eq!(condition(&[filter], today), ("1 AND 0".to_owned(), Vec::new()));
    }
}
