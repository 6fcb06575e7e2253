//! Figures: every row of the index is counted by the domain's own definitions. What is sealed is in none of them, whoever
//! asks: the difference between two askers would tell how much there is.
use super::{
    Brief, CaseMoney, FiguresAsk, Listed, Now, Reply, Result, StoreError, case, catalog,
    petition::{BRIEF, brief},
};
use crate::domain::{
    figures::{Fact, Kept, Measure, Period, Question, Standing, Tally, Weight},
    step::Satisfied,
};
use chrono::NaiveDate;
use rusqlite::{Connection, Row, named_params};

/// Rows of a list; nobody reads more at a desk.
const LISTED: usize = 500;

/// What an unsealed petition is counted by. Read from an index that holds all of it.
const FACT: &str =
    "SELECT id, received, office, place, category, channel, came, follows IS NOT NULL, tell_by, told,
    close_by, closed, end_by, ended, asked, office_satisfied, unit_satisfied
    FROM petition INDEXED BY petition_figures WHERE sealed = 0";

pub(super) fn answer(db: &Connection, now: Now, ask: FiguresAsk) -> Result<Reply> {
    let lists = catalog::answer(db)?;
    Ok(match ask {
        FiguresAsk::Tell(question) => {
            let mut tally = Tally::new(&question, &lists.catalog, now.today);
            each(db, |_, fact| tally.add(fact))?;
            case::all(db)?.iter().for_each(|case| tally.pay(case));
            Reply::Figures(Box::new(tally.figures()))
        }
        FiguresAsk::List { question, measure } => {
            let mut tally = Tally::new(&question, &lists.catalog, now.today);
            Reply::Listed(Box::new(if measure.is_of_cases() {
                paid(db, &tally)?
            } else {
                listed(db, &question, measure, &mut tally, now.today)?
            }))
        }
    })
}

/// Reads every fact.
fn each(db: &Connection, mut take: impl FnMut(i64, &Fact<'_>)) -> Result<()> {
    let mut query = db.prepare_cached(FACT)?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let fact = fact(row)?;
        take(row.get(0)?, &fact);
    }
    Ok(())
}

fn fact<'r>(row: &'r Row<'_>) -> Result<Fact<'r>> {
    let text = |at: usize| row.get_ref(at)?.as_str().map_err(rusqlite::Error::from);
    let kept = |at: usize| -> rusqlite::Result<Kept> { Ok(Kept { by: row.get(at)?, met: row.get(at + 1)? }) };
    let received = text(1)?;
    Ok(Fact {
        received: day(received).ok_or_else(|| StoreError::BadField(received.to_owned()))?,
        office: text(2)?,
        place: text(3)?,
        category: text(4)?,
        channel: text(5)?,
        people: row.get(6)?,
        repeat: row.get(7)?,
        standing: Standing {
            told: kept(8)?,
            answered: kept(10)?,
            ended: kept(12)?,
            asked: row.get(14)?,
            office: Satisfied::parse(text(15)?),
            unit: Satisfied::parse(text(16)?),
        },
    })
}

/// A day as the store writes it. The general way of reading one takes ten times as long.
fn day(text: &str) -> Option<NaiveDate> {
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
    NaiveDate::from_ymd_opt(number(0, 4)?.cast_signed(), number(5, 7)?, number(8, 10)?)
}

/// The petitions that a measure counts, those that missed it first, the last received first.
fn listed(
    db: &Connection,
    question: &Question,
    measure: Measure,
    tally: &mut Tally<'_>,
    today: NaiveDate,
) -> Result<Listed> {
    let period = Period::of(question.span.clone(), today);
    let mut found: Vec<(bool, NaiveDate, i64)> = Vec::new();
    each(db, |id, fact| {
        let weight = Weight::of(fact, &period, question.group);
        if weight.counts(measure) && tally.wants(fact) {
            found.push((weight.is_good(measure), fact.received, id));
        }
    })?;
    let order = |(good, received, id): &(bool, NaiveDate, i64)| (*good, std::cmp::Reverse((*received, *id)));
    // Of those that wait the oldest is asked for.
    match measure {
        Measure::Oldest => found.sort_unstable_by_key(|(_, received, id)| (*received, *id)),
        _ => found.sort_unstable_by_key(order),
    }
    let missed = found.iter().filter(|(good, ..)| !good).count();
    let briefs = found.iter().take(LISTED).map(|(_, _, id)| one(db, *id)).collect::<Result<_>>()?;
    Ok(Listed { of: found.len(), missed, briefs, cases: Vec::new() })
}

fn one(db: &Connection, id: i64) -> Result<Brief> {
    let mut query = db.prepare_cached(&format!("SELECT {BRIEF} FROM petition p WHERE p.id = :id"))?;
    Ok(query.query_row(named_params! {":id": id}, brief)?)
}

/// The cases on which something was paid, the most first.
fn paid(db: &Connection, tally: &Tally<'_>) -> Result<Listed> {
    let mut cases = Vec::new();
    for case in case::all(db)? {
        let (amount, people) = tally.paid_on(&case);
        if !amount.is_nothing() || people != 0 {
            cases.push(CaseMoney { no: case.no, title: case.matter.title, amount, people });
        }
    }
    cases.sort_by_key(|case| std::cmp::Reverse((case.amount, case.no.clone())));
    Ok(Listed { of: cases.len(), missed: 0, briefs: Vec::new(), cases })
}
