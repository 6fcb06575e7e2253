//! Files reach a clerk through their outbox alone: what a line with one allowed command gives, and what it refuses.
use crate::support::{NOON, Visit, clerk, visit};
use fengqiao::{
    domain::{
        audit::Trace,
        catalog::{Extra, Item, List},
        deed::{Deed, Order},
        journal::Act,
        rights::{Actor, Role},
    },
    flow::{Msg, Note, Printer, Ticket, Work},
    lang::Locale,
    run::outbox,
    store::{Now, Request, Store},
};
use rusqlite::Connection;
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

/// Not text, and long enough for several pieces.
fn bytes() -> Vec<u8> {
    (0..100_000_u32).map(|n| u8::try_from(n * 7 % 256).unwrap()).collect()
}

fn put(store: &mut Store, by: &Actor, code: &str, role: Role, off: bool) {
    let extra = Extra { office: "ZJ".into(), role, ..Extra::default() };
    let item = Item { extra, off, ..Item::new(List::Clerk, code, code) };
    let op = format!("put-{code}-{role:?}-{off}");
    let order = Order { op, version: None, deed: Deed::PutItem(Box::new(item)) };
    store.answer(by, Now::at(NOON), Request::Do(Box::new(order))).unwrap();
}

/// A house shared by the clerks li and wu, each with a file.
struct House(tempfile::TempDir);

impl House {
    fn new() -> Self {
        let house = Self(tempfile::tempdir().unwrap());
        let mut store = Store::open(&house.path()).unwrap();
        put(&mut store, &clerk("主人", "ZJ"), "an", Role::Security, false);
        for code in ["li", "wu"] {
            put(&mut store, &security(), code, Role::Clerk, false);
            let outbox = outbox::of(&house.path(), code);
            fs::create_dir_all(&outbox).unwrap();
            fs::write(outbox.join(format!("{code}.docx")), bytes()).unwrap();
        }
        house
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("f.db")
    }

    fn run(&self, words: &[&str], asked: Option<&str>) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fengqiao"));
        command.arg("--store").arg(self.path()).args(["--lang", "en"]).args(words).env("USER", "owner");
        if let Some(asked) = asked {
            command.env("SSH_ORIGINAL_COMMAND", asked);
        }
        command.stdin(Stdio::null()).output().unwrap()
    }

    /// What a line gives whose key allows the desk of somebody.
    fn over(&self, who: &str, asked: &str) -> Output {
        self.run(&["--as", who], Some(asked))
    }

    fn traces(&self, code: &str) -> Vec<Trace> {
        traces(&self.path(), code)
    }
}

fn traces(store: &Path, code: &str) -> Vec<Trace> {
    let db = Connection::open(store).unwrap();
    let mut query = db.prepare("SELECT payload FROM entry WHERE subject = ?1 ORDER BY id").unwrap();
    let rows = query.query_map([format!("@clerk:{code}")], |row| row.get::<_, String>(0)).unwrap();
    let trace = |payload: String| match serde_json::from_str(&payload).unwrap() {
        Act::Traced(trace) => trace,
        other => panic!("{other:?}"),
    };
    rows.map(|row| trace(row.unwrap())).collect()
}

fn security() -> Actor {
    Actor { role: Role::Security, ..clerk("an", "ZJ") }
}

fn refused(wish: &str, why: &str) -> Trace {
    Trace::Refused { wish: wish.into(), why: why.into() }
}

#[test]
fn a_file_of_ones_own_comes_byte_for_byte_and_is_written_down() {
    let house = House::new();
    let got = house.over("li", "get li.docx");
    assert_eq!((got.status.code(), got.stdout == bytes(), got.stderr), (Some(0), true, Vec::new()));
    assert_eq!(house.traces("li"), [Trace::Fetched { file: "li.docx".into() }]);
    let list = String::from_utf8(house.over("li", "list").stdout).unwrap();
    assert!(list.starts_with("li.docx  100000  20") && list.lines().count() == 1, "{list}");
    let verb = house.run(&["--as", "wu", "get", "wu.docx"], None);
    assert!(verb.status.success() && verb.stdout == bytes());
}

#[test]
fn nothing_leaves_where_it_cannot_be_written_down() {
    let house = House::new();
    let db = Connection::open(house.path()).unwrap();
    db.execute_batch("CREATE TRIGGER full BEFORE INSERT ON entry BEGIN SELECT RAISE(FAIL, 'no room'); END")
        .unwrap();
    let got = house.over("li", "get li.docx");
    assert_eq!((got.status.code(), got.stdout), (Some(1), Vec::new()));
}

