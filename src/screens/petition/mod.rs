//! A petition's page: everything known, its timeline, and what can be done with it.
pub mod rows;
pub mod view;

use super::{Page, lost};
use crate::{
    domain::{
        catalog::List,
        deed::{Deed, Order},
        petition::{Matter, No, Petition},
        register::{self, Lead},
        reminder,
        step::StepKind,
    },
    flow::{Cx, Desk, Effect, Effects, Found, Job, Note, Paper, Route, Seek, Ticket},
    form::Sheet,
    keys::{Action, Context},
    screens::task::about::about,
    search::{self, Alike},
    store::{Offer, PetitionAsk, PetitionPage, RecordAsk, Reply, Request, StoreError},
    widgets::list::Cursor,
};
use std::collections::BTreeMap;

/// Said when a reminder is noted; its paper is printed then.
const REMINDED: &str = "note-reminded";

/// A petition's page.
pub struct PetitionScreen {
    /// Its number.
    pub no: No,
    /// What the store told.
    pub page: Option<Box<PetitionPage>>,
    /// Petitions of others that may be of the same matter.
    pub alike: Vec<Alike>,
    /// Rows of registers that could take it.
    pub offers: Vec<Offer>,
    /// The row on which the cursor stands.
    pub cursor: Cursor,
    /// What is said once the order on its way is carried out; empty while none is.
    done: &'static str,
    load: Desk,
    change: Desk,
    printer: Desk,
    finder: Desk,
    takers: Desk,
}

impl PetitionScreen {
    /// The screen under its number.
    pub fn new(page: u32, no: No) -> Self {
        Self {
            no,
            page: None,
            alike: Vec::new(),
            offers: Vec::new(),
            cursor: Cursor::default(),
            done: "",
            load: Desk::new(page, 0),
            change: Desk::new(page, 1),
            printer: Desk::new(page, 2),
            finder: Desk::new(page, 3),
            takers: Desk::new(page, 4),
        }
    }

    fn load(&mut self) -> Effects {
        vec![self.load.ask(Request::Petition(PetitionAsk::Page(self.no.clone())))]
    }

    fn paper(paper: Paper) -> Effects {
        Self::paper_on(paper, Sheet::default())
    }

    fn paper_on(paper: Paper, sheet: Sheet) -> Effects {
        vec![Effect::Go(Route::Paper(Box::new(paper), sheet))]
    }

    fn undo(&mut self, cx: &Cx) -> Effects {
        self.order(Deed::Undo { no: self.no.clone() }, None, "note-undone", cx)
    }

    fn order(&mut self, deed: Deed, version: Option<u32>, done: &'static str, cx: &Cx) -> Effects {
        self.done = done;
        let order = Order { op: cx.ops.next(), version, deed };
        vec![self.change.ask(Request::Do(Box::new(order)))]
    }

    /// Sends the reminder that is due; its paper is printed when it is noted.
    fn remind(&mut self, page: &PetitionPage, cx: &Cx) -> Effects {
        let (no, step) = (self.no.clone(), StepKind::Remind);
        let deed = Deed::Step { no, step, on: None, said: BTreeMap::new() };
        self.order(deed, Some(page.petition.version), REMINDED, cx)
    }

    /// The limit under the cursor; none elsewhere.
    fn limit_here(&self, page: &PetitionPage, cx: &Cx) -> String {
        match self.here(page, cx) {
            Some(Route::Limits(_, id)) => id,
            _ => String::new(),
        }
    }

    /// Where Enter leads from the row under the cursor.
    fn here(&self, page: &PetitionPage, cx: &Cx) -> Option<Route> {
        self.rows(page, cx).into_iter().nth(self.cursor.0)?.opens
    }

    /// Every row of the page.
    fn rows(&self, page: &PetitionPage, cx: &Cx) -> Vec<rows::Row> {
        rows::all(page, &self.offers, &self.alike, cx)
    }

    /// Looks for who could take the matter. What is closed nobody takes any more; an accusation is no matter for them.
    fn ask_takers(&mut self, petition: &Petition, cx: &Cx) -> Option<Effect> {
        let matter = &petition.matter;
        if !petition.state.is_open() || matter.sealed() {
            self.takers.forget();
            self.offers.clear();
            return None;
        }
        let places = cx.catalog().with_all_above(List::Place, &matter.place);
        let categories = cx.catalog().with_all_above(List::Category, &matter.category);
        Some(self.takers.ask(Request::Record(RecordAsk::Offers { places, categories })))
    }

