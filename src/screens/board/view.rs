//! How the board looks: as many columns as there is room for, each a row of cards, and what the chosen one says beside
//! them on a wide terminal.
use super::{Board, By, Column, Sort, city_view};
use crate::{
    domain::{
        case::{Case, CaseState, Level},
        catalog::List,
        rights::Power,
    },
    flow::Cx,
    screens::{case::rows::preview, find, petition::view::draw_rows},
    text::width,
    widgets::{
        Theme,
        list::{self, Cursor},
    },
};
use chrono::Datelike;
use ratatui::{
    Frame,
    layout::{Constraint, Layout, Position, Rect},
    style::Style,
    text::{Line, Span},
    widgets::Paragraph,
};

/// The fewest columns of the terminal in which a card can be read.
const NARROWEST: u16 = 34;
/// Beyond this a card only gets emptier.
const WIDEST: u16 = 60;
/// Columns of the terminal for what the chosen card says.
const TOLD: u16 = 46;
/// Rows of the terminal that are not cards: head, tabs, names of columns, message, hints.
const AROUND: u16 = 5;
/// Columns of the sign before a card.
const SIGN: usize = 2;

/// Whether cards are shown in full.
const fn full(size: (u16, u16)) -> bool {
    size.0 >= 110
}

/// Rows of a card, the blank one below it included.
const fn card_rows(size: (u16, u16)) -> u16 {
    if full(size) { 6 } else { 3 }
}

/// How many rows of the whole city stand below each other.
pub fn rows_down(size: (u16, u16)) -> usize {
    usize::from(size.1.saturating_sub(AROUND + 1)).max(1)
}

/// How many cards stand below each other.
pub fn cards_down(size: (u16, u16)) -> usize {
    usize::from(size.1.saturating_sub(AROUND) / card_rows(size)).max(1)
}

/// Draws the screen.
pub fn view(page: &Board, cx: &Cx, frame: &mut Frame<'_>, area: Rect) {
    let theme = Theme::new(cx.mono);
    let [tabs, body] = Layout::vertical([Constraint::Length(1), Constraint::Min(1)]).areas(area);
    if page.cards.is_empty() {
        if page.told {
            let says = if cx.me.can(Power::Supervise) { "board-empty" } else { "board-none" };
            frame.render_widget(Paragraph::new(cx.lang.say(says)), body);
        }
        return;
    }
    if page.columns.is_empty() {
        frame.render_widget(Paragraph::new(cx.lang.say("find-none")), body);
    }
    let (body, told) = if page.city { (body, None) } else { halves(body) };
    let beside = if page.city { 1 } else { usize::from(body.width / NARROWEST) };
    let beside = beside.clamp(1, page.columns.len().max(1));
    let first = Cursor(page.column).window(beside);
    match &page.typed {
        None => {
            let seen = if page.city { 0..page.columns.len() } else { first..first + beside };
            frame.render_widget(Paragraph::new(tab_line(page, seen, cx, theme)), tabs);
        }
        Some(typed) => find::view::draw_box(typed, cx, theme, frame, tabs),
    }
    if page.city {
        return city_view::draw(page, cx, frame, body);
    }
    if let (Some(told), Some(card)) = (told, page.chosen()) {
        let cx = &Cx { size: (told.width, told.height), ..cx.clone() };
        draw_rows(&preview(card, cx), None, cx, frame, told);
    }
    let cols = (body.width / u16::try_from(beside).unwrap_or(1)).min(WIDEST);
    for ((at, column), x) in
        page.columns.iter().enumerate().skip(first).take(beside).zip((body.x..).step_by(cols.into()))
    {
        let place = Rect { x, width: cols, ..body };
        let cursor = (at == page.column).then_some(page.cursor);
        draw_column(page, column, cursor, cx, frame, place);
    }
}

/// Room for the cards, and for what the chosen one says where there is enough for both.
fn halves(area: Rect) -> (Rect, Option<Rect>) {
    if area.width < TOLD * 3 {
        return (area, None);
    }
    let [cards, told] = Layout::horizontal([Constraint::Min(1), Constraint::Length(TOLD)]).areas(area);
    (cards, Some(told))
}

