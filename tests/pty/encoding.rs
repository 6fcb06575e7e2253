//! A terminal that is not set to UTF-8 is refused before anything wrong is typed.
use crate::counter::{Counter, NAME, run};
use crate::desk::Answer;

#[test]
fn a_terminal_in_another_encoding_is_refused_in_both() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = run(home.path(), &[], &[], &[], Answer::Column(7));
    let (status, _) = desk.end();
    assert_eq!(status.code(), Some(1));
    desk.until_read();
    assert!(desk.is_sane());
    let glass = desk.glass();
    let has = |bytes: &[u8]| glass.raw.windows(bytes.len()).any(|window| window == bytes);
    assert!(has("编码".as_bytes()) && has(b"\xb1\xe0\xc2\xeb"));
    assert!(!has(b"\x1b[?1049h"));
}

#[test]
fn a_terminal_that_does_not_answer_is_taken_for_an_ordinary_one() {
    for answer in [Answer::None, Answer::Column(5)] {
        let home = tempfile::tempdir().unwrap();
        run(home.path(), &[], &[], &[], answer).until_text("首次使用");
    }
}

#[test]
fn keys_pressed_while_the_terminal_is_asked_are_not_lost() {
    let home = tempfile::tempdir().unwrap();
    let desk = run(home.path(), &[], &[], &[], Answer::None);
    desk.until("the question", |glass| !glass.raw.is_empty());
    desk.send("ZJ\r");
    desk.until_text("分中心        住建");
}

#[test]
fn bytes_that_are_no_text_are_reported_and_never_typed() {
    let counter = Counter::open();
    counter.send(b"\xc4\xe3\xba\xc3\xd2\xbb");
    counter.until_text("非 UTF-8");
    counter.settle();
    assert_eq!(counter.glass().caret(), NAME);
    counter.write("张三");
    assert!(counter.glass().text().contains("姓名     张三"));
}

#[test]
fn a_console_without_chinese_glyphs_is_refused_in_ascii() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = run(home.path(), &[], &[], &[("TERM", "linux")], Answer::Honest);
    let (status, _) = desk.end();
    desk.until_read();
    assert_eq!(status.code(), Some(1));
    assert!(desk.glass().text().contains("This console cannot display Chinese"));
    assert!(desk.glass().raw.is_ascii());
    run(home.path(), &[], &["--force"], &[("TERM", "linux")], Answer::Honest).until_text("首次使用");
}
