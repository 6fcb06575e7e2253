//! Repeats: who is the same person and what is the same matter are two questions, and every answer can be taken back.
use crate::{
    casework::{BOTH, brought, order, page, say, step, verified},
    support::{Visit, clerk, visit},
    verbs::shop,
};
use fengqiao::{
    domain::{
        deed::{Deed, Registration},
        petition::{Matter, No, Petitioner},
        step::StepKind,
    },
    lang::Locale,
    search::Query,
    store::{PersonAsk, PersonPage, Reader, Reply, Request, StoreError},
};
use rusqlite::{Connection, types::Value};
use serde_json::json;

fn no(text: &str) -> No {
    No(text.into())
}

fn person(v: &mut Visit, number: &str) -> PersonPage {
    let ask = Request::Person(PersonAsk::Page(no(number)));
    match v.house.store.answer(&clerk("王五", "ZJ"), v.house.now, ask).unwrap() {
        Reply::Person(page) => *page,
        other => panic!("{other:?}"),
    }
}

/// Two records of one phone and a third of another one.
fn two_of_one(locale: Locale) -> Visit {
    let mut v = visit(locale);
    brought(&mut v, "张伟", "11-20");
    brought(&mut v, "张纬", "11-21");
    v.keys("f5");
    v
}

#[test]
fn two_records_of_one_person_become_one_and_two_again() {
    for locale in BOTH {
        let mut v = two_of_one(locale);
        v.keys("enter tab enter");
        v.sees("ZJ-P-000001 张伟")
            .sees(say(locale, "可能是同一人", "May be the same person"))
            .sees("ZJ-P-000002 张纬");
        v.sees_not("19000001234");
        v.keys("m").sees(say(locale, "光标不在", "the cursor is on no record"));
        v.keys("down down down down down m");
        v.sees(say(locale, "已并入此人的记录", "Records that ended in this one"));
        v.sees("张伟的楼盘").sees("张纬的楼盘").sees(say(locale, "信访 2 件", "2 petitions"));
        let one = person(&mut v, "ZJ-P-000002");
        assert_eq!((one.person.no.as_str(), one.merged.len(), one.doubles.len()), ("ZJ-P-000001", 1, 0));
        verified(&mut v);
        v.keys("u").sees(say(locale, "可能是同一人", "May be the same person"));
        assert_eq!(person(&mut v, "ZJ-P-000002").petitions.len(), 1);
        verified(&mut v);
    }
}

#[test]
fn who_is_not_the_same_is_not_asked_again_until_it_is_taken_back() {
    for locale in BOTH {
        let mut v = two_of_one(locale);
        v.keys("enter tab enter down down down down down x");
        v.sees(say(locale, "不是同一个", "not the same")).sees_not(say(
            locale,
            "可能是同一人",
            "May be the same person",
        ));
        assert!(person(&mut v, "ZJ-P-000002").doubles.is_empty(), "nor from the other side");
        verified(&mut v);
        v.keys("u").sees("ZJ-P-000002 张纬");
        assert_eq!(person(&mut v, "ZJ-P-000002").doubles.len(), 1);
        verified(&mut v);
    }
}

#[test]
fn what_one_record_of_a_person_brought_stands_on_the_page_and_beside_the_form_of_the_other() {
    let mut v = two_of_one(Locale::Zh);
    order(&mut v, Deed::MergePerson { no: no("ZJ-P-000001"), into: no("ZJ-P-000002") }).unwrap();
    v.keys("f5 enter").sees("同一信访人的其他事项").sees("ZJ-2026-000002");
    v.keys("f3 n").types("张伟").sees("张纬").sees("共2件");
    v.keys("f7 f3 f3");
    // Somebody taken over under the record that ended is registered under the one that goes on.
    let petitioner =
        Petitioner { person: Some(no("ZJ-P-000001")), name: "张伟".into(), ..Petitioner::default() };
    let matter = Matter { petitioners: vec![petitioner], subject: "又一事".into(), ..Matter::default() };
    let third =
        order(&mut v, Deed::Register(Box::new(Registration { matter, ..Registration::default() }))).unwrap();
    assert_eq!(page(&mut v, &third).petition.matter.petitioners[0].person, Some(no("ZJ-P-000002")));
    verified(&mut v);
}

