//! People: their records, and which of them are one.
use super::{
    Brief, Done, How, Result, StoreError, chain,
    journal::{self, Pen},
    numbers::{self, Kind},
    petition,
};
use crate::domain::{
    identity::Identity,
    journal::{Act, Entry, standing},
    person::Person,
    petition::{No, PartyKind, Petitioner},
    rights::Actor,
};
use rusqlite::{Connection, OptionalExtension, Row, Transaction};

const COLUMNS: &str = "no, kind, name, identity, phone, address";

/// People shown beside a form: more would not be read while somebody waits.
pub(super) const SHOWN: usize = 6;

/// Refuses a record that the asker may not know of.
pub(super) fn seen(db: &Connection, me: &Actor, no: &No) -> Result<()> {
    if is_seen(db, me, no)? { Ok(()) } else { Err(StoreError::NotFound(no.to_string())) }
}

/// Whether somebody stands under this record on a petition that the asker may see.
pub(super) fn is_seen(db: &Connection, me: &Actor, no: &No) -> Result<bool> {
    Ok(!petition::of_people(db, me, std::slice::from_ref(no))?.is_empty())
}

/// The visible petitions of a person under whichever record, newest first.
pub(super) fn petitions_of(db: &Connection, me: &Actor, person: &No) -> Result<Vec<Brief>> {
    petition::of_people(db, me, &same_as(db, person)?)
}

/// All records of whoever has this one: the one that goes on first.
pub(super) fn same_as(db: &Connection, no: &No) -> Result<Vec<No>> {
    cluster(db, &root(db, no)?)
}

/// The record that goes on for this one.
pub(super) fn root(db: &Connection, no: &No) -> Result<No> {
    let mut query = db.prepare_cached(
        "WITH RECURSIVE up (no, step) AS (
             SELECT ?1, 0
             UNION ALL SELECT same, step + 1 FROM up JOIN person USING (no) WHERE same IS NOT NULL)
         SELECT no FROM up ORDER BY step DESC LIMIT 1",
    )?;
    Ok(query.query_row([&no.0], |row| Ok(No(row.get(0)?)))?)
}

/// A record and those that ended in it.
pub(super) fn cluster(db: &Connection, root: &No) -> Result<Vec<No>> {
    let mut query = db.prepare_cached(
        "WITH RECURSIVE down (no) AS (
             SELECT ?1 UNION SELECT person.no FROM down JOIN person ON person.same = down.no)
         SELECT no FROM down",
    )?;
    Ok(query.query_map([&root.0], |row| Ok(No(row.get(0)?)))?.collect::<rusqlite::Result<_>>()?)
}

/// The records that go on for these.
pub(super) fn gone_on(db: &Connection, people: Vec<Person>) -> Result<Vec<Person>> {
    let mut on = Vec::new();
    for person in people {
        let root = root(db, &person.no)?;
        on.extend(if root == person.no { Some(person) } else { load(db, &root.0)? });
    }
    Ok(on)
}

/// Says that a record is of the same person as another one.
pub(super) fn merge(pen: &mut Pen<'_, '_>, no: &No, into: &No) -> Result<Done> {
    let [one, other] = [no, into].map(|no| {
        load(pen.tx, &no.0).and_then(|found| found.ok_or_else(|| StoreError::NotFound(no.to_string())))
    });
    let (one, other) = (one?, other?);
    seen(pen.tx, pen.me, no)?;
    seen(pen.tx, pen.me, into)?;
    if one.kind != other.kind {
        return Err(StoreError::Refused("why-merge-kind"));
    }
    let on = root(pen.tx, into)?;
    if on == *no || root(pen.tx, no)? != *no {
        return Err(StoreError::Refused("why-merged-already"));
    }
    say(pen, no, Act::PersonMerged { into: on })
}

