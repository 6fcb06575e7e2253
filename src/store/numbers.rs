//! Numbers, issued per office: `ZJ-2026-000123`, `ZJ-P-000045`, `ZJ-B-0007`, `ZJ-SL-2026-0012`.
use super::Result;
use crate::domain::{notice::Notice, petition::No};
use rusqlite::{OptionalExtension, Transaction};

/// What a number is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind<'l> {
    /// A petition of this year; its numbers begin anew each year.
    Petition(i32),
    /// A person.
    Person,
    /// A case.
    Case,
    /// A review meeting.
    Meeting,
    /// A paper of this year; each kind has numbers of its own.
    Paper(Notice, i32),
    /// A row of this year of the register with these letters.
    Record(&'l str, i32),
}

/// The next number of its kind at this office.
pub(super) fn next(tx: &Transaction<'_>, office: &str, kind: Kind<'_>) -> Result<No> {
    let (letter, year) = match kind {
        Kind::Petition(year) => ("", year),
        Kind::Person => ("P", 0),
        Kind::Case => ("B", 0),
        Kind::Meeting => ("M", 0),
        Kind::Paper(notice, year) => (notice.letters(), year),
        Kind::Record(letters, year) => (letters, year),
    };
    let mut query =
        tx.prepare_cached("SELECT last FROM counter WHERE office = ?1 AND kind = ?2 AND year = ?3")?;
    let before: Option<i64> = query.query_row((office, letter, year), |row| row.get(0)).optional()?;
    let last = before.map_or(1, |last| last + 1);
    // Two plain statements cost a third of one that inserts or updates and returns.
    tx.prepare_cached(if before.is_some() {
        "UPDATE counter SET last = ?4 WHERE office = ?1 AND kind = ?2 AND year = ?3"
    } else {
        "INSERT INTO counter (office, kind, year, last) VALUES (?1, ?2, ?3, ?4)"
    })?
    .execute((office, letter, year, last))?;
    Ok(No(match kind {
        Kind::Petition(year) => format!("{office}-{year}-{last:06}"),
        Kind::Person => format!("{office}-P-{last:06}"),
        Kind::Case => format!("{office}-B-{last:04}"),
        Kind::Meeting => format!("{office}-M-{last:04}"),
        Kind::Paper(..) | Kind::Record(..) => format!("{office}-{letter}-{year}-{last:04}"),
    }))
}
