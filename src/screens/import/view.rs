//! How an import looks: the path, the meaning of the columns with the first rows beside them, the count.
use super::{Going, Import, Stage};
use crate::{
    domain::{identity::Identity, mask, phone},
    flow::{Cx, Holds, Tally},
    text::width,
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
use std::path::Path;

/// Columns of the name of a field.
const FIELD: usize = 16;
/// Columns of the name of a column, with the signs that it can be changed.
const COLUMN: usize = 22;
/// Columns of a sample, at least.
const SAMPLE: usize = 20;

/// Draws the screen.
pub fn view(page: &Import, cx: &Cx, frame: &mut Frame<'_>, area: Rect) {
    let theme = Theme::new(cx.mono);
    let [head, body] = Layout::vertical([Constraint::Length(1), Constraint::Min(1)]).areas(area);
    match &page.stage {
        Stage::File => draw_file(page, cx, theme, frame, area),
        stage => {
            frame.render_widget(Paragraph::new(file_line(page, cx, theme, head.width)), head);
            match stage {
                Stage::Columns => draw_columns(page, cx, theme, frame, body),
                Stage::Going(going) => draw_lines(going_lines(*going, page.dry, cx), frame, body),
                Stage::Done(tally) => {
                    draw_lines(tally_lines(tally, page, cx, theme, body.width), frame, body);
                }
                Stage::File | Stage::Reading => {}
            }
        }
    }
}

fn draw_file(page: &Import, cx: &Cx, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let label = format!("{} > ", cx.lang.say("import-file"));
    let start = u16::try_from(width::cols(&label)).unwrap_or(0);
    let [head, _, about] =
        Layout::vertical([Constraint::Length(1), Constraint::Length(1), Constraint::Min(1)]).areas(area);
    let text = cx.lang.say(match page.holds {
        Holds::Declaration => "import-declaration-how",
        Holds::Rows(_) => "import-rows-how",
        Holds::Petitions => "import-how",
    });
    let lines: Vec<Line<'static>> =
        width::prose(&text, area.width.into()).into_iter().map(Line::raw).collect();
    frame.render_widget(Paragraph::new(lines).style(theme.dim()), about);
    let view = page.typed.view(head.width.saturating_sub(start + 1));
    let line = Line::from(vec![Span::styled(label, theme.title()), Span::raw(view.text)]);
    frame.render_widget(Paragraph::new(line), head);
    frame.set_cursor_position(Position { x: head.x + start + view.caret, y: head.y });
}

fn file_line(page: &Import, cx: &Cx, theme: Theme, cols: u16) -> Line<'static> {
    let sheet = &page.sheet;
    if page.stage == Stage::Reading {
        return Line::from(Span::styled(cx.lang.say("import-reading"), theme.dim()));
    }
    let counts = [("rows", sheet.preview.total.into()), ("unused", sheet.unused().len().into())];
    let counts = format!("  {}", cx.lang.fill("import-rows", &counts));
    let room = usize::from(cols).saturating_sub(width::cols(&counts));
    // The end of a path says more than its beginning.
    let path = sheet.preview.file.display().to_string();
    let name =
        sheet.preview.file.file_name().map_or(String::new(), |name| name.to_string_lossy().into_owned());
    let path = if width::cols(&path) <= room { path } else { name };
    Line::from(vec![
        Span::styled(width::take(&path, room).to_owned(), theme.title()),
        Span::styled(counts, theme.dim()),
    ])
}

fn draw_columns(page: &Import, cx: &Cx, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let [head, body] = Layout::vertical([Constraint::Length(1), Constraint::Min(1)]).areas(area);
    let say = |id: &str| cx.lang.say(id);
    let names = [cell(&say("import-field"), FIELD), cell(&say("import-column"), COLUMN)].concat();
    let names = format!("  {names}{}", say("import-samples"));
    frame.render_widget(Paragraph::new(Span::styled(names, theme.dim())), head);
    let fields = page.sheet.preview.columns.len();
    list::draw(frame, body, theme, Some(page.cursor), fields, |at| {
        field_line(page, at, cx, theme, area.width)
    });
}

