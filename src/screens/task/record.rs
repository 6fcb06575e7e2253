//! The forms of rows of registers: their fields come from the declaration.
use crate::{
    domain::{
        deed::Deed,
        petition::No,
        register::{self, Answer, Kind as Of, Register, Words},
    },
    flow::{Cx, Note, Paper},
    form::{Field, Kind, Sheet},
};
use std::{collections::BTreeMap, sync::Arc};

use super::spec::{SHORT, number, petition_number};

/// The register that a form is about.
fn register<'a>(id: &str, cx: &'a Cx) -> Option<&'a Arc<Register>> {
    cx.lists.registers.get(id)
}

/// The fields of a form about a row; nothing for a form about anything else.
pub(super) fn fields(paper: &Paper, cx: &Cx) -> Vec<Field> {
    match paper {
        Paper::Record { register: id, .. } => {
            let fields = register(id, cx).map(|register| register.fields.as_slice()).unwrap_or_default();
            let asked = fields.iter().filter(|field| field.kind != Of::Grade);
            asked.map(|field| Field::of(&Arc::new(field.clone()))).collect()
        }
        Paper::RecordMove { register: id, from, .. } => {
            let next = register(id, cx).map(|register| next_states(register, from, cx)).unwrap_or_default();
            vec![Field::of(&Arc::new(to(next))), Field::new("reason", Kind::Line(SHORT))]
        }
        Paper::RecordStrike { .. } => vec![Field::new("reason", Kind::Line(SHORT)).required()],
        _ => Vec::new(),
    }
}

fn next_states(register: &Register, from: &str, cx: &Cx) -> Vec<Answer> {
    let next = register.next_states(from).map(|state| &state.answer);
    next.filter(|to| register.why_not_to(from, &to.id, &cx.me).is_none()).cloned().collect()
}

/// The choice of a state, in the words of the declaration, under a label of ours.
fn to(answers: Vec<Answer>) -> register::Field {
    register::Field {
        id: "to".to_owned(),
        name: Words::default(),
        hint: Words::default(),
        kind: Of::Choice,
        required: true,
        beside: false,
        total: register::Total::Nothing,
        answers,
        min: None,
        max: None,
        of: String::new(),
        sum: Vec::new(),
        bounds: Vec::new(),
        default: String::new(),
    }
}

/// What stands in the form of a new row when it opens.
pub(super) fn defaults(id: &str, cx: &Cx) -> Sheet {
    let fields = register(id, cx).map(|register| register.fields.as_slice()).unwrap_or_default();
    fields.iter().fold(Sheet::default(), |sheet, field| {
        let said = if field.default == "today" { cx.today.to_string() } else { field.default.clone() };
        sheet.with(&field.id, said)
    })
}

/// Why a row makes no order: something that has to hold between its fields does not.
pub(super) fn refused(paper: &Paper, sheet: &Sheet, cx: &Cx) -> Option<Note> {
    let Paper::Record { register: id, .. } = paper else { return None };
    let register = register(id, cx)?;
    let row = row(register, sheet, cx);
    let broken = register.checks.iter().find(|check| !check.holds(register, &row, cx.today))?;
    Some(Note::bad("why-check", broken.say.say(cx.lang.is_chinese())))
}

/// What the form says, by field; digits alone are the end of a petition's number of one's own counter.
fn row(register: &Register, sheet: &Sheet, cx: &Cx) -> BTreeMap<String, String> {
    let said = |field: &register::Field| {
        let said = sheet.get(&field.id);
        let said = match field.kind {
            Of::Petition if !said.is_empty() => number(said, petition_number, cx).0,
            _ => said.to_owned(),
        };
        (field.id.clone(), said)
    };
    register.fields.iter().filter(|field| field.kind != Of::Grade).map(said).collect()
}

/// The version on which it is decided, and what is to be done; nothing for a form about anything else.
pub(super) fn deed(paper: &Paper, sheet: &Sheet, cx: &Cx) -> Option<(Option<u32>, Deed)> {
    let reason = sheet.get("reason").to_owned();
    Some(match paper.clone() {
        Paper::Record { register: id, no, version } => {
            let row = register(&id, cx).map(|register| row(register, sheet, cx)).unwrap_or_default();
            match no {
                Some(no) => (Some(version), Deed::ChangeRecord { no, row }),
                None => (None, Deed::EnterRecord { register: id, row }),
            }
        }
        Paper::RecordMove { no, version, .. } => {
            (Some(version), Deed::MoveRecord { no, to: sheet.get("to").to_owned(), reason })
        }
        Paper::RecordStrike { no, version, back, .. } => {
            (Some(version), Deed::StrikeRecord { no, reason, back })
        }
        _ => return None,
    })
}

/// What a form about a row is about.
pub(super) fn subject(register: &str, no: Option<&No>, cx: &Cx) -> String {
    let name =
        cx.lists.registers.get(register).map_or("", |register| register.name.say(cx.lang.is_chinese()));
    format!("{name} {}", no.map_or("", No::as_str)).trim_end().to_owned()
}
