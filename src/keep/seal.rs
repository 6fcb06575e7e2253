//! Backups that only the holder of a key can read, as `age` writes them (age-encryption.org).
use super::Trouble;
use age::{Decryptor, Encryptor, Identity, IdentityFile, Recipient, x25519};
use std::{
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, Read, Write},
    path::Path,
};

/// How such a file begins.
const BEGINNING: &[u8] = b"age-encryption.org/";

/// Writes what stands in `plain` to `sealed`, for whoever holds the key of one of the recipients.
pub(super) fn seal(plain: &Path, sealed: &File, recipients: &[String]) -> io::Result<()> {
    let known = recipients.iter().map(|one| one.parse::<x25519::Recipient>().map_err(io::Error::other));
    let known = known.collect::<io::Result<Vec<_>>>()?;
    let encryptor = Encryptor::with_recipients(known.iter().map(|one| one as &dyn Recipient));
    let mut out = encryptor.map_err(io::Error::other)?.wrap_output(BufWriter::new(sealed))?;
    io::copy(&mut File::open(plain)?, &mut out)?;
    out.finish()?.flush()
}

/// What stands in a backup: as it is, or opened with the key in the file `identity`.
pub(super) fn unseal(backup: File, identity: Option<&Path>, shown: &str) -> Result<Box<dyn Read>, Trouble> {
    let mut backup = BufReader::new(backup);
    let unread = |error: io::Error| Trouble::failed("error-restore-unread", format!("{shown}: {error}"));
    if !backup.fill_buf().map_err(unread)?.starts_with(BEGINNING) {
        return Ok(Box::new(backup));
    }
    let Some(key) = identity else { return Err(Trouble::refused("error-identity-needed", shown)) };
    let identities = identities(key)?;
    let decryptor = Decryptor::new_buffered(backup)
        .map_err(|error| Trouble::failed("error-restore-bad", format!("{shown}: {error}")))?;
    let plain = decryptor.decrypt(identities.iter().map(|one| &**one as &dyn Identity));
    let plain = plain.map_err(|_| Trouble::refused("error-identity-other", key.display()))?;
    Ok(Box::new(plain))
}

fn identities(key: &Path) -> Result<Vec<Box<dyn Identity + Send + Sync>>, Trouble> {
    let unusable = |why: String| Trouble::refused("error-identity", format!("{}: {why}", key.display()));
    let file = File::open(key).map_err(|error| unusable(error.to_string()))?;
    let file =
        IdentityFile::from_buffer(BufReader::new(file)).map_err(|error| unusable(error.to_string()))?;
    file.into_identities().map_err(|error| unusable(error.to_string()))
}
