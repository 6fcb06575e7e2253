//! A disk that fails at the n-th call, for every n: nothing is damaged, nothing acknowledged is lost, and a person is
//! told what happened.
use crate::{
    house::{Desk, Dice, End, House, Told, audit, long, noting, registering},
    parts,
    shim::{self, Call, Note, What},
};
use serde_json::Value;
use std::{os::unix::process::ExitStatusExt, path::PathBuf};

/// How a call fails, and in how many of the calls the short form tries it.
const KINDS: &[&str] = &["enospc", "eio", "short", "kill"];
const TRIED: usize = 12;
/// What stands in the sentence that a person is given.
const SENTENCES: &[(&str, &str)] = &[
    ("error-full", "The disk is full; nothing was saved"),
    ("error-disk", "The disk failed and writing has stopped"),
    ("error-read-only", "cannot be written; nothing was saved"),
];

/// What became of one run on a failing disk.
struct Run {
    house: House,
    answers: Vec<Value>,
    end: End,
    notes: Vec<Note>,
}

/// A desk applies line by line on a disk on which the n-th call fails so.
fn run(house: House, kind: &str, n: usize, lines: &[Value]) -> Run {
    let log = log_beside(&house);
    let mut command = house.program(&["apply", "-"]);
    shim::under(&mut command, &house.dir).env("FQ_FAULT", format!("{kind}:{n}")).env("FQ_LOG", &log);
    let mut desk = Desk::start(&mut command);
    let answers = lines.iter().map_while(|line| desk.ask(line)).collect();
    let end = desk.end();
    Run { notes: shim::notes(&log), house, answers, end }
}

/// A notebook in a directory below, where the shim does not look.
fn log_beside(house: &House) -> PathBuf {
    let dir = house.dir.join("log");
    std::fs::create_dir_all(&dir).unwrap();
    dir.join("notes")
}

impl Run {
    fn failed(&self) -> Option<Call> {
        self.notes.iter().find_map(|note| if let What::Failed(call) = note.what { Some(call) } else { None })
    }

    fn told(&self) -> Vec<Told> {
        self.answers.iter().filter_map(Told::by).collect()
    }

    fn check(&self, kind: &str, wanted: usize) -> Vec<String> {
        let mut problems = audit(&self.house.path(), &self.told());
        problems.extend(self.sentences(kind, wanted));
        problems.extend(self.writes_after_a_failed_flush());
        problems
    }

    /// Whoever was refused knows why, by line and by exit code.
    fn sentences(&self, kind: &str, wanted: usize) -> Vec<String> {
        let mut problems = Vec::new();
        if self.end.status.signal().is_some() {
            return if kind == "kill" { problems } else { vec![format!("{:?}", self.end)] };
        }
        let refusals: Vec<&Value> =
            self.answers.iter().chain(&self.end.rest).filter(|answer| answer["ok"] == false).collect();
        let said = |text: &str| SENTENCES.iter().any(|(_, sentence)| text.contains(sentence));
        for answer in &refusals {
            let why = SENTENCES.iter().find(|(why, _)| answer["why"] == *why);
            if !why.is_some_and(|(_, sentence)| answer["message"].as_str().unwrap().contains(sentence)) {
                problems.push(format!("no sentence for a person: {answer}"));
            }
        }
        if kind == "enospc" && self.failed() == Some(Call::Write) {
            let other = refusals.iter().filter(|answer| answer["why"] != "error-full");
            problems.extend(other.map(|answer| format!("a full disk is called something else: {answer}")));
        }
        let fine = refusals.is_empty() && self.answers.len() == wanted;
        match (fine, self.end.status.code()) {
            (true, Some(0)) => {}
            (false, Some(1)) if said(&self.end.error) => {}
            _ => problems.push(format!("{:?} after {:?}", self.end, self.answers)),
        }
        problems
    }

    /// A flush that failed is told once; whoever writes on and flushes again is told that all is well.
    fn writes_after_a_failed_flush(&self) -> Vec<String> {
        let failed = |note: &Note| matches!(note.what, What::Failed(Call::Flush)) && note.name == "f.db-wal";
        let after = self.notes.iter().skip_while(|note| !failed(note)).skip(1);
        let writes =
            after.filter(|note| matches!(note.what, What::Wrote { .. } | What::Flushed | What::Removed));
        writes.map(|note| format!("after a failed flush: {:?} of {}", note.what, note.name)).collect()
    }
}

/// Every call fails once in every way, until a run meets none that fails. The short form takes some of the many
/// writes into the store and its log, and all other calls.
fn every_call(house: impl Fn() -> House, lines: &[Value]) {
    let unharmed = run(house(), "none", 0, lines);
    let calls: Vec<&Note> = unharmed.notes.iter().filter(|note| note.call().is_some()).collect();
    assert!(calls.len() > 20, "{calls:?}");
    let common = |note: &&Note| note.call() == Some(Call::Write) && !note.name.ends_with("-shm");
    let mut dice = Dice(1);
    for kind in KINDS {
        let mut n = 0;
        loop {
            n += 1;
            let common = calls.get(n - 1).is_some_and(common);
            if long().is_none() && common && dice.below(calls.len()) >= TRIED {
                continue;
            }
            let run = run(house(), kind, n, lines);
            let problems = run.check(kind, lines.len());
            assert_eq!(problems, Vec::<String>::new(), "{kind} at call {n}: {:?}", run.end);
            if run.failed().is_none() {
                break;
            }
        }
    }
}

#[test]
fn a_disk_that_fails_at_any_call_loses_nothing_and_is_told_of() {
    let template = House::new();
    let first = template.first();
    let lines = [registering("a", "李芳"), noting("b", &first), registering("c", "王秀英")];
    every_call(|| template.copy(), &lines);
}

#[test]
fn a_disk_that_fails_at_the_first_start_of_all_damages_nothing() {
    every_call(House::empty, &[registering("a", "李芳")]);
}

/// Control: whoever goes on after an error and says that all is well has lost a write, and the auditor sees it.
#[test]
fn a_handler_that_ignores_the_error_loses_what_it_acknowledged() {
    let template = House::new();
    let lost = (1..60).map(|n| {
        let house = template.copy();
        let path = house.path();
        let mut command = parts::play(&["careless", path.to_str().unwrap()]);
        shim::under(&mut command, &house.dir).env("FQ_FAULT", format!("enospc:{n}"));
        let told = parts::acknowledged(&command.output().unwrap().stdout);
        parts::lost(&path, &told).len()
    });
    assert!(lost.sum::<usize>() > 10);
}
