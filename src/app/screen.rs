//! The screens there are. The enum owns, the trait dispatches.
use crate::{
    flow::{Cx, Paper, Route},
    screens::{Page, find::Find, intake::Intake, petition::PetitionScreen, task::TaskScreen, today::Today},
};

/// An open screen.
#[allow(missing_docs, reason = "each is named after its room")]
pub enum Screen {
    Today(Today),
    Intake(Box<Intake>),
    Find(Find),
    Petition(PetitionScreen),
    Task(Box<TaskScreen>),
}

impl Screen {
    /// The screen that a route leads to, under its number.
    pub fn new(route: Route, page: u32, cx: &Cx) -> Self {
        match route {
            Route::Today | Route::Board | Route::Case(_) | Route::Settings | Route::Import => {
                Self::Today(Today::new(page))
            }
            Route::Paper(paper, sheet) => match *paper {
                paper @ (Paper::New | Paper::Mend { .. }) => {
                    Self::Intake(Box::new(Intake::new(page, paper, sheet, cx)))
                }
                paper => Self::Task(Box::new(TaskScreen::new(page, paper, &sheet, cx))),
            },
            Route::Find => Self::Find(Find::new(page)),
            Route::Petition(no) => Self::Petition(PetitionScreen::new(page, no)),
        }
    }

    /// To look at.
    pub fn page(&self) -> &dyn Page {
        match self {
            Self::Today(page) => page,
            Self::Intake(page) => page.as_ref(),
            Self::Find(page) => page,
            Self::Petition(page) => page,
            Self::Task(page) => page.as_ref(),
        }
    }

    /// To change.
    pub fn page_mut(&mut self) -> &mut dyn Page {
        match self {
            Self::Today(page) => page,
            Self::Intake(page) => page.as_mut(),
            Self::Find(page) => page,
            Self::Petition(page) => page,
            Self::Task(page) => page.as_mut(),
        }
    }
}
