//! What figures need to know of a petition, packed into a few bytes: a million of them are read for one answer. Another
//! layout of the bytes is another version of the schema, because rows are made anew with it.
use super::{Kept, Standing};
use crate::domain::{petition::Petition, step::Satisfied};
use chrono::Datelike;

/// Bytes before the texts: the last day on which it counts, the day of receipt, the people, whether it repeats, eleven
/// days after receipt, two answers.
const HEAD: usize = 4 + 4 + 4 + 1 + 11 * 2 + 2;
/// A day that is not known.
const NONE: i16 = i16::MIN;
/// Stands between the texts; no code has it.
const END: u8 = b'\n';

/// What figures need to know of a petition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact<'a> {
    /// The civil date of receipt, in days of the common era.
    pub received: i32,
    /// Code of the home office.
    pub office: &'a str,
    /// Code of the place.
    pub place: &'a str,
    /// Code of the category.
    pub category: &'a str,
    /// Id of the channel.
    pub channel: &'a str,
    /// People who came with it.
    pub people: u32,
    /// Whether it repeats another one.
    pub repeat: bool,
    /// How it stands by its limits.
    pub standing: Standing,
}

impl<'a> Fact<'a> {
    /// What is to be known of a petition that stands so.
    pub fn of(petition: &'a Petition, standing: Standing) -> Self {
        let matter = &petition.matter;
        Self {
            received: petition.received.num_days_from_ce(),
            office: petition.no.office(),
            place: &matter.place,
            category: &matter.category,
            channel: matter.channel.id(),
            people: matter.counts.came,
            repeat: petition.follows.is_some(),
            standing,
        }
    }

    /// The last day on which it counts for anything, in days of the common era.
    pub fn last(&self) -> i32 {
        self.received.saturating_add(self.standing.lasts())
    }

    /// The bytes from which on all stand that count on a day or later.
    pub fn from(day: i32) -> [u8; 4] {
        day.max(0).to_be_bytes()
    }

    /// As bytes, which stand in the order of the last days on which they count: whoever asks of lately need not read
    /// what was settled long before.
    pub fn packed(&self) -> Vec<u8> {
        let Standing { told, answered, ended, asked, office, unit } = self.standing;
        let texts = [self.office, self.place, self.category, self.channel];
        let mut bytes = Vec::with_capacity(HEAD + texts.iter().map(|text| text.len() + 1).sum::<usize>());
        bytes.extend(Self::from(self.last()));
        bytes.extend(self.received.to_be_bytes());
        bytes.extend(self.people.to_be_bytes());
        bytes.push(self.repeat.into());
        let [told, forwarded] = told;
        let [simple, answered] = answered;
        let limits = [told, forwarded, simple, answered, ended];
        for day in limits.iter().flat_map(|kept| [kept.by, kept.met]).chain([asked]) {
            bytes.extend(day.unwrap_or(NONE).to_be_bytes());
        }
        bytes.extend([office, unit].map(answer));
        bytes.extend(texts.join("\n").into_bytes());
        bytes
    }

    /// From its bytes; nothing if they are none.
    pub fn unpacked(bytes: &'a [u8]) -> Option<Self> {
        let (head, texts) = bytes.split_at_checked(HEAD)?;
        let four = |at: usize| <[u8; 4]>::try_from(&head[at..at + 4]).unwrap_or_default();
        let day = |at: usize| {
            let at = 13 + at * 2;
            Some(i16::from_be_bytes([head[at], head[at + 1]])).filter(|day| *day != NONE)
        };
        let kept = |at: usize| Kept { by: day(at * 2), met: day(at * 2 + 1) };
        let mut texts = std::str::from_utf8(texts).ok()?.split(char::from(END));
        Some(Self {
            received: i32::from_be_bytes(four(4)),
            people: u32::from_be_bytes(four(8)),
            repeat: head[12] != 0,
            standing: Standing {
                told: [kept(0), kept(1)],
                answered: [kept(2), kept(3)],
                ended: kept(4),
                asked: day(10),
                office: said(head[HEAD - 2]),
                unit: said(head[HEAD - 1]),
            },
            office: texts.next()?,
            place: texts.next()?,
            category: texts.next()?,
            channel: texts.next()?,
        })
    }
}

/// An answer as a byte: its place in the list, from 1; 0 for none.
fn answer(said: Option<Satisfied>) -> u8 {
    let place = said.and_then(|said| Satisfied::ALL.iter().position(|one| *one == said));
    place.and_then(|place| u8::try_from(place + 1).ok()).unwrap_or(0)
}

fn said(byte: u8) -> Option<Satisfied> {
    Satisfied::ALL.get(usize::from(byte).checked_sub(1)?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn kept() -> impl Strategy<Value = Kept> {
        let day = || proptest::option::of(-400_i16..30_000);
        (day(), day()).prop_map(|(by, met)| Kept { by, met })
    }

    fn satisfied() -> impl Strategy<Value = Option<Satisfied>> {
        proptest::option::of(proptest::sample::select(Satisfied::ALL))
    }

    proptest! {
        #[test]
        fn what_is_packed_comes_out_again_and_the_bytes_go_by_the_last_day_that_counts(
            received in 730_000..745_000_i32, later in 1..1000_i32, people in any::<u32>(), repeat in any::<bool>(),
            texts in proptest::array::uniform4("[A-Z0-9雁]{0,9}"),
            told in [kept(), kept()], answered in [kept(), kept()], ended in kept(), asked in proptest::option::of(0..900_i16),
            office in satisfied(), unit in satisfied(),
        ) {
            let standing = Standing { told, answered, ended, asked, office, unit };
            let [a, b, c, d] = &texts;
            let fact = Fact { received, office: a, place: b, category: c, channel: d, people, repeat, standing };
            let bytes = fact.packed();
            prop_assert_eq!(Fact::unpacked(&bytes), Some(fact));
            let day = fact.last().saturating_sub(later);
            prop_assert!(bytes[..] >= Fact::from(day)[..], "it counts after {day}");
            if let Some(after) = fact.last().checked_add(later) {
                prop_assert!(bytes[..] < Fact::from(after)[..], "and not on {after}");
            }
        }

        #[test]
        fn no_bytes_make_it_fall(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            let _ = Fact::unpacked(&bytes);
        }
    }
}
