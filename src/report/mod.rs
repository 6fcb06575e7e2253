//! The briefing of a reception centre: the figures of a span of days, the board and what is overdue, as a document and as
//! a book. Both are made from one answer of the store to the same questions as the screen asks.
mod book;
mod daily;
mod document;
mod evaluated;
mod minutes;
mod rows;

pub use book::book;
pub use daily::{Daily, HEAD, daily};
pub use document::document;
pub use evaluated::evaluated;
pub use minutes::minutes;
pub use rows::{Head, LISTED, record, records};

use crate::{
    domain::{
        case::{Case, Summary},
        catalog::List,
        figures::{By, Figures, Kind, Measure, Question, Row, among, counters},
        register::Counted,
        span::Span,
    },
    lang::Lang,
    store::{CaseAsk, FiguresAsk, Listed, Lists, RecordAsk, Reply, Request, Result},
};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The breakdowns that a briefing shows, in their order.
const BREAKDOWNS: [By; 5] = [By::Office, By::Place, By::Category, By::Field, By::Channel];
/// The measures whose misses are listed one by one.
const LISTS: [Measure; 2] = [Measure::Told, Measure::Answered];
/// The questions that a briefing asks.
const STEPS: usize = BREAKDOWNS.len() + LISTS.len() + 2;

/// Everything a briefing says.
#[derive(Clone, Debug)]
pub struct Briefing {
    /// What it is called.
    pub kind: Kind,
    /// Who sends it: the name of the counter.
    pub sender: String,
    /// The days.
    pub span: Span,
    /// The day on which it is made.
    pub today: NaiveDate,
    /// The figures as a whole, their months, and to what they are narrowed.
    pub figures: Figures,
    /// What they are narrowed to.
    pub only: Vec<(By, String)>,
    /// Broken down.
    pub parts: Vec<(By, Vec<Row>)>,
    /// What missed its day.
    pub missed: Vec<(Measure, Listed)>,
    /// The cases of each leader as they stand today, whoever has most late ones first.
    pub leaders: Vec<(String, Summary)>,
    /// All of them.
    pub board: Summary,
    /// What registers came to; nothing where the figures are narrowed to what their rows do not have in common.
    pub registers: Vec<Counted>,
    /// Whether the store is made up; the briefing says so.
    pub demo: bool,
}

/// What is to be briefed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The days.
    pub span: Span,
    /// Only what is so.
    pub only: Vec<(By, String)>,
}

impl Briefing {
    /// Asks the store all that it says; `tell` hears how many questions of how many are answered.
    pub fn gather(
        wish: Wish,
        sender: &str,
        lists: &Lists,
        today: NaiveDate,
        ask: &mut dyn FnMut(Request) -> Result<Reply>,
        tell: &mut dyn FnMut(usize, usize),
    ) -> Result<Self> {
        let group = lists.group_size();
        let question = |by| Question { span: wish.span.clone(), only: wish.only.clone(), by, group };
        let mut done = 0;
        let mut answered = || {
            done += 1;
            tell(done, STEPS);
        };
        let (mut parts, mut whole) = (Vec::new(), None);
        for by in BREAKDOWNS {
            if let Reply::Figures(mut figures) = ask(Request::Figures(FiguresAsk::Tell(question(by))))? {
                parts.push((by, std::mem::take(&mut figures.parts)));
                whole = Some(*figures);
            }
            answered();
        }
        let mut missed = Vec::new();
        for measure in LISTS {
            let question = question(By::Month);
            if let Reply::Listed(listed) = ask(Request::Figures(FiguresAsk::List { question, measure }))? {
                missed.push((measure, *listed));
            }
            answered();
        }
        let mut cases = match ask(Request::Case(CaseAsk::Board))? {
            Reply::Board(cases) => cases,
            _ => Vec::new(),
        };
        cases.retain(|case| wanted(case, &wish.only));
        answered();
        let counts =
            counters(&wish.only).map(|offices| RecordAsk::Counts { span: wish.span.clone(), offices });
        let registers = match counts.map(|counts| ask(Request::Record(counts))).transpose()? {
            Some(Reply::Counts(registers)) => registers,
            _ => Vec::new(),
        };
        answered();
        Ok(Self {
            kind: Kind::of(&wish.span),
            sender: sender.to_owned(),
            span: wish.span,
            today,
            figures: whole.unwrap_or_else(|| Figures::nothing(today)),
            only: wish.only,
            parts,
            missed,
            leaders: leaders(&cases, today),
            board: Summary::of(cases.iter(), today),
            registers,
            demo: false,
        })
    }

    /// Its title, without who sends it.
    pub fn title(&self, lang: &Lang) -> String {
        lang.say(&self.kind.message())
    }

    /// The days, and as of which day they are told.
    pub fn days(&self, lang: &Lang) -> String {
        let span = format!("{}..{}", self.span.start(), self.span.end());
        lang.fill("figures-span", &[("span", span.into()), ("on", self.figures.on.to_string().into())])
    }

    /// What it is narrowed to; nothing where it is about everything.
    pub fn narrowed(&self, lang: &Lang, lists: &Lists) -> String {
        let step = |(by, key): &(By, String)| {
            format!("{} {}", lang.say(&by.message()), part_name(*by, key, lang, lists))
        };
        self.only.iter().map(step).collect::<Vec<_>>().join(" / ")
    }
}

/// Whether a case is among what is asked for; it has neither category nor channel.
fn wanted(case: &Case, only: &[(By, String)]) -> bool {
    among(only, By::Office, case.no.office())
        && among(only, By::Place, &case.matter.place)
        && among(only, By::Field, &case.matter.field)
}

fn leaders(cases: &[Case], today: NaiveDate) -> Vec<(String, Summary)> {
    let mut of: BTreeMap<&str, Vec<&Case>> = BTreeMap::new();
    for case in cases {
        of.entry(&case.matter.leader).or_default().push(case);
    }
    let sum = |(code, cases): (&str, Vec<&Case>)| (code.to_owned(), Summary::of(cases.into_iter(), today));
    let mut all: Vec<(String, Summary)> = of.into_iter().map(sum).collect();
    all.sort_by_key(|(_, sum)| std::cmp::Reverse((sum.late, sum.open)));
    all
}

/// What a part of a breakdown is called.
fn part_name(by: By, key: &str, lang: &Lang, lists: &Lists) -> String {
    by.name(key, &lists.catalog, |id| lang.say(id))
}

/// What a register came to, in words.
fn register_row(counted: &Counted, lang: &Lang, lists: &Lists) -> [String; 5] {
    counted.told(&lists.registers, lang.is_chinese())
}

/// A leader by name and post.
fn leader_name(code: &str, lang: &Lang, lists: &Lists) -> String {
    if code.is_empty() {
        return lang.say("board-nobody");
    }
    let post = lists.catalog.get(List::Leader, code).map_or("", |leader| leader.extra.post.as_str());
    format!("{} {post}", lists.catalog.name(List::Leader, code)).trim_end().to_owned()
}
