//! `due` and `why`: which limits run, and why a day is its day.
use super::{
    out::{Failure, Out},
    setup::{Setup, lists},
    show,
};
use crate::{
    domain::{
        clock::{self, Clock},
        day,
        petition::Petition,
        step::{StepKind, why_not},
    },
    flow::Teller,
    lang::Lang,
    run::serve::now,
    store::Lists,
};
use chrono::NaiveDate;
use serde_json::{Value, json};

/// Every limit that somebody still has to keep, as it stands on a day, of the petitions that the asker may see.
pub(super) fn due(setup: &Setup, lang: &Lang, out: &mut Out, on: Option<&str>) -> Result<(), Failure> {
    let today = now().today;
    let wrong = || Failure::Said("error-day", on.unwrap_or_default().to_owned(), 3);
    let on = on.map_or(Ok(today), |on| day::read(on, today)).map_err(|_| wrong())?;
    let (mut store, me) = setup.open_existing()?;
    let lists = lists(&mut store, &me)?;
    let teller = Teller::new(lang, &lists.catalog);
    store.each_due(&me, (on, today), |petition| {
        for clock in lists.limits.clocks(petition, on).iter().filter(|clock| clock.is_open()) {
            let words = format!("{} {} {}", petition.no, clock.id, teller.clock(clock, on));
            out.say(&line(clock, petition, &lists, on), &words)?;
        }
        Ok(())
    })
}

fn line(clock: &Clock, petition: &Petition, lists: &Lists, on: NaiveDate) -> Value {
    json!({
        "no": petition.no, "clock": clock.id, "start": clock.start, "due": clock.due().raw,
        "work_to": clock.due().work_to, "later": clock.due().later, "provisional": clock.due().provisional,
        "late_days": clock.late, "who": clock.who, "article": clock.article, "kind": clock.kind, "stand": clock.stand.id(),
        "next": next(clock, petition, lists, on),
    })
}

/// The first step that would meet the limit and can be taken now.
fn next(clock: &Clock, petition: &Petition, lists: &Lists, on: NaiveDate) -> Option<StepKind> {
    let rules = lists.limits.rules(petition.no.office());
    let mut stops = rules.get(&clock.id)?.stop.iter().filter_map(|id| StepKind::parse(id));
    stops.find(|step| why_not(petition, *step, on, &lists.limits).is_none())
}

/// Why a limit of a petition ends when it ends.
pub(super) fn why(setup: &Setup, lang: &Lang, out: &mut Out, no: &str, id: &str) -> Result<(), Failure> {
    let (mut store, me) = setup.open_existing()?;
    let lists = lists(&mut store, &me)?;
    let page = show::page(&mut store, &me, no)?;
    let today = now().today;
    let clocks = lists.limits.clocks(&page.petition, today);
    let named = clocks.iter().find(|clock| clock.id.eq_ignore_ascii_case(id));
    let clock = named.ok_or_else(|| Failure::Said("error-clock", format!("{} {id}", page.petition.no), 3))?;
    let text = Teller::new(lang, &lists.catalog).reason(clock, today);
    out.say(&reason(clock, &text), &text)
}

fn reason(clock: &Clock, text: &str) -> Value {
    let hearing = |(_, why): &&(NaiveDate, clock::Skip)| *why == clock::Skip::Hearing;
    let skipped = clock.counted.skipped.iter();
    let paused: Vec<NaiveDate> = skipped.clone().filter(hearing).map(|(day, _)| *day).collect();
    let days = skipped.filter(|day| !hearing(day)).map(|(day, why)| json!({"on": day, "why": why.id()}));
    json!({
        "text": text, "clock": clock.id, "start": clock.start, "rule": rule(clock),
        "skipped": days.collect::<Vec<_>>(), "made_up": clock.counted.made_up, "paused": paused,
        "extended": clock.extension.map(|extension| json!({"on": extension.on, "days": extension.days})),
        "due": clock.due().raw, "work_to": clock.due().work_to, "later": clock.due().later,
        "provisional": clock.due().provisional, "stand": clock.stand.id(), "late_days": clock.late,
    })
}

fn rule(clock: &Clock) -> Value {
    json!({
        "length": clock.length.map(|length| length.to_string()), "who": clock.who, "article": clock.article,
        "local": clock.local,
    })
}
