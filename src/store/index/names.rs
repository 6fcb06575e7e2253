//! Names in the index: the dictionary, and its pages in the order of sounds.
use super::seal::State;
use crate::search::{Code, ENTRY, NameId, Named, Shelved, is_long, spelled};
use rusqlite::{Connection, OptionalExtension, Result};

/// Names that fit into one page of the file with what `SQLite` keeps beside them.
const FULL: usize = 4056 / ENTRY;
/// Letters of one row of long names, about: one page of the file.
const LINES: i64 = 3600;

/// The positions of names in the dictionary.
pub(super) fn ids<'n>(db: &Connection, names: impl IntoIterator<Item = &'n String>) -> Result<Vec<NameId>> {
    names.into_iter().map(|name| id(db, name)).collect()
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
    put_in_pages(db, &[Named::of(name, next)])?;
    Ok(next)
}

/// The first hanzi of a name, under which whoever bears it is filed.
pub(super) fn first(db: &Connection, id: NameId) -> Result<Code> {
    let mut query = db.prepare_cached("SELECT name FROM idx_name WHERE id = ?1")?;
    query.query_row([id], |found| Ok(Named::of(found.get_ref(0)?.as_str()?, id).first()))
}

/// How many names there are.
pub(super) fn count(db: &Connection) -> Result<NameId> {
    db.prepare_cached("SELECT coalesce(max(id), -1) + 1 FROM idx_name")?.query_row([], |found| found.get(0))
}

/// Writes the next name; its place in the pages is for [`put_in_pages`].
pub(super) fn add(db: &Connection, id: NameId, name: &str) -> Result<()> {
    db.prepare_cached("INSERT INTO idx_name (id, name) VALUES (?1, ?2)")?.execute((id, name))?;
    if is_long(name) { add_long(db, id, name) } else { Ok(()) }
}

fn add_long(db: &Connection, id: NameId, name: &str) -> Result<()> {
    let line = spelled(name, id);
    let added = db
        .prepare_cached(
            "UPDATE idx_long SET lines = lines || ?1
             WHERE first = (SELECT max(first) FROM idx_long) AND length(lines) < ?2",
        )?
        .execute((&line, LINES))?;
    if added == 0 {
        db.prepare_cached("INSERT INTO idx_long (first, lines) VALUES (?1, ?2)")?.execute((id, &line))?;
    }
    Ok(())
}

/// The two orders, each with the table of its pages.
const ORDERS: [(Shelved, &str); 2] = [(Shelved::Surname, "idx_sound"), (Shelved::Given, "idx_given")];

/// The table of an order.
pub(super) fn table(order: Shelved) -> &'static str {
    ORDERS.iter().find(|(own, _)| *own == order).map_or("", |(_, table)| table)
}

fn shelved(names: &[Named], order: Shelved) -> Vec<Named> {
    let turn = |name: &Named| if order == Shelved::Given { name.turned() } else { *name };
    let mut names: Vec<Named> = names.iter().map(turn).collect();
    names.sort_unstable();
    names
}

/// Puts names into the pages of both orders: each page is read and written once, and one that is too full becomes
/// several. Names of one key always stand in one page, so that pages have different beginnings.
pub(super) fn put_in_pages(db: &Connection, names: &[Named]) -> Result<()> {
    let mut split = false;
    for (order, table) in ORDERS {
        let names = shelved(names, order);
        let mut rest = names.as_slice();
        while let Some(first) = rest.first() {
            let (page, mut all, next) = page_of(db, table, first.key)?;
            let (here, later) = rest.split_at(rest.partition_point(|name| name.key < next));
            all.extend_from_slice(here);
            rest = later;
            split |= write_pages(db, table, page, all)?;
        }
    }
    if split {
        let state = State::read(db)?;
        State { splits: state.splits + 1, ..state }.write(db)?;
    }
    Ok(())
}

/// The page that a key belongs to: where it begins, its names, and where the next one begins.
fn page_of(db: &Connection, table: &str, key: u64) -> Result<(i64, Vec<Named>, u64)> {
    let key = i64::try_from(key).unwrap_or(i64::MAX);
    let known = {
        let mut query = db.prepare_cached(&format!(
            "SELECT key, names FROM {table} WHERE key <= ?1 ORDER BY key DESC LIMIT 1"
        ))?;
        let read = |row: &rusqlite::Row<'_>| {
            let names = row.get_ref(1)?.as_blob()?;
            Ok((row.get(0)?, Named::read(names).collect()))
        };
        query.query_row([key], read).optional()?
    };
    let (page, names) = known.unwrap_or_default();
    let mut next = db.prepare_cached(&format!("SELECT min(key) FROM {table} WHERE key > ?1"))?;
    let next: Option<i64> = next.query_row([page], |row| row.get(0))?;
    Ok((page, names, next.and_then(|next| next.try_into().ok()).unwrap_or(u64::MAX)))
}

