//! Names in the index: the dictionary and who bears what.
use crate::search::NameId;
use rusqlite::{Connection, OptionalExtension, Result};

/// Names in one row of the packed dictionary.
pub(super) const PACK: NameId = 1024;

/// Writes which names a row bears.
pub(super) fn change(db: &Connection, row: i64, old: &[String], new: &[String]) -> Result<()> {
    let mut delete = db.prepare_cached(
        "DELETE FROM idx_named WHERE name = (SELECT id FROM idx_name WHERE name = ?1) AND petition = ?2",
    )?;
    for name in super::only_in(old, new) {
        delete.execute((name, row))?;
    }
    let mut insert = db.prepare_cached("INSERT OR IGNORE INTO idx_named (name, petition) VALUES (?1, ?2)")?;
    for name in super::only_in(new, old) {
        insert.execute((id(db, name)?, row))?;
    }
    Ok(())
}

/// The positions of names in the dictionary.
pub(super) fn ids(db: &Connection, names: &[String]) -> Result<Vec<NameId>> {
    names.iter().map(|name| id(db, name)).collect()
}

/// The position of a name; a new name goes to the end.
fn id(db: &Connection, name: &str) -> Result<NameId> {
    let known = db.prepare_cached("SELECT id FROM idx_name WHERE name = ?1")?;
    let known = { known }.query_row([name], |found| found.get(0)).optional()?;
    if let Some(id) = known {
        return Ok(id);
    }
    let next = count(db)?;
    add(db, next, name)?;
    Ok(next)
}

/// How many names there are.
pub(super) fn count(db: &Connection) -> Result<NameId> {
    db.prepare_cached("SELECT coalesce(max(id), -1) + 1 FROM idx_name")?.query_row([], |found| found.get(0))
}

/// Writes the next name; the one that fills a pack writes the pack too.
pub(super) fn add(db: &Connection, id: NameId, name: &str) -> Result<()> {
    db.prepare_cached("INSERT INTO idx_name (id, name) VALUES (?1, ?2)")?.execute((id, name))?;
    if (id + 1).is_multiple_of(PACK) {
        db.prepare_cached(
            "INSERT OR REPLACE INTO idx_pack (pack, names)
             SELECT ?1, group_concat(name, char(10)) FROM
             (SELECT name FROM idx_name WHERE id >= ?2 AND id <= ?3 ORDER BY id)",
        )?
        .execute((id / PACK, id + 1 - PACK, id))?;
    }
    Ok(())
}

/// Reads the dictionary from a position on.
pub(super) fn read(db: &Connection, from: NameId, take: &mut dyn FnMut(&str)) -> Result<()> {
    let mut next = from;
    let mut packs = db.prepare_cached("SELECT names FROM idx_pack WHERE pack >= ?1 ORDER BY pack")?;
    let mut rows = packs.query([from.div_ceil(PACK)])?;
    let whole = from.is_multiple_of(PACK);
    while let Some(row) = rows.next()?.filter(|_| whole) {
        for name in row.get_ref(0)?.as_str()?.split('\n') {
            take(name);
            next += 1;
        }
    }
    let mut rest = db.prepare_cached("SELECT name FROM idx_name WHERE id >= ?1 ORDER BY id")?;
    let mut rows = rest.query([next])?;
    while let Some(row) = rows.next()? {
        take(row.get_ref(0)?.as_str()?);
    }
    Ok(())
}

/// Positions of names, four bytes each.
pub(super) fn packed(ids: &[NameId]) -> Vec<u8> {
    ids.iter().flat_map(|id| id.to_le_bytes()).collect()
}

/// The positions that were packed.
pub(super) fn unpacked(packed: &[u8]) -> Vec<NameId> {
    packed.as_chunks().0.iter().map(|bytes| NameId::from_le_bytes(*bytes)).collect()
}
