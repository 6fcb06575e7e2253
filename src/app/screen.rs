//! The screens there are. The enum owns, the trait dispatches.
use crate::{
    flow::{Cx, Paper, Route},
    screens::{
        Page, board::Board, case::CaseScreen, code::CodeScreen, evaluation::EvaluationScreen,
        figures::FiguresScreen, find::Find, import::Import, intake::Intake, journal::Journal, limits::Limits,
        listed::ListedScreen, meeting::MeetingScreen, meetings::Meetings, papers::Papers,
        person::PersonScreen, petition::PetitionScreen, points::Points, record::RecordScreen,
        refused::Refused, register::RegisterScreen, registers::RegistersScreen, settings::Settings,
        steps::Steps, tally::TallyScreen, task::TaskScreen, today::Today, together::Together,
    },
    store::Draft,
    widgets::list::Cursor,
};

/// An open screen.
#[allow(missing_docs, reason = "each is named after its room")]
pub enum Screen {
    Today(Today),
    Intake(Box<Intake>),
    Find(Find),
    Petition(PetitionScreen),
    Steps(Steps),
    Together(Together),
    Refused(Refused),
    Limits(Limits),
    Papers(Papers),
    Person(PersonScreen),
    Task(Box<TaskScreen>),
    Board(Board),
    Case(CaseScreen),
    Meetings(Meetings),
    Meeting(MeetingScreen),
    Evaluation(EvaluationScreen),
    Points(Points),
    Figures(FiguresScreen),
    Listed(ListedScreen),
    Settings(Settings),
    Import(Box<Import>),
    Journal(Journal),
    Registers(RegistersScreen),
    Register(RegisterScreen),
    Record(RecordScreen),
    Tally(TallyScreen),
    Code(CodeScreen),
}

impl Screen {
    /// The screen that a route leads to, under its number.
    pub fn new(route: Route, page: u32, cx: &Cx) -> Self {
        match route {
            Route::Today => Self::Today(Today::new(page)),
            Route::Board => Self::Board(Board::new(page)),
            Route::Case(no) => Self::Case(CaseScreen::new(page, no)),
            Route::Meetings => Self::Meetings(Meetings::new(page)),
            Route::Meeting(no) => Self::Meeting(MeetingScreen::new(page, no)),
            Route::Evaluation => Self::Evaluation(EvaluationScreen::new(page)),
            Route::Points(no) => Self::Points(Points::new(page, no)),
            Route::Figures => Self::Figures(FiguresScreen::new(page)),
            Route::Listed(of) => Self::Listed(ListedScreen::new(page, of.0, of.1)),
            Route::Journal => Self::Journal(Journal::new(page)),
            Route::Registers(from) => Self::Registers(RegistersScreen::new(page, from)),
            Route::Register { id, said } => Self::Register(RegisterScreen::new(page, id, said)),
            Route::Record(no) => Self::Record(RecordScreen::new(page, no)),
            Route::Tally(no) => Self::Tally(TallyScreen::new(page, no)),
            Route::Code(no) => Self::Code(CodeScreen::new(page, no)),
            Route::Settings => Self::Settings(Settings::new(page)),
            Route::Import(holds) => Self::Import(Box::new(Import::new(page, holds))),
            Route::Paper(paper, sheet) => match *paper {
                paper @ (Paper::New | Paper::Grown { .. } | Paper::Mend { .. }) => {
                    Self::Intake(Box::new(Intake::new(page, paper, sheet, cx)))
                }
                paper => Self::Task(Box::new(TaskScreen::new(page, paper, &sheet, cx))),
            },
            Route::Draft(draft) => Self::resume(&draft, page, cx),
            Route::Find(typed) => Self::Find(Find::new(page, &typed)),
            Route::Steps(no) => Self::Steps(Steps::new(page, no)),
            Route::Together(petitions) => Self::Together(Together::new(petitions)),
            Route::Refused(rows) => Self::Refused(Refused { rows, cursor: Cursor::default() }),
            Route::Limits(no, wanted) => Self::Limits(Limits::new(page, no, wanted)),
            Route::Papers(no) => Self::Papers(Papers::new(page, no)),
            Route::Person(no) => Self::Person(PersonScreen::new(page, no)),
            Route::Petition(no) => Self::Petition(PetitionScreen::new(page, no)),
        }
    }

    /// The form that was left open, as it was left.
    fn resume(draft: &Draft, page: u32, cx: &Cx) -> Self {
        let sheet = serde_json::from_str(&draft.body).unwrap_or_default();
        let paper = Paper::of(&draft.form).unwrap_or(Paper::New);
        let mut screen = Self::new(Route::Paper(Box::new(paper), sheet), page, cx);
        let (op, form) = match &mut screen {
            Self::Intake(page) => (&mut page.op, &mut page.form),
            Self::Task(page) => (&mut page.op, &mut page.form),
            _ => return screen,
        };
        op.clone_from(&draft.id);
        form.go_on();
        screen
    }

    /// To look at.
    pub fn page(&self) -> &dyn Page {
        match self {
            Self::Today(page) => page,
            Self::Intake(page) => page.as_ref(),
            Self::Find(page) => page,
            Self::Petition(page) => page,
            Self::Steps(page) => page,
            Self::Together(page) => page,
            Self::Refused(page) => page,
            Self::Limits(page) => page,
            Self::Papers(page) => page,
            Self::Person(page) => page,
            Self::Task(page) => page.as_ref(),
            Self::Board(page) => page,
            Self::Case(page) => page,
            Self::Meetings(page) => page,
            Self::Meeting(page) => page,
            Self::Evaluation(page) => page,
            Self::Points(page) => page,
            Self::Figures(page) => page,
            Self::Listed(page) => page,
            Self::Settings(page) => page,
            Self::Import(page) => page.as_ref(),
            Self::Journal(page) => page,
            Self::Registers(page) => page,
            Self::Register(page) => page,
            Self::Record(page) => page,
            Self::Tally(page) => page,
            Self::Code(page) => page,
        }
    }

    /// To change.
    pub fn page_mut(&mut self) -> &mut dyn Page {
        match self {
            Self::Today(page) => page,
            Self::Intake(page) => page.as_mut(),
            Self::Find(page) => page,
            Self::Petition(page) => page,
            Self::Steps(page) => page,
            Self::Together(page) => page,
            Self::Refused(page) => page,
            Self::Limits(page) => page,
            Self::Papers(page) => page,
            Self::Person(page) => page,
            Self::Task(page) => page.as_mut(),
            Self::Board(page) => page,
            Self::Case(page) => page,
            Self::Meetings(page) => page,
            Self::Meeting(page) => page,
            Self::Evaluation(page) => page,
            Self::Points(page) => page,
            Self::Figures(page) => page,
            Self::Listed(page) => page,
            Self::Settings(page) => page,
            Self::Import(page) => page.as_mut(),
            Self::Journal(page) => page,
            Self::Registers(page) => page,
            Self::Register(page) => page,
            Self::Record(page) => page,
            Self::Tally(page) => page,
            Self::Code(page) => page,
        }
    }
}
