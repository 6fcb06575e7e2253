//! How a register looks: what it is narrowed by, its columns, its rows, what they add up to; or a chart in their place.
use super::RegisterScreen;
use crate::{
    domain::{
        catalog::List,
        register::{DUE, Kind, LOAD, MADE, NO, OFFICE, Register, STATE},
    },
    flow::{Cx, shown},
    screens::find,
    store::{RecordRow, Records},
    widgets::{
        Theme,
        list::{self, cell, right},
        picture::bar,
    },
};
use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    style::Style,
    text::{Line, Span},
    widgets::Paragraph,
};

/// Rows of the terminal that are no rows of the register: head, words, names, totals, message, hints.
const AROUND: u16 = 6;

/// How many rows stand below each other.
pub fn rows_down(size: (u16, u16)) -> usize {
    usize::from(size.1.saturating_sub(AROUND)).max(1)
}

/// Draws the screen.
pub fn view(page: &RegisterScreen, cx: &Cx, frame: &mut Frame<'_>, area: Rect) {
    let Some(register) = page.register(cx) else {
        return frame.render_widget(Paragraph::new(cx.lang.say("register-gone")), area);
    };
    let theme = Theme::new(cx.mono);
    let [words, names, rows, totals] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Length(1),
        Constraint::Min(1),
        Constraint::Length(1),
    ])
    .areas(area);
    match &page.typed {
        Some(typed) => find::view::draw_typed(&cx.lang.say("register-find"), typed, theme, frame, words),
        None => frame.render_widget(Paragraph::new(head(page, register, cx, theme)), words),
    }
    let Some(records) = &page.records else { return };
    if page.charted {
        draw_chart(
            page,
            register,
            cx,
            theme,
            frame,
            Rect { y: names.y, height: rows.bottom() - names.y, ..rows },
        );
    } else if records.rows.is_empty() {
        let said = if page.query(cx).terms.is_empty() { "register-empty" } else { "register-nothing" };
        frame.render_widget(Paragraph::new(cx.lang.say(said)), rows);
    } else {
        let columns = columns(register, cx, usize::from(area.width).saturating_sub(2));
        let head: String = columns.iter().map(|(id, cols)| cell(&name(register, id, cx), *cols)).collect();
        frame.render_widget(Paragraph::new(Line::styled(format!("  {head}"), theme.dim())), names);
        let cursor = page.typed.is_none().then_some(page.cursor);
        list::draw(frame, rows, theme, cursor, records.rows.len(), |at| {
            row(&records.rows[at], register, &columns, cx, theme)
        });
    }
    let unclear = page.query(cx).unclear.join(" ");
    let line = if unclear.is_empty() {
        added_up(records, register, cx, theme)
    } else {
        let told = cx.lang.fill("note-unclear", &[("what", unclear.into())]);
        Line::styled(format!("  {told}"), theme.bad())
    };
    frame.render_widget(Paragraph::new(line), totals);
}

fn head(page: &RegisterScreen, register: &Register, cx: &Cx, theme: Theme) -> Line<'static> {
    let name = register.name.say(cx.lang.is_chinese()).to_owned();
    let by = page
        .by
        .as_ref()
        .map(|by| cx.lang.fill("register-by", &[("column", self::name(register, by, cx).into())]));
    let said = [page.said.clone()].into_iter().chain(by).filter(|said| !said.is_empty());
    let said = said.collect::<Vec<_>>().join("  ");
    Line::from(vec![Span::styled(name, theme.title()), Span::styled(format!("  {said}"), theme.dim())])
}

/// The columns that are shown, each with so many of the terminal's.
fn columns<'r>(register: &'r Register, cx: &Cx, room: usize) -> Vec<(&'r str, usize)> {
    let ids = if cx.wide() { &register.wide } else { &register.columns };
    let own = |id: &str| match register.field(id).map(|field| field.kind) {
        Some(Kind::Day) => Some(10),
        Some(Kind::Count | Kind::Score) => Some(8),
        Some(Kind::Money) => Some(14),
        Some(Kind::Flag) => Some(4),
        Some(Kind::Time) => Some(5),
        Some(Kind::Choice | Kind::Grade | Kind::Phone) => Some(12),
        Some(Kind::Identity) => Some(19),
        Some(kind) if kind.is_link() => Some(16),
        Some(kind) if kind.list().is_some() => Some(14),
        Some(_) => None,
        None if id == NO => Some(16),
        None if id == STATE => Some(12),
        // With room for the sign of what is late.
        None if id == DUE => Some(11),
        None if id == LOAD => Some(8),
        None => Some(10),
    };
    let fixed: usize = ids.iter().filter_map(|id| own(id)).map(|cols| cols + 1).sum();
    let free = ids.iter().filter(|id| own(id).is_none()).count();
    // Texts share what is left.
    let share = room.saturating_sub(fixed + free).checked_div(free).unwrap_or(0).clamp(8, 60);
    ids.iter().map(|id| (id.as_str(), own(id).unwrap_or(share))).collect()
}

