//! The table: what fields a form has and what each one is.
use super::{Ground, Sheet};
use crate::{
    domain::{catalog::List, day, identity::Identity, money::Fen, phone, register},
    lang::Lang,
    text::clean,
};
use std::{borrow::Cow, sync::Arc};

/// Graphemes of a line of a register; its own rules say the same.
const LINE: usize = 200;

/// One field of a form.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its id in the sheet. A repeated field carries its number after a dot: `phone.3`.
    pub id: Cow<'static, str>,
    /// What it takes.
    pub kind: Kind,
    /// Whether it stands on the line of the field before it.
    pub beside: bool,
    /// For a look-up: whether only what the list holds will do.
    pub strict: bool,
    /// Whether it has to be filled in.
    pub required: bool,
    /// Whether it is there at all, given what stands in the others.
    pub shown: fn(&Sheet) -> bool,
    /// What is wrong with the sheet as far as this field goes, beyond what its kind sees itself.
    pub check: fn(&Sheet) -> Option<Problem>,
    /// The field of a register that it asks for: its words and answers are declared, and not ours.
    pub declared: Option<Arc<register::Field>>,
}

/// An answer of a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What stands in the sheet.
    pub id: String,
    /// What is shown.
    pub words: String,
    /// The letters by which it is chosen, where it has its own.
    pub keys: String,
}

/// What a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A line of text, of so many graphemes at most.
    Line(usize),
    /// Many lines of text, so many of them shown.
    Page(u16),
    /// One of a few fixed answers; the messages are `list-id`.
    Choice {
        /// Begins the message ids.
        list: &'static str,
        /// The answers.
        ids: &'static [&'static str],
    },
    /// One of the answers that the field of a register declares; or none of them, where it need not be filled in.
    Declared,
    /// A civil date.
    Day,
    /// A phone number.
    Phone,
    /// An identity number.
    Identity,
    /// A whole number of people or things.
    Count,
    /// An amount in yuan.
    Money,
    /// Something from a list of the catalog.
    Pick(List),
}

/// Whether a problem keeps a form from being submitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// It has to be put right.
    Holds,
    /// It is said, and may be kept as it is.
    Told,
}

/// The id of a message that says what is wrong, and how much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The message.
    pub id: &'static str,
    /// How much it matters.
    pub kind: ProblemKind,
}

impl Problem {
    /// One that has to be put right.
    pub const fn holds(id: &'static str) -> Self {
        Self { id, kind: ProblemKind::Holds }
    }

    /// One that may be kept.
    pub const fn told(id: &'static str) -> Self {
        Self { id, kind: ProblemKind::Told }
    }
}

/// A field that is always there.
pub const fn always(_: &Sheet) -> bool {
    true
}

/// A field in which anything is right.
pub const fn anything(_: &Sheet) -> Option<Problem> {
    None
}

impl Field {
    /// A field on a line of its own, always there, in which anything is right.
    pub const fn new(id: &'static str, kind: Kind) -> Self {
        Self {
            id: Cow::Borrowed(id),
            kind,
            beside: false,
            strict: false,
            required: false,
            shown: always,
            check: anything,
            declared: None,
        }
    }

    /// A field of a register.
    pub fn of(field: &Arc<register::Field>) -> Self {
        use register::Kind as Of;
        let kind = match field.kind {
            Of::Choice | Of::Flag => Kind::Declared,
            Of::Page => Kind::Page(4),
            Of::Day => Kind::Day,
            Of::Time => Kind::Line(8),
            Of::Phone => Kind::Phone,
            Of::Identity => Kind::Identity,
            Of::Money => Kind::Money,
            Of::Count | Of::Score => Kind::Count,
            other => other.list().map_or(Kind::Line(LINE), Kind::Pick),
        };
        Self {
            id: Cow::Owned(field.id.clone()),
            beside: field.beside,
            strict: true,
            required: field.required,
            declared: Some(Arc::clone(field)),
            ..Self::new("", kind)
        }
    }

    /// Whether what stands in it gives way to what is typed, as long as the caret was not moved: days, times, numbers.
    pub fn gives_way(&self) -> bool {
        let time = self.declared.as_ref().is_some_and(|field| field.kind == register::Kind::Time);
        time || matches!(self.kind, Kind::Day | Kind::Count | Kind::Money)
    }

    /// The answers of a choice, in their order; nothing where it is none.
    pub fn answers(&self, lang: &Lang) -> Option<Vec<Answer>> {
        let ours = |list: &str, id: &str| {
            let message = format!("{list}-{id}");
            Answer { id: id.to_owned(), words: lang.say(&message), keys: lang.attribute(&message, "keys") }
        };
        match (self.kind, &self.declared) {
            (Kind::Choice { list, ids }, _) => Some(ids.iter().map(|id| ours(list, id)).collect()),
            (Kind::Declared, Some(field)) if field.kind == register::Kind::Flag => {
                Some(["yes", "no"].map(|id| ours("more", id)).to_vec())
            }
            (Kind::Declared, Some(field)) => {
                let words = |name: &register::Words| name.say(lang.is_chinese()).to_owned();
                let answer = |one: &register::Answer| Answer {
                    id: one.id.clone(),
                    words: words(&one.name),
                    keys: String::new(),
                };
                Some(field.answers.iter().map(answer).collect())
            }
            _ => None,
        }
    }

