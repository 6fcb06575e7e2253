//! The limits of a petition, those that are met and those that fell away too, and why the day of the chosen one is its
//! day.
pub mod view;

use super::{Page, lost, moved};
use crate::{
    domain::{agenda::pressing, clock::Clock, petition::No},
    flow::{Cx, Desk, Effect, Effects, Ticket},
    keys::{Action, Context},
    store::{PetitionAsk, PetitionPage, Reply, Request, StoreError},
    widgets::list::Cursor,
};

/// The limits of one petition.
pub struct Limits {
    /// The petition's number.
    pub no: No,
    /// What the store told.
    pub page: Option<Box<PetitionPage>>,
    /// The chosen row.
    pub cursor: Cursor,
    wanted: String,
    load: Desk,
}

impl Limits {
    /// The screen under its number, on the limit with this name; on the one that presses most where it names none.
    pub fn new(page: u32, no: No, wanted: String) -> Self {
        Self { no, page: None, cursor: Cursor::default(), wanted, load: Desk::new(page, 0) }
    }

    /// The limits, in the order of the rules.
    pub fn clocks(&self, cx: &Cx) -> Vec<Clock> {
        self.page.as_ref().map_or_else(Vec::new, |page| cx.lists.limits.clocks(&page.petition, cx.today))
    }

    fn load(&mut self) -> Effects {
        vec![self.load.ask(Request::Petition(PetitionAsk::Page(self.no.clone())))]
    }

    fn choose_wanted(&mut self, cx: &Cx) {
        let clocks = self.clocks(cx);
        let presses = pressing(&clocks).map_or("", |clock| clock.id.as_str());
        let wanted = if self.wanted.is_empty() { presses } else { &self.wanted };
        self.cursor.0 = clocks.iter().position(|clock| clock.id == wanted).unwrap_or(0);
    }
}

impl Page for Limits {
    fn name(&self) -> &'static str {
        "limits"
    }

    fn contexts(&self) -> Vec<Context> {
        vec![Context::Limits, Context::List]
    }

    fn open(&mut self, _cx: &Cx) -> Effects {
        self.load()
    }

    fn act(&mut self, action: Action, cx: &Cx) -> Effects {
        if action == Action::AppBack {
            return vec![Effect::Back];
        }
        let rows = self.clocks(cx).len();
        moved(&mut self.cursor, action, rows, rows.max(1));
        Vec::new()
    }

    fn answer(&mut self, ticket: Ticket, reply: Result<Reply, StoreError>, cx: &Cx) -> Effects {
        match reply {
            Ok(Reply::Petition(page)) if self.load.expects(ticket) => {
                let first = self.page.is_none();
                self.page = Some(page);
                if first {
                    self.choose_wanted(cx);
                }
                Vec::new()
            }
            Ok(_) => Vec::new(),
            Err(error) => lost(&mut self.page, &self.load, ticket, error),
        }
    }

    fn changed(&mut self, _cx: &Cx) -> Effects {
        self.load()
    }

    fn refuses(&self, action: Action, _cx: &Cx) -> Option<&'static str> {
        match action {
            Action::ListOpen => Some("why-nothing-to-open"),
            Action::AppPrint => Some("why-nothing-to-print"),
            _ => None,
        }
    }
}
