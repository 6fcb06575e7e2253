//! Backups: how they are called, which of them go, when the next one is due, and what is known of the last.
use super::calendar::beijing_stamp;
use serde::{Deserialize, Serialize};

/// Under this name a backup says in its own settings what it holds.
pub const MADE: &str = "backup-made";

/// Under this name a store remembers its last backup.
pub const LAST: &str = "backup-last";

/// A backup takes at most one part in so many of the time between two.
const SHARE: i64 = 10;

/// After a failure the next try comes no later than this, in milliseconds.
const AGAIN: i64 = 5 * MINUTE;

/// Milliseconds of a minute.
const MINUTE: i64 = 60_000;

/// What a copy of the store holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// When it was made, UTC milliseconds.
    pub at: i64,
    /// Petitions in it.
    pub petitions: u64,
    /// Entries of its journal.
    pub entries: u64,
    /// The instant of its newest entry, UTC milliseconds.
    pub newest: Option<i64>,
}

/// What a store knows of its backups.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Last {
    /// When the newest good one was made, UTC milliseconds.
    pub at: Option<i64>,
    /// Where it lies.
    #[serde(default)]
    pub file: String,
    /// How long it took, in milliseconds.
    #[serde(default)]
    pub took: i64,
    /// The try that failed since.
    #[serde(default)]
    pub failed: Option<Failed>,
}

/// A backup that did not come about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failed {
    /// When, UTC milliseconds.
    pub at: i64,
    /// The name of what is said about it.
    pub id: String,
    /// What fills it.
    pub what: String,
}

impl Last {
    /// Milliseconds between two backups of which one is wanted every `minutes`: a long one stretches it.
    pub fn interval(&self, minutes: u32) -> i64 {
        (i64::from(minutes) * MINUTE).max(self.took.saturating_mul(SHARE))
    }

    /// Milliseconds until the next one is due; nothing when none is wanted. A last one that lies in the future says
    /// only that a clock was wrong.
    pub fn wait(&self, minutes: u32, now: i64) -> Option<i64> {
        if minutes == 0 {
            return None;
        }
        let interval = self.interval(minutes);
        let (since, wait) = match &self.failed {
            Some(failed) => (Some(failed.at), interval.min(AGAIN)),
            None => (self.at, interval),
        };
        let since = since.filter(|since| *since <= now);
        Some(since.map_or(0, |since| since.saturating_add(wait).saturating_sub(now).max(0)))
    }
}

/// What a backup of the store called `stem` is called: `fengqiao-20261127-093015.db`, in Beijing's time.
pub fn name(stem: &str, at: i64) -> String {
    format!("{stem}-{}.db", beijing_stamp(at))
}

/// What stands behind the name of a backup that can be read only with a key.
pub const SEALED: &str = ".age";

/// Whether a file is called as a backup of this store is.
pub fn is_ours(file: &str, stem: &str) -> bool {
    let rest = file.strip_prefix(stem).and_then(|rest| rest.strip_prefix('-'));
    let stamp = rest.and_then(|rest| rest.strip_suffix(SEALED).unwrap_or(rest).strip_suffix(".db"));
    stamp.is_some_and(|stamp| {
        let digit = |(at, byte): (usize, u8)| if at == 8 { byte == b'-' } else { byte.is_ascii_digit() };
        stamp.len() == 15 && stamp.bytes().enumerate().all(digit)
    })
}

/// Which of these files go when `keep` of the backups of one kind stay: the oldest of them. What is not called like
/// such a backup stays, and so does the newest one whatever `keep` says.
pub fn surplus(mut files: Vec<String>, stem: &str, sealed: bool, keep: usize) -> Vec<String> {
    files.retain(|file| is_ours(file, stem) && file.ends_with(SEALED) == sealed);
    files.sort();
    files.truncate(files.len().saturating_sub(keep.max(1)));
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: i64 = 1_795_399_200_000;

    fn last(at: i64, took: i64) -> Last {
        Last { at: Some(at), took, ..Last::default() }
    }

    #[test]
    fn names_sort_by_the_clock_in_beijing() {
        assert_eq!(name("fengqiao", NOON), "fengqiao-20261123-100000.db");
        assert!(name("f", NOON) < name("f", NOON + 1000));
        assert!(is_ours("fengqiao-20261123-100000.db.age", "fengqiao"));
        for other in [
            "fengqiao.db",
            "fengqiao-20261123-100000.db-wal",
            "x-20261123-100000.db",
            "fengqiao-2026112x-100000.db",
        ] {
            assert!(!is_ours(other, "fengqiao"), "{other}");
        }
    }

    #[test]
    fn only_our_oldest_of_the_same_kind_go_and_never_the_newest() {
        let files = [
            "f-20261123-100000.db",
            "f-20261121-100000.db",
            "f-20261122-100000.db",
            "f.db",
            "notes.txt",
            "f-20261101-100000.db.age",
            "g-20261101-100000.db",
        ];
        let gone = |sealed, keep| surplus(files.map(str::to_owned).to_vec(), "f", sealed, keep);
        assert_eq!(gone(false, 2), ["f-20261121-100000.db"]);
        assert_eq!(gone(false, 0), ["f-20261121-100000.db", "f-20261122-100000.db"]);
        assert!(gone(false, 3).is_empty() && gone(true, 1).is_empty());
    }

    #[test]
    fn a_backup_is_due_by_the_setting_and_a_long_one_takes_a_tenth_of_the_time_at_most() {
        assert_eq!(last(NOON, 0).wait(0, NOON), None);
        assert_eq!(Last::default().wait(60, NOON), Some(0));
        assert_eq!(last(NOON, 1000).wait(60, NOON + 20 * MINUTE), Some(40 * MINUTE));
        assert_eq!(last(NOON, 1000).wait(60, NOON + 70 * MINUTE), Some(0));
        assert_eq!(last(NOON, 12 * MINUTE).wait(60, NOON), Some(120 * MINUTE));
        assert_eq!(last(NOON + MINUTE, 0).wait(60, NOON), Some(0), "a clock that was wrong");
    }

    #[test]
    fn what_failed_is_tried_again_soon_but_not_at_once() {
        let failed = Some(Failed { at: NOON, id: "error-full".into(), what: String::new() });
        let last = Last { failed, ..last(NOON - 90 * MINUTE, 0) };
        assert_eq!(last.wait(60, NOON + MINUTE), Some(4 * MINUTE));
        assert_eq!(last.wait(2, NOON + MINUTE), Some(MINUTE));
    }
}
