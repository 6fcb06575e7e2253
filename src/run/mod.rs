//! Threads, timers and the terminal: everything that waits.
pub mod clerk;
pub mod decode;
pub mod hangup;
mod idle;
pub mod inline;
pub mod input;
pub mod jobs;
pub mod keeper;
pub mod listed;
pub mod live;
pub mod outbox;
mod paint;
pub mod poster;
mod probe;
mod rows;
pub mod saver;
pub mod screen;
mod seat;
pub mod serve;
pub mod sheets;
pub mod tty;

pub use inline::Inline;
pub use live::{Desk, DeskError, Entry, live, terminal_name};
