//! Stories of the leaders' board and of a case's page.
use crate::support::{Visit, clerk, visit};
use fengqiao::{
    domain::{
        case::CaseMatter,
        catalog::{Extra, Item, List},
        deed::{Deed, Order, Registration},
        petition::{Matter, No, Petitioner},
    },
    flow::Msg,
    lang::Locale,
    store::{Request, StoreError},
};

/// Somebody does something behind the scenes; the desk hears of it.
fn does(v: &mut Visit, deed: Deed) {
    let op = v.house.model.cx.ops.next();
    let (me, now) = (v.house.model.cx.me.clone(), v.house.now);
    v.house.store.answer(&me, now, Request::Do(Box::new(Order { op, version: None, deed }))).unwrap();
    v.house.send(Msg::Changed).unwrap();
}

fn leader(v: &mut Visit, code: &str, name: &str, post: &str) {
    let extra = Extra { post: post.to_owned(), ..Extra::default() };
    does(v, Deed::PutItem(Box::new(Item { extra, ..Item::new(List::Leader, code, name) })));
}

fn petition(v: &mut Visit, subject: &str) {
    let petitioners = vec![Petitioner { name: "张华伟".to_owned(), ..Petitioner::default() }];
    let matter = Matter { petitioners, subject: subject.to_owned(), ..Matter::default() };
    does(v, Deed::Register(Box::new(Registration { matter, ..Registration::default() })));
}

fn case(v: &mut Visit, title: &str, leader: &str, opened: &str) {
    let matter = CaseMatter {
        field: "房地产".to_owned(),
        place: "512002".to_owned(),
        ..CaseMatter::new(title, leader, opened.parse().unwrap())
    };
    does(v, Deed::OpenCase { matter: Box::new(matter), petitions: Vec::new() });
}

/// Two leaders, two petitions, a case that has been late since 2026-10-31.
fn town(locale: Locale) -> Visit {
    let mut v = visit(locale);
    leader(&mut v, "zjg", "赵建国", "副市长");
    leader(&mut v, "qwd", "钱卫东", "副市长");
    petition(&mut v, "逾期交房");
    petition(&mut v, "迟迟不办证");
    case(&mut v, "金山花园", "zjg", "2026-10-01");
    v
}

#[test]
fn how_late_a_case_is_stands_on_the_board_in_words() {
    for (locale, late, due) in
        [(Locale::Zh, "超期23天", "应于10-31调度"), (Locale::En, "23 days late", "due 10-31")]
    {
        for (columns, rows) in [(80, 24), (140, 40)] {
            let mut v = town(locale);
            v.size(columns, rows).keys("b");
            v.sees("金山花园").sees("赵建国 副市长").sees("房地产 雁江区").sees(late).sees(due);
        }
    }
}

#[test]
fn a_case_is_opened_gets_petitions_is_handed_over_and_reviewed() {
    let words = [
        (Locale::Zh, "信访 2 件", "今天调度过", "应于12-23调度"),
        (Locale::En, "2 petitions", "seen today", "due 12-23"),
    ];
    for (locale, petitions, reviewed, due) in words {
        let mut v = town(locale);
        v.keys("b c").types("龙湖小区").keys("enter").digits("qwd").keys("enter").types("房地产").keys("f2");
        v.sees("ZJ-B-0002 龙湖小区").sees("钱卫东 副市长");
        v.keys("c");
        v.sees("ZJ-B-0002 龙湖小区");
        v.digits("1").keys("f2 c").types("zj-2026-000002").keys("f2");
        v.sees(petitions).sees("逾期交房").sees("迟迟不办证");
        v.keys("a");
        v.sees(if locale == Locale::Zh { "现由钱卫东包案" } else { "Owned by 钱卫东 now" });
        v.digits("zjg").keys("enter").types("分工调整").keys("f2");
        v.sees("赵建国 副市长").sees("分工调整");
        v.keys("r enter enter").types("已开两次会").keys("enter").types("月底前复工").keys("enter");
        v.types("住建局").keys("enter").types("+7").keys("f2");
        v.sees(reviewed).sees("月底前复工").sees("2026-11-30");
        v.keys("r");
        v.sees(if locale == Locale::Zh {
            "上次要求：月底前复工  住建局  2026-11-30"
        } else {
            "Asked last time: 月底前复工"
        });
        v.keys("f3 f3");
        v.sees(petitions).sees(reviewed).sees(due);
    }
}

