//! The door of the house: shutting it, knocking, and who comes in.
use super::{
    Model,
    traces::leaving,
    update::{changed, with_top},
};
use crate::{
    domain::{
        audit::{self, Trace},
        calendar,
    },
    flow::{Effect, Effects, Note, Route},
    keys::Action,
    screens::door::Door,
    store::Welcome,
};

/// Before the door one can knock, and leave.
pub(super) fn act_outside(model: &mut Model, action: Action) -> Effects {
    match action {
        Action::AppQuit => vec![Effect::Quit],
        Action::AppRedraw => vec![Effect::Redraw],
        action if action.id().starts_with("app.") && action != Action::AppBack => Vec::new(),
        action if action.id().starts_with("go.") => Vec::new(),
        action => with_top(model, |page, cx| page.act(action, cx)),
    }
}

/// Shuts the door. What is open stays behind it as it is: only the same clerk goes on with it.
pub(super) fn lock(model: &mut Model) -> Effects {
    if model.door.is_some() {
        return Vec::new();
    }
    (model.overlay, model.note) = (None, None);
    model.pending.clear();
    let me = model.cx.me.code.clone();
    let mut effects = leaving(model);
    model.cx.revealed = None;
    model.door = Some(Door::locked(&me, &model.cx.terminal));
    effects.extend([Effect::Redraw, Effect::Note(audit::of_clerk(&me), Trace::Locked)]);
    effects
}

/// Opens the door: for whoever locked it as it was; for anybody else on an empty desk.
pub(super) fn enter(model: &mut Model, welcome: &Welcome) -> Effects {
    if model.cx.me.code != welcome.actor.code {
        model.stack.clear();
        model.cx.last = None;
    }
    model.cx.me = welcome.actor.clone();
    if welcome.renew {
        let door = model.door.take().unwrap_or_else(|| Door::out(&model.cx.terminal));
        model.door = Some(door.renewing(welcome.clone()));
        return Effects::new();
    }
    model.door = None;
    let mut effects = vec![Effect::Seated];
    if !model.stack.is_empty() {
        effects.extend(changed(model));
        return effects;
    }
    model.note = last_time(welcome);
    effects.extend(model.open(Route::Today));
    effects.extend(model.ask_lists());
    effects
}

/// When and from where they signed in before: whoever was not there then will know.
fn last_time(welcome: &Welcome) -> Option<Note> {
    let (at, from) = welcome.last.as_ref()?;
    Some(Note::plain("note-last-sign-in", calendar::beijing_moment(*at)).with("from", from.clone()))
}
