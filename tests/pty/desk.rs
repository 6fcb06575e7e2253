//! A counter with a clerk: the real program on a real line, an emulator in front of it.
use std::io::{PipeReader, PipeWriter, Read, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags, open};
use rustix::process::{Pid, PidfdFlags, Signal, WaitOptions, kill_process, pidfd_open, waitpid};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};

/// Longer than this nothing may take.
const LIMIT: Duration = Duration::from_secs(15);

/// What the emulator answers when it is asked where the cursor is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Answer {
    /// Where it is.
    #[default]
    Honest,
    /// In this column, whatever the question.
    Column(u16),
    /// Nothing.
    None,
}

/// What has been seen so far.
pub struct Glass {
    parser: vt100::Parser,
    /// Everything the program wrote.
    pub raw: Vec<u8>,
    /// In so many pieces.
    pub pieces: usize,
    /// When the last one came.
    pub last: Instant,
    answer: Answer,
    paused: bool,
    ended: bool,
}

impl Glass {
    pub fn screen(&self) -> &vt100::Screen {
        self.parser.screen()
    }

    pub fn text(&self) -> String {
        self.screen().contents()
    }

    /// Every row of the screen and of the history above it.
    pub fn history(&mut self) -> String {
        let (_, cols) = self.screen().size();
        let screen = self.parser.screen_mut();
        screen.set_scrollback(usize::MAX);
        let mut rows = Vec::new();
        for offset in (0..=screen.scrollback()).rev() {
            screen.set_scrollback(offset);
            rows.extend(screen.rows(0, cols.get()).next());
        }
        rows.push(screen.contents());
        rows.join("\n")
    }

    /// Takes what the program wrote and gives back what the terminal answers.
    fn take(&mut self, piece: &[u8]) -> Vec<u8> {
        let mut answers = Vec::new();
        let from = self.raw.len().saturating_sub(QUESTION.len() - 1);
        self.raw.extend_from_slice(piece);
        self.pieces += 1;
        self.last = Instant::now();
        let asked = self.raw[from..].windows(QUESTION.len()).filter(|w| *w == QUESTION).count();
        self.parser.process(piece);
        for _ in 0..asked {
            let (row, column) = self.screen().cursor_position();
            let column = match self.answer {
                Answer::Honest => column + 1,
                Answer::Column(column) => column,
                Answer::None => continue,
            };
            answers.extend(format!("\x1b[{};{column}R", row + 1).into_bytes());
        }
        answers
    }
}

const QUESTION: &[u8] = b"\x1b[6n";

/// The program and the line to it. Dropping it ends both.
pub struct Desk {
    child: Child,
    line: Option<Arc<OwnedFd>>,
    glass: Arc<(Mutex<Glass>, Condvar)>,
    reader: Option<JoinHandle<()>>,
    /// Wakes the reader; closed, it ends it.
    wake: Option<PipeWriter>,
}

impl Desk {
    /// Starts a program on a line of its own, with 80 columns and 24 rows.
    pub fn start(command: &[&str], env: &[(&str, &str)], answer: Answer) -> Self {
        Self::start_sized(command, env, answer, (80, 24))
    }

    /// The same with so many columns and rows.
    pub fn start_sized(
        command: &[&str],
        env: &[(&str, &str)],
        answer: Answer,
        (cols, rows): (u16, u16),
    ) -> Self {
        let line = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
        grantpt(&line).unwrap();
        unlockpt(&line).unwrap();
        tcsetwinsize(&line, size(cols, rows)).unwrap();
        let name = ptsname(&line, Vec::new()).unwrap();
        let end = open(name, OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC, Mode::empty()).unwrap();
        let stdio = || Stdio::from(end.try_clone().unwrap());
        // A session of its own whose terminal is this line.
        let child = Command::new("setsid")
            .arg("--ctty")
            .args(command)
            .env_remove("NO_COLOR")
            .env("TERM", "xterm-256color")
            .envs(env.iter().copied())
            .stdin(stdio())
            .stdout(stdio())
            .stderr(stdio())
            .spawn()
            .unwrap();
        let parser = vt100::Parser::new(rows.try_into().unwrap(), cols.try_into().unwrap(), 1000);
        let glass = Glass {
            parser,
            raw: Vec::new(),
            pieces: 0,
            last: Instant::now(),
            answer,
            paused: false,
            ended: false,
        };
        let (line, glass) = (Arc::new(line), Arc::new((Mutex::new(glass), Condvar::new())));
        let (sleep, wake) = std::io::pipe().unwrap();
        let reader = thread::spawn({
            let (line, glass) = (Arc::clone(&line), Arc::clone(&glass));
            move || read(&line, &glass, sleep)
        });
        Self { child, line: Some(line), glass, reader: Some(reader), wake: Some(wake) }
    }

    /// What is seen now.
    pub fn glass(&self) -> MutexGuard<'_, Glass> {
        self.glass.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Types.
    pub fn send(&self, bytes: impl AsRef<[u8]>) {
        let mut bytes = bytes.as_ref();
        while !bytes.is_empty() {
            let written = rustix::io::write(self.line.as_ref().unwrap(), bytes).unwrap();
            bytes = &bytes[written..];
        }
    }

    /// Waits until something is seen.
    pub fn until(&self, what: &str, seen: impl Fn(&Glass) -> bool) {
        assert!(self.wait(LIMIT, &seen), "no {what} in time:\n{}", self.glass().text());
    }

