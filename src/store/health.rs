//! How a store stands, read without changing or refusing anything: for whoever looks for what is wrong with a host.
use super::{
    Lists, Result, StoreError, VERSION, backup, catalog, cipher, files, migrate, pepper::Pepper,
    presence::Presence, sign_in,
};
use crate::domain::{backup::Last, rights::Actor};
use rusqlite::OpenFlags;
use std::{fs, path::Path, time::Duration};

/// The version of `SQLite` that is linked in, and the oldest one that does no harm: 3051003 is 3.51.3.
pub const SQLITE: (fn() -> i32, i32) = (rusqlite::version_number, super::SQLITE_NEEDED);

/// How a store stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Health {
    /// Version of its schema.
    pub version: i64,
    /// What a quick check of the file found first.
    pub problem: Option<String>,
    /// Bytes of the file.
    pub bytes: u64,
    /// The instant of the newest entry, UTC milliseconds.
    pub newest: Option<i64>,
    /// What is known of its backups.
    pub last: Last,
    /// Whether anybody has a PIN.
    pub pins: bool,
    /// Its lists and settings.
    pub lists: Lists,
}

/// Looks at the store at `path` through a connection that does not write.
pub fn health(path: &Path) -> Result<Health> {
    files::must_exist(path)?;
    files::refuse_intruder(path)?;
    if path.is_dir() {
        return Err(StoreError::Directory);
    }
    let _here = Presence::among_others(path)?;
    let db = cipher::connect(path, path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    db.busy_timeout(Duration::from_secs(5))?;
    db.pragma_update(None, "query_only", true)?;
    let version = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
    match migrate::known(&db) {
        Err(StoreError::TooNew(_)) => {}
        other => other?,
    }
    let found: String = db.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    Ok(Health {
        version,
        problem: (found != "ok").then_some(found),
        bytes: fs::metadata(path)?.len(),
        newest: db.query_row("SELECT max(at) FROM entry", [], |row| row.get(0))?,
        last: backup::last(&db)?,
        // A store of an older version may know of no PINs.
        pins: sign_in::has_pins(&db).unwrap_or_default(),
        lists: catalog::answer(&db, &Actor::owner("", ""))?,
    })
}

impl Health {
    /// Whether a newer program has written it.
    pub const fn is_newer(&self) -> bool {
        self.version > VERSION
    }
}

/// Whether the key on which all PINs hang lies beside the store at `path`, readable and whole.
pub fn has_key(path: &Path) -> bool {
    Pepper::beside(path, true).is_ok()
}

/// The name of the file system on which a file would lie, where many hosts share it.
pub fn network(path: &Path) -> Option<String> {
    match files::refuse_network(files::directory_of(path)) {
        Err(StoreError::Network(name)) => Some(name),
        _ => None,
    }
}
