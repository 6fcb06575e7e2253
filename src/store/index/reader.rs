//! The search's reads, on a connection of its own that never writes.
use super::{
    super::{Result, StoreError, data_version, harden, petition::VISIBLE},
    filters, names, postings,
};
use crate::{
    domain::rights::Actor,
    search::{Filter, Fresh, NameId, RowId, Shelf, Short, posting::CHUNK, terms::Term},
};
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, Params, Row, named_params};
use std::{ops::Range, path::Path};

/// How much of the file is read in place, without a copy in this process.
const MAPPED: i64 = 1 << 32;

/// Reads for one asker: everything comes through the store's one condition of what may be seen.
pub struct Reader {
    db: Connection,
    me: Actor,
}

impl Reader {
    /// A connection of its own to a store that is open already, for the thread that finds.
    pub fn open(path: &Path, me: &Actor) -> Result<Self> {
        let db = Connection::open(path)?;
        harden(&db)?;
        db.pragma_update(None, "query_only", true)?;
        db.pragma_update(None, "mmap_size", MAPPED)?;
        Ok(Self { db, me: me.clone() })
    }

    /// Beijing's civil date, for filters that count from today.
    fn today(&self) -> Result<NaiveDate> {
        Ok(self.db.query_row("SELECT date('now', '+8 hours')", [], |row| row.get(0))?)
    }

    /// Calls `take` for each row until the query ends.
    fn each<P: Params>(
        &self,
        sql: &str,
        params: P,
        mut take: impl FnMut(&Row<'_>) -> rusqlite::Result<()>,
    ) -> Result<()> {
        let mut query = self.db.prepare_cached(sql)?;
        let mut rows = query.query(params)?;
        while let Some(row) = rows.next()? {
            take(row)?;
        }
        Ok(())
    }

    fn blob<P: Params>(&self, sql: &str, params: P, take: &mut dyn FnMut(&[u8])) -> Result<bool> {
        let mut query = self.db.prepare_cached(sql)?;
        let mut rows = query.query(params)?;
        let Some(row) = rows.next()? else { return Ok(false) };
        take(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?);
        Ok(true)
    }

    /// Rows that pass the filters and a further condition on `p`, newest first.
    fn filtered(&self, filters: &[Filter], among: Option<&[RowId]>, limit: usize) -> Result<Vec<RowId>> {
        let (condition, mut values) = filters::condition(filters, self.today()?, ":f");
        let among = match among {
            Some(rows) => {
                values.push((":among".to_owned(), serde_json::to_string(rows)?.into()));
                "AND p.id IN (SELECT value FROM json_each(:among))"
            }
            None => "",
        };
        let sql = format!(
            "SELECT p.id FROM petition p WHERE {VISIBLE} AND {condition} {among}
             ORDER BY p.id DESC LIMIT :limit"
        );
        values.extend([
            (":me".to_owned(), self.me.code.clone().into()),
            (":sees".to_owned(), self.me.sees_sealed.into()),
            (":limit".to_owned(), i64::try_from(limit).unwrap_or(i64::MAX).into()),
        ]);
        let bound: Vec<(&str, &dyn rusqlite::ToSql)> =
            values.iter().map(|(name, value)| (name.as_str(), value as &dyn rusqlite::ToSql)).collect();
        let mut found = Vec::new();
        self.each(&sql, bound.as_slice(), |row| {
            found.push(row.get(0)?);
            Ok(())
        })?;
        Ok(found)
    }
}

impl Shelf for Reader {
    type Error = StoreError;

    fn begin(&self) -> Result<()> {
        Ok(self.db.prepare_cached("BEGIN")?.execute([]).map(drop)?)
    }

    fn end(&self) -> Result<()> {
        Ok(self.db.prepare_cached("COMMIT")?.execute([]).map(drop)?)
    }

    fn stamp(&self) -> Result<u64> {
        Ok(u64::try_from(data_version(&self.db)?).unwrap_or_default())
    }

    fn names(&self, from: NameId, take: &mut dyn FnMut(&str)) -> Result<()> {
        Ok(names::read(&self.db, from, take)?)
    }

