//! `notice`: a paper about a petition, into a file. Its print is in the journal like any other.
use super::{
    out::{Failure, Out},
    setup::Setup,
};
use crate::{
    domain::{notice::Notice, petition::No},
    lang::Lang,
    run::{
        jobs::{self, Bench},
        outbox,
        serve::now,
    },
    text::clean,
};
use serde_json::json;
use std::{fs, path::Path};

pub(super) fn notice(
    setup: &Setup,
    lang: &Lang,
    out: &mut Out,
    no: &str,
    kind: &str,
    file: &Path,
) -> Result<(), Failure> {
    let notice = Notice::parse(kind).ok_or_else(|| unknown(kind))?;
    let ending = |end: &str| file.extension().is_some_and(|own| own.eq_ignore_ascii_case(end));
    let document = ending("docx");
    if !document && !ending("txt") {
        return Err(Failure::Said("error-notice-file", file.display().to_string(), 2));
    }
    let (mut store, me) = setup.open_existing()?;
    let no = No(clean::fold(no).to_uppercase());
    let outbox = outbox::of(&setup.path, &me.code);
    let mut bench =
        Bench { store: &mut store, me, lang, outbox: &outbox, now: now(), demo: false, tty: None };
    let (paper, number) = bench.issue(&no, Some(notice)).map_err(|note| Failure::Noted(note, 3))?;
    let bytes = if document { paper.docx() } else { Ok(paper.text().into_bytes()) };
    let written = bytes.and_then(|bytes| fs::write(file, bytes));
    written.map_err(|error| Failure::Noted(jobs::unwritten(&number, &error), 1))?;
    let name = file.display().to_string();
    out.say(&json!({"file": name, "notice": number, "kind": notice.id()}), &format!("{number} {name}"))
}

/// Names every paper that there is.
fn unknown(kind: &str) -> Failure {
    Failure::Said("error-notice", format!("{kind} ({})", Notice::IDS.join(", ")), 3)
}
