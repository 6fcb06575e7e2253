//! Stories of the import screen: what it asks for, and what it makes of the answers.
use crate::support::{Visit, visit};
use fengqiao::{
    flow::{Msg, Note, Preview, Tally, Ticket, Work},
    lang::Locale,
};

/// What the bench tells the import screen, which is the second one opened: its lane 0 reads, its lane 1 takes in.
fn tells(v: &mut Visit, lane: u8, turn: u32, work: Work) {
    let page = v.house.model.stack.last().unwrap().0;
    v.house.send(Msg::Worked(Ticket { page, lane, turn }, Box::new(work))).unwrap();
}

fn preview() -> Preview {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let columns = [("number", Some(0)), ("name", Some(1)), ("phone", None)];
    Preview {
        file: "sheet.csv".into(),
        header: words(&["信访件编号", "姓名", "联系方式"]),
        columns: columns.map(|(field, column)| (field.to_owned(), column)).to_vec(),
        rows: vec![words(&["512000001", "张华伟", "19000001234"])],
        total: 1,
    }
}

fn opened(locale: Locale) -> Visit {
    let mut v = visit(locale);
    v.keys("i").types("'sheet.csv'");
    v.sees("sheet.csv");
    v.keys("enter");
    tells(&mut v, 0, 1, Work::Preview(preview()));
    v
}

#[test]
fn the_columns_of_a_sheet_are_shown_with_their_fields_and_the_first_row() {
    for (locale, none) in [(Locale::Zh, "无"), (Locale::En, "none")] {
        let mut v = opened(locale);
        v.sees("A 信访件编号").sees("B 姓名").sees("张华伟").sees(none).sees_not("19000001234");
        v.keys("down down right");
        v.sees("C 联系方式").sees("19000001234");
    }
}

#[test]
fn without_a_column_for_the_number_nothing_starts() {
    let mut v = opened(Locale::En);
    v.keys("left f2");
    v.sees("a column has to hold the national number");
}

#[test]
fn progress_and_the_four_counts_are_shown() {
    for (locale, going, counts) in [
        (Locale::Zh, "40 / 100 行，每秒 900 行", ["新登记", "并入已有", "没有变化", "未能导入"]),
        (Locale::En, "40 of 100 rows, 900 a second", ["New", "Merged", "Unchanged", "Rejected"]),
    ] {
        let mut v = opened(locale);
        v.keys("v");
        let turn = if matches!(v.house.model.note, Some(Note { .. })) { 1 } else { 0 };
        tells(&mut v, 1, turn.max(1), Work::Going { done: 40, of: 100, rate: 900 });
        tells(&mut v, 1, 1, Work::Imported(Tally { imported: 97, ..Tally::default() }));
        v.sees_not(going);
        for word in counts {
            v.sees(word);
        }
        v.sees("97");
    }
}
