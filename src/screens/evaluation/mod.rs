//! Evaluation: a sample of petitions with their scores, and which defects are found most.
pub mod view;

use super::{Page, moved, trouble};
use crate::{
    domain::{
        day,
        evaluation::{Check, Defect, Finding, Sample, Score, Verdict, ranked},
    },
    flow::{Cx, Desk, Effect, Effects, Job, Note, Route, Ticket},
    form::edit_act,
    keys::{Action, Context},
    store::{Evaluation, Reply, Request, StoreError},
    text::{clean, line},
    widgets::list::Cursor,
};

/// Petitions that a sample may have; each is read from its journal.
const MOST: usize = 1000;

/// The screen.
pub struct EvaluationScreen {
    /// Which petitions are looked at.
    pub sample: Sample,
    /// What their records say.
    pub all: Vec<Evaluation>,
    /// Whether the defects are shown, most often found first, and not the petitions.
    pub defects: bool,
    /// Only petitions with this defect.
    pub only: Option<Check>,
    /// The chosen row.
    pub cursor: Cursor,
    /// The sample while somebody types one.
    pub typed: Option<line::Line>,
    load: Desk,
    print: Desk,
}

impl EvaluationScreen {
    /// The screen under its number.
    pub fn new(page: u32) -> Self {
        Self {
            sample: Sample::new(1),
            all: Vec::new(),
            defects: false,
            only: None,
            cursor: Cursor::default(),
            typed: None,
            load: Desk::new(page, 0),
            print: Desk::new(page, 1),
        }
    }

    fn load(&mut self) -> Effects {
        vec![self.load.ask(Request::Evaluate(self.sample.clone()))]
    }

    /// The petitions that are shown, the lowest score first.
    pub fn rows(&self) -> Vec<&Evaluation> {
        let has = |one: &&Evaluation| self.only.is_none_or(|check| missed(one, check));
        let mut rows: Vec<&Evaluation> = self.all.iter().filter(has).collect();
        rows.sort_by_cached_key(|one| {
            let score = Score::of(&one.findings);
            (u64::from(score.kept) * 1000 / u64::from(score.of.max(1)), one.brief.no.clone())
        });
        rows
    }

    /// The defects, the one that is found most first; a point that nobody was asked for is left out.
    pub fn ranked(&self) -> Vec<Defect> {
        let mut all = ranked(self.all.iter().map(|one| one.findings.as_slice()));
        all.retain(|defect| defect.of > 0);
        all
    }

    /// The score of the whole sample, and how many defects are not mended.
    pub fn whole(&self) -> (Score, usize) {
        let findings: Vec<&Finding> = self.all.iter().flat_map(|one| &one.findings).collect();
        let open = findings.iter().filter(|finding| finding.is_open()).count();
        (Score::of(findings), open)
    }

    fn count(&self) -> usize {
        if self.defects { self.ranked().len() } else { self.rows().len() }
    }

    /// Takes the sample that was typed: how many, the seed, and from which day on, each where it is said.
    fn read(&mut self, cx: &Cx) -> Effects {
        let Some(typed) = &self.typed else { return Vec::new() };
        let mut sample = self.sample.clone();
        let mut numbers = 0;
        for word in typed.text().split_whitespace() {
            match (word.parse::<u64>(), day::read(word, cx.today)) {
                (Ok(count), _) if numbers == 0 && (1..=MOST as u64).contains(&count) => {
                    sample.count = usize::try_from(count).unwrap_or(MOST);
                    numbers = 1;
                }
                (Ok(seed), _) if numbers == 1 => (sample.seed, numbers) = (seed, 2),
                (_, Ok(since)) => sample.since = since,
                _ => return vec![Effect::Tell(Note::bad("evaluation-unclear", word))],
            }
        }
        (self.sample, self.typed, self.cursor) = (sample, None, Cursor::default());
        self.all.clear();
        self.load()
    }

    fn open_row(&mut self) -> Effects {
        if self.defects {
            let chosen = self.ranked().get(self.cursor.0).map(|defect| defect.check);
            (self.only, self.defects, self.cursor) = (chosen, false, Cursor::default());
            return Vec::new();
        }
        let no = self.rows().get(self.cursor.0).map(|one| one.brief.no.clone());
        no.map(|no| Effect::Go(Route::Points(no))).into_iter().collect()
    }

    fn back(&mut self) -> Effects {
        if self.typed.take().is_some() {
            return Vec::new();
        }
        if self.only.take().is_some() || self.defects {
            self.defects = !self.defects;
            self.cursor = Cursor::default();
            return Vec::new();
        }
        vec![Effect::Back]
    }
}

fn missed(one: &Evaluation, check: Check) -> bool {
    one.findings.iter().any(|finding| finding.check == check && finding.stands() == Verdict::Missed)
}

impl Page for EvaluationScreen {
    fn name(&self) -> &'static str {
        "evaluation"
    }

    fn contexts(&self) -> Vec<Context> {
        let inner = if self.typed.is_some() { Context::Seek } else { Context::Evaluation };
        vec![inner, Context::List]
    }

    fn open(&mut self, _cx: &Cx) -> Effects {
        self.load()
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
        match action {
            Action::AppBack => self.back(),
            Action::ListOpen => self.open_row(),
            Action::ViewTurn | Action::ViewLeft | Action::ViewRight => {
                (self.defects, self.only, self.cursor) = (!self.defects, None, Cursor::default());
                Vec::new()
            }
            Action::EvaluationSample => {
                self.typed = Some(line::Line::default());
                Vec::new()
            }
            Action::AppPrint => vec![self.print.work(Job::Evaluate(self.sample.clone()))],
            _ => Vec::new(),
        }
    }

    fn answer(&mut self, ticket: Ticket, reply: Result<Reply, StoreError>, _cx: &Cx) -> Effects {
        match reply {
            Ok(Reply::Evaluated(all)) if self.load.expects(ticket) => {
                self.all = all;
                self.cursor.step(0, self.count());
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
            Action::ListOpen if self.typed.is_none() && self.count() == 0 => Some("why-empty"),
            Action::AppPrint if self.all.is_empty() => Some("why-nothing-to-print"),
            Action::GoEvaluation => Some("why-here-already"),
            _ => None,
        }
    }
}
