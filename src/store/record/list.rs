//! Reading registers: a window of a list with its totals, the chart, one row, and what leads to something.
use super::{
    facts::column,
    offer::{Work, offers},
    order, page, registers, seen_register, sums, veil,
};
use crate::{
    domain::{
        figures::compared,
        petition::No,
        register::{DAY, DUE, Grouped, Kind, Narrow, Query, Record, Register, STATE, Term},
        rights::Actor,
    },
    store::{Leading, RecordAsk, RecordRow, Records, Reply, Result, StoreError, catalog, sight::quoted},
};
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter, types::Value as Cell};
use std::collections::BTreeMap;

/// Answers a question about registers.
pub(in crate::store) fn answer(
    db: &Connection,
    me: &Actor,
    today: NaiveDate,
    ask: RecordAsk,
) -> Result<Reply> {
    // Which column holds what, the declaration says: both are of one moment.
    let moment = db.unchecked_transaction()?;
    let db = &*moment;
    Ok(match ask {
        RecordAsk::Registers => Reply::Registers(sums::sums(db, me, today)?),
        RecordAsk::List { register, narrow } => {
            let register = seen_register(db, me, &register)?;
            Reply::Records(Box::new(list(db, me, &register, &narrow)?))
        }
        RecordAsk::Chart { register, narrow } => {
            let register = seen_register(db, me, &register)?;
            Reply::Chart(chart(db, me, &register, &narrow)?)
        }
        RecordAsk::Counts { span, offices } => {
            Reply::Counts(sums::counts(db, me, &compared(span, today), &offices)?)
        }
        RecordAsk::Page(no) => Reply::Record(Box::new(page(db, me, &no)?)),
        RecordAsk::Failing(id) => {
            let register = seen_register(db, me, &id)?;
            Reply::Numbers(failing(db, me, &register, today)?)
        }
        RecordAsk::Found { words, limit } => Reply::Leading(found(db, me, &words, limit)?),
        RecordAsk::LeadingTo(no) => Reply::Leading(leading_to(db, me, &no)?),
        RecordAsk::Offers { places, categories } => Reply::Offers(offers(db, me, &places, &categories)?),
    })
}

/// A condition on rows of one register, and what it binds.
pub(super) struct Condition {
    sql: String,
    pub(super) bound: Vec<Cell>,
    /// The index that has all that it asks about.
    index: &'static str,
}

/// The condition on a row that it is not about the asker's unit, where that can be.
pub(super) fn not_about(register: &Register, me: &Actor) -> Option<String> {
    let can = !register.accused.is_empty() && !me.unit.is_empty();
    can.then(|| format!("coalesce({}, '') <> {}", column(register, &register.accused), quoted(&me.unit)))
}

impl Condition {
    /// What the asker sees of a register, and of it what is looked for.
    pub(super) fn of(db: &Connection, me: &Actor, register: &Register, narrow: &Narrow) -> Result<Self> {
        let mut this = Self {
            sql: "register = ? AND struck = 0".to_owned(),
            bound: vec![register.id.clone().into()],
            index: "record_list",
        };
        if let Some(sql) = not_about(register, me) {
            this.and(&sql, []);
        }
        if let Some((from, to)) = narrow.span {
            this.and(
                &format!("{} BETWEEN ? AND ?", column(register, DAY)),
                [from.to_string().into(), to.to_string().into()],
            );
        }
        for term in &narrow.query.terms {
            this.term(db, me, register, term)?;
        }
        Ok(this)
    }

    /// The rows that it holds for, as a query names them behind what it reads of each.
    pub(super) fn rows(&self) -> String {
        format!("FROM record INDEXED BY {} WHERE {}", self.index, self.sql)
    }

    fn and(&mut self, sql: &str, bound: impl IntoIterator<Item = Cell>) {
        self.sql.push_str(" AND ");
        self.sql.push_str(sql);
        self.bound.extend(bound);
    }