    /// Enters a row that leads here; under the cursor, one that leads to whoever could take the matter too.
    fn enter_row(&self, page: &PetitionPage, cx: &Cx) -> Effect {
        let here = super::lead(register::Kind::Petition, self.no.clone());
        let row = match self.here(page, cx) {
            Some(Route::Record(no)) => self.offers.iter().find(|offer| offer.no == no),
            _ => None,
        };
        let both = row.map(|offer| {
            let row =
                Lead { kind: register::Kind::Record, of: offer.register.clone(), no: offer.no.0.clone() };
            vec![here.clone(), row]
        });
        let both = both.filter(|both| !super::registers::taking(both, cx).is_empty());
        super::record_from(both.unwrap_or_else(|| vec![here]), cx)
    }

    /// The petition under the cursor, if it is another one.
    fn other_here(&self, page: &PetitionPage, cx: &Cx) -> Option<No> {
        match self.here(page, cx) {
            Some(Route::Petition(no)) => Some(no),
            _ => None,
        }
    }

    /// Links to the petition under the cursor; elsewhere a form asks for its number.
    fn link(&mut self, page: &PetitionPage, cx: &Cx) -> Effects {
        let (no, version) = (self.no.clone(), page.petition.version);
        match self.other_here(page, cx) {
            Some(to) => self.order(Deed::Link { no, to: Some(to) }, Some(version), "note-linked", cx),
            None => Self::paper_on(Paper::Link { no, version }, about(&page.petition.matter.subject)),
        }
    }

    /// Takes the link away; on another petition of the same people, says that it is not the same matter.
    fn unlink(&mut self, page: &PetitionPage, cx: &Cx) -> Effects {
        let (no, version) = (self.no.clone(), page.petition.version);
        match self.other_here(page, cx) {
            Some(other) if page.petition.follows.as_ref() != Some(&other) => {
                self.order(Deed::Apart { no, other }, Some(version), "note-apart", cx)
            }
            _ => self.order(Deed::Link { no, to: None }, Some(version), "note-unlinked", cx),
        }
    }

    fn why_not_unlink(&self, page: &PetitionPage, cx: &Cx) -> Option<&'static str> {
        let nothing = page.petition.follows.is_none() && self.other_here(page, cx).is_none();
        nothing.then_some("why-no-link")
    }

    fn act_on(&mut self, page: &PetitionPage, action: Action, cx: &Cx) -> Effects {
        let (no, version) = (self.no.clone(), page.petition.version);
        match action {
            Action::PetitionStep => vec![Effect::Go(Route::Steps(no))],
            Action::PetitionNote => {
                Self::paper_on(Paper::Note { no, version }, about(&page.petition.matter.subject))
            }
            Action::PetitionRecuse => {
                Self::paper_on(Paper::Recuse { no }, about(&page.petition.matter.subject))
            }
            Action::PetitionMend => Self::paper(Paper::Mend { no, version }),
            Action::PetitionReveal => vec![super::reveal(no)],
            Action::PetitionAgain => {
                let matter = &page.petition.matter;
                let title = format!("{} {}", matter.first_name(), matter.subject);
                Self::paper(Paper::Again { no, title, closed: !page.petition.state.is_open(), row: None })
            }
            Action::PetitionCase => {
                Self::paper_on(Paper::Join { petition: no }, about(&page.petition.matter.subject))
            }
            Action::CaseNew => {
                Self::paper_on(Paper::CaseNew { petition: Some(no) }, case_of(&page.petition.matter, cx))
            }
            Action::RecordFrom => vec![self.enter_row(page, cx)],
            Action::PetitionUndo => self.undo(cx),
            Action::PetitionRemind => self.remind(page, cx),
            Action::PetitionWhy => vec![Effect::Go(Route::Limits(no, self.limit_here(page, cx)))],
            Action::PetitionPapers => vec![Effect::Go(Route::Papers(no))],
            Action::PetitionLink => self.link(page, cx),
            Action::PetitionUnlink => self.unlink(page, cx),
            Action::AppPrint => vec![self.printer.work(Job::print(no))],
            Action::ListOpen => self.here(page, cx).map(Effect::Go).into_iter().collect(),
            _ => Vec::new(),
        }
    }
}

