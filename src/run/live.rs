//! The desk in a terminal: everything that happens arrives in one inbox, one frame answers a burst of it.
use super::{
    clerk,
    decode::{Decoder, Input},
    hangup,
    idle::{self, Activity},
    input,
    input::News,
    jobs, keeper,
    saver::Saver,
    screen::{Options, Screen, ScreenError},
    seat::Seat,
    serve,
    tty::Tty,
};
use crate::{
    app::{Model, update, view},
    domain::rights::{Actor, is_shared},
    flow::{Alarm, Cx, Effect, Effects, Msg, Note, Ops, Route, Ticket},
    keys::Keymap,
    lang::{Lang, Locale},
    store::{Draft, Errand, Reply, Request, Store, StoreError, Welcome},
};
use std::{
    path::PathBuf,
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    time::{Duration, Instant},
};

/// How a desk is to be opened.
pub struct Desk {
    /// The store.
    pub path: PathBuf,
    /// The language.
    pub locale: Locale,
    /// Who sits there.
    pub me: Actor,
    /// Without colours.
    pub mono: bool,
    /// At the far end of an SSH line, where files have to be fetched.
    pub remote: bool,
    /// The directory of a demonstration, which goes with the desk.
    pub fleeting: Option<PathBuf>,
    /// How one comes in.
    pub entry: Entry,
    /// Which key means what.
    pub keymap: Keymap,
    /// Said when it opens.
    pub greeting: Option<Note>,
    /// What to hold of the terminal.
    pub options: Options,
}

/// How one comes in.
pub enum Entry {
    /// To this screen.
    Screen(Route),
    /// To the door.
    Out,
    /// As somebody whom the key of their line has let in.
    Welcome(Box<Welcome>),
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
    let locked = Arc::new(AtomicBool::new(false));
    let lang = Rc::new(Lang::new(desk.locale));
    let farewell = format!("{}\r\n", lang.say("note-seat-lost"));
    let activity = watch(&mut screen, &saver, desk.fleeting.clone(), farewell, (&inbox, &locked))?;
    let _keeper = desk
        .fleeting
        .is_none()
        .then(|| keeper::start(desk.path.clone(), desk.me.clone(), keeper::FIRST, inbox.clone()))
        .transpose()?;
    let cx = Cx {
        me: desk.me.clone(),
        terminal: terminal_name(),
        top: 0,
        size: screen.size(),
        today: serve::now().today,
        lists,
        lang,
        mono: desk.mono,
        demo: desk.fleeting.is_some(),
        revealed: None,
        remote: desk.remote,
        last: None,
        ops: Ops::new(uuid::Uuid::now_v7().to_string()),
    };
    let (mut model, effects) = match desk.entry {
        Entry::Screen(route) => Model::new(cx, desk.keymap, route),
        Entry::Out => (Model::out(cx, desk.keymap), Effects::new()),
        Entry::Welcome(welcome) => Model::welcome(&welcome, cx, desk.keymap),
    };
    model.note = desk.greeting.or(model.note);
    let hands = Hands {
        store: clerk::start(store, inbox.clone())?,
        finder: clerk::start_finder(desk.path.clone(), desk.me, inbox.clone())?,
        saver: saver.clone(),
        terminal: terminal_name(),
        activity,
        locked,
        seat: None,
        path: desk.path,
        inbox,
        tty: screen.tty(),
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
    farewell: String,
    (inbox, locked): (&Sender<Msg>, &Arc<AtomicBool>),
) -> std::io::Result<Activity> {
    let saver = saver.clone();
    // Nobody locks a demonstration: there is nothing behind its door.
    let (idle, shuts) = (Activity::new(Duration::ZERO, Duration::ZERO), fleeting.is_none());
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
    let told = |save| Teller { inbox: inbox.clone(), save, activity: idle.clone(), shuts };
    hangup::watch(&screen.tty(), save.clone(), told(save.clone()).teller(), farewell)?;
    let early = screen.early();
    input::listen(Decoder::new(screen.patience()), early, told(save.clone()).teller())?;
    if shuts {
        let (tty, ending, inbox, locked) = (screen.tty(), screen.tty(), inbox.clone(), Arc::clone(locked));
        let shut = save.clone();
        let lock = move || {
            locked.store(true, Ordering::SeqCst);
            shut();
            tty.wipe();
            let _ = inbox.send(Msg::Lock);
        };
        let end = move || {
            save();
            ending.leave();
            signal_hook::low_level::exit(0);
        };
        idle::watch(idle.clone(), lock, end)?;
    }
    Ok(idle)
}

/// Tells the desk what happens at the terminal.
struct Teller<S> {
    inbox: Sender<Msg>,
    save: S,
    activity: Activity,
    /// Whether the door is shut behind whoever goes.
    shuts: bool,
}

impl<S: Fn() + Send + 'static> Teller<S> {
    /// What a piece of news means to the desk. The line being gone ends the program at once, drafts first.
    fn teller(self) -> impl FnMut(News) + Send + 'static {
        let Self { inbox, save, activity, shuts } = self;
        move |news| {
            if matches!(news, News::Input(Input::Key(_) | Input::Paste { .. })) {
                activity.touch();
            }
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
                // Somebody else may have brought it back.
                News::Resumed if shuts => Msg::Lock,
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
}

/// The hands that carry out what the model wants.
struct Hands {
    store: Sender<(Actor, Ticket, Request)>,
    finder: Sender<clerk::Wish>,
    saver: Saver,
    terminal: String,
    activity: Activity,
    /// The clock of the idle desk says that the door has to be shut, before anything else is painted.
    locked: Arc<AtomicBool>,
    seat: Option<(String, Seat)>,
    path: PathBuf,
    inbox: Sender<Msg>,
    tty: Arc<Tty>,
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
        if hands.locked.swap(false, Ordering::SeqCst) {
            let effects = update(&mut model, Msg::Lock);
            hands.carry_out(&model, effects)?;
        }
        hands.allow(&model.cx);
        if std::mem::take(&mut hands.redraw) {
            screen.wipe();
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
                let tty = Arc::clone(&self.tty);
                jobs::in_thread(self.path.clone(), me.clone(), locale, tty, job, tell)?;
            }
            Effect::Keep { id, form, sheet, field } => {
                let body = serde_json::to_string(&sheet).unwrap_or_default();
                let (clerk, terminal) = (me.code.clone(), self.terminal.clone());
                self.saver.keep(Draft { id, clerk, terminal, form, at: serve::now().instant, body }, field);
            }
            Effect::Note(subject, trace) => {
                self.saver.run(Errand::Note(me.clone(), serve::now(), subject, trace));
            }
            Effect::Seated => self.sit(&model.cx),
            Effect::Forget { id } => self.saver.run(Errand::Forget(id)),
            Effect::Opened(no) => {
                self.saver.run(Errand::Opened(me.code.clone(), no, serve::now().instant));
            }
            Effect::After(wait, alarm) => self.alarms.push((Instant::now() + wait, alarm)),
            Effect::Redraw => self.redraw = true,
            _ => {}
        }
        Ok(())
    }
}

