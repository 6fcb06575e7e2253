//! Find: one box over everything, live at every key.
mod preview;
pub mod view;

pub use preview::Preview;

use super::{Page, moved};
use crate::{
    domain::{
        audit::{self, Trace},
        petition::{No, State},
    },
    flow::{Cx, Desk, Effect, Effects, Found, Paper, Route, Seek, Ticket},
    form::{Sheet, edit_act},
    keys::{Action, Context},
    screens::today::views::{next_code, own},
    search::{Hit, Hits, Order, Query},
    store::{Leading, PetitionAsk, RecordAsk, Reply, Request, StoreError},
    text::{clean, line::Line},
    widgets::list::Cursor,
};
use std::collections::BTreeSet;

/// Rows asked for: a screenful of the tallest terminal.
const ROWS: usize = 60;

/// Rows of registers shown below the petitions.
pub const RECORDS: usize = 20;

/// The find box, what it found, petitions before rows of registers, and the chosen one beside or below it.
pub struct Find {
    /// What was typed.
    pub typed: Line,
    /// What was found for `asked`.
    pub hits: Hits,
    /// The rows of registers in which all its words stand; one more than are shown where there are more.
    pub records: Vec<Leading>,
    /// What of the typed text means nothing, as typed.
    pub misread: Vec<String>,
    /// What was typed says too little yet.
    pub begun: bool,
    /// The text that `hits` answers.
    pub asked: String,
    /// The chosen row.
    pub cursor: Cursor,
    /// The chosen petition or row in full.
    pub preview: Option<Preview>,
    /// In which order.
    pub order: Order,
    /// What the word before the caret may become.
    pub offers: Offers,
    /// Petitions that came since and are held back, so that the list does not move under the cursor.
    pub held: usize,
    /// Whether the next answer may move the list.
    free: bool,
    /// The search that was written down last, and whom the preview has shown.
    noted: String,
    looked: BTreeSet<No>,
    seeker: Desk,
    registers: Desk,
    page: Desk,
}

/// What the word before the caret may become, or in an empty box the searches that were kept.
#[derive(Clone, Debug, Default)]
pub struct Offers {
    /// The box up to the word.
    begin: String,
    /// The word, whole.
    pub words: Vec<String>,
    /// The one that stands in the box.
    pub chosen: Option<usize>,
}

impl Find {
    /// The screen under its number, with what is typed already.
    pub fn new(page: u32, typed: &str) -> Self {
        let mut line = Line::default();
        line.insert(typed);
        Self {
            typed: line,
            hits: Hits::default(),
            records: Vec::new(),
            misread: Vec::new(),
            begun: false,
            asked: String::new(),
            cursor: Cursor::default(),
            preview: None,
            order: Order::default(),
            offers: Offers::default(),
            held: 0,
            free: true,
            noted: String::new(),
            looked: BTreeSet::new(),
            seeker: Desk::new(page, 0),
            page: Desk::new(page, 1),
            registers: Desk::new(page, 2),
        }
    }

    /// What was looked for last, and whom the preview showed to somebody who stayed with it.
    fn trace(&mut self) -> Effects {
        let typed = self.asked.trim().to_owned();
        let mut effects = self.stayed();
        if !typed.is_empty() && self.noted != typed {
            self.noted.clone_from(&typed);
            let hits = self.hits.total + self.records.len();
            let trace = Trace::Searched { query: typed, hits };
            effects.push(Effect::Note(audit::subject("find"), trace));
        }
        effects
    }

    fn stayed(&mut self) -> Effects {
        let shown = self.preview.as_ref().map(|shown| shown.no().clone());
        let new = shown.filter(|no| self.looked.insert(no.clone()));
        let look = |no: No| Effect::Note(audit::subject(no.as_str()), Trace::Looked);
        new.map(look).into_iter().collect()
    }

    /// After the hands changed something: the list is another one.
    fn seek(&mut self, cx: &Cx) -> Effects {
        self.free = true;
        self.ask(cx)
    }

    fn ask(&mut self, cx: &Cx) -> Effects {
        let query = cx.query(self.typed.text());
        self.misread.clone_from(&query.misread);
        self.begun = query.begun;
        let records = self.ask_registers(&query);
        let text = self.seeker.find(Seek::Text { query, limit: ROWS, order: self.order });
        std::iter::once(text).chain(records).collect()
    }

