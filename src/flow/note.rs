//! What the message line says.
use crate::{lang::Lang, store::StoreError};

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
}

impl Note {
    /// It went well.
    pub fn good(id: &'static str, what: impl Into<String>) -> Self {
        Self { tone: Tone::Good, id, what: what.into() }
    }

    /// Worth knowing.
    pub fn plain(id: &'static str, what: impl Into<String>) -> Self {
        Self { tone: Tone::Plain, id, what: what.into() }
    }

    /// It did not work.
    pub fn bad(id: &'static str, what: impl Into<String>) -> Self {
        Self { tone: Tone::Bad, id, what: what.into() }
    }

    /// The sentence in one language.
    pub fn say(&self, lang: &Lang) -> String {
        lang.fill(self.id, &[("what", self.what.as_str().into())])
    }
}

impl From<StoreError> for Note {
    fn from(error: StoreError) -> Self {
        let (id, what) = error.message();
        Self::bad(id, what)
    }
}