#[test]
fn a_petition_is_taken_out_of_a_case_and_undo_brings_it_back() {
    for (locale, out, back) in
        [(Locale::Zh, "信访 1 件", "信访 2 件"), (Locale::En, "1 petition", "2 petitions")]
    {
        let mut v = town(locale);
        v.keys("b enter c").types("ZJ-2026-000001").keys("f2 c").types("ZJ-2026-000002").keys("f2");
        v.keys("home x");
        v.sees(back).sees(if locale == Locale::Zh { "光标不在" } else { "on no petition" });
        v.keys("tab x");
        v.sees(out);
        v.keys("u");
        v.sees(back).sees("逾期交房");
    }
}

#[test]
fn a_petition_of_a_case_is_opened_from_its_page_and_leads_back() {
    let mut v = town(Locale::Zh);
    v.keys("b enter c").types("ZJ-2026-000001").keys("f2");
    v.keys("tab enter");
    v.sees("信访事项").sees("包案").sees("ZJ-B-0001 金山花园");
    v.keys("f3");
    v.sees("ZJ-B-0001 金山花园");
}

#[test]
fn a_petition_that_is_in_a_case_is_not_put_there_twice() {
    let mut v = town(Locale::Zh);
    v.keys("enter c").digits("1").keys("f2 c").digits("1").keys("f2 tab tab tab tab tab");
    v.sees("> 包案").sees("ZJ-B-0001 金山花园");
    v.keys("enter");
    v.sees("信访 1 件");
    assert_eq!(v.screen().matches("纳入 ZJ-2026-000001").count(), 1);
}

#[test]
fn a_new_case_is_opened_from_a_petition() {
    let mut v = town(Locale::En);
    v.keys("enter o enter").digits("qwd").keys("f2");
    v.sees("ZJ-B-0002 逾期交房").sees("钱卫东").sees("1 petition").sees("ZJ-2026-000001");
}

#[test]
fn a_new_case_is_what_the_column_says() {
    let mut v = town(Locale::Zh);
    v.keys("b c").types("龙湖小区").keys("f2");
    v.sees("ZJ-B-0002 龙湖小区").sees("赵建国 副市长");
    v.keys("f3 v c").types("翡翠城").keys("enter").digits("qwd").keys("f2");
    v.sees("ZJ-B-0003 翡翠城").sees("领域       房地产");
}

#[test]
fn turned_to_states_the_cursor_stays_on_its_case() {
    let mut v = town(Locale::Zh);
    case(&mut v, "龙湖小区", "qwd", "2026-10-20");
    v.keys("b right");
    v.sees("> 龙湖小区");
    v.keys("v");
    v.sees("[领域]").sees("房地产 2").sees("> 龙湖小区").sees("钱卫东 雁江区");
    v.keys("v v v");
    v.sees("[状态]").sees("> 龙湖小区").sees("未化解 2").sees("超期 2 件").sees("钱卫东 房地产 雁江区");
    v.keys("v v v left");
    v.sees("> 金山花园");
}

#[test]
fn a_change_of_a_case_tells_what_it_was_and_what_it_is() {
    let mut v = town(Locale::Zh);
    v.size(140, 40).keys("b enter e enter enter ctrl-u").types("征地拆迁").keys("enter enter 2 f2");
    v.sees("修改 领域: 房地产 -> 征地拆迁; 级别: 重点（每月） -> 突出（每周）");
    v.keys("u");
    v.sees("已撤销").sees("重点（每月）");
}

#[test]
fn two_clerks_who_change_one_case_both_keep_what_they_typed() {
    let mut v = town(Locale::Zh);
    v.keys("b enter e enter enter ctrl-u").types("征地拆迁");
    let fields = serde_json::json!({"crux": "资金链断裂"}).as_object().unwrap().clone();
    let mut other = v.neighbour(Locale::Zh, clerk("李四", "ZJ"));
    does(&mut other, Deed::ChangeCase { no: No("ZJ-B-0001".to_owned()), fields, reason: String::new() });
    v.keys("f2");
    v.sees("刚刚被别人修改").sees("征地拆迁").sees("资金链断裂");
    v.keys("f2");
    v.sees("领域: 房地产 -> 征地拆迁").sees("资金链断裂");
}

