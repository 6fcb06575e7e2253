//! What the message line says.
use crate::{
    domain::step::{Blank, Refusal},
    lang::Lang,
    store::StoreError,
};

/// How much a message matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// It went well.
    Good,
    /// Worth knowing.
    Plain,
    /// It did not work.
    Bad,
}

/// A message and what fills its blanks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// How much it matters.
    pub tone: Tone,
    /// The id of the message.
    pub id: &'static str,
    /// What fills `$what`.
    pub what: String,
    /// A rule that refuses a step, which has blanks of its own.
    pub refusal: Option<Box<Refusal>>,
}

impl Note {
    /// It went well.
    pub fn good(id: &'static str, what: impl Into<String>) -> Self {
        Self { tone: Tone::Good, id, what: what.into(), refusal: None }
    }

    /// Worth knowing.
    pub fn plain(id: &'static str, what: impl Into<String>) -> Self {
        Self { tone: Tone::Plain, id, what: what.into(), refusal: None }
    }

    /// It did not work.
    pub fn bad(id: &'static str, what: impl Into<String>) -> Self {
        Self { tone: Tone::Bad, id, what: what.into(), refusal: None }
    }

    /// The sentence in one language.
    pub fn say(&self, lang: &Lang) -> String {
        match &self.refusal {
            Some(refusal) => why(refusal, lang),
            None => lang.fill(self.id, &[("what", self.what.as_str().into())]),
        }
    }
}

impl From<StoreError> for Note {
    fn from(error: StoreError) -> Self {
        let (id, what) = error.message();
        match error {
            StoreError::Step(why) => Self::from(*why),
            _ => Self::bad(id, what),
        }
    }
}

impl From<Refusal> for Note {
    fn from(why: Refusal) -> Self {
        Self { refusal: Some(Box::new(why.clone())), ..Self::bad(why.id, "") }
    }
}

/// Why a step cannot be taken, with its article.
pub fn why(refusal: &Refusal, lang: &Lang) -> String {
    let word = |blank: &Blank| match blank {
        Blank::Text(text) => text.clone(),
        Blank::Words(id) => lang.say(id),
    };
    let what = refusal.what.iter().map(word).collect::<Vec<_>>().join("/");
    lang.fill(refusal.id, &[("what", what.into()), ("article", article(refusal.article, lang).into())])
}

/// An article in brackets; nothing where the regulation names none.
pub fn article(article: &str, lang: &Lang) -> String {
    match article.parse::<u32>() {
        Ok(number) => lang.fill("step-article", &[("article", number.into())]),
        Err(_) => String::new(),
    }
}
