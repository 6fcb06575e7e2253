//! The verbs, through the real program: JSON in, JSON out, exit codes, and whatever bad arrives.
use serde_json::{Value, json};
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

/// A store in a directory of its own.
pub struct Shop {
    dir: tempfile::TempDir,
}

pub fn shop() -> Shop {
    Shop { dir: tempfile::tempdir().unwrap() }
}

/// What a verb said.
pub struct Said(Output);

impl Said {
    pub fn code(&self) -> i32 {
        self.0.status.code().unwrap()
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.0.stdout.clone()).unwrap()
    }

    pub fn error(&self) -> String {
        String::from_utf8_lossy(&self.0.stderr).into_owned()
    }

    pub fn lines(&self) -> Vec<Value> {
        self.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        assert_eq!(self.code(), 0, "{}", self.error());
        self.lines().remove(0)
    }
}

impl Shop {
    pub fn path(&self) -> PathBuf {
        self.dir.path().join("f.db")
    }

    pub fn run(&self, words: &[&str], input: &str) -> Said {
        self.run_bytes(words, input.as_bytes())
    }

    pub fn run_bytes(&self, words: &[&str], input: &[u8]) -> Said {
        at(&self.path(), "UTC", words, input)
    }

    /// On a host that stands in another time zone.
    pub fn run_in(&self, zone: &str, words: &[&str], input: &str) -> Said {
        at(&self.path(), zone, words, input.as_bytes())
    }
}

