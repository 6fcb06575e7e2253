//! However a session ends: the terminal is as it was, and what was typed is still there.
use std::time::Duration;

use fengqiao::run::screen::{Options, Screen};
use fengqiao::run::tty::{LEAVE, Tty, WIPE};
use rusqlite::Connection;
use rustix::process::Signal;

use crate::counter::{Counter, F10};
use crate::desk::{Answer, Desk};

fn assert_left_clean(desk: &Desk) {
    desk.until_read();
    let glass = desk.glass();
    let screen = glass.screen();
    assert!(desk.is_sane(), "the line is still raw");
    assert!(!screen.alternate_screen() && !screen.bracketed_paste() && !screen.hide_cursor());
}

#[test]
fn leaving_gives_the_terminal_back() {
    let mut counter = Counter::open();
    counter.send(F10);
    let (status, _) = counter.end();
    assert!(status.success());
    assert_left_clean(&counter);
    assert!(counter.glass().raw.ends_with(LEAVE));
}

#[test]
fn a_signal_saves_and_gives_the_terminal_back() {
    let signals = [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130), (Signal::QUIT, 131)];
    for (signal, code) in signals {
        let mut counter = Counter::open();
        counter.write("李四");
        counter.signal(signal);
        let (status, time) = counter.end();
        assert_eq!(status.code(), Some(code));
        assert!(time < Duration::from_secs(1), "{signal:?} took {time:?}");
        assert_left_clean(&counter);
        assert!(counter.glass().raw.ends_with(LEAVE));
        counter.find_draft("李四");
    }
}

#[test]
fn a_panic_gives_the_terminal_back_and_names_nobody() {
    let child = std::env::current_exe().unwrap();
    let command =
        [child.to_str().unwrap(), "--exact", "ends::a_desk_that_panics", "--ignored", "--nocapture"];
    let mut desk = Desk::start(&command, &[], Answer::Honest);
    let (status, _) = desk.end();
    assert_eq!(status.code(), Some(101));
    assert_left_clean(&desk);
    let raw = String::from_utf8_lossy(&desk.glass().raw).into_owned();
    assert!(raw.contains("saved") && raw.contains("panic at tests/pty/ends.rs"), "{raw}");
    assert!(!raw.contains("李四"), "{raw}");
}

/// The other end of the test above: run by itself on a line, never by the suite.
#[test]
#[ignore = "runs inside another test"]
fn a_desk_that_panics() {
    let screen = Screen::enter(Options::default()).unwrap();
    screen.guard_panics(|| {
        let _ = rustix::io::write(rustix::stdio::stdout(), b"saved");
    });
    let threaded = std::thread::spawn(|| panic!("李四"));
    let _ = threaded.join();
}

/// A paper that the line does not take stops for a lock and for the end, and nothing of it comes behind them.
#[test]
fn a_paper_on_its_way_to_the_printer_gives_way() {
    for (child, last) in
        [("ends::a_desk_that_prints_and_locks", WIPE), ("ends::a_desk_that_prints_and_ends", LEAVE)]
    {
        let program = std::env::current_exe().unwrap();
        let command = [program.to_str().unwrap(), "--exact", child, "--ignored", "--nocapture"];
        let mut desk = Desk::start(&command, &[], Answer::Honest);
        desk.until("a paper on its way", |glass| find(&glass.raw, b"\x1b[5i").is_some());
        desk.send("x");
        let (status, time) = desk.end();
        assert!(status.success() && time < Duration::from_secs(5), "{status:?} {time:?}");
        desk.until_read();
        let raw = desk.glass().raw.clone();
        let back = find(&raw, b"\x1b[4i").unwrap();
        assert!(raw[back..].starts_with(&[b"\x1b[4i", last].concat()), "{child}");
        assert_eq!(find(&raw[back..], "李四".as_bytes()), None, "{child}");
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|part| part == what)
}