    /// Rows of registers have no fields of petitions: a filter is not about them.
    fn ask_registers(&mut self, query: &Query) -> Option<Effect> {
        if query.tokens.is_empty() || query.begun || !query.filters.is_empty() {
            self.registers.forget();
            self.records.clear();
            return None;
        }
        let words = self.typed.text().split_whitespace().map(str::to_owned).collect();
        Some(self.registers.ask(Request::Record(RecordAsk::Found { words, limit: RECORDS + 1 })))
    }

    fn edited(&mut self, cx: &Cx) -> Effects {
        self.offers = self.offer(cx);
        self.seek(cx)
    }

    fn offer(&self, cx: &Cx) -> Offers {
        if self.typed.text().is_empty() {
            let words = own(cx).into_iter().filter(|(_, item)| !item.off);
            return Offers {
                words: words.map(|(_, item)| item.extra.text.clone()).collect(),
                ..Offers::default()
            };
        }
        let before = self.typed.before();
        let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
        let begin = &before[..before.len() - word.len()];
        Offers { begin: begin.to_owned(), words: cx.vocabulary().completions(word), chosen: None }
    }

    /// Puts the first offer into the box, or the next one in its place.
    fn complete(&mut self, cx: &Cx) -> Effects {
        let next = self.offers.chosen.map_or(0, |at| (at + 1) % self.offers.words.len().max(1));
        let Some(word) = self.offers.words.get(next).cloned() else { return Vec::new() };
        while self.typed.before().len() > self.offers.begin.len() {
            self.typed.erase();
        }
        self.typed.insert(&word);
        self.offers.chosen = Some(next);
        // The name of a filter wants a value next; another word takes the place of this one.
        if word.ends_with(':') {
            self.offers = self.offer(cx);
        }
        self.seek(cx)
    }

    /// The rows as they stood, each as it is now; what is new is held back, and what is gone leaves its place.
    fn hold(&mut self, mut hits: Hits) {
        let new = |hit: &&Hit| !self.hits.rows.iter().any(|known| known.row.id == hit.row.id);
        self.held = hits.rows.iter().filter(new).count();
        let same = |known: &Hit| hits.rows.iter().find(|hit| hit.row.id == known.row.id).cloned();
        hits.rows = self.hits.rows.iter().filter_map(same).collect();
        self.hits = hits;
    }

    fn look(&mut self) -> Effects {
        let no = self.numbers().nth(self.cursor.0);
        if let Some(no) = no {
            let petition = self.cursor.0 < self.hits.rows.len();
            return vec![self.page.ask(if petition {
                Request::Petition(PetitionAsk::Page(no))
            } else {
                Request::Record(RecordAsk::Page(no))
            })];
        }
        self.page.forget();
        self.preview = None;
        Vec::new()
    }

    /// The chosen petition; none where a row of a register is chosen.
    pub fn chosen(&self) -> Option<&Hit> {
        self.hits.rows.get(self.cursor.0)
    }

    /// The rows of registers that are shown.
    pub fn shown_records(&self) -> &[Leading] {
        &self.records[..self.records.len().min(RECORDS)]
    }

    /// The numbers of all that is listed, petitions first.
    fn numbers(&self) -> impl Iterator<Item = No> {
        let petitions = self.hits.rows.iter().map(|hit| No(hit.row.no.clone()));
        petitions.chain(self.shown_records().iter().map(|row| row.no.clone()))
    }

    /// How many rows are listed.
    pub fn listed(&self) -> usize {
        self.hits.rows.len() + self.shown_records().len()
    }

    /// Puts the cursor back on what it stood on, where that is still listed; else to `or`.
    fn stay(&mut self, stood: Option<&No>, or: usize) {
        let now = stood.and_then(|stood| self.numbers().position(|no| no == *stood));
        self.cursor = Cursor(now.unwrap_or(or).min(self.listed().saturating_sub(1)));
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
        self.edited(cx)
    }

