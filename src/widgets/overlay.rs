//! Room for something over something else.
use crate::text::width::cols;
use ratatui::{buffer::Buffer, layout::Rect, widgets::Clear, widgets::Widget};

/// Empties an area, and the wide glyphs that its left and right edges would cut in half: a terminal draws
/// nothing over the second half of a glyph that it still believes in.
pub fn clear(area: Rect, buffer: &mut Buffer) {
    let area = area.intersection(buffer.area);
    for y in area.top()..area.bottom() {
        blank_if_wide(buffer, area.left().wrapping_sub(1), y);
        blank_if_wide(buffer, area.right().wrapping_sub(1), y);
    }
    Clear.render(area, buffer);
}

fn blank_if_wide(buffer: &mut Buffer, x: u16, y: u16) {
    if let Some(cell) = buffer.cell_mut((x, y))
        && cols(cell.symbol()) > 1
    {
        cell.set_symbol(" ");
    }
}

/// A box of so many columns and rows in the middle of an area, or as much of it as there is room for.
pub fn middle(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edge_on_the_second_half_of_a_glyph_blanks_the_whole_glyph() {
        for x in 0..8 {
            let whole = Rect::new(0, 0, 12, 1);
            let mut buffer = Buffer::empty(whole);
            buffer.set_string(0, 0, "张三李四王五", ratatui::style::Style::new());
            clear(Rect::new(x, 0, 4, 1), &mut buffer);
            let row: Vec<&str> = (0..12).filter_map(|x| Some(buffer.cell((x, 0))?.symbol())).collect();
            for (at, symbol) in row.iter().enumerate() {
                let at = u16::try_from(at).unwrap();
                assert!(cols(symbol) < 2 || at + 1 < x || at >= x + 4, "{x}: {row:?}");
            }
        }
    }
}
