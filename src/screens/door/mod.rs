//! The door: who wants in, a desk that has locked itself, and a PIN that is changed. While it is shut nothing else is
//! shown and nothing else hears a key.
pub mod view;

use super::Page;
use crate::{
    domain::{pin::Pin, rights::Actor},
    flow::{Cx, Desk, Effect, Effects, Note, Ticket},
    keys::{Action, Context},
    store::{Claim, Proof, Reply, Request, StoreError, Welcome},
    text::line::Line,
};

/// The number under which the door asks; no screen has it.
pub const NUMBER: u32 = u32::MAX;

/// Columns of a name.
const NAME_CAP: usize = 40;

/// The door.
#[derive(Debug)]
pub struct Door {
    /// Why it is shut.
    pub stage: Stage,
    /// Who wants in, as typed.
    pub who: Line,
    /// The secrets, in the order of their fields.
    pub pins: [Pin; 3],
    /// The field in which the hands are.
    pub at: usize,
    /// What is said of the last try.
    pub why: Option<Note>,
    /// It is explained what is asked here.
    pub helped: bool,
    /// Whose desk it is; nobody's while nobody has signed in.
    holder: Option<Holder>,
    terminal: String,
    desk: Desk,
}

/// Whose desk it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Whoever sits at it.
    pub actor: Actor,
    /// Their name.
    pub name: String,
    /// Whether they have it for themselves, and need no PIN.
    pub alone: bool,
}

/// Why the door is shut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Nobody has signed in.
    Out,
    /// Somebody is away.
    Locked,
    /// Whoever is there has to set a PIN of their own.
    Renew(Box<Welcome>),
    /// Whoever is there wants another PIN.
    Change,
}

/// A field of the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Name or code.
    Who,
    /// The PIN that one has.
    Pin,
    /// The new one.
    New,
    /// The new one once more.
    Again,
}

impl Field {
    /// The id of its label.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Who => "door-who",
            Self::Pin => "door-pin",
            Self::New => "door-new",
            Self::Again => "door-again",
        }
    }
}

impl Door {
    /// Nobody has signed in at this terminal.
    pub fn out(terminal: &str) -> Self {
        Self::new(Stage::Out, terminal, None)
    }

    /// The desk is locked.
    pub fn locked(holder: Holder, terminal: &str) -> Self {
        Self::new(Stage::Locked, terminal, Some(holder))
    }

    /// Whoever sits at the desk changes their PIN, and goes on with what is open.
    pub fn changing(holder: Holder, terminal: &str) -> Self {
        Self::new(Stage::Change, terminal, Some(holder))
    }

    /// Whoever is there has to set a PIN of their own first; the one they came in with is the old one.
    #[must_use]
    pub fn renewing(self, welcome: Welcome, holder: Holder) -> Self {
        Self { stage: Stage::Renew(Box::new(welcome)), holder: Some(holder), at: 0, why: None, ..self }
    }

    fn new(stage: Stage, terminal: &str, holder: Option<Holder>) -> Self {
        let who = Line::new("").with_cap(NAME_CAP);
        let (terminal, desk) = (terminal.to_owned(), Desk::new(NUMBER, 0));
        let (pins, at, why, helped) = Default::default();
        Self { stage, who, pins, at, why, helped, holder, terminal, desk }
    }

    /// Says something beforehand.
    #[must_use]
    pub fn saying(self, why: Note) -> Self {
        Self { why: Some(why), ..self }
    }

    /// Whether nobody has signed in.
    pub fn is_out(&self) -> bool {
        self.stage == Stage::Out
    }

    /// Whether its clerk is there and may open it from within.
    pub fn opens_from_within(&self) -> bool {
        self.stage == Stage::Change
    }

    /// Whose desk it is.
    pub const fn holder(&self) -> Option<&Holder> {
        self.holder.as_ref()
    }

