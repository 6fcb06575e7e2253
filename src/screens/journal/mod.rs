//! The journal as an auditor reads it: who came, looked, searched, took out and was refused, and who changed what. Of
//! the casework it says that something was done, not what it says.
pub mod view;

use super::{Page, moved, trouble};
use crate::{
    domain::{audit::Group, catalog::List, span},
    flow::{Cx, Desk, Effect, Effects, Ticket},
    keys::{Action, Context},
    store::{JournalAsk, Noted, Reply, Request, StoreError},
    text::{clean, line::Line},
    widgets::list::Cursor,
};

/// Rows that are read at once.
const ROWS: usize = 500;
/// Rows of the terminal around the list.
const AROUND: u16 = 8;

/// The journal.
pub struct Journal {
    /// By whom, about what, on which days: as typed.
    pub typed: Line,
    /// The chosen kind of entries.
    pub group: usize,
    /// The chosen row.
    pub cursor: Cursor,
    /// What was read, the last entry first.
    pub rows: Option<Vec<Noted>>,
    /// What was typed and could not be read.
    pub misread: Vec<String>,
    desk: Desk,
}

impl Journal {
    /// The screen with this number.
    pub fn new(page: u32) -> Self {
        Self {
            typed: Line::default(),
            group: 0,
            cursor: Cursor::default(),
            rows: None,
            misread: Vec::new(),
            desk: Desk::new(page, 0),
        }
    }

    /// What is asked for: a word is a clerk's code or name, a day or span, or the number of a petition, person or case.
    fn ask(&mut self, cx: &Cx) -> Effects {
        let mut ask = JournalAsk { group: Group::ALL[self.group], limit: ROWS, ..JournalAsk::default() };
        self.misread.clear();
        for word in self.typed.text().split_whitespace() {
            let clerk = cx.catalog().get(List::Clerk, word).or(cx.catalog().named(List::Clerk, word));
            if let Some(clerk) = clerk {
                ask.who = Some(clerk.code.clone());
            } else if let Ok(span) = span::read(word, cx.today) {
                (ask.from, ask.to) = (Some(*span.start()), Some(*span.end()));
            } else if word.contains('-') && word.chars().any(|c| c.is_ascii_digit()) {
                ask.about = Some(clean::fold(word).to_uppercase());
            } else {
                self.misread.push(word.to_owned());
            }
        }
        vec![self.desk.ask(Request::Journal(ask))]
    }

    fn turn(&mut self, by: isize, cx: &Cx) -> Effects {
        let groups = Group::ALL.len();
        self.group = (self.group + groups).saturating_add_signed(by) % groups;
        self.cursor = Cursor::default();
        self.ask(cx)
    }
}

impl Page for Journal {
    fn name(&self) -> &'static str {
        "journal"
    }

    fn contexts(&self) -> Vec<Context> {
        vec![Context::Seek, Context::Edit, Context::List]
    }

    fn open(&mut self, cx: &Cx) -> Effects {
        self.ask(cx)
    }

    fn act(&mut self, action: Action, cx: &Cx) -> Effects {
        let room = usize::from(cx.size.1.saturating_sub(AROUND));
        let rows = self.rows.as_ref().map_or(0, Vec::len);
        if moved(&mut self.cursor, action, rows, room) {
            return Vec::new();
        }
        match action {
            Action::AppBack => vec![Effect::Back],
            Action::ViewLeft => self.turn(-1, cx),
            Action::ViewRight => self.turn(1, cx),
            action if crate::form::edit_act(&mut self.typed, action) => self.ask(cx),
            _ => Vec::new(),
        }
    }

    fn text(&mut self, text: &str, cx: &Cx) -> Effects {
        self.typed.insert(&clean::typed(text));
        self.cursor = Cursor::default();
        self.ask(cx)
    }

    fn answer(&mut self, ticket: Ticket, reply: Result<Reply, StoreError>, _cx: &Cx) -> Effects {
        match reply {
            _ if !self.desk.expects(ticket) => Vec::new(),
            Ok(Reply::Journal(rows)) => {
                self.rows = Some(rows);
                Vec::new()
            }
            Ok(_) => Vec::new(),
            Err(error) => trouble(error),
        }
    }

    fn changed(&mut self, cx: &Cx) -> Effects {
        self.ask(cx)
    }

    fn refuses(&self, action: Action, _cx: &Cx) -> Option<&'static str> {
        match action {
            Action::GoJournal => Some("why-here-already"),
            Action::AppPrint => Some("why-nothing-to-print"),
            Action::ListOpen => Some("why-nothing-to-open"),
            _ => None,
        }
    }
}