/// What a column is called.
pub fn name(register: &Register, id: &str, cx: &Cx) -> String {
    register.called(id, cx.lang.is_chinese(), |id| cx.lang.say(id))
}

/// What stands in a column, in words.
pub fn told(row: &RecordRow, register: &Register, id: &str, cx: &Cx) -> String {
    let record = &row.record;
    match id {
        STATE => register.state_told(&record.state, cx.lang.is_chinese()).to_owned(),
        DUE => row.due.map_or_else(String::new, |day| day.to_string()),
        OFFICE => cx.catalog().name(List::Office, record.no.office()).to_owned(),
        NO => record.no.to_string(),
        MADE => record.made.to_string(),
        LOAD => row.load.map_or_else(String::new, |load| load.to_string()),
        id => row.titles.get(id).cloned().unwrap_or_else(|| {
            let field = register.field(id);
            field.map_or_else(String::new, |field| shown(field, record.get(id), &cx.lang, cx.catalog()))
        }),
    }
}

fn row(
    row: &RecordRow,
    register: &Register,
    columns: &[(&str, usize)],
    cx: &Cx,
    theme: Theme,
) -> Line<'static> {
    let late = row.due.is_some_and(|due| due < cx.today);
    let spans = columns.iter().map(|(id, cols)| {
        let text = told(row, register, id, cx);
        let number = *id == LOAD || register.field(id).is_some_and(|field| field.kind.is_number());
        let text = if number { format!("{} ", right(&text, *cols)) } else { cell(&text, *cols) };
        // Colour alone would not do: what is late also has a sign.
        match *id {
            DUE if late => Span::styled(cell(&format!("!{}", text.trim()), *cols), theme.bad()),
            _ => Span::styled(text, Style::new()),
        }
    });
    Line::from(spans.collect::<Vec<_>>())
}

/// How many rows there are, and the sum of every field that is added up.
fn added_up(records: &Records, register: &Register, cx: &Cx, theme: Theme) -> Line<'static> {
    let count = cx.lang.fill("register-count", &[("count", records.total.into())]);
    let sums = register.added_up(&records.sums, cx.lang.is_chinese());
    let all = std::iter::once(count).chain(sums).collect::<Vec<_>>().join("   ");
    Line::styled(format!("  {all}"), theme.dim())
}

/// The parts with their numbers and bars.
fn draw_chart(
    page: &RegisterScreen,
    register: &Register,
    cx: &Cx,
    theme: Theme,
    frame: &mut Frame<'_>,
    area: Rect,
) {
    let Some(parts) = &page.chart else { return };
    let by = register.chart.as_deref().unwrap_or(STATE);
    let most = parts.iter().map(|(_, count)| *count).max().unwrap_or(0);
    let room = usize::from(area.width).saturating_sub(46);
    let mut lines = vec![Line::styled(format!("  {}", name(register, by, cx)), theme.dim())];
    let size = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    lines.extend(parts.iter().map(|(id, count)| {
        let called = part(register, by, id, cx);
        let number = right(&count.to_string(), 10) + " ";
        Line::raw(format!("  {}{number}{}", cell(&called, 28), bar(size(*count), size(most), room, '#')))
    }));
    frame.render_widget(Paragraph::new(lines), area);
}

fn part(register: &Register, by: &str, id: &str, cx: &Cx) -> String {
    if id.is_empty() {
        return cx.lang.say("register-unsaid");
    }
    match register.field(by) {
        Some(field) => shown(field, id, &cx.lang, cx.catalog()),
        None => register.state_told(id, cx.lang.is_chinese()).to_owned(),
    }
}
