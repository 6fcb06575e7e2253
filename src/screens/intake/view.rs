//! How the intake form looks: the form on the left, the identity strip on the right.
use super::Intake;
use crate::{
    domain::mask,
    flow::Cx,
    form,
    screens::petition::rows::alike_parts,
    search::Alike,
    store::{Brief, Known},
    text::width,
    widgets::{Theme, list::CHOSEN},
};
use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    text::{Line, Span},
    widgets::Paragraph,
};

/// Petitions of others that are shown.
const ALIKE: usize = 3;

/// Columns of labels before the fields.
pub const LABEL: u16 = 11;

/// Columns of a text field, for moving up and down in it.
pub const fn page_cols(size: (u16, u16)) -> u16 {
    Intake::form_cols(size).saturating_sub(LABEL + 3)
}

/// Draws the screen.
pub fn view(page: &Intake, cx: &Cx, frame: &mut Frame<'_>, area: Rect) {
    let theme = Theme::new(cx.mono);
    let form_cols = Intake::form_cols(cx.size).min(area.width);
    let wants = form::view::told(&page.form, &cx.ground(), theme, area.width);
    let rows = u16::try_from(wants.len().max(1)).unwrap_or(1);
    let [body, foot] = Layout::vertical([Constraint::Min(1), Constraint::Length(rows)]).areas(area);
    frame.render_widget(Paragraph::new(wants), foot);
    let [left, right] = Layout::horizontal([Constraint::Length(form_cols), Constraint::Min(0)]).areas(body);
    draw_strip(page, cx, theme, frame, right);
    form::view::draw(&page.form, &cx.ground(), theme, LABEL, frame, left);
}

fn draw_strip(page: &Intake, cx: &Cx, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let cols = usize::from(area.width.saturating_sub(2));
    let mut lines = vec![Line::from(Span::styled(cx.lang.say("strip-title"), theme.title()))];
    if page.strip.known.is_empty() {
        lines.push(Line::from(Span::styled(cx.lang.say("strip-nobody"), theme.dim())));
    }
    let mut at = 0;
    for known in &page.strip.known {
        lines.extend(person_lines(known, cx, theme, cols));
        for brief in &known.petitions {
            lines.push(petition_line(brief, at == page.strip.mark, cx, theme, cols));
            at += 1;
        }
    }
    // What others bring stands at the foot, so that it moves nobody above it. Once the hands are at the matter, the
    // people make room for it.
    let height = usize::from(area.height);
    if page.person().is_none() && !page.strip.alike.is_empty() {
        lines.truncate(height.saturating_sub(1 + 2 * page.strip.alike.len().min(ALIKE)));
    }
    let room = height.saturating_sub(lines.len() + 1) / 2;
    let others = page.strip.alike.iter().take(room.min(ALIKE));
    let mut others: Vec<Line<'static>> = others.flat_map(|one| alike_lines(one, cx, theme, cols)).collect();
    if !others.is_empty() {
        others.insert(0, Line::from(Span::styled(cx.lang.say("strip-alike"), theme.title())));
        lines.resize(height.saturating_sub(others.len()), Line::default());
        lines.extend(others);
    }
    for (y, line) in (area.y..area.bottom()).zip(lines) {
        let bar = Span::styled("| ", theme.dim());
        let mut line = line;
        line.spans.insert(0, bar);
        frame.render_widget(Paragraph::new(line), Rect { y, height: 1, ..area });
    }
}

fn person_lines(known: &Known, cx: &Cx, theme: Theme, cols: usize) -> [Line<'static>; 2] {
    let person = &known.person;
    let open = known.petitions.iter().filter(|brief| brief.state.is_open()).count();
    let count = cx.lang.fill("strip-count", &[("all", known.petitions.len().into()), ("open", open.into())]);
    let name = format!("{} {}", person.name, mask::phone(&person.phone));
    let last = known.petitions.first().map_or("", |brief| brief.office.as_str());
    let office = cx.catalog().name(crate::domain::catalog::List::Office, last);
    [
        Line::from(Span::styled(width::take(&name, cols).to_owned(), theme.focus())),
        Line::from(Span::styled(width::take(&format!("  {count} {office}"), cols).to_owned(), theme.dim())),
    ]
}

/// A petition of somebody else that may be of the same matter, and which parts of it are the same.
fn alike_lines(one: &Alike, cx: &Cx, theme: Theme, cols: usize) -> [Line<'static>; 2] {
    let day: String = one.row.received.chars().skip(2).collect();
    let head = format!("{day} {} {}", cx.petitioner(&one.row.petitioner), one.row.subject);
    [
        Line::from(width::take(&head, cols).to_owned()),
        Line::from(Span::styled(
            width::take(&format!("  {}", alike_parts(one, cx)), cols).to_owned(),
            theme.dim(),
        )),
    ]
}

fn petition_line(brief: &Brief, marked: bool, cx: &Cx, theme: Theme, cols: usize) -> Line<'static> {
    let sign = if marked { CHOSEN } else { "  " };
    let state = cx.lang.say(&brief.state.message());
    let day = brief.received.format("%y-%m-%d");
    let text = format!("{sign}{day} {state} {}", brief.subject);
    let style = if marked { theme.focus() } else { ratatui::style::Style::new() };
    Line::from(Span::styled(width::take(&text, cols).to_owned(), style))
}
