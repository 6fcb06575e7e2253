//! The disk that fails: compiled once from C, loaded before the program, and its notebook read.
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
};

static COMPILED: LazyLock<PathBuf> = LazyLock::new(|| {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let (library, made) = (dir.join("shim.so"), dir.join(format!("shim-{}.so", std::process::id())));
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/survive/shim.c");
    let said = Command::new("cc")
        .args(["-O1", "-shared", "-fPIC", "-o"])
        .arg(&made)
        .args([source, "-ldl"])
        .output()
        .expect("a C compiler named cc is needed here, as SQLite needs one");
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    fs::rename(made, &library).unwrap();
    library
});

/// Puts the disk under a command's files in `dir`.
pub fn under<'a>(command: &'a mut Command, dir: &Path) -> &'a mut Command {
    command.env("LD_PRELOAD", &*COMPILED).env("FQ_DIR", dir)
}

/// One call as the shim noted it.
#[derive(Debug)]
pub struct Note {
    pub what: What,
    /// The file, by its name in the directory.
    pub name: String,
}

#[derive(Debug)]
pub enum What {
    /// A file came to be.
    Made,
    Wrote {
        at: usize,
        bytes: Vec<u8>,
    },
    Cut {
        to: usize,
    },
    Flushed,
    /// The directory itself.
    DirectoryFlushed,
    Removed,
    Renamed {
        to: String,
    },
    /// Something was said on standard output.
    Said(Vec<u8>),
    /// A call was made to fail.
    Failed(Call),
}

/// What can be made to fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    Write,
    Flush,
    Truncate,
}

impl Note {
    /// Which of the calls that can fail this was, where it went well.
    pub fn call(&self) -> Option<Call> {
        match self.what {
            What::Wrote { .. } => Some(Call::Write),
            What::Flushed | What::DirectoryFlushed => Some(Call::Flush),
            What::Cut { .. } => Some(Call::Truncate),
            _ => None,
        }
    }
}

/// Reads a notebook.
pub fn notes(log: &Path) -> Vec<Note> {
    let book = fs::read(log).unwrap_or_default();
    let mut rest = &book[..];
    let mut notes = Vec::new();
    while let Some((head, after)) = rest.split_at_checked(18) {
        let number =
            |at: usize| usize::try_from(u64::from_le_bytes(head[at..at + 8].try_into().unwrap())).unwrap();
        let (name, after) = after.split_at(usize::from(head[1]));
        let (at, length) = (number(2), if matches!(head[0], b'W' | b'A' | b'R') { number(10) } else { 0 });
        let (bytes, after) = after.split_at(length);
        let what = match head[0] {
            b'O' => What::Made,
            b'W' => What::Wrote { at, bytes: bytes.to_vec() },
            b'T' => What::Cut { to: at },
            b'S' => What::Flushed,
            b'D' => What::DirectoryFlushed,
            b'U' => What::Removed,
            b'R' => What::Renamed { to: String::from_utf8(bytes.to_vec()).unwrap() },
            b'A' => What::Said(bytes.to_vec()),
            b'F' => What::Failed([Call::Write, Call::Flush, Call::Truncate][at]),
            other => panic!("a note of kind {other}"),
        };
        notes.push(Note { what, name: String::from_utf8(name.to_vec()).unwrap() });
        rest = after;
    }
    notes
}
