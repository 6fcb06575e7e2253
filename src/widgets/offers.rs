//! A list of what can be chosen by a number or a letter; what cannot be is dim, and the chosen row says why below.
use super::{
    Theme,
    list::{self, Cursor, cell},
};
use crate::text::width;
use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    style::Style,
    text::{Line, Span},
    widgets::Paragraph,
};

const SIGNS: &str = "123456789abcdefghijklmnopqrstuvwxyz";
/// Columns of the names.
const NAME: usize = 28;
/// Rows in which the chosen one says all of what stands beside it.
const BELOW: u16 = 3;

/// Something to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What it is called.
    pub name: String,
    /// What it leads to, or why it cannot be chosen.
    pub says: String,
    /// Whether it cannot be chosen.
    pub dim: bool,
}

/// The number or letter that chooses a row.
pub fn sign(row: usize) -> char {
    SIGNS.chars().nth(row).unwrap_or(' ')
}

/// The row that a sign chooses, of so many.
pub fn row_of(typed: &str, rows: usize) -> Option<usize> {
    let typed = typed.to_lowercase();
    (0..rows).find(|row| typed == sign(*row).to_string())
}

/// Rows of the list on a terminal of so many columns and rows.
pub fn room(size: (u16, u16)) -> usize {
    usize::from(size.1.saturating_sub(BELOW + 5)).max(1)
}

/// Draws the title, the list, and what the chosen one says.
pub fn draw(frame: &mut Frame<'_>, area: Rect, theme: Theme, title: &str, offers: &[Offer], cursor: Cursor) {
    let heights = [Constraint::Length(2), Constraint::Min(1), Constraint::Length(BELOW)];
    let [head, rows, below] = Layout::vertical(heights).areas(area);
    let title = width::cut(title, area.width.into());
    frame.render_widget(Paragraph::new(Span::styled(title, theme.title())), head);
    let told = offers.get(cursor.0).map_or("", |offer| offer.says.as_str());
    let prose = width::prose(told, usize::from(area.width)).into_iter().map(Line::raw).collect::<Vec<_>>();
    frame.render_widget(Paragraph::new(prose), below);
    list::draw(frame, rows, theme, Some(cursor), offers.len(), |at| line(at, &offers[at], theme, area.width));
}

fn line(at: usize, offer: &Offer, theme: Theme, cols: u16) -> Line<'static> {
    let style = if offer.dim { theme.dim() } else { Style::new() };
    let room = usize::from(cols).saturating_sub(NAME + 7);
    Line::from(vec![
        Span::styled(format!("{} ", sign(at)), theme.key()),
        Span::styled(cell(&offer.name, NAME), style),
        Span::styled(width::fit(&offer.says, room), theme.dim()),
    ])
}
