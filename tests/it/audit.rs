//! What is written down of looking: every look, once, in a chain that shows what was changed, taken out or cut off.
use crate::{
    sign_in::{PIN, security, shared, traces},
    support::{NOON, Visit, clerk, visit},
    verbs::shop,
};
use fengqiao::{
    app::update,
    domain::{
        audit::Trace,
        rights::{Actor, Role},
    },
    flow::{Alarm, Effect, Msg, Route},
    keys::Key,
    lang::Locale,
    store::{Now, Reply, Request, Store, StoreError},
};
use rusqlite::Connection;
use serde_json::json;

fn registers(v: &mut Visit, name: &str) {
    v.keys("n").types(name).keys("enter").types("512002190001010011").types("19000001234");
    v.types("雁江区丹山镇滨江路45号").keys("enter enter enter enter").types("楼盘逾期交房").keys("f2 f3");
}

#[test]
fn numbers_are_masked_until_somebody_says_why_and_again_after_half_a_minute() {
    let mut v = visit(Locale::Zh);
    registers(&mut v, "张华伟");
    v.keys("enter");
    v.sees("512002********0011").sees("190****1234").sees("雁江区丹山镇****");
    v.keys("v f2").sees_not("512002190001010011");
    v.types("核对身份").keys("f2");
    v.sees("512002190001010011").sees("19000001234").sees("路45号");
    assert!(traces(&v.path(), "@ZJ-2026-000001").contains(&Trace::Revealed { reason: "核对身份".into() }));
    let no = v.house.model.cx.revealed.clone().unwrap();
    v.house.send(Msg::Rang(Alarm::Mask(no))).unwrap();
    v.sees("512002********0011").sees_not("路45号");
    v.keys("v").types("再核对").keys("f2").sees("512002190001010011");
    v.house.send(Msg::Lock).unwrap();
    v.keys("enter").sees("512002********0011");
}

#[test]
fn what_was_put_right_of_somebody_is_told_masked_too() {
    let mut v = visit(Locale::Zh);
    registers(&mut v, "张华伟");
    let people = json!([{"person": "ZJ-P-000001", "role": "petitioner", "kind": "person", "name": "张华伟",
        "identity": "512002190003037533", "phone": "19000004321", "address": "雁江区莲花街道建设路9号"}]);
    let deed = json!({"do": "correct", "no": "ZJ-2026-000001", "fields": {"petitioners": people}});
    crate::casework::order(&mut v, serde_json::from_value(deed).unwrap()).unwrap();
    v.size(200, 60).keys("f5 enter");
    v.sees("512002********0011 -> 512002********7533").sees("190****1234 -> 190****4321");
    v.sees("雁江区丹山镇**** -> 雁江区莲花街道****");
    for hidden in ["190001010011", "190003037533", "19000001234", "19000004321", "滨江路", "建设路"] {
        v.sees_not(hidden);
    }
}

#[test]
fn in_a_form_a_number_is_seen_only_while_it_is_typed() {
    let mut v = visit(Locale::Zh);
    v.keys("n").types("张华伟").keys("enter").types("5120021900010100");
    v.sees("5120021900010100");
    v.types("11").sees("512002********0011").sees_not("512002190001010011");
    v.types("19000001234").sees("190****1234").sees_not("19000001234");
    v.keys("up up").sees("512002190001010011");
}

#[test]
fn each_look_is_written_down_once_a_screen_and_a_search_when_the_box_is_left() {
    let mut v = visit(Locale::Zh);
    registers(&mut v, "张华伟");
    let looks = |v: &Visit| traces(&v.path(), "@ZJ-2026-000001");
    let before = looks(&v).len();
    v.keys("enter f5 f5");
    assert_eq!(looks(&v)[before..], [Trace::Looked]);
    v.keys("f3 /").types("zhw");
    assert_eq!(traces(&v.path(), "@find"), [], "not while one types");
    assert_eq!(looks(&v).len(), before + 1);
    v.keys("enter");
    assert_eq!(traces(&v.path(), "@find"), [Trace::Searched { query: "zhw".into(), hits: 1 }]);
    assert_eq!(looks(&v)[before + 1..], [Trace::Looked, Trace::Looked], "beside the list, and on its page");
    v.keys("f3 f3");
    assert_eq!(traces(&v.path(), "@find").len(), 1, "the same search is one");
    v.keys("n").types("张华").keys("f3");
    assert_eq!(traces(&v.path(), "@strip"), [Trace::Matched { people: 1 }]);
    v.keys("enter down enter");
}

