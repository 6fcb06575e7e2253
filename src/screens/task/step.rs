//! The form of a step: its slots as fields, and what of them a petition already says.
use super::about::{TOLD, about};
use crate::{
    domain::{
        clock::Clock,
        petition::Petition,
        reminder,
        step::{Route, Slot, SlotKind, StepKind, Stepped, TimeBar},
    },
    flow::Cx,
    form::{Field, Kind, Problem, Sheet},
};
use std::collections::BTreeMap;

const LINE: usize = 120;
const ROWS: u16 = 3;
/// The organ to which an accusation goes where the form says no other \[30\].
const DISCIPLINE: &str = "JW";

/// The day, then a field a slot.
pub fn fields(step: StepKind) -> Vec<Field> {
    std::iter::once(Field::new("on", Kind::Day).required()).chain(step.slots().iter().map(field)).collect()
}

fn field(slot: &Slot) -> Field {
    let kind = match slot.kind {
        SlotKind::Line => Kind::Line(LINE),
        SlotKind::Page => Kind::Page(ROWS),
        SlotKind::Day => Kind::Day,
        SlotKind::Count => Kind::Count,
        SlotKind::Choice { list, ids } => Kind::Choice { list, ids },
        SlotKind::Pick(list) => Kind::Pick(list),
    };
    let field = Field::new(slot.id, kind).strict();
    let field = if slot.id == "bar" { field.checked(another_route) } else { field };
    if slot.required { field.required() } else { field }
}

/// A time-bar that belongs to another route than the one chosen: said, and kept if the clerk means it.
fn another_route(sheet: &Sheet) -> Option<Problem> {
    let bar = TimeBar::parse(sheet.get("bar"))?;
    let fits = bar.routes().contains(&Route::parse(sheet.get("route"))?);
    (!fits).then_some(Problem::told("problem-bar"))
}

/// What the form begins with: what it is about, and what the petition itself says of its slots.
pub fn began(step: StepKind, petition: &Petition, cx: &Cx) -> Sheet {
    let matter = &petition.matter;
    let known = |slot: &Slot| match slot.id {
        // Whoever accepts it is as a rule the unit that has it; whoever it is sent to is another one.
        "unit" if !slot.required => matter.unit.clone(),
        "unit" if step == StepKind::Discipline => DISCIPLINE.to_owned(),
        "addressed" => matter.unit.clone(),
        "asked" => matter.demand.clone(),
        "facts" => matter.facts.clone(),
        _ => String::new(),
    };
    let sheet =
        step.slots().iter().fold(about(&matter.subject), |sheet, slot| sheet.with(slot.id, known(slot)));
    let sheet = sheet.with(TOLD, too_late(step, petition, cx));
    if step != StepKind::Remind {
        return sheet;
    }
    let taken = Stepped { step, on: cx.today, said: BTreeMap::new() };
    let due = reminder::filled(petition, taken, &cx.lists.limits).said;
    due.into_iter().fold(sheet, |sheet, (slot, text)| sheet.with(&slot, text))
}

/// That the limit which a step would meet is over: it is said, and the step is taken all the same.
fn too_late(step: StepKind, petition: &Petition, cx: &Cx) -> String {
    let rules = cx.lists.limits.rules(petition.no.office());
    let meets =
        |clock: &&Clock| rules.get(&clock.id).is_some_and(|rule| rule.stop.iter().any(|id| id == step.id()));
    let clocks = cx.lists.limits.clocks(petition, cx.today);
    let late = clocks.iter().filter(|clock| clock.is_unmet() && clock.late > 0).find(meets);
    late.map_or(String::new(), |clock| cx.teller().clock(clock, cx.today))
}

/// What was said in the slots.
pub fn said(step: StepKind, sheet: &Sheet) -> BTreeMap<String, String> {
    let filled = step.slots().iter().filter(|slot| !sheet.lacks(slot.id));
    filled.map(|slot| (slot.id.to_owned(), sheet.get(slot.id).to_owned())).collect()
}