fn field_line(page: &Import, at: usize, cx: &Cx, theme: Theme, cols: u16) -> Line<'static> {
    let sheet = &page.sheet;
    let field = sheet.preview.columns.get(at).map_or("", |(field, _)| field.as_str());
    let chosen = page.cursor.0 == at;
    let (column, style) = match sheet.column(at) {
        Some((column, name)) => (format!("{} {name}", letters(column)), Style::new()),
        None => (cx.lang.say("import-none"), theme.dim()),
    };
    let room = COLUMN - 4;
    let column = if chosen {
        format!("< {}>", cell(&column, room - 1))
    } else {
        format!("  {}", width::fit(&column, room))
    };
    let rest = usize::from(cols).saturating_sub(2 + FIELD + 1 + COLUMN + 1);
    let many = (rest / SAMPLE).max(1);
    let samples = sheet.samples(at).take(many).map(|text| cell(&masked(field, text), rest / many - 1));
    Line::from(vec![
        Span::raw(cell(&page.field_name(field, cx), FIELD)),
        Span::styled(cell(&column, COLUMN), style),
        Span::styled(samples.collect::<String>(), theme.dim()),
    ])
}

/// The name that office programs give a column: A, B … Z, AA.
fn letters(column: usize) -> String {
    let letter = |n: usize| char::from(b'A' + u8::try_from(n % 26).unwrap_or(0));
    let mut name = letter(column).to_string();
    let mut rest = column / 26;
    while rest > 0 {
        name.insert(0, letter(rest - 1));
        rest = (rest - 1) / 26;
    }
    name
}

/// A cell in one line. Whatever may be a phone or an identity number is masked, whichever column it stands in;
/// the number of a petition is neither.
fn masked(field: &str, text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let digits = text.chars().filter(char::is_ascii_digit).count();
    match field {
        "number" => text,
        _ if Identity::read(&text).is_ok() => mask::identity(&text),
        _ if digits >= 11 && phone::kind(&text).is_ok() => mask::phone(&text),
        _ => text,
    }
}

fn going_lines(going: Going, dry: bool, cx: &Cx) -> Vec<Line<'static>> {
    let counts = [("done", going.done.into()), ("of", going.of.into()), ("rate", going.rate.into())];
    let title = cx.lang.say(if dry { "import-trying" } else { "import-taking" });
    vec![Line::raw(title), Line::raw(cx.lang.fill("import-progress", &counts))]
}

fn tally_lines(tally: &Tally, page: &Import, cx: &Cx, theme: Theme, cols: u16) -> Vec<Line<'static>> {
    let (dry, merged) =
        (page.dry, if page.holds == Holds::Petitions { "import-merged" } else { "import-changed" });
    let row = |id: &str, count: usize| {
        Line::from(vec![Span::raw(cell(&cx.lang.say(id), FIELD)), Span::raw(format!("{count:>8}"))])
    };
    let title = cx.lang.say(if dry { "import-tried" } else { "import-in" });
    let mut lines = vec![
        Line::from(Span::styled(title, if dry { theme.title() } else { theme.good() })),
        Line::default(),
        row("import-imported", tally.imported),
        row(merged, tally.merged),
        row("import-unchanged", tally.unchanged),
        row("import-rejected", tally.rejected),
    ];
    let room = usize::from(cols).saturating_sub(2);
    for told in tally.reasons(&cx.lang) {
        lines.extend(list::wrap(&told, room).map(|line| Line::from(Span::styled(line, theme.dim()))));
    }
    lines.push(Line::default());
    if let Some(file) = &tally.rejected_file {
        let name = Path::new(file).file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (id, file) =
            if cx.remote { ("import-rejected-fetch", name) } else { ("import-rejected-file", file.clone()) };
        // A path is as long as it is; a cut one cannot be gone to.
        let told = cx.lang.fill(id, &[("file", file.into())]);
        lines.extend(list::wrap(&told, room).map(Line::raw));
    }
    if dry {
        lines.push(Line::raw(cx.lang.say("import-now")));
    }
    lines
}

fn draw_lines(lines: Vec<Line<'static>>, frame: &mut Frame<'_>, area: Rect) {
    let area = Rect { x: area.x + 2, width: area.width.saturating_sub(2), ..area };
    frame.render_widget(Paragraph::new(lines), area);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_office_programs_name_them() {
        let named: Vec<String> = [0, 25, 26, 51, 52, 701, 702].map(letters).to_vec();
        assert_eq!(named, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}
