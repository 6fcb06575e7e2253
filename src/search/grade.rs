//! How well something matches, and the word that says why.

/// Why a row is among the hits. Its word stands in lang under [`Why::message`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// The whole number of the petition, ours or the national one.
    Number,
    /// The whole identity number.
    Identity,
    /// The whole phone number, or its head.
    Phone,
    /// The last digits of a phone, identity or petition number.
    Tail,
    /// The name as typed.
    Name,
    /// The name goes on after what was typed.
    Prefix,
    /// The first letters of the syllables.
    Initials,
    /// Other hanzi of the same sound.
    SameSound,
    /// The same sound in a Sichuan mouth.
    Accent,
    /// One letter or hanzi wrong, missing or too many.
    Typo,
    /// The words stand in the text.
    Text,
    /// A less usual reading of a hanzi.
    OtherReading,
    /// Nothing was typed: the asker looked at it lately.
    Opened,
    /// Nothing was typed: it came in lately.
    Arrived,
    /// No word was typed, and it passes the filters.
    Filter,
}

impl Why {
    /// Every reason, in the order of its number.
    pub const ALL: [Self; 15] = [
        Self::Number,
        Self::Identity,
        Self::Phone,
        Self::Tail,
        Self::Name,
        Self::Prefix,
        Self::Initials,
        Self::SameSound,
        Self::Accent,
        Self::Typo,
        Self::Text,
        Self::OtherReading,
        Self::Opened,
        Self::Arrived,
        Self::Filter,
    ];

    /// The id of its word in lang.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Number => "hit-number",
            Self::Identity => "hit-identity",
            Self::Phone => "hit-phone",
            Self::Tail => "hit-tail",
            Self::Name => "hit-name",
            Self::Prefix => "hit-prefix",
            Self::Initials => "hit-initials",
            Self::SameSound => "hit-same-sound",
            Self::Accent => "hit-accent",
            Self::Typo => "hit-typo",
            Self::Text => "hit-text",
            Self::OtherReading => "hit-other-reading",
            Self::Opened => "hit-opened",
            Self::Arrived => "hit-arrived",
            Self::Filter => "hit-filter",
        }
    }
}

/// A tier (0 is best, 7 the last) and the reason for it, in one byte that sorts by tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Grade(u8);

impl Default for Grade {
    fn default() -> Self {
        Self::NONE
    }
}

impl Grade {
    /// No match.
    pub const NONE: Self = Self(u8::MAX);

    /// A match of this tier.
    pub const fn new(tier: u8, why: Why) -> Self {
        Self(tier << 4 | why as u8)
    }

    /// 0 to 7; 15 for no match.
    pub const fn tier(self) -> u8 {
        self.0 >> 4
    }

    /// The reason.
    pub fn why(self) -> Why {
        Why::ALL.get(usize::from(self.0 & 15)).copied().unwrap_or(Why::Text)
    }

    /// Whether it matches at all.
    pub fn is_match(self) -> bool {
        self != Self::NONE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grade_gives_back_tier_and_reason_and_sorts_by_tier() {
        for (at, why) in Why::ALL.into_iter().enumerate() {
            assert_eq!(why as usize, at);
            for tier in 0..8 {
                let grade = Grade::new(tier, why);
                assert_eq!((grade.tier(), grade.why()), (tier, why));
                assert!(grade < Grade::new(tier + 1, Why::Number) && grade < Grade::NONE);
            }
        }
    }
}
