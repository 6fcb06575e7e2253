//! The file itself: where it may lie, who may read it, and what is not a store.
use super::{Result, StoreError};
use std::{
    ffi::OsString,
    fs::{self, DirBuilder, File, OpenOptions, Permissions},
    io,
    os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

/// File systems without one host's shared memory and locks, by their magic number (`statfs(2)`).
const NETWORK: &[(u64, &str)] = &[
    (0x6969, "NFS"),
    (0x517B, "SMB"),
    (0xFF53_4D42, "CIFS"),
    (0xFE53_4D42, "SMB2"),
    (0x0102_1997, "9p"),
    (0x6573_5546, "FUSE"),
    (0x0BD0_0BD0, "Lustre"),
    (0x00C3_6400, "Ceph"),
    (0x5346_414F, "AFS"),
];

/// Makes the directory if need be and refuses what cannot hold a store, and what is none.
pub(super) fn prepare(path: &Path) -> Result<()> {
    prepare_place(path)?;
    // An empty file would pass for a new store and hide that somebody's data are gone.
    if fs::metadata(path).is_ok_and(|meta| meta.len() == 0) {
        return Err(StoreError::NotOurs);
    }
    Ok(())
}

/// Makes the directory if need be and refuses what cannot hold a store.
pub(super) fn prepare_place(path: &Path) -> Result<()> {
    prepared(path, kind)
}

fn prepared(path: &Path, kind: impl Fn(&Path) -> Result<u64>) -> Result<()> {
    let directory = directory_of(path);
    if !directory.exists() {
        DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
    }
    if path.is_dir() {
        return Err(StoreError::Directory);
    }
    refuse_intruder(path)?;
    refuse(kind(directory)?)
}

/// Root is let in everywhere, and what it makes beside a store of somebody else would shut its owner out.
pub(super) fn refuse_intruder(path: &Path) -> Result<()> {
    let owner = fs::metadata(path).or_else(|_| fs::metadata(directory_of(path)))?.uid();
    if intrudes(rustix::process::geteuid().as_raw(), owner) {
        Err(StoreError::NotRoot(owner))
    } else {
        Ok(())
    }
}

/// Whether somebody would open what belongs to somebody else because nothing is closed to them.
const fn intrudes(us: u32, owner: u32) -> bool {
    us == 0 && owner != 0
}

/// The directory in which a file lies.
pub(super) fn directory_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// The file whose name is that of another one with something behind it.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(ending);
    name.into()
}

/// The empty file beside a store that processes lock, made where it is missing; for the owner of the store alone.
pub(super) fn lock_file(store: &Path, ending: &str) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).read(true).write(true).mode(0o600);
    options.open(beside(store, ending))
}

/// Comes back when a file is on the disk. Never for the live store: closing it would drop the locks of this process.
pub(super) fn sync(copy: &Path) -> Result<()> {
    Ok(OpenOptions::new().write(true).open(copy)?.sync_all()?)
}

/// Comes back when what happened to the names in the directory of a file is on the disk.
pub(super) fn sync_directory(path: &Path) -> Result<()> {
    Ok(OpenOptions::new().read(true).open(directory_of(path))?.sync_all()?)
}

/// Says so when there is nothing to open.
pub(super) fn must_exist(path: &Path) -> Result<()> {
    Ok(fs::metadata(path).map(drop)?)
}

/// Nobody but the owner reads the store, whatever umask its first maker had.
pub(super) fn close_to_others(path: &Path) -> Result<()> {
    let mode = fs::metadata(path)?.permissions().mode();
    if mode & 0o077 != 0 {
        fs::set_permissions(path, Permissions::from_mode(0o600))?;
    }
    Ok(())
}

/// Says so when a directory lies where many hosts share it.
pub(super) fn refuse_network(directory: &Path) -> Result<()> {
    kind(directory).and_then(refuse)
}

/// The magic number of the file system on which a directory lies.
fn kind(directory: &Path) -> Result<u64> {
    let kind = rustix::fs::statfs(directory).map_err(std::io::Error::from)?.f_type;
    #[allow(clippy::cast_sign_loss, reason = "a magic number is a bit pattern; its sign means nothing")]
    let magic = kind as u64 & 0xFFFF_FFFF;
    Ok(magic)
}

fn refuse(kind: u64) -> Result<()> {
    match network_name(kind) {
        Some(name) => Err(StoreError::Network(name.to_owned())),
        None => Ok(()),
    }
}

/// The name of a file system that many hosts share, by its magic number.
fn network_name(magic: u64) -> Option<&'static str> {
    NETWORK.iter().find(|(number, _)| *number == magic).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn root_opens_nothing_that_is_somebody_elses() {
        assert!(intrudes(0, 998) && !intrudes(0, 0) && !intrudes(998, 998));
    }

    #[test]
    fn a_place_on_a_disk_of_many_hosts_is_refused_whichever_it_is() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f.db");
        for (number, name) in NETWORK {
            assert_eq!(prepared(&path, |_| Ok(*number)), Err(StoreError::Network((*name).to_owned())));
        }
        for name in ["NFS", "SMB", "CIFS", "FUSE", "9p"] {
            assert!(NETWORK.iter().any(|(_, known)| *known == name), "{name}");
        }
        assert_eq!(prepared(&path, |_| Ok(0xEF53)), Ok(()), "ext4 is ours");
        assert_eq!(prepared(&path, |_| Err(StoreError::Missing)), Err(StoreError::Missing), "nobody guesses");
    }

    /// The umask of the program closes them a second time; here there is another one.
    #[test]
    fn a_directory_and_what_is_locked_in_it_are_made_for_their_owner_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("new/f.db");
        prepare(&path).unwrap();
        lock_file(&path, ".gate").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(directory_of(&path)), mode(&beside(&path, ".gate"))), (0o700, 0o600));
    }
}
