//! The whole city on one screen: each column of the board in a row.
use super::{Board, view::name};
use crate::{
    domain::case::Summary,
    flow::Cx,
    text::width,
    widgets::{
        Theme,
        list::{self, Cursor, cell},
    },
};
use chrono::NaiveDate;
use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    text::{Line, Span},
    widgets::Paragraph,
};

/// What is told of each, in the order of the columns; the ids of their heads.
const HEADS: [&str; 7] =
    ["city-open", "city-late", "city-unreviewed", "city-last", "city-next", "city-resolved", "city-pledge"];
/// Columns of the terminal for each of them.
const CELL: usize = 7;

/// Draws the rows under their head, the sum of all first.
pub(super) fn draw(page: &Board, cx: &Cx, frame: &mut Frame<'_>, area: Rect) {
    let theme = Theme::new(cx.mono);
    let [head, whole, rows] =
        Layout::vertical([Constraint::Length(1), Constraint::Length(1), Constraint::Min(1)]).areas(area);
    let heads = HEADS.map(|id| cx.lang.say(id));
    let line =
        Line::styled(format!("  {}", told(&cx.lang.say(page.by.message()), &heads, area.width)), theme.dim());
    frame.render_widget(Paragraph::new(line), head);
    let all = page.columns.iter().flat_map(|column| &column.cards);
    let sum = Summary::of(all.filter_map(|at| page.cards.get(*at)), cx.today);
    let mut line = row(&cx.lang.say("city-whole"), &sum, cx, theme, area.width);
    line.spans.insert(0, Span::raw("  "));
    frame.render_widget(Paragraph::new(line.style(theme.title())), whole);
    list::draw(frame, rows, theme, Some(Cursor(page.column)), page.columns.len(), |at| {
        let column = &page.columns[at];
        row(&name(page.by, &column.key, cx), &column.summary, cx, theme, area.width)
    });
}

fn row(name: &str, sum: &Summary, cx: &Cx, theme: Theme, cols: u16) -> Line<'static> {
    let day = |day: Option<NaiveDate>| day.map_or(String::new(), |day| day.format("%m-%d").to_string());
    let count = |count: usize| if count == 0 { String::new() } else { count.to_string() };
    let pledge = if sum.pledged == 0 { String::new() } else { format!("{}/{}", sum.kept, sum.pledged) };
    let next = day(sum.next);
    let late = sum.next.is_some_and(|next| next < cx.today);
    let cells = [
        count(sum.open),
        count(sum.late),
        count(sum.unreviewed),
        day(sum.last),
        if late { format!("!{next}") } else { next },
        count(sum.resolved),
        pledge,
    ];
    let style = if sum.late > 0 { theme.bad() } else { ratatui::style::Style::new() };
    Line::styled(told(name, &cells, cols), style)
}

/// A name on the left and cells on the right, each as wide as the others.
fn told(name: &str, cells: &[String], cols: u16) -> String {
    let room = usize::from(cols).saturating_sub(2 + cells.len() * (CELL + 1) + 1);
    let right = |text: &String| {
        let text = width::take(text, CELL);
        format!(" {}{text}", " ".repeat(CELL - width::cols(text)))
    };
    format!("{}{}", cell(name, room), cells.iter().map(right).collect::<String>())
}
