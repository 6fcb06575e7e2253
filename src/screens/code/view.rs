//! How a code looks: its squares on the left, as many of them as fit, and beside it what it is and what it says.
use super::CodeScreen;
use crate::{
    domain::qr::Qr,
    flow::Cx,
    text::width::{self, Ambiguous},
    widgets::Theme,
};
use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    style::{Color, Modifier, Style},
    text::{Line, Span},
    widgets::Paragraph,
};

/// What is drawn is what is light. So a code is dark on light whatever the theme, and where there are no colours it still
/// is on a dark ground.
const INK: Style = Style::new().fg(Color::White).bg(Color::Black);
/// Columns that the words beside a code need, and between both.
const WORDS: u16 = 17;
const GAP: u16 = 2;

/// Draws the screen.
pub fn view(page: &CodeScreen, cx: &Cx, frame: &mut Frame<'_>, area: Rect) {
    let (Some(found), Some(register)) = (&page.page, page.register(cx)) else { return };
    let theme = Theme::new(cx.mono);
    let said = register.code_of(&found.record);
    let wide = width::ambiguous() == Ambiguous::Wide;
    let qr = said.as_ref().ok().and_then(|said| Qr::of(said, room(area, wide)));
    let squares = qr.as_ref().map(|qr| if wide { whole(qr) } else { halves(qr) }).unwrap_or_default();
    let columns = squares.first().map_or(0, Line::width);
    let gap = if squares.is_empty() { 0 } else { GAP };
    let columns = u16::try_from(columns).unwrap_or(area.width);
    let [left, _, right] =
        Layout::horizontal([Constraint::Length(columns), Constraint::Length(gap), Constraint::Min(0)])
            .areas(area);
    frame.render_widget(Paragraph::new(squares), left);
    let why = said.as_ref().err().copied().or(qr.is_none().then_some("code-no-room"));
    let words = [
        (found.record.title(register).to_owned(), theme.title()),
        (found.record.no.to_string(), Style::new()),
        (String::new(), Style::new()),
        (said.unwrap_or_default(), Style::new()),
        (String::new(), Style::new()),
        (cx.lang.say(why.unwrap_or("code-how")), if why.is_some() { theme.bad() } else { theme.dim() }),
    ];
    let lines = words.iter().flat_map(|(text, style)| {
        let lines = width::prose(text, right.width.into()).into_iter();
        lines.map(|line| Line::styled(width::shown(&line).into_owned(), *style))
    });
    frame.render_widget(Paragraph::new(lines.collect::<Vec<_>>()), right);
}

/// Squares a side for which there is room.
fn room(area: Rect, wide: bool) -> usize {
    let columns = area.width.saturating_sub(GAP + WORDS);
    usize::from(if wide { area.height.min(columns / 2) } else { (area.height * 2).min(columns) })
}

/// Two squares below each other in a column.
fn halves(qr: &Qr) -> Vec<Line<'static>> {
    let glyph = |x, y| match (qr.is_dark(x, y), qr.is_dark(x, y + 1)) {
        (false, false) => '█',
        (false, true) => '▀',
        (true, false) => '▄',
        (true, true) => ' ',
    };
    let row = |y| (0..qr.side()).map(|x| glyph(x, y)).collect::<String>();
    (0..qr.side()).step_by(2).map(|y| Line::from(Span::styled(row(y), INK))).collect()
}

/// A square in two columns: blanks have the same width on every terminal, and half blocks have not.
fn whole(qr: &Qr) -> Vec<Line<'static>> {
    let square = |dark| Span::styled("  ", if dark { INK } else { INK.add_modifier(Modifier::REVERSED) });
    (0..qr.side()).map(|y| (0..qr.side()).map(|x| square(qr.is_dark(x, y))).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// On a terminal that draws half blocks as wide as hanzi, also without colours.
    #[test]
    fn whole_squares_are_read_back() {
        let code = Qr::of("https://example.org/?point=1", 45).unwrap();
        let rows = whole(&code);
        let side = rows.len();
        assert!(rows.iter().all(|row| row.width() == 2 * side && row.spans.len() == side));
        let light =
            |x: usize, y: usize| rows[y / 3].spans[x / 3].style.add_modifier.contains(Modifier::REVERSED);
        let grey = |x: usize, y: usize| if light(x, y) { 255 } else { 0 };
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(3 * side, 3 * side, grey);
        assert_eq!(image.detect_grids()[0].decode().unwrap().1, "https://example.org/?point=1");
    }
}
