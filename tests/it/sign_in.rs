//! Who gets in: names and PINs, tries, the lock, and whose desk it is.
use crate::support::{NOON, Visit, clerk, fresh, visit};
use fengqiao::{
    domain::{
        audit::Trace,
        catalog::{Extra, Item, List},
        deed::{Deed, Order},
        journal::Act,
        pin::Pin,
        rights::{Actor, Role},
    },
    flow::Msg,
    lang::Locale,
    store::{Claim, Now, Proof, Reply, Request, Store, StoreError, Welcome},
};
use rusqlite::Connection;
use std::path::Path;

const MINUTE: i64 = 60_000;

/// A shared house with a security administrator `an` and a clerk `li`, whose PIN is `PIN`.
pub const PIN: &str = "481516";

pub fn security() -> Actor {
    Actor { role: Role::Security, ..clerk("an", "ZJ") }
}

pub fn put(store: &mut Store, by: &Actor, code: &str, extra: Extra) {
    let item = Item {
        extra: Extra { office: "ZJ".into(), ..extra },
        ..Item::new(List::Clerk, code, format!("{code}某"))
    };
    let order = Order { op: format!("put-{code}"), version: None, deed: Deed::PutItem(Box::new(item)) };
    store.answer(by, Now::at(NOON), Request::Do(Box::new(order))).unwrap();
}

pub fn shared(path: &Path) -> Store {
    let mut store = Store::open(path).unwrap();
    put(&mut store, &clerk("主人", "ZJ"), "an", Extra { role: Role::Security, ..Extra::default() });
    put(&mut store, &security(), "li", Extra::default());
    let li = Actor { role: Role::Clerk, ..clerk("li", "ZJ") };
    own_pin(&mut store, &li, "", PIN).unwrap();
    store
}

pub fn own_pin(store: &mut Store, me: &Actor, old: &str, new: &str) -> Result<Reply, StoreError> {
    let ask = Request::OwnPin { old: Pin::new(old), new: Pin::new(new) };
    store.answer(me, Now::at(NOON), ask)
}

fn knock(store: &mut Store, who: &str, pin: &str, at: i64) -> Result<Welcome, StoreError> {
    let claim =
        Claim { who: who.into(), proof: Proof::Pin(Pin::new(pin)), terminal: "pts/7".into(), unlock: false };
    let nobody = Actor { role: Role::System, ..clerk("account", "ZJ") };
    match store.answer(&nobody, Now::at(at), Request::SignIn(Box::new(claim)))? {
        Reply::Welcome(welcome) => Ok(*welcome),
        other => panic!("{other:?}"),
    }
}

pub fn traces(path: &Path, subject: &str) -> Vec<Trace> {
    let db = Connection::open(path).unwrap();
    let mut query = db.prepare("SELECT payload FROM entry WHERE subject = ?1 ORDER BY id").unwrap();
    let rows = query.query_map([subject], |row| row.get::<_, String>(0)).unwrap();
    let trace = |payload: String| match serde_json::from_str(&payload).unwrap() {
        Act::Traced(trace) => trace,
        other => panic!("{other:?}"),
    };
    rows.map(|row| trace(row.unwrap())).collect()
}

#[test]
fn by_name_or_code_and_pin_one_is_in_with_the_rights_of_ones_role_and_told_when_one_was_last() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("f.db");
    let mut store = shared(&path);
    let first = knock(&mut store, "li", PIN, NOON).unwrap();
    assert_eq!((first.actor.role, first.last, first.renew), (Role::Clerk, None, false));
    let again = knock(&mut store, " li某 ", PIN, NOON + MINUTE).unwrap();
    assert_eq!(again.last, Some((NOON, "pts/7".to_owned())));
    let at = || Trace::SignedIn { terminal: "pts/7".into() };
    assert_eq!(traces(&path, "@clerk:li"), [Trace::PinSet, at(), at()]);
    let kept = std::fs::read(path.with_file_name("f.db-wal")).unwrap();
    assert!(!kept.windows(PIN.len()).any(|bytes| bytes == PIN.as_bytes()), "the PIN itself is kept nowhere");
}

