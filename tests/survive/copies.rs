//! Backups and the way back: what gets a name is on the disk before, and the name before anything is said of it.
use crate::{
    house::House,
    parts,
    shim::{self, Note, What},
};
use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// What the program did in a directory, and what it answered.
fn watched(house: &House, words: &[&str], dir: &Path) -> (Vec<Note>, Value) {
    let log = house.dir.join("log");
    let _ = fs::remove_file(&log);
    let mut program = house.program(words);
    let done = shim::under(&mut program, dir).env("FQ_LOG", &log).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    (shim::notes(&log), serde_json::from_slice(&done.stdout).unwrap())
}

fn at(notes: &[Note], is: impl Fn(&Note) -> bool) -> usize {
    notes.iter().rposition(is).unwrap_or_else(|| panic!("{:?}", told(notes)))
}

fn told(notes: &[Note]) -> Vec<String> {
    let kind = |note: &Note| match &note.what {
        What::Wrote { .. } => format!("wrote {}", note.name),
        What::Said(_) => "said".to_owned(),
        other => format!("{other:?} {}", note.name),
    };
    notes.iter().map(kind).collect()
}

/// All of it is flushed between its last byte and the moment at which it counts.
fn assert_flushed(notes: &[Note], name: &str, counts: usize) {
    let last = at(notes, |note| note.name == name && matches!(note.what, What::Wrote { .. }));
    let flushed = at(&notes[..counts], |note| note.name == name && matches!(note.what, What::Flushed));
    assert!(last < flushed, "{:?}", told(notes));
}

#[test]
fn a_backup_is_on_the_disk_before_its_name_and_the_name_before_it_is_said() {
    let house = House::new();
    let shelf: PathBuf = house.dir.join("shelf");
    fs::create_dir(&shelf).unwrap();
    let (notes, said) = watched(&house, &["backup", shelf.to_str().unwrap()], &shelf);
    let name = Path::new(said["file"].as_str().unwrap()).file_name().unwrap().to_str().unwrap();
    let named = at(&notes, |note| matches!(&note.what, What::Renamed { to } if to == name));
    assert_flushed(&notes, &notes[named].name, named);
    let shelved = at(&notes, |note| matches!(note.what, What::DirectoryFlushed));
    let said = at(&notes, |note| matches!(note.what, What::Said(_)));
    assert!(named < shelved && shelved < said, "{:?}", told(&notes));
}

#[test]
fn what_is_restored_is_on_the_disk_before_it_counts_and_its_place_before_it_is_said() {
    let house = House::new();
    let shelf = house.dir.join("shelf");
    fs::create_dir(&shelf).unwrap();
    let (_, made) = watched(&house, &["backup", shelf.to_str().unwrap()], &shelf);
    let (notes, _) = watched(&house, &["restore", made["file"].as_str().unwrap()], &house.dir);
    let first = notes.iter().position(|note| matches!(note.what, What::Renamed { .. }));
    let moved = first.unwrap_or_else(|| panic!("{:?}", told(&notes)));
    assert_flushed(&notes, &notes[moved].name, moved);
    let placed = at(&notes, |note| matches!(note.what, What::DirectoryFlushed));
    let said = at(&notes, |note| matches!(note.what, What::Said(_)));
    assert!(moved < placed && placed < said, "{:?}", told(&notes));
}

/// What only the holder of a key can read is written by nobody who would flush it by the way.
#[test]
fn a_sealed_backup_is_on_the_disk_before_its_name_too() {
    let house = House::new();
    let shelf = house.dir.join("shelf");
    fs::create_dir(&shelf).unwrap();
    let to = age::x25519::Identity::generate().to_public().to_string();
    let (notes, said) = watched(&house, &["backup", shelf.to_str().unwrap(), "--to", &to], &shelf);
    let name = Path::new(said["file"].as_str().unwrap()).file_name().unwrap().to_str().unwrap();
    let named = at(&notes, |note| matches!(&note.what, What::Renamed { to } if to == name));
    assert_flushed(&notes, &notes[named].name, named);
}

/// A copy that was made by hand has no mark of a backup, whose removal would flush it by the way.
#[test]
fn each_step_of_a_restore_is_on_the_disk_before_the_next_one_begins() {
    let (house, other) = (House::new(), House::empty());
    let by_hand = other.path();
    let store = rusqlite::Connection::open(house.path()).unwrap();
    store.execute("VACUUM INTO ?1", [by_hand.to_str()]).unwrap();
    drop(store);
    let log = house.dir.join("log");
    let mut command = parts::play(&["restore", by_hand.to_str().unwrap(), house.path().to_str().unwrap()]);
    let done = shim::under(&mut command, &house.dir).env("FQ_LOG", &log).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let notes = shim::notes(&log);
    let said = |step: &str| {
        let line = format!("step {step}\n");
        at(&notes, |note| matches!(&note.what, What::Said(text) if text.ends_with(line.as_bytes())))
    };
    let laid = at(&notes, |note| matches!(note.what, What::Renamed { .. }) && note.name == "f.db.restoring");
    assert_flushed(&notes, "f.db.restoring", laid);
    let [closed, ready, cleared, placed] = ["Closed", "Ready", "Cleared", "Placed"].map(said);
    let opened = placed + notes[placed..].iter().position(|note| matches!(note.what, What::Made)).unwrap();
    for step in [closed, ready, cleared, placed, opened].windows(2) {
        let shelved = notes[step[0]..step[1]].iter().any(|note| matches!(note.what, What::DirectoryFlushed));
        assert!(shelved, "{:?}", told(&notes));
    }
}
