//! Printed papers: a strict template, the slots that a petition's page fills, and what comes of it as text or .docx.
mod docx;
mod need;
mod paper;
mod shipped;
mod slots;
mod template;

pub use paper::{Block, Paper};
pub use slots::{Issue, gather};
pub use template::{Shelf, TemplateError};

#[cfg(test)]
mod tests;