#[test]
fn five_wrong_tries_lock_for_a_quarter_of_an_hour_then_twice_as_long_and_the_right_one_does_not_help() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("f.db");
    let mut store = shared(&path);
    let lefts: Vec<StoreError> =
        (0..5).map(|_| knock(&mut store, "li", "000001", NOON).unwrap_err()).collect();
    let left = |left| StoreError::PinWrong(Some(left));
    assert_eq!(lefts, [left(4), left(3), left(2), left(1), StoreError::PinLocked(NOON + 15 * MINUTE)]);
    let locked = StoreError::PinLocked(NOON + 15 * MINUTE);
    assert_eq!(knock(&mut store, "li", PIN, NOON + 14 * MINUTE), Err(locked));
    let later = NOON + 16 * MINUTE;
    for _ in 0..4 {
        knock(&mut store, "li", "000001", later).unwrap_err();
    }
    let locked = StoreError::PinLocked(later + 30 * MINUTE);
    assert_eq!(knock(&mut store, "li", "000001", later), Err(locked));
    assert!(knock(&mut store, "li", PIN, later + 31 * MINUTE).is_ok());
    assert_eq!(
        knock(&mut store, "li", "000001", later + 32 * MINUTE),
        Err(left(4)),
        "a right one begins anew"
    );
    let failed =
        traces(&path, "@clerk:li").iter().filter(|trace| matches!(trace, Trace::SignInFailed { .. })).count();
    assert_eq!(failed, 12, "each is written down");
}

/// Whoever could kill the program between try and answer could otherwise try for ever.
#[test]
fn a_try_is_counted_before_the_pin_is_looked_at() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("f.db");
    let mut store = shared(&path);
    // Without a key no PIN can be looked at.
    std::fs::write(path.with_file_name("f.db.key"), "half").unwrap();
    assert!(matches!(knock(&mut store, "li", PIN, NOON), Err(StoreError::BadKey(_))));
    let nobody = knock(&mut store, "nobody", PIN, NOON);
    assert!(matches!(nobody, Err(StoreError::BadKey(_))), "it takes as long as for somebody: {nobody:?}");
    let wrong: u32 = Connection::open(&path)
        .unwrap()
        .query_row("SELECT wrong FROM credential WHERE clerk = 'li'", [], |row| row.get(0))
        .unwrap();
    assert_eq!(wrong, 1);
}

#[test]
fn whoever_tries_an_old_pin_to_set_a_new_one_is_counted_and_locked_out_too() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = shared(&dir.path().join("f.db"));
    let li = Actor { role: Role::Clerk, ..clerk("li", "ZJ") };
    for left in (1..5).rev() {
        assert_eq!(own_pin(&mut store, &li, "000001", "314159"), Err(StoreError::PinWrong(Some(left))));
    }
    assert!(matches!(own_pin(&mut store, &li, "000001", "314159"), Err(StoreError::PinLocked(_))));
    let locked = StoreError::PinLocked(NOON + 15 * MINUTE);
    assert_eq!(own_pin(&mut store, &li, PIN, "314159"), Err(locked.clone()));
    assert_eq!(knock(&mut store, "li", PIN, NOON), Err(locked));
}

#[test]
fn a_name_that_two_have_lets_neither_in() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = shared(&dir.path().join("f.db"));
    assert!(knock(&mut store, "li某", PIN, NOON).is_ok());
    let extra = Extra { office: "ZJ".into(), ..Extra::default() };
    let other = Item { extra, ..Item::new(List::Clerk, "li2", "li某") };
    let order = Order { op: "other".into(), version: None, deed: Deed::PutItem(Box::new(other)) };
    store.answer(&security(), Now::at(NOON), Request::Do(Box::new(order))).unwrap();
    assert_eq!(knock(&mut store, "li某", PIN, NOON), Err(StoreError::PinWrong(None)));
    assert!(knock(&mut store, "li", PIN, NOON).is_ok(), "by their code each gets in");
}

