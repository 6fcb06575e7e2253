//! Stories of the settings: an office makes the lists its own.
use crate::support::{clerk, visit};
use fengqiao::{
    domain::rights::{Actor, Role},
    lang::Locale,
};

const BOTH: [Locale; 2] = [Locale::Zh, Locale::En];

#[test]
fn a_counter_without_a_name_gets_one() {
    for locale in BOTH {
        let mut v = visit(locale);
        v.keys("s");
        v.sees("第四分中心");
        v.keys("down down down enter ctrl-u").types("医保分中心").keys("f2");
        v.sees("医保分中心").sees_not("第四分中心").sees("F4").sees_not("office:");
        v.neighbour(locale, crate::support::clerk("李四", "F4")).sees("医保分中心");
    }
}

#[test]
fn a_clerk_is_added_with_a_counter_and_a_right() {
    for (locale, right) in [(Locale::Zh, "可看检举"), (Locale::En, "Sees sealed")] {
        let mut v = visit(locale);
        v.keys("s tab tab tab a").types("W6").keys("enter").types("李梅").keys("enter");
        v.digits("rs").keys("enter 2 f2");
        v.sees("W6").sees("李梅").sees("人社分中心").sees(right);
    }
}

#[test]
fn a_leader_is_added_and_owns_the_next_case() {
    for locale in BOTH {
        let mut v = visit(locale);
        v.keys("s tab tab a").types("SLH").keys("enter").types("孙丽华").keys("enter");
        v.types("副市长").keys("enter").types("市级").keys("f2");
        v.sees("孙丽华").sees("副市长  市级");
        v.keys("b c").types("龙湖小区").keys("enter").digits("slh").keys("f2");
        v.sees("ZJ-B-0001 龙湖小区").sees("孙丽华 副市长 市级");
    }
}

#[test]
fn a_phrase_is_added_and_grows_in_the_form() {
    for locale in BOTH {
        let mut v = visit(locale);
        v.keys("s tab tab tab tab a").types("zxxw").keys("enter").types("学位").keys("enter");
        v.types("学校学位不足，子女无法就近入学").keys("f2");
        v.sees("zxxw").sees("学校学位不足");
        v.keys("n").types("张华伟").keys("enter enter enter enter enter enter enter");
        v.types("入学").keys("enter").types(";zxxw ");
        v.sees("学校学位不足，子女无法就近入学").sees_not(";zxxw");
    }
}

#[test]
fn a_code_that_is_taken_is_refused_and_what_was_typed_stays() {
    for (locale, why) in [(Locale::Zh, "代码 ZJ 已有条目"), (Locale::En, "The code ZJ is taken")] {
        let mut v = visit(locale);
        v.keys("s a").types("ZJ").keys("enter").types("另一个分中心").keys("f2");
        v.sees(why).sees("另一个分中心");
        v.keys("f3");
        v.sees("住建分中心");
    }
}

#[test]
fn an_entry_is_switched_off_and_on_again() {
    let mut v = visit(Locale::Zh);
    v.keys("s end enter enter enter enter 2 f2");
    v.sees("[停用]");
    v.keys("enter enter enter enter 1 f2");
    v.sees_not("[停用]");
}

#[test]
fn a_setting_says_that_it_is_a_local_choice_and_holds_up_what_cannot_work() {
    let words = [
        (Locale::Zh, "本地自定，条例没有规定", "1 到 120", "已改"),
        (Locale::En, "A local choice", "Between 1 and 120", "changed"),
    ];
    for (locale, local, wrong, changed) in words {
        let mut v = visit(locale);
        v.keys("s backtab");
        v.sees(local).sees("name,sex,nation,bir");
        v.keys("enter ctrl-u").types("0").keys("f2");
        v.sees(wrong);
        v.keys("ctrl-u").types("10").keys("f2");
        v.sees("10").sees(changed);
    }
}

#[test]
fn a_counter_gets_a_printer_queue_of_its_own_and_no_name_is_an_option() {
    for (locale, default, why) in
        [(Locale::Zh, "默认打印机", "不能以 - 开头"), (Locale::En, "the default one", "no - in front")]
    {
        let mut v = visit(locale);
        v.keys("s backtab backtab backtab backtab").sees(default);
        v.keys("enter").types("-o").keys("f2").sees(why);
        v.keys("ctrl-u").types("counter1").keys("f2").sees("counter1");
        assert_eq!(v.house.model.cx.lists.printer("ZJ"), "counter1");
        assert_eq!(v.house.model.cx.lists.printer("RS"), "");
    }
}

/// What a key opens is refused before anything is typed, and said as the store would say it.
#[test]
fn nobody_opens_a_form_that_their_role_cannot_save() {
    let v = visit(Locale::Zh);
    let people = "tab tab tab";
    for (role, tab, fits) in [
        (Role::Security, people, true),
        (Role::Security, "", false),
        (Role::System, people, false),
        (Role::System, "", true),
        (Role::System, "backtab", true),
        (Role::Security, "backtab", false),
        (Role::Supervisor, "", true),
        (Role::Supervisor, "backtab", false),
        (Role::Leader, "", false),
        (Role::Clerk, "backtab backtab", false),
        (Role::Handler, people, false),
    ] {
        let me = Actor { role, ..clerk("li", "ZJ") };
        let mut desk = v.neighbour(Locale::Zh, me);
        let opens = if tab.starts_with("backtab") { "enter" } else { "a" };
        desk.keys("s").keys(tab).keys(opens);
        assert_eq!(desk.house.model.stack.len() == 3, fits, "{role:?} {tab:?}:\n{}", desk.screen());
        if !fits {
            desk.sees("没有这项权限");
        }
    }
}

#[test]
fn a_handler_without_a_unit_is_held_up_at_the_unit() {
    for (locale, why) in [(Locale::Zh, "经办人须填责任单位"), (Locale::En, "A handler belongs to a unit")]
    {
        let mut v = visit(locale);
        v.keys("s tab tab tab a").types("W8").keys("enter").types("何经办").keys("enter").digits("zj");
        v.keys("enter 2 f2").sees(why);
        v.digits("zjj").keys("f2").sees("W8").sees_not(why);
    }
}
