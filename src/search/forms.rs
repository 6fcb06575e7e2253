//! Traditional and variant forms: one character, written in more than one way.
use std::sync::LazyLock;

/// Each pair is a form and the simplified character for it, sorted by the form.
const PAIRS: &str = include_str!("forms.txt");

static FORMS: LazyLock<Vec<(char, char)>> = LazyLock::new(|| {
    let pair = |word: &str| {
        let mut hanzi = word.chars();
        Some((hanzi.next()?, hanzi.next()?))
    };
    PAIRS.split_whitespace().filter_map(pair).collect()
});

/// The simplified character; the character itself where it has no other form.
pub fn simple(c: char) -> char {
    let forms = &*FORMS;
    forms.binary_search_by_key(&c, |&(form, _)| form).map_or(c, |at| forms[at].1)
}

/// A text in simplified characters: as many of them, in the same places.
pub fn simplified(text: &str) -> String {
    text.chars().map(simple).collect()
}

/// Every form with its simplified character.
pub(super) fn each() -> impl Iterator<Item = (char, char)> {
    FORMS.iter().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_traditional_text_is_the_simplified_one() {
        assert_eq!(simplified("張偉拖欠農民工資，ABC樓"), "张伟拖欠农民工资，ABC楼");
    }

    #[test]
    fn the_table_is_sorted_and_leads_to_characters_that_stay() {
        assert!(FORMS.len() > 2500 && FORMS.is_sorted_by_key(|&(form, _)| form));
        assert!(each().all(|(form, plain)| form != plain && simple(plain) == plain));
    }
}
