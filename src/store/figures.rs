//! Figures: every row of the index is counted by the domain's own definitions. What is sealed is in none of them, whoever
//! asks: the difference between two askers would tell how much there is.
use super::{
    Brief, CaseMoney, FiguresAsk, Listed, Now, Reply, Result, case, catalog,
    petition::{BRIEF, brief},
    sight,
};
use crate::domain::{
    figures::{Fact, Measure, Period, Question, Tally, Weight},
    rights::Actor,
};
use rusqlite::{Connection, OptionalExtension, named_params};
use std::cmp::Reverse;

/// Rows of a list; nobody reads more at a desk.
const LISTED: usize = 500;

/// All that unsealed petitions are counted by. Read from an index that holds nothing else.
const FACTS: &str = "SELECT id, figures FROM petition INDEXED BY petition_figures
    WHERE sealed = 0 AND figures >= ?1";

pub(super) fn answer(db: &Connection, me: &Actor, now: Now, ask: FiguresAsk) -> Result<Reply> {
    let lists = catalog::answer(db, me)?;
    Ok(match ask {
        FiguresAsk::Tell(question) => {
            let mut tally = Tally::new(&question, &lists.catalog, now.today);
            each(db, tally.first_day(false), |_, fact| tally.add(fact))?;
            case::all(db, &sight::open_to_all())?.iter().for_each(|case| tally.pay(case));
            Reply::Figures(Box::new(tally.figures()))
        }
        FiguresAsk::List { question, measure } => {
            let mut tally = Tally::new(&question, &lists.catalog, now.today);
            Reply::Listed(Box::new(if measure.is_of_cases() {
                paid(db, &tally)?
            } else {
                listed(db, (me, now), &question, measure, &mut tally)?
            }))
        }
    })
}

/// Reads every fact that counts for something on a day or later.
pub(super) fn each(db: &Connection, from: i32, mut take: impl FnMut(i64, &Fact<'_>)) -> Result<()> {
    let mut query = db.prepare_cached(FACTS)?;
    let mut rows = query.query([Fact::from(from)])?;
    while let Some(row) = rows.next()? {
        let packed = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
        if let Some(fact) = Fact::unpacked(packed) {
            take(row.get(0)?, &fact);
        }
    }
    Ok(())
}

/// The petitions that a measure counts: of a rate those that missed it, the oldest first; else the last received first.
fn listed(
    db: &Connection,
    (me, now): (&Actor, Now),
    question: &Question,
    measure: Measure,
    tally: &mut Tally<'_>,
) -> Result<Listed> {
    let period = Period::of(question.span.clone(), now.today);
    let mut found: Vec<(bool, i32, i64)> = Vec::new();
    each(db, tally.first_day(true), |id, fact| {
        let weight = Weight::of(fact, &period, question.group);
        if weight.counts(measure) && tally.wants(fact) {
            found.push((weight.is_good(measure), fact.received, id));
        }
    })?;
    // Of those that wait or missed their day the oldest is asked for first.
    match measure {
        Measure::Oldest => found.sort_unstable_by_key(|(_, received, id)| (*received, *id)),
        Measure::RepeatRate => {
            found.sort_unstable_by_key(|(again, received, id)| (!again, Reverse((*received, *id))));
        }
        measure if measure.is_rate() => {
            found.sort_unstable_by_key(|(good, received, id)| (*good, *received, *id));
        }
        _ => found.sort_unstable_by_key(|(_, received, id)| Reverse((*received, *id))),
    }
    let missed = if measure.is_rate() { found.iter().filter(|(good, ..)| !good).count() } else { 0 };
    let ids: Vec<i64> = found.iter().take(LISTED).map(|(_, _, id)| *id).collect();
    let briefs = ids.into_iter().filter_map(|id| one(db, me, id).transpose()).collect::<Result<_>>()?;
    Ok(Listed { of: found.len(), missed, briefs, cases: Vec::new() })
}

/// A row of the list, for whoever may see it; what is counted does not depend on who asks.
fn one(db: &Connection, me: &Actor, id: i64) -> Result<Option<Brief>> {
    let visible = sight::visible(db, me)?;
    let mut query =
        db.prepare_cached(&format!("SELECT {BRIEF} FROM petition p WHERE p.id = :id AND {visible}"))?;
    Ok(query.query_row(named_params! {":id": id}, brief).optional()?)
}

/// The cases on which something was paid, the most first.
fn paid(db: &Connection, tally: &Tally<'_>) -> Result<Listed> {
    let mut cases = Vec::new();
    for case in case::all(db, &sight::open_to_all())? {
        let (amount, people) = tally.paid_on(&case);
        if !amount.is_nothing() || people != 0 {
            cases.push(CaseMoney { no: case.no, title: case.matter.title, amount, people });
        }
    }
    cases.sort_by_key(|case| Reverse((case.amount, case.no.clone())));
    Ok(Listed { of: cases.len(), missed: 0, briefs: Vec::new(), cases })
}
