//! A store in a directory of its own, the real program before it, and the auditor who counts afterwards.
use fengqiao::{
    domain::rights::Actor,
    store::{Now, Reply, Request, Store, StoreError},
};
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    fs,
    io::{BufRead, BufReader, Read, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio},
    thread::{self, JoinHandle},
};

/// 2026-11-23, ten in the morning in Beijing.
pub const NOON: i64 = 1_795_399_200_000;

/// Seeds of this run; without a word from outside there is one.
pub fn seeds() -> std::ops::RangeInclusive<u64> {
    1..=long().unwrap_or(1)
}

/// How many rounds of the long form are wanted.
pub fn long() -> Option<u64> {
    let said = std::env::var("FENGQIAO_SURVIVE").ok()?;
    Some(said.parse().unwrap_or_else(|_| panic!("FENGQIAO_SURVIVE={said} is no number of rounds")))
}

/// Numbers that one seed gives again and again (`SplitMix64`).
#[derive(Clone)]
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `sides`.
    pub fn below(&mut self, sides: usize) -> usize {
        usize::try_from(self.roll() % u64::try_from(sides).unwrap()).unwrap()
    }

    pub fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

pub fn clerk(code: &str, office: &str) -> Actor {
    Actor::owner(code, office)
}

/// A directory with a store in it, whose path is told as the kernel tells it.
pub struct House {
    _dir: tempfile::TempDir,
    pub dir: PathBuf,
}

impl House {
    pub fn empty() -> Self {
        // What a power cut takes is replayed here and never waited for, so memory is disk enough, where there is some.
        let memory = Path::new("/dev/shm");
        let dir = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
        let path = dir.path().canonicalize().unwrap();
        Self { _dir: dir, dir: path }
    }

    /// With a store that has one petition.
    pub fn new() -> Self {
        let house = Self::empty();
        house.desk().says(&[registering("first", "张华伟")]);
        house
    }

    /// The number of the petition that a new house has.
    pub fn first(&self) -> String {
        let mut desk = self.desk();
        let answer = desk.ask(&registering("first", "张华伟")).unwrap();
        desk.end();
        answer["no"].as_str().unwrap().to_owned()
    }

    /// The same store in another directory. Nobody may have it open.
    pub fn copy(&self) -> Self {
        let copy = Self::empty();
        for entry in fs::read_dir(&self.dir).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), copy.dir.join(entry.file_name())).unwrap();
        }
        copy
    }

    pub fn path(&self) -> PathBuf {
        self.dir.join("f.db")
    }

    /// The program on this store.
    pub fn program(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fengqiao"));
        command
            .args(["--json", "--lang", "en", "--store"])
            .arg(self.path())
            .args(words)
            .env("USER", "owner")
            .env_remove("LD_PRELOAD");
        command
    }

    /// A desk that applies line by line.
    pub fn desk(&self) -> Desk {
        Desk::start(&mut self.program(&["apply", "-"]))
    }
}

/// A running program that answers each line with a line.
pub struct Desk {
    child: Option<Child>,
    ask: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    /// Reads what is said to people all the time, so that nobody waits for somebody to read it.
    errors: JoinHandle<String>,
}

/// What a program left when it ended.
#[derive(Debug)]
pub struct End {
    pub status: ExitStatus,
    pub error: String,
    /// Lines on standard output that were not asked for, one by one, before.
    pub rest: Vec<Value>,
}

impl Desk {
    pub fn start(command: &mut Command) -> Self {
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (ask, answers) = (child.stdin.take(), BufReader::new(child.stdout.take().unwrap()));
        let mut stderr = child.stderr.take().unwrap();
        let errors = thread::spawn(move || {
            let mut text = Vec::new();
            stderr.read_to_end(&mut text).unwrap();
            String::from_utf8_lossy(&text).into_owned()
        });
        Self { child: Some(child), ask, answers, errors }
    }

    /// The process itself, for somebody else to end and to bury.
    pub fn leave_child(&mut self) -> Child {
        self.child.take().unwrap()
    }

    pub fn pid(&self) -> rustix::process::Pid {
        rustix::process::Pid::from_child(self.child.as_ref().unwrap())
    }

