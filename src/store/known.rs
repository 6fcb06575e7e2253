//! People as an asker may know them: who may be standing at the counter, and everything about one.
use super::{
    Known, PersonAsk, PersonPage, Reply, Result, StoreError, chain, journal,
    person::{SHOWN, by, cluster, gone_on, is_seen, load, on_petition, same_as, seen, take_new},
    petition, record, sight,
};
use crate::domain::{
    journal::{Act, Entry},
    person::Person,
    petition::No,
    rights::Actor,
};
use rusqlite::Connection;
use std::collections::HashSet;

pub(super) fn answer(db: &Connection, me: &Actor, ask: PersonAsk) -> Result<Reply> {
    match ask {
        PersonAsk::Known { petitions, identity, phone } => known(db, me, &petitions, &identity, &phone),
        PersonAsk::Page(no) => page(db, me, &no).map(|page| Reply::Person(Box::new(page))),
    }
}

fn known(db: &Connection, me: &Actor, petitions: &[i64], identity: &str, phone: &str) -> Result<Reply> {
    let mut people = exactly(db, me, identity, phone)?;
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

/// Whoever the asker knows by this identity number or phone, by the record that goes on.
fn exactly(db: &Connection, me: &Actor, identity: &str, phone: &str) -> Result<Vec<Person>> {
    let mut people = Vec::new();
    for (column, value) in [("identity", identity), ("phone", phone)] {
        if value.is_empty() {
            continue;
        }
        for person in gone_on(db, by(db, column, value)?)? {
            if is_known_by(db, me, &person.no, value)? {
                take_new(&mut people, vec![person]);
            }
        }
    }
    Ok(people)
}

/// Whether the asker knows an identity number or phone to be somebody's, under whichever record.
fn is_known_by(db: &Connection, me: &Actor, no: &No, value: &str) -> Result<bool> {
    for one in same_as(db, no)? {
        if record(db, me, &one)?.is_some_and(|one| one.identity == value || one.phone == value) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Somebody, by all their records, as the asker may know them: by the record that goes on, or by one that ended in it
/// where that one is known only from what must not be seen; nobody where that is so of all.
fn as_known(db: &Connection, me: &Actor, these: &[No]) -> Result<Option<Person>> {
    for one in these {
        if let Some(person) = record(db, me, one)? {
            return Ok(Some(person));
        }
    }
    Ok(None)
}

/// A record as the asker may know it: where some of what it holds was stated on a petition that they must not see,
/// only what was stated on the others.
fn record(db: &Connection, me: &Actor, no: &No) -> Result<Option<Person>> {
    let seen = petition::of_people(db, me, std::slice::from_ref(no))?;
    if seen.is_empty() || !is_partly_hidden(db, me, no)? {
        return if seen.is_empty() { Ok(None) } else { load(db, &no.0) };
    }
    let mut known = None;
    for brief in seen.iter().rev() {
        let petition = petition::load(db, me, &brief.no)?;
        for said in petition.matter.petitioners.iter().filter(|one| one.person.as_ref() == Some(no)) {
            known = Some(Person::told(no.clone(), known.as_ref(), said));
        }
    }
    Ok(known)
}

/// Whether somebody stands under this record on a petition that the asker must not see.
fn is_partly_hidden(db: &Connection, me: &Actor, no: &No) -> Result<bool> {
    let sql = format!(
        "SELECT 1 FROM petitioner JOIN person ON person.id = petitioner.person JOIN petition p ON p.id = petition
         WHERE person.no = ?1 AND NOT ({})",
        sight::visible(db, me)?
    );
    Ok(db.prepare_cached(&sql)?.exists([&no.0])?)
}

fn page(db: &Connection, me: &Actor, no: &No) -> Result<PersonPage> {
    seen(db, me, no)?;
    let these = same_as(db, no)?;
    let person = as_known(db, me, &these)?.ok_or_else(|| StoreError::NotFound(no.to_string()))?;
    let petitions = petition::of_people(db, me, &these)?;
    let (mut merged, mut entries) = (Vec::new(), Vec::new());
    for one in &these {
        if let Some(known) = record(db, me, one)? {
            entries.extend(told(db, me, one)?);
            merged.extend(Some(known).filter(|known| known.no != person.no));
        }
    }
    entries.sort_by_key(|entry| entry.at);
    let doubles = doubles(db, me, &person, &these)?;
    let records = record::leading_to(db, me, &person.no)?;
    Ok(PersonPage { person, merged, petitions, doubles, entries, records })
}

/// What was said of a record, but for what names another one that the asker may not know, or holds what was stated
/// where they must not see it.
fn told(db: &Connection, me: &Actor, no: &No) -> Result<Vec<Entry>> {
    let entries = journal::entries(db, &no.0)?;
    let partly = is_partly_hidden(db, me, no)?;
    let mut hidden = HashSet::new();
    for entry in &entries {
        let hides = match &entry.act {
            Act::PersonMerged { into: other } | Act::Apart { other } => !is_seen(db, me, other)?,
            Act::PersonNoted(_) => partly,
            _ => false,
        };
        if hides {
            hidden.insert((entry.office.clone(), entry.seq));
        }
    }
    Ok(journal::without(entries, |entry| hidden.contains(&(entry.office.clone(), entry.seq))))
}

/// Records with the same identity number or phone, of people that the asker may know, and not said to be others.
fn doubles(db: &Connection, me: &Actor, person: &Person, these: &[No]) -> Result<Vec<Person>> {
    let mut doubles = Vec::new();
    for one in exactly(db, me, &person.identity, &person.phone)? {
        if these.contains(&one.no) || one.kind != person.kind {
            continue;
        }
        let Some(known) = record(db, me, &one.no)? else { continue };
        if !chain::are_apart(db, these, &cluster(db, &one.no)?)? {
            doubles.push(known);
        }
    }
    Ok(doubles)
}