    /// Its name on a form with this id.
    pub fn label(&self, form: &str, lang: &Lang) -> String {
        match &self.declared {
            Some(field) if !field.name.is_empty() => field.name.say(lang.is_chinese()).to_owned(),
            _ => lang.say(&format!("{form}-{}", self.base())),
        }
    }

    /// What it wants, in a sentence; empty where that goes without saying.
    pub fn hint(&self, form: &str, lang: &Lang) -> String {
        match &self.declared {
            Some(field) if field.kind == register::Kind::Many => {
                let answers = field.answers.iter().map(|one| one.name.say(lang.is_chinese()));
                let all = answers.collect::<Vec<_>>().join("、");
                format!("{} {all}", field.hint.say(lang.is_chinese())).trim_start().to_owned()
            }
            Some(field) => field.hint.say(lang.is_chinese()).to_owned(),
            None => lang.attribute(&format!("{form}-{}", self.base()), "hint"),
        }
    }

    /// On the line of the field before it.
    #[must_use]
    pub const fn beside(mut self) -> Self {
        self.beside = true;
        self
    }

    /// Only what the list holds will do.
    #[must_use]
    pub const fn strict(mut self) -> Self {
        self.strict = true;
        self
    }

    /// It has to be filled in.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Only there when `shown` says so.
    #[must_use]
    pub const fn when(mut self, shown: fn(&Sheet) -> bool) -> Self {
        self.shown = shown;
        self
    }

    /// With a check of its own.
    #[must_use]
    pub const fn checked(mut self, check: fn(&Sheet) -> Option<Problem>) -> Self {
        self.check = check;
        self
    }

    /// A repetition of this field under the number `n`.
    #[must_use]
    pub fn numbered(&self, n: usize) -> Self {
        Self { id: Cow::Owned(format!("{}.{n}", self.id)), ..self.clone() }
    }

    /// Its number, if it is a repetition.
    pub fn number(&self) -> Option<usize> {
        self.id.split_once('.').and_then(|(_, n)| n.parse().ok())
    }

    /// The id without its number.
    pub fn base(&self) -> &str {
        self.id.split('.').next().unwrap_or_default()
    }

    /// What is wrong with what stands in it.
    pub fn problem(&self, sheet: &Sheet, ground: &Ground<'_>) -> Option<Problem> {
        if !(self.shown)(sheet) {
            return None;
        }
        if self.required && sheet.lacks(&self.id) {
            return Some(Problem::holds("problem-required"));
        }
        if let Some(field) = &self.declared
            && let Err(error) = field.tidy(sheet.get(&self.id), ground.today)
        {
            return Some(Problem::holds(error.why));
        }
        let found = (self.check)(sheet).or_else(|| self.kind.problem(sheet.get(&self.id), ground));
        match found {
            Some(Problem { id: "problem-unknown", .. }) if self.strict => {
                Some(Problem::holds("problem-not-listed"))
            }
            found => found,
        }
    }
}

impl Kind {
    /// Whether it is edited as text.
    pub const fn is_text(self) -> bool {
        !self.is_choice()
    }

    /// Whether it is one of a few answers.
    pub const fn is_choice(self) -> bool {
        matches!(self, Self::Choice { .. } | Self::Declared)
    }

    /// Whether what stands in it is as long as such a thing gets, right or wrong: then it moves on by itself, so
    /// that what is typed next never runs into it.
    pub fn is_full(self, value: &str) -> bool {
        let value = clean::fold(value);
        let digits = value.chars().filter(char::is_ascii_digit).count();
        match self {
            Self::Phone => digits == 11 && value.len() == 11 && value.starts_with('1'),
            Self::Identity => value.len() == 18 && digits >= 17,
            Self::Day => digits == 8 && value.len() == 8,
            _ => false,
        }
    }

    fn problem(self, value: &str, ground: &Ground<'_>) -> Option<Problem> {
        if value.is_empty() {
            return None;
        }
        match self {
            Self::Phone => phone::kind(value).err().map(|problem| Problem::told(problem.id())),
            Self::Identity => Identity::read(value).err().map(|problem| Problem::told(problem.id())),
            Self::Day => day::read(value, ground.today).err().map(|problem| Problem::holds(problem.id())),
            Self::Count if value.parse::<u32>().is_err() => Some(Problem::holds("problem-count")),
            Self::Money => Fen::read(value).err().map(|problem| Problem::holds(problem.id())),
            Self::Pick(list) if ground.catalog.get(list, value).is_none() => {
                Some(Problem::told("problem-unknown"))
            }
            _ => None,
        }
    }
}
