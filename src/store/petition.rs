//! Petitions: their rows, and everything about one.
use super::{
    Brief, Chain, PetitionAsk, PetitionPage, Reply, Result, catalog, chain, counted::Counted, journal,
    person, record, sight, work,
};
use crate::domain::{
    agenda::{Agenda, Tell},
    clock::Duty,
    journal::{Act, Entry, fold},
    petition::{Nature, No, Petition, State},
    rights::Actor,
};
use chrono::NaiveDate;
use rusqlite::{
    Connection, OptionalExtension, Row, Transaction, named_params, params_from_iter, types::Value,
};

pub(super) const BRIEF: &str = "p.id, p.no, p.office, p.state, p.petitioner, p.subject, p.received, p.visits,
    p.last_visit, p.sealed, p.marks, p.nature, p.version, p.open, p.due, p.clock, p.duty, p.owed, p.remind, p.tell";

const COLUMNS: &str =
    "office, no, version, state, received, registrar, channel, nature, purpose, sealed, place,
    category, unit, petitioner, subject, named, came, visits, last_visit, national, follows, marks,
    open, due, clock, duty, owed, remind, tell, figures, accused";

/// How many [`COLUMNS`] there are.
const WIDTH: usize = 31;

pub(super) fn answer(db: &Connection, me: &Actor, today: NaiveDate, ask: PetitionAsk) -> Result<Reply> {
    Ok(match ask {
        PetitionAsk::Work { office, views, chosen, limit } => {
            Reply::Work(work::list(db, me, today, office.as_deref(), &views, chosen, limit)?)
        }
        PetitionAsk::Page(no) => Reply::Petition(Box::new(page(db, me, &no)?)),
        PetitionAsk::Some(wanted) => Reply::Briefs(some(db, me, &wanted)?),
        PetitionAsk::National(national) => Reply::Number(match by_national(db, &national)? {
            Some(no) if is_seen(db, me, &no)? => Some(no),
            _ => None,
        }),
        PetitionAsk::Day { office, on } => {
            let of_day = "p.office = :no AND p.received = :other ORDER BY p.id";
            Reply::Briefs(briefs(db, me, of_day, &No(office), &on.to_string())?)
        }
    })
}

/// Writes the row of a new petition; gives back the row id.
pub(super) fn insert_row(tx: &Transaction<'_>, petition: &Petition, counted: &Counted) -> Result<i64> {
    let mut query = tx.prepare_cached(&format!(
        "INSERT INTO petition ({COLUMNS})
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
             ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31)"
    ))?;
    Ok(query.insert(params_from_iter(columns(petition, counted)))?)
}

/// Brings a petition's row up to what its journal folds to; gives back the row id. Office, number, day of receipt and
/// registrar never change.
pub(super) fn update_row(tx: &Transaction<'_>, petition: &Petition, counted: &Counted) -> Result<i64> {
    let mut query = tx.prepare_cached(
        "UPDATE petition SET version = ?3, state = ?4, channel = ?7, nature = ?8, purpose = ?9, sealed = ?10,
             place = ?11, category = ?12, unit = ?13, petitioner = ?14, subject = ?15, named = ?16, came = ?17,
             visits = ?18, last_visit = ?19, national = ?20, follows = ?21, marks = ?22, open = ?23, due = ?24,
             clock = ?25, duty = ?26, owed = ?27, remind = ?28, tell = ?29, figures = ?30, accused = ?31
         WHERE no = ?2 RETURNING id",
    )?;
    Ok(query.query_row(params_from_iter(columns(petition, counted)), |row| row.get(0))?)
}

/// Makes every row anew from its journal.
pub(super) fn renew(tx: &Transaction<'_>) -> Result<()> {
    each_folded(tx, "1", |_, petition, counted| update_row(tx, petition, counted).map(drop))
}

/// The same for what rules and calendar have a part in, of the petitions `p` that a condition names.
pub(super) fn renew_counted(tx: &Transaction<'_>, condition: &str) -> Result<()> {
    let mut update = tx.prepare(
        "UPDATE petition SET open = ?2, due = ?3, clock = ?4, duty = ?5, owed = ?6, remind = ?7, tell = ?8,
             figures = ?9
         WHERE id = ?1",
    )?;
    each_folded(tx, condition, |id, _, counted| {
        let values = std::iter::once(Value::from(id)).chain(counted.columns());
        Ok(update.execute(params_from_iter(values)).map(drop)?)
    })
}

