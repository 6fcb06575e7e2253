//! What whole registers come to: rows, late ones, and what counts in a span of days.
use super::{
    facts::{column, number},
    list::Condition,
    registers,
};
use crate::{
    domain::{
        register::{Counted, DAY, DUE, Field, Narrow, OFFICE, Query, Register, Term, Total},
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
    let mut adder = Adder::of(register);
    let sql = format!("SELECT {}{} {}", column(register, DAY), adder.columns(), condition.rows());
    let mut query = db.prepare_cached(&sql)?;
    let mut rows = query.query(params_from_iter(&condition.bound))?;
    let mut counted = Counted { register: register.id.clone(), ..Counted::default() };
    while let Some(row) = rows.next()? {
        let day: String = row.get(0)?;
        counted.before += u64::from(before.contains(&day));
        if now.contains(&day) {
            counted.now += 1;
            adder.add(row)?;
        }
    }
    counted.sums = adder.sums().filter(|(_, sum)| *sum != 0.0).collect();
    Ok(counted)
}

/// Adds up the fields of rows of which a register tells sums or means.
pub(super) struct Adder<'r> {
    register: &'r Register,
    fields: Vec<&'r Field>,
    /// The sum of each, and how many rows said something.
    sums: Vec<(f64, f64)>,
}

impl<'r> Adder<'r> {
    pub(super) fn of(register: &'r Register) -> Self {
        let fields: Vec<&Field> = register.totals().collect();
        Self { register, sums: vec![(0.0, 0.0); fields.len()], fields }
    }

    /// What a query reads for it behind its first column.
    pub(super) fn columns(&self) -> String {
        self.fields.iter().flat_map(|field| [", ".to_owned(), column(self.register, &field.id)]).collect()
    }

    pub(super) fn add(&mut self, row: &Row<'_>) -> Result<()> {
        for (at, (sum, rows)) in self.sums.iter_mut().enumerate() {
            if let Some(said) = number(row.get_ref(at + 1)?) {
                (*sum, *rows) = (*sum + said, *rows + 1.0);
            }
        }
        Ok(())
    }

    /// The sum or the mean of each field; no mean where nothing was said.
    pub(super) fn sums(&self) -> impl Iterator<Item = (String, f64)> {
        let told = |(field, (sum, rows)): (&&Field, &(f64, f64))| match (field.total, *rows > 0.0) {
            (Total::Mean, false) => None,
            (Total::Mean, true) => Some((field.id.clone(), sum / rows)),
            _ => Some((field.id.clone(), *sum)),
        };
        self.fields.iter().zip(&self.sums).filter_map(told)
    }
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
        let late = format!("count(*) FILTER (WHERE {} < '{today}')", column(register, DUE));
        let sql = format!("SELECT count(*), {late} {}", condition.rows());
        let row =
            |row: &Row<'_>| Ok((row.get::<_, i64>(0)?.unsigned_abs(), row.get::<_, i64>(1)?.unsigned_abs()));
        let (rows, late) = db.prepare_cached(&sql)?.query_row(params_from_iter(&condition.bound), row)?;
        all.push(RegisterSum { register: register.id.clone(), rows, late });
    }
    Ok(all)
}
