//! `report daily`: the register of a day, with the head of the journal.
use super::{
    export::whole,
    out::{Failure, Out},
    setup::{Setup, lists},
};
use crate::{
    lang::Lang,
    report::{Daily, daily as paper},
    run::serve::now,
    store::{PetitionAsk, Reply, Request},
};
use chrono::NaiveDate;
use serde_json::json;
use std::{io::Write, path::PathBuf};

/// Without a file the register goes to standard output.
pub(super) fn daily(
    setup: &Setup,
    lang: &Lang,
    out: &mut Out,
    on: NaiveDate,
    file: Option<PathBuf>,
) -> Result<(), Failure> {
    let (mut store, me) = setup.open_existing()?;
    let lists = lists(&mut store, &me)?;
    let ask = Request::Petition(PetitionAsk::Day { office: me.office.clone(), on });
    let Reply::Briefs(briefs) = store.answer(&me, now(), ask)? else { return Ok(()) };
    let ask = Request::Head { office: me.office.clone(), day: Some(on), begins: String::new() };
    let Reply::Head(head) = store.answer(&me, now(), ask)? else { return Ok(()) };
    let register = Daily { office: &me.office, on, briefs: &briefs, head };
    let paper = paper(&register, lang, &lists);
    let mut line = json!({"office": me.office, "on": on, "petitions": briefs.len(), "head": register.head()});
    let Some(file) = file else { return out.say(&line, &paper.text()) };
    let bytes = match file.extension().and_then(|ending| ending.to_str()) {
        Some("docx") => paper.docx()?,
        Some("txt") => paper.text().into_bytes(),
        _ => return Err(Failure::Said("error-notice-file", file.display().to_string(), 2)),
    };
    whole(&file, |mut to| Ok(to.write_all(&bytes).and_then(|()| to.sync_all())?))?;
    line["file"] = file.display().to_string().into();
    let text = lang.fill("daily-done", &[("file", file.display().to_string().into())]);
    out.say(&line, &text)
}
