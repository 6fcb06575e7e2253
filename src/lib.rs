//! Fengqiao: the desk at a petition reception counter.
pub mod domain;
pub mod exchange;
pub mod keys;
pub mod run;
pub mod search;
pub mod store;
pub mod text;
