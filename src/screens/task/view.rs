//! How a short form looks: what it is about, then its fields.
use super::TaskScreen;
use crate::{
    flow::{Cx, Paper},
    form,
    text::width,
    widgets::Theme,
};
use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    text::{Line, Span},
    widgets::Paragraph,
};

/// Columns of labels before the fields.
const LABEL: u16 = 16;

/// Columns of a text field, for moving up and down in it.
pub const fn page_cols(size: (u16, u16)) -> u16 {
    size.0.saturating_sub(LABEL + 1)
}

/// Draws the screen.
pub fn view(page: &TaskScreen, cx: &Cx, frame: &mut Frame<'_>, area: Rect) {
    let theme = Theme::new(cx.mono);
    let [about, fields] = Layout::vertical([Constraint::Length(2), Constraint::Min(1)]).areas(area);
    let text = about_line(&page.paper, cx);
    let text = width::take(&text, about.width.into()).to_owned();
    frame.render_widget(Paragraph::new(Line::from(Span::styled(text, theme.title()))), about);
    form::view::draw(&page.form, &cx.ground(), theme, LABEL, frame, fields);
}

fn about_line(paper: &Paper, cx: &Cx) -> String {
    match paper {
        Paper::Again { no, title } => format!("{no} {title}"),
        Paper::Mend { no, .. }
        | Paper::Note { no, .. }
        | Paper::CaseAdd { no }
        | Paper::CaseAssign { no, .. }
        | Paper::CaseReview { no, .. }
        | Paper::CaseMend { no, .. } => no.to_string(),
        Paper::Join { petition } => petition.to_string(),
        Paper::CaseNew { petition } => petition.as_ref().map_or(String::new(), ToString::to_string),
        Paper::Item { list, code } => {
            format!("{} {}", cx.lang.say(&format!("list-{}", list.id())), code.as_deref().unwrap_or_default())
        }
        Paper::Setting { key } => cx.lang.say(&format!("setting-{key}")),
        Paper::Sit => cx.lang.say("sit-welcome"),
        Paper::New => String::new(),
    }
}
