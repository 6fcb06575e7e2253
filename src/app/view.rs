//! A picture of the model; changes nothing.
use super::{Menu, Model, Offer, Overlay, Screen, hints};
use crate::{
    flow::Tone,
    screens::{
        board, case, code, door, evaluation, figures, find, import, intake, journal, limits, listed, meeting,
        meetings, papers, person, petition, points, record, refused, register, registers, settings, steps,
        tally, task, today, together,
    },
    text::width,
    widgets::{
        Theme,
        list::{self, cell},
        overlay,
    },
};
use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    style::Style,
    text::{Line, Span},
    widgets::Paragraph,
};

/// The smallest terminal in which a form can be filled in: columns, rows.
const SMALLEST: (u16, u16) = (60, 18);
/// The most rows that a message takes.
const NOTE: usize = 3;

/// Draws everything.
pub fn view(model: &Model, frame: &mut Frame<'_>) {
    let area = frame.area();
    if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        let text =
            model.cx.lang.fill("too-small", &[("columns", SMALLEST.0.into()), ("rows", SMALLEST.1.into())]);
        return frame.render_widget(Paragraph::new(text), area);
    }
    if let Some(door) = &model.door {
        return door::view::view(door, &model.cx, frame, area);
    }
    let [head, body, note, hints] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Min(1),
        Constraint::Length(1),
        Constraint::Length(1),
    ])
    .areas(area);
    let theme = Theme::new(model.cx.mono);
    draw_head(model, theme, frame, head);
    draw_screen(model, frame, body);
    draw_note(model, theme, frame, note);
    draw_hints(model, theme, frame, hints);
    match &model.overlay {
        Some(Overlay::Help { from }) => draw_help(model, theme, *from, frame, body),
        Some(Overlay::Menu(menu)) => draw_menu(model, theme, menu, frame, body),
        None => {}
    }
}

fn draw_screen(model: &Model, frame: &mut Frame<'_>, area: Rect) {
    let cx = &model.cx;
    match model.top() {
        Some(Screen::Today(page)) => today::view::view(page, cx, frame, area),
        Some(Screen::Intake(page)) => intake::view::view(page, cx, frame, area),
        Some(Screen::Find(page)) => find::view::view(page, cx, frame, area),
        Some(Screen::Petition(page)) => petition::view::view(page, cx, frame, area),
        Some(Screen::Steps(page)) => steps::view::view(page, cx, frame, area),
        Some(Screen::Together(page)) => together::view::view(page, cx, frame, area),
        Some(Screen::Refused(page)) => refused::view::view(page, cx, frame, area),
        Some(Screen::Limits(page)) => limits::view::view(page, cx, frame, area),
        Some(Screen::Papers(page)) => papers::view::view(page, cx, frame, area),
        Some(Screen::Person(page)) => person::view::view(page, cx, frame, area),
        Some(Screen::Task(page)) => task::view::view(page, cx, frame, area),
        Some(Screen::Board(page)) => board::view::view(page, cx, frame, area),
        Some(Screen::Case(page)) => case::view::view(page, cx, frame, area),
        Some(Screen::Meetings(page)) => meetings::view::view(page, cx, frame, area),
        Some(Screen::Meeting(page)) => meeting::view::view(page, cx, frame, area),
        Some(Screen::Evaluation(page)) => evaluation::view::view(page, cx, frame, area),
        Some(Screen::Points(page)) => points::view::view(page, cx, frame, area),
        Some(Screen::Figures(page)) => figures::view::view(page, cx, frame, area),
        Some(Screen::Listed(page)) => listed::view::view(page, cx, frame, area),
        Some(Screen::Settings(page)) => settings::view::view(page, cx, frame, area),
        Some(Screen::Journal(page)) => journal::view::view(page, cx, frame, area),
        Some(Screen::Registers(page)) => registers::view::view(page, cx, frame, area),
        Some(Screen::Register(page)) => register::view::view(page, cx, frame, area),
        Some(Screen::Record(page)) => record::view::view(page, cx, frame, area),
        Some(Screen::Tally(page)) => tally::view::view(page, cx, frame, area),
        Some(Screen::Code(page)) => code::view::view(page, cx, frame, area),
        Some(Screen::Import(page)) => import::view::view(page, cx, frame, area),
        None => {}
    }
}

/// The path of open screens on the left, who sits where on the right.
fn draw_head(model: &Model, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let cx = &model.cx;
    let office = cx.catalog().name(crate::domain::catalog::List::Office, &cx.me.office);
    let clerk = cx.catalog().name(crate::domain::catalog::List::Clerk, &cx.me.code);
    let demo = if cx.demo { format!("[{}] ", cx.lang.say("demo")) } else { String::new() };
    let right = format!("{demo}{office} {clerk} {}", cx.today);
    let room = usize::from(area.width).saturating_sub(width::cols(&right) + 1);
    let left = path(model, room);
    let line =
        Line::from(vec![Span::styled(cell(&left, room), theme.title()), Span::styled(right, theme.dim())]);
    frame.render_widget(Paragraph::new(line), area);
}