/// Runs a verb on a store of one's own, on a host that stands in a time zone.
pub fn at(store: &Path, zone: &str, words: &[&str], input: &[u8]) -> Said {
    let mut child = Command::new(env!("CARGO_BIN_EXE_fengqiao"))
        .arg("--store")
        .arg(store)
        .args(words)
        .env("USER", "owner")
        .env("TZ", zone)
        .env_remove("LANG")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    let feed = std::thread::spawn(move || {
        // A verb that refuses at once does not read its input.
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().unwrap();
    feed.join().unwrap();
    Said(output)
}

/// What a paper says, wherever its lines end.
pub fn unbroken(text: &str) -> String {
    text.lines().map(str::trim).collect()
}

fn zhang() -> Value {
    json!({
        "name": "张华伟", "identity": "512002190001010011", "phone": "19000001234",
        "address": "雁江区莲花街道滨江路45号", "subject": "楼盘逾期交房", "facts": "合同约定去年交房。",
        "demand": "要求交房", "place": "莲花街道", "unit": "ZJJ",
    })
}

fn register(shop: &Shop, petition: &Value) -> String {
    let said = shop.run(&["register", "--json"], &petition.to_string());
    said.json()["no"].as_str().unwrap().to_owned()
}

#[test]
fn what_is_registered_is_shown_found_and_verified() {
    let shop = shop();
    let no = register(&shop, &zhang());
    assert!(no.starts_with("ZJ-20"), "{no}");
    let shown = shop.run(&["--json", "show", &no], "").json();
    for (field, value) in
        [("no", no.as_str()), ("state", "registered"), ("office", "ZJ"), ("subject", "楼盘逾期交房")]
    {
        assert_eq!(shown[field], value);
    }
    assert_eq!(shown["petitioners"][0]["name"], "张华伟");
    assert_eq!(shown["place_name"], "资阳市/雁江区/莲花街道");
    for query in ["zhw", "张华伟", "1234", "zhanghuawei", "楼盘", &no, "0011", "ｚｈｗ"] {
        let found = shop.run(&["search", query, "--json"], "").json();
        assert_eq!(found["rows"][0]["no"], no.as_str(), "{query}: {found}");
    }
    let verified = shop.run(&["verify", "--json"], "").json();
    assert_eq!((&verified["ok"], &verified["petitions"]), (&json!(true), &json!(1)));
}

#[test]
fn reading_verbs_refuse_a_store_that_is_not_there_with_exit_3() {
    let shop = shop();
    for words in [&["show", "ZJ-2026-000001"][..], &["search", "x"], &["board"], &["verify"], &["export"]] {
        let said = shop.run(words, "");
        assert_eq!(said.code(), 3, "{words:?}: {}", said.error());
        assert!(said.error().contains("没有找到数据文件"), "{}", said.error());
        assert!(!shop.path().exists());
    }
}

#[test]
fn a_number_that_is_not_there_is_refused_with_exit_3() {
    let shop = shop();
    register(&shop, &zhang());
    let said = shop.run(&["--lang", "en", "show", "ZJ-2026-999999"], "");
    assert_eq!(said.code(), 3);
    assert!(said.error().contains("There is no ZJ-2026-999999"), "{}", said.error());
}

#[test]
fn what_is_shown_or_printed_of_somebody_is_masked_unless_a_program_asks() {
    let shop = shop();
    let no = register(&shop, &zhang());
    let sheet = shop.path().with_file_name("sheet.txt");
    let words = ["notice", &no, "registration-sheet", "-o", sheet.to_str().unwrap()];
    assert_eq!(shop.run(&words, "").code(), 0);
    for text in [shop.run(&["show", &no], "").text(), fs::read_to_string(&sheet).unwrap()] {
        assert!(text.contains("512002********0011") && text.contains("190****1234"), "{text}");
        assert!(!text.contains("190001010011") && !text.contains("19000001234"), "{text}");
    }
    let told = shop.run(&["--json", "show", &no], "").json();
    assert_eq!(told["petitioners"][0]["identity"], "512002190001010011");
}

#[test]
fn each_line_of_apply_is_answered_and_a_bad_one_stops_nothing() {
    let shop = shop();
    let no = register(&shop, &zhang());
    let lines = [
        json!({"op": "a-1", "do": "progress", "no": no, "text": "已联系开发商"}).to_string(),
        "this is not JSON".to_owned(),
        r#"{"op":"a-2","do":"progress","no":"ZJ-2026-000001","text":"\ud800"}"#.to_owned(),
        json!({"op": "a-3", "do": "fly", "no": no}).to_string(),
        json!({"op": "a-4", "do": "progress", "no": "ZJ-2026-999999", "text": "x"}).to_string(),
        json!({"op": "a-5", "do": "progress", "no": no, "version": 1, "text": "x"}).to_string(),
        json!({"op": "a-6", "do": "visit", "no": no, "note": "再次来访"}).to_string(),
        json!({"op": "a-1", "do": "progress", "no": no, "text": "已联系开发商"}).to_string(),
    ];
    let said = shop.run(&["apply", "-", "--json"], &lines.join("\n"));
    assert_eq!(said.code(), 0, "{}", said.error());
    let answers = said.lines();
    let ok: Vec<bool> = answers.iter().map(|answer| answer["ok"].as_bool().unwrap()).collect();
    assert_eq!(ok, [true, false, false, false, false, false, true, true], "{answers:?}");
    assert_eq!((&answers[3]["op"], &answers[3]["why"]), (&json!("a-3"), &json!("error-do")));
    assert_eq!(answers[5]["why"], "error-conflict");
    assert!(answers[4]["message"].as_str().unwrap().contains("没有 ZJ-2026-999999"));
    let shown = shop.run(&["show", &no, "--json"], "").json();
    assert_eq!(shown["journal"].as_array().unwrap().len(), 3, "the repeated op wrote nothing");
    assert_eq!(shown["visits"].as_array().unwrap().len(), 2);
}

#[test]
fn a_visit_about_a_closed_petition_becomes_a_linked_new_one() {
    let shop = shop();
    let mut closed = zhang();
    closed["state"] = "closed".into();
    let old = register(&shop, &closed);
    let visit = json!({"do": "visit", "no": old, "note": "又发生了"}).to_string();
    let new = shop.run(&["apply", "-", "--json"], &visit).json()["no"].as_str().unwrap().to_owned();
    assert_ne!(new, old);
    let shown = shop.run(&["show", &new, "--json"], "").json();
    assert_eq!(shown["follows"], old.as_str());
    assert_eq!(shown["facts"], "合同约定去年交房。");
    assert_eq!(shown["visits"][0]["note"], "又发生了");
}

#[test]
fn hostile_text_goes_in_clean_and_comes_out_clean() {
    let shop = shop();
    let mut petition = zhang();
    let long = "长".repeat(10_000);
    petition["name"] = "张\u{202e}\u{1b}]0;x\u{7}𠮷㛃👍伟".into();
    petition["facts"] = format!("{long}\u{0}\u{9b}31m\u{2028}").into();
    let no = register(&shop, &petition);
    let said = shop.run(&["show", &no, "--json"], "");
    let shown = said.json();
    assert_eq!(shown["petitioners"][0]["name"], "张]0;x𠮷㛃👍伟");
    assert_eq!(shown["facts"].as_str().unwrap().chars().filter(|c| *c == '长').count(), 10_000);
    let plain = shop.run(&["show", &no], "").text();
    assert!(plain.chars().all(|c| c == '\n' || !c.is_control()), "a control character came out");
    assert_eq!(shop.run(&["search", "㛃", "--json"], "").json()["total"], 1);
}

#[test]
fn json_that_cannot_be_used_is_named_and_makes_nothing() {
    let shop = shop();
    for bad in ["", "[]", "{\"name\":", r#"{"name":"\ud83d"}"#, r#"{"name":"张三"}"#, r#"{"subject":"x"}"#]
    {
        let said = shop.run(&["register"], bad);
        assert_eq!(said.code(), 3, "{bad}: {}", said.error());
        assert!(said.error().starts_with("fengqiao: "), "{}", said.error());
    }
}

#[test]
fn a_place_or_unit_that_no_list_holds_is_kept_as_written_to_be_checked() {
    let shop = shop();
    let mut petition = zhang();
    petition["place"] = "某某镇".into();
    let shown = shop.run(&["show", &register(&shop, &petition), "--json"], "").json();
    assert_eq!(shown["marks"], json!([{"field": "place", "text": "某某镇"}]));
}

#[test]
fn what_is_no_store_is_refused_in_a_sentence_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let empty = dir.path().join("empty.db");
    fs::write(&empty, "").unwrap();
    let text = dir.path().join("text.db");
    fs::write(&text, "这不是数据库".repeat(100)).unwrap();
    let other = dir.path().join("other.db");
    rusqlite::Connection::open(&other).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
    for (path, sentence) in [
        (&empty, "这不是枫桥的数据文件"),
        (&text, "这不是枫桥的数据文件"),
        (&other, "这不是枫桥的数据文件"),
        (&dir.path().to_owned(), "这是目录"),
    ] {
        let before = fs::read(path).ok();
        let said = at(path, "UTC", &["register"], zhang().to_string().as_bytes());
        assert_eq!(said.code(), 1, "{path:?}: {}", said.error());
        assert!(said.error().contains(sentence), "{path:?}: {}", said.error());
        assert!(fs::read(path).ok() == before, "{path:?} was changed");
    }
}

#[test]
fn a_store_of_a_newer_version_is_refused() {
    let shop = shop();
    register(&shop, &zhang());
    let db = rusqlite::Connection::open(shop.path()).unwrap();
    db.pragma_update(None, "user_version", fengqiao::store::VERSION + 1).unwrap();
    drop(db);
    let said = shop.run(&["verify"], "");
    assert_eq!(said.code(), 1);
    assert!(said.error().contains("更新版本的程序"), "{}", said.error());
}

#[test]
fn a_disk_that_cannot_be_written_is_said() {
    // Rights do not bind root, but nobody makes files in /proc.
    let said = at(Path::new("/proc/fengqiao/f.db"), "UTC", &["register"], zhang().to_string().as_bytes());
    assert_eq!(said.code(), if said.error().contains("不可写") { 1 } else { 3 }, "{}", said.error());
    assert!(!said.error().is_empty());
}

#[test]
fn the_store_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let shop = Shop { dir: tempfile::tempdir().unwrap() };
    let path = shop.path().parent().unwrap().join("new/f.db");
    at(&path, "UTC", &["register"], zhang().to_string().as_bytes());
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(path.parent().unwrap()), 0o700);
    for entry in fs::read_dir(path.parent().unwrap()).unwrap() {
        let file = entry.unwrap().path();
        assert_eq!(mode(&file), 0o600, "{file:?}");
    }
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!(at(&path, "UTC", &["verify"], b"").code(), 0);
    assert_eq!(mode(&path), 0o600, "whatever an older umask left");
}