#[test]
fn a_reveal_begins_when_it_is_written_down_and_lasts_half_a_minute() {
    let mut v = visit(Locale::Zh);
    registers(&mut v, "张华伟");
    v.keys("enter v").types("核对身份");
    let asked = update(&mut v.house.model, Msg::Key(Key::parse("f2").unwrap()));
    let ticket = asked.iter().find_map(|effect| match effect {
        Effect::Ask(ticket, Request::Trace(_)) => Some(*ticket),
        _ => None,
    });
    let late =
        |effect: &Effect| matches!(effect, Effect::After(wait, Alarm::Waiting(_)) if wait.as_secs() == 5);
    assert!(asked.iter().any(late), "a store that does not answer is told of");
    v.house.send(Msg::Rang(Alarm::Waiting(ticket.unwrap()))).unwrap();
    v.sees("正在等待其他窗口写完").sees("核对身份");
    v.sees_not("512002190001010011");
    let written = update(&mut v.house.model, Msg::Answer(ticket.unwrap(), Ok(Reply::Noted)));
    let masks =
        |effect: &Effect| matches!(effect, Effect::After(wait, Alarm::Mask(_)) if wait.as_secs() == 30);
    assert!(written.iter().any(masks));
    v.sees("512002190001010011");
}

#[test]
fn a_desk_that_locks_itself_has_left_the_box_too() {
    let mut v = visit(Locale::Zh);
    registers(&mut v, "张华伟");
    v.keys("/").types("zhw");
    v.house.send(Msg::Lock).unwrap();
    assert_eq!(traces(&v.path(), "@find"), [Trace::Searched { query: "zhw".into(), hits: 1 }]);
}

#[test]
fn a_look_at_a_person_a_case_or_a_meeting_is_written_down_too() {
    let mut v = visit(Locale::Zh);
    registers(&mut v, "张华伟");
    for deed in [
        json!({"do": "item.put", "list": "leader", "code": "L1", "name": "陈"}),
        json!({"do": "case.open", "title": "某案", "leader": "L1", "opened": "2026-11-03"}),
        json!({"do": "meeting.plan", "kind": "monthly", "on": "2026-11-24"}),
    ] {
        crate::casework::order(&mut v, serde_json::from_value(deed).unwrap()).unwrap();
    }
    let no = |text: &str| fengqiao::domain::petition::No(text.into());
    for (route, subject) in [
        (Route::Person(no("ZJ-P-000001")), "@ZJ-P-000001"),
        (Route::Case(no("ZJ-B-0001")), "@ZJ-B-0001"),
        (Route::Meeting(no("ZJ-M-0001")), "@ZJ-M-0001"),
    ] {
        v.house.begin(route).unwrap();
        assert_eq!(traces(&v.path(), subject), [Trace::Looked], "{subject}:\n{}", v.screen());
    }
}

#[test]
fn the_auditor_reads_who_looked_and_nothing_of_the_casework_and_nobody_else_reads_it() {
    let v = visit(Locale::Zh);
    let mut desk = v.neighbour(Locale::Zh, Actor { sees_sealed: true, ..clerk("王五", "ZJ") });
    registers(&mut desk, "张华伟");
    desk.keys("enter v").types("核对身份").keys("f2");
    let mut auditor = v.neighbour(Locale::Zh, Actor { role: Role::Audit, ..clerk("审", "ZJ") });
    auditor.keys("j").sees("王五").sees("核对身份").sees("登记").sees_not("张华伟");
    auditor.keys("tab").sees("查看").sees_not("核对身份");
    auditor.keys("tab").sees("核对身份");
    auditor.types("ZJ-2026-000001").sees("核对身份");
    auditor.keys("ctrl-u").types("今天").sees("核对身份");
    auditor.keys("ctrl-u").types("昨天").sees("没有这样的记录");
    let mut clerk = v.neighbour(Locale::Zh, Actor { role: Role::Clerk, ..clerk("li", "ZJ") });
    clerk.keys("j").sees("没有这项权限");
}

