//! Reading a declaration. Whatever is wrong with it is named with its line and harms no other register.
use super::{
    Answer, Check, DUE, Due, Field, Growth, Kind, LOAD, MADE, NO, OFFICE, Operand, Register, STATE, Serves,
    State, Template, Total, Value, Words,
    raw::{Raw, RawCheck, RawDue, RawField, RawServes, RawState},
};
use crate::domain::{notice::Notice, rights::Role};
use chrono::NaiveDate;
use std::{collections::BTreeMap, ops::Range};
use toml::Spanned;

/// A form of more fields is nobody's work at a counter.
const MOST_FIELDS: usize = 60;
/// What people, cases and meetings have in their numbers.
const TAKEN: [&str; 3] = ["P", "B", "M"];

/// Why a declaration cannot be used: the id of a message, what fills its `$what`, and the line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {why}: {what}")]
pub struct ReadError {
    /// The line, from 1.
    pub line: usize,
    /// The message.
    pub why: &'static str,
    /// What it names.
    pub what: String,
}

/// Reads a declaration.
pub fn read(text: &str) -> Result<Register, ReadError> {
    let raw: Raw = toml::from_str(text).map_err(|error| ReadError {
        line: line(text, error.span().unwrap_or_default()),
        why: "declared-unreadable",
        what: error.message().to_owned(),
    })?;
    let reader = Reader { text };
    let register = reader.register(raw)?;
    Ok(register)
}

fn line(text: &str, span: Range<usize>) -> usize {
    text.as_bytes().iter().take(span.start).filter(|byte| **byte == b'\n').count() + 1
}

fn is_id(id: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=32).contains(&id.len()) && id.bytes().all(fits) && !id.starts_with('-')
}

/// What of a field stands below the list; nothing where that cannot be: of numbers there are sums and means.
fn total(raw: &RawField) -> Option<Total> {
    match &raw.total {
        None | Some(toml::Value::Boolean(false)) => Some(Total::Nothing),
        _ if !raw.kind.is_number() => None,
        Some(toml::Value::Boolean(true)) => Some(Total::Sum),
        Some(toml::Value::String(how)) if how == "mean" => Some(Total::Mean),
        Some(_) => None,
    }
}

/// A default as it is written: `1` and `"1"` say the same.
fn said(default: &toml::Value) -> String {
    default.as_str().map_or_else(|| default.to_string(), str::to_owned)
}

/// A grade adds up scores that stand before it, and has one bound fewer than answers; nothing else has either.
fn grades(raw: &RawField, before: &[Field]) -> bool {
    if raw.kind != Kind::Grade {
        return raw.sum.is_empty() && raw.bounds.is_empty();
    }
    let score = |id: &String| before.iter().any(|field| field.id == *id && field.kind == Kind::Score);
    let ascending = raw.bounds.windows(2).all(|pair| pair[0] < pair[1]);
    !raw.sum.is_empty() && raw.sum.iter().all(score) && raw.bounds.len() + 1 == raw.answers.len() && ascending
}

struct Reader<'t> {
    text: &'t str,
}

