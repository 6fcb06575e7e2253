//! Lists and settings: the shipped ones, and over them what the offices changed.
use super::{Lists, Result, StoreError, journal::Pen, petition, record};
use crate::domain::{
    calendar,
    catalog::{Catalog, Item, List},
    clock::Limits,
    journal::Act,
    petition::No,
    register::{self, ReadError, Registers, shipped_items},
    rights::Actor,
    setting::{CLOCK, COLUMNS, PRINTER, REMIND, SEAT, YEAR, queue_problem, recipients, setting},
};
use rusqlite::{Connection, OptionalExtension};
use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

/// The lists as they were read last. Whatever anybody writes, every desk asks for them again, so they are put together
/// only where anything of them has changed.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    /// Whose lists, and every entry that is kept, as it is kept; nothing before the first reading.
    read: Option<(String, Vec<String>)>,
    lists: Lists,
}

impl Shelf {
    /// The lists as they are now.
    pub(super) fn lists(&mut self, db: &Connection, me: &Actor) -> Result<Lists> {
        let (read, settings) = (Some((me.code.clone(), bodies(db)?)), settings(db)?);
        if read != self.read || settings != self.lists.settings {
            self.lists = answer(db, me)?;
            self.read = read;
        }
        Ok(self.lists.clone())
    }
}

/// The lists as they are now; of the views that clerks keep one's own, for what others look for is theirs.
pub(super) fn answer(db: &Connection, me: &Actor) -> Result<Lists> {
    let mut items: Vec<Item> = Vec::new();
    for body in bodies(db)? {
        items.push(serde_json::from_str(&body)?);
    }
    items.retain(|item| item.list != List::View || item.is_view_of(&me.code));
    let settings = settings(db)?;
    let limits = Arc::new(Limits::of(&settings));
    let catalog = Arc::new(Catalog::shipped().with(items));
    Ok(Lists { catalog, settings, limits, registers: registers(db)? })
}

/// The registers of the house as they are declared now. Every page asks for them: declarations are read anew only where
/// they are others than those that were read last.
pub(super) fn registers(db: &Connection) -> Result<Arc<Registers>> {
    static LAST: Mutex<Option<(Vec<String>, Arc<Registers>)>> = Mutex::new(None);
    let mut query = db.prepare_cached("SELECT body FROM item WHERE list = 'register' ORDER BY code")?;
    let bodies = query.query_map([], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
    if bodies.is_empty() {
        return Ok(Arc::clone(register::shipped()));
    }
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, registers)) = last.as_ref().filter(|(read, _)| *read == bodies) {
        return Ok(Arc::clone(registers));
    }
    let items =
        bodies.iter().map(|body| serde_json::from_str(body)).collect::<serde_json::Result<Vec<Item>>>()?;
    let registers = Arc::new(Registers::of(shipped_items().iter().chain(&items)));
    *last = Some((bodies, Arc::clone(&registers)));
    Ok(registers)
}

