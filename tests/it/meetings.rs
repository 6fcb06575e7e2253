//! Stories of review meetings and of how a case ends.
use crate::{
    casework::{order, verified},
    support::{Visit, clerk, visit},
};
use fengqiao::{
    domain::{
        case::{CaseMatter, Level, Met, Review},
        catalog::{Extra, Item, List},
        deed::Deed,
        meeting::{MeetingKind, Plan},
        petition::No,
    },
    flow::Msg,
    lang::Locale,
    store::StoreError,
};
use serde_json::json;

const BOTH: [Locale; 2] = [Locale::Zh, Locale::En];

fn does(v: &mut Visit, deed: Deed) -> No {
    let no = order(v, deed).unwrap();
    v.house.send(Msg::Changed).unwrap();
    no
}

fn case(v: &mut Visit, title: &str, leader: &str, level: Level, group: &str) -> No {
    let matter = CaseMatter {
        level,
        group: group.to_owned(),
        ..CaseMatter::new(title, leader, "2026-11-01".parse().unwrap())
    };
    does(v, Deed::OpenCase { matter: Box::new(matter), petitions: Vec::new() })
}

fn review(v: &mut Visit, no: &No, on: &str, asked: &str, until: &str) {
    let review = Review {
        on: on.parse().unwrap(),
        asked: asked.to_owned(),
        by: "住建局".to_owned(),
        until: until.parse().ok(),
        ..Review::default()
    };
    does(v, Deed::ReviewCase { no: no.clone(), review });
}

/// Two leaders, a group, and four open cases.
fn town(locale: Locale) -> Visit {
    let mut v = visit(locale);
    for (code, name) in [("zjg", "赵建国"), ("qwd", "钱卫东")] {
        does(&mut v, Deed::PutItem(Box::new(Item::new(List::Leader, code, name))));
    }
    let extra = Extra { text: "法院、检察院、住建局".to_owned(), ..Extra::default() };
    does(&mut v, Deed::PutItem(Box::new(Item { extra, ..Item::new(List::Group, "LP", "问题楼盘") })));
    case(&mut v, "金山花园", "zjg", Level::Prominent, "LP");
    case(&mut v, "龙湖小区", "qwd", Level::Prominent, "LP");
    case(&mut v, "翡翠城", "zjg", Level::Key, "LP");
    case(&mut v, "某工地欠薪", "qwd", Level::Key, "");
    v
}

fn minutes(v: &Visit) -> String {
    let all = std::fs::read_dir(v.outbox()).unwrap().map(|file| file.unwrap().path());
    let file = all.filter(|file| file.extension().is_some_and(|end| end == "txt")).max().unwrap();
    std::fs::read_to_string(file).unwrap()
}

#[test]
fn a_meeting_is_planned_gone_through_case_by_case_and_its_minutes_printed() {
    for locale in BOTH {
        let zh = locale == Locale::Zh;
        let mut v = town(locale);
        review(&mut v, &No("ZJ-B-0001".into()), "2026-11-10", "月底前复工", "2026-11-20");
        v.keys("b m").sees(if zh { "还没有调度会" } else { "No review meetings yet" });
        v.keys("c enter enter").digits("zjg").keys("f2");
        v.sees(if zh { "已调度 0/2" } else { "reviewed 0/2" }).sees("ZJ-M-0001");
        v.sees("[ ] 龙湖小区").sees("月底前复工").sees(if zh { "已过期3天" } else { "3 days over" });
        v.keys("f8").sees(if zh { "还没有调度任何事项" } else { "no case has been reviewed yet" });
        // What waits longest comes first; nothing was ever asked of it.
        v.sees("> [ ] 龙湖小区");
        v.keys("enter").sees_not(if zh { "此前要求  " } else { "Asked before  " });
        v.keys("enter enter").types("已开工").keys("enter").types("公布进度").keys("f2");
        v.sees(if zh { "已调度 1/2" } else { "reviewed 1/2" }).sees("[x] 龙湖小区").sees("公布进度");
        // The cursor has gone on to the next one; what was asked before has to be answered for.
        v.sees("> [ ] 金山花园");
        v.keys("enter").sees("月底前复工  住建局  2026-11-20");
        v.keys("f2");
        v.sees(if zh { "此栏必填" } else { "Please fill this in" });
        v.digits("2").keys("enter").types("塔吊已进场").keys("enter").types("十二月交付两栋").keys("f2");
        v.sees(if zh { "已调度 2/2" } else { "reviewed 2/2" });
        v.keys("f8").sees("ZJ-M-0001");
        let minutes = minutes(&v);
        for said in ["月底前复工", "塔吊已进场", "十二月交付两栋", "公布进度", "赵建国"]
        {
            assert!(minutes.contains(said), "{said} in {minutes}");
        }
        v.keys("o").sees("ZJ-B-0001 金山花园");
        v.keys("f3 x").sees(if zh { "已经调度或已取消" } else { "reviewed already" });
        v.keys("f3").sees(if zh { "已调度 2/2" } else { "reviewed 2/2" });
        verified(&mut v);
    }
}

