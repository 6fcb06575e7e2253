//! The hint line: which actions it names first where there is not room for all.
use super::Offer;
use crate::keys::{Action, Context};
use Action::{
    AppPrint, AppRefresh, DraftDrop, FindComplete, FindKeep, FindSort, FormList, FormNext, FormSave, GoFind,
    GoIntake, IntakePerson, IntakeTake, ItemNew, ItemPin, ListMark, ListOpen, PetitionAgain, PetitionNote,
    PetitionPapers, PetitionRemind, PetitionReveal, PetitionStep, PetitionUndo, PetitionWhy, RecordCode,
    RecordCount, RecordFind, RecordMend, RecordMove, RecordNew, RecordStrike, ViewRight, ViewTurn,
};

/// What matters most on a screen, by its name, the most useful first. What is not named follows from the inside out.
const SCREENS: &[(&str, &[Action])] = &[
    (
        "today",
        &[
            ListOpen,
            DraftDrop,
            GoIntake,
            GoFind,
            PetitionStep,
            AppPrint,
            PetitionRemind,
            PetitionWhy,
            ListMark,
        ],
    ),
    ("find", &[ListOpen, FindComplete, FindSort, FindKeep, PetitionAgain]),
    (
        "petition",
        &[
            PetitionStep,
            PetitionReveal,
            PetitionPapers,
            AppPrint,
            PetitionAgain,
            PetitionNote,
            PetitionRemind,
        ],
    ),
    ("person", &[ListOpen, PetitionReveal]),
    ("registers", &[ListOpen]),
    ("register", &[ListOpen, RecordNew, RecordFind, ViewTurn, AppPrint]),
    ("record", &[ListOpen, RecordMove, RecordMend, RecordCount, RecordCode, RecordStrike, PetitionUndo]),
    ("code", &[AppPrint]),
    ("settings", &[ViewRight, ListOpen, ItemNew, ItemPin]),
    ("journal", &[ViewRight, AppRefresh]),
];

/// What matters most in a form.
const FORM: &[Action] = &[FormSave, FormNext, FormList, AppPrint, IntakeTake, PetitionAgain, IntakePerson];

/// Actions that no hint names: keys that everybody tries by themselves, and those inside a field.
const QUIET: &[&str] = &[
    "edit.",
    "choice.",
    "strip.",
    "view.left",
    "view.right",
    "list.next",
    "list.prev",
    "list.first",
    "list.last",
    "list.page-",
    "app.stay",
    "app.redraw",
    "app.refresh",
    "form.prev",
];

/// What can be done on a screen in the order in which the hint line names it: help, menu and the way out, then what
/// matters most.
pub(super) fn ordered<'a>(name: &str, contexts: &[Context], offers: &'a [Offer]) -> Vec<&'a Offer> {
    let listed = SCREENS.iter().find(|(screen, _)| *screen == name).map(|(_, actions)| *actions);
    let listed = listed.unwrap_or(if contexts.contains(&Context::Form) { FORM } else { &[] });
    let possible: Vec<&Offer> = offers.iter().filter(|offer| offer.why.is_none()).collect();
    let has = |action: Action| possible.iter().any(|offer| offer.action == action);
    let out = if has(Action::AppBack) { Action::AppBack } else { Action::AppQuit };
    let first: Vec<Action> =
        [Action::AppHelp, Action::AppMenu, out].into_iter().chain(listed.iter().copied()).collect();
    let rank = |offer: &Offer| first.iter().position(|action| *action == offer.action);
    let quiet = |offer: &Offer| QUIET.iter().any(|begin| offer.action.id().starts_with(begin));
    let mut named: Vec<&Offer> =
        possible.into_iter().filter(|offer| rank(offer).is_some() || !quiet(offer)).collect();
    named.sort_by_key(|offer| (rank(offer).unwrap_or(usize::MAX), offer.depth));
    named
}

/// The key by which a hint names an action: the first one, but Tab where it goes on to the next part, as everywhere.
pub(super) fn key(offer: &Offer) -> &str {
    let tab = offer.keys.iter().find(|key| offer.action == ViewRight && *key == "tab");
    tab.or(offer.keys.first()).map_or("", String::as_str)
}
