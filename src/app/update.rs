//! The only place where the model changes. Never waits, never draws.
use super::{
    Menu, Model, Overlay,
    entrance::{act_outside, change_pin, enter, lock, recognise, shut_out},
    traces::{leaving, looked},
};
use crate::{
    domain::audit::{self, Trace},
    flow::{Alarm, Effect, Effects, Holds, Msg, Note, Paper, Printer, Route, Ticket, Tone, Work},
    form::Sheet,
    keys::{Action, Found, Key},
    screens::{
        door::{self, Door},
        moved,
    },
    store::{Reply, StoreError},
    text::clean,
    widgets::list::Cursor,
};
use std::{
    collections::VecDeque,
    path::{Path, PathBuf},
    time::Duration,
};

/// How long an order may be on its way before the desk says that it waits for another one.
const SLOW: Duration = Duration::from_secs(5);

/// How long numbers and address are shown unmasked.
const SHOWN: Duration = Duration::from_secs(30);

/// Takes one message and says what is to be done outside.
pub fn update(model: &mut Model, msg: Msg) -> Effects {
    let wanted = take(model, msg);
    let (mut waiting, mut out) = (VecDeque::from(wanted), Effects::new());
    while let Some(effect) = waiting.pop_front() {
        if let Effect::Ask(ticket, request) = &effect
            && request.writes()
        {
            model.waiting.push(*ticket);
            out.push(Effect::After(SLOW, Alarm::Waiting(*ticket)));
        }
        match settle(model, effect) {
            Ok(more) => waiting.extend(more),
            Err(outside) => out.push(outside),
        }
    }
    out
}

fn take(model: &mut Model, msg: Msg) -> Effects {
    match msg {
        Msg::Key(key) => press(model, key),
        Msg::Paste(text) => type_text(model, &text),
        Msg::Heard(note) => vec![Effect::Tell(note)],
        Msg::Resize(columns, rows) => {
            model.cx.size = (columns, rows);
            Vec::new()
        }
        Msg::Answer(ticket, reply) => answer(model, ticket, reply),
        Msg::Found(ticket, found) => with_page(model, ticket.page, |page, cx| page.found(ticket, *found, cx)),
        Msg::Worked(ticket, work) => worked(model, ticket, *work),
        Msg::Changed => changed(model),
        Msg::Lock => lock(model),
        Msg::Rang(Alarm::Waiting(ticket)) if model.waiting.contains(&ticket) => {
            vec![Effect::Tell(Note::plain("note-waiting", ""))]
        }
        Msg::Rang(Alarm::Waiting(_)) => Vec::new(),
        Msg::Rang(Alarm::Mask(no)) => {
            model.cx.revealed = model.cx.revealed.take().filter(|shown| *shown != no);
            Vec::new()
        }
    }
}

fn with_page(
    model: &mut Model,
    number: u32,
    visit: impl FnOnce(&mut dyn crate::screens::Page, &crate::flow::Cx) -> Effects,
) -> Effects {
    let Model { stack, cx, door, .. } = model;
    if number == door::NUMBER {
        return door.as_mut().map(|door| visit(door, cx)).unwrap_or_default();
    }
    cx.top = stack.last().map_or(0, |(page, _)| *page);
    let found = stack.iter_mut().find(|(page, _)| *page == number);
    found.map(|(_, screen)| visit(screen.page_mut(), cx)).unwrap_or_default()
}

pub(super) fn with_top(
    model: &mut Model,
    visit: impl FnOnce(&mut dyn crate::screens::Page, &crate::flow::Cx) -> Effects,
) -> Effects {
    let number = if model.door.is_some() { door::NUMBER } else { model.number() };
    with_page(model, number, visit)
}

fn answer(model: &mut Model, ticket: Ticket, reply: Result<Reply, StoreError>) -> Effects {
    model.waiting.retain(|waiting| *waiting != ticket);
    match reply {
        Ok(Reply::Catalog(lists)) if model.lists.expects(ticket) => {
            model.cx.lists = lists;
            recognise(model)
        }
        Err(StoreError::Denied(why @ "why-switched-off")) if model.lists.expects(ticket) => {
            shut_out(model, why)
        }
        reply => {
            let mut effects =
                reply.as_ref().map(|reply| looked(model, ticket.page, reply)).unwrap_or_default();
            effects.extend(with_page(model, ticket.page, |page, cx| page.answer(ticket, reply, cx)));
            effects
        }
    }
}

