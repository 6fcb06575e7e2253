//! One escape sequence: where it ends, and which key it stands for.
use termina::event::{KeyCode, KeyEvent, KeyEventKind, Modifiers};
use termina::{Event, Parser};

use crate::keys::{Code, Key};

pub(super) const ESC: u8 = 0x1b;
const BEL: u8 = 0x07;

/// No sequence a terminal sends is longer; what goes on is not one.
const LONGEST: usize = 4096;

/// The length of the sequence at the beginning of these bytes; `None` while it is not complete.
///
/// A sequence broken off by a byte that cannot be in it ends before that byte.
pub(super) fn length(bytes: &[u8]) -> Option<usize> {
    match *bytes.get(1)? {
        b'[' => control(bytes),
        b'O' => bytes.get(2).map(|last| if last.is_ascii_control() { 2 } else { 3 }),
        b']' | b'P' => string(bytes),
        first => Some(1 + character(first)).filter(|len| bytes.len() >= *len),
    }
}

/// `ESC [ … final`; the Linux console puts another `[` before the letter of its function keys.
fn control(bytes: &[u8]) -> Option<usize> {
    if bytes.get(2) == Some(&b'[') {
        return bytes.get(3).map(|_| 4);
    }
    let end = 2 + bytes[2..].iter().position(|byte| !(0x20..=0x3f).contains(byte))?;
    Some(if (0x40..=0x7e).contains(&bytes[end]) { end + 1 } else { end })
}

/// `ESC ] … ` or `ESC P …` up to BEL or `ESC \`: an answer to a question, never a key. Answers begin
/// with a number or a sign; anything else is a letter pressed with Alt.
fn string(bytes: &[u8]) -> Option<usize> {
    if !(0x21..=0x3f).contains(bytes.get(2)?) {
        return Some(2);
    }
    let end = 2 + bytes[2..].iter().position(u8::is_ascii_control).or((bytes.len() > LONGEST).then_some(0))?;
    match bytes[end] {
        BEL => Some(end + 1),
        ESC => bytes.get(end + 1).map(|last| if *last == b'\\' { end + 2 } else { end }),
        _ => Some(end),
    }
}

/// How many bytes a character has that begins with this one.
fn character(first: u8) -> usize {
    match first {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => 1,
    }
}

/// The key of a complete sequence, if it is one.
///
/// A character with Alt is Esc and nothing else: on a slow line a quick Esc and the letter after it
/// look the same, and the letter must not be typed.
pub(super) fn key(bytes: &[u8]) -> Option<Key> {
    match &bytes[1..] {
        [b'[', code] => control_letter(*code).or_else(|| parsed(bytes)),
        [b'O', code] => shifted_letter(*code),
        [b'[' | b']' | b'P', _, ..] => parsed(bytes),
        [digit @ b'0'..=b'9'] => Some(Key::plain(Code::F(if *digit == b'0' { 10 } else { digit - b'0' }))),
        _ => Some(Key::plain(Code::Esc)),
    }
}

/// The function keys of SCO terminals. Mouse and focus reports look alike, but are switched off.
fn control_letter(code: u8) -> Option<Key> {
    let code = match code {
        b'M'..=b'X' => Code::F(code - b'M' + 1),
        b'I' => Code::PageUp,
        b'G' => Code::PageDown,
        b'L' => Code::Insert,
        _ => return None,
    };
    Some(Key::plain(code))
}

/// Arrows and function keys of the VT100 family, and the keypad in application mode.
fn shifted_letter(code: u8) -> Option<Key> {
    let code = match code {
        b'A' => Code::Up,
        b'B' => Code::Down,
        b'C' => Code::Right,
        b'D' => Code::Left,
        b'H' => Code::Home,
        b'F' => Code::End,
        b'M' => Code::Enter,
        b'P'..=b'[' => Code::F(code - b'P' + 1),
        b'j'..=b'y' => Code::Char(char::from(code - 0x40)),
        _ => return None,
    };
    Some(Key::plain(code))
}

fn parsed(bytes: &[u8]) -> Option<Key> {
    let mut parser = Parser::default();
    parser.parse(bytes, false);
    match parser.pop()? {
        Event::Key(event) if event.kind != KeyEventKind::Release => pressed(event),
        _ => None,
    }
}

/// Alt and Shift mean nothing with a named key: terminals do not agree on them.
fn pressed(KeyEvent { code, modifiers, .. }: KeyEvent) -> Option<Key> {
    let ctrl = modifiers.contains(Modifiers::CONTROL);
    if let KeyCode::Char(c) = code {
        let c = if modifiers.contains(Modifiers::SHIFT) { c.to_ascii_uppercase() } else { c };
        let strange =
            c.is_control() || !(modifiers - Modifiers::SHIFT - Modifiers::CONTROL - LOCKS).is_empty();
        return (!strange).then_some(Key { code: Code::Char(c), ctrl });
    }
    named(code).map(|code| Key { code, ctrl })
}

const LOCKS: Modifiers = Modifiers::CAPS_LOCK.union(Modifiers::NUM_LOCK);

fn named(code: KeyCode) -> Option<Code> {
    Some(match code {
        KeyCode::Enter => Code::Enter,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => Code::BackTab,
        KeyCode::Escape => Code::Esc,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::Insert => Code::Insert,
        KeyCode::Delete => Code::Delete,
        KeyCode::Function(n @ 1..=12) => Code::F(n),
        _ => return None,
    })
}

/// The key of one character that came without an escape.
pub(super) fn plain(c: char) -> Option<Key> {
    Some(match c {
        '\r' | '\n' => Key::plain(Code::Enter),
        '\t' => Key::plain(Code::Tab),
        '\u{8}' | '\u{7f}' => Key::plain(Code::Backspace),
        '\0' => Key::ctrl(' '),
        '\u{1}'..='\u{1a}' => Key::ctrl(char::from(c as u8 - 1 + b'a')),
        '\u{1c}'..='\u{1f}' => Key::ctrl(char::from(c as u8 - 0x1c + b'\\')),
        c if c.is_control() => return None,
        c => Key::plain(Code::Char(c)),
    })
}