/// Folds the journals of petitions that a condition names, one after the other.
fn each_folded(
    db: &Connection,
    condition: &str,
    mut take: impl FnMut(i64, &Petition, &Counted) -> Result<()>,
) -> Result<()> {
    let limits = catalog::limits(db)?;
    let mut query = db.prepare(&format!("SELECT id, no FROM petition WHERE {condition}"))?;
    let all = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let all = all.collect::<rusqlite::Result<Vec<(i64, String)>>>()?;
    for (id, no) in all {
        let entries = journal::entries(db, &no)?;
        if entries.is_empty() {
            continue;
        }
        let petition = fold(&entries)?;
        take(id, &petition, &Counted::of(&petition, &entries, &limits))?;
    }
    Ok(())
}

/// What a petition's row holds, in the order of [`COLUMNS`].
fn columns(petition: &Petition, counted: &Counted) -> Vec<Value> {
    let (matter, last) = (&petition.matter, petition.visits.last());
    let told = [
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
    ];
    told.into_iter().chain(counted.columns()).chain([matter.accused.clone().into()]).collect()
}

/// Whether row and petitioners are what the journal folds to: for `verify`.
pub(super) fn row_agrees(
    db: &Connection,
    id: i64,
    petition: &Petition,
    counted: &Counted,
) -> rusqlite::Result<bool> {
    let mut query = db.prepare_cached(&format!("SELECT {COLUMNS} FROM petition WHERE id = ?1"))?;
    let row: Vec<Value> = query.query_row([id], |row| (0..WIDTH).map(|at| row.get(at)).collect())?;
    let mut query = db.prepare_cached(
        "SELECT person.no, role FROM petitioner JOIN person ON person.id = petitioner.person
         WHERE petition = ?1 ORDER BY pos",
    )?;
    let rows = query.query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let people = rows.collect::<rusqlite::Result<Vec<(String, String)>>>()?;
    let told = petition.matter.petitioners.iter();
    let told = told.filter_map(|one| Some((one.person.as_ref()?.0.clone(), one.role.id().to_owned())));
    Ok(row == columns(petition, counted) && people.into_iter().eq(told))
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
    if !is_seen(db, me, no)? {
        return Err(sight::unseen(db, no));
    }
    Ok(fold(&journal::entries(db, &no.0)?)?)
}

/// Whether there is such a petition for somebody.
pub(super) fn is_seen(db: &Connection, me: &Actor, no: &No) -> Result<bool> {
    let sql = format!("SELECT 1 FROM petition p WHERE p.no = :no AND {}", sight::visible(db, me)?);
    Ok(db.prepare_cached(&sql)?.exists(named_params! {":no": no.0})?)
}

/// Whether there is such a petition, whoever may see it.
pub(super) fn exists(db: &Connection, no: &No) -> Result<bool> {
    Ok(db.prepare_cached("SELECT 1 FROM petition WHERE no = ?1")?.exists([&no.0])?)
}

/// The petition that carries a national number, whoever may see it.
pub(super) fn by_national(db: &Connection, national: &str) -> Result<Option<No>> {
    let mut query = db.prepare_cached("SELECT no FROM petition WHERE national = ?1")?;
    Ok(query.query_row([national], |row| Ok(No(row.get(0)?))).optional()?)
}

