//! Words of the text: single hanzi, neighbouring characters, stretches of digits; heads of phones; facets.
use super::{forms::simple, pinyin::is_hanzi, varint};
use crate::text::clean;

/// What a row can be found by, as a number below 2^42: one hanzi, two neighbouring characters, some digits in a row,
/// the head of a phone, or a facet.
pub type Term = u64;

/// How many bits a term takes.
pub const TERM_BITS: u32 = 42;
/// Heads of phones are terms from three digits to seven, which tell the city: so many rows share them that a tail's road
/// is too slow.
pub const HEADS: std::ops::RangeInclusive<usize> = 3..=7;
/// Digits that stand in a text are terms from three to six of them; more are found by all their sixes.
pub const STRETCHES: std::ops::RangeInclusive<usize> = 3..=6;

/// Bits of a character.
const CHAR: u32 = 21;

/// Adds the terms of a text: every hanzi, every two hanzi, letters or digits that stand side by side (of digits alone
/// a pair says too little), and every stretch of digits.
pub fn collect(text: &str, terms: &mut Vec<Term>) {
    let mut before = None;
    let mut digits = String::new();
    for c in clean::fold(text).chars().map(plain).chain([' ']) {
        if c.is_ascii_digit() {
            digits.push(c);
        } else if !digits.is_empty() {
            for len in STRETCHES {
                terms.extend((len..=digits.len()).filter_map(|end| stretch(digits.get(end - len..end)?)));
            }
            digits.clear();
        }
        if is_hanzi(c) {
            terms.push(pair(c, '\0'));
        }
        let here = counts(c).then_some(c);
        if let (Some(one), Some(next)) = (before, here) {
            terms.extend(neighbours(one, next));
        }
        before = here;
    }
}

/// The terms that a row must have so that this word may stand in it.
pub fn wanted(word: &str) -> Vec<Term> {
    let all: Vec<char> = clean::fold(word).chars().map(plain).filter(|&c| counts(c)).collect();
    let mut terms: Vec<Term> = match all[..] {
        [one] if is_hanzi(one) => vec![pair(one, '\0')],
        _ => all.windows(2).filter_map(|two| neighbours(two[0], two[1])).collect(),
    };
    for digits in all.split(|c| !c.is_ascii_digit()).filter(|digits| digits.len() >= *STRETCHES.start()) {
        let len = digits.len().min(*STRETCHES.end());
        terms.extend(digits.windows(len).filter_map(|some| stretch(&some.iter().collect::<String>())));
    }
    terms.sort_unstable();
    terms.dedup();
    terms
}

/// Traditional forms and capitals count as what they stand for.
fn plain(c: char) -> char {
    simple(c).to_ascii_lowercase()
}

fn counts(c: char) -> bool {
    is_hanzi(c) || c.is_ascii_alphanumeric()
}

fn neighbours(one: char, next: char) -> Option<Term> {
    (!(one.is_ascii_digit() && next.is_ascii_digit())).then(|| pair(one, next))
}

/// The term of a phone's head; none when it is too short or too long for one.
pub fn head(digits: &str) -> Option<Term> {
    let value: u64 = digits.parse().ok().filter(|_| HEADS.contains(&digits.len()))?;
    Some(((digits.len() as Term) << CHAR) + value)
}

fn stretch(digits: &str) -> Option<Term> {
    Some((16 << CHAR) + head(digits)?)
}

/// The terms of all heads of a phone.
pub fn heads(phone: &str, terms: &mut Vec<Term>) {
    terms.extend(HEADS.filter_map(|len| head(phone.get(..len)?)));
}

/// The term of what a field holds: an entry of a list, a state, a month. Two of them may share one by chance, once in
/// a billion.
pub fn facet(field: &str, value: &str) -> Term {
    let text = field.bytes().chain(*b":").chain(value.bytes());
    let hash = text.fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    1 << (TERM_BITS - 1) | hash >> (64 - (TERM_BITS - 1))
}

fn pair(one: char, next: char) -> Term {
    Term::from(u32::from(one)) << CHAR | Term::from(u32::from(next))
}

/// Packs ascending terms into few bytes.
pub fn pack(terms: &[Term]) -> Vec<u8> {
    let (mut packed, mut before) = (Vec::with_capacity(terms.len() * 4), 0);
    for &term in terms {
        varint::put(term - before, &mut packed);
        before = term;
    }
    packed
}

/// The terms that were packed.
pub fn unpack(packed: &[u8]) -> impl Iterator<Item = Term> {
    let (mut bytes, mut before) = (packed.iter(), 0_u64);
    std::iter::from_fn(move || {
        before = before.wrapping_add(varint::take(&mut bytes)?);
        Some(before)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn terms_of(text: &str) -> Vec<Term> {
        let mut terms = Vec::new();
        collect(text, &mut terms);
        terms.sort_unstable();
        terms.dedup();
        terms
    }

    #[test]
    fn words_are_found_by_their_pairs_and_pairs_do_not_reach_over_a_gap() {
        let terms = terms_of("拖欠工資，已半年；３號樓KTV，合同款12800元");
        for (words, there) in [
            ("工资", true),
            ("拖欠工资", true),
            ("拖欠工資", true),
            ("资", true),
            ("资已", false),
            ("欠薪", false),
            ("3号楼", true),
            ("5号楼", false),
            ("ktv", true),
            ("12800元", true),
            ("280", true),
            ("281", false),
        ] {
            assert_eq!(wanted(words).iter().all(|term| terms.contains(term)), there, "{words}");
        }
        assert!(wanted("12").is_empty() && wanted("a").is_empty());
    }

    #[test]
    fn a_phone_has_a_term_for_each_head() {
        let mut terms = Vec::new();
        heads("19000001234", &mut terms);
        assert_eq!(terms.len(), 5);
        assert!(terms.contains(&head("1900").unwrap()));
        assert_eq!((head("19"), head("19000000")), (None, None));
    }

    proptest! {
        #[test]
        fn every_part_of_a_text_is_found(text in "[一-鿿a-c0-9，]{1,30}", from in 0_usize..30, len in 1_usize..8) {
            let part: String = text.chars().skip(from).take(len).collect();
            let terms = terms_of(&text);
            let there = wanted(&part).iter().all(|term| terms.contains(term));
            prop_assert!(part.contains('，') || there);
            prop_assert_eq!(unpack(&pack(&terms)).collect::<Vec<_>>(), terms);
        }
    }
}