impl Reader<'_> {
    fn fault<T>(
        &self,
        span: Range<usize>,
        why: &'static str,
        what: impl Into<String>,
    ) -> Result<T, ReadError> {
        Err(ReadError { line: line(self.text, span), why, what: what.into() })
    }

    fn register(&self, raw: Raw) -> Result<Register, ReadError> {
        self.named(&raw)?;
        let fields = self.fields(raw.fields)?;
        let states = self.states(raw.states)?;
        let first_day = fields.iter().find(|field| field.kind == Kind::Day).map(|field| field.id.clone());
        let clerks = || vec![Role::Clerk, Role::Supervisor];
        let mut register = Register {
            id: raw.id.into_inner(),
            letters: raw.letters.into_inner(),
            name: raw.name.into_inner(),
            about: raw.about,
            order: (MADE.to_owned(), true),
            columns: Vec::new(),
            wide: Vec::new(),
            due: None,
            chart: None,
            day: first_day.unwrap_or_default(),
            checks: Vec::new(),
            growth: None,
            tally: Vec::new(),
            code: Vec::new(),
            see: raw.see.unwrap_or_else(|| vec![Role::Leader]),
            write: raw.write.unwrap_or_else(clerks),
            sealed: raw.sealed,
            accused: String::new(),
            serves: None,
            fields,
            states,
        };
        if let Some(day) = raw.day {
            register.day = self.of_kind(&register, &day, |kind| kind == Kind::Day)?;
        }
        if let Some(unit) = raw.accused {
            register.accused = self.of_kind(&register, &unit, |kind| kind == Kind::Unit)?;
        }
        if let Some(order) = raw.order {
            register.order = self.order(&register, &order)?;
        }
        register.growth = raw.petition.map(|said| self.growth(&register, said)).transpose()?;
        register.serves = raw.serves.map(|serves| self.serves(&register, &serves)).transpose()?;
        register.due = raw.due.map(|due| self.due(&register, &due)).transpose()?;
        register.chart = raw.chart.map(|chart| self.chart(&register, &chart)).transpose()?;
        for count in raw.tally {
            let count = self.of_kind(&register, &count, |kind| kind == Kind::Count)?;
            register.tally.push(count);
        }
        register.columns = self.columns(&register, raw.columns)?;
        register.wide = self.columns(&register, raw.wide)?;
        if register.columns.is_empty() {
            let shown = register.fields.iter().filter(|field| !matches!(field.kind, Kind::Page | Kind::File));
            register.columns = shown.take(4).map(|field| field.id.clone()).collect();
        }
        if register.wide.is_empty() {
            register.wide.clone_from(&register.columns);
        }
        for check in raw.checks {
            let read = self.check(&register, check)?;
            register.checks.push(read);
        }
        register.code = self.code(&register, raw.code)?;
        Ok(register)
    }

    fn named(&self, raw: &Raw) -> Result<(), ReadError> {
        if !is_id(raw.id.get_ref()) {
            return self.fault(raw.id.span(), "declared-bad-id", raw.id.get_ref());
        }
        let letters = raw.letters.get_ref();
        let fits = (1..=4).contains(&letters.len()) && letters.bytes().all(|byte| byte.is_ascii_uppercase());
        let papers = Notice::ALL.iter().any(|notice| notice.letters() == letters.as_str());
        if !fits || papers || TAKEN.contains(&letters.as_str()) {
            return self.fault(raw.letters.span(), "declared-bad-letters", letters);
        }
        if raw.name.get_ref().is_empty() {
            return self.fault(raw.name.span(), "declared-no-name", "");
        }
        if raw.fields.len() > MOST_FIELDS {
            return self.fault(raw.id.span(), "declared-too-many", raw.fields.len().to_string());
        }
        if raw.fields.is_empty() {
            return self.fault(raw.id.span(), "declared-no-fields", "");
        }
        Ok(())
    }

    fn fields(&self, raw: Vec<Spanned<RawField>>) -> Result<Vec<Field>, ReadError> {
        let mut fields: Vec<Field> = Vec::new();
        for spanned in raw {
            let (span, raw) = (spanned.span(), spanned.into_inner());
            if !is_id(&raw.id) || [STATE, DUE, OFFICE, NO, MADE, LOAD].contains(&raw.id.as_str()) {
                return self.fault(span, "declared-bad-id", raw.id);
            }
            if fields.iter().any(|field| field.id == raw.id) {
                return self.fault(span, "declared-twice", raw.id);
            }
            let Some(total) = total(&raw) else {
                return self.fault(span, "declared-total", raw.id);
            };
            let answers = self.answers(&raw, &span)?;
            let default = raw.default.as_ref().map(said).unwrap_or_default();
            if !grades(&raw, &fields) {
                return self.fault(span, "declared-grade", raw.id);
            }
            let field = Field {
                id: raw.id,
                name: raw.name,
                hint: raw.hint,
                kind: raw.kind,
                required: raw.required,
                beside: raw.beside,
                total,
                answers,
                min: raw.min,
                max: raw.max,
                of: raw.of,
                sum: raw.sum,
                bounds: raw.bounds,
                default,
            };
            self.fits(&span, &field)?;
            fields.push(field);
        }
        Ok(fields)
    }

    /// What stands in a field when its form opens is something that it takes, and its bounds leave room for something.
    fn fits(&self, span: &Range<usize>, field: &Field) -> Result<(), ReadError> {
        if field.min.zip(field.max).is_some_and(|(min, max)| min > max) {
            return self.fault(span.clone(), "declared-bounds", &field.id);
        }
        let today = field.default == "today" && field.kind == Kind::Day;
        match field.tidy(&field.default, NaiveDate::default()) {
            Err(_) if !today => self.fault(span.clone(), "declared-default", &field.id),
            _ => Ok(()),
        }
    }

    fn answers(&self, raw: &RawField, span: &Range<usize>) -> Result<Vec<Answer>, ReadError> {
        let wants = matches!(raw.kind, Kind::Choice | Kind::Many | Kind::Grade);
        if wants == raw.answers.is_empty() {
            return self.fault(span.clone(), "declared-answers", &raw.id);
        }
        let answer = |(id, name): (&String, &toml::Value)| match name.as_str() {
            Some(name) if is_id(id) => Ok(Answer { id: id.clone(), name: Words::from(name.to_owned()) }),
            _ => self.fault(span.clone(), "declared-bad-id", id),
        };
        raw.answers.iter().map(answer).collect()
    }

    fn states(&self, raw: Vec<Spanned<RawState>>) -> Result<Vec<State>, ReadError> {
        let known: Vec<String> = raw.iter().map(|state| state.get_ref().id.clone()).collect();
        let mut states: Vec<State> = Vec::new();
        for spanned in raw {
            let (span, raw) = (spanned.span(), spanned.into_inner());
            if !is_id(&raw.id) {
                return self.fault(span, "declared-bad-id", raw.id);
            }
            if states.iter().any(|state| state.answer.id == raw.id) {
                return self.fault(span, "declared-twice", raw.id);
            }
            if let Some(lost) = raw.to.iter().find(|to| !known.contains(to)) {
                return self.fault(span, "declared-unknown", lost);
            }
            let answer = Answer { id: raw.id, name: raw.name };
            states.push(State { answer, to: raw.to, by: raw.by, done: raw.done });
        }
        Ok(states)
    }

    /// The id of a field of the right kind.
    fn of_kind(
        &self,
        register: &Register,
        id: &Spanned<String>,
        fits: impl Fn(Kind) -> bool,
    ) -> Result<String, ReadError> {
        match register.field(id.get_ref()) {
            Some(field) if fits(field.kind) => Ok(field.id.clone()),
            Some(_) => self.fault(id.span(), "declared-kind", id.get_ref()),
            None => self.fault(id.span(), "declared-unknown", id.get_ref()),
        }
    }

    fn order(&self, register: &Register, order: &Spanned<String>) -> Result<(String, bool), ReadError> {
        let written = order.get_ref();
        let id = written.strip_prefix('-').unwrap_or(written);
        let fits = match register.field(id) {
            Some(field) => !matches!(field.kind, Kind::Page | Kind::Many) && !field.kind.is_masked(),
            None => [STATE, DUE, MADE].contains(&id),
        };
        if fits {
            Ok((id.to_owned(), written.starts_with('-')))
        } else {
            self.fault(order.span(), "declared-unknown", id)
        }
    }

    fn due(&self, register: &Register, due: &Spanned<RawDue>) -> Result<Due, ReadError> {
        let (span, raw) = (due.span(), due.get_ref());
        let day = |id: &String| register.field(id).is_some_and(|field| field.kind == Kind::Day);
        match (&raw.on, &raw.from, &raw.length) {
            (Some(on), None, None) if day(on) => Ok(Due::On(on.clone())),
            (None, Some(from), Some(length)) if day(from) => match length.parse() {
                Ok(length) => Ok(Due::After { from: from.clone(), length }),
                Err(_) => self.fault(span, "declared-length", length),
            },
            _ => self.fault(span, "declared-due", ""),
        }
    }

    fn growth(
        &self,
        register: &Register,
        said: Spanned<BTreeMap<String, Spanned<String>>>,
    ) -> Result<Growth, ReadError> {
        let (span, mut growth) = (said.span(), Growth::default());
        for (name, id) in said.into_inner() {
            if let Err(why) = growth.take(register, &name, id.get_ref()) {
                return self.fault(id.span(), why, format!("{name} = {}", id.get_ref()));
            }
        }
        if growth.links.is_empty() { self.fault(span, "declared-unknown", "link") } else { Ok(growth) }
    }

    fn serves(&self, register: &Register, serves: &Spanned<RawServes>) -> Result<Serves, ReadError> {
        let raw = serves.get_ref();
        let named = |id: &Option<Spanned<String>>, kind| {
            id.as_ref().map_or(Ok(String::new()), |id| self.of_kind(register, id, |of| of == kind))
        };
        if let Some(lost) = raw.states.iter().find(|state| register.state(state.get_ref()).is_none()) {
            return self.fault(lost.span(), "declared-unknown", lost.get_ref());
        }
        let read = Serves {
            category: named(&raw.category, Kind::Category)?,
            place: named(&raw.place, Kind::Place)?,
            when: named(&raw.when, Kind::Flag)?,
            states: raw.states.iter().map(|state| state.get_ref().clone()).collect(),
        };
        let nobody = read.category.is_empty() && read.place.is_empty();
        if nobody { self.fault(serves.span(), "declared-serves", "") } else { Ok(read) }
    }

    fn chart(&self, register: &Register, chart: &Spanned<String>) -> Result<String, ReadError> {
        if chart.get_ref() == STATE && !register.states.is_empty() {
            return Ok(STATE.to_owned());
        }
        self.of_kind(register, chart, Kind::parts)
    }

    fn columns(&self, register: &Register, ids: Vec<Spanned<String>>) -> Result<Vec<String>, ReadError> {
        let column = |id: Spanned<String>| {
            let fits = match register.field(id.get_ref()) {
                Some(field) => field.kind != Kind::Page,
                None => [STATE, DUE, OFFICE, NO, MADE, LOAD].contains(&id.get_ref().as_str()),
            };
            let span = id.span();
            if fits { Ok(id.into_inner()) } else { self.fault(span, "declared-unknown", id.into_inner()) }
        };
        ids.into_iter().map(column).collect()
    }

    fn code(&self, register: &Register, code: Vec<Spanned<String>>) -> Result<Vec<Template>, ReadError> {
        let kind = |id: &str| register.field(id).map(|field| field.kind);
        let read = |text: Spanned<String>| {
            Template::read(text.get_ref(), kind).or_else(|(why, what)| self.fault(text.span(), why, what))
        };
        code.into_iter().map(read).collect()
    }

    fn check(&self, register: &Register, check: RawCheck) -> Result<Check, ReadError> {
        let side = |text: &str| match text {
            "today" => Some(Operand::Today),
            id if register.field(id).is_some() => Some(Operand::Field(id.to_owned())),
            number => number.parse().ok().map(|number| Operand::Value(Value::Number(number))),
        };
        let span = check.is.span();
        let read = Check::read(check.is.get_ref(), check.say, side);
        read.map_or_else(|| self.fault(span, "declared-check", check.is.get_ref()), Ok)
    }
}