    /// Its fields, from above.
    pub fn fields(&self) -> &'static [Field] {
        match &self.stage {
            Stage::Out => &[Field::Who, Field::Pin],
            Stage::Locked => &[Field::Pin],
            Stage::Renew(_) => &[Field::New, Field::Again],
            Stage::Change => &[Field::Pin, Field::New, Field::Again],
        }
    }

    /// The field in which the hands are.
    pub fn field(&self) -> Field {
        self.fields().get(self.at).copied().unwrap_or(Field::Pin)
    }

    /// What was typed into a secret field.
    pub fn pin(&self, field: Field) -> &Pin {
        &self.pins[Self::place(field)]
    }

    const fn place(field: Field) -> usize {
        match field {
            Field::Who | Field::Pin => 0,
            Field::New => 1,
            Field::Again => 2,
        }
    }

    /// Asks to be let in. The PIN stays until the answer: a renewed one has to be told from it.
    fn knock(&mut self) -> Effects {
        let pin = self.pins[0].clone();
        let who = match (&self.stage, &self.holder) {
            (Stage::Locked, Some(holder)) => holder.actor.code.clone(),
            _ => self.who.text().trim().to_owned(),
        };
        match (&self.stage, &self.holder) {
            (Stage::Renew(_) | Stage::Change, Some(holder)) => {
                let code = holder.actor.code.clone();
                return self.renewed(&code);
            }
            _ if who.is_empty() => {
                self.at = 0;
                return Vec::new();
            }
            _ => {}
        }
        let claim = Claim {
            who,
            proof: Proof::Pin(pin),
            terminal: self.terminal.clone(),
            unlock: self.stage == Stage::Locked,
        };
        self.why = Some(Note::plain("door-looking", ""));
        vec![self.desk.ask(Request::SignIn(Box::new(claim)))]
    }

    fn renewed(&mut self, code: &str) -> Effects {
        let [old, new, again] = self.pins.clone();
        if new != again {
            return self.refuse(Note::bad("problem-pin-again", ""));
        }
        if let Some(why) = new.problem(code) {
            return self.refuse(Note::bad(why, ""));
        }
        self.why = Some(Note::plain("door-looking", ""));
        vec![self.desk.ask(Request::OwnPin { old, new })]
    }

    /// Says why not, and has it typed once more.
    fn refuse(&mut self, why: Note) -> Effects {
        self.why = Some(why);
        let first = self.fields().iter().position(|field| *field != Field::Who).unwrap_or(0);
        self.at = first;
        match self.stage {
            Stage::Renew(_) => (self.pins[1], self.pins[2]) = Default::default(),
            _ => self.pins = Default::default(),
        }
        Vec::new()
    }

    /// Another one than who locked it wants in, or whoever is there leaves their PIN as it is.
    fn back(&mut self) -> Effects {
        match (&self.stage, &self.holder) {
            (Stage::Change, Some(holder)) => return vec![Effect::Enter(Box::new(as_before(&holder.actor)))],
            (Stage::Locked, _) => self.change_hands(),
            _ => {}
        }
        Vec::new()
    }

    fn change_hands(&mut self) {
        let (terminal, mut desk) = (std::mem::take(&mut self.terminal), self.desk.clone());
        // What is still on its way was asked for somebody else.
        desk.forget();
        *self = Self { desk, ..Self::out(&terminal) };
    }
}

/// Somebody who is in already goes on.
fn as_before(actor: &Actor) -> Welcome {
    Welcome { actor: actor.clone(), last: None, renew: false }
}

impl Page for Door {
    fn name(&self) -> &'static str {
        "screen-door"
    }

    fn contexts(&self) -> Vec<Context> {
        vec![Context::Edit, Context::List]
    }

    fn open(&mut self, _cx: &Cx) -> Effects {
        Vec::new()
    }

    fn act(&mut self, action: Action, _cx: &Cx) -> Effects {
        let last = self.fields().len() - 1;
        self.helped = action == Action::AppHelp && !self.helped;
        match action {
            Action::ListOpen if self.at == last => return self.knock(),
            Action::ListOpen | Action::ListNext | Action::ViewRight => self.at = (self.at + 1).min(last),
            Action::ListPrev | Action::ViewLeft => self.at = self.at.saturating_sub(1),
            Action::AppBack => return self.back(),
            action => match (self.field(), action) {
                (Field::Who, action) => drop(crate::form::edit_act(&mut self.who, action)),
                (field, Action::EditErase) => self.pins[Self::place(field)].pop(),
                (field, Action::EditKill) => self.pins[Self::place(field)] = Pin::default(),
                _ => {}
            },
        }
        Vec::new()
    }

    fn text(&mut self, text: &str, _cx: &Cx) -> Effects {
        self.helped = false;
        match self.field() {
            Field::Who => drop(self.who.insert(&crate::text::clean::typed(text))),
            field => self.pins[Self::place(field)].push(text),
        }
        Vec::new()
    }

    fn answer(&mut self, ticket: Ticket, reply: Result<Reply, StoreError>, _cx: &Cx) -> Effects {
        if !self.desk.expects(ticket) {
            return Vec::new();
        }
        match (reply, &self.stage) {
            (Ok(Reply::Welcome(welcome)), _) => vec![Effect::Enter(welcome)],
            (Ok(Reply::Noted), Stage::Renew(welcome)) => {
                vec![Effect::Enter(Box::new(Welcome { renew: false, ..(**welcome).clone() }))]
            }
            (Ok(Reply::Noted), Stage::Change) => {
                let told = Effect::Tell(Note::good("note-pin-changed", ""));
                self.back().into_iter().chain([told]).collect()
            }
            (Ok(_), _) => Vec::new(),
            (Err(error), _) => self.refuse(Note::from(error)),
        }
    }

    fn refuses(&self, action: Action, _cx: &Cx) -> Option<&'static str> {
        let away = action.id().starts_with("go.") || matches!(action, Action::AppPrint | Action::AppRefresh);
        away.then_some("why-door")
    }
}
