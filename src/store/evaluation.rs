//! Evaluation: which petitions are looked at, and what their records say.
use super::{Evaluation, Now, Result, case, catalog, deed::filled, figures, journal, petition, sight};
use crate::domain::{
    clock::Limits,
    evaluation::{Overrule, Sample, evaluate},
    journal::fold,
    petition::No,
    rights::Actor,
};
use chrono::Datelike;
use rusqlite::Connection;

/// Refuses to set a verdict of the record aside without a reason.
pub(super) fn check(said: &Overrule) -> Result<()> {
    if said.verdict.is_some() { filled(&said.reason, "reason") } else { Ok(()) }
}

/// The petitions of a sample: first ones, not repeats, whose record was kept here from the door on; none that is sealed,
/// whoever asks, so that the same seed looks at the same ones.
pub(super) fn sample(db: &Connection, me: &Actor, now: Now, sample: &Sample) -> Result<Vec<Evaluation>> {
    let since = sample.since.num_days_from_ce();
    let mut all: Vec<(u64, i64)> = Vec::new();
    figures::each(db, since, |id, fact| {
        if fact.received >= since && !fact.repeat && fact.standing.ended.by.is_some() {
            all.push((sample.place(fact.received, id), id));
        }
    })?;
    let count = sample.count.min(all.len());
    if count > 0 && count < all.len() {
        all.select_nth_unstable(count - 1);
    }
    all.truncate(count);
    let mut query = db.prepare_cached("SELECT no FROM petition WHERE id = ?1")?;
    let numbers = all.iter().map(|(_, id)| query.query_row([id], |row| Ok(No(row.get(0)?))));
    let mut all = numbers.collect::<rusqlite::Result<Vec<No>>>()?;
    all.sort_unstable();
    let limits = catalog::limits(db)?;
    let seen = petition::some(db, me, &all)?;
    seen.iter().map(|brief| looked_at(db, me, now, &brief.no, &limits)).collect()
}

/// One petition.
pub(super) fn one(db: &Connection, me: &Actor, now: Now, no: &No) -> Result<Evaluation> {
    looked_at(db, me, now, no, &*catalog::limits(db)?)
}

fn looked_at(db: &Connection, me: &Actor, now: Now, no: &No, limits: &Limits) -> Result<Evaluation> {
    let brief = petition::some(db, me, std::slice::from_ref(no))?.pop();
    let brief = brief.ok_or_else(|| sight::unseen(db, no))?;
    let entries = journal::entries(db, &no.0)?;
    let cases = case::holding(db, no)?;
    let findings = evaluate(&fold(&entries)?, &entries, &cases, limits, now.today);
    Ok(Evaluation { brief, findings })
}
