//! Figures over any span of days: every measure at once, or broken down, and what registers came to; each leads to what
//! stands behind it.
mod registers;
pub mod view;

use super::{Page, moved, trouble};
use crate::{
    domain::{
        figures::{By, Figures, Measure, Question, Row},
        register::Counted,
        span::{self, Span},
    },
    flow::{Cx, Desk, Effect, Effects, Job, Note, Route, Ticket},
    form::edit_act,
    keys::{Action, Context},
    store::{FiguresAsk, Reply, Request, StoreError},
    text::{clean, line},
    widgets::list::Cursor,
};
use chrono::NaiveDate;

/// What is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// Every measure.
    Whole,
    /// A breakdown.
    By(By),
    /// What every register came to.
    Registers,
}

impl Tab {
    /// All of them, in their order.
    pub fn all() -> Vec<Self> {
        let parts = By::ALL.iter().copied().map(Self::By);
        std::iter::once(Self::Whole).chain(parts).chain([Self::Registers]).collect()
    }

    /// The message that names it.
    pub fn message(self) -> String {
        match self {
            Self::Whole => "figures-all".to_owned(),
            Self::By(by) => by.message(),
            Self::Registers => "registers".to_owned(),
        }
    }
}

/// The screen.
pub struct FiguresScreen {
    /// The days; the present month until somebody says otherwise.
    pub span: Option<Span>,
    /// Only what is so: one step down each time somebody enters a part.
    pub only: Vec<(By, String)>,
    /// What is shown.
    pub tab: Tab,
    /// What the store counted of these days and parts; nothing until it has.
    pub figures: Option<Box<Figures>>,
    /// What registers came to on these days; nothing until the store has told.
    pub counts: Option<Vec<Counted>>,
    /// The chosen row.
    pub cursor: Cursor,
    /// The span while somebody types one.
    pub typed: Option<line::Line>,
    list: Desk,
    print: Desk,
}

impl FiguresScreen {
    /// The screen under its number.
    pub fn new(page: u32) -> Self {
        Self {
            span: None,
            only: Vec::new(),
            tab: Tab::Whole,
            figures: None,
            counts: None,
            cursor: Cursor::default(),
            typed: None,
            list: Desk::new(page, 0),
            print: Desk::new(page, 1),
        }
    }

    /// The days that are counted.
    pub fn span(&self, today: NaiveDate) -> Span {
        self.span.clone().or_else(|| span::month(today)).unwrap_or(today..=today)
    }

    fn question(&self, cx: &Cx) -> Question {
        Question {
            span: self.span(cx.today),
            only: self.only.clone(),
            by: if let Tab::By(by) = self.tab { by } else { By::Month },
            group: cx.lists.group_size(),
        }
    }

    /// Asks for what is not counted yet; what was counted of other days or parts is not shown under the new head.
    fn anew(&mut self, cx: &Cx) -> Effects {
        (self.figures, self.counts) = (None, None);
        self.load(cx)
    }

    fn load(&mut self, cx: &Cx) -> Effects {
        if self.tab == Tab::Registers {
            return self.ask_registers(cx).into_iter().collect();
        }
        let question = self.question(cx);
        vec![self.list.ask(Request::Figures(FiguresAsk::Tell(question)))]
    }

    /// The rows of a breakdown; the newest month first.
    pub fn rows(&self) -> Vec<&Row> {
        let Some(figures) = &self.figures else { return Vec::new() };
        match self.tab {
            Tab::Whole | Tab::Registers => Vec::new(),
            Tab::By(By::Month) => figures.months.iter().rev().collect(),
            Tab::By(_) => figures.parts.iter().collect(),
        }
    }

    fn count(&self) -> usize {
        match self.tab {
            Tab::Whole => Measure::ALL.len(),
            Tab::By(_) => self.rows().len(),
            Tab::Registers => self.counts.as_ref().map_or(0, Vec::len),
        }
    }

    /// The measure under the cursor, where measures are shown.
    pub fn measure(&self) -> Option<Measure> {
        Measure::ALL.get(self.cursor.0).copied().filter(|_| self.tab == Tab::Whole)
    }

    fn turn(&mut self, forward: bool, cx: &Cx) -> Effects {
        let all = Tab::all();
        let here = all.iter().position(|tab| *tab == self.tab).unwrap_or(0);
        let next = if forward { here + 1 } else { here + all.len() - 1 };
        self.show(all[next % all.len()], cx)
    }

    fn show(&mut self, tab: Tab, cx: &Cx) -> Effects {
        (self.tab, self.cursor) = (tab, Cursor::default());
        self.anew(cx)
    }

