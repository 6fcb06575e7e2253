//! The terminal as a device: into the screen, out of it again whatever happens, and no write that
//! could hang while somebody waits for the end.
use std::io;
use std::os::fd::BorrowedFd;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::text;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
use rustix::io::Errno;
use rustix::stdio::{stdin, stdout};
use rustix::termios::{
    OptionalActions, QueueSelector, Termios, isatty, tcflush, tcgetattr, tcgetwinsize, tcsetattr,
};

/// Alternate screen; no wrapping at the right edge, for a glyph wider than thought must not push the
/// rest down a row; bracketed paste; mouse and focus reports off, should somebody have left them on;
/// an empty screen without history.
pub const ENTER: &[u8] = b"\x1b[?1049h\x1b[?7l\x1b[?2004h\x1b[?1000;1002;1003;1004l\x1b[2J\x1b[3J";
/// Everything back as it was, on every way out.
pub const LEAVE: &[u8] = b"\x1b[2J\x1b[3J\x1b[?2004l\x1b[?7h\x1b[?25h\x1b[0m\x1b[?1049l";
/// Nothing on the screen and nothing in the history.
pub const WIPE: &[u8] = b"\x1b[2J\x1b[3J\x1b[H";

/// Printer controller mode, ECMA-48 MC: what follows goes to the printer of the terminal and not to its screen, until …
const TO_PRINTER: &[u8] = b"\x1b[5i";
/// … this.
const TO_SCREEN: &[u8] = b"\x1b[4i";
/// So long a writer waits for room before it asks again whether it is still wanted.
const BREATH: Duration = Duration::from_millis(50);
/// A page is done: the printer puts it out.
const PAGE: &[u8] = b"\x0c";
/// So long a terminal may take to pass a paper on to its printer.
const PAPER: Duration = Duration::from_secs(10);

/// So long the last bytes may take when the other end does not read.
pub(super) const LAST: Duration = Duration::from_secs(1);
/// So long a frame that is being written may take to finish before the last bytes.
const FRAME: Duration = Duration::from_millis(200);

/// The terminal of this process. Shared between the picture and those who may have to end it.
#[derive(Debug)]
pub struct Tty {
    before: Termios,
    inside: AtomicBool,
    /// The screen still shows what a lock has to hide.
    unwiped: AtomicBool,
    /// The line leads to the terminal's printer; whoever writes next leads it back to the screen.
    diverted: AtomicBool,
    /// Somebody needs the screen at once: a paper on its way to the printer stops.
    needed: AtomicBool,
    /// How often something happened to the screen that the painter does not know of.
    spoilt: AtomicUsize,
    frame: Mutex<()>,
}

impl Tty {
    /// Remembers how the terminal was set. Fails when input or output is not a terminal.
    pub fn open() -> io::Result<Self> {
        if !isatty(stdin()) || !isatty(stdout()) {
            return Err(io::ErrorKind::Unsupported.into());
        }
        let before = tcgetattr(stdin())?;
        Ok(Self {
            before,
            inside: AtomicBool::new(false),
            unwiped: AtomicBool::new(false),
            diverted: AtomicBool::new(false),
            needed: AtomicBool::new(false),
            spoilt: AtomicUsize::new(0),
            frame: Mutex::new(()),
        })
    }

    /// Keys come one by one and unchanged from now on; what was typed before is thrown away.
    pub(super) fn raw(&self) -> io::Result<()> {
        let mut raw = self.before.clone();
        raw.make_raw();
        tcsetattr(stdin(), OptionalActions::Now, &raw)?;
        Ok(tcflush(stdin(), QueueSelector::IFlush)?)
    }

    /// Takes the whole screen.
    pub fn enter(&self) -> io::Result<()> {
        self.raw()?;
        write_within(ENTER, LAST)?;
        self.spoil();
        self.inside.store(true, Ordering::SeqCst);
        Ok(())
    }

    /// Gives the screen back. Never fails and never takes longer than a second or so; the second
    /// time it does nothing.
    pub fn leave(&self) {
        let inside = self.inside.swap(false, Ordering::SeqCst);
        let _turn = self.turn();
        if inside {
            let _ = self.to_screen().and_then(|()| write_within(LEAVE, LAST));
        }
        self.restore();
    }

    /// Sets the device back, without a byte to the screen.
    pub(super) fn restore(&self) {
        let _ = tcsetattr(stdin(), OptionalActions::Now, &self.before);
    }

    /// Empties the screen and its history at once, for a lock. Bounded like [`Self::leave`]; on a line that takes nothing
    /// now it comes before the next frame.
    pub fn wipe(&self) {
        let _turn = self.turn();
        if self.to_screen().and_then(|()| write_within(WIPE, LAST)).is_err() {
            self.unwiped.store(true, Ordering::SeqCst);
        }
        self.spoil();
    }

    /// What is on the screen is not what was painted there: the next frame paints everything.
    pub(super) fn spoil(&self) {
        self.spoilt.fetch_add(1, Ordering::SeqCst);
    }

    /// How often the screen was spoilt so far.
    pub(super) fn spoilt(&self) -> usize {
        self.spoilt.load(Ordering::SeqCst)
    }

