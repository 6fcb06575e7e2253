//! The form in which a reviewer says something of a point of an evaluation.
use super::spec::SHORT;
use crate::{
    domain::{
        deed::Deed,
        evaluation::{Check, Finding, Overrule, Verdict},
        petition::No,
    },
    form::{Field, Kind, Problem, Sheet},
};

/// The fields. Another verdict than the record's needs a reason.
pub(super) fn fields() -> Vec<Field> {
    vec![
        Field::new("verdict", Kind::Choice { list: Verdict::LIST, ids: Verdict::IDS }),
        Field::new("reason", Kind::Line(SHORT)).checked(|sheet| {
            let bare = !sheet.lacks("verdict") && sheet.lacks("reason");
            bare.then(|| Problem::holds("problem-required"))
        }),
        Field::new("mend", Kind::Day),
        Field::new("mended", Kind::Day),
    ]
}

/// The sheet that says what was said before.
pub fn sheet(finding: &Finding) -> Sheet {
    let said = finding.overrule.clone().unwrap_or_default();
    let day = |day: Option<chrono::NaiveDate>| day.map_or(String::new(), |day| day.to_string());
    Sheet::default()
        .with("verdict", said.verdict.map_or("", Verdict::id))
        .with("reason", said.reason)
        .with("mend", day(said.mend))
        .with("mended", day(said.mended))
}

/// The order that a filled-in form makes.
pub(super) fn deed(no: No, check: Check, sheet: &Sheet) -> Deed {
    let day = |id: &str| sheet.get(id).parse().ok();
    let said = Overrule {
        verdict: Verdict::parse(sheet.get("verdict")),
        reason: sheet.get("reason").to_owned(),
        mend: day("mend"),
        mended: day("mended"),
    };
    Deed::Evaluate { no, check, said }
}
