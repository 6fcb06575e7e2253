//! What is typed, class by class, for rows that are there.
use fengqiao::search::pinyin::{initials, spelling};
use rusqlite::Connection;
use std::path::Path;

/// A row that somebody looks for.
pub struct Target {
    pub no: String,
    pub name: String,
    pub subject: String,
    pub identity: String,
    pub phone: String,
}

/// A class of queries.
pub struct Class {
    pub name: &'static str,
    pub typed: fn(&Target) -> Option<String>,
}

pub const CLASSES: &[Class] = &[
    Class { name: "pinyin, full", typed: |row| Some(spelling(&row.name).full) },
    Class { name: "pinyin, initials", typed: |row| Some(initials(&row.name)) },
    Class { name: "pinyin, mixed", typed: mixed },
    Class { name: "pinyin, accent", typed: accent },
    Class { name: "pinyin, one slip", typed: slip },
    Class { name: "hanzi name", typed: |row| Some(row.name.clone()) },
    Class { name: "hanzi, one wrong", typed: wrong },
    Class {
        name: "words of the subject",
        typed: |row| Some(row.subject.chars().filter(|c| !c.is_ascii()).take(6).collect()),
    },
    Class { name: "common word", typed: |_| Some("要求支付工资".into()) },
    Class { name: "phone tail", typed: |row| row.phone.get(7..).map(str::to_owned) },
    Class { name: "phone from its head", typed: |row| (!row.phone.is_empty()).then(|| row.phone.clone()) },
    Class { name: "identity number", typed: |row| (!row.identity.is_empty()).then(|| row.identity.clone()) },
    Class { name: "petition number", typed: |row| Some(row.no.clone()) },
    Class { name: "place", typed: |_| Some("anyuexian".into()) },
    Class { name: "name and word", typed: |row| Some(format!("{} 工资", initials(&row.name))) },
    Class {
        name: "surname and two words",
        typed: |row| Some(format!("{} 拖欠 锦江花园", spelling(&row.name).full)),
    },
    Class { name: "word and filter", typed: |_| Some("state:closed 工资".into()) },
];

fn mixed(row: &Target) -> Option<String> {
    let mut hanzi = row.name.chars();
    let first: String = hanzi.next()?.to_string();
    Some(spelling(&first).full + &initials(hanzi.as_str()))
}

fn accent(row: &Target) -> Option<String> {
    let full = spelling(&row.name).full;
    let said = full.replace("zh", "z").replace("sh", "s").replace("ch", "c").replace("ng", "n");
    (said != full).then_some(said)
}

fn slip(row: &Target) -> Option<String> {
    let mut full = spelling(&row.name).full;
    let at = full.len() / 2;
    (full.len() > 5).then(|| full.remove(at))?;
    Some(full)
}

fn wrong(row: &Target) -> Option<String> {
    let mut hanzi: Vec<char> = row.name.chars().collect();
    *hanzi.get_mut(2)? = '谦';
    Some(hanzi.into_iter().collect())
}

/// Every beginning of a query, as it is typed; an input method commits several hanzi at once.
pub fn keystrokes(typed: &str) -> Vec<&str> {
    let ends = typed.char_indices().map(|(at, c)| at + c.len_utf8());
    ends.map(|end| &typed[..end]).filter(|key| !key.ends_with(' ')).collect()
}

/// Rows spread over the whole store.
pub fn rows(path: &Path, count: usize) -> Vec<Target> {
    let db = Connection::open(path).unwrap();
    let all: u32 = db.query_row("SELECT max(id) FROM petition", [], |row| row.get(0)).unwrap();
    let mut query = db
        .prepare(
            "SELECT p.no, p.petitioner, p.subject, person.identity, person.phone FROM petition p
             JOIN petitioner s ON s.petition = p.id AND s.pos = 0 JOIN person ON person.id = s.person
             WHERE p.id >= ?1 AND p.sealed = 0 AND person.kind = 'person' LIMIT 1",
        )
        .unwrap();
    let count = u32::try_from(count).unwrap();
    let read = |at: u32| {
        query.query_row([1 + at * (all / count)], |row| {
            Ok(Target {
                no: row.get(0)?,
                name: row.get(1)?,
                subject: row.get(2)?,
                identity: row.get(3)?,
                phone: row.get(4)?,
            })
        })
    };
    (0..count).map(read).collect::<Result<_, _>>().unwrap()
}
