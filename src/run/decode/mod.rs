//! From the bytes of any terminal to keys and pastes. Never waits, never blocks: what is incomplete
//! is held for a moment and then given up.
use std::time::{Duration, Instant};

use self::paste::{BEGIN, Paste, pasted};
use self::sequence::ESC;
use crate::keys::{Code, Key};

mod paste;
mod sequence;
#[cfg(test)]
mod tests;

/// What the keyboard (or what stands for one) said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A key.
    Key(Key),
    /// A text that came in one piece: clean, lines separated by `\n`.
    Paste {
        /// The text.
        text: String,
        /// Whether it was too long and its end is missing.
        cut: bool,
    },
    /// Bytes that are no UTF-8: the terminal is set to another encoding. Nothing of them was typed.
    NotUtf8,
    /// A paste has been open for a second and keys go into it; two Ctrl-C end it.
    Pasting,
    /// A paste was ended by two Ctrl-C and thrown away.
    PasteDropped,
}

/// How long a lone Esc may be the beginning of a sequence, on an ordinary line.
pub const PATIENCE: Duration = Duration::from_millis(80);

/// How long an unfinished sequence is waited for.
const UNFINISHED: Duration = Duration::from_secs(1);

/// The state between two reads.
#[derive(Debug)]
pub struct Decoder {
    patience: Duration,
    held: Vec<u8>,
    since: Option<Instant>,
    paste: Option<Paste>,
    /// Until then characters are taken for more of the garbage that was just seen.
    garbled: Option<Instant>,
    /// Until then `[A` is the rest of a sequence whose Esc came too early.
    late: Option<Instant>,
}

impl Default for Decoder {
    fn default() -> Self {
        Self::new(PATIENCE)
    }
}

impl Decoder {
    /// A decoder that holds a lone Esc for so long.
    pub const fn new(patience: Duration) -> Self {
        Self { patience, held: Vec::new(), since: None, paste: None, garbled: None, late: None }
    }

    /// Takes what one read brought.
    pub fn feed(&mut self, bytes: &[u8], now: Instant) -> Vec<Input> {
        let mut out = Vec::new();
        self.held.extend_from_slice(bytes);
        self.drop_late_rest(now);
        while self.step(now, &mut out) {}
        self.since = (!self.held.is_empty()).then_some(now);
        out.dedup_by(|a, b| *a == Input::NotUtf8 && a == b);
        out
    }

    /// When [`Self::tick`] has something to do.
    pub fn deadline(&self) -> Option<Instant> {
        match &self.paste {
            Some(paste) => paste.deadline(),
            None => self.since.map(|since| since + self.limit()),
        }
    }

    /// Gives up what was held too long.
    pub fn tick(&mut self, now: Instant) -> Vec<Input> {
        if self.deadline().is_none_or(|deadline| now < deadline) {
            return Vec::new();
        }
        if let Some(paste) = &mut self.paste {
            return vec![paste.tell()];
        }
        self.since = None;
        let held = std::mem::take(&mut self.held);
        if held.iter().all(|byte| *byte == ESC) {
            self.late = Some(now + UNFINISHED);
            return vec![Input::Key(Key::plain(Code::Esc)); held.len()];
        }
        if held[0] == ESC { Vec::new() } else { vec![Input::NotUtf8] }
    }

    fn limit(&self) -> Duration {
        let sequence = self.held.len() > 1 && self.held[0] == ESC && self.held[1] != ESC;
        if sequence { UNFINISHED } else { self.patience }
    }

    /// Makes one step through what is held; `false` when there is nothing left that is complete.
    fn step(&mut self, now: Instant, out: &mut Vec<Input>) -> bool {
        if let Some(paste) = &mut self.paste {
            let Some(end) = paste.take(&mut self.held) else { return false };
            self.paste = None;
            out.extend(end);
            return true;
        }
        match self.held.first() {
            None => false,
            Some(&ESC) => self.escape(now, out),
            Some(_) => self.text(now, out),
        }
    }

    fn escape(&mut self, now: Instant, out: &mut Vec<Input>) -> bool {
        if self.held.get(1) == Some(&ESC) {
            return self.double_escape(out);
        }
        let Some(len) = sequence::length(&self.held) else { return false };
        let bytes: Vec<u8> = self.held.drain(..len).collect();
        if bytes == BEGIN {
            self.paste = Some(Paste::new(now));
        } else {
            out.extend(sequence::key(&bytes).map(Input::Key));
        }
        true
    }

    /// Some terminals send `ESC ESC [ A` for Alt and an arrow: that is the arrow.
    fn double_escape(&mut self, out: &mut Vec<Input>) -> bool {
        let Some(third) = self.held.get(2) else { return false };
        if !matches!(third, b'[' | b'O') {
            out.push(Input::Key(Key::plain(Code::Esc)));
        }
        self.held.remove(0);
        true
    }

    /// Takes everything up to the next escape, but holds a character that is not complete yet.
    fn text(&mut self, now: Instant, out: &mut Vec<Input>) -> bool {
        let end = self.held.iter().position(|byte| *byte == ESC).unwrap_or(self.held.len());
        let open = end == self.held.len();
        let (whole, garbage) = match std::str::from_utf8(&self.held[..end]) {
            Ok(_) => (end, false),
            Err(error) if open && error.error_len().is_none() => (error.valid_up_to(), false),
            Err(_) => (end, true),
        };
        let bytes: Vec<u8> = self.held.drain(..whole).collect();
        if garbage {
            self.garbled = Some(now + self.patience);
            out.push(Input::NotUtf8);
        } else {
            let text = String::from_utf8(bytes).unwrap_or_default();
            out.extend(if is_pasted(&text) { pasted(&text, false) } else { self.typed(&text, now) });
        }
        whole > 0
    }

    fn typed(&self, text: &str, now: Instant) -> Vec<Input> {
        let garbled = self.garbled.is_some_and(|until| now < until);
        let keys = text.chars().filter(|c| !garbled || c.is_control()).filter_map(sequence::plain);
        keys.map(Input::Key).collect()
    }

    /// The rest of a sequence that arrived after its Esc was given up must not be typed. Nobody
    /// types `[` and a letter within one read.
    fn drop_late_rest(&mut self, now: Instant) {
        let late = self.late.take().is_some_and(|until| now < until);
        if !late || !matches!(self.held[..], [b'[' | b'O', _, ..]) {
            return;
        }
        let whole = [&[ESC], &self.held[..]].concat();
        let rest = sequence::length(&whole).map_or(0, |len| len - 1);
        self.held.drain(..rest);
    }
}

/// Whether a line break stands between two texts that came in one read: then nobody typed it, and
/// Enter must not walk through the form. An input method may well commit a word together with Enter.
fn is_pasted(text: &str) -> bool {
    let breaks = |c| matches!(c, '\r' | '\n');
    let visible = |part: &str| part.contains(|c: char| !c.is_control());
    text.trim_matches(breaks).split(breaks).filter(|part| visible(part)).nth(1).is_some()
}
