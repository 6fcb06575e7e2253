//! What whole registers come to: rows, late ones, and what counts in a span of days.
use super::{
    list::{Condition, fact},
    registers,
};
use crate::{
    domain::{
        register::{Counted, DAY, Narrow, OFFICE, Query, Register, Term},
        rights::Actor,
        span::Span,
    },
    store::{RegisterSum, Result},
};
use chrono::NaiveDate;
use rusqlite::{Connection, Row, params_from_iter};
use std::ops::RangeInclusive;

/// What every register that is not confidential came to in two spans; those with nothing in either are left out.
pub(super) fn counts(
    db: &Connection,
    me: &Actor,
    [now, before]: &[Span; 2],
    offices: &[String],
) -> Result<Vec<Counted>> {
    let term = Term::Is(OFFICE.to_owned(), offices.to_vec());
    let terms = if offices.is_empty() { Vec::new() } else { vec![term] };
    let span = Some((*before.start(), *now.end()));
    let narrow = Narrow { query: Query { terms, ..Query::default() }, span, ..Narrow::default() };
    let mut all = Vec::new();
    for register in registers(db)?.all().filter(|register| register.seen_by(me) && !register.sealed) {
        let counted = counted(db, me, register, &narrow, [now, before].map(day_range))?;
        all.extend(Some(counted).filter(|counted| counted.now + counted.before > 0));
    }
    Ok(all)
}

fn counted(
    db: &Connection,
    me: &Actor,
    register: &Register,
    narrow: &Narrow,
    [now, before]: [RangeInclusive<String>; 2],
) -> Result<Counted> {
    let condition = Condition::of(db, me, register, narrow)?;
    let totals: Vec<&str> = register.totals().map(|field| field.id.as_str()).collect();
    let added: Vec<String> = totals.iter().map(|id| format!(", {}", fact(id))).collect();
    let sql = format!(
        "SELECT {}{} FROM record INDEXED BY record_list WHERE {}",
        fact(DAY),
        added.concat(),
        condition.sql
    );
    let mut query = db.prepare_cached(&sql)?;
    let mut rows = query.query(params_from_iter(&condition.bound))?;
    let mut counted = Counted { register: register.id.clone(), ..Counted::default() };
    let mut sums = vec![0.0; totals.len()];
    while let Some(row) = rows.next()? {
        let day: String = row.get(0)?;
        counted.before += u64::from(before.contains(&day));
        if now.contains(&day) {
            counted.now += 1;
            for (at, sum) in sums.iter_mut().enumerate() {
                *sum += row.get::<_, Option<f64>>(at + 1)?.unwrap_or_default();
            }
        }
    }
    let sums = totals.into_iter().map(str::to_owned).zip(sums);
    counted.sums = sums.filter(|(_, sum)| *sum != 0.0).collect();
    Ok(counted)
}

/// Days as facts write them, which sort as days do.
fn day_range(span: &Span) -> RangeInclusive<String> {
    span.start().to_string()..=span.end().to_string()
}

/// Every register that the asker sees, with how many rows it has and how many of them are late.
pub(super) fn sums(db: &Connection, me: &Actor, today: NaiveDate) -> Result<Vec<RegisterSum>> {
    let mut all = Vec::new();
    for register in registers(db)?.all().filter(|register| register.seen_by(me)) {
        let condition = Condition::of(db, me, register, &Narrow::default())?;
        let late = format!("count(*) FILTER (WHERE {} < '{today}')", fact("due"));
        let sql =
            format!("SELECT count(*), {late} FROM record INDEXED BY record_list WHERE {}", condition.sql);
        let row =
            |row: &Row<'_>| Ok((row.get::<_, i64>(0)?.unsigned_abs(), row.get::<_, i64>(1)?.unsigned_abs()));
        let (rows, late) = db.prepare_cached(&sql)?.query_row(params_from_iter(&condition.bound), row)?;
        all.push(RegisterSum { register: register.id.clone(), rows, late });
    }
    Ok(all)
}
