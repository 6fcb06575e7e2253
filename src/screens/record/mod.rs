//! One row of a register: what it says, where it stands, what it leads to and what leads to it, and what happened.
pub mod rows;
pub mod view;

use super::{
    Page,
    intake::matter,
    lost,
    petition::rows::{Row, walked, why_not_undo},
    trouble,
};
use crate::{
    domain::{
        deed::{Deed, Order},
        petition::No,
        register::Register,
    },
    flow::{Cx, Desk, Effect, Effects, Job, Note, Paper, Route, Ticket},
    form::Sheet,
    keys::{Action, Context},
    store::{RecordAsk, RecordPage, Reply, Request, StoreError},
    widgets::list::Cursor,
};

/// A row's page.
pub struct RecordScreen {
    /// Its number.
    pub no: No,
    /// What the store told.
    pub page: Option<Box<RecordPage>>,
    /// The row on which the cursor stands.
    pub cursor: Cursor,
    load: Desk,
    change: Desk,
    print: Desk,
}

impl RecordScreen {
    /// The screen under its number.
    pub fn new(page: u32, no: No) -> Self {
        Self {
            no,
            page: None,
            cursor: Cursor::default(),
            load: Desk::new(page, 0),
            change: Desk::new(page, 1),
            print: Desk::new(page, 2),
        }
    }

    fn load(&mut self) -> Effects {
        vec![self.load.ask(Request::Record(RecordAsk::Page(self.no.clone())))]
    }

    /// The page's rows.
    pub fn rows(&self, cx: &Cx) -> Vec<Row> {
        self.page.as_ref().map(|page| rows::rows(page, cx)).unwrap_or_default()
    }

    fn register<'a>(&self, cx: &'a Cx) -> Option<&'a Register> {
        cx.lists.registers.get(&self.page.as_ref()?.record.register).map(AsRef::as_ref)
    }

    fn act_on(&self, action: Action, cx: &Cx) -> Option<Effect> {
        let record = &self.page.as_ref()?.record;
        let (register, no, version) = (record.register.clone(), record.no.clone(), record.version);
        let paper = |paper, sheet| Some(Effect::Go(Route::Paper(Box::new(paper), sheet)));
        match action {
            Action::ListOpen => self.rows(cx).into_iter().nth(self.cursor.0)?.opens.map(Effect::Go),
            Action::RecordMend => {
                let said =
                    record.row.iter().fold(Sheet::default(), |sheet, (id, said)| sheet.with(id, &**said));
                paper(Paper::Record { register, no: Some(no), version }, said)
            }
            Action::RecordMove => {
                let from = record.state.clone();
                let next = self.register(cx)?.next_states(&from).next()?.answer.id.clone();
                paper(Paper::RecordMove { register, no, version, from }, Sheet::default().with("to", next))
            }
            // The next row stands in for this one, or pages would pile up over a day.
            Action::RecordNew => {
                let paper = Box::new(Paper::Record { register, no: None, version: 0 });
                Some(Effect::Instead(Route::Paper(paper, Sheet::default())))
            }
            Action::RecordPetition => {
                let said = self.register(cx)?.growth.as_ref()?.said(record);
                let sheet = said.fold(matter::empty(), |sheet, (id, said)| sheet.with(id, said));
                paper(Paper::Grown { row: no }, sheet)
            }
            Action::RecordCount => Some(Effect::Go(Route::Tally(no))),
            Action::RecordCode => Some(Effect::Go(Route::Code(no))),
            Action::RecordStrike => {
                let back = record.struck.is_some();
                paper(Paper::RecordStrike { register, no, version, back }, Sheet::default())
            }
            _ => None,
        }
    }

    fn is_struck(&self) -> bool {
        self.page.as_ref().is_some_and(|page| page.record.struck.is_some())
    }

    fn undo(&mut self, cx: &Cx) -> Effects {
        let deed = Deed::Undo { no: self.no.clone() };
        let order = Order { op: cx.ops.next(), version: None, deed };
        vec![self.change.ask(Request::Do(Box::new(order)))]
    }
}

impl Page for RecordScreen {
    fn name(&self) -> &'static str {
        "record"
    }

    fn contexts(&self) -> Vec<Context> {
        vec![Context::Record, Context::List]
    }

    fn open(&mut self, _cx: &Cx) -> Effects {
        self.load()
    }

    fn act(&mut self, action: Action, cx: &Cx) -> Effects {
        let room = usize::from(cx.size.1.saturating_sub(3));
        let rows = self.rows(cx);
        if walked(&mut self.cursor, action, &rows, room) {
            return Vec::new();
        }
        match action {
            Action::AppBack => vec![Effect::Back],
            Action::PetitionUndo => self.undo(cx),
            Action::AppPrint => vec![self.print.work(Job::Row(self.no.clone()))],
            Action::PetitionReveal => vec![super::reveal(self.no.clone())],
            other => self.act_on(other, cx).into_iter().collect(),
        }
    }

    fn answer(&mut self, ticket: Ticket, reply: Result<Reply, StoreError>, cx: &Cx) -> Effects {
        match reply {
            Ok(Reply::Record(page)) if self.load.expects(ticket) => {
                self.page = Some(page);
                self.cursor.step(0, self.rows(cx).len());
                Vec::new()
            }
            Ok(Reply::Done(done)) if self.change.expects(ticket) => {
                vec![Effect::Tell(Note::good("note-undone", done.no.0))]
            }
            Ok(_) => Vec::new(),
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
        let writes = self.register(cx).is_some_and(|register| register.written_by(&cx.me));
        match action {
            Action::ListOpen => {
                let leads = self.rows(cx).get(self.cursor.0).is_some_and(|row| row.opens.is_some());
                (!leads).then_some("why-nothing-to-open")
            }
            Action::RecordNew
            | Action::RecordMend
            | Action::RecordMove
            | Action::RecordStrike
            | Action::RecordCount
            | Action::RecordPetition
                if !writes =>
            {
                Some("why-no-right")
            }
            Action::RecordMend | Action::RecordMove if self.is_struck() => Some("why-struck"),
            Action::RecordPetition => {
                let record = self.page.as_ref().map(|page| &page.record);
                let of = |(register, record): (&Register, _)| register.why_not_grown(record);
                self.register(cx).zip(record).and_then(of)
            }
            Action::RecordCount => {
                let counts = self.register(cx).is_some_and(|register| !register.tally.is_empty());
                (!counts).then_some("why-no-tally")
            }
            Action::RecordCode => {
                let page = self.page.as_ref().zip(self.register(cx));
                page.map_or(Some("why-no-code"), |(page, register)| register.code_of(&page.record).err())
            }
            Action::RecordMove => {
                let page = self.page.as_ref().zip(self.register(cx));
                let next = page.and_then(|(page, register)| register.next_states(&page.record.state).next());
                next.is_none().then_some("why-no-states")
            }
            Action::PetitionUndo => self.page.as_ref().and_then(|page| why_not_undo(&page.entries, cx)),
            Action::AppPrint => self.page.is_none().then_some("why-nothing-to-print"),
            _ => None,
        }
    }
}
