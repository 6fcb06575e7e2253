//! Stories of people who come again, and of a petition's page, in both languages.
use crate::support::{Visit, clerk, visit};
use fengqiao::{lang::Locale, store::StoreError};

const BOTH: [Locale; 2] = [Locale::Zh, Locale::En];

/// Registers 张华伟 with a flat that is late.
pub fn flat(locale: Locale) -> Visit {
    let mut v = visit(locale);
    v.keys("n").types("张华伟").keys("enter").types("512002190001010011").types("19000001234");
    v.types("雁江区莲花街道滨江路45号").keys("enter enter enter enter");
    v.types("楼盘逾期交房").keys("enter").types("合同约定去年交房。").keys("f2");
    v.sees("ZJ-2026-000001");
    v
}

fn say<'a>(locale: Locale, zh: &'a str, en: &'a str) -> &'a str {
    if locale == Locale::Zh { zh } else { en }
}

#[test]
fn whoever_came_before_stands_beside_the_form_and_is_taken_over_with_one_key() {
    for locale in BOTH {
        let mut v = flat(locale);
        v.keys("f3 n").types("张华");
        v.sees("190****1234").sees("楼盘");
        v.keys("f7");
        v.sees("512002********0011").sees("雁江区莲花街道滨江路45号").sees("雁江区/莲花街道");
        v.keys("enter enter enter").types("拖欠工资").keys("f2");
        v.sees("ZJ-2026-000002").sees(say(
            locale,
            "同一信访人的其他事项",
            "Other petitions of the same people",
        ));
        v.sees("楼盘逾期交房");
    }
}

/// What leads somewhere has a sign before it, and folds two columns earlier.
#[test]
fn no_width_of_a_terminal_takes_a_character_from_who_brought_it() {
    let mut v = visit(Locale::Zh);
    v.keys("n").types("张华伟").keys("enter").types("512002190001010011").types("19000001234");
    v.types("雁江区莲花街道滨江路滨江花园小区45号3栋2单元1101号")
        .keys("f2")
        .types("漏水")
        .keys("f2 v")
        .types("核对")
        .keys("f2");
    for cols in 66..=90 {
        v.size(cols, 24);
        let screen = v.screen();
        let name = screen.lines().skip_while(|line| !line.contains("张华伟 (")).take(3);
        let folded: String =
            name.collect::<String>().chars().filter(|c| !c.is_whitespace() && *c != '+').collect();
        assert!(folded.contains("滨江花园小区45号3栋2单元1101号"), "{cols}: {screen}");
    }
}

#[test]
fn a_person_is_known_by_sound_phone_tail_or_identity_number_too() {
    let mut v = flat(Locale::Zh);
    v.keys("f3 n").types("章华玮");
    v.sees("张华伟");
    v.keys("ctrl-u enter enter").types("1234");
    v.sees("张华伟");
    v.keys("ctrl-u up").types("512002190001010011");
    v.sees("张华伟");
    v.keys("up ctrl-u").types("王");
    v.sees_not("190****1234");
}

#[test]
fn the_same_matter_again_is_one_key_and_a_note() {
    for locale in BOTH {
        let mut v = flat(locale);
        v.keys("f3 n").types("张华伟").keys("f6").types("又来询问进展").keys("f2");
        v.sees(say(locale, "来访 2 次", "2 visits")).sees("又来询问进展").sees("ZJ-2026-000001");
    }
}

#[test]
fn a_progress_note_is_added_and_taken_back() {
    for locale in BOTH {
        let mut v = flat(locale);
        v.keys("p").types("已联系开发商").keys("f2");
        v.sees(say(locale, "进展", "progress")).sees("已联系开发商");
        v.keys("u");
        v.sees(say(locale, "已撤销", "taken back"));
        v.keys("u");
        v.sees(say(locale, "没有可以撤销的操作", "nothing to take back"));
    }
}

#[test]
fn a_correction_shows_what_it_was_and_what_it_is() {
    for locale in BOTH {
        let mut v = flat(locale);
        v.keys("e").keys("enter enter enter enter enter enter enter");
        v.keys("ctrl-u").types("楼盘停工").keys("f2");
        v.sees("楼盘停工").sees("楼盘逾期交房 -> 楼盘停工");
        v.keys("f3 /").types("停工");
        v.sees("ZJ-2026-000001");
        v.keys("ctrl-u").types("逾期");
        v.sees_not("ZJ-2026-000001");
    }
}

#[test]
fn only_ones_own_last_act_can_be_taken_back() {
    let mut v = flat(Locale::Zh);
    v.keys("p").types("已联系开发商").keys("f2");
    let mut other = v.neighbour(Locale::Zh, clerk("李四", "ZJ"));
    other.keys("enter u");
    other.sees("最后一步不是您做的");
}