/// The open screens from the first to the one on top; where they do not fit, the first ones give way to dots.
fn path(model: &Model, room: usize) -> String {
    let name = model.cx.lang.say("app-name");
    let screens: Vec<String> = model.stack.iter().map(|(_, screen)| screen.page().title(&model.cx)).collect();
    let paths = (0..screens.len().max(1)).map(|from| {
        let dots = if from > 0 { ".. / " } else { "" };
        format!("{name} {dots}{}", screens[from..].join(" / "))
    });
    let all: Vec<String> = paths.collect();
    all.iter().find(|path| width::cols(path) <= room).or(all.last()).cloned().unwrap_or_default()
}

fn draw_note(model: &Model, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let Some(note) = &model.note else { return };
    let style = match note.tone {
        Tone::Good => theme.good(),
        Tone::Plain => Style::new(),
        Tone::Bad => theme.bad(),
    };
    let sign = if note.tone == Tone::Bad { "! " } else { "" };
    let text = format!("{sign}{}", note.say(&model.cx.lang));
    // What is longer than a line takes the rows above it for as long as it is said.
    let lines: Vec<Line<'_>> =
        width::prose(&text, area.width.into()).into_iter().take(NOTE).map(Line::raw).collect();
    let rows = u16::try_from(lines.len()).unwrap_or(1);
    let place = Rect { y: area.bottom().saturating_sub(rows), height: rows, ..area };
    overlay::clear(place, frame.buffer_mut());
    frame.render_widget(Paragraph::new(lines).style(style), place);
}

/// What can be done here, as much as one line holds, what matters most first.
fn draw_hints(model: &Model, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let Some(screen) = model.top() else { return };
    let mut line = Line::default();
    let mut room = usize::from(area.width);
    let (page, offers) = (screen.page(), model.offers());
    for offer in hints::ordered(page.name(), &page.contexts(), &offers) {
        let key = hints::key(offer);
        let words = model.cx.lang.short(&offer.action.message());
        let cols = width::cols(key) + width::cols(&words) + 3;
        if cols > room {
            continue;
        }
        room -= cols;
        line.push_span(Span::styled(key.to_owned(), theme.key()));
        line.push_span(Span::raw(format!(" {words}  ")));
    }
    frame.render_widget(Paragraph::new(line), area);
}

fn draw_help(model: &Model, theme: Theme, from: usize, frame: &mut Frame<'_>, area: Rect) {
    let lang = &model.cx.lang;
    let mut lines: Vec<Line<'static>> = model.help_intro().into_iter().map(Line::raw).collect();
    lines.push(Line::default());
    for offer in model.offers() {
        lines.push(offer_line(&offer, None, theme, model));
    }
    let (room, all) = (model.help_room(), lines.len());
    let lines: Vec<Line<'static>> = lines.into_iter().skip(from).take(room).collect();
    let title = if all > room {
        let shown = format!("{}-{}/{all}", from + 1, from + lines.len());
        lang.fill("help-part", &[("shown", shown.into())])
    } else {
        lang.say("help-title")
    };
    boxed(frame, area, theme, &title, lines);
}

fn draw_menu(model: &Model, theme: Theme, menu: &Menu, frame: &mut Frame<'_>, area: Rect) {
    let offers = menu.rows(&model.menu_offers(), &model.cx.lang);
    let room = usize::from(area.height.saturating_sub(3)).max(1);
    let first = menu.cursor.window(room);
    let mut lines = vec![Line::raw(format!("  {}_", menu.typed.text()))];
    for (row, offer) in offers.iter().enumerate().skip(first).take(room) {
        let number = if row < 9 { format!("{} ", row + 1) } else { "  ".to_owned() };
        let mut line = offer_line(offer, Some(number), theme, model);
        let sign = if row == menu.cursor.0 { list::CHOSEN } else { "  " };
        line.spans.insert(0, Span::styled(sign, theme.focus()));
        lines.push(line);
    }
    boxed(frame, area, theme, &model.cx.lang.say("menu-title"), lines);
}

fn offer_line(offer: &Offer, number: Option<String>, theme: Theme, model: &Model) -> Line<'static> {
    let lang = &model.cx.lang;
    let words = lang.say(&offer.action.message());
    let style = if offer.why.is_some() { theme.dim() } else { Style::new() };
    let why = offer.why.map(|why| format!("  ({})", lang.short(why))).unwrap_or_default();
    Line::from(vec![
        Span::styled(number.unwrap_or_default(), theme.key()),
        Span::styled(cell(&offer.keys.join("  "), 22), theme.key()),
        Span::styled(format!("{words}{why}"), style),
    ])
}

/// Lines in a frame of plain letters over the whole width: borders that a terminal may draw twice as wide
/// would push the text out of its columns.
fn boxed(frame: &mut Frame<'_>, area: Rect, theme: Theme, title: &str, lines: Vec<Line<'static>>) {
    let height = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX).min(area.height);
    let place = Rect { height, ..area };
    overlay::clear(place, frame.buffer_mut());
    let rule = |text: String| Line::from(Span::styled(text, theme.title()));
    let mut all = vec![rule(format!("-- {title} {}", "-".repeat(usize::from(area.width))))];
    all.extend(lines.into_iter().take(usize::from(height).saturating_sub(2)));
    all.push(rule("-".repeat(area.width.into())));
    frame.render_widget(Paragraph::new(all), place);
}