/// Says something of a person, and brings their row up to it.
pub(super) fn say(pen: &mut Pen<'_, '_>, no: &No, act: Act) -> Result<Done> {
    pen.write(&no.0, act)?;
    let entries = journal::entries(pen.tx, &no.0)?;
    pen.tx
        .prepare_cached("UPDATE person SET same = ?2 WHERE no = ?1")?
        .execute((&no.0, ends_in(&entries).map(|into| into.0)))?;
    chain::write_apart(pen.tx, no, &entries)?;
    Ok(Done { no: no.clone(), how: How::Added })
}

/// Takes back what an operation noted of people, where nothing was stated of them since: their records are as before,
/// and one that came with the operation and stands on no petition goes with it.
pub(super) fn take_back(pen: &mut Pen<'_, '_>, office: &str, seq: i64) -> Result<()> {
    let mut query = pen.tx.prepare_cached(
        "SELECT subject, seq FROM entry WHERE office = ?1 AND part > 0
         AND op = (SELECT op FROM entry WHERE office = ?1 AND seq = ?2)",
    )?;
    let parts = query.query_map((office, seq), |row| Ok((No(row.get(0)?), row.get(1)?)))?;
    for (no, seq) in parts.collect::<rusqlite::Result<Vec<(No, i64)>>>()? {
        let entries = journal::entries(pen.tx, &no.0)?;
        let mut notes: Vec<&Entry> =
            standing(&entries).filter(|entry| matches!(entry.act, Act::PersonNoted(_))).collect();
        let last = notes.pop().filter(|entry| entry.office == office && entry.seq == seq);
        let Some(last) = last else { continue };
        match notes.last().map(|entry| &entry.act) {
            Some(Act::PersonNoted(before)) => write_row(pen.tx, before)?,
            _ if is_named(pen.tx, &no)? => continue,
            _ => drop(pen.tx.prepare_cached("DELETE FROM person WHERE no = ?1")?.execute([&no.0])?),
        }
        let what = last.act.kind().to_owned();
        pen.write(&no.0, Act::Undone { office: office.to_owned(), seq, what })?;
    }
    Ok(())
}

/// Whether somebody stands on any petition under this record, or another record ended in it.
fn is_named(db: &Connection, no: &No) -> Result<bool> {
    let mut query = db.prepare_cached(
        "SELECT 1 FROM petitioner JOIN person ON person.id = petitioner.person WHERE person.no = ?1
         UNION ALL SELECT 1 FROM person WHERE same = ?1",
    )?;
    Ok(query.exists([&no.0])?)
}

/// The record in which this one ended, as its journal tells.
fn ends_in(entries: &[Entry]) -> Option<No> {
    let merged = |entry: &Entry| match &entry.act {
        Act::PersonMerged { into } => Some(into.clone()),
        _ => None,
    };
    standing(entries).filter_map(merged).last()
}

/// Whether a journal still tells of a person.
pub(super) fn is_told(entries: &[Entry]) -> bool {
    standing(entries).any(|entry| matches!(entry.act, Act::PersonNoted(_)))
}

/// Whether a person's row is what the journal tells: for `verify`.
pub(super) fn row_agrees(db: &Connection, no: &No) -> Result<bool> {
    let entries = journal::entries(db, &no.0)?;
    let noted = |entry: &Entry| match &entry.act {
        Act::PersonNoted(person) => Some(person.clone()),
        _ => None,
    };
    let told = standing(&entries).filter_map(noted).last();
    let mut query = db.prepare_cached("SELECT same FROM person WHERE no = ?1")?;
    let same: Option<String> = query.query_row([&no.0], |row| row.get(0))?;
    Ok(told == load(db, &no.0)?
        && same == ends_in(&entries).map(|into| into.0)
        && chain::apart_agrees(db, no, &entries)?)
}

pub(super) fn take_new(people: &mut Vec<Person>, found: Vec<Person>) {
    for person in found {
        if !people.iter().any(|known| known.no == person.no) {
            people.push(person);
        }
    }
}

