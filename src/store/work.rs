//! The work list: what an office has open, the limit that ends first first, and how many petitions each view has.
use super::{
    Brief, Result, Store, StoreError, Work,
    index::condition,
    journal, permit,
    petition::{BRIEF, brief},
    sight::visible,
};
use crate::{
    domain::{journal::fold, petition::Petition, rights::Actor},
    search::{Filter, Key},
};
use chrono::NaiveDate;
use rusqlite::{Connection, ToSql, named_params, types::Value};

/// Counts every view and reads the first rows of the chosen one.
pub(super) fn list(
    db: &Connection,
    me: &Actor,
    today: NaiveDate,
    office: Option<&str>,
    views: &[Vec<Filter>],
    chosen: usize,
    limit: usize,
) -> Result<Work> {
    let asker = Asker { db, today, office, visible: visible(db, me)? };
    let counts = asker.counts(views)?;
    let nothing = Vec::new();
    let view = views.get(chosen).unwrap_or(&nothing);
    // Nothing is looked for beyond the last that there is.
    let limit = counts.get(chosen).map_or(limit, |count| limit.min(*count as usize));
    let mut rows = asker.rows(view, "p.due IS NOT NULL", "p.due, p.received, p.id", limit)?;
    // Of these no limit is known: they came in with a sheet.
    rows.extend(asker.rows(view, "p.due IS NULL", "p.received DESC, p.id DESC", limit - rows.len())?);
    Ok(Work { counts, rows })
}

impl Store {
    /// Every petition that the asker may see and on which a limit may run on a day, the first to end first.
    pub fn each_due<E: From<StoreError>>(
        &self,
        me: &Actor,
        (on, today): (NaiveDate, NaiveDate),
        mut take: impl FnMut(&Petition) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        for no in self.may_be_due(&permit::present(&self.db, me)?, on, on < today)? {
            let petition = journal::entries(&self.db, &no)
                .and_then(|entries| fold(&entries).map_err(StoreError::from))?;
            take(&petition)?;
        }
        Ok(())
    }

    /// What has ended owes nothing, but for a right of the petitioner that still stands and an answer that is due; what
    /// had not ended on a day that is past may have ended since.
    fn may_be_due(&self, me: &Actor, on: NaiveDate, past: bool) -> Result<Vec<String>> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT p.no FROM petition p WHERE {} AND p.received <= :on
             AND (:past OR p.open = 1 OR p.due >= :on) ORDER BY p.due, p.id",
            visible(&self.db, me)?
        ))?;
        let bound = named_params! {":on": on.to_string(), ":past": past};
        Ok(query.query_map(bound, |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }
}

struct Asker<'a> {
    db: &'a Connection,
    today: NaiveDate,
    office: Option<&'a str>,
    visible: String,
}

impl Asker<'_> {
    /// Views by the day of a limit are short pieces of the index of the work list; the others are counted in one walk
    /// over it.
    fn counts(&self, views: &[Vec<Filter>]) -> Result<Vec<u32>> {
        let by_day = |at: &usize| views[*at].iter().any(|filter| filter.key == Key::Due);
        let (days, others): (Vec<usize>, Vec<usize>) = (0..views.len()).partition(by_day);
        let mut counts = vec![0; views.len()];
        for at in days {
            counts[at] = self.count(&views[at])?;
        }
        for (at, count) in others.iter().zip(self.walk(others.iter().map(|at| &views[*at]))?) {
            counts[*at] = count;
        }
        Ok(counts)
    }

    fn count(&self, view: &[Filter]) -> Result<u32> {
        let (condition, values) = self.of(view);
        let sql = format!(
            "SELECT count(*) FROM petition p WHERE {} AND {condition} AND {}",
            self.here(),
            self.visible
        );
        Ok(self.db.prepare_cached(&sql)?.query_row(&bound(&values)[..], |row| row.get(0))?)
    }

    fn walk<'v>(&self, views: impl Iterator<Item = &'v Vec<Filter>>) -> Result<Vec<u32>> {
        let (mut counts, mut values) = (Vec::new(), self.values());
        for (at, view) in views.enumerate() {
            let (condition, bound) = condition(view, self.today, &format!(":v{at}_"));
            counts.push(format!("count(*) FILTER (WHERE {condition})"));
            values.extend(bound);
        }
        if counts.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT {} FROM petition p WHERE {} AND {}",
            counts.join(", "),
            self.here(),
            self.visible
        );
        let mut query = self.db.prepare_cached(&sql)?;
        let counted =
            query.query_row(&bound(&values)[..], |row| (0..counts.len()).map(|at| row.get(at)).collect());
        Ok(counted?)
    }

    fn rows(&self, view: &[Filter], more: &str, order: &str, room: usize) -> Result<Vec<Brief>> {
        let (condition, mut values) = self.of(view);
        values.push((":room".to_owned(), i64::try_from(room).unwrap_or(i64::MAX).into()));
        let sql = format!(
            "SELECT {BRIEF} FROM petition p WHERE {} AND {more} AND {condition} AND {}
             ORDER BY {order} LIMIT :room",
            self.here(),
            self.visible
        );
        let mut query = self.db.prepare_cached(&sql)?;
        Ok(query.query_map(&bound(&values)[..], brief)?.collect::<rusqlite::Result<_>>()?)
    }

    /// What a view asks of a row, with all that is bound.
    fn of(&self, view: &[Filter]) -> (String, Vec<(String, Value)>) {
        let (condition, bound) = condition(view, self.today, ":f");
        let mut values = self.values();
        values.extend(bound);
        (condition, values)
    }

    /// Where. In one condition for both cases SQLite would walk over every office's petitions.
    const fn here(&self) -> &'static str {
        if self.office.is_some() {
            "p.open = 1 AND p.office = :office"
        } else {
            "p.open = 1 AND :office IS NULL"
        }
    }

    fn values(&self) -> Vec<(String, Value)> {
        vec![(":office".to_owned(), self.office.map(str::to_owned).into())]
    }
}

fn bound(values: &[(String, Value)]) -> Vec<(&str, &dyn ToSql)> {
    values.iter().map(|(name, value)| (name.as_str(), value as &dyn ToSql)).collect()
}
