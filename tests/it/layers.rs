//! Who may know whom, read from the sources. One crate, so the compiler does not watch this.
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// A room and those it may know. The order is that of the house: what stands later knows what stands earlier.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("lang", &[]),
    ("keys", &[]),
    ("text", &[]),
    ("search", &["domain", "text"]),
    ("corpus", &["domain"]),
    ("store", &["domain", "search", "text"]),
    ("keep", &["domain", "store"]),
    ("notice", &["domain", "lang", "store", "text"]),
    ("exchange", &["domain", "lang", "store", "text"]),
    ("report", &["domain", "lang", "notice", "store"]),
    ("widgets", &["lang", "text"]),
    ("form", &["domain", "keys", "lang", "search", "text", "widgets"]),
    ("flow", &["domain", "form", "keys", "lang", "search", "store", "text"]),
    ("screens", &["domain", "flow", "form", "keys", "lang", "search", "store", "text", "widgets"]),
    ("app", &["domain", "flow", "form", "keys", "lang", "screens", "search", "store", "text", "widgets"]),
    (
        "run",
        &[
            "app", "domain", "exchange", "flow", "form", "keep", "keys", "lang", "notice", "report",
            "search", "store", "text",
        ],
    ),
    ("args", &[]),
    (
        "commands",
        &[
            "args", "corpus", "domain", "exchange", "flow", "form", "keep", "keys", "lang", "notice",
            "report", "run", "search", "store", "text",
        ],
    ),
    ("main", &["args", "commands"]),
];

/// Every source file with its path below `src/`, without the tests at its foot.
pub fn sources() -> Vec<(String, String)> {
    let mut found = Vec::new();
    collect(Path::new("src"), &mut found);
    found
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]\nmod").next().unwrap_or_default().to_owned();
            (path.strip_prefix("src").unwrap().display().to_string(), code)
        })
        .collect()
}

fn collect(directory: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("tests.rs") {
            found.push(path);
        }
    }
}

/// The rooms that a text names behind `crate::` or `fengqiao::`, in groups too.
fn known(text: &str) -> BTreeSet<String> {
    let flat: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut found = BTreeSet::new();
    for root in ["crate::", "fengqiao::"] {
        for (at, _) in flat.match_indices(root) {
            let rest = &flat[at + root.len()..];
            match rest.strip_prefix('{') {
                Some(group) => found.extend(names_of(group)),
                None => drop(found.insert(word(rest))),
            }
        }
    }
    let rooms: BTreeSet<&str> = MAY_KNOW.iter().map(|(room, _)| *room).collect();
    found.retain(|name| rooms.contains(name.as_str()));
    found
}

/// The first names in a group, up to its closing brace.
fn names_of(group: &str) -> Vec<String> {
    let (mut depth, mut names, mut start) = (0, Vec::new(), true);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => start = true,
            ' ' => {}
            _ if start && depth == 0 => {
                names.push(word(&group[at..]));
                start = false;
            }
            _ => {}
        }
    }
    names
}

fn word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

#[test]
fn each_room_knows_only_those_it_may() {
    for (file, text) in sources() {
        let room = file.split(['/', '.']).next().unwrap();
        if room == "lib" {
            continue;
        }
        let (_, may) = MAY_KNOW
            .iter()
            .find(|(name, _)| *name == room)
            .unwrap_or_else(|| panic!("{file}: this room is not in the map"));
        for name in known(&text) {
            assert!(name == room || may.contains(&name.as_str()), "{file} must not know {name}");
        }
    }
}

#[test]
fn only_views_draw_only_the_store_speaks_sql_and_only_run_starts_threads() {
    for (file, text) in sources() {
        let draws = file.ends_with("view.rs") || file.starts_with("widgets/") || file.starts_with("run/");
        assert!(draws || !text.contains("ratatui"), "{file} must not draw");
        assert!(file.starts_with("store/") || !text.contains("rusqlite"), "{file} must not speak SQL");
        let starts = text.contains("thread::spawn") || text.contains("thread::Builder");
        assert!(file.starts_with("run/") || !starts, "{file} must not start threads");
    }
}

#[test]
fn nothing_opens_the_live_store_as_a_file() {
    // Any descriptor that closes on the file drops every lock of this process: acknowledged commits were lost.
    // Copies are files like others; two files know only them.
    let copies = ["keep/files.rs", "keep/seal.rs"];
    let near =
        |file: &str| (file.starts_with("store/") || file.starts_with("keep/")) && !copies.contains(&file);
    for (file, text) in sources().iter().filter(|(file, _)| near(file)) {
        for forbidden in ["File::open", "fs::read(", "fs::copy", "read_to_string"] {
            assert!(!text.contains(forbidden), "{file} says {forbidden}");
        }
    }
}

#[test]
fn only_one_place_measures_text() {
    for (file, text) in sources() {
        let measures = text.contains("unicode_width");
        assert!(file.starts_with("text/") || file.starts_with("run/") || !measures, "{file} measures text");
    }
}

#[test]
fn no_file_grows_into_a_palace() {
    for (file, text) in sources() {
        assert!(text.lines().count() <= 400, "{file} has {} lines", text.lines().count());
    }
}
