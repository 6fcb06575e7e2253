//! Cases on the leaders' board: rows, board, page, and the orders that change them.
use super::{
    CaseAsk, CasePage, Done, How, Now, Reply, Result, StoreError,
    deed::{Scribe, added},
    door::as_changes,
    journal::{self, Pen},
    meeting,
    numbers::{self, Kind},
    petition, record, sight,
};
use crate::domain::{
    case::{Case, CaseMatter, CaseState, fold_case},
    journal::{Act, Entry, changed, differences},
    petition::No,
    rights::Actor,
};
use rusqlite::{Connection, Transaction, named_params};
use serde_json::{Map, Value};
use std::collections::HashMap;

pub(super) fn answer(db: &Connection, me: &Actor, _now: Now, ask: CaseAsk) -> Result<Reply> {
    Ok(match ask {
        CaseAsk::Board => Reply::Board(board(db, me)?),
        CaseAsk::Page(no) => Reply::Case(Box::new(page(db, me, &no)?)),
        CaseAsk::Meetings => Reply::Meetings(meeting::list(db, me)?),
        CaseAsk::Meeting(no) => Reply::Meeting(Box::new(meeting::page(db, me, &no)?)),
    })
}

/// The cases that somebody sees, without their petitions.
pub(super) fn shown(db: &Connection, me: &Actor) -> Result<Vec<Case>> {
    all(db, &sight::shown(db, me)?)
}

/// Refuses a case that the asker does not see.
pub(super) fn seen(db: &Connection, me: &Actor, no: &No) -> Result<()> {
    if is_seen(db, me, no)? {
        return Ok(());
    }
    Err(if exists(db, no)? {
        StoreError::Hidden(no.to_string())
    } else {
        StoreError::NotFound(no.to_string())
    })
}

/// Whether there is such a case for somebody.
pub(super) fn is_seen(db: &Connection, me: &Actor, no: &No) -> Result<bool> {
    let sql = format!("SELECT 1 FROM cases c WHERE c.no = ?1 AND {}", sight::shown(db, me)?);
    Ok(db.prepare_cached(&sql)?.exists([&no.0])?)
}

/// Opens a case with its first petitions.
pub(super) fn open(pen: &mut Pen<'_, '_>, matter: CaseMatter, petitions: &[No]) -> Result<No> {
    check(&matter)?;
    let no = numbers::next(pen.tx, &pen.me.office, Kind::Case)?;
    pen.write(&no.0, Act::CaseOpened(Box::new(matter)))?;
    for petition in petitions {
        petition::load(pen.tx, pen.me, petition)?;
        pen.write(&no.0, Act::CaseJoined { petition: petition.clone() })?;
    }
    refresh(pen.tx, &no)?;
    Ok(no)
}

/// Refuses a case with a field that cannot be as it is, or that is struck off the list too early.
pub(super) fn check(matter: &CaseMatter) -> Result<()> {
    match matter.closing.as_ref().and_then(|_| matter.why_not_closed()) {
        // What was struck off is on the list again only as a case that is taken up again.
        Some("why-case-not-resolved") => return Err(StoreError::Refused("why-reopen-reason")),
        Some(why) => return Err(StoreError::Refused(why)),
        None => {}
    }
    matter.problem().map_or(Ok(()), |field| Err(StoreError::BadField(field.to_owned())))
}

/// Appends one act to a case and brings its row up to date.
pub(super) fn append(pen: &mut Pen<'_, '_>, no: &No, act: Act) -> Result<()> {
    if let Act::CaseJoined { petition } | Act::CaseLeft { petition } = &act {
        petition::load(pen.tx, pen.me, petition)?;
    }
    pen.write(&no.0, act)?;
    refresh(pen.tx, no)
}

