//! How a form looks: label, field, sign of a problem; below it what the focused field wants or what is wrong.
use super::{Answer, Field, Form, Ground, Kind, ProblemKind, edit::Editor};
use crate::{
    domain::{catalog::List, mask},
    text::width,
    widgets::{
        Theme,
        list::{CHOSEN, cell, window_of},
        overlay,
    },
};
use ratatui::{
    Frame,
    layout::{Position, Rect},
    style::Style,
    text::{Line, Span},
    widgets::Paragraph,
};

/// Columns of the sign before a label.
const SIGN: u16 = 2;
/// Rows of a list shown at once: of a choice they are all of its answers.
const OFFERS: usize = 8;
/// The most rows in which a field says what it wants.
const TOLD: usize = 2;
/// A text of so many rows is what its form is about: it takes the room that the other fields leave.
const FILLS: u16 = 12;
/// The most columns of labels.
const LABELS: u16 = 32;

/// A field's place in the form, before scrolling.
struct Place {
    index: usize,
    x: u16,
    y: u16,
    cols: u16,
    label: u16,
    rows: u16,
}

/// Draws the fields into an area. What the focused one wants is said elsewhere: [`told`].
pub fn draw(form: &Form, ground: &Ground<'_>, theme: Theme, label: u16, frame: &mut Frame<'_>, body: Rect) {
    let places = places(form, ground, label, body);
    let focus = places.iter().find(|place| place.index == form.focus);
    let bottom = focus.map_or(0, |place| place.y + place.rows);
    let scroll = bottom.saturating_sub(body.height);
    for place in &places {
        if place.y >= scroll && place.y + place.rows <= scroll + body.height {
            draw_field(form, ground, theme, place, frame, body, scroll);
        }
    }
    if let Some(place) = focus {
        draw_offers(form, ground, theme, place, frame, body, scroll);
    }
}

/// Where each field that is there stands: one below the other, those beside each other sharing a line.
fn places(form: &Form, ground: &Ground<'_>, label: u16, body: Rect) -> Vec<Place> {
    let cols = body.width;
    let shown: Vec<usize> =
        (0..form.fields.len()).filter(|index| (form.fields[*index].shown)(&form.sheet)).collect();
    let mut lines: Vec<Vec<usize>> = Vec::new();
    for index in shown {
        match lines.last_mut() {
            Some(line) if form.fields[index].beside => line.push(index),
            _ => lines.push(vec![index]),
        }
    }
    let rows_of = |line: &[usize]| line.iter().map(|at| height(form.fields[*at].kind)).max().unwrap_or(1);
    let spare = body.height.saturating_sub(lines.iter().map(|line| rows_of(line)).sum());
    let mut y = 0;
    let mut places = Vec::new();
    for line in lines {
        let rows = rows_of(&line);
        let rows = if rows >= FILLS { rows + spare } else { rows };
        let labels: Vec<u16> = (0..line.len()).map(|at| label_cols(form, &line, at, ground, label)).collect();
        let shares = shares(&line, form, cols.saturating_sub(labels.iter().sum()));
        let mut x = 0;
        for ((index, label), share) in line.into_iter().zip(labels).zip(shares) {
            places.push(Place { index, x, y, cols: label + share, label, rows });
            x += label + share;
        }
        y += rows;
    }
    places
}

/// Columns that the labels at the beginning of lines take, at least so many.
pub fn label_cols_of(form: &Form, ground: &Ground<'_>, least: u16) -> u16 {
    let first = (0..form.fields.len()).filter(|at| !form.fields[*at].beside);
    first.map(|at| own_label(form, at, ground)).max().unwrap_or(0).clamp(least, LABELS)
}

/// Columns of the label of a field beside another one: its words, the sign before and a blank after.
fn own_label(form: &Form, index: usize, ground: &Ground<'_>) -> u16 {
    let words = label(form, &form.fields[index], ground);
    let blank = u16::from(!words.is_empty());
    u16::try_from(width::cols(&words)).unwrap_or(0) + SIGN + blank
}

/// Columns of a label: the common ones at the beginning of a line, its own words beside another field.
fn label_cols(form: &Form, line: &[usize], at: usize, ground: &Ground<'_>, common: u16) -> u16 {
    let own = at > 0 || form.fields[line[at]].number().is_some();
    if own { own_label(form, line[at], ground) } else { common }
}

/// How the columns that labels leave are shared out on a line: by what each kind needs.
fn shares(line: &[usize], form: &Form, cols: u16) -> Vec<u16> {
    let need = |index: &usize| match form.fields[*index].kind {
        Kind::Identity => 19,
        Kind::Phone => 12,
        Kind::Count => 5,
        _ => 14,
    };
    let total: u32 = line.iter().map(need).sum();
    let share = |index| u16::try_from(u32::from(cols) * need(index) / total.max(1)).unwrap_or(cols);
    line.iter().map(share).collect()
}

