//! Checking the whole store: the file, the chains, and every row against what its journal folds to.
use super::{
    Result, Verified, case, catalog, chain,
    counted::Counted,
    index,
    journal::{self, BEGINNING, Link},
    meeting, person, petition, record, recusal,
};
use crate::domain::{journal::fold, petition::No};
use crate::search::Document;
use rusqlite::Connection;
use std::collections::HashMap;

/// Problems told by name; more would say the same again.
const TOLD: usize = 100;

/// Walks everything. Reads only, in one snapshot, so that desks may go on writing.
pub(super) fn verify(db: &Connection) -> Result<Verified> {
    let snapshot = db.unchecked_transaction()?;
    let mut found = sound(&snapshot)?;
    petitions(&snapshot, &mut found)?;
    people(&snapshot, &mut found)?;
    lost_people(&snapshot, &mut found)?;
    cases(&snapshot, &mut found)?;
    meetings(&snapshot, &mut found)?;
    records(&snapshot, &mut found)?;
    found.problems.truncate(TOLD);
    Ok(found)
}

/// Whether the file is whole and every chain holds: what can be said of a copy without folding its journals.
pub(super) fn sound(db: &Connection) -> Result<Verified> {
    let mut found = Verified::default();
    integrity(db, &mut found)?;
    chains(db, &mut found)?;
    Ok(found)
}

fn integrity(db: &Connection, found: &mut Verified) -> Result<()> {
    let mut query = db.prepare("PRAGMA integrity_check(20)")?;
    let lines = query.query_map([], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
    found.problems.extend(lines.into_iter().filter(|line| line != "ok"));
    let mut query = db.prepare("PRAGMA foreign_key_check")?;
    let rows = query.query_map([], |row| {
        Ok(format!("{} {:?}: foreign key", row.get::<_, String>(0)?, row.get::<_, Option<i64>>(1)?))
    })?;
    found.problems.extend(rows.collect::<rusqlite::Result<Vec<_>>>()?);
    Ok(())
}

fn chains(db: &Connection, found: &mut Verified) -> Result<()> {
    let mut ends: HashMap<String, (i64, [u8; 32])> = HashMap::new();
    let mut query = db.prepare(
        "SELECT office, seq, op, part, subject, at, who, payload, prev, hash FROM entry ORDER BY office, seq",
    )?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let text = |at: usize| row.get_ref(at)?.as_str().map_err(rusqlite::Error::from);
        let link = Link {
            office: text(0)?,
            seq: row.get(1)?,
            op: text(2)?,
            part: row.get(3)?,
            subject: text(4)?,
            at: row.get(5)?,
            who: text(6)?,
            payload: text(7)?,
        };
        let (prev, hash): ([u8; 32], [u8; 32]) = (row.get(8)?, row.get(9)?);
        let (seq, end) = ends.get(link.office).copied().unwrap_or((0, BEGINNING));
        if link.seq != seq + 1 || prev != end || link.hash(&prev) != hash {
            found.problems.push(format!("{} #{}: chain ({})", link.office, link.seq, link.subject));
        }
        ends.insert(link.office.to_owned(), (link.seq, hash));
        found.entries += 1;
    }
    Ok(())
}

fn petitions(db: &Connection, found: &mut Verified) -> Result<()> {
    let mut query = db.prepare("SELECT id, no FROM petition ORDER BY id")?;
    let mut rows = query.query([])?;
    let mut check = index::Check::begin(db)?;
    let limits = catalog::limits(db)?;
    while let Some(row) = rows.next()? {
        let (id, no): (i64, String) = (row.get(0)?, row.get(1)?);
        let agrees = journal::entries(db, &no).and_then(|entries| {
            let folded = fold(&entries)?;
            check.petition(id, &Document::of(&folded));
            let counted = Counted::of(&folded, &entries, &limits);
            Ok(petition::row_agrees(db, id, &folded, &counted)?
                && chain::apart_agrees(db, &folded.no, &entries)?
                && recusal::agrees(db, id, &folded)?)
        });
        match agrees {
            Ok(true) => {}
            Ok(false) => found.problems.push(format!("{no}: row")),
            Err(error) => found.problems.push(format!("{no}: {error}")),
        }
        found.petitions += 1;
    }
    found.problems.extend(check.finish().into_iter().map(|row| format!("petition {row}: index")));
    if !index::Check::names(db)? {
        found.problems.push("idx_sound: index".to_owned());
    }
    let orphans = "SELECT DISTINCT subject FROM entry WHERE json_extract(payload, '$.act') = 'registered'
                   AND subject NOT IN (SELECT no FROM petition)";
    missing(db, orphans, found)
}