#[test]
fn records_that_cannot_be_one_are_refused() {
    let mut v = two_of_one(Locale::Zh);
    let body = Petitioner {
        kind: fengqiao::domain::petition::PartyKind::Organisation,
        name: "某公司".into(),
        ..Petitioner::default()
    };
    let matter = Matter { petitioners: vec![body], subject: "欠款".into(), ..Matter::default() };
    order(&mut v, Deed::Register(Box::new(Registration { matter, ..Registration::default() }))).unwrap();
    let mut merge = |one: &str, into: &str| order(&mut v, Deed::MergePerson { no: no(one), into: no(into) });
    assert_eq!(merge("ZJ-P-000001", "ZJ-P-000003"), Err(StoreError::Refused("why-merge-kind")));
    assert_eq!(merge("ZJ-P-000001", "ZJ-P-000001"), Err(StoreError::Refused("why-merged-already")));
    assert!(matches!(merge("ZJ-P-000001", "ZJ-P-000009"), Err(StoreError::NotFound(_))));
    merge("ZJ-P-000001", "ZJ-P-000002").unwrap();
    assert_eq!(
        merge("ZJ-P-000002", "ZJ-P-000001"),
        Err(StoreError::Refused("why-merged-already")),
        "no ring"
    );
    assert_eq!(merge("ZJ-P-000001", "ZJ-P-000002"), Err(StoreError::Refused("why-merged-already")));
}

#[test]
fn a_chain_keeps_its_first_its_predecessor_and_a_number_and_every_link_can_be_undone() {
    for locale in BOTH {
        let mut v = visit(locale);
        let all: Vec<No> = ["11-01", "11-10", "11-20"].map(|day| brought(&mut v, "张三", day)).into();
        // The second page: on the other petition one key links; the form takes a number too.
        v.keys("f5 down enter end");
        v.keys("f").types("1").keys("f2");
        v.sees(say(
            locale,
            "第 2 次，首次 ZJ-2026-000001，上次 ZJ-2026-000001",
            "number 2, first ZJ-2026-000001",
        ));
        order(&mut v, Deed::Link { no: all[2].clone(), to: Some(all[1].clone()) }).unwrap();
        let chain = page(&mut v, &all[2]).chain;
        assert_eq!(
            (chain.number, chain.first, chain.previous),
            (3, Some(all[0].clone()), Some(all[1].clone()))
        );
        let later = order(&mut v, Deed::Link { no: all[0].clone(), to: Some(all[2].clone()) });
        assert_eq!(later, Err(StoreError::Refused("why-link-later")));
        v.keys("f5 x").sees(say(locale, "已取消关联", "Link taken away"));
        assert_eq!(page(&mut v, &all[1]).chain.number, 1);
        assert_eq!(page(&mut v, &all[2]).chain.number, 2, "the others stay");
        v.keys("u").sees(say(locale, "第 2 次", "number 2"));
        verified(&mut v);
    }
}

#[test]
fn another_matter_of_the_same_person_is_shown_and_can_be_said_not_to_be_the_same() {
    for locale in BOTH {
        let mut v = visit(locale);
        brought(&mut v, "张三", "11-01");
        brought(&mut v, "张三", "11-10");
        v.keys("f5 enter").sees_not(say(locale, "重复信访", "Repeats"));
        // Two records: nobody knows yet that they are one person.
        order(&mut v, Deed::MergePerson { no: no("ZJ-P-000002"), into: no("ZJ-P-000001") }).unwrap();
        v.keys("f5").sees(say(locale, "同一信访人的其他事项", "Other petitions of the same people"));
        assert_eq!(page(&mut v, &no("ZJ-2026-000002")).chain.number, 1, "shown, and not counted as a repeat");
        v.keys("tab tab tab tab tab x").sees(say(locale, "不是同一个", "not the same"));
        let told = page(&mut v, &no("ZJ-2026-000001"));
        assert_eq!(told.entries.last().unwrap().act.kind(), "apart");
        verified(&mut v);
    }
}

