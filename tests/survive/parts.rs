//! Parts that are played by this same binary in a process of its own, under the failing disk: programs that do what
//! ours must not, the clerks of the simulator, and readers of what is damaged.
use crate::{
    fuzz,
    house::{Dice, NOON},
    simulator,
};
use fengqiao::{
    keep::{self, Source},
    store::Now,
};
use rusqlite::Connection;
use std::{
    env,
    io::Write,
    path::{Path, PathBuf},
    process::Command,
};

const PART: &str = "FENGQIAO_PART";

/// This binary once more, to play one part.
pub fn play(words: &[&str]) -> Command {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "parts::part", "--ignored", "--nocapture"]).env(PART, words.join(" "));
    command
}

#[test]
#[ignore = "played by other tests, in a process of its own"]
fn part() {
    let Ok(said) = env::var(PART) else { return };
    let words: Vec<&str> = said.split(' ').collect();
    match words[..] {
        ["careless", store] => careless(Path::new(store)),
        ["synchronous", how, store] => synchronous(how, Path::new(store)),
        ["clerks", seed, steps, ops, store] => {
            let control = PathBuf::from(env::var_os("FQ_CONTROL").unwrap());
            let (dice, steps) = (Dice(seed.parse().unwrap()), steps.parse().unwrap());
            simulator::day(dice, steps, ops == "fresh", Path::new(store), &control);
        }
        ["restore", file, store] => restore(Path::new(file), Path::new(store)),
        ["fuzz", target, seed, at] => fuzz::play(target, seed.parse().unwrap(), Path::new(at)),
        _ => panic!("no part {said}"),
    }
}

/// Commits beside the product's rows, with the table that has the least to do with anything.
const WRITE: &str =
    "INSERT INTO draft (id, clerk, terminal, form, at, body) VALUES (?1, 'x', 'x', 'x', 0, '{}')";

fn open(store: &Path, how: &str) -> Connection {
    let db = Connection::open(store).unwrap();
    db.pragma_update(None, "synchronous", how).unwrap();
    db
}

fn acknowledge(op: usize) {
    // Whatever the test harness says stands on lines of its own.
    let mut out = std::io::stdout();
    out.write_all(format!("\nack {op}\n").as_bytes()).unwrap();
    out.flush().unwrap();
}

/// What a part acknowledged.
pub fn acknowledged(said: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(said);
    text.lines().filter_map(|line| line.strip_prefix("ack ")).map(str::to_owned).collect()
}

/// What a part acknowledged and did not keep.
pub fn lost(store: &Path, told: &[String]) -> Vec<String> {
    let db = Connection::open(store).unwrap();
    let mut query = db.prepare("SELECT 1 FROM draft WHERE id = ?1").unwrap();
    told.iter().filter(|op| !query.exists([op]).unwrap()).cloned().collect()
}

/// Says that all is well, whatever the disk says.
fn careless(store: &Path) {
    let db = open(store, "FULL");
    for op in 0..3 {
        let _ = db.execute(WRITE, [op.to_string()]);
        acknowledge(op);
    }
}

/// Commits again and again, as durably as it is told to.
fn synchronous(how: &str, store: &Path) {
    let db = open(store, how);
    for op in 0..40 {
        db.execute(WRITE, [op.to_string()]).unwrap();
        acknowledge(op);
    }
}

/// Restores, and says of each step that it is done.
fn restore(file: &Path, store: &Path) {
    let mut out = std::io::stdout();
    let mut say = |step: &str| {
        out.write_all(format!("\nstep {step}\n").as_bytes()).unwrap();
        out.flush().unwrap();
    };
    keep::restore(Source { file, identity: None }, store, Now::at(NOON), &mut |step| {
        say(&format!("{step:?}"));
    })
    .unwrap();
}
