//! What finding needs from the store: plain reads, so that nothing here knows how rows are kept.
use super::{
    names::{Borne, Shelved},
    query::Filter,
    sight::Sight,
    sounds::Code,
    terms::Term,
};
use chrono::NaiveDate;
use std::ops::{Range, RangeInclusive};

/// A petition's row number in this file. It grows with every registration, so higher is newer.
pub type RowId = u32;

/// How far the store is: each number grows when there is something new to take in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// The last change of the delta.
    pub seq: i64,
    /// Grows when rows leave the delta: then it is read anew.
    pub epoch: i64,
    /// Grows when pages of names are split: then their beginnings are read anew.
    pub splits: i64,
    /// How many names there are.
    pub names: u32,
    /// The highest row number in use.
    pub newest: RowId,
}

/// A dictionary of names, read in pages.
pub trait Pages {
    /// What reading can fail with.
    type Error;

    /// Where the pages of names begin in one of their orders, ascending.
    fn pages(&self, order: Shelved, take: &mut dyn FnMut(u64)) -> Result<(), Self::Error>;

    /// The pages of names that begin there.
    fn names(
        &self,
        order: Shelved,
        pages: RangeInclusive<u64>,
        take: &mut dyn FnMut(&[u8]),
    ) -> Result<(), Self::Error>;

    /// How long names are spelled, some lines at a time.
    fn long_names(&self, take: &mut dyn FnMut(&str)) -> Result<(), Self::Error>;
}

/// The reads of finding.
pub trait Shelf: Pages {
    /// From here on everything is read as of one moment, until [`Shelf::end`].
    fn begin(&self) -> Result<(), Self::Error>;

    /// Lets that moment go.
    fn end(&self) -> Result<(), Self::Error>;

    /// Changes whenever anybody has written.
    fn stamp(&self) -> Result<u64, Self::Error>;

    /// How far the store is.
    fn state(&self) -> Result<State, Self::Error>;

    /// What the asker sees.
    fn sight(&self) -> Result<Sight, Self::Error>;

    /// The first and the last day on which anything was received.
    fn days(&self) -> Result<Option<RangeInclusive<NaiveDate>>, Self::Error>;

    /// The posting of a term in a block; false when there is none.
    fn posting(&self, term: Term, block: u32, take: &mut dyn FnMut(&[u8])) -> Result<bool, Self::Error>;

    /// Who bears, in a block, names that begin with these hanzi, one hanzi after the other; rows still in the delta may
    /// be missing.
    fn bearers(
        &self,
        block: u32,
        firsts: RangeInclusive<Code>,
        take: &mut dyn FnMut(Code, &[u8]),
    ) -> Result<(), Self::Error>;

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

    /// The rows that pass a filter which is not a facet, until `take` has enough.
    fn rows_where(&self, filter: &Filter, take: &mut dyn FnMut(RowId) -> bool) -> Result<(), Self::Error>;

    /// The rows in an order, until `take` has enough.
    fn rows_by(&self, order: Order, take: &mut dyn FnMut(RowId) -> bool) -> Result<(), Self::Error>;

    /// The rows that the asker looked at, the last one first, at most `limit`.
    fn opened(&self, limit: usize, take: &mut dyn FnMut(RowId)) -> Result<(), Self::Error>;

    /// The rows that are no other matter: the petition with this number itself, what somebody who stands on it brought,
    /// what it repeats and what repeats it, and what somebody has said not to be the same.
    fn apart_from(&self, no: &str, take: &mut dyn FnMut(RowId)) -> Result<(), Self::Error>;

    /// Rows of the delta that were told after this change.
    fn fresh(&self, since: i64) -> Result<Vec<Fresh>, Self::Error>;

    /// The short fields of those of these rows that the asker may see, in the same order.
    fn shorts(&self, rows: &[RowId]) -> Result<Vec<Short>, Self::Error>;
}

/// How rows can be ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Order {
    /// By how well they match, then the newest first.
    #[default]
    Relevance,
    /// By the day of receipt, the last one first.
    Received,
    /// By the day on which something is due, the nearest first; then those that owe nothing, the newest first.
    Due,
}

/// A row of the delta.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fresh {
    /// The row.
    pub row: RowId,
    /// Its terms, packed.
    pub terms: Vec<u8>,
    /// Its names, each with its first hanzi.
    pub names: Vec<Borne>,
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
    /// The civil date on which something is due; empty where nothing is.
    pub due: String,
    /// Code of the place.
    pub place: String,
    /// Code of the category.
    pub category: String,
}
