//! Small pictures without a state of their own.
pub mod list;
pub mod offers;
pub mod overlay;
pub mod picture;
pub mod theme;

pub use theme::Theme;
