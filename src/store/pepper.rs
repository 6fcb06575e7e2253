//! How a PIN is kept: argon2id over PIN, salt and a pepper that lies in a file of its own beside the store. Whoever has
//! only the store, or a back-up of it, has nothing to try PINs against.
use super::{
    Result, StoreError, files,
    key::{self, Key},
};
use crate::domain::pin::Pin;
use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use std::path::{Path, PathBuf};

/// Memory of one hash in KiB, and rounds: 46 MiB once, as the OWASP cheat sheet on password storage has it.
const MEMORY: u32 = 46 * 1024;
const ROUNDS: u32 = 1;

/// The key without which no PIN can be tried.
pub(super) struct Pepper(Key);

impl Pepper {
    /// The key that lies beside a store. One that is not there is made while no PIN hangs on it; a new one in the place of
    /// one that was lost would make every PIN a wrong one.
    pub(super) fn beside(store: &Path, needed: bool) -> Result<Self> {
        let path = path(store);
        if needed {
            key::read(&path)?.map(Self).ok_or_else(|| StoreError::NoKey(path.display().to_string()))
        } else {
            key::read_or_make(&path).map(Self)
        }
    }

    /// What is kept of a PIN.
    pub(super) fn hash(&self, pin: &Pin) -> Result<String> {
        let hash = self.argon()?.hash_password(pin.as_bytes()).map_err(unhashed)?;
        Ok(hash.to_string())
    }

    /// Whether a PIN is the one of which this was kept.
    pub(super) fn fits(&self, pin: &Pin, hash: &str) -> bool {
        let (Ok(argon), Ok(hash)) = (self.argon(), PasswordHash::new(hash)) else { return false };
        argon.verify_password(pin.as_bytes(), &hash).is_ok()
    }

    fn argon(&self) -> Result<Argon2<'_>> {
        let params = Params::new(MEMORY, ROUNDS, 1, None).map_err(unhashed)?;
        Argon2::new_with_secret(&self.0, Algorithm::Argon2id, Version::V0x13, params).map_err(unhashed)
    }
}

/// Where the key of a store lies.
pub(super) fn path(store: &Path) -> PathBuf {
    files::beside(store, ".key")
}

fn unhashed(error: impl std::fmt::Display) -> StoreError {
    StoreError::Disk(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_pin_fits_its_own_hash_under_its_own_pepper_and_no_other() {
        let dir = tempfile::tempdir().unwrap();
        let store = dir.path().join("f.db");
        let pepper = Pepper::beside(&store, false).unwrap();
        let pin = Pin::new("481516");
        let hash = pepper.hash(&pin).unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=47104,t=1,p=1$") && !hash.contains("481516"), "{hash}");
        assert!(Pepper::beside(&store, false).unwrap().fits(&pin, &hash));
        assert!(!pepper.fits(&Pin::new("481517"), &hash));
        assert_ne!(pepper.hash(&pin).unwrap(), hash, "each has a salt of its own");
        let other = Pepper::beside(&dir.path().join("g.db"), false).unwrap();
        assert!(!other.fits(&pin, &hash), "whoever has only the store can try nothing");
        assert_eq!(std::fs::metadata(path(&store)).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn one_that_is_needed_is_not_made_anew() {
        let dir = tempfile::tempdir().unwrap();
        let store = dir.path().join("f.db");
        assert!(matches!(Pepper::beside(&store, true), Err(StoreError::NoKey(_))));
        assert!(!path(&store).exists());
    }
}
