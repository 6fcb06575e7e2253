//! The registers of the house: which there are, how full each is; and from something, in which one to enter a row.
pub mod view;

use super::{Page, moved, trouble};
use crate::{
    domain::register::{Lead, Register},
    flow::{Cx, Desk, Effect, Effects, Paper, Route, Ticket},
    form::Sheet,
    keys::{Action, Context},
    store::{RecordAsk, RegisterSum, Reply, Request, StoreError},
    widgets::list::Cursor,
};

/// The list of registers.
pub struct RegistersScreen {
    /// What a new row is to lead to, where one came from something.
    pub from: Vec<Lead>,
    /// How full each is.
    pub sums: Vec<RegisterSum>,
    /// The chosen one.
    pub cursor: Cursor,
    load: Desk,
}

impl RegistersScreen {
    /// The screen under its number.
    pub fn new(page: u32, from: Vec<Lead>) -> Self {
        Self { from, sums: Vec::new(), cursor: Cursor::default(), load: Desk::new(page, 0) }
    }

    /// The registers that are offered: those that the asker sees; from something, those whose rows can lead to it.
    pub fn registers<'a>(&self, cx: &'a Cx) -> Vec<&'a Register> {
        if !self.from.is_empty() {
            return taking(&self.from, cx);
        }
        cx.lists.registers.all().map(AsRef::as_ref).filter(|register| register.seen_by(&cx.me)).collect()
    }

    fn load(&mut self) -> Effects {
        vec![self.load.ask(Request::Record(RecordAsk::Registers))]
    }

    fn enter(&self, cx: &Cx) -> Option<Effect> {
        let register = *self.registers(cx).get(self.cursor.0)?;
        Some(if self.from.is_empty() {
            Effect::Go(Route::Register { id: register.id.clone(), said: String::new() })
        } else {
            Effect::Instead(row_from(register, &self.from))
        })
    }
}

/// The registers in which somebody can enter a row that leads to all of these.
pub(super) fn taking<'a>(from: &[Lead], cx: &'a Cx) -> Vec<&'a Register> {
    let takes = |register: &&Register| {
        register.written_by(&cx.me) && from.iter().all(|lead| register.field_to(lead).is_some())
    };
    cx.lists.registers.all().map(AsRef::as_ref).filter(takes).collect()
}

/// The form of a row that leads to all of these.
pub(super) fn row_from(register: &Register, from: &[Lead]) -> Route {
    let paper = Paper::Record { register: register.id.clone(), no: None, version: 0 };
    let filled = from.iter().filter_map(|lead| Some((register.field_to(lead)?, &lead.no)));
    let sheet = filled.fold(Sheet::default(), |sheet, (field, no)| sheet.with(&field.id, &**no));
    Route::Paper(Box::new(paper), sheet)
}

impl Page for RegistersScreen {
    fn name(&self) -> &'static str {
        "registers"
    }

    fn contexts(&self) -> Vec<Context> {
        vec![Context::List]
    }

    fn open(&mut self, _cx: &Cx) -> Effects {
        self.load()
    }

    fn act(&mut self, action: Action, cx: &Cx) -> Effects {
        let room = usize::from(cx.size.1.saturating_sub(6));
        let rows = self.registers(cx).len();
        if moved(&mut self.cursor, action, rows, room) {
            return Vec::new();
        }
        match action {
            Action::AppBack => vec![Effect::Back],
            Action::ListOpen => self.enter(cx).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    fn answer(&mut self, ticket: Ticket, reply: Result<Reply, StoreError>, cx: &Cx) -> Effects {
        match reply {
            Ok(Reply::Registers(sums)) if self.load.expects(ticket) => {
                self.sums = sums;
                self.cursor.step(0, self.registers(cx).len());
                Vec::new()
            }
            Ok(_) => Vec::new(),
            Err(error) => trouble(error),
        }
    }

    fn changed(&mut self, _cx: &Cx) -> Effects {
        self.load()
    }

    fn refuses(&self, action: Action, cx: &Cx) -> Option<&'static str> {
        match action {
            Action::ListOpen => self.registers(cx).is_empty().then_some("why-empty"),
            Action::GoRegisters => Some("why-here-already"),
            Action::AppPrint => Some("why-nothing-to-print"),
            _ => None,
        }
    }
}
