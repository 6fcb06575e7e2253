//! What lists of registers ask of every row: functions of our own beside SQLite's, each in less than half of the time of
//! what it stands for.
use memchr::{memchr, memmem::Finder};
use rusqlite::{
    Connection,
    functions::FunctionFlags,
    types::{FromSqlError, ValueRef},
};
use std::collections::BTreeMap;

/// Between the facts of a row, and between the id of one and what is said. No line that is written holds either.
const NEXT: char = '\u{1f}';
const SAYS: char = '\u{1e}';

/// Short facts of a row, packed so that one is found in one look.
pub(super) fn packed(facts: &BTreeMap<&str, String>) -> Vec<u8> {
    let mut packed = NEXT.to_string();
    for (id, said) in facts {
        packed.extend([id, &*SAYS.to_string(), said.as_str(), &*NEXT.to_string()]);
    }
    packed.into_bytes()
}

/// Teaches a connection two functions: `holds(text, word)`, whether the word stands anywhere in the text, byte for byte;
/// and `fact(facts, id)`, what packed facts say under an id, or nothing.
pub(in crate::store) fn teach(db: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8
        | FunctionFlags::SQLITE_DETERMINISTIC
        | FunctionFlags::SQLITE_DIRECTONLY
        | FunctionFlags::SQLITE_INNOCUOUS;
    db.create_scalar_function(c"holds", 2, flags, |given| {
        let finder = |word: ValueRef<'_>| Ok::<_, FromSqlError>(Finder::new(word.as_bytes()?).into_owned());
        let word = given.get_or_create_aux(1, finder)?;
        Ok(word.find(given.get_raw(0).as_bytes()?).is_some())
    })?;
    db.create_scalar_function(c"fact", 2, flags, |given| {
        let finder = |id: ValueRef<'_>| {
            let head = format!("{NEXT}{}{SAYS}", id.as_str()?);
            Ok::<_, FromSqlError>(Finder::new(head.as_bytes()).into_owned())
        };
        let head = given.get_or_create_aux(1, finder)?;
        let facts = given.get_raw(0).as_bytes()?;
        let said = head.find(facts).map(|at| &facts[at + head.needle().len()..]);
        let said = said.map(|said| &said[..memchr(NEXT as u8, said).unwrap_or(said.len())]);
        Ok(said.map(|said| String::from_utf8_lossy(said).into_owned()))
    })
}
