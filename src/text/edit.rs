//! The editing core that a line and a page share: a text, a caret, and the way back.
use std::ops::Range;

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use super::clean;
use super::width::clusters;

/// So many steps can be taken back.
const STEPS: usize = 200;

/// A text being edited, grapheme by grapheme. Every key is one method.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Edit {
    text: String,
    /// In bytes, always at a grapheme boundary.
    caret: usize,
    cap: Option<usize>,
    many_lines: bool,
    steps: Vec<Step>,
    /// Whether the next key may still join the last step.
    open: bool,
}

/// One change, as much of it as is needed to take it back.
#[derive(Clone, Debug, PartialEq)]
struct Step {
    kind: Kind,
    at: usize,
    removed: String,
    inserted: usize,
    caret: usize,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Typed,
    Erased,
    Deleted,
    /// A paste, a kill, a text set from outside: never joined with another one.
    Whole,
}

impl Edit {
    pub(super) fn new(text: &str, many_lines: bool) -> Self {
        let mut edit = Self { many_lines, ..Self::default() };
        edit.text = edit.cleaned(text);
        edit.caret = edit.text.len();
        edit
    }

    /// Lets the text grow to so many graphemes and no further. What is there already stays.
    #[must_use]
    pub fn with_cap(mut self, graphemes: usize) -> Self {
        self.cap = Some(graphemes);
        self
    }

    /// The text as it is now.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where the caret is: graphemes before it.
    pub fn caret(&self) -> usize {
        clusters(self.before()).count()
    }

    /// The text before the caret.
    pub fn before(&self) -> &str {
        &self.text[..self.caret]
    }

    /// Puts text in at the caret, cleaned. A single grapheme counts as typed, more as one paste.
    /// Returns how many graphemes were left out because of the cap.
    pub fn insert(&mut self, text: &str) -> usize {
        let clean = self.cleaned(text);
        let (fits, left_out) = self.fitting(&clean, 0);
        let kind = if fits.graphemes(true).nth(1).is_none() { Kind::Typed } else { Kind::Whole };
        self.replace(self.caret..self.caret, fits, kind);
        left_out
    }

    /// Replaces the whole text, caret at the end, as one step. Returns what the cap left out.
    pub fn set(&mut self, text: &str) -> usize {
        let clean = self.cleaned(text);
        let (fits, left_out) = self.fitting(&clean, clusters(&self.text).count());
        self.replace(0..self.text.len(), fits, Kind::Whole);
        left_out
    }

    /// To the beginning of the text.
    pub fn top(&mut self) {
        self.go(0);
    }

    /// To its end.
    pub fn bottom(&mut self) {
        self.go(self.text.len());
    }

    /// Removes the grapheme before the caret.
    pub fn erase(&mut self) {
        self.replace(self.previous()..self.caret, "", Kind::Erased);
    }

    /// Removes the grapheme after the caret.
    pub fn delete(&mut self) {
        self.replace(self.caret..self.next(), "", Kind::Deleted);
    }

    /// Removes everything from the caret to the end of its line.
    pub fn kill_to_end(&mut self) {
        self.replace(self.caret..self.line().end, "", Kind::Whole);
    }

    /// Removes the line the caret is in; the line itself stays, empty.
    pub fn kill_line(&mut self) {
        self.replace(self.line(), "", Kind::Whole);
    }

    /// One grapheme to the left.
    pub fn left(&mut self) {
        self.go(self.previous());
    }

    /// One grapheme to the right.
    pub fn right(&mut self) {
        self.go(self.next());
    }

    /// To the beginning of the line.
    pub fn home(&mut self) {
        self.go(self.line().start);
    }

    /// To the end of the line.
    pub fn end(&mut self) {
        self.go(self.line().end);
    }

    /// To the beginning of this word or the one before. Chinese has no blanks between words: a run
    /// of characters up to the next mark is taken for one.
    pub fn word_left(&mut self) {
        let gap = self.before().trim_end_matches(|c| !in_word(c));
        self.go(gap.trim_end_matches(in_word).len());
    }

    /// Past the end of this word or the next one.
    pub fn word_right(&mut self) {
        let after = &self.text[self.caret..];
        let rest = after.trim_start_matches(|c| !in_word(c)).trim_start_matches(in_word);
        self.go(self.text.len() - rest.len());
    }

