//! Figures: what is counted of petitions and cases over a span of days, beside the same span a year before.
mod fact;
mod kind;
mod measure;
mod standing;
mod value;

pub use fact::Fact;
pub use kind::Kind;
pub use measure::{Measure, Period, Sums, Weight};
pub use standing::{Kept, Standing};
pub use value::Value;

use super::{
    case::Case,
    catalog::{Catalog, List},
    money::Fen,
    petition::Channel,
    span::{self, Span},
    words::terms,
};
use chrono::{Datelike, Months, NaiveDate};
use std::collections::HashMap;

/// Months of which the course is shown.
const COURSE: u32 = 12;
/// Digits of the codes of places, level by level: a county, a town (GB/T 2260, GB/T 10114).
const PLACES: &[usize] = &[6, 9];
/// Digits of the codes of categories, level by level.
const CATEGORIES: &[usize] = &[2, 4, 6];

terms! {
    /// By what figures are broken down.
    By / "figures-by" {
        /// 分中心
        Office = "office",
        /// 属地
        Place = "place",
        /// 内容分类
        Category = "category",
        /// 领域, as on the leaders' board
        Field = "field",
        /// 信访形式
        Channel = "channel",
        /// 月份
        Month = "month",
    }
}

impl By {
    /// What the part with this key is called, given what says a message.
    pub fn name(self, key: &str, catalog: &Catalog, say: impl Fn(&str) -> String) -> String {
        let listed = |list| catalog.name(list, key).to_owned();
        match self {
            _ if key.is_empty() => say("board-nothing"),
            Self::Office => listed(List::Office),
            Self::Place => listed(List::Place),
            Self::Category => listed(List::Category),
            Self::Channel => say(&format!("{}-{key}", Channel::LIST)),
            Self::Field | Self::Month => key.to_owned(),
        }
    }
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The days.
    pub span: Span,
    /// Only what is so: a code, the beginning of one, or a field by its name.
    pub only: Vec<(By, String)>,
    /// Into what it is broken down.
    pub by: By,
    /// How many people make a group.
    pub group: u32,
}

impl Question {
    /// How many digits of a code tell the parts of what is asked for apart: one level below the narrowing.
    fn digits(&self, by: By, levels: &[usize]) -> usize {
        let narrowed = self.only.iter().filter(|(other, _)| *other == by).map(|(_, key)| key.len()).max();
        let deeper = levels.iter().copied().find(|digits| Some(*digits) > narrowed);
        deeper.or(levels.last().copied()).unwrap_or_default()
    }

    /// The part to which a petition belongs; months have parts of their own.
    fn part<'k>(&self, fact: &Fact<'k>, field: &'k str) -> &'k str {
        let begin = |code: &'k str, digits: usize| code.get(..digits).unwrap_or(code);
        match self.by {
            By::Office => fact.office,
            By::Place => begin(fact.place, self.digits(By::Place, PLACES)),
            By::Category => begin(fact.category, self.digits(By::Category, CATEGORIES)),
            By::Field => field,
            By::Channel => fact.channel,
            By::Month => "",
        }
    }

    fn wants(&self, fact: &Fact<'_>, field: &str) -> bool {
        let is = |by, said| among(&self.only, by, said);
        is(By::Office, fact.office)
            && is(By::Place, fact.place)
            && is(By::Category, fact.category)
            && is(By::Field, field)
            && is(By::Channel, fact.channel)
    }
}

/// Whether what is said of a petition or a case is among what is asked for. A code stands for all below it; one that stands
/// twice, or none at all, means exactly that.
pub fn among(only: &[(By, String)], by: By, said: &str) -> bool {
    let begins = matches!(by, By::Place | By::Category);
    only.iter().enumerate().filter(|(_, (of, _))| *of == by).all(|(at, (_, key))| {
        let exactly = !begins || key.is_empty() || only[..at].contains(&(by, key.clone()));
        if exactly { said == key } else { said.starts_with(key.as_str()) }
    })
}