#[test]
fn nothing_on_the_board_is_cut_within_a_glyph_and_every_column_can_be_reached() {
    for columns in 60..150 {
        let mut v = town(Locale::Zh);
        for (n, opened) in ["2026-10-02", "2026-11-20", "2026-09-01"].iter().enumerate() {
            leader(&mut v, &format!("l{n}"), "孙丽华", "市住房和城乡建设局党组书记、局长");
            case(
                &mut v,
                "西门片区旧城改造安置房过渡费纠纷二期三标段业主代表集中反映",
                &format!("l{n}"),
                opened,
            );
        }
        v.size(columns, 24).keys("b");
        for line in v.screen().lines() {
            let cols = unicode_width::UnicodeWidthStr::width(line);
            assert!(cols <= usize::from(columns), "{columns}: {line}");
        }
        v.keys("right right right right right");
        v.sees("> ");
    }
}

#[test]
fn a_case_is_looked_for_by_sound_owner_and_number_as_everything_else_is() {
    let mut v = crate::support::town(Locale::Zh);
    v.keys("b /").types("bjhy").sees("查找 > bjhy");
    let whole = v.screen();
    v.keys("ctrl-u").types("binjiang").sees("滨江花园").sees_not("某工地");
    v.keys("ctrl-u").types("宾江").sees("滨江花园").sees_not("某工地");
    v.keys("ctrl-u").types("陈建国").sees("陈建国").sees_not("周明华");
    v.keys("ctrl-u").types("没有这个").sees("没有找到");
    v.keys("ctrl-u").types("binjiang").keys("enter").sees("滨江花园楼盘逾期交房");
    v.keys("esc").sees("查找 > binjiang");
    v.keys("esc").sees_not("查找 >").sees("某工地");
    assert!(!whole.contains("某工地"), "{whole}");
}

#[test]
fn the_menu_is_searched_by_sound_too() {
    let mut v = crate::support::town(Locale::Zh);
    v.keys("f9").types("chazhao").sees("查找");
    v.keys("enter").sees("查找 >");
    v.keys("esc f9").types("dengji").sees("登记");
}

#[test]
fn what_a_case_asks_for_and_what_was_paid_stand_on_its_page_in_yuan() {
    for (locale, asked, paid, late) in [
        (Locale::Zh, "128,000 元，8 人", "50,000.50 元，3 人", "化解期限已过14天"),
        (Locale::En, "128,000 yuan, 8 people", "50,000.50 yuan, 3 people", "14 days past its target"),
    ] {
        let mut v = town(locale);
        v.keys("b enter e").keys(&"enter ".repeat(6)).types("李科长").keys("enter");
        v.types("市财政局、某镇").keys("enter 1 enter enter").types("1109").keys("enter");
        v.types("60").keys("enter").types("2026").keys("enter").types("12.8万").keys("enter");
        v.types("8").keys("enter").types("50000.5").keys("enter").types("3").keys("f2");
        v.sees(asked).sees(paid).sees(late).sees("60%").sees("李科长").sees("市财政局、某镇");
        v.sees(if locale == Locale::Zh { "诉求认定   合理" } else { "justified" });
        v.keys("e").sees("128,000").sees("50,000.50");
    }
}

#[test]
fn a_case_takes_no_progress_beyond_the_whole_and_no_money_below_nothing() {
    let mut v = town(Locale::Zh);
    let no = No("ZJ-B-0001".to_owned());
    for (field, value) in [("progress", 101), ("asked", -1), ("recovered", -1)] {
        let fields = serde_json::json!({field: value}).as_object().unwrap().clone();
        let order = Order {
            op: format!("bad-{field}"),
            version: None,
            deed: Deed::ChangeCase { no: no.clone(), fields, reason: String::new() },
        };
        let me = clerk("王五", "ZJ");
        let refused = v.house.store.answer(&me, v.house.now, Request::Do(Box::new(order))).unwrap_err();
        assert!(matches!(refused, StoreError::BadField(name) if name == field));
    }
}

