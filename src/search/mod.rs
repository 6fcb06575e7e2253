//! Finding petitions by half of what somebody remembers: a sound, four digits, a word.
pub mod digits;
mod document;
mod finder;
mod grade;
mod hanzi;
mod heap;
mod letters;
mod names;
pub mod pinyin;
pub mod posting;
mod query;
mod rank;
mod shelf;
mod sounds;
mod surnames;
pub mod terms;
mod varint;
mod want;

pub use document::{Digest, Document};
pub use finder::{Catalog, Finder, Hit, Hits};
pub use grade::{Grade, Why};
pub use heap::{COUNTED, RANKED};
pub use names::{Found, NameId, Names};
pub use query::{Filter, Key, Query, Token};
pub use rank::{Field, Mark};
pub use shelf::{Fresh, RowId, Shelf, Short};
