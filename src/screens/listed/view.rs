//! How the list behind a figure looks: like a page of rows.
use super::ListedScreen;
use crate::{flow::Cx, screens::petition::view::draw_rows};
use ratatui::{Frame, layout::Rect};

/// Draws the screen.
pub fn view(page: &ListedScreen, cx: &Cx, frame: &mut Frame<'_>, area: Rect) {
    draw_rows(&page.rows(cx), Some(page.cursor), cx, frame, area);
}