#[test]
fn two_clerks_on_one_petition_never_overwrite_each_other() {
    for locale in BOTH {
        let mut mine = flat(locale);
        mine.keys("e").keys("enter enter enter enter enter enter enter").keys("ctrl-u").types("我的改法");
        let mut theirs = mine.neighbour(locale, clerk("李四", "ZJ"));
        theirs.keys("enter p").types("他们的进展").keys("f2");
        mine.keys("f2");
        mine.sees(say(locale, "刚刚被别人修改", "changed by somebody else")).sees("我的改法");
        mine.keys("f2");
        mine.sees("我的改法").sees("他们的进展");
    }
}

#[test]
fn a_form_that_was_left_is_offered_back_with_everything_in_it() {
    for locale in BOTH {
        let mut v = visit(locale);
        v.keys("n").types("张华伟").keys("enter").types("5120021900");
        let mut later = v.neighbour(locale, clerk("王五", "ZJ"));
        later.sees(say(locale, "未完成", "unfinished"));
        later.keys("enter");
        later.sees("张华伟").sees("51******00");
        let other = v.neighbour(locale, clerk("李四", "ZJ"));
        other.sees_not(say(locale, "未完成", "unfinished"));
    }
}

#[test]
fn a_saved_form_leaves_no_draft() {
    let v = flat(Locale::Zh);
    v.neighbour(Locale::Zh, clerk("王五", "ZJ")).sees_not("未完成");
}

#[test]
fn an_agent_names_the_person_represented_and_papers_are_listed() {
    let mut v = visit(Locale::Zh);
    v.keys("n")
        .types("李代理")
        .keys("enter enter enter enter enter enter enter")
        .types("代为反映")
        .keys("enter");
    v.keys("enter enter enter enter enter enter enter enter enter").types("2");
    v.types("张老人").keys("enter").types("手语").keys("enter").types("购房合同 12页 复印件").keys("f2");
    v.sees("李代理 (代理人)").sees("张老人 (被代理人)").sees("手语").sees("购房合同 12");
}

#[test]
fn a_long_paste_stays_in_its_field_and_is_kept_whole() {
    let mut v = visit(Locale::Zh);
    v.keys("n").types("张华伟").keys("enter enter enter enter enter enter enter").types("长文").keys("enter");
    v.pastes(&format!("第一行\r\n第二行\u{1b}[31m\u{202e}{}", "长".repeat(9_000)));
    v.keys("f2");
    v.sees("ZJ-2026-000001").sees("第一行").sees("第二行[31m长");
}

#[test]
fn a_refusal_of_the_store_keeps_what_was_typed() {
    let mut v = flat(Locale::Zh);
    v.keys("p").types("写到一半");
    let refused = fengqiao::flow::Msg::Answer(
        fengqiao::flow::Ticket { page: v.house.model.stack.last().unwrap().0, lane: 0, turn: 0 },
        Err(StoreError::Full),
    );
    v.house.send(refused).unwrap();
    v.sees("磁盘已满").sees("写到一半");
    v.keys("f2");
    v.sees("写到一半").sees("已保存");
}

#[test]
fn a_date_that_stands_there_gives_way_to_one_that_is_typed_and_can_be_mended_too() {
    let mut v = flat(Locale::Zh);
    v.keys("p").types("已联系").keys("enter").types("1120").keys("up");
    v.sees("2026-11-20");
    v.keys("down left right backspace").types("1").keys("f2");
    v.sees("2026-11-21 已联系");
}

#[test]
fn again_leaves_a_form_in_which_something_was_told_where_it_is() {
    let mut v = flat(Locale::Zh);
    v.keys("f3 n")
        .types("张华伟")
        .keys("enter enter enter enter enter enter enter")
        .types("另一件事")
        .keys("f6");
    v.sees("本次情况");
    v.keys("f3");
    v.sees("另一件事");
}

#[test]
fn whoever_has_a_stake_says_so_by_a_key_and_does_not_see_it_any_more() {
    for locale in BOTH {
        let mut v = flat(locale);
        let title = say(locale, "声明回避", "I have a stake");
        v.keys("H").sees(title).sees("楼盘逾期交房");
        v.types("亲属").keys("f2");
        v.sees_not(title).sees_not("张华伟").sees(say(locale, "已保存", "Saved"));
        v.keys("/").types("楼盘").sees_not("张华伟");
        let db = rusqlite::Connection::open(v.path()).unwrap();
        let reason = "SELECT payload ->> '$.reason' FROM entry WHERE payload ->> '$.act' = 'recused'";
        assert_eq!(db.query_row(reason, [], |row| row.get::<_, String>(0)).unwrap(), "亲属");
    }
}
