//! `backup` and `restore`.
use super::{
    out::{Failure, Out, tell},
    setup::{Setup, lists},
};
use crate::{
    domain::{calendar::beijing_moment, setting},
    flow::Note,
    keep::{self, Plan, Sealed, Source, Trouble},
    lang::Lang,
    run::serve::now,
    store::Step,
};
use serde_json::json;
use std::{
    io::{IsTerminal, stderr},
    path::PathBuf,
    time::Instant,
};

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Self {
        let code = if trouble.refused { 3 } else { 1 };
        Self::Noted(Note::bad(trouble.id, trouble.what), code)
    }
}

pub(super) fn backup(
    setup: &Setup,
    lang: &Lang,
    out: &mut Out,
    directory: Option<PathBuf>,
    to: Vec<String>,
) -> Result<(), Failure> {
    let (mut store, me) = setup.open_to_keep()?;
    let plan = asked(Plan::of(&setup.path, &lists(&mut store, &me)?), directory, to)?;
    let taken = keep::back_up(&mut store, &plan, now())?;
    let (file, seconds) = (taken.file.display().to_string(), seconds(taken.took));
    let json = json!({
        "file": file, "bytes": taken.bytes, "seconds": seconds, "checked": true,
        "petitions": taken.made.petitions, "entries": taken.made.entries, "away": taken.away,
    });
    let blanks = [
        ("file", file.into()),
        ("size", keep::mib(taken.bytes).into()),
        ("petitions", taken.made.petitions.into()),
        ("entries", taken.made.entries.into()),
    ];
    out.say(&json, &lang.fill("backup-done", &blanks))
}

/// What the settings plan, or what was asked for instead: another directory, encrypted where recipients are named.
fn asked(plan: Plan, directory: Option<PathBuf>, to: Vec<String>) -> Result<Plan, Failure> {
    if let Some(wrong) = to.iter().find(|to| setting::keys_of_recipients(to).is_some()) {
        return Err(Failure::Said("error-recipient", wrong.clone(), 3));
    }
    Ok(match (directory, to.is_empty()) {
        (None, true) => plan,
        // Where backups leave the host nothing lies that anybody can read.
        (Some(directory), true) if plan.leaves_by(&directory) => Plan { plain: None, ..plan },
        (Some(directory), true) => Plan { plain: Some(directory), sealed: None, ..plan },
        (directory, false) => {
            let directory = directory.or(plan.plain).unwrap_or_default();
            Plan { plain: None, sealed: Some(Sealed { directory, to }), ..plan }
        }
    })
}

pub(super) fn restore(setup: &Setup, lang: &Lang, out: &mut Out, source: Source<'_>) -> Result<(), Failure> {
    setup.keeps()?;
    let (begun, shown) = (Instant::now(), stderr().is_terminal());
    let restored = keep::restore(source, &setup.path, now(), &mut |step| {
        if shown && step == Step::Checked {
            tell(&lang.say("restore-checked"));
        }
    })?;
    let (made, kept) = (&restored.made, restored.kept.map(|kept| kept.display().to_string()));
    let newest = made.newest.map(beijing_moment);
    let json = json!({
        "file": setup.path, "from": source.file, "bytes": restored.bytes, "seconds": begun.elapsed().as_secs_f64(),
        "checked": true, "petitions": made.petitions, "entries": made.entries, "newest": newest, "kept": kept,
    });
    let blanks = [
        ("file", setup.path.display().to_string().into()),
        ("petitions", made.petitions.into()),
        ("entries", made.entries.into()),
        ("newest", newest.unwrap_or_default().into()),
    ];
    let kept = kept.map(|kept| lang.fill("restore-kept", &[("file", kept.into())]));
    let text: Vec<String> = std::iter::once(lang.fill("restore-done", &blanks)).chain(kept).collect();
    out.say(&json, &text.join("\n"))
}

/// `restore --drill`: a backup is restored, verified and taken away again, beside the store in use.
pub(super) fn drill(setup: &Setup, lang: &Lang, out: &mut Out, source: Source<'_>) -> Result<(), Failure> {
    setup.keeps()?;
    let (begun, now) = (Instant::now(), now());
    let drilled = keep::drill(source, &setup.path, &setup.account_actor(), now)?;
    let (found, ok) = (&drilled.verified, drilled.verified.problems.is_empty());
    let newest = drilled.made.newest;
    let json = json!({
        "file": source.file, "ok": ok, "petitions": found.petitions, "entries": found.entries,
        "recorded": {"petitions": drilled.made.petitions, "entries": drilled.made.entries},
        "newest": newest.map(beijing_moment), "problems": found.problems, "seconds": begun.elapsed().as_secs_f64(),
    });
    let blanks = [
        ("petitions", found.petitions.into()),
        ("entries", found.entries.into()),
        ("age", newest.map_or_else(String::new, |newest| lang.age(now.instant - newest)).into()),
    ];
    let mut text = vec![lang.fill(if ok { "drill-ok" } else { "drill-not" }, &blanks)];
    text.extend(found.problems.iter().cloned());
    out.say(&json, &text.join("\n"))?;
    if ok { Ok(()) } else { Err(Failure::Said("drill-failed", source.file.display().to_string(), 1)) }
}

fn seconds(millis: i64) -> f64 {
    std::time::Duration::from_millis(millis.unsigned_abs()).as_secs_f64()
}