impl Scribe<'_, '_, '_> {
    /// Puts a petition into a case or takes it out; where it is so already, nothing is written.
    pub(super) fn member(&mut self, no: &No, petition: No, inside: bool) -> Result<Done> {
        petition::load(self.pen.tx, self.pen.me, &petition)?;
        if self.case(no)?.petitions.contains(&petition) == inside {
            return Ok(Done { no: no.clone(), how: How::Unchanged });
        }
        let act = if inside { Act::CaseJoined { petition } } else { Act::CaseLeft { petition } };
        self.on_case(no, |_| Ok(act))
    }

    /// Only what is really different is written down; a form sends every field it has.
    pub(super) fn change_case(
        &mut self,
        no: &No,
        fields: &Map<String, Value>,
        reason: String,
    ) -> Result<Done> {
        let before = self.case(no)?.matter;
        let after = changed(&before, &as_changes(&before, CaseMatter::FIELDS, fields)?)?;
        check(&after)?;
        let reopens = before.state == CaseState::Resolved && after.state != CaseState::Resolved;
        if reopens && reason.trim().is_empty() {
            return Err(StoreError::Refused("why-reopen-reason"));
        }
        let changes = differences(&before, &after);
        if changes.is_empty() {
            return Ok(Done { no: no.clone(), how: How::Unchanged });
        }
        self.on_case(no, |_| Ok(Act::CaseChanged { changes, reason }))
    }

    /// A case that is seen by whoever orders.
    fn case(&self, no: &No) -> Result<Case> {
        seen(self.pen.tx, self.pen.me, no)?;
        load(self.pen.tx, no)
    }

    pub(super) fn on_case(&mut self, no: &No, act: impl FnOnce(&Case) -> Result<Act>) -> Result<Done> {
        let before = self.case(no)?;
        self.check_version(no, before.version)?;
        let act = act(&before)?;
        append(self.pen, no, act)?;
        Ok(added(no.clone()))
    }
}

/// The case as its journal tells it.
pub(super) fn load(db: &Connection, no: &No) -> Result<Case> {
    let entries = journal::entries(db, &no.0)?;
    if entries.is_empty() {
        return Err(StoreError::NotFound(no.to_string()));
    }
    Ok(fold_case(&entries)?)
}

/// Writes the row that a case's journal folds to.
pub(super) fn refresh(tx: &Transaction<'_>, no: &No) -> Result<()> {
    let case = load(tx, no)?;
    let id: i64 = tx
        .prepare_cached(
            "INSERT INTO cases (office, no, version, body) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (no) DO UPDATE SET version = excluded.version, body = excluded.body RETURNING id",
        )?
        .query_row((case.no.office(), &case.no.0, case.version, serde_json::to_string(&case)?), |row| {
            row.get(0)
        })?;
    tx.prepare_cached("DELETE FROM case_petition WHERE cases = ?1")?.execute([id])?;
    let mut insert = tx.prepare_cached(
        "INSERT INTO case_petition (cases, pos, petition) SELECT ?1, ?2, id FROM petition WHERE no = ?3",
    )?;
    for (pos, petition) in (0_i64..).zip(&case.petitions) {
        insert.execute((id, pos, &petition.0))?;
    }
    Ok(())
}

/// Makes every row anew from its journal.
pub(super) fn renew(tx: &Transaction<'_>) -> Result<()> {
    let mut query = tx.prepare("SELECT no FROM cases")?;
    let all = query.query_map([], |row| Ok(No(row.get(0)?)))?.collect::<rusqlite::Result<Vec<_>>>()?;
    all.iter().try_for_each(|no| refresh(tx, no))
}

