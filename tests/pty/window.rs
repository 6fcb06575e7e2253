//! The window may have any size, and change it as often as it likes.
use std::time::Duration;

use crate::counter::{Counter, NAME};
use crate::desk::Glass;

#[test]
fn a_dragged_window_is_painted_a_few_times() {
    let counter = Counter::open();
    counter.write("张三");
    let before = counter.settle();
    for n in 0..40 {
        counter.resize(80 + n, 24);
        counter.is_quiet(Duration::from_millis(3));
    }
    counter.settle();
    let spent = counter.since(before);
    assert!(spent.pieces <= 10 && spent.bytes < 12_000, "{spent:?}");
}

#[test]
fn a_window_that_ends_as_it_began_is_painted_whole() {
    let counter = Counter::open();
    counter.write("张三");
    let before = rows(&counter.glass());
    counter.resize(60, 20);
    counter.resize(80, 24);
    counter.until("the form", |glass| rows(glass) == before && glass.caret() == (NAME.0, NAME.1 + 4));
}

fn rows(glass: &Glass) -> Vec<String> {
    glass.text().lines().map(|row| row.trim_end().to_owned()).collect()
}

#[test]
fn no_size_can_break_it() {
    let counter = Counter::open();
    counter.write("张三");
    for cols in (0..=90).step_by(15) {
        for rows in (0..=30).step_by(5) {
            let before = counter.glass().raw.len();
            counter.resize(cols, rows);
            counter.send("\x0c");
            counter.until("a frame", |glass| glass.raw.len() > before);
        }
    }
    counter.resize(80, 24);
    counter.until("the form", |glass| glass.text().contains("姓名     张三"));
}

#[test]
fn a_window_too_small_says_so() {
    let counter = Counter::open();
    counter.resize(40, 10);
    counter.until_text("窗口太小");
    counter.resize(80, 24);
    counter.until_text("证件号");
}
