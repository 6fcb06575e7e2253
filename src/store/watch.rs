//! The file and its log have to stay the ones that were opened. Whoever moves, deletes or replaces one of them while a
//! desk stands open would have it go on writing where nobody ever reads.
use super::{Result, StoreError, files::beside};
use std::{
    fs,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
};

/// Which files stood under the names of a store when it was opened, by device and inode.
#[derive(Default)]
pub(super) struct Watch(Vec<(PathBuf, (u64, u64))>);

impl Watch {
    /// Remembers them. The log is there once something has been read, unless the disk failed at making it; then the first
    /// write tells of that.
    pub(super) fn over(store: &Path) -> Result<Self> {
        // Whoever comes by a link has the same file open.
        let real = fs::canonicalize(store)?;
        let log = beside(&real, "-wal");
        let mut files = vec![(real.clone(), identity(&real)?)];
        files.extend(identity(&log).ok().map(|known| (log, known)));
        Ok(Self(files))
    }

    /// Says so where another file has one of the names now, or none.
    pub(super) fn look(&self) -> Result<()> {
        match self.0.iter().find(|(file, known)| identity(file).ok() != Some(*known)) {
            Some((file, _)) => Err(StoreError::Moved(file.display().to_string())),
            None => Ok(()),
        }
    }
}

/// Asks for the name alone: a descriptor on the live file would take our locks with it when it closes.
fn identity(file: &Path) -> Result<(u64, u64)> {
    let meta = fs::metadata(file)?;
    Ok((meta.dev(), meta.ino()))
}
