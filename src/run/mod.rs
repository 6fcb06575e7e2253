//! Threads, timers and the terminal: everything that waits.
pub mod decode;