#[test]
fn what_is_sealed_stands_in_the_journal_without_number_and_words_for_an_auditor_without_the_right() {
    let v = visit(Locale::Zh);
    let mut desk = v.neighbour(Locale::Zh, Actor { sees_sealed: true, ..clerk("王五", "ZJ") });
    registers(&mut desk, "张华伟");
    let accusation =
        json!({"petitioners": [{"name": "李匿名"}], "nature": "accusation", "subject": "收受财物"});
    let said = crate::verbs::at(&v.path(), "UTC", &["register"], accusation.to_string().as_bytes());
    assert_eq!(said.code(), 0, "{}", said.error());
    desk.keys("/").types("匿名").keys("enter f3");
    let mut unfit = v.neighbour(Locale::Zh, Actor { role: Role::Audit, ..clerk("审", "ZJ") });
    unfit.keys("j").sees("保密事项").sees("ZJ-2026-000001").sees("查找 保密事项 (1)").sees_not("匿名");
    unfit.sees_not("ZJ-2026-000002");
    unfit.types("ZJ-2026-000002").sees("没有这样的记录");
    let fit = Actor { role: Role::Audit, sees_sealed: true, ..clerk("督", "ZJ") };
    let mut fit = v.neighbour(Locale::Zh, fit);
    fit.keys("j").sees("ZJ-2026-000002").sees("匿名").sees_not("保密事项");
}

/// What can be told of a sealed accusation by the case it is in, the meeting about that case, or whoever brought it.
#[test]
fn nothing_that_holds_only_what_is_sealed_has_a_number_in_the_journal_of_the_unfit() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(&dir.path().join("f.db")).unwrap();
    let keeper = Actor { sees_sealed: true, ..clerk("王五", "ZJ") };
    let orders = [
        json!({"do": "item.put", "list": "leader", "code": "L1", "name": "陈"}),
        json!({"do": "register", "petitioners": [{"name": "李匿名"}], "nature": "accusation", "accused": "RSJ",
               "subject": "收受财物"}),
        json!({"do": "case.open", "title": "某案", "leader": "L1", "opened": "2026-11-03",
               "petitions": ["ZJ-2026-000001"]}),
        json!({"do": "meeting.plan", "kind": "monthly", "on": "2026-11-24"}),
    ];
    for (n, deed) in orders.into_iter().enumerate() {
        let deed = serde_json::from_value(deed).unwrap();
        let order = fengqiao::domain::deed::Order { op: format!("op-{n}"), version: None, deed };
        store.answer(&keeper, Now::at(NOON), Request::Do(Box::new(order))).unwrap();
    }
    let mut subjects = |me: &Actor| {
        let ask = fengqiao::store::JournalAsk { limit: 50, ..Default::default() };
        let Reply::Journal(noted) = store.answer(me, Now::at(NOON), Request::Journal(ask)).unwrap() else {
            panic!()
        };
        noted.into_iter().rev().map(|one| one.subject).collect::<Vec<_>>()
    };
    let auditor = |sees_sealed, unit: &str| Actor {
        role: Role::Audit,
        sees_sealed,
        unit: unit.into(),
        ..clerk("审", "ZJ")
    };
    let all = subjects(&auditor(true, ""));
    assert!(all.len() > 4 && all.iter().all(|subject| !subject.is_empty()), "{all:?}");
    for unfit in [auditor(false, ""), auditor(true, "RSJ")] {
        let told = subjects(&unfit);
        assert_eq!(told.len(), all.len(), "that something was done is no secret");
        assert!(told.iter().all(|subject| subject.is_empty() || subject == "leader:L1"), "{told:?}");
    }
}

