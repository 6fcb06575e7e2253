//! The orders that write rows of registers. Each is checked here for truth, whatever a form let through.
use super::{leads, refresh, seen, seen_register};
use crate::{
    domain::{
        deed::Deed,
        journal::{Act, Change},
        petition::No,
        register::{Entered, Kind, Record, Register, STATE, ValueError, Words, fold_record},
        step::{Blank, Refusal},
    },
    store::{
        Done, How, Result, StoreError, catalog,
        deed::filled,
        journal::{self, Pen},
        numbers::{self, Kind as Number},
    },
    text::clean,
};
use chrono::Datelike;
use serde_json::Value;
use std::collections::BTreeMap;

/// More rows than this in a row of rows are a circle or nobody's work.
const DEEPEST: usize = 32;

/// Carries out an order about a row.
pub(in crate::store) fn carry_out(pen: &mut Pen<'_, '_>, seen_at: Option<u32>, deed: Deed) -> Result<Done> {
    match deed {
        Deed::EnterRecord { register, row } => enter(pen, &register, &row),
        Deed::ChangeRecord { no, row } => change(pen, &no, seen_at, &row),
        Deed::MoveRecord { no, to, reason } => move_to(pen, &no, seen_at, to, reason),
        Deed::CountRecord { no, field, by } => count(pen, &no, &field, by),
        Deed::StrikeRecord { no, reason, back } => strike(pen, &no, seen_at, reason, back),
        other => Err(StoreError::BadField(other.name())),
    }
}

/// Enters a row.
fn enter(pen: &mut Pen<'_, '_>, register: &str, row: &BTreeMap<String, String>) -> Result<Done> {
    let register = writable(pen, register)?;
    let (state, row) = stands(row);
    if let Some(why) = state.and_then(|state| register.why_not_from_first(state, pen.me)) {
        return Err(StoreError::Refused(why));
    }
    let mut row = tidied(pen, &register, &row)?;
    register.grade(&mut row);
    complete(pen, &register, &row)?;
    let year = pen.now.today.year();
    let no = numbers::next(pen.tx, &pen.me.office, Number::Record(&register.letters, year))?;
    let state = state.unwrap_or(register.first_state()).to_owned();
    let entered = Entered { register: register.id.clone(), state, row };
    pen.write(&no.0, Act::RecordEntered(Box::new(entered)))?;
    shown(pen, &register, &no)?;
    Ok(Done { no, how: How::Made })
}

/// What is said of where a row stands, if anything is, and of its fields.
fn stands(row: &BTreeMap<String, String>) -> (Option<&str>, BTreeMap<String, String>) {
    let mut fields = row.clone();
    fields.remove(STATE);
    (row.get(STATE).map(|state| state.trim()).filter(|state| !state.is_empty()), fields)
}

/// Puts fields of a row right; fields not named stay.
fn change(
    pen: &mut Pen<'_, '_>,
    no: &No,
    seen_at: Option<u32>,
    row: &BTreeMap<String, String>,
) -> Result<Done> {
    let (before, register) = standing(pen, no, seen_at)?;
    let (state, row) = stands(row);
    let named = tidied(pen, &register, &row)?;
    let mut after = before.row.clone();
    for field in row.keys() {
        match named.get(field) {
            Some(said) => drop(after.insert(field.clone(), said.clone())),
            // Whoever does not see what it leads to has not emptied it.
            None if unseen(pen, &register, field, &before)? => {}
            None => drop(after.remove(field)),
        }
    }
    register.grade(&mut after);
    complete(pen, &register, &after)?;
    no_circle(pen, &register, no, &after)?;
    let value = |row: &BTreeMap<String, String>, field: &str| {
        row.get(field).map_or(Value::Null, |said| said.as_str().into())
    };
    let changes: Vec<Change> = before
        .row
        .keys()
        .chain(after.keys().filter(|field| !before.row.contains_key(*field)))
        .map(|field| Change {
            field: field.clone(),
            from: value(&before.row, field),
            to: value(&after, field),
        })
        .filter(|change| change.from != change.to)
        .collect();
    let to = state.filter(|state| **state != before.state);
    let done = if changes.is_empty() {
        Done { no: no.clone(), how: How::Unchanged }
    } else {
        written(pen, &register, no, Act::RecordChanged { changes })?
    };
    to.map_or(Ok(done), |to| move_to(pen, no, None, to.to_owned(), String::new()))
}

