//! The one place that measures text: in columns of the terminal, grapheme by grapheme.
//!
//! A third of what Chinese offices write (`“ ” — … ① ℃`) is of ambiguous width: one column on most
//! terminals, two on some. Which it is here is asked once at start and told to [`set_ambiguous`].
//! Where it is two, [`shown`] puts a [`FILLER`] after each such glyph, so that whoever lays the text
//! out cell by cell arrives at the same columns as the terminal does.
use std::borrow::Cow;
use std::iter;
use std::sync::atomic::{AtomicBool, Ordering};

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Stands in the second column of an ambiguous glyph on a terminal that draws it wide.
///
/// It measures nothing by itself there; [`super::clean`] never lets one in from outside.
pub const FILLER: char = '\u{a0}';

/// How wide this terminal draws glyphs of ambiguous width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ambiguous {
    /// One column: what terminals do unless told otherwise.
    #[default]
    Narrow,
    /// Two columns.
    Wide,
}

static WIDE: AtomicBool = AtomicBool::new(false);

/// Says once, at start, how wide ambiguous glyphs are; everything measures by it from then on.
pub fn set_ambiguous(ambiguous: Ambiguous) {
    WIDE.store(ambiguous == Ambiguous::Wide, Ordering::Relaxed);
}

/// How wide ambiguous glyphs are on this terminal.
pub fn ambiguous() -> Ambiguous {
    if WIDE.load(Ordering::Relaxed) { Ambiguous::Wide } else { Ambiguous::Narrow }
}

/// The columns a text takes.
pub fn cols(text: &str) -> usize {
    Ruler::here().cols(text)
}

/// The longest beginning that fits into so many columns; never half a glyph.
pub fn take(text: &str, cols: usize) -> &str {
    Ruler::here().take(text, cols)
}

/// Prose in lines of at most so many columns, broken between words where there are any.
pub fn prose(text: &str, room: usize) -> Vec<String> {
    let (mut lines, room) = (Vec::new(), room.max(2));
    let mut rest = text;
    while cols(rest) > room {
        let head = take(rest, room);
        let inside = rest[head.len()..].starts_with(|c: char| c.is_ascii_graphic());
        let blank = head.rfind(' ').filter(|_| inside && head.ends_with(|c: char| c.is_ascii_graphic()));
        let (line, after) = rest.split_at(blank.unwrap_or(head.len()));
        lines.push(line.trim_end().to_owned());
        rest = after.trim_start();
    }
    lines.push(rest.to_owned());
    lines
}

/// Exactly so many columns, ready for the screen: cut with an ellipsis or padded with spaces.
pub fn fit(text: &str, cols: usize) -> String {
    Ruler::here().fit(text, cols)
}

/// At most so many columns, ready for the screen: cut with an ellipsis, never padded.
pub fn cut(text: &str, cols: usize) -> String {
    fit(text, cols).trim_end().to_owned()
}

/// At least so many columns, ready for the screen: padded with spaces, never cut.
pub fn pad(text: &str, cols: usize) -> String {
    Ruler::here().pad(text, cols)
}

/// The text as it goes to the screen: without the joiners that terminals disagree about, and with
/// fillers where ambiguous glyphs are wide.
pub fn shown(text: &str) -> Cow<'_, str> {
    Ruler::here().shown(text)
}

/// The graphemes of a text, each with its columns.
pub fn graphemes(text: &str) -> impl Iterator<Item = (&str, usize)> {
    let ruler = Ruler::here();
    clusters(text).map(move |glyph| (glyph, ruler.glyph(glyph)))
}

/// Cuts off one grapheme after another. Chinese and plain ASCII, which is nearly everything here,
/// need no tables: no such character ever joins with another one of its kind.
pub(super) fn clusters(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    iter::from_fn(move || {
        let len = lone(rest).or_else(|| rest.graphemes(true).next().map(str::len))?;
        let (glyph, tail) = rest.split_at(len);
        rest = tail;
        Some(glyph)
    })
}

fn lone(text: &str) -> Option<usize> {
    let mut chars = text.chars();
    let first = chars.next().filter(|c| is_lone(*c))?;
    chars.next().is_none_or(is_lone).then_some(first.len_utf8())
}

const fn is_lone(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{3000}'..='\u{3029}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{ff01}'..='\u{ff60}')
}

/// Joiners and presentation marks: terminals show them differently or not at all.
const fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200d}' | '\u{fe0e}' | '\u{fe0f}')
}

/// Half-width kana marks. The layout counts them once more than the width table does, and what
/// measures must agree with what lays out.
const fn is_kana_mark(c: char) -> bool {
    matches!(c, '\u{ff9e}' | '\u{ff9f}')
}

#[derive(Clone, Copy)]
struct Ruler {
    wide: bool,
}

impl Ruler {
    fn here() -> Self {
        Self { wide: WIDE.load(Ordering::Relaxed) }
    }

    fn glyph(self, glyph: &str) -> usize {
        if let Some(first) = glyph.chars().next().filter(|c| is_lone(*c) && glyph.len() == c.len_utf8()) {
            return if first.is_ascii() { 1 } else { 2 };
        }
        if self.wide && glyph.starts_with(FILLER) {
            return 0;
        }
        let bare = without_joiners(glyph);
        if self.wide { bare.width_cjk().max(narrow(&bare)) } else { narrow(&bare) }
    }

    fn cols(self, text: &str) -> usize {
        clusters(text).map(|glyph| self.glyph(glyph)).sum()
    }

