//! The real program on a real terminal line: what only a terminal can show.
mod budget;
mod caret;
mod counter;
mod desk;
mod encoding;
mod ends;
mod looks;
mod typing;
mod window;
