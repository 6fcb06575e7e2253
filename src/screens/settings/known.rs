//! The settings there are.
use crate::{
    form::{Field, Kind, Problem, Sheet},
    screens::intake::card,
};

/// A setting: its name in the store, its value until somebody changes it, and what it takes.
pub struct Known {
    /// Its name in the store; `setting-` and this is its message.
    pub key: &'static str,
    /// What counts until somebody changes it.
    pub default: &'static str,
    /// The field in which it is changed.
    pub field: Field,
}

/// All of them, in the order of the screen. Each is a local choice: the regulation sets none of them.
pub const KNOWN: &[Known] = &[
    Known { key: "idle-minutes", default: "3", field: number(a_minute_to_two_hours) },
    Known { key: "group-size", default: "5", field: number(two_or_more) },
    Known { key: "card-separator", default: card::SEPARATOR, field: line(filled) },
    Known { key: "card-order", default: card::ORDER, field: line(names_both) },
];

/// The setting with this name.
pub fn known(key: &str) -> Option<&'static Known> {
    KNOWN.iter().find(|known| known.key == key)
}

const fn number(check: fn(&Sheet) -> Option<Problem>) -> Field {
    Field::new("value", Kind::Count).checked(check)
}

const fn line(check: fn(&Sheet) -> Option<Problem>) -> Field {
    Field::new("value", Kind::Line(120)).checked(check)
}

fn value(sheet: &Sheet) -> Option<u32> {
    sheet.get("value").parse().ok()
}

fn a_minute_to_two_hours(sheet: &Sheet) -> Option<Problem> {
    let fits = value(sheet).is_some_and(|minutes| (1..=120).contains(&minutes));
    (!fits).then_some(Problem::holds("problem-idle-minutes"))
}

fn two_or_more(sheet: &Sheet) -> Option<Problem> {
    let fits = value(sheet).is_some_and(|people| (2..=1000).contains(&people));
    (!fits).then_some(Problem::holds("problem-group-size"))
}

fn filled(sheet: &Sheet) -> Option<Problem> {
    sheet.lacks("value").then_some(Problem::holds("problem-required"))
}

/// Without name and number no line of a reader could ever be told from a name.
fn names_both(sheet: &Sheet) -> Option<Problem> {
    let order: Vec<&str> = sheet.get("value").split(',').map(str::trim).collect();
    let fits = order.contains(&"name") && order.contains(&"identity");
    (!fits).then_some(Problem::holds("problem-card-order"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(key: &str, value: &str) -> Option<&'static str> {
        let sheet = Sheet::default().with("value", value);
        known(key).and_then(|known| (known.field.check)(&sheet)).map(|problem| problem.id)
    }

    #[test]
    fn every_default_is_a_value_that_may_be_set() {
        for known in KNOWN {
            assert_eq!(problem(known.key, known.default), None, "{}", known.key);
        }
    }

    #[test]
    fn what_could_not_work_is_held_up() {
        assert_eq!(problem("idle-minutes", "0"), Some("problem-idle-minutes"));
        assert_eq!(problem("idle-minutes", "soon"), Some("problem-idle-minutes"));
        assert_eq!(problem("group-size", "1"), Some("problem-group-size"));
        assert_eq!(problem("card-separator", ""), Some("problem-required"));
        assert_eq!(problem("card-order", "name,address"), Some("problem-card-order"));
        assert_eq!(problem("card-order", "identity, name"), None);
    }
}