#[test]
fn every_other_command_is_refused_in_a_sentence_and_written_down() {
    let house = House::new();
    let absolute = format!("get {}", outbox::of(&house.path(), "li").join("li.docx").display());
    let asked = [
        ("", "why-only-desk"),
        ("id", "why-only-desk"),
        ("sh -c 'cat f.db'", "why-only-desk"),
        ("/usr/lib/openssh/sftp-server", "why-only-desk"),
        ("internal-sftp", "why-only-desk"),
        ("scp -f li.docx", "why-only-desk"),
        ("rsync --server --sender . li.docx", "why-only-desk"),
        ("verify", "why-only-desk"),
        ("export", "why-only-desk"),
        ("get", "why-only-desk"),
        ("get li.docx; id", "why-only-desk"),
        ("get li.docx wu.docx", "why-only-desk"),
        ("get  li.docx", "why-only-desk"),
        ("list --store /tmp/x", "why-only-desk"),
        ("get ", "why-not-laid"),
        ("get wu.docx", "why-not-laid"),
        ("get ../7775/wu.docx", "why-not-laid"),
        (&absolute, "why-not-laid"),
    ];
    for (at, (command, why)) in asked.iter().enumerate() {
        let got = house.over("li", command);
        let said = String::from_utf8(got.stderr).unwrap();
        assert_eq!((got.status.code(), got.stdout), (Some(3), Vec::new()), "{command}: {said}");
        assert!(said.starts_with("fengqiao: ") && said.lines().count() == 1, "{command}: {said}");
        let wish: String = command.trim().chars().take(80).collect();
        let (traces, wish) = (house.traces("li"), wish.replace("get  li", "get li"));
        assert_eq!(traces.len(), at + 1, "{command}");
        let Some(Trace::Refused { wish: kept, why: written }) = traces.last() else { panic!("{traces:?}") };
        assert_eq!((kept.replace("  ", " "), written.as_str()), (wish, *why));
    }
}

#[test]
fn a_refused_command_brings_no_control_characters_into_the_journal_or_onto_the_screen() {
    let house = House::new();
    let got = house.over("li", "\u{1b}]0;x\u{7}\u{202e}rm\nfengqiao: all is well");
    assert!(!got.stderr[..got.stderr.len() - 1].iter().any(u8::is_ascii_control), "{:?}", got.stderr);
    assert_eq!(house.traces("li"), [refused("]0;xrm fengqiao: all is well", "why-only-desk")]);
}

#[test]
fn a_link_out_of_the_outbox_leads_nowhere() {
    let house = House::new();
    let link = outbox::of(&house.path(), "li").join("theirs.docx");
    std::os::unix::fs::symlink(outbox::of(&house.path(), "wu").join("wu.docx"), link).unwrap();
    let got = house.over("li", "get theirs.docx");
    assert_eq!((got.status.code(), got.stdout), (Some(3), Vec::new()));
}

#[test]
fn who_is_switched_off_unknown_unnamed_or_no_longer_in_the_casework_gets_nothing() {
    let house = House::new();
    let mut store = Store::open(&house.path()).unwrap();
    put(&mut store, &security(), "li", Role::Clerk, true);
    put(&mut store, &security(), "wu", Role::System, false);
    for (words, command, code, trace) in [
        (&["--as", "li"][..], "get li.docx", "li", refused("get li.docx", "why-switched-off")),
        (&["--as", "li"], "list", "li", refused("list", "why-switched-off")),
        (&["--as", "wu"], "get wu.docx", "wu", refused("fetch", "why-no-right")),
        (&["--as", "xu"], "get li.docx", "xu", refused("get li.docx", "error-clerk")),
        (&[], "get li.docx", "owner", refused("get li.docx", "why-nobody-named")),
    ] {
        let got = house.run(words, Some(command));
        assert_eq!((got.status.code(), got.stdout), (Some(3), Vec::new()), "{words:?} {command}");
        assert_eq!(house.traces(code).last(), Some(&trace), "{words:?} {command}");
    }
}

/// Somebody sat down under the account once; whoever comes over a line that names nobody is not them.
#[test]
fn the_clerk_who_sat_down_under_the_account_is_nobody_on_a_line() {
    let house = House::new();
    let db = Connection::open(house.path()).unwrap();
    db.execute("INSERT INTO setting (key, value) VALUES ('seat-owner', 'li')", []).unwrap();
    assert_eq!(house.run(&[], Some("get li.docx")).status.code(), Some(3));
}

fn worked(v: &mut Visit, work: Work) {
    v.house.send(Msg::Worked(Ticket { page: 0, lane: 0, turn: 0 }, Box::new(work))).unwrap();
}

#[test]
fn at_the_far_end_of_a_line_the_desk_says_how_a_file_is_fetched() {
    for locale in [Locale::Zh, Locale::En] {
        let mut v = visit(locale);
        let paper =
            || Work::Printed { file: "/s/outbox/6c69/ZJ-HZ-2026-0001.txt".into(), printer: Printer::Absent };
        let briefing = || {
            let file = |ending: &str| format!("/s/outbox/6c69/briefing-2026-11-16.{ending}").into();
            Work::Briefed(vec![file("docx"), file("xlsx")])
        };
        worked(&mut v, paper());
        v.sees("ZJ-HZ-2026-0001.txt").sees("/s/outbox/6c69");
        worked(&mut v, briefing());
        v.sees("briefing-2026-11-16.docx briefing-2026-11-16.xlsx").sees_not("ssh");
        v.house.model.cx.remote = true;
        worked(&mut v, paper());
        v.sees("ssh desk get ZJ-HZ-2026-0001.docx > ZJ-HZ-2026-0001.docx")
            .sees("# .txt")
            .sees_not("/s/outbox");
        worked(&mut v, briefing());
        v.sees("ssh desk get briefing-2026-11-16.docx > briefing-2026-11-16.docx").sees("# .xlsx");
        let refused = vec![(fengqiao::domain::petition::No("ZJ".into()), Note::bad("error-missing", ""))];
        worked(&mut v, Work::PrintedMany { printed: 2, printer: Printer::Absent, refused });
        v.sees("ssh desk list");
        let file = "/s/outbox/6c69/ZJ-HZ-2026-0001.txt".into();
        worked(&mut v, Work::Printed { file, printer: Printer::Refused });
        v.sees(if locale == Locale::Zh { "打印机没有接受" } else { "The printer did not take it" })
            .sees("ssh desk get");
    }
}
