//! Stories, looks and guardians: everything that can be seen without a real terminal.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
mod blocks;
mod board;
mod casework;
mod clocks;
mod drafts;
mod finding;
mod import;
mod intake;
mod keymaps;
mod keystrokes;
mod lang;
mod layers;
mod lives;
mod looks;
mod oracle;
mod papers;
mod petition;
mod pictures;
mod readme;
mod repeats;
mod schema;
mod settings;
mod steps;
mod support;
mod verbs;
mod written;