#[test]
fn what_was_asked_comes_back_until_it_is_done() {
    let mut v = town(Locale::Zh);
    let no = No("ZJ-B-0001".into());
    review(&mut v, &no, "2026-11-02", "核清底数", "2026-11-05");
    review(&mut v, &no, "2026-11-09", "月底前复工", "2026-11-30");
    v.keys("b /").types("金山花园").keys("enter r").sees("核清底数  住建局  2026-11-05；月底前复工");
    v.keys("f3").sees("未落实的要求 2 项").sees("已过期18天");
    let done = Review { on: "2026-11-16".parse().unwrap(), met: Some(Met::Done), ..Review::default() };
    does(&mut v, Deed::ReviewCase { no: no.clone(), review: done });
    v.sees_not("未落实的要求");
    v.keys("r").sees_not("核清底数");
}

#[test]
fn a_monthly_meeting_takes_key_cases_and_a_joint_session_a_group() {
    let mut v = town(Locale::Zh);
    let plan = |kind, leader: &str, group: &str| {
        Deed::PlanMeeting(Box::new(Plan {
            kind,
            on: "2026-11-30".parse().unwrap(),
            chair: "zjg".to_owned(),
            leader: leader.to_owned(),
            group: group.to_owned(),
            cases: Vec::new(),
        }))
    };
    for (kind, leader, group, of) in [
        (MeetingKind::Monthly, "", "", 2),
        (MeetingKind::Monthly, "zjg", "", 1),
        (MeetingKind::Weekly, "", "", 2),
        (MeetingKind::Joint, "", "LP", 3),
    ] {
        does(&mut v, plan(kind, leader, group));
        v.keys("t b m").sees(&format!("已调度 0/{of}"));
        v.keys("f3 f3");
    }
    let refused = |v: &mut Visit, deed| order(v, deed).unwrap_err();
    assert_eq!(
        refused(&mut v, plan(MeetingKind::Joint, "", "")),
        StoreError::Refused("why-no-case-to-review")
    );
    assert_eq!(
        refused(&mut v, plan(MeetingKind::Weekly, "nobody", "")),
        StoreError::BadField("leader".into())
    );
    let stray = Review {
        on: "2026-11-20".parse().unwrap(),
        meeting: Some(No("ZJ-M-0001".into())),
        ..Review::default()
    };
    let stray = Deed::ReviewCase { no: No("ZJ-B-0001".into()), review: stray };
    assert_eq!(refused(&mut v, stray), StoreError::BadField("meeting".into()), "it goes through key cases");
    verified(&mut v);
}

#[test]
fn a_meeting_that_is_not_held_is_cancelled_with_a_reason() {
    for locale in BOTH {
        let mut v = town(locale);
        v.keys("b m c f2 f3 x").types("改期").keys("f2");
        v.sees(if locale == Locale::Zh { "已取消" } else { "cancelled" });
        v.keys("enter enter").sees(if locale == Locale::Zh {
            "这次调度会已取消"
        } else {
            "was cancelled"
        });
        verified(&mut v);
    }
}

