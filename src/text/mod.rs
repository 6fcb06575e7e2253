//! Text as people type, paste and read it: measuring, cleaning and editing. Pure.
pub mod clean;
pub mod edit;
pub mod line;
pub mod page;
pub mod width;
