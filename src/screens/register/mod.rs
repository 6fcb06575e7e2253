//! One register: its rows, narrowed by what is typed, with their totals and a chart.
pub mod view;

use super::{Page, lost, moved};
use crate::{
    domain::register::{Grouped, Narrow, Query, Register},
    flow::{Cx, Desk, Effect, Effects, Holds, Job, Note, Paper, Route, Ticket},
    form::{Sheet, edit_act},
    keys::{Action, Context},
    search::pick,
    store::{RecordAsk, RecordRow, Records, Reply, Request, StoreError},
    text::{clean, line},
    widgets::list::Cursor,
};
use std::sync::Arc;

/// Rows that are read at once; a cursor that nears the end of them asks for more.
const WINDOW: usize = 60;

/// A register.
pub struct RegisterScreen {
    /// Its id.
    pub id: String,
    /// By what it is narrowed, as typed.
    pub said: String,
    /// By what it is sorted where that is not its own order.
    pub by: Option<String>,
    /// The same while somebody types.
    pub typed: Option<line::Line>,
    /// Rows and totals; nothing until the store has told.
    pub records: Option<Box<Records>>,
    /// How many rows are in each part, where the chart is shown.
    pub chart: Option<Vec<Grouped>>,
    /// The chart is wanted.
    pub charted: bool,
    /// The chosen row.
    pub cursor: Cursor,
    load: Desk,
    parts: Desk,
    print: Desk,
}

impl RegisterScreen {
    /// The screen under its number, narrowed by what is said already.
    pub fn new(page: u32, id: String, said: String) -> Self {
        Self {
            id,
            said,
            by: None,
            typed: None,
            records: None,
            chart: None,
            charted: false,
            cursor: Cursor::default(),
            load: Desk::new(page, 0),
            parts: Desk::new(page, 1),
            print: Desk::new(page, 2),
        }
    }

    /// As it is declared now.
    pub fn register<'a>(&self, cx: &'a Cx) -> Option<&'a Arc<Register>> {
        cx.lists.registers.get(&self.id)
    }

    /// What is looked for.
    pub fn query(&self, cx: &Cx) -> Query {
        let typed = self.typed.as_ref().map_or(self.said.as_str(), |typed| typed.text());
        self.register(cx)
            .map(|register| Query::read(typed, register, &pick::meaning(cx.catalog()), cx.today))
            .unwrap_or_default()
    }

    fn narrow(&self, cx: &Cx, limit: usize) -> Narrow {
        Narrow { query: self.query(cx), by: self.by.clone(), limit, ..Narrow::default() }
    }

    /// Asks for as many rows as the cursor needs.
    fn load(&mut self, cx: &Cx) -> Effects {
        let limit = (self.cursor.0 / WINDOW + 2) * WINDOW;
        let narrow = Box::new(self.narrow(cx, limit));
        let register = self.id.clone();
        let list = RecordAsk::List { register: register.clone(), narrow: narrow.clone() };
        let mut effects = vec![self.load.ask(Request::Record(list))];
        if self.charted {
            effects.push(self.parts.ask(Request::Record(RecordAsk::Chart { register, narrow })));
        }
        effects
    }

    /// The rows that were read.
    pub fn rows(&self) -> &[RecordRow] {
        self.records.as_ref().map_or(&[], |records| &records.rows)
    }

    fn total(&self) -> usize {
        self.records.as_ref().map_or(0, |records| usize::try_from(records.total).unwrap_or(usize::MAX))
    }

    fn chosen(&self) -> Option<&RecordRow> {
        self.rows().get(self.cursor.0)
    }

    /// A cursor at the end of what was read asks for what comes next.
    fn more(&mut self, cx: &Cx) -> Effects {
        let read = self.rows().len();
        if read < self.total() && self.cursor.0 + WINDOW / 2 > read { self.load(cx) } else { Vec::new() }
    }

    fn typing(&mut self, cx: &Cx) -> Effects {
        self.cursor = Cursor::default();
        self.load(cx)
    }

    /// Sorts by the next column that is shown; after the last one in the order of the register again.
    fn sort(&mut self, cx: &Cx) -> Effects {
        let ways: Vec<String> = self.register(cx).map(|register| ways(register, cx)).unwrap_or_default();
        let next = match &self.by {
            None => 0,
            Some(by) => ways.iter().position(|id| id == by).map_or(ways.len(), |at| at + 1),
        };
        self.by = ways.into_iter().nth(next);
        self.typing(cx)
    }

    fn back(&mut self, cx: &Cx) -> Effects {
        if self.typed.take().is_some() {
            return self.typing(cx);
        }
        if !self.said.is_empty() {
            self.said.clear();
            return self.typing(cx);
        }
        vec![Effect::Back]
    }

    fn enter(&mut self, cx: &Cx) -> Effects {
        let Some(typed) = self.typed.take() else {
            return self
                .chosen()
                .map(|row| Effect::Go(Route::Record(row.record.no.clone())))
                .into_iter()
                .collect();
        };
        typed.text().trim().clone_into(&mut self.said);
        self.typing(cx)
    }

    fn new_row(&self, cx: &Cx) -> Effects {
        let paper = Paper::Record { register: self.id.clone(), no: None, version: 0 };
        let known = self.register(cx).is_some();
        known.then(|| Effect::Go(Route::Paper(Box::new(paper), Sheet::default()))).into_iter().collect()
    }
}