/// How the board is laid out, what it holds, and which columns of how many are seen.
fn tab_line(page: &Board, seen: std::ops::Range<usize>, cx: &Cx, theme: Theme) -> Line<'static> {
    let mut spans = Vec::new();
    for by in By::ALL {
        let words = cx.lang.say(by.message());
        let chosen = by == page.by;
        let text = if chosen { format!("[{words}]") } else { words };
        spans.extend([Span::styled(text, if chosen { theme.focus() } else { theme.dim() }), Span::raw(" ")]);
    }
    let late: usize = page.columns.iter().map(|column| column.summary.late).sum();
    let counts = [("count", page.cards.len().into()), ("late", late.into())];
    spans.push(Span::raw(cx.lang.fill("board-count", &counts)));
    if page.sort != Sort::default() {
        spans.push(Span::styled(format!("  {}", cx.lang.say(page.sort.message())), theme.dim()));
    }
    if seen.len() < page.columns.len() {
        let last = seen.end.min(page.columns.len());
        let seen =
            [("first", (seen.start + 1).into()), ("last", last.into()), ("of", page.columns.len().into())];
        spans.push(Span::styled(format!("  {}", cx.lang.fill("board-columns", &seen)), theme.dim()));
    }
    Line::from(spans)
}

fn draw_column(
    page: &Board,
    column: &Column,
    cursor: Option<Cursor>,
    cx: &Cx,
    frame: &mut Frame<'_>,
    area: Rect,
) {
    let theme = Theme::new(cx.mono);
    let cols = usize::from(area.width).saturating_sub(SIGN + 1);
    let head = Rect { height: 1, ..area };
    frame.render_widget(Paragraph::new(head_line(page.by, column, cols, cx, theme)), head);
    let down = cards_down(cx.size);
    let first = cursor.map_or(0, |cursor| cursor.window(down));
    let rows = card_rows(cx.size);
    let places = (area.y + 1..area.bottom()).step_by(rows.into());
    for ((row, at), y) in column.cards.iter().enumerate().skip(first).take(down).zip(places) {
        let chosen = cursor == Some(Cursor(row));
        if chosen {
            frame.set_cursor_position(Position { x: area.x, y });
        }
        let lines = card_lines(&page.cards[*at], page.by, chosen, cols, cx, theme);
        let place = Rect { y, height: rows, ..area }.intersection(area);
        frame.render_widget(Paragraph::new(lines), place);
    }
}

/// What a column is called.
pub(super) fn name(by: By, key: &str, cx: &Cx) -> String {
    match by {
        By::Leader if key.is_empty() => cx.lang.say("board-nobody"),
        _ if key.is_empty() => cx.lang.say("board-nothing"),
        By::Leader => leader(key, cx),
        By::Field => key.to_owned(),
        By::Level => cx.lang.say(&format!("{}-{key}", Level::LIST)),
        By::Place => cx.catalog().name(List::Place, key).to_owned(),
        By::State => cx.lang.say(&format!("{}-{key}", CaseState::LIST)),
        By::Unit => cx.catalog().name(List::Unit, key).to_owned(),
        By::Group => cx.catalog().name(List::Group, key).to_owned(),
    }
}

/// How many cases of a group are left, of how many.
fn left(column: &Column, cx: &Cx) -> String {
    cx.lang.fill("board-left", &[("left", column.summary.open.into()), ("of", column.cards.len().into())])
}

/// Whose column it is, how many cases and how many of them late.
fn head_line(by: By, column: &Column, cols: usize, cx: &Cx, theme: Theme) -> Line<'static> {
    let name = name(by, &column.key, cx);
    let mut count = format!(" {}", column.cards.len());
    if by == By::Group && !column.key.is_empty() {
        count = format!(" {}", left(column, cx));
    }
    if column.summary.late > 0 {
        count = format!("{count}  {}", cx.lang.fill("board-late", &[("late", column.summary.late.into())]));
    }
    let name = width::cut(&name, cols.saturating_sub(width::cols(&count)));
    let style = if column.summary.late > 0 { theme.bad() } else { theme.dim() };
    Line::from(vec![Span::styled(format!("{:SIGN$}{name}", ""), theme.title()), Span::styled(count, style)])
}

fn leader(code: &str, cx: &Cx) -> String {
    let post = cx.catalog().get(List::Leader, code).map_or("", |leader| leader.extra.post.as_str());
    format!("{} {post}", cx.catalog().name(List::Leader, code)).trim_end().to_owned()
}

