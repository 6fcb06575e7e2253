//! The real program on a real terminal line: what only a terminal can show.
#![allow(clippy::unwrap_used, clippy::panic)] // a broken line fails the test
mod budget;
mod caret;
mod counter;
mod desk;
mod encoding;
mod ends;
mod lock;
mod looks;
mod stories;
mod tour;
mod typing;
mod window;
