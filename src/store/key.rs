//! Secrets that lie in files of their own beside the store: 32 bytes out of the system's source of chance.
use super::{Result, StoreError, files};
use std::{
    fs::{self, OpenOptions},
    io::{ErrorKind, Read, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};
use zeroize::Zeroizing;

/// Bytes of a key.
const LENGTH: usize = 32;

/// A key in memory; gone from it with its last use.
pub(super) type Key = Zeroizing<Vec<u8>>;

/// The key that lies at `path`, if one does.
pub(super) fn read(path: &Path) -> Result<Option<Key>> {
    let mut key = Zeroizing::new(Vec::with_capacity(LENGTH));
    match OpenOptions::new().read(true).open(path) {
        Ok(mut file) => drop(file.read_to_end(&mut key)?),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    }
    if key.len() == LENGTH { Ok(Some(key)) } else { Err(StoreError::BadKey(path.display().to_string())) }
}

/// The key that lies at `path`, made if none does. It gets its name whole and on the disk: of many desks that start at
/// once one makes it, and nobody ever reads half of it.
pub(super) fn read_or_make(path: &Path) -> Result<Key> {
    if let Some(key) = read(path)? {
        return Ok(key);
    }
    let mut key = Zeroizing::new(vec![0; LENGTH]);
    getrandom::fill(&mut key).map_err(|error| StoreError::Disk(error.to_string()))?;
    let part = files::beside(path, &format!(".{}", uuid::Uuid::now_v7()));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&part)?;
    let named = file.write_all(&key).and_then(|()| file.sync_all()).and_then(|()| fs::hard_link(&part, path));
    fs::remove_file(&part)?;
    match named {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error.into()),
        _ => files::sync_directory(path)?,
    }
    read(path)?.ok_or_else(|| StoreError::NoKey(path.display().to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{os::unix::fs::PermissionsExt, thread};

    #[test]
    fn of_many_who_make_a_key_at_once_all_hold_the_same() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f.key");
        assert!(read(&path).unwrap().is_none());
        let many: Vec<_> = (0..8)
            .map(|_| {
                thread::spawn({
                    let path = path.clone();
                    move || read_or_make(&path).unwrap()
                })
            })
            .collect();
        let keys: Vec<Key> = many.into_iter().map(|one| one.join().unwrap()).collect();
        assert!(keys.iter().all(|key| **key == *keys[0] && key.len() == LENGTH));
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "nothing half-made stays");
    }

    #[test]
    fn a_key_that_was_cut_is_said_and_not_made_anew() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f.key");
        fs::write(&path, b"half").unwrap();
        assert_eq!(read_or_make(&path).unwrap_err(), StoreError::BadKey(path.display().to_string()));
        assert_eq!(fs::read(&path).unwrap(), b"half");
    }
}