/// The newest people with this value in a column. The condition names the column twice: only so does SQLite see
/// that the index of those who have one will do.
pub(super) fn by(db: &Connection, column: &str, value: &str) -> Result<Vec<Person>> {
    let mut query = db.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM person WHERE {column} = ?1 AND {column} <> '' ORDER BY id DESC LIMIT {SHOWN}"
    ))?;
    Ok(query.query_map([value], read)?.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn on_petition(db: &Connection, petition: i64) -> Result<Vec<Person>> {
    let mut query = db.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM person WHERE id IN (SELECT person FROM petitioner WHERE petition = ?1)"
    ))?;
    Ok(query.query_map([petition], read)?.collect::<rusqlite::Result<_>>()?)
}

/// The record with this number.
pub(super) fn load(db: &Connection, no: &str) -> Result<Option<Person>> {
    let mut query = db.prepare_cached(&format!("SELECT {COLUMNS} FROM person WHERE no = ?1"))?;
    Ok(query.query_row([no], read).optional()?)
}

/// The same for those alone who were told anew: an old statement must not renew the record of somebody who has said
/// more since.
pub(super) fn settle_new(
    pen: &mut Pen<'_, '_>,
    before: &[Petitioner],
    after: &mut [Petitioner],
    office: &str,
) -> Result<()> {
    for (at, petitioner) in after.iter_mut().enumerate() {
        if before.get(at) != Some(petitioner) {
            settle(pen, petitioner, office)?;
        }
    }
    Ok(())
}

/// Gives a petitioner their record: the one that was taken over, the one with the same identity number and
/// name, or a new one; and brings it up to what was stated now. Anonymous petitioners get none.
pub(super) fn settle(pen: &mut Pen<'_, '_>, petitioner: &mut Petitioner, office: &str) -> Result<()> {
    if petitioner.name.is_empty() {
        return Ok(());
    }
    let before = match &petitioner.person {
        Some(no) => going_on(pen, no)?,
        None => same_person(pen, petitioner)?,
    };
    let no = match &before {
        Some(person) => person.no.clone(),
        None => numbers::next(pen.tx, office, Kind::Person)?,
    };
    petitioner.person = Some(no.clone());
    let told = Person::told(no, before.as_ref(), petitioner);
    if before.as_ref() != Some(&told) {
        write_row(pen.tx, &told)?;
        pen.note_later(&told.no.0.clone(), Act::PersonNoted(told));
    }
    Ok(())
}

/// The record that goes on for this one, as far as the asker may know: what is stated openly never lands in a record
/// that stands only on what is sealed.
fn going_on(pen: &Pen<'_, '_>, no: &No) -> Result<Option<Person>> {
    for one in same_as(pen.tx, no)? {
        if is_seen(pen.tx, pen.me, &one)? {
            return load(pen.tx, &one.0);
        }
    }
    Ok(None)
}

/// Only a checked identity number together with the name says that two records are one person; names and
/// phones are shared by many, and that question is the clerk's.
fn same_person(pen: &Pen<'_, '_>, petitioner: &Petitioner) -> Result<Option<Person>> {
    if Identity::read(&petitioner.identity).is_err() {
        return Ok(None);
    }
    for found in gone_on(pen.tx, by(pen.tx, "identity", &petitioner.identity)?)? {
        if found.name == petitioner.name
            && let Some(person) = going_on(pen, &found.no)?
        {
            return Ok(Some(person));
        }
    }
    Ok(None)
}

/// Writes a person's row.
pub(super) fn write_row(tx: &Transaction<'_>, person: &Person) -> Result<()> {
    let mut query = tx.prepare_cached(
        "INSERT INTO person (office, no, kind, name, identity, phone, address) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (no) DO UPDATE SET kind = excluded.kind, name = excluded.name,
             identity = excluded.identity, phone = excluded.phone, address = excluded.address",
    )?;
    query.execute((
        person.no.office(),
        &person.no.0,
        person.kind.id(),
        &person.name,
        &person.identity,
        &person.phone,
        &person.address,
    ))?;
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<Person> {
    let kind: String = row.get(1)?;
    Ok(Person {
        no: No(row.get(0)?),
        kind: PartyKind::parse(&kind).unwrap_or(PartyKind::Person),
        name: row.get(2)?,
        identity: row.get(3)?,
        phone: row.get(4)?,
        address: row.get(5)?,
    })
}
