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
        let json = json!({
            "case": card.no, "title": card.title, "leader": card.leader, "field": card.field,
            "level": card.level, "state": card.state, "last_review": card.last_review,
            "next_review": card.next_review, "late_days": late, "petitions": card.petitions,
        });
        let leader = lists.catalog.name(List::Leader, &card.leader);
        let state = lang.say(&card.state.message());
        let next = card.next_review.map_or(String::new(), |day| day.to_string());
        out.say(&json, &format!("{} {leader} {state} {next} {late} {}", card.no, card.title))?;
    }
    Ok(())
}
