//! What the QR code of a row says: a template such as `{link}{no}`, filled with what stands in the row.
use super::{Kind, NO, Record, Register};
use crate::domain::qr::LONGEST;
use std::fmt::Write;

/// A part of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Number,
    Field(String),
}

/// Text with blanks in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template(Vec<Part>);

impl Template {
    /// Reads a template; what is wrong with it is named by the id of a message and what fills its `$what`.
    pub fn read(text: &str, kind: impl Fn(&str) -> Option<Kind>) -> Result<Self, (&'static str, String)> {
        let (mut parts, mut rest) = (Vec::new(), text);
        while let Some(at) = rest.find(['{', '}']) {
            let blank = rest[at..].strip_prefix('{').and_then(|behind| behind.split_once('}'));
            let (id, behind) = blank.ok_or_else(|| ("declared-code", text.to_owned()))?;
            if at > 0 {
                parts.push(Part::Text(rest[..at].to_owned()));
            }
            parts.push(match kind(id) {
                _ if id == NO => Part::Number,
                // It hangs where everybody passes, and says the same to all: nothing of a person, and nothing that some
                // of the house do not see.
                Some(kind) if kind.is_masked() || kind.is_link() => {
                    return Err(("declared-kind", id.to_owned()));
                }
                Some(_) => Part::Field(id.to_owned()),
                None => return Err(("declared-unknown", id.to_owned())),
            });
            rest = behind;
        }
        if parts.is_empty() {
            return Err(("declared-code", text.to_owned()));
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest.to_owned()));
        }
        Ok(Self(parts))
    }

    /// Filled; nothing where one of its fields is empty. Behind an address a blank is a part of the address, and written
    /// as one.
    fn fill(&self, record: &Record) -> Option<String> {
        let mut said = String::new();
        for part in &self.0 {
            let blank = match part {
                Part::Text(text) => {
                    said.push_str(text);
                    continue;
                }
                Part::Number => record.no.as_str(),
                Part::Field(id) => record.get(id),
            };
            if blank.is_empty() {
                return None;
            }
            if is_address(&said) { encode(blank, &mut said) } else { said.push_str(blank) }
        }
        Some(said)
    }
}

/// Whether a phone that reads it opens a page.
pub fn is_address(said: &str) -> bool {
    let begins = |with: &str| said.get(..with.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(with));
    begins("https://") || begins("http://")
}

fn encode(blank: &str, said: &mut String) {
    for byte in blank.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            said.push(byte.into());
        } else {
            // Writing to a string does not fail.
            let _ = write!(said, "%{byte:02X}");
        }
    }
}

impl Register {
    /// What the code of a row says: the first template of which no field is empty. Where there is none, the id of the
    /// message that says why.
    pub fn code_of(&self, record: &Record) -> Result<String, &'static str> {
        if self.code.is_empty() {
            return Err("why-no-code");
        }
        if record.struck.is_some() {
            return Err("why-struck");
        }
        let said = self.code.iter().find_map(|template| template.fill(record)).ok_or("why-code-empty")?;
        if said.len() > LONGEST { Err("why-code-long") } else { Ok(said) }
    }
}
