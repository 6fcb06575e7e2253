//! Forms that were left open, and what else is written beside the work. The saver alone does it, on a connection of its
//! own.
use super::{Draft, Now, Result, Store, StoreError, gate::Patience, permit, whole};
use crate::domain::{audit::Trace, petition::No, rights::Actor};
use rusqlite::{Connection, Transaction};
use std::path::Path;

/// Petitions looked at that are remembered for each clerk.
const REMEMBERED: i64 = 20;

/// How long a draft waits behind others.
const PATIENCE: Patience = Patience::For(std::time::Duration::from_millis(200));

/// What is written off the way of the keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Errand {
    /// Keeps a form as it is now.
    Keep(Draft),
    /// Forgets a form that was saved or given up, by its id.
    Forget(String),
    /// Remembers that a clerk, by their code, looked at a petition, at an instant in UTC milliseconds.
    Opened(String, No, i64),
    /// Writes down what is no business act, under its subject.
    Note(Actor, Now, String, Trace),
}

/// The saver's own way into the store.
pub struct Drafts(Store);

impl Drafts {
    /// Opens the store for drafts, and forgets those of a desk that broke down after saving them.
    pub fn open(path: &Path) -> Result<Self> {
        let mut drafts = Store::open_existing(path).map(Self)?;
        drafts.0.set_patience(PATIENCE);
        // They are offered to nobody any more, so it does not matter which desk succeeds in it.
        let _ = drafts.0.transact(|tx| {
            Ok(tx.execute("DELETE FROM draft WHERE EXISTS (SELECT 1 FROM entry WHERE op = draft.id)", [])?)
        });
        Ok(drafts)
    }

    /// Runs errands, all in one transaction, and takes them off the list. A draft must be kept even while another
    /// process holds the gate for long, so it does not queue there; what enters a chain does, and stays on the list when
    /// its turn has not come.
    pub fn run(&mut self, errands: &mut Vec<Errand>) -> Result<()> {
        self.0.unless_stopped(|store| {
            let turn = match store.gate.hold(PATIENCE) {
                Ok(turn) => Some(turn),
                Err(StoreError::Busy) => None,
                Err(error) => return Err(error),
            };
            let waits = |errand: &Errand| turn.is_none() && matches!(errand, Errand::Note(..));
            whole(&mut store.db, |tx| {
                errands.iter().filter(|errand| !waits(errand)).try_for_each(|errand| errand.run(tx))
            })?;
            errands.retain(waits);
            Ok(())
        })?;
        // A disk that fails at this is told of at the next errand, which is then refused.
        let _ = self.0.write_back();
        Ok(())
    }
}

impl Errand {
    fn run(&self, tx: &Transaction<'_>) -> Result<()> {
        match self {
            Self::Keep(draft) => keep(tx, draft),
            Self::Forget(id) => {
                tx.prepare_cached("DELETE FROM draft WHERE id = ?1")?.execute([id])?;
                Ok(())
            }
            Self::Opened(clerk, no, at) => opened(tx, clerk, no, *at),
            Self::Note(me, now, subject, trace) => {
                permit::traced(tx, me, *now, vec![(subject.clone(), trace.clone())])
            }
        }
    }
}

fn keep(db: &Connection, draft: &Draft) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO draft (id, clerk, terminal, form, at, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT DO UPDATE SET terminal = excluded.terminal, form = excluded.form, at = excluded.at, body = excluded.body",
    )?
    .execute((&draft.id, &draft.clerk, &draft.terminal, &draft.form, draft.at, &draft.body))?;
    Ok(())
}

/// Remembers what a clerk looked at, and forgets what they looked at long before.
fn opened(db: &Connection, clerk: &str, no: &No, at: i64) -> Result<()> {
    db.prepare_cached("INSERT OR REPLACE INTO opened (clerk, no, at) VALUES (?1, ?2, ?3)")?
        .execute((clerk, &no.0, at))?;
    db.prepare_cached(
        "DELETE FROM opened WHERE clerk = ?1 AND no NOT IN
         (SELECT no FROM opened WHERE clerk = ?1 ORDER BY at DESC LIMIT ?2)",
    )?
    .execute((clerk, REMEMBERED))?;
    Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_is_written_back_beside_the_work_once_it_has_grown() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f.db");
        let watch = Store::open(&path).unwrap();
        let left = || {
            let counts = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(1)?, row.get::<_, i64>(2)?));
            let (log, back) = watch.db.query_row("PRAGMA wal_checkpoint(NOOP)", [], counts).unwrap();
            log - back
        };
        let form = |number: usize| Draft {
            id: format!("form-{number}"),
            clerk: "w".into(),
            terminal: "t".into(),
            form: "intake".into(),
            at: 0,
            body: format!("\"{}\"", "x".repeat(400_000)),
        };
        let mut drafts = Drafts::open(&path).unwrap();
        let most = (0..40).map(|number| {
            drafts.run(&mut vec![Errand::Keep(form(number))]).unwrap();
            left()
        });
        let most = most.max().unwrap();
        assert!((super::super::LOG_GROWN / 2..super::super::LOG_GROWN).contains(&most), "{most} pages");
    }

    #[test]
    fn what_enters_a_chain_waits_for_its_turn_and_a_form_does_not() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f.db");
        let other = Store::open(&path).unwrap();
        let mut drafts = Drafts::open(&path).unwrap();
        let (me, now) = (Actor::owner("w", "ZJ"), Now::at(1_795_000_000_000));
        let note = Errand::Note(me, now, "@x".into(), Trace::Looked);
        let mut errands = vec![Errand::Opened("w".into(), No("ZJ-2026-000001".into()), 1), note.clone()];
        let count = |table: &str| -> i64 {
            let sql = format!("SELECT count(*) FROM {table}");
            other.db.query_row(&sql, [], |row| row.get(0)).unwrap()
        };
        let before = count("entry");
        let turn = other.gate.hold(Patience::Forever).unwrap();
        drafts.run(&mut errands).unwrap();
        assert_eq!((errands.as_slice(), count("opened"), count("entry")), ([note].as_slice(), 1, before));
        drop(turn);
        drafts.run(&mut errands).unwrap();
        assert_eq!((errands.len(), count("entry")), (0, before + 1));
    }

    #[test]
    fn the_first_form_is_kept_too_while_somebody_stands_still_in_the_middle_of_a_write() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f.db");
        let other = Store::open(&path).unwrap();
        let _turn = other.gate.hold(Patience::Forever).unwrap();
        let mut drafts = Drafts::open(&path).unwrap();
        assert_eq!(drafts.0.patience(), PATIENCE);
        let draft = Draft {
            id: "form".into(),
            clerk: "w".into(),
            terminal: "t".into(),
            form: "intake".into(),
            at: 0,
            body: "{}".into(),
        };
        drafts.run(&mut vec![Errand::Keep(draft.clone())]).unwrap();
        assert_eq!(list(&other.db, "w"), Ok(vec![draft]));
    }
}
