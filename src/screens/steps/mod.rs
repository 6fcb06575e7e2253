//! The steps of a petition's path: what can be done now, and of everything else why not.
pub mod view;

use super::{Page, lost, moved, task::step::began};
use crate::{
    domain::{
        petition::No,
        step::{Refusal, Step, why_not},
    },
    flow::{Cx, Desk, Effect, Effects, Note, Paper, Route, Ticket},
    keys::{Action, Context},
    store::{PetitionAsk, PetitionPage, Reply, Request, StoreError},
    widgets::{list::Cursor, offers},
};

/// The list of steps of one petition.
pub struct Steps {
    /// The petition's number.
    pub no: No,
    /// What the store told.
    pub page: Option<Box<PetitionPage>>,
    /// The chosen row.
    pub cursor: Cursor,
    load: Desk,
}

impl Steps {
    /// The screen under its number.
    pub fn new(page: u32, no: No) -> Self {
        Self { no, page: None, cursor: Cursor::default(), load: Desk::new(page, 0) }
    }

    /// Every step on the petition's path, and why it cannot be taken today, if it cannot.
    pub fn offers(&self, cx: &Cx) -> Vec<(&'static Step, Option<Refusal>)> {
        let Some(page) = &self.page else { return Vec::new() };
        let petition = &page.petition;
        let offer = |row: &'static Step| (row, why_not(petition, row.kind, cx.today, &cx.lists.limits));
        Step::path(petition.matter.nature).map(offer).collect()
    }

    fn load(&mut self) -> Effects {
        vec![self.load.ask(Request::Petition(PetitionAsk::Page(self.no.clone())))]
    }

    /// The form of the chosen step takes the place of the list, so that saving it leads back to the petition.
    fn choose(&self, cx: &Cx) -> Effects {
        let Some(page) = &self.page else { return Vec::new() };
        match self.offers(cx).into_iter().nth(self.cursor.0) {
            Some((row, None)) => {
                let (no, version) = (self.no.clone(), page.petition.version);
                let paper = Paper::Step { no, step: row.kind, version };
                let sheet = began(row.kind, &page.petition, cx);
                vec![Effect::Instead(Route::Paper(Box::new(paper), sheet))]
            }
            Some((_, Some(why))) => vec![Effect::Tell(Note::from(why))],
            None => Vec::new(),
        }
    }
}

impl Page for Steps {
    fn name(&self) -> &'static str {
        "steps"
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
            Action::ListOpen => self.choose(cx),
            action => {
                let rows = self.offers(cx).len();
                moved(&mut self.cursor, action, rows, offers::room(cx.size));
                Vec::new()
            }
        }
    }

    fn text(&mut self, text: &str, cx: &Cx) -> Effects {
        let Some(row) = offers::row_of(text, self.offers(cx).len()) else { return Vec::new() };
        self.cursor.0 = row;
        self.choose(cx)
    }

    fn answer(&mut self, ticket: Ticket, reply: Result<Reply, StoreError>, cx: &Cx) -> Effects {
        match reply {
            Ok(Reply::Petition(page)) if self.load.expects(ticket) => {
                let first = self.page.is_none();
                self.page = Some(page);
                if first {
                    let offers = self.offers(cx);
                    self.cursor.0 = offers.iter().position(|(_, why)| why.is_none()).unwrap_or(0);
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
}
