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

#[cfg(test)]
mod tests {
    use super::*;

    fn desk(path: PathBuf) -> (Desk, Receiver<Msg>) {
        let (inbox, heard) = channel();
        let (errands, fields) = (Vec::new(), HashMap::new());
        (Desk { path, inbox, drafts: None, errands, fields, since: None }, heard)
    }

    fn draft(body: &str) -> Draft {
        let [id, clerk, terminal, form] = ["form", "w", "t", "intake"].map(str::to_owned);
        Draft { id, clerk, terminal, form, at: 0, body: body.to_owned() }
    }

    fn keep(desk: &mut Desk, body: &str, field: &str) {
        desk.hear(std::iter::once(Wish::Keep(draft(body), field.to_owned())));
    }

    #[test]
    fn a_form_waits_from_its_first_key_and_is_written_at_once_where_a_field_is_left_or_a_form_done_with() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f.db");
        drop(crate::store::Store::open(&path).unwrap());
        let (mut desk, _heard) = desk(path);
        keep(&mut desk, "1", "name");
        let since = desk.since;
        keep(&mut desk, "2", "name");
        assert_eq!(
            (&desk.errands[..], desk.since),
            (&[Errand::Keep(draft("2"))][..], since),
            "as it was last"
        );
        assert!(since.is_some() && DELAY < Duration::from_secs(1));
        keep(&mut desk, "3", "phone");
        assert!(desk.errands.is_empty() && desk.since.is_none());
        keep(&mut desk, "4", "phone");
        assert_eq!(desk.errands.len(), 1);
        let done_with = Errand::Forget(draft("").id);
        assert!(desk.take(done_with.clone()), "it is not written to be forgotten");
        assert_eq!(desk.errands, [done_with]);
    }

    #[test]
    fn what_cannot_be_written_is_told_and_stays_until_it_can() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f.db");
        let (mut desk, heard) = desk(path.clone());
        keep(&mut desk, "1", "name");
        desk.write();
        assert!(matches!(heard.try_recv(), Ok(Msg::Heard(note)) if note.id == "note-draft-lost"));
        assert!(desk.errands.len() == 1 && desk.since.is_some(), "it is tried again");
        drop(crate::store::Store::open(&path).unwrap());
        desk.write();
        assert!(desk.errands.is_empty() && desk.since.is_none() && heard.try_recv().is_err());
    }
}