/// Prints what no line takes in one breath, and does something else at a key.
fn print_and(then: impl FnOnce(&Tty)) {
    let screen = Screen::enter(Options::default()).unwrap();
    let (tty, printing) = (screen.tty(), screen.tty());
    let printer = std::thread::spawn(move || printing.print(&"李四\n".repeat(1_000_000)));
    rustix::io::read(rustix::stdio::stdin(), &mut [0; 1][..]).unwrap();
    then(&tty);
    assert!(printer.join().unwrap().is_err());
}

#[test]
#[ignore = "runs inside another test"]
fn a_desk_that_prints_and_locks() {
    print_and(Tty::wipe);
}

#[test]
#[ignore = "runs inside another test"]
fn a_desk_that_prints_and_ends() {
    print_and(Tty::leave);
}

/// Whoever leaves waits for the saver, who waits here for somebody else's write.
#[test]
fn leaving_with_a_form_half_filled_in_keeps_it_by_clerk_and_terminal() {
    let mut counter = Counter::open();
    let other = Connection::open(counter.store()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    counter.send(["李四", F10].concat());
    counter.is_quiet(Duration::from_millis(300));
    other.execute_batch("COMMIT").unwrap();
    let (status, _) = counter.end();
    assert!(status.success());
    let kept = |row: &rusqlite::Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?));
    let sql =
        "SELECT item.body ->> '$.name', terminal FROM draft JOIN item ON list = 'clerk' AND code = clerk";
    let (clerk, terminal) = other.query_row(sql, [], kept).unwrap();
    assert!(clerk == "测试员" && terminal.starts_with("/dev/pts/"), "{clerk} {terminal}");
    counter.find_draft("李四");
}

#[test]
fn a_broken_line_ends_the_program_and_keeps_the_draft() {
    let ways: [&[&str]; 3] = [
        &[],
        &["sh", "-c", "trap '' HUP; exec \"$0\" \"$@\""],
        &["sh", "-c", "trap '' HUP; \"$0\" \"$@\"; :"],
    ];
    for wrapper in ways {
        let mut counter = Counter::open();
        counter.send(F10);
        counter.end();
        counter.again(wrapper);
        counter.intake();
        counter.write("李四");
        counter.hang_up();
        let (_, time) = counter.end();
        assert!(time < Duration::from_secs(1), "{wrapper:?} took {time:?}");
        counter.find_draft("李四");
    }
}

#[test]
fn a_client_that_does_not_read_cannot_keep_the_program_from_ending() {
    let mut counter = Counter::open();
    counter.write("李四");
    counter.pause(true);
    for n in 0..200 {
        counter.resize(100 + n % 2, 40);
        counter.send("\x0c");
        // The line takes its time to fill.
        counter.is_quiet(Duration::from_millis(5));
    }
    counter.signal(Signal::TERM);
    let (status, time) = counter.end();
    assert_eq!(status.code(), Some(143));
    assert!(time < Duration::from_millis(1800), "took {time:?}");
    counter.find_draft("李四");
}

#[test]
fn stopped_it_lends_the_terminal_and_comes_back_with_the_whole_screen() {
    let counter = Counter::open();
    counter.write("李四");
    counter.signal(Signal::TSTP);
    counter.until_stopped();
    assert!(counter.is_sane());
    counter.until("the shell's screen", |glass| !glass.screen().alternate_screen());
    counter.signal(Signal::CONT);
    // Somebody else may have brought it back.
    counter.until("the door", |glass| glass.screen().alternate_screen() && glass.text().contains("已锁屏"));
    assert!(!counter.glass().text().contains("李四"));
    counter.send("\r");
    counter.until_text("李四");
    counter.write("王五");
}

#[test]
fn a_killed_program_has_lost_a_second_at_most() {
    let mut counter = Counter::open();
    counter.write("李四");
    counter.is_quiet(Duration::from_secs(1));
    counter.kill();
    counter.find_draft("李四");
}

#[test]
fn nothing_stays_in_the_history_of_the_terminal() {
    let mut counter = Counter::open();
    counter.write("李四");
    counter.send(F10);
    counter.end();
    counter.until_read();
    let history = counter.glass().history();
    assert!(!history.contains("李四") && !history.contains("姓名"), "{history}");
}