#[test]
fn verbs_without_a_store_need_none() {
    let shop = shop();
    let keys = shop.run(&["keys", "--json"], "").lines();
    assert!(keys.iter().any(|key| key["action"] == "form.save" && key["key"] == "f2"));
    let steps = shop.run(&["steps", "--json"], "").lines();
    assert!(steps.iter().any(|step| step["do"] == "progress" && step["needs"] == json!(["no", "text"])));
    let extend = steps.iter().find(|step| step["do"] == "extend").unwrap();
    assert_eq!((&extend["after"], &extend["to"]), (&json!(["accepted", "handling"]), &json!("handling")));
    assert_eq!((&extend["article"], &extend["rests"]), (&json!("34"), &json!("accept")));
    assert_eq!(extend["needs"], json!(["no", "days", "approver", "reasons"]));
    assert!(shop.run(&["completions", "bash"], "").text().contains("fengqiao"));
    assert!(!shop.path().exists());
    assert_eq!(shop.run(&["fly"], "").code(), 2);
}

#[test]
fn nonsense_is_refused_and_named() {
    let shop = shop();
    let no = register(&shop, &zhang());
    let leader = json!({"do": "item.put", "list": "leader", "code": "L1", "name": "周明"});
    let case = json!({"do": "case.open", "title": "楼盘", "leader": "L1", "opened": "2026-01-05"});
    let lines = [leader, case].map(|line| line.to_string()).join("\n");
    let case = shop.run(&["apply", "-", "--json"], &lines).lines()[1]["no"].as_str().unwrap().to_owned();
    let mut to_come = zhang();
    to_come["do"] = "register".into();
    to_come["received"] = "2099-01-01".into();
    for (line, why) in [
        (to_come, "why-day-to-come"),
        (json!({"do": "register", "name": "张三", "subject": "x", "colour": "red"}), "error-field-unknown"),
        (json!({"do": "progress", "no": no}), "error-field-missing"),
        (json!({"do": "setting.put", "key": "nosuch", "value": "1"}), "error-field"),
        (json!({"do": "setting.put", "key": "printer-ZJ", "value": "-o"}), "problem-printer"),
        (json!({"do": "setting.put", "key": "printer-nosuch", "value": "counter1"}), "error-field"),
        (json!({"do": "setting.put", "key": "group-size", "value": "one"}), "problem-group-size"),
        (json!({"do": "item.put", "list": "phrase", "code": "q", "name": "q"}), "error-field"),
        (json!({"do": "correct", "no": no, "fields": {"nofield": "x"}}), "error-field"),
        (json!({"do": "print", "no": no, "notice": "bogus"}), "error-json"),
        (json!({"do": "print", "no": no, "notice": "materials"}), "why-no-materials"),
        (json!({"do": "print", "no": no, "notice": "acceptance"}), "why-no-reason-to-print"),
        (json!({"do": "case.assign", "no": case, "leader": "nobody"}), "error-field"),
        (json!({"do": "case.review", "no": case, "on": "2099-01-01"}), "why-day-to-come"),
        (json!({"do": "case.open", "title": "x", "leader": "nobody", "opened": "2026-01-05"}), "error-field"),
    ] {
        let answer = shop.run(&["apply", "-", "--json"], &line.to_string()).json();
        assert_eq!((&answer["ok"], &answer["why"]), (&json!(false), &json!(why)), "{line}: {answer}");
    }
}

