//! The orders that forms about cases and meetings make.
use super::{
    case, ending,
    spec::{number, petition_number},
};
use crate::{
    domain::{
        case::{Closing, Met, Review},
        deed::Deed,
        meeting::{MeetingKind, Plan},
    },
    flow::{Cx, Paper},
    form::Sheet,
};
use chrono::NaiveDate;

/// The version on which it is decided, and what is to be done; nothing for a form about anything else.
pub(super) fn deed(paper: &Paper, sheet: &Sheet, cx: &Cx) -> Option<(Option<u32>, Deed)> {
    let text = |id: &str| sheet.get(id).to_owned();
    let day = |id: &str| sheet.get(id).parse::<NaiveDate>().ok();
    Some(match paper.clone() {
        Paper::CaseAdd { no } => {
            (None, Deed::JoinCase { no, petition: number(sheet.get("petition"), petition_number, cx) })
        }
        Paper::CaseNew { petition } => {
            let petitions = petition.into_iter().collect();
            (None, Deed::OpenCase { matter: Box::new(case::matter(sheet, cx)), petitions })
        }
        Paper::CaseMend { no, version } => {
            (Some(version), Deed::ChangeCase { no, fields: case::changes(sheet, cx), reason: String::new() })
        }
        Paper::CaseMove { no, version, field } => {
            let (fields, reason) = (case::moved(&field, sheet, cx), text("reason"));
            (Some(version), Deed::ChangeCase { no, fields, reason })
        }
        Paper::CaseDuties { no, version } => (Some(version), ending::recognise(no, sheet)),
        Paper::CaseClose { no, version } => {
            let closing = Closing { on: day("on").unwrap_or(cx.today), by: text("by"), words: text("words") };
            (Some(version), ending::close(no, &closing))
        }
        Paper::CaseReopen { no, version } => (Some(version), ending::reopen(no, text("reason"))),
        Paper::CaseAssign { no, version } => {
            (Some(version), Deed::AssignCase { no, leader: text("leader"), reason: text("reason") })
        }
        Paper::CaseReview { no, version, meeting } => {
            let review = Review {
                on: day("on").unwrap_or(cx.today),
                chair: text("chair"),
                asked: text("asked"),
                done: text("done"),
                by: text("by"),
                until: day("until"),
                met: Met::parse(sheet.get("met")),
                meeting,
            };
            (Some(version), Deed::ReviewCase { no, review })
        }
        Paper::MeetingNew => {
            let kind = MeetingKind::parse(sheet.get("kind")).unwrap_or(MeetingKind::Weekly);
            // What was chosen before the kind was changed stands in the form, unseen.
            let joint = kind == MeetingKind::Joint;
            let plan = Plan {
                kind,
                on: day("on").unwrap_or(cx.today),
                chair: text("chair"),
                leader: if joint { String::new() } else { text("leader") },
                group: if joint { text("group") } else { String::new() },
                cases: Vec::new(),
            };
            (None, Deed::PlanMeeting(Box::new(plan)))
        }
        Paper::MeetingCancel { no, version } => {
            (Some(version), Deed::CancelMeeting { no, reason: text("reason") })
        }
        _ => return None,
    })
}
