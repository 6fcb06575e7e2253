//! Petitions: their rows, the lists that show them, and everything about one.
use super::{Brief, PetitionAsk, PetitionPage, Reply, Result, StoreError, Work, journal};
use crate::domain::{
    journal::fold,
    petition::{No, Petition, State},
    rights::Actor,
};
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, named_params, types::Value};

/// Who may see a row: the one condition in every list, count, search and export. It says in SQL what
/// `rights::may` says of one petition. Bind `:me` and `:sees`.
pub(super) const VISIBLE: &str = "(p.sealed = 0 OR :sees OR p.registrar = :me)";

const BRIEF: &str = "p.id, p.no, p.office, p.state, p.petitioner, p.subject, p.received, p.visits,
    p.last_visit, p.sealed, p.marks";

const COLUMNS: &str =
    "office, no, version, state, received, registrar, channel, nature, purpose, sealed, place,
    category, unit, petitioner, subject, named, came, visits, last_visit, national, follows, marks";

/// Rows of the work list that are urgent: registered, and nobody has told the petitioner yet.
const URGENT: &str = "p.state = 'registered' AND p.received <= :urgent";

pub(super) fn answer(db: &Connection, me: &Actor, ask: PetitionAsk) -> Result<Reply> {
    Ok(match ask {
        PetitionAsk::Work { office, state, urgent, limit } => {
            Reply::Work(work(db, me, office.as_deref(), state, urgent, limit)?)
        }
        PetitionAsk::Page(no) => Reply::Petition(Box::new(page(db, me, &no)?)),
        PetitionAsk::National(national) => Reply::Number(by_national(db, &national)?),
        PetitionAsk::Numbers => Reply::Numbers(numbers(db, me)?),
    })
}

/// Writes the row that a petition's journal folds to, and who stands on it; gives back the row id.
pub(super) fn write_row(tx: &Transaction<'_>, petition: &Petition) -> Result<i64> {
    let mut query = tx.prepare_cached(&format!(
        "INSERT INTO petition ({COLUMNS})
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)
         ON CONFLICT (no) DO UPDATE SET version = excluded.version, state = excluded.state,
             channel = excluded.channel, nature = excluded.nature, purpose = excluded.purpose,
             sealed = excluded.sealed, place = excluded.place, category = excluded.category,
             unit = excluded.unit, petitioner = excluded.petitioner, subject = excluded.subject,
             named = excluded.named, came = excluded.came, visits = excluded.visits,
             last_visit = excluded.last_visit, national = excluded.national, follows = excluded.follows,
             marks = excluded.marks
         RETURNING id"
    ))?;
    Ok(query.query_row(columns(petition), |row| row.get(0))?)
}

/// What a petition's row holds, in the order of [`COLUMNS`].
fn columns(petition: &Petition) -> [Value; 22] {
    let (matter, last) = (&petition.matter, petition.visits.last());
    [
        petition.no.office().to_owned().into(),
        petition.no.0.clone().into(),
        petition.version.into(),
        petition.state.id().to_owned().into(),
        petition.received.to_string().into(),
        petition.registrar.clone().into(),
        matter.channel.id().to_owned().into(),
        matter.nature.id().to_owned().into(),
        matter.purpose.id().to_owned().into(),
        matter.sealed().into(),
        matter.place.clone().into(),
        matter.category.clone().into(),
        matter.unit.clone().into(),
        matter.first_name().to_owned().into(),
        matter.subject.clone().into(),
        matter.counts.named.into(),
        matter.counts.came.into(),
        i64::try_from(petition.visits.len()).unwrap_or(i64::MAX).into(),
        last.map_or(petition.received, |visit| visit.on).to_string().into(),
        petition.national_no.clone().into(),
        petition.follows.as_ref().map(|no| no.0.clone()).into(),
        i64::try_from(matter.marks.len()).unwrap_or(i64::MAX).into(),
    ]
}

