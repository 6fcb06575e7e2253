//! Puts the cells that changed on the screen in as few bytes as it can: a clerk's key travels over a
//! slow line, and the place of the caret, which comes last, is where an input method opens.
use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

use crate::text::width::{self, Ambiguous, FILLER};

/// Where the bytes of a frame go.
pub(super) trait Glass {
    /// Columns and rows.
    fn size(&self) -> (u16, u16);
    /// Takes a whole frame.
    fn show(&mut self, frame: &[u8]) -> io::Result<()>;
}

/// A frame of more bytes hides the caret while it is painted.
const LARGE: usize = 1024;

/// The painter. Knows what the terminal looks like after the last frame.
#[derive(Debug)]
pub(super) struct Paint<G> {
    glass: G,
    /// Whether ambiguous glyphs take two columns here.
    wide: bool,
    out: Vec<u8>,
    /// Where the next character lands, as long as that is certain.
    pen: Option<Position>,
    ink: Ink,
    caret: Caret,
    shown: Option<Caret>,
}

/// How the next character looks.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Ink {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Caret {
    visible: bool,
    at: Position,
}

impl<G: Glass> Paint<G> {
    pub(super) fn new(glass: G) -> Self {
        let wide = width::ambiguous() == Ambiguous::Wide;
        let out = Vec::with_capacity(8 * LARGE);
        Self { glass, wide, out, pen: None, ink: Ink::default(), caret: Caret::default(), shown: None }
    }

    /// Forgets what the terminal looks like; the next frame says everything.
    pub(super) fn forget(&mut self) {
        self.out.clear();
        self.pen = None;
        self.ink = Ink::default();
        self.shown = None;
        self.out.extend_from_slice(b"\x1b[m\x1b[2J");
    }

    fn cell(&mut self, at: Position, cell: &Cell, width: u16) {
        let symbol = cell.symbol();
        if self.wide && symbol.starts_with(FILLER) {
            return;
        }
        self.go(at);
        self.dip(Ink { fg: cell.fg, bg: cell.bg, modifier: cell.modifier });
        self.out.extend_from_slice(symbol.as_bytes());
        let columns = u16::try_from(symbol.width()).unwrap_or(1);
        let next = Position { x: at.x + columns, y: at.y };
        self.pen = (is_certain(symbol, self.wide) && next.x < width).then_some(next);
    }

    fn go(&mut self, to: Position) {
        match self.pen {
            Some(pen) if pen == to => {}
            Some(pen) if pen.y == to.y && pen.x + 1 == to.x => self.say(format_args!("\x1b[C")),
            Some(pen) if pen.y == to.y && pen.x < to.x => self.say(format_args!("\x1b[{}C", to.x - pen.x)),
            _ => self.say(format_args!("\x1b[{};{}H", to.y + 1, to.x + 1)),
        }
        self.pen = Some(to);
    }

    /// Changes the ink by the shortest sequence.
    fn dip(&mut self, ink: Ink) {
        if ink == self.ink {
            return;
        }
        let mut codes = Vec::new();
        if !ink.modifier.contains(self.ink.modifier) || ink == Ink::default() {
            codes.push(0);
            self.ink = Ink::default();
        }
        let added = ink.modifier - self.ink.modifier;
        codes.extend(
            MODIFIERS.iter().filter(|(modifier, _)| added.contains(*modifier)).map(|(_, code)| *code),
        );
        if ink.fg != self.ink.fg {
            codes.push(30 + colour(ink.fg));
        }
        if ink.bg != self.ink.bg {
            codes.push(40 + colour(ink.bg));
        }
        let codes: Vec<String> = codes.iter().map(u8::to_string).collect();
        let codes = codes.join(";");
        self.say(format_args!("\x1b[{}m", if codes == "0" { "" } else { &codes }));
        self.ink = ink;
    }

    fn say(&mut self, what: std::fmt::Arguments<'_>) {
        // Writing to memory does not fail.
        let _ = self.out.write_fmt(what);
    }
}

const MODIFIERS: &[(Modifier, u8)] = &[
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::REVERSED, 7),
    (Modifier::CROSSED_OUT, 9),
];

/// The sixteen named colours as every terminal knows them. Others are not used here, and would come
/// out as the terminal's own.
const fn colour(colour: Color) -> u8 {
    match colour {
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 60,
        Color::LightRed => 61,
        Color::LightGreen => 62,
        Color::LightYellow => 63,
        Color::LightBlue => 64,
        Color::LightMagenta => 65,
        Color::LightCyan => 66,
        Color::White => 67,
        Color::Reset | Color::Rgb(..) | Color::Indexed(_) => 9,
    }
}

/// Whether all terminals move on by the same number of columns after this.
fn is_certain(symbol: &str, wide: bool) -> bool {
    let mut chars = symbol.chars();
    let plain =
        chars.next().is_some_and(|c| u32::from(c) < 0x1_0000 && !('\u{e000}'..='\u{f8ff}').contains(&c));
    plain && chars.next().is_none() && !(wide && symbol.width() != symbol.width_cjk())
}

impl<G: Glass> Backend for Paint<G> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let (width, _) = self.glass.size();
        for (x, y, cell) in content {
            self.cell(Position { x, y }, cell, width);
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.caret.visible = false;
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.caret.visible = true;
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.caret.at)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.caret.at = position.into();
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.forget();
        Ok(())
    }

    fn clear_region(&mut self, _: ClearType) -> io::Result<()> {
        self.clear()
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.glass.size().into())
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.glass.size().into(), pixels: Size::ZERO })
    }

    /// The end of a frame: the ink goes back, the caret comes last, and the whole goes out in one
    /// piece. A frame that changes nothing is no frame.
    fn flush(&mut self) -> io::Result<()> {
        if self.out.is_empty() && self.shown == Some(self.caret) {
            return Ok(());
        }
        self.dip(Ink::default());
        let was_visible = self.shown.is_none_or(|shown| shown.visible);
        let hide = was_visible && (!self.caret.visible || self.out.len() > LARGE);
        if hide {
            self.out.splice(0..0, *b"\x1b[?25l");
        }
        if self.caret.visible {
            if hide || self.shown.is_none_or(|shown| !shown.visible) {
                self.say(format_args!("\x1b[?25h"));
            }
            self.pen = None;
            self.go(self.caret.at);
        }
        self.shown = Some(self.caret);
        let frame = std::mem::take(&mut self.out);
        self.glass.show(&frame)
    }
}

#[cfg(test)]
mod tests;
