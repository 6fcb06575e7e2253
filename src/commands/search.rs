//! `search`: one query, or a query a line.
use super::{
    out::{Failure, Out},
    setup::Setup,
};
use crate::{
    domain::{petition::State, rights::Actor},
    flow::Seek,
    lang::Lang,
    run::serve::Seeker,
    search::Hit,
};
use serde_json::{Value, json};
use std::io::{BufRead, stdin};

pub(super) fn search(
    setup: &Setup,
    lang: &Lang,
    out: &mut Out,
    query: &str,
    limit: usize,
) -> Result<(), Failure> {
    let (store, me) = setup.open_existing()?;
    let mut seeker = Seeker::new(store, me.clone())?;
    if query != "-" {
        return one(&mut seeker, &me, lang, out, query, limit);
    }
    for line in stdin().lock().split(b'\n') {
        let line = line?;
        one(&mut seeker, &me, lang, out, String::from_utf8_lossy(&line).trim_end(), limit)?;
        out.flush()?;
    }
    Ok(())
}

fn one(
    seeker: &mut Seeker,
    me: &Actor,
    lang: &Lang,
    out: &mut Out,
    query: &str,
    limit: usize,
) -> Result<(), Failure> {
    let hits = seeker.seek(me, &Seek::Text { query: query.to_owned(), limit })?.hits;
    let rows: Vec<Value> = hits.rows.iter().map(|hit| row(hit, lang)).collect();
    let mut json = json!({"query": query, "micros": hits.micros, "total": hits.total, "rows": rows});
    if hits.more {
        json["more"] = true.into();
    }
    let more = if hits.more { "+" } else { "" };
    let head = format!("{}{more}", hits.total);
    let lines = hits.rows.iter().map(|hit| line(hit, lang));
    let text: Vec<String> = std::iter::once(head).chain(lines).collect();
    out.say(&json, &text.join("\n"))
}

fn row(hit: &Hit, lang: &Lang) -> Value {
    json!({
        "no": hit.row.no,
        "petitioner": hit.row.petitioner,
        "subject": hit.row.subject,
        "office": hit.row.office,
        "state": hit.row.state,
        "received": hit.row.received,
        "why": lang.say(hit.why.message()),
    })
}

fn line(hit: &Hit, lang: &Lang) -> String {
    let state = State::parse(&hit.row.state).map_or(String::new(), |state| lang.say(&state.message()));
    let why = lang.say(hit.why.message());
    format!("{} {} {} {state} {why} {}", hit.row.no, hit.row.received, hit.row.petitioner, hit.row.subject)
}
