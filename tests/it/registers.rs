//! Registers: one that is added by data alone, from its declaration to its old rows under a new one; and every one that
//! ships.
use crate::{
    casework::verified,
    support::{NOON, Visit, clerk, town, visit},
    verbs::{Shop, shop},
};
use calamine::{Reader, Xlsx, open_workbook};
use fengqiao::{
    domain::{
        audit::Trace,
        catalog::{Extra, Item},
        deed::{Deed, Order, Registration},
        journal::Act,
        petition::{Channel, Matter, Nature, No, Petitioner},
        register::{Counted, Narrow, Query, Registers, Term},
        rights::{Actor, Role},
    },
    flow::{Alarm, Job, Msg, Note, Route, Work},
    lang::{Lang, Locale},
    run::jobs::Bench,
    search::pick,
    store::{Done, How, JournalAsk, Now, PetitionAsk, RecordAsk, Records, Reply, Request, StoreError},
};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// A register that no program of ours has ever heard of.
pub const LANTERNS: &str = r#"
id = "lanterns"
letters = "DL"
name = "灯笼登记 | Lanterns"
fields = [
  { id = "on", name = "日期 | Hung on", kind = "day", required = true, default = "today" },
  { id = "street", name = "街道 | Street", required = true },
  { id = "colour", name = "颜色 | Colour", kind = "choice", answers = { red = "红 | red", gold = "金 | gold" }, default = "red" },
  { id = "count", name = "盏数 | How many", kind = "count", total = true },
  { id = "cost", name = "费用 | Cost", kind = "money", total = true },
  { id = "keeper", name = "保管人电话 | Keeper's phone", kind = "phone" },
  { id = "down", name = "取下 | Down by", kind = "day" },
]
order = "-on"
columns = ["on", "street", "colour", "count", "state"]
states = [
  { id = "up", name = "挂着 | up", to = ["down"] },
  { id = "down", name = "已取下 | taken down", to = ["up"], done = true },
]
due = { on = "down" }
chart = "colour"
checks = [{ is = "on <= down", say = "取下早于挂上 | taken down before it was hung" }]
"#;

pub fn declare(shop: &Shop, text: &str) -> crate::verbs::Said {
    shop.run(&["--lang", "en", "declare", "-"], text)
}

pub fn at_counter(path: &Path, locale: Locale) -> Visit {
    Visit::at(path, locale, clerk("owner", "ZJ"), Route::Today)
}

/// Opens a register by its place in the list.
fn open<'v>(v: &'v mut Visit, name: &str) -> &'v mut Visit {
    v.keys("t T");
    let registers = v.house.model.cx.lists.registers.clone();
    let locale = v.house.model.cx.lang.locale;
    let at = registers.all().position(|one| one.name.say(locale == Locale::Zh) == name).unwrap();
    for _ in 0..at {
        v.keys("down");
    }
    v.keys("enter")
}

