//! A list with a cursor: where its window stands, and the sign before the chosen row.
use super::Theme;
use crate::text::width;
use ratatui::{
    Frame,
    layout::{Position, Rect},
    text::{Line, Span},
    widgets::Paragraph,
};

/// The sign before the chosen row; colour alone would not do.
pub const CHOSEN: &str = "> ";
const OTHER: &str = "  ";

/// A cursor in a list of rows. It knows how many rows there are only when it is moved or drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cursor(pub usize);

impl Cursor {
    /// Moves by so many rows and stays inside.
    pub fn step(&mut self, by: isize, rows: usize) {
        self.0 = self.0.saturating_add_signed(by).min(rows.saturating_sub(1));
    }

    /// The first row of a window of `room` rows in which the cursor can be seen. Windows follow one another
    /// like pages, so that a step inside one repaints two rows and not the whole list.
    pub fn window(self, room: usize) -> usize {
        self.0 - self.0 % room.max(1)
    }
}

/// Draws rows, made by `row` from their index, and puts the terminal's cursor on the chosen one, where a
/// screen reader looks.
pub fn draw(
    frame: &mut Frame<'_>,
    area: Rect,
    theme: Theme,
    cursor: Option<Cursor>,
    rows: usize,
    row: impl Fn(usize) -> Line<'static>,
) {
    let room = usize::from(area.height);
    let first = cursor.map_or(0, |cursor| cursor.window(room));
    for (y, index) in (area.y..area.bottom()).zip(first..rows) {
        let chosen = cursor == Some(Cursor(index));
        let mut line = row(index);
        line.spans.insert(0, Span::styled(if chosen { CHOSEN } else { OTHER }, theme.focus()));
        if chosen {
            line = line.style(theme.focus());
            frame.set_cursor_position(Position { x: area.x, y });
        }
        frame.render_widget(Paragraph::new(line), Rect { y, height: 1, ..area });
    }
}

/// Which of some texts that stand side by side fit into so many columns with the chosen one among them: from the
/// first one on as long as the chosen one fits too, else up to the chosen one.
pub fn window_of(texts: &[String], chosen: usize, cols: usize) -> std::ops::Range<usize> {
    let widths: Vec<usize> = texts.iter().map(|text| width::cols(text)).collect();
    let fits = |from: usize, to: usize| widths[from..to].iter().sum::<usize>() <= cols;
    let from = (0..=chosen).find(|from| fits(*from, (chosen + 1).min(widths.len()))).unwrap_or(chosen);
    let to = (chosen..=widths.len()).rev().find(|to| fits(from, *to)).unwrap_or(chosen);
    from..to.max((chosen + 1).min(widths.len()))
}

/// Tabs that stand side by side: as many as fit, the chosen one among them; signs at the edges say where there are more.
pub fn tabs(tabs: &[String], chosen: usize, cols: u16, theme: Theme) -> Line<'static> {
    let seen = window_of(tabs, chosen, usize::from(cols).saturating_sub(3));
    let more = |more: bool, sign: &'static str| Span::styled(if more { sign } else { "" }, theme.key());
    let style = |at: usize| if at == chosen { theme.focus() } else { theme.dim() };
    let mut spans = vec![more(seen.start > 0, "<")];
    spans.extend(seen.clone().map(|at| Span::styled(tabs[at].clone(), style(at))));
    spans.push(more(seen.end < tabs.len(), ">"));
    Line::from(spans)
}

/// A cell of exactly so many columns with a blank after it.
pub fn cell(text: &str, cols: usize) -> String {
    format!("{} ", width::fit(text, cols))
}

/// A number at the right of its column; one that has no room pushes what follows, and loses no digit.
pub fn right(text: &str, cols: usize) -> String {
    format!("{}{text}", " ".repeat(cols.saturating_sub(width::cols(text))))
}

/// A text in lines of at most so many columns.
pub fn wrap(text: &str, cols: usize) -> impl Iterator<Item = String> {
    let mut lines = Vec::new();
    for line in text.lines() {
        let mut rest = line;
        while width::cols(rest) > cols.max(2) {
            let head = width::take(rest, cols.max(2));
            lines.push(head.to_owned());
            rest = &rest[head.len()..];
        }
        lines.push(rest.to_owned());
    }
    lines.into_iter()
}
