//! Digits by their tail: numbers turned round and packed so that "ends in" is a range of integers.
use std::ops::Range;

/// What the digits belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A phone, by its tail.
    Phone = 1,
    /// An identity number, by its tail.
    Identity = 2,
    /// The year and serial number of a petition, by its tail.
    Number = 3,
    /// The national system's number, by its tail.
    National = 4,
    /// A phone, by its head.
    Head = 5,
}

/// Digits that fit into a key; a longer number is found by its last fifteen and read again.
pub const KEPT: usize = 15;

/// The key of a whole number; none without a digit.
pub fn key(kind: Kind, number: &str) -> Option<i64> {
    let digits = digits(number);
    (!digits.is_empty()).then(|| packed(kind, &digits, false).start)
}

/// The keys of all numbers that end in (for [`Kind::Head`]: begin with) these digits.
pub fn range(kind: Kind, typed: &str) -> Range<i64> {
    packed(kind, &digits(typed), true)
}

fn packed(kind: Kind, digits: &[i64], open: bool) -> Range<i64> {
    let turned: Vec<i64> = match kind {
        Kind::Head => digits.iter().copied().take(KEPT).collect(),
        _ => digits.iter().rev().copied().take(KEPT).collect(),
    };
    let packed = turned.iter().fold(kind as i64, |packed, digit| packed << 4 | (digit + 1));
    let free = 4 * (KEPT - turned.len());
    let end = if open { packed + 1 } else { packed };
    packed << free..end << free
}

/// Digit values; X, the tenth check digit, is 10.
fn digits(number: &str) -> Vec<i64> {
    let value = |c: char| match c {
        'x' | 'X' => Some(10),
        c => c.to_digit(10).map(i64::from),
    };
    number.chars().filter_map(value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_lies_in_the_range_of_each_of_its_tails_and_of_no_other() {
        for (kind, number) in [(Kind::Phone, "19000001234"), (Kind::Identity, "51200219000101001X")] {
            let key = key(kind, number).unwrap();
            for from in 0..number.len() - 2 {
                assert!(range(kind, &number[from..]).contains(&key), "{}", &number[from..]);
            }
            assert!(!range(kind, "235").contains(&key) && !range(Kind::National, "234").contains(&key));
        }
    }

    #[test]
    fn a_head_is_a_range_too() {
        let key = key(Kind::Head, "19000001234").unwrap();
        assert!(range(Kind::Head, "1900").contains(&key) && !range(Kind::Head, "1234").contains(&key));
    }

    #[test]
    fn a_short_number_is_not_in_the_range_of_a_longer_tail() {
        assert!(!range(Kind::Phone, "0123").contains(&key(Kind::Phone, "123").unwrap()));
        assert_eq!(key(Kind::Phone, "无"), None);
    }
}