/// Whether the row is what the journal folds to: for `verify`.
pub(super) fn row_agrees(db: &Connection, no: &No) -> Result<bool> {
    let case = load(db, no)?;
    let mut query = db.prepare_cached("SELECT version, body FROM cases WHERE no = ?1")?;
    let row: (u32, String) = query.query_row([&no.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut query = db.prepare_cached(
        "SELECT p.no FROM case_petition j JOIN cases c ON c.id = j.cases JOIN petition p ON p.id = j.petition
         WHERE c.no = ?1 ORDER BY j.pos",
    )?;
    let joined = query.query_map([&no.0], |row| Ok(No(row.get(0)?)))?;
    let joined = joined.collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(row == (case.version, serde_json::to_string(&case)?) && joined == case.petitions)
}

/// Every case with those of its petitions that the asker may see.
fn board(db: &Connection, me: &Actor) -> Result<Vec<Case>> {
    let mut joined: HashMap<String, Vec<No>> = HashMap::new();
    let mut query = db.prepare_cached(&format!(
        "SELECT c.no, p.no FROM case_petition j JOIN cases c ON c.id = j.cases JOIN petition p ON p.id = j.petition
         WHERE {} ORDER BY j.cases, j.pos",
        sight::visible(db, me)?
    ))?;
    for row in query.query_map([], |row| Ok((row.get(0)?, No(row.get(1)?))))? {
        let (case, petition) = row?;
        joined.entry(case).or_default().push(petition);
    }
    let mut cases = shown(db, me)?;
    for case in &mut cases {
        case.petitions = joined.remove(&case.no.0).unwrap_or_default();
    }
    Ok(cases)
}

/// Every case `c` that a condition names, without its petitions.
pub(super) fn all(db: &Connection, condition: &str) -> Result<Vec<Case>> {
    let mut query =
        db.prepare_cached(&format!("SELECT version, body FROM cases c WHERE {condition} ORDER BY id"))?;
    let mut rows = query.query([])?;
    let mut cases = Vec::new();
    while let Some(row) = rows.next()? {
        let case: Case = serde_json::from_str(row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?)?;
        cases.push(Case { version: row.get(0)?, ..case });
    }
    Ok(cases)
}

/// What the cases say that hold a petition.
pub(super) fn holding(db: &Connection, petition: &No) -> Result<Vec<CaseMatter>> {
    let mut query = db.prepare_cached(
        "SELECT c.body FROM cases c JOIN case_petition j ON j.cases = c.id JOIN petition p ON p.id = j.petition
         WHERE p.no = ?1 ORDER BY c.id",
    )?;
    let bodies = query.query_map([&petition.0], |row| row.get::<_, String>(0))?;
    bodies.map(|body| Ok(serde_json::from_str::<Case>(&body?)?.matter)).collect()
}

/// Whether there is such a case.
pub(super) fn exists(db: &Connection, no: &No) -> Result<bool> {
    Ok(db.prepare_cached("SELECT 1 FROM cases WHERE no = ?1")?.exists([&no.0])?)
}

/// The petitions of a case that the asker may see, in the order they joined.
pub(super) fn petitions(db: &Connection, me: &Actor, case: &No) -> Result<Vec<No>> {
    let mut query = db.prepare_cached(&format!(
        "SELECT p.no FROM case_petition j JOIN cases c ON c.id = j.cases JOIN petition p ON p.id = j.petition
         WHERE c.no = :no AND {} ORDER BY j.pos",
        sight::visible(db, me)?
    ))?;
    let bound = named_params! {":no": case.0};
    Ok(query.query_map(bound, |row| Ok(No(row.get(0)?)))?.collect::<rusqlite::Result<_>>()?)
}

fn page(db: &Connection, me: &Actor, no: &No) -> Result<CasePage> {
    seen(db, me, no)?;
    let mut case = load(db, no)?;
    case.petitions = petitions(db, me, no)?;
    let visible = petition::some(db, me, &named(&journal::entries(db, &no.0)?))?;
    let hides = |entry: &Entry| {
        petition_of(entry).is_some_and(|petition| visible.iter().all(|brief| brief.no != *petition))
    };
    let entries = journal::without(journal::entries(db, &no.0)?, hides);
    let records = record::leading_to(db, me, &case.no)?;
    Ok(CasePage { entries, records, petitions: petition::some(db, me, &case.petitions)?, case })
}

/// The petitions that ever joined or left.
fn named(entries: &[Entry]) -> Vec<No> {
    let mut all: Vec<No> = entries.iter().filter_map(petition_of).cloned().collect();
    all.sort_unstable();
    all.dedup();
    all
}

const fn petition_of(entry: &Entry) -> Option<&No> {
    match &entry.act {
        Act::CaseJoined { petition } | Act::CaseLeft { petition } => Some(petition),
        _ => None,
    }
}
