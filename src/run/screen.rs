//! The screen of the live program: taken at start, painted frame by frame, given back at the end.
use std::io;
use std::panic::{self, PanicHookInfo};
use std::sync::Arc;
use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::{Frame, Terminal};
use signal_hook::low_level::exit;
use unicode_width::UnicodeWidthStr;

use super::decode;
use super::paint::{Glass, Paint};
use super::probe::{Answers, probe};
use super::tty::{self, Tty};
use crate::text::width::{self, Ambiguous, FILLER};

/// What the clerk or the office has decided about the terminal.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// How wide ambiguous glyphs are; asked of the terminal when not given.
    pub ambiguous: Option<Ambiguous>,
    /// Goes on where Chinese text cannot be read or typed.
    pub force: bool,
}

/// Why there is no screen. [`ScreenError::id`] names the sentence for the user.
#[derive(Debug, thiserror::Error)]
pub enum ScreenError {
    /// Input or output is a file or a pipe.
    #[error("not a terminal")]
    NoTerminal,
    /// The terminal draws UTF-8 as something else: everything typed would be wrong.
    #[error("the terminal is not set to UTF-8")]
    NotUtf8,
    /// The Linux console has no Chinese glyphs. To be said in ASCII.
    #[error("the console cannot draw Chinese")]
    LinuxConsole,
    /// The device failed.
    #[error(transparent)]
    Device(#[from] io::Error),
}

impl ScreenError {
    /// The id of the sentence that tells the user.
    pub const fn id(&self) -> &'static str {
        match self {
            Self::NoTerminal => "screen-no-terminal",
            Self::NotUtf8 => "screen-not-utf8",
            Self::LinuxConsole => "screen-linux-console",
            Self::Device(_) => "screen-device",
        }
    }
}

/// The whole terminal, until it is dropped.
pub struct Screen {
    terminal: Terminal<Paint<Arc<Tty>>>,
    tty: Arc<Tty>,
    answers: Answers,
    spoilt: usize,
}

impl Screen {
    /// Asks the terminal what it is and takes it.
    pub fn enter(options: Options) -> Result<Self, ScreenError> {
        if !options.force && std::env::var_os("TERM").is_some_and(|term| term == "linux") {
            return Err(ScreenError::LinuxConsole);
        }
        let tty = Arc::new(Tty::open().map_err(|_| ScreenError::NoTerminal)?);
        let answers = ask(&tty, options).inspect_err(|_| tty.restore())?;
        tty.enter()?;
        let terminal = Terminal::new(Paint::new(Arc::clone(&tty)))?;
        let spoilt = tty.spoilt();
        Ok(Self { terminal, tty, answers, spoilt })
    }

    /// The device, for those who may have to end it from another thread.
    pub fn tty(&self) -> Arc<Tty> {
        Arc::clone(&self.tty)
    }

    /// Keys that came while the terminal was asked. They belong in front of all others.
    pub fn early(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.answers.early)
    }

    /// How long a lone Esc has to be held on this line.
    pub fn patience(&self) -> Duration {
        if self.answers.round_trip > Duration::from_millis(200) {
            decode::PATIENCE * 2
        } else {
            decode::PATIENCE
        }
    }

    /// Paints one frame. Where nothing changed nothing is written.
    pub fn draw(&mut self, view: impl FnOnce(&mut Frame)) -> io::Result<()> {
        let wide = width::ambiguous() == Ambiguous::Wide;
        if self.spoilt != self.tty.spoilt() {
            self.spoilt = self.tty.spoilt();
            self.terminal.clear()?;
        }
        self.terminal.draw(|frame| {
            view(frame);
            if wide {
                stand_in(frame.buffer_mut());
            }
        })?;
        Ok(())
    }

    /// Columns and rows.
    pub fn size(&self) -> (u16, u16) {
        tty::size()
    }

    /// Empties the screen and its history at once: behind a lock nothing can be scrolled back. The next frame is painted
    /// anew.
    pub fn wipe(&self) {
        self.tty.wipe();
    }

    /// From now on a panic in any thread ends the program: saved, with the terminal given back, and
    /// without a word about whom it was working on.
    pub fn guard_panics(&self, save: impl Fn() + Send + Sync + 'static) {
        let tty = self.tty();
        panic::set_hook(Box::new(move |panic| {
            save();
            tty.leave();
            let _ = rustix::io::write(rustix::stdio::stderr(), place(panic).as_bytes());
            exit(101);
        }));
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.tty.leave();
    }
}

fn ask(tty: &Tty, options: Options) -> Result<Answers, ScreenError> {
    tty.raw()?;
    let answers = probe()?;
    if answers.not_utf8 && !options.force {
        return Err(ScreenError::NotUtf8);
    }
    width::set_ambiguous(options.ambiguous.unwrap_or(answers.ambiguous));
    Ok(answers)
}

fn place(panic: &PanicHookInfo<'_>) -> String {
    panic.location().map_or_else(|| "fengqiao: panic\n".into(), |at| format!("fengqiao: panic at {at}\n"))
}

/// A sentence for a terminal whose encoding is not known: in UTF-8 and again in GB18030.
pub fn in_both_encodings(sentence: &str) -> Vec<u8> {
    let (other, ..) = encoding_rs::GB18030.encode(sentence);
    [sentence.as_bytes(), b"\n", &other, b"\n"].concat()
}

/// Where ambiguous glyphs are wide, those without room for their second column (frames above all)
/// give way to ASCII.
fn stand_in(buffer: &mut Buffer) {
    for at in 0..buffer.content.len() {
        let symbol = buffer.content[at].symbol();
        let lone = symbol.width() == 1 && symbol.width_cjk() == 2;
        if lone && !buffer.content.get(at + 1).is_some_and(|next| next.symbol().starts_with(FILLER)) {
            let stand_in = ascii(symbol);
            buffer.content[at].set_symbol(stand_in);
        }
    }
}

fn ascii(symbol: &str) -> &'static str {
    match symbol {
        "─" | "━" | "═" | "—" | "–" => "-",
        "│" | "┃" | "║" => "|",
        "“" | "”" => "\"",
        "‘" | "’" => "'",
        "·" | "…" => ".",
        "█" | "▓" | "▒" | "■" => "#",
        "→" => ">",
        "←" => "<",
        _ if symbol.starts_with(|c| ('\u{2500}'..='\u{257f}').contains(&c)) => "+",
        _ => "?",
    }
}

impl Glass for Arc<Tty> {
    fn size(&self) -> (u16, u16) {
        tty::size()
    }

    fn show(&mut self, frame: &[u8]) -> io::Result<()> {
        self.frame(frame)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;

    #[test]
    fn frames_give_way_to_ascii_where_they_would_be_wide() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 1));
        buffer.set_string(0, 0, "┌─“\u{a0}枫│", ratatui::style::Style::new());
        stand_in(&mut buffer);
        let row: Vec<&str> = buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect();
        assert_eq!(row, ["+", "-", "“", "\u{a0}", "枫", " ", "|", " "]);
    }

    #[test]
    fn the_sentence_about_encodings_can_be_read_either_way() {
        let bytes = in_both_encodings("编码");
        assert_eq!(bytes, b"\xe7\xbc\x96\xe7\xa0\x81\n\xb1\xe0\xc2\xeb\n");
    }
}
