//! What was not done of many, and why; each leads to its petition.
pub mod view;

use super::{Page, moved};
use crate::{
    domain::petition::No,
    flow::{Cx, Effect, Effects, Note, Route, Ticket},
    keys::{Action, Context},
    store::{Reply, StoreError},
    widgets::list::Cursor,
};

/// The list of refusals.
pub struct Refused {
    /// Which petitions, and why.
    pub rows: Vec<(No, Note)>,
    /// The chosen row.
    pub cursor: Cursor,
}

impl Page for Refused {
    fn name(&self) -> &'static str {
        "refused"
    }

    fn contexts(&self) -> Vec<Context> {
        vec![Context::List]
    }

    fn open(&mut self, _cx: &Cx) -> Effects {
        Vec::new()
    }

    fn act(&mut self, action: Action, cx: &Cx) -> Effects {
        let room = usize::from(cx.size.1.saturating_sub(6));
        if moved(&mut self.cursor, action, self.rows.len(), room) {
            return Vec::new();
        }
        match action {
            Action::AppBack => vec![Effect::Back],
            Action::ListOpen => {
                let no = self.rows.get(self.cursor.0).map(|(no, _)| no.clone());
                no.map(|no| Effect::Go(Route::Petition(no))).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    fn answer(&mut self, _ticket: Ticket, _reply: Result<Reply, StoreError>, _cx: &Cx) -> Effects {
        Vec::new()
    }

    fn refuses(&self, action: Action, _cx: &Cx) -> Option<&'static str> {
        (action == Action::AppPrint).then_some("why-nothing-to-print")
    }
}