#[test]
fn somebody_unknown_switched_off_or_without_a_pin_does_not_get_in() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("f.db");
    let mut store = shared(&path);
    assert_eq!(knock(&mut store, "nobody", PIN, NOON), Err(StoreError::PinWrong(None)));
    put(&mut store, &security(), "wu", Extra::default());
    assert!(knock(&mut store, "wu", "", NOON).is_err(), "in a shared house everybody has a PIN");
    let off = Item { off: true, ..Item::new(List::Clerk, "li", "li某") };
    let order = Order { op: "off".into(), version: None, deed: Deed::PutItem(Box::new(off)) };
    store.answer(&security(), Now::at(NOON), Request::Do(Box::new(order))).unwrap();
    assert!(knock(&mut store, "li", PIN, NOON).is_err());
}

#[test]
fn a_pin_that_was_made_for_somebody_lets_them_in_to_set_their_own() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("f.db");
    let mut store = shared(&path);
    let li = Actor { role: Role::Clerk, ..clerk("li", "ZJ") };
    let make = |store: &mut Store, by: &Actor| {
        store.answer(by, Now::at(NOON), Request::MakePin { code: "li".into(), new_key: false })
    };
    assert_eq!(make(&mut store, &li), Err(StoreError::Denied("why-no-right")));
    let Reply::Made(pin) = make(&mut store, &security()).unwrap() else { panic!() };
    assert!(knock(&mut store, "li", PIN, NOON).is_err(), "the old one is gone");
    assert!(knock(&mut store, "li", pin.shown(), NOON).unwrap().renew);
    assert_eq!(own_pin(&mut store, &li, pin.shown(), "111111"), Err(StoreError::Refused("problem-pin-easy")));
    assert_eq!(
        own_pin(&mut store, &li, pin.shown(), pin.shown()),
        Err(StoreError::Refused("problem-pin-same"))
    );
    own_pin(&mut store, &li, "", "314159").unwrap();
    assert!(!knock(&mut store, "li", "314159", NOON).unwrap().renew);
}

#[test]
fn a_key_file_that_is_whole_is_not_replaced() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("f.db");
    let mut store = shared(&path);
    let make = |store: &mut Store| {
        store.answer(&security(), Now::at(NOON), Request::MakePin { code: "li".into(), new_key: true })
    };
    assert_eq!(make(&mut store), Err(StoreError::Refused("why-key-whole")));
    knock(&mut store, "li", PIN, NOON).unwrap();
    std::fs::remove_file(dir.path().join("f.db.key")).unwrap();
    assert!(matches!(make(&mut store), Ok(Reply::Made(_))));
    assert!(knock(&mut store, "li", PIN, NOON).is_err(), "every PIN hung on the old one");
}

/// Somebody whom the key of their line lets in has no one-time PIN to show, and need not.
#[test]
fn a_new_pin_is_never_taken_for_a_wrong_one_and_the_old_one_is_asked_for_only_where_it_is_ones_own() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("f.db");
    let mut store = shared(&path);
    let li = Actor { role: Role::Clerk, ..clerk("li", "ZJ") };
    let ask = Request::MakePin { code: "li".into(), new_key: false };
    store.answer(&security(), Now::at(NOON), ask).unwrap();
    own_pin(&mut store, &li, "", "314159").unwrap();
    let left = |left| Err(StoreError::PinWrong(Some(left)));
    assert_eq!(own_pin(&mut store, &li, "", "271828"), left(4));
    assert_eq!(own_pin(&mut store, &li, "314159", "314159"), Err(StoreError::Refused("problem-pin-same")));
    for tries in (1..5).rev() {
        assert_eq!(own_pin(&mut store, &li, "999990", "271828"), left(tries), "the right one began anew");
    }
    let locked = StoreError::PinLocked(NOON + 15 * MINUTE);
    assert_eq!(own_pin(&mut store, &li, "999990", "271828"), Err(locked));
}

