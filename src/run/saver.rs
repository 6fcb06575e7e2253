//! The saver: it alone writes drafts, at the latest a second after the last key, also while the screen is stuck.
use super::serve;
use crate::{
    domain::{audit::Trace, petition::No, rights::Actor},
    flow::{Msg, Note},
    store::{Draft, Drafts, Now},
};
use std::{
    collections::HashMap,
    path::PathBuf,
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    thread,
    time::{Duration, Instant},
};

/// How long a changed form may wait before it is written.
const DELAY: Duration = Duration::from_millis(700);
/// How long an ending program waits for its drafts.
const LAST: Duration = Duration::from_secs(2);

enum Wish {
    /// Keep a form; the name tells fields apart, because leaving one is reason enough to write.
    Keep(Draft, String),
    Forget(String),
    Opened(String, No, i64),
    Note(Actor, String, Trace),
    Now(Sender<()>),
}

/// The way to the saver.
#[derive(Clone)]
pub struct Saver(Sender<Wish>);

impl Saver {
    /// Starts the saver on the store at `path`.
    pub fn start(path: PathBuf, inbox: Sender<Msg>) -> std::io::Result<Self> {
        let (wishes, heard) = channel();
        let run = move || {
            Desk { path, inbox, drafts: None, waiting: HashMap::new(), notes: Vec::new(), since: None }
                .run(&heard);
        };
        thread::Builder::new().name("saver".into()).spawn(run)?;
        Ok(Self(wishes))
    }

    /// Keeps a form as it is now.
    pub fn keep(&self, draft: Draft, field: String) {
        // A saver that is gone has said so already.
        let _ = self.0.send(Wish::Keep(draft, field));
    }

    /// Forgets a form.
    pub fn forget(&self, id: String) {
        let _ = self.0.send(Wish::Forget(id));
    }

    /// Remembers that a clerk looked at a petition.
    pub fn opened(&self, clerk: String, no: No, at: i64) {
        let _ = self.0.send(Wish::Opened(clerk, no, at));
    }

    /// Writes down what is no business act: off the way of the keys, and again until it is written.
    pub fn note(&self, me: Actor, subject: String, trace: Trace) {
        let _ = self.0.send(Wish::Note(me, subject, trace));
    }

    /// Writes whatever waits, at once, and comes back when it is on the disk or after two seconds.
    pub fn now(&self) {
        let (done, ended) = channel();
        if self.0.send(Wish::Now(done)).is_ok() {
            let _ = ended.recv_timeout(LAST);
        }
    }
}

struct Desk {
    path: PathBuf,
    inbox: Sender<Msg>,
    drafts: Option<Drafts>,
    waiting: HashMap<String, (Draft, String)>,
    notes: Vec<(Actor, Now, String, Trace)>,
    since: Option<Instant>,
}

impl Desk {
    fn run(mut self, wishes: &Receiver<Wish>) {
        loop {
            let limit = self.since.map_or(Duration::MAX, |since| DELAY.saturating_sub(since.elapsed()));
            let wish = match self.since {
                None => wishes.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(_) => wishes.recv_timeout(limit),
            };
            match wish {
                Ok(wish) => self.hear(wish),
                Err(RecvTimeoutError::Timeout) => self.write(),
                Err(RecvTimeoutError::Disconnected) => return self.write(),
            }
        }
    }

    fn hear(&mut self, wish: Wish) {
        match wish {
            Wish::Keep(draft, field) => {
                let before = self.waiting.insert(draft.id.clone(), (draft, field.clone()));
                self.since.get_or_insert_with(Instant::now);
                if before.is_some_and(|(_, before)| before != field) {
                    self.write();
                }
            }
            Wish::Forget(id) => {
                self.waiting.remove(&id);
                let done = self.open().and_then(|drafts| drafts.drop(&id));
                self.said(done);
            }
            Wish::Note(me, subject, trace) => {
                self.notes.push((me, serve::now(), subject, trace));
                self.write_notes();
            }
            // What an empty box offers may be lost; nobody is told.
            Wish::Opened(clerk, no, at) => drop(self.open().and_then(|store| store.opened(&clerk, &no, at))),
            Wish::Now(done) => {
                self.write();
                let _ = done.send(());
            }
        }
    }

    /// What cannot be written now stays, and is tried again.
    fn write_notes(&mut self) {
        let mut left = Vec::new();
        for (me, now, subject, trace) in std::mem::take(&mut self.notes) {
            let note = vec![(subject.clone(), trace.clone())];
            if !left.is_empty() || self.open().and_then(|drafts| drafts.note(&me, now, note)).is_err() {
                left.push((me, now, subject, trace));
            }
        }
        if !left.is_empty() {
            self.since.get_or_insert_with(Instant::now);
        }
        self.notes = left;
    }

    fn write(&mut self) {
        self.since = None;
        for (_, (draft, field)) in std::mem::take(&mut self.waiting) {
            let done = self.open().and_then(|drafts| drafts.keep(&draft));
            if done.is_err() {
                // It stays for the next try; a disk may have room again by then.
                self.waiting.insert(draft.id.clone(), (draft, field));
                self.since = Some(Instant::now());
            }
            self.said(done);
        }
        self.write_notes();
    }

    fn open(&mut self) -> crate::store::Result<&mut Drafts> {
        if self.drafts.is_none() {
            self.drafts = Some(Drafts::open(&self.path)?);
        }
        self.drafts.as_mut().ok_or(crate::store::StoreError::Missing)
    }

    fn said(&self, done: crate::store::Result<()>) {
        if let Err(error) = done {
            let (_, what) = error.message();
            let _ = self.inbox.send(Msg::Heard(Note::bad("note-draft-lost", format!("{error} {what}"))));
        }
    }
}
