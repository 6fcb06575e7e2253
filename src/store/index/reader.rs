//! The search's reads, on a connection of its own that never writes.
use super::{
    super::{Result, StoreError, cipher, data_version, harden, permit, presence::Presence, sight},
    bearers, filters, names, postings,
};
use crate::{
    domain::rights::Actor,
    search::{Code, Filter, Fresh, Order, Pages, RowId, Shelf, Shelved, Short, Sight, State, terms::Term},
};
use chrono::NaiveDate;
use rusqlite::{Connection, OpenFlags, Params, Row};
use std::{
    ops::{Range, RangeInclusive},
    path::Path,
};

/// How much of the file is read in place, without a copy in this process.
const MAPPED: i64 = 1 << 32;

/// More statements than there are below: none is ever prepared twice.
const STATEMENTS: usize = 64;

/// Reads for one asker: everything comes through the store's one condition of what may be seen.
pub struct Reader {
    db: Connection,
    me: Actor,
    _here: Presence,
}

impl Reader {
    /// A connection of its own to a store that is open already, for the thread that finds.
    pub fn open(path: &Path, me: &Actor) -> Result<Self> {
        let here = Presence::among_others(path)?;
        let db = cipher::connect(path, path, OpenFlags::default())?;
        harden(&db)?;
        db.pragma_update(None, "query_only", true)?;
        db.pragma_update(None, "mmap_size", MAPPED)?;
        // A page that is read in place is prepared anew at each reading; checking its every cell each time took a third
        // of a search. What is found here is read once more, with checks, before anybody acts on it.
        db.pragma_update(None, "cell_size_check", false)?;
        db.set_prepared_statement_cache_capacity(STATEMENTS);
        Ok(Self { db, me: me.clone(), _here: here })
    }

