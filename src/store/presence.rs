//! Who is at a store: everybody who has it open holds a lock file together, and whoever replaces it holds it alone. The
//! kernel frees it whatever happens.
use super::{Result, StoreError, files::beside};
use rustix::fs::{FlockOperation, flock};
use std::{
    fs::{self, File, OpenOptions},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

/// Being at a store, as long as it lives.
pub(super) struct Presence {
    _held: File,
}

impl Presence {
    /// At a store with others. Refused while it is being replaced.
    pub(super) fn among_others(store: &Path) -> Result<Self> {
        Self::held(store, FlockOperation::NonBlockingLockShared, StoreError::Restoring)
    }

    /// Alone at a store. Refused while anybody has it open.
    pub(super) fn alone(store: &Path) -> Result<Self> {
        Self::held(store, FlockOperation::NonBlockingLockExclusive, StoreError::InUse)
    }

    fn held(store: &Path, how: FlockOperation, refused: StoreError) -> Result<Self> {
        // Whoever comes by a link holds the same file.
        let real = fs::canonicalize(store).unwrap_or_else(|_| store.to_owned());
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .mode(0o600)
            .open(beside(&real, ".open"))?;
        match flock(&file, how) {
            Ok(()) => Ok(Self { _held: file }),
            Err(rustix::io::Errno::WOULDBLOCK) => Err(refused),
            Err(error) => Err(StoreError::Disk(error.to_string())),
        }
    }
}
