//! Stories of briefings: the book and the document say what the screen says, and nothing that is sealed.
use crate::{
    support::{Visit, town},
    verbs::shop,
};
use calamine::{Data, Reader, Xlsx, open_workbook};
use fengqiao::{
    domain::figures::{By, Figures, Measure, Question, Value},
    lang::{Lang, Locale},
    store::{FiguresAsk, Reply, Request},
};
use serde_json::json;
use std::{fs, path::PathBuf};

const BOTH: [Locale; 2] = [Locale::Zh, Locale::En];

/// The files of a kind that stand in the outbox.
fn outbox(v: &Visit, ending: &str) -> Vec<PathBuf> {
    let all = fs::read_dir(v.outbox()).unwrap().map(|file| file.unwrap().path());
    all.filter(|file| file.extension().is_some_and(|found| found == ending)).collect()
}

fn figures(v: &mut Visit, by: By) -> Figures {
    let span = "2026-11-01".parse().unwrap()..="2026-11-30".parse().unwrap();
    let question = Question { span, only: Vec::new(), by, group: 5 };
    let (me, now) = (v.house.model.cx.me.clone(), v.house.now);
    match v.house.store.answer(&me, now, Request::Figures(FiguresAsk::Tell(question))).unwrap() {
        Reply::Figures(figures) => *figures,
        other => panic!("{other:?}"),
    }
}

/// What a cell of the book holds, written as the screen writes it.
fn told(cell: &Data, value: Value) -> String {
    let number = |cell: &Data| match cell {
        Data::Float(number) => *number,
        Data::Int(number) => f64::from(i32::try_from(*number).unwrap()),
        other => panic!("{other:?} is no number"),
    };
    match value {
        Value::Nothing => cell.to_string(),
        Value::Count(_) => format!("{:.0}", number(cell)),
        Value::Rate(good, of) => {
            assert!((number(cell) - f64::from(good) / f64::from(of)).abs() < 1e-12);
            value.to_string()
        }
        Value::Tenths(_) => format!("{:.1}", number(cell)),
        Value::Money(fen) => {
            assert_eq!((number(cell) * 100.0).round().to_string(), fen.0.to_string());
            value.to_string()
        }
    }
}

#[test]
fn a_book_read_back_holds_the_totals_of_the_screen_as_numbers() {
    for locale in BOTH {
        let mut v = town(locale);
        v.keys("g ctrl-p").sees(if locale == Locale::Zh { "已存入" } else { "Written" });
        let (lang, files) = (Lang::new(locale), outbox(&v, "xlsx"));
        assert_eq!(files.len(), 1, "{files:?}");
        let mut book: Xlsx<_> = open_workbook(&files[0]).unwrap();
        let names = book.sheet_names();
        assert_eq!(names.len(), 10, "{names:?}");
        let areas = book.defined_names().iter().filter(|(name, _)| name.contains("Print_Area")).count();
        assert_eq!(areas, names.len(), "every sheet has a page to print");
        let bytes = fs::read(&files[0]).unwrap();
        let charts = bytes.windows(16).filter(|bytes| bytes == b"xl/charts/chart1").count();
        assert!(charts > 0, "no pictures");
        let whole = book.worksheet_range(&names[0]).unwrap();
        let screen = figures(&mut v, By::Office);
        for (row, measure) in (4..).zip(Measure::ALL) {
            let cell = |column| whole.get_value((row, column)).unwrap_or(&Data::Empty);
            assert_eq!(cell(0).to_string(), lang.say(&measure.message()));
            for (column, sums) in [(1, &screen.whole.now), (2, &screen.whole.before)] {
                let value = sums.value(*measure);
                assert_eq!(told(cell(column), value), value.to_string(), "{measure:?}");
            }
            assert_eq!(cell(4).to_string(), lang.attribute(&measure.message(), "formula"));
        }
        let offices = book.worksheet_range(&lang.say(&By::Office.message())).unwrap();
        for (row, part) in (4..).zip(&screen.parts) {
            let cell = offices.get_value((row, 1)).unwrap();
            let value = part.now.value(Measure::Petitions);
            assert_eq!(told(cell, value), value.to_string(), "{}", part.key);
        }
        let months = book.worksheet_range(&lang.say(&By::Month.message())).unwrap();
        for (row, month) in (4..).zip(&screen.months) {
            assert_eq!(months.get_value((row, 0)).unwrap().to_string(), month.key);
            let value = month.before.value(Measure::Petitions);
            assert_eq!(told(months.get_value((row, 2)).unwrap(), value), value.to_string(), "{}", month.key);
        }
    }
}

