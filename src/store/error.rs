//! What can go wrong with the store, in kinds that a person can act on.
use super::limit;
use crate::domain::{calendar::beijing_moment, petition::No, register::ReadError, step::Refusal};
use rusqlite::{ErrorCode, ffi};

/// Why the store did not do it. Each kind has a sentence in lang under [`StoreError::message`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Somebody else wrote first; what was typed stays with the asker.
    #[error("{0} was changed by somebody else")]
    Conflict(No),
    /// Not there, or not to be seen by the asker, which is the same to them.
    #[error("{0} is not there")]
    NotFound(String),
    /// Not to be seen by the asker, to whom it is the same as not being there; the journal learns the difference.
    #[error("{0} is not there")]
    Hidden(String),
    /// The asker has no right to it; the id of the message.
    #[error("no right: {0}")]
    Denied(&'static str),
    /// A rule refuses; the id of its message.
    #[error("refused: {0}")]
    Refused(&'static str),
    /// A step cannot be taken as it was ordered.
    #[error("refused: {}", .0.id)]
    Step(Box<Refusal>),
    /// The declaration of a register cannot be used.
    #[error("{0}")]
    Declared(ReadError),
    /// A field of an order cannot be used.
    #[error("the field {0} cannot be used")]
    BadField(String),
    /// Name and PIN do not belong together; how many tries are left, where there is somebody of that name.
    #[error("name or PIN is wrong")]
    PinWrong(Option<u32>),
    /// Too many wrong tries: locked until this instant, UTC milliseconds.
    #[error("locked out")]
    PinLocked(i64),
    /// The key without which no PIN can be tried is damaged.
    #[error("the key {0} is damaged")]
    BadKey(String),
    /// The key without which no PIN can be tried is not there.
    #[error("the key {0} is missing")]
    NoKey(String),
    /// A file cannot be read because of how it is encrypted, or is not: the id of the message, and the file it names.
    #[error("{0}: {1}")]
    Cipher(&'static str, String),
    /// The store was made by a newer version of the program.
    #[error("made by a newer version ({0})")]
    TooNew(i64),
    /// The file is not a store of ours.
    #[error("not a store")]
    NotOurs,
    /// The path names a directory.
    #[error("a directory, not a file")]
    Directory,
    /// There is no store at the path.
    #[error("no store there")]
    Missing,
    /// The store lies on a file system that is not of this host.
    #[error("on a network file system ({0})")]
    Network(String),
    /// The store belongs to another account than root, who asks; its number.
    #[error("belongs to {0}")]
    NotRoot(u32),
    /// The file or its directory cannot be written.
    #[error("cannot be written")]
    ReadOnly,
    /// The disk is full; nothing was saved.
    #[error("disk full")]
    Full,
    /// Another desk holds the store for longer than the asker waits.
    #[error("held by another one")]
    Busy,
    /// Somebody has the store open, so that it cannot be replaced.
    #[error("in use")]
    InUse,
    /// The store is being replaced by a backup.
    #[error("being restored")]
    Restoring,
    /// The linked SQLite is too old.
    #[error("SQLite {0} is too old")]
    OldSqlite(String),
    /// Write-ahead logging cannot be switched on.
    #[error("no write-ahead log")]
    NoWal,
    /// The file is damaged.
    #[error("damaged: {0}")]
    Damaged(String),
    /// The store or its log was moved, deleted or replaced while it stood open; writing has stopped.
    #[error("{0} is no longer what was opened")]
    Moved(String),
    /// The disk failed; writing has stopped.
    #[error("the disk failed: {0}")]
    Disk(String),
    /// Anything else that SQLite says.
    #[error("{0}")]
    Sqlite(String),
}

impl StoreError {
    /// The id of its sentence, and what fills its `$what`.
    pub fn message(&self) -> (&'static str, String) {
        match self {
            Self::Conflict(no) => ("error-conflict", no.to_string()),
            Self::NotFound(what) | Self::Hidden(what) => ("error-not-found", what.clone()),
            Self::Refused(why) | Self::Denied(why) => (why, String::new()),
            Self::Step(why) => (why.id, String::new()),
            Self::Declared(error) => (error.why, error.what.clone()),
            Self::BadField(field) => ("error-field", field.clone()),
            Self::PinWrong(None) => ("error-pin-wrong", String::new()),
            Self::PinWrong(Some(left)) => ("error-pin-left", left.to_string()),
            Self::PinLocked(until) => ("error-pin-locked", beijing_moment(*until)),
            Self::BadKey(path) => ("error-bad-key", path.clone()),
            Self::NoKey(path) => ("error-no-key", path.clone()),
            Self::Cipher(why, file) => (why, file.clone()),
            Self::TooNew(version) => ("error-too-new", version.to_string()),
            Self::NotOurs => ("error-not-ours", String::new()),
            Self::Directory => ("error-directory", String::new()),
            Self::Missing => ("error-missing", String::new()),
            Self::Network(kind) => ("error-network", kind.clone()),
            Self::NotRoot(account) => ("error-not-root", account.to_string()),
            Self::ReadOnly => ("error-read-only", String::new()),
            Self::Full => ("error-full", String::new()),
            Self::Busy => ("error-busy", String::new()),
            Self::InUse => ("error-in-use", String::new()),
            Self::Restoring => ("error-restoring", String::new()),
            Self::OldSqlite(version) => ("error-old-sqlite", version.clone()),
            Self::NoWal => ("error-no-wal", String::new()),
            Self::Damaged(what) => ("error-damaged", what.clone()),
            Self::Moved(file) => ("error-moved", file.clone()),
            Self::Disk(what) => ("error-disk", what.clone()),
            Self::Sqlite(what) => ("error-sqlite", what.clone()),
        }
    }
}

/// What the store gives back.
pub type Result<T> = std::result::Result<T, StoreError>;

/// Whether a failure of reading or writing only means that there is no room: a shared index that cannot grow, a file that
/// has reached the size the system lets it have.
fn no_room(error: &rusqlite::Error) -> bool {
    match error.sqlite_error().map(|error| error.extended_code) {
        Some(ffi::SQLITE_IOERR_SHMSIZE) => true,
        Some(ffi::SQLITE_IOERR_WRITE) => limit::reached(),
        _ => false,
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => Self::ReadOnly,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::NotADatabase) => Self::NotOurs,
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged(error.to_string()),
            Some(ErrorCode::SystemIoFailure) if no_room(&error) => Self::Full,
            Some(ErrorCode::SystemIoFailure) => Self::Disk(error.to_string()),
            _ => Self::Sqlite(error.to_string()),
        }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            std::io::ErrorKind::StorageFull
            | std::io::ErrorKind::QuotaExceeded
            | std::io::ErrorKind::FileTooLarge => Self::Full,
            std::io::ErrorKind::NotFound => Self::Missing,
            _ => Self::Disk(error.to_string()),
        }
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        Self::Damaged(error.to_string())
    }
}

impl From<crate::domain::journal::FoldError> for StoreError {
    fn from(error: crate::domain::journal::FoldError) -> Self {
        match error {
            crate::domain::journal::FoldError::BadChange(what) => Self::BadField(what),
            other @ crate::domain::journal::FoldError::NoBeginning => Self::Damaged(other.to_string()),
        }
    }
}
