//! The power fails: what was written is replayed up to any point, without what was not flushed or with scraps of it.
use crate::{
    house::{Desk, Dice, House, Told, audit, long, noting, registering, seeds},
    parts,
    shim::{self, Note, What},
};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// What a disk writes whole or not at all, in bytes.
const SECTOR: usize = 512;
/// Cuts that the short form tries.
const CUTS: usize = 60;

/// What has been done to a file since it was last flushed.
#[derive(Clone)]
enum Change {
    Wrote(usize, Vec<u8>),
    Cut(usize),
}

#[derive(Clone, Default)]
struct File {
    flushed: Vec<u8>,
    since: Vec<Change>,
}

/// A name in the directory: the file it leads to, and the one it still leads to if the directory is not flushed.
#[derive(Clone, Default)]
struct Name {
    now: Option<File>,
    before: Option<Before>,
}

/// Where a name led before its directory was changed, if it led anywhere.
#[derive(Clone)]
struct Before(Option<File>);

impl Name {
    fn lead_to(&mut self, file: Option<File>) {
        let was = std::mem::replace(&mut self.now, file);
        self.before.get_or_insert(Before(was));
    }
}

/// A disk with its cache.
#[derive(Clone, Default)]
struct Disk(BTreeMap<String, Name>);

/// What the power cut leaves of what was not flushed.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Left {
    Nothing,
    Scraps,
}

impl Disk {
    /// The disk as it stands before a program starts.
    fn of(dir: &Path) -> Self {
        let files = fs::read_dir(dir).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_file());
        let name = |entry: fs::DirEntry| {
            let file = File { flushed: fs::read(entry.path()).unwrap(), since: Vec::new() };
            (entry.file_name().into_string().unwrap(), Name { now: Some(file), before: None })
        };
        Self(files.map(name).collect())
    }

    fn name(&mut self, name: &str) -> &mut Name {
        self.0.entry(name.to_owned()).or_default()
    }

    fn file(&mut self, name: &str) -> &mut File {
        self.name(name).now.get_or_insert_default()
    }

    fn take(&mut self, note: &Note) {
        match &note.what {
            What::Made => self.name(&note.name).lead_to(Some(File::default())),
            What::Wrote { at, bytes } => self.file(&note.name).since.push(Change::Wrote(*at, bytes.clone())),
            What::Cut { to } => self.file(&note.name).since.push(Change::Cut(*to)),
            What::Flushed => self.flush(&note.name),
            What::DirectoryFlushed => self.0.values_mut().for_each(|name| name.before = None),
            What::Removed => self.name(&note.name).lead_to(None),
            What::Renamed { to } => {
                let file = self.name(&note.name).now.clone();
                self.name(&note.name).lead_to(None);
                self.name(to).lead_to(file);
            }
            What::Said(_) | What::Failed(_) => {}
        }
    }

    fn flush(&mut self, name: &str) {
        let file = self.file(name);
        for change in std::mem::take(&mut file.since) {
            change.apply(&mut file.flushed);
        }
    }

    /// What is there when the power comes back.
    fn cut(&self, left: Left, dice: &mut Dice, into: &Path) {
        for (name, entry) in &self.0 {
            // The shared index is memory.
            if name.ends_with("-shm") {
                continue;
            }
            let new = left == Left::Scraps && dice.below(2) == 0;
            let file =
                if new { &entry.now } else { entry.before.as_ref().map_or(&entry.now, |before| &before.0) };
            if let Some(file) = file {
                fs::write(into.join(name), file.after(left, dice)).unwrap();
            }
        }
    }
}

impl File {
    fn after(&self, left: Left, dice: &mut Dice) -> Vec<u8> {
        let mut bytes = self.flushed.clone();
        if left == Left::Scraps {
            self.since.iter().for_each(|change| change.apply_some(&mut bytes, dice));
        }
        bytes
    }
}

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Wrote(at, new) => put(bytes, *at, new),
            Self::Cut(to) => bytes.resize(*to, 0),
        }
    }

    /// Whole sectors of it, whichever they are.
    fn apply_some(&self, bytes: &mut Vec<u8>, dice: &mut Dice) {
        match self {
            Self::Wrote(at, new) => {
                let mut from = 0;
                while from < new.len() {
                    let to = ((at + from) / SECTOR + 1) * SECTOR - at;
                    let to = to.min(new.len());
                    if dice.below(2) == 0 {
                        put(bytes, at + from, &new[from..to]);
                    }
                    from = to;
                }
            }
            Self::Cut(_) if dice.below(2) == 0 => self.apply(bytes),
            Self::Cut(_) => {}
        }
    }
}

