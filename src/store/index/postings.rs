//! Postings as the store keeps them.
use crate::search::{
    posting::{self, BLOCK},
    terms::{TERM_BITS, Term},
};
use rusqlite::{Connection, OptionalExtension, Result};

/// The key of a term's posting in a block.
pub(super) fn key(block: i64, term: Term) -> i64 {
    block << TERM_BITS | i64::try_from(term).unwrap_or_default()
}

/// The block of a row, and its place in it.
pub(super) fn place(row: i64) -> (i64, u16) {
    let block = i64::from(BLOCK);
    (row.div_euclid(block), u16::try_from(row.rem_euclid(block)).unwrap_or_default())
}

/// The row at a place of a block.
pub(super) fn row(block: i64, place: u16) -> i64 {
    block * i64::from(BLOCK) + i64::from(place)
}

/// Adds rows to a posting, or takes one out.
pub(super) enum Edit<'r> {
    /// Ascending rows to add.
    Add(&'r [u16]),
    /// A row to take out.
    Remove(u16),
}

/// Edits the posting with this key.
pub(super) fn edit(db: &Connection, key: i64, edit: &Edit<'_>) -> Result<()> {
    write(db, key, &edited(db, key, edit)?)
}

/// The rows of the posting with this key, once edited.
pub(super) fn edited(db: &Connection, key: i64, edit: &Edit<'_>) -> Result<Vec<u16>> {
    let known: Option<Vec<u8>> = {
        let mut query = db.prepare_cached("SELECT rows FROM idx_post WHERE key = ?1")?;
        query.query_row([key], |found| found.get(0)).optional()?
    };
    let mut rows = known.as_deref().map(posting::decode).unwrap_or_default();
    match edit {
        Edit::Add(more) => {
            rows.extend_from_slice(more);
            rows.sort_unstable();
            rows.dedup();
        }
        Edit::Remove(row) => rows.retain(|one| one != row),
    }
    Ok(rows)
}

/// Writes a posting; an empty one is taken away.
pub(super) fn write(db: &Connection, key: i64, rows: &[u16]) -> Result<()> {
    if rows.is_empty() {
        db.prepare_cached("DELETE FROM idx_post WHERE key = ?1")?.execute([key])?;
    } else {
        db.prepare_cached(
            "INSERT INTO idx_post (key, rows) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET rows = excluded.rows",
        )?
        .execute((key, posting::encode(rows)))?;
    }
    Ok(())
}
