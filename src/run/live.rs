//! The desk in a terminal: everything that happens arrives in one inbox, one frame answers a burst of it.
use super::{
    clerk,
    decode::{Decoder, Input},
    hangup, input,
    input::News,
    jobs, keeper,
    saver::Saver,
    screen::{Options, Screen, ScreenError},
    serve,
};
use crate::{
    app::{Model, update, view},
    domain::rights::Actor,
    flow::{Alarm, Cx, Effect, Effects, Msg, Note, Ops, Route, Ticket},
    keys::Keymap,
    lang::{Lang, Locale},
    store::{Draft, Reply, Request, Store, StoreError},
};
use std::{
    path::PathBuf,
    rc::Rc,
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    time::Instant,
};

/// How a desk is to be opened.
pub struct Desk {
    /// The store.
    pub path: PathBuf,
    /// Where papers go.
    pub outbox: PathBuf,
    /// The language.
    pub locale: Locale,
    /// Who sits there.
    pub me: Actor,
    /// Without colours.
    pub mono: bool,
    /// The directory of a demonstration, which goes with the desk.
    pub fleeting: Option<PathBuf>,
    /// The first screen.
    pub first: Route,
    /// Which key means what.
    pub keymap: Keymap,
    /// Said when it opens.
    pub greeting: Option<Note>,
    /// What to hold of the terminal.
    pub options: Options,
}