fn bodies(db: &Connection) -> Result<Vec<String>> {
    let mut query = db.prepare_cached("SELECT body FROM item ORDER BY list, code")?;
    Ok(query.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

fn settings(db: &Connection) -> Result<BTreeMap<String, String>> {
    let mut query = db.prepare_cached("SELECT key, value FROM setting")?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What limits are counted by, as the settings have it now.
pub(super) fn limits(db: &Connection) -> Result<Arc<Limits>> {
    static SHIPPED: LazyLock<Arc<Limits>> = LazyLock::new(Arc::default);
    let mut settings = settings(db)?;
    settings.retain(|key, _| [YEAR, CLOCK, REMIND].iter().any(|begin| key.starts_with(begin)));
    Ok(if settings.is_empty() { Arc::clone(&SHIPPED) } else { Arc::new(Limits::of(&settings)) })
}

/// Sets an entry of a list. The subject of its journal entry is `list:code`.
pub(super) fn put_item(pen: &mut Pen<'_, '_>, item: Item) -> Result<No> {
    for (text, field) in [(&item.code, "code"), (&item.name, "name")] {
        if text.trim().is_empty() {
            return Err(StoreError::BadField(field.to_owned()));
        }
    }
    if item.list == List::Phrase && item.extra.text.trim().is_empty() {
        return Err(StoreError::BadField("text".to_owned()));
    }
    let subject = format!("{}:{}", item.list.id(), item.code);
    let declares = (item.list == List::Register).then(|| item.code.clone());
    // Also one that is switched off has to be readable: what comes after it is compared with it.
    if let Some(code) = &declares
        && let Some(error) = registers(pen.tx)?.refuses(code, &item.extra.text)
    {
        return Err(StoreError::Declared(error));
    }
    if let Some(lost) =
        declares.as_ref().and_then(|code| record::lost(pen.tx, code, &item.extra.text).transpose())
    {
        return Err(StoreError::Declared(ReadError { line: 1, why: "declared-in-use", what: lost? }));
    }
    if item.list == List::Register && opens(pen.tx, &item)? && !pen.me.sees_sealed {
        return Err(StoreError::Denied("why-grant"));
    }
    let before = declares.as_ref().map(|_| registers(pen.tx)).transpose()?;
    write_item(pen.tx, &item)?;
    if let Some((code, before)) = declares.zip(before) {
        // One that leads to it may be usable again, and its rows were let be meanwhile.
        let others = |id: &str| id != code && before.get(id).is_some();
        for register in registers(pen.tx)?.all().filter(|register| !others(&register.id)) {
            record::renew(pen.tx, register)?;
        }
    }
    pen.write(&subject, Act::Listed(Box::new(item)))?;
    Ok(No(subject))
}

/// Whether a declaration would show rows to more people than may see what is sealed: also one that was switched off
/// meanwhile is compared with what it was.
fn opens(db: &Connection, after: &Item) -> Result<bool> {
    let kept = item(db, List::Register, &after.code)?;
    let shipped = || shipped_items().iter().find(|item| item.code == after.code).cloned();
    let Some(Ok(before)) = kept.or_else(shipped).map(|item| register::read(&item.extra.text)) else {
        return Ok(false);
    };
    let shut = |after: register::Register| after.sealed && after.accused == before.accused;
    Ok(before.sealed && !register::read(&after.extra.text).is_ok_and(shut))
}

/// Writes the row of an entry.
pub(super) fn write_item(db: &Connection, item: &Item) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO item (list, code, body) VALUES (?1, ?2, ?3)
         ON CONFLICT DO UPDATE SET body = excluded.body",
    )?
    .execute((item.list.id(), &item.code, serde_json::to_string(item)?))?;
    Ok(())
}

/// Whether a list holds this code, shipped or added.
pub(super) fn knows(db: &Connection, list: List, code: &str) -> Result<bool> {
    Ok(item(db, list, code)?.is_some() || Catalog::shipped().get(list, code).is_some())
}

/// Whether the store has somebody who gives rights: from then on everybody has those of their role.
pub(super) fn is_shared(db: &Connection) -> Result<bool> {
    Ok(security(db)? > 0)
}

/// How many there are who give rights.
pub(super) fn security(db: &Connection) -> Result<u32> {
    let mut query = db.prepare_cached(
        "SELECT count(*) FROM item WHERE list = 'clerk' AND body ->> '$.extra.role' = 'security'
             AND NOT coalesce(body ->> '$.off', 0)",
    )?;
    Ok(query.query_row([], |row| row.get(0))?)
}

/// An entry that the offices set or changed themselves.
pub(super) fn item(db: &Connection, list: List, code: &str) -> Result<Option<Item>> {
    let mut query = db.prepare_cached("SELECT body FROM item WHERE list = ?1 AND code = ?2")?;
    let body: Option<String> = query.query_row((list.id(), code), |row| row.get(0)).optional()?;
    Ok(body.map(|body| serde_json::from_str(&body)).transpose()?)
}

/// Changes a setting. Where limits are counted anew by it, so are the rows that show them.
pub(super) fn put_setting(pen: &mut Pen<'_, '_>, key: String, value: String) -> Result<No> {
    may_be(pen.tx, &key, &value)?;
    write_setting(pen.tx, &key, &value)?;
    if let Some(condition) = counted_anew(&key) {
        petition::renew_counted(pen.tx, &condition)?;
    }
    if key.starts_with(YEAR) {
        record::renew_all(pen.tx)?;
    }
    let subject = format!("setting:{key}");
    pen.write(&subject, Act::Set { key, value })?;
    Ok(No(subject))
}

/// The petitions whose limits a setting has a part in: those of its office, or those of whose days a year's arrangement
/// may have been one. Both names have passed [`may_be`].
fn counted_anew(key: &str) -> Option<String> {
    if let Some(year) = key.strip_prefix(YEAR).and_then(|year| year.parse::<i32>().ok()) {
        return Some(format!("due BETWEEN '{:04}-12-01' AND '{:04}-03-01'", year - 1, year + 1));
    }
    let office =
        |begin| key.strip_prefix(begin).and_then(|name: &str| name.rsplit_once('-')).map(|name| name.0);
    let of_office = |office: &str| format!("office = '{}'", office.replace('\'', "''"));
    office(CLOCK).map(of_office).or_else(|| Some(format!("owed = 1 AND {}", of_office(office(REMIND)?))))
}

fn may_be(db: &Connection, key: &str, value: &str) -> Result<()> {
    let refused = |why| Err(StoreError::Refused(why));
    if let Some(known) = setting(key) {
        if let Some(why) = (known.problem)(value) {
            return refused(why);
        }
        return if leaves_open(&settings(db)?, key, value) { refused("why-no-recipient") } else { Ok(()) };
    }
    let named = |begin: &str| key.strip_prefix(begin);
    if named(SEAT).is_some() {
        return Ok(());
    }
    if let Some(office) = named(PRINTER) {
        return match queue_problem(value) {
            Some(why) => refused(why),
            None if knows(db, List::Office, office)? => Ok(()),
            None => Err(StoreError::BadField("key".to_owned())),
        };
    }
    if named(COLUMNS).is_some() {
        let pairs = serde_json::from_str::<Vec<(String, String)>>(value);
        return pairs.map(drop).map_err(|_| StoreError::BadField("value".to_owned()));
    }
    if named(YEAR).is_some() {
        return calendar::read(value).map(drop).or_else(|error| refused(error.why));
    }
    if let Some(name) = named(CLOCK) {
        return Limits::allows(name, value).or_else(|error| refused(error.id()));
    }
    if let Some(name) = named(REMIND) {
        let allowed = Limits::allows_level(name, value, &settings(db)?);
        return allowed.or_else(|_| refused("why-level"));
    }
    Err(StoreError::BadField("key".to_owned()))
}

/// Whether backups would leave the host after this change with nobody for whom to encrypt them.
fn leaves_open(settings: &BTreeMap<String, String>, key: &str, value: &str) -> bool {
    let after = |name: &str| if name == key { value } else { settings.get(name).map_or("", String::as_str) };
    !after("backup-away").is_empty() && recipients(after("backup-recipient")).is_empty()
}

fn write_setting(db: &Connection, key: &str, value: &str) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO setting (key, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value",
    )?
    .execute((key, value))?;
    Ok(())
}
