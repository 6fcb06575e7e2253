//! Lists and settings: the shipped ones, and over them what the offices changed.
use super::{Lists, Result, StoreError, journal::Pen};
use crate::domain::{
    catalog::{Catalog, Item},
    journal::Act,
    petition::No,
};
use crate::search::pinyin;
use rusqlite::Connection;
use std::{collections::BTreeMap, sync::Arc};

/// The lists as they are now, with the pinyin by which they are looked up.
pub(super) fn answer(db: &Connection) -> Result<Lists> {
    let mut catalog = Catalog::shipped();
    let mut query = db.prepare_cached("SELECT body FROM item ORDER BY list, code")?;
    for body in query.query_map([], |row| row.get::<_, String>(0))? {
        catalog.put(serde_json::from_str(&body?)?);
    }
    catalog.spell(|name| {
        let spelling = pinyin::spelling(name);
        (spelling.full, spelling.initials)
    });
    let mut query = db.prepare_cached("SELECT key, value FROM setting")?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let settings = rows.collect::<rusqlite::Result<BTreeMap<_, _>>>()?;
    Ok(Lists { catalog: Arc::new(catalog), settings })
}

/// Sets an entry of a list. The subject of its journal entry is `list:code`.
pub(super) fn put_item(pen: &mut Pen<'_, '_>, item: Item) -> Result<No> {
    for (text, field) in [(&item.code, "code"), (&item.name, "name")] {
        if text.trim().is_empty() {
            return Err(StoreError::BadField(field.to_owned()));
        }
    }
    let subject = format!("{}:{}", item.list.id(), item.code);
    write_item(pen.tx, &item)?;
    pen.write(&subject, Act::Listed(Box::new(item)))?;
    Ok(No(subject))
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

/// Changes a setting.
pub(super) fn put_setting(pen: &mut Pen<'_, '_>, key: String, value: String) -> Result<No> {
    if key.trim().is_empty() {
        return Err(StoreError::BadField("key".to_owned()));
    }
    write_setting(pen.tx, &key, &value)?;
    let subject = format!("setting:{key}");
    pen.write(&subject, Act::Set { key, value })?;
    Ok(No(subject))
}

fn write_setting(db: &Connection, key: &str, value: &str) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO setting (key, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value",
    )?
    .execute((key, value))?;
    Ok(())
}