#[test]
fn a_petition_goes_from_the_door_to_the_archive_by_orders() {
    let shop = shop();
    let mut petition = zhang();
    petition["received"] = "2025-03-03".into();
    let no = register(&shop, &petition);
    let lines = [
        json!({"do": "forward", "no": no, "on": "2025-03-05", "unit": "市人社局"}),
        json!({"do": "accept", "no": no, "version": 2, "on": "2025-03-06"}),
        json!({"do": "extend", "no": no, "on": "2025-05-05", "days": 30, "approver": "周局长", "reasons": "复杂"}),
        json!({"do": "reply", "no": no, "on": "2025-05-20", "asked": "交房", "facts": "一\n二", "opinion": "交",
               "basis": "合同", "conclusion": "supported"}),
        json!({"do": "serve", "no": no, "on": "2025-05-21", "service": "in-person", "signed": "signed"}),
        json!({"do": "close", "no": no, "on": "2025-07-01"}),
        json!({"do": "satisfaction", "no": no, "on": "2025-07-02", "office": "yes", "handler": "partly"}),
        json!({"do": "archive", "no": no, "on": "2025-07-03"}),
    ];
    let said = shop.run(&["apply", "-", "--json"], &lines.map(|line| line.to_string()).join("\n"));
    assert!(said.lines().iter().all(|answer| answer["ok"] == true), "{}", said.text());
    let shown = shop.run(&["show", &no, "--json"], "").json();
    assert_eq!((&shown["state"], &shown["unit"]), (&json!("archived"), &json!("RSJ")));
    assert_eq!(shown["journal"][4]["act"]["said"]["facts"], "一\n二");
    let plain = shop.run(&["show", &no], "").text();
    assert!(plain.contains("延期 2025-05-05  天数: 30  批准人: 周局长"), "{plain}");
    assert_eq!(shop.run(&["verify", "--json"], "").json()["ok"], true);
}

