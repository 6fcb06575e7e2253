//! The forms by which a case ends: the three duties, striking it off the list, and taking it up again.
use super::{
    case::remembering,
    spec::{SHORT, YES},
};
use crate::{
    domain::{
        case::{CaseMatter, CaseState, Closing, Duty, Recognition},
        deed::Deed,
        petition::No,
    },
    form::{Field, Kind, Sheet},
};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The fields of a duty: whether it applies, what shows that it was done, what the unit says, what the office says,
/// whether it is recognised; and whether the last four are asked.
type Fields = (Duty, [&'static str; 5], fn(&Sheet) -> bool);

const DUTIES: [Fields; 3] = [
    (
        Duty::Solved,
        ["solved-applies", "solved-evidence", "solved-unit", "solved-office", "solved-recognised"],
        |sheet| sheet.get("solved-applies") == "yes",
    ),
    (
        Duty::Explained,
        [
            "explained-applies",
            "explained-evidence",
            "explained-unit",
            "explained-office",
            "explained-recognised",
        ],
        |sheet| sheet.get("explained-applies") == "yes",
    ),
    (
        Duty::Helped,
        ["helped-applies", "helped-evidence", "helped-unit", "helped-office", "helped-recognised"],
        |sheet| sheet.get("helped-applies") == "yes",
    ),
];

const fn yes_or_no(id: &'static str) -> Field {
    Field::new(id, Kind::Choice { list: "more", ids: YES })
}

/// The fields of the three duties.
pub(super) fn duties() -> Vec<Field> {
    let of = |(_, [applies, evidence, unit, office, recognised], asked): Fields| {
        let only = |field: Field| Field { shown: asked, ..field };
        [
            yes_or_no(applies),
            only(Field::new(evidence, Kind::Page(2))),
            only(Field::new(unit, Kind::Line(SHORT))),
            only(Field::new(office, Kind::Line(SHORT))),
            only(yes_or_no(recognised)),
        ]
    };
    DUTIES.into_iter().flat_map(of).collect()
}

/// The sheet that says how far the duties are.
pub fn duties_sheet(matter: &CaseMatter) -> Sheet {
    let yes = |yes: bool| if yes { "yes" } else { "no" };
    let said = DUTIES.iter().fold(
        Sheet::default(),
        |sheet, (duty, [applies, evidence, unit, office, recognised], _)| {
            let said = matter.duties.get(duty).cloned().unwrap_or_default();
            sheet
                .with(applies, yes(said.applies))
                .with(evidence, said.evidence)
                .with(unit, said.unit)
                .with(office, said.office)
                .with(recognised, yes(said.recognised))
        },
    );
    remembering(&said, &duties())
}

/// The order that a filled-in form of the duties makes. Of a duty that does not apply nothing else is kept.
pub(super) fn recognise(no: No, sheet: &Sheet) -> Deed {
    let text = |id: &str| sheet.get(id).to_owned();
    let said = DUTIES.iter().map(|(duty, [applies, evidence, unit, office, recognised], _)| {
        let applies = sheet.get(applies) == "yes";
        let said = Recognition {
            applies,
            evidence: text(evidence),
            unit: text(unit),
            office: text(office),
            recognised: sheet.get(recognised) == "yes",
        };
        (*duty, if applies { said } else { Recognition::default() })
    });
    let duties: BTreeMap<Duty, Recognition> = said.collect();
    change(no, &json!({"duties": duties}), String::new())
}

/// The order that strikes a case off the list.
pub(super) fn close(no: No, closing: &Closing) -> Deed {
    change(no, &json!({"closing": closing}), String::new())
}

/// The order that takes a resolved case up again: it is on the list again, and its duties are to be looked at anew.
pub(super) fn reopen(no: No, reason: String) -> Deed {
    change(no, &json!({"state": CaseState::Reopened, "closing": null, "duties": {}}), reason)
}

fn change(no: No, fields: &Value, reason: String) -> Deed {
    let fields: Map<String, Value> = fields.as_object().cloned().unwrap_or_default();
    Deed::ChangeCase { no, fields, reason }
}
