//! Many lines of text in a box of a given width, wrapped softly.
use std::ops::{Deref, DerefMut, Range};

use super::edit::Edit;
use super::line::jump;
use super::width;

/// An editable page. The keys are methods of [`Edit`], and those that need to know the box are here.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    edit: Edit,
    /// The column that up and down hold on to, and the caret it was noted for.
    goal: Option<(usize, usize)>,
}

/// What of a page can be seen in its box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageView {
    /// The rows, ready for the screen, none wider than the box.
    pub lines: Vec<String>,
    /// Column and row from the upper left corner of the box, always inside it.
    pub caret: (u16, u16),
    /// Rows hidden above.
    pub above: usize,
    /// Rows hidden below.
    pub below: usize,
}

impl Page {
    /// A page with the caret at its end.
    pub fn new(text: &str) -> Self {
        Self { edit: Edit::new(text, true), goal: None }
    }

    /// Lets the page grow to so many graphemes and no further.
    #[must_use]
    pub fn with_cap(self, graphemes: usize) -> Self {
        Self { edit: self.edit.with_cap(graphemes), ..self }
    }

    /// Begins a new line at the caret.
    pub fn newline(&mut self) {
        self.edit.insert("\n");
    }

    /// One row up in a box of so many columns; `false` on the first row.
    pub fn up(&mut self, cols: u16) -> bool {
        self.climb(cols, |row| row.checked_sub(1))
    }

    /// One row down in a box of so many columns; `false` on the last row.
    pub fn down(&mut self, cols: u16) -> bool {
        self.climb(cols, |row| row.checked_add(1))
    }

    /// The rows around the caret that a box of so many columns and rows shows. Like a line, it
    /// moves by half a box at a time.
    pub fn view(&self, cols: u16, rows: u16) -> PageView {
        let all = self.rows(cols);
        let row = self.row_of_caret(&all);
        let above = jump(row, rows.into()).min(all.len());
        let seen = &all[above..(above + usize::from(rows)).min(all.len())];
        let column = width::cols(&self.text()[all[row].start..self.caret_byte()]);
        PageView {
            lines: seen.iter().map(|row| width::shown(&self.text()[row.clone()]).into_owned()).collect(),
            caret: (small(column), small(row - above)),
            above,
            below: all.len() - above - seen.len(),
        }
    }

    /// The line in which the caret stands, from 1, and how many there are.
    pub fn lines(&self) -> (usize, usize) {
        let ends = |text: &str| text.matches('\n').count() + 1;
        (ends(&self.text()[..self.caret_byte()]), ends(self.text()))
    }

    /// Puts the caret at the beginning of a line, from 1; of the last one where there are fewer.
    pub fn to_line(&mut self, line: usize) {
        let begins = self.text().match_indices('\n').map(|(at, _)| at + 1);
        let at = std::iter::once(0).chain(begins).take(line.max(1)).last().unwrap_or(0);
        self.edit.go(at);
    }

    fn climb(&mut self, cols: u16, to: impl Fn(usize) -> Option<usize>) -> bool {
        let all = self.rows(cols);
        let row = self.row_of_caret(&all);
        let Some(target) = to(row).and_then(|row| all.get(row)) else { return false };
        let here = self.caret_byte();
        let column = match self.goal {
            Some((caret, column)) if caret == here => column,
            _ => width::cols(&self.text()[all[row].start..here]),
        };
        let byte = target.start + width::take(&self.text()[target.clone()], column).len();
        self.edit.go(byte.min(self.last_of(target)));
        self.goal = Some((self.caret_byte(), column));
        true
    }

    /// The last place of a row where the caret still shows in this row: behind a soft break it
    /// would show at the beginning of the next one.
    fn last_of(&self, row: &Range<usize>) -> usize {
        let soft = row.end < self.text().len() && !self.text()[row.end..].starts_with('\n');
        let last = width::graphemes(&self.text()[row.clone()]).last().filter(|_| soft);
        row.end - last.map_or(0, |(glyph, _)| glyph.len())
    }

    /// The bytes of each row. A row that is full up to the edge is followed by an empty one as long
    /// as the caret stands at its end, for that is where the caret shows.
    fn rows(&self, cols: u16) -> Vec<Range<usize>> {
        let cols = usize::from(cols).max(2);
        let mut rows = Vec::new();
        let mut start = 0;
        for line in self.text().split('\n') {
            let full = wrap(line, start, cols, &mut rows);
            start += line.len();
            if full && start == self.caret_byte() {
                rows.push(start..start);
            }
            start += 1;
        }
        rows
    }

