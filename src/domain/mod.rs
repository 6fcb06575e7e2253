//! The nouns and rules of the work: no screen, no disk, no clock; today is passed in.
pub mod agenda;
pub mod backup;
pub mod calendar;
pub mod case;
pub mod catalog;
pub mod clock;
pub mod day;
pub mod deed;
pub mod evaluation;
pub mod figures;
pub mod identity;
pub mod journal;
pub mod mask;
pub mod meeting;
pub mod merge;
pub mod money;
pub mod notice;
pub mod person;
pub mod petition;
pub mod phone;
pub mod reminder;
pub mod rights;
#[cfg(test)]
pub(crate) mod samples;
pub mod setting;
pub mod span;
pub mod step;
mod words;
