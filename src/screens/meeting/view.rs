//! How a meeting looks: a head, then its cases below each other.
use super::MeetingScreen;
use crate::{
    flow::Cx,
    screens::{
        meetings::view::named,
        petition::{
            rows::{LABEL, Row},
            view::line,
        },
    },
    widgets::{Theme, list},
};
use ratatui::{
    Frame,
    layout::{Constraint, Layout, Position, Rect},
    text::{Line, Span},
    widgets::Paragraph,
};

/// Rows of a case, about, for paging.
const CASE: u16 = 3;

/// How many cases stand below each other.
pub fn cases_down(size: (u16, u16)) -> usize {
    usize::from(size.1.saturating_sub(4) / CASE).max(1)
}

/// Draws the screen.
pub fn view(page: &MeetingScreen, cx: &Cx, frame: &mut Frame<'_>, area: Rect) {
    let Some(found) = &page.page else { return };
    let theme = Theme::new(cx.mono);
    let [head, how, body] =
        Layout::vertical([Constraint::Length(1), Constraint::Length(1), Constraint::Min(1)]).areas(area);
    frame.render_widget(Paragraph::new(Line::styled(cx.lang.say("meeting-how"), theme.dim())), how);
    let meeting = &found.meeting;
    let counts = [("done", meeting.reviewed(&found.cases).into()), ("of", found.cases.len().into())];
    let far = match &meeting.cancelled {
        Some(reason) => format!("{} {reason}", cx.lang.say("meeting-cancelled")),
        None => cx.lang.fill("meeting-far", &counts),
    };
    let kind = cx.lang.say(&meeting.plan.kind.message());
    let told = format!("{} {kind}  {far}  {}", meeting.plan.on, named(meeting, cx));
    frame.render_widget(Paragraph::new(Line::styled(told, theme.title())), head);
    draw_cases(page, &page.rows(cx), theme, frame, body);
}

/// As many cases as there is room for, the chosen one whole among them.
fn draw_cases(page: &MeetingScreen, cases: &[Vec<Row>], theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let room = usize::from(area.height);
    let chosen = page.cursor.0;
    let height = |from: usize| cases[from..=chosen.min(cases.len() - 1)].iter().map(Vec::len).sum::<usize>();
    if cases.is_empty() {
        return;
    }
    let first = (0..=chosen).find(|from| height(*from) <= room).unwrap_or(chosen);
    let rows = cases.iter().enumerate().skip(first);
    let rows = rows
        .flat_map(|(at, rows)| rows.iter().enumerate().map(move |(n, row)| (at == chosen && n == 0, row)));
    for (y, (here, row)) in (area.y..area.bottom()).zip(rows) {
        let mut line = line(row, LABEL, theme);
        line.spans.insert(0, Span::styled(if here { list::CHOSEN } else { "  " }, theme.focus()));
        if here {
            frame.set_cursor_position(Position { x: area.x, y });
        }
        frame.render_widget(Paragraph::new(line), Rect { y, height: 1, ..area });
    }
}
