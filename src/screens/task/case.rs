//! The form of a case: its fields, what it makes of a case, and what a case makes of it.
use super::spec::{LEADER, LEVEL, SHORT, STATE};
use crate::{
    domain::{
        case::{CaseMatter, CaseState, Level, Merit},
        catalog::List,
        money::Fen,
    },
    flow::Cx,
    form::{Field, Kind, Problem, Sheet},
};
use serde_json::{Map, Value};

/// The fields, in the order in which they are asked.
pub(super) fn fields() -> Vec<Field> {
    vec![
        Field::new("title", Kind::Line(SHORT)).required(),
        LEADER,
        Field::new("field", Kind::Line(SHORT)),
        Field::new("place", Kind::Pick(List::Place)),
        LEVEL,
        Field::new("unit", Kind::Pick(List::Unit)).strict(),
        Field::new("doer", Kind::Line(SHORT)).beside(),
        Field::new("partners", Kind::Line(SHORT)),
        Field::new("merit", Kind::Choice { list: Merit::LIST, ids: Merit::IDS }),
        Field::new("crux", Kind::Page(2)),
        Field::new("plan", Kind::Page(2)),
        Field::new("target", Kind::Day),
        Field::new("progress", Kind::Count).beside().checked(percent),
        Field::new("pledge", Kind::Count).beside().checked(year),
        Field::new("asked", Kind::Money),
        Field::new("asked_people", Kind::Count).beside(),
        Field::new("recovered", Kind::Money),
        Field::new("recovered_people", Kind::Count).beside(),
        Field::new("group", Kind::Pick(List::Group)).strict(),
        STATE,
        Field::new("result", Kind::Page(2)),
    ]
}

/// The one field by which the columns of the board go, and why the case is moved.
pub(super) fn moving(field: &str) -> Vec<Field> {
    let one = fields().into_iter().filter(|known| known.id == field);
    one.chain([Field::new("reason", Kind::Line(SHORT))]).collect()
}

/// The change of that field.
pub(super) fn moved(field: &str, sheet: &Sheet, cx: &Cx) -> Map<String, Value> {
    changes(sheet, cx).into_iter().filter(|(name, _)| name == field).collect()
}

/// A part of a hundred.
fn percent(sheet: &Sheet) -> Option<Problem> {
    let over = sheet.get("progress").parse::<u32>().is_ok_and(|progress| progress > 100);
    over.then(|| Problem::holds("problem-percent"))
}

/// A year of four digits.
fn year(sheet: &Sheet) -> Option<Problem> {
    let odd =
        !sheet.lacks("pledge") && !sheet.get("pledge").parse().is_ok_and(|year| (2000..2200).contains(&year));
    odd.then(|| Problem::holds("problem-year"))
}

/// The case that a filled-in form tells of.
pub(super) fn matter(sheet: &Sheet, cx: &Cx) -> CaseMatter {
    let text = |id: &str| sheet.get(id).to_owned();
    let count = |id: &str| sheet.get(id).parse().unwrap_or_default();
    let money = |id: &str| Fen::read(sheet.get(id)).unwrap_or_default();
    CaseMatter {
        field: text("field"),
        place: text("place"),
        level: Level::parse(sheet.get("level")).unwrap_or(Level::Key),
        state: CaseState::parse(sheet.get("state")).unwrap_or(CaseState::Open),
        unit: text("unit"),
        doer: text("doer"),
        partners: partners(sheet.get("partners"), cx),
        group: text("group"),
        merit: Merit::parse(sheet.get("merit")),
        crux: text("crux"),
        plan: text("plan"),
        target: sheet.get("target").parse().ok(),
        progress: sheet.get("progress").parse().unwrap_or_default(),
        pledge: sheet.get("pledge").parse().ok(),
        asked: money("asked"),
        asked_people: count("asked_people"),
        recovered: money("recovered"),
        recovered_people: count("recovered_people"),
        result: text("result"),
        ..CaseMatter::new(text("title"), text("leader"), cx.today)
    }
}

/// Units by name or code, told apart by commas; one that no list holds stays as it was written.
fn partners(typed: &str, cx: &Cx) -> Vec<String> {
    let names = typed.split(['、', '，', ',', '；', ';']).map(str::trim).filter(|name| !name.is_empty());
    let code = |name: &str| cx.catalog().named(List::Unit, name).map(|unit| unit.code.clone());
    names.map(|name| code(name).unwrap_or_else(|| name.to_owned())).collect()
}

/// Every field of the form but the day of opening, which it does not ask.
pub(super) fn changes(sheet: &Sheet, cx: &Cx) -> Map<String, Value> {
    match serde_json::to_value(matter(sheet, cx)) {
        Ok(Value::Object(fields)) => fields.into_iter().filter(|(name, _)| name != "opened").collect(),
        _ => Map::new(),
    }
}

/// The sheet that says what a case says.
pub fn case_sheet(matter: &CaseMatter, cx: &Cx) -> Sheet {
    remembering(&said(matter, cx), &fields())
}

/// A sheet with what each field said when the form was opened beside it: a draft that is found again knows by it what
/// was touched.
pub(super) fn remembering(said: &Sheet, fields: &[Field]) -> Sheet {
    fields.iter().fold(said.clone(), |sheet, field| sheet.with(&was(&field.id), said.get(&field.id)))
}

/// What the sheet says now, with the fields over it that somebody touched here.
pub(super) fn merged(sheet: &Sheet, now: Sheet, fields: &[Field]) -> Sheet {
    let touched = fields.iter().map(|field| &*field.id).filter(|id| sheet.get(id) != sheet.get(&was(id)));
    touched.fold(now, |merged, id| merged.with(id, sheet.get(id)))
}

fn was(id: &str) -> String {
    format!("was.{id}")
}

fn said(matter: &CaseMatter, cx: &Cx) -> Sheet {
    let partners: Vec<&str> =
        matter.partners.iter().map(|code| cx.catalog().name(List::Unit, code)).collect();
    let money = |amount: Fen| if amount.is_nothing() { String::new() } else { amount.to_string() };
    let count = |count: u32| if count == 0 { String::new() } else { count.to_string() };
    Sheet::default()
        .with("title", &*matter.title)
        .with("leader", &*matter.leader)
        .with("field", &*matter.field)
        .with("place", &*matter.place)
        .with("level", matter.level.id())
        .with("state", matter.state.id())
        .with("unit", &*matter.unit)
        .with("doer", &*matter.doer)
        .with("partners", partners.join("、"))
        .with("group", &*matter.group)
        .with("merit", matter.merit.map_or("", Merit::id))
        .with("crux", &*matter.crux)
        .with("plan", &*matter.plan)
        .with("target", matter.target.map_or(String::new(), |day| day.to_string()))
        .with("progress", count(matter.progress.into()))
        .with("pledge", matter.pledge.map_or(String::new(), |year| year.to_string()))
        .with("asked", money(matter.asked))
        .with("asked_people", count(matter.asked_people))
        .with("recovered", money(matter.recovered))
        .with("recovered_people", count(matter.recovered_people))
        .with("result", &*matter.result)
}
