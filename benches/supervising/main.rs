//! What supervising costs: `cargo bench --bench supervising [-- 10000 200000]` fills stores with a made-up town and two
//! thousand cases each and prints how long the board, figures, lists, an evaluation and a briefing take, beside two other
//! ways to the same figures: one statement of SQL, and the journals folded one by one.
#![allow(clippy::unwrap_used, clippy::panic, clippy::cast_precision_loss, missing_docs)]
use fengqiao::{
    app::view,
    corpus::Town,
    domain::{
        case::{CaseMatter, Level, Review},
        catalog::{Item, List},
        deed::{Deed, Order},
        evaluation::Sample,
        figures::{By, Fact, Measure, Question, Standing},
        journal::fold,
        rights::Actor,
        span,
    },
    flow::Route,
    lang::{Lang, Locale},
    report::{self, Briefing, Wish},
    run::Inline,
    store::{CaseAsk, ExportAsk, FiguresAsk, Filling, Lists, Now, PetitionAsk, Reply, Request, Store},
};
use ratatui::{Terminal, backend::TestBackend};
use std::{
    path::Path,
    time::{Duration, Instant},
};

const NOW: i64 = 1_795_399_200_000;
/// Cases on the board, and leaders who own them.
const CASES: usize = 2000;
const LEADERS: usize = 24;
/// Times that each is done.
const TIMES: usize = 10;
/// Journals that are folded, to tell what all of them would take.
const FOLDED: usize = 2000;

fn main() {
    let sizes: Vec<usize> = std::env::args().filter_map(|word| word.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![10_000, 200_000] } else { sizes };
    for count in sizes {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f.db");
        fill(&path, count);
        println!("\n{count} petitions, {CASES} cases");
        board(&path);
        let year = figures(&path);
        evaluation(&path);
        briefing(&path);
        peers(&path, count, year);
    }
}

fn me() -> Actor {
    Actor::owner("w", "ZJ")
}

fn now() -> Now {
    Now::at(NOW)
}

fn fill(path: &Path, count: usize) {
    let mut store = Store::open(path).unwrap();
    let (now, me) = (now(), me());
    let fillings = Town::new(1, now.today, count).map(|arrival| Filling {
        me: Actor { office: arrival.registration.office.clone().unwrap(), ..me.clone() },
        now,
        registration: arrival.registration,
        repeats: arrival.repeats,
        since: arrival.since.into_iter().map(|(day, act)| (at(day), act)).collect(),
    });
    let numbers = store.fill("town", fillings, &mut |_| {}).unwrap();
    let mut orders: Vec<Deed> = (0..LEADERS)
        .map(|n| Deed::PutItem(Box::new(Item::new(List::Leader, format!("L{n}"), format!("领导{n}")))))
        .collect();
    for n in 0..CASES {
        let matter = CaseMatter {
            field: ["房地产", "劳资", "投融资", "征地拆迁"][n % 4].to_owned(),
            place: ["512002", "512021", "512022"][n % 3].to_owned(),
            level: if n.is_multiple_of(3) { Level::Prominent } else { Level::Key },
            unit: "ZJJ".to_owned(),
            crux: "资金未到位，责任主体不清。".to_owned(),
            plan: "一案一策：先核清底数，再分期兑付。".to_owned(),
            ..CaseMatter::new(
                format!("事项{n}"),
                format!("L{}", n % LEADERS),
                day(now.today, n as u64 % 300 + 20),
            )
        };
        let petitions = (0..3).filter_map(|k| numbers.get((n * 3 + k) % numbers.len())).cloned().collect();
        orders.push(Deed::OpenCase { matter: Box::new(matter), petitions });
    }
    let orders = orders.into_iter().enumerate();
    let order = |(n, deed)| Order { op: format!("house-{n}"), version: None, deed };
    let Reply::AllDone(done) = store.answer(&me, now, Request::DoAll(orders.map(order).collect())).unwrap()
    else {
        panic!()
    };
    let cases = done.into_iter().skip(LEADERS).map(|done| done.unwrap().no);
    let reviews = cases.enumerate().flat_map(|(n, no)| {
        (0..4).map(move |k| {
            let review = Review {
                on: day(now.today, (n as u64 + k * 9) % 40),
                chair: format!("L{}", n % LEADERS),
                asked: "本周内与来访人见面一次，说明进展。".into(),
                done: "底数已核清。".into(),
                by: "牵头单位分管负责人".into(),
                ..Review::default()
            };
            Order {
                op: format!("review-{n}-{k}"),
                version: None,
                deed: Deed::ReviewCase { no: no.clone(), review },
            }
        })
    });
    store.answer(&me, now, Request::DoAll(reviews.collect())).unwrap();
}

