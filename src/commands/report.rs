//! `report`: a briefing as a file.
use super::{
    daily::daily,
    export::{unused, whole},
    out::{Failure, Out},
    setup::{Setup, lists},
};
use crate::{
    args::KindArg,
    domain::{
        catalog::List,
        day,
        figures::{Kind, Measure},
    },
    lang::Lang,
    report::{Briefing, Wish, book, document},
    run::serve::now,
};
use serde_json::{Map, Value, json};
use std::{io::Write, path::PathBuf};

pub(super) fn report(
    setup: &Setup,
    lang: &Lang,
    out: &mut Out,
    kind: KindArg,
    on: Option<&str>,
    file: Option<PathBuf>,
) -> Result<(), Failure> {
    let today = now().today;
    let about = match on {
        None => today,
        Some(typed) => day::read(typed, today).map_err(|why| Failure::Said(why.id(), typed.to_owned(), 3))?,
    };
    let kind = match kind {
        KindArg::Daily => return daily(setup, lang, out, about, file),
        KindArg::Weekly => Kind::Weekly,
        KindArg::Monthly => Kind::Monthly,
        KindArg::Quarterly => Kind::Quarterly,
        KindArg::Yearly => Kind::Yearly,
    };
    let span = kind.about(about).unwrap_or(about..=about);
    let file = file.unwrap_or_else(|| unused("xlsx"));
    let (mut store, me) = setup.open_existing()?;
    let lists = lists(&mut store, &me)?;
    let sender = lists.catalog.name(List::Office, &me.office).to_owned();
    let wish = Wish { span, only: Vec::new() };
    let mut ask = |request| store.answer(&me, now(), request);
    let briefing = Briefing::gather(wish, &sender, &lists, today, &mut ask, &mut |_, _| {})?;
    let failed = |why: String| Failure::Said("export-failed", why, 1);
    let ending = file.extension().map_or_else(String::new, |ending| ending.to_string_lossy().into_owned());
    let bytes = match ending.as_str() {
        "xlsx" => book(&briefing, lang, &lists).map_err(|error| failed(error.to_string()))?,
        "docx" => document(&briefing, lang, &lists).docx()?,
        "txt" => document(&briefing, lang, &lists).text().into_bytes(),
        _ => return Err(Failure::Said("report-ending", file.display().to_string(), 3)),
    };
    whole(&file, |mut to| Ok(to.write_all(&bytes).and_then(|()| to.sync_all())?))?;
    let sums = &briefing.figures.whole.now;
    let figures: Map<String, Value> =
        Measure::ALL.iter().map(|one| (one.id().to_owned(), sums.value(*one).to_string().into())).collect();
    let name = file.display().to_string();
    let json =
        json!({"file": name, "from": briefing.span.start(), "to": briefing.span.end(), "figures": figures});
    out.say(
        &json,
        &lang.fill("report-done", &[("days", briefing.days(lang).into()), ("file", name.as_str().into())]),
    )
}