#[test]
fn a_document_says_what_the_screen_says() {
    for locale in BOTH {
        let mut v = town(locale);
        v.keys("g ctrl-p");
        let document = fs::read(&outbox(&v, "docx")[0]).unwrap();
        assert!(document.starts_with(b"PK\x03\x04"));
        let (lang, screen) = (Lang::new(locale), figures(&mut v, By::Place));
        let me = v.house.model.cx.me.clone();
        let (lists, now) = (v.house.model.cx.lists.clone(), v.house.now);
        let span = "2026-11-01".parse().unwrap()..="2026-11-30".parse().unwrap();
        let wish = fengqiao::report::Wish { span, only: Vec::new() };
        let store = &mut v.house.store;
        let mut ask = |request| store.answer(&me, now, request);
        let mut steps = Vec::new();
        let mut tell = |done: usize, of: usize| steps.push((done, of));
        let briefing =
            fengqiao::report::Briefing::gather(wish, "住建分中心", &lists, now.today, &mut ask, &mut tell)
                .unwrap();
        assert!(steps.len() > 5 && steps.iter().all(|(_, of)| *of == steps.len()), "{steps:?}");
        let paper = fengqiao::report::document(&briefing, &lang, &lists);
        for measure in Measure::ALL {
            assert!(paper.says(&lang.say(&measure.message())), "{measure:?}");
            let value = screen.whole.now.value(*measure);
            let said = value.fraction().map_or_else(|| value.to_string(), |of| format!("{value} ({of})"));
            assert!(paper.says(&said), "{measure:?} {said}");
        }
        for part in &screen.parts {
            assert!(paper.says(lists.catalog.name(fengqiao::domain::catalog::List::Place, &part.key)));
        }
    }
}

#[test]
fn a_narrowed_screen_makes_a_narrowed_briefing() {
    let mut v = town(Locale::Zh);
    v.keys("g right down enter ctrl-p").sees("已存入");
    let mut book: Xlsx<_> = open_workbook(&outbox(&v, "xlsx")[0]).unwrap();
    let whole = book.worksheet_range("概况").unwrap();
    let days = whole.get_value((1, 0)).unwrap().to_string();
    assert!(days.contains("分中心 "), "{days}");
    let offices = book.worksheet_range("分中心").unwrap();
    assert_eq!(offices.get_value((5, 0)), None, "one counter is all there is");
}

#[test]
fn a_verb_writes_a_briefing_of_the_week_or_the_month_of_a_day_and_refuses_what_it_cannot() {
    let shop = shop();
    let register = |on: &str, subject: &str, nature: &str| {
        let petition = json!({"received": on, "subject": subject, "nature": nature, "petitioners": [{"name": "张三", "address": "雁江区"}],
            "counts": {"came": 3}, "accused": ""});
        let said = shop.run(&["register", "--json"], &petition.to_string());
        assert_eq!(said.code(), 0, "{}", said.error());
    };
    register("2026-03-02", "欠薪", "request");
    register("2026-03-08", "停工", "request");
    register("2026-03-09", "办证", "request");
    register("2026-03-05", "举报某局长", "accusation");
    let file = shop.path().with_file_name("week.txt");
    let name = file.to_str().unwrap();
    let said = shop.run(&["report", "weekly", "--on", "2026-03-04", "-o", name, "--json"], "").json();
    assert_eq!((&said["from"], &said["to"]), (&json!("2026-03-02"), &json!("2026-03-08")));
    assert_eq!((&said["figures"]["petitions"], &said["figures"]["people"]), (&json!("2"), &json!("6")));
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains("2026-03-02..2026-03-08") && !text.contains("举报某局长"), "{text}");
    let month = shop.run(&["report", "monthly", "--on", "2026-03-31", "-o", name, "--json"], "").json();
    assert_eq!(month["figures"]["petitions"], json!("3"));
    // Nobody was told: each row of what missed its day stands under the heads of its columns.
    let text = fs::read_to_string(&file).unwrap();
    let cells = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let head = text.lines().position(|line| line.contains("信访编号") || line.contains("Number")).unwrap();
    let lines: Vec<Vec<String>> = text.lines().skip(head).take(2).map(cells).collect();
    let subject = lines[0].iter().position(|head| head == "事项" || head == "Matter").unwrap();
    let number = lines[0].iter().position(|head| head == "信访编号" || head == "Number").unwrap();
    assert_eq!((lines[1][subject].as_str(), lines[1][number].as_str()), ("欠薪", "ZJ-2026-000001"), "{text}");
    for ending in ["docx", "xlsx"] {
        let file = shop.path().with_file_name(format!("month.{ending}"));
        shop.run(&["report", "monthly", "-o", file.to_str().unwrap(), "--json"], "").json();
        assert!(fs::read(&file).unwrap().starts_with(b"PK\x03\x04"), "{ending}");
    }
    let pdf = shop.path().with_file_name("month.pdf");
    for words in [["--on", "2026-02-30", "-o", name], ["--on", "2026-03-01", "-o", pdf.to_str().unwrap()]] {
        let said = shop.run(&[&["report", "monthly"][..], &words[..]].concat(), "");
        assert_eq!(said.code(), 3, "{}", said.error());
    }
    assert!(!pdf.exists());
}