#[test]
fn whoever_sits_there_locks_the_desk_by_a_key_and_changes_their_pin() {
    let mut v = li_at_a_desk();
    v.keys("n").types("张华伟").keys("f12").sees("li某 的终端已锁屏").sees_not("张华伟");
    types_pin(&mut v, PIN);
    v.sees("张华伟");
    v.keys("f3 P").sees("请先输入现在的密码").sees_not("张华伟");
    v.keys("f3").sees("未完成的登记  张华伟");
    v.keys("P");
    for pin in ["000001", "314159", "314159"] {
        types_pin(&mut v, pin);
    }
    v.sees("再错 4 次将锁定");
    for pin in [PIN, "314159", "314159"] {
        types_pin(&mut v, pin);
    }
    v.sees("密码已修改").sees("未完成的登记  张华伟");
    v.keys("P");
    v.house.send(Msg::Lock).unwrap();
    v.keys("f3").sees("姓名或工号").sees_not("张华伟");
    v.types("li").keys("enter");
    types_pin(&mut v, "314159");
    v.sees("未完成的登记  张华伟");
}

#[test]
fn an_open_desk_follows_what_the_house_says_of_its_clerk() {
    let mut v = li_at_a_desk();
    let open = |v: &mut Visit| {
        v.keys("n").types("张华伟").sees("证件号");
    };
    open(&mut v);
    let said = |v: &mut Visit, off: bool, role: Role| {
        let extra = Extra { office: "ZJ".into(), role, ..Extra::default() };
        let item = Item { off, extra, ..Item::new(List::Clerk, "li", "li某") };
        let deed = Deed::PutItem(Box::new(item));
        let order = Order { op: format!("{role:?}-{off}"), version: None, deed };
        v.house.store.answer(&security(), Now::at(NOON), Request::Do(Box::new(order))).unwrap();
        v.house.send(Msg::Changed).unwrap();
    };
    said(&mut v, false, Role::Supervisor);
    v.sees("您的岗位或权限已调整").sees("未完成的登记  张华伟");
    assert_eq!(v.house.model.cx.me.role, Role::Supervisor);
    said(&mut v, true, Role::Supervisor);
    v.sees("您的账号已停用").sees("姓名或工号").sees_not("张华伟");
    assert!(v.house.model.stack.is_empty());
}

#[test]
fn a_desk_of_ones_own_that_has_become_one_of_many_asks_who_is_there() {
    let mut v = visit(Locale::Zh);
    v.keys("n").types("张华伟");
    drop(shared(&v.path()));
    v.house.send(Msg::Changed).unwrap();
    v.sees("这里已改为多人共用").sees("姓名或工号").sees_not("张华伟");
}

fn types_pin(v: &mut Visit, pin: &str) {
    v.types(pin).keys("enter");
}

/// The desk of a shared house at which `li` has signed in.
fn li_at_a_desk() -> Visit {
    let house = visit(Locale::Zh);
    drop(shared(&house.path()));
    signs_in(&house, "li")
}

fn signs_in(house: &Visit, code: &str) -> Visit {
    let mut v = house.stranger(Locale::Zh);
    v.types(code).keys("enter");
    types_pin(&mut v, PIN);
    v
}

#[test]
fn the_first_start_for_many_makes_a_security_administrator_with_a_pin() {
    let mut v = fresh(Locale::Zh);
    v.types("zj").keys("enter").types("安全员").keys("enter").types("an").keys("enter right f2");
    v.sees("请设一个只有您自己知道的密码");
    v.types("314159").keys("enter").types("314158").keys("enter").sees("两次输入的密码不一样");
    v.types("314159").keys("enter").types("314159").keys("enter");
    v.sees("安全员").sees_not("新密码");
    let mut stranger = v.stranger(Locale::Zh);
    stranger.sees("姓名或工号");
    stranger.types("安全员").keys("enter");
    types_pin(&mut stranger, "314158");
    stranger.sees("再错 4 次将锁定");
    types_pin(&mut stranger, "314159");
    stranger.sees("今日").sees("安全员");
    let mut again = v.stranger(Locale::Zh);
    again.types("an").keys("enter");
    types_pin(&mut again, "314159");
    again.sees("上次登录").sees("不是您本人请");
    again.keys("f10");
    assert_eq!(traces(&v.path(), "@clerk:an").last(), Some(&Trace::SignedOut));
}