/// Whether row and petitioners are what the journal folds to: for `verify`.
pub(super) fn row_agrees(db: &Connection, id: i64, petition: &Petition) -> rusqlite::Result<bool> {
    let mut query = db.prepare_cached(&format!("SELECT {COLUMNS} FROM petition WHERE id = ?1"))?;
    let row: Vec<Value> = query.query_row([id], |row| (0..22).map(|at| row.get(at)).collect())?;
    let mut query = db.prepare_cached(
        "SELECT person.no, role FROM petitioner JOIN person ON person.id = petitioner.person
         WHERE petition = ?1 ORDER BY pos",
    )?;
    let rows = query.query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let people = rows.collect::<rusqlite::Result<Vec<(String, String)>>>()?;
    let told = petition.matter.petitioners.iter();
    let told = told.filter_map(|one| Some((one.person.as_ref()?.0.clone(), one.role.id().to_owned())));
    Ok(row == columns(petition) && people.into_iter().eq(told))
}

/// Puts down who stands on a petition.
pub(super) fn write_petitioners(tx: &Transaction<'_>, id: i64, petition: &Petition) -> Result<()> {
    tx.prepare_cached("DELETE FROM petitioner WHERE petition = ?1")?.execute([id])?;
    let mut insert = tx.prepare_cached(
        "INSERT INTO petitioner (petition, pos, person, role)
         SELECT ?1, ?2, id, ?4 FROM person WHERE no = ?3",
    )?;
    for (pos, petitioner) in (0_i64..).zip(&petition.matter.petitioners) {
        if let Some(person) = &petitioner.person {
            insert.execute((id, pos, &person.0, petitioner.role.id()))?;
        }
    }
    Ok(())
}

/// The petition as its journal tells it, for whoever may see it.
pub(super) fn load(db: &Connection, me: &Actor, no: &No) -> Result<Petition> {
    let hidden = || StoreError::NotFound(no.to_string());
    let sql = format!("SELECT 1 FROM petition p WHERE p.no = :no AND {VISIBLE}");
    let mut query = db.prepare_cached(&sql)?;
    let seen = query.exists(named_params! {":no": no.0, ":me": me.code, ":sees": me.sees_sealed})?;
    if !seen {
        return Err(hidden());
    }
    Ok(fold(&journal::entries(db, &no.0)?)?)
}

pub(super) fn by_national(db: &Connection, national: &str) -> Result<Option<No>> {
    let mut query = db.prepare_cached("SELECT no FROM petition WHERE national = ?1")?;
    Ok(query.query_row([national], |row| Ok(No(row.get(0)?))).optional()?)
}

