//! The leaders' board: every case in columns, by whoever owns it or by where it stands.
mod columns;
pub mod view;

pub use columns::{By, Column};

use super::{Page, moved, trouble};
use crate::{
    domain::petition::No,
    flow::{Cx, Desk, Effect, Effects, Paper, Route, Ticket},
    form::Sheet,
    keys::{Action, Context},
    screens::task::about::{about, handing_over},
    store::{Card, CaseAsk, Reply, Request, StoreError},
    widgets::list::Cursor,
};

/// The board.
pub struct Board {
    /// Every case.
    pub cards: Vec<Card>,
    /// What makes a column.
    pub by: By,
    /// The columns, as they were laid out last.
    pub columns: Vec<Column>,
    /// The column in which the cursor stands.
    pub column: usize,
    /// The card on which it stands there.
    pub cursor: Cursor,
    /// The store has answered.
    pub told: bool,
    list: Desk,
}

impl Board {
    /// The screen under its number.
    pub fn new(page: u32) -> Self {
        Self {
            cards: Vec::new(),
            by: By::default(),
            columns: Vec::new(),
            column: 0,
            cursor: Cursor::default(),
            told: false,
            list: Desk::new(page, 0),
        }
    }

    fn load(&mut self) -> Effects {
        vec![self.list.ask(Request::Case(CaseAsk::Board))]
    }

    /// The card under the cursor.
    pub fn chosen(&self) -> Option<&Card> {
        let at = self.columns.get(self.column)?.cards.get(self.cursor.0)?;
        self.cards.get(*at)
    }

    /// Lays the cards out anew; the cursor stays on its card, wherever that went.
    fn lay_out(&mut self, stood: Option<&No>, cx: &Cx) {
        self.columns = columns::columns(&self.cards, self.by, cx.today);
        let here = |column: &Column| column.cards.iter().position(|at| Some(&self.cards[*at].no) == stood);
        let found = self.columns.iter().enumerate().find_map(|(at, column)| Some((at, here(column)?)));
        if let Some((column, row)) = found {
            (self.column, self.cursor.0) = (column, row);
        }
        self.aside(0);
    }

    /// Moves to a column beside this one, and stays on the board.
    fn aside(&mut self, by: isize) {
        self.column = self.column.saturating_add_signed(by).min(self.columns.len().saturating_sub(1));
        self.cursor.step(0, self.rows());
    }

    fn rows(&self) -> usize {
        self.columns.get(self.column).map_or(0, |column| column.cards.len())
    }

    /// What is to be done with the chosen card.
    fn on_card(&self, action: Action, cx: &Cx) -> Option<Effect> {
        let card = self.chosen()?;
        let (no, version) = (card.no.clone(), card.version);
        let (paper, sheet) = match action {
            Action::CaseAssign => {
                (Paper::CaseAssign { no, version }, handing_over(&card.title, &card.leader, cx))
            }
            Action::CaseReview => {
                (Paper::CaseReview { no, version }, about(&card.title).with("chair", &*card.leader))
            }
            _ => return Some(Effect::Go(Route::Case(no))),
        };
        Some(Effect::Go(Route::Paper(Box::new(paper), sheet)))
    }

    /// A new case; in a leader's column it is that leader's, unless the form says otherwise.
    fn new_case(&self) -> Effect {
        let leader = self.columns.get(self.column).filter(|_| self.by == By::Leader);
        let sheet = Sheet::default().with("leader", leader.map_or("", |column| &column.key));
        Effect::Go(Route::Paper(Box::new(Paper::CaseNew { petition: None }), sheet))
    }
}

impl Page for Board {
    fn name(&self) -> &'static str {
        "board"
    }

    fn contexts(&self) -> Vec<Context> {
        vec![Context::Board, Context::List]
    }

    fn open(&mut self, _cx: &Cx) -> Effects {
        self.load()
    }

    fn act(&mut self, action: Action, cx: &Cx) -> Effects {
        let (rows, room) = (self.rows(), view::cards_down(cx.size));
        if moved(&mut self.cursor, action, rows, room) {
            return Vec::new();
        }
        match action {
            Action::ViewLeft => self.aside(-1),
            Action::ViewRight => self.aside(1),
            Action::ViewTurn => {
                let stood = self.chosen().map(|card| card.no.clone());
                self.by = self.by.turned();
                self.lay_out(stood.as_ref(), cx);
            }
            Action::CaseNew => return vec![self.new_case()],
            Action::ListOpen | Action::CaseAssign | Action::CaseReview => {
                return self.on_card(action, cx).into_iter().collect();
            }
            Action::AppBack => return vec![Effect::Back],
            _ => {}
        }
        Vec::new()
    }

    fn answer(&mut self, ticket: Ticket, reply: Result<Reply, StoreError>, cx: &Cx) -> Effects {
        match reply {
            Ok(Reply::Board(cards)) if self.list.expects(ticket) => {
                let stood = self.chosen().map(|card| card.no.clone());
                (self.cards, self.told) = (cards, true);
                self.lay_out(stood.as_ref(), cx);
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
        match action {
            Action::ListOpen | Action::CaseAssign | Action::CaseReview if self.chosen().is_none() => {
                Some("why-empty")
            }
            Action::GoBoard => Some("why-here-already"),
            Action::AppPrint => Some("why-nothing-to-print"),
            _ => None,
        }
    }
}
