//! Fengqiao: the desk at a petition reception counter.
pub mod app;
pub mod args;
pub mod commands;
pub mod corpus;
pub mod domain;
pub mod exchange;
pub mod flow;
pub mod form;
pub mod keys;
pub mod lang;
pub mod notice;
pub mod run;
pub mod screens;
pub mod search;
pub mod store;
pub mod text;
pub mod widgets;
