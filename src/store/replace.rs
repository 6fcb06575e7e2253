//! Putting another file in the place of a store that nobody has open. Whenever it is cut off, the old store or the new one
//! stands at its place whole, and the other one beside it.
use super::{
    Result, StoreError, backup, cipher,
    files::{self, beside},
    presence::Presence,
};
use rusqlite::{OpenFlags, config::DbConfig};
use rustix::fs::{CWD, RenameFlags, renameat_with};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// What SQLite lays beside a file and would take for part of whatever stands at its place.
const PARTS: [&str; 2] = ["-wal", "-journal"];

/// Alone at a store that is to be replaced.
pub struct Replacing {
    path: PathBuf,
    _alone: Presence,
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The backup lies beside the store, and is checked.
    Checked,
    /// The old store is one file, with all that was written to it.
    Closed,
    /// The new one stands under the name that the old one is to have.
    Ready,
    /// What belongs to an old one that could not be closed is out of the way.
    Cleared,
    /// They have changed places.
    Placed,
}

impl Replacing {
    /// Comes to be alone at the place of a store, whether there is one or not.
    pub fn begin(path: &Path) -> Result<Self> {
        files::prepare_place(path)?;
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let alone = Presence::alone(&path)?;
        Ok(Self { path, _alone: alone })
    }

    /// Puts a checked copy, which lies in the same directory, in the place of the store; the old one gets the name `kept`.
    /// Gives back that name where there was an old one; `tell` hears of each step.
    pub fn place(&self, copy: &Path, kept: &Path, tell: &mut dyn FnMut(Step)) -> Result<Option<PathBuf>> {
        backup::unmark(copy, &self.path)?;
        files::sync(copy)?;
        let old = self.path.exists();
        if old {
            close(&self.path)?;
        }
        tell(Step::Closed);
        fs::rename(copy, kept)?;
        files::sync_directory(kept)?;
        tell(Step::Ready);
        self.clear(kept)?;
        tell(Step::Cleared);
        if old {
            exchange(&self.path, kept)?;
        } else {
            fs::rename(kept, &self.path)?;
        }
        files::sync_directory(kept)?;
        tell(Step::Placed);
        reunite(kept)?;
        Ok(old.then(|| kept.to_owned()))
    }

    /// Beside the new file nothing may lie that belonged to the old one: SQLite would write it into the new.
    fn clear(&self, kept: &Path) -> Result<()> {
        for part in PARTS {
            move_if_there(&beside(&self.path, part), &aside(kept, part))?;
        }
        match fs::remove_file(beside(&self.path, "-shm")) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
            _ => files::sync_directory(kept),
        }
    }
}

/// Gives an old store that could not be closed its parts back, under its new name.
fn reunite(kept: &Path) -> Result<()> {
    for part in PARTS {
        move_if_there(&aside(kept, part), &beside(kept, part))?;
    }
    files::sync_directory(kept)
}

/// The name under which a part waits until its store has changed places: one that SQLite does not look for.
fn aside(kept: &Path, part: &str) -> PathBuf {
    beside(kept, &part.replace('-', "."))
}

fn move_if_there(from: &Path, to: &Path) -> Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Writes everything into the one file. This fails while any connection is open, also that of a program which knows
/// nothing of our lock; a file too damaged for it is replaced with all its parts.
fn close(path: &Path) -> Result<()> {
    let closed = cipher::connect(path, path, OpenFlags::SQLITE_OPEN_READ_WRITE).and_then(|db| {
        db.busy_timeout(std::time::Duration::ZERO)?;
        // A log that SQLite does not understand would otherwise be thrown away.
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        db.pragma_update_and_check(None, "journal_mode", "delete", |row| row.get::<_, String>(0))?;
        db.close().map_err(|(_, error)| error.into())
    });
    match closed {
        Err(StoreError::Busy) => Err(StoreError::InUse),
        Err(StoreError::Full) => Err(StoreError::Full),
        _ => Ok(()),
    }
}

/// Two files change places in one step; where the file system cannot do that, the old one has both names for a moment.
fn exchange(path: &Path, kept: &Path) -> Result<()> {
    use rustix::io::Errno;
    match renameat_with(CWD, path, CWD, kept, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(()),
        Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => {
            let new = beside(path, ".new");
            fs::rename(kept, &new)?;
            fs::hard_link(path, kept)?;
            Ok(fs::rename(new, path)?)
        }
        Err(error) => Err(io::Error::from(error).into()),
    }
}