#[test]
fn a_step_that_the_rules_refuse_says_which_rule() {
    let shop = shop();
    let mut petition = zhang();
    petition["received"] = "2025-03-03".into();
    let no = register(&shop, &petition);
    let extend = |on: &str, days: u32| json!({"do": "extend", "no": no, "on": on, "days": days, "approver": "周", "reasons": "复杂"});
    for (line, why) in [
        (json!({"do": "accept"}), "error-field-missing"),
        (json!({"do": "accept", "no": "ZJ-2025-999999"}), "error-not-found"),
        (json!({"do": "accept", "no": no, "on": "gestern"}), "error-json"),
        (json!({"do": "accept", "no": no, "on": "2025-03-01"}), "why-step-before"),
        (json!({"do": "accept", "no": no, "on": "2099-03-01"}), "why-day-to-come"),
        (json!({"do": "accept", "no": no, "unit": "NOSUCH"}), "error-field"),
        (json!({"do": "accept", "no": no, "unit": ["ZJJ"]}), "error-field"),
        (json!({"do": "accept", "no": no, "version": 7}), "error-conflict"),
        (json!({"do": "accept", "no": no, "colour": "red"}), "why-step-slot-unknown"),
        (json!({"do": "not-accept", "no": no, "ground": "mood", "guidance": "x"}), "why-step-slot-choice"),
        (json!({"do": "forward", "no": no}), "why-step-slot-missing"),
        (json!({"do": "reply", "no": no}), "why-step-early"),
        (json!({"do": "answer", "no": no}), "why-step-nature"),
        (json!({"do": "objection-decide", "no": no}), "why-step-state"),
        (json!({"do": "accept", "no": no, "on": "2025-03-10"}), ""),
        (extend("2025-04-01", 31), "why-step-extend-days"),
        (extend("2025-05-10", 30), "why-step-extend-late"),
        (extend("2025-05-09", 30), ""),
        (extend("2025-05-09", 30), "why-step-once"),
    ] {
        let answer = shop.run(&["apply", "-", "--json"], &line.to_string()).json();
        assert_eq!(answer["why"].as_str().unwrap_or_default(), why, "{line}: {answer}");
        if why.starts_with("why-step") {
            let zh = answer["message"].as_str().unwrap();
            assert!(!zh.contains(['⟦', '{', '$']), "{zh}");
        }
    }
    let said =
        shop.run(&["apply", "-", "--json", "--lang", "en"], &extend("2025-05-09", 30).to_string()).json();
    assert_eq!(said["message"], "done once already: extend (article 34)");
    let said = shop.run(&["apply", "-", "--json"], &extend("2025-05-09", 30).to_string()).json();
    assert_eq!(said["message"], "“延期”已办过，只能一次（条例第三十四条）");
}

