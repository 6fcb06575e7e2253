//! How hanzi are read: toneless syllables, surnames first, and what Sichuan mouths make of them.
use super::surnames::SURNAMES;
use pinyin::{ToPinyin, ToPinyinMulti};

/// How a word can be typed in letters, for pick lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spelling {
    /// All syllables run together, ü as v: `chengguanju`.
    pub full: String,
    /// The first letter of each syllable: `cgj`.
    pub initials: String,
}

/// Spells a word. Letters and digits stay (small, half width), everything else is left out.
pub fn spelling(text: &str) -> Spelling {
    let mut spelling = Spelling::default();
    for c in text.chars() {
        if let Some(syllable) = reading(c) {
            spelling.full.push_str(syllable);
            spelling.initials.extend(syllable.chars().next());
        } else if c.is_ascii_alphanumeric() {
            spelling.full.push(c.to_ascii_lowercase());
            spelling.initials.push(c.to_ascii_lowercase());
        }
    }
    spelling
}

/// The first letters of a word's syllables.
pub fn initials(text: &str) -> String {
    spelling(text).initials
}

/// Whether a character is one that names and texts are searched by.
pub fn is_hanzi(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{323af}' | '〇')
}

/// The usual reading of a character, without tone, ü as v.
pub fn reading(c: char) -> Option<&'static str> {
    c.to_pinyin().map(|syllable| plain(syllable.plain()))
}

/// Every reading of a character, the usual one first; a few characters have six.
pub fn readings(c: char) -> Vec<&'static str> {
    let mut all: Vec<&'static str> = Vec::new();
    for syllable in c.to_pinyin_multi().into_iter().flatten().map(|one| plain(one.plain())) {
        if !all.contains(&syllable) {
            all.push(syllable);
        }
    }
    all
}

/// How a name's surname is read, if the table knows better than the character's usual reading.
pub fn surname(name: &str) -> Option<&'static [&'static str]> {
    SURNAMES.iter().find(|(surname, _)| name.starts_with(surname)).map(|(_, syllables)| *syllables)
}

/// The other ways in which a syllable with ü is typed: 吕 is lv, lu and lyu.
pub fn also_typed(syllable: &str) -> &'static [&'static str] {
    match syllable {
        "lv" => &["lu", "lyu"],
        "nv" => &["nu", "nyu"],
        "lve" => &["lue", "lyue"],
        "nve" => &["nue", "nyue"],
        _ => &[],
    }
}

/// The class of a syllable (or of its beginning) where n and l, z and zh, an and ang, hu and f are one.
pub fn fold(syllable: &str) -> String {
    let mut class = fold_initial(syllable);
    if ["ang", "eng", "ing"].iter().any(|end| class.ends_with(end)) {
        class.pop();
    }
    class
}

fn fold_initial(syllable: &str) -> String {
    for (long, short) in [("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l")] {
        if let Some(rest) = syllable.strip_prefix(long) {
            return format!("{short}{rest}");
        }
    }
    let folded = match syllable {
        "huang" | "huan" => "fan",
        "hua" => "fa",
        "huai" => "fai",
        "hui" => "fei",
        "hun" | "hong" => "fen",
        "huo" => "fo",
        "hu" => "fu",
        other => other,
    };
    folded.to_owned()
}

fn plain(syllable: &'static str) -> &'static str {
    match syllable {
        "lü" => "lv",
        "nü" => "nv",
        "lüe" => "lve",
        "nüe" => "nve",
        "ê" => "e",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_category_is_spelled_in_full_and_in_initials() {
        let spelling = spelling("城管局3号");
        assert_eq!((spelling.full.as_str(), spelling.initials.as_str()), ("chengguanju3hao", "cgj3h"));
    }

    #[test]
    fn ü_is_typed_as_v() {
        assert_eq!((reading('吕'), reading('女'), reading('略')), (Some("lv"), Some("nv"), Some("lve")));
    }

    #[test]
    fn double_surnames_win_over_single_ones() {
        assert_eq!(surname("尉迟恭"), Some(&["yu", "chi"][..]));
        assert_eq!(surname("单于明"), Some(&["chan", "yu"][..]));
        assert_eq!(surname("单雄信"), Some(&["shan"][..]));
        assert_eq!(surname("张伟"), None);
    }

    #[test]
    fn sounds_that_fall_together_in_sichuan_have_one_class() {
        let same = [
            ("zhang", "zan"),
            ("cheng", "cen"),
            ("shi", "si"),
            ("niu", "liu"),
            ("ling", "nin"),
            ("huang", "fan"),
            ("hu", "fu"),
            ("hui", "fei"),
            ("hong", "feng"),
            ("nv", "lv"),
        ];
        for (one, other) in same {
            assert_eq!(fold(one), fold(other), "{one} {other}");
        }
        assert_ne!(fold("ma"), fold("mo"));
    }

    #[test]
    fn other_readings_come_after_the_usual_one() {
        assert!(readings('解').contains(&"xie"));
        assert_eq!(readings('解').first().copied(), reading('解'));
    }
}
