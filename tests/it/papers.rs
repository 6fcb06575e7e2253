//! Stories of printing: what a paper says, and what is said when it cannot be printed.
use crate::{
    support::{NOON, Visit, clerk, visit},
    verbs::{Shop, shop, unbroken},
};
use fengqiao::{
    domain::{
        deed::{Deed, Order, Registration},
        notice::Notice,
        petition::{Matter, No, Petitioner},
        step::StepKind,
    },
    flow::{Job, Msg, Note, Printer, Ticket, Work},
    lang::{Lang, Locale},
    run::jobs::Bench,
    store::{Now, Reply, Request},
};
use serde_json::{Value, json};
use std::{fs, path::PathBuf};

const BOTH: [Locale; 2] = [Locale::Zh, Locale::En];

fn register(v: &mut Visit, name: &str) -> No {
    let petitioners = vec![Petitioner { name: name.to_owned(), ..Petitioner::default() }];
    let matter = Matter { petitioners, subject: "楼盘逾期交房".into(), ..Matter::default() };
    let deed = Deed::Register(Box::new(Registration { matter, ..Registration::default() }));
    let order = Order { op: format!("register-{name}"), version: None, deed };
    let now = v.house.now;
    match v.house.store.answer(&clerk("王五", "ZJ"), now, Request::Do(Box::new(order))).unwrap() {
        Reply::Done(done) => done.no,
        other => panic!("{other:?}"),
    }
}

fn outbox(v: &Visit) -> PathBuf {
    v.outbox()
}

/// Prints what fits the last step of each petition; what is told at the end.
fn print(v: &mut Visit, locale: Locale, at: i64, petitions: &[&No]) -> Work {
    let (lang, outbox, mut told) = (Lang::new(locale), outbox(v), Vec::new());
    let mut bench = Bench {
        store: &mut v.house.store,
        me: clerk("王五", "ZJ"),
        lang: &lang,
        outbox: &outbox,
        now: Now::at(at),
        demo: false,
        tty: None,
    };
    let papers = petitions.iter().map(|no| ((*no).clone(), None)).collect();
    bench.carry_out(Job::Print { papers }, &mut |work| told.push(work));
    told.pop().unwrap()
}

#[test]
fn printing_many_goes_on_past_one_that_cannot_be_printed() {
    for locale in BOTH {
        let mut v = visit(locale);
        let (first, last) = (register(&mut v, "张三"), register(&mut v, "李四"));
        let missing = No("ZJ-2026-999999".into());
        let work = print(&mut v, locale, NOON, &[&first, &missing, &last]);
        let Work::PrintedMany { printed, refused, .. } = work else { panic!("{work:?}") };
        assert_eq!(printed, 2);
        assert_eq!(refused, [(missing.clone(), Note::bad("error-not-found", missing.as_str()))]);
        let papers = fs::read_dir(outbox(&v)).unwrap().count();
        assert_eq!(papers, 4, "two papers, each as .docx and .txt");
    }
}

#[test]
fn the_message_line_counts_what_was_printed_and_what_was_not() {
    for (locale, printer, said) in [
        (Locale::Zh, Printer::Took, "已打印 2 件，未能打印 1 件"),
        (Locale::Zh, Printer::Absent, "没有打印机，存成文件 2 件，未能存成 1 件"),
        (Locale::En, Printer::Took, "Printed: 2; not printed: 1"),
        (Locale::En, Printer::Absent, "No printer here; written to files: 2; not written: 1"),
        (Locale::Zh, Printer::Refused, "打印机没有全部接受"),
    ] {
        let mut v = visit(locale);
        let refused = vec![(No("ZJ-2026-999999".into()), Note::bad("error-not-found", "ZJ-2026-999999"))];
        let work = Work::PrintedMany { printed: 2, printer, refused };
        v.house.send(Msg::Worked(Ticket { page: 0, lane: 0, turn: 0 }, Box::new(work))).unwrap();
        v.sees(said);
    }
}

