//! Texts that are made to do harm go in everywhere, and nothing that acts on a terminal, a spreadsheet or a reader comes
//! out anywhere.
use crate::{
    leaks::{papers, routes, unzipped},
    support::{Visit, clerk},
    verbs::{Said, at},
};
use fengqiao::{
    domain::{
        catalog::List,
        evaluation::{Check, Sample},
        notice::Notice,
        petition::No,
        rights::Actor,
        setting::SETTINGS,
        step::StepKind,
    },
    flow::{Holds, Job, Paper, Route, Work},
    form::Sheet,
    lang::{Lang, Locale},
    run::jobs::Bench,
    store::Store,
};
use ratatui::buffer::Buffer;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// What nobody writes by hand.
fn corpus() -> Vec<String> {
    let mut all: Vec<String> = [
        "\u{1b}[2J\u{1b}[31m红",
        "\u{1b}]52;c;Y3VybA==\u{7}",
        "\u{1b}]8;;http://x.example\u{1b}\\点\u{1b}]8;;\u{1b}\\",
        "\u{1b}]0;标题\u{7}",
        "\u{1b}Pq#0;2;0;0;0\u{1b}\\",
        "\u{1b}[5i打印\u{1b}[4i",
        "\u{9b}31m红\u{9c}",
        "\u{9d}52;c;x\u{9c}",
        "铃\u{7}\u{7}",
        "张三\u{8}\u{8}李四",
        "删\u{7f}除",
        "零\u{0}字",
        "张三\r李四",
        "\u{202e}三张\u{202c}",
        "\u{2066}隔\u{2069}离\u{2068}",
        "张\u{200b}三\u{200d}\u{200e}",
        "旗\u{e0041}\u{e007f}",
        "一\u{2028}二\u{2029}三",
        "软\u{ad}连",
        "填\u{3164}\u{115f}\u{ffa0}充",
        "👨\u{200d}👩\u{200d}👧\u{fe0f}",
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        "＝1+1",
        "＋1",
        "－1",
        "＠A1",
        "\t=1",
        "\n=1",
        "张\t三\n李四",
        "{$x} { $name }",
        "{{ 7*7 }}{% raw %}",
        "<script>&amp;]]><!--",
        "'; DROP TABLE petition; --",
        "\"}\\,[{",
        "../../etc/passwd",
        "\u{202b}שלום مرحبا",
        "\u{e000}\u{f8ff}私",
        "\u{fe0f}\u{e0100}孤",
    ]
    .map(str::to_owned)
    .into();
    all.push("长".repeat(3000));
    all.push(format!("张{}", "\u{30d}\u{327}".repeat(200)));
    all
}

/// All of it in one, behind what would be a formula.
fn together() -> String {
    format!("={}", corpus().concat().replace(&"长".repeat(3000), "长"))
}

/// What no output holds: whatever moves a cursor, turns or hides letters.
fn acts(c: char) -> bool {
    matches!(u32::from(c),
        0..=0x1f | 0x7f..=0x9f | 0xad | 0x61c | 0x180e | 0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f | 0xfeff
        | 0x115f | 0x1160 | 0x3164 | 0xffa0 | 0xfe00..=0xfe0f | 0xe0000..=0xe00ff)
}

/// Text in lines.
#[track_caller]
fn is_plain(wher: &str, text: &str) {
    let text = text.replace("\r\n", "\n");
    if let Some(at) = text.find(|c: char| c != '\n' && acts(c)) {
        let near: String = text[at..].chars().take(20).collect();
        let from = text[..at].char_indices().rev().nth(40).map_or(0, |(from, _)| from);
        panic!("{wher}: {:?} then {near:?}", &text[from..at]);
    }
}

/// Text for people besides buries no line under a tower of marks.
#[track_caller]
fn is_readable(wher: &str, text: &str) {
    is_plain(wher, text);
    let tower = text.chars().fold((0, 0), |(most, now), c| {
        let now = if unicode_normalization::char::is_combining_mark(c) { now + 1 } else { 0 };
        (usize::max(most, now), now)
    });
    assert!(tower.0 <= 8, "{wher}: a tower of {} marks", tower.0);
}

#[track_caller]
fn is_plain_json(wher: &str, value: &Value) {
    match value {
        Value::String(text) => is_plain(wher, text),
        Value::Array(all) => all.iter().for_each(|one| is_plain_json(wher, one)),
        Value::Object(all) => all.iter().for_each(|(name, one)| {
            is_plain(wher, name);
            is_plain_json(wher, one);
        }),
        _ => {}
    }
}

