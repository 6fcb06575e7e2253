//! `calendar import`: a year's arrangement of days off, checked first, then kept through the journal.
use super::{
    out::{Failure, Out},
    setup::{Setup, lists},
};
use crate::{
    domain::{
        calendar::{self, CalendarError},
        deed::{Deed, Order},
        setting::YEAR,
    },
    lang::Lang,
    run::serve::now,
    store::Request,
};
use serde_json::json;
use std::{fs, path::Path};

pub(super) fn import(setup: &Setup, lang: &Lang, out: &mut Out, file: &Path) -> Result<(), Failure> {
    let text = fs::read_to_string(file)
        .map_err(|error| Failure::Said("error-file", format!("{}: {error}", file.display()), 1))?;
    let years = calendar::read(&text).map_err(|error| wrong(file, &error, lang))?;
    let (mut store, me) = setup.open()?;
    let known = lists(&mut store, &me)?.settings;
    let (mut taken, mut unchanged) = (Vec::new(), Vec::new());
    for (number, year) in years {
        let (key, value) = (format!("{YEAR}{number}"), year.table(number));
        if known.get(&key) == Some(&value) {
            unchanged.push(number);
            continue;
        }
        let op = uuid::Uuid::now_v7().to_string();
        let order = Order { op, version: None, deed: Deed::PutSetting { key, value } };
        store.answer(&me, now(), Request::Do(Box::new(order)))?;
        taken.push(number);
    }
    let named = |years: &[i32]| years.iter().map(i32::to_string).collect::<Vec<_>>().join(" ");
    let words = [("taken", named(&taken).into()), ("unchanged", named(&unchanged).into())];
    out.say(&json!({"years": taken, "unchanged": unchanged}), &lang.fill("calendar-imported", &words))
}

/// File, line and reason.
fn wrong(file: &Path, error: &CalendarError, lang: &Lang) -> Failure {
    let reason = lang.fill(error.why, &[("what", error.what.clone().into())]);
    Failure::Said("error-calendar", format!("{}:{}: {reason}", file.display(), error.line), 3)
}