fn day(today: chrono::NaiveDate, before: u64) -> chrono::NaiveDate {
    today - chrono::Days::new(before)
}

fn at(day: chrono::NaiveDate) -> Now {
    Now::at(NOW - (now().today - day).num_days() * 86_400_000)
}

/// The median and the worst of several times.
fn told(what: &str, mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    let [median, worst] = [times[times.len() / 2], times[times.len() - 1]];
    println!("  {what:<44} {:8.1} ms   worst {:8.1}", millis(median), millis(worst));
    median
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn timed(mut does: impl FnMut()) -> Vec<Duration> {
    let once = |_| {
        let begun = Instant::now();
        does();
        begun.elapsed()
    };
    (0..TIMES).map(once).collect()
}

/// From the key to the picture, through the whole desk.
fn board(path: &Path) {
    let mut house = Inline::open(path, Locale::Zh, me(), now(), Route::Today).unwrap();
    let mut terminal = Terminal::new(TestBackend::new(140, 40)).unwrap();
    house.model.cx.size = (140, 40);
    let mut key = |key: &str| {
        house.key(key).unwrap();
        terminal.draw(|frame| view(&house.model, frame)).unwrap();
    };
    let opened = (0..TIMES).map(|_| {
        let begun = Instant::now();
        key("b");
        let time = begun.elapsed();
        key("f3");
        time
    });
    let opened = opened.collect();
    told("the board, from the key to the picture", opened);
    key("b");
    for by in ["field", "level", "county", "state", "unit", "group", "leader"] {
        let begun = Instant::now();
        key("v");
        told(&format!("turned to {by}"), vec![begun.elapsed()]);
    }
    told("the whole city on one screen", timed(|| key("0")));
    key("m");
    let mut store = Store::open(path).unwrap();
    told(
        "every meeting",
        timed(|| drop(store.answer(&me(), now(), Request::Case(CaseAsk::Meetings)).unwrap())),
    );
}

/// Each breakdown of a year, and a list; the median of one breakdown.
fn figures(path: &Path) -> Duration {
    let mut store = Store::open(path).unwrap();
    let span = span::year(now().today).unwrap();
    let question = |by| Question { span: span.clone(), only: Vec::new(), by, group: 5 };
    let mut median = Duration::ZERO;
    for by in By::ALL.iter().copied() {
        let ask = || Request::Figures(FiguresAsk::Tell(question(by)));
        let times = timed(|| drop(store.answer(&me(), now(), ask()).unwrap()));
        median = told(&format!("all figures of a year by {}", by.id()), times);
    }
    for measure in [Measure::Petitions, Measure::Answered, Measure::Recovered] {
        let ask = || Request::Figures(FiguresAsk::List { question: question(By::Month), measure });
        let times = timed(|| drop(store.answer(&me(), now(), ask()).unwrap()));
        told(&format!("what stands behind {}", measure.id()), times);
    }
    median
}

fn evaluation(path: &Path) {
    let mut store = Store::open(path).unwrap();
    for count in [20, 500] {
        let ask = || Request::Evaluate(Sample { count, ..Sample::new(1) });
        let times = timed(|| drop(store.answer(&me(), now(), ask()).unwrap()));
        told(&format!("an evaluation of {count} petitions"), times);
    }
}

fn briefing(path: &Path) {
    let mut store = Store::open(path).unwrap();
    let lists = lists(&mut store);
    let lang = Lang::new(Locale::Zh);
    let written = timed(|| {
        let wish = Wish { span: span::month(now().today).unwrap(), only: Vec::new() };
        let mut ask = |request| store.answer(&me(), now(), request);
        let briefing =
            Briefing::gather(wish, "分中心", &lists, now().today, &mut ask, &mut |_, _| {}).unwrap();
        report::book(&briefing, &lang, &lists).unwrap();
        report::document(&briefing, &lang, &lists).docx().unwrap();
    });
    told("a monthly briefing, both files", written);
}

fn lists(store: &mut Store) -> Lists {
    let Reply::Catalog(lists) = store.answer(&me(), now(), Request::Catalog).unwrap() else { panic!() };
    lists
}

/// The same facts as SQL has them by nature: a column each, in a table of their own.
fn as_columns(path: &Path) -> rusqlite::Connection {
    let mut db = rusqlite::Connection::open(path).unwrap();
    let tx = db.transaction().unwrap();
    tx.execute_batch(
        "CREATE TEMP TABLE fact (received TEXT, office TEXT, came INTEGER, again INTEGER, tell_by INTEGER, told INTEGER,
             close_by INTEGER, closed INTEGER, ended INTEGER)",
    )
    .unwrap();
    {
        let mut query = tx.prepare("SELECT received, figures FROM petition WHERE sealed = 0").unwrap();
        let mut rows = query.query([]).unwrap();
        let mut insert = tx.prepare("INSERT INTO fact VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)").unwrap();
        while let Some(row) = rows.next().unwrap() {
            let (received, packed): (String, Vec<u8>) = (row.get(0).unwrap(), row.get(1).unwrap());
            let fact = Fact::unpacked(&packed).unwrap();
            let Standing { told, answered, ended, .. } = fact.standing;
            let days = (told[0].by, told[0].met, answered[1].by, answered[1].met, ended.met);
            insert
                .execute((
                    &received,
                    fact.office,
                    fact.people,
                    fact.repeat,
                    days.0,
                    days.1,
                    days.2,
                    days.3,
                    days.4,
                ))
                .unwrap();
        }
    }
    tx.commit().unwrap();
    db
}

