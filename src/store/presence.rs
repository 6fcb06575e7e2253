//! Who is at a store: everybody who has it open holds a lock file together, and whoever replaces it holds it alone. The
//! kernel frees it whatever happens.
use super::{Result, StoreError, files::lock_file};
use rustix::fs::{FlockOperation, flock};
use std::{
    fs::{self, File},
    path::Path,
};

/// Being at a store, as long as it lives.
pub(super) struct Presence(File);

impl Drop for Presence {
    fn drop(&mut self) {
        // A program that is just being started, such as the printer's, may still hold the same file for a moment.
        let _ = flock(&self.0, FlockOperation::Unlock);
    }
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
        let file = lock_file(&real, ".open")?;
        match flock(&file, how) {
            Ok(()) => Ok(Self(file)),
            Err(rustix::io::Errno::WOULDBLOCK) => Err(refused),
            Err(error) => Err(StoreError::Disk(error.to_string())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_has_gone_holds_nothing_though_a_program_that_is_being_started_has_the_same_file() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f.db");
        let alone = Presence::alone(&path).unwrap();
        assert!(matches!(Presence::among_others(&path), Err(StoreError::Restoring)));
        let started = alone.0.try_clone().unwrap();
        drop(alone);
        assert!(Presence::among_others(&path).is_ok());
        drop(started);
    }
}
