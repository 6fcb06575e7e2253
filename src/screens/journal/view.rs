//! How the journal looks.
use super::Journal;
use crate::{
    domain::{audit::Group, calendar::beijing_moment, catalog::List},
    flow::Cx,
    store::Noted,
    text::width,
    widgets::{
        Theme,
        list::{self, cell},
    },
};
use chrono::Datelike;
use ratatui::{
    Frame,
    layout::{Constraint, Layout, Position, Rect},
    text::{Line, Span},
    widgets::Paragraph,
};

/// Columns of a moment of this year, of who, and of what it is about.
const AT: usize = 11;
const WHO: usize = 10;
const ABOUT: usize = 15;

/// Draws the screen.
pub fn view(page: &Journal, cx: &Cx, frame: &mut Frame<'_>, area: Rect) {
    let theme = Theme::new(cx.mono);
    let heights =
        [1, 1, 1].map(Constraint::Length).into_iter().chain([Constraint::Min(1), Constraint::Length(2)]);
    let [tabs, seek, told, rows, whole] = Layout::vertical(heights).areas(area);
    draw_tabs(page, cx, theme, frame, tabs);
    let label = format!("{} ", cx.lang.say("journal-seek"));
    let indent = u16::try_from(width::cols(&label)).unwrap_or(0);
    let shown = page.typed.view(seek.width.saturating_sub(indent));
    frame.render_widget(
        Paragraph::new(Line::from(vec![Span::styled(label, theme.title()), Span::raw(shown.text)])),
        seek,
    );
    frame.set_cursor_position(Position::new(seek.x + indent + shown.caret, seek.y));
    let (text, style) = if page.misread.is_empty() {
        (cx.lang.say("journal-hint"), theme.dim())
    } else {
        (cx.lang.fill("find-misread", &[("words", page.misread.join(" ").into())]), theme.bad())
    };
    frame.render_widget(Paragraph::new(Span::styled(width::fit(&text, told.width.into()), style)), told);
    let Some(noted) = &page.rows else { return };
    draw_whole(noted.get(page.cursor.0), cx, frame, whole);
    if noted.is_empty() {
        return frame.render_widget(Paragraph::new(cx.lang.say("journal-empty")), rows);
    }
    list::draw(frame, rows, theme, Some(page.cursor), noted.len(), |at| {
        line(&noted[at], cx, theme, rows.width)
    });
}

fn draw_tabs(page: &Journal, cx: &Cx, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let tab = |(at, group): (usize, &Group)| {
        let name = cx.lang.say(&group.message());
        if at == page.group {
            Span::styled(format!("[{name}] "), theme.focus())
        } else {
            Span::raw(format!("{name} "))
        }
    };
    let tabs: Vec<Span<'_>> = Group::ALL.iter().enumerate().map(tab).collect();
    frame.render_widget(Paragraph::new(Line::from(tabs)), area);
}

/// The chosen entry in full, with its place in the chain.
fn draw_whole(noted: Option<&Noted>, cx: &Cx, frame: &mut Frame<'_>, area: Rect) {
    let Some(noted) = noted else { return };
    let text = format!(
        "{} #{} {} {} {}",
        noted.office,
        noted.seq,
        beijing_moment(noted.at),
        about(noted, cx),
        cx.teller().noted(&noted.act)
    );
    let lines: Vec<Line<'_>> = width::prose(&text, area.width.into()).into_iter().map(Line::raw).collect();
    frame.render_widget(Paragraph::new(lines), area);
}

/// What it is about, or that it is not for this reader to know.
fn about(noted: &Noted, cx: &Cx) -> String {
    if noted.subject.is_empty() { cx.lang.say("journal-sealed") } else { noted.about().to_owned() }
}

fn line(noted: &Noted, cx: &Cx, theme: Theme, cols: u16) -> Line<'static> {
    let who = cx.catalog().name(List::Clerk, &noted.who);
    let said = cx.teller().noted(&noted.act);
    let at = beijing_moment(noted.at);
    // The year is said where it is another one; the chosen row says all below.
    let at = at.strip_prefix(&format!("{}-", cx.today.year())).unwrap_or(&at);
    let room = usize::from(cols).saturating_sub(2 + AT + WHO + ABOUT + 3);
    Line::from(vec![
        Span::styled(cell(at, AT), theme.dim()),
        Span::raw(cell(who, WHO)),
        Span::raw(cell(&about(noted, cx), ABOUT)),
        Span::raw(width::fit(&said, room)),
    ])
}