    fn act(&mut self, action: Action, cx: &Cx) -> Effects {
        let room = usize::from(cx.size.1.saturating_sub(6));
        let (shown, listed) = (self.cursor, self.listed());
        if moved(&mut self.cursor, action, listed, room) {
            // Whoever goes on from a row has read what stood beside it.
            let mut effects = if shown == self.cursor { Vec::new() } else { self.stayed() };
            effects.extend(self.look());
            return effects;
        }
        match action {
            Action::AppBack => vec![Effect::Back],
            Action::ListOpen => {
                let route = if self.chosen().is_some() { Route::Petition } else { Route::Record };
                let no = self.numbers().nth(self.cursor.0);
                no.map(|no| Effect::Go(route(no))).into_iter().collect()
            }
            Action::PetitionAgain => {
                let paper = self.chosen().map(|hit| Paper::Again {
                    no: No(hit.row.no.clone()),
                    title: format!("{} {}", hit.row.petitioner, hit.row.subject),
                    closed: State::parse(&hit.row.state).is_some_and(|state| !state.is_open()),
                    row: None,
                });
                let open = |paper| Effect::Go(Route::Paper(Box::new(paper), Sheet::default()));
                paper.map(open).into_iter().collect()
            }
            Action::FindComplete => self.complete(cx),
            Action::FindSort => {
                self.order = match self.order {
                    Order::Relevance => Order::Received,
                    Order::Received => Order::Due,
                    Order::Due => Order::Relevance,
                };
                self.seek(cx)
            }
            Action::AppRefresh => {
                self.free = true;
                Vec::new()
            }
            Action::FindKeep => {
                let paper = Paper::View { digit: next_code(cx).1, typed: self.typed.text().to_owned() };
                vec![Effect::Go(Route::Paper(Box::new(paper), Sheet::default()))]
            }
            action if edit_act(&mut self.typed, action) => self.edited(cx),
            _ => Vec::new(),
        }
    }

    fn text(&mut self, text: &str, cx: &Cx) -> Effects {
        self.typed.insert(&clean::typed(text));
        self.edited(cx)
    }

    fn answer(&mut self, ticket: Ticket, reply: Result<Reply, StoreError>, _cx: &Cx) -> Effects {
        match reply {
            Ok(Reply::Petition(page)) if self.page.expects(ticket) => {
                self.preview = Some(Preview::Petition(page));
            }
            Ok(Reply::Record(page)) if self.page.expects(ticket) => {
                self.preview = Some(Preview::Record(page));
            }
            Ok(Reply::Leading(records)) if self.registers.expects(ticket) => {
                let stood = self.numbers().nth(self.cursor.0);
                self.records = records;
                self.stay(stood.as_ref(), 0);
                return if self.numbers().nth(self.cursor.0) == stood { Vec::new() } else { self.look() };
            }
            _ => {}
        }
        Vec::new()
    }

    fn found(&mut self, ticket: Ticket, found: Found, _cx: &Cx) -> Effects {
        if !self.seeker.expects(ticket) {
            return Vec::new();
        }
        let stood = self.numbers().nth(self.cursor.0).filter(|_| !self.free);
        if self.free {
            (self.hits, self.held) = (found.hits, 0);
            self.typed.text().clone_into(&mut self.asked);
        } else {
            self.hold(found.hits);
        }
        self.free = false;
        self.stay(stood.as_ref(), 0);
        self.look()
    }

    fn changed(&mut self, cx: &Cx) -> Effects {
        self.ask(cx)
    }

    fn leaving(&mut self, _cx: &Cx) -> Effects {
        self.trace()
    }

    fn refuses(&self, action: Action, _cx: &Cx) -> Option<&'static str> {
        match action {
            Action::ListOpen | Action::PetitionAgain if self.behind() => Some("why-still-looking"),
            Action::ListOpen | Action::PetitionAgain if self.listed() == 0 => Some("why-empty"),
            Action::PetitionAgain if self.chosen().is_none() => Some("why-no-petition-here"),
            Action::FindComplete if self.offers.words.is_empty() => Some("why-no-offer"),
            Action::FindKeep if self.typed.text().trim().is_empty() => Some("why-nothing-typed"),
            Action::FindKeep if !self.misread.is_empty() => Some("why-misread"),
            Action::GoFind => Some("why-here-already"),
            Action::AppPrint => Some("why-nothing-to-print"),
            _ => None,
        }
    }
}