#[test]
fn the_chain_is_told_by_the_verb_too() {
    let shop = shop();
    let register = json!({"name": "张三", "subject": "欠薪", "received": "2026-03-02"}).to_string();
    let first = shop.run(&["register", "--json"], &register).json()["no"].clone();
    let second = shop.run(&["register", "--json"], &register).json()["no"].clone();
    let link = json!({"do": "link", "no": second, "to": first}).to_string();
    assert_eq!(shop.run(&["apply", "-", "--json"], &link).json()["ok"], true);
    let told = shop.run(&["show", second.as_str().unwrap(), "--json"], "").json();
    assert_eq!(told["chain"], json!({"number": 2, "first": first, "previous": first}));
    assert_eq!(told["due"], "2026-03-17");
    assert_eq!(told["due_clock"], "D1");
}

/// What only ever grows: the journal, counters, the dictionary of names; and forms that were left open.
const GROW: &[&str] = &["entry", "counter", "idx_name", "idx_sound", "idx_given", "idx_long", "draft"];

/// Every row of every other table, versions left out.
fn rows(v: &Visit) -> Vec<String> {
    let db = Connection::open(v.path()).unwrap();
    let mut query = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").unwrap();
    let names: Vec<String> = query.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let names = names.into_iter().filter(|name| !GROW.contains(&name.as_str()));
    let mut all = Vec::new();
    for name in names {
        let mut query = db.prepare(&format!("SELECT * FROM {name}")).unwrap();
        let columns: Vec<String> = query.column_names().map(str::to_owned).collect();
        let mut rows = query.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let told: Vec<String> = columns
                .iter()
                .enumerate()
                .filter(|(_, column)| {
                    !["version", "seq", "epoch", "edits", "splits"].contains(&column.as_str())
                })
                .map(|(at, column)| format!("{column}={:?}", row.get::<_, Value>(at).unwrap()))
                .collect();
            all.push(format!("{name} {}", told.join(" ")));
        }
    }
    all.sort();
    all
}

/// What searches of every kind find, and in what order.
fn found(v: &Visit) -> Vec<Vec<String>> {
    let me = clerk("王五", "ZJ");
    let mut finder = fengqiao::search::Finder::new(Reader::open(&v.path(), &me).unwrap(), Vec::new());
    let asked = [
        "zhangsan",
        "张三",
        "李四",
        "1234",
        "楼盘",
        "屋顶",
        "state:registered",
        "due:overdue",
        "repeat:yes",
        "tell:yes",
    ];
    asked
        .map(|typed| {
            let hits = finder.find(&Query::parse(typed), 50).unwrap();
            hits.rows.into_iter().map(|hit| format!("{:?}", hit.row)).collect()
        })
        .into()
}

/// Steps from the door with what each asks for, and a hearing later on.
fn steps(a: &No, closed: &No) -> Vec<(serde_json::Value, No)> {
    let said = [
        ("accept", json!({})),
        ("not-accept", json!({"ground": "other", "guidance": "请向法院起诉"})),
        ("no-longer-accept", json!({"final": "复核意见"})),
        ("forward", json!({"unit": "RSJ"})),
        ("assign", json!({"unit": "RSJ", "report": "2026-12-01"})),
        ("direct", json!({"route": "arbitration", "organ": "仲裁委", "bar": "labour"})),
        ("simple", json!({})),
        ("mediation", json!({"mediation": "people", "mediator": "社区", "mediated": "agreed"})),
        ("remind", json!({})),
        ("recommend", json!({"recommended": "work", "to": "某公司", "words": "改进"})),
        ("grave", json!({"words": "重大"})),
        ("withdraw", json!({"reasons": "本人撤回"})),
    ];
    let step =
        |step: &str, no: &No, said| (json!({"do": "step", "step": step, "no": no, "said": said}), no.clone());
    let mut acts: Vec<_> = said.into_iter().map(|(kind, said)| step(kind, a, said)).collect();
    acts.push(step("hearing", closed, json!({"days": "3"})));
    acts
}

