//! Stories of forms that were left open.
use crate::support::visit;
use fengqiao::{lang::Locale, store::Drafts};

#[test]
fn every_form_left_open_is_offered_back_as_it_was() {
    let mut v = visit(Locale::Zh);
    v.keys("n").types("张华伟").keys("f3 n").types("赵六").keys("enter").types("5120").keys("f3");
    v.sees("未完成的登记  张华伟").sees("未完成的登记  赵六");
    v.keys("enter").sees("张华伟").sees_not("赵六");
    // The hands are behind what was written last; a number is seen only in the field that is being filled in.
    v.keys("f3 end enter").sees("赵六").sees_not("张华伟").sees_not("5120");
    v.keys("up").sees("5120");
}

#[test]
fn a_form_that_is_saved_or_emptied_is_no_longer_offered() {
    let mut v = visit(Locale::Zh);
    v.keys("n").types("张华伟").keys("f3 enter enter enter enter enter enter enter enter");
    v.types("楼盘逾期交房").keys("f2").sees("ZJ-2026-000001");
    v.keys("f3").sees("在办 1").sees_not("未完成");
    v.keys("n").types("赵六").keys("backspace backspace f3").sees_not("未完成");
}

#[test]
fn an_unfinished_form_is_dropped_at_the_second_key_and_not_at_the_first() {
    let mut v = visit(Locale::En);
    v.keys("n").types("张华伟").keys("f3 x").sees("Once more drops").sees("张华伟");
    v.keys("down x").sees("张华伟");
    v.keys("x").sees_not("张华伟").sees("Nothing open here");
    v.keys("x").sees("only unfinished forms");
}

#[test]
fn a_form_that_was_saved_is_not_offered_again_though_its_draft_is_still_there() {
    let mut v = visit(Locale::Zh);
    v.keys("n").types("张华伟").keys("f3");
    let db = rusqlite::Connection::open(v.path()).unwrap();
    db.execute_batch("CREATE TABLE copy AS SELECT * FROM draft").unwrap();
    v.keys("enter enter enter enter enter enter enter enter").types("楼盘逾期交房").keys("f2");
    v.sees("ZJ-2026-000001");
    db.execute_batch("INSERT INTO draft SELECT * FROM copy; DROP TABLE copy").unwrap();
    v.keys("f3 f5").sees("在办 1").sees_not("未完成");
    drop(Drafts::open(&v.path()).unwrap());
    let left: i64 = db.query_row("SELECT count(*) FROM draft", [], |row| row.get(0)).unwrap();
    assert_eq!(left, 0, "the next desk forgets it");
}

#[test]
fn a_form_that_is_taken_up_again_has_the_hands_at_what_was_written_last() {
    let mut v = visit(Locale::Zh);
    v.keys("n").types("张华伟").keys("enter enter enter enter enter enter").digits("fc").keys("enter");
    v.types("楼盘逾期").keys("f3 enter");
    v.types("交房").sees("楼盘逾期交房");
}
