//! Twenty-four processes that are killed without a word: what one of them has acknowledged is there.
use crate::house::{Desk, Dice, House, Told, audit, long, noting, registering, seeds};
use rustix::fs::{FlockOperation, flock};
use serde_json::{Value, json};
use std::{
    fs::{self, OpenOptions},
    io::Write,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    process::Child,
    sync::{
        Arc, Condvar, Mutex,
        atomic::{AtomicBool, Ordering},
        mpsc::{Sender, channel},
    },
    thread,
    time::{Duration, Instant},
};

/// Processes at once; so many of them only search.
const DESKS: usize = 24;
const SEARCHING: usize = 4;
/// How long a verb waits for its turn before it says that another one is writing.
const PATIENCE: Duration = Duration::from_secs(5);

/// What all threads of a round share.
struct Hall {
    house: House,
    /// Numbers that somebody was told, and whoever waits for the next one.
    numbers: Mutex<Vec<String>>,
    news: Condvar,
    closing: AtomicBool,
    seats: Vec<Mutex<Option<Child>>>,
    /// True for an acknowledgement, false when a clerk has seen something that must not be.
    told: Sender<bool>,
}

impl Hall {
    /// Starts a program in a seat, where the killer finds it; nobody sits down when the hall closes.
    fn seat(&self, seat: usize, words: &[&str]) -> Option<Desk> {
        let mut place = self.seats[seat].lock().unwrap();
        if let Some(mut before) = place.take() {
            before.wait().unwrap();
        }
        if self.closing.load(Ordering::SeqCst) {
            return None;
        }
        let mut desk = Desk::start(&mut self.house.program(words));
        *place = Some(desk.leave_child());
        Some(desk)
    }

    fn kill(&self, seat: usize) {
        if let Some(child) = self.seats[seat].lock().unwrap().as_mut() {
            child.kill().unwrap();
        }
    }

    fn order(&self, op: &str, dice: &mut Dice) -> Value {
        let numbers = self.numbers.lock().unwrap();
        match dice.below(3) {
            0 => noting(op, dice.one_of::<String>(&numbers)),
            1 => json!({"op": op, "do": "visit", "no": dice.one_of::<String>(&numbers), "note": op}),
            _ => registering(op, dice.one_of::<&str>(&["张华伟", "李芳", "欧阳建国", "王秀英"])),
        }
    }

    /// A clerk writes order after order. What was not answered is sent again under its op id to the next process, as
    /// a desk does; what was answered goes into a file that outlives the round.
    fn write(&self, seat: usize, seed: u64) {
        let mut dice = Dice(seed);
        let mut file = OpenOptions::new().create(true).append(true).open(self.file(seat)).unwrap();
        let mut open: Option<Value> = None;
        let mut count = 0;
        while let Some(mut desk) = self.seat(seat, &["apply", "-"]) {
            loop {
                let order = open.take().unwrap_or_else(|| {
                    count += 1;
                    self.order(&format!("{seat}-{count}"), &mut dice)
                });
                let asked = Instant::now();
                let Some(answer) = desk.ask(&order) else {
                    open = Some(order);
                    break;
                };
                if let Some(told) = Told::by(&answer) {
                    writeln!(file, "{}\t{}", told.op, told.no).unwrap();
                    self.tell(told.no);
                } else {
                    // On a slow host a verb may have waited for its turn in vain, but never for less than it is ready to.
                    let waited = answer["why"] == "error-busy" && asked.elapsed() >= PATIENCE;
                    assert!(waited, "{order} was answered {answer}");
                    open = Some(order);
                }
            }
        }
    }

    fn tell(&self, no: String) {
        self.numbers.lock().unwrap().push(no);
        self.news.notify_all();
        let _ = self.told.send(true);
    }

    /// A clerk looks for what others were told last, and finds it.
    fn search(&self, seat: usize, _seed: u64) {
        let mut seen = 0;
        while let Some(mut desk) = self.seat(seat, &["search", "-"]) {
            while let Some(no) = self.next(&mut seen) {
                if !desk.send_text(&no) {
                    break;
                }
                let Some(answer) = desk.hear() else { break };
                assert_eq!(answer["rows"][0]["no"], no.as_str(), "{no} was told and is not found: {answer}");
            }
        }
    }

    /// The newest number, once there is one that was not seen; none when the hall closes.
    fn next(&self, seen: &mut usize) -> Option<String> {
        let idle = |numbers: &mut Vec<String>| numbers.len() == *seen && !self.closing.load(Ordering::SeqCst);
        let numbers = self.news.wait_while(self.numbers.lock().unwrap(), idle).unwrap();
        *seen = numbers.len();
        if self.closing.load(Ordering::SeqCst) { None } else { numbers.last().cloned() }
    }

    fn close(&self) {
        let numbers = self.numbers.lock().unwrap();
        self.closing.store(true, Ordering::SeqCst);
        self.news.notify_all();
        drop(numbers);
        (0..DESKS).for_each(|seat| self.kill(seat));
    }

