//! Review meetings: their rows, and the orders that plan and cancel them.
use super::{
    MeetingPage, MeetingRow, Result, StoreError, case, catalog,
    deed::filled,
    journal::{self, Pen},
    numbers::{self, Kind},
};
use crate::domain::{
    case::Case,
    catalog::List,
    journal::Act,
    meeting::{Meeting, Plan, fold_meeting},
    petition::No,
    rights::Actor,
};
use rusqlite::{Connection, Transaction};

/// Plans a meeting for the cases that it is for now.
pub(super) fn plan(pen: &mut Pen<'_, '_>, mut plan: Plan) -> Result<No> {
    let named = [
        (List::Leader, &plan.chair, "chair"),
        (List::Leader, &plan.leader, "leader"),
        (List::Group, &plan.group, "group"),
    ];
    for (list, code, field) in named {
        if !code.is_empty() && !catalog::knows(pen.tx, list, code)? {
            return Err(StoreError::BadField(field.to_owned()));
        }
    }
    plan.cases = plan.choose(&case::shown(pen.tx, pen.me)?);
    if plan.cases.is_empty() {
        return Err(StoreError::Refused("why-no-case-to-review"));
    }
    let no = numbers::next(pen.tx, &pen.me.office, Kind::Meeting)?;
    pen.write(&no.0, Act::MeetingPlanned(Box::new(plan)))?;
    refresh(pen.tx, &no)?;
    Ok(no)
}

/// Cancels a meeting at which no case was reviewed yet.
pub(super) fn cancel(pen: &mut Pen<'_, '_>, no: &No, seen: Option<u32>, reason: String) -> Result<()> {
    filled(&reason, "reason")?;
    let before = seen_by(pen.tx, pen.me, no)?;
    if seen.is_some_and(|seen| seen != before.version) {
        return Err(StoreError::Conflict(no.clone()));
    }
    if before.reviewed(&case::all(pen.tx, "1")?) > 0 || before.cancelled.is_some() {
        return Err(StoreError::Refused("why-meeting-held"));
    }
    pen.write(&no.0, Act::MeetingCancelled { reason })?;
    refresh(pen.tx, no)
}

/// Refuses a review at a meeting that does not go through this case.
pub(super) fn check(db: &Connection, me: &Actor, meeting: &No, case: &No) -> Result<()> {
    let meeting = seen_by(db, me, meeting)?;
    if meeting.cancelled.is_none() && meeting.plan.cases.contains(case) {
        return Ok(());
    }
    Err(StoreError::BadField("meeting".to_owned()))
}

/// The meeting as its journal tells it.
pub(super) fn load(db: &Connection, no: &No) -> Result<Meeting> {
    let entries = journal::entries(db, &no.0)?;
    fold_meeting(&entries).map_err(|_| StoreError::NotFound(no.to_string()))
}

fn refresh(tx: &Transaction<'_>, no: &No) -> Result<()> {
    let meeting = load(tx, no)?;
    tx.prepare_cached(
        "INSERT INTO meeting (office, no, version, body) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (no) DO UPDATE SET version = excluded.version, body = excluded.body",
    )?
    .execute((no.office(), &no.0, meeting.version, serde_json::to_string(&meeting)?))?;
    Ok(())
}

/// Whether the row is what the journal folds to: for `verify`.
pub(super) fn row_agrees(db: &Connection, no: &No) -> Result<bool> {
    let meeting = load(db, no)?;
    let mut query = db.prepare_cached("SELECT version, body FROM meeting WHERE no = ?1")?;
    let row: (u32, String) = query.query_row([&no.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(row == (meeting.version, serde_json::to_string(&meeting)?))
}

/// Every meeting that goes through a case which the asker sees, the one that was planned last first, with how far it
/// is with these.
pub(super) fn list(db: &Connection, me: &Actor) -> Result<Vec<MeetingRow>> {
    let cases = case::shown(db, me)?;
    let mut query = db.prepare_cached("SELECT version, body FROM meeting ORDER BY id DESC")?;
    let mut rows = query.query([])?;
    let mut meetings = Vec::new();
    while let Some(row) = rows.next()? {
        let body = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
        let meeting = Meeting { version: row.get(0)?, ..serde_json::from_str(body)? };
        let Some(meeting) = among(meeting, &cases) else { continue };
        let reviewed = meeting.reviewed(&cases);
        meetings.push(MeetingRow { meeting, reviewed });
    }
    Ok(meetings)
}

/// A meeting with those alone of its cases that the asker sees; none where there is none of them.
fn among(mut meeting: Meeting, cases: &[Case]) -> Option<Meeting> {
    meeting.plan.cases.retain(|no| cases.iter().any(|case| case.no == *no));
    (!meeting.plan.cases.is_empty()).then_some(meeting)
}

fn as_seen(db: &Connection, me: &Actor, no: &No) -> Result<Option<Meeting>> {
    Ok(among(load(db, no)?, &case::shown(db, me)?))
}

/// The meeting as the asker sees it.
fn seen_by(db: &Connection, me: &Actor, no: &No) -> Result<Meeting> {
    as_seen(db, me, no)?.ok_or_else(|| StoreError::Hidden(no.to_string()))
}

/// Whether there is such a meeting, whoever may see it.
pub(super) fn exists(db: &Connection, no: &No) -> Result<bool> {
    Ok(db.prepare_cached("SELECT 1 FROM meeting WHERE no = ?1")?.exists([&no.0])?)
}

/// Whether it goes through anything that somebody sees.
pub(super) fn is_seen(db: &Connection, me: &Actor, no: &No) -> Result<bool> {
    Ok(as_seen(db, me, no)?.is_some())
}

/// One meeting with its cases, in its order.
pub(super) fn page(db: &Connection, me: &Actor, no: &No) -> Result<MeetingPage> {
    let meeting = seen_by(db, me, no)?;
    let of = |no: &No| -> Result<Case> {
        let case = case::load(db, no)?;
        Ok(Case { petitions: case::petitions(db, me, no)?, ..case })
    };
    let cases = meeting.plan.cases.iter().map(of).collect::<Result<Vec<_>>>()?;
    Ok(MeetingPage { meeting, cases })
}
