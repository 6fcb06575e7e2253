//! A bracketed paste while it is open.
use std::time::{Duration, Instant};

use super::Input;
use crate::text::clean;

pub(super) const BEGIN: &[u8] = b"\x1b[200~";
const END: &[u8] = b"\x1b[201~";
/// Two Ctrl-C: the way out when the end never comes.
const CANCEL: &[u8] = b"\x03\x03";
/// More is not kept.
const CAP: usize = 64 * 1024;
/// After this long the user is told that a paste is still open.
const LONG: Duration = Duration::from_secs(1);

/// What has come so far. There is no time-out: the rest would be taken for keys.
#[derive(Debug)]
pub(super) struct Paste {
    bytes: Vec<u8>,
    cut: bool,
    opened: Instant,
    told: bool,
}

impl Paste {
    pub(super) const fn new(opened: Instant) -> Self {
        Self { bytes: Vec::new(), cut: false, opened, told: false }
    }

    /// Takes what belongs to it out of `held`; once it is over says how it ended.
    pub(super) fn take(&mut self, held: &mut Vec<u8>) -> Option<Vec<Input>> {
        let end = find(held, END);
        let cancel = find(held, CANCEL).filter(|at| end.is_none_or(|end| *at < end));
        if let Some(at) = cancel {
            held.drain(..at + CANCEL.len());
            return Some(vec![Input::PasteDropped]);
        }
        // The last bytes may be the beginning of the end.
        let whole = end.unwrap_or(held.len().saturating_sub(END.len() - 1));
        let fits = whole.min(CAP - self.bytes.len());
        self.bytes.extend_from_slice(&held[..fits]);
        self.cut |= fits < whole;
        held.drain(..whole + end.map_or(0, |_| END.len()));
        end.map(|_| self.close())
    }

    /// When the user has to be told that it is still open.
    pub(super) fn deadline(&self) -> Option<Instant> {
        (!self.told).then(|| self.opened + LONG)
    }

    pub(super) const fn tell(&mut self) -> Input {
        self.told = true;
        Input::Pasting
    }

    fn close(&self) -> Vec<Input> {
        match std::str::from_utf8(&self.bytes) {
            Ok(text) => pasted(text, self.cut),
            Err(error) if self.cut && error.error_len().is_none() => {
                pasted(&String::from_utf8_lossy(&self.bytes[..error.valid_up_to()]), true)
            }
            Err(_) => vec![Input::NotUtf8],
        }
    }
}

/// Text that was pasted rather than typed; nothing at all when nothing of it is visible.
pub(super) fn pasted(text: &str, cut: bool) -> Vec<Input> {
    let text = clean::typed_page(text);
    if text.is_empty() { Vec::new() } else { vec![Input::Paste { text, cut }] }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}
