//! The papers about a petition: which can be printed now, and of every other one why not.
pub mod view;

use super::{Page, lost, moved};
use crate::{
    domain::{notice::Notice, petition::No},
    flow::{Cx, Desk, Effect, Effects, Job, Note, Ticket},
    keys::{Action, Context},
    store::{PetitionAsk, PetitionPage, Reply, Request, StoreError},
    widgets::{list::Cursor, offers},
};

/// The list of papers of one petition.
pub struct Papers {
    /// The petition's number.
    pub no: No,
    /// What the store told.
    pub page: Option<Box<PetitionPage>>,
    /// The chosen row.
    pub cursor: Cursor,
    load: Desk,
    printer: Desk,
}

impl Papers {
    /// The screen under its number.
    pub fn new(page: u32, no: No) -> Self {
        let (load, printer) = (Desk::new(page, 0), Desk::new(page, 1));
        Self { no, page: None, cursor: Cursor::default(), load, printer }
    }

    /// Why a paper cannot be printed, if it cannot: the id of a message.
    pub fn why_not(&self, notice: Notice) -> Option<&'static str> {
        let page = self.page.as_ref()?;
        notice.why_not(&page.petition, &page.entries)
    }

    fn load(&mut self) -> Effects {
        vec![self.load.ask(Request::Petition(PetitionAsk::Page(self.no.clone())))]
    }

    fn choose(&mut self) -> Effects {
        let Some(notice) = Notice::ALL.get(self.cursor.0).copied() else { return Vec::new() };
        if let Some(why) = self.why_not(notice) {
            return vec![Effect::Tell(Note::bad(why, ""))];
        }
        vec![self.printer.work(Job::Print { papers: vec![(self.no.clone(), Some(notice))] })]
    }
}

impl Page for Papers {
    fn name(&self) -> &'static str {
        "papers"
    }

    fn contexts(&self) -> Vec<Context> {
        vec![Context::Steps]
    }

    fn open(&mut self, _cx: &Cx) -> Effects {
        self.load()
    }

    fn act(&mut self, action: Action, cx: &Cx) -> Effects {
        match action {
            Action::AppBack => vec![Effect::Back],
            Action::ListOpen | Action::AppPrint => self.choose(),
            action => {
                moved(&mut self.cursor, action, Notice::ALL.len(), offers::room(cx.size));
                Vec::new()
            }
        }
    }

    fn text(&mut self, text: &str, _cx: &Cx) -> Effects {
        let Some(row) = offers::row_of(text, Notice::ALL.len()) else { return Vec::new() };
        self.cursor.0 = row;
        self.choose()
    }

    fn answer(&mut self, ticket: Ticket, reply: Result<Reply, StoreError>, _cx: &Cx) -> Effects {
        match reply {
            Ok(Reply::Petition(page)) if self.load.expects(ticket) => {
                if self.page.is_none() {
                    let fits = Notice::fitting(&page.entries);
                    self.cursor.0 = Notice::ALL.iter().position(|notice| *notice == fits).unwrap_or(0);
                }
                self.page = Some(page);
                Vec::new()
            }
            Ok(_) => Vec::new(),
            Err(error) => lost(&mut self.page, &self.load, ticket, error),
        }
    }

    fn changed(&mut self, _cx: &Cx) -> Effects {
        self.load()
    }
}