/// Rows of registers, and those that a journal tells of and that have no row.
fn records(db: &Connection, found: &mut Verified) -> Result<()> {
    let (registers, limits) = (record::registers(db)?, catalog::limits(db)?);
    let mut query = db.prepare("SELECT no FROM record ORDER BY id")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let no = No(row.get(0)?);
        match record::row_agrees(db, &no, &registers, &limits) {
            Ok(true) => {}
            Ok(false) => found.problems.push(format!("{no}: row")),
            Err(error) => found.problems.push(format!("{no}: {error}")),
        }
    }
    let orphans = "SELECT DISTINCT subject FROM entry WHERE json_extract(payload, '$.act') = 'record-entered'
                   AND subject NOT IN (SELECT no FROM record)";
    missing(db, orphans, found)
}

fn people(db: &Connection, found: &mut Verified) -> Result<()> {
    let mut query = db.prepare("SELECT no FROM person ORDER BY id")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let no = No(row.get(0)?);
        if !person::row_agrees(db, &no)? {
            found.problems.push(format!("{no}: row"));
        }
    }
    Ok(())
}

/// Records that a journal still tells of, and that have no row.
fn lost_people(db: &Connection, found: &mut Verified) -> Result<()> {
    let mut query = db.prepare(
        "SELECT DISTINCT subject FROM entry WHERE json_extract(payload, '$.act') = 'person-noted'
         AND subject NOT IN (SELECT no FROM person)",
    )?;
    let lost = query.query_map([], |row| Ok(No(row.get(0)?)))?.collect::<rusqlite::Result<Vec<_>>>()?;
    for no in lost {
        if person::is_told(&journal::entries(db, &no.0)?) {
            found.problems.push(format!("{no}: row"));
        }
    }
    Ok(())
}

fn cases(db: &Connection, found: &mut Verified) -> Result<()> {
    let mut query = db.prepare("SELECT no FROM cases ORDER BY id")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let no = No(row.get(0)?);
        match case::row_agrees(db, &no) {
            Ok(true) => {}
            Ok(false) => found.problems.push(format!("{no}: row")),
            Err(error) => found.problems.push(format!("{no}: {error}")),
        }
    }
    let orphans = "SELECT DISTINCT subject FROM entry WHERE json_extract(payload, '$.act') = 'case-opened'
                   AND subject NOT IN (SELECT no FROM cases)";
    missing(db, orphans, found)
}

fn meetings(db: &Connection, found: &mut Verified) -> Result<()> {
    let mut query = db.prepare("SELECT no FROM meeting ORDER BY id")?;
    let rows = query.query_map([], |row| Ok(No(row.get(0)?)))?.collect::<rusqlite::Result<Vec<_>>>()?;
    for no in rows {
        if !meeting::row_agrees(db, &no).unwrap_or(false) {
            found.problems.push(format!("{no}: row"));
        }
    }
    let orphans =
        "SELECT DISTINCT subject FROM entry WHERE json_extract(payload, '$.act') = 'meeting-planned'
                   AND subject NOT IN (SELECT no FROM meeting)";
    missing(db, orphans, found)
}

