//! Conflicts of interest 回避: who has one in which petition, and therefore neither sees nor handles it.
use super::{
    Done, Result, StoreError, catalog,
    deed::{Scribe, filled},
};
use crate::domain::{
    catalog::List,
    journal::Act,
    petition::{No, Petition},
    rights::Power,
};
use rusqlite::{Connection, Transaction};

impl Scribe<'_, '_, '_> {
    /// Says of oneself, or as somebody who supervises of another one, that there is a conflict of interest, or no longer.
    pub(super) fn recuse(&mut self, no: &No, clerk: String, reason: String, over: bool) -> Result<Done> {
        filled(&reason, "reason")?;
        let me = self.pen.me;
        let clerk = if clerk.is_empty() { me.code.clone() } else { clerk };
        if clerk != me.code {
            if !me.can(Power::Supervise) {
                return Err(StoreError::Denied("why-no-right"));
            }
            if !catalog::knows(self.pen.tx, List::Clerk, &clerk)? {
                return Err(StoreError::BadField("clerk".to_owned()));
            }
        }
        self.append(no, Act::Recused { clerk, reason, over })
    }
}

/// Puts down who does not see a petition.
pub(super) fn write(tx: &Transaction<'_>, id: i64, petition: &Petition) -> Result<()> {
    tx.prepare_cached("DELETE FROM recused WHERE petition = ?1")?.execute([id])?;
    let mut insert = tx.prepare_cached("INSERT INTO recused (clerk, petition) VALUES (?1, ?2)")?;
    for clerk in &petition.recused {
        insert.execute((clerk, id))?;
    }
    Ok(())
}

/// Whether what is put down is what the journal folds to: for `verify`.
pub(super) fn agrees(db: &Connection, id: i64, petition: &Petition) -> Result<bool> {
    let mut query = db.prepare_cached("SELECT clerk FROM recused WHERE petition = ?1 ORDER BY clerk")?;
    let held = query.query_map([id], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
    Ok(held.iter().eq(&petition.recused))
}
