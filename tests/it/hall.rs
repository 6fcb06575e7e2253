//! What a full hall rests on: whatever one desk writes, every other desk hears, and must not do much about it.
use crate::support::{NOON, clerk, visit};
use fengqiao::{
    app::update,
    domain::catalog::{Item, List},
    domain::deed::{Deed, Order},
    flow::{Effect, Msg},
    lang::Locale,
    store::{Lists, Now, Reply, Request, Store},
};
use std::sync::Arc;

fn lists(store: &mut Store) -> Lists {
    match store.answer(&clerk("li", "ZJ"), Now::at(NOON), Request::Catalog).unwrap() {
        Reply::Catalog(lists) => lists,
        other => panic!("{other:?}"),
    }
}

fn put(store: &mut Store, op: &str, item: Item) {
    let order = Order { op: op.into(), version: None, deed: Deed::PutItem(Box::new(item)) };
    store.answer(&clerk("wu", "ZJ"), Now::at(NOON), Request::Do(Box::new(order))).unwrap();
}

#[test]
fn lists_are_put_together_again_only_where_something_in_them_has_changed() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("f.db");
    let (mut mine, mut theirs) = (Store::open(&path).unwrap(), Store::open(&path).unwrap());
    let before = lists(&mut mine);
    assert!(Arc::ptr_eq(&before.catalog, &lists(&mut mine).catalog));
    put(&mut theirs, "1", Item::new(List::Leader, "L1", "某"));
    let after = lists(&mut mine);
    assert!(after.catalog.get(List::Leader, "L1").is_some());
    put(&mut theirs, "2", Item::new(List::Leader, "L1", "某某"));
    assert_eq!(
        lists(&mut mine).catalog.name(List::Leader, "L1"),
        "某某",
        "also where only a name is another"
    );
}

#[test]
fn what_others_write_is_read_for_the_page_in_sight_and_for_none_below_it() {
    let mut v = visit(Locale::Zh);
    let asks = |v: &mut crate::support::Visit| {
        let effects = update(&mut v.house.model, Msg::Changed);
        effects.iter().filter(|effect| matches!(effect, Effect::Ask(..))).count()
    };
    let today = asks(&mut v);
    assert!(today > 1, "the lists and what is to do");
    v.keys("n");
    assert_eq!(asks(&mut v), 1, "the lists alone");
    v.neighbour(Locale::Zh, clerk("wu", "ZJ"))
        .keys("n")
        .types("赵新")
        .keys("enter enter enter enter enter enter enter enter")
        .types("楼盘")
        .keys("f2");
    v.keys("f3").sees("赵新");
}
