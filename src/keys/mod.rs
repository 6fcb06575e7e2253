//! From a key press to the name of what the user wants.
mod action;
mod key;
mod keymap;

pub use action::Action;
pub use key::{Code, Key};
pub use keymap::{Context, Found, Keymap, KeymapError};
