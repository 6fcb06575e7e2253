//! Words of the text: single hanzi and neighbouring pairs; heads of phones; entries of lists.
use super::{pinyin::is_hanzi, varint};
use crate::domain::catalog::List;

/// One hanzi, a pair of neighbours, the head of a phone, or an entry of a list, as a number below 2^42.
pub type Term = u64;

/// How many bits a term takes.
pub const TERM_BITS: u32 = 42;
/// Heads of phones are terms from three digits to six; so many rows share them that a tail's road is too slow.
pub const HEADS: std::ops::RangeInclusive<usize> = 3..=6;

/// Adds the terms of a text: every hanzi, and every two that stand side by side.
pub fn collect(text: &str, terms: &mut Vec<Term>) {
    let mut before = None;
    for c in text.chars() {
        if !is_hanzi(c) {
            before = None;
            continue;
        }
        terms.push(pair(c, '\0'));
        if let Some(before) = before.replace(c) {
            terms.push(pair(before, c));
        }
    }
}

/// The terms that a row must have so that these hanzi may stand in it: all pairs, or the single hanzi.
pub fn wanted(hanzi: &str) -> Vec<Term> {
    let all: Vec<char> = hanzi.chars().filter(|&c| is_hanzi(c)).collect();
    let mut terms: Vec<Term> = match all[..] {
        [one] => vec![pair(one, '\0')],
        _ => all.windows(2).map(|two| pair(two[0], two[1])).collect(),
    };
    terms.sort_unstable();
    terms.dedup();
    terms
}

/// The term of a phone's head; none when it is too short or too long for one.
pub fn head(digits: &str) -> Option<Term> {
    let value: u64 = digits.parse().ok().filter(|_| HEADS.contains(&digits.len()))?;
    Some((digits.len() as Term) << 21 | value)
}

/// The terms of all heads of a phone.
pub fn heads(phone: &str, terms: &mut Vec<Term>) {
    terms.extend(HEADS.filter_map(|len| head(phone.get(..len)?)));
}

/// The term of an entry of a list. Two of them may share one by chance, once in a billion lists.
pub fn code(list: List, code: &str) -> Term {
    let text = list.id().bytes().chain(*b":").chain(code.bytes());
    let hash = text.fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    1 << (TERM_BITS - 1) | hash >> (64 - (TERM_BITS - 1))
}

fn pair(one: char, next: char) -> Term {
    Term::from(u32::from(one)) << 21 | Term::from(u32::from(next))
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

/// Whether packed terms hold all of these; both ascend.
pub fn holds(packed: &[u8], wanted: &[Term]) -> bool {
    let mut rest = wanted.iter().peekable();
    for term in unpack(packed) {
        match rest.peek() {
            None => return true,
            Some(&&next) if next == term => drop(rest.next()),
            Some(&&next) if next < term => return false,
            Some(_) => {}
        }
    }
    rest.peek().is_none()
}

/// Whether packed terms hold any of these; both ascend.
pub fn holds_any(packed: &[u8], wanted: &[Term]) -> bool {
    let mut rest = wanted.iter().peekable();
    for term in unpack(packed) {
        while rest.next_if(|next| **next < term).is_some() {}
        match rest.peek() {
            None => return false,
            Some(&&next) if next == term => return true,
            Some(_) => {}
        }
    }
    false
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
        let packed = pack(&terms_of("拖欠工资，已半年"));
        for (words, there) in
            [("工资", true), ("拖欠工资", true), ("资", true), ("资已", false), ("欠薪", false)]
        {
            assert_eq!(holds(&packed, &wanted(words)), there, "{words}");
        }
    }

    #[test]
    fn one_of_many_is_enough_for_any() {
        let packed = pack(&[5, 70, 900]);
        for (wanted, there) in [(&[1, 70][..], true), (&[900], true), (&[6, 69, 901], false), (&[], false)] {
            assert_eq!(holds_any(&packed, wanted), there, "{wanted:?}");
        }
    }

    #[test]
    fn a_phone_has_a_term_for_each_head() {
        let mut terms = Vec::new();
        heads("19000001234", &mut terms);
        assert_eq!(terms.len(), 4);
        assert!(terms.contains(&head("1900").unwrap()));
        assert_eq!((head("19"), head("1900000")), (None, None));
    }

    proptest! {
        #[test]
        fn every_part_of_a_text_is_found(text in "[一-鿿，]{1,30}", from in 0_usize..30, len in 1_usize..8) {
            let part: String = text.chars().skip(from).take(len).collect();
            let terms = terms_of(&text);
            prop_assert!(part.contains('，') || part.is_empty() || holds(&pack(&terms), &wanted(&part)));
            let first = &terms[..terms.len().min(1)];
            prop_assert!(first.is_empty() || holds_any(&pack(&terms), first));
            prop_assert_eq!(unpack(&pack(&terms)).collect::<Vec<_>>(), terms);
        }
    }
}