/// Everything else that can be taken back, each with the subject whose last act it is.
fn acts(a: &No, b: &No, closed: &No, case: &No) -> Vec<(serde_json::Value, No)> {
    let (one, two) = (no("ZJ-P-000001"), no("ZJ-P-000002"));
    let people = json!([
        {"person": one, "role": "petitioner", "kind": "person", "name": "张叁", "phone": "19000009999"},
        {"role": "representative", "kind": "person", "name": "新来的"}]);
    vec![
        (json!({"do": "progress", "no": closed, "text": "已与单位沟通"}), closed.clone()),
        (json!({"do": "visit", "no": a, "note": "又来问"}), a.clone()),
        (json!({"do": "correct", "no": a, "fields": {"subject": "屋顶漏水", "place": "512022"}}), a.clone()),
        (json!({"do": "correct", "no": a, "fields": {"nature": "accusation"}}), a.clone()),
        (json!({"do": "correct", "no": a, "fields": {"petitioners": people}}), a.clone()),
        (json!({"do": "link", "no": b, "to": a}), b.clone()),
        (json!({"do": "apart", "no": a, "other": b}), a.clone()),
        (json!({"do": "apart", "no": one, "other": two}), one.clone()),
        (json!({"do": "person.merge", "no": one, "into": two}), one),
        (json!({"do": "case.join", "no": case, "petition": a}), case.clone()),
        (json!({"do": "case.leave", "no": case, "petition": b}), case.clone()),
        (json!({"do": "case.assign", "no": case, "leader": "L1", "reason": "换人"}), case.clone()),
        (json!({"do": "case.review", "no": case, "on": "2026-11-20", "asked": "见面"}), case.clone()),
        (json!({"do": "case.change", "no": case, "fields": {"crux": "资金"}}), case.clone()),
    ]
}

#[test]
fn any_act_followed_by_its_undo_leaves_the_same_rows_and_finds_the_same() {
    let mut v = visit(Locale::Zh);
    let (a, b) = (brought(&mut v, "张三", "11-01"), brought(&mut v, "李四", "11-10"));
    let closed = brought(&mut v, "王六", "11-02");
    step(&mut v, &closed, StepKind::Accept, "11-03", &[]);
    let case = json!({"do": "case.open", "title": "某楼盘", "leader": "L1", "opened": "2026-11-03", "petitions": [b]});
    let leader = json!({"do": "item.put", "list": "leader", "code": "L1", "name": "陈"});
    let mut carry = |value: serde_json::Value| order(&mut v, serde_json::from_value(value).unwrap());
    carry(leader).unwrap();
    let case = carry(case).unwrap();
    let (before, finds) = (rows(&v), found(&v));
    for (act, subject) in [steps(&a, &closed), acts(&a, &b, &closed, &case)].concat() {
        order(&mut v, serde_json::from_value(act.clone()).unwrap())
            .unwrap_or_else(|why| panic!("{act}: {why:?}"));
        order(&mut v, Deed::Undo { no: subject }).unwrap_or_else(|why| panic!("undo of {act}: {why:?}"));
        let now = rows(&v);
        let differs: Vec<&String> =
            now.iter().chain(&before).filter(|row| !(now.contains(row) && before.contains(row))).collect();
        assert!(differs.is_empty(), "{act}: {differs:#?}");
        assert!(found(&v) == finds, "{act}");
    }
    verified(&mut v);
}

#[test]
fn a_link_that_was_turned_round_meanwhile_cannot_be_brought_back_into_a_circle() {
    let mut v = visit(Locale::Zh);
    let (a, b) = (brought(&mut v, "张三", "11-10"), brought(&mut v, "张三", "11-10"));
    let mut link = |no: &No, to: Option<&No>| order(&mut v, Deed::Link { no: no.clone(), to: to.cloned() });
    link(&a, Some(&b)).unwrap();
    link(&a, None).unwrap();
    link(&b, Some(&a)).unwrap();
    assert_eq!(order(&mut v, Deed::Undo { no: a.clone() }), Err(StoreError::Refused("why-link-circle")));
    let c = brought(&mut v, "张三", "11-20");
    order(&mut v, Deed::Link { no: c, to: Some(a) }).unwrap();
    verified(&mut v);
}

