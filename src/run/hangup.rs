//! The ways a session ends or pauses from outside: the line breaks, the system says stop. Always in
//! this order: what was typed is saved, the terminal is given back, the process ends.
use std::io;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use rustix::event::PollFlags;
use rustix::process::{Signal, getpid, kill_process};
use rustix::stdio::stdout;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;
use signal_hook::low_level::exit;

use super::input::News;
use super::tty::{self, Tty, wait};

const WATCHED: [i32; 8] = [SIGHUP, SIGTERM, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH, SEAT_TAKEN.as_raw()];

/// The signal by which another desk of the same clerk says that it takes the seat over.
pub const SEAT_TAKEN: Signal = Signal::USR1;

/// So long a new size is let settle before it is told.
const DRAGGED: Duration = Duration::from_millis(60);

/// Watches the line and the signals in threads of their own, for the picture may be stuck in a write.
///
/// `save` must not wait for the picture; it may be called more than once, from either thread. `farewell` is what is said
/// to whoever looks at a desk whose seat has been taken over.
pub fn watch(
    tty: &Arc<Tty>,
    save: impl Fn() + Clone + Send + 'static,
    tell: impl FnMut(News) + Send + 'static,
    farewell: String,
) -> io::Result<()> {
    let signals = Signals::new(WATCHED)?;
    let heard = Heard { tty: Arc::clone(tty), save: save.clone(), tell, farewell };
    thread::Builder::new().name("signals".into()).spawn(move || heard.run(signals))?;
    thread::Builder::new().name("line".into()).spawn(move || {
        while !is_broken() {}
        save();
        exit(128 + SIGHUP);
    })?;
    Ok(())
}

/// Waits until something happens to the line.
fn is_broken() -> bool {
    let broken = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
    wait(stdout(), PollFlags::empty(), None).map_or(true, |flags| flags.intersects(broken))
}

struct Heard<S, T> {
    tty: Arc<Tty>,
    save: S,
    tell: T,
    farewell: String,
}

impl<S: Fn(), T: FnMut(News)> Heard<S, T> {
    fn run(mut self, mut signals: Signals) {
        for signal in signals.forever() {
            match signal {
                SIGWINCH => self.resized(),
                SIGTSTP => self.stop(),
                SIGCONT => self.resume(),
                _ => self.end(signal),
            }
        }
    }

    /// A window that is being dragged says so a hundred times a second; signals of one kind that come
    /// while we wait are one. Whatever size it ends with, its content may have been cut meanwhile.
    fn resized(&mut self) {
        thread::sleep(DRAGGED);
        self.tty.spoil();
        let (cols, rows) = tty::size();
        (self.tell)(News::Resize(cols, rows));
    }

    /// Gives the terminal back first: whoever stops us wants to use it.
    fn stop(&self) {
        (self.save)();
        self.tty.leave();
        let _ = kill_process(getpid(), Signal::STOP);
    }

    fn resume(&mut self) {
        if self.tty.enter().is_ok() {
            (self.tell)(News::Resumed);
        }
    }

    fn end(&self, signal: i32) {
        (self.save)();
        self.tty.leave();
        if signal == SEAT_TAKEN.as_raw() {
            let _ = tty::write_within(self.farewell.as_bytes(), tty::LAST);
            exit(0);
        }
        exit(128 + signal);
    }
}
