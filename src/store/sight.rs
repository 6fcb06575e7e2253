//! What somebody may see of the petitions: the one condition in every list, count, search and export. It says in SQL
//! what `rights::may` says of one petition.
use super::{Result, StoreError, petition};
use crate::{
    domain::{
        petition::{No, Petition},
        rights::{Actor, Power, Reach, Subject, Wish, may},
    },
    search::{RowId, Sight},
};
use rusqlite::Connection;

/// The condition on a row `p` of petition. Who asks stands in its text: there is one text for each asker, and nothing
/// to bind.
pub(super) fn visible(db: &Connection, me: &Actor) -> Result<String> {
    let mut parts = vec![reach(me)];
    parts.extend(unsealed(me));
    let recused = recused(db, me)?;
    if !recused.is_empty() {
        let rows: Vec<String> = recused.iter().map(RowId::to_string).collect();
        parts.push(format!("p.id NOT IN ({})", rows.join(",")));
    }
    Ok(parts.join(" AND "))
}

/// The same for the search, which narrows by facets and rows before it counts.
pub(super) fn sight(db: &Connection, me: &Actor) -> Result<Sight> {
    let mut never = recused(db, me)?;
    if me.sees_sealed && !me.unit.is_empty() {
        let accused = format!(
            "SELECT id FROM petition p WHERE sealed = 1 AND accused = {} AND registrar <> {}",
            quoted(&me.unit),
            quoted(&me.code)
        );
        never.extend(rows(db, &accused)?);
    }
    let (unit, only) = match me.reach() {
        Reach::City => (None, None),
        Reach::Unit(unit) => (Some(unit.to_owned()), None),
        Reach::Leader(_) => (None, Some(rows(db, &led(me))?)),
        Reach::Nothing => (None, Some(Vec::new())),
    };
    Ok(Sight { asker: (!me.sees_sealed).then(|| me.code.clone()), unit, only, never }.in_order())
}

/// The condition on a row `c` of cases: a leader sees their own ones, everybody else on the board those that hold
/// something that they see, or nothing yet. What a case says of a petition is as sealed as the petition.
pub(super) fn shown(db: &Connection, me: &Actor) -> Result<String> {
    Ok(match me.reach() {
        Reach::Leader(leader) => format!("c.leader = {}", quoted(leader)),
        Reach::Nothing => "0".to_owned(),
        _ => holds(&visible(db, me)?),
    })
}

/// The same for what is counted whoever asks: cases of which anything is open to all.
pub(super) fn open_to_all() -> String {
    holds("p.sealed = 0")
}

fn holds(condition: &str) -> String {
    let joined = "SELECT 1 FROM case_petition j JOIN petition p ON p.id = j.petition WHERE j.cases = c.id";
    format!("(NOT EXISTS ({joined}) OR EXISTS ({joined} AND {condition}))")
}

/// Refuses what somebody may not do to a petition that they have read.
pub(super) fn allow(db: &Connection, me: &Actor, power: Power, petition: &Petition) -> Result<()> {
    let led = || -> Result<bool> {
        let sql = format!("SELECT 1 FROM petition p WHERE p.no = ?1 AND p.id IN ({})", led(me));
        Ok(db.prepare_cached(&sql)?.exists([&petition.no.0])?)
    };
    let led = matches!(me.reach(), Reach::Leader(_)) && led()?;
    may(me, Wish::On(power, Subject::of(petition, me, led))).map_err(|why| StoreError::Denied(why.0))
}

/// Refuses what somebody may not do at all.
pub(super) fn demand(me: &Actor, power: Power) -> Result<()> {
    may(me, Wish::Do(power)).map_err(|why| StoreError::Denied(why.0))
}

/// What is said of a petition that is not there for the asker; whether it is there for others, the journal learns.
pub(super) fn unseen(db: &Connection, no: &No) -> StoreError {
    match petition::exists(db, no) {
        Ok(true) => StoreError::Hidden(no.to_string()),
        _ => StoreError::NotFound(no.to_string()),
    }
}

fn reach(me: &Actor) -> String {
    match me.reach() {
        Reach::City => "1".to_owned(),
        Reach::Unit("") | Reach::Nothing => "0".to_owned(),
        Reach::Unit(unit) => format!("p.unit = {}", quoted(unit)),
        Reach::Leader(_) => format!("p.id IN ({})", led(me)),
    }
}

fn unsealed(me: &Actor) -> Option<String> {
    let own = format!("p.registrar = {}", quoted(&me.code));
    match (me.sees_sealed, me.unit.as_str()) {
        (true, "") => None,
        (true, unit) => Some(format!("(p.sealed = 0 OR p.accused <> {} OR {own})", quoted(unit))),
        (false, _) => Some(format!("(p.sealed = 0 OR {own})")),
    }
}

/// The petitions in the cases of a leader.
fn led(me: &Actor) -> String {
    format!(
        "SELECT j.petition FROM case_petition j JOIN cases c ON c.id = j.cases WHERE c.leader = {}",
        quoted(&me.code)
    )
}

fn recused(db: &Connection, me: &Actor) -> Result<Vec<RowId>> {
    let mut query = db.prepare_cached("SELECT petition FROM recused WHERE clerk = ?1 ORDER BY petition")?;
    Ok(query.query_map([&me.code], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

fn rows(db: &Connection, sql: &str) -> Result<Vec<RowId>> {
    Ok(db.prepare_cached(sql)?.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// A text as SQL writes it.
pub(super) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
