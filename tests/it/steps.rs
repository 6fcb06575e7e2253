//! Stories of the steps of a petition's path, through the keys of the desk, in both languages.
use crate::support::{Visit, clerk, visit};
use fengqiao::{
    domain::{
        deed::{Deed, Order, Registration},
        petition::{Matter, Nature},
        step::{SlotKind, Step, StepKind},
    },
    lang::Locale,
    store::Request,
    widgets::offers::sign,
};
use std::collections::BTreeSet;

const BOTH: [Locale; 2] = [Locale::Zh, Locale::En];

/// Lives that between them take every step.
const LIVES: &[(Nature, &[&str])] = &[
    (
        Nature::Request,
        &[
            "remind",
            "remind-answer",
            "assign",
            "objection",
            "objection-decide",
            "forward",
            "accept",
            "grave",
            "grave-report",
            "hearing",
            "mediation",
            "extend",
            "reply",
            "serve",
            "review-request",
            "review",
            "serve",
            "rereview-request",
            "rereview",
            "serve",
            "close",
            "satisfaction",
            "recommend",
            "recommend-answer",
            "follow-up",
            "archive",
        ],
    ),
    (Nature::Request, &["not-accept", "archive", "reopen", "withdraw"]),
    (Nature::Request, &["no-longer-accept", "archive"]),
    (Nature::Request, &["direct", "archive"]),
    (Nature::Request, &["simple", "reply", "serve", "close"]),
    (Nature::Suggestion, &["forward", "answer", "close", "satisfaction", "archive"]),
    (Nature::Accusation, &["discipline", "archive"]),
];

/// A clerk on the page of a petition of this nature.
fn page(locale: Locale, nature: Nature) -> Visit {
    let mut v = visit(locale);
    let matter =
        Matter { nature, anonymous: true, subject: "楼盘逾期交房".into(), ..Matter::default() };
    // Three weeks ago, so that something is due.
    let received = "2026-11-02".parse().ok();
    let deed = Deed::Register(Box::new(Registration { received, matter, ..Registration::default() }));
    let order = Order { op: "r".into(), version: None, deed };
    let now = v.house.now;
    v.house.store.answer(&clerk("王五", "ZJ"), now, Request::Do(Box::new(order))).unwrap();
    v.keys("f5 enter");
    v.sees("ZJ-2026-000001");
    v
}

/// Opens the list of steps and chooses one by its sign.
fn choose(v: &mut Visit, nature: Nature, id: &str) -> StepKind {
    let row = Step::path(nature).position(|row| row.kind.id() == id).unwrap();
    v.keys("d").types(&sign(row).to_string());
    StepKind::parse(id).unwrap()
}

/// Takes a step: every slot is filled in.
fn take(v: &mut Visit, nature: Nature, id: &str) {
    let kind = choose(v, nature, id);
    v.keys("enter");
    // What a reminder says is there already.
    for slot in kind.slots().iter().filter(|_| kind != StepKind::Remind) {
        match slot.kind {
            SlotKind::Choice { .. } => v.types("1"),
            SlotKind::Line | SlotKind::Page => v.keys("ctrl-u").types("甲乙").keys("enter"),
            SlotKind::Day => v.types("+15").keys("enter"),
            SlotKind::Count => v.types("20").keys("enter"),
            SlotKind::Pick(_) => v.keys("ctrl-u").types("RSJ").keys("enter"),
        };
    }
    v.keys("f2");
}

#[test]
fn every_step_is_taken_from_the_page_of_its_petition() {
    let all: BTreeSet<&str> = LIVES.iter().flat_map(|(_, steps)| steps.iter().copied()).collect();
    assert_eq!(all, StepKind::IDS.iter().copied().collect());
    for locale in BOTH {
        for (nature, steps) in LIVES {
            let mut v = page(locale, *nature);
            v.size(80, 60);
            for id in *steps {
                take(&mut v, *nature, id);
                let (kind, lang) = (StepKind::parse(id).unwrap(), std::rc::Rc::clone(&v.house.model.cx.lang));
                v.sees(&format!("{} 2026-11-23", lang.say(&kind.message())));
                if let Some(state) = kind.to() {
                    v.sees(&lang.say(&state.message()));
                }
            }
        }
    }
}

