//! How a short form looks: what it is about, then its fields.
use super::{TaskScreen, about};
use crate::{
    flow::Cx,
    form::{
        Form,
        view::{draw, label_cols_of, told},
    },
    text::width,
    widgets::Theme,
};
use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    text::{Line, Span},
    widgets::Paragraph,
};

/// Columns of labels before the fields, at least.
const LABEL: u16 = 16;

/// Columns of a text field, for moving up and down in it.
pub fn page_cols(form: &Form, cx: &Cx) -> u16 {
    cx.size.0.saturating_sub(label_cols_of(form, &cx.ground(), LABEL) + 1)
}

/// Draws the screen.
pub fn view(page: &TaskScreen, cx: &Cx, frame: &mut Frame<'_>, area: Rect) {
    let theme = Theme::new(cx.mono);
    let [head, says] = about::lines(&page.paper, &page.form.sheet, cx);
    let cols = usize::from(area.width);
    let mut lines = vec![Line::from(Span::styled(width::cut(&head, cols), theme.title()))];
    lines.extend(width::prose(&says, cols).into_iter().filter(|line| !line.is_empty()).map(Line::raw));
    lines.push(Line::default());
    let rows = u16::try_from(lines.len()).unwrap_or(0);
    let wants = told(&page.form, &cx.ground(), theme, area.width);
    let below = u16::try_from(wants.len().max(1)).unwrap_or(1);
    let heights = [Constraint::Length(rows), Constraint::Min(1), Constraint::Length(below)];
    let [about, fields, foot] = Layout::vertical(heights).areas(area);
    frame.render_widget(Paragraph::new(lines), about);
    frame.render_widget(Paragraph::new(wants), foot);
    let label = label_cols_of(&page.form, &cx.ground(), LABEL);
    draw(&page.form, &cx.ground(), theme, label, frame, fields);
}