#[track_caller]
fn is_plain_cell(wher: &str, cell: &str) {
    let first = cell.trim_start().chars().next();
    let formula = first.is_some_and(|c| "=+-@＝＋－＠".contains(c)) && cell.parse::<f64>().is_err();
    assert!(!formula, "{wher}: a formula: {cell:?}");
}

/// A packed document: each part well formed, nothing in it that acts, no formula.
#[track_caller]
fn is_plain_office(wher: &str, bytes: &[u8]) {
    for (name, text) in unzipped(bytes) {
        let wher = format!("{wher} {name}");
        is_readable(&wher, &text.replace(['\t', '\r'], " "));
        let mut reader = quick_xml::Reader::from_str(&text);
        reader.config_mut().check_end_names = true;
        loop {
            match reader.read_event() {
                Ok(quick_xml::events::Event::Eof) => break,
                Ok(quick_xml::events::Event::Start(tag) | quick_xml::events::Event::Empty(tag)) => {
                    assert_ne!(tag.name().as_ref(), "f", "{wher}: a formula");
                    for attribute in tag.attributes() {
                        attribute.unwrap_or_else(|error| panic!("{wher}: {error}"));
                    }
                }
                Ok(_) => {}
                Err(error) => panic!("{wher}: {error}"),
            }
        }
    }
}

#[track_caller]
fn is_plain_file(path: &Path) {
    let (wher, bytes) = (path.display().to_string(), std::fs::read(path).unwrap());
    if bytes.starts_with(b"PK") {
        return is_plain_office(&wher, &bytes);
    }
    let utf8 = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let text = match std::str::from_utf8(utf8) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::GB18030.decode(&bytes).0.into_owned(),
    };
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("csv") => {
            let mut reader =
                csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
            for row in reader.records() {
                for cell in &row.unwrap() {
                    is_readable(&wher, cell);
                    is_plain_cell(&wher, cell);
                }
            }
        }
        Some("jsonl") => text.lines().for_each(|line| {
            is_plain(&wher, line);
            is_plain_json(&wher, &serde_json::from_str(line).unwrap());
        }),
        _ => is_readable(&wher, &text),
    }
}

/// What a screen shows, cell by cell.
#[track_caller]
fn is_plain_screen(wher: &str, buffer: &Buffer) {
    for cell in buffer.content() {
        is_readable(wher, &cell.symbol().replace('\n', "\u{7}"));
    }
}

struct House {
    dir: tempfile::TempDir,
}

impl House {
    fn new() -> Self {
        let house = Self { dir: tempfile::tempdir().unwrap() };
        let orders = registrations().into_iter().chain(others());
        let said = house.run(&["--json", "apply", "-"], &lines(orders));
        let done = said.lines().iter().filter(|line| line["ok"] == true).count();
        assert!(done > corpus().len() + 25, "only {done} went in: {}", said.text());
        is_plain("apply", &said.text());
        house
    }

    fn path(&self) -> PathBuf {
        self.dir.path().join("f.db")
    }

    fn file(&self, name: &str) -> String {
        self.dir.path().join(name).to_str().unwrap().to_owned()
    }

    /// Runs a verb; whatever it says on either stream must be plain.
    fn run(&self, words: &[&str], input: &str) -> Said {
        let said = at(&self.path(), "UTC", words, input.as_bytes());
        let wher = format!("{words:?}");
        if words.contains(&"--json") {
            is_plain(&wher, &said.text());
        } else {
            is_readable(&wher, &said.text());
        }
        is_readable(&wher, &said.error());
        said
    }
}

fn lines(orders: impl Iterator<Item = Value>) -> String {
    orders.map(|order| order.to_string()).collect::<Vec<_>>().join("\n")
}

/// Every text in every field of a new petition.
fn registrations() -> Vec<Value> {
    let registration = |(n, text): (usize, String)| {
        json!({
            "do": "register", "op": format!("{n}{text}"), "received": "2025-03-05", "national_no": format!("{text}{n}"), "note": text,
            "petitioners": [
                {"name": text, "identity": text, "phone": text, "address": text},
                {"name": text, "role": "agent", "kind": "organisation"},
            ],
            "subject": text, "facts": text, "demand": text, "place": text, "category": text, "unit": text,
            "interpreter": text, "materials": [{"name": text, "pages": 1}], "marks": [{"field": text, "text": text}],
        })
    };
    corpus().into_iter().enumerate().map(registration).collect()
}