fn put(bytes: &mut Vec<u8>, at: usize, new: &[u8]) {
    if bytes.len() < at + new.len() {
        bytes.resize(at + new.len(), 0);
    }
    bytes[at..at + new.len()].copy_from_slice(new);
}

/// A trace of what happened to the files of a house, and how they stood before.
struct Trace {
    before: Disk,
    notes: Vec<Note>,
}

impl Trace {
    /// The points at which the power fails: after each acknowledgement, and wherever the dice fall.
    fn points(&self, dice: &mut Dice) -> Vec<usize> {
        let all = 0..=self.notes.len();
        if long().is_some() {
            return all.collect();
        }
        let after_said = |at: &usize| *at > 0 && matches!(self.notes[at - 1].what, What::Said(_));
        let said: Vec<usize> = all.filter(after_said).collect();
        let mut points: Vec<usize> = (0..CUTS / 2).map(|_| dice.below(self.notes.len() + 1)).collect();
        points.extend((0..CUTS / 2).map(|_| *dice.one_of::<usize>(&said)));
        points.sort_unstable();
        points.dedup();
        points
    }

    /// Cuts the power at each point, and hands what is left to the auditor with what had been said by then.
    fn cut(&self, left: Left, dice: &mut Dice, audit: &mut dyn FnMut(usize, &Path, &[u8])) {
        let points = self.points(dice);
        let (mut disk, mut said, mut done) = (self.before.clone(), Vec::new(), 0);
        for point in points {
            for note in &self.notes[done..point] {
                disk.take(note);
                if let What::Said(text) = &note.what {
                    said.extend_from_slice(text);
                }
            }
            done = point;
            let after = House::empty();
            disk.cut(left, dice, &after.dir);
            audit(point, &after.path(), &said);
        }
    }
}

/// Desks, one after the other, at work on a store: enough that the log is taken over into the file on the way, and
/// each closes it at its end.
fn trace_of_desks(house: &House) -> Trace {
    let first = house.first();
    let (before, log) = (Disk::of(&house.dir), log_beside(house));
    for desk in 0..2 {
        let mut command = house.program(&["apply", "-"]);
        shim::under(&mut command, &house.dir).env("FQ_LOG", &log);
        let lines = (0..30).map(|n| {
            let op = format!("{desk}-{n}");
            if n % 3 == 0 { noting(&op, &first) } else { registering(&op, "李芳") }
        });
        Desk::start(&mut command).says(&lines.collect::<Vec<_>>());
    }
    Trace { before, notes: shim::notes(&log) }
}

fn trace_of_part(house: &House, how: &str) -> Trace {
    let (before, log, path) = (Disk::of(&house.dir), log_beside(house), house.path());
    let mut command = parts::play(&["synchronous", how, path.to_str().unwrap()]);
    let said = shim::under(&mut command, &house.dir).env("FQ_LOG", &log).output().unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    Trace { before, notes: shim::notes(&log) }
}

fn log_beside(house: &House) -> PathBuf {
    let dir = house.dir.join("log");
    fs::create_dir(&dir).unwrap();
    dir.join("notes")
}

fn told(said: &[u8]) -> Vec<Told> {
    let text = String::from_utf8_lossy(said);
    text.lines().filter_map(|line| Told::by(&serde_json::from_str(line).ok()?)).collect()
}

#[test]
fn a_power_cut_at_any_point_loses_nothing_that_was_acknowledged() {
    let house = House::new();
    let trace = trace_of_desks(&house);
    for seed in seeds() {
        let mut dice = Dice(seed);
        for left in [Left::Nothing, Left::Scraps] {
            let mut most = 0;
            trace.cut(left, &mut dice, &mut |point, path, said| {
                let told = told(said);
                most = most.max(told.len());
                assert_eq!(
                    audit(path, &told),
                    Vec::<String>::new(),
                    "seed {seed}, {left:?} left, cut at {point}"
                );
            });
            assert!(most > 30, "{most} acknowledgements");
        }
    }
}

/// Lost acknowledgements over all cuts of the same small program, as durable as it was told to be.
fn lost_by(how: &str) -> usize {
    let house = House::new();
    let trace = trace_of_part(&house, how);
    let mut lost = 0;
    trace.cut(Left::Nothing, &mut Dice(1), &mut |_, path, said| {
        lost += parts::lost(path, &parts::acknowledged(said)).len();
    });
    lost
}

/// Control: with `synchronous=NORMAL` commits that were acknowledged are gone, with `FULL` none is.
#[test]
fn a_power_cut_takes_acknowledged_commits_where_the_log_is_not_flushed() {
    assert!(lost_by("NORMAL") > 0);
    assert_eq!(lost_by("FULL"), 0);
}
