//! Which bytes never leave the program, and what a terminal without colours still shows.
use crate::counter::{Counter, F2, F10};

/// Walks through a few screens and gives back all that was written.
fn walk(counter: &Counter) -> String {
    counter.write("张三");
    for (key, text) in
        [(F2, "证件号"), ("\x1bOP", "-- 帮助"), ("\x1b", "证件号"), ("\x1b", "今日"), ("\x1b[20~", "f9")]
    {
        counter.send(key);
        counter.until_text(text);
        counter.settle();
    }
    String::from_utf8(counter.glass().raw.clone()).unwrap()
}

/// The parameters of every `ESC [ … m`.
fn inks(raw: &str) -> Vec<&str> {
    let starts = raw.split("\x1b[").skip(1);
    starts
        .filter_map(|part| {
            part.split_once(|c: char| c.is_ascii_alphabetic())
                .filter(|(ink, _)| part[ink.len()..].starts_with('m'))
        })
        .map(|(ink, _)| ink)
        .collect()
}

#[test]
fn without_colours_there_are_none_and_the_words_are_the_same() {
    for (arguments, env) in [(&["--theme", "mono"][..], ("A", "")), (&[], ("NO_COLOR", "1"))] {
        let counter = Counter::open_with(arguments, &[env]);
        let raw = walk(&counter);
        for ink in inks(&raw) {
            let coloured = ink
                .split(';')
                .filter_map(|code| code.parse().ok())
                .any(|code: u32| (30..108).contains(&code));
            assert!(!coloured, "{ink:?}");
        }
    }
}

#[test]
fn colours_are_named_and_never_mixed() {
    let counter = Counter::open();
    let raw = walk(&counter);
    assert!(inks(&raw).iter().all(|ink| !ink.contains("38;") && !ink.contains("48;")), "{:?}", inks(&raw));
}

#[test]
fn no_title_no_clipboard_no_keyboard_mode_and_no_question_is_ever_sent() {
    let mut counter = Counter::open();
    walk(&counter);
    counter.send(F10);
    counter.end();
    counter.until_read();
    let glass = counter.glass();
    let raw = String::from_utf8_lossy(&glass.raw);
    assert!(!raw.contains("\x1b]") && !raw.contains("\x1bP") && !raw.contains("\x1b[>"));
    let entered = raw.split_once("\x1b[?1049h").unwrap().1;
    assert!(!entered.contains("\x1b[6n") && !entered.contains("\x1b[c"));
}
