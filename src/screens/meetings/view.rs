//! How the list of meetings looks.
use super::Meetings;
use crate::{
    domain::{catalog::List, meeting::Meeting, rights::Power},
    flow::Cx,
    store::MeetingRow,
    widgets::{
        Theme,
        list::{self, cell},
    },
};
use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
    widgets::Paragraph,
};

/// Columns of a day, of a kind, of how far it is.
const DAY: usize = 10;
const KIND: usize = 12;
const FAR: usize = 14;

/// Draws the screen.
pub fn view(page: &Meetings, cx: &Cx, frame: &mut Frame<'_>, area: Rect) {
    if page.rows.is_empty() {
        if page.told {
            let says = if cx.me.can(Power::Supervise) { "meetings-empty" } else { "meetings-none" };
            frame.render_widget(Paragraph::new(cx.lang.say(says)), area);
        }
        return;
    }
    let theme = Theme::new(cx.mono);
    list::draw(frame, area, theme, Some(page.cursor), page.rows.len(), |at| line(&page.rows[at], cx, theme));
}

fn line(row: &MeetingRow, cx: &Cx, theme: Theme) -> Line<'static> {
    let meeting = &row.meeting;
    let style = if meeting.cancelled.is_some() { theme.dim() } else { ratatui::style::Style::new() };
    Line::from(vec![
        Span::styled(cell(&meeting.plan.on.to_string(), DAY), style),
        Span::styled(cell(&cx.lang.say(&meeting.plan.kind.message()), KIND), style),
        Span::styled(cell(&far(row, cx), FAR), style),
        Span::styled(named(meeting, cx), style),
    ])
}

fn far(row: &MeetingRow, cx: &Cx) -> String {
    if row.meeting.cancelled.is_some() {
        return cx.lang.say("meeting-cancelled");
    }
    let counts = [("done", row.reviewed.into()), ("of", row.meeting.plan.cases.len().into())];
    cx.lang.fill("meeting-far", &counts)
}

/// Its number, who chairs it, and whose cases or which group it is for.
pub fn named(meeting: &Meeting, cx: &Cx) -> String {
    let plan = &meeting.plan;
    let chair = cx.catalog().name(List::Leader, &plan.chair);
    let chair = if chair.is_empty() {
        String::new()
    } else {
        cx.lang.fill("meeting-chair", &[("name", chair.into())])
    };
    let leader = cx.catalog().name(List::Leader, &plan.leader);
    let leader = if leader.is_empty() {
        String::new()
    } else {
        cx.lang.fill("meeting-leader", &[("name", leader.into())])
    };
    let group = cx.catalog().name(List::Group, &plan.group).to_owned();
    let parts = [meeting.no.to_string(), group, leader, chair];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("  ")
}
