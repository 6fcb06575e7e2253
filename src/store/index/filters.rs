//! Filters of a query as a condition in SQL.
use crate::search::{Filter, Key};
use chrono::NaiveDate;
use rusqlite::types::Value;

/// Somebody other than the petitioner has to act before a day that the law or a rule sets.
const OWED: &str = "p.open = 1 AND p.owed = 1";

/// The condition on `petition p`, and what to bind to its names, which all begin with `begin`.
pub fn condition(filters: &[Filter], today: NaiveDate, begin: &str) -> (String, Vec<(String, Value)>) {
    let (mut parts, mut values) = (vec!["1".to_owned()], Vec::new());
    for (at, filter) in filters.iter().enumerate() {
        let name = format!("{begin}{at}");
        let (part, value) = one(filter, today);
        parts.push(part.replace(":f", &name));
        values.extend(value.map(|value| (name, value)));
    }
    (parts.join(" AND "), values)
}

fn one(filter: &Filter, today: NaiveDate) -> (String, Option<Value>) {
    let Some(first) = filter.means.first() else { return ("0".to_owned(), None) };
    let said = || Some(Value::from(first.clone()));
    let list = || Some(serde_json::Value::from(filter.means.clone()).to_string().into());
    match filter.key {
        Key::State if first == "overdue" => {
            (format!("({OWED} AND p.due < :f)"), Some(today.to_string().into()))
        }
        Key::Due => (format!("({OWED} AND p.due BETWEEN :f ->> 0 AND :f ->> 1)"), list()),
        Key::Clock => ("(p.open = 1 AND p.clock IN (SELECT value FROM json_each(:f)))".to_owned(), list()),
        Key::Remind => {
            let due = yes_or_no(first, "p.open = 1 AND coalesce(p.remind <= :f, 0)");
            (due, Some(today.to_string().into()))
        }
        Key::Tell => (yes_or_no(first, "p.tell <> ''"), None),
        Key::From => ("p.received >= :f".to_owned(), said()),
        Key::To => ("p.received <= :f".to_owned(), said()),
        Key::Repeat => (yes_or_no(first, "p.follows IS NOT NULL"), None),
        Key::Group => {
            let size = filter.means.get(1).map(|size| size.clone().into());
            (yes_or_no(first, "p.came >= CAST(:f AS INTEGER)"), size)
        }
        key => (format!("p.{} IN (SELECT value FROM json_each(:f))", key.column()), list()),
    }
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
        assert_eq!(condition(&[filter], today, ":f"), ("1 AND 0".to_owned(), Vec::new()));
    }
}
