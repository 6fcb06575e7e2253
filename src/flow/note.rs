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
    /// Its other blanks, by name.
    pub blanks: Vec<(&'static str, String)>,
    /// A rule that refuses a step, which has blanks of its own.
    pub refusal: Option<Box<Refusal>>,
}

impl Note {
    /// It went well.
    pub fn good(id: &'static str, what: impl Into<String>) -> Self {
        Self::new(Tone::Good, id, what.into())
    }

    /// Worth knowing.
    pub fn plain(id: &'static str, what: impl Into<String>) -> Self {
        Self::new(Tone::Plain, id, what.into())
    }

    /// It did not work.
    pub fn bad(id: &'static str, what: impl Into<String>) -> Self {
        Self::new(Tone::Bad, id, what.into())
    }

    const fn new(tone: Tone, id: &'static str, what: String) -> Self {
        Self { tone, id, what, blanks: Vec::new(), refusal: None }
    }

    /// With another of its blanks filled.
    #[must_use]
    pub fn with(mut self, blank: &'static str, said: impl Into<String>) -> Self {
        self.blanks.push((blank, said.into()));
        self
    }

    /// The sentence in one language.
    pub fn say(&self, lang: &Lang) -> String {
        if let Some(refusal) = &self.refusal {
            return why(refusal, lang);
        }
        let blanks = self.blanks.iter().map(|(blank, said)| (*blank, said.as_str().into()));
        let args: Vec<_> = std::iter::once(("what", self.what.as_str().into())).chain(blanks).collect();
        lang.fill(self.id, &args)
    }
}

impl From<StoreError> for Note {
    fn from(error: StoreError) -> Self {
        let (id, what) = error.message();
        match error {
            StoreError::Step(why) => Self::from(*why),
            StoreError::Declared(error) => Self::bad(id, what).with("line", error.line.to_string()),
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
        Blank::Declared(words) => words.say(lang.is_chinese()).to_owned(),
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
