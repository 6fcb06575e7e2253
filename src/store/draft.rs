//! Forms that were left open, and what was looked at last. The saver alone writes them, on a connection of its own.
use super::{Draft, Now, Result, Store, StoreError, gate::Patience};
use crate::domain::{audit::Trace, petition::No, rights::Actor};
use rusqlite::Connection;
use std::path::Path;

/// Petitions looked at that are remembered for each clerk.
const REMEMBERED: i64 = 20;

/// How long a draft waits behind others.
const PATIENCE: Patience = Patience::For(std::time::Duration::from_millis(200));

/// The saver's own way into the store: drafts and nothing else.
pub struct Drafts(Store);

impl Drafts {
    /// Opens the store for drafts, and forgets those of a desk that broke down after saving them.
    pub fn open(path: &Path) -> Result<Self> {
        let mut drafts = Store::open_existing(path).map(Self)?;
        drafts.0.set_patience(PATIENCE);
        // They are offered to nobody any more, so it does not matter which desk succeeds in it.
        let _ = drafts.write(|db| {
            db.execute("DELETE FROM draft WHERE EXISTS (SELECT 1 FROM entry WHERE op = draft.id)", [])
        });
        Ok(drafts)
    }

    /// Keeps a form as it is now.
    pub fn keep(&mut self, draft: &Draft) -> Result<()> {
        self.write(|db| {
            db.prepare_cached(
                "INSERT INTO draft (id, clerk, terminal, form, at, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT DO UPDATE SET terminal = excluded.terminal, form = excluded.form, at = excluded.at, body = excluded.body",
            )?
            .execute((&draft.id, &draft.clerk, &draft.terminal, &draft.form, draft.at, &draft.body))
        })
    }

    /// Forgets a form that was saved or given up.
    pub fn drop(&mut self, id: &str) -> Result<()> {
        self.write(|db| db.prepare_cached("DELETE FROM draft WHERE id = ?1")?.execute([id]))
    }

    /// Writes down what is no business act.
    pub fn note(&mut self, me: &Actor, now: Now, traces: Vec<(String, Trace)>) -> Result<()> {
        self.0.trace(me, now, traces)
    }

    /// Remembers that a clerk looked at a petition, and forgets what they looked at long before.
    pub fn opened(&mut self, clerk: &str, no: &No, at: i64) -> Result<()> {
        self.write(|db| {
            db.prepare_cached("INSERT OR REPLACE INTO opened (clerk, no, at) VALUES (?1, ?2, ?3)")?
                .execute((clerk, &no.0, at))?;
            db.prepare_cached(
                "DELETE FROM opened WHERE clerk = ?1 AND no NOT IN
                 (SELECT no FROM opened WHERE clerk = ?1 ORDER BY at DESC LIMIT ?2)",
            )?
            .execute((clerk, REMEMBERED))
        })
    }

    /// A draft must be kept even while another process holds the gate for long, so it does not queue there.
    fn write(&mut self, work: impl FnOnce(&Connection) -> rusqlite::Result<usize>) -> Result<()> {
        self.0.unless_stopped(|store| {
            let turn = match store.gate.hold(PATIENCE) {
                Ok(turn) => Some(turn),
                Err(StoreError::Busy) => None,
                Err(error) => return Err(error),
            };
            work(&store.db)?;
            drop(turn);
            Ok(())
        })
    }
}

/// What a clerk left open. A form whose order has been carried out is none, though the saver may not have come to
/// forget it yet.
pub(super) fn list(db: &Connection, clerk: &str) -> Result<Vec<Draft>> {
    let mut query = db.prepare_cached(
        "SELECT id, clerk, terminal, form, at, body FROM draft
         WHERE clerk = ?1 AND NOT EXISTS (SELECT 1 FROM entry WHERE op = draft.id) ORDER BY at DESC, id",
    )?;
    let rows = query.query_map([clerk], |row| {
        Ok(Draft {
            id: row.get(0)?,
            clerk: row.get(1)?,
            terminal: row.get(2)?,
            form: row.get(3)?,
            at: row.get(4)?,
            body: row.get(5)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
