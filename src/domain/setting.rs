//! The settings there are, and what each may be. Each is a local choice: the regulation sets none of them.

/// A setting: its name in the store, what counts until somebody changes it, and what may be put there.
pub struct Setting {
    /// Its name in the store; `setting-` and this is its message.
    pub key: &'static str,
    /// What counts until somebody changes it.
    pub default: &'static str,
    /// Whether it is a number.
    pub number: bool,
    /// The id of what is said of a value that cannot be, if it cannot.
    pub problem: fn(&str) -> Option<&'static str>,
}

/// All of them, in the order of the screen.
pub const SETTINGS: &[Setting] = &[
    Setting { key: "idle-minutes", default: "3", number: true, problem: a_minute_to_two_hours },
    Setting { key: "idle-end-minutes", default: "30", number: true, problem: a_minute_to_a_day },
    Setting { key: "group-size", default: "5", number: true, problem: two_or_more },
    Setting { key: "card-separator", default: "|", number: false, problem: filled },
    Setting {
        key: "card-order",
        default: "name,sex,nation,birth,address,identity",
        number: false,
        problem: names_both,
    },
    Setting { key: "backup-minutes", default: "60", number: true, problem: a_day_or_less },
    Setting { key: "backup-keep", default: "48", number: true, problem: one_or_more },
    Setting { key: "backup-dir", default: "", number: false, problem: a_whole_path },
    Setting { key: "backup-away", default: "", number: false, problem: a_whole_path },
    Setting { key: "backup-recipient", default: "", number: false, problem: keys_of_recipients },
];

/// A name that begins so says which clerk sits at an account's desk.
pub const SEAT: &str = "seat-";

/// A name that begins so holds one year's arrangement of days off: `calendar-2027`.
pub const YEAR: &str = "calendar-";

/// A name that begins so holds what an office has chosen for one limit, `clock-ZJ-D12` = `{ length = 20 }`.
pub const CLOCK: &str = "clock-";

/// A name that begins so holds what an office has chosen for one level of reminders:
/// `remind-ZJ-letter` = `{ from = 7 }`.
pub const REMIND: &str = "remind-";

/// A name that begins so holds the printer queue of an office, `printer-ZJ` = `counter1`; empty for the default one.
pub const PRINTER: &str = "printer-";

/// A name that begins so holds what columns of sheets mean to a register, `columns-visits`: pairs of column and field.
pub const COLUMNS: &str = "columns-";

/// In place of a queue: papers go through the line to the printer of the clerk's own terminal.
pub const TERMINAL: &str = "@terminal";

/// Why no queue can be called so, if none can: `lp` would read a name that begins with a dash as an option.
pub fn queue_problem(name: &str) -> Option<&'static str> {
    let fits = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte));
    (name != TERMINAL && (!fits || name.starts_with('-'))).then_some("problem-printer")
}

/// The setting with this name.
pub fn setting(key: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.key == key)
}

fn a_minute_to_two_hours(value: &str) -> Option<&'static str> {
    let fits = value.parse().is_ok_and(|minutes: u32| (1..=120).contains(&minutes));
    (!fits).then_some("problem-idle-minutes")
}

fn a_minute_to_a_day(value: &str) -> Option<&'static str> {
    let fits = value.parse().is_ok_and(|minutes: u32| (1..=1440).contains(&minutes));
    (!fits).then_some("problem-idle-end-minutes")
}

fn two_or_more(value: &str) -> Option<&'static str> {
    let fits = value.parse().is_ok_and(|people: u32| (2..=1000).contains(&people));
    (!fits).then_some("problem-group-size")
}

/// None is wanted when it is 0.
fn a_day_or_less(value: &str) -> Option<&'static str> {
    let fits = value.parse().is_ok_and(|minutes: u32| minutes <= 1440);
    (!fits).then_some("problem-backup-minutes")
}

fn one_or_more(value: &str) -> Option<&'static str> {
    let fits = value.parse().is_ok_and(|count: u32| (1..=10_000).contains(&count));
    (!fits).then_some("problem-backup-keep")
}

/// Each desk starts somewhere else, so only a path from the root names one directory.
fn a_whole_path(value: &str) -> Option<&'static str> {
    (!value.is_empty() && !value.starts_with('/')).then_some("problem-backup-dir")
}

/// The public keys for which backups are encrypted, one after another.
pub fn recipients(value: &str) -> Vec<String> {
    let parts = value.split([' ', ',', '，', '、']).map(str::trim).filter(|part| !part.is_empty());
    parts.map(str::to_owned).collect()
}

/// What is said of a list of public keys of which one is none.
pub fn keys_of_recipients(value: &str) -> Option<&'static str> {
    let fits = recipients(value).iter().all(|key| key.parse::<age::x25519::Recipient>().is_ok());
    (!fits).then_some("problem-backup-recipient")
}

fn filled(value: &str) -> Option<&'static str> {
    value.is_empty().then_some("problem-required")
}

/// Without name and number no line of a reader could ever be told from a name.
fn names_both(value: &str) -> Option<&'static str> {
    let order: Vec<&str> = value.split(',').map(str::trim).collect();
    let fits = order.contains(&"name") && order.contains(&"identity");
    (!fits).then_some("problem-card-order")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(key: &str, value: &str) -> Option<&'static str> {
        setting(key).and_then(|setting| (setting.problem)(value))
    }

    #[test]
    fn every_default_is_a_value_that_may_be_set() {
        for setting in SETTINGS {
            assert_eq!(problem(setting.key, setting.default), None, "{}", setting.key);
        }
        // A desk that nobody has set locks itself and ends by these.
        let default = |key| setting(key).map(|setting| setting.default);
        assert_eq!((default("idle-minutes"), default("idle-end-minutes")), (Some("3"), Some("30")));
    }

    #[test]
    fn a_queue_is_a_plain_name_that_no_program_takes_for_an_option() {
        for name in ["", "counter1", "HP_LaserJet.2-b", TERMINAL] {
            assert_eq!(queue_problem(name), None, "{name}");
        }
        for name in ["-o", "--", "a b", "a;b", "a/b", "$(id)", "打印机", "a\n", "@", "@terminal2"] {
            assert_eq!(queue_problem(name), Some("problem-printer"), "{name}");
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
        assert_eq!(problem("backup-minutes", "1441"), Some("problem-backup-minutes"));
        assert_eq!(problem("backup-minutes", "0"), None);
        assert_eq!(problem("backup-keep", "0"), Some("problem-backup-keep"));
        assert_eq!(problem("backup-dir", "backup"), Some("problem-backup-dir"));
        assert_eq!(problem("backup-dir", "/srv/backup"), None);
        let key = age::x25519::Identity::generate().to_public().to_string();
        assert_eq!(problem("backup-recipient", &format!("{key}, {key}")), None);
        assert_eq!(problem("backup-recipient", &key[..key.len() - 1]), Some("problem-backup-recipient"));
    }
}