    fn take(self, text: &str, cols: usize) -> &str {
        let mut left = cols;
        let mut end = 0;
        for glyph in clusters(text) {
            let Some(rest) = left.checked_sub(self.glyph(glyph)) else { break };
            left = rest;
            end += glyph.len();
        }
        &text[..end]
    }

    fn fit(self, text: &str, cols: usize) -> String {
        if self.take(text, cols).len() == text.len() {
            return self.pad(text, cols);
        }
        let mark = if self.wide { ".." } else { "…" };
        let mark = self.take(mark, cols);
        let mut cut = self.shown(self.take(text, cols - self.cols(mark))).into_owned();
        cut.push_str(mark);
        self.pad(&cut, cols)
    }

    fn pad(self, text: &str, cols: usize) -> String {
        let missing = cols.saturating_sub(self.cols(text));
        let mut padded = self.shown(text).into_owned();
        padded.extend(iter::repeat_n(' ', missing));
        padded
    }

    fn shown(self, text: &str) -> Cow<'_, str> {
        if text.chars().all(is_lone) {
            return Cow::Borrowed(text);
        }
        let bare = without_joiners(text);
        if !self.wide {
            return bare;
        }
        let mut shown = String::with_capacity(text.len());
        for glyph in clusters(&bare).filter(|glyph| !glyph.starts_with(FILLER)) {
            let missing = self.glyph(glyph).saturating_sub(narrow(glyph));
            shown.push_str(glyph);
            shown.extend(iter::repeat_n(FILLER, missing));
        }
        Cow::Owned(shown)
    }
}

/// Columns of one grapheme on a terminal that draws ambiguous glyphs narrow.
fn narrow(glyph: &str) -> usize {
    glyph.width() + glyph.chars().filter(|c| is_kana_mark(*c)).count()
}

fn without_joiners(text: &str) -> Cow<'_, str> {
    if text.contains(is_joiner) { Cow::Owned(text.replace(is_joiner, "")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NARROW: Ruler = Ruler { wide: false };
    const WIDE: Ruler = Ruler { wide: true };

    #[test]
    fn the_probe_list_measures_as_terminals_do() {
        let table = [
            ("好好", 4, 4),
            ("①", 1, 2),
            ("“", 1, 2),
            ("—", 1, 2),
            ("·", 1, 2),
            ("☎\u{fe0f}", 1, 2),
            ("葛\u{e0100}", 2, 2),
            ("𠮷", 2, 2),
            ("\u{e863}", 1, 2),
            ("abc", 3, 3),
            ("　", 2, 2),
            ("", 0, 0),
        ];
        for (text, narrow, wide) in table {
            assert_eq!(NARROW.cols(text), narrow, "{text:?} narrow");
            assert_eq!(WIDE.cols(text), wide, "{text:?} wide");
        }
    }

    #[test]
    fn half_a_glyph_is_never_taken() {
        assert_eq!(NARROW.take("张三李四", 5), "张三");
        assert_eq!(NARROW.take("a张三", 2), "a");
        assert_eq!(NARROW.take("张", 0), "");
    }

    #[test]
    fn a_long_text_is_cut_with_an_ellipsis_and_a_short_one_padded() {
        assert_eq!(NARROW.fit("枫桥街道", 8), "枫桥街道");
        assert_eq!(NARROW.fit("枫桥街道", 7), "枫桥街…");
        assert_eq!(NARROW.fit("枫桥街道", 6), "枫桥… ");
        assert_eq!(NARROW.fit("枫桥", 6), "枫桥  ");
        assert_eq!(WIDE.fit("枫桥街道", 7), "枫桥..".to_owned() + " ");
        assert_eq!(NARROW.fit("枫桥", 0), "");
    }

    #[test]
    fn wide_quotation_marks_take_a_filler_along() {
        assert_eq!(WIDE.shown("“枫桥”"), "“\u{a0}枫桥”\u{a0}");
        assert_eq!(NARROW.shown("“枫桥”"), "“枫桥”");
    }

    proptest! {
        #[test]
        fn fitting_is_exact(text in "(\\PC{0,3}[“…①葛\u{e0100}☎\u{fe0f}\u{200d}]{0,3}){0,5}", cols in 0usize..30) {
            for ruler in [NARROW, WIDE] {
                prop_assert_eq!(ruler.cols(&ruler.fit(&text, cols)), cols);
            }
        }

        #[test]
        fn what_is_shown_measures_the_same_and_twice_is_once(text in "(\\PC{0,3}[“…①葛\u{e0100}☎\u{fe0f}\u{200d}]{0,3}){0,5}") {
            let text = super::super::clean::typed(&text);
            for ruler in [NARROW, WIDE] {
                let shown = ruler.shown(&text).into_owned();
                prop_assert_eq!(ruler.shown(&shown), shown.as_str());
                prop_assert_eq!(ruler.cols(&shown), ruler.cols(&text));
            }
        }

        #[test]
        fn the_short_cut_finds_the_same_graphemes(text in "[a张，\u{301}\u{e0100}\u{200d}☎🇨\r\n“]{0,12}") {
            prop_assert!(clusters(&text).eq(text.graphemes(true)));
        }
    }

    #[test]
    fn prose_is_broken_between_words_and_chinese_anywhere() {
        assert_eq!(prose("drag the file in", 11), ["drag the", "file in"]);
        assert_eq!(prose("把文件拖进来", 7), ["把文件", "拖进来"]);
        assert_eq!(prose("按 F2 导入", 6), ["按 F2", "导入"]);
        assert_eq!(prose("name,sex,nation", 6), ["name,s", "ex,nat", "ion"]);
        assert_eq!(prose("", 6), [""]);
    }
}
