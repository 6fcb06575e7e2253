//! Stories of the work list: views, marks, one step for many, reminders, papers to hand over.
use crate::support::{Visit, clerk, visit};
use fengqiao::{
    domain::{
        deed::{Deed, Order, Registration},
        journal::Act,
        notice::Notice,
        petition::{Matter, No, Petitioner, State},
        rights::Actor,
        step::StepKind,
    },
    lang::Locale,
    store::{PetitionAsk, PetitionPage, Reply, Request, StoreError},
};
use std::collections::BTreeMap;

pub const BOTH: [Locale; 2] = [Locale::Zh, Locale::En];

pub fn say<'a>(locale: Locale, zh: &'a str, en: &'a str) -> &'a str {
    if locale == Locale::Zh { zh } else { en }
}

/// Carries out an order as the clerk who sits there; the number of what it is about.
pub fn order(v: &mut Visit, deed: Deed) -> Result<No, StoreError> {
    let (now, op) = (v.house.now, format!("order-{}", v.house.model.cx.ops.next()));
    let request = Request::Do(Box::new(Order { op, version: None, deed }));
    match v.house.store.answer(&clerk("王五", "ZJ"), now, request)? {
        Reply::Done(done) => Ok(done.no),
        other => panic!("{other:?}"),
    }
}

/// A petition about a flat, received on a day of 2026 by whoever sits there.
pub fn brought(v: &mut Visit, name: &str, received: &str) -> No {
    let petitioner = Petitioner {
        name: name.into(),
        phone: "19000001234".into(),
        address: "雁江区莲花街道1号".into(),
        ..Petitioner::default()
    };
    let matter = Matter {
        petitioners: vec![petitioner],
        subject: format!("{name}的楼盘逾期交房"),
        unit: "ZJJ".into(),
        ..Matter::default()
    };
    let received = format!("2026-{received}").parse().ok();
    order(v, Deed::Register(Box::new(Registration { received, matter, ..Registration::default() }))).unwrap()
}

pub fn step(v: &mut Visit, no: &No, step: StepKind, on: &str, said: &[(&str, &str)]) {
    let said: BTreeMap<String, String> =
        said.iter().map(|(slot, text)| ((*slot).to_owned(), (*text).to_owned())).collect();
    let on = format!("2026-{on}").parse().ok();
    order(v, Deed::Step { no: no.clone(), step, on, said }).unwrap();
}

pub fn page(v: &mut Visit, no: &No) -> PetitionPage {
    page_as(v, &clerk("王五", "ZJ"), no)
}

