//! Small numbers in few bytes: seven bits a byte, the lowest first, the high bit says that more follow.

/// Adds a number.
pub fn put(mut number: u64, bytes: &mut Vec<u8>) {
    while number >= 128 {
        bytes.push(low(number) | 128);
        number >>= 7;
    }
    bytes.push(low(number));
}

/// The next number; none at the end, or when the bytes break off.
#[inline]
pub fn take<'b>(bytes: &mut impl Iterator<Item = &'b u8>) -> Option<u64> {
    // Nearly every number is one byte.
    let &first = bytes.next()?;
    let (mut number, mut shift) = (u64::from(first & 127), 7);
    if first < 128 {
        return Some(number);
    }
    loop {
        let &byte = bytes.next()?;
        number |= u64::from(byte & 127) << shift;
        if byte < 128 {
            return Some(number);
        }
        shift = (shift + 7).min(63);
    }
}

fn low(number: u64) -> u8 {
    let [low, ..] = number.to_le_bytes();
    low & 127
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn every_number_comes_back(numbers: Vec<u64>) {
            let mut bytes = Vec::new();
            for &number in &numbers {
                put(number, &mut bytes);
            }
            let mut rest = bytes.iter();
            let back: Vec<u64> = std::iter::from_fn(|| take(&mut rest)).collect();
            proptest::prop_assert_eq!(back, numbers);
        }
    }
}
