//! The house itself: which rooms are open, and how messages reach them.
mod entrance;
mod hints;
mod menu;
mod rights;
mod screen;
mod traces;
mod update;
mod view;

pub use menu::{Menu, Offer};
pub use screen::Screen;
pub use update::update;
pub use view::view;

use crate::{
    domain::rights::Power,
    flow::{Cx, Desk, Effects, Note, Route},
    keys::{Action, Context, Key, Keymap},
    screens::{Page, door::Door},
    store::{Request, Welcome},
    text::width,
};
use std::collections::HashSet;

/// Everything that a picture is made of.
pub struct Model {
    /// The desk around the screens.
    pub cx: Cx,
    /// Which key means what.
    pub keymap: Keymap,
    /// The open screens, the last one on top, each with its number.
    pub stack: Vec<(u32, Screen)>,
    /// What the message line says.
    pub note: Option<Note>,
    /// Help or menu, over the top screen.
    pub overlay: Option<Overlay>,
    /// The door, while it is shut: nothing else is shown and nothing else hears a key.
    pub door: Option<Door>,
    /// The program is to end.
    pub quit: bool,
    pending: Vec<Key>,
    opened: u32,
    lists: Desk,
    /// Whom each screen has shown, so that it is written down once.
    looked: HashSet<(u32, String)>,
    /// Orders on their way to the store.
    waiting: Vec<crate::flow::Ticket>,
}

/// What lies over a screen; at most one.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// What can be done here, with its keys.
    Help {
        /// Rows scrolled away.
        from: usize,
    },
    /// Every action by name.
    Menu(Menu),
}

impl Model {
    /// The house with its first screen: the work of the office, or who sits here.
    pub fn new(cx: Cx, keymap: Keymap, first: Route) -> (Self, Effects) {
        let mut model = Self::empty(cx, keymap);
        let effects = model.open(first);
        (model, effects)
    }

    /// The house with nobody in it.
    pub fn out(cx: Cx, keymap: Keymap) -> Self {
        let door = Door::out(&cx.terminal);
        Self { door: Some(door), ..Self::empty(cx, keymap) }
    }

    /// The house with whoever was let in by the key of their line; first they may have to set a PIN.
    pub fn welcome(welcome: &Welcome, cx: Cx, keymap: Keymap) -> (Self, Effects) {
        let mut model = Self::empty(cx, keymap);
        let effects = entrance::enter(&mut model, welcome);
        (model, effects)
    }

    fn empty(cx: Cx, keymap: Keymap) -> Self {
        Self {
            cx,
            keymap,
            stack: Vec::new(),
            note: None,
            overlay: None,
            door: None,
            quit: false,
            pending: Vec::new(),
            opened: 0,
            lists: Desk::new(0, 0),
            looked: HashSet::new(),
            waiting: Vec::new(),
        }
    }

    fn open(&mut self, route: Route) -> Effects {
        self.opened += 1;
        let mut screen = Screen::new(route, self.opened, &self.cx);
        let effects = screen.page_mut().open(&self.cx);
        self.stack.push((self.opened, screen));
        effects
    }

    fn ask_lists(&mut self) -> Effects {
        vec![self.lists.ask(Request::Catalog)]
    }

    /// The number of the screen on top.
    fn number(&self) -> u32 {
        self.stack.last().map_or(0, |(number, _)| *number)
    }

    /// The screen on top.
    pub fn top(&self) -> Option<&Screen> {
        self.stack.last().map(|(_, screen)| screen)
    }

    /// Where the user's hands are, the innermost first.
    pub fn contexts(&self) -> Vec<Context> {
        if let Some(door) = &self.door {
            return door.contexts().into_iter().chain([Context::Global]).collect();
        }
        match self.overlay {
            Some(Overlay::Menu(_)) => return vec![Context::Menu, Context::Global],
            Some(Overlay::Help { .. }) => return vec![Context::List, Context::Global],
            None => {}
        }
        let inner = self.top().map(|screen| screen.page().contexts()).unwrap_or_default();
        inner.into_iter().chain([Context::Global]).collect()
    }

    /// What can be done here, with keys and with the reason where it cannot: help, hints and menu read this.
    pub fn offers(&self) -> Vec<Offer> {
        let Some(screen) = self.top() else { return Vec::new() };
        let contexts: Vec<Context> = screen.page().contexts().into_iter().chain([Context::Global]).collect();
        let offer = |(action, keys)| Offer {
            action,
            keys,
            depth: self.keymap.depth(&contexts, action),
            why: rights::refuses(&self.cx.me, action).or_else(|| screen.page().refuses(action, &self.cx)),
        };
        self.keymap.offers(&contexts).into_iter().map(offer).collect()
    }

    /// What help says of the screen on top, in lines as long as the terminal is wide.
    fn help_intro(&self) -> Vec<String> {
        let lang = &self.cx.lang;
        let Some(page) = self.top().map(Screen::page) else { return Vec::new() };
        let own = format!("help-{}", page.name());
        let id = if lang.has(&own) { own } else { "help-form".to_owned() };
        // What only whoever leads cases can do is told to nobody else.
        let more = self.cx.me.can(Power::Supervise).then(|| lang.attribute(&id, "supervise"));
        let intro = lang.say(&id) + &more.unwrap_or_default();
        width::prose(&intro, usize::from(self.cx.size.0).saturating_sub(4))
    }

    /// Rows of help that can be seen at once: all but head, message, hints and the frame.
    fn help_room(&self) -> usize {
        usize::from(self.cx.size.1).saturating_sub(5)
    }

    /// What the menu offers: what has keys here, and the ways to every other screen.
    pub fn menu_offers(&self) -> Vec<Offer> {
        let mut offers = self.offers();
        let ways = Action::ALL.iter().copied().filter(|action| action.id().starts_with("go."));
        for action in ways.collect::<Vec<_>>() {
            if !offers.iter().any(|offer| offer.action == action) {
                offers.push(Offer { action, keys: Vec::new(), depth: usize::MAX, why: self.refuses(action) });
            }
        }
        offers
    }

    /// Why an action is not possible now.
    fn refuses(&self, action: Action) -> Option<&'static str> {
        let own = || self.top().and_then(|screen| screen.page().refuses(action, &self.cx));
        rights::refuses(&self.cx.me, action).or_else(own)
    }
}