/// What a case takes over from its first petition.
fn case_of(matter: &Matter, cx: &Cx) -> Sheet {
    let field = cx.catalog().field_of(&matter.category).unwrap_or_default();
    Sheet::default()
        .with("title", &*matter.subject)
        .with("field", field)
        .with("place", &*matter.place)
        .with("unit", &*matter.unit)
}

/// What of a petition others may have brought too.
fn compared(petition: &Petition, cx: &Cx) -> search::Matter {
    let matter = &petition.matter;
    search::Matter {
        no: petition.no.0.clone(),
        names: matter
            .petitioners
            .iter()
            .map(|one| one.name.clone())
            .filter(|name| !name.is_empty())
            .collect(),
        places: cx.catalog().near(List::Place, &matter.place),
        categories: cx.catalog().near(List::Category, &matter.category),
        text: format!("{}\n{}", matter.subject, matter.facts),
    }
}

impl Page for PetitionScreen {
    fn name(&self) -> &'static str {
        "petition"
    }

    fn contexts(&self) -> Vec<Context> {
        vec![Context::Petition, Context::List]
    }

    fn open(&mut self, _cx: &Cx) -> Effects {
        let mut effects = self.load();
        effects.push(Effect::Opened(self.no.clone()));
        effects
    }

    fn act(&mut self, action: Action, cx: &Cx) -> Effects {
        if action == Action::AppBack {
            return vec![Effect::Back];
        }
        let Some(page) = self.page.take() else { return Vec::new() };
        let room = usize::from(cx.size.1.saturating_sub(5));
        let rows = self.rows(&page, cx);
        let effects = if rows::walked(&mut self.cursor, action, &rows, room) {
            Vec::new()
        } else {
            self.act_on(&page, action, cx)
        };
        self.page = Some(page);
        effects
    }

    fn found(&mut self, ticket: Ticket, found: Found, _cx: &Cx) -> Effects {
        if self.finder.expects(ticket) {
            self.alike = found.alike;
        }
        Vec::new()
    }

    fn answer(&mut self, ticket: Ticket, reply: Result<Reply, StoreError>, cx: &Cx) -> Effects {
        match reply {
            Ok(Reply::Petition(page)) if self.load.expects(ticket) => {
                let alike = self.finder.find(Seek::Alike(Box::new(compared(&page.petition, cx))));
                let takers = self.ask_takers(&page.petition, cx);
                self.page = Some(page);
                takers.into_iter().chain([alike]).collect()
            }
            Ok(Reply::Offers(offers)) if self.takers.expects(ticket) => {
                self.offers = offers;
                Vec::new()
            }
            Ok(Reply::Done(done)) if self.change.expects(ticket) => {
                let said = std::mem::take(&mut self.done);
                let mut effects = vec![Effect::Tell(Note::good(said, done.no.0.clone()))];
                if said == REMINDED {
                    effects.push(self.printer.work(Job::print(done.no)));
                }
                effects.extend(self.load());
                effects
            }
            Ok(_) => Vec::new(),
            Err(error) => {
                self.done = "";
                let newest =
                    matches!(error, StoreError::Conflict(_)).then(|| self.load()).unwrap_or_default();
                lost(&mut self.page, &self.load, ticket, error).into_iter().chain(newest).collect()
            }
        }
    }

    fn changed(&mut self, _cx: &Cx) -> Effects {
        self.load()
    }

    fn refuses(&self, action: Action, cx: &Cx) -> Option<&'static str> {
        let page = self.page.as_ref();
        let orders =
            [Action::PetitionRemind, Action::PetitionUndo, Action::PetitionLink, Action::PetitionUnlink];
        match action {
            // A second order would make the answer to the first a late one, and its paper would not be printed.
            action if !self.done.is_empty() && orders.contains(&action) => Some("why-still-saving"),
            Action::ListOpen => {
                page.and_then(|page| self.here(page, cx)).is_none().then_some("why-nothing-to-open")
            }
            Action::PetitionUnlink => page.and_then(|page| self.why_not_unlink(page, cx)),
            Action::PetitionRemind => page.and_then(|page| {
                reminder::of(&page.petition, &cx.lists.limits, cx.today)
                    .is_none()
                    .then_some("why-remind-nothing")
            }),
            Action::PetitionUndo => page.and_then(|page| rows::why_not_undo(&page.entries, cx)),
            _ => None,
        }
    }
}