    fn open_row(&mut self, cx: &Cx) -> Effects {
        if let Some(measure) = self.measure() {
            return vec![Effect::Go(Route::Listed(Box::new((self.question(cx), measure))))];
        }
        if self.tab == Tab::Registers {
            return self.open_register(cx).into_iter().collect();
        }
        let Some(row) = self.rows().get(self.cursor.0).copied() else { return Vec::new() };
        let key = row.key.clone();
        match self.tab {
            Tab::By(By::Month) => self.span = span::read(&key, cx.today).ok(),
            Tab::By(by) => self.only.push((by, key)),
            Tab::Whole | Tab::Registers => {}
        }
        self.show(Tab::Whole, cx)
    }

    fn back(&mut self, cx: &Cx) -> Effects {
        if self.typed.take().is_some() {
            return Vec::new();
        }
        if self.tab != Tab::Whole {
            return self.show(Tab::Whole, cx);
        }
        if self.only.pop().is_some() {
            return self.anew(cx);
        }
        vec![Effect::Back]
    }

    fn take_span(&mut self, span: Option<Span>, cx: &Cx) -> Effects {
        self.span = span.or(self.span.take());
        self.anew(cx)
    }

    /// Takes the span that was typed; what cannot be read is said and stays.
    fn read(&mut self, cx: &Cx) -> Effects {
        let Some(typed) = &self.typed else { return Vec::new() };
        match span::read(typed.text().trim(), cx.today) {
            Ok(span) if span.start() <= span.end() => {
                self.typed = None;
                self.take_span(Some(span), cx)
            }
            _ => vec![Effect::Tell(Note::bad("figures-span-unclear", typed.text().to_owned()))],
        }
    }
}

impl Page for FiguresScreen {
    fn name(&self) -> &'static str {
        "figures"
    }

    fn contexts(&self) -> Vec<Context> {
        if self.typed.is_some() {
            vec![Context::Seek, Context::List]
        } else {
            vec![Context::Figures, Context::List]
        }
    }

    fn open(&mut self, cx: &Cx) -> Effects {
        self.load(cx)
    }

    fn text(&mut self, text: &str, _cx: &Cx) -> Effects {
        if let Some(typed) = &mut self.typed {
            typed.insert(&clean::typed(text));
        }
        Vec::new()
    }

    fn act(&mut self, action: Action, cx: &Cx) -> Effects {
        if self.typed.is_some() && action == Action::ListOpen {
            return self.read(cx);
        }
        if self.typed.as_mut().is_some_and(|typed| edit_act(typed, action)) {
            return Vec::new();
        }
        let count = self.count();
        if moved(&mut self.cursor, action, count, view::rows_down(cx.size)) {
            return Vec::new();
        }
        let span = self.span(cx.today);
        match action {
            Action::AppBack => self.back(cx),
            Action::ListOpen => self.open_row(cx),
            Action::ViewLeft => self.turn(false, cx),
            Action::ViewRight => self.turn(true, cx),
            Action::FiguresEarlier => self.take_span(span::beside(&span, false), cx),
            Action::FiguresLater => self.take_span(span::beside(&span, true), cx),
            Action::ViewTurn => self.take_span(span::turned(&span, cx.today), cx),
            Action::FiguresSpan => {
                self.typed = Some(line::Line::default());
                Vec::new()
            }
            Action::AppPrint => vec![self.print.work(Job::Brief { span, only: self.only.clone() })],
            _ => Vec::new(),
        }
    }

    fn answer(&mut self, ticket: Ticket, reply: Result<Reply, StoreError>, _cx: &Cx) -> Effects {
        match reply {
            Ok(Reply::Figures(figures)) if self.list.expects(ticket) => {
                self.figures = Some(figures);
                self.cursor.step(0, self.count());
                Vec::new()
            }
            Ok(Reply::Counts(counts)) if self.list.expects(ticket) => {
                self.counts = Some(counts);
                self.cursor.step(0, self.count());
                Vec::new()
            }
            Ok(_) => Vec::new(),
            Err(error) => trouble(error),
        }
    }

    fn changed(&mut self, cx: &Cx) -> Effects {
        self.load(cx)
    }

    fn refuses(&self, action: Action, cx: &Cx) -> Option<&'static str> {
        match action {
            Action::FiguresLater if *self.span(cx.today).end() >= cx.today => Some("why-to-come"),
            Action::ListOpen if self.typed.is_none() && self.count() == 0 => Some("why-empty"),
            Action::GoFigures => Some("why-here-already"),
            _ => None,
        }
    }
}