#[test]
fn what_is_not_possible_now_says_why_with_its_article() {
    for (locale, early, from) in [
        (Locale::Zh, "尚未受理，不能答复（条例第三十二条）", "只在“已送达”时可办（条例第三十四条）"),
        (Locale::En, "not accepted yet, so it cannot be replied to (article 32)", "only from"),
    ] {
        let mut v = page(locale, Nature::Request);
        choose(&mut v, Nature::Request, "reply");
        v.sees(early);
        v.keys("f3");
        choose(&mut v, Nature::Request, "close");
        v.sees(from);
    }
}

#[test]
fn a_step_is_taken_back_and_everything_is_as_before() {
    for locale in BOTH {
        let mut v = page(locale, Nature::Request);
        let lang = std::rc::Rc::clone(&v.house.model.cx.lang);
        take(&mut v, Nature::Request, "forward");
        v.sees(&lang.say("state-forwarded")).sees("市人力资源和社会保障局");
        v.keys("u");
        v.sees(&lang.say("state-registered")).sees(&lang.say("act-gone"));
        choose(&mut v, Nature::Request, "objection");
        v.sees(&lang.say("state-forwarded"));
    }
}

#[test]
fn a_rule_that_refuses_keeps_what_was_typed() {
    let mut v = page(Locale::Zh, Nature::Request);
    take(&mut v, Nature::Request, "accept");
    choose(&mut v, Nature::Request, "extend");
    v.keys("enter").types("31").keys("enter").types("周局长").keys("enter").types("案情复杂").keys("f2");
    v.sees("延期最多 30 日（条例第三十四条）").sees("周局长").sees("案情复杂");
    v.keys("up up ctrl-u").types("30").keys("f2");
    v.sees("天数: 30").sees("办理中");
    choose(&mut v, Nature::Request, "reply");
    v.keys("f2");
    v.sees("此栏必填");
}

#[test]
fn whoever_was_slower_keeps_what_was_typed_and_hears_what_the_rule_says_now() {
    for (locale, slower, rule) in
        [(Locale::Zh, "刚刚被别人修改", "时可办"), (Locale::En, "changed by somebody else", "only from")]
    {
        let mut mine = page(locale, Nature::Request);
        choose(&mut mine, Nature::Request, "not-accept");
        mine.keys("enter").types("1").types("请向法院起诉");
        let mut theirs = mine.neighbour(locale, clerk("李四", "ZJ"));
        theirs.keys("enter");
        take(&mut theirs, Nature::Request, "accept");
        mine.keys("f2");
        mine.sees(slower).sees("请向法院起诉");
        mine.keys("f2");
        mine.sees(rule).sees("请向法院起诉");
    }
}

#[test]
fn after_re_review_the_same_matter_is_not_taken_up_again() {
    for (locale, rule) in [
        (Locale::Zh, "同一事实和理由不再受理，不能重新办理（条例第三十六条）"),
        (Locale::En, "the same facts and reasons are not taken up again (article 36)"),
    ] {
        let mut v = page(locale, Nature::Request);
        v.size(120, 60);
        let life = [
            "accept",
            "reply",
            "serve",
            "review-request",
            "review",
            "serve",
            "rereview-request",
            "rereview",
            "serve",
            "close",
        ];
        for id in life {
            take(&mut v, Nature::Request, id);
        }
        choose(&mut v, Nature::Request, "reopen");
        v.sees(rule);
    }
}

#[test]
fn a_step_whose_limit_is_over_says_so_and_is_taken_all_the_same() {
    for (locale, late) in [(Locale::Zh, "登记并转办"), (Locale::En, "register and route")] {
        let mut v = page(locale, Nature::Request);
        choose(&mut v, Nature::Request, "accept");
        v.sees(late).sees("2026-11-17");
        v.keys("f2").sees(say(locale));
    }
}

fn say(locale: Locale) -> &'static str {
    if locale == Locale::Zh { "已受理" } else { "accepted" }
}
