//! How the list of registers looks: name, rows, late ones; below, what the chosen one is for.
use super::RegistersScreen;
use crate::{
    domain::register::Register,
    flow::Cx,
    text::width,
    widgets::{
        Theme,
        list::{self, cell, right},
    },
};
use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    text::{Line, Span},
    widgets::Paragraph,
};

/// Columns of a name, of a number.
const NAME: usize = 40;
const NUMBER: usize = 10;

/// Draws the screen.
pub fn view(page: &RegistersScreen, cx: &Cx, frame: &mut Frame<'_>, area: Rect) {
    let theme = Theme::new(cx.mono);
    let [head, rows, about] =
        Layout::vertical([Constraint::Length(1), Constraint::Min(1), Constraint::Length(2)]).areas(area);
    let registers = page.registers(cx);
    if registers.is_empty() {
        return frame.render_widget(Paragraph::new(cx.lang.say("registers-none")), head);
    }
    let told = if page.from.is_empty() {
        let name = cell(&cx.lang.say("registers-name"), NAME);
        let [rows, late] = ["registers-rows", "registers-late"].map(|id| right(&cx.lang.say(id), NUMBER));
        format!("  {name}{rows}{late}")
    } else {
        let numbers: Vec<&str> = page.from.iter().map(|lead| lead.no.as_str()).collect();
        cx.lang.fill("registers-from", &[("no", numbers.join(" ").into())])
    };
    frame.render_widget(Paragraph::new(Line::styled(told, theme.dim())), head);
    list::draw(frame, rows, theme, Some(page.cursor), registers.len(), |at| {
        line(page, registers[at], cx, theme)
    });
    if let Some(register) = registers.get(page.cursor.0) {
        let text = register.about.say(cx.lang.is_chinese());
        let lines = width::prose(text, usize::from(about.width).saturating_sub(2));
        let lines: Vec<Line<'static>> =
            lines.into_iter().take(2).map(|line| Line::styled(format!("  {line}"), theme.dim())).collect();
        frame.render_widget(Paragraph::new(lines), about);
    }
}

fn line(page: &RegistersScreen, register: &Register, cx: &Cx, theme: Theme) -> Line<'static> {
    let sum = page.sums.iter().find(|sum| sum.register == register.id);
    let [rows, late] = [sum.map(|sum| sum.rows), sum.map(|sum| sum.late).filter(|late| *late > 0)];
    let told = |count: Option<u64>| right(&count.map_or_else(String::new, |count| count.to_string()), NUMBER);
    Line::from(vec![
        Span::raw(cell(register.name.say(cx.lang.is_chinese()), NAME)),
        Span::raw(told(rows)),
        Span::styled(told(late), theme.bad()),
    ])
}
