//! How the limits of a petition look: the list, and below it the reason of the chosen one.
use super::Limits;
use crate::{
    domain::clock::Clock,
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

/// Rows of the reason.
const REASON: u16 = 9;

/// Draws the screen.
pub fn view(page: &Limits, cx: &Cx, frame: &mut Frame<'_>, area: Rect) {
    let Some(found) = &page.page else { return };
    let theme = Theme::new(cx.mono);
    let clocks = page.clocks(cx);
    let heights =
        [Constraint::Length(1), Constraint::Min(1), Constraint::Length(1), Constraint::Length(REASON)];
    let [head, rows, _, below] = Layout::vertical(heights).areas(area);
    let title = format!("{} {}", found.petition.no, found.petition.matter.subject);
    let title = width::cut(&title, area.width.into());
    frame.render_widget(Paragraph::new(Span::styled(title, theme.title())), head);
    if clocks.is_empty() {
        return frame.render_widget(Paragraph::new(cx.lang.say("limits-none")), rows);
    }
    let reason = clocks.get(page.cursor.0).map_or(String::new(), |clock| cx.teller().reason(clock, cx.today));
    let prose: Vec<Line<'_>> =
        reason.lines().flat_map(|line| width::prose(line, usize::from(area.width))).map(Line::raw).collect();
    frame.render_widget(Paragraph::new(prose), below);
    list::draw(frame, rows, theme, Some(page.cursor), clocks.len(), |at| {
        line(&clocks[at], cx, theme, area.width)
    });
}

fn line(clock: &Clock, cx: &Cx, theme: Theme, cols: u16) -> Line<'static> {
    let style = match (clock.is_open(), clock.late > 0 && clock.is_owed()) {
        (true, true) => theme.bad(),
        (true, false) => theme.focus(),
        (false, _) => theme.dim(),
    };
    let room = usize::from(cols).saturating_sub(7);
    Line::from(vec![
        Span::styled(cell(&clock.id, 4), theme.key()),
        Span::styled(width::fit(&cx.teller().clock(clock, cx.today), room), style),
    ])
}
