//! The schema as it is and the road of migrations meet at the same place.
use crate::{
    casework::{brought, order, step, verified},
    registers::House,
    support::{clerk, visit},
};
use fengqiao::{
    domain::{
        case::CaseMatter,
        catalog::{Item, List},
        deed::Deed,
        petition::No,
        register::{Narrow, Query},
        step::StepKind,
    },
    lang::Locale,
    search::pick,
    store::{SCHEMA, Store, VERSION},
};
use rusqlite::Connection;

/// Columns, indices and foreign keys as SQLite sees them; not the text, which ALTER TABLE changes.
fn shape(db: &Connection) -> Vec<String> {
    let sql = "SELECT m.name || ' ' || c.name || ' ' || c.type || ' ' || c.\"notnull\" || ' '
                      || coalesce(c.dflt_value, '-') || ' ' || c.pk
                 FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table'
               UNION ALL
               SELECT m.name || ' index ' || i.\"unique\" || ' ' || i.partial || ' '
                      || (SELECT group_concat(coalesce(name, '-')) FROM pragma_index_info(i.name))
                 FROM sqlite_schema m, pragma_index_list(m.name) i WHERE m.type = 'table'
               UNION ALL
               SELECT m.name || ' key ' || f.\"from\" || ' ' || f.\"table\" || ' ' || coalesce(f.\"to\", '-')
                 FROM sqlite_schema m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'
               ORDER BY 1";
    let mut query = db.prepare(sql).unwrap();
    let rows = query.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

#[test]
fn every_older_store_comes_to_the_schema_of_today_and_keeps_its_rows() {
    let fresh = Connection::open_in_memory().unwrap();
    fresh.execute_batch(SCHEMA).unwrap();
    for version in 1..=VERSION {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("old.db");
        let frozen = std::fs::read_to_string(format!("tests/fixtures/schema_v{version}.sql")).unwrap();
        Connection::open(&path).unwrap().execute_batch(&frozen).unwrap();
        drop(Store::open(&path).unwrap());
        let db = Connection::open(&path).unwrap();
        assert_eq!(shape(&db), shape(&fresh), "from version {version}");
        let now: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
        assert_eq!(now, VERSION);
        let kept: String = db.query_row("SELECT subject FROM petition", [], |row| row.get(0)).unwrap();
        assert_eq!(kept, "旧案");
    }
}

#[test]
fn every_table_is_strict() {
    let fresh = Connection::open_in_memory().unwrap();
    fresh.execute_batch(SCHEMA).unwrap();
    let mut query =
        fresh.prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 0").unwrap();
    let loose: Vec<String> = query.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert_eq!(loose, ["sqlite_schema"]);
}

/// Whatever a program does, the file itself holds to it.
#[test]
fn no_order_is_written_twice_and_no_place_of_a_chain_has_two_entries() {
    let mut v = visit(Locale::Zh);
    brought(&mut v, "张三", "11-01");
    let db = Connection::open(v.path()).unwrap();
    let copied = |seq: &str, op: &str, part: &str, hash: &str| {
        let sql = format!(
            "INSERT INTO entry (office, seq, op, part, subject, at, who, payload, prev, hash)
             SELECT office, {seq}, {op}, {part}, subject, at, who, payload, prev, {hash} FROM entry WHERE seq = 1"
        );
        db.execute(&sql, []).map_err(|error| error.to_string())
    };
    for (seq, op, part, hash, why) in [
        ("99", "op", "part", "hash", "UNIQUE constraint failed: entry.op, entry.part"),
        ("seq", "'other'", "part", "hash", "UNIQUE constraint failed: entry.office, entry.seq"),
        ("99", "'other'", "part", "x'00'", "CHECK constraint failed: length(hash) = 32"),
    ] {
        assert_eq!(copied(seq, op, part, hash), Err(why.to_owned()));
    }
    assert_eq!(copied("99", "'other'", "part", "hash"), Ok(1), "nothing else is wrong with them");
}

/// What the work list keeps of every row.
fn agendas(path: &std::path::Path) -> Vec<String> {
    let db = Connection::open(path).unwrap();
    let mut query = db
        .prepare(
            "SELECT no || ' ' || state || ' ' || open || ' ' || coalesce(due, '-') || ' ' || clock || duty || owed
                 || coalesce(remind, '-') || tell FROM petition ORDER BY no",
        )
        .unwrap();
    query.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// A store that the first version wrote: the same journal, and rows that know nothing of limits or of progress.
fn as_the_first_version_left_it(path: &std::path::Path) {
    let db = Connection::open(path).unwrap();
    db.execute_batch(
        "UPDATE petition SET state = 'accepted' WHERE state = 'handling';
         DROP INDEX petition_work; DROP INDEX person_same; DROP TABLE apart;
         CREATE INDEX petition_work ON petition (office, state, received, sealed, registrar);
         ALTER TABLE person DROP COLUMN same;
         ALTER TABLE petition DROP COLUMN open; ALTER TABLE petition DROP COLUMN due;
         ALTER TABLE petition DROP COLUMN clock; ALTER TABLE petition DROP COLUMN duty;
         ALTER TABLE petition DROP COLUMN owed; ALTER TABLE petition DROP COLUMN remind;
         ALTER TABLE petition DROP COLUMN tell;
         DROP INDEX petition_figures; DROP TABLE meeting; DROP TABLE record_link; DROP TABLE record;
         ALTER TABLE petition DROP COLUMN figures;
         ALTER TABLE petition DROP COLUMN accused; DROP INDEX entry_who; DROP INDEX entry_trace; DROP TABLE recused; DROP TABLE credential;
         CREATE TABLE cases_1 (id INTEGER PRIMARY KEY, office TEXT NOT NULL, no TEXT NOT NULL UNIQUE,
             version INTEGER NOT NULL, leader TEXT NOT NULL, state TEXT NOT NULL) STRICT;
         INSERT INTO cases_1 SELECT id, office, no, version, leader, state FROM cases;
         PRAGMA foreign_keys = OFF;
         DROP TABLE cases;
         ALTER TABLE cases_1 RENAME TO cases;
         CREATE INDEX cases_leader ON cases (leader, state);
         DROP TABLE idx_sound; DROP TABLE idx_given; DROP TABLE idx_long; DROP TABLE opened; DROP TABLE idx_bearer;
         CREATE TABLE idx_pack (pack INTEGER); CREATE TABLE idx_named (name INTEGER); CREATE TABLE idx_column (chunk INTEGER);
         PRAGMA user_version = 1;",
    )
    .unwrap();
}

#[test]
fn the_rows_of_an_older_store_say_what_today_s_would() {
    let mut v = visit(Locale::Zh);
    brought(&mut v, "张三", "11-01");
    let worked = brought(&mut v, "李四", "11-10");
    step(&mut v, &worked, StepKind::Accept, "11-12", &[]);
    order(&mut v, Deed::Progress { no: worked, on: None, text: "已与单位沟通".into() }).unwrap();
    let leader = Item::new(List::Leader, "L1", "陈建国");
    order(&mut v, Deed::PutItem(Box::new(leader))).unwrap();
    let matter = Box::new(CaseMatter::new("某楼盘", "L1", "2026-11-03".parse().unwrap()));
    order(&mut v, Deed::OpenCase { matter, petitions: vec![No("ZJ-2026-000001".into())] }).unwrap();
    let before = agendas(&v.path());
    assert!(before[1].contains("handling 1 2027-01-11 D6"), "{before:?}");
    as_the_first_version_left_it(&v.path());
    drop(Store::open(&v.path()).unwrap());
    assert_eq!(agendas(&v.path()), before);
    verified(&mut v);
}

/// A store whose lists of registers still read sums from four columns and all else from JSON.
fn as_the_eighth_version_left_it(path: &std::path::Path) {
    let db = Connection::open(path).unwrap();
    let fields =
        (1..=12).map(|n| format!("ALTER TABLE record DROP COLUMN f{n};")).collect::<Vec<_>>().concat();
    let numbers =
        (1..=4).map(|n| format!("ALTER TABLE record ADD COLUMN n{n} REAL;")).collect::<Vec<_>>().concat();
    db.execute_batch(&format!(
        "DROP INDEX record_list; DROP INDEX record_words; {fields} {numbers}
         ALTER TABLE record DROP COLUMN state; ALTER TABLE record DROP COLUMN made; ALTER TABLE record DROP COLUMN day;
         CREATE INDEX record_list ON record (register, sort, id, due, n1, n2, n3, n4, facts, words) WHERE struck = 0;
         UPDATE record SET facts = jsonb('{{\"risk\":\"high\"}}'), words = '';
         PRAGMA user_version = 8;"
    ))
    .unwrap();
}

#[test]
fn rows_of_registers_are_found_as_before_in_a_store_that_the_eighth_version_left() {
    let mut house = House(visit(Locale::Zh));
    let me = clerk("王五", "ZJ");
    let said = [("title", "堤防渗水"), ("found", "2026-11-20"), ("risk", "high"), ("people", "12")];
    house.enter(&me, "disputes", &said).unwrap();
    let path = house.0.path();
    as_the_eighth_version_left_it(&path);
    drop(Store::open(&path).unwrap());
    let cx = &house.0.house.model.cx;
    let query = Query::read(
        "risk:high people>11 difangshenshui",
        cx.lists.registers.get("disputes").unwrap(),
        &pick::meaning(cx.catalog()),
        cx.today,
    );
    let narrow = Narrow { query, ..Narrow::default() };
    let found = house.narrowed(&me, "disputes", narrow).unwrap();
    assert_eq!((found.total, found.sums["people"].to_string().as_str()), (1, "12"));
    verified(&mut house.0);
}

#[test]
fn rows_that_other_tables_of_limits_were_counted_by_are_counted_anew() {
    let mut v = visit(Locale::Zh);
    brought(&mut v, "张三", "11-01");
    let before = agendas(&v.path());
    let db = Connection::open(v.path()).unwrap();
    db.execute_batch("UPDATE petition SET due = '2026-11-17', clock = 'D0', owed = 0, remind = NULL")
        .unwrap();
    drop(Store::open(&v.path()).unwrap());
    assert_ne!(agendas(&v.path()), before, "the tables are still the same");
    db.execute_batch("UPDATE setting SET value = 'another' WHERE key = 'shipped-limits'").unwrap();
    drop(Store::open(&v.path()).unwrap());
    assert_eq!(agendas(&v.path()), before);
    verified(&mut v);
}