/// A count of the same year by counter in one statement, with fewer figures; and the journals, folded one by one.
fn peers(path: &Path, count: usize, ours: Duration) {
    let db = as_columns(path);
    let (this, last) = (span::year(now().today).unwrap(), span::year(day(now().today, 365)).unwrap());
    let mut sums = Vec::new();
    for span in [this, last] {
        let (from, to) = (span.start(), span.end());
        let within = format!("received BETWEEN '{from}' AND '{to}'");
        let met = |by: &str, met: &str| {
            let on = format!("date(received, '+' || {met} || ' days')");
            let due = format!("date(received, '+' || {by} || ' days')");
            [
                format!("count(*) FILTER (WHERE {met} <= {by} AND {on} BETWEEN '{from}' AND '{to}')"),
                format!("count(*) FILTER (WHERE {met} > {by} AND {on} BETWEEN '{from}' AND '{to}')"),
                format!("count(*) FILTER (WHERE {met} IS NULL AND {due} < '{to}')"),
            ]
            .join(", ")
        };
        sums.push(format!(
            "count(*) FILTER (WHERE {within}), sum(came) FILTER (WHERE {within}),
             count(*) FILTER (WHERE {within} AND came >= 5), count(*) FILTER (WHERE {within} AND again),
             {}, {}, avg(ended) FILTER (WHERE date(received, '+' || ended || ' days') BETWEEN '{from}' AND '{to}')",
            met("tell_by", "told"),
            met("close_by", "closed"),
        ));
    }
    let sql = format!("SELECT office, {} FROM fact GROUP BY office", sums.join(", "));
    let mut query = db.prepare(&sql).unwrap();
    let times = timed(|| {
        let mut rows = query.query([]).unwrap();
        while rows.next().unwrap().is_some() {}
    });
    let sql = told("peer: one statement of SQL, 9 figures of 16, no months", times);
    let mut store = Store::open(path).unwrap();
    let Reply::Numbers(numbers) = store
        .answer(
            &me(),
            now(),
            Request::Export(Box::new(ExportAsk { form: "csv".into(), second: None, register: None })),
        )
        .unwrap()
    else {
        panic!()
    };
    let begun = Instant::now();
    let step = (numbers.len() / FOLDED).max(1);
    let some: Vec<_> = numbers.iter().step_by(step).take(FOLDED).collect();
    for no in &some {
        let ask = Request::Petition(PetitionAsk::Page((*no).clone()));
        let Reply::Petition(page) = store.answer(&me(), now(), ask).unwrap() else { panic!() };
        fold(&page.entries).unwrap();
    }
    let folded = begun.elapsed().as_secs_f64() / some.len() as f64 * count as f64;
    println!(
        "  {:<44} {:8.1} ms   by {} of them",
        "peer: every journal read and folded",
        folded * 1e3,
        some.len()
    );
    let ratio = |other: f64| other / ours.as_secs_f64().max(1e-9);
    println!("  SQL takes {:.1} times as long, folding {:.0} times", ratio(sql.as_secs_f64()), ratio(folded));
}