#[test]
fn what_was_changed_taken_out_put_in_or_cut_off_is_found_and_the_first_of_it_named() {
    let shop = shop();
    for n in 0..6 {
        let petition = json!({"petitioners": [{"name": format!("张{n}")}], "subject": "楼盘"}).to_string();
        assert_eq!(shop.run(&["register"], &petition).code(), 0);
    }
    let daily = shop.run(&["--json", "report", "daily"], "").json();
    assert_eq!(daily["petitions"], 6);
    let head = format!("ZJ={}", daily["head"].as_str().unwrap());
    let verified = |head: &str| shop.run(&["--json", "verify", "--head", head], "");
    assert_eq!(verified(&head).code(), 0);
    let whole = std::fs::read(shop.path()).unwrap();
    let tampered = [
        ("UPDATE entry SET who = 'x' WHERE seq = 5", "ZJ #5"),
        ("UPDATE entry SET at = at + 1 WHERE seq = 7", "ZJ #7"),
        ("DELETE FROM entry WHERE seq = 4", "ZJ #5"),
        (
            "UPDATE entry SET seq = seq + 100 WHERE seq > 3; UPDATE entry SET seq = seq - 99 WHERE seq > 100;
             INSERT INTO entry SELECT 1000, office, 4, 'new', 0, subject, at, who, payload, prev, hash FROM entry WHERE seq = 3",
            "ZJ #4",
        ),
    ];
    for (sql, named) in tampered {
        Connection::open(shop.path()).unwrap().execute_batch(sql).unwrap();
        let problems = verified(&head).lines().remove(0)["problems"].to_string();
        assert!(problems.starts_with(&format!("[\"{named}")), "{sql}: {problems}");
        std::fs::write(shop.path(), &whole).unwrap();
    }
    // A tail that is cut with all its rows leaves a whole store behind; only the paper knows better.
    let cut = "DELETE FROM petitioner WHERE petition > 5; DELETE FROM petition WHERE id > 5;
               DELETE FROM person WHERE id > 5; DELETE FROM entry WHERE seq > 10";
    Connection::open(shop.path()).unwrap().execute_batch(cut).unwrap();
    shop.run(&["reindex"], "");
    assert_eq!(shop.run(&["verify"], "").code(), 0);
    assert!(verified(&head).lines().remove(0)["problems"].to_string().contains(&head));
    assert_eq!(verified("ZJ=12").code(), 2);
}

#[test]
fn exporting_many_takes_two_in_a_shared_house_and_the_file_says_who_took_it() {
    let shop = shop();
    let mut store = shared(&shop.path());
    let extra = fengqiao::domain::catalog::Extra::default();
    crate::sign_in::put(&mut store, &security(), "wu", extra);
    let wu = Actor { role: Role::Clerk, ..clerk("wu", "ZJ") };
    for (one, pin) in [(&wu, "271828"), (&security(), "314159")] {
        crate::sign_in::own_pin(&mut store, one, "", pin).unwrap();
    }
    let petition = json!({"petitioners": [{"name": "张三"}], "subject": "楼盘"}).to_string();
    shop.run(&["--json", "--as", "wu", "register"], &petition).json();
    let file = shop.path().with_file_name("all.csv");
    let export = |with: &[&str], pin: &str| {
        let words = ["--as", "wu", "export", "-o", file.to_str().unwrap()];
        shop.run(&[&words, with].concat(), pin)
    };
    assert!(export(&[], "").error().contains("批量导出要两人"));
    assert!(export(&["--with", "wu"], PIN).error().contains("密码不对"));
    assert!(export(&["--with", "wu"], "271828\n").error().contains("第二个人不能是自己"), "nobody is two");
    assert!(export(&["--with", "an"], "314159\n").error().contains("没有这项权限"), "one who may export");
    assert!(export(&["--with", "li"], "000000\n").error().contains("密码不对"));
    assert!(!file.exists());
    assert_eq!(export(&["--with", "li"], &format!("{PIN}\n")).code(), 0);
    let written = std::fs::read_to_string(&file).unwrap();
    assert!(written.lines().last().unwrap().contains("导出人 wu某，同意人 li某"), "{written}");
    let told = traces(&shop.path(), "@export");
    assert_eq!(told, [Trace::Exported { form: "csv".into(), rows: 1, with: "li".into() }]);
    assert_eq!(shop.run(&["--as", "an", "export"], "").code(), 3, "an administrator takes nothing out");
    for form in ["xlsx", "jsonl"] {
        let file = shop.path().with_file_name(form);
        let words = ["--as", "wu", "export", "--format", form, "-o", file.to_str().unwrap(), "--with", "li"];
        assert_eq!(shop.run(&words, &format!("{PIN}\n")).code(), 0);
        let written = std::fs::read(&file).unwrap();
        let last = match form {
            "xlsx" => fengqiao::exchange::sheet::read(&written).unwrap().rows.pop().unwrap().cells.remove(0),
            _ => String::from_utf8(written).unwrap().lines().last().unwrap().to_owned(),
        };
        assert!(last.contains("导出人 wu某，同意人 li某"), "{form}: {last}");
    }
}

