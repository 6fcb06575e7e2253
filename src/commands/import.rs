//! `import`: a sheet of the province's platform becomes petitions.
use super::{
    out::{Failure, Out},
    setup::Setup,
};
use crate::{
    flow::{Tally, Work},
    lang::Lang,
    run::{
        jobs::Bench,
        outbox,
        serve::now,
        sheets::{Task, Trouble},
    },
};
use serde_json::json;
use std::{
    io::{IsTerminal, Read, Write, stderr, stdin},
    path::{Path, PathBuf},
};

pub(super) fn import(
    setup: &Setup,
    lang: &Lang,
    out: &mut Out,
    file: &Path,
    dry: bool,
) -> Result<(), Failure> {
    let task = if file == Path::new("-") { from_stdin(dry)? } else { Task::open(file, dry)? };
    let (mut store, me) = setup.open()?;
    let outbox = beside(file).unwrap_or_else(|| outbox::of(&setup.path, &me.code));
    let mut bench =
        Bench { store: &mut store, me, lang, outbox: &outbox, now: now(), demo: false, tty: None };
    let tally = bench.take_in(&task, &mut |work| progress(&work, lang))?;
    if stderr().is_terminal() {
        let _ = writeln!(stderr());
    }
    let reasons = tally.reasons(lang);
    let Tally { imported, merged, rejected, rejected_file, unchanged, why } = tally;
    let text = lang.fill(
        if dry { "import-would" } else { "import-done" },
        &[
            ("imported", imported.into()),
            ("merged", merged.into()),
            ("unchanged", unchanged.into()),
            ("rejected", rejected.into()),
        ],
    );
    let json = json!({
        "imported": imported, "merged": merged, "rejected": rejected,
        "rejected_file": rejected_file, "why": why, "unchanged": unchanged, "dry_run": dry,
    });
    let text = std::iter::once(text).chain(reasons).chain(rejected_file);
    let text = text.collect::<Vec<_>>().join("\n");
    out.say(&json, &text)
}

/// Rejected rows go beside their sheet, or into the outbox where that place cannot be written.
fn beside(file: &Path) -> Option<PathBuf> {
    let parent = file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    rustix::fs::access(parent, rustix::fs::Access::WRITE_OK).ok().map(|()| parent.to_owned())
}

fn from_stdin(dry: bool) -> Result<Task, Failure> {
    let mut bytes = Vec::new();
    stdin().lock().read_to_end(&mut bytes)?;
    Ok(Task::read(&bytes, "stdin".to_owned(), dry)?)
}

/// How far it is, on one line of a terminal.
fn progress(work: &Work, lang: &Lang) {
    let mut err = stderr();
    if let (Work::Going { done, of, rate }, true) = (work, err.is_terminal()) {
        let blanks = [("done", (*done).into()), ("of", (*of).into()), ("rate", (*rate).into())];
        let _ = write!(err, "\r{}", lang.fill("import-going", &blanks));
    }
}

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Store(error) => Self::Store(error),
            Trouble::File(_)
            | Trouble::Sheet(_)
            | Trouble::NoNumber
            | Trouble::Column(_)
            | Trouble::NoColumns => {
                let (id, what) = trouble.message();
                Self::Said(id, what, 3)
            }
        }
    }
}
