//! How a row's page looks: like a petition's.
use super::RecordScreen;
use crate::{flow::Cx, screens::petition::view::draw_rows};
use ratatui::{Frame, layout::Rect};

/// Draws the screen.
pub fn view(page: &RecordScreen, cx: &Cx, frame: &mut Frame<'_>, area: Rect) {
    draw_rows(&page.rows(cx), Some(page.cursor), cx, frame, area);
}