fn columns(csv: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn a_register_is_added_by_data_alone_and_walked_from_its_declaration_to_its_export() {
    let shop = shop();
    let said = declare(&shop, LANTERNS);
    assert_eq!(said.text().trim(), "Lanterns: 7 fields, can be used", "{}", said.error());
    let mut v = at_counter(&shop.path(), Locale::En);
    open(&mut v, "Lanterns").sees("Nothing is entered yet");
    // Entered by keys, Enter taking what stands there.
    v.keys("a")
        .types("0210")
        .keys("enter")
        .types("莲花街")
        .keys("enter")
        .types("2")
        .types("12")
        .keys("enter");
    v.types("1234.5").keys("enter").types("19000001234").types("0101").keys("f2");
    v.sees("taken down before it was hung");
    v.keys("up down ctrl-u").types("0301").keys("f2");
    v.sees("ZJ-DL-2026-0001").sees("gold").sees("1,234.50").sees("190****1234").sees("2026-03-01").sees("up");
    v.keys("q").sees("莲花街").sees("How many 12").sees("Cost 1,234.50").sees("1 row");
    for street in ["三贤路", "建设路"] {
        v.keys("a")
            .types("0215")
            .keys("enter")
            .types(street)
            .keys("enter")
            .types("1")
            .types("3")
            .keys("f2 q");
    }
    v.sees("3 rows").sees("How many 18");
    // Found by a word, by how it sounds, by a field, by a number, by what is late.
    for (typed, seen, not) in [
        ("莲花", "莲花街", "三贤路"),
        ("sxl", "三贤路", "莲花街"),
        ("colour:gold", "莲花街", "三贤路"),
        ("颜色:红", "建设路", "莲花街"),
        ("count>3", "莲花街", "建设路"),
        ("on>0211", "建设路", "莲花街"),
        ("on<2026-02-11", "莲花街", "建设路"),
        ("day:0211..0220", "建设路", "莲花街"),
        ("sanxian", "三贤路", "建设路"),
        ("on:0211..0220", "建设路", "莲花街"),
        ("due:overdue", "莲花街", "建设路"),
        ("state:up 三贤", "三贤路", "建设路"),
    ] {
        v.keys("/").types(typed).keys("enter").sees(seen).sees_not(not);
        v.keys("esc");
    }
    sorted_by_column(&mut v);
    v.keys("/").types("kolour:gold").sees("not understood: kolour:gold");
    v.keys("enter").sees("not understood: kolour:gold");
    v.keys("f8").sees("the narrowing is unclear");
    v.keys("esc v").sees("red").sees("gold").sees("##");
    v.keys("v f8");
    let outbox = fengqiao::run::outbox::of(&shop.path(), "owner");
    let csv = fs::read_to_string(outbox.join("lanterns.csv")).unwrap();
    let rows = columns(&csv);
    assert_eq!(rows[0][..4], ["Number", "Counter", "Entered", "Hung on"]);
    assert_eq!(rows.len(), 4);
    assert!(csv.contains("190****1234") && !csv.contains("19000001234"), "{csv}");
    // A state, and back.
    v.keys("end enter d f2").sees("taken down");
    v.keys("u").sees("State          up");
}

/// By the column of numbers the greatest stands first; after the last column its own order again.
fn sorted_by_column(v: &mut Visit) {
    let first =
        |v: &Visit| v.screen().lines().find(|line| line.starts_with("> ")).unwrap_or_default().to_owned();
    assert!(first(v).contains("建设路"), "{}", v.screen());
    v.keys("f7").sees("by Colour");
    v.keys("f7").sees("by How many");
    assert!(first(v).contains("莲花街"), "{}", v.screen());
    v.keys("f7").sees("by State");
    v.keys("f7").sees_not("  by ");
    assert!(first(v).contains("建设路"), "{}", v.screen());
}

/// A house where three lanterns hang.
fn lanterns() -> Shop {
    let shop = shop();
    declare(&shop, LANTERNS);
    for (street, keeper) in [("莲花街", "19000001234"), ("三贤路", ""), ("建设路", "")] {
        let row = serde_json::json!({"on": "2026-02-10", "street": street, "count": "6", "cost": "1234.5", "keeper": keeper});
        let order = serde_json::json!({"do": "record.enter", "register": "lanterns", "row": row});
        assert_eq!(shop.run(&["apply", "-", "--json"], &order.to_string()).lines()[0]["ok"], true);
    }
    shop
}

#[test]
fn rows_come_in_by_the_names_of_their_fields_with_an_account_of_every_one() {
    let shop = shop();
    declare(&shop, LANTERNS);
    let file = shop.path().with_file_name("in.csv");
    fs::write(
        &file,
        "街道,挂灯日,How many,备注\n莲花街,2026-02-10,12,x\n三贤路,瞎写,1,\n建设路,2026-02-15,-4,\n",
    )
    .unwrap();
    let take = |file: &Path, more: &[&str]| {
        let words = ["--lang", "en", "rows", "lanterns", "--import", file.to_str().unwrap(), "--json"];
        shop.run(&[&words[..], more].concat(), "")
    };
    assert_eq!(take(&file, &["--column", "挂灯日=no-such"]).code(), 3);
    let tally = |said: &serde_json::Value| {
        ["imported", "merged", "unchanged", "rejected"].map(|id| said[id].as_u64().unwrap())
    };
    assert_eq!(tally(&take(&file, &["--column", "挂灯日=on", "--dry-run"]).json()), [1, 0, 0, 2]);
    assert_eq!(shop.run(&["rows", "lanterns"], "").text(), "", "a try writes nothing");
    let first = take(&file, &["--column", "挂灯日=on"]).json();
    assert_eq!(tally(&first), [1, 0, 0, 2]);
    assert_eq!(first["unknown"], serde_json::json!(["备注"]));
    let rejected = fs::read_to_string(first["rejected_file"].as_str().unwrap()).unwrap();
    assert!(rejected.contains("Hung on/瞎写 not a day") && rejected.contains("How many/0–"), "{rejected}");
    assert_eq!(
        tally(&take(&file, &[]).json()),
        [0, 0, 1, 2],
        "columns are remembered, and nothing comes twice"
    );
    // What was written out comes back, also as a book; what was changed in it is changed.
    let out = shop.path().with_file_name("out.csv");
    let written = shop.run(&["--lang", "en", "rows", "lanterns", "-o", out.to_str().unwrap(), "--json"], "");
    assert_eq!(written.json()["rows"], 1);
    assert_eq!(tally(&take(&out, &[]).json()), [0, 0, 1, 0]);
    let changed = fs::read_to_string(&out).unwrap().replace("莲花街", "莲花大街");
    fs::write(&out, changed).unwrap();
    assert_eq!(tally(&take(&out, &[]).json()), [0, 1, 0, 0]);
    // An empty cell takes nothing away.
    let emptied = fs::read_to_string(&out).unwrap().replace(",12,", ",,");
    fs::write(&out, emptied).unwrap();
    assert_eq!(tally(&take(&out, &[]).json()), [0, 0, 1, 0]);
    let book = shop.path().with_file_name("out.xlsx");
    shop.run(&["rows", "lanterns", "--format", "xlsx", "-o", book.to_str().unwrap()], "");
    assert_eq!(tally(&take(&book, &[]).json()), [0, 0, 1, 0]);
    assert!(shop.run(&["rows", "lanterns"], "").text().contains("莲花大街"));
}

/// Lanterns that are taken down by supervisors alone, or lost.
fn stricter() -> String {
    let down =
        "{ id = \"down\", name = \"已取下 | taken down\", to = [\"up\", \"store\"], by = [\"supervisor\"] }";
    let others = "{ id = \"store\", name = \"入库 | stored\", done = true }, { id = \"lost\", name = \"丢失 | lost\", to = [\"up\"] }";
    LANTERNS.replace("to = [\"down\"]", "to = [\"down\", \"lost\"]").replace(
        "{ id = \"down\", name = \"已取下 | taken down\", to = [\"up\"], done = true }",
        &format!("{down}, {others}"),
    )
}

/// A row begins where its sheet says that it stands; one that is there already is moved as its register allows it.
#[test]
fn a_sheet_says_where_its_rows_stand() {
    let shop = shop();
    declare(&shop, &stricter());
    let file = shop.path().with_file_name("in.csv");
    let take = |text: &str, more: &[&str]| {
        fs::write(&file, text).unwrap();
        let words = ["--lang", "en", "rows", "lanterns", "--import", file.to_str().unwrap()];
        shop.run(&[&words[..], more].concat(), "").text()
    };
    let first = "街道,日期,状态\n莲花街,2026-02-10,lost\n三贤路,2026-02-11,已取下\n建设路,2026-02-12,\n外环路,2026-02-13,不明\n";
    let said = take(first, &[]);
    assert!(said.contains("3 new, 0 changed, 0 the same, 1 rejected"), "{said}");
    assert!(said.contains("Line 5: its register has no such state"), "{said}");
    let stand = || shop.run(&["--lang", "en", "rows", "lanterns"], "").text();
    let rows = stand();
    for (street, state) in [("莲花街", "lost"), ("三贤路", "taken down"), ("建设路", "up")] {
        let line = rows.lines().find(|line| line.contains(street)).unwrap();
        assert!(line.contains(state), "{line}");
    }
    let second = "Number,STATE\nZJ-DL-2026-0003,down\nZJ-DL-2026-0001,store\nZJ-DL-2026-0002,taken down\n";
    let said = take(second, &[]);
    assert!(said.contains("0 new, 1 changed, 1 the same, 1 rejected"), "{said}");
    assert!(said.contains("Line 3: this state does not follow"), "{said}");
    assert_eq!(stand().matches("taken down").count(), 2);
    // The same rows a week later, without numbers: none comes twice, and one stands elsewhere by now.
    let later = "街道,日期,状态\n三贤路,2026-02-11,入库\n建设路,2026-02-12,down\n南门,2026-02-13,up\n南门,2026-02-13,lost\n";
    assert!(take(later, &["--dry-run"]).contains("1 new, 1 changed, 2 the same, 0 rejected"));
    let said = take(later, &[]);
    assert!(said.contains("1 new, 2 changed, 1 the same, 0 rejected"), "{said}");
    assert_eq!((stand().lines().count(), stand().matches("stored").count()), (4, 1));
    // A desk finds two again; no sheet loses them once more when it comes again.
    for no in ["ZJ-DL-2026-0001", "ZJ-DL-2026-0004"] {
        let order = serde_json::json!({"do": "record.move", "no": no, "to": "up"});
        assert_eq!(shop.run(&["apply", "-", "--json"], &order.to_string()).lines()[0]["ok"], true);
    }
    for sheet in [later, first] {
        take(sheet, &[]);
        assert!(!stand().contains("lost"), "{}", stand());
    }
    verified(&mut at_counter(&shop.path(), Locale::En));
}

/// Nobody says of a new row what they could not bring it to.
#[test]
fn a_row_is_entered_only_where_its_clerk_could_bring_it() {
    let shop = shop();
    declare(&shop, &stricter());
    let of = |role: Role| Actor { role, ..clerk("王五", "ZJ") };
    let mut house = House(at_counter(&shop.path(), Locale::En));
    let enter = |state: &str| {
        let row = row(&[("street", "滨江路"), ("on", "2026-02-14"), ("state", state)]);
        Deed::EnterRecord { register: "lanterns".into(), row }
    };
    told(house.order(&of(Role::Clerk), enter("down")), "could not bring a row there");
    told(house.order(&of(Role::Clerk), enter("store")), "could not bring a row there");
    told(house.order(&of(Role::Clerk), enter("nowhere")), "no such state");
    for state in ["up", "lost", ""] {
        house.order(&of(Role::Clerk), enter(state)).unwrap();
    }
    let no = house.order(&of(Role::Supervisor), enter("store")).unwrap().no;
    let mut v = house.0;
    v.house.begin(Route::Record(no)).unwrap();
    v.sees("entered stored");
    verified(&mut v);
}

/// Leaders who write a register of theirs enter rows one by one: sheets are taken in by whoever may import.
#[test]
fn who_may_not_import_takes_no_sheet_into_a_register_that_they_write() {
    let shop = shop();
    declare(&shop, &format!("{LANTERNS}write = [\"leader\"]\n"));
    let to = || Route::Register { id: "lanterns".into(), said: String::new() };
    let of = |role: Role| Actor { role, ..clerk("王五", "ZJ") };
    let mut v = Visit::at(&shop.path(), Locale::En, of(Role::Leader), to());
    v.keys("i").sees("your role has no right to this");
    v.keys("a").sees("Hung on");
    Visit::at(&shop.path(), Locale::En, clerk("owner", "ZJ"), to()).keys("i").sees("The path of a sheet");
}

/// What was a text under an older declaration and is a number now is in no sum, and lists and figures go on.
#[test]
fn a_text_that_a_new_declaration_takes_for_a_number_is_in_no_sum() {
    let shop = shop();
    let line = LANTERNS.replace("kind = \"money\", total = true", "kind = \"line\"");
    declare(&shop, &line);
    let me = clerk("王五", "ZJ");
    let mut house = House(at_counter(&shop.path(), Locale::En));
    for cost in ["约30", "12.5", "inf"] {
        let said = [("street", "滨江路"), ("on", "2026-02-14"), ("cost", cost)];
        house.enter(&me, "lanterns", &said).unwrap();
    }
    let said = declare(&shop, LANTERNS);
    assert!(said.text().contains("2 rows would not pass"), "{} {}", said.text(), said.error());
    assert_eq!(house.list(&me, "lanterns").unwrap().sums["cost"].to_string(), "12.5");
    let by = Narrow { by: Some("cost".into()), limit: 2, ..Narrow::default() };
    assert_eq!(house.narrowed(&me, "lanterns", by).unwrap().rows.len(), 2);
    let span = "2026-02-01".parse().unwrap()..="2026-02-28".parse().unwrap();
    let ask = RecordAsk::Counts { span, offices: Vec::new() };
    let Reply::Counts(counted) = house.ask(&me, Request::Record(ask)).unwrap() else { panic!() };
    assert_eq!(
        counted.iter().map(|one| (one.register.as_str(), one.now)).collect::<Vec<_>>(),
        [("lanterns", 3)]
    );
    verified(&mut house.0);
}

/// At the desk, too: what columns mean is seen, put right and remembered; it can be tried first.
#[test]
fn a_sheet_is_taken_into_a_register_from_its_own_screen() {
    for (locale, name, none, street, new, done) in [
        (Locale::Zh, "灯笼登记", "无", "街道", "新登记", "导入完成"),
        (Locale::En, "Lanterns", "none", "Street", "New", "The sheet is in"),
    ] {
        let shop = shop();
        declare(&shop, LANTERNS);
        let sheet = shop.path().with_file_name("sheet.csv");
        fs::write(
            &sheet,
            "挂灯日,街道,盏数,保管人电话\n2026-02-10,莲花街,12,19000001234\n2026-02-11,三贤路,-4,\n",
        )
        .unwrap();
        let mut v = at_counter(&shop.path(), locale);
        let read = |v: &mut Visit| {
            open(v, name).keys("i").pastes(&sheet.display().to_string()).keys("enter");
        };
        read(&mut v);
        // The number, the day, the street; no column goes by the name of the day.
        v.sees(&format!("{street} ")).sees("B 街道").sees("190****1234").sees_not("19000001234");
        v.keys("down").sees(&format!("< {none}"));
        v.keys("right").sees("< A 挂灯日").sees("2026-02-10");
        v.keys("v").sees(&format!("{new} ")).sees(if locale == Locale::Zh {
            "第 3 行："
        } else {
            "Line 3: How many"
        });
        let entered = |v: &Visit| crate::import::count(v, new);
        assert_eq!(entered(&v), 1);
        v.keys("f3 f2").sees(done).sees(".csv");
        assert_eq!(entered(&v), 1);
        v.keys("f3").sees("2026-02-10").sees("莲花街").sees_not("三贤路");
        read(&mut v);
        v.sees("A 挂灯日");
        v.keys("f2").sees(done);
        assert_eq!(entered(&v), 0, "{}", v.screen());
    }
}

/// The numbers of people in a row are masked, one row is opened with a reason for a while, and each look is written down.
#[test]
fn numbers_in_a_row_are_masked_until_somebody_says_why() {
    let shop = lanterns();
    let mut v = at_counter(&shop.path(), Locale::En);
    open(&mut v, "Lanterns").sees_not("19000001234");
    v.keys("end enter").sees("190****1234").sees_not("19000001234");
    v.keys("v").types("to call the keeper").keys("f2").sees("19000001234");
    let no = v.house.model.cx.revealed.clone().unwrap();
    v.house.send(Msg::Rang(Alarm::Mask(no))).unwrap();
    v.sees("190****1234").sees_not("19000001234");
    let journal = shop.run(&["--json", "verify"], "").json();
    assert_eq!(journal["problems"], serde_json::json!([]));
    let traces = crate::sign_in::traces(&shop.path(), "@ZJ-DL-2026-0001");
    let revealed = Trace::Revealed { reason: "to call the keeper".into() };
    assert!(traces.contains(&Trace::Looked) && traces.contains(&revealed), "{traces:?}");
    // Also where the declaration knows of the field no more.
    let keeper = "  { id = \"keeper\", name = \"保管人电话 | Keeper's phone\", kind = \"phone\" },\n";
    declare(&shop, &LANTERNS.replace(keeper, ""));
    let mut v = at_counter(&shop.path(), Locale::En);
    open(&mut v, "Lanterns").keys("end enter");
    v.sees("not declared any more").sees("190****1234").sees_not("19000001234");
}

#[test]
fn under_another_declaration_old_rows_stay_readable_and_those_that_would_not_pass_are_named() {
    let shop = lanterns();
    let cost = "  { id = \"cost\", name = \"费用 | Cost\", kind = \"money\", total = true },\n";
    let stricter =
        LANTERNS.replace(cost, "").replace("kind = \"phone\"", "kind = \"phone\", required = true");
    let said = declare(&shop, &stricter).text();
    assert!(
        said.contains("2 rows would not pass the new declaration")
            && said.contains("ZJ-DL-2026-0002 ZJ-DL-2026-0003"),
        "{said}"
    );
    let mut v = at_counter(&shop.path(), Locale::En);
    open(&mut v, "Lanterns").sees("莲花街").sees_not("Cost");
    v.keys("end enter").sees("not declared any more").sees("1234.50");
    // What rows have and need stays.
    let street = "  { id = \"street\", name = \"街道 | Street\", required = true },\n";
    let lost = declare(&shop, &LANTERNS.replace(street, "").replace("\"street\", ", ""));
    assert!(lost.code() == 3 && lost.error().contains("rows have it"), "{}", lost.error());
    let problems = shop.run(&["--json", "verify"], "").json();
    assert_eq!(problems["problems"], serde_json::json!([]), "{problems}");
    // Switched off nobody sees it, and nothing is gone.
    shop.run(&["declare", "-", "--off"], LANTERNS);
    assert_eq!(shop.run(&["rows", "lanterns"], "").code(), 3);
    declare(&shop, LANTERNS);
    assert_eq!(shop.run(&["rows", "lanterns", "--json"], "").lines().len(), 3);
}

/// What can be wrong with totals and with how petitions grow.
fn wrongly_growing() -> [(&'static str, String, &'static str); 6] {
    [
        (
            "a default that is no number",
            LANTERNS.replace("\"count\", total = true", "\"count\", default = \"one\""),
            "Line 9: ",
        ),
        (
            "bounds the wrong way round",
            LANTERNS.replace("\"count\", total = true", "\"count\", min = 5, max = 2"),
            "Line 9: ",
        ),
        (
            "a median",
            LANTERNS.replace("\"count\", total = true", "\"count\", total = \"median\""),
            "Line 9: ",
        ),
        ("no link", format!("{LANTERNS}petition = {{ subject = \"street\" }}\n"), "(link)"),
        (
            "a petition that is no petition",
            format!("{LANTERNS}petition = {{ link = \"street\" }}\n"),
            "(link = street)",
        ),
        (
            "a form of intake that has no such field",
            format!("{LANTERNS}petition = {{ colour = \"colour\" }}\n"),
            "(colour = colour)",
        ),
    ]
}

/// What can be wrong with a declaration, and what is told of it.
fn wrong() -> [(&'static str, String, &'static str); 20] {
    let many: Vec<String> = (0..500).map(|n| format!("  {{ id = \"f{n}\", name = \"x\" }},\n")).collect();
    let many = many.concat();
    [
        ("no TOML", "id = ".into(), "Line 1"),
        ("an unknown key", LANTERNS.replace("chart = ", "chrat = "), "Line 21: "),
        ("an unknown kind", LANTERNS.replace("kind = \"money\"", "kind = \"gold\""), "Line 10"),
        ("a bad id", LANTERNS.replace("\"lanterns\"", "\"Lanterns!\""), "Line 2: "),
        ("a taken id", LANTERNS.replace("id = \"down\", name", "id = \"due\", name"), "Line 12: "),
        ("letters of a paper", LANTERNS.replace("\"DL\"", "\"HZ\""), "Line 3: "),
        ("letters of another register", LANTERNS.replace("\"DL\"", "\"MD\""), "(MD)"),
        ("a field twice", LANTERNS.replace("id = \"cost\"", "id = \"count\""), "(count)"),
        (
            "a total of a text",
            LANTERNS
                .replace("required = true },\n  { id = \"colour\"", "total = true },\n  { id = \"colour\""),
            "Line 7: ",
        ),
        (
            "a choice of nothing",
            LANTERNS.replace(", answers = { red = \"红 | red\", gold = \"金 | gold\" }", ""),
            "Line 8: ",
        ),
        ("an unknown column", LANTERNS.replace("\"street\", \"colour\", \"count\"", "\"lane\""), "(lane)"),
        ("an unknown order", LANTERNS.replace("\"-on\"", "\"-off\""), "(off)"),
        ("an unknown state", LANTERNS.replace("to = [\"down\"]", "to = [\"out\"]"), "(out)"),
        (
            "a due date of a text",
            LANTERNS.replace("due = { on = \"down\" }", "due = { on = \"street\" }"),
            "Line 20",
        ),
        (
            "a length of nothing",
            LANTERNS.replace("due = { on = \"down\" }", "due = { from = \"on\", length = \"soon\" }"),
            "(soon)",
        ),
        ("a chart of a day", LANTERNS.replace("chart = \"colour\"", "chart = \"on\""), "(on)"),
        ("a check of nothing", LANTERNS.replace("on <= down", "on before down"), "(on before down)"),
        ("500 fields", format!("id = \"x\"\nletters = \"XX\"\nname = \"x\"\nfields = [\n{many}]\n"), "(500)"),
        (
            "a link to no register",
            LANTERNS.replace("kind = \"phone\"", "kind = \"record\", of = \"candles\""),
            "candles",
        ),
        (
            "a column's name for a field",
            LANTERNS.replace("id = \"down\", name", "id = \"load\", name"),
            "Line 12: ",
        ),
    ]
}

/// The same of whom rows serve.
fn wrongly_serving() -> [(&'static str, String, &'static str); 4] {
    [
        ("serves nobody", serving("when = \"lit\""), "Line 22: serves names"),
        (
            "serves by what is not there",
            serving("place = \"square\""),
            "Line 22: no such field or state (square)",
        ),
        ("serves by another kind", serving("category = \"colour\""), "Line 22: a field of this kind"),
        (
            "serves in no state",
            serving("place = \"area\", states = [\"out\"]"),
            "Line 22: no such field or state (out)",
        ),
    ]
}

/// The same register with something said of whom its rows serve, on its line 22.
fn serving(what: &str) -> String {
    let fields = "  { id = \"area\", name = \"片区 | Area\", kind = \"place\" },\n  { id = \"lit\", name = \"亮 | Lit\", kind = \"flag\" },\n]\norder";
    let text = LANTERNS.replace("]\norder", fields);
    text.replace("due = {", &format!("serves = {{ {what} }}\ndue = {{"))
}

#[test]
fn a_bad_declaration_is_named_with_its_line_and_harms_no_other() {
    let (shop, wrong) = (shop(), wrong());
    for (what, text, told) in wrong.iter().chain(&wrongly_serving()).chain(&wrongly_growing()) {
        let said = declare(&shop, text);
        assert!(said.code() == 3 && said.error().contains(told), "{what}: {}", said.error());
        assert!(!said.error().contains('⟦'), "{}", said.error());
    }
    declare(&shop, LANTERNS);
    let renamed = shop.run(
        &["--lang", "en", "apply", "-", "--json"],
        &serde_json::json!({
            "do": "item.put", "list": "register", "code": "other", "name": "x", "extra": {"text": LANTERNS},
        })
        .to_string(),
    );
    assert!(renamed.lines()[0]["message"].as_str().unwrap().contains("never changes"), "{}", renamed.text());
    assert_eq!(shop.run(&["rows", "disputes"], "").code(), 0, "the others stand");
    // While it is written the desk says so, and keeps what was typed.
    let mut v = at_counter(&shop.path(), Locale::En);
    v.keys("s");
    while !v.screen().contains("What it is for") {
        v.keys("tab");
    }
    v.keys("a").pastes(&wrong[5].1).sees("(HZ)");
    v.keys("f2").sees("(HZ)").sees("letters");
}

pub struct House(pub Visit);

impl House {
    pub fn order(&mut self, me: &Actor, deed: Deed) -> Result<Done, StoreError> {
        let order = Order { op: uuid::Uuid::now_v7().to_string(), version: None, deed };
        match self.ask(me, Request::Do(Box::new(order)))? {
            Reply::Done(done) => Ok(done),
            other => panic!("{other:?}"),
        }
    }

    pub fn ask(&mut self, me: &Actor, request: Request) -> Result<Reply, StoreError> {
        self.0.house.store.answer(me, Now::at(NOON), request)
    }

    pub fn enter(&mut self, me: &Actor, register: &str, fields: &[(&str, &str)]) -> Result<No, StoreError> {
        let row = row(fields);
        self.order(me, Deed::EnterRecord { register: register.into(), row }).map(|done| done.no)
    }

    pub fn list(&mut self, me: &Actor, register: &str) -> Result<Records, StoreError> {
        self.narrowed(me, register, Narrow::default())
    }

    pub fn narrowed(&mut self, me: &Actor, register: &str, narrow: Narrow) -> Result<Records, StoreError> {
        let ask = RecordAsk::List { register: register.into(), narrow: Box::new(narrow) };
        match self.ask(me, Request::Record(ask))? {
            Reply::Records(records) => Ok(*records),
            other => panic!("{other:?}"),
        }
    }
}

pub fn row(fields: &[(&str, &str)]) -> BTreeMap<String, String> {
    fields.iter().map(|(field, said)| ((*field).to_owned(), (*said).to_owned())).collect()
}

#[track_caller]
fn told(result: Result<impl std::fmt::Debug, StoreError>, sentence: &str) {
    let said = Note::from(result.unwrap_err()).say(&Lang::new(Locale::En));
    assert!(said.contains(sentence), "{said}");
}

#[test]
fn what_a_row_cannot_say_is_told_in_a_sentence_and_nothing_of_it_is_kept() {
    let mut house = House(visit(Locale::Zh));
    let me = clerk("王五", "ZJ");
    let fine = [("title", "堤防渗水"), ("found", "2026-11-20")];
    let with = |more: &[(&'static str, &'static str)]| [&fine[..], more].concat();
    told(house.enter(&me, "candles", &fine), "candles");
    told(house.enter(&me, "disputes", &[("found", "2026-11-20")]), "Matter has to be filled in");
    told(house.enter(&me, "disputes", &with(&[("height", "3")])), "height");
    told(house.enter(&me, "disputes", &with(&[("people", "many")])), "not a whole number");
    told(house.enter(&me, "disputes", &with(&[("risk", "awful")])), "not one of the answers");
    told(house.enter(&me, "disputes", &with(&[("place", "999999")])), "not there, or not to be seen");
    told(
        house.enter(&me, "disputes", &with(&[("petition", "ZJ-2026-000099")])),
        "not there, or not to be seen",
    );
    told(house.enter(&me, "disputes", &with(&[("by", "2026-11-01")])), "to be resolved before it was found");
    assert_eq!(house.list(&me, "disputes").unwrap().total, 0);
    let no = house.enter(&me, "disputes", &fine).unwrap();
    let moved = |to: &str| Deed::MoveRecord { no: no.clone(), to: to.into(), reason: String::new() };
    told(house.order(&me, moved("back")), "does not follow");
    told(house.order(&me, moved("nowhere")), "no such state");
    let strike = |reason: &str, back| Deed::StrikeRecord { no: no.clone(), reason: reason.into(), back };
    told(house.order(&me, strike("", false)), "reason");
    told(house.order(&me, strike("写错了", true)), "not struck off");
    house.order(&me, strike("写错了", false)).unwrap();
    assert_eq!(house.list(&me, "disputes").unwrap().total, 0, "it is in no list, and nothing is deleted");
    house.order(&me, strike("没写错", true)).unwrap();
    assert_eq!(house.list(&me, "disputes").unwrap().total, 1);
    house.order(&me, moved("resolving")).unwrap();
    house.order(&me, Deed::Undo { no: no.clone() }).unwrap();
    assert_eq!(house.list(&me, "disputes").unwrap().rows[0].record.state, "open");
    verified(&mut house.0);
}

#[test]
fn a_row_is_its_counters_and_no_two_desks_write_over_each_other() {
    let mut house = House(visit(Locale::Zh));
    let me = clerk("王五", "ZJ");
    let no = house.enter(&me, "disputes", &[("title", "漏水"), ("found", "2026-11-20")]).unwrap();
    let change = |title: &str| Deed::ChangeRecord { no: no.clone(), row: row(&[("title", title)]) };
    let order =
        |version| Order { op: format!("v{version}"), version: Some(version), deed: change("屋顶漏水") };
    house.ask(&me, Request::Do(Box::new(order(1)))).unwrap();
    let late = Order { op: "late".into(), version: Some(1), deed: change("墙漏水") };
    assert_eq!(house.ask(&me, Request::Do(Box::new(late))), Err(StoreError::Conflict(no.clone())));
    let elsewhere = Actor { role: Role::Clerk, ..clerk("li", "RS") };
    assert_eq!(house.order(&elsewhere, change("别处")), Err(StoreError::Denied("why-other-office")));
    let supervisor = Actor { role: Role::Supervisor, ..clerk("du", "RS") };
    assert_eq!(house.order(&supervisor, change("督办改")).unwrap().how, How::Added);
    let leader = Actor { role: Role::Leader, ..clerk("L1", "ZJ") };
    assert_eq!(house.list(&leader, "disputes").unwrap().total, 1);
    assert_eq!(house.order(&leader, change("领导改")), Err(StoreError::Denied("why-no-right")));
    for role in [Role::Handler, Role::System, Role::Security, Role::Audit] {
        let me = Actor { role, ..clerk("x", "ZJ") };
        assert_eq!(
            house.list(&me, "disputes").unwrap_err(),
            StoreError::NotFound("disputes".into()),
            "{role:?}"
        );
    }
}

#[test]
fn a_confidential_register_is_there_for_holders_of_the_right_and_never_for_the_unit_it_is_about() {
    let mut house = House(visit(Locale::Zh));
    let fit = Actor { sees_sealed: true, role: Role::Supervisor, ..clerk("du", "ZJ") };
    let said = [("on", "2026-11-20"), ("unit", "RSJ"), ("grounds", "late"), ("record", "超期三次")];
    let no = house.enter(&fit, "inquiries", &said).unwrap();
    let theirs = Actor { unit: "RSJ".into(), ..fit.clone() };
    let page = |house: &mut House, me: &Actor| house.ask(me, Request::Record(RecordAsk::Page(no.clone())));
    assert_eq!(house.list(&fit, "inquiries").unwrap().total, 1);
    assert_eq!(house.list(&theirs, "inquiries").unwrap().total, 0);
    assert_eq!(page(&mut house, &theirs).unwrap_err(), StoreError::NotFound(no.to_string()));
    let unfit = Actor { sees_sealed: false, ..fit.clone() };
    assert_eq!(house.list(&unfit, "inquiries").unwrap_err(), StoreError::NotFound("inquiries".into()));
    assert_eq!(page(&mut house, &unfit).unwrap_err(), StoreError::NotFound(no.to_string()));
    let Reply::Registers(sums) = house.ask(&unfit, Request::Record(RecordAsk::Registers)).unwrap() else {
        panic!()
    };
    assert!(sums.iter().all(|sum| sum.register != "inquiries"));
}

/// A form is sent whole: a link that somebody does not see comes back empty, and stays all the same.
#[test]
fn what_somebody_does_not_see_is_not_emptied_by_their_form() {
    let mut house = House(visit(Locale::Zh));
    let fit = Actor { sees_sealed: true, ..clerk("wang", "ZJ") };
    let matter = Matter {
        petitioners: vec![Petitioner { name: "厉某".into(), ..Petitioner::default() }],
        nature: Nature::Accusation,
        subject: "检举".into(),
        ..Matter::default()
    };
    let sealed = house
        .order(&fit, Deed::Register(Box::new(Registration { matter, ..Registration::default() })))
        .unwrap()
        .no;
    let said = [("title", "漏水"), ("found", "2026-11-20"), ("petition", sealed.as_str())];
    let no = house.enter(&fit, "disputes", &said).unwrap();
    let unfit = Actor { role: Role::Clerk, ..clerk("li", "ZJ") };
    let seen = |house: &mut House, me: &Actor| house.list(me, "disputes").unwrap().rows[0].record.clone();
    assert_eq!(seen(&mut house, &unfit).get("petition"), "");
    let form = row(&[("title", "屋顶漏水"), ("found", "2026-11-20"), ("petition", "")]);
    house.order(&unfit, Deed::ChangeRecord { no, row: form }).unwrap();
    let kept = seen(&mut house, &fit);
    assert_eq!((kept.get("title"), kept.get("petition")), ("屋顶漏水", sealed.as_str()));
}

/// Whoever keeps the lists may declare registers, and cannot open by it what they may not see.
#[test]
fn nobody_without_the_right_opens_a_confidential_register_by_declaring_it_anew() {
    let mut house = House(visit(Locale::Zh));
    let shipped =
        fengqiao::domain::register::shipped_items().iter().find(|item| item.code == "inquiries").unwrap();
    let open = shipped.extra.text.replace("sealed = true\n", "");
    let anybody = shipped.extra.text.replace("accused = \"unit\"\n", "");
    let put = |text: &str, off| {
        let extra = Extra { text: text.to_owned(), ..Extra::default() };
        Deed::PutItem(Box::new(Item { extra, off, ..shipped.clone() }))
    };
    for role in [Role::System, Role::Supervisor] {
        let me = Actor { role, ..clerk("x", "ZJ") };
        house.order(&me, put(&shipped.extra.text, true)).unwrap();
        assert!(house.order(&me, put("id = ", true)).is_err(), "what is compared with next stays readable");
        for text in [&open, &anybody] {
            assert_eq!(house.order(&me, put(text, false)), Err(StoreError::Denied("why-grant")), "{role:?}");
        }
        house.order(&me, put(&shipped.extra.text, false)).unwrap();
    }
    let fit = Actor { role: Role::Supervisor, sees_sealed: true, ..clerk("du", "ZJ") };
    house.order(&fit, put(&open, false)).unwrap();
}

#[test]
fn links_lead_both_ways_and_never_in_a_circle() {
    let shop = shop();
    let links = r#"
id = "steps"
letters = "BZ"
name = "步骤 | Steps"
fields = [
  { id = "name", name = "名称 | Name", required = true },
  { id = "after", name = "在其后 | After", kind = "record", of = "steps" },
]
"#;
    declare(&shop, links);
    let mut v = at_counter(&shop.path(), Locale::En);
    for name in ["甲", "乙", "丙"] {
        open(&mut v, "Steps").keys("a").types(name).keys("f2");
    }
    let apply = |order: serde_json::Value| {
        shop.run(&["--lang", "en", "apply", "-", "--json"], &order.to_string()).lines().remove(0)
    };
    let after = |no: u32, other: u32| {
        let (no, other) = (format!("ZJ-BZ-2026-{no:04}"), format!("ZJ-BZ-2026-{other:04}"));
        apply(serde_json::json!({"do": "record.change", "no": no, "row": {"after": other}}))
    };
    assert_eq!(after(1, 2)["ok"], true);
    assert_eq!(after(2, 3)["ok"], true);
    for (no, other) in [(3, 1), (3, 3), (2, 1)] {
        assert!(after(no, other)["message"].as_str().unwrap().contains("circle"), "{no} {other}");
    }
    let mut v = at_counter(&shop.path(), Locale::En);
    open(&mut v, "Steps").keys("down enter");
    v.sees("ZJ-BZ-2026-0002").sees("Entered in registers").sees("ZJ-BZ-2026-0001");
}

#[test]
fn a_petition_leads_to_its_rows_and_back() {
    let mut v = crate::petition::flat(Locale::En);
    v.keys("T").sees("ZJ-2026-000001");
    v.types("").keys("enter");
    v.sees("ZJ-2026-000001");
    let Some(form) = v.house.model.top().map(|screen| screen.page().name()) else { panic!() };
    assert_eq!(form, "record-form");
    v.keys("esc esc");
    let mut house = House(v);
    let me = clerk("王五", "ZJ");
    let said = [("title", "楼盘群体风险"), ("found", "2026-11-20"), ("petition", "ZJ-2026-000001")];
    let no = house.enter(&me, "disputes", &said).unwrap();
    let mut v = house.0;
    v.keys("t /").types("zhw").keys("enter");
    v.sees("Entered in registers").sees(&format!("{no} Disputes")).sees("楼盘群体风险");
}

/// In the big box rows of every register stand below the petitions, found by words, by the letters of their sounds and
/// by digits, and Enter opens them; a filter of petitions is not about them.
#[test]
fn rows_of_every_register_are_found_in_the_box_over_everything() {
    for (locale, found, none) in
        [(Locale::Zh, "台账 1 行", "没有找到"), (Locale::En, "registers: 1", "nothing found")]
    {
        let mut v = crate::petition::flat(locale);
        let said = [("title", "张华伟楼盘群体风险"), ("found", "2026-11-20")];
        let mut house = House(v);
        let me = clerk("王五", "ZJ");
        let no = house.enter(&me, "disputes", &said).unwrap();
        let volunteer = [("name", "赵志新"), ("speciality", "law"), ("phone", "19000004321")];
        house.enter(&me, "volunteers", &volunteer).unwrap();
        v = house.0;
        // One petition of hers, then the row.
        v.keys("t /").types("zhw").sees(found).sees("ZJ-2026-000001").sees(no.as_str());
        v.keys("down").sees("2026-11-20");
        v.keys("enter").sees(no.as_str());
        assert_eq!(v.house.model.top().map(|screen| screen.page().name()), Some("record"));
        v.keys("esc ctrl-u").types("群体风险").sees(no.as_str());
        v.keys("ctrl-u").types("4321").sees("赵志新").sees_not("19000004321");
        v.keys("ctrl-u").types("4322").sees(none);
        v.keys("ctrl-u").types(if locale == Locale::Zh {
            "赵志新 状态:未结"
        } else {
            "赵志新 state:open"
        });
        v.sees(none);
    }
}

/// Market days of two years at two counters, and a confidential inquiry.
fn markets(me: &Actor) -> House {
    let mut house = House(visit(Locale::En));
    let mut held = |office: &str, on: &str, advised: &str| {
        let said = [("on", on), ("site", "周礼"), ("who", "何静"), ("advised", advised)];
        house.enter(&Actor { office: office.into(), ..me.clone() }, "markets", &said).unwrap();
    };
    held("ZJ", "2026-11-03", "40");
    held("ZJ", "2026-11-17", "2");
    held("RS", "2026-11-04", "3");
    held("ZJ", "2025-11-05", "7");
    held("ZJ", "2025-11-29", "5");
    held("ZJ", "2026-10-31", "9");
    let said = [("on", "2026-11-20"), ("unit", "RSJ"), ("grounds", "late"), ("record", "超期")];
    house.enter(me, "inquiries", &said).unwrap();
    house
}

fn counts(house: &mut House, me: &Actor, offices: &[&str]) -> Vec<(String, u64, u64, f64)> {
    let span = "2026-11-01".parse().unwrap()..="2026-11-30".parse().unwrap();
    let offices = offices.iter().map(|code| (*code).to_owned()).collect();
    let ask = Request::Record(RecordAsk::Counts { span, offices });
    let Reply::Counts(counts) = house.ask(me, ask).unwrap() else { panic!() };
    let told = |counted: Counted| (counted.register, counted.now, counted.before, counted.sums["advised"]);
    counts.into_iter().map(told).collect()
}

/// The file with this ending in the outbox.
fn laid(v: &Visit, ending: &str) -> PathBuf {
    let mut files = fs::read_dir(v.outbox()).unwrap().map(|file| file.unwrap().path());
    files.find(|file| file.extension().is_some_and(|own| own == ending)).unwrap()
}

/// Figures and briefings count the rows of a span beside the year before, and what they add up to; what is confidential is
/// in none of them, and a figure opens its rows.
#[test]
fn registers_count_in_figures_and_briefings() {
    let me = Actor { role: Role::Supervisor, sees_sealed: true, ..clerk("du", "ZJ") };
    let mut house = markets(&me);
    // As of the 26th: what is to come on the 29th of the year before is not part of the comparison.
    assert_eq!(counts(&mut house, &me, &[]), [("markets".to_owned(), 3, 1, 45.0)]);
    assert_eq!(counts(&mut house, &me, &["RS"]), [("markets".to_owned(), 1, 0, 3.0)]);
    let mut v = house.0;
    v.house.model.cx.me = me;
    v.keys("t g left").sees("Market-day receptions").sees("+200.0%").sees("Advised 45");
    v.sees_not("Inquiries");
    v.keys("ctrl-p").sees("Written");
    let mut book: Xlsx<_> = open_workbook(laid(&v, "xlsx")).unwrap();
    let sheet = book.worksheet_range("Registers").unwrap();
    let cells: Vec<String> = sheet.rows().nth(4).unwrap().iter().map(ToString::to_string).collect();
    assert_eq!((&cells[1..4], cells.len()), (&["3", "1", "+200.0%"].map(str::to_owned)[..], 5));
    assert_eq!(sheet.rows().count(), 5, "what is confidential is in no briefing");
    v.keys("enter").sees("2026-11-03").sees("2026-11-04").sees_not("2026-10-31").sees_not("2025-11-05");
}

/// A row on paper says what its page says, numbers of people masked; a list has its paper too, with what it adds up to;
/// both are written down.
#[test]
fn a_row_and_a_list_are_printed_masked_and_written_down() {
    for (locale, name, told) in [(Locale::Zh, "擅长", "共 2 行"), (Locale::En, "Speciality", "2 rows")] {
        let mut house = House(visit(locale));
        let me = clerk("王五", "ZJ");
        let said = [("name", "赵志新"), ("speciality", "law"), ("phone", "19000004321")];
        let no = house.enter(&me, "volunteers", &said).unwrap();
        house.enter(&me, "volunteers", &[("name", "钱济民"), ("speciality", "pay")]).unwrap();
        let mut v = house.0;
        v.house.begin(Route::Record(no.clone())).unwrap();
        v.keys("f8").sees(no.as_str());
        let text = fs::read_to_string(laid(&v, "txt")).unwrap();
        assert!(text.contains(name) && text.contains("赵志新") && text.contains("190****4321"), "{text}");
        assert!(!text.contains("19000004321"), "{text}");
        assert!(fs::read(laid(&v, "docx")).unwrap().starts_with(b"PK\x03\x04"));
        v.house.begin(Route::Register { id: "volunteers".into(), said: String::new() }).unwrap();
        v.keys("f8").sees("volunteers");
        let paper = fs::read(v.outbox().join("volunteers.docx")).unwrap();
        let paper: String = crate::leaks::unzipped(&paper).into_iter().map(|(_, text)| text).collect();
        assert!(paper.contains("钱济民") && paper.contains(told), "{paper}");
        let mut house = House(v);
        let auditor = Actor { role: Role::Audit, ..clerk("shen", "ZJ") };
        let ask = JournalAsk { limit: 50, ..JournalAsk::default() };
        let Reply::Journal(entries) = house.ask(&auditor, Request::Journal(ask)).unwrap() else { panic!() };
        let of = |rows: usize| {
            Act::Traced(Trace::Exported { form: "register.volunteers".into(), rows, with: String::new() })
        };
        for rows in [1, 2] {
            assert!(entries.iter().any(|entry| entry.act == of(rows)), "{rows} {entries:?}");
        }
    }
}

/// Who does not see a row gets no paper of it.
#[test]
fn nobody_prints_what_they_do_not_see() {
    let me = Actor { role: Role::Supervisor, sees_sealed: true, ..clerk("du", "ZJ") };
    let mut v = markets(&me).0;
    let (lang, outbox, mut told) = (Lang::new(Locale::Zh), v.outbox(), Vec::new());
    let unfit = Actor { sees_sealed: false, ..me };
    let mut bench = Bench {
        store: &mut v.house.store,
        me: unfit,
        lang: &lang,
        outbox: &outbox,
        now: Now::at(NOON),
        demo: false,
        tty: None,
    };
    let register = Job::Register { register: "inquiries".into(), narrow: Box::default() };
    for job in [Job::Row(No("ZJ-XC-2026-0001".into())), register] {
        bench.carry_out(job, &mut |work| told.push(work));
    }
    assert!(told.len() == 2 && told.iter().all(|work| matches!(work, Work::Failed(_))), "{told:?}");
    assert!(!outbox.exists() || fs::read_dir(&outbox).unwrap().count() == 0);
}

/// What came in over a QR code is taken in as a sheet, becomes a petition by one key with the strip of who this may be beside
/// the form, and leads there from then on; how long the first answer took is told as a mean.
#[test]
fn a_petition_grows_from_a_row_that_leads_to_it_from_then_on() {
    let mut house = House(visit(Locale::En));
    let me = clerk("王五", "ZJ");
    let point = [("name", "滨江花园"), ("kind", "estate"), ("place", "512002"), ("put-up", "2026-11-01")];
    let point = house.enter(&me, "qr-points", &point).unwrap();
    let mut scan = |title: &str, phone: &str, minutes: &str| {
        let said = [
            ("on", "2026-11-22"),
            ("time", "820"),
            ("point", point.as_str()),
            ("name", "邱素珍"),
            ("phone", phone),
            ("title", title),
            ("response", minutes),
        ];
        house.enter(&me, "qr-scans", &said).unwrap()
    };
    let scans = [scan("过渡费什么时候补发", "19000002502", "18"), scan("楼道灯坏了", "", "35")];
    let mut v = house.0;
    v.house.begin(Route::Record(scans[0].clone())).unwrap();
    v.sees("08:20").sees_not("19000002502");
    v.keys("n").sees("邱素珍").sees("过渡费什么时候补发");
    v.keys("f2").sees("ZJ-2026-000001").sees("过渡费什么时候补发").sees(scans[0].as_str());
    let Some(petition) = petition_of(&mut v, &scans[0]) else { panic!() };
    assert_eq!(petition.as_str(), "ZJ-2026-000001");
    let ask = Request::Petition(PetitionAsk::Page(petition));
    let mut house = House(v);
    let Reply::Petition(page) = house.ask(&me, ask).unwrap() else { panic!() };
    assert_eq!(page.petition.matter.channel, Channel::Qr);
    assert_eq!(page.petition.received.to_string(), "2026-11-22");
    // It grows once; a row that has grown says so, and its register adds nothing to what it does not have.
    let mut v = house.0;
    v.house.begin(Route::Record(scans[0].clone())).unwrap();
    v.sees("registered");
    v.keys("n").sees("has grown from this row already");
    let registration = Registration { row: Some(scans[0].clone()), ..told_again() };
    let mut house = House(v);
    told(house.order(&me, Deed::Register(Box::new(registration))), "has grown from this row already");
    let Reply::Number(none) = house.ask(&me, Request::Petition(PetitionAsk::National("N1".into()))).unwrap()
    else {
        panic!()
    };
    assert_eq!(none, None, "what is refused leaves no petition behind");
    let mut v = house.0;
    v.house.begin(Route::Register { id: "qr-scans".into(), said: String::new() }).unwrap();
    v.sees("Minutes (mean) 26.5");
    v.house.begin(Route::Record(point)).unwrap();
    v.keys("n").sees("no petition grows from a row of this register");
}

/// Who scans a second time is known beside the form, and `again` makes a visit to which the row leads.
#[test]
fn a_row_of_somebody_known_becomes_a_visit_and_leads_to_the_petition() {
    let mut house = House(visit(Locale::En));
    let me = clerk("王五", "ZJ");
    let point = [("name", "滨江花园"), ("kind", "estate"), ("place", "512002"), ("put-up", "2026-11-01")];
    let point = house.enter(&me, "qr-points", &point).unwrap();
    let mut scans = ["过渡费什么时候补发", "过渡费还是没有发"].into_iter().map(|title| {
        let said = [
            ("on", "2026-11-22"),
            ("time", "820"),
            ("point", point.as_str()),
            ("name", "邱素珍"),
            ("phone", "19000002502"),
            ("title", title),
            ("said", title),
        ];
        house.enter(&me, "qr-scans", &said).unwrap()
    });
    let (first, second) = (scans.next().unwrap(), scans.next().unwrap());
    let said = [
        ("on", "2026-11-22"),
        ("time", "820"),
        ("point", point.as_str()),
        ("name", "林玲霞"),
        ("phone", "19000002502"),
        ("title", "替她问"),
    ];
    let third = house.enter(&me, "qr-scans", &said).unwrap();
    let mut v = house.0;
    v.house.begin(Route::Record(first)).unwrap();
    v.keys("n f2").sees("ZJ-2026-000001");
    v.house.begin(Route::Record(second.clone())).unwrap();
    v.keys("n").sees("1 in all, 1 open");
    v.keys("f6").sees("Again").sees("过渡费还是没有发").sees("QR code");
    v.keys("f2").sees("ZJ-2026-000001").sees("2 visits").sees(second.as_str());
    assert_eq!(petition_of(&mut v, &second).map(|no| no.0), Some("ZJ-2026-000001".to_owned()));
    // Somebody else with the same phone is named in what was said.
    v.house.begin(Route::Record(third)).unwrap();
    v.keys("n").sees("1 in all, 1 open");
    v.keys("f6").sees("This time     林玲霞");
    v.keys("f2").sees("3 visits").sees("林玲霞");
    verified(&mut v);
}

fn told_again() -> Registration {
    let petitioner = Petitioner { name: "邱素珍".into(), ..Petitioner::default() };
    let matter = Matter { petitioners: vec![petitioner], subject: "过渡费".into(), ..Matter::default() };
    Registration { national_no: Some("N1".into()), matter, ..Registration::default() }
}

/// Where a row leads.
fn petition_of(v: &mut Visit, row: &No) -> Option<No> {
    let (me, now) = (v.house.model.cx.me.clone(), v.house.now);
    let ask = Request::Record(RecordAsk::Page(row.clone()));
    match v.house.store.answer(&me, now, ask).unwrap() {
        Reply::Record(page) => Some(No(page.record.get("petition").to_owned())),
        _ => None,
    }
}

/// What petitions say of a unit, a place or a category of a row is one key away; of a unit that is asked about, what is
/// late.
#[test]
fn a_row_leads_to_the_petitions_of_its_unit_and_of_one_asked_about_to_what_is_late() {
    let mut v = town(Locale::En);
    let me = Actor { role: Role::Supervisor, sees_sealed: true, ..clerk("wang", "ZJ") };
    let mut house = House(v);
    let said = [("on", "2026-11-20"), ("unit", "ZJJ"), ("grounds", "late"), ("record", "见系统记录")];
    let inquiry = house.enter(&me, "inquiries", &said).unwrap();
    let dispute = [("title", "电梯停用"), ("found", "2026-11-20"), ("unit", "ZJJ")];
    let dispute = house.enter(&me, "disputes", &dispute).unwrap();
    v = house.0;
    v.house.model.cx.me = me;
    for (no, typed) in [(inquiry, "unit:ZJJ state:overdue"), (dispute, "unit:ZJJ")] {
        v.house.begin(Route::Record(no)).unwrap();
        for _ in 0..20 {
            if v.screen()
                .lines()
                .any(|line| line.starts_with("> ") && line.contains('+') && line.contains("局"))
            {
                break;
            }
            v.keys("down");
        }
        v.keys("enter").sees(&format!("Find > {typed}")).sees("found");
    }
}

/// A row that was struck off is found by its whole number, changes no more, neither by hand nor by a sheet, and is put back.
#[test]
fn a_row_that_was_struck_off_is_found_by_its_number_and_only_put_back() {
    let mut house = House(visit(Locale::En));
    let me = clerk("王五", "ZJ");
    let no = house.enter(&me, "disputes", &[("title", "漏水"), ("found", "2026-11-20")]).unwrap();
    let strike = |back| Deed::StrikeRecord { no: no.clone(), reason: "记重了".into(), back };
    house.order(&me, strike(false)).unwrap();
    let change = Deed::ChangeRecord { no: no.clone(), row: row(&[("title", "墙漏水")]) };
    told(house.order(&me, change), "struck off already");
    let moved = Deed::MoveRecord { no: no.clone(), to: "resolving".into(), reason: String::new() };
    told(house.order(&me, moved), "struck off already");
    let mut v = house.0;
    v.keys("t /").types("漏水").sees("nothing found");
    v.keys("ctrl-u").types(&no.as_str().to_lowercase()).sees("registers: 1");
    v.keys("enter").sees("记重了");
    v.keys("e").sees("struck off already");
    v.keys("x").sees("Put back").sees_not("Strike off");
    v.types("是另一件").keys("f2").sees("put back 是另一件").sees_not("struck off put back");
    let mut house = House(v);
    assert_eq!(house.list(&me, "disputes").unwrap().total, 1);
}

/// What was dropped by mistake can be dropped again, a state that rows are in is not lost in silence, and what is switched
/// off says so.
#[test]
fn a_declaration_that_is_changed_says_what_becomes_of_its_rows() {
    let shop = lanterns();
    let shelf = "  { id = \"shelf\", name = \"架 | Shelf\", required = true },\n]\norder";
    let stricter = LANTERNS.replace("]\norder", shelf);
    assert_eq!(declare(&shop, &stricter).code(), 0);
    assert_eq!(declare(&shop, LANTERNS).code(), 0, "no row has a shelf");
    let renamed =
        LANTERNS.replace("id = \"up\"", "id = \"hung\"").replace("to = [\"up\"]", "to = [\"hung\"]");
    let said = declare(&shop, &renamed).text();
    assert!(said.contains("ZJ-DL-2026-0001"), "{said}");
    // In a state that is not declared any more a row says which, and goes wherever it is said to stand.
    let mut v = at_counter(&shop.path(), Locale::En);
    v.house.begin(Route::Record(No("ZJ-DL-2026-0001".into()))).unwrap();
    v.sees("State          up");
    v.keys("d").sees("1 up  2 taken down");
    v.types("2").keys("f2").sees("State          taken down");
    drop(v);
    declare(&shop, LANTERNS);
    let off = shop.run(&["--lang", "en", "declare", "-", "--off"], LANTERNS);
    assert!(off.code() == 0 && off.text().contains("switched off"), "{} {}", off.text(), off.error());
    assert_eq!(declare(&shop, LANTERNS).code(), 0);
    assert!(shop.run(&["rows", "lanterns"], "").text().contains("莲花街"));
}

/// A declaration comes in from a file over the screen of settings, with the same check, and over the one that stands.
/// While a register is off those whose rows lead to it rest as well; what lists read of them is made anew with its return.
#[test]
fn rows_that_rested_while_another_register_was_off_are_found_again() {
    let mut house = House(visit(Locale::En));
    let me = clerk("王五", "ZJ");
    let point = [("name", "滨江"), ("kind", "estate"), ("place", "512002"), ("put-up", "2026-11-01")];
    let point = house.enter(&me, "qr-points", &point).unwrap();
    let said = [("on", "2026-11-22"), ("time", "820"), ("point", point.as_str()), ("title", "灯坏了")];
    house.enter(&me, "qr-scans", &said).unwrap();
    let points =
        fengqiao::domain::register::shipped_items().iter().find(|item| item.code == "qr-points").unwrap();
    let off = Item { off: true, ..points.clone() };
    house.order(&me, Deed::PutItem(Box::new(off))).unwrap();
    assert!(house.list(&me, "qr-scans").is_err());
    let db = rusqlite::Connection::open(house.0.path()).unwrap();
    let sql = "UPDATE record SET state = NULL, day = NULL, f1 = NULL, f2 = NULL, f3 = NULL WHERE register = 'qr-scans'";
    assert_eq!(db.execute(sql, []), Ok(1));
    house.order(&me, Deed::PutItem(Box::new(points.clone()))).unwrap();
    verified(&mut house.0);
}

/// By whose counter a row is counted follows from its number.
#[test]
fn a_row_that_was_given_to_another_counter_behind_the_program_is_told() {
    let mut house = House(visit(Locale::En));
    let me = clerk("王五", "ZJ");
    house.enter(&me, "disputes", &[("title", "堤防渗水"), ("found", "2026-11-20")]).unwrap();
    let db = rusqlite::Connection::open(house.0.path()).unwrap();
    assert_eq!(db.execute("UPDATE record SET office = 'RS'", []), Ok(1));
    let Reply::Verified(found) = house.ask(&me, Request::Verify).unwrap() else { panic!() };
    assert!(found.problems.iter().any(|problem| problem.contains("ZJ-MD-2026-0001")), "{:?}", found.problems);
}

/// Editors of Windows write it in GBK, as spreadsheets do.
#[test]
fn a_declaration_in_another_encoding_is_read_too() {
    let shop = shop();
    let file = shop.path().with_file_name("gbk.toml");
    fs::write(&file, encoding_rs::GB18030.encode(LANTERNS).0).unwrap();
    let said = shop.run(&["declare", file.to_str().unwrap()], "");
    assert_eq!(said.text().trim(), "灯笼登记：7 个栏目，可以使用", "{}", said.error());
    let mut v = at_counter(&shop.path(), Locale::Zh);
    v.keys("t s left left left left left I")
        .pastes(&file.display().to_string())
        .keys("enter")
        .sees("灯笼登记：7 个栏目");
}

#[test]
fn a_declaration_is_read_from_a_file_at_the_desk() {
    let shop = shop();
    let file = shop.path().with_file_name("lanterns.toml");
    let mut v = at_counter(&shop.path(), Locale::En);
    let read = |v: &mut Visit, text: &str| {
        fs::write(&file, text).unwrap();
        v.keys("esc esc esc t s");
        while !v.screen().contains("What it is for") {
            v.keys("tab");
        }
        v.keys("I").pastes(&file.display().to_string()).keys("enter");
    };
    read(&mut v, &LANTERNS.replace("\"DL\"", "\"HZ\""));
    v.sees("(HZ)");
    read(&mut v, LANTERNS);
    v.sees("7 fields");
    v.keys("f2").sees("Lanterns");
    read(&mut v, &LANTERNS.replace("Lanterns", "Lamps"));
    v.keys("f2").sees("Lamps");
    let lists = &v.house.model.cx.lists.registers;
    assert_eq!(lists.get("lanterns").unwrap().name.say(false), "Lamps");
    v.keys("esc esc t s I").sees("only for registers");
}

/// What stands in a day, a time or a number gives way to what is typed, unless the caret was moved; a slip in the
/// declaration leaves the caret where it was, one that the store finds leads to its line.
#[test]
fn what_stands_there_gives_way_and_a_long_text_keeps_its_place() {
    let shop = shop();
    let with =
        LANTERNS.replace("kind = \"count\", total = true", "kind = \"count\", total = true, default = 1");
    let with = with.replace("kind = \"phone\" }", "kind = \"time\", default = \"18:30\" }");
    declare(&shop, &with);
    let mut v = at_counter(&shop.path(), Locale::En);
    open(&mut v, "Lanterns").keys("a enter").types("莲花街").keys("enter enter").types("2").keys("enter");
    v.types("7")
        .keys("enter")
        .types("1915")
        .keys("f2")
        .sees("How many       2")
        .sees("19:15")
        .sees("Cost           7");
    v.keys("e down down down down end").types("5").keys("f2").sees("Cost           75");
    // The next rows do not pile up.
    for _ in 0..3 {
        v.keys("a enter").types("三贤路").keys("f2");
    }
    v.keys("q").sees("4 rows");
    let text = with.replace("money", "mony");
    v.keys("t s left left left left left a").pastes(&text).sees("Line 10");
    v.sees("line 23/23");
    v.keys("ctrl-home").sees("line 1/23");
    v.keys("f2").sees("line 9/21").sees("Line 9");
}

/// Whoever is in the midst of a long text when a check fails goes on there.
#[test]
fn a_check_that_fails_leaves_the_caret_in_the_text() {
    let shop = shop();
    let said = "kind = \"day\" },\n  { id = \"said\", name = \"说 | Said\", kind = \"page\" },\n]";
    assert_eq!(declare(&shop, &LANTERNS.replace("kind = \"day\" },\n]", said)).code(), 0);
    let mut v = at_counter(&shop.path(), Locale::En);
    open(&mut v, "Lanterns").keys("a").types("0210").keys("enter").types("莲花街");
    v.keys("enter enter enter enter enter").types("0101").keys("enter").types("ab");
    v.keys("home f2").sees("taken down before it was hung");
    v.types("X").sees("Xab");
    v.keys("f3 t").sees("Unfinished: Lanterns  莲花街");
}

#[test]
fn a_time_of_day_is_narrowed_like_a_number() {
    let mut house = House(visit(Locale::En));
    let me = clerk("王五", "ZJ");
    let point = [("name", "滨江"), ("kind", "estate"), ("place", "512002"), ("put-up", "2026-11-01")];
    let point = house.enter(&me, "qr-points", &point).unwrap();
    for time in ["820", "15:30", "23:59"] {
        let said = [("on", "2026-11-22"), ("time", time), ("point", point.as_str()), ("title", "灯坏了")];
        house.enter(&me, "qr-scans", &said).unwrap();
    }
    let mut v = house.0;
    v.house.begin(Route::Register { id: "qr-scans".into(), said: String::new() }).unwrap();
    for (typed, rows) in [
        ("time:15:30", "1 row"),
        ("time>12:00", "2 rows"),
        ("time<8:20", "No row fits"),
        ("time:8:00..16:00", "2 rows"),
        ("time>23:59", "No row fits"),
    ] {
        v.keys("/ ctrl-u").types(typed).keys("enter").sees(rows);
    }
}

/// Whatever of it the store keeps in which place, every short field of a register of many is narrowed, added up and
/// sorted by; rows that say nothing of the order come last, whichever way it goes.
#[test]
fn a_register_of_many_fields_is_narrowed_and_sorted_by_every_one() {
    let count = |n| format!("{{ id = \"n{n}\", name = \"n{n}\", kind = \"count\", total = {} }},", n > 17);
    let counts = (1..=20).map(count).collect::<Vec<_>>().concat();
    let kind = r#"{ id = "kind", name = "kind", kind = "choice", answers = { a = "a", b = "b" } }"#;
    let declared = |order: &str| {
        format!(
            "id = \"many\"\nletters = \"MY\"\nname = \"Many\"\norder = \"{order}\"\nfields = [{counts}{kind}]\n"
        )
    };
    let shop = shop();
    assert_eq!(declare(&shop, &declared("n20")).code(), 0);
    let mut house = House(at_counter(&shop.path(), Locale::En));
    let me = clerk("王五", "ZJ");
    for at in 0..3 {
        let said: Vec<(String, String)> =
            (1..=20).map(|n| (format!("n{n}"), (n * 10 + at).to_string())).collect();
        let mut said: Vec<(&str, &str)> =
            said.iter().map(|(id, said)| (id.as_str(), said.as_str())).collect();
        said.push(("kind", if at == 1 { "b" } else { "a" }));
        house.enter(&me, "many", &said).unwrap();
    }
    house.enter(&me, "many", &[("n1", "5")]).unwrap();
    let numbers = |records: &Records| -> Vec<String> {
        records
            .rows
            .iter()
            .map(|row| row.record.no.as_str()[row.record.no.as_str().len() - 1..].to_owned())
            .collect()
    };
    assert_eq!(numbers(&house.list(&me, "many").unwrap()), ["1", "2", "3", "4"]);
    assert_eq!(house.list(&me, "many").unwrap().sums["n20"].to_string(), "603");
    let registers = fengqiao::domain::register::read(&declared("n20")).unwrap();
    for n in 1..=20 {
        let query = Query::read(
            &format!("n{n}={} kind:b", n * 10 + 1),
            &registers,
            &pick::meaning(house.0.house.model.cx.catalog()),
            Now::at(NOON).today,
        );
        let narrow = Narrow { query, ..Narrow::default() };
        assert_eq!(numbers(&house.narrowed(&me, "many", narrow).unwrap()), ["2"], "n{n}");
        let by = Narrow { by: Some(format!("n{n}")), ..Narrow::default() };
        assert_eq!(numbers(&house.narrowed(&me, "many", by).unwrap()), ["3", "2", "1", "4"], "n{n}");
    }
    verified(&mut house.0);
    assert_eq!(declare(&shop, &declared("-n20")).code(), 0);
    assert_eq!(numbers(&house.list(&me, "many").unwrap()), ["3", "2", "1", "4"]);
    verified(&mut house.0);
}

#[test]
fn an_afternoon_at_a_market_is_one_key_a_visitor_and_two_desks_count_on_one_row() {
    let mut v = visit(Locale::En);
    open(&mut v, "Market-day receptions").keys("a");
    assert!(v.screen().contains("Date"), "{}", v.screen());
    let me = clerk("王五", "ZJ");
    let mut house = House(v);
    let registers = Registers::of(fengqiao::domain::register::shipped_items());
    let tally = &registers.get("markets").unwrap().tally;
    assert!(tally.len() > 2);
    let fields = registers.get("markets").unwrap().fields.iter().filter(|field| field.required);
    let said: Vec<(String, String)> = fields
        .map(|field| {
            let said = match field.answers.first() {
                Some(answer) => answer.id.clone(),
                None if field.default == "today" => "2026-11-23".to_owned(),
                None if field.kind.list().is_some() => "512002001".to_owned(),
                None => "1".to_owned(),
            };
            (field.id.clone(), said)
        })
        .collect();
    let deed = Deed::EnterRecord { register: "markets".into(), row: said.into_iter().collect() };
    let no = house.order(&me, deed).unwrap().no;
    let mut one = Visit::at(&house.0.path(), Locale::En, me.clone(), Route::Tally(no.clone()));
    let mut two = Visit::at(&house.0.path(), Locale::En, clerk("李四", "ZJ"), Route::Tally(no.clone()));
    one.types("112");
    two.types("1-1");
    one.types("-");
    let counted = house.list(&me, "markets").unwrap().rows[0].record.clone();
    assert_eq!((counted.get(&tally[0]), counted.get(&tally[1])), ("3", "0"));
    verified(&mut house.0);
}

#[test]
fn a_grade_follows_from_its_scores_and_nobody_says_it() {
    let mut house = House(visit(Locale::Zh));
    let me = clerk("王五", "ZJ");
    let register =
        Registers::of(fengqiao::domain::register::shipped_items()).get("rehearsals").cloned().unwrap();
    let required = |scores: [&str; 4]| -> BTreeMap<String, String> {
        let parts = ["legality", "reasonableness", "feasibility", "controllability"];
        let mut row: BTreeMap<String, String> =
            parts.iter().zip(scores).map(|(part, score)| ((*part).to_owned(), score.to_owned())).collect();
        for field in
            register.fields.iter().filter(|field| field.required && !parts.contains(&field.id.as_str()))
        {
            let said = match field.answers.first() {
                Some(answer) => answer.id.as_str(),
                None if field.default == "today" => "2026-11-23",
                None if field.kind.list().is_some() => "512002001",
                None => "1",
            };
            row.insert(field.id.clone(), said.to_owned());
        }
        row.insert("risk".to_owned(), "low".to_owned());
        row
    };
    for (scores, grade) in [
        (["5", "6", "6", "6"], "high"),
        (["6", "6", "6", "6"], "middle"),
        (["8", "8", "8", "7"], "middle"),
        (["8", "8", "8", "8"], "low"),
    ] {
        let deed = Deed::EnterRecord { register: "rehearsals".into(), row: required(scores) };
        let no = house.order(&me, deed).unwrap().no;
        let Reply::Record(page) = house.ask(&me, Request::Record(RecordAsk::Page(no))).unwrap() else {
            panic!()
        };
        assert_eq!(page.record.get("risk"), grade, "{scores:?}");
    }
    told(
        house.order(
            &me,
            Deed::EnterRecord { register: "rehearsals".into(), row: required(["11", "1", "1", "1"]) },
        ),
        "outside its bounds",
    );
}

/// A story for every register that ships, in both languages: it opens with its rows, one of them opens, a new one is begun
/// and its form has a name for every field, what is looked for is found, and nothing is cut off at the edge of a terminal.
#[test]
fn every_register_that_ships_is_walked_in_both_languages() {
    for locale in [Locale::Zh, Locale::En] {
        let mut v = town(locale);
        let registers = v.house.model.cx.lists.registers.clone();
        assert_eq!(registers.faults, []);
        assert!(registers.all().count() >= 20);
        for register in registers.all() {
            let name = register.name.say(locale == Locale::Zh).to_owned();
            open(&mut v, &name).sees(&name).sees_not("⟦");
            let listed = v.screen();
            let rows = listed.lines().skip(3).filter(|line| !line.trim().is_empty()).count();
            assert!(rows > 5, "{name}: {listed}");
            for id in register.columns.iter().filter_map(|id| register.field(id)) {
                let head = id.name.say(locale == Locale::Zh);
                assert!(listed.contains(head), "{name}: the column {head} is cut in\n{listed}");
            }
            v.keys("enter").sees(&format!("-{}-", register.letters)).sees_not("⟦");
            v.keys("q a").sees_not("⟦");
            let form = v.house.model.top().map(|screen| screen.page().name());
            assert_eq!(form, Some("record-form"), "{name}");
            v.keys("esc");
            if !register.states.is_empty() || register.chart.is_some() {
                v.keys("v").sees("##");
                v.keys("v");
            }
            let typed = format!("state:{}", register.first_state());
            if !register.states.is_empty() {
                v.keys("/").types(&typed).keys("enter").sees_not("⟦");
                v.keys("esc");
            }
        }
        verified(&mut v);
    }
}

#[test]
fn what_is_typed_to_narrow_a_register_is_read_in_either_language_or_said_to_be_unclear() {
    let v = visit(Locale::Zh);
    let cx = &v.house.model.cx;
    let register = cx.lists.registers.get("disputes").unwrap();
    let read = |typed: &str| Query::read(typed, register, &pick::meaning(cx.catalog()), cx.today);
    for (one, other) in [
        ("risk:high", "风险:高"),
        ("state:open", "状态:未化解"),
        ("place:512002001", "属地：莲花街道"),
        ("people>5", "涉及人数>5"),
        ("people>5", "涉及人数＞5"),
        ("people>=5", "涉及人数≥5"),
        ("people<=5", "涉及人数＜＝5"),
        ("found>=0201", "排查日期≥0201"),
        ("place:512002001", "属地:莲花街"),
    ] {
        assert_eq!(read(one), read(other), "{one}");
        assert!(read(one).unclear.is_empty() && read(one).terms.len() == 1, "{one}");
    }
    for typed in ["place:雁江", "属地:yjq"] {
        let Term::Is(_, codes) = &read(typed).terms[0] else { panic!() };
        assert_eq!(codes.len(), 23, "{typed} and all below it");
    }
    let bound = |typed: &str| match &read(typed).terms[0] {
        Term::Between(_, least, most) => [least.to_string(), most.to_string()],
        Term::In(_, from, to) => [from.clone(), to.clone()],
        other => panic!("{other:?}"),
    };
    assert_eq!(bound("people>=5"), ["5", "inf"]);
    assert_eq!(bound("people<=5"), ["-inf", "5"]);
    assert_eq!(bound("people=5"), ["5", "5"]);
    assert_eq!(bound("found>=0201"), ["2026-02-01", "9999-12-31"]);
    assert_eq!(bound("found<=0201"), ["0000-01-01", "2026-02-01"]);
    for unclear in ["risk:awful", "nothing:1", "found:soon", "people>many", "state:nowhere"] {
        assert_eq!(read(unclear).unclear, [unclear], "{unclear}");
    }
}