    fn row_of_caret(&self, rows: &[Range<usize>]) -> usize {
        rows.partition_point(|row| row.start <= self.caret_byte()).saturating_sub(1)
    }
}

/// Adds the rows of one line; says whether the last one is full.
fn wrap(line: &str, start: usize, cols: usize, rows: &mut Vec<Range<usize>>) -> bool {
    let (mut from, mut at, mut used) = (start, start, 0);
    for (glyph, wide) in width::graphemes(line) {
        if used + wide > cols {
            rows.push(from..at);
            (from, used) = (at, 0);
        }
        at += glyph.len();
        used += wide;
    }
    rows.push(from..at);
    used == cols
}

fn small(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

impl Deref for Page {
    type Target = Edit;

    fn deref(&self) -> &Edit {
        &self.edit
    }
}

impl DerefMut for Page {
    fn deref_mut(&mut self) -> &mut Edit {
        &mut self.edit
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn chinese_text_wraps_where_the_next_glyph_has_no_room() {
        let view = Page::new("一二三四五\nab").view(5, 9);
        assert_eq!(view.lines, ["一二", "三四", "五", "ab"]);
        assert_eq!((view.caret, view.above, view.below), ((2, 3), 0, 0));
    }

    #[test]
    fn behind_a_full_row_the_caret_waits_on_the_next_one() {
        let mut page = Page::new("一二");
        assert_eq!(page.view(4, 3).lines, ["一二", ""]);
        assert_eq!(page.view(4, 3).caret, (0, 1));
        page.left();
        assert_eq!(page.view(4, 3).lines, ["一二"]);
        page.newline();
        assert_eq!(page.text(), "一\n二");
    }

    #[test]
    fn up_and_down_hold_on_to_their_column() {
        let mut page = Page::new("一二三四\n五\n六七八九");
        assert!(page.up(20));
        assert_eq!(page.view(20, 5).caret, (2, 1));
        assert!(page.up(20));
        assert_eq!(page.view(20, 5).caret, (8, 0));
        assert!(!page.up(20));
        page.home();
        page.right();
        page.down(20);
        page.down(20);
        assert_eq!(page.view(20, 5).caret, (2, 2));
    }

    #[test]
    fn going_up_into_a_wrapped_row_stays_in_that_row() {
        let mut page = Page::new("一二三四五六");
        assert_eq!(page.view(4, 9).caret, (0, 3));
        page.left();
        page.up(4);
        assert_eq!(page.view(4, 9).caret, (2, 1));
        page.end();
        page.up(4);
        page.up(4);
        assert_eq!(page.view(4, 9).caret, (0, 1));
    }

    #[test]
    fn a_long_page_tells_what_it_hides() {
        let text: Vec<String> = (0..20).map(|n| format!("第{n}行")).collect();
        let mut page = Page::new(&text.join("\n"));
        let view = page.view(20, 6);
        assert_eq!((view.above, view.below, view.caret.1), (15, 0, 4));
        for _ in 0..12 {
            page.up(20);
        }
        let view = page.view(20, 6);
        assert_eq!((view.above, view.below, view.caret.1), (3, 11, 4));
    }

    #[test]
    fn boxes_without_room_do_not_break() {
        for (cols, rows) in [(0, 0), (1, 1), (2, 1), (1, 0)] {
            Page::new("张三\n李四").view(cols, rows);
        }
    }

    proptest! {
        #[test]
        fn the_caret_is_always_inside_its_box_and_no_text_is_lost(
            text in "[a张，\n]{0,60}", cols in 2u16..12, rows in 1u16..6, keys in prop::collection::vec(0u8..4, 0..30),
        ) {
            let mut page = Page::new(&text);
            for key in keys {
                match key {
                    0 => _ = page.up(cols),
                    1 => _ = page.down(cols),
                    2 => page.left(),
                    _ => page.right(),
                }
                let view = page.view(cols, rows);
                prop_assert!(view.caret.0 < cols && view.caret.1 < rows);
                prop_assert!(view.lines.iter().all(|line| width::cols(line) <= cols.into()));
                let whole = page.view(cols, 1000);
                prop_assert_eq!(whole.lines.concat(), text.replace('\n', ""));
            }
        }
    }
}
