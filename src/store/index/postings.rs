//! Postings and columns as the store keeps them.
use crate::search::{
    NameId,
    column::{self, CHUNK},
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

/// The chunk of a row, and its place in it.
pub(super) fn chunk(row: i64) -> (i64, u16) {
    let chunk = i64::from(CHUNK);
    (row.div_euclid(chunk), u16::try_from(row.rem_euclid(chunk)).unwrap_or_default())
}

/// Puts down in a column which names rows of one chunk bear, in place of what it said of these rows.
pub(super) fn set_names(db: &Connection, at: i64, rows: &[(u16, Vec<NameId>)]) -> Result<()> {
    write_column(db, at, &renamed(db, at, rows)?)
}

/// The column of a chunk, once these rows bear these names; ascending rows.
pub(super) fn renamed(db: &Connection, at: i64, rows: &[(u16, Vec<NameId>)]) -> Result<Vec<(u16, NameId)>> {
    let known: Option<Vec<u8>> = {
        let mut query = db.prepare_cached("SELECT pairs FROM idx_column WHERE chunk = ?1")?;
        query.query_row([at], |found| found.get(0)).optional()?
    };
    let mut pairs: Vec<(u16, NameId)> = known.iter().flat_map(|bytes| column::each(bytes)).collect();
    pairs.retain(|&(row, _)| rows.binary_search_by_key(&row, |(one, _)| *one).is_err());
    pairs.extend(rows.iter().flat_map(|(row, names)| names.iter().map(|&name| (*row, name))));
    pairs.sort_unstable();
    Ok(pairs)
}

/// Writes a column.
pub(super) fn write_column(db: &Connection, at: i64, pairs: &[(u16, NameId)]) -> Result<()> {
    db.prepare_cached("INSERT OR REPLACE INTO idx_column (chunk, pairs) VALUES (?1, ?2)")?
        .execute((at, column::encode(pairs)))?;
    Ok(())
}
