//! Stories of evaluation: what the record says of each point, what a reviewer says of it, and what is exported.
use crate::{
    casework::{BOTH, brought, order, say, step, verified},
    support::{Visit, clerk, noon_of, town, visit},
};
use calamine::{Data, Reader, Xlsx, open_workbook};
use fengqiao::{
    domain::{
        case::CaseMatter,
        catalog::{Item, List},
        deed::{Deed, Registration},
        evaluation::{Check, Finding, Overrule, Sample, Score, Verdict},
        notice::Notice,
        petition::{Matter, Nature, No, Petitioner},
        rights::Actor,
        step::StepKind,
    },
    flow::Msg,
    lang::Locale,
    store::{Evaluation, Reply, Request, StoreError},
};
use serde_json::json;
use std::collections::BTreeSet;

fn points(v: &mut Visit, no: &No) -> Vec<Finding> {
    let ask = Request::Evaluation(no.clone());
    match v.house.store.answer(&clerk("王五", "ZJ"), v.house.now, ask).unwrap() {
        Reply::Evaluated(mut all) => all.pop().unwrap().findings,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn says(v: &mut Visit, no: &No, check: Check, verdict: Verdict) {
    let findings = points(v, no);
    let found = findings.iter().find(|finding| finding.check == check).unwrap();
    assert_eq!(found.verdict, verdict, "{found:?}");
}

/// On another day, at noon.
fn on(v: &mut Visit, day: &str, does: impl FnOnce(&mut Visit)) {
    let now = v.house.now;
    v.house.now = noon_of(format!("2026-{day}").parse().unwrap(), now);
    does(v);
    v.house.now = now;
}

fn print(v: &mut Visit, no: &No, notice: Notice) {
    order(v, Deed::Print { no: no.clone(), notice }).unwrap();
}

/// A petition that says everything, taken down on the day of its receipt.
fn whole(v: &mut Visit, received: &str) -> No {
    let petitioner =
        Petitioner {
            name: "张华伟".into(), address: "雁江区莲花街道1号".into(), ..Petitioner::default()
        };
    let matter = Matter {
        petitioners: vec![petitioner],
        place: "512002".into(),
        category: "010101".into(),
        subject: "逾期交房".into(),
        facts: "停工一年".into(),
        demand: "复工".into(),
        ..Matter::default()
    };
    let mut no = None;
    on(v, received, |v| {
        let registration = Registration { matter, ..Registration::default() };
        no = Some(order(v, Deed::Register(Box::new(registration))).unwrap());
    });
    no.unwrap()
}

const REPLY: &[(&str, &str)] = &[
    ("asked", "复工"),
    ("facts", "属实"),
    ("opinion", "限期复工"),
    ("basis", "条例"),
    ("conclusion", "supported"),
];
const SERVED: &[(&str, &str)] = &[("service", "in-person"), ("by", "经办人"), ("signed", "signed")];

#[test]
fn a_petition_that_was_handled_as_it_should_be_misses_nothing() {
    let mut v = visit(Locale::Zh);
    let no = whole(&mut v, "09-01");
    step(&mut v, &no, StepKind::Accept, "09-03", &[]);
    print(&mut v, &no, Notice::Acceptance);
    order(&mut v, Deed::Progress { no: no.clone(), on: "2026-09-10".parse().ok(), text: "已核实".into() })
        .unwrap();
    step(&mut v, &no, StepKind::Reply, "09-20", REPLY);
    print(&mut v, &no, Notice::Reply);
    step(&mut v, &no, StepKind::Serve, "09-21", SERVED);
    step(&mut v, &no, StepKind::Close, "09-25", &[]);
    step(&mut v, &no, StepKind::Satisfaction, "09-28", &[("office", "yes"), ("handler", "yes")]);
    let findings = points(&mut v, &no);
    let kept: Vec<Check> =
        findings.iter().filter(|one| one.verdict == Verdict::Kept).map(|one| one.check).collect();
    let asked = [
        Check::Registered,
        Check::Classified,
        Check::Routed,
        Check::Told,
        Check::Heard,
        Check::InTime,
        Check::Reply,
        Check::Served,
        Check::CarriedOut,
        Check::Asked,
        Check::File,
    ];
    assert_eq!(kept, asked);
    assert_eq!(Score::of(&findings), Score { kept: 11, of: 11 });
}

#[test]
fn each_point_is_missed_where_the_record_lacks_what_it_asks_for() {
    let mut v = visit(Locale::Zh);
    // Taken down after three weeks, without place and category, and nobody has decided yet.
    let late = brought(&mut v, "张三", "11-01");
    for check in [Check::Registered, Check::Classified, Check::Routed, Check::Told] {
        says(&mut v, &late, check, Verdict::Missed);
    }
    for check in [Check::Reply, Check::Served, Check::File, Check::Asked, Check::Duties, Check::Confidential]
    {
        says(&mut v, &late, check, Verdict::Beside);
    }
    let fresh = whole(&mut v, "11-20");
    says(&mut v, &fresh, Check::Registered, Verdict::Kept);
    says(&mut v, &fresh, Check::Told, Verdict::Beside);

    let refused = whole(&mut v, "11-10");
    let said = [("ground", "statutory"), ("guidance", "向法院起诉")];
    step(&mut v, &refused, StepKind::NotAccept, "11-12", &said);
    says(&mut v, &refused, Check::Grounds, Verdict::Missed);
    says(&mut v, &refused, Check::File, Verdict::Missed);
    print(&mut v, &refused, Notice::NonAcceptance);
    says(&mut v, &refused, Check::Grounds, Verdict::Kept);
    says(&mut v, &refused, Check::File, Verdict::Kept);

    let directed = whole(&mut v, "11-10");
    let said = [("route", "arbitration"), ("organ", "仲裁委"), ("bar", "labour")];
    step(&mut v, &directed, StepKind::Direct, "11-12", &said);
    says(&mut v, &directed, Check::Route, Verdict::Missed);
    print(&mut v, &directed, Notice::StatutoryRoute);
    says(&mut v, &directed, Check::Route, Verdict::Kept);
    verified(&mut v);
}

#[test]
fn handling_misses_its_days_its_paper_its_hearing_and_its_service() {
    let mut v = visit(Locale::Zh);
    let slow = whole(&mut v, "06-01");
    step(&mut v, &slow, StepKind::Accept, "06-02", &[]);
    says(&mut v, &slow, Check::InTime, Verdict::Missed);
    step(&mut v, &slow, StepKind::Reply, "09-20", REPLY);
    for check in [Check::InTime, Check::Heard, Check::Reply] {
        says(&mut v, &slow, check, Verdict::Missed);
    }
    says(&mut v, &slow, Check::Served, Verdict::Beside);
    print(&mut v, &slow, Notice::Reply);
    says(&mut v, &slow, Check::Reply, Verdict::Kept);
    step(&mut v, &slow, StepKind::Serve, "09-21", &[("service", "in-person")]);
    says(&mut v, &slow, Check::Served, Verdict::Missed);
    step(&mut v, &slow, StepKind::Close, "09-22", &[]);
    says(&mut v, &slow, Check::Asked, Verdict::Missed);
    says(&mut v, &slow, Check::CarriedOut, Verdict::Kept);

    // Longer than sixty days by an extension, once with and once without its paper.
    let said = [("days", "30"), ("approver", "分管负责人"), ("reasons", "需要核查")];
    let longer = whole(&mut v, "07-01");
    step(&mut v, &longer, StepKind::Accept, "07-02", &[]);
    step(&mut v, &longer, StepKind::Extend, "08-20", &said);
    step(&mut v, &longer, StepKind::Reply, "09-25", REPLY);
    says(&mut v, &longer, Check::InTime, Verdict::Missed);
    on(&mut v, "08-21", |v| print(v, &longer, Notice::Extension));
    says(&mut v, &longer, Check::InTime, Verdict::Kept);
}

#[test]
fn the_duties_of_its_case_and_the_unit_that_is_accused_are_looked_at() {
    let mut v = visit(Locale::Zh);
    let no = whole(&mut v, "11-10");
    order(&mut v, Deed::PutItem(Box::new(Item::new(List::Leader, "zjg", "赵建国")))).unwrap();
    let matter = Box::new(CaseMatter::new("某楼盘", "zjg", "2026-11-01".parse().unwrap()));
    let case = order(&mut v, Deed::OpenCase { matter, petitions: vec![no.clone()] }).unwrap();
    let change = |v: &mut Visit, fields: serde_json::Value| {
        let fields = fields.as_object().unwrap().clone();
        order(v, Deed::ChangeCase { no: case.clone(), fields, reason: String::new() }).unwrap();
    };
    says(&mut v, &no, Check::Duties, Verdict::Beside);
    change(&mut v, json!({"state": "resolved"}));
    says(&mut v, &no, Check::Duties, Verdict::Missed);
    change(&mut v, json!({"duties": {"solved": {"applies": true, "recognised": true}}}));
    says(&mut v, &no, Check::Duties, Verdict::Kept);
    let matter = Matter {
        nature: Nature::Accusation,
        accused: "ZJJ".into(),
        petitioners: vec![Petitioner { name: "李四".into(), ..Petitioner::default() }],
        subject: "举报".into(),
        ..Matter::default()
    };
    let sealed =
        order(&mut v, Deed::Register(Box::new(Registration { matter, ..Registration::default() }))).unwrap();
    says(&mut v, &sealed, Check::Confidential, Verdict::Kept);
    let stranger = clerk("李四", "ZJ");
    let ask = Request::Evaluation(sealed.clone());
    let hidden = v.house.store.answer(&stranger, v.house.now, ask).unwrap_err();
    assert_eq!(hidden, StoreError::NotFound(sealed.0));
}

fn sampled(v: &mut Visit, me: &Actor, sample: &Sample) -> Vec<Evaluation> {
    match v.house.store.answer(me, v.house.now, Request::Evaluate(sample.clone())).unwrap() {
        Reply::Evaluated(all) => all,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_same_seed_looks_at_the_same_first_petitions_and_another_seed_at_others() {
    let mut v = town(Locale::Zh);
    let me = v.house.model.cx.me.clone();
    let numbers =
        |all: &[Evaluation]| -> BTreeSet<String> { all.iter().map(|one| one.brief.no.0.clone()).collect() };
    let sample = Sample { count: 15, ..Sample::new(7) };
    let once = sampled(&mut v, &me, &sample);
    assert_eq!(once, sampled(&mut v, &me, &sample));
    assert_eq!(once.len(), 15);
    let other = sampled(&mut v, &me, &Sample { seed: 8, ..sample.clone() });
    assert_ne!(numbers(&once), numbers(&other));
    // A larger sample of one seed holds the smaller one: what was looked at is looked at again.
    let more = sampled(&mut v, &me, &Sample { count: 25, ..sample.clone() });
    assert!(numbers(&more).is_superset(&numbers(&once)));
    let all = Sample { count: 10_000, since: "2025-06-01".parse().unwrap(), ..sample };
    let lately = sampled(&mut v, &me, &all);
    assert!(lately.iter().all(|one| one.brief.received >= all.since));
    let repeats: BTreeSet<String> = lately
        .iter()
        .map(|one| one.brief.no.clone())
        .filter(|no| crate::casework::page_as(&mut v, &me, no).petition.follows.is_some())
        .map(|no| no.0)
        .collect();
    assert!(repeats.is_empty(), "{repeats:?}");
    assert!(lately.iter().all(|one| !one.brief.sealed), "what is sealed is in nobody's sample");
    assert_eq!(numbers(&sampled(&mut v, &clerk("li", "ZJ"), &all)), numbers(&lately));
}

#[test]
fn a_reviewer_sets_a_verdict_aside_with_a_reason_and_a_defect_gets_a_day() {
    for locale in BOTH {
        let mut v = visit(locale);
        let no = brought(&mut v, "张三", "11-01");
        v.keys("e").sees(no.as_str()).sees(say(locale, "待整改 4 项", "4 to be mended"));
        v.keys("enter").sees(say(locale, "登记五要素", "Five elements"));
        v.keys("enter").digits("1").keys("f2").sees(say(locale, "此栏必填", "Please fill this in"));
        v.types("系统补录").keys("f2");
        v.sees(say(locale, "记录评定：不符合", "the record says: missed")).sees("系统补录");
        v.keys("down enter enter enter").types("1130").keys("f2").sees("2026-11-30");
        v.keys("f3").sees(say(locale, "待整改 3 项", "3 to be mended"));
        let mended = Overrule {
            mend: "2026-11-30".parse().ok(),
            mended: "2026-11-22".parse().ok(),
            ..Overrule::default()
        };
        order(&mut v, Deed::Evaluate { no: no.clone(), check: Check::Classified, said: mended }).unwrap();
        v.house.send(Msg::Changed).unwrap();
        v.sees(say(locale, "待整改 2 项", "2 to be mended"));
        let found = points(&mut v, &no).into_iter().find(|one| one.check == Check::Classified).unwrap();
        assert_eq!(found.overrule.unwrap().mend, "2026-11-30".parse().ok());
        let early = Overrule { mended: "2026-11-24".parse().ok(), ..Overrule::default() };
        let early = Deed::Evaluate { no: no.clone(), check: Check::Classified, said: early };
        assert_eq!(order(&mut v, early), Err(StoreError::Refused("why-day-to-come")));
        let bare = Overrule { verdict: Some(Verdict::Kept), ..Overrule::default() };
        let bare = Deed::Evaluate { no: no.clone(), check: Check::Told, said: bare };
        assert_eq!(order(&mut v, bare), Err(StoreError::BadField("reason".into())));
        v.keys("v").sees(say(locale, "不符合 / 涉及", "missed / asked"));
        v.keys("enter").sees(say(locale, "只看", "Only where"));
        v.keys("f3 f3");
        verified(&mut v);
    }
}

#[test]
fn a_sample_is_typed_and_what_is_not_clear_is_said() {
    let mut v = town(Locale::Zh);
    v.keys("e").sees("抽样 20 件，种子 1，2024-01-01 起");
    v.keys("p").types("5 9 2025-01-01").keys("enter").sees("抽样 5 件，种子 9，2025-01-01 起");
    v.keys("p").types("三十").keys("enter").sees("看不懂“三十”");
    v.keys("f3").sees("抽样 5 件，种子 9");
}

#[test]
fn an_evaluation_is_exported_with_verdicts_ranked_defects_and_days_of_mending() {
    for locale in BOTH {
        let mut v = visit(locale);
        let no = brought(&mut v, "张三", "11-01");
        let said = Overrule { mend: "2026-11-30".parse().ok(), ..Overrule::default() };
        order(&mut v, Deed::Evaluate { no: no.clone(), check: Check::Told, said }).unwrap();
        v.keys("e ctrl-p").sees(say(locale, "已存入", "Written"));
        let files = std::fs::read_dir(v.outbox()).unwrap();
        let file = files.map(|file| file.unwrap().path()).next().unwrap();
        let mut book: Xlsx<_> = open_workbook(&file).unwrap();
        let names = book.sheet_names();
        let petitions = book.worksheet_range(&names[0]).unwrap();
        assert_eq!(petitions.get_value((4, 0)), Some(&Data::String(no.0.clone())));
        assert_eq!(petitions.get_value((4, 2)), Some(&Data::Float(0.0)));
        let ranked = book.worksheet_range(&names[1]).unwrap();
        assert_eq!(ranked.get_value((4, 2)), Some(&Data::Float(1.0)));
        assert_eq!(ranked.get_value((4, 4)), Some(&Data::Float(1.0)));
        let each = book.worksheet_range(&names[2]).unwrap();
        let rows: Vec<String> = (4..8).map(|row| each.get_value((row, 6)).unwrap().to_string()).collect();
        assert_eq!(rows.iter().filter(|day| !day.is_empty()).count(), 1, "{rows:?}");
    }
}
