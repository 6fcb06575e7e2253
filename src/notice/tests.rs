//! Every shipped template says what it must, and nothing of an accusation.
use super::{paper::Block, *};
use crate::{
    domain::{
        catalog::{Catalog, Extra, Item, List},
        journal::{Act, Entry, Registered, fold},
        notice::Notice,
        petition::{Material, Matter, Nature, Petitioner, State},
    },
    lang::{Lang, Locale},
    store::{Chain, Lists, PetitionPage},
    text::width,
};
use chrono::NaiveDate;
use std::{fs, io::Cursor, path::Path};

const BOTH: [Locale; 2] = [Locale::Zh, Locale::En];
/// What stands where somebody is to write.
const BLANKS: [&str; 2] = ["＿＿", "___"];
/// Columns of a line of the document, and of a line beside a label in its tables.
const LINE: usize = 55;
const LINE_IN_FORM: usize = 45;
const SECRET: [&str; 5] = ["倒卖指标", "收受好处", "查处此人", "某局", "钱某"];

fn page(nature: Nature) -> PetitionPage {
    let day = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
    let matter = Matter {
        nature,
        petitioners: vec![Petitioner { name: SECRET[4].into(), ..Petitioner::default() }],
        subject: SECRET[0].into(),
        facts: SECRET[1].into(),
        demand: SECRET[2].into(),
        unit: SECRET[3].into(),
        materials: vec![Material { name: SECRET[1].into(), pages: 2, original: true, returned: false }],
        ..Matter::default()
    };
    let registered = Registered {
        received: day,
        state: State::Registered,
        national_no: None,
        follows: None,
        note: String::new(),
        matter,
    };
    let act = Act::Registered(Box::new(registered));
    let entry =
        Entry {
            office: "ZJ".into(), seq: 1, subject: "ZJ-2026-000001".into(), at: 0, who: "王".into(), act
        };
    let petition = fold(std::slice::from_ref(&entry)).unwrap();
    PetitionPage {
        petition,
        entries: vec![entry],
        linked: Vec::new(),
        others: Vec::new(),
        records: Vec::new(),
        cases: Vec::new(),
        chain: Chain::default(),
    }
}

fn paper(page: &PetitionPage, notice: Notice, locale: Locale) -> Paper {
    paper_at(page, notice, locale, Catalog::shipped())
}

fn paper_at(page: &PetitionPage, notice: Notice, locale: Locale, catalog: Catalog) -> Paper {
    let printed = NaiveDate::from_ymd_opt(2026, 3, 3).unwrap();
    let issue = Issue { number: "ZJ-HZ-2026-0001", office: "ZJ", printed, again: true, demo: true };
    let lang = Lang::new(locale);
    let lists = Lists { catalog: catalog.into(), ..Lists::default() };
    let shelf = Shelf::beside(Path::new("nowhere/f.db"));
    let template = shelf.template("ZJ", notice, locale, page.petition.matter.sealed()).unwrap();
    template.fill(&gather(page, notice, &issue, &lists, &lang)).unwrap()
}

#[test]
fn whom_to_ask_is_named_with_where_they_are_and_their_telephone() {
    let reach = "建设路1号一楼，19000000001";
    let mut told = Catalog::shipped();
    let office = told.get(List::Office, "ZJ").cloned().unwrap();
    told.put(Item { extra: Extra { reach: reach.into(), ..office.extra.clone() }, ..office });
    for (nature, notice) in [(Nature::Request, Notice::Receipt), (Nature::Accusation, Notice::Receipt)] {
        for locale in BOTH {
            let page = page(nature);
            let text = paper_at(&page, notice, locale, told.clone()).text();
            // Wherever the line broke.
            assert!(text.split_whitespace().collect::<String>().contains(reach), "{text}");
            let silent = paper(&page, notice, locale).text();
            assert!(!silent.contains("（）") && !silent.contains("()"), "{silent}");
        }
    }
}

#[test]
fn every_shipped_template_says_what_it_must() {
    let shelf = Shelf::beside(Path::new("nowhere/f.db"));
    for (notice, locale) in Notice::ALL.iter().flat_map(|one| BOTH.map(|locale| (*one, locale))) {
        for sealed in [false, true] {
            let error = shelf.template("ZJ", notice, locale, sealed).err();
            assert_eq!(error, None);
        }
    }
}

#[test]
fn every_paper_carries_its_number_its_day_and_its_marks() {
    for (notice, locale) in Notice::ALL.iter().flat_map(|one| BOTH.map(|locale| (*one, locale))) {
        let text = paper(&page(Nature::Request), notice, locale).text();
        let day = if locale == Locale::Zh { "2026年3月3日" } else { "2026-03-03" };
        for said in ["ZJ-HZ-2026-0001", day, "ZJ-2026-000001", "住建分中心"] {
            assert!(text.contains(said), "{notice:?} {locale:?} lacks {said}:\n{text}");
        }
        assert!(text.contains(if locale == Locale::Zh { "补打" } else { "reprint" }), "{text}");
        assert!(!text.contains('⟦'), "{text}");
    }
}