fn missing(db: &Connection, orphans: &str, found: &mut Verified) -> Result<()> {
    let mut query = db.prepare(orphans)?;
    let rows = query.query_map([], |row| row.get::<_, String>(0))?;
    for no in rows {
        found.problems.push(format!("{}: row missing", no?));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{
            deed::{Deed, Order},
            rights::Actor,
        },
        store::{Now, Request, Store},
    };

    /// A store with six entries in one chain.
    fn store(dir: &tempfile::TempDir) -> Store {
        let mut store = Store::open(&dir.path().join("f.db")).unwrap();
        for n in 0..3 {
            let said =
                serde_json::json!({"do": "register", "petitioners": [{"name": "李芳"}], "subject": "x"});
            let deed: Deed = serde_json::from_value(said).unwrap();
            let order = Order { op: format!("op-{n}"), version: None, deed };
            let now = Now::at(1_795_000_000_000);
            store.answer(&Actor::owner("w", "ZJ"), now, Request::Do(Box::new(order))).unwrap();
        }
        store
    }

    /// Gives an entry the hash that fits what stands in it now, behind whatever stands before it.
    fn rehash(db: &Connection, seq: i64) {
        let before = "SELECT hash FROM entry WHERE seq < ?1 ORDER BY seq DESC LIMIT 1";
        let prev: [u8; 32] = db.query_row(before, [seq], |row| row.get(0)).unwrap();
        let sql = "SELECT op, part, subject, at, who, payload FROM entry WHERE seq = ?1";
        let hash = db
            .query_row(sql, [seq], |row| {
                let text = |at: usize| row.get::<_, String>(at);
                let (op, subject, who, payload) = (text(0)?, text(2)?, text(4)?, text(5)?);
                let (part, at) = (row.get(1)?, row.get(3)?);
                let link = Link {
                    office: "ZJ",
                    seq,
                    op: &op,
                    part,
                    subject: &subject,
                    at,
                    who: &who,
                    payload: &payload,
                };
                Ok(link.hash(&prev))
            })
            .unwrap();
        db.execute("UPDATE entry SET prev = ?2, hash = ?3 WHERE seq = ?1", (seq, prev, hash)).unwrap();
    }

    fn told(store: &Store) -> Vec<String> {
        sound(&store.db).unwrap().problems
    }

    #[test]
    fn an_entry_that_was_changed_with_its_hash_no_longer_fits_the_next_one() {
        let dir = tempfile::tempdir().unwrap();
        let store = store(&dir);
        assert_eq!(told(&store), Vec::<String>::new());
        store.db.execute("UPDATE entry SET who = 'x' WHERE seq = 3", []).unwrap();
        rehash(&store.db, 3);
        assert_eq!(told(&store), ["ZJ #4: chain (ZJ-P-000002)"]);
    }

    #[test]
    fn an_entry_that_was_taken_out_leaves_a_gap_though_all_later_ones_were_hashed_anew() {
        let dir = tempfile::tempdir().unwrap();
        let store = store(&dir);
        store.db.execute("DELETE FROM entry WHERE seq = 3", []).unwrap();
        (4..=6).for_each(|seq| rehash(&store.db, seq));
        assert_eq!(told(&store), ["ZJ #4: chain (ZJ-P-000002)"]);
    }

    #[test]
    fn what_is_wrong_with_the_file_itself_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let store = store(&dir);
        store.db.execute_batch("PRAGMA foreign_keys = OFF; UPDATE petitioner SET person = 99").unwrap();
        let problems = told(&store);
        assert!(problems.iter().any(|line| line.ends_with("foreign key")), "{problems:?}");
        store.db.execute_batch("UPDATE petitioner SET person = petition").unwrap();
        let other = "PRAGMA writable_schema = ON;
                     UPDATE sqlite_schema SET sql = 'CREATE INDEX entry_who ON entry (at)' WHERE name = 'entry_who';";
        store.db.execute_batch(other).unwrap();
        drop(store);
        let again = Store::open(&dir.path().join("f.db")).unwrap();
        assert!(told(&again).iter().any(|line| line.contains("entry_who")), "{:?}", told(&again));
    }
}
