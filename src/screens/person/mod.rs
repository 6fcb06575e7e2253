//! A person's page: their record, their petitions, records that ended in it, and those that may be of the same person.
pub mod rows;
pub mod view;

use super::{
    Page, lost,
    petition::rows::{Row, walked},
};
use crate::{
    domain::{
        deed::{Deed, Order},
        journal::{Act, standing},
        petition::No,
        register,
    },
    flow::{Cx, Desk, Effect, Effects, Note, Ticket},
    keys::{Action, Context},
    store::{PersonAsk, PersonPage, Reply, Request, StoreError},
    widgets::list::Cursor,
};

/// A person's page.
pub struct PersonScreen {
    /// The number of their record.
    pub no: No,
    /// What the store told.
    pub page: Option<Box<PersonPage>>,
    /// The row on which the cursor stands.
    pub cursor: Cursor,
    /// What is said once the order on its way is carried out.
    done: &'static str,
    load: Desk,
    change: Desk,
}

impl PersonScreen {
    /// The screen under its number.
    pub fn new(page: u32, no: No) -> Self {
        let (load, change) = (Desk::new(page, 0), Desk::new(page, 1));
        Self { no, page: None, cursor: Cursor::default(), done: "note-saved", load, change }
    }

    fn load(&mut self) -> Effects {
        vec![self.load.ask(Request::Person(PersonAsk::Page(self.no.clone())))]
    }

    fn order(&mut self, deed: Deed, done: &'static str, cx: &Cx) -> Effects {
        self.done = done;
        let order = Order { op: cx.ops.next(), version: None, deed };
        vec![self.change.ask(Request::Do(Box::new(order)))]
    }

    fn rows(&self, cx: &Cx) -> Vec<Row> {
        self.page.as_ref().map_or_else(Vec::new, |page| rows::rows(page, cx))
    }

    /// The record under the cursor that may be of the same person.
    fn double(&self, cx: &Cx) -> Option<No> {
        let page = self.page.as_ref()?;
        let row = self.rows(cx).into_iter().nth(self.cursor.0)?;
        page.doubles.iter().find(|one| row.text.starts_with(one.no.as_str())).map(|one| one.no.clone())
    }

    /// The record in whose journal stands what was said last of who is who.
    fn said_last(&self) -> Option<(No, &str)> {
        let page = self.page.as_ref()?;
        let said = |act: &Act| matches!(act, Act::PersonMerged { .. } | Act::Apart { .. });
        let last = standing(&page.entries).filter(|entry| said(&entry.act)).last()?;
        Some((No(last.subject.clone()), &last.who))
    }

    fn act_on(&mut self, action: Action, cx: &Cx) -> Effects {
        let double = self.double(cx);
        let Some(no) = self.page.as_ref().map(|page| page.person.no.clone()) else { return Vec::new() };
        match (action, double) {
            (Action::PersonMerge, Some(double)) => {
                self.order(Deed::MergePerson { no: double, into: no }, "note-merged", cx)
            }
            (Action::PersonApart, Some(other)) => self.order(Deed::Apart { no, other }, "note-apart", cx),
            (Action::PetitionReveal, _) => vec![super::reveal(no)],
            (Action::RecordFrom, _) => {
                vec![super::record_from(vec![super::lead(register::Kind::Person, no)], cx)]
            }
            (Action::PetitionUndo, _) => match self.said_last().map(|(no, _)| no) {
                Some(no) => self.order(Deed::Undo { no }, "note-undone", cx),
                None => Vec::new(),
            },
            (Action::ListOpen, _) => {
                let row = self.rows(cx).into_iter().nth(self.cursor.0);
                row.and_then(|row| row.opens).map(Effect::Go).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }
}

impl Page for PersonScreen {
    fn name(&self) -> &'static str {
        "person"
    }

    fn contexts(&self) -> Vec<Context> {
        vec![Context::Person, Context::List]
    }

    fn open(&mut self, _cx: &Cx) -> Effects {
        self.load()
    }

    fn act(&mut self, action: Action, cx: &Cx) -> Effects {
        if action == Action::AppBack {
            return vec![Effect::Back];
        }
        let rows = self.rows(cx);
        let room = usize::from(cx.size.1.saturating_sub(3));
        if walked(&mut self.cursor, action, &rows, room) {
            return Vec::new();
        }
        self.act_on(action, cx)
    }

    fn answer(&mut self, ticket: Ticket, reply: Result<Reply, StoreError>, cx: &Cx) -> Effects {
        match reply {
            Ok(Reply::Person(page)) if self.load.expects(ticket) => {
                self.page = Some(page);
                let rows = self.rows(cx).len();
                self.cursor.step(0, rows);
                Vec::new()
            }
            Ok(Reply::Done(done)) if self.change.expects(ticket) => {
                let mut effects = vec![Effect::Tell(Note::good(self.done, done.no.0))];
                effects.extend(self.load());
                effects
            }
            Ok(_) => Vec::new(),
            Err(error) => lost(&mut self.page, &self.load, ticket, error),
        }
    }

    fn changed(&mut self, _cx: &Cx) -> Effects {
        self.load()
    }

    fn refuses(&self, action: Action, cx: &Cx) -> Option<&'static str> {
        match action {
            Action::PersonMerge | Action::PersonApart => {
                self.double(cx).is_none().then_some("why-no-double-here")
            }
            Action::PetitionUndo => match self.said_last() {
                None => Some("why-nothing-to-undo"),
                Some((_, who)) => (who != cx.me.code).then_some("why-not-yours"),
            },
            Action::ListOpen => {
                let here = self.rows(cx).into_iter().nth(self.cursor.0);
                here.is_none_or(|row| row.opens.is_none()).then_some("why-nothing-to-open")
            }
            Action::AppPrint => Some("why-nothing-to-print"),
            _ => None,
        }
    }
}
