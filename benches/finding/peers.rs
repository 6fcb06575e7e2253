//! Other ways to search the same rows, in the same run, by time on the processor.
use crate::measure::{Times, cpu};
use fengqiao::{
    search::{Finder, Query},
    store::Reader,
};
use fuzzy_matcher::{FuzzyMatcher, skim::SkimMatcherV2};
use nucleo_matcher::{
    Config, Matcher, Utf32Str,
    pattern::{CaseMatching, Normalization, Pattern},
};
use rusqlite::Connection;
use std::path::Path;

const QUERIES: [&str; 5] = ["张伟", "拖欠工资", "锦江花园", "1234", "建国"];
const ROUNDS: usize = 20;

/// Another way to search.
type Way<'w> = (&'w str, &'w dyn Fn(&str));

pub fn compare(path: &Path, finder: &mut Finder<Reader>) {
    let rows = rows(path);
    let skim = |query: &str| drop(best(&rows, |row| SKIM.with(|skim| skim.fuzzy_match(row, query))));
    let db = Connection::open(path).unwrap();
    let like = |query: &str| scan(&db, query);
    let nucleo = |query: &str| by_nucleo(&rows, query);
    let fts = full_text(&rows);
    let full_text = |query: &str| by_full_text(&fts, query);
    println!(
        "\nmore processor time than finding, over the same {} rows (worst of {} queries)",
        rows.len(),
        QUERIES.len()
    );
    let ways: [Way<'_>; 4] = [
        ("fuzzy-matcher on every row", &skim),
        ("LIKE on every row", &like),
        ("nucleo-matcher on every row", &nucleo),
        ("FTS5 on pairs, newest 20", &full_text),
    ];
    for (name, way) in ways {
        let ratio = QUERIES.iter().map(|query| time(1, || way(query)) / time(ROUNDS, || ours(finder, query)));
        println!("{name:<28}{:>8.1} times", ratio.fold(f64::MAX, f64::min));
    }
}

thread_local! {
    static SKIM: SkimMatcherV2 = SkimMatcherV2::default();
}

fn ours(finder: &mut Finder<Reader>, query: &str) {
    finder.find(&Query::parse(query), 20).unwrap();
}

/// Microseconds of one round.
fn time(rounds: usize, mut round: impl FnMut()) -> f64 {
    let mut times = Times::default();
    for _ in 0..rounds {
        let begun = cpu();
        round();
        times.add(cpu().saturating_sub(begun));
    }
    times.sum() / rounds as f64
}

fn rows(path: &Path) -> Vec<String> {
    let db = Connection::open(path).unwrap();
    let mut query =
        db.prepare("SELECT p.no || ' ' || p.petitioner || ' ' || p.subject || ' ' || coalesce(person.phone || ' ' || person.address, '')
             FROM petition p LEFT JOIN petitioner s ON s.petition = p.id AND s.pos = 0
             LEFT JOIN person ON person.id = s.person ORDER BY p.id").unwrap();
    query.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

fn best(rows: &[String], score: impl Fn(&str) -> Option<i64>) -> Vec<(i64, usize)> {
    let mut found: Vec<(i64, usize)> =
        rows.iter().enumerate().filter_map(|(at, row)| Some((score(row)?, at))).collect();
    found.sort_unstable_by(|one, other| other.cmp(one));
    found.truncate(20);
    found
}

fn by_nucleo(rows: &[String], query: &str) {
    let mut matcher = Matcher::new(Config::DEFAULT);
    let pattern = Pattern::parse(query, CaseMatching::Ignore, Normalization::Smart);
    let mut buffer = Vec::new();
    let mut found: Vec<(u32, usize)> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        found.extend(pattern.score(Utf32Str::new(row, &mut buffer), &mut matcher).map(|score| (score, at)));
    }
    found.sort_unstable_by(|one, other| other.cmp(one));
    found.truncate(20);
}

/// Pairs of neighbouring characters, as a table of full text wants its words.
fn pairs(text: &str) -> Vec<String> {
    let all: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    all.windows(2).map(|two| two.iter().collect()).collect()
}

fn full_text(rows: &[String]) -> Connection {
    let mut db = Connection::open_in_memory().unwrap();
    db.execute_batch("CREATE VIRTUAL TABLE words USING fts5(t, content='', detail=none)").unwrap();
    let tx = db.transaction().unwrap();
    let mut insert = tx.prepare("INSERT INTO words (rowid, t) VALUES (?1, ?2)").unwrap();
    for (at, row) in (1_i64..).zip(rows) {
        insert.execute((at, pairs(row).join(" "))).unwrap();
    }
    drop(insert);
    tx.commit().unwrap();
    db.execute("INSERT INTO words (words) VALUES ('optimize')", []).unwrap();
    db
}

/// The newest twenty rows with all pairs: no sounds, no ranking, no count.
fn by_full_text(db: &Connection, query: &str) {
    let wanted = pairs(query).into_iter().map(|pair| format!("\"{pair}\"")).collect::<Vec<_>>().join(" AND ");
    let mut statement = db
        .prepare_cached("SELECT rowid FROM words WHERE words MATCH ?1 ORDER BY rowid DESC LIMIT 20")
        .unwrap();
    let found = statement.query_map([wanted], |row| row.get::<_, i64>(0)).unwrap();
    assert!(found.count() < usize::MAX);
}

fn scan(db: &Connection, query: &str) {
    let mut statement = db
        .prepare_cached(
            "SELECT p.id FROM petition p LEFT JOIN petitioner s ON s.petition = p.id AND s.pos = 0
             LEFT JOIN person ON person.id = s.person
             WHERE p.no LIKE ?1 OR p.petitioner LIKE ?1 OR p.subject LIKE ?1 OR person.phone LIKE ?1
             OR person.address LIKE ?1 ORDER BY p.id DESC",
        )
        .unwrap();
    let found = statement.query_map([format!("%{query}%")], |row| row.get::<_, i64>(0)).unwrap();
    assert!(found.count() < usize::MAX);
}
