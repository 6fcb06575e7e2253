//! Many rows at once, for imports, the demo and a rebuild: postings are made in memory and written block by block.
use super::{
    bearers::Filing,
    names,
    postings::{self, Edit},
    seal::State,
};
use crate::search::{Code, Digest, Document, NameId, Named};
use rusqlite::{Connection, Result};
use std::collections::HashMap;

/// Rows of one transaction, in ascending order and newer than all before. What [`Bulk::finish`] has not written
/// is not in the index.
pub struct Bulk<'db> {
    db: &'db Connection,
    ids: HashMap<String, (NameId, Code)>,
    block: i64,
    newest: i64,
    began: i64,
    /// Term and place in the block, in one number.
    terms: Vec<u64>,
    filing: Filing,
    new_names: Vec<Named>,
    digits: Vec<(i64, i64)>,
}

const PLACE_BITS: u32 = 16;

impl<'db> Bulk<'db> {
    /// Begins; reads the dictionary.
    pub fn begin(db: &'db Connection) -> Result<Self> {
        let mut ids = HashMap::new();
        names::read(db, &mut |id, name| {
            ids.insert(name.to_owned(), (id, Named::of(name, id).first()));
        })?;
        let newest = State::read(db)?.old_to;
        let (terms, new_names, digits) = (Vec::new(), Vec::new(), Vec::new());
        let filing = Filing::default();
        Ok(Self { db, ids, block: -1, newest, began: newest, terms, filing, new_names, digits })
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
            let (id, first) = self.name(name)?;
            self.filing.add(row, first, id);
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

    /// The position of a name, and its first hanzi.
    fn name(&mut self, name: String) -> Result<(NameId, Code)> {
        if let Some(&known) = self.ids.get(&name) {
            return Ok(known);
        }
        let id = NameId::try_from(self.ids.len()).unwrap_or(NameId::MAX);
        names::add(self.db, id, &name)?;
        let named = Named::of(&name, id);
        self.new_names.push(named);
        self.ids.insert(name, (id, named.first()));
        Ok((id, named.first()))
    }

    fn flush(&mut self) -> Result<()> {
        self.flush_terms()?;
        std::mem::take(&mut self.filing).write(self.db)?;
        names::put_in_pages(self.db, &std::mem::take(&mut self.new_names))?;
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
}