/// The counters to which figures are narrowed, for what has a counter and nothing else in common with petitions; nothing
/// where they are narrowed to more than counters.
pub fn counters(only: &[(By, String)]) -> Option<Vec<String>> {
    only.iter().map(|(by, key)| (*by == By::Office).then(|| key.clone())).collect()
}

/// One part of a breakdown: a code or a name, and its figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Which part; empty where petitions say nothing. A month as `2026-11`.
    pub key: String,
    /// In the span.
    pub now: Sums,
    /// In the same span a year before.
    pub before: Sums,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// The day as of which.
    pub on: NaiveDate,
    /// Everything asked for; its key is empty.
    pub whole: Row,
    /// Broken down, whichever has received most first.
    pub parts: Vec<Row>,
    /// The last months up to the day as of which, the oldest first.
    pub months: Vec<Row>,
}

impl Figures {
    /// Figures of nothing.
    pub fn nothing(on: NaiveDate) -> Self {
        Self { on, whole: Row::default(), parts: Vec::new(), months: Vec::new() }
    }
}

/// Counts facts one by one.
pub struct Tally<'a> {
    question: &'a Question,
    catalog: &'a Catalog,
    /// The span, then the months; each with the one a year before.
    periods: Vec<[Period; 2]>,
    sums: Vec<Row>,
    parts: Vec<Row>,
    places: HashMap<String, usize>,
    /// Whether the question speaks of fields, and the field of each category that was met.
    of_fields: bool,
    fields: HashMap<String, String>,
}

impl<'a> Tally<'a> {
    /// Nothing counted yet.
    pub fn new(question: &'a Question, catalog: &'a Catalog, today: NaiveDate) -> Self {
        let whole = Period::of(question.span.clone(), today);
        let months = (0..COURSE)
            .rev()
            .filter_map(|back| span::month(whole.on.with_day(1)?.checked_sub_months(Months::new(back))?));
        let periods: Vec<[Period; 2]> = std::iter::once(whole.clone())
            .chain(months.map(|month| Period::of(month, whole.on)))
            .map(|now| [now.clone(), year_before(&now)])
            .collect();
        let key = |at: usize, period: &Period| match at {
            0 => String::new(),
            _ => period.span.start().format("%Y-%m").to_string(),
        };
        let sums =
            periods.iter().enumerate().map(|(at, [now, _])| Row { key: key(at, now), ..Row::default() });
        Self {
            question,
            catalog,
            sums: sums.collect(),
            periods,
            parts: Vec::new(),
            places: HashMap::new(),
            of_fields: question.by == By::Field || question.only.iter().any(|(by, _)| *by == By::Field),
            fields: HashMap::new(),
        }
    }

    /// Keeps the field of a category; only where the question speaks of fields, so that else none is looked up.
    fn learn(&mut self, category: &str) {
        if self.of_fields && !self.fields.contains_key(category) {
            let field = self.catalog.field_of(category).unwrap_or_default();
            self.fields.insert(category.to_owned(), field.to_owned());
        }
    }

    /// The first day that counts for the answer, in days of the common era: of the span alone, or of everything beside it.
    pub fn first_day(&self, alone: bool) -> i32 {
        let all = self.periods.iter().map(|[now, before]| if alone { now.first() } else { before.first() });
        all.take(if alone { 1 } else { usize::MAX }).min().unwrap_or_default()
    }

    /// Whether a petition is among what is asked for.
    pub fn wants(&mut self, fact: &Fact<'_>) -> bool {
        self.learn(fact.category);
        self.question.wants(fact, self.fields.get(fact.category).map_or("", String::as_str))
    }