#[test]
fn a_paper_with_a_number_and_no_file_is_named_and_printed_again_as_a_reprint() {
    for (locale, says, mark) in
        [(Locale::Zh, "请再打印一次", "补打"), (Locale::En, "print it again", "reprint")]
    {
        let mut v = visit(locale);
        let no = register(&mut v, "张三");
        let number = "ZJ-HZ-2026-0001";
        // A place that is there and takes no files.
        fs::create_dir_all(outbox(&v).parent().unwrap()).unwrap();
        std::os::unix::fs::symlink("/proc", outbox(&v)).unwrap();
        let work = print(&mut v, locale, NOON, &[&no]);
        fs::remove_file(outbox(&v)).unwrap();
        let Work::Failed(note) = work else { panic!("{work:?}") };
        let said = note.say(&Lang::new(locale));
        assert!(said.contains(number) && said.contains(says) && !said.contains(['⟦', '{']), "{said}");
        let work = print(&mut v, locale, NOON + 1, &[&no]);
        let Work::Printed { file, .. } = work else { panic!("{work:?}") };
        let text = fs::read_to_string(file).unwrap();
        assert!(text.contains(number) && text.contains(mark), "{text}");
    }
}

#[test]
fn no_number_is_spent_where_there_is_no_place_for_papers() {
    let mut v = visit(Locale::Zh);
    let no = register(&mut v, "张三");
    fs::create_dir_all(outbox(&v).parent().unwrap()).unwrap();
    fs::write(outbox(&v), "a file in its way").unwrap();
    let work = print(&mut v, Locale::Zh, NOON, &[&no]);
    assert!(matches!(work, Work::Failed(_)), "{work:?}");
    fs::remove_file(outbox(&v)).unwrap();
    let Work::Printed { file, .. } = print(&mut v, Locale::Zh, NOON + 1, &[&no]) else { panic!() };
    assert!(!fs::read_to_string(file).unwrap().contains("补打"));
}

/// Registers a petition and takes steps on it; its number.
fn petition(shop: &Shop, more: &Value, steps: &[Value]) -> String {
    let mut petition = json!({"name": "张华伟", "subject": "楼盘逾期交房", "demand": "要求交房",
                              "received": "2026-03-02", "unit": "ZJJ"});
    petition.as_object_mut().unwrap().append(&mut more.as_object().unwrap().clone());
    let said = shop.run(&["register", "--json"], &petition.to_string());
    let no = said.json()["no"].as_str().unwrap().to_owned();
    for step in steps {
        let mut step = step.clone();
        step["no"] = no.as_str().into();
        let done = shop.run(&["apply", "-", "--json"], &step.to_string()).json();
        assert_eq!(done["ok"], true, "{done}");
    }
    no
}

/// A paper as text.
fn paper(shop: &Shop, no: &str, kind: &str) -> String {
    let file = shop.path().with_file_name("paper.txt");
    shop.run(&["notice", no, kind, "-o", file.to_str().unwrap(), "--json"], "").json();
    fs::read_to_string(&file).unwrap()
}

fn reply() -> Value {
    json!({"do": "reply", "on": "2026-05-06", "asked": "交房", "facts": "已停工", "opinion": "督促复工",
           "basis": "合同第八条", "conclusion": "supported"})
}

fn serve() -> Value {
    json!({"do": "serve", "on": "2026-05-07", "service": "in-person", "by": "王一", "signed": "signed"})
}

/// What stands beside a label of a form.
fn beside<'a>(text: &'a str, label: &str) -> &'a str {
    let line = text.lines().find_map(|line| line.strip_prefix(label));
    line.unwrap_or_else(|| panic!("no {label} in\n{text}")).trim()
}

#[test]
fn the_proof_of_service_names_the_paper_that_was_served() {
    let shop = shop();
    let no = petition(&shop, &json!({}), &[json!({"do": "accept", "on": "2026-03-05"})]);
    let acceptance = paper(&shop, &no, "acceptance");
    assert!(acceptance.contains("ZJ-SL-"));
    assert!(beside(&paper(&shop, &no, "service-proof"), "送达文书").starts_with("受理告知书 ZJ-SL-"));
    let no = petition(&shop, &json!({}), &[json!({"do": "accept", "on": "2026-03-05"})]);
    paper(&shop, &no, "acceptance");
    for step in [reply(), serve()] {
        let mut step = step;
        step["no"] = no.as_str().into();
        assert_eq!(shop.run(&["apply", "-", "--json"], &step.to_string()).json()["ok"], true);
    }
    assert_eq!(beside(&paper(&shop, &no, "service-proof"), "送达文书"), "处理意见书");
    let other = petition(&shop, &json!({"state": "replied"}), &[serve()]);
    assert_eq!(beside(&paper(&shop, &other, "service-proof"), "送达文书"), "＿＿＿＿＿＿");
}