    /// The asker with the rights they have now.
    fn asker(&self) -> Result<Actor> {
        permit::present(&self.db, &self.me)
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

    /// Calls `take` for each row until it has enough.
    fn each_until<P: Params>(
        &self,
        sql: &str,
        params: P,
        take: &mut dyn FnMut(RowId) -> bool,
    ) -> Result<bool> {
        let mut query = self.db.prepare_cached(sql)?;
        let mut rows = query.query(params)?;
        while let Some(row) = rows.next()? {
            if !take(row.get(0)?) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

impl Pages for Reader {
    type Error = StoreError;

    fn pages(&self, order: Shelved, take: &mut dyn FnMut(u64)) -> Result<()> {
        // The index alone: the table itself would be read page by page.
        let table = names::table(order);
        self.each(&format!("SELECT key FROM {table} INDEXED BY {table}_key ORDER BY key"), [], |row| {
            take(row.get::<_, i64>(0)?.unsigned_abs());
            Ok(())
        })
    }

    fn names(&self, order: Shelved, pages: RangeInclusive<u64>, take: &mut dyn FnMut(&[u8])) -> Result<()> {
        let key = |page: &u64| i64::try_from(*page).unwrap_or(i64::MAX);
        let sql = format!("SELECT names FROM {} WHERE key BETWEEN ?1 AND ?2", names::table(order));
        self.each(&sql, (key(pages.start()), key(pages.end())), |row| {
            take(row.get_ref(0)?.as_blob()?);
            Ok(())
        })
    }

    fn long_names(&self, take: &mut dyn FnMut(&str)) -> Result<()> {
        self.each("SELECT lines FROM idx_long ORDER BY first", [], |row| {
            take(row.get_ref(0)?.as_str()?);
            Ok(())
        })
    }
}

impl Shelf for Reader {
    fn begin(&self) -> Result<()> {
        Ok(self.db.prepare_cached("BEGIN")?.execute([]).map(drop)?)
    }

    fn end(&self) -> Result<()> {
        Ok(self.db.prepare_cached("COMMIT")?.execute([]).map(drop)?)
    }

    fn stamp(&self) -> Result<u64> {
        Ok(u64::try_from(data_version(&self.db)?).unwrap_or_default())
    }

    fn state(&self) -> Result<State> {
        let sql = "SELECT seq, epoch, splits, (SELECT coalesce(max(id), 0) FROM petition) FROM idx_state";
        let names = names::count(&self.db)?;
        let read = |row: &Row<'_>| {
            Ok(State {
                seq: row.get(0)?,
                epoch: row.get(1)?,
                splits: row.get(2)?,
                newest: row.get(3)?,
                names,
            })
        };
        Ok(self.db.prepare_cached(sql)?.query_row([], read)?)
    }

    fn sight(&self) -> Result<Sight> {
        sight::sight(&self.db, &self.asker()?)
    }

    fn days(&self) -> Result<Option<RangeInclusive<NaiveDate>>> {
        let mut query = self.db.prepare_cached(
            "SELECT (SELECT min(received) FROM petition), (SELECT max(received) FROM petition)",
        )?;
        let (first, last): (Option<NaiveDate>, Option<NaiveDate>) =
            query.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(first.zip(last).map(|(first, last)| first..=last))
    }

    fn posting(&self, term: Term, block: u32, take: &mut dyn FnMut(&[u8])) -> Result<bool> {
        self.blob("SELECT rows FROM idx_post WHERE key = ?1", [postings::key(block.into(), term)], take)
    }

    fn bearers(
        &self,
        block: u32,
        firsts: RangeInclusive<Code>,
        take: &mut dyn FnMut(Code, &[u8]),
    ) -> Result<()> {
        let sql = "SELECT key, pairs FROM idx_bearer WHERE key BETWEEN ?1 AND ?2";
        let key = |first: Code| bearers::key(block.into(), first);
        self.each(sql, (key(*firsts.start()), key(*firsts.end())), |row| {
            take(bearers::first(row.get(0)?), row.get_ref(1)?.as_blob()?);
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

    fn rows_where(&self, filter: &Filter, take: &mut dyn FnMut(RowId) -> bool) -> Result<()> {
        let (condition, values) = filters::condition(std::slice::from_ref(filter), self.today()?, ":f");
        let bound: Vec<(&str, &dyn rusqlite::ToSql)> =
            values.iter().map(|(name, value)| (name.as_str(), value as &dyn rusqlite::ToSql)).collect();
        let sql = format!("SELECT p.id FROM petition p WHERE {condition}");
        self.each_until(&sql, bound.as_slice(), take).map(drop)
    }

    fn rows_by(&self, order: Order, take: &mut dyn FnMut(RowId) -> bool) -> Result<()> {
        let newest = "SELECT id FROM petition ORDER BY id DESC";
        let received = "SELECT id FROM petition ORDER BY received DESC, id DESC";
        let owed = "SELECT id FROM petition WHERE open = 1 AND due IS NOT NULL ORDER BY due, id DESC";
        let free = "SELECT id FROM petition WHERE NOT (open = 1 AND due IS NOT NULL) ORDER BY id DESC";
        let queries: &[&str] = match order {
            Order::Relevance => &[newest],
            Order::Received => &[received],
            Order::Due => &[owed, free],
        };
        for sql in queries {
            if !self.each_until(sql, [], take)? {
                break;
            }
        }
        Ok(())
    }

    fn opened(&self, limit: usize, take: &mut dyn FnMut(RowId)) -> Result<()> {
        let sql = "SELECT petition.id FROM opened JOIN petition USING (no) WHERE clerk = ?1 ORDER BY at DESC LIMIT ?2";
        self.each(sql, (&self.me.code, limit_of(limit)), |row| {
            take(row.get(0)?);
            Ok(())
        })
    }

    fn apart_from(&self, no: &str, take: &mut dyn FnMut(RowId)) -> Result<()> {
        let sql = "WITH own (id, no, follows) AS (SELECT id, no, follows FROM petition WHERE no = ?1)
             SELECT id FROM own
             UNION SELECT p.id FROM own JOIN apart ON one = own.no JOIN petition p ON p.no = other
             UNION SELECT p.id FROM own JOIN apart ON other = own.no JOIN petition p ON p.no = one
             UNION SELECT p.id FROM own JOIN petition p ON p.follows = own.no
             UNION SELECT p.id FROM own JOIN petition p ON p.no = own.follows
             UNION SELECT s.petition FROM own JOIN petitioner o ON o.petition = own.id
                 JOIN petitioner s ON s.person = o.person";
        self.each(sql, [no], |row| {
            take(row.get(0)?);
            Ok(())
        })
    }

    fn fresh(&self, since: i64) -> Result<Vec<Fresh>> {
        let mut fresh = Vec::new();
        let sql = "SELECT petition, terms, names FROM idx_new WHERE seq > ?1 ORDER BY seq";
        self.each(sql, [since], |row| {
            let names = names::unpacked(row.get_ref(2)?.as_blob()?).into_iter();
            let names = names.map(|name| Ok((names::first(&self.db, name)?, name)));
            let names = names.collect::<rusqlite::Result<_>>()?;
            fresh.push(Fresh { row: row.get(0)?, terms: row.get(1)?, names });
            Ok(())
        })?;
        Ok(fresh)
    }

    fn shorts(&self, rows: &[RowId]) -> Result<Vec<Short>> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT p.id, p.no, p.office, p.petitioner, p.subject, p.state, p.received,
                    CASE WHEN p.open = 1 THEN coalesce(p.due, '') ELSE '' END, p.place, p.category
             FROM petition p WHERE p.id = ?1 AND {}",
            sight::visible(&self.db, &self.asker()?)?
        ))?;
        let mut shorts = Vec::with_capacity(rows.len());
        for id in rows {
            query.raw_bind_parameter(1, id)?;
            let mut found = query.raw_query();
            shorts.extend(found.next()?.map(short).transpose()?);
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
        due: row.get(7)?,
        place: row.get(8)?,
        category: row.get(9)?,
    })
}
