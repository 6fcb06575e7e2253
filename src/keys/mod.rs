//! From a key press to the name of what the user wants.
mod key;
pub use key::{Code, Key};
