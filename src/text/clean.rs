//! Makes text from keyboards, clipboards and files fit to keep: normal form, nothing invisible.
use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Marks that one letter carries at most; no writing has more, and more of them cover the lines around.
const MARKS: usize = 8;

/// One line, trimmed: what a field keeps and the store takes in.
pub fn line(text: &str) -> String {
    typed(text).trim().to_owned()
}

/// Many lines with `\n` between them, without blank lines before and blanks after the text.
///
/// The blanks before the first word stay: Chinese paragraphs begin with two.
pub fn page(text: &str) -> String {
    typed_page(text).trim_start_matches('\n').trim_end().to_owned()
}

/// One line as it is being typed: like [`line()`], but blanks at the ends stay.
pub fn typed(text: &str) -> String {
    visible(text, ' ')
}

/// Many lines as they are being typed: like [`page`], but blanks at the ends stay.
pub fn typed_page(text: &str) -> String {
    visible(text, '\n')
}

/// Full-width letters, digits and punctuation made half-width, as codes and dates are read.
pub fn fold(text: &str) -> String {
    text.chars().map(folded).collect()
}

/// A cell that no spreadsheet takes for a formula: a `'` goes before `= + - @`, before their
/// full-width forms and before a tab.
pub fn defuse(cell: &str) -> Cow<'_, str> {
    let first = cell.trim_start_matches(' ').chars().next().map(folded);
    if first.is_some_and(|c| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r')) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// JSON in which nothing acts on a terminal or hides: such characters are written as their numbers, which are read as
/// the same.
pub fn escaped(json: &str) -> Cow<'_, str> {
    let acts = |c: char| c.is_control() || is_invisible(c);
    if !json.contains(acts) {
        return Cow::Borrowed(json);
    }
    let mut clean = String::with_capacity(json.len());
    for c in json.chars() {
        if acts(c) {
            clean.extend(c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")));
        } else {
            clean.push(c);
        }
    }
    Cow::Owned(clean)
}

fn visible(text: &str, newline: char) -> String {
    let mut before = '\0';
    let chars = text.chars().filter_map(|c| {
        let second_half = before == '\r' && c == '\n';
        before = c;
        if second_half { None } else { kept(c, newline) }
    });
    // Selectors that draw nothing go before the normal form: one of them keeps apart what becomes one character.
    let mut last = '\0';
    let chars = chars.filter(|c| {
        let behind = std::mem::replace(&mut last, *c);
        !is_variant(*c) || is_hanzi(behind)
    });
    let mut marks = 0;
    let fits = |c: &char| {
        marks = if is_combining_mark(*c) { marks + 1 } else { 0 };
        marks <= MARKS
    };
    chars.nfc().filter(fits).collect()
}

/// A selector of an ideographic variant; behind anything else it draws nothing.
const fn is_variant(c: char) -> bool {
    matches!(c, '\u{e0100}'..='\u{e01ef}')
}

const fn is_hanzi(c: char) -> bool {
    matches!(c,
        '\u{2e80}'..='\u{2fdf}' | '\u{3005}' | '\u{3007}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

fn kept(c: char, newline: char) -> Option<char> {
    match c {
        '\r' | '\n' => Some(newline),
        '\t' => Some(' '),
        c if c.is_control() || is_invisible(c) => None,
        c if is_odd_space(c) => Some(' '),
        c => Some(c),
    }
}

/// Format characters and everything else that draws nothing by itself, except the selectors of
/// ideographic variants, which tell one rare name from another.
const fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}'
        | '\u{890}'..='\u{891}' | '\u{8e2}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1343f}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e00ff}'
        | '\u{e01f0}'..='\u{e0fff}')
}

/// Blanks of the typographer: office suites put them in, nobody means them. The ideographic one stays.
const fn is_odd_space(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}')
}

