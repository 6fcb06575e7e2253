//! The leaders' board: every case in columns, by whoever owns it or by where it stands.
mod city_view;
mod columns;
pub mod view;

pub use columns::{By, Column, Sort};

use super::{Page, moved, trouble};
use crate::{
    domain::{case::Case, catalog::List, petition::No},
    flow::{Cx, Desk, Effect, Effects, Paper, Route, Ticket},
    form::{Sheet, edit_act},
    keys::{Action, Context},
    screens::task::{
        about::{about, handing_over, reviewing},
        case_sheet,
    },
    search::Roll,
    store::{CaseAsk, Reply, Request, StoreError},
    text,
    widgets::list::Cursor,
};

/// The board.
pub struct Board {
    /// Every case.
    pub cards: Vec<Case>,
    /// What makes a column.
    pub by: By,
    /// What comes first in a column.
    pub sort: Sort,
    /// The columns, as they were laid out last.
    pub columns: Vec<Column>,
    /// Whether the columns are told in a row each: the whole city on one screen.
    pub city: bool,
    /// The column in which the cursor stands.
    pub column: usize,
    /// The card on which it stands there.
    pub cursor: Cursor,
    /// What the cards are narrowed by, while somebody looks for one.
    pub typed: Option<text::line::Line>,
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
            sort: Sort::default(),
            columns: Vec::new(),
            city: false,
            column: 0,
            cursor: Cursor::default(),
            typed: None,
            told: false,
            list: Desk::new(page, 0),
        }
    }

    fn load(&mut self) -> Effects {
        vec![self.list.ask(Request::Case(CaseAsk::Board))]
    }

    /// The card under the cursor.
    pub fn chosen(&self) -> Option<&Case> {
        let at = self.columns.get(self.column)?.cards.get(self.cursor.0)?;
        self.cards.get(*at)
    }

    /// Lays the cards out anew; the cursor stays on its card, wherever that went.
    fn lay_out(&mut self, stood: Option<&No>, cx: &Cx) {
        self.columns =
            columns::columns(&self.cards, self.fitting(cx).into_iter(), (self.by, self.sort), cx.today);
        let here = |column: &Column| column.cards.iter().position(|at| Some(&self.cards[*at].no) == stood);
        let found = self.columns.iter().enumerate().find_map(|(at, column)| Some((at, here(column)?)));
        if let Some((column, row)) = found {
            (self.column, self.cursor.0) = (column, row);
        }
        self.aside(0);
    }

    /// The cards that fit what was typed: by number, title, owner, field or place.
    fn fitting(&self, cx: &Cx) -> Vec<usize> {
        let Some(typed) = &self.typed else { return (0..self.cards.len()).collect() };
        let words = |card: &Case| {
            let name = |list, code: &str| cx.catalog().name(list, code).to_owned();
            let (leader, place) =
                (name(List::Leader, &card.matter.leader), name(List::Place, &card.matter.place));
            [card.matter.title.clone(), leader, card.matter.field.clone(), place]
        };
        let words: Vec<[String; 4]> = self.cards.iter().map(words).collect();
        let all = self.cards.iter().zip(&words);
        Roll::of(all.map(|(card, words)| (card.no.as_str(), words.iter().map(String::as_str).collect())))
            .find(typed.text())
    }

    /// After what the cards are narrowed by has changed: the cursor goes to the first that fits.
    fn narrowed(&mut self, cx: &Cx) {
        (self.column, self.cursor) = (0, Cursor::default());
        self.lay_out(None, cx);
    }

    /// Moves to a column beside this one, and stays on the board.
    fn aside(&mut self, by: isize) {
        self.column = self.column.saturating_add_signed(by).min(self.columns.len().saturating_sub(1));
        self.cursor.step(0, self.rows());
    }

    /// Moves the cursor: from card to card, or from row to row where each column is a row.
    fn moved(&mut self, action: Action, cx: &Cx) -> bool {
        let rows = self.rows();
        if !self.city {
            return moved(&mut self.cursor, action, rows, view::cards_down(cx.size));
        }
        let mut row = Cursor(self.column);
        let done = moved(&mut row, action, self.columns.len(), view::rows_down(cx.size));
        if row.0 != self.column {
            (self.column, self.cursor) = (row.0, Cursor::default());
        }
        done
    }

    fn rows(&self) -> usize {
        self.columns.get(self.column).map_or(0, |column| column.cards.len())
    }

    /// What is to be done with the chosen card.
    fn on_card(&self, action: Action, cx: &Cx) -> Option<Effect> {
        let card = self.chosen()?;
        let (no, version) = (card.no.clone(), card.version);
        let matter = &card.matter;
        let (paper, sheet) = match action {
            Action::CaseAssign => {
                (Paper::CaseAssign { no, version }, handing_over(&matter.title, &matter.leader, cx))
            }
            Action::CaseMove if self.by == By::Leader => {
                (Paper::CaseAssign { no, version }, handing_over(&matter.title, &matter.leader, cx))
            }
            Action::CaseMove => {
                let field = self.by.field().to_owned();
                (Paper::CaseMove { no, version, field }, case_sheet(matter, cx).over(&about(&matter.title)))
            }
            Action::CaseReview => (Paper::CaseReview { no, version, meeting: None }, reviewing(card, "", cx)),
            _ => return Some(Effect::Go(Route::Case(no))),
        };
        Some(Effect::Go(Route::Paper(Box::new(paper), sheet)))
    }

    /// A new case; it is what the column says, unless the form says otherwise.
    fn new_case(&self) -> Effect {
        let key = self.columns.get(self.column).map_or("", |column| &column.key);
        let field = self.by.field();
        let sheet = if key.is_empty() { Sheet::default() } else { Sheet::default().with(field, key) };
        Effect::Go(Route::Paper(Box::new(Paper::CaseNew { petition: None }), sheet))
    }
}

