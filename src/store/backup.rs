//! A copy of the store at one moment, and the check of one. The live file is never read but through our own connection.
use super::{Now, Result, Store, StoreError, cipher, migrate, verify};
use crate::domain::backup::{LAST, Last, MADE, Made};
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use serde::{Serialize, de::DeserializeOwned};
use std::path::Path;

impl Store {
    /// Copies the store as it stands now into `file`, which is empty, has the copy say what it holds and checks it whole.
    /// Others go on reading and writing meanwhile.
    pub fn copy_into(&self, file: &Path, now: Now) -> Result<Made> {
        let name = file.to_str().ok_or_else(|| StoreError::BadField(file.display().to_string()))?;
        self.db.execute("VACUUM INTO ?1", [name])?;
        let copy = open(file, &self.path)?;
        let made = Made { at: now.instant, ..counted(&copy)? };
        put(&copy, MADE, &made)?;
        copy.close().map_err(|(_, error)| error)?;
        check_copy(file, &self.path)
    }

    /// How large a copy may become, in bytes.
    pub fn size(&self) -> Result<u64> {
        let sql = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
        Ok(self.db.query_row(sql, [], |row| row.get::<_, i64>(0))?.unsigned_abs())
    }

    /// What is known of the last backup.
    pub fn last_backup(&self) -> Result<Last> {
        last(&self.db)
    }

    /// Keeps what came of a backup.
    pub fn note_backup(&mut self, last: &Last) -> Result<()> {
        self.transact(|tx| put(tx, LAST, last))
    }
}

/// What is known of the last backup.
pub(super) fn last(db: &Connection) -> Result<Last> {
    Ok(get(db, LAST)?.unwrap_or_default())
}

/// Checks a copy of the store `of` that nobody else has open: it is ours and not from a newer program, the file is whole, every chain
/// holds, and there is in it what it says of itself.
pub fn check_copy(file: &Path, of: &Path) -> Result<Made> {
    let copy = open(file, of)?;
    migrate::known(&copy)?;
    let problems = verify::sound(&copy)?.problems;
    if let Some(problem) = problems.into_iter().next() {
        return Err(StoreError::Damaged(problem));
    }
    let found = counted(&copy)?;
    match get::<Made>(&copy, MADE)? {
        None => Ok(found),
        Some(made) if Made { at: made.at, ..found.clone() } == made => Ok(made),
        Some(made) => Err(StoreError::Damaged(format!("{} < {}", found.entries, made.entries))),
    }
}

/// Makes a checked copy into the store `of` again: it says of itself no more that it is a copy, and stands as one file.
pub(super) fn unmark(file: &Path, of: &Path) -> Result<()> {
    let copy = open(file, of)?;
    copy.execute("DELETE FROM setting WHERE key = ?1", [MADE])?;
    copy.pragma_update(None, "journal_mode", "delete")?;
    copy.close().map_err(|(_, error)| error.into())
}

fn open(file: &Path, of: &Path) -> Result<Connection> {
    let copy = cipher::connect(file, of, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    copy.pragma_update(None, "trusted_schema", "OFF")?;
    copy.pragma_update(None, "synchronous", "FULL")?;
    Ok(copy)
}

/// What is in a store, counted.
fn counted(db: &Connection) -> Result<Made> {
    let sql = "SELECT (SELECT count(*) FROM petition), count(*), max(at) FROM entry";
    let row = |row: &rusqlite::Row<'_>| {
        let count = |at| row.get::<_, i64>(at).map(i64::unsigned_abs);
        Ok(Made { at: 0, petitions: count(0)?, entries: count(1)?, newest: row.get(2)? })
    };
    Ok(db.query_row(sql, [], row)?)
}

fn put(db: &Connection, key: &str, value: &impl Serialize) -> Result<()> {
    let value = serde_json::to_string(value)?;
    db.execute("INSERT OR REPLACE INTO setting (key, value) VALUES (?1, ?2)", (key, value))?;
    Ok(())
}

fn get<T: DeserializeOwned>(db: &Connection, key: &str) -> Result<Option<T>> {
    let read = |row: &rusqlite::Row<'_>| row.get::<_, String>(0);
    let value = db.query_row("SELECT value FROM setting WHERE key = ?1", [key], read).optional()?;
    Ok(value.map(|value| serde_json::from_str(&value)).transpose()?)
}
