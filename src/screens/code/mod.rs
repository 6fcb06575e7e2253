//! The QR code of a row, to be held in front of a phone, and its poster.
pub mod view;

use super::{Page, lost};
use crate::{
    domain::{petition::No, register::Register},
    flow::{Cx, Desk, Effect, Effects, Job, Ticket},
    keys::{Action, Context},
    store::{RecordAsk, RecordPage, Reply, Request, StoreError},
};

/// The code of one row.
pub struct CodeScreen {
    /// The row.
    pub no: No,
    /// What the store told.
    pub page: Option<Box<RecordPage>>,
    load: Desk,
    print: Desk,
}

impl CodeScreen {
    /// The screen under its number.
    pub fn new(page: u32, no: No) -> Self {
        Self { no, page: None, load: Desk::new(page, 0), print: Desk::new(page, 1) }
    }

    fn load(&mut self) -> Effects {
        vec![self.load.ask(Request::Record(RecordAsk::Page(self.no.clone())))]
    }

    /// The register of the row.
    pub fn register<'a>(&self, cx: &'a Cx) -> Option<&'a Register> {
        cx.lists.registers.get(&self.page.as_ref()?.record.register).map(AsRef::as_ref)
    }
}

impl Page for CodeScreen {
    fn name(&self) -> &'static str {
        "code"
    }

    fn contexts(&self) -> Vec<Context> {
        vec![Context::List]
    }

    fn open(&mut self, _cx: &Cx) -> Effects {
        self.load()
    }

    fn act(&mut self, action: Action, _cx: &Cx) -> Effects {
        match action {
            Action::AppBack => vec![Effect::Back],
            Action::AppPrint => vec![self.print.work(Job::Code(self.no.clone()))],
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
            Err(error) => lost(&mut self.page, &self.load, ticket, error),
        }
    }

    fn changed(&mut self, _cx: &Cx) -> Effects {
        self.load()
    }

    fn refuses(&self, action: Action, cx: &Cx) -> Option<&'static str> {
        match action {
            Action::ListOpen => Some("why-nothing-to-open"),
            Action::AppPrint => {
                let Some((page, register)) = self.page.as_ref().zip(self.register(cx)) else {
                    return Some("why-nothing-to-print");
                };
                register.code_of(&page.record).err()
            }
            _ => None,
        }
    }
}
