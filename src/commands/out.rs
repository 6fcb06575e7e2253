//! What a verb says: JSON for programs or text for people on standard output, trouble on standard error.
use crate::{flow::Note, lang::Lang, run::screen, store::StoreError, text::clean};
use serde_json::{Value, json};
use std::{
    io::{self, BufWriter, Read, Stdout, Write},
    process::ExitCode,
};

/// Standard output, either way.
pub(super) struct Out {
    json: bool,
    to: BufWriter<Stdout>,
}

/// Why a verb did not do it.
#[derive(Debug)]
pub(super) enum Failure {
    /// The store.
    Store(StoreError),
    /// The store failed at something that has been answered in its place; what remains is the exit code.
    Answered(StoreError),
    /// A sentence: its id, what fills its `$what`, and the exit code.
    Said(&'static str, String, u8),
    /// What the message line of the desk would say, and the exit code.
    Noted(Note, u8),
    /// A sentence for a terminal that may not be one for Chinese.
    Terminal(&'static str),
    /// The system.
    System(io::Error),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::System(error)
    }
}

impl Failure {
    /// How the store itself failed; none where it only refused.
    pub(super) fn broken(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) if code(error) == 1 => Some(error),
            _ => None,
        }
    }

    /// Its stable name, its sentence, and the exit code.
    pub(super) fn reason(&self, lang: &Lang) -> (&'static str, String, u8) {
        match self {
            Self::Store(error) | Self::Answered(error) => {
                (error.message().0, sentence(error, lang), code(error))
            }
            Self::Said(id, what, code) => (id, lang.fill(id, &[("what", what.clone().into())]), *code),
            Self::Noted(note, code) => (note.id, note.say(lang), *code),
            Self::Terminal(id) => (id, lang.say(id), 1),
            Self::System(error) => ("system", error.to_string(), 1),
        }
    }

    /// Says it on standard error in the user's language and gives the exit code.
    pub(super) fn say(&self, lang: &Lang) -> ExitCode {
        let (_, sentence, code) = self.reason(lang);
        match self {
            // Whoever reads our output has gone; there is nobody to tell.
            Self::System(error) if error.kind() == io::ErrorKind::BrokenPipe => return ExitCode::SUCCESS,
            Self::Terminal(_) => drop(io::stderr().write_all(&screen::in_both_encodings(&sentence))),
            _ => tell(&sentence),
        }
        ExitCode::from(code)
    }
}

/// A sentence for people on standard error.
pub(super) fn tell(sentence: &str) {
    let _ = writeln!(io::stderr(), "fengqiao: {}", clean::typed_page(sentence).trim_end());
}

/// Says what is wrong with the command line, or the help that was asked for, and gives the exit code.
pub fn misread(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    let said = error.render().to_string();
    let _ = writeln!(io::stderr(), "{}", clean::typed_page(&said).trim_end());
    ExitCode::from(2)
}

/// A store's refusal in a sentence.
pub(super) fn sentence(error: &StoreError, lang: &Lang) -> String {
    Note::from(error.clone()).say(lang)
}

/// 3 for refused or not found, 1 for failed.
fn code(error: &StoreError) -> u8 {
    match error {
        StoreError::NotFound(_)
        | StoreError::Hidden(_)
        | StoreError::Denied(_)
        | StoreError::PinWrong(_)
        | StoreError::PinLocked(_)
        | StoreError::Refused(_)
        | StoreError::Step(_)
        | StoreError::Declared(_)
        | StoreError::BadField(_)
        | StoreError::Conflict(_)
        | StoreError::Missing => 3,
        _ => 1,
    }
}

impl Out {
    pub(super) fn new(json: bool) -> Self {
        Self { json, to: BufWriter::new(io::stdout()) }
    }

    /// One answer: a JSON object on a line, or the text for people.
    pub(super) fn say(&mut self, json: &Value, text: &str) -> Result<(), Failure> {
        if self.json {
            writeln!(self.to, "{}", clean::escaped(&json.to_string()))?;
        } else {
            writeln!(self.to, "{}", clean::typed_page(text).trim_end())?;
        }
        Ok(())
    }

    /// With `--json`, what was not done is an object too.
    pub(super) fn fail(&mut self, failure: &Failure, lang: &Lang) -> Result<(), Failure> {
        if self.json && !matches!(failure, Failure::Answered(_)) {
            self.refuse(failure, lang)?;
        }
        self.flush()
    }

    /// A line that was not understood is answered in its place, and stops nothing.
    pub(super) fn refuse(&mut self, failure: &Failure, lang: &Lang) -> Result<(), Failure> {
        let (why, message, _) = failure.reason(lang);
        self.say(&json!({"ok": false, "why": why, "message": message}), &message)
    }

    /// Bytes as they are, for what other programs read.
    pub(super) fn bytes(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        Ok(self.to.write_all(bytes)?)
    }

    /// A file as it is.
    pub(super) fn stream(&mut self, from: &mut impl Read) -> Result<(), Failure> {
        io::copy(from, &mut self.to)?;
        Ok(())
    }

    pub(super) fn flush(&mut self) -> Result<(), Failure> {
        Ok(self.to.flush()?)
    }
}