#[test]
fn a_group_says_how_many_of_its_cases_are_left() {
    for (locale, left) in [(Locale::Zh, "余 2/3 件"), (Locale::En, "2/3 left")] {
        let mut v = town(locale);
        let fields = json!({"state": "resolved"}).as_object().unwrap().clone();
        does(&mut v, Deed::ChangeCase { no: No("ZJ-B-0003".into()), fields, reason: String::new() });
        v.keys("b v v v v v v").sees("问题楼盘").sees(left);
    }
}

#[test]
fn a_case_is_struck_off_once_the_duties_it_asks_for_are_recognised_and_taken_up_again_with_a_reason() {
    for locale in BOTH {
        let zh = locale == Locale::Zh;
        let mut v = town(locale);
        v.keys("b enter k").sees(if zh {
            "事项还不是“已化解”"
        } else {
            "the case is not resolved"
        });
        v.size(140, 40);
        let (no, name) = shown(&v);
        let fields = json!({"state": "resolved"}).as_object().unwrap().clone();
        does(&mut v, Deed::ChangeCase { no: no.clone(), fields, reason: String::new() });
        v.keys("k").sees(if zh { "先按 d 认定三到位" } else { "look at the three duties first" });
        v.keys("d").sees(&name);
        v.digits("2").types("已交房").keys("enter enter enter").digits("1");
        v.keys("f2").sees(if zh { "未认定" } else { "not recognised yet" }).sees("已交房");
        v.keys("k").sees(if zh { "适用而未认定" } else { "is not recognised" });
        v.keys("d enter enter enter enter").digits("2").keys("f2").sees(if zh {
            "已认定"
        } else {
            "recognised"
        });
        v.keys("k enter").types("分管副市长").keys("f2").sees("2026-11-23 分管副市长");
        v.keys("k").sees(if zh { "已经销号" } else { "struck off already" });
        let fields = json!({"state": "open"}).as_object().unwrap().clone();
        let bare = Deed::ChangeCase { no, fields, reason: String::new() };
        let refused = order(&mut v, bare).unwrap_err();
        assert!(
            matches!(refused, StoreError::Refused("why-reopen-reason" | "why-case-not-resolved")),
            "{refused:?}"
        );
        v.keys("o f2").sees(if zh { "此栏必填" } else { "Please fill this in" });
        v.types("又停工").keys("f2").sees(if zh { "反弹" } else { "re-opened" }).sees("又停工");
        let told = |v: &Visit| v.screen().matches("2026-11-23 分管副市长").count();
        assert_eq!(told(&v), 2, "in what happened alone: {}", v.screen());
        v.keys("u");
        assert_eq!(told(&v), 3, "{}", v.screen());
        verified(&mut v);
    }
}

/// Number and title of the case on whose page one is.
fn shown(v: &Visit) -> (No, String) {
    let screen = v.screen();
    let line = screen.lines().find(|line| line.contains("ZJ-B-")).unwrap().trim_start_matches(['>', ' ']);
    let (no, title) = line.split_once(' ').unwrap();
    (No(no.to_owned()), title.trim().to_owned())
}

#[test]
fn whoever_decides_on_an_older_version_of_a_meeting_is_told() {
    let mut v = town(Locale::Zh);
    v.keys("b m c f2 x").types("改期");
    let mut other = v.neighbour(Locale::Zh, clerk("李四", "ZJ"));
    does(&mut other, Deed::CancelMeeting { no: No("ZJ-M-0001".into()), reason: "先取消了".into() });
    v.keys("f2").sees("刚刚被别人修改");
    v.keys("f2").sees("已经调度或已取消");
}

#[test]
fn two_clerks_who_recognise_different_duties_keep_both() {
    let mut v = town(Locale::Zh);
    v.keys("b /").types("金山花园").keys("enter d").digits("2").types("已交房");
    let fields = json!({"duties": {"helped": {"applies": true, "evidence": "已救助"}}});
    let fields = fields.as_object().unwrap().clone();
    let mut other = v.neighbour(Locale::Zh, clerk("李四", "ZJ"));
    does(&mut other, Deed::ChangeCase { no: No("ZJ-B-0001".into()), fields, reason: String::new() });
    v.keys("f2").sees("刚刚被别人修改");
    v.keys("f2").sees("已交房").sees("已救助");
}
