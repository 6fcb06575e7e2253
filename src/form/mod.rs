//! A form is a table of fields; this is the machine that runs any such table.
mod choose;
mod edit;
mod sheet;
mod spec;
mod state;
pub mod view;

pub use edit::edit_act;
pub use sheet::Sheet;
pub use spec::{Answer, Field, Kind, Problem, ProblemKind, always, anything};
pub use state::{Form, Ground, Moved};
