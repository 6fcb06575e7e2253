//! Counting people by one key each, for an afternoon at a market: no form, no name, and no key is ever lost.
pub mod view;

use super::{Page, lost, moved, trouble};
use crate::{
    domain::{
        deed::{Deed, Order},
        petition::No,
        register::{Field, Register},
    },
    flow::{Cx, Desk, Effect, Effects, Ticket},
    keys::{Action, Context},
    store::{RecordAsk, RecordPage, Reply, Request, StoreError},
    widgets::list::Cursor,
};

/// The counts of one row.
pub struct TallyScreen {
    /// The row.
    pub no: No,
    /// What the store told.
    pub page: Option<Box<RecordPage>>,
    /// The count under the cursor.
    pub cursor: Cursor,
    /// What was counted last, for a slip.
    last: Option<String>,
    load: Desk,
    /// Every key is an order of its own, and each answer counts.
    number: u32,
}

impl TallyScreen {
    /// The screen under its number.
    pub fn new(page: u32, no: No) -> Self {
        Self { no, page: None, cursor: Cursor::default(), last: None, load: Desk::new(page, 0), number: page }
    }

    fn load(&mut self) -> Effects {
        vec![self.load.ask(Request::Record(RecordAsk::Page(self.no.clone())))]
    }

    /// The register of the row.
    pub fn register<'a>(&self, cx: &'a Cx) -> Option<&'a Register> {
        cx.lists.registers.get(&self.page.as_ref()?.record.register).map(AsRef::as_ref)
    }

    /// The counts that there are, each with the digit that counts it.
    pub fn counts<'a>(&self, cx: &'a Cx) -> Vec<&'a Field> {
        let Some(register) = self.register(cx) else { return Vec::new() };
        register.tally.iter().filter_map(|id| register.field(id)).collect()
    }

    fn count(&mut self, at: usize, by: i32, cx: &Cx) -> Effects {
        let Some(field) = self.counts(cx).get(at).map(|field| field.id.clone()) else { return Vec::new() };
        self.cursor.0 = at;
        self.last = (by > 0).then(|| field.clone());
        let deed = Deed::CountRecord { no: self.no.clone(), field, by };
        let order = Order { op: cx.ops.next(), version: None, deed };
        let mut effects = vec![Desk::new(self.number, 1).ask(Request::Do(Box::new(order)))];
        effects.extend(self.load());
        effects
    }

    /// Takes the last key back.
    fn take_back(&mut self, cx: &Cx) -> Effects {
        let at = self.counts(cx).iter().position(|field| Some(&field.id) == self.last.as_ref());
        at.map(|at| self.count(at, -1, cx)).unwrap_or_default()
    }
}

impl Page for TallyScreen {
    fn name(&self) -> &'static str {
        "tally"
    }

    fn contexts(&self) -> Vec<Context> {
        vec![Context::Steps]
    }

    fn open(&mut self, _cx: &Cx) -> Effects {
        self.load()
    }

    fn text(&mut self, text: &str, cx: &Cx) -> Effects {
        let mut effects = Effects::new();
        for c in text.chars() {
            effects.extend(match c.to_digit(10) {
                Some(digit) if digit > 0 => self.count(digit as usize - 1, 1, cx),
                _ if c == '-' => self.take_back(cx),
                _ if c == '+' => self.count(self.cursor.0, 1, cx),
                _ => Effects::new(),
            });
        }
        effects
    }

    fn act(&mut self, action: Action, cx: &Cx) -> Effects {
        let rows = self.counts(cx).len();
        if moved(&mut self.cursor, action, rows, rows) {
            return Vec::new();
        }
        match action {
            Action::AppBack => vec![Effect::Back],
            Action::ListOpen => self.count(self.cursor.0, 1, cx),
            _ => Vec::new(),
        }
    }

    fn answer(&mut self, ticket: Ticket, reply: Result<Reply, StoreError>, _cx: &Cx) -> Effects {
        match reply {
            Ok(Reply::Record(page)) if self.load.expects(ticket) => {
                self.page = Some(page);
                Vec::new()
            }
            Ok(_) => Vec::new(),
            Err(error) if ticket.lane == 1 => trouble(error),
            Err(error) => lost(&mut self.page, &self.load, ticket, error),
        }
    }

    fn changed(&mut self, _cx: &Cx) -> Effects {
        self.load()
    }

    fn refuses(&self, action: Action, _cx: &Cx) -> Option<&'static str> {
        (action == Action::AppPrint).then_some("why-nothing-to-print")
    }
}
