//! Which actions a role has, asked for kindness: the store asks again for truth.
use crate::{
    domain::rights::{Actor, Power},
    keys::Action,
};

/// What an action needs; none where everybody may, or where it depends on the row.
const fn needs(action: Action) -> Option<Power> {
    Some(match action {
        Action::GoIntake
        | Action::RecordPetition
        | Action::PetitionAgain
        | Action::PetitionLink
        | Action::PetitionUnlink
        | Action::IntakeTake
        | Action::PersonMerge
        | Action::PersonApart => Power::Register,
        Action::GoFind | Action::GoRegisters | Action::RecordFrom => Power::Read,
        Action::GoBoard | Action::MeetingList => Power::Board,
        Action::GoFigures | Action::GoEvaluation => Power::Figures,
        Action::GoImport | Action::RecordImport | Action::ImportStart => Power::Import,
        Action::GoJournal => Power::Journal,
        Action::PetitionMend => Power::Route,
        Action::PetitionNote => Power::Handle,
        Action::PetitionCase
        | Action::CaseNew
        | Action::CaseAdd
        | Action::CaseRemove
        | Action::CaseAssign
        | Action::CaseMove
        | Action::CaseReview
        | Action::CaseMend
        | Action::CaseDuties
        | Action::CaseClose
        | Action::CaseReopen
        | Action::MeetingNew
        | Action::MeetingCancel => Power::Supervise,
        _ => return None,
    })
}

/// Why somebody has no right to an action.
pub(super) fn refuses(actor: &Actor, action: Action) -> Option<&'static str> {
    needs(action).filter(|power| !actor.can(*power)).map(|_| "why-no-right")
}