/// Somebody more, or one fewer after a slip. Two desks may count on one row: nobody's key is lost to the other one.
fn count(pen: &mut Pen<'_, '_>, no: &No, field: &str, by: i32) -> Result<Done> {
    let (before, register) = standing(pen, no, None)?;
    if !register.tally.iter().any(|count| count == field) {
        return Err(StoreError::BadField(field.to_owned()));
    }
    let counted = before.get(field).parse::<i64>().unwrap_or(0) + i64::from(by);
    if counted < 0 {
        return Err(StoreError::Refused("why-nobody-counted"));
    }
    change(pen, no, None, &BTreeMap::from([(field.to_owned(), counted.to_string())]))
}

/// Whether a field leads to something that the asker does not see.
fn unseen(pen: &Pen<'_, '_>, register: &Register, field: &str, before: &Record) -> Result<bool> {
    let kind = register.field(field).map(|field| field.kind).filter(|kind| kind.is_link());
    match (kind, before.get(field)) {
        (None, _) | (_, "") => Ok(false),
        (Some(kind), no) => Ok(!leads(pen.tx, pen.me, kind, &No(no.to_owned()))?),
    }
}

/// Moves a row into another state.
fn move_to(pen: &mut Pen<'_, '_>, no: &No, seen_at: Option<u32>, to: String, reason: String) -> Result<Done> {
    let (before, register) = standing(pen, no, seen_at)?;
    if let Some(why) = register.why_not_to(&before.state, &to, pen.me) {
        return Err(StoreError::Refused(why));
    }
    written(pen, &register, no, Act::RecordMoved { to, reason })
}

/// Strikes a row off its register, or puts it back.
fn strike(pen: &mut Pen<'_, '_>, no: &No, seen_at: Option<u32>, reason: String, back: bool) -> Result<Done> {
    filled(&reason, "reason")?;
    let (before, register) = own(pen, no, seen_at)?;
    if before.struck.is_none() == back {
        return Err(StoreError::Refused(if back { "why-not-struck" } else { "why-struck" }));
    }
    written(pen, &register, no, Act::RecordStruck { reason, back })
}

fn writable(pen: &Pen<'_, '_>, register: &str) -> Result<std::sync::Arc<Register>> {
    let register = seen_register(pen.tx, pen.me, register)?;
    if register.written_by(pen.me) { Ok(register) } else { Err(StoreError::Denied("why-no-right")) }
}

/// A row that the asker may write, on the version that they saw.
fn own(pen: &Pen<'_, '_>, no: &No, seen_at: Option<u32>) -> Result<(Record, std::sync::Arc<Register>)> {
    let (record, register, _) = seen(pen.tx, pen.me, no)?;
    if !register.written_by(pen.me) {
        return Err(StoreError::Denied("why-no-right"));
    }
    if no.office() != pen.me.office && pen.me.role == crate::domain::rights::Role::Clerk {
        return Err(StoreError::Denied("why-other-office"));
    }
    if seen_at.is_some_and(|version| version != record.version) {
        return Err(StoreError::Conflict(no.clone()));
    }
    Ok((record, register))
}

/// The same of a row that was not struck off: nothing else becomes of one that was but to be put back.
fn standing(pen: &Pen<'_, '_>, no: &No, seen_at: Option<u32>) -> Result<(Record, std::sync::Arc<Register>)> {
    let (record, register) = own(pen, no, seen_at)?;
    if record.struck.is_some() { Err(StoreError::Refused("why-struck")) } else { Ok((record, register)) }
}

fn written(pen: &mut Pen<'_, '_>, register: &Register, no: &No, act: Act) -> Result<Done> {
    pen.write(&no.0, act)?;
    shown(pen, register, no)?;
    Ok(Done { no: no.clone(), how: How::Added })
}

fn shown(pen: &Pen<'_, '_>, register: &Register, no: &No) -> Result<()> {
    let record = fold_record(&journal::entries(pen.tx, &no.0)?)?;
    refresh(pen.tx, register, &record, &*catalog::limits(pen.tx)?)
}