    fn term(&mut self, db: &Connection, me: &Actor, register: &Register, term: &Term) -> Result<()> {
        match term {
            Term::Is(id, values) => {
                let places = vec!["?"; values.len()].join(",");
                self.and(
                    &format!("{} IN ({places})", column(register, id)),
                    values.iter().cloned().map(Cell::from),
                );
            }
            Term::Has(id, answer) => {
                let sql = format!("instr(',' || {} || ',', ?)", column(register, id));
                self.and(&sql, [format!(",{answer},").into()]);
            }
            Term::In(id, from, to) => {
                self.and(
                    &format!("{} BETWEEN ? AND ?", column(register, id)),
                    [from.clone().into(), to.clone().into()],
                );
            }
            Term::Between(id, least, most) => {
                self.and(
                    &format!("{} BETWEEN ? AND ?", column(register, id)),
                    [Cell::Real(*least), Cell::Real(*most)],
                );
            }
            Term::Before(today) => {
                self.and(&format!("{} < ?", column(register, DUE)), [today.to_string().into()]);
            }
            Term::Word(word) => {
                self.index = "record_words";
                self.and("holds(words, ?)", [word.clone().into()]);
            }
            Term::Links(no) => {
                let no = No(no.clone());
                let seen = register.fields.iter().filter(|field| field.kind.is_link());
                let mut any = false;
                for field in seen {
                    any |= super::leads(db, me, field.kind, &no)?;
                }
                // Whether a row leads to what somebody does not see is not theirs to find out.
                let sql =
                    if any { "id IN (SELECT record FROM record_link WHERE target = ?)" } else { "? IS NULL" };
                self.and(sql, [no.0.into()]);
            }
        }
        Ok(())
    }
}

/// Rows in their order, how many there are in all, and what they add up to: one walk over the index, in which the rows of
/// the window are found on the way. Only these are read whole.
fn list(db: &Connection, me: &Actor, register: &Register, narrow: &Narrow) -> Result<Records> {
    let condition = Condition::of(db, me, register, narrow)?;
    let mut adder = sums::Adder::of(register);
    let other = narrow.by.as_ref().and_then(|id| Some((column(register, id), register.sorts_by(id)?)));
    let (by, order) = match &other {
        Some((by, _)) => (format!(", {by}"), String::new()),
        None => (String::new(), own_order(register)),
    };
    let sql = format!("SELECT id{}{by} {} {order}", adder.columns(), condition.rows());
    let mut query = db.prepare_cached(&sql)?;
    let last = query.column_count() - 1;
    let mut rows = query.query(params_from_iter(&condition.bound))?;
    let (mut total, mut window, mut keyed) = (0, Vec::new(), Vec::new());
    while let Some(row) = rows.next()? {
        adder.add(row)?;
        if other.is_some() {
            keyed.push((row.get(last)?, row.get(0)?));
        } else if total >= narrow.from && (narrow.limit == 0 || window.len() < narrow.limit) {
            window.push(row.get(0)?);
        }
        total += 1;
    }
    if let Some((_, greatest)) = other {
        window = order::window(keyed, greatest, narrow.from, narrow.limit);
    }
    let mut records = whole(db, &window)?;
    veil(db, me, register, &mut records)?;
    let limits = catalog::limits(db)?;
    let work = register.tells_load().then(|| Work::seen_by(db, me)).transpose()?;
    let row = |record: Record| {
        let due = register.due_of(&record.state, &record.row, &limits.calendar);
        let load = work.as_ref().map(|work| work.of(db, &record)).transpose()?;
        let titles = titles(db, register, &record)?;
        Ok(RecordRow { record, due, load, titles })
    };
    let rows = records.into_iter().map(row).collect::<Result<_>>()?;
    let sums = adder.sums().collect();
    Ok(Records { rows, total: total as u64, sums })
}

/// In the order that the declaration names, rows entered later coming after or before as it does.
fn own_order(register: &Register) -> String {
    let way = if register.order.1 { "DESC" } else { "ASC" };
    format!("ORDER BY sort {way}, id {way}")
}

/// The rows with these ids, in their order.
fn whole(db: &Connection, ids: &[i64]) -> Result<Vec<Record>> {
    let mut read = db.prepare_cached("SELECT body, version FROM record WHERE id = ?1")?;
    ids.iter().map(|id| read.query_row([id], record)?).collect()
}

pub(super) fn record(row: &Row<'_>) -> rusqlite::Result<Result<Record>> {
    let version = row.get(1)?;
    let body = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
    Ok(serde_json::from_str(body).map(|record| Record { version, ..record }).map_err(StoreError::from))
}

