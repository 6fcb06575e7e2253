//! The column: which names the rows of a chunk bear, so that a row is asked by its place. A chunk fits into one page of
//! the file.
use super::names::NameId;

/// Rows in a chunk.
pub const CHUNK: u32 = 1 << 10;

/// Bytes of a name: its position and one more, so that 0 is nobody. Sixteen million names fit.
const NAME: usize = 3;
/// Bytes of a further name: the row's place, then the name.
const FURTHER: usize = 2 + NAME;
const FIRSTS: usize = CHUNK as usize * NAME;

fn number(bytes: &[u8]) -> Option<NameId> {
    let &[a, b, c] = bytes else { return None };
    NameId::from_le_bytes([a, b, c, 0]).checked_sub(1)
}

/// The (place, name) of further names.
pub fn further(bytes: &[u8]) -> impl Iterator<Item = (u16, NameId)> {
    let rest = bytes.get(FIRSTS..).unwrap_or_default().as_chunks::<FURTHER>().0;
    rest.iter().filter_map(|pair| Some((u16::from_le_bytes([pair[0], pair[1]]), number(&pair[2..])?)))
}

/// The first name of every row, by its place.
pub fn firsts(bytes: &[u8]) -> impl Iterator<Item = (u16, NameId)> {
    let firsts = bytes.get(..FIRSTS).unwrap_or_default().as_chunks::<NAME>().0;
    (0..).zip(firsts).filter_map(|(place, name)| Some((place, number(name)?)))
}

/// The first name of the row at one place.
pub fn first(bytes: &[u8], place: u16) -> Option<NameId> {
    let at = usize::from(place) * NAME;
    bytes.get(at..at + NAME).filter(|_| at < FIRSTS).and_then(number)
}

/// Every (place, name) of a chunk, the further names last.
pub fn each(bytes: &[u8]) -> impl Iterator<Item = (u16, NameId)> {
    firsts(bytes).chain(further(bytes))
}

/// The bytes of a chunk, from ascending (place, name).
pub fn encode(pairs: &[(u16, NameId)]) -> Vec<u8> {
    let mut bytes = vec![0; FIRSTS];
    let (mut more, mut before) = (Vec::new(), None);
    for &(place, name) in pairs {
        let [a, b, c, _] = (name + 1).to_le_bytes();
        if before.replace(place) == Some(place) {
            let [low, high] = place.to_le_bytes();
            more.extend([low, high, a, b, c]);
        } else if let Some(slot) =
            bytes.get_mut(usize::from(place) * NAME..).and_then(|rest| rest.get_mut(..NAME))
        {
            slot.copy_from_slice(&[a, b, c]);
        }
    }
    bytes.append(&mut more);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_chunk_gives_back_its_names(pairs in proptest::collection::btree_set((0..1024_u16, 0..9_000_000_u32), 0..60)) {
            let pairs: Vec<(u16, NameId)> = pairs.into_iter().collect();
            let bytes = encode(&pairs);
            let mut back: Vec<_> = each(&bytes).collect();
            back.sort_unstable();
            prop_assert_eq!(&back, &pairs);
            for place in [0, 7, 1023] {
                let own = pairs.iter().find(|pair| pair.0 == place).map(|pair| pair.1);
                prop_assert_eq!(first(&bytes, place), own);
            }
        }
    }
}
