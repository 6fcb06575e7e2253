//! The saver: it alone writes drafts, at the latest a second after the last key, also while the screen is stuck, and
//! what else is written beside the work.
use crate::{
    flow::{Msg, Note},
    store::{Draft, Drafts, Errand, Result},
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
    /// Anything else, at once.
    Run(Errand),
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
            let (errands, fields) = (Vec::new(), HashMap::new());
            Desk { path, inbox, drafts: None, errands, fields, since: None }.run(&heard);
        };
        thread::Builder::new().name("saver".into()).spawn(run)?;
        Ok(Self(wishes))
    }

    /// Keeps a form as it is now.
    pub fn keep(&self, draft: Draft, field: String) {
        // A saver that is gone has said so already.
        let _ = self.0.send(Wish::Keep(draft, field));
    }

    /// Runs an errand: off the way of the keys, and again until it is done.
    pub fn run(&self, errand: Errand) {
        let _ = self.0.send(Wish::Run(errand));
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
    /// What is not written yet; of each form only as it was last.
    errands: Vec<Errand>,
    /// The field of each form on the list.
    fields: HashMap<String, String>,
    /// Since when something waits.
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
                Ok(first) => self.hear(std::iter::once(first).chain(wishes.try_iter())),
                Err(RecvTimeoutError::Timeout) => self.write(),
                Err(RecvTimeoutError::Disconnected) => return self.write(),
            }
        }
    }

    /// Takes in all that is wished by now, and writes it in one go if any of it is urgent.
    fn hear(&mut self, wishes: impl Iterator<Item = Wish>) {
        let (mut urgent, mut ended) = (false, Vec::new());
        for wish in wishes {
            urgent |= match wish {
                Wish::Keep(draft, field) => self.keep(draft, field),
                Wish::Run(errand) => self.take(errand),
                Wish::Now(done) => {
                    ended.push(done);
                    true
                }
            };
        }
        if urgent {
            self.write();
        }
        for done in ended {
            let _ = done.send(());
        }
    }

    /// Whether the form on the list was left at another field.
    fn keep(&mut self, draft: Draft, field: String) -> bool {
        let id = draft.id.clone();
        self.leave_out(&id);
        self.errands.push(Errand::Keep(draft));
        self.since.get_or_insert_with(Instant::now);
        let left = self.fields.get(&id).is_some_and(|before| *before != field);
        self.fields.insert(id, field);
        left
    }

    fn take(&mut self, errand: Errand) -> bool {
        if let Errand::Forget(id) = &errand {
            self.leave_out(id);
        }
        self.errands.push(errand);
        true
    }

    fn leave_out(&mut self, id: &str) {
        self.errands.retain(|errand| !matches!(errand, Errand::Keep(draft) if draft.id == id));
    }

    /// What cannot be written now stays, and is tried again; a disk may have room again by then.
    fn write(&mut self) {
        self.since = None;
        if self.errands.is_empty() {
            return;
        }
        let forms = self.errands.iter().any(|errand| matches!(errand, Errand::Keep(_)));
        let done = self.try_all();
        if self.errands.is_empty() {
            self.fields.clear();
        } else {
            self.since = Some(Instant::now());
        }
        // That somebody looked is written in the end; only a form is missed.
        if let (Err(error), true) = (done, forms) {
            let (_, what) = error.message();
            let _ = self.inbox.send(Msg::Heard(Note::bad("note-draft-lost", format!("{error} {what}"))));
        }
    }

    fn try_all(&mut self) -> Result<()> {
        let drafts = match &mut self.drafts {
            Some(drafts) => drafts,
            none => none.insert(Drafts::open(&self.path)?),
        };
        drafts.run(&mut self.errands)
    }
}
