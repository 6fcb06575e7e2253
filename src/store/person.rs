//! People: their records, which of them are one, and who may be standing at the counter.
use super::{
    Brief, Done, How, Known, PersonAsk, PersonPage, Reply, Result, StoreError, chain,
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
const SHOWN: usize = 6;

pub(super) fn answer(db: &Connection, me: &Actor, ask: PersonAsk) -> Result<Reply> {
    match ask {
        PersonAsk::Known { petitions, identity, phone } => known(db, me, &petitions, &identity, &phone),
        PersonAsk::Page(no) => page(db, me, &no).map(|page| Reply::Person(Box::new(page))),
    }
}

fn known(db: &Connection, me: &Actor, petitions: &[i64], identity: &str, phone: &str) -> Result<Reply> {
    let mut people: Vec<Person> = Vec::new();
    for (column, value) in [("identity", identity), ("phone", phone)] {
        if !value.is_empty() {
            take_new(&mut people, gone_on(db, by(db, column, value)?)?);
        }
    }
    for petition in petitions {
        if people.len() >= SHOWN {
            break;
        }
        take_new(&mut people, gone_on(db, on_petition(db, *petition)?)?);
    }
    let mut known = Vec::new();
    for person in people {
        if known.len() == SHOWN {
            break;
        }
        let these = same_as(db, &person.no)?;
        if let Some(person) = as_known(db, me, &these)? {
            known.push(Known { petitions: petition::of_people(db, me, &these)?, person });
        }
    }
    Ok(Reply::Known(known))
}

/// Somebody, by all their records, as the asker may know them: by the record that goes on, or by one that ended in it
/// where that one is known only from what must not be seen; nobody where that is so of all.
fn as_known(db: &Connection, me: &Actor, these: &[No]) -> Result<Option<Person>> {
    for one in these {
        if is_seen(db, me, one)? {
            return load(db, &one.0);
        }
    }
    Ok(None)
}

/// Refuses a record that the asker may not know of.
pub(super) fn seen(db: &Connection, me: &Actor, no: &No) -> Result<()> {
    if is_seen(db, me, no)? { Ok(()) } else { Err(StoreError::NotFound(no.to_string())) }
}

/// Whether somebody stands under this record on a petition that the asker may see.
fn is_seen(db: &Connection, me: &Actor, no: &No) -> Result<bool> {
    Ok(!petition::of_people(db, me, std::slice::from_ref(no))?.is_empty())
}

fn page(db: &Connection, me: &Actor, no: &No) -> Result<PersonPage> {
    let these = same_as(db, no)?;
    let person = as_known(db, me, &these)?.ok_or_else(|| StoreError::NotFound(no.to_string()))?;
    let petitions = petition::of_people(db, me, &these)?;
    let (mut merged, mut entries) = (Vec::new(), Vec::new());
    for one in &these {
        if is_seen(db, me, one)? {
            entries.extend(journal::entries(db, &one.0)?);
            merged.extend(load(db, &one.0)?.filter(|one| one.no != person.no));
        }
    }
    entries.sort_by_key(|entry| entry.at);
    let doubles = doubles(db, me, &person, &these)?;
    Ok(PersonPage { person, merged, petitions, doubles, entries })
}

/// Records with the same identity number or phone, of people that the asker may know, and not said to be others.
fn doubles(db: &Connection, me: &Actor, person: &Person, these: &[No]) -> Result<Vec<Person>> {
    let mut found: Vec<Person> = Vec::new();
    for (column, value) in [("identity", &person.identity), ("phone", &person.phone)] {
        if !value.is_empty() {
            take_new(&mut found, gone_on(db, by(db, column, value)?)?);
        }
    }
    let mut doubles = Vec::new();
    for one in found.into_iter().filter(|one| !these.contains(&one.no) && one.kind == person.kind) {
        if is_seen(db, me, &one.no)? && !chain::are_apart(db, these, &cluster(db, &one.no)?)? {
            doubles.push(one);
        }
    }
    Ok(doubles)
}

/// The visible petitions of a person under whichever record, newest first.
pub(super) fn petitions_of(db: &Connection, me: &Actor, person: &No) -> Result<Vec<Brief>> {
    petition::of_people(db, me, &same_as(db, person)?)
}

/// All records of whoever has this one: the one that goes on first.
fn same_as(db: &Connection, no: &No) -> Result<Vec<No>> {
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
fn cluster(db: &Connection, root: &No) -> Result<Vec<No>> {
    let mut query = db.prepare_cached(
        "WITH RECURSIVE down (no) AS (
             SELECT ?1 UNION SELECT person.no FROM down JOIN person ON person.same = down.no)
         SELECT no FROM down",
    )?;
    Ok(query.query_map([&root.0], |row| Ok(No(row.get(0)?)))?.collect::<rusqlite::Result<_>>()?)
}

/// The records that go on for these.
fn gone_on(db: &Connection, people: Vec<Person>) -> Result<Vec<Person>> {
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

fn take_new(people: &mut Vec<Person>, found: Vec<Person>) {
    for person in found {
        if !people.iter().any(|known| known.no == person.no) {
            people.push(person);
        }
    }
}

/// The newest people with this value in a column. The condition names the column twice: only so does SQLite see
/// that the index of those who have one will do.
fn by(db: &Connection, column: &str, value: &str) -> Result<Vec<Person>> {
    let mut query = db.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM person WHERE {column} = ?1 AND {column} <> '' ORDER BY id DESC LIMIT {SHOWN}"
    ))?;
    Ok(query.query_map([value], read)?.collect::<rusqlite::Result<_>>()?)
}

fn on_petition(db: &Connection, petition: i64) -> Result<Vec<Person>> {
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
        Some(no) => load(pen.tx, &root(pen.tx, no)?.0)?,
        None => same_person(pen.tx, petitioner)?,
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

/// Only a checked identity number together with the name says that two records are one person; names and
/// phones are shared by many, and that question is the clerk's.
fn same_person(tx: &Transaction<'_>, petitioner: &Petitioner) -> Result<Option<Person>> {
    if Identity::read(&petitioner.identity).is_err() {
        return Ok(None);
    }
    let found = gone_on(tx, by(tx, "identity", &petitioner.identity)?)?;
    Ok(found.into_iter().find(|person| person.name == petitioner.name))
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