#[test]
fn no_paper_tells_what_a_sealed_accusation_is_about() {
    for (notice, locale) in Notice::ALL.iter().flat_map(|one| BOTH.map(|locale| (*one, locale))) {
        let text = paper(&page(Nature::Accusation), notice, locale).text();
        for secret in SECRET {
            assert!(!text.contains(secret), "{notice:?} {locale:?} tells {secret}:\n{text}");
        }
        assert!(text.contains("ZJ-2026-000001"), "{text}");
    }
}

/// Lines to sign on, and how long they may be.
fn lines_to_sign(block: &Block) -> Vec<(String, usize)> {
    let (texts, most) = match block {
        Block::Table(rows) => (rows.concat(), LINE_IN_FORM),
        Block::Left(text) => (vec![text.clone()], LINE),
        _ => (Vec::new(), LINE),
    };
    let lines = texts.iter().flat_map(|text| text.lines());
    let blank = |line: &&str| BLANKS.iter().any(|blank| line.contains(blank));
    lines.filter(blank).map(|line| (line.to_owned(), most)).collect()
}

#[test]
fn no_line_to_sign_on_is_broken() {
    for (notice, locale) in Notice::ALL.iter().flat_map(|one| BOTH.map(|locale| (*one, locale))) {
        let paper = paper(&page(Nature::Request), notice, locale);
        let text = paper.text();
        for (line, most) in paper.blocks.iter().flat_map(lines_to_sign) {
            assert!(width::cols(&line) <= most, "{notice:?} {locale:?}: too long for its page: {line}");
            assert!(text.contains(&line), "{notice:?} {locale:?}: {line} is broken in\n{text}");
        }
    }
}

#[test]
fn the_clerk_signs_the_registration_sheet_once() {
    for (locale, clerk) in [(Locale::Zh, "接待员"), (Locale::En, "Clerk")] {
        let text = paper(&page(Nature::Request), Notice::RegistrationSheet, locale).text();
        assert_eq!(text.matches(clerk).count(), 1, "{text}");
    }
}

#[test]
fn a_form_of_the_document_goes_over_the_whole_width() {
    let paper = paper(&page(Nature::Request), Notice::RegistrationSheet, Locale::Zh);
    let document = docx_rs::read_docx(&paper.docx().unwrap()).unwrap().json().replace(' ', "");
    assert!(document.contains(r#""gridSpan":3"#), "a row of two cells spans the other three columns");
    let styles = ["方正小标宋简体", "黑体", "仿宋"];
    assert!(styles.iter().all(|font| document.contains(font)));
}

#[test]
fn a_template_that_lacks_a_slot_or_names_a_wrong_one_is_refused_by_name() {
    let dir = tempfile::tempdir().unwrap();
    let store = dir.path().join("f.db");
    let own = dir.path().join("notices/ZJ/zh");
    fs::create_dir_all(&own).unwrap();
    let shelf = Shelf::beside(&store);
    let load = || shelf.template("ZJ", Notice::Receipt, Locale::Zh, false).map(|_| ());
    let shipped = fs::read_to_string("src/notice/data/zh/receipt.txt").unwrap();
    for (text, wanted) in [
        (shipped.replace("{{ query }}", ""), "template-lacks"),
        (format!("{shipped}\n{{{{ secret }}}}"), "template-unknown"),
        (format!("{shipped}\n{{% if"), "template-broken"),
    ] {
        fs::write(own.join("receipt.txt"), text).unwrap();
        let error = load().unwrap_err();
        assert_eq!(error.id(), wanted, "{error}");
        assert!(error.to_string().starts_with("notices/ZJ/zh/receipt.txt: "), "{error}");
        assert_eq!(shelf.problems(["RS", "ZJ"].into_iter()), [error]);
    }
    fs::write(own.join("receipt.txt"), shipped.replace("信访登记回执", "本中心回执")).unwrap();
    assert_eq!(load(), Ok(()));
    assert_eq!(shelf.problems(["ZJ", "RS"].into_iter()), []);
    assert!(shelf.template("RS", Notice::Receipt, Locale::Zh, false).is_ok());
}

#[test]
fn a_document_holds_every_line_of_the_text() {
    let paper = paper(&page(Nature::Request), Notice::RegistrationSheet, Locale::Zh);
    let bytes = paper.docx().unwrap();
    let document = docx_rs::read_docx(&bytes).unwrap().json();
    for block in &paper.blocks {
        if let Block::Title(text) | Block::Head(text) | Block::Left(text) | Block::Body(text) = block {
            for line in text.lines() {
                assert!(document.contains(line), "{line} is not in the document");
            }
        }
    }
    assert!(Cursor::new(bytes).get_ref().starts_with(b"PK"));
}
