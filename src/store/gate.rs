//! First come, first served: a lock file before SQLite's own lock, freed by the kernel whatever happens.
use super::{Result, StoreError, files::lock_file};
use rustix::fs::{FlockOperation, flock};
use std::{
    fs::File,
    path::Path,
    time::{Duration, Instant},
};

/// How long to wait for one's turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Patience {
    /// Until it comes: the kernel keeps the queue fair.
    Forever,
    /// So long, then [`StoreError::Busy`].
    For(Duration),
}

/// The gate in front of one store.
pub(super) struct Gate {
    file: File,
    pub(super) patience: Patience,
}

/// One's turn; the gate opens again when it is dropped.
pub(super) struct Turn<'a>(&'a File);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        // A failure leaves the lock to the kernel, which frees it when the process ends.
        let _ = flock(self.0, FlockOperation::Unlock);
    }
}

impl Gate {
    pub(super) fn beside(store: &Path) -> Result<Self> {
        Ok(Self { file: lock_file(store, ".gate")?, patience: Patience::Forever })
    }

    pub(super) fn hold(&self, patience: Patience) -> Result<Turn<'_>> {
        match patience {
            Patience::Forever => self.wait(),
            Patience::For(limit) => self.try_for(limit),
        }
    }

    fn wait(&self) -> Result<Turn<'_>> {
        loop {
            match flock(&self.file, FlockOperation::LockExclusive) {
                Ok(()) => return Ok(Turn(&self.file)),
                Err(rustix::io::Errno::INTR) => {}
                Err(error) => return Err(StoreError::Disk(error.to_string())),
            }
        }
    }

    fn try_for(&self, limit: Duration) -> Result<Turn<'_>> {
        let start = Instant::now();
        while flock(&self.file, FlockOperation::NonBlockingLockExclusive).is_err() {
            if start.elapsed() > limit {
                return Err(StoreError::Busy);
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        Ok(Turn(&self.file))
    }
}