#[test]
fn what_verbs_look_at_and_for_is_written_down_too() {
    let shop = shop();
    let petition = json!({"petitioners": [{"name": "张三"}], "subject": "楼盘"}).to_string();
    shop.run(&["--json", "register"], &petition).json();
    shop.run(&["show", "ZJ-2026-000001"], "");
    shop.run(&["search", "-"], "张三\n楼盘\n");
    assert_eq!(traces(&shop.path(), "@ZJ-2026-000001"), [Trace::Looked]);
    let searched = |query: &str| Trace::Searched { query: query.into(), hits: 1 };
    assert_eq!(traces(&shop.path(), "@find"), [searched("张三"), searched("楼盘")]);
}

#[test]
fn what_is_said_of_a_look_is_cleaned_at_the_door_too() {
    let v = visit(Locale::Zh);
    let mut store = Store::open(&v.path()).unwrap();
    let reason = "核\u{202e}对\u{200b}身份\u{1b}[31m\n".to_owned();
    let look = Request::Trace(vec![("@ZJ-2026-000001".into(), Trace::Revealed { reason })]);
    assert_eq!(store.answer(&clerk("li", "ZJ"), Now::at(NOON), look), Ok(Reply::Noted));
    let kept = Trace::Revealed { reason: "核对身份[31m".into() };
    assert_eq!(traces(&v.path(), "@ZJ-2026-000001"), [kept]);
}

#[test]
fn a_look_is_no_news_to_other_desks() {
    let v = visit(Locale::Zh);
    let mut mine = Store::open(&v.path()).unwrap();
    let mut theirs = Store::open(&v.path()).unwrap();
    assert!(!mine.changed_elsewhere().unwrap());
    let look = Request::Trace(vec![("@ZJ-2026-000001".into(), Trace::Looked)]);
    assert_eq!(theirs.answer(&clerk("li", "ZJ"), Now::at(NOON), look), Ok(Reply::Noted));
    assert!(!mine.changed_elsewhere().unwrap());
    let set = fengqiao::domain::deed::Deed::PutSetting { key: "group-size".into(), value: "6".into() };
    let order = fengqiao::domain::deed::Order { op: "set".into(), version: None, deed: set };
    theirs.answer(&clerk("li", "ZJ"), Now::at(NOON), Request::Do(Box::new(order))).unwrap();
    assert!(mine.changed_elsewhere().unwrap());
    let refused = theirs.answer(
        &Actor { role: Role::Clerk, ..clerk("li", "ZJ") },
        Now::at(NOON),
        Request::Journal(fengqiao::store::JournalAsk::default()),
    );
    assert_eq!(refused, Err(StoreError::Denied("why-no-right")));
}