/// All numbers that somebody may see, in their order.
pub(super) fn numbers(db: &Connection, me: &Actor) -> Result<Vec<No>> {
    let mut query = db.prepare_cached(&format!(
        "SELECT p.no FROM petition p WHERE {} ORDER BY p.id",
        sight::visible(db, me)?
    ))?;
    let rows = query.query_map([], |row| Ok(No(row.get(0)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn page(db: &Connection, me: &Actor, no: &No) -> Result<PetitionPage> {
    let mut petition = load(db, me, no)?;
    let mut entries = journal::entries(db, &no.0)?;
    hide_unseen(db, me, &mut petition, &mut entries)?;
    let linked = briefs(
        db,
        me,
        "p.no = :other OR p.follows = :no ORDER BY p.received, p.id",
        no,
        petition.follows.as_ref().map_or("", No::as_str),
    )?;
    let chain = chain::place(db, me, no)?;
    let others = others(db, me, &petition, &linked, &chain)?;
    Ok(PetitionPage {
        entries,
        linked,
        others,
        cases: cases(db, me, no)?,
        records: record::leading_to(db, me, no)?,
        chain,
        petition,
    })
}

/// Takes the numbers of petitions that the asker must not see out of what is told of another one: an accusation may
/// have become one after it was linked.
fn hide_unseen(db: &Connection, me: &Actor, petition: &mut Petition, entries: &mut [Entry]) -> Result<()> {
    let hidden =
        |no: &No| -> Result<bool> { Ok(briefs(db, me, "p.no = :no AND :other = ''", no, "")?.is_empty()) };
    if let Some(before) = &petition.follows
        && hidden(before)?
    {
        petition.follows = None;
    }
    for entry in entries {
        match &mut entry.act {
            Act::Registered(registered) if registered.follows.as_ref().map_or(Ok(false), hidden)? => {
                registered.follows = None;
            }
            Act::Linked { follows: Some(no) } if hidden(no)? => entry.act = Act::Linked { follows: None },
            Act::Apart { other } if hidden(other)? => other.0.clear(),
            _ => {}
        }
    }
    Ok(())
}

/// Other petitions of whoever stands on this one, newest first.
fn others(
    db: &Connection,
    me: &Actor,
    petition: &Petition,
    linked: &[Brief],
    chain: &Chain,
) -> Result<Vec<Brief>> {
    let mut others: Vec<Brief> = Vec::new();
    for person in petition.matter.petitioners.iter().filter_map(|one| one.person.as_ref()) {
        for brief in person::petitions_of(db, me, person)? {
            let known = others.iter().chain(linked).any(|other| other.no == brief.no)
                || chain.first.as_ref() == Some(&brief.no);
            if brief.no != petition.no && !known {
                others.push(brief);
            }
        }
    }
    others.sort_by_key(|brief| std::cmp::Reverse((brief.received, brief.id)));
    Ok(others)
}

/// Visible petitions that a condition on `:no` and `:other` names.
fn briefs(db: &Connection, me: &Actor, condition: &str, no: &No, other: &str) -> Result<Vec<Brief>> {
    let mut query = db.prepare_cached(&format!(
        "SELECT {BRIEF} FROM petition p WHERE {} AND {condition}",
        sight::visible(db, me)?
    ))?;
    let bound = named_params! {":no": no.0, ":other": other};
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

/// Visible petitions on which one of these people stands, newest first.
pub(super) fn of_people(db: &Connection, me: &Actor, people: &[No]) -> Result<Vec<Brief>> {
    let people = serde_json::to_string(people)?;
    let mut query = db.prepare_cached(&format!(
        "SELECT {BRIEF} FROM petition p WHERE {} AND p.id IN (
             SELECT petition FROM petitioner JOIN person ON person.id = petitioner.person
             WHERE person.no IN (SELECT value FROM json_each(:people)))
         ORDER BY p.received DESC, p.id DESC LIMIT 50",
        sight::visible(db, me)?
    ))?;
    let bound = named_params! {":people": people};
    Ok(query.query_map(bound, brief)?.collect::<rusqlite::Result<_>>()?)
}

/// The cases that hold a petition, of those that the asker sees.
fn cases(db: &Connection, me: &Actor, no: &No) -> Result<Vec<(No, String)>> {
    let mut query = db.prepare_cached(&format!(
        "SELECT c.no, c.title FROM cases c JOIN case_petition h ON h.cases = c.id
         JOIN petition s ON s.id = h.petition WHERE s.no = ?1 AND {} ORDER BY c.no",
        sight::shown(db, me)?
    ))?;
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
        nature: Nature::parse(&row.get::<_, String>(11)?).unwrap_or(Nature::Request),
        version: row.get(12)?,
        agenda: Agenda {
            open: row.get(13)?,
            due: row.get(14)?,
            clock: row.get(15)?,
            duty: Duty::parse(&row.get::<_, String>(16)?),
            owed: row.get(17)?,
            remind: row.get(18)?,
            tell: Tell::parse(&row.get::<_, String>(19)?),
        },
    })
}