    /// Takes back the last step; `false` when there is none left.
    pub fn undo(&mut self) -> bool {
        let Some(step) = self.steps.pop() else { return false };
        self.text.replace_range(step.at..step.at + step.inserted, &step.removed);
        self.caret = step.caret;
        self.open = false;
        true
    }

    pub(super) const fn caret_byte(&self) -> usize {
        self.caret
    }

    /// Moves the caret to a byte, or to the next place after it where a caret can stand.
    pub(super) fn go(&mut self, byte: usize) {
        self.caret = self.boundary(byte);
        self.open = false;
    }

    fn replace(&mut self, range: Range<usize>, with: &str, kind: Kind) {
        if range.is_empty() && with.is_empty() {
            return;
        }
        let removed = self.text[range.clone()].to_owned();
        self.text.replace_range(range.clone(), with);
        let step = Step { kind, at: range.start, removed, inserted: with.len(), caret: self.caret };
        self.remember(step);
        self.caret = self.boundary(range.start + with.len());
    }

    fn remember(&mut self, step: Step) {
        let last = self.steps.last_mut().filter(|_| self.open);
        if !last.is_some_and(|last| last.join(&step)) {
            self.steps.push(step);
        }
        if self.steps.len() > STEPS {
            self.steps.remove(0);
        }
        self.open = true;
    }

    fn cleaned(&self, text: &str) -> String {
        if self.many_lines { clean::typed_page(text) } else { clean::typed(text) }
    }

    /// The part of a text that the cap lets in once `freed` graphemes are gone, and how many it keeps out.
    fn fitting<'t>(&self, text: &'t str, freed: usize) -> (&'t str, usize) {
        let Some(cap) = self.cap else { return (text, 0) };
        let room = (cap + freed).saturating_sub(clusters(&self.text).count());
        let cut = text.grapheme_indices(true).nth(room).map_or(text.len(), |(at, _)| at);
        (&text[..cut], text[cut..].graphemes(true).count())
    }

    /// The line the caret is in, without its line feed.
    fn line(&self) -> Range<usize> {
        let start = self.before().rfind('\n').map_or(0, |at| at + 1);
        let end = self.text[self.caret..].find('\n').map_or(self.text.len(), |at| self.caret + at);
        start..end
    }

    fn previous(&self) -> usize {
        let mut cursor = GraphemeCursor::new(self.caret, self.text.len(), true);
        cursor.prev_boundary(&self.text, 0).ok().flatten().unwrap_or(0)
    }

    fn next(&self) -> usize {
        let mut cursor = GraphemeCursor::new(self.caret, self.text.len(), true);
        cursor.next_boundary(&self.text, 0).ok().flatten().unwrap_or(self.text.len())
    }

    /// The text around an edit may join with it: the caret never stands inside a grapheme.
    fn boundary(&self, byte: usize) -> usize {
        let mut cursor = GraphemeCursor::new(byte, self.text.len(), true);
        if cursor.is_boundary(&self.text, 0).unwrap_or(true) {
            return byte;
        }
        cursor.next_boundary(&self.text, 0).ok().flatten().unwrap_or(self.text.len())
    }
}

impl Step {
    /// Takes a following step of the same kind and place into this one.
    fn join(&mut self, next: &Self) -> bool {
        let joins = self.kind == next.kind
            && match self.kind {
                Kind::Typed => next.removed.is_empty() && next.at == self.at + self.inserted,
                Kind::Erased => next.at + next.removed.len() == self.at,
                Kind::Deleted => next.at == self.at,
                Kind::Whole => false,
            };
        if joins {
            self.inserted += next.inserted;
            let place = if self.kind == Kind::Erased { 0 } else { self.removed.len() };
            self.removed.insert_str(place, &next.removed);
            self.at = self.at.min(next.at);
        }
        joins
    }
}

