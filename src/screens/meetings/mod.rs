//! Review meetings: those that are planned, and how far each is.
pub mod view;

use super::{Page, moved, trouble};
use crate::{
    flow::{Cx, Desk, Effect, Effects, Paper, Route, Ticket},
    form::Sheet,
    keys::{Action, Context},
    store::{CaseAsk, MeetingRow, Reply, Request, StoreError},
    widgets::list::Cursor,
};

/// The list.
pub struct Meetings {
    /// The meetings, the one that was planned last first.
    pub rows: Vec<MeetingRow>,
    /// The chosen one.
    pub cursor: Cursor,
    /// The store has answered.
    pub told: bool,
    load: Desk,
}

impl Meetings {
    /// The screen under its number.
    pub fn new(page: u32) -> Self {
        Self { rows: Vec::new(), cursor: Cursor::default(), told: false, load: Desk::new(page, 0) }
    }

    fn load(&mut self) -> Effects {
        vec![self.load.ask(Request::Case(CaseAsk::Meetings))]
    }

    fn chosen(&self) -> Option<&MeetingRow> {
        self.rows.get(self.cursor.0)
    }
}

impl Page for Meetings {
    fn name(&self) -> &'static str {
        "meetings"
    }

    fn contexts(&self) -> Vec<Context> {
        vec![Context::Meetings, Context::List]
    }

    fn open(&mut self, _cx: &Cx) -> Effects {
        self.load()
    }

    fn act(&mut self, action: Action, cx: &Cx) -> Effects {
        let room = usize::from(cx.size.1.saturating_sub(4));
        if moved(&mut self.cursor, action, self.rows.len(), room) {
            return Vec::new();
        }
        let chosen = self.chosen().map(|row| (row.meeting.no.clone(), row.meeting.version));
        let goes = match (action, chosen) {
            (Action::AppBack, _) => Effect::Back,
            (Action::MeetingNew, _) => {
                Effect::Go(Route::Paper(Box::new(Paper::MeetingNew), Sheet::default()))
            }
            (Action::ListOpen, Some((no, _))) => Effect::Go(Route::Meeting(no)),
            (Action::MeetingCancel, Some((no, version))) => {
                Effect::Go(Route::Paper(Box::new(Paper::MeetingCancel { no, version }), Sheet::default()))
            }
            _ => return Vec::new(),
        };
        vec![goes]
    }

    fn answer(&mut self, ticket: Ticket, reply: Result<Reply, StoreError>, _cx: &Cx) -> Effects {
        match reply {
            Ok(Reply::Meetings(rows)) if self.load.expects(ticket) => {
                (self.rows, self.told) = (rows, true);
                self.cursor.step(0, self.rows.len());
                Vec::new()
            }
            Ok(_) => Vec::new(),
            Err(error) => trouble(error),
        }
    }

    fn changed(&mut self, _cx: &Cx) -> Effects {
        self.load()
    }

    fn refuses(&self, action: Action, _cx: &Cx) -> Option<&'static str> {
        match (action, self.chosen()) {
            (Action::ListOpen | Action::MeetingCancel, None) => Some("why-empty"),
            (Action::MeetingCancel, Some(row)) => {
                (row.reviewed > 0 || row.meeting.cancelled.is_some()).then_some("why-meeting-held")
            }
            (Action::AppPrint, _) => Some("why-nothing-to-print"),
            _ => None,
        }
    }
}
