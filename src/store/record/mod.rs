//! Registers: rows that are declared as data, the orders that write them, and the questions about them.
mod facts;
mod list;
mod offer;
mod order;
mod sums;
mod word;
mod write;

pub(super) use list::{answer, leading_to};
pub(super) use word::teach;
pub(super) use write::{carry_out, grow, taken_back};

use super::{RecordPage, Result, StoreError, case, catalog, journal, person, petition};
use crate::domain::{
    clock::Limits,
    journal::{Act, Entry},
    petition::No,
    register::{Kind, Record, Register, Registers, fold_record},
    rights::Actor,
};
use rusqlite::{Connection, OptionalExtension, Transaction, params_from_iter, types::Value as Cell};
use std::sync::{Arc, LazyLock};

/// The registers of the house as they are declared now.
pub(super) fn registers(db: &Connection) -> Result<Arc<Registers>> {
    catalog::registers(db)
}

/// A register that the asker sees.
pub(super) fn seen_register(db: &Connection, me: &Actor, id: &str) -> Result<Arc<Register>> {
    let known = registers(db)?.get(id).cloned();
    let register = known.ok_or_else(|| StoreError::NotFound(id.to_owned()))?;
    if register.seen_by(me) { Ok(register) } else { Err(StoreError::Hidden(id.to_owned())) }
}

/// A row as its journal tells it.
pub(super) fn load(db: &Connection, no: &No) -> Result<(Record, Vec<Entry>)> {
    let entries = journal::entries(db, &no.0)?;
    let record = fold_record(&entries).map_err(|_| StoreError::NotFound(no.to_string()))?;
    Ok((record, entries))
}

/// A row and its register, where the asker sees both.
pub(super) fn seen(db: &Connection, me: &Actor, no: &No) -> Result<(Record, Arc<Register>, Vec<Entry>)> {
    if !exists(db, no)? {
        return Err(StoreError::NotFound(no.to_string()));
    }
    let (record, entries) = load(db, no)?;
    let register = seen_register(db, me, &record.register).map_err(|_| StoreError::Hidden(no.to_string()))?;
    if record.seen_by(&register, me) {
        Ok((record, register, entries))
    } else {
        Err(StoreError::Hidden(no.to_string()))
    }
}

/// Whether there is such a row, whoever may see it.
pub(super) fn exists(db: &Connection, no: &No) -> Result<bool> {
    Ok(db.prepare_cached("SELECT 1 FROM record WHERE no = ?1")?.exists([&no.0])?)
}