fn card_lines(card: &Case, by: By, chosen: bool, cols: usize, cx: &Cx, theme: Theme) -> Vec<Line<'static>> {
    let sign = if chosen { list::CHOSEN } else { "  " };
    let style = if chosen { theme.focus() } else { Style::new() };
    let title = Line::from(vec![
        Span::styled(sign, theme.focus()),
        Span::styled(width::fit(&card.matter.title, cols), style),
    ]);
    let mut lines = vec![title];
    if full(cx.size) {
        lines.push(text_line(&[words(card, by, cx), petitions(card, cx)], cols, theme.dim()));
        lines.push(text_line(&[standing(card, cx)], cols, Style::new()));
        lines.push(text_line(&[last(card, cx)], cols, Style::new()));
        lines.push(due_line(&[next(card, cx)], card, cols, cx, theme));
    } else {
        lines.push(text_line(&[words(card, by, cx), petitions(card, cx)], cols, theme.dim()));
        lines.push(due_line(&[next(card, cx), last(card, cx)], card, cols, cx, theme));
    }
    lines
}

/// Parts beside each other, as many as there is whole room for; the first one is shortened if it must be.
fn joined(parts: &[String], cols: usize) -> String {
    let mut text = String::new();
    for part in parts.iter().filter(|part| !part.is_empty()) {
        let more = if text.is_empty() { part.clone() } else { format!("{text}  {part}") };
        if text.is_empty() || width::cols(&more) <= cols {
            text = more;
        }
    }
    width::fit(&text, cols).trim_end().to_owned()
}

fn text_line(parts: &[String], cols: usize, style: Style) -> Line<'static> {
    Line::from(Span::styled(format!("{:SIGN$}{}", "", joined(parts, cols)), style))
}

/// How late the next review is, in red and in words, then what else there is room for.
fn due_line(parts: &[String], card: &Case, cols: usize, cx: &Cx, theme: Theme) -> Line<'static> {
    let late = late(card, cx);
    let room = cols.saturating_sub(width::cols(&late) + 2);
    let rest = joined(parts, if late.is_empty() { cols } else { room });
    let gap = if late.is_empty() { "" } else { "  " };
    Line::from(vec![
        Span::raw(format!("{:SIGN$}", "")),
        Span::styled(late, theme.bad()),
        Span::raw(format!("{gap}{rest}")),
    ])
}

/// Whose case it is, its field and its place, but for what the column says.
fn words(card: &Case, by: By, cx: &Cx) -> String {
    let parts = [
        (By::Leader, cx.catalog().name(List::Leader, &card.matter.leader)),
        (By::Field, &card.matter.field),
        (By::Place, cx.catalog().name(List::Place, &card.matter.place)),
    ];
    let parts =
        parts.into_iter().filter(|(said, part)| *said != by && !part.is_empty()).map(|(_, part)| part);
    parts.collect::<Vec<_>>().join(" ")
}

fn standing(card: &Case, cx: &Cx) -> String {
    format!("{} {}", cx.lang.say(&card.matter.state.message()), cx.lang.say(&card.matter.level.message()))
}

fn petitions(card: &Case, cx: &Cx) -> String {
    cx.lang.fill("board-petitions", &[("count", card.petitions.len().into())])
}

/// How late a case is for its review, and if it is not, for the day by which it should have been resolved.
pub fn late(card: &Case, cx: &Cx) -> String {
    match (card.late_days(cx.today), card.matter.target_late_days(cx.today)) {
        (0, 0) => String::new(),
        (0, days) => cx.lang.fill("case-target-late", &[("days", days.into())]),
        (days, _) => cx.lang.fill("case-late", &[("days", days.into())]),
    }
}

/// How long ago the last review was.
fn last(card: &Case, cx: &Cx) -> String {
    match card.last_review() {
        None => cx.lang.say("case-no-review"),
        Some(day) => cx.lang.fill("case-last", &[("days", (cx.today - day).num_days().into())]),
    }
}

/// The day of the next review; a case that rests has none, and says so instead.
fn next(card: &Case, cx: &Cx) -> String {
    match card.next_review() {
        None => cx.lang.say(&card.matter.state.message()),
        Some(day) => {
            let form = if day.year() == cx.today.year() { "%m-%d" } else { "%Y-%m-%d" };
            cx.lang.fill("case-next", &[("day", day.format(form).to_string().into())])
        }
    }
}
