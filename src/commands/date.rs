//! `date`: where a limit ends. It needs no store; where there is one, its calendar counts.
use super::{
    out::{Failure, Out},
    setup::{Setup, lists},
};
use crate::{
    domain::{
        calendar::{Calendar, Due, Length},
        clock::Limits,
        day,
    },
    lang::Lang,
    run::serve::now,
};
use serde_json::json;
use std::{
    io::{BufRead, stdin},
    sync::Arc,
};

pub(super) fn date(
    setup: &Setup,
    lang: &Lang,
    out: &mut Out,
    from: &str,
    plus: Option<&str>,
) -> Result<(), Failure> {
    let limits = limits(setup)?;
    if from != "-" {
        return answer(out, lang, &limits.calendar, &format!("{from} {}", plus.unwrap_or_default()));
    }
    for line in stdin().lock().split(b'\n') {
        let line = line?;
        if let Err(failure) = answer(out, lang, &limits.calendar, &String::from_utf8_lossy(&line)) {
            out.refuse(&failure, lang)?;
        }
        out.flush()?;
    }
    Ok(())
}

fn limits(setup: &Setup) -> Result<Arc<Limits>, Failure> {
    if !setup.path.exists() {
        return Ok(Arc::default());
    }
    let (mut store, me) = setup.open_existing()?;
    Ok(lists(&mut store, &me)?.limits)
}

fn answer(out: &mut Out, lang: &Lang, calendar: &Calendar, line: &str) -> Result<(), Failure> {
    let wrong = || Failure::Said("error-date", line.trim().to_owned(), 3);
    let (from, plus) = line.trim().split_once(char::is_whitespace).ok_or_else(wrong)?;
    let from = day::read(from, now().today).map_err(|_| wrong())?;
    let length: Length = plus.trim().parse().map_err(|_| wrong())?;
    let Due { raw, work_to, later, provisional } = calendar.after(from, length);
    let json = json!({
        "from": from, "plus": length.to_string(), "raw": raw, "work_to": work_to, "later": later,
        "provisional": provisional,
    });
    let words = [
        ("raw", raw.to_string().into()),
        ("work", work_to.to_string().into()),
        ("later", later.to_string().into()),
    ];
    let sure = if provisional { lang.say("date-provisional") } else { String::new() };
    out.say(&json, &format!("{} {sure}", lang.fill("date-answer", &words)))
}
