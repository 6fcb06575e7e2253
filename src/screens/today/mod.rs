//! Today: what is open at my office, most urgent first, then newest.
pub mod view;

use super::{Page, moved, trouble};
use crate::{
    domain::{
        calendar::minus_days,
        petition::{No, State},
    },
    flow::{Cx, Desk, Effect, Effects, Note, Route, Ticket},
    keys::{Action, Context},
    store::{PetitionAsk, Reply, Request, StoreError, Work},
    widgets::list::Cursor,
};

/// Rows kept: more than anybody pages through.
const ROWS: usize = 200;

/// Days after receipt from which a petition whose petitioner has not been told stands at the top: five days
/// before the fifteen of article 23 are over.
const URGENT_AFTER: u32 = 10;

/// The first screen.
pub struct Today {
    /// What the store told.
    pub work: Work,
    /// The chosen row.
    pub cursor: Cursor,
    /// Only this state; all that are open otherwise.
    pub state: Option<State>,
    /// Forms that were left open and are offered back.
    pub drafts: Vec<crate::store::Draft>,
    /// The draft that one more key drops.
    doomed: Option<String>,
    list: Desk,
    left: Desk,
}

impl Today {
    /// The screen under its number.
    pub fn new(page: u32) -> Self {
        Self {
            work: Work::default(),
            cursor: Cursor::default(),
            state: None,
            drafts: Vec::new(),
            doomed: None,
            list: Desk::new(page, 0),
            left: Desk::new(page, 1),
        }
    }

    fn load(&mut self, cx: &Cx) -> Effects {
        let office = (!cx.me.office.is_empty()).then(|| cx.me.office.clone());
        let urgent = minus_days(cx.today, URGENT_AFTER);
        let work = PetitionAsk::Work { office, state: self.state, urgent, limit: ROWS };
        let drafts = Request::Drafts { clerk: cx.me.code.clone() };
        vec![self.list.ask(Request::Petition(work)), self.left.ask(drafts)]
    }

    /// The states one can look at: all that are open, then each that has any.
    pub fn tabs(&self) -> Vec<Option<State>> {
        let any = self.work.counts.iter().filter(|(_, count)| **count > 0).map(|(state, _)| Some(*state));
        [None].into_iter().chain(any).collect()
    }

    fn turn(&mut self, by: isize, cx: &Cx) -> Effects {
        let tabs = self.tabs();
        let now = tabs.iter().position(|tab| *tab == self.state).unwrap_or(0);
        self.state = tabs[(now + tabs.len()).saturating_add_signed(by) % tabs.len()];
        self.cursor = Cursor::default();
        self.load(cx)
    }

    /// The draft that stands in this row, before the petitions.
    fn draft(&self, row: usize) -> Option<&crate::store::Draft> {
        self.drafts.get(row)
    }

    fn chosen(&self) -> Option<&No> {
        let row = self.cursor.0.checked_sub(self.drafts.len())?;
        self.work.rows.get(row).map(|brief| &brief.no)
    }

    fn open_chosen(&self) -> Effects {
        if let Some(draft) = self.draft(self.cursor.0) {
            return vec![Effect::Go(Route::Draft(Box::new(draft.clone())))];
        }
        self.chosen().map(|no| Effect::Go(Route::Petition(no.clone()))).into_iter().collect()
    }

    /// Drops the chosen draft at the second key; what was typed is not lost to one slip.
    fn drop_draft(&mut self) -> Effects {
        let Some(id) = self.draft(self.cursor.0).map(|draft| draft.id.clone()) else { return Vec::new() };
        if self.doomed.take().as_ref() == Some(&id) {
            self.drafts.retain(|draft| draft.id != id);
            self.cursor.step(0, self.rows());
            return vec![Effect::Forget { id }];
        }
        self.doomed = Some(id);
        vec![Effect::Tell(Note::bad("note-drop-again", ""))]
    }

    /// Rows in all.
    pub fn rows(&self) -> usize {
        self.drafts.len() + self.work.rows.len()
    }
}

impl Page for Today {
    fn name(&self) -> &'static str {
        "today"
    }

    fn contexts(&self) -> Vec<Context> {
        vec![Context::Today, Context::List]
    }

    fn open(&mut self, cx: &Cx) -> Effects {
        self.load(cx)
    }

    fn act(&mut self, action: Action, cx: &Cx) -> Effects {
        if action == Action::DraftDrop {
            return self.drop_draft();
        }
        self.doomed = None;
        let (rows, room) = (self.rows(), usize::from(cx.size.1.saturating_sub(6)));
        if moved(&mut self.cursor, action, rows, room) {
            return Vec::new();
        }
        match action {
            Action::ListOpen => self.open_chosen(),
            Action::ViewRight => self.turn(1, cx),
            Action::ViewLeft => self.turn(-1, cx),
            Action::AppBack => vec![Effect::Tell(Note::plain("note-quit-how", ""))],
            _ => Vec::new(),
        }
    }

    fn answer(&mut self, ticket: Ticket, reply: Result<Reply, StoreError>, _cx: &Cx) -> Effects {
        match reply {
            Ok(Reply::Work(work)) if self.list.expects(ticket) => {
                // The list may have grown above the cursor; it stays on the petition it stood on.
                let stood = self.chosen().cloned();
                self.work = work;
                let now = self.work.rows.iter().position(|row| Some(&row.no) == stood.as_ref());
                if let Some(row) = now {
                    self.cursor.0 = row + self.drafts.len();
                }
                self.cursor.step(0, self.rows());
                Vec::new()
            }
            Ok(Reply::Drafts(drafts)) if self.left.expects(ticket) => {
                let stood = self.cursor.0.checked_sub(self.drafts.len());
                self.drafts = drafts;
                if let Some(row) = stood.filter(|row| *row > 0) {
                    self.cursor.0 = row + self.drafts.len();
                }
                Vec::new()
            }
            Ok(_) => Vec::new(),
            Err(error) => trouble(error),
        }
    }

    fn changed(&mut self, cx: &Cx) -> Effects {
        self.load(cx)
    }

    fn refuses(&self, action: Action, _cx: &Cx) -> Option<&'static str> {
        match action {
            Action::ListOpen if self.rows() == 0 => Some("why-empty"),
            Action::DraftDrop if self.draft(self.cursor.0).is_none() => Some("why-no-draft"),
            Action::AppPrint => Some("why-nothing-to-print"),
            _ => None,
        }
    }
}