/// How many rows are in each part, the most first.
fn chart(db: &Connection, me: &Actor, register: &Register, narrow: &Narrow) -> Result<Vec<Grouped>> {
    let by = register.chart.as_deref().unwrap_or(STATE);
    let condition = Condition::of(db, me, register, narrow)?;
    let sql = format!("SELECT {} {}", column(register, by), condition.rows());
    let mut query = db.prepare_cached(&sql)?;
    let mut rows = query.query(params_from_iter(&condition.bound))?;
    let mut parts: BTreeMap<String, u64> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let part = row.get_ref(0)?.as_str_or_null().map_err(rusqlite::Error::from)?.unwrap_or_default();
        match parts.get_mut(part) {
            Some(count) => *count += 1,
            None => drop(parts.insert(part.to_owned(), 1)),
        }
    }
    let mut parts: Vec<Grouped> = parts.into_iter().collect();
    parts.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    Ok(parts)
}

/// The rows that their register would not take as they stand, by what can be told without looking elsewhere.
fn failing(db: &Connection, me: &Actor, register: &Register, today: NaiveDate) -> Result<Vec<No>> {
    let all = list(db, me, register, &Narrow::default())?.rows;
    let fails = |record: &Record| {
        let missing = register.fields.iter().any(|field| field.required && record.get(&field.id).is_empty());
        let wrong = register.fields.iter().any(|field| field.tidy(record.get(&field.id), today).is_err());
        let lost = !register.states.is_empty() && register.state(&record.state).is_none();
        missing
            || wrong
            || lost
            || register.checks.iter().any(|check| !check.holds(register, &record.row, today))
    };
    let mut numbers: Vec<No> =
        all.into_iter().filter(|row| fails(&row.record)).map(|row| row.record.no).collect();
    numbers.sort();
    Ok(numbers)
}

/// The rows of every register in which all words stand, each register's in its own order.
fn found(db: &Connection, me: &Actor, words: &[String], limit: usize) -> Result<Vec<Leading>> {
    let terms = words.iter().map(|word| Term::Word(word.to_lowercase())).collect();
    let narrow = Narrow { query: Query { terms, ..Query::default() }, ..Narrow::default() };
    // Who types a whole number means that row, though it was struck off.
    let mut all = Vec::new();
    if let [word] = words
        && let Ok((record, register, _)) = super::seen(db, me, &No(word.to_uppercase()))
        && record.struck.is_some()
    {
        all.push(leading(&register, record));
    }
    for register in registers(db)?.all().filter(|register| register.seen_by(me)) {
        let condition = Condition::of(db, me, register, &narrow)?;
        let room = limit.saturating_sub(all.len());
        let sql = format!("SELECT id {} {} LIMIT {room}", condition.rows(), own_order(register));
        let mut query = db.prepare_cached(&sql)?;
        let ids = query.query_map(params_from_iter(&condition.bound), |row| row.get::<_, i64>(0))?;
        let ids = ids.collect::<rusqlite::Result<Vec<_>>>()?;
        all.extend(whole(db, &ids)?.into_iter().map(|record| leading(register, record)));
    }
    Ok(all)
}

fn leading(register: &Register, record: Record) -> Leading {
    Leading { title: record.title(register).to_owned(), register: record.register, no: record.no }
}

/// The rows that lead to a petition, a case, a person or another row, as far as the asker sees them.
pub(in crate::store) fn leading_to(db: &Connection, me: &Actor, no: &No) -> Result<Vec<Leading>> {
    let registers = registers(db)?;
    let mut query = db.prepare_cached(
        "SELECT r.body, r.version FROM record_link l JOIN record r ON r.id = l.record
         WHERE l.target = ?1 AND r.struck = 0 ORDER BY r.id",
    )?;
    let found = query.query_map([&no.0], record)?.collect::<rusqlite::Result<Result<Vec<Record>>>>()??;
    let seen = found.into_iter().filter_map(|record| {
        let register = registers.get(&record.register)?;
        record.seen_by(register, me).then(|| leading(register, record))
    });
    Ok(seen.collect())
}

/// What the rows are about to which a row leads, by field. What the asker does not see was taken away before.
pub(super) fn titles(db: &Connection, register: &Register, led: &Record) -> Result<BTreeMap<String, String>> {
    let registers = registers(db)?;
    let mut query = db.prepare_cached("SELECT body, version FROM record WHERE no = ?1")?;
    let mut titles = BTreeMap::new();
    for field in register.fields.iter().filter(|field| field.kind == Kind::Record) {
        let found = query.query_row([led.get(&field.id)], record).optional()?.transpose()?;
        let title = found.and_then(|found| Some(found.title(registers.get(&found.register)?).to_owned()));
        titles.extend(title.filter(|title| !title.is_empty()).map(|title| (field.id.clone(), title)));
    }
    Ok(titles)
}
