//! From any older store to today's.
use super::{Result, StoreError, case, index, petition, record};
use crate::{
    domain::{clock, register},
    search::fingerprint,
};
use rusqlite::{Connection, Transaction, TransactionBehavior};

/// The current schema, whole. It sets `application_id` and `user_version` itself.
pub const SCHEMA: &str = include_str!("../../schema.sql");

/// Step `n` takes a store from version `n + 1` to version `n + 2`.
const STEPS: &[&str] = &[
    include_str!("migrations/to_2.sql"),
    include_str!("migrations/to_3.sql"),
    include_str!("migrations/to_4.sql"),
    include_str!("migrations/to_5.sql"),
    include_str!("migrations/to_6.sql"),
    include_str!("migrations/to_7.sql"),
    include_str!("migrations/to_8.sql"),
    include_str!("migrations/to_9.sql"),
];

/// The version that this program writes.
pub const VERSION: i64 = 9;
const _: () = assert!(
    VERSION.unsigned_abs() as u128 == STEPS.len() as u128 + 1,
    "one step for every version after the first"
);

/// 'FQDQ', as in the schema.
const OURS: i64 = 1_179_734_353;

/// Before anything is written: somebody else's database stays as it is.
pub(super) fn refuse_what_is_not_ours(db: &Connection) -> Result<()> {
    if empty(db)? || ours(db)? { Ok(()) } else { Err(StoreError::NotOurs) }
}

/// Refuses a copy that is not of a store of ours, or of one that a newer program wrote.
pub(super) fn known(copy: &Connection) -> Result<()> {
    match version(copy)? {
        _ if !ours(copy)? => Err(StoreError::NotOurs),
        newer if newer > VERSION => Err(StoreError::TooNew(newer)),
        _ => Ok(()),
    }
}

/// Whether nothing is to be made or renewed.
pub(super) fn is_up_to_date(db: &Connection) -> Result<bool> {
    if version(db)? != VERSION {
        return Ok(false);
    }
    let known = prints().iter().map(|print| knows(db, print)).collect::<Result<Vec<_>>>()?;
    Ok(known.into_iter().all(|known| known))
}

/// Makes a new store or brings an old one here. The caller holds the gate, so that of many desks that start
/// at once only one does it.
pub(super) fn bring_up_to_date(db: &mut Connection) -> Result<()> {
    if version(db)? == VERSION {
        return follow_what_is_shipped(db);
    }
    let tx = db.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    match version(&tx)? {
        0 => tx.execute_batch(SCHEMA)?,
        newer if newer > VERSION => return Err(StoreError::TooNew(newer)),
        older => steps_from(&tx, older)?,
    }
    tx.commit()?;
    follow_what_is_shipped(db)
}

/// Makes anew what the store keeps by tables of the program, where this one ships others than the one that wrote last:
/// limits by their rules, names by the readings of hanzi, rows of registers by their declarations.
fn follow_what_is_shipped(db: &mut Connection) -> Result<()> {
    let [limits, sounds, registers] = prints();
    follow(db, &limits, |tx| petition::renew_counted(tx, "1"))?;
    follow(db, &registers, record::renew_all)?;
    follow(db, &sounds, |tx| Ok(index::order_by_sounds(tx)?))
}

/// The setting under which a store says by which tables of the program it was made, and a print of such tables.
type Print = (&'static str, String);

/// The prints of what this program ships.
fn prints() -> [Print; 3] {
    [
        ("shipped-limits", clock::fingerprint().to_owned()),
        ("sounds", format!("{:016x}", fingerprint())),
        // What a row is counted by depends on the rules of limits too.
        ("shipped-registers", format!("{}-{}", register::fingerprint(), clock::fingerprint())),
    ]
}

/// Whether a store says that it was made by this print.
fn knows(db: &Connection, (key, print): &Print) -> Result<bool> {
    Ok(db.prepare("SELECT 1 FROM setting WHERE key = ?1 AND value = ?2")?.exists((key, print))?)
}

/// Refuses to write into a store that a newer program has brought up to date.
pub(super) fn still_ours(db: &Connection) -> Result<()> {
    match version(db)? {
        VERSION => Ok(()),
        other => Err(StoreError::TooNew(other)),
    }
}

/// Renews something, where the store does not say that it was made by this print.
fn follow(
    db: &mut Connection,
    print: &Print,
    renew: impl FnOnce(&Transaction<'_>) -> Result<()>,
) -> Result<()> {
    if knows(db, print)? {
        return Ok(());
    }
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if !knows(&tx, print)? {
        renew(&tx)?;
        tx.execute("INSERT OR REPLACE INTO setting (key, value) VALUES (?1, ?2)", (print.0, &print.1))?;
    }
    tx.commit()?;
    Ok(())
}

fn steps_from(tx: &Transaction<'_>, older: i64) -> Result<()> {
    for sql in STEPS.iter().skip(usize::try_from(older - 1).unwrap_or(0)) {
        tx.execute_batch(sql)?;
    }
    // Rows are what the journal folds to: what a new version reads from it, older rows do not hold yet.
    petition::renew(tx)?;
    case::renew(tx)?;
    record::renew_all(tx)?;
    index::rebuild(tx, &mut |_, _| {})?;
    Ok(tx.pragma_update(None, "user_version", VERSION)?)
}

fn version(db: &Connection) -> Result<i64> {
    Ok(db.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

fn ours(db: &Connection) -> Result<bool> {
    let id: i64 = db.pragma_query_value(None, "application_id", |row| row.get(0))?;
    Ok(id == OURS)
}

fn empty(db: &Connection) -> Result<bool> {
    let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(tables == 0)
}