/// The columns that are shown and that rows can be sorted by, beside the one by which they are.
fn ways(register: &Register, cx: &Cx) -> Vec<String> {
    let shown = if cx.wide() { &register.wide } else { &register.columns };
    let sorts = |id: &&String| **id != register.order.0 && register.sorts_by(id).is_some();
    shown.iter().filter(sorts).cloned().collect()
}

impl Page for RegisterScreen {
    fn name(&self) -> &'static str {
        "register"
    }

    fn title(&self, cx: &Cx) -> String {
        let register = self.register(cx).map(|register| register.name.say(cx.lang.is_chinese()));
        register.map_or_else(|| cx.lang.say("register"), str::to_owned)
    }

    fn contexts(&self) -> Vec<Context> {
        if self.typed.is_some() {
            vec![Context::Seek, Context::List]
        } else {
            vec![Context::Register, Context::List]
        }
    }

    fn open(&mut self, cx: &Cx) -> Effects {
        self.load(cx)
    }

    fn text(&mut self, text: &str, cx: &Cx) -> Effects {
        let Some(typed) = &mut self.typed else { return Vec::new() };
        typed.insert(&clean::typed(text));
        self.typing(cx)
    }

    fn act(&mut self, action: Action, cx: &Cx) -> Effects {
        if self.typed.as_mut().is_some_and(|typed| edit_act(typed, action)) {
            return self.typing(cx);
        }
        let rows = self.rows().len();
        if moved(&mut self.cursor, action, rows, view::rows_down(cx.size)) {
            return self.more(cx);
        }
        match action {
            Action::AppBack => self.back(cx),
            Action::ListOpen => self.enter(cx),
            Action::RecordNew => self.new_row(cx),
            Action::RecordImport => vec![Effect::Go(Route::Import(Holds::Rows(self.id.clone())))],
            Action::RecordFind => {
                self.typed = Some(line::Line::new(&self.said));
                Vec::new()
            }
            Action::FindSort => self.sort(cx),
            Action::ViewTurn => {
                self.charted = !self.charted;
                self.load(cx)
            }
            Action::AppPrint => {
                let narrow = Box::new(self.narrow(cx, 0));
                vec![self.print.work(Job::Register { register: self.id.clone(), narrow })]
            }
            _ => Vec::new(),
        }
    }

    fn answer(&mut self, ticket: Ticket, reply: Result<Reply, StoreError>, cx: &Cx) -> Effects {
        match reply {
            Ok(Reply::Records(records)) if self.load.expects(ticket) => {
                self.records = Some(records);
                self.cursor.step(0, self.rows().len());
                let unclear = self.query(cx).unclear;
                let told = (!unclear.is_empty() && self.typed.is_none())
                    .then(|| Effect::Tell(Note::plain("note-unclear", unclear.join(" "))));
                told.into_iter().collect()
            }
            Ok(Reply::Chart(parts)) if self.parts.expects(ticket) => {
                self.chart = Some(parts);
                Vec::new()
            }
            Ok(_) => Vec::new(),
            Err(error) => lost(&mut self.records, &self.load, ticket, error),
        }
    }

    fn changed(&mut self, cx: &Cx) -> Effects {
        self.load(cx)
    }

    fn refuses(&self, action: Action, cx: &Cx) -> Option<&'static str> {
        let register = self.register(cx);
        match action {
            Action::ListOpen if self.typed.is_none() => self.chosen().is_none().then_some("why-empty"),
            Action::RecordNew | Action::RecordImport => {
                (!register.is_some_and(|register| register.written_by(&cx.me))).then_some("why-no-right")
            }
            Action::ViewTurn => {
                let parts =
                    register.is_some_and(|register| register.chart.is_some() || !register.states.is_empty());
                (!parts).then_some("why-no-chart")
            }
            Action::FindSort => {
                let none = register.is_none_or(|register| ways(register, cx).is_empty());
                none.then_some("why-one-order")
            }
            Action::AppPrint if !self.query(cx).unclear.is_empty() => Some("why-unclear"),
            Action::AppPrint => self.rows().is_empty().then_some("why-empty"),
            _ => None,
        }
    }
}
