//! One room per screen: `mod.rs` is what it knows and does, `view.rs` is how it looks.
pub mod board;
pub mod case;
pub mod code;
pub mod door;
pub mod evaluation;
pub mod figures;
pub mod find;
pub mod import;
pub mod intake;
pub mod journal;
pub mod limits;
pub mod listed;
pub mod meeting;
pub mod meetings;
pub mod papers;
pub mod person;
pub mod petition;
pub mod points;
pub mod record;
pub mod refused;
pub mod register;
pub mod registers;
pub mod settings;
pub mod steps;
pub mod tally;
pub mod task;
pub mod today;
pub mod together;

use crate::{
    domain::{
        petition::No,
        register::{Kind, Lead},
    },
    flow::{Cx, Desk, Effect, Effects, Found, Note, Paper, Route, Ticket, Work},
    form::Sheet,
    keys::{Action, Context},
    store::{Done, Reply, StoreError},
};

/// What every screen can do. Nothing here draws and nothing here waits.
pub trait Page {
    /// The id of its name; also the path in the corner.
    fn name(&self) -> &'static str;

    /// What it is called in the corner.
    fn title(&self, cx: &Cx) -> String {
        cx.lang.say(self.name())
    }

    /// Where the hands are, innermost first; the app adds the global context.
    fn contexts(&self) -> Vec<Context>;

    /// What it needs when it opens.
    fn open(&mut self, cx: &Cx) -> Effects;

    /// Carries out an action.
    fn act(&mut self, action: Action, cx: &Cx) -> Effects;

    /// Takes typed or pasted text.
    fn text(&mut self, _text: &str, _cx: &Cx) -> Effects {
        Vec::new()
    }

    /// Takes an answer of the store.
    fn answer(&mut self, ticket: Ticket, reply: Result<Reply, StoreError>, cx: &Cx) -> Effects;

    /// Takes an answer of the finder.
    fn found(&mut self, _ticket: Ticket, _found: Found, _cx: &Cx) -> Effects {
        Vec::new()
    }

    /// Takes news of a long work.
    fn worked(&mut self, _ticket: Ticket, _work: Work, _cx: &Cx) -> Effects {
        Vec::new()
    }

    /// Somebody wrote to the store, or this screen came to the top again.
    fn changed(&mut self, _cx: &Cx) -> Effects {
        Vec::new()
    }

    /// What has to be written down when the hands leave it.
    fn leaving(&mut self, _cx: &Cx) -> Effects {
        Vec::new()
    }

    /// Why an action is not possible now, if it is not: the id of a message.
    fn refuses(&self, _action: Action, _cx: &Cx) -> Option<&'static str> {
        None
    }
}

/// Asks why somebody is to be shown unmasked.
fn reveal(no: No) -> Effect {
    Effect::Go(Route::Paper(Box::new(Paper::Reveal { no }), Sheet::default()))
}

/// Enters a row that leads to something: at once where one register alone has such rows, or asks in which one.
fn record_from(from: Vec<Lead>, cx: &Cx) -> Effect {
    Effect::Go(match registers::taking(&from, cx)[..] {
        [register] => registers::row_from(register, &from),
        _ => Route::Registers(from),
    })
}

/// Something that is no row of a register.
fn lead(kind: Kind, no: No) -> Lead {
    Lead { kind, of: String::new(), no: no.0 }
}

/// Says that the store did not do it.
fn trouble(error: StoreError) -> Effects {
    vec![Effect::Tell(Note::from(error))]
}

/// The same where it may have been the reading that failed: what is out of sight by now is taken off the screen.
fn lost<T>(page: &mut Option<T>, load: &Desk, ticket: Ticket, error: StoreError) -> Effects {
    if load.expects(ticket) && matches!(error, StoreError::NotFound(_) | StoreError::Denied(_)) {
        *page = None;
    }
    trouble(error)
}

/// Which of many petitions an order was carried out for, and why not for the others.
fn parted(asked: &[No], all: Vec<Result<Done, StoreError>>) -> (Vec<No>, Vec<(No, Note)>) {
    let (mut done, mut refused) = (Vec::new(), Vec::new());
    for (no, result) in asked.iter().zip(all) {
        match result {
            Ok(_) => done.push(no.clone()),
            Err(error) => refused.push((no.clone(), Note::from(error))),
        }
    }
    (done, refused)
}

/// Moves a list's cursor, if the action is one that does.
pub fn moved(cursor: &mut crate::widgets::list::Cursor, action: Action, rows: usize, room: usize) -> bool {
    let room = isize::try_from(room.max(1)).unwrap_or(isize::MAX);
    match action {
        Action::ListNext => cursor.step(1, rows),
        Action::ListPrev => cursor.step(-1, rows),
        Action::ListPageNext => cursor.step(room, rows),
        Action::ListPagePrev => cursor.step(-room, rows),
        Action::ListFirst => cursor.0 = 0,
        Action::ListLast => cursor.0 = rows.saturating_sub(1),
        _ => return false,
    }
    true
}