impl Page for Board {
    fn name(&self) -> &'static str {
        "board"
    }

    fn contexts(&self) -> Vec<Context> {
        if self.typed.is_some() {
            vec![Context::Seek, Context::List]
        } else {
            vec![Context::Board, Context::List]
        }
    }

    fn text(&mut self, text: &str, cx: &Cx) -> Effects {
        if let Some(typed) = &mut self.typed {
            typed.insert(&text::clean::typed(text));
            self.narrowed(cx);
        }
        Vec::new()
    }

    fn open(&mut self, _cx: &Cx) -> Effects {
        self.load()
    }

    fn act(&mut self, action: Action, cx: &Cx) -> Effects {
        if self.moved(action, cx) {
            return Vec::new();
        }
        match action {
            Action::BoardCity => self.city = !self.city,
            Action::ListOpen | Action::AppBack if self.city => self.city = false,
            Action::ViewLeft => self.aside(-1),
            Action::ViewRight => self.aside(1),
            Action::ViewTurn => {
                let stood = self.chosen().map(|card| card.no.clone());
                self.by = self.by.turned();
                self.lay_out(stood.as_ref(), cx);
            }
            Action::FindSort => {
                let stood = self.chosen().map(|card| card.no.clone());
                self.sort = self.sort.turned();
                self.lay_out(stood.as_ref(), cx);
            }
            Action::CaseNew => return vec![self.new_case()],
            Action::ListOpen | Action::CaseAssign | Action::CaseReview | Action::CaseMove => {
                return self.on_card(action, cx).into_iter().collect();
            }
            Action::MeetingList => return vec![Effect::Go(Route::Meetings)],
            Action::BoardFind => self.typed = Some(text::line::Line::default()),
            Action::AppBack if self.typed.is_some() => {
                let stood = self.chosen().map(|card| card.no.clone());
                self.typed = None;
                self.lay_out(stood.as_ref(), cx);
            }
            Action::AppBack => return vec![Effect::Back],
            action => {
                if self.typed.as_mut().is_some_and(|typed| edit_act(typed, action)) {
                    self.narrowed(cx);
                }
            }
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
            Action::CaseAssign | Action::CaseReview | Action::CaseMove if self.city => Some("why-whole-city"),
            Action::ListOpen | Action::CaseAssign | Action::CaseReview | Action::CaseMove
                if self.chosen().is_none() =>
            {
                Some("why-empty")
            }
            Action::GoBoard => Some("why-here-already"),
            Action::AppPrint => Some("why-nothing-to-print"),
            _ => None,
        }
    }
}