/// Writes the names of a page; whether they became several.
fn write_pages(db: &Connection, table: &str, page: i64, mut names: Vec<Named>) -> Result<bool> {
    names.sort_unstable();
    names.dedup();
    let pages = names.len().div_ceil(FULL).max(1);
    let fair = names.len().div_ceil(pages);
    let mut insert =
        db.prepare_cached(&format!("INSERT OR REPLACE INTO {table} (key, names) VALUES (?1, ?2)"))?;
    let (mut begin, mut rest, mut written) = (page, names.as_slice(), 0);
    loop {
        let mut end = fair.min(rest.len());
        // Never inside of one key: what shares it comes along.
        while end > 0 && rest.get(end).is_some_and(|next| next.key == rest[end - 1].key) {
            end += 1;
        }
        let mut bytes = Vec::with_capacity(end * ENTRY);
        rest[..end].iter().for_each(|name| name.write(&mut bytes));
        insert.execute((begin, bytes))?;
        written += 1;
        rest = &rest[end..];
        let Some(next) = rest.first() else { break };
        begin = i64::try_from(next.key).unwrap_or(i64::MAX);
    }
    Ok(written > 1)
}

/// Forgets the pages; the first one, that holds what comes before all others, is always there.
pub(super) fn empty_pages(db: &Connection) -> Result<()> {
    for (_, table) in ORDERS {
        db.execute_batch(&format!("DELETE FROM {table}; INSERT INTO {table} VALUES (0, x'')"))?;
    }
    db.execute_batch("DELETE FROM idx_long")
}

/// Reads the dictionary.
pub(super) fn read(db: &Connection, take: &mut dyn FnMut(NameId, &str)) -> Result<()> {
    let mut query = db.prepare_cached("SELECT id, name FROM idx_name ORDER BY id")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        take(row.get(0)?, row.get_ref(1)?.as_str()?);
    }
    Ok(())
}

/// Makes the pages from the dictionary, as this program reads names.
pub(super) fn order(db: &Connection) -> Result<()> {
    empty_pages(db)?;
    let (mut names, mut long) = (Vec::new(), Vec::new());
    read(db, &mut |id, name| {
        names.push(Named::of(name, id));
        if is_long(name) {
            long.push((id, name.to_owned()));
        }
    })?;
    for (id, name) in long {
        add_long(db, id, &name)?;
    }
    put_in_pages(db, &names)
}

/// Whether the pages hold exactly the names of the dictionary, for `verify`.
pub(super) fn pages_agree(db: &Connection) -> Result<bool> {
    let (mut told, mut told_long) = (Vec::new(), String::new());
    read(db, &mut |id, name| {
        told.push(Named::of(name, id));
        if is_long(name) {
            told_long.push_str(&spelled(name, id));
        }
    })?;
    let mut long = db.prepare("SELECT lines FROM idx_long ORDER BY first")?;
    let long = long.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<String>>()?;
    let mut agree = long == told_long;
    for (order, table) in ORDERS {
        let (mut held, mut before) = (Vec::new(), None);
        let mut query = db.prepare(&format!("SELECT key, names FROM {table} ORDER BY key"))?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let key: i64 = row.get(0)?;
            let names: Vec<Named> = Named::read(row.get_ref(1)?.as_blob()?).collect();
            agree &= names.iter().all(|name| i64::try_from(name.key).is_ok_and(|own| own >= key));
            agree &= before.is_none_or(|before: i64| before < key);
            before = names.last().and_then(|last| i64::try_from(last.key).ok());
            held.extend(names);
        }
        agree &= held == shelved(&told, order);
    }
    Ok(agree)
}

/// Positions of names, four bytes each.
pub(super) fn packed(ids: &[NameId]) -> Vec<u8> {
    ids.iter().flat_map(|id| id.to_le_bytes()).collect()
}

/// The positions that were packed.
pub(super) fn unpacked(packed: &[u8]) -> Vec<NameId> {
    packed.as_chunks().0.iter().map(|bytes| NameId::from_le_bytes(*bytes)).collect()
}
