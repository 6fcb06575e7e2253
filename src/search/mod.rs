//! Finding petitions by half of what somebody remembers: a sound, four digits, a word.
pub mod digits;
mod document;
mod grade;
mod hanzi;
mod letters;
mod names;
pub mod pinyin;
pub mod posting;
mod query;
mod sounds;
mod surnames;
pub mod terms;
mod varint;

pub use document::{Digest, Document};
pub use grade::{Grade, Why};
pub use names::{Found, NameId, Names};
pub use query::{Filter, Key, Query, Token};
