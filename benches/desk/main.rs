//! What a desk costs on a line: `cargo bench --bench desk [-- 100000]` fills a store with a made-up town, opens the
//! real program on it in a terminal of its own and prints how fast it starts, what a key sends over the line, how
//! long a found list takes, what a silent desk sends and what it holds in memory. Before that, what the limits of as
//! many open petitions cost, and the work list of an office that has all of them open.
#![allow(clippy::unwrap_used, clippy::panic, clippy::cast_precision_loss, missing_docs)]
#[allow(dead_code, reason = "the tests on a line use the rest of it")]
#[path = "../../tests/pty/desk.rs"]
mod desk;
mod figures;
mod work;

use desk::{Answer, Desk, Spent};
use figures::{private, told};
use std::{
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_fengqiao");
/// Starts that are measured.
const STARTS: usize = 20;
/// After so much silence a key has been answered in full.
const ANSWERED: Duration = Duration::from_millis(60);

const CTRL_N: &str = "\x0e";
const CTRL_U: &str = "\x15";
const ESC: &str = "\x1b";

fn main() {
    let count = std::env::args().find_map(|word| word.parse().ok()).unwrap_or(100_000);
    let home = tempfile::tempdir().unwrap();
    fill(home.path(), count);
    println!("{count} petitions");
    work::limits(count);
    work::list(count);
    starts(home.path());
    // What two desks map of the file they share; so a neighbour does the same before memory is counted.
    let (desk, neighbour) = (ready(home.path()), ready(home.path()));
    memory(&desk, "after start");
    find(&desk);
    find(&neighbour);
    memory(&desk, "after finding");
    form(&desk);
    memory(&desk, "after a form");
    idle(&desk);
    let hamlet = tempfile::tempdir().unwrap();
    fill(hamlet.path(), 300);
    let (desk, _neighbour) = (ready(hamlet.path()), ready(hamlet.path()));
    memory(&desk, "with 300 petitions");
}

fn fill(home: &Path, count: usize) {
    let mut demo = Command::new(PROGRAM);
    demo.arg("--store").arg(home.join("f.db")).args(["demo", "--petitions", &count.to_string()]);
    assert!(demo.stderr(Stdio::null()).stdout(Stdio::null()).status().unwrap().success());
}

fn open(home: &Path) -> Desk {
    let store = home.join("f.db");
    let command =
        [PROGRAM, "--store", store.to_str().unwrap(), "--lang", "zh", "--as", fengqiao::corpus::CLERK];
    Desk::start(&command, &[("HOME", home.to_str().unwrap())], Answer::Honest)
}

/// A desk that has shown its first list and has nothing left to do.
fn ready(home: &Path) -> Desk {
    let desk = open(home);
    desk.until_text("ZJ-20");
    desk.settle();
    desk
}

/// From the start of the process to its first frame, and to the first list in it.
fn starts(home: &Path) {
    let (mut frames, mut lists) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let begun = Instant::now();
        let desk = open(home);
        desk.until_text("枫桥");
        frames.push(begun.elapsed());
        desk.until_text("ZJ-20");
        lists.push(begun.elapsed());
        desk.settle();
    }
    told("start to first frame", &mut frames);
    told("start to first list", &mut lists);
}

/// Presses one key and waits until all of its answer has come: what it cost, and when its last byte came.
fn press(desk: &Desk, key: &str) -> (Spent, Duration) {
    let before = desk.spent();
    let begun = Instant::now();
    desk.send(key);
    desk.until("an answer", |glass| glass.raw.len() > before.bytes);
    while !desk.is_quiet(ANSWERED) {}
    let last = desk.glass().last;
    (desk.since(before), last - begun)
}

fn cost(what: &str, costs: &[Spent]) {
    let most = |of: fn(&Spent) -> usize| costs.iter().map(of).max().unwrap_or_default();
    let mean = costs.iter().map(|cost| cost.bytes).sum::<usize>() as f64 / costs.len() as f64;
    println!(
        "{what:<32} mean {mean:5.0} B   most {:5} B   writes at most {}",
        most(|cost| cost.bytes),
        most(|cost| cost.pieces)
    );
}

/// Words as clerks type them, key by key.
const WORDS: &[&str] = &[
    "zhanghuawei",
    "zhw",
    "lixm",
    "王强",
    "拖欠工资",
    "1234",
    "zj-2026-0001",
    "安岳 征地",
    "wangfang",
    "停工",
];

fn find(desk: &Desk) {
    press(desk, "/");
    let (mut costs, mut times) = (Vec::new(), Vec::new());
    for word in WORDS {
        for key in word.chars() {
            let (spent, time) = press(desk, key.encode_utf8(&mut [0; 4]));
            costs.push(spent);
            times.push(time);
        }
        press(desk, CTRL_U);
    }
    told("key to list and preview", &mut times);
    cost("key in the find box", &costs);
    press(desk, ESC);
}

fn form(desk: &Desk) {
    press(desk, CTRL_N);
    // The name looks up who this may be; the address looks up nobody.
    let name: Vec<Spent> = ["张", "华", "伟"].iter().map(|key| press(desk, key).0).collect();
    cost("key in the name, people found", &name);
    for _ in 0..3 {
        press(desk, "\r");
    }
    let keys = ["雁", "江", "区", "a", "b", "1", "2", "\x7f", "\x1b[D", "号", "\x1b[C", "镇"];
    let address: Vec<Spent> = keys.iter().map(|key| press(desk, key).0).collect();
    cost("key in the form", &address);
    press(desk, ESC);
}

fn idle(desk: &Desk) {
    let before = desk.settle();
    desk.is_quiet(Duration::from_secs(5));
    println!("{:<32} {} B", "five seconds of nobody typing", desk.since(before).bytes);
}

fn memory(desk: &Desk, when: &str) {
    println!("private memory {when:<26} {:6.1} MB", private(desk.pid()));
}