    fn newest(&self) -> Result<RowId> {
        let mut query = self.db.prepare_cached("SELECT coalesce(max(id), 0) FROM petition")?;
        Ok(query.query_row([], |row| row.get(0))?)
    }

    fn posting(&self, term: Term, block: u32, take: &mut dyn FnMut(&[u8])) -> Result<bool> {
        self.blob("SELECT rows FROM idx_post WHERE key = ?1", [postings::key(block.into(), term)], take)
    }

    fn column(&self, chunk: u32, take: &mut dyn FnMut(RowId, NameId)) -> Result<()> {
        let first = chunk * CHUNK;
        self.blob("SELECT pairs FROM idx_column WHERE chunk = ?1", [chunk], &mut |bytes| {
            postings::each_pair(bytes).for_each(|(place, name)| take(first + u32::from(place), name));
        })?;
        Ok(())
    }

    fn rows_named(&self, name: NameId, take: &mut dyn FnMut(RowId)) -> Result<()> {
        let sql = "SELECT petition FROM idx_named WHERE name = ?1 ORDER BY petition DESC";
        self.each(sql, [name], |row| {
            take(row.get(0)?);
            Ok(())
        })
    }

    fn rows_with_digits(&self, keys: Range<i64>, limit: usize, take: &mut dyn FnMut(RowId)) -> Result<()> {
        let sql = "SELECT petition FROM idx_digit WHERE key >= ?1 AND key < ?2 LIMIT ?3";
        self.each(sql, (keys.start, keys.end, limit_of(limit)), |row| {
            take(row.get(0)?);
            Ok(())
        })
    }

    fn rows_numbered(&self, begin: &str, limit: usize, take: &mut dyn FnMut(RowId)) -> Result<()> {
        let sql =
            "SELECT id FROM petition WHERE no >= ?1 AND no < ?1 || char(1114111) ORDER BY no DESC LIMIT ?2";
        self.each(sql, (begin, limit_of(limit)), |row| {
            take(row.get(0)?);
            Ok(())
        })
    }

    fn fresh(&self) -> Result<Vec<Fresh>> {
        let mut fresh = Vec::new();
        self.each("SELECT petition, terms, names FROM idx_new ORDER BY petition DESC", [], |row| {
            let names = names::unpacked(row.get_ref(2)?.as_blob()?);
            fresh.push(Fresh { row: row.get(0)?, terms: row.get(1)?, names });
            Ok(())
        })?;
        Ok(fresh)
    }

    fn hidden(&self) -> Result<Vec<RowId>> {
        // Sorted here: asked to sort, SQLite would rather walk all rows than the index of the sealed ones.
        let sql = format!("SELECT p.id FROM petition p WHERE p.sealed = 1 AND NOT {VISIBLE}");
        let mut hidden = Vec::new();
        self.each(&sql, named_params! {":me": self.me.code, ":sees": self.me.sees_sealed}, |row| {
            hidden.push(row.get(0)?);
            Ok(())
        })?;
        hidden.sort_unstable();
        Ok(hidden)
    }

    fn keep(&self, rows: &[RowId], filters: &[Filter]) -> Result<Vec<RowId>> {
        self.filtered(filters, Some(rows), rows.len())
    }

    fn matching(&self, filters: &[Filter], limit: usize) -> Result<Vec<RowId>> {
        self.filtered(filters, None, limit)
    }

    fn shorts(&self, rows: &[RowId]) -> Result<Vec<Short>> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT p.id, p.no, p.office, p.petitioner, p.subject, p.state, p.received
             FROM petition p WHERE p.id = :id AND {VISIBLE}"
        ))?;
        let mut shorts = Vec::with_capacity(rows.len());
        for id in rows {
            let bound = named_params! {":id": id, ":me": self.me.code, ":sees": self.me.sees_sealed};
            shorts.extend(query.query_row(bound, short).optional()?);
        }
        Ok(shorts)
    }
}

fn limit_of(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

fn short(row: &Row<'_>) -> rusqlite::Result<Short> {
    Ok(Short {
        id: row.get(0)?,
        no: row.get(1)?,
        office: row.get(2)?,
        petitioner: row.get(3)?,
        subject: row.get(4)?,
        state: row.get(5)?,
        received: row.get(6)?,
    })
}
