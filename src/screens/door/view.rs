//! How the door looks: nothing of what is behind it but whose desk it is.
use super::{Door, Field, Stage};
use crate::{
    flow::{Cx, Note, Tone},
    text::width,
    widgets::{Theme, list::cell},
};
use ratatui::{
    Frame,
    layout::{Position, Rect},
    style::Style,
    text::{Line, Span},
    widgets::Paragraph,
};

/// Columns of a label, and of a field.
const LABEL: usize = 18;
const FIELD: u16 = 40;
/// Rows above the first field.
const ABOVE: u16 = 6;

/// Draws the door over the whole terminal.
pub fn view(door: &Door, cx: &Cx, frame: &mut Frame<'_>, area: Rect) {
    let (lang, theme) = (&cx.lang, Theme::new(cx.mono));
    let alone = door.holder().is_some_and(|holder| holder.alone);
    let (stage, keys, help) = match door.stage {
        Stage::Out => ("door-out", "door-out-keys", "help-door-out"),
        Stage::Locked if alone => ("door-locked-own", "door-locked-keys", "help-door-locked"),
        Stage::Locked => ("door-locked", "door-locked-keys", "help-door-locked"),
        Stage::Renew(_) => ("door-renewing", "door-renewing-keys", "help-door-renewing"),
        Stage::Change => ("door-changing", "door-changing-keys", "help-door-changing"),
    };
    let whose = door.holder().map(|holder| holder.name.clone()).unwrap_or_default();
    let mut lines = vec![Line::default(), Line::from(Span::styled(lang.say("app-name"), theme.title()))];
    let prose =
        |text: &str| width::prose(text, usize::from(area.width).saturating_sub(4)).into_iter().map(Line::raw);
    lines.extend(prose(&Note::plain(stage, whose).say(lang)));
    lines.resize(usize::from(ABOVE), Line::default());
    for (at, field) in door.fields().iter().enumerate() {
        lines.push(field_line(door, *field, at == door.at, cx, theme));
    }
    lines.push(Line::default());
    if let Some(why) = &door.why {
        let (sign, style) = match why.tone {
            Tone::Bad => ("! ", theme.bad()),
            _ => ("", Style::new()),
        };
        lines.extend(prose(&format!("{sign}{}", why.say(lang))).map(|line| line.style(style)));
    }
    lines.push(Line::default());
    lines.push(Line::from(Span::styled(lang.say(keys), theme.dim())));
    if door.helped {
        lines.push(Line::default());
        lines.extend(prose(&lang.say(help)));
    }
    let place = Rect { x: area.x + 2, width: area.width.saturating_sub(4), ..area };
    frame.render_widget(Paragraph::new(lines), place);
    let row = place.y + ABOVE + u16::try_from(door.at).unwrap_or(0);
    frame.set_cursor_position(Position::new(place.x + caret(door), row));
}

fn field_line(door: &Door, field: Field, here: bool, cx: &Cx, theme: Theme) -> Line<'static> {
    let sign = if here { "> " } else { "  " };
    let label = cell(&format!("{sign}{}", cx.lang.say(field.label())), LABEL);
    let style = if here { theme.focus() } else { Style::new() };
    Line::from(vec![
        Span::styled(label, style),
        Span::raw(format!("[{}]", cell(&shown(door, field), FIELD.into()))),
    ])
}

/// A name as typed; of a secret only how long it is.
fn shown(door: &Door, field: Field) -> String {
    match field {
        Field::Who => door.who.view(FIELD).text,
        field => "*".repeat(door.pin(field).len().min(usize::from(FIELD) - 1)),
    }
}

fn caret(door: &Door) -> u16 {
    let inside = match door.field() {
        Field::Who => door.who.view(FIELD).caret,
        field => u16::try_from(door.pin(field).len()).unwrap_or(FIELD).min(FIELD - 1),
    };
    u16::try_from(LABEL).unwrap_or(0) + 1 + inside
}
