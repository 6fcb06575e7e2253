//! The journal: entries in one chain of hashes an office, and reading them back.
use super::{Now, Result, StoreError};
use crate::domain::{
    journal::{Act, Entry},
    petition::No,
    rights::Actor,
};
use rusqlite::{Connection, OptionalExtension, Row, Transaction};
use sha2::{Digest, Sha256};
use std::collections::HashSet;

/// The hash before the first entry of a chain.
pub(super) const BEGINNING: [u8; 32] = [0; 32];

/// Writes the entries of one operation, in order.
pub(super) struct Pen<'a, 'tx> {
    pub(super) tx: &'a Transaction<'tx>,
    pub(super) me: &'a Actor,
    pub(super) now: Now,
    op: &'a str,
    part: i64,
    seq: i64,
    prev: [u8; 32],
    later: Vec<(String, Act)>,
}

impl<'a, 'tx> Pen<'a, 'tx> {
    /// A pen for the operation `op` by `me`, at the end of their office's chain.
    pub(super) fn new(tx: &'a Transaction<'tx>, me: &'a Actor, now: Now, op: &'a str) -> Result<Self> {
        let mut query =
            tx.prepare_cached("SELECT seq, hash FROM entry WHERE office = ?1 ORDER BY seq DESC LIMIT 1")?;
        let last = query.query_row([&me.office], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        let (seq, prev) = last.unwrap_or((0, BEGINNING));
        Ok(Self { tx, me, now, op, part: 0, seq, prev, later: Vec::new() })
    }

    /// Keeps an act for after the operation's main entry, which has to be its part 0.
    pub(super) fn note_later(&mut self, subject: &str, act: Act) {
        self.later.push((subject.to_owned(), act));
    }

    /// Writes what was kept for later.
    pub(super) fn finish(mut self) -> Result<()> {
        for (subject, act) in std::mem::take(&mut self.later) {
            self.write(&subject, act)?;
        }
        Ok(())
    }

    /// Appends one entry about `subject` and gives it back as the journal now holds it.
    pub(super) fn write(&mut self, subject: &str, act: Act) -> Result<Entry> {
        let payload = serde_json::to_string(&act)?;
        self.seq += 1;
        let link = Link {
            office: &self.me.office,
            seq: self.seq,
            op: self.op,
            part: self.part,
            subject,
            at: self.now.instant,
            who: &self.me.code,
            payload: &payload,
        };
        let hash = link.hash(&self.prev);
        let mut insert = self.tx.prepare_cached(
            "INSERT INTO entry (office, seq, op, part, subject, at, who, payload, prev, hash)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?;
        insert.execute((
            link.office,
            link.seq,
            link.op,
            link.part,
            subject,
            link.at,
            link.who,
            link.payload,
            self.prev,
            hash,
        ))?;
        (self.prev, self.part) = (hash, self.part + 1);
        Ok(Entry {
            office: self.me.office.clone(),
            seq: self.seq,
            subject: subject.to_owned(),
            at: self.now.instant,
            who: self.me.code.clone(),
            act,
        })
    }
}

/// The fields of an entry that its hash covers.
pub(super) struct Link<'a> {
    pub(super) office: &'a str,
    pub(super) seq: i64,
    pub(super) op: &'a str,
    pub(super) part: i64,
    pub(super) subject: &'a str,
    pub(super) at: i64,
    pub(super) who: &'a str,
    pub(super) payload: &'a str,
}

impl Link<'_> {
    /// SHA-256 over the previous hash and every field, each with its length before it, so that no two
    /// different entries have the same bytes.
    pub(super) fn hash(&self, prev: &[u8; 32]) -> [u8; 32] {
        let mut sum = Sha256::new();
        sum.update(prev);
        for number in [self.seq, self.part, self.at] {
            sum.update(number.to_be_bytes());
        }
        for text in [self.office, self.op, self.subject, self.who, self.payload] {
            sum.update((text.len() as u64).to_be_bytes());
            sum.update(text.as_bytes());
        }
        sum.finalize().into()
    }
}

/// What an operation was about, if it has been carried out before.
pub(super) fn done_before(tx: &Transaction<'_>, op: &str) -> Result<Option<No>> {
    let mut query = tx.prepare_cached("SELECT subject FROM entry WHERE op = ?1 AND part = 0")?;
    Ok(query.query_row([op], |row| Ok(No(row.get(0)?))).optional()?)
}

/// All entries about a subject, oldest first.
pub(super) fn entries(db: &Connection, subject: &str) -> Result<Vec<Entry>> {
    let mut query = db.prepare_cached(
        "SELECT office, seq, subject, at, who, payload FROM entry WHERE subject = ?1 ORDER BY id",
    )?;
    let rows = query.query_map([subject], |row| Ok(read(row)))?;
    rows.map(|row| row.map_err(StoreError::from)?).collect()
}

/// The entries but for those that are hidden, and for what took one of them back.
pub(super) fn without(entries: Vec<Entry>, hides: impl Fn(&Entry) -> bool) -> Vec<Entry> {
    let hidden: HashSet<(String, i64)> =
        entries.iter().filter(|entry| hides(entry)).map(|entry| (entry.office.clone(), entry.seq)).collect();
    let gone = |entry: &Entry| match &entry.act {
        Act::Undone { office, seq, .. } => hidden.contains(&(office.clone(), *seq)),
        _ => hidden.contains(&(entry.office.clone(), entry.seq)),
    };
    entries.into_iter().filter(|entry| !gone(entry)).collect()
}

fn read(row: &Row<'_>) -> Result<Entry> {
    let payload = row.get_ref(5)?.as_str().map_err(rusqlite::Error::from)?;
    Ok(Entry {
        office: row.get(0)?,
        seq: row.get(1)?,
        subject: row.get(2)?,
        at: row.get(3)?,
        who: row.get(4)?,
        act: serde_json::from_str(payload)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_covers_what_came_before_and_every_field_each_in_its_place() {
        let link = || Link {
            office: "ZJ",
            seq: 7,
            op: "op",
            part: 1,
            subject: "ab",
            at: 9,
            who: "c",
            payload: "{}",
        };
        let others = [
            link().hash(&[1; 32]),
            Link { office: "RS", ..link() }.hash(&BEGINNING),
            Link { seq: 8, ..link() }.hash(&BEGINNING),
            Link { op: "po", ..link() }.hash(&BEGINNING),
            Link { part: 0, ..link() }.hash(&BEGINNING),
            Link { subject: "ba", ..link() }.hash(&BEGINNING),
            Link { at: 8, ..link() }.hash(&BEGINNING),
            Link { who: "d", ..link() }.hash(&BEGINNING),
            Link { payload: "[]", ..link() }.hash(&BEGINNING),
            Link { subject: "a", who: "bc", ..link() }.hash(&BEGINNING),
            Link { seq: 1, part: 7, ..link() }.hash(&BEGINNING),
        ];
        let mut all: HashSet<[u8; 32]> = others.into();
        all.insert(link().hash(&BEGINNING));
        assert_eq!(all.len(), others.len() + 1, "two different entries have one hash");
    }
}
