//! Making a backup: a copy at one moment, checked, and only then under its name.
use super::{
    GOING, Trouble,
    files::{self, Part, beside, directory_of},
    seal::seal,
};
use crate::{
    domain::{
        backup::{self, Failed, Last, Made, SEALED},
        setting::recipients,
    },
    store::{Lists, Now, Store, StoreError},
};
use rustix::fs::{FlockOperation, flock};
use std::{
    fs::{self, File, OpenOptions},
    io::{self, ErrorKind},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    time::Instant,
};

/// What a backup that is not finished ends in.
const PART: &str = ".part";

/// Where a backup goes and how many stay there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The directory on this host; none where nothing may lie that anybody can read.
    pub plain: Option<PathBuf>,
    /// The directory whose files leave this host.
    pub sealed: Option<Sealed>,
    /// How many backups of each kind stay.
    pub keep: usize,
}

/// Where a backup goes that only holders of a key can read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The directory.
    pub directory: PathBuf,
    /// For whom, each an `age1…`; at least one.
    pub to: Vec<String>,
}

impl Plan {
    /// What the settings of the store at `store` say; without a directory, `backup` beside it.
    pub fn of(store: &Path, lists: &Lists) -> Self {
        let plain = match lists.setting("backup-dir") {
            "" => own_directory(store),
            named => PathBuf::from(named),
        };
        let (away, to) = (lists.setting("backup-away"), recipients(lists.setting("backup-recipient")));
        let sealed = (!away.is_empty()).then(|| Sealed { directory: PathBuf::from(away), to });
        // What is kept was read as a number before.
        Self { plain: Some(plain), sealed, keep: lists.setting("backup-keep").parse().unwrap_or(48) }
    }
}

impl Plan {
    /// Whether a directory is the one whose files leave this host.
    pub fn leaves_by(&self, directory: &Path) -> bool {
        let whole = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        self.sealed.as_ref().is_some_and(|sealed| whole(&sealed.directory) == whole(directory))
    }
}

fn own_directory(store: &Path) -> PathBuf {
    store.with_file_name("backup")
}

/// A backup that was made and found whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Where it lies.
    pub file: PathBuf,
    /// Where the one lies that leaves this host, if it does not go there alone.
    pub away: Option<PathBuf>,
    /// How large it is.
    pub bytes: u64,
    /// How long it took, in milliseconds.
    pub took: i64,
    /// What is in it.
    pub made: Made,
}

/// Makes a backup, takes away those that are too many, and keeps in the store what came of it. One at a time for a
/// store: another try meanwhile is refused. One that stands here and could not leave the host is a failure too.
pub fn back_up(store: &mut Store, plan: &Plan, now: Now) -> Result<Taken, Trouble> {
    let _turn = turn(store.path())?;
    let mut last = store.last_backup()?;
    let taken = take(store, plan, now).and_then(|taken| {
        last = Last {
            at: Some(taken.made.at),
            file: taken.file.display().to_string(),
            took: taken.took,
            failed: None,
        };
        match (&plan.plain, &plan.sealed) {
            (Some(_), Some(sealed)) => {
                // The other one is made and stands here.
                let stays = |trouble: Trouble| {
                    let told = Trouble::failed("error-backup-stays", sealed.directory.display());
                    if trouble.refused { trouble } else { told }
                };
                let away = lay_sealed(store, sealed, &taken.file, plan.keep, now).map_err(stays)?;
                Ok(Taken { away: Some(away), ..taken })
            }
            _ => Ok(taken),
        }
    });
    if let Err(trouble) = &taken {
        let (id, what) = (trouble.id.to_owned(), trouble.what.clone());
        last.failed = Some(Failed { at: now.instant, id, what });
    }
    let noted = store.note_backup(&last);
    let taken = taken?;
    noted?;
    Ok(taken)
}

/// The right to make backups of a store; the kernel gives it back whatever happens.
struct Turn(File);

impl Drop for Turn {
    fn drop(&mut self) {
        // A program that is just being started may still hold the same file for a moment.
        let _ = flock(&self.0, FlockOperation::Unlock);
    }
}

fn turn(store: &Path) -> Result<Turn, Trouble> {
    let lock = beside(store, ".backup.lock");
    let file = OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(lock);
    let file = file.map_err(StoreError::from)?;
    match flock(&file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(Turn(file)),
        Err(_) => Err(Trouble::refused(GOING, "")),
    }
}

