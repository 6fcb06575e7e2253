//! What stands beside the list of Find: the chosen petition, or the chosen row of a register.
use crate::{
    domain::petition::No,
    flow::Cx,
    screens::{
        petition::rows::{self, Row},
        record,
    },
    store::{PetitionPage, RecordPage},
};

/// The chosen one in full.
pub enum Preview {
    /// A petition.
    Petition(Box<PetitionPage>),
    /// A row of a register.
    Record(Box<RecordPage>),
}

impl Preview {
    /// Its number.
    pub fn no(&self) -> &No {
        match self {
            Self::Petition(page) => &page.petition.no,
            Self::Record(page) => &page.record.no,
        }
    }

    /// What its own page would show.
    pub fn rows(&self, cx: &Cx) -> Vec<Row> {
        match self {
            Self::Petition(page) => rows::rows(page, cx),
            Self::Record(page) => record::rows::rows(page, cx),
        }
    }
}