    /// Counts one petition.
    pub fn add(&mut self, fact: &Fact<'_>) {
        if !self.wants(fact) {
            return;
        }
        let field = self.fields.get(fact.category).map_or("", String::as_str);
        let (first, last) = (fact.received, fact.last());
        let parted = self.question.by != By::Month;
        let mut part = None;
        for (at, periods) in self.periods.iter().enumerate() {
            for (period, earlier) in periods.iter().zip([false, true]) {
                if !period.meets(first, last) {
                    continue;
                }
                let weight = Weight::of(fact, period, self.question.group);
                if weight.is_nothing() {
                    continue;
                }
                self.sums[at].side(earlier).add(fact, weight, period);
                if at == 0 && parted {
                    let part = *part.get_or_insert_with(|| {
                        part_of(self.question.part(fact, field), &mut self.places, &mut self.parts)
                    });
                    self.parts[part].side(earlier).add(fact, weight, period);
                }
            }
        }
    }

    /// Counts what was paid on a case. It has an office, a place and a field, and neither category nor channel.
    pub fn pay(&mut self, case: &Case) {
        let fact = as_fact(case);
        if !self.question.wants(&fact, &case.matter.field) {
            return;
        }
        let has_part = !matches!(self.question.by, By::Month | By::Category | By::Channel);
        let part = self.question.part(&fact, &case.matter.field);
        for (at, periods) in self.periods.iter().enumerate() {
            for (period, earlier) in periods.iter().zip([false, true]) {
                let (amount, people) = period.paid(case);
                if amount.is_nothing() && people == 0 {
                    continue;
                }
                self.sums[at].side(earlier).pay(amount, people);
                if at == 0 && has_part {
                    let part = part_of(part, &mut self.places, &mut self.parts);
                    self.parts[part].side(earlier).pay(amount, people);
                }
            }
        }
    }

    /// What was paid on a case in the span, and to how many; nothing where it is not among what is asked for.
    pub fn paid_on(&self, case: &Case) -> (Fen, i64) {
        if self.question.wants(&as_fact(case), &case.matter.field) {
            self.periods[0][0].paid(case)
        } else {
            (Fen::default(), 0)
        }
    }

    /// What was counted.
    pub fn figures(mut self) -> Figures {
        let on = self.periods[0][0].on;
        let received = |row: &Row| std::cmp::Reverse(row.now.counted(Measure::Petitions));
        self.parts.sort_by(|a, b| (received(a), &a.key).cmp(&(received(b), &b.key)));
        let months = self.sums.split_off(1);
        Figures { on, whole: self.sums.pop().unwrap_or_default(), parts: self.parts, months }
    }
}

impl Row {
    const fn side(&mut self, earlier: bool) -> &mut Sums {
        if earlier { &mut self.before } else { &mut self.now }
    }
}

/// What a case has in common with a petition.
fn as_fact(case: &Case) -> Fact<'_> {
    Fact {
        received: case.matter.opened.num_days_from_ce(),
        office: case.no.office(),
        place: &case.matter.place,
        category: "",
        channel: "",
        people: 0,
        repeat: false,
        standing: Standing::default(),
    }
}

/// The place of a part among all.
fn part_of(key: &str, places: &mut HashMap<String, usize>, parts: &mut Vec<Row>) -> usize {
    if let Some(place) = places.get(key) {
        return *place;
    }
    places.insert(key.to_owned(), parts.len());
    parts.push(Row { key: key.to_owned(), ..Row::default() });
    parts.len() - 1
}

/// The days that count of a span as of today, and the same days a year before.
pub fn compared(span: Span, today: NaiveDate) -> [Span; 2] {
    let now = Period::of(span, today);
    let before = year_before(&now);
    [now, before].map(|period| *period.span.start()..=period.on)
}

/// The same days a year before, as they stood on the same day of it. What ends with a month ends with the same month, so
/// that a February is whole in every year.
fn year_before(period: &Period) -> Period {
    let back = |day: NaiveDate| day.checked_sub_months(Months::new(12)).unwrap_or(day);
    let (from, to) = (*period.span.start(), *period.span.end());
    let whole = from.day() == 1 && span::month(to).is_some_and(|month| *month.end() == to);
    let end = span::month(back(to)).filter(|_| whole).map_or(back(to), |month| *month.end());
    Period::new(back(from)..=end, if period.on == to { end } else { back(period.on) })
}
