//! A full hall: `cargo bench --bench hall [-- CLERKS SECONDS]` (24 and 120 unless told) opens so many real desks in
//! terminals of their own on one store with 100,000 petitions of a made-up town, and has all of them register at once,
//! key by key, faster than anybody types. Prints how long a key takes to its echo, how long a save takes until it is
//! said, the same where all press the key of saving in the same instant, and what each desk holds in memory.
//!
//! The clerks of this program take their share of the same cores. A key that comes late because the one before it was
//! answered late counts from when it was due.
#![allow(clippy::unwrap_used, clippy::panic, clippy::cast_precision_loss, missing_docs)]
#[allow(dead_code, reason = "the tests on a line use the rest of it")]
#[path = "../../tests/pty/desk.rs"]
mod desk;
#[path = "../desk/figures.rs"]
mod figures;

use desk::{Answer, Desk};
use fengqiao::corpus::Dice;
use figures::{private, told};
use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
    sync::Barrier,
    thread,
    time::{Duration, Instant},
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_fengqiao");
const PETITIONS: &str = "100000";
/// From key to key: ten a second.
const PACE: Duration = Duration::from_millis(100);
/// Milliseconds within which they begin: about what one petition takes.
const SPREAD: u32 = 6_000;
/// Times that all save in the same instant.
const STROKES: usize = 10;

const CTRL_N: &str = "\x0e";
const F2: &str = "\x1bOQ";
const PIN: &str = "481516";

fn main() {
    let mut words = std::env::args().filter_map(|word| word.parse::<u64>().ok());
    let (clerks, seconds) = (words.next().unwrap_or(24), words.next().unwrap_or(120));
    let home = tempfile::tempdir().unwrap();
    house(home.path(), clerks);
    let desks: Vec<Desk> = (0..clerks).map(|clerk| enter(home.path(), clerk)).collect();
    println!("{clerks} desks, {PETITIONS} petitions, a key every {} ms at each", PACE.as_millis());
    let until = Instant::now() + Duration::from_secs(seconds);
    let mut times = together(&desks, |clerk| clerk.registers_until(until));
    told("key to echo", &mut times.keys);
    told("save to its number", &mut times.saves);
    let fewest_most = (times.done.iter().min().unwrap(), times.done.iter().max().unwrap());
    println!("{:<32} {} by the slowest, {} by the fastest desk", "petitions", fewest_most.0, fewest_most.1);
    let barrier = Barrier::new(desks.len());
    let mut times = together(&desks, |clerk| clerk.saves_with_all(&barrier));
    told("all save in one instant", &mut times.saves);
    let mut memory: Vec<f64> = desks.iter().map(|desk| private(desk.pid())).collect();
    memory.sort_by(f64::total_cmp);
    println!(
        "{:<32} p50 {:7.1} MB   worst {:7.1} MB",
        "private memory",
        memory[memory.len() / 2],
        memory[memory.len() - 1]
    );
    drop(desks);
    verb(home.path(), &["--as", "au", "verify"], "");
}

/// A town's store with a security administrator and so many clerks: a house with roles, rights and doors.
fn house(home: &Path, clerks: u64) {
    verb(home, &["demo", "--petitions", PETITIONS], "");
    let person = |code: &str, role: &str| {
        format!(
            "{{\"do\":\"item.put\",\"list\":\"clerk\",\"code\":\"{code}\",\"name\":\"{code}\",\
             \"extra\":{{\"office\":\"ZJ\",\"role\":\"{role}\"}}}}\n"
        )
    };
    let all: String = (0..clerks).map(|clerk| person(&format!("c{clerk}"), "clerk")).collect();
    verb(home, &["apply", "-"], &(all + &person("au", "audit") + &person("an", "security")));
}

fn verb(home: &Path, words: &[&str], input: &str) {
    let mut command = Command::new(PROGRAM);
    command.arg("--store").arg(home.join("f.db")).args(words);
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut running = piped.spawn().unwrap();
    running.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    assert!(running.wait().unwrap().success(), "{words:?}");
}

