//! Filters of a query as a condition in SQL.
use crate::search::{Filter, Key};
use chrono::NaiveDate;
use rusqlite::types::Value;

/// Somebody other than the petitioner has to act before a day that the law or a rule sets.
const OWED: &str = "p.open = 1 AND p.owed = 1";

/// What is bound to the names of a condition.
type Bound = Vec<(String, Value)>;

/// The condition on `petition p`, and what to bind to its names, which all begin with `begin`.
pub fn condition(filters: &[Filter], today: NaiveDate, begin: &str) -> (String, Bound) {
    let (mut parts, mut bound) = (vec!["1".to_owned()], Bound::new());
    for (at, filter) in filters.iter().enumerate() {
        let name = |value: usize| format!("{begin}{at}_{value}");
        let (part, values) = one(filter, today, &name);
        parts.push(part);
        bound.extend(values.into_iter().enumerate().map(|(at, value)| (name(at), value)));
    }
    (parts.join(" AND "), bound)
}

/// One filter, and the values of its names in their order. Plain comparisons: they are asked of every row that is
/// counted.
fn one(filter: &Filter, today: NaiveDate, name: &impl Fn(usize) -> String) -> (String, Vec<Value>) {
    let Some(first) = filter.means.first() else { return ("0".to_owned(), Vec::new()) };
    let said = || filter.means.iter().map(|one| Value::from(one.clone())).collect::<Vec<_>>();
    let (today, value) = (vec![Value::from(today.to_string())], name(0));
    match filter.key {
        Key::State if first == "overdue" => (format!("({OWED} AND p.due < {value})"), today),
        Key::Due if filter.means.len() == 2 => {
            (format!("({OWED} AND p.due BETWEEN {value} AND {})", name(1)), said())
        }
        Key::Clock => (format!("(p.open = 1 AND {})", among("clock", "p", filter, name)), said()),
        Key::Remind => (yes_or_no(first, &format!("p.open = 1 AND coalesce(p.remind <= {value}, 0)")), today),
        Key::Tell => (yes_or_no(first, "p.tell <> ''"), Vec::new()),
        Key::Date if filter.means.len() == 2 => {
            (format!("p.received BETWEEN {value} AND {}", name(1)), said())
        }
        Key::Due | Key::Date => ("0".to_owned(), Vec::new()),
        Key::Leader => {
            let led = "SELECT j.petition FROM case_petition j JOIN cases c ON c.id = j.cases
                       WHERE c.state IN ('open', 'reopened')";
            (format!("p.id IN ({led} AND {})", among("leader", "c", filter, name)), said())
        }
        Key::From => (format!("p.received >= {value}"), said()),
        Key::To => (format!("p.received <= {value}"), said()),
        Key::Repeat => (yes_or_no(first, "p.follows IS NOT NULL"), Vec::new()),
        Key::Group => {
            let size = filter.means.get(1).map(|size| size.clone().into());
            (yes_or_no(first, &format!("p.came >= CAST({value} AS INTEGER)")), size.into_iter().collect())
        }
        key => (among(key.column(), "p", filter, name), said()),
    }
}

/// Whether a column holds one of the values.
fn among(column: &str, table: &str, filter: &Filter, name: &impl Fn(usize) -> String) -> String {
    let names: Vec<String> = (0..filter.means.len()).map(name).collect();
    match &names[..] {
        [name] => format!("{table}.{column} = {name}"),
        names => format!("{table}.{column} IN ({})", names.join(", ")),
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
