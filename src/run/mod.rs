//! Threads, timers and the terminal: everything that waits.
pub mod decode;
pub mod hangup;
pub mod input;
mod paint;
mod probe;
pub mod screen;
pub mod tty;
