//! The caret is where the next character will stand: that is where an input method opens.
use unicode_width::UnicodeWidthStr;

use crate::counter::{Counter, FACTS, NAME};
use crate::typing::{to_address, to_facts};

/// Columns the terminal gives a text.
fn cols(text: &str) -> u16 {
    u16::try_from(text.width()).unwrap()
}

#[test]
fn it_follows_every_character() {
    let counter = Counter::open();
    let mut typed = String::new();
    for c in ["张", "三", "a", "·", "“", "葛\u{e0100}", "𠮷", "B", "é"] {
        typed.push_str(c);
        counter.send(c);
        counter.until(&typed, |glass| glass.caret() == (NAME.0, NAME.1 + cols(&typed)));
    }
    assert!(!counter.glass().screen().hide_cursor());
}

#[test]
fn it_moves_by_whole_glyphs() {
    let counter = Counter::open();
    counter.write("张a三");
    for (key, column) in
        [("\x1b[D", 3), ("\x1b[D", 2), ("\x1b[D", 0), ("\x1b[C", 2), ("\x1b[F", 5), ("\x1b[H", 0)]
    {
        counter.send(key);
        counter.until(key, |glass| glass.caret() == (NAME.0, NAME.1 + column));
    }
}

#[test]
fn it_stays_inside_a_field_that_scrolls() {
    let counter = Counter::open();
    to_address(&counter);
    let (row, from) = counter.glass().caret();
    for n in 0..60 {
        let before = counter.glass().raw.len();
        counter.send(if n % 3 == 0 { "村" } else { "b" });
        counter.until("an echo", |glass| glass.raw.len() > before);
        counter.settle();
        let (at_row, at) = counter.glass().caret();
        assert!(at_row == row && at > from && at < 52, "after {n}: {at_row},{at}");
    }
}

#[test]
fn it_goes_down_with_the_text_of_a_page() {
    let counter = Counter::open();
    to_facts(&counter);
    let mut rows = vec![FACTS.0];
    for n in 0..80 {
        let before = counter.glass().raw.len();
        counter.send("征");
        counter.until("an echo", |glass| glass.raw.len() > before);
        let (row, column) = counter.glass().caret();
        assert!(
            (FACTS.0..FACTS.0 + 4).contains(&row) && (FACTS.1..80).contains(&column),
            "after {n}: {row},{column}"
        );
        rows.push(row);
    }
    rows.dedup();
    assert!(rows.starts_with(&[FACTS.0, FACTS.0 + 1, FACTS.0 + 2]), "{rows:?}");
}

#[test]
fn it_comes_back_after_help_and_after_another_size() {
    let counter = Counter::open();
    counter.write("张三");
    let at = (NAME.0, NAME.1 + 4);
    counter.send("\x1bOP");
    counter.until_text("-- 帮助");
    counter.send("\x1b");
    counter.until("the form", |glass| !glass.text().contains("-- 帮助") && glass.caret() == at);
    counter.resize(120, 40);
    counter.until("a bigger form", |glass| glass.caret() == at && glass.text().contains("f1"));
    counter.resize(80, 24);
    counter.until("the form again", |glass| glass.caret() == at && glass.text().contains("证件号"));
}
