//! People: their records, and who may be standing at the counter.
use super::{
    Known, PersonAsk, Reply, Result,
    journal::Pen,
    numbers::{self, Kind},
    petition,
};
use crate::domain::{
    identity::Identity,
    journal::Act,
    person::Person,
    petition::{No, PartyKind, Petitioner},
    rights::Actor,
};
use rusqlite::{Connection, OptionalExtension, Row, Transaction};

const COLUMNS: &str = "no, kind, name, identity, phone, address";

/// People shown beside a form: more would not be read while somebody waits.
const SHOWN: usize = 6;

pub(super) fn answer(db: &Connection, me: &Actor, ask: PersonAsk) -> Result<Reply> {
    let PersonAsk::Known { petitions, identity, phone } = ask;
    let mut people: Vec<Person> = Vec::new();
    if !identity.is_empty() {
        take_new(&mut people, by(db, "identity", &identity)?);
    }
    if !phone.is_empty() {
        take_new(&mut people, by(db, "phone", &phone)?);
    }
    for petition in petitions {
        if people.len() >= SHOWN {
            break;
        }
        take_new(&mut people, on_petition(db, petition)?);
    }
    let mut known = Vec::new();
    for person in people {
        let petitions = petition::of_person(db, me, &person.no)?;
        // Somebody known only from what must not be seen is not known here.
        if !petitions.is_empty() && known.len() < SHOWN {
            known.push(Known { person, petitions });
        }
    }
    Ok(Reply::Known(known))
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

/// Gives a petitioner their record: the one that was taken over, the one with the same identity number and
/// name, or a new one; and brings it up to what was stated now. Anonymous petitioners get none.
pub(super) fn settle(pen: &mut Pen<'_, '_>, petitioner: &mut Petitioner, office: &str) -> Result<()> {
    if petitioner.name.is_empty() {
        return Ok(());
    }
    let before = match &petitioner.person {
        Some(no) => load(pen.tx, &no.0)?,
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
    let found = by(tx, "identity", &petitioner.identity)?;
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
