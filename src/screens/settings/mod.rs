//! Settings: the lists an office keeps, and the few numbers that the regulation leaves to it.
pub mod view;

use super::{Page, moved, trouble};
use crate::{
    domain::{
        catalog::{Item, List},
        clock::Rule,
        reminder::Level,
        rights::{Power, Wish, may},
        setting::SETTINGS,
    },
    flow::{Cx, Desk, Effect, Effects, Holds, Note, Paper, Route, Ticket},
    form::Sheet,
    keys::{Action, Context},
    screens::{task::item_sheet, today::views::own},
    store::{Reply, Request, StoreError},
    widgets::list::Cursor,
};

/// Rows of the terminal that are not entries: head, tabs, column names, message, hints.
const AROUND: u16 = 5;

/// The settings screen.
pub struct Settings {
    /// The open tab: the lists in their order, then the settings.
    pub tab: usize,
    /// The chosen row.
    pub cursor: Cursor,
    pins: Desk,
    /// Whom a PIN will be made for at the next key.
    sure: Option<String>,
}

/// A tab of the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// The entries of a list.
    Of(List),
    /// The few values that the regulation leaves to the place.
    Values,
    /// The limits of one's own office.
    Limits,
    /// The levels of reminders of one's own office.
    Levels,
    /// The printer queues of the offices.
    Printers,
}

impl Tab {
    /// All of them, in their order.
    pub fn all() -> Vec<Self> {
        let lists = List::ALL.iter().map(|list| Self::Of(*list));
        lists.chain([Self::Printers, Self::Limits, Self::Levels, Self::Values]).collect()
    }

    /// The message that names it.
    pub fn message(self) -> String {
        match self {
            Self::Of(list) => format!("list-{}", list.id()),
            Self::Values => "settings".to_owned(),
            Self::Limits => "limits".to_owned(),
            Self::Levels => "levels".to_owned(),
            Self::Printers => "printers".to_owned(),
        }
    }
}

impl Settings {
    /// The screen with this number.
    pub fn new(page: u32) -> Self {
        Self { tab: 0, cursor: Cursor::default(), pins: Desk::new(page, 0), sure: None }
    }

    /// The open tab.
    pub fn here(&self) -> Tab {
        Tab::all().get(self.tab).copied().unwrap_or(Tab::Values)
    }

    /// The entries of the open list, those switched off included; of kept views one's own.
    pub fn items<'a>(&self, cx: &'a Cx) -> Vec<&'a Item> {
        match self.here() {
            Tab::Of(List::View) => own(cx).into_iter().map(|(_, item)| item).collect(),
            tab => cx.catalog().items().iter().filter(|item| Tab::Of(item.list) == tab).collect(),
        }
    }

    /// The limits of one's own office.
    pub fn limits(cx: &Cx) -> Vec<&Rule> {
        cx.lists.limits.rules(&cx.me.office).all().collect()
    }

    /// The offices, each of which may have a printer queue.
    pub fn offices(cx: &Cx) -> Vec<&Item> {
        cx.catalog().list(List::Office).collect()
    }

    /// Rows of the open tab.
    pub fn rows(&self, cx: &Cx) -> usize {
        match self.here() {
            Tab::Of(_) => self.items(cx).len(),
            Tab::Values => SETTINGS.len(),
            Tab::Limits => Self::limits(cx).len(),
            Tab::Levels => cx.lists.limits.levels(&cx.me.office).all().len(),
            Tab::Printers => Self::offices(cx).len(),
        }
    }

    /// The first key asks, the second one makes it: whoever has a PIN loses it.
    fn make_pin(&mut self, code: String, name: String) -> Effect {
        if self.sure.take().is_some_and(|sure| sure == code) {
            return self.pins.ask(Request::MakePin { code, new_key: false });
        }
        self.sure = Some(code);
        Effect::Tell(Note::plain("note-pin-again", name))
    }

    /// Why whoever sits here cannot change what the cursor is on, or add to the open list, if they cannot.
    fn why_not(&self, item: Option<&Item>, cx: &Cx) -> Option<&'static str> {
        let done = match self.here() {
            Tab::Of(list) => may(&cx.me, Wish::Put(item.unwrap_or(&Item::new(list, "", "")))),
            _ => may(&cx.me, Wish::Do(Power::Settings)),
        };
        done.err().map(|why| why.0)
    }

    fn turn(&mut self, by: isize) {
        let tabs = Tab::all().len();
        self.tab = (self.tab + tabs).saturating_add_signed(by) % tabs;
        self.cursor = Cursor::default();
    }

    fn edit(&self, cx: &Cx) -> Option<Effect> {
        let (at, office) = (self.cursor.0, cx.me.office.clone());
        Some(match self.here() {
            Tab::Of(list) => {
                let item = *self.items(cx).get(at)?;
                go(Paper::Item { list, code: Some(item.code.clone()) }, item_sheet(item))
            }
            Tab::Values => {
                let key = SETTINGS.get(at)?.key;
                let sheet = Sheet::default().with("key", key).with("value", cx.setting(key));
                go(Paper::Setting { key: key.to_owned() }, sheet)
            }
            Tab::Limits => {
                let rule = *Self::limits(cx).get(at)?;
                go(Paper::Limit { office, id: rule.id.clone() }, limit_sheet(rule))
            }
            Tab::Levels => {
                let level = cx.lists.limits.levels(&office).all().get(at)?;
                go(Paper::Level { office, grade: level.grade.id().to_owned() }, level_sheet(level))
            }
            Tab::Printers => {
                let office = Self::offices(cx).get(at)?.code.clone();
                let sheet = Sheet::default().with("queue", cx.lists.printer(&office));
                go(Paper::Printer { office }, sheet)
            }
        })
    }
}

