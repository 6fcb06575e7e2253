//! What is typed and pasted arrives where it belongs, and nothing else does.
use std::time::Duration;

use crate::counter::{ADDRESS, Counter, FACTS, NAME};

const ID: (u16, u16) = (NAME.0 + 1, NAME.1);

fn go_to(counter: &Counter, field: (u16, u16)) {
    for _ in 0..20 {
        if counter.glass().caret() == field {
            return;
        }
        let here = counter.glass().caret();
        counter.send("\t");
        counter.until("another field", |glass| glass.caret() != here);
    }
    panic!("no field there:\n{}", counter.glass().text());
}

pub fn to_facts(counter: &Counter) {
    go_to(counter, FACTS);
}

pub fn to_address(counter: &Counter) {
    go_to(counter, ADDRESS);
}

#[test]
fn a_word_committed_together_with_enter_is_typed_and_leaves_the_field() {
    let counter = Counter::open();
    counter.send("你好\r");
    counter.until("caret in the next field", |glass| glass.caret() == ID);
    assert!(counter.glass().text().contains("姓名     你好"));
}

#[test]
fn lines_that_come_in_one_piece_stay_in_one_field() {
    let counter = Counter::open();
    counter.send("第一行\r第二行");
    counter.until_text("姓名     第一行 第二行");
    assert_eq!(counter.glass().caret().0, NAME.0);
}

#[test]
fn a_sequence_in_two_halves_is_still_one_key() {
    let counter = Counter::open();
    counter.write("张三");
    counter.send("\x1b");
    assert!(counter.is_quiet(Duration::from_millis(40)), "a lone Esc was not held");
    counter.send("[D");
    counter.until("caret one to the left", |glass| glass.caret() == (NAME.0, NAME.1 + 2));
    assert!(counter.glass().text().contains("姓名     张三 "));
}

#[test]
fn the_rest_of_a_sequence_that_comes_too_late_is_not_typed() {
    let counter = Counter::open();
    to_address(&counter);
    counter.send("\x1bOP");
    counter.until_text("-- 帮助");
    counter.send("\x1b");
    counter.until("Esc heard", |glass| !glass.text().contains("-- 帮助"));
    counter.send("[D");
    counter.write("镇");
    assert!(counter.glass().text().contains("住址     镇 "));
}

#[test]
fn both_backspaces_erase_one_character() {
    let counter = Counter::open();
    counter.write("张三丰");
    counter.send("\x08");
    counter.until("张三", |glass| !glass.text().contains('丰'));
    counter.send("\x7f");
    counter.until("张", |glass| !glass.text().contains('三'));
    assert_eq!(counter.glass().caret(), (NAME.0, NAME.1 + 2));
}

#[test]
fn alt_answers_and_flow_control_type_nothing() {
    let counter = Counter::open();
    counter.write("张三");
    counter.send("\x11\x1b]11;rgb:0000/0000/0000\x07\x1b[?62;22c\x1b[24;80R\x1b[97;1:3u\x1b[201~");
    counter.write("丰");
    assert!(counter.glass().text().contains("姓名     张三丰"));
    // Ctrl-S saves or says what is missing; it never freezes the line.
    counter.send("\x13");
    counter.settle();
    counter.write("李");
}

#[test]
fn a_long_paste_is_one_piece_of_input_and_little_output() {
    let counter = Counter::open();
    to_facts(&counter);
    let before = counter.settle();
    let text: String = "某村反映征收补偿未到位。".repeat(400);
    counter.send(format!("\x1b[200~{text}\x1b[201~"));
    counter.until_text("补偿");
    counter.settle();
    let spent = counter.since(before);
    assert!(spent.bytes < 3000, "{spent:?}");
    counter.send("完了");
    counter.until_text("完了");
}

#[test]
fn an_open_paste_is_told_and_two_ctrl_c_end_it() {
    let counter = Counter::open();
    counter.send("\x1b[200~张三");
    counter.until_text("正在接收粘贴");
    counter.send("\x03\x03");
    counter.until_text("粘贴已取消");
    counter.write("李四");
    assert!(!counter.glass().text().contains("张三"));
}