fn in_word(c: char) -> bool {
    c.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line(text: &str) -> Edit {
        Edit::new(text, false)
    }

    #[test]
    fn keys_move_by_what_the_eye_takes_for_one_character() {
        let mut edit = line("葛\u{e0100}洪e\u{301}");
        edit.left();
        edit.left();
        assert_eq!(edit.caret(), 1);
        edit.erase();
        assert_eq!(edit.text(), "洪é");
        edit.delete();
        assert_eq!((edit.text(), edit.caret()), ("é", 0));
    }

    #[test]
    fn a_run_of_typing_is_one_step_and_a_paste_is_one_step() {
        let mut edit = line("");
        for c in ["张", "三"] {
            edit.insert(c);
        }
        edit.insert("住在枫桥镇");
        edit.insert("。");
        assert_eq!(edit.text(), "张三住在枫桥镇。");
        for left in ["张三住在枫桥镇", "张三", ""] {
            assert!(edit.undo());
            assert_eq!(edit.text(), left);
        }
        assert!(!edit.undo());
    }

    #[test]
    fn erased_text_comes_back_in_order() {
        let mut edit = line("一二三四");
        edit.left();
        edit.erase();
        edit.erase();
        assert_eq!(edit.text(), "一四");
        edit.undo();
        assert_eq!((edit.text(), edit.caret()), ("一二三四", 3));
        edit.home();
        edit.delete();
        edit.delete();
        edit.undo();
        assert_eq!((edit.text(), edit.caret()), ("一二三四", 0));
    }

    #[test]
    fn a_text_set_from_outside_can_be_taken_back() {
        let mut edit = line("旧地址");
        edit.set("新地址\n二楼");
        assert_eq!((edit.text(), edit.caret()), ("新地址 二楼", 6));
        edit.undo();
        assert_eq!(edit.text(), "旧地址");
    }

    #[test]
    fn the_cap_counts_graphemes_and_says_what_it_left_out() {
        let mut edit = line("").with_cap(3);
        assert_eq!(edit.insert("一二"), 0);
        assert_eq!(edit.insert("三四五"), 2);
        assert_eq!(edit.text(), "一二三");
        assert_eq!(edit.set("甲乙丙丁"), 1);
        assert_eq!(edit.text(), "甲乙丙");
    }

    #[test]
    fn words_are_runs_between_marks() {
        let mut edit = line("诸暨市枫桥镇，abc 12号");
        let stops: Vec<usize> = (0..4)
            .map(|_| {
                edit.word_left();
                edit.caret()
            })
            .collect();
        assert_eq!(stops, [11, 7, 0, 0]);
        edit.word_right();
        edit.word_right();
        assert_eq!(edit.caret(), 10);
    }

    #[test]
    fn killing_stays_within_its_line() {
        let mut edit = Edit::new("第一行\n第二行\n第三行", true);
        edit.go("第一行\n第".len());
        edit.kill_to_end();
        assert_eq!(edit.text(), "第一行\n第\n第三行");
        edit.kill_line();
        assert_eq!(edit.text(), "第一行\n\n第三行");
        edit.home();
        assert_eq!(edit.caret(), 4);
    }

    type Deed = (&'static str, fn(&mut Edit));

    const DEEDS: &[Deed] = &[
        ("type", |e| _ = e.insert("张")),
        ("mark", |e| _ = e.insert("\u{301}")),
        ("paste", |e| _ = e.insert("a 葛\u{e0100}，\n“b”")),
        ("erase", Edit::erase),
        ("delete", Edit::delete),
        ("left", Edit::left),
        ("right", Edit::right),
        ("home", Edit::home),
        ("end", Edit::end),
        ("word left", Edit::word_left),
        ("word right", Edit::word_right),
        ("kill to end", Edit::kill_to_end),
        ("kill line", Edit::kill_line),
        ("set", |e| _ = e.set("甲乙\u{1f1e8}\u{1f1f3}")),
    ];

    proptest! {
        #[test]
        fn whatever_is_pressed_the_caret_stands_between_graphemes_and_all_can_be_taken_back(
            deeds in prop::collection::vec(prop::sample::select(DEEDS), 0..60), many_lines: bool,
        ) {
            let mut edit = Edit::new("e张三", many_lines);
            for (_, deed) in deeds {
                deed(&mut edit);
                prop_assert_eq!(edit.boundary(edit.caret), edit.caret);
                prop_assert!(many_lines || !edit.text().contains('\n'));
            }
            while edit.undo() {}
            prop_assert_eq!(edit.text(), "e张三");
        }
    }
}
