//! Stories of the intake form.
use crate::support::{clerk, fresh, visit};
use fengqiao::lang::Locale;

#[test]
fn a_wrong_check_digit_is_said_and_kept() {
    let mut v = visit(Locale::Zh);
    v.keys("n").types("张华伟").keys("enter").types("512002190001010012");
    v.sees("证件号: 身份证号校验码不对");
    // It moves on all the same, so that what is typed next never runs into it.
    v.types("19000001234");
    v.sees("电话     190****1234");
    v.keys("enter enter enter enter").types("楼盘逾期交房").keys("f2");
    v.sees("ZJ-2026-000001");
}

#[test]
fn an_empty_form_is_not_saved_and_the_cursor_goes_to_the_name() {
    let mut v = visit(Locale::En);
    v.keys("n f2");
    v.sees("Please write a name").sees("Something has to be put right");
    v.keys("f3");
    v.sees("Nothing open here");
}

#[test]
fn letters_that_are_also_keys_are_typed_into_the_field() {
    let mut v = visit(Locale::En);
    v.keys("n").types("jungle ?/q");
    v.sees("jungle ?/q");
}

#[test]
fn an_accusation_is_hidden_from_the_neighbour_everywhere() {
    let mut v = visit(Locale::Zh);
    v.keys("n").types("赵六").keys("enter enter enter enter enter 3");
    v.keys("enter").types("检举某单位").keys("f2");
    v.sees("ZJ-2026-000001").sees("检举控告");
    let mut other = v.neighbour(Locale::Zh, clerk("李四", "ZJ"));
    other.sees("在办 0").sees_not("检举");
    other.keys("/").types("赵六");
    other.sees_not("ZJ-2026-000001");
    let mut mine = v.neighbour(Locale::Zh, clerk("王五", "ZJ"));
    mine.sees("检举某单位");
    mine.keys("/").types("赵六");
    mine.sees("ZJ-2026-000001");
}

#[test]
fn the_terminals_own_cursor_stands_at_the_caret_after_every_character() {
    let mut v = visit(Locale::Zh);
    v.keys("n");
    let start = v.caret();
    for (n, c) in "张a华 𠮷".chars().enumerate() {
        v.types(&c.to_string());
        let columns = [2, 3, 5, 6, 8][n];
        assert_eq!((v.caret().x, v.caret().y), (start.x + columns, start.y), "after {c}");
    }
    v.keys("left left");
    assert_eq!(v.caret().x, start.x + 5);
}

#[test]
fn every_screen_is_reachable_by_name_from_inside_a_form() {
    let mut v = visit(Locale::En);
    v.keys("n").types("张华伟").keys("f9").types("boar").keys("enter");
    v.sees("Today / Intake / Board");
    v.keys("f3");
    v.sees("张华伟");
}

#[test]
fn whoever_sits_down_finds_with_their_own_eyes_and_not_with_those_of_the_one_before() {
    let mut v = visit(Locale::Zh);
    v.keys("n").types("赵六").keys("enter enter enter enter enter 3");
    v.keys("enter").types("检举某单位").keys("f2 f3 /").types("赵六");
    v.sees("ZJ-2026-000001");
    v.house.model.cx.me = clerk("李四", "ZJ");
    v.keys("ctrl-u").types("赵六");
    v.sees_not("ZJ-2026-000001");
}

#[test]
fn a_landline_is_not_cut_and_a_mobile_number_moves_on() {
    let mut v = visit(Locale::Zh);
    v.keys("n").types("张华伟").keys("enter enter").types("0832-26112345").keys("enter").types("雁江区");
    v.sees("电话     ********2345").sees("住址     雁江区");
}

#[test]
fn two_digits_of_a_count_can_be_seen() {
    let mut v = visit(Locale::Zh);
    v.keys("n").types("张华伟").keys("up up").keys("enter enter");
    for _ in 0..12 {
        v.keys("enter");
    }
    v.sees("> 来访人数");
    v.types("37").keys("enter");
    v.sees("来访人数 37");
}

#[test]
fn a_counter_that_no_list_holds_is_not_taken() {
    let mut v = fresh(Locale::Zh);
    v.types("nowhere").keys("enter").types("王五").keys("f2");
    v.sees("名录里没有，请从列表中选择");
    v.keys("ctrl-u").types("zj").keys("enter f2");
    v.sees("在办 0").sees("王五");
}

#[test]
fn a_letter_that_came_before_today_keeps_its_day() {
    for locale in [Locale::Zh, Locale::En] {
        let mut v = visit(locale);
        v.keys("n").types("张三").keys("enter enter enter enter enter enter enter").types("欠薪");
        // The channel, a letter; then more, and its last field.
        v.keys("enter enter enter enter").types("2");
        v.keys("enter enter enter enter enter").types("2");
        v.keys("enter enter enter").types("1120").keys("f2");
        v.sees("ZJ-2026-000001").sees("2026-11-20");
    }
}

#[test]
fn emptying_a_look_up_leaves_it_empty_and_escape_closes_a_list_before_it_leaves() {
    let mut v = visit(Locale::Zh);
    v.keys("n").types("张三").keys("enter enter enter enter").types("yj").keys("enter up ctrl-u enter");
    v.sees_not("雁江");
    v.keys("up f4").sees("雁江区");
    v.keys("esc").sees_not("雁江区").sees("张三");
    v.keys("esc").sees("未完成的登记");
}

#[test]
fn answers_that_do_not_fit_have_a_sign_and_come_into_sight_when_they_are_chosen() {
    let mut v = visit(Locale::En);
    v.keys("n").types("张三").keys("enter enter enter enter enter enter enter").types("欠薪").keys("f2");
    v.keys("d 6 enter 1").types("法院").keys("enter");
    v.sees("> Time limit").sees("1 labour arbitration").sees_not("6 as that route says");
    v.keys("left").sees("6 as that route says").sees("< as that route says >");
    v.sees_not("1 labour arbitration");
}