    /// Whether the screen is ours.
    pub fn is_inside(&self) -> bool {
        self.inside.load(Ordering::SeqCst)
    }

    /// Writes one frame in one piece, unless the screen is not ours any more.
    pub(super) fn frame(&self, bytes: &[u8]) -> io::Result<()> {
        let _turn = self.frame.lock().unwrap_or_else(PoisonError::into_inner);
        if !self.is_inside() {
            return Ok(());
        }
        if self.diverted.swap(false, Ordering::SeqCst) {
            write_all(TO_SCREEN)?;
        }
        if self.unwiped.swap(false, Ordering::SeqCst) {
            write_all(WIPE)?;
        }
        write_all(bytes)
    }

    /// Passes a page of text to the printer that is attached to the terminal (ECMA-48 MC). A terminal that knows of no
    /// printer shows it instead, so the next frame paints everything. Fails where the line takes it no faster than in ten
    /// seconds, or where the screen is wanted for a lock or for the end.
    pub fn print(&self, text: &str) -> io::Result<()> {
        let _turn = self.frame.lock().unwrap_or_else(PoisonError::into_inner);
        if !self.is_inside() || self.needed.load(Ordering::SeqCst) {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        self.spoil();
        self.diverted.store(true, Ordering::SeqCst);
        let page = text::clean::page(text).replace('\n', "\r\n");
        let bytes = [TO_PRINTER, page.as_bytes(), PAGE].concat();
        write_until(&bytes, Instant::now() + PAPER, || self.needed.load(Ordering::SeqCst))?;
        self.to_screen()
    }

    /// Leads the line back to the screen, should it lead to the printer.
    fn to_screen(&self) -> io::Result<()> {
        if self.diverted.load(Ordering::SeqCst) {
            write_within(TO_SCREEN, LAST)?;
            self.diverted.store(false, Ordering::SeqCst);
        }
        Ok(())
    }

    /// Waits for the frame that is being written, but not for one that does not end; a paper gives way.
    fn turn(&self) -> Option<MutexGuard<'_, ()>> {
        self.needed.store(true, Ordering::SeqCst);
        let turn = self.turn_in_time();
        self.needed.store(false, Ordering::SeqCst);
        turn
    }

    fn turn_in_time(&self) -> Option<MutexGuard<'_, ()>> {
        let end = Instant::now() + FRAME;
        while Instant::now() < end {
            if let Ok(turn) = self.frame.try_lock() {
                return Some(turn);
            }
            thread::sleep(Duration::from_millis(5));
        }
        None
    }
}

/// Columns and rows of the terminal; what a terminal can be when it does not say.
pub fn size() -> (u16, u16) {
    match tcgetwinsize(stdout()) {
        Ok(size) if size.ws_col > 0 && size.ws_row > 0 => (size.ws_col.min(500), size.ws_row.min(200)),
        _ => (80, 24),
    }
}

/// Waits until something can be done with a file; `None` for as long as it takes.
pub(super) fn wait(fd: BorrowedFd<'_>, what: PollFlags, limit: Option<Duration>) -> io::Result<PollFlags> {
    let limit = limit.and_then(|limit| Timespec::try_from(limit).ok());
    let mut fds = [PollFd::from_borrowed_fd(fd, what)];
    match poll(&mut fds, limit.as_ref()) {
        Ok(_) => Ok(fds[0].revents()),
        Err(Errno::INTR) => Ok(PollFlags::empty()),
        Err(error) => Err(error.into()),
    }
}

/// One `write(2)`, unless the terminal takes only a part of it.
fn write_all(mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match rustix::io::write(stdout(), bytes) {
            Ok(written) => bytes = &bytes[written..],
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) => drop(wait(stdout(), PollFlags::OUT, None)?),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Writes without ever hanging; gives up after the limit.
pub(super) fn write_within(bytes: &[u8], limit: Duration) -> io::Result<()> {
    write_until(bytes, Instant::now() + limit, || false)
}

/// Writes without ever hanging; gives up at the end of its time, or as soon as it is told to.
fn write_until(mut bytes: &[u8], end: Instant, cease: impl Fn() -> bool) -> io::Result<()> {
    let flags = fcntl_getfl(stdout())?;
    fcntl_setfl(stdout(), flags | OFlags::NONBLOCK)?;
    let mut result = Ok(());
    while !bytes.is_empty() && result.is_ok() {
        match rustix::io::write(stdout(), bytes) {
            Ok(written) => bytes = &bytes[written..],
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) if cease() => result = Err(io::ErrorKind::Interrupted.into()),
            Err(Errno::AGAIN) => result = room_before(end),
            Err(error) => result = Err(error.into()),
        }
    }
    fcntl_setfl(stdout(), flags)?;
    result
}

fn room_before(end: Instant) -> io::Result<()> {
    let left = end.checked_duration_since(Instant::now()).ok_or(io::ErrorKind::TimedOut)?;
    if wait(stdout(), PollFlags::OUT, Some(left.min(BREATH)))?.contains(PollFlags::OUT) {
        // A stuck writer holds the line although there is room: do not spin.
        thread::sleep(Duration::from_millis(5));
    }
    Ok(())
}
