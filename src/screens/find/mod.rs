//! Find: one box over everything, live at every key.
pub mod view;

use super::{Page, moved};
use crate::{
    domain::petition::{No, State},
    flow::{Cx, Desk, Effect, Effects, Found, Paper, Route, Seek, Ticket},
    form::{Sheet, edit_act},
    keys::{Action, Context},
    screens::today::views::next_code,
    search::{Hit, Hits},
    store::{PetitionAsk, PetitionPage, Reply, Request, StoreError},
    text::{clean, line::Line},
    widgets::list::Cursor,
};

/// Rows asked for: a screenful of the tallest terminal.
const ROWS: usize = 60;

/// The find box, what it found, and the chosen petition beside or below it.
pub struct Find {
    /// What was typed.
    pub typed: Line,
    /// What was found for `asked`.
    pub hits: Hits,
    /// What of the typed text means nothing, as typed.
    pub misread: Vec<String>,
    /// The text that `hits` answers.
    pub asked: String,
    /// The chosen row.
    pub cursor: Cursor,
    /// The chosen petition in full.
    pub preview: Option<Box<PetitionPage>>,
    seeker: Desk,
    page: Desk,
}

impl Find {
    /// The screen under its number, with what is typed already.
    pub fn new(page: u32, typed: &str) -> Self {
        let mut line = Line::default();
        line.insert(typed);
        Self {
            typed: line,
            hits: Hits::default(),
            misread: Vec::new(),
            asked: String::new(),
            cursor: Cursor::default(),
            preview: None,
            seeker: Desk::new(page, 0),
            page: Desk::new(page, 1),
        }
    }

    fn seek(&mut self, cx: &Cx) -> Effects {
        let query = cx.query(self.typed.text());
        self.misread.clone_from(&query.misread);
        vec![self.seeker.find(Seek::Text { query, limit: ROWS })]
    }

    fn look(&mut self) -> Effects {
        if let Some(hit) = self.chosen() {
            let ask = PetitionAsk::Page(No(hit.row.no.clone()));
            return vec![self.page.ask(Request::Petition(ask))];
        }
        self.page.forget();
        self.preview = None;
        Vec::new()
    }

    /// The chosen petition.
    pub fn chosen(&self) -> Option<&Hit> {
        self.hits.rows.get(self.cursor.0)
    }

    /// Whether the list still answers an older text: then Enter waits for the right one.
    pub fn behind(&self) -> bool {
        self.asked != self.typed.text()
    }
}

impl Page for Find {
    fn name(&self) -> &'static str {
        "find"
    }

    fn contexts(&self) -> Vec<Context> {
        vec![Context::Find]
    }

    fn open(&mut self, cx: &Cx) -> Effects {
        self.seek(cx)
    }

    fn act(&mut self, action: Action, cx: &Cx) -> Effects {
        let room = usize::from(cx.size.1.saturating_sub(6));
        if moved(&mut self.cursor, action, self.hits.rows.len(), room) {
            return self.look();
        }
        match action {
            Action::AppBack => vec![Effect::Back],
            Action::ListOpen => {
                let no = self.chosen().map(|hit| No(hit.row.no.clone()));
                no.map(|no| Effect::Go(Route::Petition(no))).into_iter().collect()
            }
            Action::PetitionAgain => {
                let paper = self.chosen().map(|hit| Paper::Again {
                    no: No(hit.row.no.clone()),
                    title: format!("{} {}", hit.row.petitioner, hit.row.subject),
                    closed: State::parse(&hit.row.state).is_some_and(|state| !state.is_open()),
                });
                let open = |paper| Effect::Go(Route::Paper(Box::new(paper), Sheet::default()));
                paper.map(open).into_iter().collect()
            }
            Action::FindKeep => {
                let paper = Paper::View { digit: next_code(cx).1, typed: self.typed.text().to_owned() };
                vec![Effect::Go(Route::Paper(Box::new(paper), Sheet::default()))]
            }
            action if edit_act(&mut self.typed, action) => self.seek(cx),
            _ => Vec::new(),
        }
    }

    fn text(&mut self, text: &str, cx: &Cx) -> Effects {
        self.typed.insert(&clean::typed(text));
        self.seek(cx)
    }

    fn answer(&mut self, ticket: Ticket, reply: Result<Reply, StoreError>, _cx: &Cx) -> Effects {
        if let Ok(Reply::Petition(page)) = reply
            && self.page.expects(ticket)
        {
            self.preview = Some(page);
        }
        Vec::new()
    }

    fn found(&mut self, ticket: Ticket, found: Found, _cx: &Cx) -> Effects {
        if !self.seeker.expects(ticket) {
            return Vec::new();
        }
        // The list may not move under the cursor: on the same text it stays on the petition it stood on.
        let stood =
            (self.asked == self.typed.text()).then(|| self.chosen().map(|hit| hit.row.no.clone())).flatten();
        (self.hits, self.asked) = (found.hits, self.typed.text().to_owned());
        let now = self.hits.rows.iter().position(|hit| Some(&hit.row.no) == stood.as_ref());
        self.cursor.0 = now.unwrap_or(0);
        self.look()
    }

    fn changed(&mut self, cx: &Cx) -> Effects {
        self.seek(cx)
    }

    fn refuses(&self, action: Action, _cx: &Cx) -> Option<&'static str> {
        match action {
            Action::ListOpen | Action::PetitionAgain if self.behind() => Some("why-still-looking"),
            Action::ListOpen | Action::PetitionAgain if self.hits.rows.is_empty() => Some("why-empty"),
            Action::FindKeep if self.typed.text().trim().is_empty() => Some("why-nothing-typed"),
            Action::FindKeep if !self.misread.is_empty() => Some("why-misread"),
            Action::GoFind => Some("why-here-already"),
            Action::AppPrint => Some("why-nothing-to-print"),
            _ => None,
        }
    }
}
