//! Who bears which name. The rows of a block are filed by the first hanzi of the names that they bear, so that whoever
//! looks for 张 reads only what is filed under 张.
use super::names::NameId;

/// Bytes of a name: sixteen million of them fit.
const NAME: usize = 3;
/// Bytes of one bearer.
const BEARER: usize = 2 + NAME;

/// Bytes of the name, then of the row's place in its block.
type Bearer = [u8; BEARER];

#[inline]
fn read([a, b, c, low, high]: Bearer) -> (NameId, u16) {
    (NameId::from_le_bytes([a, b, c, 0]), u16::from_le_bytes([low, high]))
}

/// The (name, place) of all bearers, ascending.
#[inline]
pub fn each(bytes: &[u8]) -> impl Iterator<Item = (NameId, u16)> {
    bytes.as_chunks().0.iter().copied().map(read)
}

/// The places of those who bear one name.
pub fn of(bytes: &[u8], name: NameId) -> impl Iterator<Item = u16> {
    let all: &[Bearer] = bytes.as_chunks().0;
    let rest = &all[all.partition_point(|one| read(*one).0 < name)..];
    rest.iter().copied().map(read).take_while(move |one| one.0 == name).map(|(_, place)| place)
}

/// How many there are.
pub fn count(bytes: &[u8]) -> usize {
    bytes.len() / BEARER
}

/// The bytes of ascending bearers.
pub fn encode(bearers: &[(NameId, u16)]) -> Vec<u8> {
    let write = |&(name, place): &(NameId, u16)| {
        let ([a, b, c, _], [low, high]) = (name.to_le_bytes(), place.to_le_bytes());
        [a, b, c, low, high]
    };
    bearers.iter().flat_map(write).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bearers_come_back_from_their_bytes(bearers in proptest::collection::btree_set((0..99_u32, any::<u16>()), 0..60)) {
            let bearers: Vec<(NameId, u16)> = bearers.into_iter().map(|(name, place)| (name * 90_000, place)).collect();
            let bytes = encode(&bearers);
            prop_assert_eq!(each(&bytes).collect::<Vec<_>>(), bearers.clone());
            prop_assert_eq!(count(&bytes), bearers.len());
            for name in [0, 90_000, 50 * 90_000] {
                let own = bearers.iter().filter(|one| one.0 == name).map(|one| one.1);
                prop_assert_eq!(of(&bytes, name).collect::<Vec<_>>(), own.collect::<Vec<_>>());
            }
        }
    }
}