    /// Ends it without a word.
    pub fn kill(mut self) {
        let mut child = self.leave_child();
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// Asks without waiting; false when nobody is there any more.
    pub fn send(&mut self, line: &Value) -> bool {
        self.send_text(&line.to_string())
    }

    pub fn send_text(&mut self, line: &str) -> bool {
        self.send_bytes(line.as_bytes())
    }

    pub fn send_bytes(&mut self, line: &[u8]) -> bool {
        self.ask.as_mut().is_some_and(|ask| ask.write_all(&[line, b"\n"].concat()).is_ok())
    }

    /// The next answer, if one comes whole.
    pub fn hear(&mut self) -> Option<Value> {
        let mut line = String::new();
        self.answers.read_line(&mut line).ok()?;
        line.ends_with('\n').then(|| serde_json::from_str(&line).unwrap())
    }

    pub fn ask(&mut self, line: &Value) -> Option<Value> {
        if self.send(line) { self.hear() } else { None }
    }

    /// Asks line by line, where every one has to be carried out.
    #[track_caller]
    pub fn says(mut self, lines: &[Value]) {
        for line in lines {
            let answer = self.ask(line).unwrap();
            assert_eq!(answer["ok"], true, "{line}: {answer}");
        }
        assert!(self.end().status.success());
    }

    /// Says that nothing more comes and waits for the end.
    pub fn end(mut self) -> End {
        self.ask = None;
        let mut rest = String::new();
        self.answers.read_to_string(&mut rest).unwrap();
        let rest = rest.lines().map_while(|line| serde_json::from_str(line).ok()).collect();
        let (mut child, error) = (self.leave_child(), self.errors.join().unwrap());
        End { status: child.wait().unwrap(), error, rest }
    }
}

/// A registration as a line for `apply`.
pub fn registering(op: &str, name: &str) -> Value {
    json!({"op": op, "do": "register", "name": name, "phone": "19000001234", "subject": format!("楼盘逾期交房 {op}"),
           "facts": "合同约定去年六月交房，至今没有复工的时间。", "demand": "要求交房", "place": "莲花街道", "unit": "ZJJ"})
}

pub fn noting(op: &str, no: &str) -> Value {
    json!({"op": op, "do": "progress", "no": no, "text": format!("已联系开发商 {op}")})
}

/// What somebody was told has been done: the operation and the number it concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub op: String,
    pub no: String,
}

impl Told {
    /// What an answer of `apply` acknowledges, if it does.
    pub fn by(answer: &Value) -> Option<Self> {
        let text = |field: &str| answer[field].as_str().map(str::to_owned);
        (answer["ok"] == true).then(|| Self { op: text("op").unwrap(), no: text("no").unwrap() })
    }
}

/// Everything that is wrong with a store: what `verify` finds, and what somebody was told of but is not there.
pub fn audit(path: &Path, told: &[Told]) -> Vec<String> {
    let verified = Store::open_existing(path)
        .and_then(|mut store| store.answer(&clerk("auditor", "ZJ"), Now::at(NOON), Request::Verify));
    let mut problems = match verified {
        Ok(Reply::Verified(found)) => found.problems,
        Ok(other) => panic!("{other:?}"),
        // Before the first start has come to its end there is nothing, and nothing may have been told.
        Err(StoreError::Missing | StoreError::NotOurs) if told.is_empty() => return Vec::new(),
        Err(error) => return vec![format!("{error}")],
    };
    let db = rusqlite::Connection::open(path).unwrap();
    let mut query = db.prepare("SELECT op, subject FROM entry WHERE part = 0").unwrap();
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let kept: HashMap<String, String> = rows.map(Result::unwrap).collect();
    problems.extend(lost(told, &kept));
    problems
}

/// What was told and is not kept, by operation and number.
pub fn lost(told: &[Told], kept: &HashMap<String, String>) -> Vec<String> {
    let missing = |one: &&Told| kept.get(&one.op) != Some(&one.no);
    told.iter().filter(missing).map(|one| format!("lost: {} {}", one.op, one.no)).collect()
}
