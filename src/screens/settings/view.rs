//! How the settings look: a tab a list, a row an entry.
use super::{Settings, Tab};
use crate::{
    domain::{
        catalog::{Item, List},
        clock::{Rule, Rules},
        register::{self, Register},
        reminder::Level,
        rights::Power,
        setting::{SETTINGS, Setting, TERMINAL},
    },
    flow::Cx,
    keys::Action,
    screens::{Page, task::about::declaration_told},
    text::width,
    widgets::{
        Theme,
        list::{self, cell},
    },
};
use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    style::Style,
    text::{Line, Span},
    widgets::Paragraph,
};

/// Columns of a code.
const CODE: usize = 12;
/// Columns of what a limit is called.
const LIMIT: usize = 35;
/// Columns of what a setting is called where lines are narrow, and of its value.
const SETTING: usize = 31;
const VALUE: usize = 20;
/// Draws the screen.
pub fn view(page: &Settings, cx: &Cx, frame: &mut Frame<'_>, area: Rect) {
    let theme = Theme::new(cx.mono);
    let [tabs, heads, rows] =
        Layout::vertical([Constraint::Length(1), Constraint::Length(1), Constraint::Min(1)]).areas(area);
    frame.render_widget(Paragraph::new(tab_line(page, cx, theme, area.width)), tabs);
    frame.render_widget(Paragraph::new(Span::styled(head_line(page, cx), theme.dim())), heads);
    if page.rows(cx) == 0 {
        let empty = match page.here() {
            Tab::Of(List::View) if cx.me.can(Power::Views) => "settings-empty-views",
            _ if page.refuses(Action::ItemNew, cx).is_some() => "settings-empty-here",
            _ => "settings-empty",
        };
        return frame.render_widget(Paragraph::new(cx.lang.say(empty)), rows);
    }
    let items = page.items(cx);
    let (limits, levels) = (Settings::limits(cx), cx.lists.limits.levels(&cx.me.office).all());
    let offices = Settings::offices(cx);
    let line = |at: usize| match page.here() {
        Tab::Of(_) => item_line(items[at], cx, theme, area.width),
        Tab::Limits => limit_line(limits[at], cx, theme),
        Tab::Levels => level_line(&levels[at], cx, theme),
        Tab::Printers => printer_line(offices[at], cx, theme),
        Tab::Values => Line::default(),
    };
    match page.here() {
        Tab::Values => draw_settings(page, cx, theme, frame, rows),
        _ => list::draw(frame, rows, theme, Some(page.cursor), page.rows(cx), line),
    }
}

/// A limit of one's own office: what it is called, how long it is, and on what it rests.
fn limit_line(rule: &Rule, cx: &Cx, theme: Theme) -> Line<'static> {
    let own = Rules::shipped().get(&rule.id).is_some_and(|law| law != rule);
    let state = cx.lang.say(if own { "setting-changed" } else { "setting-default" });
    let length = match (rule.length(0), &rule.slot) {
        (Some(length), _) => cx.teller().length(length),
        (None, Some(_)) => cx.lang.say("limit-named"),
        (None, None) => cx.lang.say("limit-off"),
    };
    let name = format!("{} {}", rule.id, cx.lang.say(&format!("clock-{}", rule.id)));
    Line::from(vec![
        Span::raw(cell(&name, LIMIT)),
        Span::styled(cell(&length, 16), theme.title()),
        Span::styled(format!("{state}  {}", cx.teller().basis_short(rule.article, rule.local)), theme.dim()),
    ])
}

/// A level of reminders: when it is proposed, to whom it goes, and in how many days it is to be answered.
fn level_line(level: &Level, cx: &Cx, theme: Theme) -> Line<'static> {
    let id = if level.from < 0 { "level-before" } else { "level-after" };
    let from = cx.lang.fill(id, &[("days", level.from.abs().into())]);
    let answer =
        level.answer.map_or(String::new(), |days| cx.lang.fill("level-answer", &[("days", days.into())]));
    Line::from(vec![
        Span::raw(cell(&cx.lang.say(&level.grade.message()), name_cols(cx))),
        Span::styled(cell(&from, 20), theme.title()),
        Span::styled(format!("{}  {answer}", cx.lang.say(&level.to.message())), theme.dim()),
    ])
}

/// An office and where its papers are printed.
fn printer_line(office: &Item, cx: &Cx, theme: Theme) -> Line<'static> {
    let queue = match cx.lists.printer(&office.code) {
        "" => Span::styled(cx.lang.say("printer-default"), theme.dim()),
        TERMINAL => Span::styled(cx.lang.say("printer-terminal"), theme.title()),
        queue => Span::styled(queue.to_owned(), theme.title()),
    };
    Line::from(vec![
        Span::styled(cell(&office.code, CODE), theme.dim()),
        Span::raw(cell(&office.name, name_cols(cx))),
        queue,
    ])
}

fn tab_line(page: &Settings, cx: &Cx, theme: Theme, cols: u16) -> Line<'static> {
    let name = |(at, tab): (usize, Tab)| {
        let name = cx.lang.say(&tab.message());
        if at == page.tab { format!("[{name}]") } else { format!(" {name} ") }
    };
    let tabs: Vec<String> = Tab::all().into_iter().enumerate().map(name).collect();
    list::tabs(&tabs, page.tab, cols, theme)
}

