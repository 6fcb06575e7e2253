//! How a person's page looks: like a petition's.
use super::{PersonScreen, rows::rows};
use crate::{flow::Cx, screens::petition::view::draw_rows};
use ratatui::{Frame, layout::Rect};

/// Draws the screen.
pub fn view(page: &PersonScreen, cx: &Cx, frame: &mut Frame<'_>, area: Rect) {
    let Some(found) = &page.page else { return };
    draw_rows(&rows(found, cx), Some(page.cursor), cx, frame, area);
}