/// Why a desk could not be opened, or ended.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The terminal.
    #[error(transparent)]
    Screen(#[from] ScreenError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The system.
    #[error(transparent)]
    System(#[from] std::io::Error),
}

/// Opens a desk and keeps it until somebody leaves.
pub fn live(desk: Desk) -> Result<(), DeskError> {
    let mut store = Store::open(&desk.path)?;
    let lists = match store.answer(&desk.me, serve::now(), Request::Catalog)? {
        Reply::Catalog(lists) => lists,
        _ => crate::store::Lists::default(),
    };
    let mut screen = Screen::enter(desk.options)?;
    let (inbox, msgs) = channel();
    let saver = Saver::start(desk.path.clone(), inbox.clone())?;
    watch(&mut screen, &saver, desk.fleeting.clone(), &inbox)?;
    let _keeper = desk
        .fleeting
        .is_none()
        .then(|| keeper::start(desk.path.clone(), desk.me.clone(), keeper::FIRST, inbox.clone()))
        .transpose()?;
    let cx = Cx {
        me: desk.me.clone(),
        top: 0,
        size: screen.size(),
        today: serve::now().today,
        lists,
        lang: Rc::new(Lang::new(desk.locale)),
        mono: desk.mono,
        demo: desk.fleeting.is_some(),
        last: None,
        ops: Ops::new(uuid::Uuid::now_v7().to_string()),
    };
    let (mut model, effects) = Model::new(cx, desk.keymap, desk.first);
    model.note = desk.greeting;
    let hands = Hands {
        store: clerk::start(store, inbox.clone())?,
        finder: clerk::start_finder(desk.path.clone(), desk.me, inbox.clone())?,
        saver: saver.clone(),
        terminal: terminal_name(),
        path: desk.path,
        outbox: desk.outbox,
        inbox,
        alarms: Vec::new(),
        redraw: false,
    };
    let ended = keep(&mut screen, model, effects, hands, &msgs);
    saver.now();
    ended
}

/// Everything that tells the desk something from outside.
fn watch(
    screen: &mut Screen,
    saver: &Saver,
    fleeting: Option<PathBuf>,
    inbox: &Sender<Msg>,
) -> std::io::Result<()> {
    let saver = saver.clone();
    let save = move || match &fleeting {
        // Nobody comes back to a demonstration.
        Some(directory) => drop(std::fs::remove_dir_all(directory)),
        None => saver.now(),
    };
    let on_panic = save.clone();
    let guarded = std::sync::Mutex::new(on_panic);
    screen.guard_panics(move || {
        if let Ok(save) = guarded.lock() {
            save();
        }
    });
    hangup::watch(&screen.tty(), save.clone(), teller(inbox.clone(), save.clone()))?;
    let early = screen.early();
    input::listen(Decoder::new(screen.patience()), early, teller(inbox.clone(), save))?;
    Ok(())
}

/// What a piece of news means to the desk. The line being gone ends the program at once, drafts first.
fn teller(inbox: Sender<Msg>, save: impl Fn() + Send + 'static) -> impl FnMut(News) + Send + 'static {
    move |news| {
        let msg = match news {
            News::Input(Input::Key(key)) => Msg::Key(key),
            News::Input(Input::Paste { text, cut }) => {
                if cut {
                    let _ = inbox.send(Msg::Heard(Note::plain("note-paste-cut", "")));
                }
                Msg::Paste(text)
            }
            News::Input(Input::NotUtf8) => Msg::Heard(Note::bad("note-not-utf8", "")),
            News::Input(Input::Pasting) => Msg::Heard(Note::plain("note-paste-open", "")),
            News::Input(Input::PasteDropped) => Msg::Heard(Note::plain("note-paste-dropped", "")),
            News::Resize(columns, rows) => Msg::Resize(columns, rows),
            News::Resumed => Msg::Changed,
            News::Gone => {
                save();
                signal_hook::low_level::exit(128 + signal_hook::consts::SIGHUP);
            }
        };
        // An inbox that nobody reads means that the desk is closing.
        let _ = inbox.send(msg);
    }
}

/// The hands that carry out what the model wants.
struct Hands {
    store: Sender<(Actor, Ticket, Request)>,
    finder: Sender<clerk::Wish>,
    saver: Saver,
    terminal: String,
    path: PathBuf,
    outbox: PathBuf,
    inbox: Sender<Msg>,
    alarms: Vec<(Instant, Alarm)>,
    redraw: bool,
}

fn keep(
    screen: &mut Screen,
    mut model: Model,
    effects: Effects,
    mut hands: Hands,
    msgs: &Receiver<Msg>,
) -> Result<(), DeskError> {
    hands.carry_out(&model, effects)?;
    while !model.quit {
        if std::mem::take(&mut hands.redraw) {
            screen.redraw()?;
        }
        screen.draw(|frame| view(&model, frame))?;
        let Some(first) = hands.next(msgs) else { return Ok(()) };
        model.cx.today = serve::now().today;
        for msg in std::iter::once(first).chain(msgs.try_iter()) {
            let effects = update(&mut model, msg);
            hands.carry_out(&model, effects)?;
        }
    }
    Ok(())
}

impl Hands {
    /// Waits for a message or for the next alarm.
    fn next(&mut self, msgs: &Receiver<Msg>) -> Option<Msg> {
        let Some(at) = (0..self.alarms.len()).min_by_key(|at| self.alarms[*at].0) else {
            return msgs.recv().ok();
        };
        let rest = self.alarms[at].0.saturating_duration_since(Instant::now());
        match msgs.recv_timeout(rest) {
            Ok(msg) => Some(msg),
            Err(RecvTimeoutError::Timeout) => Some(Msg::Rang(self.alarms.swap_remove(at).1)),
            Err(RecvTimeoutError::Disconnected) => None,
        }
    }

    fn carry_out(&mut self, model: &Model, effects: Effects) -> std::io::Result<()> {
        for effect in effects {
            self.one(model, effect)?;
        }
        Ok(())
    }

    fn one(&mut self, model: &Model, effect: Effect) -> std::io::Result<()> {
        let me = &model.cx.me;
        match effect {
            // A thread that is gone has ended the program already.
            Effect::Ask(ticket, request) => drop(self.store.send((me.clone(), ticket, request))),
            Effect::Find(ticket, seek) => drop(self.finder.send((me.clone(), ticket, seek))),
            Effect::Work(ticket, job) => {
                let inbox = self.inbox.clone();
                let tell = move |work| drop(inbox.send(Msg::Worked(ticket, Box::new(work))));
                let (locale, job) = (model.cx.lang.locale, (job, model.cx.demo));
                jobs::in_thread(self.path.clone(), self.outbox.clone(), me.clone(), locale, job, tell)?;
            }
            Effect::Keep { id, form, sheet, field } => {
                let body = serde_json::to_string(&sheet).unwrap_or_default();
                let (clerk, terminal) = (me.code.clone(), self.terminal.clone());
                self.saver.keep(Draft { id, clerk, terminal, form, at: serve::now().instant, body }, field);
            }
            Effect::Forget { id } => self.saver.forget(id),
            Effect::Opened(no) => self.saver.opened(me.code.clone(), no, serve::now().instant),
            Effect::After(wait, alarm) => self.alarms.push((Instant::now() + wait, alarm)),
            Effect::Redraw => self.redraw = true,
            _ => {}
        }
        Ok(())
    }
}

/// The name of this terminal, by which its drafts are told from those of another one.
fn terminal_name() -> String {
    let name = rustix::termios::ttyname(rustix::stdio::stdin(), Vec::new());
    name.ok().and_then(|name| name.into_string().ok()).unwrap_or_else(|| "?".to_owned())
}
