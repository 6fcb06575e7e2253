//! Limits and days off: `date`, `calendar import`, and what Today says of a missing year.
use crate::{
    petition::flat,
    support::visit,
    verbs::{Shop, shop},
};
use fengqiao::{domain::calendar::beijing, lang::Locale};
use serde_json::{Value, json};
use std::{
    fs,
    time::{SystemTime, UNIX_EPOCH},
};

const TABLE: &str = "[2027]\noff = [\"2027-01-01\", \"2027-01-04\"]\nwork = [\"2027-01-03\"]\n";

fn table(shop: &Shop, text: &str) -> String {
    let path = shop.path().with_file_name("days.toml");
    fs::write(&path, text).unwrap();
    path.display().to_string()
}

fn golden() -> Vec<Vec<String>> {
    let table = include_str!("../fixtures/clocks.csv");
    let lines = table.lines().filter(|line| !line.starts_with('#')).skip(1);
    lines.map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

fn beijing_today() -> String {
    let millis = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis();
    beijing(i64::try_from(millis).unwrap()).to_string()
}

#[test]
fn every_dated_case_is_answered_the_same_wherever_the_host_stands() {
    let asked: Vec<String> = golden().iter().map(|cells| format!("{} {}", cells[0], cells[1])).collect();
    let told: Vec<Value> = golden()
        .iter()
        .map(|cells| {
            json!({"from": cells[0], "plus": cells[1], "raw": cells[2], "work_to": cells[3],
                "later": cells[4], "provisional": cells[5] == "yes"})
        })
        .collect();
    for zone in ["UTC", "America/Los_Angeles", "Asia/Shanghai"] {
        let shop = shop();
        assert_eq!(shop.run_in(zone, &["date", "-", "--json"], &asked.join("\n")).lines(), told, "{zone}");
        assert!(!shop.path().exists(), "no store is made for it");
    }
}

#[test]
fn a_petition_is_received_on_the_day_that_it_is_in_beijing() {
    for zone in ["UTC", "America/Los_Angeles", "Asia/Shanghai"] {
        let (shop, before) = (shop(), beijing_today());
        let body = json!({"name": "张华伟", "subject": "楼盘逾期交房"}).to_string();
        let no = shop.run_in(zone, &["register", "--json"], &body).json()["no"].as_str().unwrap().to_owned();
        let shown = shop.run_in(zone, &["show", &no, "--json"], "").json();
        let received = shown["received"].as_str().unwrap();
        assert!([before, beijing_today()].iter().any(|day| day == received), "{zone}: {received}");
    }
}

#[test]
fn a_line_that_is_no_date_is_answered_in_its_place_and_stops_nothing() {
    let lines = "2026-09-18 +5wd\nsoon +5wd\n2026-02-30 +1d\n2026-09-18\n\n2026-09-18 +5w\n2026-09-18 +15d\n";
    let said = shop().run(&["date", "-", "--json"], lines);
    let ends: Vec<Value> = said.lines().iter().map(|line| line["raw"].clone()).collect();
    let none = Value::Null;
    let days = [json!("2026-09-24"), json!("2026-10-03")];
    assert_eq!(ends, [&days[0], &none, &none, &none, &none, &none, &days[1]].map(Clone::clone));
    assert_eq!(said.lines()[1]["why"], "error-date");
    let alone = shop().run(&["date", "2026-09-18", "+5w"], "");
    assert_eq!(alone.code(), 3, "{}", alone.error());
}

#[test]
fn a_year_that_was_taken_in_counts_for_dates_and_is_kept_in_the_journal() {
    let shop = shop();
    let ask = ["date", "2026-12-30", "+3wd", "--json"];
    let before = shop.run(&ask, "").json();
    assert_eq!((&before["raw"], &before["provisional"]), (&json!("2027-01-04"), &json!(true)));
    let file = table(&shop, TABLE);
    let taken = shop.run(&["calendar", "import", &file, "--json"], "").json();
    assert_eq!(taken, json!({"years": [2027], "unchanged": []}));
    let after = shop.run(&ask, "").json();
    assert_eq!((&after["raw"], &after["provisional"]), (&json!("2027-01-05"), &json!(false)));
    let again = shop.run(&["calendar", "import", &file, "--json"], "").json();
    assert_eq!(again, json!({"years": [], "unchanged": [2027]}));
    let verified = shop.run(&["verify", "--json"], "").json();
    assert_eq!((&verified["ok"], &verified["entries"]), (&json!(true), &json!(1)));
}

#[test]
fn a_table_that_cannot_be_used_is_named_with_file_line_and_reason() {
    let shop = shop();
    let file = table(&shop, "[2027]\noff = [\"2027-01-01\"]\nwork = [\"2028-01-03\"]\n");
    let said = shop.run(&["--lang", "en", "calendar", "import", &file], "");
    assert_eq!(said.code(), 3);
    assert!(said.error().contains("days.toml:3: 2028-01-03 is neither in that year"), "{}", said.error());
    assert!(!shop.path().exists(), "nothing is made for a bad file");
    let order = json!({"do": "setting.put", "key": "calendar-2027", "value": "[2027]"});
    let answer = &shop.run(&["apply", "-", "--json"], &order.to_string()).lines()[0];
    assert_eq!((&answer["ok"], &answer["why"]), (&json!(false), &json!("why-table-unreadable")));
}

#[test]
fn today_says_in_december_that_the_next_year_is_missing() {
    for (locale, said) in
        [(Locale::Zh, "2027 年节假日安排"), (Locale::En, "The days off of 2027 are missing")]
    {
        let mut visit = visit(locale);
        visit.sees_not(said);
        visit.house.model.cx.today = "2026-12-01".parse().unwrap();
        visit.sees(said);
        let taken = fengqiao::domain::calendar::read(TABLE).unwrap();
        let mut limits = (*visit.house.model.cx.lists.limits).clone();
        limits.calendar.learn(&taken[&2027].table(2027)).unwrap();
        visit.house.model.cx.lists.limits = limits.into();
        visit.sees_not(said);
    }
}

/// A petition that came at the beginning of 2026 and went up to re-review, with a hearing.
fn heard(shop: &Shop) -> String {
    let petition = json!({
        "op": "r", "do": "register", "name": "张华伟", "address": "雁江区莲花街道滨江路45号",
        "subject": "楼盘逾期交房", "received": "2026-01-05",
    });
    let step = |step: &str, on: &str, said: Value| {
        let mut order = json!({"do": step, "no": "ZJ-2026-000001", "on": on});
        order.as_object_mut().unwrap().extend(said.as_object().unwrap().clone());
        order.to_string()
    };
    let words =
        |names: &[&str]| Value::Object(names.iter().map(|name| ((*name).to_owned(), json!("x"))).collect());
    let mut reply = words(&["asked", "facts", "opinion", "basis"]);
    reply["conclusion"] = json!("explained");
    let mut review = words(&["organ", "opinion"]);
    review["outcome"] = json!("upheld");
    let served = json!({"service": "in-person"});
    let orders = [
        petition.to_string(),
        step("accept", "2026-01-06", json!({})),
        step("reply", "2026-01-20", reply),
        step("serve", "2026-01-21", served.clone()),
        step("review-request", "2026-01-26", json!({})),
        step("review", "2026-02-12", review),
        step("serve", "2026-02-13", served),
        step("rereview-request", "2026-03-02", json!({})),
        step("hearing", "2026-03-10", json!({"days": "7"})),
    ];
    let said = shop.run(&["apply", "-", "--json"], &orders.join("\n"));
    assert!(said.lines().iter().all(|line| line["ok"] == true), "{}", said.text());
    "ZJ-2026-000001".to_owned()
}

#[test]
fn why_tells_what_began_a_limit_which_days_were_not_counted_and_by_which_article() {
    let shop = shop();
    let no = heard(&shop);
    let told = shop.run(&["why", &no, "d11", "--json"], "").json();
    let told_of = |field: &str| told[field].clone();
    assert_eq!((told_of("start"), told_of("due")), (json!("2026-03-02"), json!("2026-04-08")));
    assert_eq!(told["paused"].as_array().unwrap().len(), 7);
    assert_eq!(told["rule"], json!({"length": "+30d", "who": "next-above", "article": 36, "local": false}));
    for (lang, words) in [
        ("zh", ["《信访工作条例》第 36 条", "2026-03-10 - 2026-03-16 听证", "法定期限 2026-04-08"]),
        ("en", ["article 36", "2026-03-10 - 2026-03-16 hearing", "Legal date 2026-04-08"]),
    ] {
        let text = shop.run(&["--lang", lang, "why", &no, "D11"], "").text();
        assert!(words.iter().all(|word| text.contains(word)), "{text}");
        assert!(!text.contains('⟦'), "{text}");
    }
    let none = shop.run(&["--lang", "en", "why", &no, "D4"], "");
    assert_eq!(
        (none.code(), none.error().contains("no such limit has begun")),
        (3, true),
        "{}",
        none.error()
    );
}

#[test]
fn due_lists_what_runs_on_a_day_as_it_was_known_by_then() {
    let shop = shop();
    let no = heard(&shop);
    let due = |on: &str| -> Vec<String> {
        let lines = shop.run(&["due", "--on", on, "--json"], "").lines();
        let told = |line: &Value| {
            assert_eq!(line["no"], no.as_str());
            format!("{} {} {} {}", line["clock"], line["due"], line["late_days"], line["next"])
                .replace('"', "")
        };
        lines.iter().map(told).collect()
    };
    assert_eq!(due("2026-01-05"), ["D1 2026-01-20 0 null", "D2 2026-01-20 0 null", "L1 2026-01-20 0 null"]);
    assert_eq!(due("2026-03-12"), ["D11 2026-04-08 0 rereview", "L1 2026-01-20 51 null"]);
    assert_eq!(due("2026-04-10"), ["D11 2026-04-08 2 rereview", "L1 2026-01-20 80 null"]);
    let text = shop.run(&["--lang", "en", "due", "--on", "2026-04-10"], "").text();
    assert!(text.contains("re-review  next unit up  2026-04-08  2 days late"), "{text}");
}

#[test]
fn due_and_why_tell_nothing_of_a_sealed_petition_to_whoever_may_not_see_it() {
    let shop = shop();
    let clerk = |code: &str, office: &str| {
        json!({"do": "item.put", "list": "clerk", "code": code, "name": code, "extra": {"office": office}})
            .to_string()
    };
    let orders = [clerk("0007", "ZJ"), clerk("0008", "RS")].join("\n");
    assert!(shop.run(&["apply", "-", "--json"], &orders).lines().iter().all(|line| line["ok"] == true));
    let body =
        json!({"name": "李四", "address": "外地", "subject": "反映某人", "nature": "accusation"}).to_string();
    let no =
        shop.run(&["--as", "0007", "register", "--json"], &body).json()["no"].as_str().unwrap().to_owned();
    assert!(!shop.run(&["--as", "0007", "due", "--json"], "").lines().is_empty());
    assert!(shop.run(&["--as", "0008", "due", "--json"], "").lines().is_empty());
    assert_eq!(shop.run(&["--as", "0008", "why", &no, "D1"], "").code(), 3);
    assert_eq!(shop.run(&["--as", "0007", "why", &no, "D1"], "").code(), 0);
}

#[test]
fn the_page_of_a_petition_says_what_is_due_and_how_much_time_is_left() {
    for (locale, said) in [
        (Locale::Zh, "登记并转办  信访部门  2026-12-08  还有 15 天"),
        (Locale::En, "register and route  petition office  2026-12-08  15 days left"),
    ] {
        flat(locale).sees(said);
    }
}
