//! How fast finding is: `cargo bench --bench finding [-- 1000000 [/path/of/a/store.db]]` fills a store with a made-up
//! town (or takes the one that is there) and prints, for each class of query, the time from a keystroke to twenty ranked
//! rows; then start, memory, stopping, a crowd of desks with and without writers, saving, and four other ways to search
//! the same rows in the same run.
#![allow(clippy::unwrap_used, clippy::cast_precision_loss, missing_docs)]
mod crowd;
mod measure;
mod peers;
mod queries;
mod saving;

use chrono::NaiveDate;
use fengqiao::{
    corpus::{Arrival, Town},
    domain::{catalog::Catalog, rights::Actor},
    search::{Finder, Order, Query, Stop, words},
    store::{Filling, Now, Reader, Store},
};
use measure::{Times, cpu, private_memory};
use std::{
    fs,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// Arguments that make this program another desk.
const NEIGHBOUR: &str = "neighbour";
/// Queries of a class.
const TARGETS: usize = 60;

fn me() -> Actor {
    Actor::owner("bench", "ZJ")
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 1).unwrap()
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.first().map(String::as_str) {
        Some(NEIGHBOUR) => return neighbour(Path::new(&words[1])),
        Some(crowd::TYPIST) => return crowd::type_keys(Path::new(&words[1]), words[2].parse().unwrap()),
        Some(crowd::WRITER) => return crowd::write(Path::new(&words[1]), words[2].parse().unwrap()),
        Some(saving::LOOKER) => return saving::look(Path::new(&words[1])),
        _ => {}
    }
    let count = words.iter().find_map(|word| word.parse().ok()).unwrap_or(100_000);
    let dir = tempfile::tempdir().unwrap();
    // A store that is there already is measured as it is, so that two versions can be compared on one.
    let kept = words.iter().find(|word| word.contains('/')).map(PathBuf::from);
    let path = kept.unwrap_or_else(|| dir.path().join("bench.db"));
    if path.exists() {
        drop(Store::open(&path).unwrap());
    } else {
        fill(&path, count);
    }
    sizes(&path);
    start_and_memory(&path);
    let mut finder = finder(&path);
    classes(&path, &mut finder);
    stopping(&mut finder);
    crowd::crowds(&path);
    saving::saves(&path);
    peers::compare(&path, &mut finder);
}

fn finder(path: &Path) -> Finder<Reader> {
    Finder::new(Reader::open(path, &me()).unwrap(), words(&Catalog::shipped()))
}

/// This program once more, with other arguments.
fn again(words: &[&str], path: &Path) -> Child {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.arg(words[0]).arg(path).args(&words[1..]);
    child.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap()
}

fn classes(path: &Path, finder: &mut Finder<Reader>) {
    let rows = queries::rows(path, TARGETS);
    // Warm: other people are looked for first, so that the file is in memory and nobody's answer is.
    for target in queries::rows(path, TARGETS / 2 + 1) {
        for typed in queries::CLASSES.iter().filter_map(|class| (class.typed)(&target)) {
            finder.find(&Query::parse(&typed), 20).unwrap();
        }
    }
    println!(
        "\n{:<28}{:>8}{:>10}{:>10}{:>10}   (µs of one key, p50 p99 worst, and the slowest key)",
        "class", "keys", "p50", "p99", "worst"
    );
    let mut worst: f64 = 0.0;
    for class in queries::CLASSES {
        let mut times = Times::default();
        let mut slowest = (Duration::ZERO, String::new());
        for typed in rows.iter().filter_map(|row| (class.typed)(row)) {
            for key in queries::keystrokes(&typed) {
                let begun = cpu();
                finder.find(&Query::parse(key), 20).unwrap();
                let took = cpu().saturating_sub(begun);
                times.add(took);
                if took > slowest.0 {
                    slowest = (took, key.to_owned());
                }
            }
        }
        worst = worst.max(times.at(0.99));
        println!(
            "{:<28}{:>8}{:>10.0}{:>10.0}{:>10.0}   {}",
            class.name,
            times.len(),
            times.at(0.5),
            times.at(0.99),
            times.at(1.0),
            slowest.1
        );
    }
    println!("worst p99                 {:8.1} ms", worst / 1e3);
}

/// How long after it was overtaken a search ends.
fn stopping(finder: &mut Finder<Reader>) {
    let mut times = Times::default();
    for typed in
        ["z", "zhang", "zhangweimin", "lijumming", "张伟民", "要求支付工资", "zw 工资", "zhang 拖欠 锦江花园"]
    {
        let query = Query::parse(typed);
        for order in [Order::Relevance, Order::Received] {
            for part in 1..20_u32 {
                let begun = Instant::now();
                let overtaken = begun + Duration::from_micros(150) * part;
                let stop = || Instant::now() >= overtaken;
                if finder.find_unless(&query, 20, order, &Stop::when(&stop)).unwrap().is_none() {
                    times.add(overtaken.elapsed());
                }
            }
        }
    }
    println!(
        "overtaken → stopped       {:8.2} ms p50, {:.2} p99, {:.2} worst of {}",
        times.at(0.5) / 1e3,
        times.at(0.99) / 1e3,
        times.at(1.0) / 1e3,
        times.len()
    );
}

/// Two processes of their own, as two desks have: what a page of the file costs is shared between them.
fn start_and_memory(path: &Path) {
    let mut desks = [again(&[NEIGHBOUR], path), again(&[NEIGHBOUR], path)];
    let mut told = desks.each_mut().map(|desk| BufReader::new(desk.stdout.take().unwrap()).lines());
    // Memory is asked for when both have found the same things: what one alone has mapped would count as its own.
    for what in ["start → first result", "private memory"] {
        let lines = told.each_mut().map(|lines| lines.next().unwrap().unwrap());
        println!("{what:<26}{}, {}", lines[0], lines[1]);
        for desk in &mut desks {
            writeln!(desk.stdin.as_mut().unwrap()).unwrap();
        }
    }
    for mut desk in desks {
        desk.wait().unwrap();
    }
}

/// What such a process does: it opens, finds, and stays until it is let go.
fn neighbour(path: &Path) {
    let before = private_memory();
    let begun = Instant::now();
    let mut finder = finder(path);
    finder.find(&Query::parse("zhangwei"), 20).unwrap();
    let start = begun.elapsed().as_secs_f64() * 1e3;
    for typed in ["z", "wang", "lixiaoming", "张伟", "拖欠工资", "1234", "安岳", "zhang 工资", "000123"]
    {
        finder.find(&Query::parse(typed), 20).unwrap();
    }
    println!("{start:8.1} ms");
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
    println!("{:8.1} MB", (private_memory() - before) / 1e6);
    std::io::stdin().read_line(&mut line).unwrap();
}

fn fill(path: &Path, count: usize) {
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
    println!("{count} petitions in {seconds:.1} s: {:.0} a second", count as f64 / seconds);
}

fn sizes(path: &Path) {
    let (text, index) = (measure::text_bytes(path), measure::index_bytes(path));
    println!(
        "index beside the text     {:8.2}   ({:.0} MB of {:.0} MB in a file of {:.0} MB)",
        index / text,
        index / 1e6,
        text / 1e6,
        fs::metadata(path).unwrap().len() as f64 / 1e6
    );
}