#[test]
fn an_order_about_an_entry_keeps_what_it_does_not_say() {
    let shop = shop();
    let lines = [
        json!({"do": "item.put", "list": "clerk", "code": "L1", "name": "李四", "extra": {"office": "RS"}}),
        json!({"do": "item.put", "list": "clerk", "code": "L1", "name": "李思"}),
    ];
    shop.run(&["apply", "-", "--json"], &lines.map(|line| line.to_string()).join("\n"));
    let mut petition = zhang();
    petition["op"] = "r-1".into();
    let said = shop.run(&["--as", "L1", "register", "--json"], &petition.to_string());
    assert!(said.json()["no"].as_str().unwrap().starts_with("RS-"), "{}", said.text());
}

#[test]
fn what_was_not_done_is_an_object_too() {
    let shop = shop();
    register(&shop, &zhang());
    let said = shop.run(&["show", "ZJ-2026-999999", "--json"], "");
    assert_eq!((said.code(), &said.lines()[0]["why"]), (3, &json!("error-not-found")));
}

#[test]
fn a_paper_is_numbered_and_noted_and_its_reprint_says_so() {
    let shop = shop();
    let mut petition = zhang();
    petition["materials"] = json!([{"name": "合同", "pages": 3, "original": true}]);
    let no = register(&shop, &petition);
    let file = shop.path().with_file_name("paper.txt");
    let print = |kind: &str, lang: &str| {
        let words = ["--lang", lang, "notice", &no, kind, "-o", file.to_str().unwrap(), "--json"];
        let said = shop.run(&words, "").json();
        (said["notice"].as_str().unwrap().to_owned(), unbroken(&std::fs::read_to_string(&file).unwrap()))
    };
    let (number, text) = print("receipt", "zh");
    assert!(number.starts_with("ZJ-HZ-") && number.ends_with("-0001"), "{number}");
    for said in ["信访登记回执", &number, &no, "张华伟", "楼盘逾期交房", "查询码", "第二十三条", "合同"]
    {
        assert!(text.contains(said), "{said} is not in\n{text}");
    }
    assert!(!text.contains("19000001234") && !text.contains("512002190001010011"), "{text}");
    assert!(!text.contains("补打"));
    let (again, text) = print("receipt", "en");
    assert_eq!(again, number);
    assert!(text.contains("[reprint]"), "{text}");
    let (sheet, text) = print("registration-sheet", "zh");
    assert!(sheet.contains("-DJ-") && text.contains("已向信访人宣读"), "{text}");
    assert!(print("materials", "zh").1.contains("原件"));
    let journal = shop.run(&["show", &no, "--json"], "").json()["journal"].as_array().unwrap().len();
    assert_eq!(journal, 5);
    let said = shop.run(&["notice", &no, "receipt", "-o", "paper.pdf"], "");
    assert_eq!(said.code(), 2, "{}", said.error());
    let said = shop.run(&["notice", &no, "bogus", "-o", file.to_str().unwrap()], "");
    assert_eq!(said.code(), 3);
    assert!(said.error().contains("registration-sheet"));
}

