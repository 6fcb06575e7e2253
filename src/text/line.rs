//! One line of text in a field of a given width.
use std::ops::{Deref, DerefMut};

use super::edit::Edit;
use super::width;

/// An editable line. The keys are methods of [`Edit`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line(Edit);

/// What of a line can be seen in its field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Ready for the screen, never wider than the field, never half a glyph.
    pub text: String,
    /// Columns from the left edge of the field, always inside it.
    pub caret: u16,
}

impl Line {
    /// A line with the caret at its end.
    pub fn new(text: &str) -> Self {
        Self(Edit::new(text, false))
    }

    /// Lets the line grow to so many graphemes and no further.
    #[must_use]
    pub fn with_cap(self, graphemes: usize) -> Self {
        Self(self.0.with_cap(graphemes))
    }

    /// The part around the caret that a field of so many columns shows.
    ///
    /// It moves by half a field at a time: on a slow link a key must not repaint the whole field.
    pub fn view(&self, cols: u16) -> View {
        let field = usize::from(cols);
        let caret = width::cols(self.before());
        let (start, hidden) = self.scrolled(jump(caret, field));
        let text = width::shown(width::take(&self.text()[start..], field)).into_owned();
        View { text, caret: u16::try_from(caret - hidden).unwrap_or(cols) }
    }

    /// The first grapheme that begins at this column or after it: its byte and its column.
    fn scrolled(&self, column: usize) -> (usize, usize) {
        let (mut byte, mut at) = (0, 0);
        for (glyph, cols) in width::graphemes(self.text()) {
            if at >= column {
                break;
            }
            byte += glyph.len();
            at += cols;
        }
        (byte, at)
    }
}

/// How much of a strip is scrolled out of a window so that a place in it can be seen: a multiple of
/// half the window. Columns and rows alike.
pub(super) fn jump(place: usize, window: usize) -> usize {
    let last = window.saturating_sub(1);
    let half = (window / 2).max(1);
    place.saturating_sub(last).div_ceil(half) * half
}

impl Deref for Line {
    type Target = Edit;

    fn deref(&self) -> &Edit {
        &self.0
    }
}

impl DerefMut for Line {
    fn deref_mut(&mut self) -> &mut Edit {
        &mut self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn view(line: &Line, cols: u16) -> (String, u16) {
        let View { text, caret } = line.view(cols);
        (text, caret)
    }

    #[test]
    fn a_short_line_is_seen_whole_with_the_caret_behind_it() {
        assert_eq!(view(&Line::new("张三"), 11), ("张三".into(), 4));
    }

    #[test]
    fn a_full_field_still_has_room_for_the_caret() {
        assert_eq!(view(&Line::new("一二三四五"), 10), ("四五".into(), 4));
        assert_eq!(view(&Line::new("一二三四五"), 11), ("一二三四五".into(), 10));
    }

    #[test]
    fn half_a_glyph_at_either_edge_is_left_out() {
        let mut line = Line::new("a一二三四五六七八");
        assert_eq!(view(&line, 7), ("七八".into(), 4));
        line.home();
        assert_eq!(view(&line, 6), ("a一二".into(), 0));
    }

    #[test]
    fn a_field_of_one_column_does_not_break() {
        assert_eq!(view(&Line::new("张三"), 1), (String::new(), 0));
        assert_eq!(view(&Line::new("ab"), 0).0, "");
    }

    proptest! {
        #[test]
        fn the_caret_is_always_inside_its_field(text in "([a张，]|e\u{301}){0,40}", cols in 2u16..20, lefts in 0usize..40) {
            let mut line = Line::new(&text);
            for _ in 0..lefts {
                line.left();
            }
            let View { text: seen, caret } = line.view(cols);
            prop_assert!(caret < cols);
            prop_assert!(width::cols(&seen) <= usize::from(cols));
            let before = width::take(&seen, usize::from(caret));
            prop_assert_eq!(width::cols(before), usize::from(caret));
            prop_assert!(line.before().ends_with(before));
        }
    }
}
