//! Who could take a matter, and how much work whoever takes matters has in hand.
use super::{
    facts::column,
    list::{not_about, record},
    registers,
};
use crate::{
    domain::{
        register::{Record, Register, STATE},
        rights::Actor,
    },
    store::{Offer, Result, sight::quoted},
};
use rusqlite::Connection;

/// Rows of a register that are put forward at most.
const MOST: usize = 3;

/// Rows that serve the same matters of which the loads are compared: a register may have a hundred thousand of them.
const COMPARED: usize = 50;

/// Under what a row stands that serves a category in a place, among the numbers to which rows lead: none begins like it.
pub(super) fn matters(register: &str, place: &str, category: &str) -> String {
    format!("@{register} {place} {category}")
}

/// Of every register that the asker sees, the rows that fit best: those that name the category, in the narrowest place,
/// with the least in hand. Places and categories come from below, each with all above it.
pub(super) fn offers(
    db: &Connection,
    me: &Actor,
    places: &[String],
    categories: &[String],
) -> Result<Vec<Offer>> {
    let work = Work::seen_by(db, me)?;
    let mut all = Vec::new();
    for register in registers(db)?.all().filter(|register| register.serves.is_some() && register.seen_by(me))
    {
        all.extend(best(db, me, register, &work, [places, categories])?);
    }
    Ok(all)
}

fn best(
    db: &Connection,
    me: &Actor,
    register: &Register,
    work: &Work,
    [places, categories]: [&[String]; 2],
) -> Result<Vec<Offer>> {
    let every = [String::new()];
    let mut best = Vec::new();
    for categories in [categories, &every] {
        for place in places.iter().chain(&every) {
            if best.len() >= MOST {
                break;
            }
            let mut alike = Vec::new();
            for category in categories {
                let under = matters(&register.id, place, category);
                alike.extend(serving(db, me, register, work, &under)?);
            }
            alike.sort_by(|one, other| (one.load, &one.no).cmp(&(other.load, &other.no)));
            best.extend(alike);
        }
    }
    best.truncate(MOST);
    Ok(best)
}

/// The first rows under a key that the asker sees.
fn serving(db: &Connection, me: &Actor, register: &Register, work: &Work, under: &str) -> Result<Vec<Offer>> {
    let mut query = db.prepare_cached(
        "SELECT r.body, r.version FROM record_link l JOIN record r ON r.id = l.record
         WHERE l.target = ?1 ORDER BY l.record",
    )?;
    let mut rows = query.query([under])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()?
        && found.len() < COMPARED
    {
        let record = record(row)??;
        let Some((place, _)) = register.served(&record).filter(|_| record.seen_by(register, me)) else {
            continue;
        };
        found.push(Offer {
            title: record.title(register).to_owned(),
            place: place.to_owned(),
            load: work.of(db, &record)?,
            register: record.register,
            no: record.no,
        });
    }
    Ok(found)
}

/// The work that an asker sees: how many open rows of other registers lead to a row. What they do not see does not count,
/// or the number would tell of it.
pub(super) struct Work(String);

impl Work {
    pub(super) fn seen_by(db: &Connection, me: &Actor) -> Result<Self> {
        let registers = registers(db)?;
        let seen = registers.all().filter(|register| register.is_work() && register.seen_by(me));
        let mut open: Vec<String> = seen.map(|register| open(register, me)).collect();
        open.push("0".to_owned());
        Ok(Self(format!(
            "SELECT count(DISTINCT r.id) FROM record_link l JOIN record r ON r.id = l.record
             WHERE l.target = ?1 AND r.register <> ?2 AND r.struck = 0 AND ({})",
            open.join(" OR ")
        )))
    }

    /// How much of it a row has in hand.
    pub(super) fn of(&self, db: &Connection, record: &Record) -> Result<u64> {
        let row = (record.no.as_str(), &record.register);
        let count: i64 = db.prepare_cached(&self.0)?.query_row(row, |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }
}

/// The condition on an open row of a register.
fn open(register: &Register, me: &Actor) -> String {
    let done = register.states.iter().filter(|state| state.done);
    let done: Vec<String> = done.map(|state| quoted(&state.answer.id)).collect();
    let parts = [
        Some(format!("r.register = {}", quoted(&register.id))),
        Some(format!("coalesce({}, '') NOT IN ({})", column(register, STATE), done.join(","))),
        not_about(register, me),
    ];
    format!("({})", parts.into_iter().flatten().collect::<Vec<_>>().join(" AND "))
}
