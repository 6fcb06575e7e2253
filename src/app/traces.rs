//! What is written down of looking: once a screen, the first time that it shows somebody.
use super::{Model, Screen};
use crate::{
    domain::audit::{self, Trace},
    flow::{Effect, Effects},
    store::Reply,
};

/// Whom an answer shows.
fn shown(reply: &Reply) -> Option<&str> {
    match reply {
        Reply::Petition(page) => Some(page.petition.no.as_str()),
        Reply::Person(page) => Some(page.person.no.as_str()),
        Reply::Case(page) => Some(page.case.no.as_str()),
        Reply::Meeting(page) => Some(page.meeting.no.as_str()),
        Reply::Record(page) => Some(page.record.no.as_str()),
        _ => None,
    }
}

/// The look that an answer to a screen is. What the find box shows beside its list while one types is none yet: it says
/// itself when somebody stays with it.
pub(super) fn looked(model: &mut Model, page: u32, reply: &Reply) -> Effects {
    let Some(no) = shown(reply) else { return Effects::new() };
    let screen = model.stack.iter().find(|(number, _)| *number == page).map(|(_, screen)| screen);
    if matches!(screen, None | Some(Screen::Find(_))) || !model.looked.insert((page, no.to_owned())) {
        return Effects::new();
    }
    vec![Effect::Note(audit::subject(no), Trace::Looked)]
}

/// What a screen has to write down when the hands leave it.
pub(super) fn leaving(model: &mut Model) -> Effects {
    let Model { stack, cx, .. } = model;
    stack.last_mut().map(|(_, screen)| screen.page_mut().leaving(cx)).unwrap_or_default()
}
