//! The file at rest. Without the feature `sqlcipher` whoever holds the disk reads it; with it nobody does without the key.
//! `cargo test --features sqlcipher --test survive rest::` runs all of it, and the rest of the suite is for plain files.
use crate::house::{House, registering};
use std::fs;

const NAME: &str = "张华伟";

/// Everything in the directory of a store but its keys, while a desk has it open and after.
fn on_the_disk(house: &House) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut gather = || {
        for entry in fs::read_dir(&house.dir).unwrap() {
            let file = entry.unwrap().path();
            if file.is_file() && !file.extension().is_some_and(|end| end == "cipher" || end == "key") {
                bytes.extend(fs::read(file).unwrap());
            }
        }
    };
    let mut desk = house.desk();
    desk.ask(&registering("second", NAME)).unwrap();
    gather();
    desk.end();
    gather();
    bytes
}

fn holds(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|part| part == what)
}

#[test]
fn who_holds_the_disk_reads_what_lies_there_only_where_it_is_not_encrypted() {
    let house = House::new();
    let disk = on_the_disk(&house);
    let readable = [NAME.as_bytes(), b"SQLite format 3", b"CREATE TABLE"].map(|what| holds(&disk, what));
    assert_eq!(readable, [!cfg!(feature = "sqlcipher"); 3]);
}

/// What a verb says when it fails.
#[cfg_attr(not(feature = "sqlcipher"), allow(dead_code, reason = "only what is encrypted can be refused so"))]
fn refused(house: &House, words: &[&str]) -> String {
    let done = house.program(words).output().unwrap();
    assert!(!done.status.success(), "{}", String::from_utf8_lossy(&done.stdout));
    String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr)
}

#[cfg(not(feature = "sqlcipher"))]
#[test]
fn an_encrypted_store_is_not_called_none_of_ours() {
    let house = House::empty();
    fs::write(house.path(), [7; 8192]).unwrap();
    assert!(refused(&house, &["list"]).contains("no store of Fengqiao"));
    fs::write(house.dir.join("f.db.cipher"), [7; 32]).unwrap();
    assert!(refused(&house, &["list"]).contains("built with --features sqlcipher"));
}

#[cfg(feature = "sqlcipher")]
mod encrypted {
    use super::*;
    use std::path::Path;

    fn did(house: &House, words: &[&str]) -> String {
        let done = house.program(words).output().unwrap();
        assert!(done.status.success(), "{words:?}: {}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap()
    }

    fn backup(house: &House) -> String {
        let shelf = house.dir.join("shelf");
        fs::create_dir_all(&shelf).unwrap();
        let said: serde_json::Value =
            serde_json::from_str(&did(house, &["backup", shelf.to_str().unwrap()])).unwrap();
        said["file"].as_str().unwrap().to_owned()
    }

    #[test]
    fn without_its_key_a_store_is_closed_and_nothing_of_it_changes() {
        let house = House::new();
        let (key, before) = (house.dir.join("f.db.cipher"), fs::read(house.path()).unwrap());
        let kept = fs::read(&key).unwrap();
        fs::remove_file(&key).unwrap();
        assert!(refused(&house, &["list"]).contains("f.db.cipher is missing"));
        assert!(!key.exists(), "a new key would open nothing");
        fs::write(&key, [7; 32]).unwrap();
        assert!(refused(&house, &["list"]).contains("does not open this file"));
        fs::write(&key, b"half").unwrap();
        assert!(refused(&house, &["list"]).contains("is damaged"));
        assert_eq!(fs::read(house.path()).unwrap(), before);
        fs::write(&key, kept).unwrap();
        did(&house, &["verify"]);
    }

    #[test]
    fn a_backup_is_as_closed_as_its_store_and_comes_back_under_its_key() {
        let house = House::new();
        let file = backup(&house);
        assert!(!holds(&fs::read(&file).unwrap(), NAME.as_bytes()));
        did(&house, &["restore", "--drill", &file]);
        house.desk().says(&[registering("third", "李芳")]);
        did(&house, &["restore", &file]);
        did(&house, &["verify"]);
        let other = House::new();
        assert!(refused(&other, &["restore", &file]).contains("does not open this file"));
        did(&other, &["verify"]);
    }

    /// A store of a program without the feature: what is in this one, plain.
    fn plain(house: &House, file: &Path) {
        use std::fmt::Write;
        let key = fs::read(house.dir.join("f.db.cipher")).unwrap();
        let hex = key.iter().fold(String::new(), |mut hex, byte| {
            write!(hex, "{byte:02x}").unwrap();
            hex
        });
        let db = rusqlite::Connection::open(house.path()).unwrap();
        db.execute_batch(&format!("PRAGMA key = \"x'{hex}'\"; ATTACH '{}' AS plain KEY ''", file.display()))
            .unwrap();
        db.query_row("SELECT sqlcipher_export('plain')", [], |_| Ok(())).unwrap();
        for name in ["user_version", "application_id"] {
            let number: i64 = db.pragma_query_value(None, name, |row| row.get(0)).unwrap();
            db.execute_batch(&format!("PRAGMA plain.{name} = {number}")).unwrap();
        }
    }

    #[test]
    fn a_plain_store_is_refused_and_its_backup_is_encrypted_on_its_way_in() {
        let (house, new) = (House::new(), House::empty());
        plain(&house, &new.path());
        assert!(holds(&fs::read(new.path()).unwrap(), NAME.as_bytes()));
        assert!(refused(&new, &["list"]).contains("is not encrypted"));
        let copy = new.dir.join("copy.db");
        fs::rename(new.path(), &copy).unwrap();
        did(&new, &["restore", copy.to_str().unwrap()]);
        fs::remove_file(copy).unwrap();
        did(&new, &["verify"]);
        let before = did(&house, &["list"]);
        assert_eq!(did(&new, &["list"]), before);
        assert!(!holds(&on_the_disk(&new), NAME.as_bytes()));
    }
}
