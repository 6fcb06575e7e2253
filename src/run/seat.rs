//! One live desk a clerk: whoever signs in anew takes their seat over from a desk that they left, or that hangs on a
//! line that is gone. The kernel frees a seat whose desk was killed.
use super::hangup::SEAT_TAKEN;
use rustix::{
    fs::{FlockOperation, flock},
    process::{Pid, kill_process},
};
use std::{
    fs::{File, OpenOptions},
    io::{self, Read, Seek, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    sync::mpsc::channel,
    thread,
    time::Duration,
};

/// So long a desk may take to save what is open and go.
const PATIENCE: Duration = Duration::from_secs(8);

/// A seat that is taken for as long as this is kept.
#[derive(Debug)]
pub struct Seat(#[allow(dead_code, reason = "the lock is held by the open file")] File);

/// What came of taking a seat.
#[derive(Debug)]
pub struct Taken {
    /// The seat.
    pub seat: Seat,
    /// Another desk had it, and has been ended.
    pub ended: bool,
}

impl Seat {
    /// Takes the seat of a clerk at a store; another desk that has it is told to save and go.
    pub fn take(store: &Path, code: &str) -> io::Result<Taken> {
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(path(store, code))?;
        let free = flock(&file, FlockOperation::NonBlockingLockExclusive).is_ok();
        if !free {
            let mut holder = String::new();
            file.read_to_string(&mut holder)?;
            if let Some(pid) = holder.trim().parse().ok().and_then(Pid::from_raw) {
                let _ = kill_process(pid, SEAT_TAKEN);
            }
            file = locked_within(file, PATIENCE)?;
        }
        file.set_len(0)?;
        file.rewind()?;
        writeln!(file, "{}", std::process::id())?;
        Ok(Taken { seat: Self(file), ended: !free })
    }
}

/// Waits for the lock in a thread of its own, which may wait on when nobody does any more.
fn locked_within(file: File, limit: Duration) -> io::Result<File> {
    let (done, heard) = channel();
    thread::Builder::new().name("seat".into()).spawn(move || {
        let locked = rustix::io::retry_on_intr(|| flock(&file, FlockOperation::LockExclusive));
        let _ = done.send(locked.map(|()| file));
    })?;
    let locked = heard.recv_timeout(limit).map_err(|_| io::Error::from(io::ErrorKind::WouldBlock))?;
    Ok(locked?)
}

/// The file of a seat: codes may hold anything, names of files may not.
fn path(store: &Path, code: &str) -> PathBuf {
    let mut name = store.as_os_str().to_owned();
    name.push(".seat-");
    name.push(hex(code));
    name.into()
}

/// A code as a name of a file: two digits a byte.
pub(super) fn hex(code: &str) -> String {
    code.bytes().fold(String::new(), |name, byte| name + &format!("{byte:02x}"))
}