/// Whether the asker sees it.
pub(super) fn is_seen(db: &Connection, me: &Actor, no: &No) -> Result<bool> {
    match seen(db, me, no) {
        Ok(_) => Ok(true),
        Err(StoreError::NotFound(_) | StoreError::Hidden(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Whether what a field leads to is there for the asker.
pub(super) fn leads(db: &Connection, me: &Actor, kind: Kind, no: &No) -> Result<bool> {
    match kind {
        Kind::Petition => petition::is_seen(db, me, no),
        Kind::Case => Ok(case::exists(db, no)? && case::is_seen(db, me, no)?),
        Kind::Person => Ok(person::load(db, &no.0)?.is_some() && person::is_seen(db, me, no)?),
        _ => is_seen(db, me, no),
    }
}

/// Takes away what rows say of petitions, cases and people that the asker does not see.
fn veil(db: &Connection, me: &Actor, register: &Register, records: &mut [Record]) -> Result<()> {
    for field in register.fields.iter().filter(|field| field.kind.is_link()) {
        for record in &mut *records {
            let Some(no) = record.row.get(&field.id).map(|no| No(no.clone())) else { continue };
            if !leads(db, me, field.kind, &no)? {
                record.row.remove(&field.id);
            }
        }
    }
    Ok(())
}

/// The same of what its entries say; an entry that says nothing else is not there.
fn veil_entries(db: &Connection, me: &Actor, register: &Register, entries: &mut Vec<Entry>) -> Result<()> {
    let hidden = |field: &str, said: &str| -> Result<bool> {
        match register.field(field) {
            Some(field) if field.kind.is_link() && !said.is_empty() => {
                Ok(!leads(db, me, field.kind, &No(said.to_owned()))?)
            }
            _ => Ok(false),
        }
    };
    let mut shown = Vec::new();
    for mut entry in std::mem::take(entries) {
        match &mut entry.act {
            Act::RecordEntered(entered) => {
                for (field, said) in &mut entered.row {
                    if hidden(field, said)? {
                        said.clear();
                    }
                }
            }
            Act::RecordChanged { changes } => {
                for change in &mut *changes {
                    for side in [&mut change.from, &mut change.to] {
                        if hidden(&change.field, side.as_str().unwrap_or_default())? {
                            *side = serde_json::Value::Null;
                        }
                    }
                }
                changes.retain(|change| change.from != change.to);
                if changes.is_empty() {
                    continue;
                }
            }
            _ => {}
        }
        shown.push(entry);
    }
    *entries = shown;
    Ok(())
}

/// Everything about one row.
fn page(db: &Connection, me: &Actor, no: &No) -> Result<RecordPage> {
    let (record, register, mut entries) = seen(db, me, no)?;
    veil_entries(db, me, &register, &mut entries)?;
    let mut records = [record];
    veil(db, me, &register, &mut records)?;
    let [record] = records;
    let due = catalog::limits(db)?;
    let due = register.due_of(&record.state, &record.row, &due.calendar);
    let load = register.tells_load().then(|| offer::Work::seen_by(db, me)?.of(db, &record)).transpose()?;
    let titles = list::titles(db, &register, &record)?;
    Ok(RecordPage { record, due, load, titles, entries, linked: list::leading_to(db, me, no)? })
}

/// Writes a row anew, whole, and tells its id.
static WRITE: LazyLock<String> = LazyLock::new(|| {
    let columns = ["register", "office", "no", "version", "struck", "body"].into_iter().chain(facts::COLUMNS);
    let columns: Vec<&str> = columns.collect();
    let place = |column: &&str| if *column == "facts" { "jsonb(?)" } else { "?" };
    let places: Vec<&str> = columns.iter().map(place).collect();
    let set: Vec<String> = columns.iter().map(|column| format!("{column} = excluded.{column}")).collect();
    format!(
        "INSERT INTO record ({}) VALUES ({}) ON CONFLICT (no) DO UPDATE SET {} RETURNING id",
        columns.join(", "),
        places.join(", "),
        set.join(", ")
    )
});

/// Brings the row to what its journal tells now.
fn refresh(tx: &Transaction<'_>, register: &Register, record: &Record, limits: &Limits) -> Result<()> {
    let mut cells: Vec<Cell> = vec![
        record.register.clone().into(),
        record.no.office().to_owned().into(),
        record.no.0.clone().into(),
        record.version.into(),
        record.struck.is_some().into(),
        serde_json::to_string(record)?.into(),
    ];
    cells.extend(facts::of(register, record, limits));
    let id: i64 = tx.prepare_cached(&WRITE)?.query_row(params_from_iter(cells), |row| row.get(0))?;
    tx.prepare_cached("DELETE FROM record_link WHERE record = ?1")?.execute([id])?;
    let mut link =
        tx.prepare_cached("INSERT INTO record_link (target, record, field) VALUES (?1, ?2, ?3)")?;
    for field in register.fields.iter().filter(|field| field.kind.is_link()) {
        if !record.get(&field.id).is_empty() {
            link.execute((record.get(&field.id), id, &field.id))?;
        }
    }
    if let Some((place, category)) = register.served(record) {
        link.execute((offer::matters(&register.id, place, category), id, ""))?;
    }
    Ok(())
}

/// Makes anew what lists read of a register: its declaration, or the calendar, is another one now.
pub(super) fn renew(tx: &Transaction<'_>, register: &Register) -> Result<()> {
    let limits = catalog::limits(tx)?;
    let mut query = tx.prepare("SELECT body, version FROM record WHERE register = ?1")?;
    let mut rows = query.query([&register.id])?;
    while let Some(row) = rows.next()? {
        let record: Record = serde_json::from_str(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?)?;
        refresh(tx, register, &Record { version: row.get(1)?, ..record }, &limits)?;
    }
    Ok(())
}

/// A field that had to be filled in, that rows have, and that a new declaration of its register does not know.
pub(super) fn lost(db: &Connection, id: &str, text: &str) -> Result<Option<String>> {
    let (registers, after) = (registers(db)?, crate::domain::register::read(text));
    let (Some(before), Ok(after)) = (registers.get(id), after) else { return Ok(None) };
    let mut used = db.prepare_cached(
        "SELECT 1 FROM record WHERE register = ?1 AND struck = 0 AND body ->> ('$.row.\"' || ?2 || '\"') <> '' LIMIT 1",
    )?;
    for field in before.fields.iter().filter(|field| field.required && after.field(&field.id).is_none()) {
        if used.exists([id, &field.id])? {
            return Ok(Some(field.id.clone()));
        }
    }
    Ok(None)
}

/// The same of every register.
pub(super) fn renew_all(tx: &Transaction<'_>) -> Result<()> {
    for register in registers(tx)?.all() {
        renew(tx, register)?;
    }
    Ok(())
}

/// Whether the row is what the journal folds to: for `verify`.
pub(super) fn row_agrees(db: &Connection, no: &No, registers: &Registers, limits: &Limits) -> Result<bool> {
    let (record, _) = load(db, no)?;
    let columns = facts::COLUMNS.map(|column| if column == "facts" { "json(facts)" } else { column });
    let sql = format!(
        "SELECT register, version, struck, body, office, {} FROM record WHERE no = ?1",
        columns.join(", ")
    );
    let row = db.prepare_cached(&sql)?.query_row([&no.0], |row| {
        let told: (String, u32, bool, String, String) =
            (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?);
        let read = (5..5 + columns.len()).map(|at| row.get(at)).collect::<rusqlite::Result<Vec<Cell>>>()?;
        Ok((told, read))
    });
    let Some((told, read)) = row.optional()? else { return Ok(false) };
    let agrees = told
        == (
            record.register.clone(),
            record.version,
            record.struck.is_some(),
            serde_json::to_string(&record)?,
            record.no.office().to_owned(),
        );
    let Some(register) = registers.get(&record.register) else { return Ok(agrees) };
    Ok(agrees && read == facts::of(register, &record, limits))
}
