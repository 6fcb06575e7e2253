//! What a short form is about, in words: a form is opened from a page or a board that it then hides.
use super::record;
use crate::{
    domain::{
        case::{Case, Review},
        catalog::List,
        petition::No,
        register,
    },
    flow::{Cx, Note, Paper},
    form::Sheet,
    store::StoreError,
};

/// Under which name a sheet carries what the form is about; no field has it, and no order takes it.
pub const TITLE: &str = "about";
/// Under which name it carries that something asked before is still open.
pub const OPEN: &str = "open";
/// Under which name it carries what else is told above the fields.
pub const TOLD: &str = "told";

/// A sheet that tells what the form is about.
pub fn about(title: &str) -> Sheet {
    Sheet::default().with(TITLE, title)
}

/// The sheet of a hand-over: who owns the case now.
pub fn handing_over(title: &str, leader: &str, cx: &Cx) -> Sheet {
    let leader = cx.catalog().name(List::Leader, leader).to_owned();
    let told = if leader.is_empty() {
        String::new()
    } else {
        cx.lang.fill("case-owned-by", &[("leader", leader.into())])
    };
    about(title).with(TOLD, told)
}

/// The sheet of a review: its chair is the owner, unless a meeting says otherwise; and what was asked and is not done.
pub fn reviewing(case: &Case, chair: &str, cx: &Cx) -> Sheet {
    let open = case.open_items();
    let told = open.iter().map(|item| asked(item)).collect::<Vec<_>>().join("；");
    let told = if open.is_empty() {
        String::new()
    } else {
        cx.lang.fill("case-asked-last", &[("asked", told.into())])
    };
    let chair = if chair.is_empty() { &case.matter.leader } else { chair };
    let sheet = about(&case.matter.title).with("chair", chair).with(TOLD, told);
    if open.is_empty() { sheet } else { sheet.with(OPEN, "yes") }
}

/// What was asked, of whom and by when.
pub fn asked(item: &Review) -> String {
    let until = item.until.map_or(String::new(), |day| day.to_string());
    let parts = [item.asked.as_str(), item.by.as_str(), until.as_str()];
    let said: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    said.join("  ")
}

/// The two lines above the fields.
pub fn lines(paper: &Paper, sheet: &Sheet, cx: &Cx) -> [String; 2] {
    let head = format!("{} {}", subject(paper, cx), sheet.get(TITLE));
    let told = match paper {
        Paper::Setting { key } => cx.lang.attribute(&format!("setting-{key}"), "hint"),
        Paper::Recuse { .. } => cx.lang.say("recuse-how"),
        Paper::Limit { .. } => cx.lang.say("limit-how"),
        Paper::Level { .. } => cx.lang.say("level-how"),
        Paper::Printer { .. } => cx.lang.say("printer-how"),
        Paper::Record { register, .. } => {
            let register = cx.lists.registers.get(register);
            register.map_or("", |register| register.about.say(cx.lang.is_chinese())).to_owned()
        }
        Paper::Item { list: List::Register, code } => {
            declaration_told(code.as_deref().unwrap_or_default(), sheet.get("text"), cx)
        }
        Paper::Sit if sheet.get("use") == "shared" => cx.lang.say("sit-shared"),
        _ => sheet.get(TOLD).to_owned(),
    };
    [head.trim().to_owned(), told]
}

/// Whether a declaration can be used, told while it is being written: what it declares, or what is wrong in which line.
pub fn declaration_told(code: &str, text: &str, cx: &Cx) -> String {
    let read = register::read(text);
    let own = read.as_ref().map_or("", |register| register.id.as_str());
    let code = if code.is_empty() { own } else { code };
    if let Some(error) = cx.lists.registers.refuses(code, text) {
        return Note::from(StoreError::Declared(error)).say(&cx.lang);
    }
    let Ok(register) = read else { return String::new() };
    let name = register.name.say(cx.lang.is_chinese()).to_owned();
    cx.lang.fill("declared-fine", &[("name", name.into()), ("count", register.fields.len().into())])
}

/// What is said to be saved: an entry by its name, everything else by its number.
pub fn saved(paper: &Paper, sheet: &Sheet, no: &No, cx: &Cx) -> String {
    match paper {
        // A register says itself what it is called.
        Paper::Item { list: List::Register, .. } => {
            let name = register::read(sheet.get("text")).map(|register| register.name);
            name.map_or_else(|_| no.to_string(), |name| name.say(cx.lang.is_chinese()).to_owned())
        }
        Paper::Item { .. } | Paper::View { .. } => sheet.get("name").to_owned(),
        Paper::Setting { .. } | Paper::Limit { .. } | Paper::Level { .. } | Paper::Printer { .. } => {
            subject(paper, cx)
        }
        _ => no.to_string(),
    }
}

fn subject(paper: &Paper, cx: &Cx) -> String {
    match paper {
        Paper::Again { no, title, closed, .. } => {
            let linked = if *closed { cx.lang.say("again-closed") } else { String::new() };
            format!("{linked}{no} {title}")
        }
        Paper::Mend { no, .. }
        | Paper::Note { no, .. }
        | Paper::Link { no, .. }
        | Paper::Recuse { no }
        | Paper::CaseAdd { no }
        | Paper::CaseAssign { no, .. }
        | Paper::CaseReview { no, .. }
        | Paper::CaseMove { no, .. }
        | Paper::CaseDuties { no, .. }
        | Paper::CaseClose { no, .. }
        | Paper::CaseReopen { no, .. }
        | Paper::MeetingCancel { no, .. }
        | Paper::Overrule { no, .. }
        | Paper::Reveal { no }
        | Paper::CaseMend { no, .. } => no.to_string(),
        Paper::Step { no, step, .. } => format!("{no} {}", cx.lang.say(&step.message())),
        Paper::Together { step, petitions } => {
            let count = cx.lang.fill("together-head", &[("count", petitions.len().into())]);
            format!("{} {count}", cx.lang.say(&step.message()))
        }
        Paper::View { digit, typed } => {
            let words = [("digit", (*digit).into()), ("typed", typed.clone().into())];
            cx.lang.fill("keep-head", &words)
        }
        Paper::Limit { office, id } => {
            format!(
                "{} {id} {}",
                cx.catalog().name(List::Office, office),
                cx.lang.say(&format!("clock-{id}"))
            )
        }
        Paper::Level { office, grade } => {
            let name = cx.lang.say(&format!("grade-{grade}"));
            format!("{} {name}", cx.catalog().name(List::Office, office))
        }
        Paper::Printer { office } => cx.catalog().name(List::Office, office).to_owned(),
        Paper::Join { petition } => petition.to_string(),
        Paper::CaseNew { petition } => petition.as_ref().map_or(String::new(), ToString::to_string),
        Paper::Item { list, code } => {
            format!("{} {}", cx.lang.say(&format!("list-{}", list.id())), code.as_deref().unwrap_or_default())
        }
        Paper::Record { register, no, .. } => record::subject(register, no.as_ref(), cx),
        Paper::RecordMove { register, no, .. } | Paper::RecordStrike { register, no, .. } => {
            record::subject(register, Some(no), cx)
        }
        Paper::Setting { key } => cx.lang.say(&format!("setting-{key}")),
        Paper::Sit => cx.lang.say("sit-welcome"),
        Paper::Grown { row } => row.to_string(),
        Paper::New | Paper::MeetingNew => String::new(),
    }
}
