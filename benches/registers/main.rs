//! Registers: what a screen of a large one costs, from the question to the answer.
//! `cargo bench --bench registers -- 100000`
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]
use chrono::Days;
use fengqiao::{
    domain::{
        deed::{Deed, Order},
        register::{Narrow, Query},
        rights::Actor,
    },
    search::pick,
    store::{Lists, Now, RecordAsk, Reply, Request, Store},
};
use rusqlite::Connection;
use std::{collections::BTreeMap, path::Path, time::Instant};

/// 2026-11-23, ten in the morning in Beijing.
const NOON: i64 = 1_795_399_200_000;
/// Rows in one transaction while the store is filled.
const BATCH: usize = 1000;
/// How often each question is asked.
const TIMES: usize = 25;
/// Rows that a screen reads.
const WINDOW: usize = 120;

fn me() -> Actor {
    Actor::owner("wang", "ZJ")
}

fn row(n: usize) -> BTreeMap<String, String> {
    let day = Now::at(NOON).today - Days::new(n as u64 % 1000);
    let pick = |of: &[&str]| of[n * 7919 % of.len()].to_owned();
    let said = [
        (
            "title",
            format!(
                "{}{}第{n}号",
                pick(&["莲花街道", "三贤祠街道", "伍隍镇", "中和镇"]),
                pick(&["物业纠纷", "欠薪纠纷", "噪声扰民", "征地补偿"])
            ),
        ),
        ("found", day.to_string()),
        ("screening", pick(&["regular", "special", "concentrated"])),
        ("level", pick(&["town", "county", "city"])),
        ("risk", pick(&["low", "middle", "high"])),
        ("place", pick(&["512002001", "512002002", "512002101"])),
        ("people", (n % 37).to_string()),
        ("by", (day + Days::new(30)).to_string()),
        ("note", "业主反映收费标准与合同约定不一致，多次协商未果，要求公示账目；社区已安排调解。".to_owned()),
    ];
    said.into_iter().map(|(field, said)| (field.to_owned(), said)).collect()
}

fn filled(path: &Path, rows: usize) -> Store {
    let mut store = Store::open(path).unwrap();
    for from in (0..rows).step_by(BATCH) {
        let order = |n: usize| Order {
            op: format!("row-{n}"),
            version: None,
            deed: Deed::EnterRecord { register: "disputes".into(), row: row(n) },
        };
        let orders = (from..(from + BATCH).min(rows)).map(order).collect();
        for done in store.carry_out_all(&me(), Now::at(NOON), orders, false).unwrap() {
            done.unwrap();
        }
    }
    store
}

/// Median and worst, in milliseconds.
fn timed(mut work: impl FnMut()) -> (f64, f64) {
    work();
    let mut all: Vec<f64> = (0..TIMES)
        .map(|_| {
            let begun = Instant::now();
            work();
            begun.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    all.sort_by(f64::total_cmp);
    (all[all.len() / 2], all[all.len() - 1])
}

fn lists(store: &mut Store) -> Lists {
    match store.answer(&me(), Now::at(NOON), Request::Catalog).unwrap() {
        Reply::Catalog(lists) => lists,
        _ => panic!(),
    }
}

/// The rows that the box over everything shows below the petitions.
fn found(store: &mut Store) {
    for words in ["物业", "wyjf", "第777号", "没有这样的话"] {
        let ask = Request::Record(RecordAsk::Found { words: vec![words.to_owned()], limit: 21 });
        let (median, worst) = timed(|| drop(store.answer(&me(), Now::at(NOON), ask.clone()).unwrap()));
        println!("rows in the big box     {words:40} {median:6.1} ms, worst {worst:6.1}");
    }
}

fn main() {
    let rows = std::env::args().find_map(|word| word.parse().ok()).unwrap_or(100_000);
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("f.db");
    let begun = Instant::now();
    let mut store = filled(&path, rows);
    println!("{rows} rows entered, checked and journaled in {:.1} s", begun.elapsed().as_secs_f64());
    let lists = lists(&mut store);
    let register = lists.registers.get("disputes").unwrap();
    for typed in [
        "",
        "risk:high",
        "risk:high place:512002101 found:2026",
        "people>30",
        "物业",
        "wyjf",
        "第777号",
        "due:overdue",
    ] {
        let query = Query::read(typed, register, &pick::meaning(&lists.catalog), Now::at(NOON).today);
        let narrow = Box::new(Narrow { query, limit: WINDOW, ..Narrow::default() });
        let mut found = 0;
        let ask = RecordAsk::List { register: "disputes".into(), narrow: narrow.clone() };
        let (median, worst) =
            timed(|| match store.answer(&me(), Now::at(NOON), Request::Record(ask.clone())).unwrap() {
                Reply::Records(records) => found = records.total,
                _ => panic!(),
            });
        println!("list, count and totals  {typed:40} {median:6.1} ms, worst {worst:6.1} ({found} rows)");
        let ask = RecordAsk::Chart { register: "disputes".into(), narrow };
        let (median, worst) =
            timed(|| drop(store.answer(&me(), Now::at(NOON), Request::Record(ask.clone())).unwrap()));
        println!("chart                   {typed:40} {median:6.1} ms, worst {worst:6.1}");
    }
    let narrow = Box::new(Narrow { by: Some("people".into()), limit: WINDOW, ..Narrow::default() });
    let ask = RecordAsk::List { register: "disputes".into(), narrow };
    let (median, worst) =
        timed(|| drop(store.answer(&me(), Now::at(NOON), Request::Record(ask.clone())).unwrap()));
    println!("list, count and totals  {:40} {median:6.1} ms, worst {worst:6.1}", "sorted by people");
    found(&mut store);
    let ask = Request::Record(RecordAsk::Registers);
    let (median, worst) = timed(|| drop(store.answer(&me(), Now::at(NOON), ask.clone()).unwrap()));
    println!("the list of registers {median:47.1} ms, worst {worst:6.1}");
    let db = Connection::open(&path).unwrap();
    let sql = "SELECT count(*), total(body ->> '$.row.people') FROM record
               WHERE register = 'disputes' AND body ->> '$.row.risk' = 'high'";
    let (median, worst) = timed(|| assert!(db.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap() > 0));
    println!(
        "peer: the same count and sum by JSON in the rows  risk:high {median:11.1} ms, worst {worst:6.1}"
    );
}
