//! Postings: which rows of a block hold a term, in the fewest bytes, read into one bit a row.
use super::varint;
use std::{mem::size_of, ops::Range};

/// Rows in a block.
pub const BLOCK: u32 = 1 << 16;
const WORDS: usize = BLOCK as usize / 64;
const LIST: u8 = 0;
const MAP: u8 = 1;

/// One bit for each row of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bits(Box<[u64; WORDS]>);

impl Default for Bits {
    fn default() -> Self {
        Self(Box::new([0; WORDS]))
    }
}

impl Bits {
    /// Forgets all rows.
    pub fn clear(&mut self) {
        self.0.fill(0);
    }

    /// Adds a row.
    pub fn set(&mut self, row: u16) {
        self.0[usize::from(row) / 64] |= 1 << (row % 64);
    }

    /// Takes a row out.
    pub fn unset(&mut self, row: u16) {
        self.0[usize::from(row) / 64] &= !(1 << (row % 64));
    }

    /// Whether a row is in.
    pub fn has(&self, row: u16) -> bool {
        self.0[usize::from(row) / 64] & (1 << (row % 64)) != 0
    }

    /// Keeps what is in both.
    pub fn and(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0.iter()).for_each(|(here, there)| *here &= there);
    }

    /// Adds what is in the other.
    pub fn or(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0.iter()).for_each(|(here, there)| *here |= there);
    }

    /// Takes out what is in the other.
    pub fn and_not(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0.iter()).for_each(|(here, there)| *here &= !there);
    }

    /// Puts every row in.
    pub fn fill(&mut self) {
        self.0.fill(u64::MAX);
    }

    /// The rows between two, the first included, ascending.
    pub fn within(&self, rows: Range<u32>) -> impl Iterator<Item = u16> {
        let words = rows.start as usize / 64..(rows.end as usize).div_ceil(64).min(WORDS);
        words.flat_map(move |at| {
            let mut rest = self.0[at];
            std::iter::from_fn(move || {
                let low = (rest != 0).then(|| rest.trailing_zeros() as usize)?;
                rest &= rest - 1;
                u16::try_from(at * 64 + low).ok()
            })
        })
    }

    /// Whether no row is in.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|&word| word == 0)
    }

    /// How many rows are in.
    pub fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// The rows, the newest (highest) first.
    pub fn newest_first(&self) -> impl Iterator<Item = u16> {
        self.0.iter().enumerate().rev().flat_map(|(at, &word)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                let high = 63_u32.checked_sub(rest.leading_zeros())?;
                rest &= !(1 << high);
                u16::try_from(at * 64 + high as usize).ok()
            })
        })
    }

    /// Reads a posting, in place of what was here.
    pub fn read(&mut self, posting: &[u8]) {
        match posting.split_first() {
            Some((&MAP, map)) => {
                for (word, bytes) in self.0.iter_mut().zip(map.as_chunks().0) {
                    *word = u64::from_le_bytes(*bytes);
                }
            }
            Some((_, list)) => {
                self.clear();
                rows(list).for_each(|row| self.set(row));
            }
            None => self.clear(),
        }
    }
}

/// Writes ascending rows as a posting: gaps, or a map of bits where these would take half as much; a map is read in no
/// time.
pub fn encode(rows: &[u16]) -> Vec<u8> {
    let mut posting = Vec::with_capacity(rows.len() + 1);
    posting.push(LIST);
    let mut before = 0;
    for &row in rows {
        varint::put(u64::from(row - before), &mut posting);
        before = row;
        if posting.len() > WORDS * size_of::<u64>() / 2 {
            return map(rows);
        }
    }
    posting
}

fn map(rows: &[u16]) -> Vec<u8> {
    let mut bits = Bits::default();
    for &row in rows {
        bits.set(row);
    }
    std::iter::once(MAP).chain(bits.0.iter().flat_map(|word| word.to_le_bytes())).collect()
}

#[inline]
fn rows(list: &[u8]) -> impl Iterator<Item = u16> {
    let (mut bytes, mut before) = (list.iter(), 0_u64);
    std::iter::from_fn(move || {
        before = before.wrapping_add(varint::take(&mut bytes)?);
        u16::try_from(before).ok()
    })
}

/// The rows of a posting, ascending.
pub fn decode(posting: &[u8]) -> Vec<u16> {
    match posting.split_first() {
        Some((&LIST, list)) => rows(list).collect(),
        Some(_) => {
            let mut bits = Bits::default();
            bits.read(posting);
            let mut all: Vec<u16> = bits.newest_first().collect();
            all.reverse();
            all
        }
        None => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_common_term_is_kept_as_a_map_and_never_takes_more_than_eight_kibibytes() {
        let every: Vec<u16> = (0..=u16::MAX).collect();
        let second: Vec<u16> = every.iter().copied().filter(|row| row % 2 == 0).collect();
        for rows in [every, second, vec![0, u16::MAX]] {
            let posting = encode(&rows);
            assert!(posting.len() <= 8193);
            assert_eq!(decode(&posting), rows);
        }
    }

    proptest! {
        #[test]
        fn a_posting_gives_back_its_rows(rows in proptest::collection::btree_set(any::<u16>(), 0..3000)) {
            let rows: Vec<u16> = rows.into_iter().collect();
            prop_assert_eq!(decode(&encode(&rows)), rows.clone());
            let mut bits = Bits::default();
            bits.read(&encode(&rows));
            let mut newest: Vec<u16> = bits.newest_first().collect();
            newest.reverse();
            prop_assert_eq!(bits.count(), rows.len());
            let some: Vec<u16> = rows.iter().copied().filter(|row| (1024..2048).contains(row)).collect();
            prop_assert_eq!(bits.within(1024..2048).collect::<Vec<_>>(), some);
            prop_assert_eq!(newest, rows);
        }

        #[test]
        fn no_bytes_at_all_make_reading_fail(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            let mut bits = Bits::default();
            bits.read(&bytes);
            decode(&bytes);
        }
    }
}
