//! Words in what people wrote: a function of our own beside SQLite's.
use rusqlite::{Connection, functions::FunctionFlags, types::FromSqlError};

/// Teaches a connection `holds(text, word)`: whether the word stands anywhere in the text, byte for byte. It says what
/// `instr` says without counting characters, in less than half of its time.
pub(in crate::store) fn teach(db: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8
        | FunctionFlags::SQLITE_DETERMINISTIC
        | FunctionFlags::SQLITE_DIRECTONLY
        | FunctionFlags::SQLITE_INNOCUOUS;
    db.create_scalar_function(c"holds", 2, flags, |given| {
        let word = given.get_or_create_aux(1, |word| {
            let word = word.as_bytes()?;
            Ok::<_, FromSqlError>(memchr::memmem::Finder::new(word).into_owned())
        })?;
        Ok(word.find(given.get_raw(0).as_bytes()?).is_some())
    })
}