#[test]
fn nobody_is_told_to_have_the_answer_to_a_suggestion_reviewed() {
    let shop = shop();
    let answer = json!({"do": "answer", "on": "2026-03-20", "adopted": "partly", "opinion": "先行增设"});
    let no = petition(&shop, &json!({"nature": "suggestion"}), &[answer]);
    let text = paper(&shop, &no, "reply");
    assert!(text.contains("部分采纳") && !text.contains("复查") && !text.contains("依据"), "{text}");
}

#[test]
fn days_on_paper_are_written_as_people_of_the_language_write_them() {
    let shop = shop();
    let no = petition(&shop, &json!({}), &[json!({"do": "accept", "on": "2026-03-05"})]);
    let text = unbroken(&paper(&shop, &no, "acceptance"));
    assert!(text.contains("已于2026年3月5日受理") && text.contains("2026年5月4日"), "{text}");
    assert!(paper(&shop, &no, "registration-sheet").contains("2026年3月2日"));
    let file = shop.path().with_file_name("paper.txt");
    let words = ["--lang", "en", "notice", &no, "acceptance", "-o", file.to_str().unwrap(), "--json"];
    shop.run(&words, "").json();
    let text = unbroken(&fs::read_to_string(&file).unwrap());
    assert!(text.contains("2026-03-05") && text.contains("2026-05-04") && !text.contains('年'), "{text}");
}

#[test]
fn a_file_that_cannot_be_written_is_said_with_the_number_of_the_paper() {
    let shop = shop();
    let no = petition(&shop, &json!({}), &[]);
    let nowhere = shop.path().with_file_name("nowhere").join("paper.txt");
    let said = shop.run(&["notice", &no, "receipt", "-o", nowhere.to_str().unwrap()], "");
    assert_eq!(said.code(), 1);
    assert!(said.error().contains("ZJ-HZ-") && said.error().contains("请再打印一次"), "{}", said.error());
    assert!(paper(&shop, &no, "receipt").contains("补打"));
}

#[test]
fn a_reprint_says_what_the_first_print_said() {
    for (locale, due) in [(Locale::Zh, "2027年1月22日"), (Locale::En, "2027-01-22")] {
        let mut v = visit(locale);
        let no = register(&mut v, "张三");
        crate::casework::step(&mut v, &no, StepKind::Accept, "11-23", &[]);
        print(&mut v, locale, NOON, &[&no]);
        let said = [("days", "30"), ("approver", "周局长"), ("reasons", "案情复杂")];
        crate::casework::step(&mut v, &no, StepKind::Extend, "11-23", &said);
        let fields = json!({"subject": "改过的事由"}).as_object().unwrap().clone();
        crate::casework::order(&mut v, Deed::Correct { no: no.clone(), fields }).unwrap();
        let (lang, outbox, mut told) = (Lang::new(locale), outbox(&v), Vec::new());
        let mut bench = Bench {
            store: &mut v.house.store,
            me: clerk("王五", "ZJ"),
            lang: &lang,
            outbox: &outbox,
            now: Now::at(NOON + 86_400_000),
            demo: false,
            tty: None,
        };
        let papers = vec![(no, Some(Notice::Acceptance))];
        bench.carry_out(Job::Print { papers }, &mut |work| told.push(work));
        let Some(Work::Printed { file, .. }) = told.pop() else { panic!() };
        let text = fs::read_to_string(file).unwrap();
        assert!(text.contains(due) && text.contains(&lang.say("act-again")), "{text}");
        assert!(
            !text.contains("改过的事由") && text.contains(&lang.day("2026-11-23".parse().unwrap())),
            "{text}"
        );
    }
}
