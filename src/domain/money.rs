//! Money in whole fen: read from what people write, told in yuan. No amount is ever a float.
use serde::{Deserialize, Serialize};
use std::fmt;
use unicode_normalization::UnicodeNormalization;

/// An amount in fen, a hundredth of a yuan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fen(pub i64);

/// Fen of a yuan.
const YUAN: i128 = 100;
/// What an amount may end with, and how many yuan that is.
const UNITS: [(&str, i128); 5] =
    [("万元", 10_000), ("亿元", 100_000_000), ("万", 10_000), ("亿", 100_000_000), ("元", 1)];
/// More is a slip of the key: a hundred billion yuan.
const MOST: i128 = 100_000_000_000 * YUAN;

/// Why a text is no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// It is no number.
    Unclear,
    /// It is finer than a fen.
    TooFine,
    /// It is more than anybody can mean.
    TooMuch,
}

impl Problem {
    /// The id of the sentence that says so.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Unclear => "money-unclear",
            Self::TooFine => "money-too-fine",
            Self::TooMuch => "money-too-much",
        }
    }
}

impl Fen {
    /// Reads yuan as people write them: `12800`, `12,800.50`, `1.28万`, `３００元`.
    pub fn read(typed: &str) -> Result<Self, Problem> {
        let text: String = typed.nfkc().filter(|c| !matches!(c, ' ' | ',')).collect();
        // Full-width signs are plain ones by now.
        let text = text.trim_start_matches('¥');
        let unit = UNITS.iter().find_map(|(end, yuan)| Some((text.strip_suffix(end)?, *yuan)));
        let (number, yuan) = unit.unwrap_or((text, 1));
        let (whole, part) = number.split_once('.').unwrap_or((number, ""));
        let digits = format!("{whole}{part}");
        if whole.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) || number.ends_with('.') {
            return Err(Problem::Unclear);
        }
        let places = u32::try_from(part.len()).ok().and_then(|places| 10_i128.checked_pow(places));
        let fine = digits.parse::<i128>().ok().and_then(|digits| digits.checked_mul(yuan * YUAN));
        let (Some(fine), Some(places)) = (fine, places) else { return Err(Problem::TooMuch) };
        match fine / places {
            _ if fine % places != 0 => Err(Problem::TooFine),
            fen if fen > MOST => Err(Problem::TooMuch),
            fen => Ok(Self(i64::try_from(fen).unwrap_or_default())),
        }
    }

    /// Whether it is an amount that can be asked for or paid: nothing below nothing, and not beyond what is read.
    pub fn is_an_amount(self) -> bool {
        (0..=MOST).contains(&i128::from(self.0))
    }

    /// Whether it is nothing at all.
    pub const fn is_nothing(self) -> bool {
        self.0 == 0
    }
}

/// In yuan, by thousands; fen only where there are some: `12,800`, `12,800.50`.
impl fmt::Display for Fen {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (yuan, fen) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        let digits = yuan.to_string();
        if self.0 < 0 {
            out.write_str("-")?;
        }
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                out.write_str(",")?;
            }
            write!(out, "{digit}")?;
        }
        if fen == 0 { Ok(()) } else { write!(out, ".{fen:02}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn yuan_are_read_as_people_write_them() {
        for (typed, fen) in [
            ("12800", 1_280_000),
            ("12,800.5", 1_280_050),
            ("１２，８００．５０", 1_280_050),
            ("300元", 30_000),
            ("1.28万", 1_280_000),
            ("0.0001万", 100),
            ("3 亿元", 30_000_000_000),
            ("0", 0),
        ] {
            assert_eq!(Fen::read(typed), Ok(Fen(fen)), "{typed}");
        }
    }

    #[test]
    fn what_is_no_amount_is_said_to_be_none() {
        for (typed, why) in [
            ("", Problem::Unclear),
            ("元", Problem::Unclear),
            (".5", Problem::Unclear),
            ("5.", Problem::Unclear),
            ("-5", Problem::Unclear),
            ("1.2.3", Problem::Unclear),
            ("十万", Problem::Unclear),
            ("0.001", Problem::TooFine),
            ("100000000001", Problem::TooMuch),
            ("9999999999999999999999999999999999999999", Problem::TooMuch),
        ] {
            assert_eq!(Fen::read(typed), Err(why), "{typed}");
        }
    }

    #[test]
    fn an_amount_is_told_in_yuan_by_thousands() {
        for (fen, told) in [
            (0, "0"),
            (5, "0.05"),
            (99_900, "999"),
            (100_000, "1,000"),
            (123_456_789, "1,234,567.89"),
            (-5_000, "-50"),
        ] {
            assert_eq!(Fen(fen).to_string(), told);
        }
    }

    proptest! {
        #[test]
        fn what_is_told_is_read_back(fen in 0..10_000_000_000_000_i64) {
            prop_assert_eq!(Fen::read(&Fen(fen).to_string()), Ok(Fen(fen)));
        }

        #[test]
        fn nothing_typed_makes_it_fall(typed in ".*") {
            let _ = Fen::read(&typed);
        }
    }
}