#[test]
fn behind_the_door_nothing_is_shown_nothing_hears_a_key_and_the_same_clerk_goes_on_where_they_were() {
    for locale in [Locale::Zh, Locale::En] {
        let mut v = visit(locale);
        v.keys("n").types("张华伟").keys("enter").types("512002190001010011");
        let before = v.screen();
        v.house.send(Msg::Lock).unwrap();
        let shut = v.screen();
        for hidden in ["张华伟", "512002", "住建", "ZJ-"] {
            assert!(!shut.contains(hidden), "{hidden} is seen through the door:\n{shut}");
        }
        v.keys("f2 f8 f9 ctrl-n ctrl-f tab down");
        assert_eq!(v.screen().lines().next(), shut.lines().next());
        assert_eq!(v.house.model.stack.len(), 2);
        v.keys("enter");
        assert_eq!(v.screen(), before, "at a desk of one's own without a PIN Enter is enough");
        assert_eq!(traces(&v.path(), "@clerk:王五"), [Trace::Locked, Trace::Unlocked]);
    }
}

#[test]
fn another_clerk_at_a_locked_desk_finds_an_empty_one_and_the_draft_waits_for_its_owner() {
    let mut v = li_at_a_desk();
    v.keys("n").types("张华伟").keys("enter");
    v.house.send(Msg::Lock).unwrap();
    types_pin(&mut v, "000001");
    v.sees("再错 4 次将锁定").sees_not("张华伟");
    let Reply::Made(pin) = v
        .house
        .store
        .answer(&security(), Now::at(NOON), Request::MakePin { code: "an".into(), new_key: false })
        .unwrap()
    else {
        panic!()
    };
    v.keys("f3").types("an").keys("enter");
    types_pin(&mut v, pin.shown());
    v.types("271828").keys("enter").types("271828").keys("enter");
    v.sees_not("张华伟").sees_not("未完成");
    assert_eq!(v.house.model.stack.len(), 1);
    v.house.send(Msg::Lock).unwrap();
    v.keys("f3").types("li").keys("enter");
    types_pin(&mut v, PIN);
    v.sees("未完成");
    assert_eq!(v.house.model.cx.me.code, "li");
}

#[test]
fn the_door_says_on_f1_what_it_asks_and_for_whom_a_pin_is_set() {
    let house = visit(Locale::Zh);
    let mut store = shared(&house.path());
    let made = store
        .answer(&security(), Now::at(NOON), Request::MakePin { code: "li".into(), new_key: false })
        .unwrap();
    let Reply::Made(pin) = made else { panic!("{made:?}") };
    for (locale, told, whose) in [
        (Locale::Zh, "安全管理员设定", "li某，请设"),
        (Locale::En, "security administrator", "li某, set a PIN"),
    ] {
        let mut v = house.stranger(locale);
        v.sees_not(told);
        v.keys("f1").sees(told);
        v.types("l").sees_not(told);
        v.types("i").keys("enter").types(pin.shown()).keys("enter");
        v.sees(whose);
        v.keys("f1 f1").sees(whose);
    }
}

#[test]
fn a_pin_is_made_for_somebody_at_the_second_key_in_a_row() {
    let house = visit(Locale::Zh);
    own_pin(&mut shared(&house.path()), &security(), "", PIN).unwrap();
    let mut v = signs_in(&house, "an");
    v.keys("s tab tab tab p").sees("再按一次").sees_not("请当面告诉本人");
    v.keys("down up p").sees("再按一次").sees_not("请当面告诉本人");
    v.keys("p").sees("请当面告诉本人");
}
