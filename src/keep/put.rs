//! The way back from a backup: copied, checked, and only then put in the place of the store.
use super::{
    Trouble,
    files::{self, Part, beside, directory_of},
    seal::unseal,
};
use crate::{
    domain::{backup::Made, calendar::beijing_stamp, rights::Actor},
    store::{Now, Replacing, Reply, Request, Step, Store, StoreError, Verified, check_copy, encrypt},
};
use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

/// A store that was restored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// What is in it.
    pub made: Made,
    /// How large the backup was.
    pub bytes: u64,
    /// Where the store lies that stood there before, if one did.
    pub kept: Option<PathBuf>,
}

/// A backup, and the key with which it is read if it needs one.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The file.
    pub file: &'a Path,
    /// The file that holds the key.
    pub identity: Option<&'a Path>,
}

/// Puts a backup in the place of the store at `store`, which nobody may have open; what stood there stays beside it.
/// `tell` hears of each step. The store that comes of it has been opened and brought up to date.
pub fn restore(
    source: Source<'_>,
    store: &Path,
    now: Now,
    tell: &mut dyn FnMut(Step),
) -> Result<Restored, Trouble> {
    let replacing = Replacing::begin(store)?;
    let (part, bytes, made) = lay(source, store, directory_of(store))?;
    tell(Step::Checked);
    let kept = beside(store, &format!(".before-{}", beijing_stamp(now.instant)));
    let kept = replacing.place(part.path(), &kept, tell)?;
    drop(replacing);
    Store::open_existing(store)?;
    Ok(Restored { made, bytes, kept })
}

/// How a drill went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drilled {
    /// What the backup says of itself.
    pub made: Made,
    /// What was found in the store that came of it.
    pub verified: Verified,
}

/// Restores a backup into a directory of its own beside the store, goes through all of it as `verify` does, and takes it
/// away again. The store itself is not touched, and may be in use.
pub fn drill(source: Source<'_>, store: &Path, me: &Actor, now: Now) -> Result<Drilled, Trouble> {
    let folder = Folder::new(store)?;
    let (part, _, made) = lay(source, store, &folder.0)?;
    let mut restored = Store::open_copy(part.path(), store)?;
    let Reply::Verified(mut verified) = restored.answer(me, now, Request::Verify)? else {
        return Err(StoreError::Missing.into());
    };
    if (verified.petitions, verified.entries) != (made.petitions, made.entries) {
        verified.problems.push(format!(
            "{}/{} != {}/{}",
            verified.petitions, verified.entries, made.petitions, made.entries
        ));
    }
    Ok(Drilled { made, verified })
}

/// A directory for its owner alone, which goes with everything in it.
struct Folder(PathBuf);

impl Folder {
    fn new(store: &Path) -> Result<Self, Trouble> {
        let beside = Some(directory_of(store).to_owned()).filter(|directory| directory.is_dir());
        let folder = beside.unwrap_or_else(env::temp_dir).join(format!("drill-{}", uuid::Uuid::now_v7()));
        files::make_directory(&folder).map_err(StoreError::from)?;
        Ok(Self(folder))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Lays a copy of a backup into a directory and checks it whole.
fn lay(source: Source<'_>, store: &Path, directory: &Path) -> Result<(Part, u64, Made), Trouble> {
    let file = source.file;
    let mut backup = unseal(files::open_backup(file, store)?, source.identity, &file.display().to_string())?;
    let name = store.file_name().unwrap_or_default();
    let place = beside(&directory.join(name), ".restoring");
    let copied = Part::new(place).and_then(|(part, mut copy)| {
        let bytes = io::copy(&mut backup, &mut copy)?;
        copy.sync_all()?;
        Ok((part, bytes))
    });
    let (part, bytes) = copied.map_err(|error| uncopied(file, directory, error))?;
    match encrypt(part.path(), store).and_then(|()| check_copy(part.path(), store)) {
        Ok(made) => Ok((part, bytes, made)),
        Err(error) => Err(unsound(file, error)),
    }
}

fn uncopied(file: &Path, directory: &Path, error: io::Error) -> Trouble {
    match StoreError::from(error) {
        StoreError::Full => Trouble::failed("error-restore-full", directory.display()),
        StoreError::ReadOnly => StoreError::ReadOnly.into(),
        other => Trouble::failed("error-restore-unread", format!("{}: {other}", file.display())),
    }
}

/// Why a backup cannot become a store.
fn unsound(file: &Path, error: StoreError) -> Trouble {
    let shown = file.display();
    match error {
        StoreError::TooNew(version) => Trouble::failed("error-too-new", version),
        StoreError::NotOurs | StoreError::Missing => Trouble::failed("error-restore-not-ours", shown),
        StoreError::Full => Trouble::failed("error-restore-full", shown),
        StoreError::Damaged(why) | StoreError::Sqlite(why) | StoreError::Disk(why) => {
            Trouble::failed("error-restore-bad", format!("{shown}: {why}"))
        }
        other => other.into(),
    }
}
