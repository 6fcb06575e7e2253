//! A review meeting: its cases one by one, what was asked and is not done, and what was said of each at it.
pub mod view;

use super::{
    Page,
    case::rows::{item_row, leader},
    lost, moved,
    petition::rows::{Row, Tone, wrap_all},
};
use crate::{
    domain::{
        case::{Case, Review},
        petition::No,
        rights::Power,
    },
    flow::{Cx, Desk, Effect, Effects, Job, Paper, Route, Ticket},
    keys::{Action, Context},
    screens::task::about::{about, asked, reviewing},
    store::{CaseAsk, MeetingPage, Reply, Request, StoreError},
    widgets::list::Cursor,
};

/// The page of a meeting.
pub struct MeetingScreen {
    /// Its number.
    pub no: No,
    /// What the store told.
    pub page: Option<Box<MeetingPage>>,
    /// The case on which the cursor stands.
    pub cursor: Cursor,
    /// The case whose review is being written down, while it waits for one.
    opened: Option<No>,
    load: Desk,
    print: Desk,
}

impl MeetingScreen {
    /// The screen under its number.
    pub fn new(page: u32, no: No) -> Self {
        Self {
            no,
            page: None,
            cursor: Cursor::default(),
            opened: None,
            load: Desk::new(page, 0),
            print: Desk::new(page, 1),
        }
    }

    fn load(&mut self) -> Effects {
        vec![self.load.ask(Request::Case(CaseAsk::Meeting(self.no.clone())))]
    }

    fn cases(&self) -> &[Case] {
        self.page.as_ref().map_or(&[], |page| &page.cases)
    }

    fn chosen(&self) -> Option<&Case> {
        self.cases().get(self.cursor.0)
    }

    /// The form of the chosen case's review.
    fn review(&self, cx: &Cx) -> Option<Effect> {
        let (case, page) = (self.chosen()?, self.page.as_ref()?);
        let paper =
            Paper::CaseReview { no: case.no.clone(), version: case.version, meeting: Some(self.no.clone()) };
        let plan = &page.meeting.plan;
        let sheet = reviewing(case, &plan.chair, cx);
        // A meeting that is written up later was held on its own day.
        let sheet = if plan.on <= cx.today { sheet.with("on", plan.on.to_string()) } else { sheet };
        Some(Effect::Go(Route::Paper(Box::new(paper), sheet)))
    }

    /// Goes on to the next case that was not reviewed yet, once the one whose form was opened here was.
    fn go_on(&mut self) {
        let waits = |case: &Case| case.review_at(&self.no).is_none();
        let opened = self.chosen().filter(|case| self.opened.as_ref() == Some(&case.no));
        if opened.is_none_or(waits) {
            return;
        }
        self.opened = None;
        let next = |from: usize| (from..self.cases().len()).find(|at| waits(&self.cases()[*at]));
        self.cursor.0 = next(self.cursor.0).or_else(|| next(0)).unwrap_or(self.cursor.0);
    }

    /// The rows of each case.
    pub fn rows(&self, cx: &Cx) -> Vec<Vec<Row>> {
        self.cases().iter().map(|case| wrap_all(told(case, &self.no, cx), cx)).collect()
    }
}

/// A case: whose it is and how late, what is open, and what was said at the meeting.
fn told(case: &Case, meeting: &No, cx: &Cx) -> Vec<Row> {
    let here = case.review_at(meeting);
    let sign = if here.is_some() { "[x]" } else { "[ ]" };
    let late = match case.late_days(cx.today) {
        0 => String::new(),
        days => cx.lang.fill("case-late", &[("days", days.into())]),
    };
    let title = format!("{sign} {}  {}  {late}", case.matter.title, leader(&case.matter.leader, cx));
    let mut rows = vec![Row::head(title.trim_end().to_owned())];
    match here {
        Some(review) => rows.extend(said(review, cx)),
        None => rows.extend(case.open_items().into_iter().map(|item| item_row(item, cx))),
    }
    rows
}

fn said(review: &Review, cx: &Cx) -> Vec<Row> {
    let done = review.came_of(|id| cx.lang.say(id));
    let rows = [("done", done), ("asked", asked(review))];
    let rows = rows.into_iter().filter(|(_, text)| !text.is_empty());
    rows.map(|(id, text)| Row {
        tone: Tone::Plain,
        ..Row::new(cx.lang.say(&format!("case-review-{id}")), text)
    })
    .collect()
}

impl Page for MeetingScreen {
    fn name(&self) -> &'static str {
        "meeting"
    }

    fn contexts(&self) -> Vec<Context> {
        vec![Context::Meeting, Context::List]
    }

    fn open(&mut self, _cx: &Cx) -> Effects {
        self.load()
    }

    fn act(&mut self, action: Action, cx: &Cx) -> Effects {
        let room = view::cases_down(cx.size);
        let count = self.cases().len();
        if moved(&mut self.cursor, action, count, room) {
            return Vec::new();
        }
        match action {
            Action::AppBack => vec![Effect::Back],
            Action::ListOpen => {
                let waits = |case: &&Case| case.review_at(&self.no).is_none();
                self.opened = self.chosen().filter(waits).map(|case| case.no.clone());
                self.review(cx).into_iter().collect()
            }
            Action::MeetingCase => {
                self.chosen().map(|case| Effect::Go(Route::Case(case.no.clone()))).into_iter().collect()
            }
            Action::MeetingCancel => {
                let version = self.page.as_ref().map_or(0, |page| page.meeting.version);
                let paper = Paper::MeetingCancel { no: self.no.clone(), version };
                vec![Effect::Go(Route::Paper(Box::new(paper), about("")))]
            }
            Action::AppPrint => vec![self.print.work(Job::Minutes(self.no.clone()))],
            _ => Vec::new(),
        }
    }

    fn answer(&mut self, ticket: Ticket, reply: Result<Reply, StoreError>, _cx: &Cx) -> Effects {
        match reply {
            Ok(Reply::Meeting(page)) if self.load.expects(ticket) => {
                self.page = Some(page);
                self.cursor.step(0, self.cases().len());
                self.go_on();
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
        let page = self.page.as_ref()?;
        let (gone, held) = (page.meeting.cancelled.is_some(), page.meeting.reviewed(&page.cases) > 0);
        match action {
            Action::ListOpen if !cx.me.can(Power::Supervise) => Some("why-no-right"),
            Action::ListOpen | Action::AppPrint if gone => Some("why-meeting-cancelled"),
            Action::AppPrint if !held => Some("why-nothing-said-yet"),
            Action::MeetingCancel if gone || held => Some("why-meeting-held"),
            _ => None,
        }
    }
}
