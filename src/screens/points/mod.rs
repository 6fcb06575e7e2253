//! One petition's evaluation, point by point: the verdict, its article, on what it rests, and what a reviewer said.
pub mod view;

use super::{Page, lost, moved};
use crate::{
    domain::{evaluation::Finding, petition::No, rights::Power},
    flow::{Cx, Desk, Effect, Effects, Paper, Route, Ticket},
    keys::{Action, Context},
    screens::task::{about::about, overrule_sheet},
    store::{Evaluation, Reply, Request, StoreError},
    widgets::list::Cursor,
};

/// The screen.
pub struct Points {
    /// The petition.
    pub no: No,
    /// What its record says.
    pub found: Option<Evaluation>,
    /// The point on which the cursor stands.
    pub cursor: Cursor,
    load: Desk,
}

impl Points {
    /// The screen under its number.
    pub fn new(page: u32, no: No) -> Self {
        Self { no, found: None, cursor: Cursor::default(), load: Desk::new(page, 0) }
    }

    fn load(&mut self) -> Effects {
        vec![self.load.ask(Request::Evaluation(self.no.clone()))]
    }

    /// The points.
    pub fn findings(&self) -> &[Finding] {
        self.found.as_ref().map_or(&[], |found| &found.findings)
    }

    fn overrule(&self, cx: &Cx) -> Option<Effect> {
        let (found, finding) = (self.found.as_ref()?, self.findings().get(self.cursor.0)?);
        let paper =
            Paper::Overrule { no: self.no.clone(), version: found.brief.version, check: finding.check };
        let title = about(&cx.lang.say(&finding.check.message()));
        Some(Effect::Go(Route::Paper(Box::new(paper), overrule_sheet(finding).over(&title))))
    }
}

impl Page for Points {
    fn name(&self) -> &'static str {
        "points"
    }

    fn contexts(&self) -> Vec<Context> {
        vec![Context::Points, Context::List]
    }

    fn open(&mut self, _cx: &Cx) -> Effects {
        self.load()
    }

    fn act(&mut self, action: Action, cx: &Cx) -> Effects {
        let count = self.findings().len();
        if moved(&mut self.cursor, action, count, view::rows_down(cx.size)) {
            return Vec::new();
        }
        match action {
            Action::AppBack => vec![Effect::Back],
            Action::ListOpen => self.overrule(cx).into_iter().collect(),
            Action::EvaluationPetition => vec![Effect::Go(Route::Petition(self.no.clone()))],
            _ => Vec::new(),
        }
    }

    fn answer(&mut self, ticket: Ticket, reply: Result<Reply, StoreError>, _cx: &Cx) -> Effects {
        match reply {
            Ok(Reply::Evaluated(mut all)) if self.load.expects(ticket) => {
                self.found = all.pop();
                Vec::new()
            }
            Ok(_) => Vec::new(),
            Err(error) => lost(&mut self.found, &self.load, ticket, error),
        }
    }

    fn changed(&mut self, _cx: &Cx) -> Effects {
        self.load()
    }

    fn refuses(&self, action: Action, cx: &Cx) -> Option<&'static str> {
        match action {
            Action::ListOpen if !cx.me.can(Power::Supervise) => Some("why-no-right"),
            Action::ListOpen if self.findings().is_empty() => Some("why-empty"),
            Action::AppPrint => Some("why-nothing-to-print"),
            _ => None,
        }
    }
}
