//! Many desks at once on the processors there are: each types five keys a second, with and without desks that write.
use crate::{again, finder, measure::Times, queries, saving};
use fengqiao::{search::Query, store::Store};
use std::{
    io::Read,
    path::Path,
    thread,
    time::{Duration, Instant},
};

/// The argument that makes this program a desk that types.
pub const TYPIST: &str = "typist";
/// The argument that makes this program a desk that writes.
pub const WRITER: &str = "writer";

const DESKS: usize = 24;
const WRITERS: usize = 3;
/// Keys of each desk.
const KEYS: usize = 60;
const PACE: Duration = Duration::from_millis(200);

pub fn crowds(path: &Path) {
    crowd(path, 0);
    crowd(path, WRITERS);
}

fn crowd(path: &Path, writers: usize) {
    let writers: Vec<_> = (0..writers).map(|n| again(&[WRITER, &n.to_string()], path)).collect();
    let desks: Vec<_> = (0..DESKS).map(|n| again(&[TYPIST, &n.to_string()], path)).collect();
    let mut times = Times::default();
    for mut desk in desks {
        let mut told = String::new();
        desk.stdout.as_mut().unwrap().read_to_string(&mut told).unwrap();
        told.split_whitespace().for_each(|micros| times.add(Duration::from_micros(micros.parse().unwrap())));
        desk.wait().unwrap();
    }
    println!(
        "{DESKS} desks, {} writers       {:8.1} ms p50, {:.1} p99, {:.1} worst of {} keys, by the clock on the wall",
        writers.len(),
        times.at(0.5) / 1e3,
        times.at(0.99) / 1e3,
        times.at(1.0) / 1e3,
        times.len()
    );
    for mut writer in writers {
        writer.kill().unwrap();
        writer.wait().unwrap();
    }
}

/// Types at its pace and prints how long each answer took.
pub fn type_keys(path: &Path, desk: usize) {
    let mut finder = finder(path);
    finder.find(&Query::parse("zhang"), 20).unwrap();
    let rows = queries::rows(path, DESKS);
    let typed: Vec<String> =
        queries::CLASSES.iter().filter_map(|class| (class.typed)(&rows[desk % rows.len()])).collect();
    let keys = typed.iter().cycle().skip(desk).flat_map(|typed| queries::keystrokes(typed));
    thread::sleep(PACE.mul_f64(desk as f64 / DESKS as f64));
    let mut told = Vec::new();
    for key in keys.take(KEYS) {
        let begun = Instant::now();
        finder.find(&Query::parse(key), 20).unwrap();
        told.push(begun.elapsed().as_micros().to_string());
        thread::sleep(PACE.saturating_sub(begun.elapsed()));
    }
    println!("{}", told.join(" "));
}

/// Registers twice a second until it is stopped.
pub fn write(path: &Path, desk: usize) {
    let mut store = Store::open(path).unwrap();
    for at in 0.. {
        saving::save(&mut store, &format!("{WRITER}-{desk}-{}", std::process::id()), at);
        store.tend().unwrap();
        thread::sleep(Duration::from_millis(430));
    }
}
