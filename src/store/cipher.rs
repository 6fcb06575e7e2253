//! The file at rest. Built with the feature `sqlcipher`, every page and the log are encrypted (AES-256, `SQLCipher`) under a
//! key that lies beside the store as `STORE.cipher`; built without it, the file is as SQLite writes it.
use super::{Result, StoreError, files};
use rusqlite::{Connection, ErrorCode, OpenFlags, config::DbConfig};
use std::path::{Path, PathBuf};

/// How every plain file of SQLite begins.
#[cfg(feature = "sqlcipher")]
const PLAIN: &[u8] = b"SQLite format 3\0";

/// Where the key of a store lies.
fn path(store: &Path) -> PathBuf {
    files::beside(store, ".cipher")
}

/// A connection to the file of a store or to a copy of it, which the key of the store `of` opens. A file that this
/// key, or none, does not open is said to be so here and not at the first question.
pub(super) fn connect(file: &Path, of: &Path, flags: OpenFlags) -> Result<Connection> {
    let db = Connection::open_with_flags(file, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    unlock(&db, file, of)?;
    if path(of).exists() {
        // The log of a file that we cannot read is not ours to throw away.
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        let read = db.query_row("SELECT 1 FROM sqlite_schema LIMIT 1", [], |_| Ok(()));
        if read.is_err_and(|error| error.sqlite_error_code() == Some(ErrorCode::NotADatabase)) {
            return Err(unread(file, of));
        }
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    }
    Ok(db)
}

#[cfg(not(feature = "sqlcipher"))]
#[allow(clippy::unnecessary_wraps, reason = "built with the feature it fails where the key is missing")]
fn unlock(_db: &Connection, _file: &Path, _of: &Path) -> Result<()> {
    Ok(())
}

#[cfg(not(feature = "sqlcipher"))]
fn unread(_file: &Path, of: &Path) -> StoreError {
    StoreError::Cipher("error-cipher-needed", path(of).display().to_string())
}

/// Nothing to do: a plain copy is what this program keeps.
#[cfg(not(feature = "sqlcipher"))]
#[allow(clippy::unnecessary_wraps, reason = "built with the feature it fails where the key is missing")]
pub fn encrypt(_copy: &Path, _of: &Path) -> Result<()> {
    Ok(())
}

/// Says the key before anything is read. One is made only for a file in which nothing stands yet.
#[cfg(feature = "sqlcipher")]
fn unlock(db: &Connection, file: &Path, of: &Path) -> Result<()> {
    let new = std::fs::metadata(file).map_or(true, |meta| meta.len() == 0);
    let key = if new { Some(super::key::read_or_make(&path(of))?) } else { super::key::read(&path(of))? };
    let Some(key) = key else { return Err(unread(file, of)) };
    Ok(db.execute_batch(&zeroize::Zeroizing::new(format!("PRAGMA key = \"{}\"", *literal(&key))))?)
}

/// A key as `SQLCipher` reads one that needs no derivation: `x'…'`.
#[cfg(feature = "sqlcipher")]
fn literal(key: &[u8]) -> zeroize::Zeroizing<String> {
    use std::fmt::Write;
    let mut hex = zeroize::Zeroizing::new(String::with_capacity(key.len() * 2 + 3));
    hex.push_str("x'");
    for byte in key {
        let _ = write!(hex, "{byte:02x}");
    }
    hex.push('\'');
    hex
}

#[cfg(feature = "sqlcipher")]
fn unread(file: &Path, of: &Path) -> StoreError {
    let key = path(of);
    let (id, what) = match (is_plain(file), key.exists()) {
        (true, _) => ("error-cipher-plain", file),
        (false, false) => ("error-cipher-missing", &*key),
        (false, true) => ("error-cipher-wrong", &*key),
    };
    StoreError::Cipher(id, what.display().to_string())
}

#[cfg(feature = "sqlcipher")]
fn is_plain(file: &Path) -> bool {
    use std::io::Read;
    let mut head = [0; PLAIN.len()];
    let opened = std::fs::OpenOptions::new().read(true).open(file);
    opened.and_then(|mut file| file.read_exact(&mut head)).is_ok() && head == PLAIN
}

/// Encrypts a plain copy under the key of the store that it is to become; one that is encrypted already stays as it is.
#[cfg(feature = "sqlcipher")]
pub fn encrypt(copy: &Path, of: &Path) -> Result<()> {
    if !is_plain(copy) {
        return Ok(());
    }
    let key = super::key::read_or_make(&path(of))?;
    let new = files::beside(copy, ".cipher-part");
    match std::fs::remove_file(&new) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    let name = new.to_str().ok_or_else(|| StoreError::BadField(new.display().to_string()))?;
    let plain = Connection::open(copy)?;
    let number = |name| plain.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let (version, owner) = (number("user_version")?, number("application_id")?);
    plain.execute("ATTACH ?1 AS new KEY ?2", (name, &*literal(&key)))?;
    plain.query_row("SELECT sqlcipher_export('new')", [], |_| Ok(()))?;
    plain.execute_batch(&format!(
        "PRAGMA new.user_version = {version}; PRAGMA new.application_id = {owner}; DETACH new"
    ))?;
    drop(plain);
    std::fs::set_permissions(&new, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    files::sync(&new)?;
    std::fs::rename(&new, copy)?;
    files::sync_directory(copy)
}