pub fn page_as(v: &mut Visit, me: &Actor, no: &No) -> PetitionPage {
    let ask = Request::Petition(PetitionAsk::Page(no.clone()));
    match v.house.store.answer(me, v.house.now, ask).unwrap() {
        Reply::Petition(page) => *page,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
pub fn verified(v: &mut Visit) {
    let Reply::Verified(found) =
        v.house.store.answer(&clerk("王五", "ZJ"), v.house.now, Request::Verify).unwrap()
    else {
        panic!()
    };
    assert_eq!(found.problems, Vec::<String>::new());
}

fn reminders(v: &mut Visit, no: &No) -> Vec<String> {
    let steps = page(v, no).petition.steps.into_iter();
    steps.filter(|taken| taken.step == StepKind::Remind).map(|taken| taken.said("grade").to_owned()).collect()
}

/// The order in which names stand on the screen.
fn rows(v: &Visit, names: &[&str]) -> Vec<String> {
    let screen = v.screen();
    let mut found: Vec<(usize, String)> =
        names.iter().filter_map(|name| Some((screen.find(name)?, (*name).to_owned()))).collect();
    found.sort();
    found.into_iter().map(|(_, name)| name).collect()
}

#[test]
fn the_work_list_goes_by_the_time_that_is_left_and_says_why() {
    for locale in BOTH {
        let mut v = visit(locale);
        brought(&mut v, "张三", "11-20");
        brought(&mut v, "李四", "11-01");
        let accepted = brought(&mut v, "王六", "11-02");
        step(&mut v, &accepted, StepKind::Accept, "11-03", &[]);
        v.keys("f5");
        assert_eq!(rows(&v, &["张三 ", "李四 ", "王六 "]), ["李四 ", "张三 ", "王六 "]);
        v.sees(say(locale, "超期7天", "7d late")).sees(say(locale, "剩12天", "12d left"));
        v.sees(say(locale, "剩40天", "40d left")).sees(say(locale, "出具文书", "hand over"));
        v.sees(say(
            locale,
            "登记并转办（D1）期限 2026-11-16，依据《信访工作条例》第 22 条，信访部门",
            "register and route (D1) by 2026-11-16, art. 22",
        ));
        v.sees(say(locale, "可以催办", "A reminder can be sent"));
        v.keys("end").sees(say(locale, "办理（D6）期限 2027-01-02", "handle (D6) by 2027-01-02"));
        verified(&mut v);
    }
}

#[test]
fn a_digit_chooses_a_view_and_every_view_says_how_many_it_has() {
    for locale in BOTH {
        let mut v = visit(locale);
        brought(&mut v, "张三", "11-22");
        brought(&mut v, "李四", "11-01");
        brought(&mut v, "王六", "11-10");
        let accepted = brought(&mut v, "赵七", "11-22");
        step(&mut v, &accepted, StepKind::Accept, "11-22", &[]);
        v.keys("f5");
        let views = say(
            locale,
            "[1 在办 4] 2 超期 1 3 七日内 1 4 待告知 4 5 我的 4 6 未派 0 7 待催 2",
            "[1 open 4] 2 late 1 3 7 days 1 4 tell 4 5 mine 4 6 no unit 0 7 remind 2",
        );
        v.sees(views);
        v.types("2").sees("李四").sees_not("张三").sees_not("王六");
        v.types("3").sees("王六").sees_not("李四");
        v.types("4").keys("end").sees(say(
            locale,
            "待交付：受理告知书",
            "To hand over: notice of acceptance",
        ));
        v.types("6").sees(say(locale, "这个视图里没有事项", "Nothing in this view"));
        v.keys("tab").sees("李四").sees("王六").sees_not("张三");
    }
}

#[test]
fn one_form_takes_a_step_for_many_and_lists_those_that_refuse_it() {
    for locale in BOTH {
        let mut v = visit(locale);
        let nos: Vec<No> = ["张三", "李四", "王六"].map(|name| brought(&mut v, name, "11-20")).into();
        v.keys("f5 space space space d");
        v.sees(say(locale, "已标记 3 件", "3 marked"));
        // The forwarding of all; somebody accepts one of them before it is saved.
        v.types("4").keys("enter").types("RSJ").keys("enter").types("请依法处理");
        step(&mut v, &nos[1], StepKind::Accept, "11-21", &[]);
        v.keys("f2");
        v.sees(nos[1].as_str()).sees(say(locale, "2 / 3", "2 / 3"));
        v.sees(say(locale, "刚刚被别人修改", "changed by somebody else"));
        v.keys("enter").sees(say(locale, "已受理", "accepted"));
        // The form stays for those that refused it, as it was filled in, and decides on what they are now.
        v.keys("f3 f3").sees("请依法处理").sees(say(locale, "已标记 1 件", "1 marked"));
        v.keys("f2").sees("0 / 1").sees(say(locale, "只在“已登记", "only from"));
        for (no, state) in nos.iter().zip(["forwarded", "accepted", "forwarded"]) {
            let page = page(&mut v, no);
            assert_eq!(page.petition.state.id(), state);
            let steps = page.entries.iter().filter(|entry| matches!(entry.act, Act::Stepped(_))).count();
            assert_eq!(steps, 1, "one entry each");
        }
        verified(&mut v);
    }
}

#[test]
fn one_key_sends_the_reminder_that_is_due_prints_it_and_never_twice() {
    for locale in BOTH {
        let mut v = visit(locale);
        let (late, fresh) = (brought(&mut v, "李四", "11-01"), brought(&mut v, "张三", "11-22"));
        v.keys("f5 r");
        assert_eq!(reminders(&mut v, &late), ["letter"], "seven days late: the supervision letter");
        v.sees("ZJ-DB-2026-0001");
        let paper = printed(&v, "ZJ-DB-2026-0001");
        for said in [
            say(locale, "住建分中心 主要负责人", "住建分中心 head"),
            say(locale, "2026年11月16日", "2026-11-16"),
            say(locale, "已超期 7 日", "7 days late"),
            say(locale, "2026年11月30日", "2026-11-30"),
        ] {
            assert!(paper.contains(said), "{said} in\n{paper}");
        }
        v.keys("r").sees(say(locale, "现在没有要催办的", "nothing to remind of"));
        assert_eq!(reminders(&mut v, &late).len(), 1);
        let again = Deed::Step {
            no: late.clone(),
            step: StepKind::Remind,
            on: None,
            said: [("clock", "D1"), ("due", "2026-11-16"), ("grade", "letter")]
                .map(|(slot, text)| (slot.to_owned(), text.to_owned()))
                .into(),
        };
        assert!(matches!(order(&mut v, again), Err(StoreError::Step(why)) if why.id == "why-remind-sent"));
        let early = Deed::Step { no: fresh, step: StepKind::Remind, on: None, said: BTreeMap::new() };
        assert!(matches!(order(&mut v, early), Err(StoreError::Step(why)) if why.id == "why-remind-nothing"));
        verified(&mut v);
    }
}

/// The text of a paper in the outbox.
fn printed(v: &Visit, number: &str) -> String {
    let mut files = std::fs::read_dir(v.outbox()).unwrap().map(|file| file.unwrap().path());
    let file = files.find(|file| {
        let name = file.file_name().unwrap().to_str().unwrap();
        name.starts_with(number) && name.ends_with("txt")
    });
    std::fs::read_to_string(file.unwrap()).unwrap().replace('\n', "")
}

#[test]
fn reminders_go_out_for_all_that_are_marked_and_their_answers_are_logged() {
    let mut v = visit(Locale::Zh);
    let late: Vec<No> = ["李四", "王六"].map(|name| brought(&mut v, name, "11-01")).into();
    let fresh = brought(&mut v, "张三", "11-22");
    v.keys("f5 * r");
    v.sees(fresh.as_str()).sees("现在没有要催办的").sees_not(late[0].as_str());
    for no in &late {
        assert_eq!(reminders(&mut v, no), ["letter"]);
    }
    assert!(!printed(&v, "ZJ-DB-2026-0001").is_empty() && !printed(&v, "ZJ-DB-2026-0002").is_empty());
    step(&mut v, &late[0], StepKind::RemindAnswer, "11-23", &[("words", "明日受理")]);
    v.keys("f3 enter").sees("催办回复").sees("明日受理");
    verified(&mut v);
}

#[test]
fn what_petitioners_are_owed_is_printed_for_all_that_are_marked() {
    for locale in BOTH {
        let mut v = visit(locale);
        let accepted: Vec<No> = ["李四", "王六"].map(|name| brought(&mut v, name, "11-20")).into();
        brought(&mut v, "张三", "11-22");
        for no in &accepted {
            step(&mut v, no, StepKind::Accept, "11-21", &[]);
        }
        v.keys("f5").types("4").keys("* f8");
        for number in ["ZJ-SL-2026-0001", "ZJ-SL-2026-0002"] {
            assert!(printed(&v, number).contains(say(locale, "受理告知书", "cceptance")));
        }
        v.sees(say(locale, "4 待告知 1", "4 tell 1")).sees("张三").sees_not("李四");
        v.keys("f8").sees("ZJ-HZ-2026-0001");
    }
}

#[test]
fn a_search_becomes_a_view_of_ones_own_and_one_with_words_opens_in_find() {
    for locale in BOTH {
        let mut v = visit(locale);
        v.size(140, 40);
        brought(&mut v, "张三", "11-22");
        let accepted = brought(&mut v, "李四", "11-20");
        step(&mut v, &accepted, StepKind::Accept, "11-21", &[]);
        v.keys("/").types("state:accepted").keys("f2");
        v.sees(say(locale, "保存为第 8 个视图：state:accepted", "Kept as view 8: state:accepted"));
        v.types("刚受理的").keys("f2 ctrl-u").types("张三").keys("f2").types("找张三").keys("f2 f3");
        v.sees("8 刚受理的 1 9 找张三");
        v.types("8").sees("李四").sees_not("张三的");
        v.types("9").sees(say(locale, "共 1 件", "1 found")).sees("张三");
        let mut other = v.neighbour(locale, clerk("另一人", "ZJ"));
        other.keys("f5").sees_not("刚受理的");
        v.keys("ctrl-u").types("wrong:3").keys("f2").sees(say(locale, "看不懂", "not understood"));
    }
}

#[test]
fn one_key_on_a_date_says_why_it_is_that_day() {
    for (locale, reason) in [
        (Locale::Zh, "自收到信访事项（2026-09-18，当日不计）起 15 日"),
        (Locale::En, "15 days from the day the petition was received (2026-09-18, not counted itself)"),
    ] {
        let mut v = visit(locale);
        brought(&mut v, "张三", "09-18");
        v.keys("f5 y");
        let flat = v.screen().replace(['\n', ' '], "");
        assert!(flat.contains(&reason.replace(' ', "")), "{}", v.screen());
        v.sees("2026-10-03").sees("2026-09-30");
        v.keys("down").sees(say(locale, "> D2", "> D2"));
        v.keys("y enter y").sees("D1").sees("D2").sees("L1");
        v.keys("y tab tab enter").sees(say(locale, "第 22 条", "article 22"));
    }
}

#[test]
fn every_paper_can_be_chosen_and_what_cannot_be_printed_says_why() {
    for locale in BOTH {
        let mut v = visit(locale);
        let no = brought(&mut v, "张三", "11-20");
        step(&mut v, &no, StepKind::Accept, "11-21", &[]);
        v.keys("f5 enter w");
        v.sees(say(locale, "> 4 受理告知书", "> 4 notice of acceptance")).sees(say(
            locale,
            "待交付",
            "to be handed over",
        ));
        v.types("3").sees(say(locale, "没有登记材料，无清单可印", "no materials are registered"));
        v.types("4").sees("ZJ-SL-2026-0001");
        v.sees(say(locale, "已打印 ZJ-SL-2026-0001", "printed as ZJ-SL-2026-0001"));
        v.types("2").sees("ZJ-DJ-2026-0001");
    }
}

#[test]
fn an_office_shortens_a_limit_and_its_rows_follow_at_once() {
    for locale in BOTH {
        let mut v = visit(locale);
        brought(&mut v, "张三", "11-20");
        v.keys("f5").sees(say(locale, "剩12天", "12d left"));
        v.keys("s backtab backtab backtab").sees(say(locale, "D1 登记并转办", "D1 register and route"));
        v.keys("enter ctrl-u").types("10").keys("f2");
        v.sees(say(locale, "10 日", "10 days")).sees(say(locale, "已改", "changed"));
        v.keys("enter ctrl-u").types("16").keys("f2").sees(say(locale, "不能放宽", "cannot be made longer"));
        v.keys("f3 down enter ctrl-u").types("11").keys("f2 f3");
        v.sees(say(locale, "剩7天", "7d left"));
        verified(&mut v);
    }
}

#[test]
fn an_office_moves_its_levels_of_reminders() {
    for locale in BOTH {
        let mut v = visit(locale);
        let no = brought(&mut v, "李四", "11-01");
        v.keys("s backtab backtab down down down").sees(say(locale, "期限后 5 天", "5 days after"));
        v.keys("enter ctrl-u").types("9").keys("f2").sees(say(locale, "期限后 9 天", "9 days after"));
        v.keys("enter ctrl-u").types("0").keys("f2").sees(say(
            locale,
            "逐级推后",
            "each later than the one before",
        ));
        v.keys("f3 f3 f5 down r");
        assert_eq!(reminders(&mut v, &no), ["second"], "the letter comes on the ninth day now");
        verified(&mut v);
    }
}

#[test]
fn a_calendar_that_is_taken_in_moves_the_days_that_are_kept_with_the_rows() {
    let mut v = visit(Locale::Zh);
    let no = brought(&mut v, "张三", "11-20");
    step(&mut v, &no, StepKind::Simple, "11-20", &[]);
    v.keys("f5").sees("剩11天");
    let table = "[2026]\noff = [\"2026-12-02\", \"2026-12-03\"]\nwork = []\n";
    let value = fengqiao::domain::calendar::read(table).unwrap()[&2026].table(2026);
    order(&mut v, Deed::PutSetting { key: "calendar-2026".into(), value }).unwrap();
    v.keys("f5").sees("剩15天");
    verified(&mut v);
}

#[test]
fn of_what_a_sheet_told_only_those_limits_run_that_a_step_began_here() {
    let mut v = visit(Locale::Zh);
    let fill = |national: &str, state: State| {
        let petitioner =
            Petitioner { name: "张三".into(), address: "莲花街道".into(), ..Petitioner::default() };
        let matter = Matter { petitioners: vec![petitioner], subject: "欠薪".into(), ..Matter::default() };
        Deed::Import(Box::new(Registration {
            received: "2024-03-02".parse().ok(),
            national_no: Some(national.into()),
            state: Some(state),
            matter,
            ..Registration::default()
        }))
    };
    let accepted = order(&mut v, fill("N1", State::Accepted)).unwrap();
    let reply =
        [("asked", "a"), ("facts", "b"), ("opinion", "c"), ("basis", "d"), ("conclusion", "explained")];
    step(&mut v, &accepted, StepKind::Reply, "11-20", &reply);
    let closed = order(&mut v, fill("N2", State::Closed)).unwrap();
    step(&mut v, &closed, StepKind::ReviewRequest, "11-20", &[]);
    for (no, clock) in [(&accepted, ""), (&closed, "D9")] {
        let page = page(&mut v, no);
        let clocks = v.house.model.cx.lists.limits.clocks(&page.petition, v.house.now.today);
        let ids: Vec<&str> = clocks.iter().map(|clock| clock.id.as_str()).collect();
        assert_eq!(ids.join(" "), clock, "{no}");
    }
    v.keys("f5").sees("2 超期 0");
    verified(&mut v);
}

#[test]
fn what_is_owed_after_the_end_stays_on_the_list_and_is_reminded_of() {
    let mut v = visit(Locale::Zh);
    let no = brought(&mut v, "张三", "10-01");
    step(&mut v, &no, StepKind::NotAccept, "10-02", &[("ground", "other"), ("guidance", "请起诉")]);
    order(&mut v, Deed::Print { no: no.clone(), notice: Notice::NonAcceptance }).unwrap();
    let said = [("recommended", "work"), ("to", "某公司"), ("words", "改进")];
    step(&mut v, &no, StepKind::Recommend, "10-08", &said);
    v.keys("f5").sees("1 在办 0");
    let value = "{ length = 20 }".to_owned();
    order(&mut v, Deed::PutSetting { key: "clock-ZJ-D12".into(), value }).unwrap();
    v.keys("f5").sees("1 在办 1").sees("超期26天").sees("建议反馈");
    v.keys("r").sees("ZJ-DB-2026-0001");
    assert!(printed(&v, "ZJ-DB-2026-0001").contains("某公司 联席会议"));
    verified(&mut v);
}

#[test]
fn a_reminder_goes_on_about_the_next_limit_once_the_first_has_all_its_levels() {
    let mut v = visit(Locale::Zh);
    let no = brought(&mut v, "张三", "08-03");
    step(&mut v, &no, StepKind::Assign, "08-03", &[("unit", "RSJ"), ("report", "2026-09-01")]);
    step(&mut v, &no, StepKind::Accept, "08-04", &[]);
    v.keys("f5 r r");
    let about: Vec<(String, String)> = page(&mut v, &no)
        .petition
        .steps
        .iter()
        .filter(|taken| taken.step == StepKind::Remind)
        .map(|taken| (taken.said("clock").to_owned(), taken.said("grade").to_owned()))
        .collect();
    let both = [("D5", "meeting"), ("D6", "meeting")].map(|(a, b)| (a.to_owned(), b.to_owned()));
    assert_eq!(about, both);
    verified(&mut v);
}

#[test]
fn a_paper_is_owed_no_more_once_the_matter_is_withdrawn_or_taken_up_again() {
    let mut v = visit(Locale::Zh);
    let (gone, again) = (brought(&mut v, "张三", "11-10"), brought(&mut v, "李四", "11-10"));
    step(&mut v, &gone, StepKind::Accept, "11-11", &[]);
    step(&mut v, &gone, StepKind::Withdraw, "11-12", &[("reasons", "本人撤回")]);
    step(&mut v, &again, StepKind::NotAccept, "11-11", &[("ground", "other"), ("guidance", "请起诉")]);
    step(&mut v, &again, StepKind::Reopen, "11-20", &[("reasons", "查明应受理")]);
    v.keys("f5").sees_not("张三").sees("李四").sees_not("出具文书");
    v.sees("剩12天").sees("登记并转办（D1）期限 2026-12-05");
    verified(&mut v);
}
