//! What whoever searches must not be told of, nor how many there are.
use super::{
    clause::Clause,
    delta::Delta,
    posting::Bits,
    query::Key,
    shelf::{RowId, Shelf},
};

/// Which rows somebody sees.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sight {
    /// Code of an asker who sees of what is sealed only what they registered; none for one with the right to it.
    pub asker: Option<String>,
    /// Only rows at this handling unit.
    pub unit: Option<String>,
    /// Only these rows.
    pub only: Option<Vec<RowId>>,
    /// None of these rows.
    pub never: Vec<RowId>,
}

impl Sight {
    /// With its rows in the order in which they are looked up: newest first, none twice.
    #[must_use]
    pub fn in_order(mut self) -> Self {
        for rows in self.only.iter_mut().chain([&mut self.never]) {
            rows.sort_unstable_by_key(|row| std::cmp::Reverse(*row));
            rows.dedup();
        }
        self
    }
}

/// A sight as sets of rows.
pub(super) struct Veil {
    sealed: Option<[Clause; 2]>,
    others: Vec<Clause>,
}

impl Veil {
    pub fn of(sight: Sight) -> Self {
        let Sight { asker, unit, only, never } = sight;
        let mut others = Vec::new();
        others.extend(unit.map(|unit| Clause::one_of(Key::Unit.id(), &unit)));
        others.extend(only.map(|rows| Clause::rows(rows.into(), false)));
        if !never.is_empty() {
            others.push(Clause::rows(never.into(), true));
        }
        Self { sealed: asker.as_deref().map(Clause::hidden), others }
    }

    /// Takes out of `fit` what the asker must not see.
    pub fn hide<S: Shelf>(
        &self,
        from: &S,
        delta: &Delta,
        block: u32,
        fit: &mut Bits,
        spare: &mut Bits,
    ) -> Result<(), S::Error> {
        for clause in &self.others {
            clause.narrow(from, delta, block, fit, spare)?;
        }
        match &self.sealed {
            Some(sealed) => Clause::hide(sealed, from, delta, block, fit, spare),
            None => Ok(()),
        }
    }
}