fn folded(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nothing_invisible_stays_in_a_name() {
        assert_eq!(line(" 张\u{200b}三\u{202e}\u{7} "), "张三");
        assert_eq!(line("张\u{2028}三\u{e0041}\u{ad}\u{3164}\u{feff}"), "张三");
        assert_eq!(line("\u{3000}\u{e0100}三，\u{e0100}"), "三，");
        assert_eq!(line("\u{1b}[31m张三\u{9b}0m"), "[31m张三0m");
    }

    #[test]
    fn the_variant_of_a_rare_character_stays() {
        assert_eq!(line("葛\u{e0100}洪"), "葛\u{e0100}洪");
    }

    #[test]
    fn a_line_break_becomes_one_blank_in_a_line_and_one_line_feed_in_a_page() {
        assert_eq!(line("第一行\r\n第二行\t完"), "第一行 第二行 完");
        assert_eq!(page("\n　　第一行\r\n第二行\r第三行\n \n"), "　　第一行\n第二行\n第三行");
    }

    #[test]
    fn typing_keeps_the_blank_at_the_end() {
        assert_eq!(typed("诸暨 "), "诸暨 ");
        assert_eq!(typed_page("诸暨 \r"), "诸暨 \n");
    }

    #[test]
    fn parts_become_one_character() {
        assert_eq!(line("e\u{301}"), "é");
        assert_eq!(line("e\u{200b}\u{301}"), "é");
        assert_eq!(line("e\u{e0100}\u{301}"), "é");
    }

    #[test]
    fn a_letter_carries_no_tower_of_marks_and_a_variant_only_follows_its_hanzi() {
        let tower = format!("张{}", "\u{30d}".repeat(500));
        assert_eq!(line(&tower).chars().count(), 1 + MARKS);
        assert_eq!(line("\u{e0100}张a\u{e0100}"), "张a");
    }

    #[test]
    fn json_says_the_same_with_nothing_in_it_that_acts() {
        let text = "张\u{9b}三\u{202e}\u{e0041}\u{7f}葛\u{e0100}";
        let json = serde_json::to_string(text).unwrap();
        let clean = escaped(&json);
        assert!(!clean.contains(|c: char| c.is_control() || is_invisible(c)));
        assert_eq!(serde_json::from_str::<String>(&clean).unwrap(), text);
    }

    #[test]
    fn full_width_codes_are_read_as_half_width() {
        assert_eq!(fold("１９０００１０１－Ｘ，　ａ"), "19000101-X, a");
        assert_eq!(fold("枫桥。"), "枫桥。");
    }

    #[test]
    fn a_cell_never_begins_like_a_formula() {
        for cell in ["=1+1", "＝1", "+86", "-1", "@SUM", "＠a", "\t=1", " =1"] {
            assert_eq!(defuse(cell), format!("'{cell}"));
        }
        assert_eq!(defuse("1-1"), "1-1");
        assert_eq!(defuse("张三"), "张三");
    }

    fn anything() -> impl Strategy<Value = String> {
        let odd = prop::sample::select(vec![
            '\u{200b}',
            '\u{200d}',
            '\u{202e}',
            '\u{2028}',
            '\u{ad}',
            '\u{3164}',
            '\u{e0041}',
            '\u{e0100}',
            '\u{feff}',
            '\r',
            '\n',
            '\t',
            '\u{1b}',
            '\u{9b}',
            ' ',
            '　',
            '\u{301}',
            'e',
            '葛',
            '\u{a0}',
        ]);
        prop::collection::vec(prop_oneof![odd, any::<char>()], 0..24)
            .prop_map(|chars| chars.into_iter().collect())
    }

    proptest! {
        #[test]
        fn cleaning_twice_is_cleaning_once(text in anything()) {
            for clean in [line, page, typed, typed_page, fold] {
                let once = clean(&text);
                prop_assert_eq!(clean(&once), once);
            }
        }

        #[test]
        fn no_control_and_no_format_character_is_left(text in anything()) {
            prop_assert!(!line(&text).contains(|c: char| c.is_control() || is_invisible(c)));
            prop_assert!(!page(&text).contains(|c: char| c != '\n' && (c.is_control() || is_invisible(c))));
        }

        #[test]
        fn defusing_twice_is_defusing_once(text in anything()) {
            let once = defuse(&text).into_owned();
            prop_assert_eq!(defuse(&once), once.as_str());
        }
    }
}
