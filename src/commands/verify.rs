//! `verify`: fold, walk and compare.
use super::{
    out::{Failure, Out},
    setup::Setup,
};
use crate::{
    lang::Lang,
    report::HEAD,
    run::serve::now,
    store::{Reply, Request},
};
use serde_json::json;
use std::io::{IsTerminal, Write, stderr};

pub(super) fn verify(setup: &Setup, lang: &Lang, out: &mut Out, heads: &[String]) -> Result<(), Failure> {
    let (mut store, me) = setup.open_existing()?;
    let Reply::Verified(mut found) = store.answer(&me, now(), Request::Verify)? else { return Ok(()) };
    for head in heads {
        let (office, begins) = head
            .split_once('=')
            .filter(|(_, begins)| begins.len() >= HEAD)
            .ok_or_else(|| Failure::Said("error-head", head.clone(), 2))?;
        let ask = Request::Head { office: office.to_owned(), day: None, begins: begins.to_owned() };
        if store.answer(&me, now(), ask)? == Reply::Head(None) {
            found.problems.push(lang.fill("verify-head", &[("head", head.as_str().into())]));
        }
    }
    let ok = found.problems.is_empty();
    let json = json!({
        "ok": ok, "petitions": found.petitions, "entries": found.entries, "problems": found.problems,
    });
    let counts = [("petitions", found.petitions.into()), ("entries", found.entries.into())];
    let mut text = vec![lang.fill(if ok { "verify-ok" } else { "verify-not" }, &counts)];
    text.extend(found.problems);
    out.say(&json, &text.join("\n"))?;
    if ok { Ok(()) } else { Err(Failure::Said("verify-failed", String::new(), 1)) }
}

/// `reindex`: the index of finding, made again from the journal.
pub(super) fn reindex(setup: &Setup, lang: &Lang, out: &mut Out) -> Result<(), Failure> {
    let (mut store, _) = setup.open_to_keep()?;
    let begun = std::time::Instant::now();
    let mut err = stderr();
    let shown = err.is_terminal();
    store.reindex(&mut |done, of| {
        if shown {
            let blanks = [("done", done.into()), ("of", of.into())];
            let _ = write!(err, "\r{}", lang.fill("reindex-going", &blanks));
        }
    })?;
    if shown {
        eprintln!();
    }
    let seconds = begun.elapsed().as_secs_f64();
    out.say(&json!({"ok": true, "seconds": seconds}), &lang.say("reindex-done"))
}