/// Makes the copy in the directory on this host, or in the store's own where nothing may lie in the other one.
fn take(store: &Store, plan: &Plan, now: Now) -> Result<Taken, Trouble> {
    let (begun, own) = (Instant::now(), directory_of(store.path()));
    let directory = plan.plain.as_deref().unwrap_or(own);
    prepare(store, directory)?;
    let file = free_name(directory, store.path(), now, "");
    let (part, _) = Part::new(beside(&file, PART)).map_err(|error| unwritten(directory, &error))?;
    let made = store.copy_into(part.path(), now).map_err(|error| uncopied(&file, error))?;
    let file = match &plan.sealed {
        Some(sealed) if plan.plain.is_none() => lay_sealed(store, sealed, part.path(), plan.keep, now)?,
        _ => {
            part.finish(&file).map_err(|error| unwritten(directory, &error))?;
            thin(directory, store.path(), "", plan.keep);
            file
        }
    };
    let bytes = fs::metadata(&file).map_or(0, |meta| meta.len());
    let took = i64::try_from(begun.elapsed().as_millis()).unwrap_or(i64::MAX);
    Ok(Taken { file, away: None, bytes, took, made })
}

/// Lays a copy where it leaves this host, so that only holders of a key can read it.
fn lay_sealed(
    store: &Store,
    sealed: &Sealed,
    plain: &Path,
    keep: usize,
    now: Now,
) -> Result<PathBuf, Trouble> {
    let directory = &sealed.directory;
    prepare(store, directory)?;
    let file = free_name(directory, store.path(), now, SEALED);
    let written = Part::new(beside(&file, PART)).and_then(|(part, out)| {
        seal(plain, &out, &sealed.to)?;
        part.finish(&file)
    });
    written.map_err(|error| unwritten(directory, &error))?;
    thin(directory, store.path(), SEALED, keep);
    Ok(file)
}

/// What the files of a store begin with.
fn stem(store: &Path) -> String {
    store.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// The directory must be there and have room for the whole; only our own is made. A disk that is filled to its end would
/// stop those who save meanwhile.
fn prepare(store: &Store, directory: &Path) -> Result<(), Trouble> {
    let shown = directory.display();
    if !directory.exists() && directory == own_directory(store.path()) {
        files::make_directory(directory).map_err(|error| unwritten(directory, &error))?;
    }
    if !directory.is_dir() {
        let id = if directory.exists() { "error-backup-file" } else { "error-backup-missing" };
        return Err(Trouble::refused(id, shown));
    }
    sweep(directory, &stem(store.path()));
    let free = files::free(directory).map_err(|error| unwritten(directory, &error))?;
    if free < store.size()? { Err(Trouble::failed("error-backup-full", shown)) } else { Ok(()) }
}

/// What tries that were cut off have left.
fn sweep(directory: &Path, stem: &str) {
    for name in names(directory) {
        if name.split_once(PART).is_some_and(|(name, _)| backup::is_ours(name, stem)) {
            let _ = fs::remove_file(directory.join(name));
        }
    }
}

/// Takes away the backups that are too many. One that cannot be taken away stays, which harms nobody.
fn thin(directory: &Path, store: &Path, ending: &str, keep: usize) {
    for name in backup::surplus(names(directory), &stem(store), ending == SEALED, keep) {
        let _ = fs::remove_file(directory.join(name));
    }
}

fn names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().into_string().ok()).collect()
}

/// The name of this second, or of the next one that no backup has.
fn free_name(directory: &Path, store: &Path, now: Now, ending: &str) -> PathBuf {
    let stem = stem(store);
    let name = |n: i64| backup::name(&stem, now.instant.saturating_add(n * 1000)) + ending;
    let free = (0..3600).map(|n| directory.join(name(n))).find(|file| !file.exists());
    free.unwrap_or_else(|| directory.join(name(0)))
}

fn uncopied(file: &Path, error: StoreError) -> Trouble {
    let shown = file.display();
    match error {
        StoreError::Full => Trouble::failed("error-backup-full", shown),
        StoreError::ReadOnly => Trouble::failed("error-backup-unwritable", shown),
        StoreError::Damaged(why) => Trouble::failed("error-backup-bad", format!("{shown}: {why}")),
        StoreError::Disk(why) => Trouble::failed("error-backup-disk", format!("{shown}: {why}")),
        other => other.into(),
    }
}

fn unwritten(directory: &Path, error: &io::Error) -> Trouble {
    let shown = directory.display();
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Trouble::failed("error-backup-full", shown),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            Trouble::failed("error-backup-unwritable", shown)
        }
        _ => Trouble::failed("error-backup-disk", format!("{shown}: {error}")),
    }
}
