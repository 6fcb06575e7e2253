//! How Find looks: the box, the list with what matched underlined, the chosen petition beside or below it.
use super::Find;
use crate::{
    domain::petition::State,
    flow::Cx,
    screens::petition::view::draw_rows,
    search::{Field, Hit, Mark, Order},
    store::Leading,
    text::{self, width},
    widgets::{
        Theme,
        list::{self, cell},
    },
};
use ratatui::{
    Frame,
    layout::{Constraint, Layout, Position, Rect},
    style::Style,
    text::{Line, Span},
    widgets::Paragraph,
};

/// Rows of the preview below the list on a narrow screen.
const BELOW: u16 = 7;

/// Draws the screen.
pub fn view(page: &Find, cx: &Cx, frame: &mut Frame<'_>, area: Rect) {
    let theme = Theme::new(cx.mono);
    let [head, count, body] =
        Layout::vertical([Constraint::Length(1), Constraint::Length(1), Constraint::Min(1)]).areas(area);
    draw_count(page, cx, theme, frame, count);
    let [rows, preview] = if cx.wide() {
        Layout::horizontal([Constraint::Percentage(55), Constraint::Percentage(45)]).areas(body)
    } else {
        Layout::vertical([Constraint::Min(1), Constraint::Length(BELOW)]).areas(body)
    };
    if let Some(found) = &page.preview {
        let narrow = Cx { size: (preview.width, preview.height), ..cx.clone() };
        draw_rows(&found.rows(&narrow), None, &narrow, frame, preview);
    }
    let (hits, records) = (&page.hits.rows, page.shown_records());
    list::draw(frame, rows, theme, Some(page.cursor), page.listed(), |at| match hits.get(at) {
        Some(hit) => row(hit, page.order, cx, theme, rows.width),
        None => record(&records[at - hits.len()], cx, theme, rows.width),
    });
    draw_box(&page.typed, cx, theme, frame, head);
}

/// A find box. It comes last: the terminal's cursor belongs to the caret, where input methods look for it.
pub fn draw_box(typed: &text::line::Line, cx: &Cx, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    draw_typed(&cx.lang.say("find"), typed, theme, frame, area);
}

/// Draws a line into which something is typed, behind what it is.
pub fn draw_typed(label: &str, typed: &text::line::Line, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let label = format!("{label} > ");
    let start = u16::try_from(width::cols(&label)).unwrap_or(0);
    let view = typed.view(area.width.saturating_sub(start + 1));
    let line = Line::from(vec![Span::styled(label, theme.title()), Span::raw(view.text)]);
    frame.render_widget(Paragraph::new(line), area);
    frame.set_cursor_position(Position { x: area.x + start + view.caret, y: area.y });
}

/// How many, in which order, what is held back, and what the word may become.
fn draw_count(page: &Find, cx: &Cx, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let more = if page.hits.more { "+" } else { "" };
    let total = format!("{}{more}", page.hits.total);
    let empty = page.asked.trim().is_empty();
    let count = match (page.hits.rows.is_empty(), empty) {
        (_, true) => cx.lang.say("find-how"),
        (true, false) if page.begun => cx.lang.say("find-begun"),
        (true, false) => cx.lang.say("find-none"),
        (false, false) => cx.lang.fill("find-count", &[("total", total.into())]),
    };
    let records = page.shown_records().len();
    let more = if page.records.len() > records { "+" } else { "" };
    let id = if page.hits.rows.is_empty() { "find-records" } else { "find-records-below" };
    let rows = cx.lang.fill(id, &[("count", format!("{records}{more}").into())]);
    let count = match (records, page.hits.rows.is_empty()) {
        (0, _) => count,
        (_, true) => rows,
        (_, false) => format!("{count}  {rows}"),
    };
    let mut spans = Vec::new();
    if !page.misread.is_empty() {
        let words = page.misread.join(" ");
        let misread = cx.lang.fill("find-misread", &[("words", words.into())]);
        spans.push(Span::styled(format!("{misread}  "), theme.bad()));
    }
    if page.held > 0 {
        let held = cx.lang.fill("find-held", &[("count", page.held.into())]);
        spans.push(Span::styled(format!("{held}  "), theme.focus()));
    }
    match page.order {
        _ if empty => {}
        Order::Relevance => {}
        Order::Received => spans.push(Span::raw(format!("{}  ", cx.lang.say("find-by-received")))),
        Order::Due => spans.push(Span::raw(format!("{}  ", cx.lang.say("find-by-due")))),
    }
    if !empty || page.offers.words.is_empty() {
        spans.push(Span::styled(format!("{count}  "), theme.dim()));
    }
    if !page.offers.words.is_empty() {
        spans.push(Span::styled("Tab ", theme.key()));
    }
    for (at, word) in page.offers.words.iter().enumerate() {
        let style = if page.offers.chosen == Some(at) { theme.focus() } else { Style::new() };
        spans.push(Span::styled(word.clone(), style));
        spans.push(Span::raw("  "));
    }
    frame.render_widget(Paragraph::new(Line::from(spans)), area);
}

fn row(hit: &Hit, order: Order, cx: &Cx, theme: Theme, cols: u16) -> Line<'static> {
    let state = State::parse(&hit.row.state).map_or(String::new(), |state| cx.lang.say(&state.message()));
    let why = cx.lang.say(hit.why.message());
    let name = cx.petitioner(&hit.row.petitioner);
    let room = usize::from(cols).saturating_sub(2 + 16 + 11 + 9 + 9 + 9);
    let day = if order == Order::Due { &hit.row.due } else { &hit.row.received };
    let day: String = day.chars().skip(2).collect();
    let mut spans = vec![Span::raw(cell(&hit.row.no, 15))];
    spans.extend(marked(&name, &marks_of(hit, Field::Petitioner), 10, theme));
    spans.push(Span::styled(cell(&day, 8), theme.dim()));
    spans.push(Span::styled(cell(&state, 8), theme.dim()));
    spans.push(Span::styled(cell(&why, 8), theme.key()));
    spans.extend(marked(&hit.row.subject, &marks_of(hit, Field::Subject), room, theme));
    Line::from(spans)
}

/// A row of a register: its number, its register and what it is about.
fn record(row: &Leading, cx: &Cx, theme: Theme, cols: u16) -> Line<'static> {
    let called = cx.lists.registers.name(&row.register, cx.lang.is_chinese());
    let room = usize::from(cols).saturating_sub(2 + 16 + 21);
    Line::from(vec![
        Span::raw(cell(row.no.as_str(), 15)),
        Span::styled(cell(called, 20), theme.dim()),
        Span::raw(cell(&row.title, room)),
    ])
}

fn marks_of(hit: &Hit, field: Field) -> Vec<usize> {
    let of_field = |mark: &&Mark| mark.field == field;
    hit.marks.iter().filter(of_field).flat_map(|mark| mark.chars.clone()).collect()
}

/// A text in so many columns with the matched characters underlined.
fn marked(text: &str, marks: &[usize], cols: usize, theme: Theme) -> Vec<Span<'static>> {
    let shown = cell(text, cols);
    let span = |(at, c): (usize, char)| {
        Span::styled(c.to_string(), if marks.contains(&at) { theme.hit() } else { Style::new() })
    };
    shown.chars().enumerate().map(span).collect()
}