/// A petition has grown from a row: it leads there, and moves on where its register says so.
pub(in crate::store) fn grow(pen: &mut Pen<'_, '_>, no: &No, petition: &No) -> Result<()> {
    let (before, register) = own(pen, no, None)?;
    if let Some(why) = register.why_not_grown(&before) {
        return Err(StoreError::Refused(why));
    }
    let Some(growth) = &register.growth else { return Ok(()) };
    let link = growth.free(&before).unwrap_or_default().to_owned();
    change(pen, no, None, &BTreeMap::from([(link, petition.0.clone())]))?;
    if !growth.state.is_empty() && register.why_not_to(&before.state, &growth.state, pen.me).is_none() {
        move_to(pen, no, None, growth.state.clone(), String::new())?;
    }
    Ok(())
}

/// Takes back the last act on a row.
pub(in crate::store) fn taken_back(pen: &mut Pen<'_, '_>, no: &No, act: Act) -> Result<Done> {
    let (_, register) = own(pen, no, None)?;
    written(pen, &register, no, act)
}

/// What is said, each field in its one form; a field that the declaration does not know is refused by name.
fn tidied(
    pen: &Pen<'_, '_>,
    register: &Register,
    row: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, String>> {
    let mut tidied = BTreeMap::new();
    for (id, said) in row {
        let field = register.field(id).ok_or_else(|| StoreError::BadField(id.clone()))?;
        if field.kind == Kind::Grade {
            continue;
        }
        let wrong = |error: ValueError| refused(error.why, &field.name, error.what);
        let said = if field.kind == Kind::Page { said.clone() } else { clean::line(said) };
        let said = field.tidy(&said, pen.now.today).map_err(wrong)?;
        if said.is_empty() {
            continue;
        }
        let lost = match field.kind {
            kind if kind.is_link() => {
                let no = No(said.clone());
                let other =
                    kind == Kind::Record && !field.of.is_empty() && !of_register(pen, &no, &field.of)?;
                other || !leads(pen.tx, pen.me, kind, &no)?
            }
            kind => match kind.list() {
                Some(list) => !catalog::knows(pen.tx, list, &said)?,
                None => false,
            },
        };
        if lost {
            return Err(wrong(ValueError { why: "why-leads-nowhere", what: said }));
        }
        tidied.insert(id.clone(), said);
    }
    Ok(tidied)
}

/// A sentence in the words of a declaration.
fn refused(id: &'static str, words: &Words, what: String) -> StoreError {
    let text = (!what.is_empty()).then_some(Blank::Text(what));
    let what = std::iter::once(Blank::Declared(words.clone())).chain(text).collect();
    StoreError::Step(Box::new(Refusal { id, article: "", what }))
}

fn of_register(pen: &Pen<'_, '_>, no: &No, register: &str) -> Result<bool> {
    let mut query = pen.tx.prepare_cached("SELECT 1 FROM record WHERE no = ?1 AND register = ?2")?;
    Ok(query.exists((&no.0, register))?)
}

/// Nothing that has to be filled in is missing, and what has to hold between fields does.
fn complete(pen: &Pen<'_, '_>, register: &Register, row: &BTreeMap<String, String>) -> Result<()> {
    let missing = register.fields.iter().find(|field| field.required && !row.contains_key(&field.id));
    if let Some(field) = missing {
        return Err(refused("why-missing", &field.name, String::new()));
    }
    match register.checks.iter().find(|check| !check.holds(register, row, pen.now.today)) {
        Some(check) => Err(refused("why-check", &check.say, String::new())),
        None => Ok(()),
    }
}

/// No row leads, over other rows, back to itself.
fn no_circle(pen: &Pen<'_, '_>, register: &Register, no: &No, row: &BTreeMap<String, String>) -> Result<()> {
    let rows = register.fields.iter().filter(|field| field.kind == Kind::Record);
    let mut next: Vec<String> = rows.filter_map(|field| row.get(&field.id).cloned()).collect();
    let mut query = pen.tx.prepare_cached(
        "SELECT l.target FROM record_link l JOIN record r ON r.id = l.record
         WHERE r.no = ?1 AND l.target IN (SELECT no FROM record)",
    )?;
    for _ in 0..DEEPEST {
        if next.contains(&no.0) {
            return Err(StoreError::Refused("why-circle"));
        }
        let mut further = Vec::new();
        for one in &next {
            let targets = query.query_map([one], |row| row.get::<_, String>(0))?;
            further.extend(targets.collect::<rusqlite::Result<Vec<_>>>()?);
        }
        if further.is_empty() {
            return Ok(());
        }
        next = further;
    }
    Err(StoreError::Refused("why-circle"))
}
