//! What somebody looks for in a register: `level:one on:0101..0630 people>5 state:open due:overdue 物业`.
use super::{DAY, DUE, Field, Kind, MADE, NO, OFFICE, Register, STATE};
use crate::domain::{catalog::List, money::Fen, span};
use chrono::NaiveDate;

/// One condition.
#[derive(Clone, Debug, PartialEq)]
pub enum Term {
    /// A field, a state or the counter is one of these.
    Is(String, Vec<String>),
    /// A choice of several has this answer among them.
    Has(String, String),
    /// A day or a time of day, as rows keep it, lies between these two.
    In(String, String, String),
    /// A number lies in these bounds.
    Between(String, f64, f64),
    /// What has to be done was to be done before this day.
    Before(NaiveDate),
    /// This stands anywhere in what somebody wrote, or in how it sounds.
    Word(String),
    /// A number of something with a page of its own.
    Links(String),
}

/// What is looked for: every term holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    /// The terms.
    pub terms: Vec<Term>,
    /// What was not understood.
    pub unclear: Vec<String>,
}

/// What of a register is wanted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Narrow {
    /// What is looked for.
    pub query: Query,
    /// Only rows that count on these days.
    pub span: Option<(NaiveDate, NaiveDate)>,
    /// By what they are sorted where that is not the order of the register: see [`Register::sorts_by`].
    pub by: Option<String>,
    /// Rows wanted, from this one on.
    pub from: usize,
    /// So many at most; 0 for all.
    pub limit: usize,
}

/// A part of a register, and how many rows are in it.
pub type Grouped = (String, u64);

impl Query {
    /// Reads what was typed. Fields go by their ids and by their names in either language; what is typed of a list may mean
    /// several of its codes.
    pub fn read(
        typed: &str,
        register: &Register,
        meant: &dyn Fn(List, &str) -> Vec<String>,
        today: NaiveDate,
    ) -> Self {
        let mut query = Self::default();
        for part in typed.split_whitespace() {
            match term(part, register, meant, today) {
                Some(term) => query.terms.push(term),
                None => query.unclear.push(part.to_owned()),
            }
        }
        query
    }
}

/// How a field is compared, as it may be typed, the longer ones first.
const SIGNS: [(&str, Sign); 14] = [
    (">=", Sign::AtLeast),
    ("<=", Sign::AtMost),
    ("＞＝", Sign::AtLeast),
    ("＜＝", Sign::AtMost),
    ("≥", Sign::AtLeast),
    ("≤", Sign::AtMost),
    (">", Sign::More),
    ("<", Sign::Less),
    ("＞", Sign::More),
    ("＜", Sign::Less),
    ("=", Sign::Is),
    ("＝", Sign::Is),
    (":", Sign::Is),
    ("：", Sign::Is),
];

#[derive(Clone, Copy, PartialEq)]
enum Sign {
    Is,
    More,
    Less,
    AtLeast,
    AtMost,
}

/// A name, how it is compared, and with what; nothing where it is no comparison.
fn parted(part: &str) -> Option<(&str, Sign, &str)> {
    part.char_indices().find_map(|(at, _)| {
        let (name, rest) = part.split_at(at);
        SIGNS.iter().find_map(|(written, sign)| Some((name, *sign, rest.strip_prefix(written)?)))
    })
}

fn term(
    part: &str,
    register: &Register,
    meant: &dyn Fn(List, &str) -> Vec<String>,
    today: NaiveDate,
) -> Option<Term> {
    let Some((name, sign, value)) = parted(part) else { return Some(Term::Word(part.to_lowercase())) };
    let codes = |id: String, list| {
        let codes = meant(list, value);
        (!codes.is_empty()).then_some(Term::Is(id, codes))
    };
    let id = named(name, register)?;
    match id.as_str() {
        STATE => {
            let state = register
                .states
                .iter()
                .find(|state| state.answer.id == value || state.answer.name.is(value))?;
            return Some(Term::Is(id, vec![state.answer.id.clone()]));
        }
        DUE if matches!(value, "overdue" | "超期" | "late") => return Some(Term::Before(today)),
        OFFICE => return codes(id, List::Office),
        DUE | MADE | DAY => return days(id, sign, value, today),
        _ => {}
    }
    let field = register.field(&id)?;
    match field.kind {
        Kind::Day => days(id, sign, value, today),
        Kind::Time => times(field, sign, value, today),
        kind if kind.is_number() => numbers(id, sign, value),
        Kind::Choice | Kind::Flag | Kind::Grade => {
            let answer = field.answers.iter().find(|answer| answer.id == value || answer.name.is(value));
            let found = answer
                .map(|answer| answer.id.clone())
                .or_else(|| flag(value).filter(|_| field.kind == Kind::Flag));
            Some(Term::Is(id, vec![found?]))
        }
        Kind::Many => {
            let answer = field.answers.iter().find(|answer| answer.id == value || answer.name.is(value))?;
            Some(Term::Has(id, answer.id.clone()))
        }
        kind if kind.is_link() => Some(Term::Links(value.to_uppercase())),
        kind => match kind.list() {
            Some(list) => codes(id, list),
            None => Some(Term::Word(value.to_lowercase())),
        },
    }
}

