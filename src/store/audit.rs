//! The journal as auditors read it, across all offices.
use super::{JournalAsk, Noted, Result, case, catalog, meeting, person, petition, record};
use crate::domain::{
    audit::{Group, SIGN},
    calendar::midnight,
    catalog::List,
    journal::Act,
    petition::No,
    rights::{Actor, Role},
};
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, ToSql};
use std::collections::HashMap;

/// The entries that are asked for, the last one first. Whoever has no right to what is sealed reads that something was
/// done to it and by whom; neither its number nor a word that was written about it.
pub(super) fn read(db: &Connection, me: &Actor, ask: &JournalAsk) -> Result<Vec<Noted>> {
    let mut veil = Veil::of(db, me);
    match &ask.about {
        Some(about) if veil.is_open(about)? == Some(false) => return Ok(Vec::new()),
        _ => {}
    }
    let mut noted = entries(db, ask)?;
    for one in &mut noted {
        veil.cover(one)?;
    }
    Ok(noted)
}

/// What an auditor may be told, whatever their office; kept while one journal is read.
struct Veil<'a> {
    db: &'a Connection,
    /// Somebody who reads petitions of the whole city and has as much right to what is sealed.
    eyes: Actor,
    open: HashMap<String, Option<bool>>,
    trusted: HashMap<String, bool>,
}

impl<'a> Veil<'a> {
    fn of(db: &'a Connection, me: &Actor) -> Self {
        let eyes = Actor { role: Role::Supervisor, ..me.clone() };
        Self { db, eyes, open: HashMap::new(), trusted: HashMap::new() }
    }

    fn cover(&mut self, noted: &mut Noted) -> Result<()> {
        let open = self.is_open(noted.about())?;
        let withheld = match open {
            Some(open) => !open,
            // What somebody looked for or took out who has the right may be about what is sealed.
            None => !self.eyes.sees_sealed && self.is_trusted(&noted.who)?,
        };
        if open == Some(false) {
            noted.subject.clear();
        }
        match &mut noted.act {
            Act::Traced(trace) if withheld => trace.say_nothing(),
            _ => {}
        }
        Ok(())
    }

    /// Whether the asker may know of it; nothing where it is no petition, case, person, meeting or row.
    fn is_open(&mut self, about: &str) -> Result<Option<bool>> {
        if let Some(known) = self.open.get(about) {
            return Ok(*known);
        }
        let no = No(about.to_owned());
        let (db, eyes) = (self.db, &self.eyes);
        let open = if petition::exists(db, &no)? {
            Some(petition::is_seen(db, eyes, &no)?)
        } else if case::exists(db, &no)? {
            Some(case::is_seen(db, eyes, &no)?)
        } else if person::load(db, about)?.is_some() {
            Some(person::is_seen(db, eyes, &no)?)
        } else if meeting::exists(db, &no)? {
            Some(meeting::is_seen(db, eyes, &no)?)
        } else if record::exists(db, &no)? {
            Some(record::is_seen(db, eyes, &no)?)
        } else {
            None
        };
        self.open.insert(about.to_owned(), open);
        Ok(open)
    }

    /// Whether somebody has the right to what is sealed.
    fn is_trusted(&mut self, code: &str) -> Result<bool> {
        if let Some(known) = self.trusted.get(code) {
            return Ok(*known);
        }
        let item = catalog::item(self.db, List::Clerk, code)?;
        let trusted = item.is_none_or(|item| item.extra.sees_sealed);
        self.trusted.insert(code.to_owned(), trusted);
        Ok(trusted)
    }
}

fn entries(db: &Connection, ask: &JournalAsk) -> Result<Vec<Noted>> {
    let JournalAsk { group, who, about, from, to, limit } = ask;
    let mut parts = vec!["1".to_owned()];
    let mut values: Vec<(&str, Box<dyn ToSql>)> =
        vec![(":limit", Box::new(i64::try_from(*limit).unwrap_or(i64::MAX)))];
    if let Some(who) = who {
        parts.push("who = :who".to_owned());
        values.push((":who", Box::new(who.clone())));
    }
    if let Some(about) = about {
        parts.push("subject IN (:about, :looked)".to_owned());
        values.push((":about", Box::new(about.clone())));
        values.push((":looked", Box::new(format!("{SIGN}{about}"))));
    }
    for (name, sign, day) in [(":from", ">=", *from), (":to", "<", to.and_then(|to| to.succ_opt()))] {
        if let Some(day) = day {
            parts.push(format!("at {sign} {name}"));
            values.push((name, Box::new(midnight(day))));
        }
    }
    parts.push(of(*group));
    let sql = format!(
        "SELECT office, seq, at, who, subject, payload FROM entry WHERE {} ORDER BY id DESC LIMIT :limit",
        parts.join(" AND ")
    );
    let bound: Vec<(&str, &dyn ToSql)> = values.iter().map(|(name, value)| (*name, value.as_ref())).collect();
    let mut query = db.prepare_cached(&sql)?;
    let mut rows = query.query(&bound[..])?;
    let mut noted = Vec::new();
    while let Some(row) = rows.next()? {
        let act: Act = serde_json::from_str(row.get_ref(5)?.as_str().map_err(rusqlite::Error::from)?)?;
        noted.push(Noted {
            office: row.get(0)?,
            seq: row.get(1)?,
            at: row.get(2)?,
            who: row.get(3)?,
            subject: row.get(4)?,
            act,
        });
    }
    Ok(noted)
}

/// Which entries are of a kind. Traces have an index of their own, business acts are most of the others.
fn of(group: Group) -> String {
    let traced = "substr(subject, 1, 1) = '@'";
    let kinds = group.kinds();
    match group {
        Group::All => "1".to_owned(),
        Group::Changed => format!("NOT {traced}"),
        _ => {
            let kinds: Vec<String> = kinds.iter().map(|kind| format!("'{kind}'")).collect();
            format!("{traced} AND payload ->> '$.trace' IN ({})", kinds.join(", "))
        }
    }
}

/// The entry of an office's chain that is asked for: the last one up to the end of a day, or one whose hash begins so.
/// Its place in the chain, and its hash in hexadecimal digits.
pub(super) fn head(
    db: &Connection,
    office: &str,
    day: Option<NaiveDate>,
    begins: &str,
) -> Result<Option<(i64, String)>> {
    let mut query = db.prepare_cached(
        "SELECT seq, lower(hex(hash)) FROM entry
         WHERE office = ?1 AND (?2 IS NULL OR at < ?2) AND (?3 = '' OR substr(lower(hex(hash)), 1, length(?3)) = ?3)
         ORDER BY seq DESC LIMIT 1",
    )?;
    let end = day.and_then(|day| day.succ_opt()).map(midnight);
    let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
    Ok(query.query_row((office, end, begins.to_lowercase()), read).optional()?)
}
