//! The door of a desk that somebody left, whatever the line does meanwhile; and one live desk a clerk.
use std::time::{Duration, Instant};

use fengqiao::{
    domain::{
        catalog::{Extra, Item, List},
        deed::{Deed, Order},
        pin::Pin,
        rights::{Actor, Role},
    },
    run::tty::WIPE,
    store::{Now, Reply, Request, Store},
};
use rusqlite::Connection;

use crate::counter::{Counter, F5, F10, F12, run};
use crate::desk::Answer;

const NOW: i64 = 1_795_399_200_000;

/// A desk with a name half typed, which locks itself after some two seconds.
fn impatient() -> Counter {
    let mut counter = Counter::open();
    counter.send(F10);
    counter.end();
    allow(&counter, "idle-minutes", "0.04");
    counter.again(&[]);
    counter.send("\x0e");
    counter.until_text("证件号");
    counter.send("李四");
    counter
}

fn allow(counter: &Counter, key: &str, minutes: &str) {
    let db = Connection::open(counter.store()).unwrap();
    db.execute("INSERT OR REPLACE INTO setting (key, value) VALUES (?1, ?2)", (key, minutes)).unwrap();
}

/// The door is shut, and nothing of what was behind it can be seen or scrolled back to.
fn assert_shut(counter: &Counter) {
    counter.until("the door", |glass| glass.text().contains("已锁屏"));
    let mut glass = counter.glass();
    assert!(glass.raw.windows(WIPE.len()).any(|bytes| bytes == WIPE));
    let history = glass.history();
    assert!(!history.contains("李四"), "{history}");
}

#[test]
fn a_desk_that_was_left_locks_itself_and_goes_on_where_it_was() {
    let counter = impatient();
    assert_shut(&counter);
    counter.send("\r");
    counter.until_text("李四");
}

#[test]
fn a_desk_that_is_locked_by_its_key_shows_nothing_and_has_no_history_either() {
    let counter = Counter::open();
    counter.write("李四");
    counter.send(F12);
    assert_shut(&counter);
    counter.send("\r");
    counter.until_text("李四");
}

/// A store that stands still holds up the saving of what was typed, but nothing is painted any more meanwhile.
#[test]
fn the_door_is_shut_before_anything_is_painted_though_the_form_cannot_be_saved_yet() {
    let counter = Counter::open();
    allow(&counter, "idle-minutes", "0.04");
    let stuck = Connection::open(counter.store()).unwrap();
    counter.send(F5);
    counter.settle();
    stuck.execute_batch("BEGIN IMMEDIATE").unwrap();
    counter.send("李四");
    let (mut turns, begun) = (0, Instant::now());
    while !counter.glass().text().contains("已锁屏") {
        assert!(begun.elapsed() < Duration::from_secs(60), "it does not lock itself");
        turns += 1;
        counter.resize(100 + turns % 2, 30);
        counter.is_quiet(Duration::from_millis(20));
    }
    let raw = counter.glass().raw.clone();
    let find = |what: &str| raw.windows(what.len()).position(|bytes| bytes == what.as_bytes()).unwrap();
    let until_shut = &raw[find("李四")..find("已锁屏")];
    let wiped = until_shut.windows(WIPE.len()).filter(|bytes| *bytes == WIPE).count();
    assert_eq!(wiped, 1, "by the door; the clock still waits for the form");
    drop(stuck);
}

#[test]
fn neither_a_paste_without_end_nor_half_a_character_nor_half_a_sequence_keeps_it_open() {
    for stuck in ["\x1b[200~abc", "\x1b[", "\x1b]11;rgb:"] {
        let counter = impatient();
        counter.send(stuck);
        assert_shut(&counter);
    }
    let counter = impatient();
    counter.send([0xe4]);
    assert_shut(&counter);
}

