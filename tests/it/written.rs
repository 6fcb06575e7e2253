//! What is written by hand around what the program itself says: the README's key table and the pictures in docs/
//! are made from the real thing, and fail here when they are stale. `FENGQIAO_WRITE=1 cargo test` writes them anew.
use std::{env, fs, path::Path};

/// Compares a file with what it should hold, or writes it.
pub fn agrees(path: &str, should: &str) {
    if env::var_os("FENGQIAO_WRITE").is_some() {
        fs::create_dir_all(Path::new(path).parent().unwrap()).unwrap();
        return fs::write(path, should).unwrap();
    }
    let stands = fs::read_to_string(path).unwrap_or_default();
    assert!(stands == should, "{path} is stale: FENGQIAO_WRITE=1 cargo test writes it anew");
}