#[test]
fn an_amount_that_nobody_can_read_is_said_and_kept_as_typed() {
    let mut v = town(Locale::Zh);
    v.keys("b enter e").keys(&"enter ".repeat(14));
    v.types("十二万").keys("f2");
    v.sees("看不懂金额").sees("十二万");
}

#[test]
fn the_whole_city_stands_on_one_screen_a_row_each_with_what_a_supervisor_asks_for() {
    for (locale, heads, whole) in [
        (Locale::Zh, "未化解    超期  未调度", "全市"),
        (Locale::En, "open    late  unseen", "The whole city"),
    ] {
        let mut v = town(locale);
        case(&mut v, "龙湖小区", "qwd", "2026-11-20");
        let fields = serde_json::json!({"state": "resolved", "pledge": 2026}).as_object().unwrap().clone();
        does(&mut v, Deed::ChangeCase { no: No("ZJ-B-0002".to_owned()), fields, reason: String::new() });
        v.keys("b 0").sees(heads);
        let screen = v.screen();
        let row = |name: &str| {
            let told = screen.lines().find_map(|line| Some(line.split_once(name)?.1));
            told.unwrap_or_default().split_whitespace().filter(|cell| cell.is_ascii()).count()
        };
        assert_eq!((row(whole), row("赵建国"), row("钱卫东")), (6, 4, 2), "{screen}");
        v.sees("!10-31").sees("1/1");
        v.keys("a").sees(if locale == Locale::Zh { "先按回车" } else { "with Enter first" });
        v.keys("down enter").sees("> 龙湖小区");
        v.keys("0 f3").sees("> 龙湖小区");
    }
}

#[test]
fn beside_a_wide_board_stands_what_the_chosen_case_says_and_whose_it_was() {
    for (locale, owners) in [(Locale::Zh, "历任包案领导 2 位"), (Locale::En, "2 owners so far")] {
        let mut v = town(locale);
        v.keys("b a").digits("qwd").keys("enter").types("分工调整").keys("f2");
        v.size(140, 40).sees(owners).sees("钱卫东 副市长 分工调整").sees("2026-10-01 赵建国 副市长");
        v.size(80, 24).sees_not(owners);
        v.keys("enter").sees(owners);
    }
}

#[test]
fn a_case_past_its_target_is_late_though_its_review_is_not() {
    let mut v = town(Locale::Zh);
    case(&mut v, "龙湖小区", "qwd", "2026-11-20");
    let fields = serde_json::json!({"target": "2026-11-09"}).as_object().unwrap().clone();
    does(&mut v, Deed::ChangeCase { no: No("ZJ-B-0002".to_owned()), fields, reason: String::new() });
    v.keys("b").sees("化解期限已过14天").sees("超期 2 件");
}

#[test]
fn every_view_of_the_board_is_turned_to_sorted_and_moved_between_with_a_reason() {
    for locale in [Locale::Zh, Locale::En] {
        let zh = locale == Locale::Zh;
        let mut v = town(locale);
        let views = if zh {
            ["[领域]", "[级别]", "[属地]", "[状态]", "[单位]", "[类群]", "[领导]"]
        } else {
            ["[field]", "[level]", "[place]", "[state]", "[unit]", "[group]", "[leader]"]
        };
        v.keys("b");
        for view in views {
            v.keys("v").sees(view).sees("> 金山花园");
        }
        v.keys("f7").sees(if zh { "按化解期限" } else { "by target" });
        v.keys("f7").sees(if zh { "按未追回金额" } else { "by money" });
        v.keys("v > ctrl-u").types("征地拆迁").keys("enter").types("归口调整").keys("f2");
        v.sees("征地拆迁 1");
        v.keys("v > ").digits("2").types("急").keys("f2");
        v.sees(if zh { "突出（每周） 1" } else { "prominent (weekly) 1" });
        v.keys("enter").sees("归口调整").sees(" 急");
        v.keys("f3 v v v v v > ").sees(if zh { "现由赵建国包案" } else { "Owned by 赵建国 now" });
    }
}
