//! How figures look: a number beside every picture.
use super::{FiguresScreen, Tab, registers};
use crate::{
    domain::{
        figures::{By, Measure, Row},
        register::Counted,
        span::Span,
    },
    flow::Cx,
    screens::find,
    text::width,
    widgets::{
        Theme,
        list::{self, Cursor, cell, right},
        picture::{bar, course},
    },
};
use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    style::Style,
    text::{Line, Span as Piece},
    widgets::Paragraph,
};

/// Rows of the terminal that are no figures: head, tabs, span, names, formula, message, hints.
const AROUND: u16 = 8;
/// Columns of a number.
const NUMBER: usize = 10;
/// Columns of the name of a measure.
const NAME: usize = 20;
/// Columns of the name of a register, and of a number.
const REGISTER: usize = 24;
const ROWS: usize = 10;
/// How many rows of figures stand below each other.
pub fn rows_down(size: (u16, u16)) -> usize {
    usize::from(size.1.saturating_sub(AROUND)).max(1)
}

/// Draws the screen.
pub fn view(page: &FiguresScreen, cx: &Cx, frame: &mut Frame<'_>, area: Rect) {
    let theme = Theme::new(cx.mono);
    let [tabs, span, names, rows, formula] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Length(1),
        Constraint::Length(1),
        Constraint::Min(1),
        Constraint::Length(2),
    ])
    .areas(area);
    draw_tabs(page, cx, theme, frame, tabs);
    if let Some(typed) = &page.typed {
        find::view::draw_typed(&cx.lang.say("figures-days"), typed, theme, frame, span);
    } else {
        let narrowed = Piece::styled(format!("  {}", narrowed(page, cx)), theme.dim());
        let line = Line::from(vec![Piece::raw(told_span(page, cx)), narrowed]);
        frame.render_widget(Paragraph::new(line), span);
    }
    draw_formula(page, cx, theme, frame, formula);
    let cols = usize::from(area.width);
    let cursor = page.typed.is_none().then_some(page.cursor);
    match (page.tab, &page.figures) {
        (Tab::Registers, _) => {
            frame.render_widget(Paragraph::new(Line::styled(register_names(cx), theme.dim())), names);
            let counts = page.counts.as_deref().unwrap_or_default();
            list::draw(frame, rows, theme, cursor, counts.len(), |at| {
                register_line(&counts[at], area.width, cx, theme)
            });
        }
        (_, None) => {}
        (Tab::Whole, Some(figures)) => {
            frame.render_widget(Paragraph::new(Line::styled(measure_names(cx), theme.dim())), names);
            let measures = Measure::ALL;
            list::draw(frame, rows, theme, cursor, measures.len(), |at| {
                measure_line(measures[at], &figures.whole, &figures.months, cols, cx, theme)
            });
        }
        (Tab::By(by), _) => {
            frame.render_widget(Paragraph::new(Line::styled(part_names(by, cols, cx), theme.dim())), names);
            let parts = page.rows();
            draw_parts(by, &parts, cursor, cx, frame, rows);
        }
    }
}

fn draw_tabs(page: &FiguresScreen, cx: &Cx, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let mut spans = Vec::new();
    for tab in Tab::all() {
        let words = cx.lang.say(&tab.message());
        let chosen = tab == page.tab;
        let text = if chosen { format!("[{words}]") } else { format!(" {words} ") };
        spans
            .extend([Piece::styled(text, if chosen { theme.focus() } else { theme.dim() }), Piece::raw(" ")]);
    }
    frame.render_widget(Paragraph::new(Line::from(spans)), area);
}

/// The days, and as of which day they are told.
fn told_span(page: &FiguresScreen, cx: &Cx) -> String {
    let span = page.span(cx.today);
    let on = page.figures.as_ref().map_or(cx.today, |figures| figures.on);
    cx.lang.fill("figures-span", &[("span", dates(&span).into()), ("on", on.to_string().into())])
}

fn dates(span: &Span) -> String {
    if span.start() == span.end() {
        span.start().to_string()
    } else {
        format!("{}..{}", span.start(), span.end())
    }
}

/// What the figures are narrowed to, step by step.
fn narrowed(page: &FiguresScreen, cx: &Cx) -> String {
    let steps =
        page.only.iter().map(|(by, key)| format!("{} {}", cx.lang.say(&by.message()), name(*by, key, cx)));
    let steps: Vec<String> = steps.collect();
    if steps.is_empty() { cx.lang.say("figures-whole") } else { steps.join(" / ") }
}

/// What a part is called.
fn name(by: By, key: &str, cx: &Cx) -> String {
    by.name(key, cx.catalog(), |id| cx.lang.say(id))
}

fn measure_names(cx: &Cx) -> String {
    let [now, before, change, months] =
        ["figures-now", "figures-before", "figures-change", "figures-course"].map(|id| cx.lang.say(id));
    let numbers = [now, before, change].map(|text| right(&text, NUMBER)).join(" ");
    format!("  {} {numbers}            {months}", " ".repeat(NAME))
}

