//! The thread that reads the keyboard. It waits for nothing else, so that nothing else waits for it.
use std::io;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rustix::event::PollFlags;
use rustix::io::Errno;
use rustix::stdio::stdin;

use super::decode::{Decoder, Input};
use super::tty::wait;

/// As much as is taken for one piece.
const PIECE: usize = 64 * 1024;

/// What the terminal and the system tell the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// A key or a paste.
    Input(Input),
    /// The terminal has so many columns and rows now.
    Resize(u16, u16),
    /// The program was stopped and goes on; somebody else may sit there. The screen is empty.
    Resumed,
    /// Nobody is there any more.
    Gone,
}

/// Reads until the end. `early` is what was read before; `tell` hears everything in order.
pub fn listen(
    mut decoder: Decoder,
    early: Vec<u8>,
    mut tell: impl FnMut(News) + Send + 'static,
) -> io::Result<JoinHandle<()>> {
    thread::Builder::new().name("input".into()).spawn(move || {
        let mut piece = early;
        loop {
            let heard = match piece[..] {
                [] => decoder.tick(Instant::now()),
                _ => decoder.feed(&piece, Instant::now()),
            };
            heard.into_iter().map(News::Input).for_each(&mut tell);
            let limit = decoder.deadline().map(|end| end.saturating_duration_since(Instant::now()));
            match read(limit) {
                Ok(next) => piece = next,
                Err(_) => return tell(News::Gone),
            }
        }
    })
}

/// All that is there, once something is there; nothing when the limit has passed.
fn read(limit: Option<Duration>) -> io::Result<Vec<u8>> {
    let mut piece = Vec::new();
    let mut limit = limit;
    while piece.len() < PIECE && !wait(stdin(), PollFlags::IN, limit)?.is_empty() {
        let mut buffer = [0; 4096];
        match rustix::io::read(stdin(), &mut buffer) {
            Ok(0) if piece.is_empty() => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(0) => break,
            Ok(count) => piece.extend_from_slice(&buffer[..count]),
            Err(Errno::INTR | Errno::AGAIN) => {}
            Err(_) if !piece.is_empty() => break,
            Err(error) => return Err(error.into()),
        }
        limit = Some(Duration::ZERO);
    }
    Ok(piece)
}