impl Hands {
    /// Takes the seat of whoever is there. At a desk of one's own there is nobody to share it with.
    fn sit(&mut self, cx: &Cx) {
        let code = &cx.me.code;
        if !is_shared(cx.catalog()) || self.seat.as_ref().is_some_and(|(held, _)| held == code) {
            return;
        }
        self.seat = None;
        let msg = match Seat::take(&self.path, code) {
            Ok(taken) => {
                self.seat = Some((code.clone(), taken.seat));
                taken.ended.then(|| Msg::Heard(Note::plain("note-seat-ended", "")))
            }
            // Unlocking tries again.
            Err(_) => Some(Msg::Lock),
        };
        if let Some(msg) = msg {
            let _ = self.inbox.send(msg);
        }
    }

    /// How long one may be away, as the settings have it now.
    fn allow(&self, cx: &Cx) {
        if !cx.demo {
            let minutes = |key| Duration::from_secs_f64(60.0 * cx.setting(key).parse().unwrap_or(0.0));
            self.activity.allow(minutes("idle-minutes"), minutes("idle-end-minutes"));
        }
    }
}

/// The name of this terminal, by which its drafts are told from those of another one.
pub fn terminal_name() -> String {
    let name = rustix::termios::ttyname(rustix::stdio::stdin(), Vec::new());
    let name = name.ok().and_then(|name| name.into_string().ok());
    // `SSH_CLIENT` begins with the address from which the line comes.
    let client = std::env::var("SSH_CLIENT").ok();
    let address = client.as_ref().and_then(|client| client.split(' ').next()).map(str::to_owned);
    let said: Vec<String> = [address, name].into_iter().flatten().filter(|part| !part.is_empty()).collect();
    if said.is_empty() { "?".to_owned() } else { said.join(" ") }
}