const fn height(kind: Kind) -> u16 {
    match kind {
        Kind::Page(rows) => rows,
        _ => 1,
    }
}

fn draw_field(
    form: &Form,
    ground: &Ground<'_>,
    theme: Theme,
    place: &Place,
    frame: &mut Frame<'_>,
    body: Rect,
    scroll: u16,
) {
    let field = &form.fields[place.index];
    let focused = place.index == form.focus;
    let (x, y) = (body.x + place.x, body.y + place.y - scroll);
    let sign = match form.problems[place.index] {
        _ if focused => CHOSEN,
        Some(problem) if problem.kind == ProblemKind::Holds => "! ",
        Some(_) => "? ",
        None => "  ",
    };
    let style = if focused { theme.focus() } else { theme.dim() };
    let words = label(form, field, ground);
    let label = match place.label.saturating_sub(SIGN + 1) {
        0 => String::new(),
        cols => cell(&words, cols.into()),
    };
    let line = Line::from(vec![Span::styled(sign, theme.focus()), Span::styled(label, style)]);
    put(frame, body, x, y, place.label, line);
    let cols = place.cols.saturating_sub(place.label + 1);
    let inside = Rect { x: x + place.label, y, width: cols, height: place.rows }.intersection(body);
    if focused {
        if let Editor::Page(page) = &form.editor
            && let (line, lines) = page.lines()
            && lines > place.rows.into()
        {
            let told = ground.lang.fill("form-line", &[("line", line.into()), ("lines", lines.into())]);
            let told = Line::from(Span::styled(told, theme.dim()));
            put(frame, body, x + SIGN, y + 1, place.label.saturating_sub(SIGN), told);
        }
        draw_editor(form, ground, field, theme, frame, inside);
    } else {
        draw_value(&shown(field, form.sheet.get(&field.id), ground), field, frame, inside);
    }
}

/// The label; the first field of a repeated line carries only the number of its person, the others nothing.
fn label(form: &Form, field: &Field, ground: &Ground<'_>) -> String {
    match field.number() {
        Some(n) if !field.beside => (n + 1).to_string(),
        Some(_) => String::new(),
        None => field.label(form.id, ground.lang),
    }
}

/// What stands in a field, in words.
fn shown(field: &Field, value: &str, ground: &Ground<'_>) -> String {
    match field.kind {
        Kind::Choice { list, .. } if !value.is_empty() => ground.lang.say(&format!("{list}-{value}")),
        Kind::Declared => field.declared.as_ref().map_or_else(String::new, |field| {
            field.told(value, ground.catalog, ground.lang.is_chinese(), |id| ground.lang.say(id))
        }),
        Kind::Pick(list) => ground.catalog.path(list, value),
        // Whoever looks over a shoulder sees a number only while it is typed.
        Kind::Identity => mask::identity(value),
        Kind::Phone => mask::phone(value),
        _ => value.to_owned(),
    }
}

fn draw_value(value: &str, field: &Field, frame: &mut Frame<'_>, area: Rect) {
    let cols = usize::from(area.width);
    let lines = match field.kind {
        Kind::Page(_) => crate::widgets::list::wrap(value, cols).map(Line::raw).collect(),
        _ => vec![Line::raw(width::cut(value, cols))],
    };
    frame.render_widget(Paragraph::new(lines), area);
}

/// The focused field, with the terminal's own cursor at the caret: input methods put their box there.
fn draw_editor(
    form: &Form,
    ground: &Ground<'_>,
    field: &Field,
    theme: Theme,
    frame: &mut Frame<'_>,
    area: Rect,
) {
    let value = form.sheet.get(&field.id);
    let mut caret = Position { x: area.x, y: area.y };
    match &form.editor {
        Editor::Page(page) => {
            let view = page.view(area.width, area.height);
            caret = Position { x: area.x + view.caret.0, y: area.y + view.caret.1 };
            let lines: Vec<Line<'static>> = view.lines.into_iter().map(Line::raw).collect();
            frame.render_widget(Paragraph::new(lines), area);
        }
        Editor::Line(line) => {
            let view = line.view(area.width);
            caret.x += view.caret;
            frame.render_widget(Paragraph::new(view.text), area);
        }
        Editor::Pick { typed, .. } if !typed.text().is_empty() => {
            let view = typed.view(area.width);
            caret.x += view.caret;
            frame.render_widget(Paragraph::new(view.text), area);
        }
        Editor::Pick { .. } => draw_value(&shown(field, value, ground), field, frame, area),
        Editor::None | Editor::Choice { .. } => {
            let text = format!("< {} >", shown(field, value, ground));
            let line = Line::from(Span::styled(text, theme.focus()));
            frame.render_widget(Paragraph::new(line), area);
        }
    }
    let right = area.right().saturating_sub(1);
    frame.set_cursor_position(Position { x: caret.x.min(right), y: caret.y });
}

