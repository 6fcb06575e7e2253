//! The steps that marked petitions can take together: each with how many of them it fits.
pub mod view;

use super::{Page, moved};
use crate::{
    domain::step::{STEPS, Step, StepKind},
    flow::{Cx, Effect, Effects, Note, Paper, Route, Ticket},
    form::Sheet,
    keys::{Action, Context},
    store::{Brief, Reply, StoreError},
    widgets::{list::Cursor, offers},
};

/// The list of steps for several petitions.
pub struct Together {
    /// The petitions.
    pub petitions: Vec<Brief>,
    /// The chosen row.
    pub cursor: Cursor,
}

impl Together {
    /// The screen for these petitions.
    pub const fn new(petitions: Vec<Brief>) -> Self {
        Self { petitions, cursor: Cursor(0) }
    }

    /// Every step that lies on the path of any of them from where it stands, with how many those are. What answers an
    /// earlier step is decided one by one; and a reminder has a key of its own: what it says follows from each
    /// petition's limits.
    pub fn offers(&self) -> Vec<(StepKind, usize)> {
        let mut offers: Vec<(StepKind, usize)> = Vec::new();
        for kind in STEPS.iter().map(|row| row.kind).filter(|kind| *kind != StepKind::Remind) {
            let fits = self.petitions.iter().filter(|one| lies(one, kind)).count();
            if fits > 0 && !offers.iter().any(|(known, _)| *known == kind) {
                offers.push((kind, fits));
            }
        }
        offers
    }

    fn choose(&self) -> Effects {
        let Some((step, _)) = self.offers().into_iter().nth(self.cursor.0) else { return Vec::new() };
        let petitions = self.petitions.iter().map(|one| (one.no.clone(), one.version)).collect();
        let paper = Paper::Together { step, petitions };
        vec![Effect::Instead(Route::Paper(Box::new(paper), Sheet::default()))]
    }
}

fn lies(brief: &Brief, kind: StepKind) -> bool {
    Step::of(kind, brief.nature).is_some_and(|row| row.rests.is_none() && row.from.contains(&brief.state))
}

impl Page for Together {
    fn name(&self) -> &'static str {
        "together"
    }

    fn contexts(&self) -> Vec<Context> {
        vec![Context::Steps]
    }

    fn open(&mut self, _cx: &Cx) -> Effects {
        let nothing = Effect::Tell(Note::bad("why-empty", ""));
        if self.offers().is_empty() { vec![nothing] } else { Vec::new() }
    }

    fn act(&mut self, action: Action, cx: &Cx) -> Effects {
        match action {
            Action::AppBack => vec![Effect::Back],
            Action::ListOpen => self.choose(),
            action => {
                let rows = self.offers().len();
                moved(&mut self.cursor, action, rows, offers::room(cx.size));
                Vec::new()
            }
        }
    }

    fn text(&mut self, text: &str, _cx: &Cx) -> Effects {
        let Some(row) = offers::row_of(text, self.offers().len()) else { return Vec::new() };
        self.cursor.0 = row;
        self.choose()
    }

    fn answer(&mut self, _ticket: Ticket, _reply: Result<Reply, StoreError>, _cx: &Cx) -> Effects {
        Vec::new()
    }
}
