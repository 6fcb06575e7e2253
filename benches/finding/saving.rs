//! Saving one by one, index included, each looked for by another process as soon as it is saved.
use crate::{again, finder, me, measure::Times, today};
use fengqiao::{
    corpus::Town,
    domain::deed::{Deed, Order, Registration},
    search::Query,
    store::{Now, Reply, Request, Store},
};
use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    time::{Duration, Instant},
};

/// The argument that makes this program a desk that looks for what others save.
pub const LOOKER: &str = "looker";
/// Petitions saved one by one.
const SAVED: usize = 10_000;

pub fn saves(path: &Path) {
    let mut store = Store::open(path).unwrap();
    let op = format!("saving-{}", std::process::id());
    let mut looker = again(&[LOOKER], path);
    let mut asks = looker.stdin.take().unwrap();
    let mut answers = BufReader::new(looker.stdout.take().unwrap());
    let (mut times, mut tending, mut seen) = (Times::default(), Times::default(), 0);
    for at in 0..SAVED {
        let (no, took) = save(&mut store, &op, at);
        times.add(took);
        writeln!(asks, "{no}").unwrap();
        let mut answer = String::new();
        answers.read_line(&mut answer).unwrap();
        seen += usize::from(answer.trim() == no);
        let begun = Instant::now();
        if store.tend().unwrap() {
            tending.add(begun.elapsed());
        }
    }
    println!(
        "saving one of {SAVED}      {:8.1} ms p50, {:.1} p99, {:.1} worst; {seen} seen by the next search of another process",
        times.at(0.5) / 1e3,
        times.at(0.99) / 1e3,
        times.at(1.0) / 1e3
    );
    println!(
        "a step of sealing         {:8.1} ms p50, {:.1} p99, {:.1} worst of {}",
        tending.at(0.5) / 1e3,
        tending.at(0.99) / 1e3,
        tending.at(1.0) / 1e3,
        tending.len()
    );
    drop(asks);
    looker.wait().unwrap();
}

/// Registers somebody of another town; the number, and how long it took.
pub fn save(store: &mut Store, op: &str, at: usize) -> (String, Duration) {
    let arrival = Town::new(2 + at as u64, today(), 1).next().unwrap();
    let registration = Registration { office: Some("ZJ".into()), ..arrival.registration };
    let deed = Deed::Register(Box::new(registration));
    let order = Order { op: format!("{op}-{at}"), version: None, deed };
    let begun = Instant::now();
    let done = store.answer(&me(), Now::at(1_795_000_000_000), Request::Do(Box::new(order))).unwrap();
    let took = begun.elapsed();
    let Reply::Done(done) = done else { return (String::new(), took) };
    (done.no.0, took)
}

/// Looks for each number that it hears and tells what it found.
pub fn look(path: &Path) {
    let mut finder = finder(path);
    for line in std::io::stdin().lock().lines() {
        let hits = finder.find(&Query::parse(&line.unwrap()), 20).unwrap();
        println!("{}", hits.rows.first().map_or("", |hit| hit.row.no.as_str()));
    }
}
