//! What is shown of a person's numbers and address by default. Names are never masked.
const HIDDEN: &str = "****";
/// One to seven characters of a name before the sign that says what it is.
const NAME_BYTES: std::ops::RangeInclusive<usize> = 3..=21;

/// An identity number with place and last four characters: `512002********0011`.
pub fn identity(text: &str) -> String {
    match text.chars().count() {
        0 => String::new(),
        18 => middle(text, 6, 4),
        n if n > 8 => middle(text, 2, 2),
        _ => HIDDEN.to_owned(),
    }
}

/// A telephone number with its first three and last four digits: `190****1234`.
pub fn phone(text: &str) -> String {
    match text.chars().count() {
        0 => String::new(),
        11 => middle(text, 3, 4),
        n if n > 6 => middle(text, 0, 4),
        _ => HIDDEN.to_owned(),
    }
}

/// An address down to its town, street office or zone: `雁江区丹山镇****`.
pub fn address(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let division = text.get(..division_end(text)).unwrap_or_default();
    if division == text { text.to_owned() } else { format!("{division}{HIDDEN}") }
}

fn middle(text: &str, head: usize, tail: usize) -> String {
    let length = text.chars().count();
    let hide = |at: usize| at >= head && at + tail < length;
    text.chars().enumerate().map(|(at, c)| if hide(at) { '*' } else { c }).collect()
}

/// Where the part of an address ends that names a division and no house.
fn division_end(text: &str) -> usize {
    let levels: [&[&str]; 4] = [&["省"], &["市"], &["区", "县"], &["街道", "镇", "乡"]];
    levels.iter().fold(0, |end, signs| sign_end(text, end, signs).unwrap_or(end))
}

/// The end of the nearest of these signs that closes the name of a division.
fn sign_end(text: &str, from: usize, signs: &[&str]) -> Option<usize> {
    let rest = text.get(from..)?;
    let closes = |at: usize| rest.get(..at).is_some_and(|name| !name.ends_with(['小', '社', '园']));
    let ends = signs.iter().filter_map(|sign| {
        let (at, _) = rest.match_indices(sign).find(|(at, _)| NAME_BYTES.contains(at) && closes(*at))?;
        Some(from + at + sign.len())
    });
    ends.min()
}

/// Somebody in one line: the name, and whatever is stated of them, masked.
pub fn person(name: &str, numbers: [&str; 3]) -> String {
    let [id, tel, home] = numbers;
    let parts = [name.to_owned(), identity(id), phone(tel), address(home)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_identity_number_keeps_place_and_end() {
        assert_eq!(identity("512002190001010011"), "512002********0011");
        assert_eq!(identity("E00000001"), "E0*****01");
        assert_eq!(identity("123"), "****");
        assert_eq!(identity(""), "");
    }

    #[test]
    fn a_phone_keeps_both_ends() {
        assert_eq!(phone("19000001234"), "190****1234");
        assert_eq!(phone("028-26622282"), "********2282");
        assert_eq!(phone("26622282"), "****2282");
        assert_eq!(phone("12345"), "****");
    }

    #[test]
    fn an_address_ends_with_its_division() {
        let pairs = [
            ("雁江区丹山镇滨江路45号", "雁江区丹山镇****"),
            ("雁江区三贤祠街道金科小区2栋1单元", "雁江区三贤祠街道****"),
            ("高新区金科小区2栋1单元", "高新区****"),
            ("四川省资阳市乐至县双河场乡2组", "四川省资阳市乐至县双河场乡****"),
            ("安岳县镇子镇青龙村3组", "安岳县镇子镇****"),
            ("雁江区丹山镇", "雁江区丹山镇"),
            ("滨江路45号", "****"),
            ("金科小区2栋", "****"),
        ];
        for (full, shown) in pairs {
            assert_eq!(address(full), shown);
        }
    }

    proptest! {
        #[test]
        fn nothing_written_makes_it_fall(text in ".*") {
            let _ = (identity(&text), phone(&text), address(&text));
        }

        #[test]
        fn the_middle_of_a_number_never_shows(digits in "[0-9]{18}") {
            prop_assert!(!identity(&digits).contains(&digits[6..14]));
        }
    }
}
