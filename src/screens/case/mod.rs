//! A case's page: what it says, its petitions, its review meetings, what happened, and what can be done with it.
pub mod rows;
pub mod view;

use super::{
    Page, lost,
    petition::rows::{walked, why_not_undo},
    trouble,
};
use crate::{
    domain::{
        case::{CaseMatter, CaseState},
        deed::{Deed, Order},
        petition::No,
        register::Kind,
    },
    flow::{Cx, Desk, Effect, Effects, Note, Paper, Route, Ticket},
    form::Sheet,
    keys::{Action, Context},
    screens::task::{
        about::{about, handing_over, reviewing},
        case_sheet, duties_sheet,
    },
    store::{CaseAsk, CasePage, Reply, Request, StoreError},
    widgets::list::Cursor,
};

/// A case's page.
pub struct CaseScreen {
    /// Its number.
    pub no: No,
    /// What the store told.
    pub page: Option<Box<CasePage>>,
    /// The row on which the cursor stands.
    pub cursor: Cursor,
    /// What is said once the order on its way is carried out.
    done: &'static str,
    load: Desk,
    change: Desk,
}

impl CaseScreen {
    /// The screen under its number.
    pub fn new(page: u32, no: No) -> Self {
        Self {
            no,
            page: None,
            cursor: Cursor::default(),
            done: "note-saved",
            load: Desk::new(page, 0),
            change: Desk::new(page, 1),
        }
    }

    fn load(&mut self) -> Effects {
        vec![self.load.ask(Request::Case(CaseAsk::Page(self.no.clone())))]
    }

    fn order(&mut self, deed: Deed, version: Option<u32>, done: &'static str, cx: &Cx) -> Effects {
        self.done = done;
        let order = Order { op: cx.ops.next(), version, deed };
        vec![self.change.ask(Request::Do(Box::new(order)))]
    }

    fn matter(&self) -> Option<&CaseMatter> {
        self.page.as_ref().map(|page| &page.case.matter)
    }

    /// Where Enter leads from the row under the cursor.
    fn here(&self, cx: &Cx) -> Option<Route> {
        rows::rows(self.page.as_ref()?, cx).into_iter().nth(self.cursor.0)?.opens
    }

    /// The petition under the cursor.
    fn petition(&self, cx: &Cx) -> Option<No> {
        match self.here(cx) {
            Some(Route::Petition(no)) => Some(no),
            _ => None,
        }
    }

    fn act_on(&mut self, action: Action, cx: &Cx) -> Effects {
        let Some(case) = self.page.as_ref().map(|page| &page.case) else { return Vec::new() };
        let (no, version) = (case.no.clone(), case.version);
        match action {
            Action::ListOpen => self.here(cx).map(Effect::Go).into_iter().collect(),
            Action::RecordFrom => vec![super::record_from(vec![super::lead(Kind::Case, no)], cx)],
            Action::CaseAdd => paper(Paper::CaseAdd { no }, about(&case.matter.title)),
            Action::CaseAssign => {
                let sheet = handing_over(&case.matter.title, &case.matter.leader, cx);
                paper(Paper::CaseAssign { no, version }, sheet)
            }
            Action::CaseReview => {
                paper(Paper::CaseReview { no, version, meeting: None }, reviewing(case, "", cx))
            }
            Action::CaseDuties => {
                let title = about(&case.matter.title);
                paper(Paper::CaseDuties { no, version }, duties_sheet(&case.matter).over(&title))
            }
            Action::CaseClose => paper(Paper::CaseClose { no, version }, about(&case.matter.title)),
            Action::CaseReopen => paper(Paper::CaseReopen { no, version }, about(&case.matter.title)),
            Action::CaseMend => paper(Paper::CaseMend { no, version }, case_sheet(&case.matter, cx)),
            Action::CaseRemove => match self.petition(cx) {
                Some(petition) => {
                    self.order(Deed::LeaveCase { no, petition }, Some(version), "note-case-left", cx)
                }
                None => Vec::new(),
            },
            Action::PetitionUndo => self.order(Deed::Undo { no }, None, "note-undone", cx),
            _ => Vec::new(),
        }
    }
}

fn paper(paper: Paper, sheet: Sheet) -> Effects {
    vec![Effect::Go(Route::Paper(Box::new(paper), sheet))]
}

impl Page for CaseScreen {
    fn name(&self) -> &'static str {
        "case"
    }

    fn contexts(&self) -> Vec<Context> {
        vec![Context::Case, Context::List]
    }

    fn open(&mut self, _cx: &Cx) -> Effects {
        self.load()
    }

    fn act(&mut self, action: Action, cx: &Cx) -> Effects {
        if action == Action::AppBack {
            return vec![Effect::Back];
        }
        let rows = self.page.as_ref().map(|page| rows::rows(page, cx)).unwrap_or_default();
        let room = usize::from(cx.size.1.saturating_sub(3));
        if walked(&mut self.cursor, action, &rows, room) {
            return Vec::new();
        }
        self.act_on(action, cx)
    }

    fn answer(&mut self, ticket: Ticket, reply: Result<Reply, StoreError>, cx: &Cx) -> Effects {
        match reply {
            Ok(Reply::Case(page)) if self.load.expects(ticket) => {
                self.cursor.step(0, rows::rows(&page, cx).len());
                self.page = Some(page);
                Vec::new()
            }
            Ok(Reply::Done(done)) if self.change.expects(ticket) => {
                vec![Effect::Tell(Note::good(self.done, done.no.0))]
            }
            Ok(_) => Vec::new(),
            // An order that was refused may have met what somebody else wrote.
            Err(error) if self.change.expects(ticket) => {
                trouble(error).into_iter().chain(self.load()).collect()
            }
            Err(error) => lost(&mut self.page, &self.load, ticket, error),
        }
    }

    fn changed(&mut self, _cx: &Cx) -> Effects {
        self.load()
    }

    fn refuses(&self, action: Action, cx: &Cx) -> Option<&'static str> {
        match action {
            Action::ListOpen => self.here(cx).is_none().then_some("why-nothing-to-open"),
            Action::CaseClose => self.matter().and_then(|matter| match &matter.closing {
                Some(_) => Some("why-case-closed"),
                None => matter.why_not_closed(),
            }),
            Action::CaseReopen => self
                .matter()
                .filter(|matter| matter.state != CaseState::Resolved)
                .map(|_| "why-case-not-resolved"),
            Action::CaseRemove => self.petition(cx).is_none().then_some("why-no-petition-here"),
            Action::PetitionUndo => self.page.as_ref().and_then(|page| why_not_undo(&page.entries, cx)),
            Action::AppPrint => Some("why-nothing-to-print"),
            _ => None,
        }
    }
}