/// Somebody who brought an accusation that only another clerk may see.
fn with_an_accuser() -> Visit {
    let mut v = two_of_one(Locale::Zh);
    let accuser =
        Petitioner { name: "举报人".into(), phone: "19000001234".into(), ..Petitioner::default() };
    let nature = fengqiao::domain::petition::Nature::Accusation;
    let matter = Matter { petitioners: vec![accuser], subject: "某事".into(), nature, ..Matter::default() };
    let received = "2026-11-01".parse().ok();
    let deed = Deed::Register(Box::new(Registration { received, matter, ..Registration::default() }));
    let other = clerk("另一人", "ZJ");
    let request =
        Request::Do(Box::new(fengqiao::domain::deed::Order { op: "sealed".into(), version: None, deed }));
    v.house.store.answer(&other, v.house.now, request).unwrap();
    v
}

#[test]
fn a_sealed_accusation_counts_for_those_who_may_see_it() {
    let mut v = with_an_accuser();
    v.keys("f5").sees("[1 在办 2] 2 超期 0 ").sees_not("某事");
    let mut other = v.neighbour(Locale::Zh, clerk("另一人", "ZJ"));
    other.keys("f5").sees("[1 在办 3] 2 超期 1 ").sees("某事");
}

#[test]
fn whoever_is_known_from_a_sealed_accusation_alone_is_neither_suggested_nor_merged_nor_told_apart() {
    let mut v = with_an_accuser();
    v.keys("enter tab enter").sees_not("举报人");
    let hidden =
        |done: Result<No, StoreError>| assert!(matches!(done, Err(StoreError::NotFound(_))), "{done:?}");
    hidden(order(&mut v, Deed::MergePerson { no: no("ZJ-P-000003"), into: no("ZJ-P-000001") }));
    hidden(order(&mut v, Deed::MergePerson { no: no("ZJ-P-000001"), into: no("ZJ-P-000003") }));
    hidden(order(&mut v, Deed::Apart { no: no("ZJ-P-000001"), other: no("ZJ-P-000003") }));
    hidden(order(&mut v, Deed::Undo { no: no("ZJ-P-000003") }));
    // Whoever holds the right merges them; the others go on knowing what they knew.
    let right = fengqiao::domain::rights::Actor { sees_sealed: true, ..clerk("另一人", "ZJ") };
    for (one, into) in [("ZJ-P-000001", "ZJ-P-000003"), ("ZJ-P-000002", "ZJ-P-000003")] {
        let deed = Deed::MergePerson { no: no(one), into: no(into) };
        let order = fengqiao::domain::deed::Order { op: format!("merge-{one}"), version: None, deed };
        v.house.store.answer(&right, v.house.now, Request::Do(Box::new(order))).unwrap();
    }
    let told = person(&mut v, "ZJ-P-000001");
    let records: Vec<&str> = told.merged.iter().chain([&told.person]).map(|one| one.name.as_str()).collect();
    assert!(!records.contains(&"举报人"), "{records:?}");
    assert_eq!(told.petitions.len(), 2);
    v.keys("f3 f3 n").types("张伟").sees_not("举报人");
    verified(&mut v);
}

#[test]
fn a_correction_of_one_petition_does_not_rename_whoever_goes_on() {
    let mut v = two_of_one(Locale::Zh);
    order(&mut v, Deed::MergePerson { no: no("ZJ-P-000002"), into: no("ZJ-P-000001") }).unwrap();
    let fields = json!({"category": "010101"}).as_object().unwrap().clone();
    order(&mut v, Deed::Correct { no: no("ZJ-2026-000002"), fields }).unwrap();
    let told = person(&mut v, "ZJ-P-000002");
    assert_eq!((told.person.name.as_str(), told.merged[0].name.as_str()), ("张伟", "张纬"));
    order(&mut v, Deed::Undo { no: no("ZJ-P-000002") }).unwrap();
    assert_eq!(person(&mut v, "ZJ-P-000002").petitions.len(), 1);
    verified(&mut v);
}
