//! Files that are not the live store: copies on their way, their directories and the room for them.
use super::Trouble;
use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, ErrorKind},
    os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

/// What may be laid beside a copy while it is being worked on.
const PARTS: [&str; 4] = ["-journal", "-wal", "-shm", ".cipher-part"];

/// A file that is not finished: it goes when this is dropped before it got its name.
pub(super) struct Part(PathBuf);

impl Part {
    /// An empty file for its owner alone, in place of what an earlier try has left.
    pub(super) fn new(path: PathBuf) -> io::Result<(Self, File)> {
        remove_all(&path);
        let file = OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(&path)?;
        Ok((Self(path), file))
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// Comes back when the file is on the disk under its name.
    pub(super) fn finish(self, name: &Path) -> io::Result<()> {
        File::open(&self.0)?.sync_all()?;
        fs::rename(&self.0, name)?;
        File::open(directory_of(name))?.sync_all()
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        remove_all(&self.0);
    }
}

fn remove_all(path: &Path) {
    for part in PARTS.iter().chain([&""]) {
        // What is not there is what is wanted.
        let _ = fs::remove_file(beside(path, part));
    }
}

/// The file whose name is that of another one with something behind it.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// The directory in which a file lies.
pub(super) fn directory_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."))
}

/// A directory for its owner alone.
pub(super) fn make_directory(path: &Path) -> io::Result<()> {
    DirBuilder::new().mode(0o700).create(path)
}

/// Bytes that are free where a directory lies.
pub(super) fn free(directory: &Path) -> io::Result<u64> {
    let disk = rustix::fs::statvfs(directory)?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// Opens a backup. A store that is in use is none: what was written last lies beside its file.
pub(super) fn open_backup(file: &Path, store: &Path) -> Result<File, Trouble> {
    let shown = file.display();
    let meta = |path: &Path| fs::metadata(path).map(|meta| (meta.dev(), meta.ino()));
    match (meta(file), meta(store)) {
        (Ok(one), Ok(other)) if one == other => return Err(Trouble::refused("error-restore-itself", shown)),
        _ if beside(file, "-wal").exists() => return Err(Trouble::refused("error-restore-live", shown)),
        _ if file.is_dir() => return Err(Trouble::refused("error-restore-directory", shown)),
        _ => {}
    }
    File::open(file).map_err(|error| match error.kind() {
        ErrorKind::NotFound => Trouble::refused("error-restore-missing", shown),
        _ => Trouble::failed("error-restore-unread", format!("{shown}: {error}")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    /// The umask of the program closes them a second time; here there is another one.
    #[test]
    fn a_copy_and_its_directory_are_made_for_their_owner_alone() {
        let dir = tempfile::tempdir().unwrap();
        let (directory, file) = (dir.path().join("backup"), dir.path().join("backup/f.db"));
        make_directory(&directory).unwrap();
        let (part, _) = Part::new(beside(&file, ".part")).unwrap();
        part.finish(&file).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&directory), mode(&file)), (0o700, 0o600));
    }
}
