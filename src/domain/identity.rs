//! The 18-digit identity number of GB 11643-1999: what is wrong with one, and what it tells.
use chrono::{Datelike, NaiveDate};
use unicode_normalization::UnicodeNormalization;

const LENGTH: usize = 18;
const WEIGHTS: [u32; LENGTH - 1] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: &[u8; 11] = b"10X98765432";

/// What the number says of its holder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    /// 男: the sequence is odd.
    Male,
    /// 女: the sequence is even.
    Female,
}

/// Why a number cannot be verified. It may be kept all the same, marked as unverified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Not eighteen characters long.
    Length,
    /// Something other than digits, or X elsewhere than at the end.
    Character,
    /// A birth date that no calendar has.
    Date,
    /// The last character is not the one that follows from the others.
    CheckDigit,
}

impl Problem {
    /// The id of the sentence that says so.
    pub fn id(self) -> &'static str {
        match self {
            Self::Length => "identity-length",
            Self::Character => "identity-character",
            Self::Date => "identity-date",
            Self::CheckDigit => "identity-check-digit",
        }
    }
}

/// A number whose characters, birth date and check digit agree.
///
/// The place code is that of the time of issue and changes with every reform of districts; it is
/// never a reason to refuse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    digits: String,
    born: NaiveDate,
}

impl Identity {
    /// Reads what was typed or scanned, full-width and small x included.
    pub fn read(typed: &str) -> Result<Self, Problem> {
        let digits = fold(typed);
        if digits.chars().count() != LENGTH {
            return Err(Problem::Length);
        }
        let (body, last) = digits.split_at_checked(LENGTH - 1).ok_or(Problem::Character)?;
        if !body.bytes().all(|b| b.is_ascii_digit()) || !last.bytes().all(|b| CHECKS.contains(&b)) {
            return Err(Problem::Character);
        }
        let born = born(body).ok_or(Problem::Date)?;
        if last != check_digit(body).to_string() {
            return Err(Problem::CheckDigit);
        }
        Ok(Self { digits, born })
    }

    /// The eighteen characters, X in capitals.
    pub fn as_str(&self) -> &str {
        &self.digits
    }

    /// The birth date.
    pub fn born(&self) -> NaiveDate {
        self.born
    }

    /// Full years of age on a day.
    pub fn age_on(&self, day: NaiveDate) -> u32 {
        day.years_since(self.born).unwrap_or(0)
    }

    /// The sex that the sequence tells.
    pub fn sex(&self) -> Sex {
        let odd = self.digits.as_bytes().get(16).is_some_and(|digit| digit % 2 == 1);
        if odd { Sex::Male } else { Sex::Female }
    }

    /// The six digits of the place of issue, as it was called then.
    pub fn place_code(&self) -> &str {
        self.digits.get(..6).unwrap_or_default()
    }
}

/// The one way an identity number is written: half-width, capital X, nothing in between.
pub fn fold(typed: &str) -> String {
    typed.nfkc().filter(|c| !c.is_whitespace() && *c != '-').map(|c| c.to_ascii_uppercase()).collect()
}

fn born(body: &str) -> Option<NaiveDate> {
    let date = NaiveDate::parse_from_str(body.get(6..14)?, "%Y%m%d").ok()?;
    (date.year() >= 1800).then_some(date)
}

fn check_digit(body: &str) -> char {
    let sum: u32 = body.bytes().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    char::from(CHECKS[sum as usize % CHECKS.len()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const GOOD: &str = "512002190001010011";

    #[test]
    fn a_good_number_tells_birth_sex_and_place() {
        let one = Identity::read(GOOD).unwrap();
        assert_eq!(one.born(), NaiveDate::from_ymd_opt(1900, 1, 1).unwrap());
        assert_eq!(one.sex(), Sex::Male);
        assert_eq!(one.place_code(), "512002");
        assert_eq!(one.age_on(NaiveDate::from_ymd_opt(2025, 12, 31).unwrap()), 125);
    }

    #[test]
    fn full_width_digits_spaces_and_a_small_x_are_folded() {
        assert_eq!(Identity::read("５１２００２ １９０００１０１ ００１１").unwrap().as_str(), GOOD);
        assert_eq!(fold("51200219000101001ｘ"), "51200219000101001X");
    }

    #[test]
    fn the_check_digit_is_said_to_be_wrong() {
        assert_eq!(Identity::read("512002190001010012"), Err(Problem::CheckDigit));
    }

    #[test]
    fn an_impossible_date_is_said_even_when_the_check_digit_is_right() {
        assert_eq!(Identity::read("512021190002290018"), Err(Problem::Date));
    }

    #[test]
    fn the_weights_are_the_powers_of_two_that_the_standard_defines() {
        for (at, weight) in WEIGHTS.iter().enumerate() {
            assert_eq!(*weight, (1 << (LENGTH - 1 - at)) % 11, "at {at}");
        }
    }

    #[test]
    fn length_and_characters_are_told_apart() {
        assert_eq!(Identity::read("51200219000101001"), Err(Problem::Length));
        assert_eq!(Identity::read("51200219000101O011"), Err(Problem::Character));
        assert_eq!(Identity::read("5120021900010X0011"), Err(Problem::Character));
        assert_eq!(Identity::read("一二三四五六七八九十一二三四五六七八"), Err(Problem::Character));
    }

    #[test]
    fn an_old_place_code_is_no_problem() {
        for place in ["512423", "511026", "519009", "511081", "513901", "999999"] {
            let body = format!("{place}19000101002");
            let number = format!("{body}{}", check_digit(&body));
            assert_eq!(Identity::read(&number).unwrap().sex(), Sex::Female, "{number}");
        }
    }

    proptest! {
        #[test]
        fn nothing_typed_makes_it_fall(typed in ".*") {
            let _ = Identity::read(&typed);
        }

        #[test]
        fn one_wrong_digit_never_passes(at in 0usize..17, by in 1u8..10) {
            let mut digits = GOOD.as_bytes().to_vec();
            digits[at] = b'0' + (digits[at] - b'0' + by) % 10;
            prop_assert!(Identity::read(std::str::from_utf8(&digits).unwrap()).is_err());
        }
    }
}
