//! The schema as it is and the road of migrations meet at the same place.
use fengqiao::store::{SCHEMA, Store, VERSION};
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
