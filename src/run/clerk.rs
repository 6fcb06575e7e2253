//! The threads behind the desk: one asks the store, one finds. Neither draws, and the picture waits for neither.
use super::serve::{self, Seeker};
use crate::{
    domain::rights::Actor,
    flow::{Msg, Note, Seek, Ticket},
    search::Stop,
    store::{Request, Store},
};
use std::{
    cell::RefCell,
    io,
    path::PathBuf,
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    thread,
    time::Duration,
};

/// How often the store is asked whether somebody else has written.
const LOOK: Duration = Duration::from_millis(300);

type Question = (Actor, Ticket, Request);

/// What somebody wants found.
pub type Wish = (Actor, Ticket, Seek);

/// Starts the thread that asks the store.
pub fn start(mut store: Store, inbox: Sender<Msg>) -> io::Result<Sender<Question>> {
    let (questions, asked) = channel();
    thread::Builder::new().name("clerk".into()).spawn(move || {
        let mut owes = false;
        while serve_next(&mut store, &mut owes, &asked, &inbox) {}
    })?;
    Ok(questions)
}

/// Answers what is there, or looks whether somebody else has written; `false` when the desk has closed. `owes`: this
/// desk has written, and tends the index when nobody waits. Should that fail, a later write does it.
fn serve_next(store: &mut Store, owes: &mut bool, asked: &Receiver<Question>, inbox: &Sender<Msg>) -> bool {
    let open = match asked.recv_timeout(LOOK) {
        Ok(first) => {
            let questions = newest(std::iter::once(first).chain(asked.try_iter()).collect());
            *owes |= questions.iter().any(|(_, _, request)| request.writes());
            questions
                .into_iter()
                .flat_map(|(me, ticket, request)| serve::ask(store, &me, serve::now(), ticket, request))
                .try_for_each(|msg| inbox.send(msg))
                .is_ok()
        }
        Err(RecvTimeoutError::Timeout) => match store.changed_elsewhere() {
            Ok(false) => true,
            Ok(true) => inbox.send(Msg::Changed).is_ok(),
            Err(error) => inbox.send(Msg::Heard(Note::from(error))).is_ok(),
        },
        Err(RecvTimeoutError::Disconnected) => false,
    };
    *owes = *owes && store.tend().unwrap_or_default();
    open
}

/// Drops every reading question that a newer one of the same screen and kind has overtaken. Orders stay.
fn newest(questions: Vec<Question>) -> Vec<Question> {
    let lanes: Vec<(Ticket, bool)> =
        questions.iter().map(|(_, ticket, request)| (*ticket, request.writes())).collect();
    let overtaken = |at: usize| {
        let (ticket, writes) = lanes[at];
        !writes
            && lanes[at + 1..]
                .iter()
                .any(|(later, writes)| !writes && (later.page, later.lane) == (ticket.page, ticket.lane))
    };
    questions
        .into_iter()
        .enumerate()
        .filter(|(at, _)| !overtaken(*at))
        .map(|(_, question)| question)
        .collect()
}

/// Starts the thread that finds. It opens its own way into the store, so that the first frame need not wait.
pub fn start_finder(path: PathBuf, me: Actor, inbox: Sender<Msg>) -> io::Result<Sender<Wish>> {
    let (wishes, sought) = channel();
    thread::Builder::new().name("finder".into()).spawn(move || {
        let seeker = Store::open_existing(&path).and_then(|store| Seeker::new(store, me));
        match seeker.and_then(|mut seeker| seeker.warm().map(|()| seeker)) {
            Ok(seeker) => find(seeker, &sought, &inbox),
            Err(error) => drop(inbox.send(Msg::Heard(Note::from(error)))),
        }
    })?;
    Ok(wishes)
}

/// Of each screen only the newest wish counts: what was typed since has overtaken the others, also the one that is
/// being looked for.
fn find(mut seeker: Seeker, sought: &Receiver<Wish>, inbox: &Sender<Msg>) {
    let same = |one: &Wish, ticket: &Ticket| (one.1.page, one.1.lane) == (ticket.page, ticket.lane);
    let mut waiting: Vec<Wish> = Vec::new();
    loop {
        if waiting.is_empty() {
            let Ok(wish) = sought.recv() else { return };
            waiting.push(wish);
        }
        waiting.extend(sought.try_iter());
        let (me, ticket, seek) = waiting.remove(0);
        if waiting.iter().any(|later| same(later, &ticket)) {
            continue;
        }
        let heard = RefCell::new(Vec::new());
        let overtaken = || {
            let mut heard = heard.borrow_mut();
            heard.extend(sought.try_iter());
            heard.iter().any(|later| same(later, &ticket))
        };
        let msg = match seeker.seek(&me, &seek, &Stop::when(&overtaken)) {
            Ok(found) => found.map(|found| Msg::Found(ticket, Box::new(found))),
            Err(error) => Some(Msg::Heard(Note::from(error))),
        };
        if msg.is_some_and(|msg| inbox.send(msg).is_err()) {
            return;
        }
        waiting.extend(heard.into_inner());
    }
}
