//! A day at the counter, as a clerk lives it: the real program from its first start to its sudden end.
use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use rustix::process::Signal;
use tempfile::TempDir;

use crate::counter::{CTRL_N, F2, F10, NAME, run, sit};
use crate::desk::{Answer, Desk, Glass};

const ENTER: &str = "\r";
const F3: &str = "\x1bOR";
const F8: &str = "\x1b[19~";
const CTRL_U: &str = "\x15";

/// The store of an office, and desks on it.
struct Office(TempDir);

impl Office {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A desk under an account of its own.
    fn desk(&self, account: &str) -> Desk {
        run(self.0.path(), &[], &[], &[("USER", account)], Answer::Honest)
    }

    /// The same where somebody sits down for the first time.
    fn new_desk(&self, account: &str, name: &str) -> Desk {
        let desk = self.desk(account);
        sit_down(&desk, name);
        desk
    }

    /// Changes a setting from beside the desks.
    fn sets(&self, key: &str, value: &str) {
        let mut apply = Command::new(env!("CARGO_BIN_EXE_fengqiao"))
            .arg("--store")
            .arg(self.0.path().join("store.db"))
            .args(["apply", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let order = format!(r#"{{"do":"setting.put","key":"{key}","value":"{value}"}}"#);
        apply.stdin.take().unwrap().write_all(order.as_bytes()).unwrap();
        assert!(apply.wait().unwrap().success());
    }

    /// The drafts that lie in the store, without touching it.
    fn drafts(&self) -> Vec<String> {
        let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
        let db = rusqlite::Connection::open_with_flags(self.0.path().join("store.db"), flags).unwrap();
        let mut query = db.prepare("SELECT body FROM draft").unwrap();
        query.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }

    /// Waits until a text lies in a draft.
    fn until_draft(&self, desk: &Desk, text: &str) {
        let holds = |bodies: Vec<String>| bodies.iter().any(|body| body.contains(text));
        let tries = (0..500).find(|_| {
            desk.is_quiet(Duration::from_millis(5));
            holds(self.drafts())
        });
        assert!(tries.is_some(), "no draft holds {text}: {:?}", self.drafts());
    }
}

fn sit_down(desk: &Desk, name: &str) {
    sit(desk, name);
    desk.until_text("没有在办的信访事项");
}

/// Types, and waits until it is seen.
fn write(desk: &Desk, text: &str) {
    desk.send(text);
    desk.until_text(text);
}

/// Pastes as terminals do.
fn paste(desk: &Desk, text: &str) {
    desk.send(format!("\x1b[200~{text}\x1b[201~"));
}

/// Goes so many fields on.
fn next(desk: &Desk, times: usize) {
    for _ in 0..times {
        let caret = desk.glass().caret();
        desk.send(ENTER);
        desk.until("another field", |glass| glass.caret() != caret);
    }
}

/// The empty form.
fn intake(desk: &Desk) {
    desk.send(CTRL_N);
    desk.until("the form", |glass| glass.text().contains("证件号") && glass.caret() == NAME);
}

/// Fills the form in as far as the demand, by paste where a clerk would.
fn take_down(desk: &Desk) {
    intake(desk);
    paste(desk, "张华伟");
    desk.until_text("张华伟");
    next(desk, 1);
    desk.send("512002190001010011");
    desk.until_text("512002********0011");
    desk.send("19000001234");
    write(desk, "雁江区莲花街道滨江路45号");
    next(desk, 3);
    desk.send("gz");
    desk.until_text("gz");
    next(desk, 1);
    paste(desk, "拖欠工资三个月");
    desk.until_text("拖欠工资三个月");
    next(desk, 1);
    paste(desk, "在某工地做工。\r\n老板拖欠三个月工资。");
    desk.until_text("老板拖欠三个月工资");
    next(desk, 1);
    write(desk, "要求支付工资");
}

/// The number that the page of a petition shows.
fn number(glass: &Glass) -> String {
    let text = glass.text();
    let at = text.find("ZJ-20").unwrap();
    text[at..].chars().take(14).collect()
}

fn register(desk: &Desk) -> String {
    take_down(desk);
    desk.send(F2);
    desk.until_text("办理经过");
    number(&desk.glass())
}

fn leave(desk: &mut Desk) {
    desk.send(F10);
    assert!(desk.end().0.success());
}

#[test]
fn who_came_for_the_first_time_is_found_after_a_restart() {
    let home = tempfile::tempdir().unwrap();
    // Nothing is named: the store is the account's own.
    let program = [env!("CARGO_BIN_EXE_fengqiao"), "--lang", "zh"];
    let data = home.path().join("data");
    let env = [("HOME", home.path().to_str().unwrap()), ("XDG_DATA_HOME", data.to_str().unwrap())];
    let mut desk = Desk::start(&program, &env, Answer::Honest);
    sit_down(&desk, "测试员");
    let no = register(&desk);
    leave(&mut desk);
    let desk = Desk::start(&program, &env, Answer::Honest);
    desk.until_text(&no);
    assert!(!desk.glass().text().contains("首次使用"));
    desk.send("/");
    desk.until_text("查找 >");
    for query in ["张华伟", "zhw", "1234", "zhanghuawei", "工资"] {
        desk.send(CTRL_U);
        desk.until("an empty box", |glass| !glass.text().contains("共 1 件"));
        desk.send(query);
        desk.until(query, |glass| glass.text().contains(&no) && glass.text().contains("共 1 件"));
    }
}

#[test]
fn two_clerks_see_each_others_work() {
    let office = Office::new();
    let first = office.new_desk("one", "王一");
    let second = office.new_desk("two", "李二");
    let no = register(&first);
    second.until_text(&no);
    assert!(second.glass().text().contains("张华伟"));
}

/// Opens the first petition of Today and the form that puts it right.
fn mend(desk: &Desk, no: &str) {
    desk.until_text(no);
    desk.send(ENTER);
    desk.until_text("办理经过");
    desk.send("e");
    desk.until("its form", |glass| glass.text().contains("190****1234") && glass.caret().0 == NAME.0);
}

#[test]
fn of_two_who_correct_the_same_petition_neither_loses_a_word() {
    let office = Office::new();
    let first = office.new_desk("one", "王一");
    let second = office.new_desk("two", "李二");
    let no = register(&first);
    first.send(F3);
    first.until_text("在办 1");
    mend(&first, &no);
    mend(&second, &no);
    next(&first, 3);
    write(&first, "一单元");
    next(&first, 4);
    write(&first, "和奖金");
    first.send(F2);
    first.until_text("和奖金");
    first.until_text("办理经过");
    // The other one has the old text before them, and writes into one of the same fields.
    next(&second, 7);
    write(&second, "零五天");
    second.send(F2);
    second.until_text("刚刚被别人修改");
    second.until_text("事由: 拖欠工资三个月和奖金");
    second.until_text("一单元");
    second.until_text("拖欠工资三个月零五天");
    second.send(F2);
    second.until_text("办理经过");
    for text in ["拖欠工资三个月零五天", "拖欠工资三个月和奖金"] {
        second.until_text(text);
    }
    first.until_text("拖欠工资三个月零五天");
}

/// What stands in the form of `take_down` when it is opened again.
fn assert_all_there(desk: &Desk) {
    desk.until_text("未完成的登记");
    desk.send(ENTER);
    desk.until_text("证件号");
    for text in [
        "张华伟",
        "512002********0011",
        "190****1234",
        "雁江区莲花街道滨江路45号",
        "拖欠工资三个月",
        "在某工地做工。",
        "老板拖欠三个月工资。",
        "要求支付工资",
    ] {
        desk.until_text(text);
    }
}

#[test]
fn a_line_that_breaks_in_the_middle_of_a_form_loses_nothing() {
    let office = Office::new();
    let mut desk = office.new_desk("one", "王一");
    take_down(&desk);
    desk.hang_up();
    assert!(desk.end().1 < Duration::from_secs(1));
    assert_all_there(&office.desk("one"));
}

#[test]
fn a_program_that_is_killed_after_a_second_loses_nothing() {
    let office = Office::new();
    let mut desk = office.new_desk("one", "王一");
    take_down(&desk);
    office.until_draft(&desk, "要求支付工资");
    desk.signal(Signal::KILL);
    desk.end();
    let mut desk = office.desk("one");
    assert_all_there(&desk);
    // Saved, it is no longer offered, and once the desk is left nothing of it is kept.
    desk.send(F2);
    desk.until_text("办理经过");
    desk.send(F3);
    desk.until("Today without a draft", |glass| {
        glass.text().contains("在办 1") && !glass.text().contains("未完成的登记")
    });
    leave(&mut desk);
    assert_eq!(office.drafts(), Vec::<String>::new());
}

/// The papers in the outbox as text, with their access rights. Beside each lies its document.
fn papers(home: &Path) -> Vec<(u32, String)> {
    let entries = |directory: &Path| fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    let files = entries(&home.join("outbox")).flat_map(|outbox| entries(&outbox));
    let (texts, documents): (Vec<_>, Vec<_>) =
        files.partition(|file| file.extension().is_some_and(|end| end == "txt"));
    for text in &texts {
        assert!(documents.contains(&text.with_extension("docx")), "{} has no document", text.display());
    }
    texts
        .into_iter()
        .map(|file| {
            let mode = fs::metadata(&file).unwrap().permissions().mode() & 0o777;
            (mode, fs::read_to_string(&file).unwrap())
        })
        .collect()
}

#[test]
fn one_key_saves_and_prints_and_without_a_printer_the_receipt_is_a_file_of_the_owner() {
    let office = Office::new();
    let home = office.0.path();
    let desk = run(home, &["env", "PATH=/nonexistent"], &[], &[("USER", "one")], Answer::Honest);
    sit_down(&desk, "王一");
    take_down(&desk);
    desk.send(F8);
    desk.until_text("没有打印机");
    let no = number(&desk.glass());
    let papers = papers(home);
    assert_eq!(papers.len(), 1);
    let (mode, text) = &papers[0];
    assert_eq!(*mode, 0o600);
    assert!(text.contains(&no) && text.contains("张华伟") && text.contains("要求支付工资"), "{text}");
    desk.until_text("登记回执");
}

#[test]
fn a_printer_gets_the_receipt_that_is_also_kept() {
    let office = Office::new();
    let home = office.0.path();
    let printer = home.join("lp");
    fs::write(&printer, "#!/bin/sh\ncat > \"${0%/lp}/printed\"\necho \"$*\" >> \"${0%/lp}/asked\"\n")
        .unwrap();
    fs::set_permissions(&printer, fs::Permissions::from_mode(0o700)).unwrap();
    let path = format!("PATH={}:/usr/bin:/bin", home.display());
    let desk = run(home, &["env", &path], &[], &[("USER", "one")], Answer::Honest);
    sit_down(&desk, "王一");
    take_down(&desk);
    desk.send(F8);
    desk.until_text("已送打印机");
    assert_eq!(fs::read_to_string(home.join("printed")).unwrap(), papers(home)[0].1);
    office.sets("printer-ZJ", "counter1");
    desk.send(F8);
    desk.until_text("-2.txt");
    assert_eq!(fs::read_to_string(home.join("asked")).unwrap(), "\n-d counter1\n");
    fs::write(&printer, "#!/bin/sh\ncat > /dev/null\nexit 1\n").unwrap();
    desk.send(F8);
    desk.until_text("打印机没有接受");
}

/// What went through the line to the printer of the terminal.
fn slips(desk: &Desk) -> Vec<String> {
    let raw = String::from_utf8(desk.glass().raw.clone()).unwrap();
    let parts = raw.split("\x1b[5i").skip(1);
    parts.map(|part| part.split_once("\x1b[4i").unwrap().0.to_owned()).collect()
}

#[test]
fn a_counter_may_print_through_its_terminal_and_does_so_only_where_it_is_set() {
    let office = Office::new();
    let home = office.0.path();
    let desk = run(home, &["env", "PATH=/nonexistent"], &[], &[("USER", "one")], Answer::Honest);
    sit_down(&desk, "王一");
    take_down(&desk);
    desk.send(F8);
    desk.until_text("没有打印机");
    assert_eq!(slips(&desk), Vec::<String>::new());
    let first = papers(home);
    office.sets("printer-ZJ", "@terminal");
    desk.send(F8);
    desk.until_text("已送打印机");
    let (_, reprint) = papers(home).into_iter().find(|paper| !first.contains(paper)).unwrap();
    assert_eq!(slips(&desk), [reprint.trim_end().replace('\n', "\r\n") + "\x0c"]);
    // A terminal that knows of no printer has shown it; the screen is whole all the same.
    desk.until_text("登记回执");
    let glass = desk.glass().text();
    let sentences = reprint.lines().map(str::trim).filter(|line| line.chars().count() > 20);
    assert!(sentences.clone().count() > 3 && sentences.clone().all(|line| !glass.contains(line)), "{glass}");
}

#[test]
fn a_template_that_cannot_be_used_is_named_when_the_desk_opens_and_it_opens_all_the_same() {
    let office = Office::new();
    let own = office.0.path().join("notices/ZJ/zh");
    fs::create_dir_all(&own).unwrap();
    fs::write(own.join("receipt.txt"), "# 回执\n> {{ number }}\n").unwrap();
    let desk = office.desk("one");
    desk.until_text("文书模板缺少必要栏目：notices/ZJ/zh/receipt.txt");
    sit_down(&desk, "王一");
}
