//! Many rows at once, for imports, the demo and a rebuild: postings are made in memory and written block by block.
use super::{
    names,
    postings::{self, Edit},
    seal::State,
};
use crate::search::{Digest, Document, NameId, Named};
use rusqlite::{Connection, Result};
use std::collections::HashMap;

/// Rows of one transaction, in ascending order and newer than all before. What [`Bulk::finish`] has not written
/// is not in the index.
pub struct Bulk<'db> {
    db: &'db Connection,
    ids: HashMap<String, NameId>,
    block: i64,
    newest: i64,
    began: i64,
    /// Term and place in the block, in one number.
    terms: Vec<u64>,
    names: Vec<(NameId, i64)>,
    new_names: Vec<Named>,
    digits: Vec<(i64, i64)>,
}

const PLACE_BITS: u32 = 16;

impl<'db> Bulk<'db> {
    /// Begins; reads the dictionary.
    pub fn begin(db: &'db Connection) -> Result<Self> {
        let mut ids = HashMap::new();
        names::read(db, &mut |id, name| {
            ids.insert(name.to_owned(), id);
        })?;
        let newest = State::read(db)?.old_to;
        let (terms, names, new_names, digits) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Ok(Self { db, ids, block: -1, newest, began: newest, terms, names, new_names, digits })
    }

    /// Adds a row.
    pub fn put(&mut self, row: i64, document: &Document) -> Result<()> {
        let (block, place) = postings::place(row);
        if block != self.block {
            self.flush()?;
            self.block = block;
        }
        let digest = Digest::of(document);
        self.terms.extend(digest.terms.iter().map(|term| term << PLACE_BITS | u64::from(place)));
        self.digits.extend(digest.digits.iter().map(|&key| (key, row)));
        for name in digest.names {
            let id = self.name(name)?;
            self.names.push((id, row));
        }
        self.newest = self.newest.max(row);
        Ok(())
    }

    /// Writes what is left. Rows of the delta that are older now than the newest are sealed by later writes.
    pub fn finish(mut self) -> Result<()> {
        self.flush()?;
        let open = self.db.query_row("SELECT EXISTS (SELECT 1 FROM idx_new)", [], |row| row.get(0))?;
        let state = State::read(self.db)?;
        State { old_to: self.newest, open, done: 0, edits: state.edits + 1, ..state }.write(self.db)
    }

    fn name(&mut self, name: String) -> Result<NameId> {
        if let Some(&id) = self.ids.get(&name) {
            return Ok(id);
        }
        let id = NameId::try_from(self.ids.len()).unwrap_or(NameId::MAX);
        names::add(self.db, id, &name)?;
        self.new_names.push(Named::of(&name, id));
        self.ids.insert(name, id);
        Ok(id)
    }

    fn flush(&mut self) -> Result<()> {
        self.flush_terms()?;
        self.flush_columns()?;
        names::put_in_pages(self.db, &std::mem::take(&mut self.new_names))?;
        self.names.sort_unstable();
        let mut insert =
            self.db.prepare_cached("INSERT OR IGNORE INTO idx_named (name, petition) VALUES (?1, ?2)")?;
        for pair in self.names.drain(..) {
            insert.execute(pair)?;
        }
        self.digits.sort_unstable();
        let mut insert =
            self.db.prepare_cached("INSERT OR IGNORE INTO idx_digit (key, petition) VALUES (?1, ?2)")?;
        for pair in self.digits.drain(..) {
            insert.execute(pair)?;
        }
        Ok(())
    }

    fn flush_terms(&mut self) -> Result<()> {
        self.terms.sort_unstable();
        let shared = postings::place(self.began).0 == self.block;
        for group in self.terms.chunk_by(|one, next| one >> PLACE_BITS == next >> PLACE_BITS) {
            let Some(first) = group.first() else { continue };
            let key = postings::key(self.block, first >> PLACE_BITS);
            let rows: Vec<u16> = group.iter().filter_map(|pair| u16::try_from(pair & 0xffff).ok()).collect();
            if shared {
                postings::edit(self.db, key, &Edit::Add(&rows))?;
            } else {
                postings::write(self.db, key, &rows)?;
            }
        }
        self.terms.clear();
        Ok(())
    }

    fn flush_columns(&mut self) -> Result<()> {
        for group in
            self.names.chunk_by(|(_, one), (_, next)| postings::chunk(*one).0 == postings::chunk(*next).0)
        {
            let Some(&(_, first)) = group.first() else { continue };
            let mut rows: Vec<(u16, Vec<NameId>)> = Vec::new();
            for &(name, row) in group {
                let (_, place) = postings::chunk(row);
                match rows.last_mut() {
                    Some((last, names)) if *last == place => names.push(name),
                    _ => rows.push((place, vec![name])),
                }
            }
            postings::set_names(self.db, postings::chunk(first).0, &rows)?;
        }
        Ok(())
    }
}
