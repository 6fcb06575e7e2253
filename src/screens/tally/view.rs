//! How counting looks: a digit, a name, a number a line.
use super::TallyScreen;
use crate::{
    flow::{Cx, shown},
    text::width,
    widgets::{
        Theme,
        list::{self, cell, right},
        picture::bar,
    },
};
use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    text::{Line, Span},
    widgets::Paragraph,
};

/// Columns of a name, of a number.
const NAME: usize = 28;
const NUMBER: usize = 8;

/// Draws the screen.
pub fn view(page: &TallyScreen, cx: &Cx, frame: &mut Frame<'_>, area: Rect) {
    let (Some(found), Some(register)) = (&page.page, page.register(cx)) else { return };
    let theme = Theme::new(cx.mono);
    let [head, rows, told] =
        Layout::vertical([Constraint::Length(2), Constraint::Min(1), Constraint::Length(1)]).areas(area);
    let said = register
        .fields
        .iter()
        .filter(|field| register.columns.contains(&field.id) && !register.tally.contains(&field.id));
    let said = said.map(|field| shown(field, found.record.get(&field.id), &cx.lang, cx.catalog()));
    let title = std::iter::once(found.record.no.to_string()).chain(said.filter(|text| !text.is_empty()));
    let title = width::cut(&title.collect::<Vec<_>>().join("  "), area.width.into());
    frame.render_widget(Paragraph::new(Line::styled(title, theme.title())), head);
    let counts = page.counts(cx);
    let number = |id: &str| found.record.get(id).parse::<i64>().unwrap_or(0);
    let most = counts.iter().map(|field| number(&field.id)).max().unwrap_or(0);
    let room = usize::from(area.width).saturating_sub(NAME + NUMBER + 10);
    list::draw(frame, rows, theme, Some(page.cursor), counts.len(), |at| {
        let count = number(&counts[at].id);
        Line::from(vec![
            Span::styled(format!("{}  ", at + 1), theme.key()),
            Span::raw(cell(counts[at].name.say(cx.lang.is_chinese()), NAME)),
            Span::styled(format!("{}  ", right(&count.to_string(), NUMBER)), theme.title()),
            Span::styled(bar(count, most, room, '#'), theme.dim()),
        ])
    });
    let line = Line::styled(cx.lang.say("tally-how"), theme.dim());
    frame.render_widget(Paragraph::new(line), told);
}
