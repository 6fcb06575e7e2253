//! Stories of a sheet of the province that is taken in at the desk.
use crate::support::{Visit, visit};
use fengqiao::{
    flow::{Msg, Ticket, Work},
    lang::Locale,
};
use std::fs;

const BOTH: [Locale; 2] = [Locale::Zh, Locale::En];

/// The desk with a copy of the sample sheet opened: the list of rejected rows is written beside it.
fn opened(locale: Locale) -> Visit {
    let mut v = visit(locale);
    let copy = v.path().with_file_name("sheet.csv");
    fs::copy("tests/fixtures/province_sheet.csv", &copy).unwrap();
    v.keys("i").pastes(&format!("'{}' ", copy.display())).keys("enter");
    v
}

#[test]
fn the_columns_of_a_sheet_are_shown_with_their_fields_and_the_first_rows() {
    for locale in BOTH {
        for (columns, rows) in [(80, 24), (140, 40)] {
            let mut v = opened(locale);
            v.size(columns, rows);
            v.sees("A 信访件编号").sees("B 姓名").sees("武杰英").sees("S 登记人");
            v.sees("190****8872").sees_not("19000008872");
        }
    }
}

#[test]
fn an_identity_number_in_a_sheet_is_masked_whichever_column_it_stands_in() {
    let mut v = visit(Locale::Zh);
    let sheet = v.path().with_file_name("sheet.csv");
    fs::write(&sheet, "信访件编号,姓名,概况\nN1,张三,512002190001010011\n").unwrap();
    v.keys("i").pastes(&format!("'{}' ", sheet.display())).keys("enter");
    v.sees("512002********0011").sees_not("512002190001010011");
}

#[test]
fn another_column_can_be_chosen_for_a_field_and_none() {
    for (locale, none) in [(Locale::Zh, "< 无"), (Locale::En, "< none")] {
        let mut v = opened(locale);
        v.keys("down left");
        v.sees(none).sees_not("武杰英");
        v.keys("right");
        v.sees("< B 姓名").sees("武杰英");
    }
}

#[test]
fn without_a_column_for_the_number_nothing_starts() {
    for (locale, why) in [(Locale::Zh, "必须有一列"), (Locale::En, "has to hold the national number")] {
        let mut v = opened(locale);
        v.keys("left f2");
        v.sees(why).sees("B 姓名");
    }
}

#[test]
fn it_is_tried_without_writing_then_taken_in_and_a_second_time_changes_nothing() {
    let words = [
        (Locale::Zh, "什么都没有写入", "导入完成", "新登记", "没有变化"),
        (Locale::En, "nothing was written", "The sheet is in", "New", "Unchanged"),
    ];
    for (locale, tried, done, new, unchanged) in words {
        let mut v = opened(locale);
        v.keys("v");
        v.sees(tried);
        let would = count(&v, new);
        assert!(would > 100, "{}", v.screen());
        v.keys("f3");
        v.sees("A 信访件编号");
        v.keys("f2");
        v.sees(done);
        assert_eq!(count(&v, new), would);
        let again = v.path().with_file_name("sheet.csv").display().to_string();
        v.keys("f3 i").pastes(&again).keys("enter f2");
        v.sees(done);
        assert_eq!(count(&v, new), 0);
        assert!(count(&v, unchanged) >= would, "{}", v.screen());
        v.keys("f3 /").types("wjy");
        v.sees("武杰英");
    }
}

/// The number behind a word.
pub fn count(v: &Visit, word: &str) -> usize {
    let screen = v.screen();
    let line = screen.lines().find(|line| line.trim_start().starts_with(word)).unwrap();
    line.split_whitespace().last().unwrap().parse().unwrap()
}

#[test]
fn progress_has_a_count_and_a_rate_and_holds_whoever_would_leave() {
    for (locale, going, why) in [
        (Locale::Zh, "40 / 100 行，每秒 900 行", "请等它完成"),
        (Locale::En, "40 of 100 rows, 900 a second", "being taken in"),
    ] {
        let mut v = opened(locale);
        v.keys("v");
        let page = v.house.model.stack.last().unwrap().0;
        let work = Work::Going { done: 40, of: 100, rate: 900 };
        v.house.send(Msg::Worked(Ticket { page, lane: 1, turn: 1 }, Box::new(work))).unwrap();
        v.sees(going);
        v.keys("f3");
        v.sees(going).sees(why);
    }
}

#[test]
fn a_file_that_is_no_sheet_is_named_and_the_path_stays() {
    for locale in BOTH {
        let mut v = visit(locale);
        v.keys("i").types("/no/such/sheet.csv").keys("enter");
        v.sees("> /no/such/sheet.csv").sees("! ");
        v.keys("f3");
        v.sees(if locale == Locale::Zh { "在办 0" } else { "open 0" });
    }
}
