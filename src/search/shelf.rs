//! What finding needs from the store: plain reads, so that nothing here knows how rows are kept.
use super::{names::NameId, query::Filter, terms::Term};
use std::ops::Range;

/// A petition's row number in this file. It grows with every registration, so higher is newer.
pub type RowId = u32;

/// The reads.
pub trait Shelf {
    /// What reading can fail with.
    type Error;

    /// From here on everything is read as of one moment, until [`Shelf::end`].
    fn begin(&self) -> Result<(), Self::Error>;

    /// Lets that moment go.
    fn end(&self) -> Result<(), Self::Error>;

    /// Changes whenever anybody has written.
    fn stamp(&self) -> Result<u64, Self::Error>;

    /// The names from this position on, in the order of their positions.
    fn names(&self, from: NameId, take: &mut dyn FnMut(&str)) -> Result<(), Self::Error>;

    /// The highest row number in use.
    fn newest(&self) -> Result<RowId, Self::Error>;

    /// The posting of a term in a block; false when there is none.
    fn posting(&self, term: Term, block: u32, take: &mut dyn FnMut(&[u8])) -> Result<bool, Self::Error>;

    /// Which names the rows of a chunk have: (row, name), ascending; rows still in the delta may be missing.
    fn column(&self, chunk: u32, take: &mut dyn FnMut(RowId, NameId)) -> Result<(), Self::Error>;

    /// The rows of a name, newest first.
    fn rows_named(&self, name: NameId, take: &mut dyn FnMut(RowId)) -> Result<(), Self::Error>;

    /// The rows whose digits lie in a range, at most `limit`.
    fn rows_with_digits(
        &self,
        keys: Range<i64>,
        limit: usize,
        take: &mut dyn FnMut(RowId),
    ) -> Result<(), Self::Error>;

    /// The rows whose own number begins so, newest first, at most `limit`.
    fn rows_numbered(
        &self,
        begin: &str,
        limit: usize,
        take: &mut dyn FnMut(RowId),
    ) -> Result<(), Self::Error>;

    /// The delta: rows that are not in postings and columns yet.
    fn fresh(&self) -> Result<Vec<Fresh>, Self::Error>;

    /// The rows that the asker must not see, ascending.
    fn hidden(&self) -> Result<Vec<RowId>, Self::Error>;

    /// Those of these rows that the asker may see and that pass every filter, in the same order.
    fn keep(&self, rows: &[RowId], filters: &[Filter]) -> Result<Vec<RowId>, Self::Error>;

    /// The newest rows that the asker may see and that pass every filter.
    fn matching(&self, filters: &[Filter], limit: usize) -> Result<Vec<RowId>, Self::Error>;

    /// The short fields of those of these rows that the asker may see.
    fn shorts(&self, rows: &[RowId]) -> Result<Vec<Short>, Self::Error>;
}

/// A row of the delta.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fresh {
    /// The row.
    pub row: RowId,
    /// Its terms, packed.
    pub terms: Vec<u8>,
    /// Its names.
    pub names: Vec<NameId>,
}

/// What a list shows of a petition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Short {
    /// The row.
    pub id: RowId,
    /// Its number.
    pub no: String,
    /// Code of its home office.
    pub office: String,
    /// The first petitioner's name; empty when anonymous.
    pub petitioner: String,
    /// One line that names the matter.
    pub subject: String,
    /// Where it stands.
    pub state: String,
    /// The civil date on which it was received.
    pub received: String,
}