/// The id of a field, or of what every row has.
fn named(name: &str, register: &Register) -> Option<String> {
    let own = register.fields.iter().find(|field| field.id == name || field.name.is(name));
    let common = [(STATE, "状态"), (DUE, "期限"), (OFFICE, "分中心"), (NO, "编号"), (MADE, "登记")];
    let counted = matches!(name, "counted" | "计入" | "day" | "日期").then(|| DAY.to_owned());
    own.map(|field| field.id.clone())
        .or(counted)
        .or_else(|| common.iter().find(|(id, zh)| *id == name || *zh == name).map(|(id, _)| (*id).to_owned()))
}

fn flag(value: &str) -> Option<String> {
    match value {
        "yes" | "是" => Some("yes".to_owned()),
        "no" | "否" => Some("no".to_owned()),
        _ => None,
    }
}

/// Days of a span, before it or after it.
fn days(id: String, sign: Sign, value: &str, today: NaiveDate) -> Option<Term> {
    let span = span::read(value, today).ok()?;
    let (first, last) = (NaiveDate::from_ymd_opt(0, 1, 1)?, NaiveDate::from_ymd_opt(9999, 12, 31)?);
    let (from, to) = match sign {
        Sign::More => (span.end().succ_opt()?, last),
        Sign::AtLeast => (*span.start(), last),
        Sign::Less => (first, span.start().pred_opt()?),
        Sign::AtMost => (first, *span.end()),
        Sign::Is => (*span.start(), *span.end()),
    };
    Some(Term::In(id, from.to_string(), to.to_string()))
}

/// The last minute of a day.
const LAST: u32 = 24 * 60 - 1;

/// A time of day, the times between two, before one or after one.
fn times(field: &Field, sign: Sign, value: &str, today: NaiveDate) -> Option<Term> {
    let minute = |said: &str| {
        let time = field.tidy(said, today).ok()?;
        let (hour, minute) = time.split_once(':')?;
        Some(hour.parse::<u32>().ok()? * 60 + minute.parse::<u32>().ok()?)
    };
    let (from, to) = match (sign, value.split_once("..")) {
        (_, Some((from, to))) => (minute(from)?, minute(to)?),
        (Sign::More, None) => (minute(value)? + 1, LAST),
        (Sign::AtLeast, None) => (minute(value)?, LAST),
        (Sign::Less, None) => minute(value)?.checked_sub(1).map_or((LAST + 1, LAST), |to| (0, to)),
        (Sign::AtMost, None) => (0, minute(value)?),
        (Sign::Is, None) => (minute(value)?, minute(value)?),
    };
    let [from, to] = [from, to].map(|minute| format!("{:02}:{:02}", minute / 60, minute % 60));
    Some(Term::In(field.id.clone(), from, to))
}

fn numbers(id: String, sign: Sign, value: &str) -> Option<Term> {
    // Amounts are compared in yuan; what is read as one is written as a plain number.
    let number = |text: &str| {
        let text = Fen::read(text).map_or_else(|_| text.to_owned(), |fen| fen.to_string());
        text.replace(',', "").parse::<f64>().ok()
    };
    if let Some((least, most)) = value.split_once("..") {
        return Some(Term::Between(id, number(least)?, number(most)?));
    }
    let number = number(value)?;
    let (least, most) = match sign {
        Sign::More => (number.next_up(), f64::INFINITY),
        Sign::AtLeast => (number, f64::INFINITY),
        Sign::Less => (f64::NEG_INFINITY, number.next_down()),
        Sign::AtMost => (f64::NEG_INFINITY, number),
        Sign::Is => (number, number),
    };
    Some(Term::Between(id, least, most))
}
