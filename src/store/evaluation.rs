//! Evaluation: which petitions are looked at, and what their records say.
use super::{Evaluation, Now, Result, StoreError, case, catalog, deed::filled, journal, petition};
use crate::domain::{
    clock::Limits,
    evaluation::{Overrule, Sample, evaluate},
    journal::fold,
    petition::No,
    rights::Actor,
};
use rusqlite::{Connection, named_params};

/// Refuses to set a verdict of the record aside without a reason.
pub(super) fn check(said: &Overrule) -> Result<()> {
    if said.verdict.is_some() { filled(&said.reason, "reason") } else { Ok(()) }
}

/// The petitions of a sample: first ones, not repeats, that the asker may see.
pub(super) fn sample(db: &Connection, me: &Actor, now: Now, sample: &Sample) -> Result<Vec<Evaluation>> {
    let mut query = db.prepare_cached(&format!(
        "SELECT p.no FROM petition p WHERE p.received >= :since AND p.follows IS NULL AND {}",
        petition::VISIBLE
    ))?;
    let bound = named_params! {":since": sample.since.to_string(), ":me": me.code, ":sees": me.sees_sealed};
    let all = query.query_map(bound, |row| Ok(No(row.get(0)?)))?;
    let mut all =
        all.map(|no| no.map(|no| (sample.place(&no), no))).collect::<rusqlite::Result<Vec<(u64, No)>>>()?;
    let count = sample.count.min(all.len());
    if count > 0 && count < all.len() {
        all.select_nth_unstable(count - 1);
    }
    all.truncate(count);
    all.sort_unstable_by(|(_, one), (_, other)| one.cmp(other));
    let limits = catalog::limits(db)?;
    all.iter().map(|(_, no)| looked_at(db, me, now, no, &limits)).collect()
}

/// One petition.
pub(super) fn one(db: &Connection, me: &Actor, now: Now, no: &No) -> Result<Evaluation> {
    looked_at(db, me, now, no, &*catalog::limits(db)?)
}

fn looked_at(db: &Connection, me: &Actor, now: Now, no: &No, limits: &Limits) -> Result<Evaluation> {
    let brief = petition::some(db, me, std::slice::from_ref(no))?.pop();
    let brief = brief.ok_or_else(|| StoreError::NotFound(no.to_string()))?;
    let entries = journal::entries(db, &no.0)?;
    let cases = case::holding(db, no)?;
    let findings = evaluate(&fold(&entries)?, &entries, &cases, limits, now.today);
    Ok(Evaluation { brief, findings })
}
