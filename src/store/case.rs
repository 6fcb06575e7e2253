//! Cases on the leaders' board: rows, board, page, and the orders that change them.
use super::{
    Card, CaseAsk, CasePage, Now, Reply, Result, StoreError,
    journal::{self, Pen},
    numbers::{self, Kind},
    petition,
};
use crate::domain::{
    case::{Case, CaseMatter, CaseState, Level, fold_case},
    journal::{Act, Entry},
    petition::No,
    rights::Actor,
};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, named_params};

pub(super) fn answer(db: &Connection, me: &Actor, _now: Now, ask: CaseAsk) -> Result<Reply> {
    Ok(match ask {
        CaseAsk::Board => Reply::Board(board(db, me)?),
        CaseAsk::Page(no) => Reply::Case(Box::new(page(db, me, &no)?)),
    })
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

/// Refuses a case with a field that cannot be as it is.
pub(super) fn check(matter: &CaseMatter) -> Result<()> {
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
            "INSERT INTO cases (office, no, version, title, leader, field, place, level, state, opened,
                 last_review, next_review)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
             ON CONFLICT (no) DO UPDATE SET version = excluded.version, title = excluded.title,
                 leader = excluded.leader, field = excluded.field, place = excluded.place,
                 level = excluded.level, state = excluded.state, opened = excluded.opened,
                 last_review = excluded.last_review, next_review = excluded.next_review
             RETURNING id",
        )?
        .query_row(
            (
                case.no.office(),
                &case.no.0,
                case.version,
                &case.matter.title,
                &case.matter.leader,
                &case.matter.field,
                &case.matter.place,
                case.matter.level.id(),
                case.matter.state.id(),
                case.matter.opened,
                case.last_review(),
                case.next_review(),
            ),
            |row| row.get(0),
        )?;
    tx.prepare_cached("DELETE FROM case_petition WHERE cases = ?1")?.execute([id])?;
    let mut insert = tx.prepare_cached(
        "INSERT INTO case_petition (cases, pos, petition) SELECT ?1, ?2, id FROM petition WHERE no = ?3",
    )?;
    for (pos, petition) in (0_i64..).zip(&case.petitions) {
        insert.execute((id, pos, &petition.0))?;
    }
    Ok(())
}

/// Whether the row is what the journal folds to: for `verify`.
pub(super) fn row_agrees(db: &Connection, no: &No) -> Result<bool> {
    let case = load(db, no)?;
    let mut query = db.prepare_cached(&format!("SELECT {CARD} FROM cases c WHERE c.no = ?1"))?;
    let row = query.query_row([&no.0], card)?;
    let mut query = db.prepare_cached(
        "SELECT p.no FROM case_petition j JOIN cases c ON c.id = j.cases JOIN petition p ON p.id = j.petition
         WHERE c.no = ?1 ORDER BY j.pos",
    )?;
    let joined = query.query_map([&no.0], |row| Ok(No(row.get(0)?)))?;
    let joined = joined.collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(row == Card::of(&case) && joined == case.petitions)
}

impl Card {
    /// The card that a case's journal makes, before its petitions are put in.
    fn of(case: &Case) -> Self {
        let matter = case.matter.clone();
        Self {
            no: case.no.clone(),
            version: case.version,
            title: matter.title,
            leader: matter.leader,
            field: matter.field,
            place: matter.place,
            level: matter.level,
            state: matter.state,
            opened: matter.opened,
            last_review: case.last_review(),
            next_review: case.next_review(),
            petitions: Vec::new(),
        }
    }
}

const CARD: &str = "c.no, c.version, c.title, c.leader, c.field, c.place, c.level, c.state, c.opened,
    c.last_review, c.next_review";

fn board(db: &Connection, me: &Actor) -> Result<Vec<Card>> {
    let mut query = db.prepare_cached(&format!("SELECT {CARD} FROM cases c ORDER BY c.id"))?;
    let cards = query.query_map([], card)?.collect::<rusqlite::Result<Vec<_>>>()?;
    cards.into_iter().map(|card| Ok(Card { petitions: petitions(db, me, &card.no)?, ..card })).collect()
}

/// The row of one case, if there is such a case.
pub(super) fn exists(db: &Connection, no: &No) -> Result<bool> {
    let mut query = db.prepare_cached(&format!("SELECT {CARD} FROM cases c WHERE c.no = ?1"))?;
    Ok(query.query_row([&no.0], card).optional()?.is_some())
}

/// The petitions of a case that the asker may see, in the order they joined.
fn petitions(db: &Connection, me: &Actor, case: &No) -> Result<Vec<No>> {
    let mut query = db.prepare_cached(&format!(
        "SELECT p.no FROM case_petition j JOIN cases c ON c.id = j.cases JOIN petition p ON p.id = j.petition
         WHERE c.no = :no AND {} ORDER BY j.pos",
        petition::VISIBLE
    ))?;
    let bound = named_params! {":no": case.0, ":me": me.code, ":sees": me.sees_sealed};
    Ok(query.query_map(bound, |row| Ok(No(row.get(0)?)))?.collect::<rusqlite::Result<_>>()?)
}

fn page(db: &Connection, me: &Actor, no: &No) -> Result<CasePage> {
    let mut case = load(db, no)?;
    case.petitions = petitions(db, me, no)?;
    let visible = &case.petitions;
    let shows = |entry: &Entry| match &entry.act {
        Act::CaseJoined { petition } | Act::CaseLeft { petition } => visible.contains(petition),
        _ => true,
    };
    let entries = journal::entries(db, &no.0)?.into_iter().filter(shows).collect();
    Ok(CasePage { entries, petitions: petition::some(db, me, &case.petitions)?, case })
}

fn card(row: &Row<'_>) -> rusqlite::Result<Card> {
    let (level, state): (String, String) = (row.get(6)?, row.get(7)?);
    Ok(Card {
        no: No(row.get(0)?),
        version: row.get(1)?,
        title: row.get(2)?,
        leader: row.get(3)?,
        field: row.get(4)?,
        place: row.get(5)?,
        level: Level::parse(&level).unwrap_or(Level::Key),
        state: CaseState::parse(&state).unwrap_or(CaseState::Open),
        opened: row.get(8)?,
        last_review: row.get(9)?,
        next_review: row.get(10)?,
        petitions: Vec::new(),
    })
}
