//! Settings: the lists an office keeps, and the few numbers that the regulation leaves to it.
pub mod view;

use super::{Page, moved};
use crate::{
    domain::{
        catalog::{Item, List},
        setting::SETTINGS,
    },
    flow::{Cx, Effect, Effects, Paper, Route, Ticket},
    form::Sheet,
    keys::{Action, Context},
    screens::task::item_sheet,
    store::{Reply, StoreError},
    widgets::list::Cursor,
};

/// Rows of the terminal that are not entries: head, tabs, column names, message, hints.
const AROUND: u16 = 5;

/// The settings screen.
#[derive(Default)]
pub struct Settings {
    /// The open tab: the lists in their order, then the settings.
    pub tab: usize,
    /// The chosen row.
    pub cursor: Cursor,
}

impl Settings {
    /// The open list; `None` on the tab of settings.
    pub fn list(&self) -> Option<List> {
        List::ALL.get(self.tab).copied()
    }

    /// The entries of the open list, those switched off included.
    pub fn items<'a>(&self, cx: &'a Cx) -> Vec<&'a Item> {
        let list = self.list();
        cx.catalog().items().iter().filter(|item| Some(item.list) == list).collect()
    }

    /// Rows of the open tab.
    pub fn rows(&self, cx: &Cx) -> usize {
        if self.list().is_some() { self.items(cx).len() } else { SETTINGS.len() }
    }

    fn turn(&mut self, by: isize) {
        let tabs = List::ALL.len() + 1;
        self.tab = (self.tab + tabs).saturating_add_signed(by) % tabs;
        self.cursor = Cursor::default();
    }

    fn edit(&self, cx: &Cx) -> Option<Effect> {
        let Some(list) = self.list() else {
            let setting = SETTINGS.get(self.cursor.0)?;
            let sheet = Sheet::default().with("key", setting.key).with("value", cx.setting(setting.key));
            return Some(go(Paper::Setting { key: setting.key.to_owned() }, sheet));
        };
        let item = *self.items(cx).get(self.cursor.0)?;
        Some(go(Paper::Item { list, code: Some(item.code.clone()) }, item_sheet(item)))
    }
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
                let new = self.list().map(|list| go(Paper::Item { list, code: None }, Sheet::default()));
                return new.into_iter().collect();
            }
            Action::AppBack => return vec![Effect::Back],
            _ => {}
        }
        Vec::new()
    }

    fn answer(&mut self, _ticket: Ticket, _reply: Result<Reply, StoreError>, _cx: &Cx) -> Effects {
        Vec::new()
    }

    fn refuses(&self, action: Action, cx: &Cx) -> Option<&'static str> {
        match action {
            Action::ListOpen if self.rows(cx) == 0 => Some("why-empty"),
            Action::ItemNew if self.list().is_none() => Some("why-not-a-list"),
            Action::GoSettings => Some("why-here-already"),
            Action::AppPrint => Some("why-nothing-to-print"),
            _ => None,
        }
    }
}