    /// Waits until a text is on the screen.
    pub fn until_text(&self, text: &str) {
        self.until(text, |glass| glass.text().contains(text));
    }

    /// Whether so long not a byte was written.
    pub fn is_quiet(&self, time: Duration) -> bool {
        let before = self.glass().raw.len();
        !self.wait(time, |glass| glass.raw.len() > before)
    }

    /// Waits until nothing has been written for a while, and counts from there.
    pub fn settle(&self) -> Spent {
        while !self.is_quiet(Duration::from_millis(150)) {}
        self.spent()
    }

    /// What was written so far.
    pub fn spent(&self) -> Spent {
        let glass = self.glass();
        Spent { bytes: glass.raw.len(), pieces: glass.pieces }
    }

    /// What was written since.
    pub fn since(&self, before: Spent) -> Spent {
        let glass = self.glass();
        Spent { bytes: glass.raw.len() - before.bytes, pieces: glass.pieces - before.pieces }
    }

    fn wait(&self, limit: Duration, seen: impl Fn(&Glass) -> bool) -> bool {
        let (glass, changed) = &*self.glass;
        let glass = glass.lock().unwrap_or_else(PoisonError::into_inner);
        let (_glass, result) = changed.wait_timeout_while(glass, limit, |glass| !seen(glass)).unwrap();
        !result.timed_out()
    }

    /// The window gets another size. The emulator does not follow below what it can bear.
    pub fn resize(&self, cols: u16, rows: u16) {
        let (seen_cols, seen_rows) = (cols.max(8).try_into().unwrap(), rows.max(4).try_into().unwrap());
        self.glass().parser.screen_mut().set_size(seen_rows, seen_cols);
        tcsetwinsize(self.line.as_ref().unwrap(), size(cols, rows)).unwrap();
    }

    /// The clerk's side does not read any more, or does again.
    pub fn pause(&mut self, paused: bool) {
        self.glass().paused = paused;
        self.wake.as_ref().unwrap().write_all(b".").unwrap();
    }

    /// The line breaks: nobody holds its other end any more.
    pub fn hang_up(&mut self) {
        self.wake = None;
        self.reader.take().unwrap().join().unwrap();
        drop(Arc::into_inner(self.line.take().unwrap()).unwrap());
    }

    pub fn pid(&self) -> Pid {
        Pid::from_child(&self.child)
    }

    /// Sends a signal to the program.
    pub fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).unwrap();
    }

    /// Waits until the program is stopped.
    pub fn until_stopped(&self) {
        let (_, status) = waitpid(Some(self.pid()), WaitOptions::UNTRACED).unwrap().unwrap();
        assert!(status.stopped(), "{status:?}");
    }

    /// Waits for the end of the program; how it ended and how long that took.
    pub fn end(&mut self) -> (ExitStatus, Duration) {
        let start = Instant::now();
        let handle = pidfd_open(self.pid(), PidfdFlags::empty()).unwrap();
        let limit = Timespec::try_from(LIMIT).unwrap();
        let done = poll(&mut [PollFd::new(&handle, PollFlags::IN)], Some(&limit)).unwrap();
        assert_eq!(done, 1, "it does not end:\n{}", self.glass().text());
        (self.child.wait().unwrap(), start.elapsed())
    }

    /// Waits until everything the program wrote before its end has been read.
    pub fn until_read(&self) {
        self.until("end of the line", |glass| glass.ended);
    }

    /// Whether the terminal is set as a shell needs it.
    pub fn is_sane(&self) -> bool {
        let modes = tcgetattr(self.line.as_ref().unwrap()).unwrap().local_modes;
        modes.contains(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG)
    }
}

/// What was written: bytes, in so many pieces.
#[derive(Clone, Copy, Debug)]
pub struct Spent {
    pub bytes: usize,
    pub pieces: usize,
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        self.wake = None;
        self.reader.take().map(JoinHandle::join);
    }
}

fn size(cols: u16, rows: u16) -> Winsize {
    Winsize { ws_row: rows, ws_col: cols, ws_xpixel: 0, ws_ypixel: 0 }
}

/// Reads the line until it ends or the other end of `sleep` is closed.
fn read(line: &OwnedFd, glass: &(Mutex<Glass>, Condvar), mut sleep: PipeReader) {
    loop {
        let what = if glass.0.lock().unwrap_or_else(PoisonError::into_inner).paused {
            PollFlags::empty()
        } else {
            PollFlags::IN
        };
        let (woken, ready) = {
            let mut fds = [PollFd::new(&sleep, PollFlags::IN), PollFd::from_borrowed_fd(line.as_fd(), what)];
            poll(&mut fds, None).unwrap();
            (fds[0].revents(), fds[1].revents())
        };
        if !woken.is_empty() {
            if sleep.read(&mut [0; 16]).unwrap() == 0 {
                return;
            }
        } else if !ready.is_empty() && !read_piece(line, glass) {
            return;
        }
    }
}

fn read_piece(line: &OwnedFd, glass: &(Mutex<Glass>, Condvar)) -> bool {
    let mut buffer = vec![0; 64 * 1024];
    let Ok(count) = rustix::io::read(line, &mut buffer[..]) else {
        glass.0.lock().unwrap_or_else(PoisonError::into_inner).ended = true;
        glass.1.notify_all();
        return false;
    };
    let answers = glass.0.lock().unwrap_or_else(PoisonError::into_inner).take(&buffer[..count]);
    glass.1.notify_all();
    answers.is_empty() || rustix::io::write(line, &answers).is_ok()
}