fn numbers(db: &Connection, me: &Actor) -> Result<Vec<No>> {
    let mut query =
        db.prepare_cached(&format!("SELECT p.no FROM petition p WHERE {VISIBLE} ORDER BY p.id"))?;
    let rows = query
        .query_map(named_params! {":me": me.code, ":sees": me.sees_sealed}, |row| Ok(No(row.get(0)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn work(
    db: &Connection,
    me: &Actor,
    office: Option<&str>,
    state: Option<State>,
    urgent: NaiveDate,
    limit: usize,
) -> Result<Work> {
    let counts = count_states(db, me, office)?;
    let wanted: Vec<State> = match state {
        Some(state) => vec![state],
        None => State::ALL.iter().copied().filter(|state| state.is_open()).collect(),
    };
    let total = wanted.iter().filter_map(|state| counts.get(state)).sum();
    let states = wanted.iter().map(|state| format!("'{}'", state.id())).collect::<Vec<_>>().join(",");
    let here = at(office);
    let list = |condition: &str, order: &str, room: usize| {
        let sql = format!(
            "SELECT {BRIEF} FROM petition p WHERE {here}
             AND p.state IN ({states}) AND {condition} AND {VISIBLE} ORDER BY {order} LIMIT :room"
        );
        let urgent = urgent.to_string();
        let bound = named_params! {":office": office, ":urgent": urgent, ":me": me.code,
        ":sees": me.sees_sealed, ":room": i64::try_from(room).unwrap_or(i64::MAX)};
        let mut query = db.prepare_cached(&sql)?;
        let rows = query.query_map(bound, brief)?.collect::<rusqlite::Result<Vec<Brief>>>()?;
        Ok::<_, StoreError>(rows)
    };
    let mut rows = list(URGENT, "p.received, p.id", limit)?;
    rows.extend(list(&format!("NOT ({URGENT})"), "p.received DESC, p.id DESC", limit - rows.len())?);
    Ok(Work { counts, rows, total })
}

/// Where. In one condition for both cases SQLite would walk over every office's petitions.
const fn at(office: Option<&str>) -> &'static str {
    if office.is_some() { "p.office = :office" } else { ":office IS NULL" }
}

fn count_states(
    db: &Connection,
    me: &Actor,
    office: Option<&str>,
) -> Result<std::collections::BTreeMap<State, u32>> {
    let mut query = db.prepare_cached(&format!(
        "SELECT p.state, count(*) FROM petition p
         WHERE {here} AND {VISIBLE} GROUP BY p.state",
        here = at(office)
    ))?;
    let bound = named_params! {":office": office, ":me": me.code, ":sees": me.sees_sealed};
    let rows = query.query_map(bound, |row| Ok((State::parse(&row.get::<_, String>(0)?), row.get(1)?)))?;
    let counted = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(counted.into_iter().filter_map(|(state, count)| Some((state?, count))).collect())
}

fn page(db: &Connection, me: &Actor, no: &No) -> Result<PetitionPage> {
    let petition = load(db, me, no)?;
    let linked = briefs(
        db,
        me,
        "p.no = :other OR p.follows = :no ORDER BY p.received, p.id",
        no,
        petition.follows.as_ref().map_or("", No::as_str),
    )?;
    let others = briefs(
        db,
        me,
        "p.no <> :no AND p.no <> :other AND coalesce(p.follows, '') <> :no AND p.id IN (
             SELECT theirs.petition FROM petitioner mine JOIN petition q ON q.id = mine.petition AND q.no = :no
             JOIN petitioner theirs ON theirs.person = mine.person)
         ORDER BY p.received DESC, p.id DESC LIMIT 50",
        no,
        petition.follows.as_ref().map_or("", No::as_str),
    )?;
    Ok(PetitionPage {
        entries: journal::entries(db, &no.0)?,
        linked,
        others,
        cases: cases(db, no)?,
        petition,
    })
}

/// Visible petitions that a condition on `:no` and `:other` names.
fn briefs(db: &Connection, me: &Actor, condition: &str, no: &No, other: &str) -> Result<Vec<Brief>> {
    let mut query =
        db.prepare_cached(&format!("SELECT {BRIEF} FROM petition p WHERE {VISIBLE} AND {condition}"))?;
    let bound = named_params! {":no": no.0, ":other": other, ":me": me.code, ":sees": me.sees_sealed};
    Ok(query.query_map(bound, brief)?.collect::<rusqlite::Result<_>>()?)
}

/// The visible ones of these petitions, in the order asked for.
pub(super) fn some(db: &Connection, me: &Actor, wanted: &[No]) -> Result<Vec<Brief>> {
    let mut found = Vec::new();
    for no in wanted {
        found.extend(briefs(db, me, "p.no = :no AND :other = ''", no, "")?);
    }
    Ok(found)
}

/// Visible petitions of a person, newest first.
pub(super) fn of_person(db: &Connection, me: &Actor, person: &No) -> Result<Vec<Brief>> {
    briefs(
        db,
        me,
        "p.id IN (SELECT petition FROM petitioner JOIN person ON person.id = petitioner.person
                  WHERE person.no = :no AND :other = '')
         ORDER BY p.received DESC, p.id DESC LIMIT 20",
        person,
        "",
    )
}

fn cases(db: &Connection, no: &No) -> Result<Vec<(No, String)>> {
    let mut query = db.prepare_cached(
        "SELECT c.no, c.title FROM cases c JOIN case_petition j ON j.cases = c.id
         JOIN petition p ON p.id = j.petition WHERE p.no = ?1 ORDER BY c.no",
    )?;
    let rows = query.query_map([&no.0], |row| Ok((No(row.get(0)?), row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Reads the columns of [`BRIEF`].
pub(super) fn brief(row: &Row<'_>) -> rusqlite::Result<Brief> {
    let state: String = row.get(3)?;
    Ok(Brief {
        id: row.get(0)?,
        no: No(row.get(1)?),
        office: row.get(2)?,
        state: State::parse(&state).unwrap_or(State::Registered),
        petitioner: row.get(4)?,
        subject: row.get(5)?,
        received: row.get(6)?,
        visits: row.get(7)?,
        last_visit: row.get(8)?,
        sealed: row.get(9)?,
        marks: row.get(10)?,
    })
}