/// What is printed or has failed is said wherever one is by now; the rest goes to whoever asked.
fn worked(model: &mut Model, ticket: Ticket, work: Work) -> Effects {
    match work {
        Work::Printed { file, printer } => {
            let mut effects = changed(model);
            effects.push(Effect::Tell(printed(&file, printer, model.cx.remote)));
            effects
        }
        Work::Briefing { done, of } => {
            vec![Effect::Tell(Note::plain("note-briefing", format!("{done} / {of}")))]
        }
        Work::Briefed(files) => vec![Effect::Tell(briefed(&files, model.cx.remote))],
        Work::PrintedMany { printed, printer, refused } => {
            let mut effects = changed(model);
            effects.push(Effect::Tell(counted(printed, printer, refused.len(), model.cx.remote)));
            let work = Work::PrintedMany { printed, printer, refused };
            effects.extend(with_page(model, ticket.page, |page, cx| page.worked(ticket, work, cx)));
            effects
        }
        Work::Failed(note) => {
            let mut effects =
                with_page(model, ticket.page, |page, cx| page.worked(ticket, Work::Failed(note.clone()), cx));
            effects.push(Effect::Tell(note));
            effects
        }
        work => with_page(model, ticket.page, |page, cx| page.worked(ticket, work, cx)),
    }
}

/// What a paper is called and where it lies; at the far end of a line, how its document is fetched.
fn printed(file: &Path, printer: Printer, remote: bool) -> Note {
    let forms = [file.with_extension("docx"), file.to_owned()];
    let note = match (printer, remote) {
        (Printer::Took, true) => fetch("note-printed-fetch", &forms),
        (Printer::Absent, true) => fetch("note-fetch", &forms),
        (Printer::Refused, true) => fetch("note-unprinted-fetch", &forms),
        (Printer::Took, false) => laid("note-printed", file),
        (Printer::Absent, false) => laid("note-written", file),
        (Printer::Refused, false) => laid("note-unprinted", file),
    };
    if printer == Printer::Refused { Note { tone: Tone::Bad, ..note } } else { note }
}

fn laid(id: &'static str, file: &Path) -> Note {
    let place = file.parent().map_or_else(String::new, |place| place.display().to_string());
    Note::good(id, name(file)).with("where", place)
}

/// What a briefing or an evaluation is called; at the far end of a line, how it is fetched.
fn briefed(files: &[PathBuf], remote: bool) -> Note {
    if remote {
        return fetch("note-fetch", files);
    }
    Note::good("note-briefed", files.iter().map(|file| name(file)).collect::<Vec<_>>().join(" "))
}

/// Names the first form of something, and behind what a shell takes for a remark the endings of the others.
fn fetch(id: &'static str, files: &[PathBuf]) -> Note {
    let ending = |file: &PathBuf| format!(" # .{}", file.extension().unwrap_or_default().to_string_lossy());
    let (first, others) =
        files.split_first().map_or((String::new(), &[][..]), |(file, rest)| (name(file), rest));
    Note::good(id, first).with("also", others.iter().map(ending).collect::<String>())
}

