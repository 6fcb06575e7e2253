//! Keeping what is in the store: backups, the way back from one, and whether the host is fit for it.
mod doctor;
mod files;
mod host;
mod put;
mod seal;
mod take;

pub use doctor::{CHECKS, Check, Found, mib};
pub use host::Host;
pub use put::{Drilled, Restored, Source, drill, restore};
pub use take::{Plan, Sealed, Taken, back_up};

use crate::store::StoreError;
use std::fmt::Display;

/// What is said when a backup of the store is being made already.
pub const GOING: &str = "error-backup-going";

/// Why it was not done: the id of a sentence, and what fills its `$what`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// The id of the sentence.
    pub id: &'static str,
    /// Which file or directory, and what is wrong with it.
    pub what: String,
    /// Whether it was refused before anything was tried.
    pub refused: bool,
}

impl Trouble {
    fn failed(id: &'static str, what: impl Display) -> Self {
        Self { id, what: format!("{what}"), refused: false }
    }

    fn refused(id: &'static str, what: impl Display) -> Self {
        Self { refused: true, ..Self::failed(id, what) }
    }
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        let (id, what) = error.message();
        let refused = matches!(error, StoreError::Missing | StoreError::InUse | StoreError::Restoring);
        Self { id, what, refused }
    }
}