/// Some of it in every other field that there is.
fn others() -> Vec<Value> {
    let mut all = Vec::new();
    for (n, text) in [together(), "=1\u{202e}".to_owned()].into_iter().enumerate() {
        let (no, t) = (&numbers()[n], text.as_str());
        all.extend(on_lists(n, t));
        all.push(json!({"do": "visit", "no": no, "note": t}));
        all.push(json!({"do": "progress", "no": no, "text": t}));
        all.push(json!({"do": "correct", "no": no, "fields": {"subject": t, "petitioners": [{"name": t, "phone": t}]}}));
        all.push(json!({"do": "correct", "no": no, "fields": {t: t}}));
        all.push(json!({"do": "recuse", "no": no, "clerk": "li", "reason": t}));
        all.push(
            json!({"do": "evaluate", "no": no, "check": Check::ALL[0].id(), "verdict": "no", "reason": t}),
        );
        all.extend(on_cases(n, t));
        all.extend(on_registers(n, t));
        all.extend(
            SETTINGS.iter().map(|setting| json!({"do": "setting.put", "key": setting.key, "value": t})),
        );
        all.push(json!({"do": "setting.put", "key": format!("seat-{t}"), "value": t}));
        all.push(json!({"do": t, "no": t}));
        all.push(json!({"do": "progress", "no": t, "text": t, t: t}));
        for (at, step) in StepKind::ALL.iter().enumerate() {
            let mut order = json!({"do": step.id(), "no": numbers()[2 + (at + n) % 30]});
            for slot in step.slots() {
                order[slot.id] = said(slot.kind, t);
            }
            all.push(order.clone());
            order[t] = t.into();
            all.push(order);
        }
    }
    all
}

/// What fits a slot, hostile wherever words do.
fn said(kind: fengqiao::domain::step::SlotKind, text: &str) -> Value {
    use fengqiao::domain::step::SlotKind;
    match kind {
        SlotKind::Line | SlotKind::Page => text.into(),
        SlotKind::Day => "2025-11-20".into(),
        SlotKind::Count => 1.into(),
        SlotKind::Choice { ids, .. } => ids[0].into(),
        SlotKind::Pick(_) => "ZJJ".into(),
    }
}

fn on_lists(n: usize, t: &str) -> Vec<Value> {
    let mut all: Vec<Value> = vec![
        json!({"do": "item.put", "list": "clerk", "code": "li", "name": "li某", "extra": {"office": "ZJ"}}),
    ];
    for list in List::ALL {
        all.push(json!({
            "do": "item.put", "list": list.id(), "code": format!("X{n}{t}"), "name": t, "parent": t, "spelling": t, "initials": t,
            "extra": {"also": [t], "post": t, "level": t, "text": t, "field": t, "reach": t, "place": t, "unit": t},
        }));
    }
    all.push(json!({"do": "item.put", "list": "leader", "code": "L1", "name": t, "extra": {"post": t}}));
    all
}

fn on_cases(n: usize, t: &str) -> Vec<Value> {
    let (case, meeting) = (format!("ZJ-B-000{}", n + 1), format!("ZJ-M-000{}", n + 1));
    vec![
        json!({
            "do": "case.open", "title": t, "leader": "L1", "opened": "2025-10-01", "field": t, "place": t, "unit": t, "crux": t,
            "plan": t, "petitions": [numbers()[3 + n]],
        }),
        json!({"do": "case.change", "no": case, "reason": t, "fields": {
            "doer": t, "partners": [t, "ZJJ"], "result": t, "group": t, "field": t,
            "duties": {"solved": {"applies": true, "evidence": t, "unit": t, "office": t}},
        }}),
        json!({"do": "case.assign", "no": case, "leader": "L1", "reason": t}),
        json!({"do": "meeting.plan", "kind": "monthly", "on": "2025-11-24", "chair": "L1"}),
        json!({"do": "case.review", "no": case, "on": "2025-11-20", "chair": t, "asked": t, "done": t, "by": t, "meeting": meeting}),
        json!({"do": "meeting.plan", "kind": "monthly", "on": "2025-12-24", "chair": t}),
        json!({"do": "meeting.cancel", "no": "ZJ-M-0003", "reason": t}),
    ]
}

