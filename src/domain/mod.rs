//! The nouns and rules of the work: no screen, no disk, no clock; today is passed in.
pub mod calendar;
pub mod catalog;
pub mod day;
pub mod identity;
pub mod mask;
pub mod phone;
