//! A petition's page: everything known, its timeline, and what can be done with it.
pub mod rows;
pub mod view;

use super::{Page, moved, trouble};
use crate::{
    domain::{
        deed::{Deed, Order},
        petition::{Matter, No},
    },
    flow::{Cx, Desk, Effect, Effects, Job, Note, Paper, Route, Ticket},
    form::Sheet,
    keys::{Action, Context},
    screens::task::about::about,
    store::{PetitionAsk, PetitionPage, Reply, Request, StoreError},
    widgets::list::Cursor,
};

/// A petition's page.
pub struct PetitionScreen {
    /// Its number.
    pub no: No,
    /// What the store told.
    pub page: Option<Box<PetitionPage>>,
    /// The row on which the cursor stands.
    pub cursor: Cursor,
    load: Desk,
    change: Desk,
    printer: Desk,
}

impl PetitionScreen {
    /// The screen under its number.
    pub fn new(page: u32, no: No) -> Self {
        Self {
            no,
            page: None,
            cursor: Cursor::default(),
            load: Desk::new(page, 0),
            change: Desk::new(page, 1),
            printer: Desk::new(page, 2),
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
        let deed = Deed::Undo { no: self.no.clone() };
        let order = Order { op: cx.ops.next(), version: None, deed };
        vec![self.change.ask(Request::Do(Box::new(order)))]
    }

    fn act_on(&mut self, page: &PetitionPage, action: Action, cx: &Cx) -> Effects {
        let (no, version) = (self.no.clone(), page.petition.version);
        match action {
            Action::PetitionStep => vec![Effect::Go(Route::Steps(no))],
            Action::PetitionNote => {
                Self::paper_on(Paper::Note { no, version }, about(&page.petition.matter.subject))
            }
            Action::PetitionMend => Self::paper(Paper::Mend { no, version }),
            Action::PetitionAgain => {
                let matter = &page.petition.matter;
                let title = format!("{} {}", matter.first_name(), matter.subject);
                Self::paper(Paper::Again { no, title, closed: !page.petition.state.is_open() })
            }
            Action::PetitionCase => {
                Self::paper_on(Paper::Join { petition: no }, about(&page.petition.matter.subject))
            }
            Action::CaseNew => {
                Self::paper_on(Paper::CaseNew { petition: Some(no) }, case_of(&page.petition.matter, cx))
            }
            Action::PetitionUndo => self.undo(cx),
            Action::ViewLeft | Action::ViewRight => {
                let rows = rows::rows(page, cx);
                let next = rows::next_open(&rows, self.cursor.0, action == Action::ViewRight);
                self.cursor.0 = next.unwrap_or(self.cursor.0);
                Vec::new()
            }
            Action::AppPrint => vec![self.printer.work(Job::print(no))],
            Action::ListOpen => {
                let rows = rows::rows(page, cx);
                let route = rows.into_iter().nth(self.cursor.0).and_then(|row| row.opens);
                route.map(Effect::Go).into_iter().collect()
            }
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

impl Page for PetitionScreen {
    fn name(&self) -> &'static str {
        "petition"
    }

    fn contexts(&self) -> Vec<Context> {
        vec![Context::Petition, Context::List]
    }

    fn open(&mut self, _cx: &Cx) -> Effects {
        self.load()
    }

    fn act(&mut self, action: Action, cx: &Cx) -> Effects {
        if action == Action::AppBack {
            return vec![Effect::Back];
        }
        let Some(page) = self.page.take() else { return Vec::new() };
        let room = usize::from(cx.size.1.saturating_sub(5));
        let effects = if moved(&mut self.cursor, action, rows::rows(&page, cx).len(), room) {
            Vec::new()
        } else {
            self.act_on(&page, action, cx)
        };
        self.page = Some(page);
        effects
    }

    fn answer(&mut self, ticket: Ticket, reply: Result<Reply, StoreError>, _cx: &Cx) -> Effects {
        match reply {
            Ok(Reply::Petition(page)) if self.load.expects(ticket) => {
                self.page = Some(page);
                Vec::new()
            }
            Ok(Reply::Done(done)) if self.change.expects(ticket) => {
                let mut effects = vec![Effect::Tell(Note::good("note-undone", done.no.0))];
                effects.extend(self.load());
                effects
            }
            Ok(_) => Vec::new(),
            Err(error) => trouble(error),
        }
    }

    fn changed(&mut self, _cx: &Cx) -> Effects {
        self.load()
    }

    fn refuses(&self, action: Action, cx: &Cx) -> Option<&'static str> {
        let page = self.page.as_ref();
        match action {
            Action::ListOpen => {
                let here = page.and_then(|page| rows::rows(page, cx).into_iter().nth(self.cursor.0));
                here.is_none_or(|row| row.opens.is_none()).then_some("why-nothing-to-open")
            }
            Action::PetitionUndo => page.and_then(|page| rows::why_not_undo(&page.entries, cx)),
            _ => None,
        }
    }
}
