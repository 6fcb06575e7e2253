//! How a short form looks: what it is about, then its fields.
use super::{TaskScreen, about};
use crate::{flow::Cx, form, text::width, widgets::Theme};
use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    text::{Line, Span},
    widgets::Paragraph,
};

/// Columns of labels before the fields.
const LABEL: u16 = 16;

/// Columns of a text field, for moving up and down in it.
pub const fn page_cols(size: (u16, u16)) -> u16 {
    size.0.saturating_sub(LABEL + 1)
}

/// Draws the screen.
pub fn view(page: &TaskScreen, cx: &Cx, frame: &mut Frame<'_>, area: Rect) {
    let theme = Theme::new(cx.mono);
    let [head, told] = about::lines(&page.paper, &page.form.sheet, cx);
    let cols = usize::from(area.width);
    let mut lines = vec![Line::from(Span::styled(width::take(&head, cols).to_owned(), theme.title()))];
    lines.extend(width::prose(&told, cols).into_iter().filter(|line| !line.is_empty()).map(Line::raw));
    lines.push(Line::default());
    let rows = u16::try_from(lines.len()).unwrap_or(0);
    let [about, fields] = Layout::vertical([Constraint::Length(rows), Constraint::Min(1)]).areas(area);
    frame.render_widget(Paragraph::new(lines), about);
    form::view::draw(&page.form, &cx.ground(), theme, LABEL, frame, fields);
}