fn head_line(page: &Settings, cx: &Cx) -> String {
    let say = |id: &str| cx.lang.say(id);
    match page.here() {
        Tab::Limits => return format!("  {}", say("limits-head")),
        Tab::Levels => return format!("  {}", say("levels-head")),
        Tab::Printers => return format!("  {}", say("printers-head")),
        Tab::Of(_) | Tab::Values => {}
    }
    if page.here() == Tab::Values {
        return format!(
            "  {}{}",
            cell(&say("col-setting"), setting_cols(cx)),
            cell(&say("setting-value"), value_cols(cx))
        );
    }
    let more = match page.here() {
        Tab::Of(list) => say(&format!("col-more-{}", list.id())),
        _ => String::new(),
    };
    format!("  {}{}{more}", cell(&say("item-code"), CODE), cell(&say("item-name"), name_cols(cx)))
}

fn name_cols(cx: &Cx) -> usize {
    if cx.wide() { 40 } else { 24 }
}

fn value_cols(cx: &Cx) -> usize {
    if cx.wide() { 44 } else { VALUE }
}

fn setting_cols(cx: &Cx) -> usize {
    name_cols(cx).max(SETTING)
}

fn item_line(item: &Item, cx: &Cx, theme: Theme, cols: u16) -> Line<'static> {
    let style = if item.off { theme.dim() } else { Style::new() };
    let off = if item.off { format!("[{}] ", cx.lang.say("item-off")) } else { String::new() };
    let room = usize::from(cols).saturating_sub(2 + CODE + 1 + name_cols(cx) + 1);
    Line::from(vec![
        Span::styled(cell(&item.code, CODE), theme.dim()),
        Span::styled(cell(&called(item, cx), name_cols(cx)), style),
        Span::styled(width::fit(&format!("{off}{}", more(item, cx)), room), theme.dim()),
    ])
}

/// What an entry is called; a register by its own word for the language.
fn called(item: &Item, cx: &Cx) -> String {
    let said = |register: &Register| register.name.say(cx.lang.is_chinese()).to_owned();
    match (item.list, cx.lists.registers.get(&item.code)) {
        (List::Register, Some(register)) => said(register),
        // One that is switched off is not among the registers.
        (List::Register, None) => {
            register::read(&item.extra.text).map_or_else(|_| item.name.clone(), |register| said(&register))
        }
        _ => item.name.clone(),
    }
}

/// What a list says of an entry beside code and name.
fn more(item: &Item, cx: &Cx) -> String {
    let (extra, catalog) = (&item.extra, cx.catalog());
    let sealed = if extra.sees_sealed { cx.lang.say("item-sealed") } else { String::new() };
    let parts: Vec<String> = match item.list {
        List::Office => vec![catalog.path(List::Unit, &extra.unit), extra.reach.clone()],
        List::Unit => vec![catalog.path(List::Place, &extra.place)],
        List::Leader => vec![extra.post.clone(), extra.level.clone()],
        List::Clerk => {
            let role = cx.lang.say(&extra.role.message());
            vec![
                role,
                catalog.path(List::Office, &extra.office),
                catalog.path(List::Unit, &extra.unit),
                sealed,
            ]
        }
        List::Phrase | List::Group | List::View => vec![extra.text.clone()],
        List::Category => vec![
            above(item, cx),
            catalog.unit_of(&item.code).map_or(String::new(), |unit| unit.name.clone()),
            catalog.field_of(&item.code).unwrap_or_default().to_owned(),
        ],
        List::Place => vec![above(item, cx)],
        List::Register => vec![declared(item, cx)],
    };
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("  ")
}

/// What a declaration says, or what is wrong with it.
fn declared(item: &Item, cx: &Cx) -> String {
    match cx.lists.registers.get(&item.code) {
        Some(register) => register.about.say(cx.lang.is_chinese()).to_owned(),
        None if item.off => String::new(),
        None => declaration_told(&item.code, &item.extra.text, cx),
    }
}

fn above(item: &Item, cx: &Cx) -> String {
    item.parent.as_deref().map_or(String::new(), |parent| cx.catalog().path(item.list, parent))
}

/// The settings, and below them what the chosen one is for.
fn draw_settings(page: &Settings, cx: &Cx, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let listed = u16::try_from(SETTINGS.len()).unwrap_or(0) + 1;
    let [rows, told] = Layout::vertical([Constraint::Length(listed), Constraint::Min(1)]).areas(area);
    list::draw(frame, rows, theme, Some(page.cursor), SETTINGS.len(), |at| {
        setting_line(&SETTINGS[at], cx, theme)
    });
    let Some(setting) = SETTINGS.get(page.cursor.0) else { return };
    let text = cx.lang.attribute(&format!("setting-{}", setting.key), "hint");
    let cols = usize::from(told.width).saturating_sub(4);
    let lines: Vec<Line<'static>> =
        width::prose(&text, cols).into_iter().map(|line| Line::raw(format!("  {line}"))).collect();
    frame.render_widget(Paragraph::new(lines), told);
}

fn setting_line(setting: &Setting, cx: &Cx, theme: Theme) -> Line<'static> {
    let own = cx.lists.settings.get(setting.key).is_some_and(|value| value != setting.default);
    let value = cx.setting(setting.key);
    let state = cx.lang.say(if own { "setting-changed" } else { "setting-default" });
    Line::from(vec![
        Span::raw(cell(&cx.lang.say(&format!("setting-{}", setting.key)), setting_cols(cx))),
        Span::styled(cell(value, value_cols(cx)), theme.title()),
        Span::styled(format!("{state}  {}", cx.lang.say("setting-local")), theme.dim()),
    ])
}