/// A measure: its name, now and a year before, the change, of what a rate is made, and the last months.
fn measure_line(
    measure: Measure,
    whole: &Row,
    months: &[Row],
    cols: usize,
    cx: &Cx,
    theme: Theme,
) -> Line<'static> {
    let (now, before) = (whole.now.value(measure), whole.before.value(measure));
    let change = now.change(before).unwrap_or_default();
    let fraction = now.fraction().unwrap_or_default();
    let numbers = [now.to_string(), before.to_string(), change].map(|text| right(&text, NUMBER)).join(" ");
    let name = cell(&cx.lang.say(&measure.message()), NAME);
    let pictured = course(months.iter().map(|month| month.now.value(measure).size()));
    let mut line = vec![
        Piece::raw(name),
        Piece::raw(numbers),
        Piece::styled(format!(" {}", right(&fraction, 9)), theme.dim()),
        Piece::raw(format!("  {pictured}")),
    ];
    if cols >= 110 {
        let pictured = course(months.iter().map(|month| month.before.value(measure).size()));
        line.push(Piece::styled(format!("   {} {pictured}", cx.lang.say("figures-before")), theme.dim()));
    }
    Line::from(line)
}

/// Columns for the name of a part, and for its bars where there is room.
fn room(cols: usize) -> (usize, usize) {
    let numbers = Measure::OF_A_PART.len() * (NUMBER - 1);
    let left = cols.saturating_sub(numbers + 3);
    if left > 60 { (30, left - 32) } else { (left, 0) }
}

fn part_names(by: By, cols: usize, cx: &Cx) -> String {
    let heads =
        Measure::OF_A_PART.map(|measure| right(&cx.lang.attribute(&measure.message(), "short"), NUMBER - 2));
    let (name, bars) = room(cols);
    let bars = if bars > 0 { format!("   {}", cx.lang.say("figures-bars")) } else { String::new() };
    format!("  {} {}{bars}", width::fit(&cx.lang.say(&by.message()), name.saturating_sub(1)), heads.join(" "))
}

/// The parts, a row each; with bars for this span and the one a year before where there is room.
fn draw_parts(by: By, parts: &[&Row], cursor: Option<Cursor>, cx: &Cx, frame: &mut Frame<'_>, area: Rect) {
    let theme = Theme::new(cx.mono);
    let count = |row: &Row| [&row.now, &row.before].map(|sums| i64::from(sums.counted(Measure::Petitions)));
    let most = parts.iter().flat_map(|row| count(row)).max().unwrap_or(0);
    let (cols, bars) = room(usize::from(area.width));
    list::draw(frame, area, theme, cursor, parts.len(), |at| {
        let row = parts[at];
        let numbers = Measure::OF_A_PART
            .map(|measure| right(&row.now.value(measure).to_string(), NUMBER - 2))
            .join(" ");
        let mut line =
            vec![Piece::raw(cell(&name(by, &row.key, cx), cols.saturating_sub(1))), Piece::raw(numbers)];
        if bars > 0 {
            let [now, before] = count(row);
            line.push(Piece::raw(format!(
                "   {}",
                width::fit(&bar(now, most, bars * 2 / 5, '#'), bars * 2 / 5)
            )));
            line.push(Piece::styled(
                format!(" {before} {}", bar(before, most, bars * 2 / 5, '-')),
                theme.dim(),
            ));
        }
        Line::from(line)
    });
}

/// What stands above the rows.
fn register_names(cx: &Cx) -> String {
    let heads = ["figures-now", "figures-before", "figures-change"];
    let numbers = heads.map(|id| right(&cx.lang.say(id), ROWS)).concat();
    format!("  {}{numbers}  {}", cell(&cx.lang.say("registers-name"), REGISTER), cx.lang.say("figures-sums"))
}

/// A register: its rows in the span and a year before, and what those of the span add up to.
fn register_line(counted: &Counted, cols: u16, cx: &Cx, theme: Theme) -> Line<'static> {
    let [name, now, before, change, sums] = counted.told(&cx.lists.registers, cx.lang.is_chinese());
    let numbers = [now, before, change].map(|text| right(&text, ROWS)).concat();
    let room = usize::from(cols).saturating_sub(2 + REGISTER + 1 + 3 * ROWS + 2);
    Line::from(vec![
        Piece::raw(cell(&name, REGISTER)),
        Piece::raw(numbers),
        Piece::styled(format!("  {}", width::fit(&sums, room)), theme.dim()),
    ])
}

/// How the chosen figure is counted.
fn draw_formula(page: &FiguresScreen, cx: &Cx, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let text = match page.measure() {
        Some(measure) => cx.lang.attribute(&measure.message(), "formula"),
        None if page.tab == Tab::Registers => registers::below(page, cx),
        None => cx.lang.say("figures-enter"),
    };
    let lines: Vec<Line<'static>> = width::prose(&text, usize::from(area.width))
        .into_iter()
        .map(|line| Line::styled(line, Style::new().patch(theme.dim())))
        .collect();
    frame.render_widget(Paragraph::new(lines), area);
}
