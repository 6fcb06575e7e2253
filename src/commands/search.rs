//! `search`: one query, or a query a line.
use super::{
    out::{Failure, Out, tell},
    setup::{Setup, lists},
    show::noted,
};
use crate::{
    args::Sort,
    domain::{
        audit::{self, Trace},
        petition::State,
        rights::{Actor, Power},
    },
    flow::{Found, Seek, Vocabulary},
    lang::Lang,
    run::serve::{Seeker, now},
    search::{Hit, Hits, Order, Query, Stop},
    store::StoreError,
    text::clean,
};
use serde_json::{Value, json};
use std::io::{BufRead, stdin};

/// So many searches are written down at once; one by one a long list of them would wait for the disk each time.
const BATCH: usize = 200;

pub(super) fn search(
    setup: &Setup,
    lang: &Lang,
    out: &mut Out,
    query: &str,
    (limit, sort): (usize, Sort),
) -> Result<(), Failure> {
    let (mut store, me) = setup.open_existing()?;
    if !me.can(Power::Read) {
        return Err(StoreError::Denied("why-no-right").into());
    }
    let lists = lists(&mut store, &me)?;
    let vocabulary = Vocabulary { lang, lists: &lists, today: now().today, me: &me.code };
    let seeker = Seeker::new(store, me.clone())?;
    let order = match sort {
        Sort::Relevance => Order::Relevance,
        Sort::Received => Order::Received,
        Sort::Due => Order::Due,
    };
    let mut desk = Desk { seeker, me: me.clone(), vocabulary, limit, order, traces: Vec::new() };
    let done = desk.all(out, query);
    desk.note();
    done
}

/// Who searches, with what words.
struct Desk<'a> {
    seeker: Seeker,
    me: Actor,
    vocabulary: Vocabulary<'a>,
    limit: usize,
    order: Order,
    /// What was looked for and is not written down yet.
    traces: Vec<(String, Trace)>,
}

impl Desk<'_> {
    fn all(&mut self, out: &mut Out, query: &str) -> Result<(), Failure> {
        if query != "-" {
            return self.one(out, query);
        }
        for line in stdin().lock().split(b'\n') {
            self.one(out, String::from_utf8_lossy(&line?).trim_end())?;
            out.flush()?;
            if self.traces.len() >= BATCH {
                self.note();
            }
        }
        Ok(())
    }

    fn note(&mut self) {
        let traces = std::mem::take(&mut self.traces);
        if !traces.is_empty() {
            noted(self.seeker.store(), &self.me, traces, self.vocabulary.lang);
        }
    }

    fn one(&mut self, out: &mut Out, typed: &str) -> Result<(), Failure> {
        let (lang, query) = (self.vocabulary.lang, Query::parse_with(typed, &self.vocabulary));
        let misread = query.misread.clone();
        let seek = Seek::Text { query, limit: self.limit, order: self.order };
        // A box that is empty offers what one may want next; a line that is empty asks for nothing.
        let found = if typed.trim().is_empty() {
            Found::default()
        } else {
            self.seeker.seek(&self.me, &seek, &Stop::never())?.unwrap_or_default()
        };
        if !typed.trim().is_empty() {
            let trace = Trace::Searched { query: clean::line(typed), hits: found.hits.total };
            self.traces.push((audit::subject("find"), trace));
        }
        say(out, typed, &misread, &found.hits, lang)
    }
}

fn say(out: &mut Out, typed: &str, misread: &[String], hits: &Hits, lang: &Lang) -> Result<(), Failure> {
    let rows: Vec<Value> = hits.rows.iter().map(|hit| row(hit, lang)).collect();
    let mut json = json!({"query": typed, "micros": hits.micros, "total": hits.total, "rows": rows});
    if hits.more {
        json["more"] = true.into();
    }
    if !misread.is_empty() {
        json["misread"] = misread.into();
        tell(&lang.fill("find-misread", &[("words", misread.join(" ").into())]));
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