#[test]
fn each_step_gives_its_paper_what_it_must_say() {
    let shop = shop();
    let mut petition = zhang();
    petition["received"] = "2026-03-02".into();
    let no = register(&shop, &petition);
    let file = shop.path().with_file_name("paper.txt");
    let goes = |step: Value, kind: &str, says: &[&str]| {
        let mut step = step;
        step["no"] = no.as_str().into();
        let done = shop.run(&["apply", "-", "--json"], &step.to_string()).json();
        assert_eq!(done["ok"], true, "{done}");
        shop.run(&["notice", &no, kind, "-o", file.to_str().unwrap(), "--json"], "").json();
        let text = unbroken(&std::fs::read_to_string(&file).unwrap());
        for said in says {
            assert!(text.contains(said), "{said} is not in\n{text}");
        }
    };
    goes(
        json!({"do": "forward", "on": "2026-03-03", "unit": "ZJJ"}),
        "forwarded",
        &["转送", "2026年3月3日", "市住房和城乡建设局"],
    );
    goes(
        json!({"do": "accept", "on": "2026-03-05"}),
        "acceptance",
        &["受理告知书", "2026年3月5日", "2026年5月4日", "信访程序", "市住房和城乡建设局"],
    );
    goes(
        json!({"do": "extend", "on": "2026-04-20", "days": "30", "approver": "局长", "reasons": "案情复杂"}),
        "extension",
        &["2026年6月3日", "局长", "案情复杂"],
    );
    goes(
        json!({"do": "reply", "on": "2026-05-06", "asked": "交房", "facts": "已停工", "opinion": "督促复工",
               "basis": "合同第八条", "conclusion": "supported"}),
        "reply",
        &["交房", "已停工", "督促复工", "合同第八条", "30日内", "复查"],
    );
    goes(
        json!({"do": "serve", "on": "2026-05-07", "service": "in-person", "by": "王一", "signed": "signed"}),
        "service-proof",
        &["处理意见书 ZJ-YJ-", "2026年5月7日", "张华伟", "王一"],
    );
    goes(json!({"do": "review-request", "on": "2026-05-20"}), "receipt", &["信访登记回执"]);
    goes(
        json!({"do": "review", "on": "2026-06-10", "organ": "市政府", "outcome": "upheld", "opinion": "维持原意见"}),
        "review",
        &["维持原意见", "30日内", "复核"],
    );
}

#[test]
fn nobody_gives_themselves_the_right_to_see_accusations() {
    let shop = shop();
    let clerk = |sees: bool| {
        json!({"do": "item.put", "list": "clerk", "code": "li", "name": "李四",
               "extra": {"office": "ZJ", "sees_sealed": sees}})
        .to_string()
    };
    assert_eq!(shop.run(&["apply", "-", "--json"], &clerk(false)).json()["ok"], true);
    let tried = shop.run(&["--as", "li", "apply", "-", "--json"], &clerk(true)).json();
    assert_eq!(tried["why"], "why-grant");
}

#[test]
fn a_house_gets_its_people_by_verbs_and_each_has_only_the_rights_of_their_role() {
    let shop = shop();
    let put = |words: &[&str]| shop.run(&[&["user", "put"], words].concat(), "");
    put(&["an", "--name", "安全员", "--role", "security", "--office", "ZJ"]);
    let said = put(&["li", "--name", "李四"]);
    assert_eq!(
        (said.code(), said.error().contains("没有这项权限")),
        (3, true),
        "whoever owns the file gives no rights: {}",
        said.error()
    );
    let put = |words: &[&str]| shop.run(&[&["--as", "an", "user", "put"], words].concat(), "");
    assert_eq!(put(&["li", "--name", "李四", "--office", "ZJ"]).code(), 0);
    assert_eq!(put(&["wu", "--name", "吴", "--role", "boss"]).code(), 2);
    assert_eq!(put(&["wu", "--name", "吴", "--role", "handler", "--unit", "NOWHERE"]).code(), 2);
    assert_eq!(put(&["wu", "--name", "吴", "--role", "handler", "--unit", "ZJJ"]).code(), 0);
    let people = shop.run(&["--json", "user", "list"], "").lines();
    assert_eq!(people.len(), 3);
    assert_eq!(people[2]["role"], "handler");
    // Whoever keeps the file can help out somebody who forgot their PIN, and nothing else.
    let pin = shop.run(&["--json", "user", "pin", "an"], "").json();
    assert_eq!(pin["pin"].as_str().unwrap().len(), 8);
    let petition = zhang().to_string();
    for (who, code) in [("li", 0), ("wu", 3), ("an", 3)] {
        assert_eq!(shop.run(&["--as", who, "register"], &petition).code(), code, "{who}");
    }
    assert_eq!(shop.run(&["register"], &petition).code(), 3, "the account has no part in the casework");
    for (who, code) in [("li", 0), ("wu", 0), ("an", 3)] {
        assert_eq!(shop.run(&["--as", who, "show", "ZJ-2026-000001"], "").code(), code, "{who}");
    }
}