    fn file(&self, seat: usize) -> std::path::PathBuf {
        self.house.dir.join(format!("told-{seat}"))
    }
}

/// What the files say that was acknowledged.
fn told_in(dir: &Path) -> Vec<Told> {
    let mut told = Vec::new();
    for entry in fs::read_dir(dir).unwrap().map(Result::unwrap) {
        if entry.file_name().to_string_lossy().starts_with("told-") {
            let text = fs::read_to_string(entry.path()).unwrap();
            told.extend(text.lines().map(|line| {
                let (op, no) = line.split_once('\t').unwrap();
                Told { op: op.to_owned(), no: no.to_owned() }
            }));
        }
    }
    told
}

/// Writes beside the gate, as a desk's drafts do when it is held for long: whoever reads before taking SQLite's own
/// lock would be told "busy".
fn scribble(db: &rusqlite::Connection, n: usize) {
    db.execute(
        "INSERT OR REPLACE INTO draft (id, clerk, terminal, form, at, body) VALUES (?1, 'x', 'x', 'x', 0, '{}')",
        [format!("draft-{}", n % 24)],
    )
    .unwrap();
}

fn round(seed: u64, acknowledgements: usize) {
    println!("seed {seed}");
    let mut dice = Dice(seed);
    let house = House::new();
    let (told, heard) = channel();
    let first = house.first();
    let hall = Arc::new(Hall {
        house,
        numbers: Mutex::new(vec![first]),
        news: Condvar::new(),
        closing: AtomicBool::new(false),
        seats: (0..DESKS).map(|_| Mutex::new(None)).collect(),
        told,
    });
    let clerks: Vec<_> = (0..DESKS)
        .map(|seat| {
            let (hall, seed) = (Arc::clone(&hall), dice.roll());
            let work = if seat < SEARCHING { Hall::search } else { Hall::write };
            thread::spawn(move || {
                if catch_unwind(AssertUnwindSafe(|| work(&hall, seat, seed))).is_err() {
                    let _ = hall.told.send(false);
                }
            })
        })
        .collect();
    let db = rusqlite::Connection::open(hall.house.path()).unwrap();
    db.busy_timeout(Duration::from_secs(60)).unwrap();
    for n in 0..acknowledgements {
        assert!(heard.recv().unwrap(), "seed {seed}: a clerk saw what must not be");
        scribble(&db, n);
        if dice.below(12) == 0 {
            hall.kill(dice.below(DESKS));
        }
    }
    hall.close();
    for clerk in clerks {
        clerk.join().unwrap();
    }
    drop(db);
    assert!(heard.try_iter().all(|fine| fine), "seed {seed}: a clerk saw what must not be");
    let told = told_in(&hall.house.dir);
    assert!(told.len() >= acknowledgements, "seed {seed}: {} of {acknowledgements}", told.len());
    assert_eq!(audit(&hall.house.path(), &told), Vec::<String>::new(), "seed {seed}");
}

#[test]
fn what_any_of_24_killed_processes_acknowledged_is_there() {
    for seed in seeds() {
        round(seed, if long().is_some() { 3000 } else { 400 });
    }
}

/// Control: whoever believes a write before it is committed loses it, and the auditor says so.
#[test]
fn an_acknowledgement_that_is_believed_before_the_commit_is_missed() {
    let house = House::new();
    let gate = OpenOptions::new().write(true).open(house.dir.join("f.db.gate")).unwrap();
    let mut desks: Vec<Desk> = (0..DESKS).map(|_| house.desk()).collect();
    // Nobody gets through the gate any more, so nothing that is sent now is committed.
    flock(&gate, FlockOperation::LockExclusive).unwrap();
    let mut told = Vec::new();
    for (n, desk) in desks.iter_mut().enumerate() {
        assert!(desk.send(&registering(&format!("believed-{n}"), "李芳")));
        told.push(Told { op: format!("believed-{n}"), no: format!("ZJ-2026-{:06}", n + 2) });
    }
    desks.into_iter().for_each(Desk::kill);
    drop(gate);
    let problems = audit(&house.path(), &told);
    assert_eq!(problems.len(), DESKS, "{problems:?}");
}

/// Control: reading first and asking for the lock then is told "busy" at once, however long one is ready to wait.
#[test]
fn a_deferred_begin_is_told_busy_at_once() {
    let house = House::new();
    let open = || {
        let db = rusqlite::Connection::open(house.path()).unwrap();
        db.busy_timeout(Duration::from_secs(3600)).unwrap();
        db
    };
    let (reader, neighbour) = (open(), open());
    reader.execute_batch("BEGIN; SELECT count(*) FROM draft;").unwrap();
    reader.query_row("SELECT count(*) FROM draft", [], |row| row.get::<_, i64>(0)).unwrap();
    scribble(&neighbour, 1);
    let told = reader.execute("DELETE FROM draft", []).unwrap_err();
    assert_eq!(told.sqlite_error_code(), Some(rusqlite::ErrorCode::DatabaseBusy));
}
