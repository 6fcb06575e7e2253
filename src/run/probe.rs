//! What the terminal says when it is asked, once, at start: is it set to UTF-8, and how wide does it
//! draw a quotation mark?
use std::io;
use std::time::{Duration, Instant};

use rustix::event::PollFlags;
use rustix::stdio::stdin;

use super::tty::{wait, write_within};
use crate::text::width::Ambiguous;

/// Two ideographs. Their bytes hold no control character in any encoding, and an even number of
/// them, so that no other encoding swallows the question behind them.
const IDEOGRAPHS: &str = "\r好好\x1b[6n";
const QUOTATION: &str = "\r“\x1b[6n";
const ERASE: &str = "\r\x1b[2K";
/// A terminal that has not answered by then does not answer.
const LIMIT: Duration = Duration::from_secs(1);

/// What was learnt.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Answers {
    /// The terminal draws UTF-8 as something else.
    pub not_utf8: bool,
    /// The width of ambiguous glyphs.
    pub ambiguous: Ambiguous,
    /// How long an answer took.
    pub round_trip: Duration,
    /// Keys that were pressed meanwhile.
    pub early: Vec<u8>,
}

/// Asks. The terminal must be raw already.
pub(super) fn probe() -> io::Result<Answers> {
    let mut answers = Answers::default();
    let asked = Instant::now();
    if let Some(column) = ask(IDEOGRAPHS, &mut answers.early)? {
        answers.round_trip = asked.elapsed();
        answers.not_utf8 = column != 5;
        if !answers.not_utf8 && ask(QUOTATION, &mut answers.early)? == Some(3) {
            answers.ambiguous = Ambiguous::Wide;
        }
    }
    write_within(ERASE.as_bytes(), LIMIT)?;
    Ok(answers)
}

fn ask(question: &str, early: &mut Vec<u8>) -> io::Result<Option<u16>> {
    let end = Instant::now() + LIMIT;
    write_within(question.as_bytes(), LIMIT)?;
    loop {
        if let Some(column) = take_column(early) {
            return Ok(Some(column));
        }
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(None);
        }
        if wait(stdin(), PollFlags::IN, Some(left))?.is_empty() {
            continue;
        }
        let mut buffer = [0; 256];
        let read = rustix::io::read(stdin(), &mut buffer)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        early.extend_from_slice(&buffer[..read]);
    }
}

/// Takes the answer `ESC [ row ; column R` out of what was read and leaves the rest.
fn take_column(bytes: &mut Vec<u8>) -> Option<u16> {
    let starts = (0..bytes.len()).filter(|at| bytes[*at..].starts_with(b"\x1b["));
    let (range, column) = starts.into_iter().find_map(|start| {
        let end = start + 2 + bytes[start + 2..].iter().position(|b| !(b.is_ascii_digit() || *b == b';'))?;
        let (_, column) = std::str::from_utf8(&bytes[start + 2..end]).ok()?.split_once(';')?;
        (bytes[end] == b'R').then_some((start..=end, column.parse().ok()?))
    })?;
    bytes.drain(range);
    Some(column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_is_found_between_keys_and_the_keys_stay() {
        let mut bytes = b"a\x1b[A\x1b[12;5Rb".to_vec();
        assert_eq!(take_column(&mut bytes), Some(5));
        assert_eq!(bytes, b"a\x1b[Ab");
        assert_eq!(take_column(&mut bytes), None);
    }

    #[test]
    fn half_an_answer_is_none() {
        for half in ["\x1b", "\x1b[", "\x1b[12;", "\x1b[12;5", "\x1b[12R"] {
            assert_eq!(take_column(&mut half.as_bytes().to_vec()), None, "{half:?}");
        }
    }
}
