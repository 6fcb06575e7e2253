//! The province's sheet: nineteen columns become registrations, and petitions become its rows again.
mod mapping;
mod name;
mod row;
mod taking;
mod words;
mod write;

pub use mapping::{Field, Mapping};
pub use row::{Outcome, ProvinceRow, Reader};
pub use write::{header, line};