/// Rows of a register, and a register whose own words are such.
fn on_registers(n: usize, t: &str) -> Vec<Value> {
    let row = format!("ZJ-MD-{}-{:04}", fengqiao::run::serve::now().today.format("%Y"), n + 1);
    let said = json!({"title": t, "found": "2025-11-20", "project": t, "source": t, "phone": t, "note": t});
    let words = json!(t).to_string();
    let declared = format!(
        "id = \"x{n}\"\nletters = \"X{}\"\nname = {words}\nabout = {words}\nfields = [{{ id = \"a\", name = {words}, hint = {words} }}]",
        if n == 0 { "A" } else { "B" }
    );
    vec![
        json!({"do": "record.enter", "register": "disputes", "row": said}),
        json!({"do": "record.change", "no": row, "row": {"title": t, "project": ""}}),
        json!({"do": "record.change", "no": row, "row": {t: t}}),
        json!({"do": "record.move", "no": row, "to": "resolving", "reason": t}),
        json!({"do": "record.move", "no": row, "to": t}),
        json!({"do": "record.strike", "no": row, "reason": t}),
        json!({"do": "record.strike", "no": row, "reason": t, "back": true}),
        json!({"do": "record.enter", "register": t, "row": {t: t}}),
        json!({"do": "item.put", "list": "register", "code": format!("x{n}"), "name": t, "extra": {"text": declared}}),
        json!({"do": "record.enter", "register": format!("x{n}"), "row": {"a": t}}),
    ]
}

/// The numbers that the registrations get.
fn numbers() -> Vec<String> {
    (1..=corpus().len()).map(|n| format!("ZJ-2025-{n:06}")).collect()
}

