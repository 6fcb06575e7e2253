//! How a petition's page looks.
use super::{
    PetitionScreen,
    rows::{Row, Tone, label_cols},
};
use crate::{
    flow::Cx,
    widgets::{
        Theme,
        list::{self, Cursor, cell},
    },
};
use ratatui::{
    Frame,
    layout::Rect,
    style::Style,
    text::{Line, Span},
};

/// Draws the screen.
pub fn view(page: &PetitionScreen, cx: &Cx, frame: &mut Frame<'_>, area: Rect) {
    let Some(found) = &page.page else { return };
    draw_rows(&page.rows(found, cx), Some(page.cursor), cx, frame, area);
}

/// Draws rows with labels: a petition's or a case's.
pub fn draw_rows(rows: &[Row], cursor: Option<Cursor>, cx: &Cx, frame: &mut Frame<'_>, area: Rect) {
    let theme = Theme::new(cx.mono);
    let label = label_cols(rows);
    list::draw(frame, area, theme, cursor, rows.len(), |at| line(&rows[at], label, theme));
}

/// A row as it is drawn, behind labels of so many columns.
pub fn line(row: &Row, label: usize, theme: Theme) -> Line<'static> {
    let style = match row.tone {
        Tone::Head => theme.title(),
        Tone::Plain => Style::new(),
        Tone::Gone => theme.dim(),
        Tone::Check => theme.bad(),
    };
    let label = if row.tone == Tone::Head { String::new() } else { cell(&row.label, label) };
    let opens = if row.opens.is_some() { "+ " } else { "" };
    Line::from(vec![
        Span::styled(label, theme.dim()),
        Span::styled(opens, theme.key()),
        Span::styled(row.text.clone(), style),
    ])
}
