//! Telephone numbers as people write them.
use unicode_normalization::UnicodeNormalization;

/// What kind of number it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 手机: eleven digits from 13 to 19.
    Mobile,
    /// 座机: with or without area code, with or without extension, service lines included.
    Landline,
    /// 无: the person has none.
    None,
}

/// Why a number cannot be one. It may be kept all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// It begins like a mobile number and has too few or too many digits.
    Length,
    /// It is no number that we know.
    Unclear,
}

impl Problem {
    /// The id of the sentence that says so.
    pub fn id(self) -> &'static str {
        match self {
            Self::Length => "phone-length",
            Self::Unclear => "phone-unclear",
        }
    }
}

/// The one way a number is written: digits, half-width; everything else as it stands, trimmed.
pub fn fold(typed: &str) -> String {
    let plain: String = typed.nfkc().collect();
    let bare: String = plain.chars().filter(|c| !c.is_whitespace() && !is_filler(*c)).collect();
    let local = bare.strip_prefix("+86").or_else(|| bare.strip_prefix("0086")).unwrap_or(&bare);
    if local.bytes().all(|b| b.is_ascii_digit()) { local.to_owned() } else { plain.trim().to_owned() }
}

/// Says what a number is, or what is wrong with it.
pub fn kind(typed: &str) -> Result<Kind, Problem> {
    let number = fold(typed);
    if matches!(number.as_str(), "" | "无" | "没有" | "无电话" | "none") {
        return Ok(Kind::None);
    }
    let (main, extension) = number.split_once("转").unwrap_or((&number, ""));
    let main = fold(main);
    if !all_digits(&main) || !all_digits(extension.trim()) {
        return Err(Problem::Unclear);
    }
    match main.as_bytes() {
        [b'1', b'3'..=b'9', ..] if main.len() == 11 => Ok(Kind::Mobile),
        [b'1', b'3'..=b'9', ..] if main.len() > 5 => Err(Problem::Length),
        _ if is_landline(&main) => Ok(Kind::Landline),
        _ => Err(Problem::Unclear),
    }
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

fn is_filler(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '‐' | '−' | '(' | ')' | '.')
}

/// Area code and number, a number alone, 400 and 800 lines, and short service lines such as 12345.
fn is_landline(digits: &str) -> bool {
    match digits.as_bytes() {
        [b'0', b'1' | b'2', ..] => (10..=11).contains(&digits.len()),
        [b'0', b'3'..=b'9', ..] => (11..=12).contains(&digits.len()),
        [b'4' | b'8', b'0', b'0', ..] if digits.len() == 10 => true,
        [b'1', ..] => (3..=5).contains(&digits.len()),
        [b'2'..=b'9', ..] => (7..=8).contains(&digits.len()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spaces_dashes_country_code_and_full_width_make_no_difference() {
        for typed in ["190 0000 7947", "190-0000-7947", "+86 19000007947", "１９０００００７９４７"]
        {
            assert_eq!(fold(typed), "19000007947");
            assert_eq!(kind(typed), Ok(Kind::Mobile));
        }
    }

    #[test]
    fn a_landline_is_a_number_too() {
        for typed in ["028-26622282", "02826622282", "26622282", "(028)26622282转801", "12345", "4000000000"]
        {
            assert_eq!(kind(typed), Ok(Kind::Landline), "{typed}");
        }
    }

    #[test]
    fn none_is_an_answer() {
        for typed in ["", "无", " 没有 ", "none"] {
            assert_eq!(kind(typed), Ok(Kind::None), "{typed}");
        }
    }

    #[test]
    fn a_digit_too_few_or_too_many_is_said() {
        assert_eq!(kind("1900000123"), Err(Problem::Length));
        assert_eq!(kind("190000012345"), Err(Problem::Length));
    }

    #[test]
    fn what_is_no_number_stays_as_it_was_written() {
        assert_eq!(kind("问村支书"), Err(Problem::Unclear));
        assert_eq!(fold(" 问村支书 "), "问村支书");
        assert_eq!(kind("12000000000"), Err(Problem::Unclear));
    }

    proptest! {
        #[test]
        fn nothing_typed_makes_it_fall(typed in ".*") {
            let _ = kind(&typed);
        }

        #[test]
        fn folding_twice_is_folding_once(typed in "[0-9 +()-]{0,16}") {
            prop_assert_eq!(fold(&fold(&typed)), fold(&typed));
        }
    }
}
