//! What is wrong with a host, and how it is mended: one small check each, over facts that were gathered before.
use super::{files::beside, host::Host};
use crate::{
    domain::{
        backup::Last,
        calendar::{Calendar, beijing_moment},
    },
    store::{Health, SQLITE, VERSION},
};

/// A mebibyte.
const MIB: u64 = 1 << 20;
/// So much of the disk has to be free.
const FREE: u64 = 1024 * MIB;
/// A log that is larger than this is not written back as it should be.
const LOG: u64 = 64 * MIB;
/// How old a backup may be where no desk makes one by itself: minutes of half a day, which is doubled.
const BY_HAND: u32 = 720;

/// A check: its name, of which `doctor-` makes its title and `mend-` how it is mended, and what it finds.
pub struct Check {
    /// Its stable name.
    pub name: &'static str,
    /// What it finds.
    pub find: fn(&Host) -> Found,
}

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Whether all is well.
    pub ok: bool,
    /// The id of what is said.
    pub id: &'static str,
    /// What fills its `$what`.
    pub what: String,
}

/// All of them, in the order in which they are told.
pub const CHECKS: &[Check] = &[
    Check { name: "store", find: store },
    Check { name: "schema", find: schema },
    Check { name: "file-system", find: file_system },
    Check { name: "rights", find: rights },
    Check { name: "key", find: key },
    Check { name: "space", find: space },
    Check { name: "log", find: log },
    Check { name: "backup", find: backup },
    Check { name: "clock", find: clock },
    Check { name: "holidays", find: holidays },
    Check { name: "sqlite", find: sqlite },
    Check { name: "sqlite3", find: other_sqlite },
    Check { name: "locale", find: locale },
    Check { name: "term", find: term },
    Check { name: "core", find: core },
];

fn found(ok: bool, id: &'static str, what: impl Into<String>) -> Found {
    Found { ok, id, what: what.into() }
}

/// What one finds in a store, or that it cannot be looked into, which `store` tells.
fn inside(host: &Host, look: impl FnOnce(&Health) -> Found) -> Found {
    host.health.as_ref().map_or_else(|_| found(true, "found-unseen", ""), look)
}

fn store(host: &Host) -> Found {
    match &host.health {
        Err(error) => {
            let (id, what) = error.message();
            found(false, id, what)
        }
        Ok(health) => match &health.problem {
            Some(problem) => found(false, "error-damaged", problem),
            None => found(true, "found-whole", host.store.display().to_string()),
        },
    }
}

fn schema(host: &Host) -> Found {
    inside(host, |health| {
        let older = health.version < VERSION;
        let id = if older { "found-schema-older" } else { "found-value" };
        found(!health.is_newer(), id, health.version.to_string())
    })
}

fn file_system(host: &Host) -> Found {
    match &host.network {
        Some(name) => found(false, "error-network", name),
        None => found(true, "found-local", ""),
    }
}

fn rights(host: &Host) -> Found {
    let open: Vec<&str> = host.open.iter().map(String::as_str).collect();
    if open.is_empty() { found(true, "found-closed", "") } else { found(false, "found-open", open.join(" ")) }
}

fn key(host: &Host) -> Found {
    inside(host, |health| match (health.pins, host.key) {
        (false, _) => found(true, "found-key-not-needed", ""),
        (true, true) => found(true, "found-key", ""),
        (true, false) => found(false, "found-no-key", beside(&host.store, ".key").display().to_string()),
    })
}

fn space(host: &Host) -> Found {
    let Some(free) = host.free else { return found(true, "found-unseen", "") };
    let needed = host.health.as_ref().map_or(0, |health| health.bytes * 2).max(FREE);
    found(free >= needed, "found-free", mib(free))
}

fn log(host: &Host) -> Found {
    found(host.log <= LOG, "found-value", mib(host.log))
}

/// Bytes as people say them.
pub fn mib(bytes: u64) -> String {
    let tenths = bytes.saturating_mul(10) / MIB;
    format!("{}.{} MiB", tenths / 10, tenths % 10)
}

fn backup(host: &Host) -> Found {
    inside(host, |health| {
        let minutes = match health.lists.backup_minutes() {
            0 => BY_HAND,
            minutes => minutes,
        };
        let Last { at, failed, .. } = &health.last;
        match (at, failed) {
            (_, Some(failed)) => found(false, "found-backup-failed", beijing_moment(failed.at)),
            (None, None) => found(false, "found-backup-none", ""),
            (Some(at), None) => {
                let fresh = host.now.instant - at <= health.last.interval(minutes) * 2;
                found(fresh, "found-backup", beijing_moment(*at))
            }
        }
    })
}

fn clock(host: &Host) -> Found {
    let future = |health: &Health| health.newest.filter(|newest| *newest > host.now.instant);
    match host.health.as_ref().ok().and_then(future) {
        Some(newest) => found(false, "found-clock-behind", beijing_moment(newest)),
        None => found(true, "found-clock", beijing_moment(host.now.instant)),
    }
}

fn holidays(host: &Host) -> Found {
    let calendar =
        host.health.as_ref().map_or_else(|_| Calendar::shipped(), |health| &health.lists.limits.calendar);
    match calendar.missing_on(host.now.today) {
        Some(year) => found(false, "found-no-calendar", year.to_string()),
        None => found(true, "found-calendar", ""),
    }
}

