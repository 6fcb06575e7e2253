//! The rows of a row's page, in words.
use crate::{
    domain::{
        mask,
        petition::No,
        register::{DUE, Field, Kind, LOAD, MADE, Register, STATE},
    },
    flow::{Cx, Route, shown},
    screens::{
        petition::rows::{Row, Tone, timeline_by, wrap_all},
        register::view::{name, told},
    },
    store::{Leading, RecordPage},
};

use chrono::NaiveDate;

/// Every row of the page, wrapped to the terminal.
pub fn rows(page: &RecordPage, cx: &Cx) -> Vec<Row> {
    let record = &page.record;
    let Some(register) = cx.lists.registers.get(&record.register) else {
        return wrap_all(vec![Row::head(record.no.to_string()), plain(cx.lang.say("register-gone"))], cx);
    };
    let title = format!("{} {}", record.no, register.name.say(cx.lang.is_chinese()));
    let mut rows = vec![Row::head(title)];
    if let Some(reason) = &record.struck {
        let text = cx.lang.fill("record-struck", &[("reason", reason.clone().into())]);
        rows.push(Row { tone: Tone::Check, ..plain(text) });
    }
    rows.extend(stands(page, register, cx));
    rows.extend(register.fields.iter().filter_map(|field| said(page, field, &register.accused, cx)));
    rows.extend(unknown(page, register, cx));
    rows.extend(leading(&page.linked, cx));
    rows.extend(timeline_by(&page.entries, cx.teller().of(register), cx));
    wrap_all(rows, cx)
}

fn plain(text: String) -> Row {
    Row::new(String::new(), text)
}

/// State, due date, work in hand, day of entry.
fn stands(page: &RecordPage, register: &Register, cx: &Cx) -> Vec<Row> {
    let row = page.row();
    let late = page.due.is_some_and(|due| due < cx.today);
    let line = |id: &str| {
        let text = told(&row, register, id, cx);
        let tone = if id == DUE && late { Tone::Check } else { Tone::Plain };
        (!text.is_empty()).then(|| Row { tone, ..Row::new(name(register, id, cx), text) })
    };
    [STATE, DUE, LOAD, MADE].into_iter().filter_map(line).collect()
}

/// A field that says something, and where it leads.
fn said(page: &RecordPage, field: &Field, accused: &str, cx: &Cx) -> Option<Row> {
    let said = page.record.get(&field.id);
    let no = No(said.to_owned());
    // What the petitions say of a unit is found, not entered again; of one that is asked about, what is late.
    let found =
        |filter: &str, more: &str| Route::Find(format!("{filter}:{said} {more}").trim_end().to_owned());
    let opens = match field.kind {
        _ if said.is_empty() => return None,
        Kind::Petition => Some(Route::Petition(no)),
        Kind::Case => Some(Route::Case(no)),
        Kind::Person => Some(Route::Person(no)),
        Kind::Record => Some(Route::Record(no)),
        Kind::Unit if field.id == accused => Some(found("unit", "state:overdue")),
        Kind::Unit => Some(found("unit", "")),
        Kind::Place => Some(found("place", "")),
        Kind::Category => Some(found("category", "")),
        Kind::Leader => Some(found("leader", "")),
        _ => None,
    };
    let open = field.kind.is_masked() && cx.revealed.as_ref() == Some(&page.record.no);
    let text = if open { said.to_owned() } else { shown(field, said, &cx.lang, cx.catalog()) };
    // A number alone says nothing to somebody who reads.
    let about = page.titles.get(&field.id).map(|title| format!(" {title}")).unwrap_or_default();
    Some(Row { opens, ..Row::new(field.name.say(cx.lang.is_chinese()).to_owned(), text + &about) })
}

/// What was said in fields that the declaration no longer has; of what they were nothing is known but how they look, and
/// what looks like a number of somebody is masked.
fn unknown(page: &RecordPage, register: &Register, cx: &Cx) -> Vec<Row> {
    let lost = page.record.row.iter().filter(|(id, _)| register.field(id).is_none());
    let rows: Vec<Row> =
        lost.map(|(id, said)| Row { tone: Tone::Gone, ..Row::new(id.clone(), covered(said)) }).collect();
    let head = (!rows.is_empty()).then(|| Row::head(cx.lang.say("record-unknown")));
    head.into_iter().chain(rows).collect()
}

fn covered(said: &str) -> String {
    let plain =
        said.parse::<NaiveDate>().is_ok() || !said.chars().all(|c| c.is_ascii_digit() || "Xx+- ".contains(c));
    match said.chars().count() {
        _ if plain => said.to_owned(),
        17.. => mask::identity(said),
        7.. => mask::phone(said),
        _ => said.to_owned(),
    }
}

/// The rows of registers that lead to something: for every page.
pub fn leading(rows: &[Leading], cx: &Cx) -> Vec<Row> {
    let row = |one: &Leading| {
        let called = cx.lists.registers.name(&one.register, cx.lang.is_chinese());
        let text = format!("{} {called}  {}", one.no, one.title);
        Row { opens: Some(Route::Record(one.no.clone())), ..plain(text) }
    };
    let head = (!rows.is_empty()).then(|| Row::head(cx.lang.say("record-leading")));
    head.into_iter().chain(rows.iter().map(row)).collect()
}
