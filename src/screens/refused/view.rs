//! How the list of refusals looks.
use super::Refused;
use crate::{
    flow::Cx,
    text::width,
    widgets::{
        Theme,
        list::{self, cell},
    },
};
use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    text::{Line, Span},
    widgets::Paragraph,
};

/// Draws the screen.
pub fn view(page: &Refused, cx: &Cx, frame: &mut Frame<'_>, area: Rect) {
    let theme = Theme::new(cx.mono);
    let heights = [Constraint::Length(2), Constraint::Min(1), Constraint::Length(2)];
    let [head, rows, below] = Layout::vertical(heights).areas(area);
    let title = cx.lang.fill("refused-head", &[("count", page.rows.len().into())]);
    frame.render_widget(Paragraph::new(Span::styled(title, theme.title())), head);
    let told = page.rows.get(page.cursor.0).map_or(String::new(), |(_, why)| why.say(&cx.lang));
    let prose: Vec<Line<'_>> =
        width::prose(&told, usize::from(area.width)).into_iter().map(Line::raw).collect();
    frame.render_widget(Paragraph::new(prose), below);
    list::draw(frame, rows, theme, Some(page.cursor), page.rows.len(), |at| {
        let (no, why) = &page.rows[at];
        let room = usize::from(area.width).saturating_sub(20);
        Line::from(vec![
            Span::raw(cell(no.as_str(), 16)),
            Span::styled(width::fit(&why.say(&cx.lang), room), theme.bad()),
        ])
    });
}
