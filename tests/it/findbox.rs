//! The find box as hands know it: what it offers, how its list is ordered, and that the list stays under the cursor.
use crate::{
    casework::brought,
    support::{Visit, clerk, town, visit},
};
use fengqiao::{
    domain::catalog::Catalog,
    lang::Locale,
    search::{Finder, Order, Query, Stop, words},
    store::Reader,
};
use rusqlite::Connection;
use std::cell::Cell;

fn box_of(v: &Visit) -> String {
    v.screen().lines().nth(1).unwrap_or_default().trim_end().to_owned()
}

/// The numbers in the list, from the top.
fn listed(v: &Visit) -> Vec<String> {
    let screen = v.screen();
    let rows = screen.lines().skip(3).take(12);
    let number = |row: &str| {
        row.split_whitespace().find(|word| word.len() == 14 && word.contains("-20")).map(str::to_owned)
    };
    rows.filter_map(number).collect()
}

#[test]
fn filters_and_their_values_are_completed_in_both_languages() {
    let mut v = town(Locale::Zh);
    v.keys("/").types("状").sees("Tab 状态:");
    v.keys("tab");
    assert_eq!(box_of(&v), "查找 > 状态:");
    v.types("已").sees("状态:已受理");
    v.keys("tab tab");
    assert_eq!(box_of(&v), "查找 > 状态:已受理");
    v.types(" 单位:zjj").keys("tab");
    assert_eq!(box_of(&v), "查找 > 状态:已受理 单位:市住房和城乡建设局");
    v.keys("ctrl-u").types("上").keys("tab tab");
    assert_eq!(box_of(&v), "查找 > 上月");
    let mut v = town(Locale::En);
    v.keys("/").types("sta").keys("tab").types("acc").keys("tab");
    assert_eq!(box_of(&v), "Find > state:accepted");
}

#[test]
fn nothing_to_complete_is_said_and_names_are_left_alone() {
    let mut v = town(Locale::Zh);
    v.keys("/").types("zhang").sees_not("Tab ");
    v.keys("tab").sees("没有可补全的词");
    assert_eq!(box_of(&v), "查找 > zhang");
}

#[test]
fn an_empty_box_offers_what_was_opened_last_then_what_came_last_and_recalls_kept_searches() {
    let mut v = town(Locale::Zh);
    v.keys("/").sees("新到");
    v.types("张华伟").keys("enter esc");
    v.keys("ctrl-u");
    v.sees("看过");
    assert!(v.screen().lines().nth(3).unwrap().contains("张华伟"), "{}", v.screen());
    v.types("状态:未结 工资").keys("f2").types("欠薪").keys("f2").keys("ctrl-u").keys("tab");
    assert_eq!(box_of(&v), "查找 > 状态:未结 工资");
}

#[test]
fn the_list_is_ordered_by_receipt_and_by_what_is_due() {
    let mut v = town(Locale::Zh);
    let ordered = |sql: &str| -> Vec<String> {
        let db = Connection::open(v.path()).unwrap();
        let sql = format!("SELECT no FROM petition WHERE nature = 'request' ORDER BY {sql} LIMIT 10");
        let mut query = db.prepare(&sql).unwrap();
        query.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let received = ordered("received DESC, id DESC");
    let due = ordered("open = 0 OR due IS NULL, due, id DESC");
    v.keys("/").types("性质:申诉").keys("f7").sees("按收到日期");
    assert!(listed(&v).len() > 9, "{}", v.screen());
    assert_eq!(listed(&v)[..10], received);
    v.keys("f7").sees("按到期");
    assert_eq!(listed(&v)[..10], due);
    v.keys("f7").sees_not("按到期");
}

/// Few rows are put in order, many are walked: both ways give the same.
#[test]
fn both_ways_to_order_give_one_list() {
    let v = town(Locale::Zh);
    let me = clerk("wang", "ZJ");
    let mut finder = Finder::new(Reader::open(&v.path(), &me).unwrap(), words(&Catalog::shipped()));
    let db = Connection::open(v.path()).unwrap();
    for (order, sql) in
        [(Order::Received, "received DESC, id DESC"), (Order::Due, "open = 0 OR due IS NULL, due, id DESC")]
    {
        let sql = format!("SELECT id FROM petition WHERE sealed = 0 ORDER BY {sql} LIMIT 60");
        let mut query = db.prepare(&sql).unwrap();
        let told: Vec<u32> = query.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        let query = Query::parse("nature:request");
        let hits = finder.find_unless(&query, 60, order, &Stop::never()).unwrap().unwrap();
        let rows: Vec<u32> = hits.rows.iter().map(|hit| hit.row.id).collect();
        let told: Vec<u32> = told.into_iter().filter(|id| rows.contains(id)).collect();
        assert!(rows.len() == 60 && told.len() > 40);
        assert_eq!(rows.iter().copied().filter(|id| told.contains(id)).collect::<Vec<_>>(), told);
    }
}

#[test]
fn the_list_does_not_move_under_the_cursor_while_others_write() {
    let mut v = visit(Locale::Zh);
    brought(&mut v, "张伟", "11-01");
    brought(&mut v, "张伟", "11-02");
    v.keys("/").types("张伟").keys("down");
    let before = listed(&v);
    brought(&mut v, "张伟", "11-03");
    v.house.send(fengqiao::flow::Msg::Changed).unwrap();
    v.sees("新到 1 件");
    assert_eq!(listed(&v), before);
    assert!(v.screen().lines().nth(4).unwrap().starts_with('>'));
    v.keys("f5").sees_not("新到 1 件");
    assert_eq!(listed(&v).len(), 3);
}

#[test]
fn a_search_that_was_overtaken_stops_at_its_next_look() {
    let v = town(Locale::Zh);
    let me = clerk("wang", "ZJ");
    let mut finder = Finder::new(Reader::open(&v.path(), &me).unwrap(), words(&Catalog::shipped()));
    for (typed, order) in [
        ("zhang", Order::Relevance),
        ("张伟民 工资", Order::Relevance),
        ("remind:yes 工资", Order::Received),
        ("lijumming", Order::Due),
        ("1234", Order::Relevance),
    ] {
        let query = Query::parse(typed);
        // What is asked of the store once is known from here on; words are forgotten over others.
        finder.find_unless(&query, 20, order, &Stop::never()).unwrap();
        let other = Query::parse("8888");
        finder.find(&other, 1).unwrap();
        let looks = Cell::new(0);
        let counts = || {
            looks.set(looks.get() + 1);
            false
        };
        let whole = finder.find_unless(&query, 20, order, &Stop::when(&counts)).unwrap();
        let all = looks.get();
        assert!(all >= 2, "{typed} looks {all} times");
        for last in 1..=all {
            finder.find(&other, 1).unwrap();
            looks.set(0);
            let stops = || {
                looks.set(looks.get() + 1);
                looks.get() >= last
            };
            assert_eq!(
                finder.find_unless(&query, 20, order, &Stop::when(&stops)).unwrap(),
                None,
                "{typed} at {last}"
            );
            assert_eq!(looks.get(), last, "{typed} went on");
        }
        let again = finder.find_unless(&query, 20, order, &Stop::never()).unwrap();
        assert_eq!(again.map(|hits| hits.rows), whole.map(|hits| hits.rows), "{typed} afterwards");
    }
}
