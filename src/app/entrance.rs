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
        catalog::List,
        rights::{Actor, Role, is_shared},
    },
    flow::{Cx, Effect, Effects, Note, Route},
    keys::Action,
    screens::door::{Door, Holder},
    store::Welcome,
};

/// Before the door one can knock, and leave.
pub(super) fn act_outside(model: &mut Model, action: Action) -> Effects {
    match action {
        Action::AppQuit => vec![Effect::Quit],
        Action::AppRedraw => vec![Effect::Redraw],
        Action::AppHelp | Action::AppBack => with_top(model, |page, cx| page.act(action, cx)),
        action if action.id().starts_with("app.") => Vec::new(),
        action if action.id().starts_with("go.") => Vec::new(),
        action => with_top(model, |page, cx| page.act(action, cx)),
    }
}

/// Shuts the door. What is open stays behind it as it is: only the same clerk goes on with it.
pub(super) fn lock(model: &mut Model) -> Effects {
    if model.door.as_ref().is_some_and(|door| !door.opens_from_within()) {
        return Vec::new();
    }
    let mut effects = shut(model);
    model.door = Some(Door::locked(holder(&model.cx, &model.cx.me), &model.cx.terminal));
    effects.push(Effect::Note(audit::of_clerk(&model.cx.me.code), Trace::Locked));
    effects
}

/// Lets whoever sits here change their PIN.
pub(super) fn change_pin(model: &mut Model) -> Effects {
    let effects = shut(model);
    model.door = Some(Door::changing(holder(&model.cx, &model.cx.me), &model.cx.terminal));
    effects
}

/// Nothing of what is open is seen any more.
fn shut(model: &mut Model) -> Effects {
    (model.overlay, model.note) = (None, None);
    model.pending.clear();
    let mut effects = leaving(model);
    model.cx.revealed = None;
    effects.push(Effect::Redraw);
    effects
}

fn holder(cx: &Cx, actor: &Actor) -> Holder {
    let catalog = cx.catalog();
    let name = catalog.name(List::Clerk, &actor.code).to_owned();
    Holder { actor: actor.clone(), name, alone: !is_shared(catalog) }
}

/// Whoever sits here is who the lists say by now: other rights begin with an empty desk, and nobody stays who may not
/// work here any more. What was typed is among their drafts.
pub(super) fn recognise(model: &mut Model) -> Effects {
    let (me, catalog) = (&model.cx.me, model.cx.catalog());
    let sits_here = model.door.as_ref().is_none_or(Door::opens_from_within);
    if !sits_here || !is_shared(catalog) {
        return Effects::new();
    }
    if me.role == Role::Owner {
        return shut_out(model, "note-shared-now");
    }
    match catalog.get(List::Clerk, &me.code).map(|item| Actor::of(item, catalog)) {
        Some(actor) if actor != *me => seat_anew(model, actor),
        _ => Effects::new(),
    }
}

/// Whoever sits here has no place here any more: nothing is left open, and the door says why.
pub(super) fn shut_out(model: &mut Model, why: &'static str) -> Effects {
    let effects = shut(model);
    model.stack.clear();
    model.door = Some(Door::out(&model.cx.terminal).saying(Note::bad(why, "")));
    effects
}

fn seat_anew(model: &mut Model, actor: Actor) -> Effects {
    let mut effects = shut(model);
    model.door = None;
    model.stack.clear();
    model.cx.me = actor;
    effects.extend(model.open(Route::Today));
    model.note = Some(Note::plain("note-rights-changed", ""));
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
        let holder = holder(&model.cx, &welcome.actor);
        model.door = Some(door.renewing(welcome.clone(), holder));
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
