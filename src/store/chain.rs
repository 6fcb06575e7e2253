//! Repeats: the place of a petition in its chain, and what somebody has said not to be the same.
use super::{Chain, Done, Result, StoreError, deed::Scribe, journal, person, sight};
use crate::domain::{
    journal::{Act, Entry, fold, standing},
    petition::No,
    rights::Actor,
};
use rusqlite::{Connection, named_params};
use std::collections::BTreeSet;

/// Longer chains are followed no further.
const LONGEST: u32 = 1000;

/// Where a petition stands in its chain; a predecessor that the asker must not see ends it.
pub(super) fn place(db: &Connection, me: &Actor, no: &No) -> Result<Chain> {
    let mut query = db.prepare_cached(&format!(
        "WITH RECURSIVE up (no, follows, number) AS (
             SELECT p.no, p.follows, 1 FROM petition p WHERE p.no = :no
             UNION ALL
             SELECT p.no, p.follows, number + 1 FROM up JOIN petition p ON p.no = up.follows
             WHERE {} AND number < {LONGEST})
         SELECT no FROM up ORDER BY number",
        sight::visible(db, me)?
    ))?;
    let bound = named_params! {":no": no.0};
    let up = query.query_map(bound, |row| Ok(No(row.get(0)?)))?.collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(Chain {
        number: u32::try_from(up.len()).unwrap_or(LONGEST),
        first: up.last().filter(|first| *first != no).cloned(),
        previous: up.get(1).cloned(),
    })
}

impl Scribe<'_, '_, '_> {
    /// Links a petition to the one it repeats, or takes the link away.
    pub(super) fn link(&mut self, no: &No, to: Option<No>) -> Result<Done> {
        if let Some(other) = &to {
            let ((_, mine), (_, theirs)) = (self.read(no)?, self.read(other)?);
            if mine.received < theirs.received {
                return Err(StoreError::Refused("why-link-later"));
            }
            // Whoever may see the one but not the other would learn of it.
            if mine.matter.sealed() != theirs.matter.sealed() {
                return Err(StoreError::Refused("why-link-sealed"));
            }
            self.no_circle(no, Some(other))?;
        }
        self.append(no, Act::Linked { follows: to })
    }

    /// Refuses that a petition follows one whose own chain arrives at it.
    pub(super) fn no_circle(&self, no: &No, follows: Option<&No>) -> Result<()> {
        let mut next = follows.cloned();
        for _ in 0..LONGEST {
            match next {
                None => return Ok(()),
                Some(before) if before == *no => break,
                Some(before) => next = fold(&journal::entries(self.pen.tx, &before.0)?)?.follows,
            }
        }
        Err(StoreError::Refused("why-link-circle"))
    }

    /// Says that two petitions are not of the same matter, or two records not of the same person.
    pub(super) fn apart(&mut self, no: &No, other: No) -> Result<Done> {
        if other == *no {
            return Err(StoreError::BadField("other".to_owned()));
        }
        if person::load(self.pen.tx, &no.0)?.is_some() {
            person::seen(self.pen.tx, self.pen.me, no)?;
            person::seen(self.pen.tx, self.pen.me, &other)?;
            return person::say(self.pen, no, Act::Apart { other });
        }
        let ((_, mine), (_, theirs)) = (self.read(no)?, self.read(&other)?);
        if mine.matter.sealed() != theirs.matter.sealed() {
            return Err(StoreError::Refused("why-link-sealed"));
        }
        self.append(no, Act::Apart { other })
    }
}

/// Puts down of what a journal says that it is not the same.
pub(super) fn write_apart(db: &Connection, one: &No, entries: &[Entry]) -> Result<()> {
    let told = told_apart(entries);
    let held = held_apart(db, one)?;
    let mut insert = db.prepare_cached("INSERT INTO apart (one, other) VALUES (?1, ?2)")?;
    for other in told.difference(&held) {
        insert.execute((&one.0, other))?;
    }
    let mut delete = db.prepare_cached("DELETE FROM apart WHERE one = ?1 AND other = ?2")?;
    for other in held.difference(&told) {
        delete.execute((&one.0, other))?;
    }
    Ok(())
}

/// Whether what is put down is what the journal says: for `verify`.
pub(super) fn apart_agrees(db: &Connection, one: &No, entries: &[Entry]) -> Result<bool> {
    Ok(held_apart(db, one)? == told_apart(entries))
}

fn told_apart(entries: &[Entry]) -> BTreeSet<String> {
    let other = |entry: &Entry| match &entry.act {
        Act::Apart { other } => Some(other.0.clone()),
        _ => None,
    };
    standing(entries).filter_map(other).collect()
}

fn held_apart(db: &Connection, one: &No) -> Result<BTreeSet<String>> {
    let mut query = db.prepare_cached("SELECT other FROM apart WHERE one = ?1")?;
    Ok(query.query_map([&one.0], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// Whether somebody has said of any of some and any of the others that they are not the same, in whichever journal.
pub(super) fn are_apart(db: &Connection, some: &[No], others: &[No]) -> Result<bool> {
    let mut query = db
        .prepare_cached("SELECT 1 FROM apart WHERE (one = ?1 AND other = ?2) OR (other = ?1 AND one = ?2)")?;
    for one in some {
        for other in others {
            if query.exists((&one.0, &other.0))? {
                return Ok(true);
            }
        }
    }
    Ok(false)
}
