//! The same matter brought by somebody else: shown with the parts of its score, and not again once it was refused.
use crate::{
    casework::order,
    support::{Visit, clerk, visit},
};
use fengqiao::{
    domain::{
        catalog::{Catalog, List},
        deed::Deed,
        petition::No,
    },
    lang::Locale,
    search::{Finder, Matter, Near, Stop},
    store::Reader,
};
use serde_json::json;

/// A town's worth of other matters, so that words have their weights.
const OTHERS: [&str; 8] = [
    "噪音扰民夜间施工无法休息",
    "道路硬化未完成出行困难",
    "饮水困难水质发黄",
    "低保被取消要求恢复",
    "养猪场臭气扰民",
    "医疗费用报销比例过低",
    "学区划分不合理",
    "公交线路停运出行不便",
];

fn brought(v: &mut Visit, name: &str, place: &str, category: &str, subject: &str, facts: &str) -> No {
    let registration = json!({"do": "register", "place": place, "category": category, "subject": subject,
        "facts": facts, "petitioners": [{"name": name}]});
    let deed: Deed = serde_json::from_value(registration).unwrap();
    order(v, deed).unwrap()
}

fn town(v: &mut Visit) -> No {
    for (at, text) in OTHERS.iter().enumerate() {
        brought(v, &format!("甲{at}"), "512021100", "0501", text, text);
    }
    brought(
        v,
        "李四",
        "512002001",
        "010101",
        "滨江花园逾期交房",
        "滨江花园三期合同约定去年六月交房，至今停工。",
    )
}

#[test]
fn a_joint_petition_is_seen_early_with_the_parts_of_its_score() {
    let mut v = visit(Locale::Zh);
    let first = town(&mut v);
    brought(
        &mut v,
        "张三",
        "512002001",
        "010101",
        "滨江花园逾期交房",
        "滨江花园三期去年六月应交房，至今停工。",
    );
    v.keys("/").types("张三").keys("enter");
    v.sees("同事项？").sees(&format!("{first} 李四 同地 同类 用语"));
    v.sees_not("甲1");
}

#[test]
fn somebodys_own_petitions_and_other_matters_are_not_suggested() {
    let mut v = visit(Locale::Zh);
    town(&mut v);
    brought(
        &mut v,
        "李四",
        "512002001",
        "010101",
        "滨江花园逾期交房",
        "滨江花园三期去年六月应交房，至今停工。",
    );
    v.keys("/").types("李四").keys("enter");
    v.sees_not("同事项？");
    let mut v = visit(Locale::Zh);
    town(&mut v);
    brought(&mut v, "张三", "512002001", "010101", "物业乱收费", "小区物业服务差，乱收停车费。");
    v.keys("/").types("张三").keys("enter");
    v.sees_not("同事项？");
}

#[test]
fn what_was_refused_is_not_shown_again_until_it_is_taken_back() {
    let mut v = visit(Locale::Zh);
    let first = town(&mut v);
    let facts = "滨江花园三期去年六月应交房，至今停工。";
    let no = brought(&mut v, "张三", "512002001", "010101", "滨江花园逾期交房", facts);
    v.keys("/").types("张三").keys("enter").sees("同事项？");
    order(&mut v, Deed::Apart { no: no.clone(), other: first }).unwrap();
    v.keys("f5").sees_not("同事项？");
    order(&mut v, Deed::Undo { no }).unwrap();
    v.keys("f5").sees("同事项？");
}

#[test]
fn the_key_for_another_matter_refuses_the_one_under_the_cursor() {
    let mut v = visit(Locale::Zh);
    town(&mut v);
    brought(
        &mut v,
        "张三",
        "512002001",
        "010101",
        "滨江花园逾期交房",
        "滨江花园三期去年六月应交房，至今停工。",
    );
    v.keys("/").types("张三").keys("enter");
    for _ in 0..30 {
        let screen = v.screen();
        if screen.lines().any(|line| line.starts_with('>') && line.contains("李四")) {
            break;
        }
        v.keys("down");
    }
    v.keys("x").sees_not("同事项？");
}

#[test]
fn it_is_seen_at_the_counter_while_the_matter_is_typed() {
    for (size, locale, title) in
        [((80, 24), Locale::Zh, "可能同一事项"), ((140, 40), Locale::En, "Perhaps the same matter")]
    {
        let mut v = visit(locale);
        town(&mut v);
        // However many people may be standing there, they make room for it.
        for at in 0..12 {
            brought(&mut v, "张三", "512021100", "0501", OTHERS[at % 8], OTHERS[at % 8]);
        }
        v.size(size.0, size.1).keys("n").types("张三").keys("enter enter enter enter");
        v.types("512002001").keys("enter").types("010101").keys("enter").sees_not(title);
        v.types("滨江花园停工逾期交房").sees(title).sees("李四");
        v.keys("ctrl-u").sees_not(title);
    }
}

#[test]
fn place_and_category_are_the_same_or_near_and_rare_words_weigh_more() {
    let mut v = visit(Locale::Zh);
    town(&mut v);
    let me = clerk("王五", "ZJ");
    let mut finder = Finder::new(Reader::open(&v.path(), &me).unwrap(), Vec::new());
    let mut alike = |place: &str, category: &str, text: &str| {
        let catalog = Catalog::shipped();
        let matter = Matter {
            places: catalog.near(List::Place, place),
            categories: catalog.near(List::Category, category),
            text: text.into(),
            ..Matter::default()
        };
        let found = finder.alike(&matter, 5, &Stop::never()).unwrap().unwrap();
        found.first().map(|one| (one.place, one.category, one.words))
    };
    let text = "滨江花园停工逾期交房";
    let whole = alike("512002001", "010101", text).unwrap();
    assert_eq!((whole.0, whole.1), (Near::Same, Near::Same));
    assert!(whole.2 >= 75, "{whole:?}");
    assert_eq!(alike("512002002", "010102", text), Some((Near::Near, Near::Near, whole.2)));
    assert_eq!(alike("512021100", "0501", text), None, "words alone");
    assert_eq!(alike("512002001", "010101", "逾期交"), None, "too few words");
    let half = alike("512002001", "010101", "滨江花园停工，夜间施工出行不便").unwrap().2;
    assert!(half < whole.2, "{half}");
}
