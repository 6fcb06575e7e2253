//! What goes over the line: one small piece for a key, nothing for nothing.
use std::time::Duration;

use crate::counter::{CTRL_N, Counter};
use crate::typing::to_address;

#[test]
fn a_key_costs_one_small_piece_that_ends_at_the_caret() {
    let counter = Counter::open();
    to_address(&counter);
    for key in ["镇", "东", "a", "\x7f", "1", "\x1b[D", "号"] {
        let before = counter.settle();
        counter.send(key);
        counter.until("an echo", |glass| glass.raw.len() > before.bytes);
        counter.settle();
        let spent = counter.since(before);
        assert!(spent.pieces == 1 && spent.bytes <= 64, "{key:?}: {spent:?}");
        let glass = counter.glass();
        let (row, column) = glass.caret();
        let place = format!("\x1b[{};{}H", row + 1, column + 1);
        assert!(glass.raw.ends_with(place.as_bytes()), "{key:?}");
    }
}

#[test]
fn a_desk_where_nobody_types_is_silent() {
    let counter = Counter::open();
    counter.write("张三");
    // The draft is written meanwhile.
    assert!(counter.is_quiet(Duration::from_secs(5)));
}

#[test]
fn a_screen_costs_little() {
    let counter = Counter::open();
    for (key, text) in [("\x1b", "今日"), (CTRL_N, "证件号"), ("\x1bOP", "-- 帮助")] {
        let before = counter.settle();
        counter.send(key);
        counter.until(text, |glass| glass.raw.len() > before.bytes && glass.text().contains(text));
        counter.settle();
        let spent = counter.since(before);
        assert!(spent.bytes <= 3000, "{key:?}: {spent:?}");
    }
}

#[test]
fn keys_that_queue_up_are_painted_together() {
    let counter = Counter::open();
    to_address(&counter);
    let before = counter.settle();
    counter.send("b".repeat(100) + &"\x7f".repeat(1900) + "完");
    counter.until_text("完");
    counter.settle();
    let spent = counter.since(before);
    assert!(spent.bytes < 1500, "{spent:?}");
}

#[test]
fn a_fast_typist_on_a_slow_line_loses_nothing() {
    let counter = Counter::open();
    to_address(&counter);
    let text: Vec<String> = (0..40).map(|n| char::from(b'a' + n % 26).to_string()).collect();
    for key in &text {
        counter.send(key);
        counter.is_quiet(Duration::from_millis(10));
    }
    counter.until("the end", |glass| glass.text().contains("jklmn"));
    counter.send("\x1b[H");
    counter.until_text("abcdefghij");
}
