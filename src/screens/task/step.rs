//! The form of a step: its slots as fields, and what of them a petition already says.
use super::about::about;
use crate::{
    domain::{
        petition::Petition,
        reminder,
        step::{Slot, SlotKind, StepKind, Stepped},
    },
    flow::Cx,
    form::{Field, Kind, Sheet},
};
use std::collections::BTreeMap;

const LINE: usize = 120;
const ROWS: u16 = 3;

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
    if slot.required { field.required() } else { field }
}

/// What the form begins with: what it is about, and what the petition itself says of its slots.
pub fn began(step: StepKind, petition: &Petition, cx: &Cx) -> Sheet {
    let matter = &petition.matter;
    let known = |slot: &Slot| match slot.id {
        // Whoever accepts it is as a rule the unit that has it; whoever it is sent to is another one.
        "unit" if !slot.required => matter.unit.clone(),
        "addressed" => matter.unit.clone(),
        "asked" => matter.demand.clone(),
        "facts" => matter.facts.clone(),
        _ => String::new(),
    };
    let sheet =
        step.slots().iter().fold(about(&matter.subject), |sheet, slot| sheet.with(slot.id, known(slot)));
    if step != StepKind::Remind {
        return sheet;
    }
    let taken = Stepped { step, on: cx.today, said: BTreeMap::new() };
    let due = reminder::filled(petition, taken, &cx.lists.limits).said;
    due.into_iter().fold(sheet, |sheet, (slot, text)| sheet.with(&slot, text))
}

/// What was said in the slots.
pub fn said(step: StepKind, sheet: &Sheet) -> BTreeMap<String, String> {
    let filled = step.slots().iter().filter(|slot| !sheet.lacks(slot.id));
    filled.map(|slot| (slot.id.to_owned(), sheet.get(slot.id).to_owned())).collect()
}