/// A desk whose clerk has come for the first time and set a PIN.
fn enter(home: &Path, clerk: u64) -> Desk {
    let (store, code) = (home.join("f.db"), format!("c{clerk}"));
    let command = [PROGRAM, "--store", store.to_str().unwrap(), "--lang", "zh", "--as", &code];
    let desk = Desk::start(&command, &[("HOME", home.to_str().unwrap())], Answer::Honest);
    desk.until_text("新密码");
    for line in [PIN, PIN] {
        desk.send(line);
        desk.settle();
        desk.send("\r");
    }
    desk.until_text("ZJ-20");
    desk.settle();
    desk
}

/// What was measured.
#[derive(Default)]
struct Times {
    keys: Vec<Duration>,
    saves: Vec<Duration>,
    /// Petitions that each clerk registered.
    done: Vec<usize>,
}

/// Each clerk does it at their own desk, all at the same time.
fn together(desks: &[Desk], does: impl Fn(&mut Clerk<'_>) + Sync) -> Times {
    let mut all = Times::default();
    thread::scope(|scope| {
        let does = &does;
        let work = |(number, desk)| {
            move || {
                let mut clerk = Clerk::at(desk, number);
                does(&mut clerk);
                clerk.times
            }
        };
        let working: Vec<_> = (0..).zip(desks).map(|seat| scope.spawn(work(seat))).collect();
        for one in working {
            let times = one.join().unwrap();
            all.done.push(times.saves.len());
            all.keys.extend(times.keys);
            all.saves.extend(times.saves);
        }
    });
    all
}

/// Somebody at a desk.
struct Clerk<'d> {
    desk: &'d Desk,
    dice: Dice,
    due: Instant,
    times: Times,
}

impl<'d> Clerk<'d> {
    fn at(desk: &'d Desk, number: u64) -> Self {
        let mut dice = Dice::new(6, number);
        // Nobody begins in step with anybody else.
        let due = Instant::now() + Duration::from_millis(u64::from(dice.between(0, SPREAD)));
        Self { desk, dice, due, times: Times::default() }
    }

    fn registers_until(&mut self, end: Instant) {
        thread::sleep(self.due.saturating_duration_since(Instant::now()));
        while Instant::now() < end {
            self.fills_in();
            self.saves();
        }
    }

    fn saves_with_all(&mut self, barrier: &Barrier) {
        for _ in 0..STROKES {
            self.fills_in();
            barrier.wait();
            self.due = Instant::now();
            self.saves();
        }
    }

    /// A petition, all but its last key.
    fn fills_in(&mut self) {
        self.desk.send(CTRL_N);
        self.desk.until_text("可能来过的人");
        self.due = Instant::now();
        let name: String = [SURNAMES, GIVEN, GIVEN].map(|part| self.dice.one(part, "张")).concat();
        let phone = format!("1900000{:04}", self.dice.below(10_000));
        let subject = self.dice.one(SUBJECTS, "楼盘逾期交房");
        for part in [
            &name,
            "\r\r",
            &phone,
            "莲花街道12号",
            "\r\r\r\r",
            subject,
            "\r",
            "去年六月到期，多次询问没有答复。",
        ] {
            for key in part.chars() {
                self.types(key);
            }
        }
    }

    fn types(&mut self, key: char) {
        let key = key.to_string();
        let time = self.presses(&key, |_| true);
        self.times.keys.push(time);
    }

    fn saves(&mut self) {
        let said = "已保存".as_bytes();
        let time = self.presses(F2, |new| new.windows(said.len()).any(|bytes| bytes == said));
        self.times.saves.push(time);
    }

    /// Presses a key when it is due and waits for what must be written after it; how long that took.
    fn presses(&mut self, key: &str, answered: impl Fn(&[u8]) -> bool) -> Duration {
        self.due += PACE;
        thread::sleep(self.due.saturating_duration_since(Instant::now()));
        let before = self.desk.spent().bytes;
        self.desk.send(key);
        self.desk.until("an answer", |glass| glass.raw.len() > before && answered(&glass.raw[before..]));
        self.due.elapsed()
    }
}

const SURNAMES: &[&str] = &["张", "王", "李", "赵", "陈", "杨", "周", "吴", "欧阳", "覃"];
const GIVEN: &[&str] = &["华", "伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇"];
const SUBJECTS: &[&str] =
    &["楼盘逾期交房", "工地拖欠工资", "征地补偿没有到账", "小区电梯停运", "道路积水未退"];
