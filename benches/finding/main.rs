//! How fast finding is: `cargo bench --bench finding [-- 1000000]` fills a store with a made-up town and prints,
//! for each class of query, the time from a keystroke to twenty ranked rows; then start, memory, saving, and three
//! other ways to search the same rows in the same run.
#![allow(clippy::unwrap_used, clippy::cast_precision_loss, missing_docs)]
mod measure;
mod peers;
mod queries;

use chrono::NaiveDate;
use fengqiao::{
    corpus::{Arrival, Town},
    domain::{
        catalog::Catalog,
        deed::{Deed, Order, Registration},
        rights::Actor,
    },
    search::{Finder, Query, words},
    store::{Filling, Now, Reader, Request, Store},
};
use measure::{Times, cpu, private_memory};
use std::{
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

/// The argument that makes this program a second desk.
const NEIGHBOUR: &str = "neighbour";
/// Queries of a class.
const TARGETS: usize = 60;
/// Petitions saved one by one.
const SAVED: usize = 2000;

fn me() -> Actor {
    Actor { code: "bench".into(), office: "ZJ".into(), sees_sealed: false }
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 1).unwrap()
}

fn main() {
    let mut words = std::env::args().skip(1);
    if words.next().as_deref() == Some(NEIGHBOUR) {
        return neighbour(&words.next().unwrap());
    }
    let count = std::env::args().find_map(|word| word.parse().ok()).unwrap_or(100_000);
    let dir = tempfile::tempdir().unwrap();
    // A store that is there already is measured as it is, so that two versions can be compared on one.
    let kept = std::env::args().skip(1).find(|word| word.contains('/')).map(PathBuf::from);
    let path = kept.unwrap_or_else(|| dir.path().join("bench.db"));
    let mut store = if path.exists() { Store::open(&path).unwrap() } else { filled(&path, count) };
    start_and_memory(&path);
    let mut finder = finder(&path);
    let rows = queries::rows(&path, TARGETS);
    println!(
        "\n{:<28}{:>8}{:>10}{:>10}{:>10}   (µs of one key, p50 p99 worst)",
        "class", "keys", "p50", "p99", "worst"
    );
    let mut worst: f64 = 0.0;
    for class in queries::CLASSES {
        let mut times = Times::default();
        for typed in rows.iter().filter_map(|row| (class.typed)(row)) {
            for key in queries::keystrokes(&typed) {
                let begun = cpu();
                finder.find(&Query::parse(key), 20).unwrap();
                times.add(cpu().saturating_sub(begun));
            }
        }
        worst = worst.max(times.at(0.99));
        println!(
            "{:<28}{:>8}{:>10.0}{:>10.0}{:>10.0}",
            class.name,
            times.len(),
            times.at(0.5),
            times.at(0.99),
            times.at(1.0)
        );
    }
    println!("worst p99                 {:8.1} ms", worst / 1e3);
    saving(&mut store, count);
    peers::compare(&path, &mut finder);
}

fn finder(path: &Path) -> Finder<Reader> {
    Finder::new(Reader::open(path, &me()).unwrap(), words(&Catalog::shipped()))
}

/// Two processes of their own, as two desks have: what a page of the file costs is shared between them.
fn start_and_memory(path: &Path) {
    let start = || {
        let this = std::env::current_exe().unwrap();
        Command::new(this)
            .arg(NEIGHBOUR)
            .arg(path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap()
    };
    let mut desks = [start(), start()];
    for desk in &mut desks {
        let mut line = String::new();
        BufReader::new(desk.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        println!("{}", line.trim_end());
    }
    for mut desk in desks {
        drop(desk.stdin.take());
        desk.wait().unwrap();
    }
}

/// What such a process does: it opens, finds, and stays until it is let go.
fn neighbour(path: &str) {
    let before = private_memory();
    let begun = Instant::now();
    let mut finder = finder(Path::new(path));
    finder.find(&Query::parse("zhangwei"), 20).unwrap();
    let start = begun.elapsed().as_secs_f64() * 1e3;
    for typed in ["z", "wang", "lixiaoming", "张伟", "拖欠工资", "1234", "安岳", "zhang 工资", "000123"]
    {
        finder.find(&Query::parse(typed), 20).unwrap();
    }
    let memory = (private_memory() - before) / 1e6;
    println!(
        "start → first result      {start:8.1} ms, then {memory:.1} MB private with another desk beside it"
    );
    std::io::stdin().read_line(&mut String::new()).unwrap();
}

fn filled(path: &Path, count: usize) -> Store {
    let mut store = Store::open(path).unwrap();
    let begun = Instant::now();
    let filling = |one: Arrival| Filling {
        me: me(),
        now: Now::at(1_795_000_000_000),
        registration: one.registration,
        repeats: one.repeats,
        since: Vec::new(),
    };
    store.fill("bench", Town::new(1, today(), count).map(filling), &mut |_| {}).unwrap();
    let seconds = begun.elapsed().as_secs_f64();
    let text = measure::text_bytes(path);
    let index = measure::index_bytes(path);
    println!(
        "{count} petitions in {seconds:.1} s: {:.0} a second, {:.0} MB",
        count as f64 / seconds,
        fs::metadata(path).unwrap().len() as f64 / 1e6
    );
    println!(
        "index beside the text     {:8.2}   ({:.0} MB of {:.0} MB)",
        index / text,
        index / 1e6,
        text / 1e6
    );
    store
}

/// Saving one by one, index included.
fn saving(store: &mut Store, count: usize) {
    let mut times = Times::default();
    for (at, arrival) in Town::new(2, today(), SAVED).enumerate() {
        let registration = Registration { office: Some("ZJ".into()), ..arrival.registration };
        let deed = Deed::Register(Box::new(registration));
        let order = Order { op: format!("saving-{count}-{at}"), version: None, deed };
        let begun = Instant::now();
        store.answer(&me(), Now::at(1_795_000_000_000), Request::Do(Box::new(order))).unwrap();
        times.add(begun.elapsed());
    }
    println!(
        "saving one petition       {:8.1} ms p50, {:.1} p99, {:.1} worst",
        times.at(0.5) / 1e3,
        times.at(0.99) / 1e3,
        times.at(1.0) / 1e3
    );
}