fn name(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// How many papers were printed, and how many were not.
fn counted(count: usize, printer: Printer, refused: usize, remote: bool) -> Note {
    let id = match (printer, remote) {
        (Printer::Took, _) => "note-printed-many",
        (Printer::Absent, false) => "note-written-many",
        (Printer::Absent, true) => "note-fetch-many",
        (Printer::Refused, _) => "note-unprinted-many",
    };
    let note = if refused == 0 && printer != Printer::Refused { Note::good } else { Note::bad };
    note(id, count.to_string()).with("refused", refused.to_string())
}

pub(super) fn changed(model: &mut Model) -> Effects {
    let mut effects = model.ask_lists();
    let number = model.number();
    effects.extend(with_page(model, number, |page, cx| page.changed(cx)));
    effects
}

fn press(model: &mut Model, key: Key) -> Effects {
    model.pending.push(key);
    let found = model.keymap.resolve(&model.contexts(), &model.pending);
    if found != Found::Pending {
        model.pending.clear();
    }
    match found {
        Found::Action(action) => act(model, action),
        Found::Text(c) => type_text(model, c.encode_utf8(&mut [0; 4])),
        Found::Pending | Found::Nothing => Vec::new(),
    }
}

fn type_text(model: &mut Model, text: &str) -> Effects {
    model.note = None;
    if model.door.is_some() {
        return with_top(model, |page, cx| page.text(text, cx));
    }
    match &mut model.overlay {
        Some(Overlay::Menu(menu)) => {
            if let Some(row) = menu.digit(text) {
                menu.cursor.0 = row;
                return choose(model);
            }
            menu.typed.insert(&clean::typed(text));
            menu.cursor.0 = 0;
            Vec::new()
        }
        Some(Overlay::Help { .. }) => {
            model.overlay = None;
            Vec::new()
        }
        None => with_top(model, |page, cx| page.text(text, cx)),
    }
}

fn act(model: &mut Model, action: Action) -> Effects {
    model.note = None;
    if model.door.is_some() {
        return act_outside(model, action);
    }
    if model.overlay.is_some() {
        return act_over(model, action);
    }
    if let Some(why) = model.refuses(action) {
        return vec![Effect::Tell(Note::plain(why, ""))];
    }
    match action {
        Action::AppQuit => vec![Effect::Quit],
        Action::AppHelp => over(model, Overlay::Help { from: 0 }),
        Action::AppMenu => over(model, Overlay::Menu(Menu::default())),
        Action::AppRedraw => vec![Effect::Redraw],
        Action::AppLock => lock(model),
        Action::AppPin => change_pin(model),
        Action::AppStay => vec![Effect::Tell(Note::plain("note-stay", ""))],
        Action::AppRefresh => {
            let mut effects = with_top(model, |page, cx| page.act(action, cx));
            effects.extend(changed(model));
            effects
        }
        Action::GoIntake => {
            vec![Effect::Go(Route::Paper(Box::new(Paper::New), Sheet::default()))]
        }
        Action::GoFind => vec![Effect::Go(Route::Find(String::new()))],
        Action::GoBoard => vec![Effect::Go(Route::Board)],
        Action::GoEvaluation => vec![Effect::Go(Route::Evaluation)],
        Action::GoFigures => vec![Effect::Go(Route::Figures)],
        Action::GoSettings => vec![Effect::Go(Route::Settings)],
        Action::GoImport => vec![Effect::Go(Route::Import(Holds::Petitions))],
        Action::GoJournal => vec![Effect::Go(Route::Journal)],
        Action::GoRegisters => vec![Effect::Go(Route::Registers(Vec::new()))],
        Action::GoToday => {
            let mut effects = leaving(model);
            model.stack.truncate(1);
            effects.extend(changed(model));
            effects
        }
        action => with_top(model, |page, cx| page.act(action, cx)),
    }
}

fn over(model: &mut Model, overlay: Overlay) -> Effects {
    model.overlay = Some(overlay);
    Vec::new()
}

fn act_over(model: &mut Model, action: Action) -> Effects {
    let room = model.help_room();
    let rows = (model.help_intro().len() + 1 + model.offers().len()).saturating_sub(room) + 1;
    match (&mut model.overlay, action) {
        (_, Action::AppQuit) => return vec![Effect::Quit],
        (Some(Overlay::Menu(_)), Action::ListOpen) => return choose(model),
        (Some(Overlay::Menu(menu)), Action::ListNext) => menu.cursor.0 += 1,
        (Some(Overlay::Menu(menu)), Action::ListPrev) => menu.cursor.step(-1, usize::MAX),
        (Some(Overlay::Menu(menu)), Action::EditErase) => menu.typed.erase(),
        (Some(Overlay::Help { from }), action) => {
            let mut top = Cursor(*from);
            if moved(&mut top, action, rows, room) {
                *from = top.0;
            } else {
                model.overlay = None;
            }
        }
        _ => model.overlay = None,
    }
    let rows = match &model.overlay {
        Some(Overlay::Menu(menu)) => menu.rows(&model.menu_offers(), &model.cx.lang).len(),
        _ => 0,
    };
    if let Some(Overlay::Menu(menu)) = &mut model.overlay {
        menu.cursor.step(0, rows);
    }
    Vec::new()
}

/// Carries out the chosen row of the menu.
fn choose(model: &mut Model) -> Effects {
    let Some(Overlay::Menu(menu)) = model.overlay.take() else { return Vec::new() };
    let rows = menu.rows(&model.menu_offers(), &model.cx.lang);
    rows.get(menu.cursor.0).map(|offer| act(model, offer.action)).unwrap_or_default()
}

/// What the house settles by itself; `Err` gives back what has to be done outside.
fn settle(model: &mut Model, effect: Effect) -> Result<Effects, Effect> {
    match effect {
        Effect::Go(route) => {
            let mut effects = leaving(model);
            effects.extend(model.open(route));
            Ok(effects)
        }
        Effect::Instead(route) => {
            let mut effects = leaving(model);
            model.stack.pop();
            effects.extend(model.open(route));
            Ok(effects)
        }
        Effect::Back => {
            let mut effects = leaving(model);
            if model.stack.len() > 1 {
                model.stack.pop();
            }
            effects.extend(with_page(model, model.number(), |page, cx| page.changed(cx)));
            Ok(effects)
        }
        Effect::Tell(note) => {
            model.note = Some(note);
            Ok(Vec::new())
        }
        Effect::Enter(welcome) => Ok(enter(model, &welcome)),
        Effect::Sit(actor) => {
            model.cx.me = actor;
            Ok(Vec::new())
        }
        Effect::Reveal(no) => {
            model.cx.revealed = Some(no.clone());
            Err(Effect::After(SHOWN, Alarm::Mask(no)))
        }
        Effect::Remember(sheet) => {
            model.cx.last = Some(sheet);
            Ok(Vec::new())
        }
        Effect::Quit if !model.quit => {
            model.quit = true;
            let me = &model.cx.me.code;
            let here = !me.is_empty() && !model.door.as_ref().is_some_and(Door::is_out);
            let gone = here.then(|| Effect::Note(audit::of_clerk(me), Trace::SignedOut));
            let left = leaving(model);
            Ok(left.into_iter().chain(gone).chain([Effect::Quit]).collect())
        }
        outside => Err(outside),
    }
}
