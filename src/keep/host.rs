//! The facts about a host and a store that are checked.
use super::files::{self, beside, directory_of};
use crate::store::{Health, Now, StoreError, has_key, health, network};
use rustix::process::{DumpableBehavior, Resource, dumpable_behavior, geteuid, getrlimit};
use std::{
    env, fs,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// What lies beside a store and is as private as it is.
const PARTS: [&str; 7] = ["", "-wal", "-shm", ".gate", ".open", ".backup.lock", ".key"];

/// Where the names of terminals are kept.
const TERMINFO: [&str; 4] = ["/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo", "/usr/lib/terminfo"];

/// What was seen of a host.
#[derive(Clone, Debug)]
pub struct Host {
    /// Where the store is or would be.
    pub store: PathBuf,
    /// The moment.
    pub now: Now,
    /// How the store stands.
    pub health: Result<Health, StoreError>,
    /// The file system, where many hosts share it.
    pub network: Option<String>,
    /// Directory and files that others may read or own, each with its rights and with the number of its owner if that is
    /// another one.
    pub open: Vec<String>,
    /// Whether the key on which all PINs hang lies beside the store, readable and whole.
    pub key: bool,
    /// Free bytes of the disk.
    pub free: Option<u64>,
    /// Bytes of the write-ahead log.
    pub log: u64,
    /// The version of the program `sqlite3`, if there is one: 3051003 is 3.51.3.
    pub sqlite3: Option<i32>,
    /// The locale for characters.
    pub locale: String,
    /// The kind of terminal, and whether programs here know it.
    pub term: Option<(String, bool)>,
    /// Whether a program that breaks down leaves its memory in a file.
    pub dumps: bool,
}

impl Host {
    /// Looks at this host and at the store at `path`.
    pub fn look(path: &Path, now: Now) -> Self {
        let directory = directory_of(path);
        Self {
            store: path.to_owned(),
            now,
            health: health(path),
            network: network(path),
            open: open(path),
            key: has_key(path),
            free: files::free(directory).ok(),
            log: fs::metadata(beside(path, "-wal")).map_or(0, |log| log.len()),
            sqlite3: sqlite3(),
            locale: ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|name| said(name)).unwrap_or_default(),
            term: said("TERM").map(|name| (name.clone(), is_known(&name))),
            dumps: dumps(),
        }
    }
}

fn said(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// The directory and the files of a store that are not for its owner alone, or not ours.
fn open(path: &Path) -> Vec<String> {
    let files = PARTS.iter().map(|part| beside(path, part));
    let all = std::iter::once(directory_of(path).to_owned()).chain(files);
    let us = geteuid().as_raw();
    let wrong = |path: PathBuf| {
        let meta = fs::metadata(&path).ok()?;
        let mode = meta.mode() & 0o777;
        let owner = if meta.uid() == us { String::new() } else { format!(" (uid {})", meta.uid()) };
        let wrong = mode & 0o077 != 0 || !owner.is_empty();
        wrong.then(|| format!("{mode:04o} {}{owner}", path.display()))
    };
    all.filter_map(wrong).collect()
}

/// `3.45.1 2024-01-30 …` is 3045001.
fn sqlite3() -> Option<i32> {
    let said =
        Command::new("sqlite3").arg("--version").stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    number(&String::from_utf8_lossy(&said.stdout))
}

fn number(said: &str) -> Option<i32> {
    let mut parts = said.split_whitespace().next()?.split('.').map(|part| part.parse::<i32>().ok());
    let (major, minor, patch) = (parts.next()??, parts.next()??, parts.next().flatten().unwrap_or(0));
    Some(major * 1_000_000 + minor * 1000 + patch)
}

/// Whether the library that other programs draw with has a description of this terminal.
fn is_known(term: &str) -> bool {
    let Some(first) = term.chars().next() else { return false };
    let own = ["TERMINFO", "HOME"].iter().filter_map(|name| said(name).map(PathBuf::from));
    let own = own.flat_map(|root| [root.join(".terminfo"), root]);
    let roots = TERMINFO.iter().map(PathBuf::from).chain(own);
    let shelves = [first.to_string(), format!("{:x}", u32::from(first))];
    roots.into_iter().any(|root| shelves.iter().any(|shelf| root.join(shelf).join(term).exists()))
}

fn dumps() -> bool {
    let allowed = getrlimit(Resource::Core).current != Some(0);
    allowed && dumpable_behavior().is_ok_and(|how| how != DumpableBehavior::NotDumpable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_read_as_the_program_says_it() {
        assert_eq!(number("3.45.1 2024-01-30 16:01:20 e876e51a (64-bit)"), Some(3_045_001));
        assert_eq!(number("3.51 x"), Some(3_051_000));
        assert_eq!((number(""), number("sqlite")), (None, None));
    }
}
