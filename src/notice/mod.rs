//! Printed papers: what a template says, filled from a petition's page.
mod receipt;
pub use receipt::receipt;