fn sqlite(_: &Host) -> Found {
    let (linked, needed) = (SQLITE.0(), SQLITE.1);
    found(linked >= needed, "found-value", version(linked))
}

/// The `sqlite3` that somebody may be tempted to open the store with.
fn other_sqlite(host: &Host) -> Found {
    match host.sqlite3 {
        None => found(true, "found-none", ""),
        Some(other) => found(other >= SQLITE.1, "found-value", version(other)),
    }
}

fn version(number: i32) -> String {
    format!("{}.{}.{}", number / 1_000_000, number / 1000 % 1000, number % 1000)
}

fn locale(host: &Host) -> Found {
    let plain: String = host.locale.to_lowercase().replace('-', "");
    found(plain.contains("utf8"), "found-value", &host.locale)
}

fn term(host: &Host) -> Found {
    match &host.term {
        None => found(true, "found-none", ""),
        Some((name, known)) => found(*known && name != "dumb", "found-value", name),
    }
}

fn core(host: &Host) -> Found {
    let id = if host.dumps { "found-dumps" } else { "found-no-dumps" };
    found(!host.dumps, id, "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::backup::Failed,
        store::{Lists, Now, StoreError},
    };
    use std::path::PathBuf;

    const NOON: i64 = 1_795_399_200_000;
    const HOUR: i64 = 3_600_000;

    fn well() -> Host {
        let last = Last { at: Some(NOON), ..Last::default() };
        let health =
            Health { version: VERSION, newest: Some(NOON), last, bytes: 1 << 32, ..Health::default() };
        Host {
            store: PathBuf::from("/srv/f.db"),
            now: Now::at(NOON),
            health: Ok(health),
            network: None,
            open: Vec::new(),
            key: true,
            free: Some(1 << 33),
            log: LOG,
            sqlite3: Some(SQLITE.1),
            locale: "zh_CN.UTF-8".into(),
            term: Some(("xterm".into(), true)),
            dumps: false,
        }
    }

    /// The checks that are not content with a host.
    fn ill(change: impl FnOnce(&mut Host)) -> Vec<&'static str> {
        let mut host = well();
        change(&mut host);
        CHECKS.iter().filter(|check| !(check.find)(&host).ok).map(|check| check.name).collect()
    }

    fn of(host: &mut Host) -> &mut Health {
        host.health.as_mut().unwrap()
    }

    #[test]
    fn nothing_is_wrong_with_a_host_that_is_well() {
        assert!(ill(|_| ()).is_empty(), "{:?}", ill(|_| ()));
    }

    #[test]
    fn each_check_finds_what_it_is_for_and_nothing_else() {
        let failed = || Some(Failed { at: NOON, id: String::new(), what: String::new() });
        assert_eq!(ill(|host| host.health = Err(StoreError::Missing)), ["store"]);
        assert_eq!(ill(|host| of(host).problem = Some("page 7".into())), ["store"]);
        assert_eq!(ill(|host| of(host).version += 1), ["schema"]);
        assert_eq!(ill(|host| of(host).version -= 1), [""; 0]);
        assert_eq!(ill(|host| host.network = Some("NFS".into())), ["file-system"]);
        assert_eq!(ill(|host| host.open.push("0755 /srv".into())), ["rights"]);
        assert_eq!(ill(|host| host.free = Some((1 << 33) - 1)), ["space"]);
        assert_eq!(
            ill(|host| {
                of(host).bytes = 0;
                host.free = Some(FREE - 1);
            }),
            ["space"]
        );
        assert_eq!(ill(|host| host.log = LOG + 1), ["log"]);
        assert_eq!(ill(|host| of(host).last.at = None), ["backup"]);
        assert_eq!(ill(|host| of(host).last.failed = failed()), ["backup"]);
        assert_eq!(ill(|host| of(host).last.at = Some(NOON - 2 * HOUR)), [""; 0]);
        assert_eq!(ill(|host| of(host).last.at = Some(NOON - 2 * HOUR - 1)), ["backup"]);
        assert_eq!(ill(|host| of(host).newest = Some(NOON + 1)), ["clock"]);
        assert_eq!(ill(|host| host.sqlite3 = Some(3_051_002)), ["sqlite3"]);
        assert_eq!(ill(|host| host.locale = "zh_CN.GBK".into()), ["locale"]);
        assert_eq!(ill(|host| host.term = Some(("dumb".into(), true))), ["term"]);
        assert_eq!(ill(|host| host.term = Some(("strange".into(), false))), ["term"]);
        assert_eq!(ill(|host| host.dumps = true), ["core"]);
    }

    #[test]
    fn next_years_holidays_are_asked_for_from_the_first_of_december() {
        let mut host = well();
        of(&mut host).lists = Lists::default();
        let mut missing = |instant: i64| {
            host.now = Now::at(instant);
            holidays(&host).ok
        };
        let first_of_december = NOON + 8 * 24 * HOUR;
        assert!(missing(first_of_december - 24 * HOUR));
        assert!(!missing(first_of_december));
    }

    #[test]
    fn where_no_desk_makes_backups_one_a_day_is_enough() {
        let off = |host: &mut Host, age: i64| {
            of(host).lists.settings.insert("backup-minutes".into(), "0".into());
            of(host).last.at = Some(NOON - age);
        };
        assert!(ill(|host| off(host, 24 * HOUR)).is_empty());
        assert_eq!(ill(|host| off(host, 24 * HOUR + 1)), ["backup"]);
    }
}
