//! `board`: one line a case.
use super::{
    out::{Failure, Out},
    setup::{Setup, lists},
};
use crate::{
    domain::catalog::List,
    lang::Lang,
    run::serve::now,
    store::{CaseAsk, Reply, Request},
};
use serde_json::json;

pub(super) fn board(setup: &Setup, lang: &Lang, out: &mut Out) -> Result<(), Failure> {
    let (mut store, me) = setup.open_existing()?;
    let lists = lists(&mut store, &me)?;
    let today = now().today;
    let Reply::Board(cards) = store.answer(&me, now(), Request::Case(CaseAsk::Board))? else { return Ok(()) };
    for card in cards {
        let late = card.late_days(today);
        let (matter, next) = (&card.matter, card.next_review());
        let json = json!({
            "case": card.no, "title": matter.title, "leader": matter.leader, "field": matter.field,
            "level": matter.level, "state": matter.state, "last_review": card.last_review(),
            "next_review": next, "late_days": late, "target": matter.target,
            "target_late_days": matter.target_late_days(today), "petitions": card.petitions,
        });
        let leader = lists.catalog.name(List::Leader, &matter.leader);
        let state = lang.say(&matter.state.message());
        let next = next.map_or(String::new(), |day| day.to_string());
        out.say(&json, &format!("{} {leader} {state} {next} {late} {}", card.no, matter.title))?;
    }
    Ok(())
}