fn limit_sheet(rule: &Rule) -> Sheet {
    let length = rule.length.map_or(String::new(), |length| length.to_string());
    Sheet::default()
        .with("length", length)
        .with("unit", rule.unit.id())
        .with("hearing", if rule.hearing { "yes" } else { "no" })
}

fn level_sheet(level: &Level) -> Sheet {
    let answer = level.answer.map_or(String::new(), |days| days.to_string());
    Sheet::default().with("from", level.from.to_string()).with("answer", answer)
}

fn go(paper: Paper, sheet: Sheet) -> Effect {
    Effect::Go(Route::Paper(Box::new(paper), sheet))
}

impl Page for Settings {
    fn name(&self) -> &'static str {
        "settings"
    }

    fn contexts(&self) -> Vec<Context> {
        vec![Context::Settings, Context::List]
    }

    fn open(&mut self, _cx: &Cx) -> Effects {
        Vec::new()
    }

    fn act(&mut self, action: Action, cx: &Cx) -> Effects {
        if action != Action::ItemPin {
            self.sure = None;
        }
        let room = usize::from(cx.size.1.saturating_sub(AROUND));
        let rows = self.rows(cx);
        if moved(&mut self.cursor, action, rows, room) {
            return Vec::new();
        }
        match action {
            Action::ViewLeft => self.turn(-1),
            Action::ViewRight => self.turn(1),
            Action::ListOpen => return self.edit(cx).into_iter().collect(),
            Action::ItemNew => {
                let Tab::Of(list) = self.here() else { return Vec::new() };
                return vec![go(Paper::Item { list, code: None }, Sheet::default())];
            }
            Action::ItemRead => return vec![Effect::Go(Route::Import(Holds::Declaration))],
            Action::ItemPin => {
                let person =
                    self.items(cx).get(self.cursor.0).map(|item| (item.code.clone(), item.name.clone()));
                return person.map(|(code, name)| self.make_pin(code, name)).into_iter().collect();
            }
            Action::AppBack => return vec![Effect::Back],
            _ => {}
        }
        Vec::new()
    }

    /// A PIN that was made is shown this once, to whoever hands it over.
    fn answer(&mut self, ticket: Ticket, reply: Result<Reply, StoreError>, _cx: &Cx) -> Effects {
        match reply {
            _ if !self.pins.expects(ticket) => Vec::new(),
            Ok(Reply::Made(pin)) => vec![Effect::Tell(Note::good("note-pin-made", pin.shown()))],
            Ok(_) => Vec::new(),
            Err(error) => trouble(error),
        }
    }

    fn refuses(&self, action: Action, cx: &Cx) -> Option<&'static str> {
        match action {
            Action::ListOpen if self.rows(cx) == 0 => Some("why-empty"),
            Action::ItemNew if self.here() == Tab::Of(List::View) => Some("why-keep-in-find"),
            Action::ItemNew if !matches!(self.here(), Tab::Of(_)) => Some("why-not-a-list"),
            Action::ItemNew => self.why_not(None, cx),
            Action::ListOpen => self.why_not(self.items(cx).get(self.cursor.0).copied(), cx),
            Action::ItemRead if self.here() == Tab::Of(List::Register) => self.why_not(None, cx),
            Action::ItemRead => Some("why-not-registers"),
            Action::ItemPin if self.here() != Tab::Of(List::Clerk) => Some("why-pin-of-clerk"),
            Action::ItemPin if !cx.me.can(Power::People) => Some("why-no-right"),
            Action::GoSettings => Some("why-here-already"),
            Action::AppPrint => Some("why-nothing-to-print"),
            _ => None,
        }
    }
}