/// What is wrong with the focused field, or what it wants, in as many rows as it takes, at most [`TOLD`].
pub fn told(form: &Form, ground: &Ground<'_>, theme: Theme, cols: u16) -> Vec<Line<'static>> {
    let Some(field) = form.field() else { return Vec::new() };
    let (lang, cols) = (ground.lang, usize::from(cols));
    let before = form.fields.get(form.left).zip(form.problems.get(form.left).copied().flatten());
    let (lines, style) = match (form.problems[form.focus], before) {
        (Some(problem), _) => (width::prose(&lang.say(problem.id), cols), theme.bad()),
        // Whoever types fast has left the field before it could say what is wrong.
        (None, Some((left, problem))) => {
            let words = left.label(form.id, lang);
            (width::prose(&format!("{words}: {}", lang.say(problem.id)), cols), theme.bad())
        }
        (None, None) => (help(form, field, ground, cols), theme.dim()),
    };
    lines.into_iter().take(TOLD).map(|line| Line::from(Span::styled(line, style))).collect()
}

/// What a field wants; of fixed answers all where they fit, else those around the chosen one, with signs where there
/// are more.
fn help(form: &Form, field: &Field, ground: &Ground<'_>, cols: usize) -> Vec<String> {
    let Some(all) = field.answers(ground.lang) else {
        return width::prose(&field.hint(form.id, ground.lang), cols);
    };
    let answer = |(at, answer): (usize, &Answer)| format!("{} {}  ", at + 1, answer.words);
    let answers: Vec<String> = all.iter().enumerate().map(answer).collect();
    let lines = filled(&answers, cols);
    if lines.len() <= TOLD {
        return lines;
    }
    let value = form.sheet.get(&field.id);
    let chosen = all.iter().position(|answer| answer.id == value).unwrap_or(0);
    let seen = window_of(&answers, chosen, cols.saturating_sub(4));
    let more = |more: bool, sign: &str| if more { sign.to_owned() } else { String::new() };
    let (before, after) = (more(seen.start > 0, "< "), more(seen.end < answers.len(), ">"));
    vec![format!("{before}{}{after}", answers[seen].concat())]
}

/// Answers side by side, in as many lines as they take.
fn filled(answers: &[String], cols: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for answer in answers {
        match lines.last_mut() {
            Some(line) if width::cols(line) + width::cols(answer.trim_end()) <= cols => line.push_str(answer),
            _ => lines.push(answer.clone()),
        }
    }
    lines
}

/// What is listed, below the field or above it where there is no room, over the whole width so that
/// no edge cuts a glyph in half.
fn draw_offers(
    form: &Form,
    ground: &Ground<'_>,
    theme: Theme,
    place: &Place,
    frame: &mut Frame<'_>,
    body: Rect,
    scroll: u16,
) {
    let Some(((codes, marked), field)) = form.offers(ground.lang).zip(form.field()) else { return };
    let first = marked - marked % OFFERS;
    let rows = u16::try_from(codes.len().saturating_sub(first).min(OFFERS)).unwrap_or(0);
    let line = body.y + place.y - scroll;
    let below = line + 1 + rows <= body.bottom();
    let area = Rect {
        x: body.x,
        y: if below { line + 1 } else { line.saturating_sub(rows) },
        width: body.width,
        height: rows,
    };
    overlay::clear(area, frame.buffer_mut());
    for (y, (at, code)) in (area.y..area.bottom()).zip(codes.iter().enumerate().skip(first)) {
        let sign = if at == marked { CHOSEN } else { "  " };
        let style = if at == marked { theme.focus() } else { Style::new() };
        let text = format!("{sign}{}", offer(field, at, code, ground));
        let line = Line::from(Span::styled(width::cut(&text, area.width.into()), style));
        put(frame, body, area.x + place.label, y, area.width.saturating_sub(place.label), line);
    }
}

/// An answer with its number; or an entry with its code, its own name first, then what stands above it.
fn offer(field: &Field, at: usize, code: &str, ground: &Ground<'_>) -> String {
    match field.kind {
        kind if kind.is_choice() => format!("{} {}", at + 1, shown(field, code, ground)),
        Kind::Pick(list) => format!("{} {}", cell(code, 9), entry(list, code, ground)),
        _ => String::new(),
    }
}

fn entry(list: List, code: &str, ground: &Ground<'_>) -> String {
    let name = ground.catalog.name(list, code);
    let path = ground.catalog.path(list, code);
    match path.strip_suffix(name).map(|above| above.trim_end_matches('/')) {
        Some(above) if !above.is_empty() => format!("{name}  ({above})"),
        _ => name.to_owned(),
    }
}

fn put(frame: &mut Frame<'_>, body: Rect, x: u16, y: u16, cols: u16, line: Line<'static>) {
    frame.render_widget(Paragraph::new(line), Rect { x, y, width: cols, height: 1 }.intersection(body));
}
