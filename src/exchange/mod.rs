//! In and out: sheets of the province's system and of offices, CSV, XLSX, JSON lines and posters.
pub mod decode;
pub mod list;
pub mod poster;
pub mod province;
pub mod register;
pub mod sheet;
pub mod write;
mod xlsx;