#[test]
fn a_window_that_is_dragged_all_the_time_is_nobody() {
    let counter = impatient();
    let (mut turns, begun) = (0, Instant::now());
    while !counter.glass().text().contains("已锁屏") {
        assert!(begun.elapsed() < Duration::from_secs(60), "whoever drags it is taken for somebody");
        turns += 1;
        counter.resize(100 + turns % 2, 30);
        counter.is_quiet(Duration::from_millis(20));
    }
    assert_shut(&counter);
}

#[test]
fn a_client_that_does_not_read_sees_the_door_when_it_reads_again() {
    let mut counter = impatient();
    counter.until_text("李四");
    counter.pause(true);
    for n in 0..200 {
        counter.resize(100 + n % 2, 40);
        // The line takes its time to fill.
        counter.is_quiet(Duration::from_millis(5));
    }
    until_locked(&counter);
    counter.pause(false);
    counter.resize(80, 24);
    assert_shut(&counter);
    counter.settle();
    assert!(!counter.glass().text().contains("李四"));
}

/// Waits for the draft that the lock saves: it needs no screen.
fn until_locked(counter: &Counter) {
    let db = Connection::open(counter.store()).unwrap();
    for _ in 0..300 {
        let kept: i64 = db
            .query_row("SELECT count(*) FROM draft WHERE body LIKE '%李四%'", [], |row| row.get(0))
            .unwrap();
        if kept > 0 {
            break;
        }
        counter.is_quiet(Duration::from_millis(20));
    }
    counter.is_quiet(Duration::from_secs(3));
}

#[test]
fn nobody_comes_back_and_the_program_ends_with_everything_saved() {
    let mut counter = Counter::open();
    counter.send(F10);
    counter.end();
    allow(&counter, "idle-minutes", "0.04");
    allow(&counter, "idle-end-minutes", "0.06");
    counter.again(&[]);
    counter.send("\x0e");
    counter.until_text("证件号");
    counter.send("李四");
    let (status, _) = counter.end();
    assert!(status.success());
    assert!(counter.is_sane());
    allow(&counter, "idle-minutes", "3");
    allow(&counter, "idle-end-minutes", "30");
    counter.find_draft("李四");
}

#[test]
fn a_clerk_who_signs_in_anew_takes_their_seat_over_and_finds_what_they_were_typing() {
    let home = tempfile::tempdir().unwrap();
    let mut store = Store::open(&home.path().join("store.db")).unwrap();
    let mut put = |code: &str, role| {
        let extra = Extra { office: "ZJ".into(), role, ..Extra::default() };
        let item = Item { extra, ..Item::new(List::Clerk, code, format!("{code}某")) };
        let order = Order { op: format!("put-{code}"), version: None, deed: Deed::PutItem(Box::new(item)) };
        let owner = Actor::owner("owner", "ZJ");
        store.answer(&owner, Now::at(NOW), Request::Do(Box::new(order))).unwrap();
    };
    put("li", Role::Clerk);
    put("an", Role::Security);
    let li = Actor { role: Role::Clerk, ..Actor::owner("li", "ZJ") };
    let pin = Request::OwnPin { old: Pin::default(), new: Pin::new("481516") };
    assert_eq!(store.answer(&li, Now::at(NOW), pin), Ok(Reply::Noted));
    drop(store);
    let open = || run(home.path(), &[], &["--as", "li"], &[], Answer::Honest);
    let mut first = open();
    first.until_text("没有在办的信访事项");
    first.send("\x0e");
    first.until_text("证件号");
    first.send("李四");
    first.until_text("李四");
    let second = open();
    second.until_text("未完成的登记");
    first.until_text("这里已退出");
    let (status, _) = first.end();
    assert!(status.success());
    second.until_text("另一台终端的登录已结束");
    // Whoever comes without a key of their own knocks.
    let third = run(home.path(), &[], &[], &[], Answer::Honest);
    third.until_text("姓名或工号");
    third.send("li\r");
    third.until("the second field", |glass| glass.caret().0 == 7);
    third.send("481516\r");
    third.until_text("未完成的登记");
}