fn registered(house: &House) -> Vec<String> {
    let found = house.run(&["--json", "search", "--limit", "100", "date:2025"], "").json();
    found["rows"].as_array().unwrap().iter().map(|row| row["no"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn no_verb_says_anything_that_acts_on_a_terminal_and_no_file_holds_it() {
    let house = House::new();
    let all = registered(&house);
    assert!(all.len() >= 30, "{all:?}");
    for (at, no) in all.iter().enumerate().filter(|(at, _)| at % 2 == 0) {
        let words = if at % 4 == 0 { vec!["--json", "show", no] } else { vec!["show", no] };
        assert_eq!(house.run(&words, "").code(), 0);
    }
    for words in [
        vec!["board"],
        vec!["--json", "board"],
        vec!["due"],
        vec!["--json", "due"],
        vec!["rows", "disputes"],
        vec!["--json", "rows", "disputes"],
        vec!["user", "list"],
        vec!["--json", "user", "list"],
        vec!["verify"],
    ] {
        assert_eq!(house.run(&words, "").code(), 0, "{words:?}");
    }
    house.run(&["search", "-"], &corpus().join("\n"));
    house.run(&["--json", "search", "-"], &corpus().join("\n"));
    for (format, layout) in
        [("csv", ""), ("xlsx", ""), ("jsonl", ""), ("csv", "province"), ("xlsx", "province")]
    {
        let file = house.file(&format!("out{layout}.{format}"));
        let mut words = vec!["export", "--format", format, "-o", &file];
        if !layout.is_empty() {
            words.extend(["--layout", layout]);
        }
        assert_eq!(house.run(&words, "").code(), 0, "{words:?}");
        is_plain_file(Path::new(&file));
    }
    for format in ["csv", "xlsx", "jsonl"] {
        let file = house.file(&format!("rows.{format}"));
        assert_eq!(house.run(&["rows", "disputes", "--format", format, "-o", &file], "").code(), 0);
        is_plain_file(Path::new(&file));
    }
    for ending in ["docx", "xlsx", "txt"] {
        let file = house.file(&format!("report.{ending}"));
        assert_eq!(house.run(&["report", "yearly", "-o", &file], "").code(), 0);
        is_plain_file(Path::new(&file));
    }
    let mut printed = 0;
    for (at, notice) in Notice::ALL.iter().enumerate() {
        for ending in ["txt", "docx"] {
            for no in [&all[all.len() - 1], &all[at % all.len()]] {
                let file = house.file(&format!("{}-{no}.{ending}", notice.id()));
                if house.run(&["notice", no, notice.id(), "-o", &file], "").code() == 0 {
                    printed += 1;
                    is_plain_file(Path::new(&file));
                }
            }
        }
    }
    assert!(printed > 8, "{printed}");
}

#[test]
fn briefings_minutes_and_evaluations_are_plain() {
    let house = House::new();
    let mut store = Store::open(&house.path()).unwrap();
    let outbox = house.dir.path().join("outbox");
    let me = Actor { sees_sealed: true, ..clerk("owner", "ZJ") };
    for locale in [Locale::Zh, Locale::En] {
        let lang = Lang::new(locale);
        let mut bench = Bench {
            store: &mut store,
            me: me.clone(),
            lang: &lang,
            outbox: &outbox,
            now: fengqiao::run::serve::now(),
            demo: false,
            tty: None,
        };
        let span = "2026-01-01".parse().unwrap()..="2027-12-31".parse().unwrap();
        for job in [
            Job::Minutes(No("ZJ-M-0001".into())),
            Job::Evaluate(Sample::new(1)),
            Job::Brief { span: span.clone(), only: Vec::new() },
        ] {
            let mut last = None;
            bench.carry_out(job.clone(), &mut |work| last = Some(work));
            assert!(!matches!(last, None | Some(Work::Failed(_))), "{job:?} {last:?}");
        }
    }
    let written: Vec<_> = std::fs::read_dir(&outbox).unwrap().map(|file| file.unwrap().path()).collect();
    assert!(written.len() >= 5, "{written:?}");
    for file in &written {
        is_plain_file(file);
    }
}

#[test]
fn whatever_is_said_of_the_command_line_itself_is_plain() {
    let house = House { dir: tempfile::tempdir().unwrap() };
    house.run(&["register"], &json!({"name": "张三", "subject": "楼盘"}).to_string());
    // No argument holds a NUL, and none that begins with a dash is one.
    let texts =
        corpus().into_iter().chain([together()]).filter(|text| !text.contains('\0') && text.len() < 4000);
    for (n, text) in texts.enumerate() {
        let t = text.as_str();
        let all: [&[&str]; 16] = [
            &["show", t],
            &["--as", t, "board"],
            &["--json", "--as", t, "board"],
            &["search", t],
            &["--json", "search", t],
            &["notice", t, "receipt", "-o", "x.txt"],
            &["notice", "ZJ-2026-000001", t, "-o", "x.txt"],
            &["notice", "ZJ-2026-000001", "receipt", "-o", t],
            &["why", t, t],
            &["date", t, "+5d"],
            &["due", "--on", t],
            &["import", t],
            &["export", "--format", t],
            &["report", "weekly", "-o", t],
            &["user", "put", "x", "--role", t],
            &["--json", "apply", t],
        ];
        // Each text on some of them, and over all texts each on every one.
        for words in
            all.iter().enumerate().filter(|(at, _)| (at + n) % 4 == 0 || n == 0).map(|(_, words)| words)
        {
            house.run(words, "");
        }
        if n % 4 == 0 {
            let store = house
                .dir
                .path()
                .join(format!("none{}", t.replace('/', "_").chars().take(40).collect::<String>()));
            let said = at(&store, "UTC", &["show", "x"], b"");
            is_plain("--store", &said.error());
            let said = at(&house.path(), "UTC", &[&format!("--{t}")], b"");
            is_plain("an unknown flag", &said.error());
        }
    }
    let bad = "{\"do\": \"progress\", \"no\": \"\\ud800\", \"text\": \"\\udc00\"}\n{\"do\": \"\u{9b}\u{202e}\"\n\u{1b}[2J";
    house.run(&["apply", "-"], bad);
    house.run(&["--json", "apply", "-"], bad);
    house.run(&["register"], bad);
}

#[test]
fn a_sheet_full_of_it_is_taken_in_clean_and_shown_clean() {
    let house = House { dir: tempfile::tempdir().unwrap() };
    let header: Vec<&str> =
        "信访件编号,姓名,信访人数,住址,手机号码,问题属地,信访目的,内容分类,信访日期,登记日期,限办时间,信访形式,概况,是否初访,是否全国初次信访,责任单位,信访件状态,登记部门,登记人"
            .split(',')
            .collect();
    let rows: Vec<Vec<String>> = corpus()
        .into_iter()
        .enumerate()
        .map(|(n, text)| {
            let cell = |at: usize| match at {
                0 if n % 2 == 0 => format!("512020{n:04}"),
                0 => format!("{text}{n}"),
                2 if n % 3 == 0 => "5".to_owned(),
                8 if n % 3 == 0 => "2026年03月23日".to_owned(),
                _ => text.clone(),
            };
            (0..header.len()).map(cell).collect()
        })
        .collect();
    let csv_file = house.file("表\u{202e}.csv");
    let mut csv = csv::Writer::from_path(&csv_file).unwrap();
    csv.write_record(&header).unwrap();
    for row in &rows {
        csv.write_record(row).unwrap();
    }
    csv.flush().unwrap();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (y, row) in
        std::iter::once(header.iter().map(|head| (*head).to_owned()).collect()).chain(rows).enumerate()
    {
        for (x, cell) in row.iter().enumerate() {
            sheet.write_string(u32::try_from(y).unwrap(), u16::try_from(x).unwrap(), cell).unwrap();
        }
    }
    let xlsx_file = house.file("book.xlsx");
    book.save(&xlsx_file).unwrap();
    for file in [&csv_file, &xlsx_file] {
        for (columns, rows) in [(80, 24), (140, 40)] {
            let me = Actor { sees_sealed: true, ..clerk("owner", "ZJ") };
            let mut v = Visit::at(&house.path(), Locale::Zh, me, Route::Import(Holds::Petitions));
            v.size(columns, rows).pastes(file).keys("enter");
            is_plain_screen("preview", &v.buffer());
            v.keys("down v");
            is_plain_screen("tried", &v.buffer());
        }
        let said = house.run(&["import", file], "");
        assert_eq!(said.code(), 0, "{}", said.error());
    }
    let out = house.file("all.csv");
    assert_eq!(house.run(&["export", "--format", "csv", "-o", &out], "").code(), 0);
    is_plain_file(Path::new(&out));
    assert!(std::fs::read_to_string(&out).unwrap().lines().count() > 15);
    for file in std::fs::read_dir(house.dir.path()).unwrap().map(|file| file.unwrap().path()) {
        if file.to_str().unwrap().ends_with("rejected.csv") {
            is_plain_file(&file);
        }
    }
}

/// Opens every screen and walks over it; `in_forms` is typed into every field.
fn walk(v: &mut Visit, locale: Locale, routes: &[Route], in_forms: &str) {
    for route in routes {
        v.house.begin(route.clone()).unwrap();
        let wher = format!("{locale:?} {route:?}");
        is_plain_screen(&wher, &v.buffer());
        let form = matches!(route, Route::Paper(..) | Route::Find(_));
        let keys: &[&str] = if form { &["enter"; 6] } else { &["down", "right", "enter"] };
        for key in keys {
            if form {
                v.pastes(in_forms);
                is_plain_screen(&format!("{wher} filled"), &v.buffer());
            }
            v.keys(key);
            is_plain_screen(&format!("{wher} {key}"), &v.buffer());
        }
    }
}

#[test]
fn no_cell_of_any_screen_holds_it() {
    let house = House::new();
    let path = house.path();
    let no = No(registered(&house).pop().unwrap());
    let mut all = routes();
    all.retain(|route| !matches!(route, Route::Paper(..) | Route::Import(_)));
    all.extend([
        Route::Petition(no.clone()),
        Route::Points(no.clone()),
        Route::Papers(no),
        Route::Find("=".into()),
        Route::Register { id: "x0".into(), said: String::new() },
        Route::Paper(
            Box::new(Paper::Record { register: "x0".into(), no: None, version: 0 }),
            Sheet::default(),
        ),
    ]);
    all.extend((1..4).map(|n| Route::Petition(No(format!("ZJ-2025-{n:06}")))));
    all.extend(papers().into_iter().map(|paper| Route::Paper(Box::new(paper), Sheet::default())));
    let ways = [(Locale::Zh, false), (Locale::En, true)];
    std::thread::scope(|scope| {
        let walks = ways.map(|(locale, wide)| {
            let (all, path) = (&all, &path);
            scope.spawn(move || {
                let me = Actor { sees_sealed: true, ..clerk("owner", "ZJ") };
                let mut v = Visit::at(path, locale, me, Route::Today);
                if wide {
                    v.size(140, 40);
                }
                walk(&mut v, locale, all, &together());
            })
        });
        for walked in walks {
            walked.join().unwrap();
        }
    });
    // What was typed key by key and kept as a draft comes back as clean.
    let me = clerk("owner", "ZJ");
    let mut v = Visit::at(&path, Locale::Zh, me, Route::Today);
    for text in corpus().iter().filter(|text| text.len() < 200) {
        v.keys("n").types(text);
        is_plain_screen("typed", &v.buffer());
        v.keys("esc");
        is_plain_screen("draft", &v.buffer());
    }
}
