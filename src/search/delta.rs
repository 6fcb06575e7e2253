//! The delta in memory: rows that are not in postings yet, by the terms they have.
use super::{
    names::Borne,
    posting::{BLOCK, Bits},
    shelf::{Fresh, RowId, Shelf},
    terms::{self, Term},
    want::within,
};
use std::collections::HashMap;

/// Bits of a slot; above them stands the term.
const SLOT: u32 = 22;

/// The rows of the delta. A row that is told anew takes a new slot.
#[derive(Default)]
pub(super) struct Delta {
    rows: Vec<Option<(RowId, Vec<Borne>)>>,
    slots: HashMap<RowId, usize>,
    /// Term and slot in one number, ascending.
    pairs: Vec<u64>,
}

impl Delta {
    /// Forgets all rows.
    pub fn clear(&mut self) {
        self.rows.clear();
        self.slots.clear();
        self.pairs.clear();
    }

    /// Takes in rows that are new or told anew.
    pub fn take(&mut self, fresh: Vec<Fresh>) {
        let mut added = Vec::new();
        for one in fresh {
            if let Some(old) = self.slots.insert(one.row, self.rows.len()) {
                self.rows[old] = None;
                self.pairs.retain(|pair| pair & ((1 << SLOT) - 1) != old as u64);
            }
            let slot = self.rows.len() as u64;
            added.extend(terms::unpack(&one.terms).map(|term| term << SLOT | slot));
            self.rows.push(Some((one.row, one.names)));
        }
        added.sort_unstable();
        self.merge(&added);
    }

    /// Both lists ascend: from the back, each number is moved once.
    fn merge(&mut self, added: &[u64]) {
        let mut old = self.pairs.len();
        self.pairs.resize(old + added.len(), 0);
        let mut new = added.len();
        while new > 0 {
            let from_old = old > 0 && self.pairs[old - 1] > added[new - 1];
            self.pairs[old + new - 1] = if from_old { self.pairs[old - 1] } else { added[new - 1] };
            if from_old { old -= 1 } else { new -= 1 }
        }
    }

    /// Every row with its names and what they begin with.
    pub fn names(&self) -> impl Iterator<Item = (RowId, &[Borne])> {
        self.rows.iter().flatten().map(|(row, names)| (*row, names.as_slice()))
    }

    /// The rows that have all these terms, in no order; none for no terms.
    fn with_all(&self, terms: &[Term]) -> impl Iterator<Item = RowId> {
        let pairs = self.pairs.as_slice();
        let slots = terms.split_first().into_iter().flat_map(move |(&first, rest)| {
            let start = pairs.partition_point(|pair| pair >> SLOT < first);
            let same = pairs[start..].iter().take_while(move |pair| *pair >> SLOT == first);
            same.map(|pair| pair & ((1 << SLOT) - 1)).filter(move |slot| {
                rest.iter().all(|term| pairs.binary_search(&(term << SLOT | slot)).is_ok())
            })
        });
        slots.filter_map(|slot| Some(self.rows.get(usize::try_from(slot).ok()?)?.as_ref()?.0))
    }

    /// Reads which rows of a block have this term, sealed or not, into `bits`.
    pub fn read<S: Shelf>(&self, from: &S, block: u32, term: Term, bits: &mut Bits) -> Result<(), S::Error> {
        if !from.posting(term, block, &mut |posting| bits.read(posting))? {
            bits.clear();
        }
        self.add_fresh(block, &[term], bits);
        Ok(())
    }

    /// Reads which rows of a block have all these terms, sealed or not, into `bits`; `spare` is written over.
    pub fn read_all<S: Shelf>(
        &self,
        from: &S,
        block: u32,
        terms: &[Term],
        bits: &mut Bits,
        spare: &mut Bits,
    ) -> Result<(), S::Error> {
        bits.clear();
        for (at, &term) in terms.iter().enumerate() {
            let one = if at == 0 { &mut *bits } else { &mut *spare };
            if !from.posting(term, block, &mut |posting| one.read(posting))? {
                bits.clear();
                break;
            }
            if at > 0 {
                bits.and(spare);
            }
        }
        self.add_fresh(block, terms, bits);
        Ok(())
    }

    fn add_fresh(&self, block: u32, terms: &[Term], bits: &mut Bits) {
        let fresh = self.with_all(terms).filter(|row| row / BLOCK == block);
        fresh.for_each(|row| bits.set(within(row)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_found_by_what_it_was_told_to_have_last() {
        let fresh =
            |row: RowId, terms: &[Term]| Fresh { row, terms: terms::pack(terms), names: vec![(1, row)] };
        let mut delta = Delta::default();
        delta.take(vec![fresh(3, &[1, 5]), fresh(4, &[5, 9])]);
        delta.take(vec![fresh(5, &[5]), fresh(3, &[9])]);
        let with = |terms: &[Term]| {
            let mut rows: Vec<RowId> = delta.with_all(terms).collect();
            rows.sort_unstable();
            rows
        };
        assert_eq!((with(&[5]), with(&[9]), with(&[1])), (vec![4, 5], vec![3, 4], vec![]));
        assert_eq!((with(&[5, 9]), with(&[])), (vec![4], vec![]));
        assert_eq!(delta.names().count(), 3);
        assert!(delta.pairs.is_sorted());
    }
}
