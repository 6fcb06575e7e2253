//! The only room that speaks SQL. Requests go in, replies come out; every write is an order through one door.
mod audit;
mod backup;
mod case;
mod catalog;
mod chain;
mod cipher;
mod counted;
mod deed;
mod door;
mod draft;
mod error;
mod evaluation;
mod export;
mod figures;
mod files;
mod fill;
mod gate;
mod health;
mod import;
mod index;
mod journal;
mod key;
mod known;
mod limit;
mod meeting;
mod migrate;
mod numbers;
mod pepper;
mod permit;
mod person;
mod petition;
mod presence;
mod record;
mod recusal;
mod replace;
mod reply;
mod request;
mod rows;
mod sight;
mod sign_in;
mod supervision;
mod verify;
mod watch;
mod work;

pub use backup::check_copy;
pub use cipher::encrypt;
pub use draft::{Drafts, Errand};
pub use error::{Result, StoreError};
pub use export::ExportAsk;
pub use fill::Filling;
pub use gate::Patience;
pub use health::{Health, SQLITE, has_key, health, network};
pub use index::Reader;
pub use migrate::{SCHEMA, VERSION};
pub use replace::{Replacing, Step};
pub use reply::*;
pub use request::*;
pub use rows::*;
pub use sign_in::{Claim, Proof, Welcome};
pub use supervision::*;

use crate::domain::{calendar::beijing, rights::Actor};
use chrono::NaiveDate;
use gate::Gate;
use presence::Presence;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior, config::DbConfig};
use std::path::{Path, PathBuf};
use watch::Watch;

/// The oldest `SQLite` without the WAL-reset race.
const SQLITE_NEEDED: i32 = 3_051_003;

/// Bytes of the write-ahead log that stay when all of it is written back.
const LOG_KEPT: i64 = 64 << 20;

/// Pages of the log from which it is written back beside everybody's work.
const LOG_GROWN: i64 = 1_000;

/// Pages of the log from which whoever commits writes it back, if nobody has come to it before.
const LOG_FULL: i64 = 16_000;

/// One connection to the store, with the gate in front of its writes.
pub struct Store {
    db: Connection,
    gate: Gate,
    path: PathBuf,
    /// The version of the file and the last entry that this connection has looked at.
    seen: (i64, i64),
    shelf: catalog::Shelf,
    _here: Presence,
    watch: Watch,
    /// How the disk failed, after which nothing more is written through this connection.
    stopped: Option<StoreError>,
}

/// When something happens: the instant and Beijing's civil date, handed in so that nothing here asks a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// UTC milliseconds.
    pub instant: i64,
    /// The civil date in Beijing.
    pub today: NaiveDate,
}

impl Now {
    /// The moment of an instant in UTC milliseconds.
    pub fn at(instant: i64) -> Self {
        Self { instant, today: beijing(instant) }
    }
}

impl Store {
    /// Opens the store and makes it first if it is not there: with the shipped lists, for its owner alone.
    pub fn open(path: &Path) -> Result<Self> {
        files::prepare(path)?;
        Self::connect(path, path, rusqlite::version_number())
    }

    /// Opens a store that must be there.
    pub fn open_existing(path: &Path) -> Result<Self> {
        files::must_exist(path)?;
        Self::open(path)
    }

    /// Opens a copy of the store `of` as a store of its own.
    pub fn open_copy(copy: &Path, of: &Path) -> Result<Self> {
        files::prepare(copy)?;
        Self::connect(copy, of, rusqlite::version_number())
    }

    fn connect(path: &Path, of: &Path, sqlite: i32) -> Result<Self> {
        if sqlite < SQLITE_NEEDED {
            return Err(StoreError::OldSqlite(rusqlite::version().to_owned()));
        }
        limit::heed();
        let here = Presence::among_others(path)?;
        let db = cipher::connect(path, of, OpenFlags::default())?;
        migrate::refuse_what_is_not_ours(&db)?;
        harden(&db)?;
        record::teach(&db)?;
        let gate = Gate::beside(path)?;
        let shelf = catalog::Shelf::default();
        let (path_of, watch) = (path.to_owned(), Watch::default());
        let mut store =
            Self { db, gate, path: path_of, seen: (0, 0), shelf, _here: here, watch, stopped: None };
        store.unless_stopped(|store| {
            // Most stores need nothing, and whoever opens one of them waits behind nobody.
            if !migrate::is_up_to_date(&store.db)? {
                let turn = store.gate.hold(Patience::Forever)?;
                migrate::bring_up_to_date(&mut store.db)?;
                drop(turn);
            }
            Ok(())
        })?;
        files::close_to_others(path)?;
        store.seen = (data_version(&store.db)?, last_entry(&store.db)?);
        store.watch = Watch::over(path)?;
        Ok(store)
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How long a write waits for its turn: a desk for ever (it says so), a verb for five seconds.
    pub fn set_patience(&mut self, patience: Patience) {
        self.gate.patience = patience;
    }

    /// Answers a question or carries out an order.
    pub fn answer(&mut self, me: &Actor, now: Now, request: Request) -> Result<Reply> {
        let wish = request.name();
        match self.answered(me, now, request) {
            Ok(Reply::AllDone(all)) => {
                let told = |done: Result<Done>| done.map_err(|error| self.refused(me, now, &wish, error));
                Ok(Reply::AllDone(all.into_iter().map(told).collect()))
            }
            answer => answer.map_err(|error| self.refused(me, now, &wish, error)),
        }
    }

    fn answered(&mut self, me: &Actor, now: Now, request: Request) -> Result<Reply> {
        // Whoever comes in is nobody yet.
        let me =
            &if matches!(request, Request::SignIn(_)) { me.clone() } else { permit::present(&self.db, me)? };
        permit::question(me, &request)?;
        match request {
            Request::Do(order) => deed::carry_out(self, me, now, *order).map(Reply::Done),
            Request::DoAll(orders) => self.carry_out_all(me, now, orders, false).map(Reply::AllDone),
            Request::Petition(ask) => petition::answer(&self.db, me, now.today, ask),
            Request::Person(ask) => known::answer(&self.db, me, ask),
            Request::Case(ask) => case::answer(&self.db, me, now, ask),
            Request::Record(ask) => record::answer(&self.db, me, now.today, ask),
            Request::Figures(ask) => figures::answer(&self.db, me, now, ask),
            Request::Evaluate(sample) => evaluation::sample(&self.db, me, now, &sample).map(Reply::Evaluated),
            Request::Evaluation(no) => {
                evaluation::one(&self.db, me, now, &no).map(|one| Reply::Evaluated(vec![one]))
            }
            Request::SignIn(claim) => {
                self.sign_in(me, now, &claim).map(|welcome| Reply::Welcome(Box::new(welcome)))
            }
            Request::OwnPin { old, new } => self.set_own_pin(me, now, &old, &new).map(|()| Reply::Noted),
            Request::MakePin { code, new_key } => self.make_pin(me, now, &code, new_key).map(Reply::Made),
            Request::Trace(traces) => self.trace(me, now, traces).map(|()| Reply::Noted),
            Request::Journal(ask) => audit::read(&self.db, me, &ask).map(Reply::Journal),
            Request::Head { office, day, begins } => {
                audit::head(&self.db, &office, day, &begins).map(Reply::Head)
            }
            Request::Export(ask) => self.export(me, now, &ask),
            Request::Fetch { file } => self.fetched(me, now, file).map(|()| Reply::Noted),
            Request::Catalog => self.shelf.lists(&self.db, me).map(Reply::Catalog),
            Request::Drafts { clerk } => draft::list(&self.db, &clerk).map(Reply::Drafts),
            Request::Backups => {
                backup::last(&self.db).map(|last| Reply::Backups(Box::new(last), now.instant))
            }
            Request::Verify => verify::verify(&self.db).map(Reply::Verified),
        }
    }

    /// Makes the index of the search again from the journal; `tell` hears how many petitions of how many are in.
    pub fn reindex(&mut self, tell: &mut dyn FnMut(usize, usize)) -> Result<()> {
        self.transact(|tx| index::rebuild(tx, tell))
    }

    /// Does a small part of what the index owes, if it owes anything; whether there may be more. Only writing what was
    /// made ready takes the lock.
    pub fn tend(&mut self) -> Result<bool> {
        let moment = self.db.unchecked_transaction()?;
        let ready = index::Step::ready(&moment)?;
        moment.commit()?;
        let Some(step) = ready else { return Ok(false) };
        self.transact(|tx| Ok(step.write(tx)?))?;
        Ok(true)
    }

    /// Writes the log back into the file if it has grown, while others go on writing: nobody's save waits for it.
    fn write_back(&mut self) -> Result<()> {
        self.unless_stopped(|store| {
            let log = |how: &str| {
                let count = |row: &rusqlite::Row<'_>| Ok(row.get::<_, i64>(1)? - row.get::<_, i64>(2)?);
                store.db.query_row(&format!("PRAGMA wal_checkpoint({how})"), [], count)
            };
            if log("NOOP")? >= LOG_GROWN {
                log("PASSIVE")?;
            }
            Ok(())
        })
    }

    /// Whether many work here, each with a name and a PIN.
    fn is_shared(&self) -> Result<bool> {
        catalog::is_shared(&self.db)
    }

    /// The one door for writing: waits its turn, takes the write lock at once, all or nothing.
    fn transact<T>(&mut self, work: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        self.unless_stopped(|store| store.in_turn(work))
    }

    /// Writes, unless the disk has failed before. The kernel may have dropped what it could not flush and tells it only
    /// once: a second try on the same file would report that all is well, and closing it would be such a try. The same
    /// where the file is no longer the one that was opened; what was written meanwhile is then not acknowledged.
    fn unless_stopped<T>(&mut self, write: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if let Some(failure) = &self.stopped {
            return Err(failure.clone());
        }
        let done =
            self.watch.look().and_then(|()| write(self)).and_then(|done| self.watch.look().map(|()| done));
        if let Err(failure @ (StoreError::Disk(_) | StoreError::Moved(_))) = &done {
            self.stopped = Some(failure.clone());
            self.db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        }
        done
    }

    fn in_turn<T>(&mut self, work: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        let turn = self.gate.hold(self.gate.patience)?;
        let done = whole(&mut self.db, work)?;
        drop(turn);
        Ok(done)
    }

    /// Whether another process has changed anything of the casework since last asked; that somebody came, looked or
    /// left a draft is no news to others.
    pub fn changed_elsewhere(&mut self) -> Result<bool> {
        let version = data_version(&self.db)?;
        if version == self.seen.0 {
            return Ok(false);
        }
        let (_, before) = std::mem::replace(&mut self.seen, (version, last_entry(&self.db)?));
        let mut news = self
            .db
            .prepare_cached("SELECT 1 FROM entry WHERE id > ?1 AND substr(subject, 1, 1) <> '@' LIMIT 1")?;
        Ok(news.exists([before])?)
    }
}

/// Takes the write lock at once; all of the work is done or nothing of it.
fn whole<T>(db: &mut Connection, work: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // A newer program may have brought the store up to date while this one stood open.
    migrate::still_ours(&tx)?;
    let done = work(&tx)?;
    tx.commit()?;
    Ok(done)
}

/// What every connection holds to, whoever opens it.
fn harden(db: &Connection) -> Result<()> {
    db.busy_timeout(std::time::Duration::from_secs(5))?;
    let mode: String = db.pragma_update_and_check(None, "journal_mode", "wal", |row| row.get(0))?;
    if mode != "wal" {
        return Err(StoreError::NoWal);
    }
    for (name, value) in [
        ("synchronous", "FULL"),
        ("foreign_keys", "ON"),
        ("secure_delete", "ON"),
        ("temp_store", "MEMORY"),
        ("trusted_schema", "OFF"),
        ("cell_size_check", "ON"),
    ] {
        db.pragma_update(None, name, value)?;
    }
    // What a long reading has let grow goes back to the disk afterwards.
    db.pragma_update(None, "journal_size_limit", LOG_KEPT)?;
    db.pragma_update(None, "wal_autocheckpoint", LOG_FULL)?;
    // One plan for every value: without this each new value has a kept statement planned anew.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    db.set_prepared_statement_cache_capacity(128);
    Ok(())
}

fn last_entry(db: &Connection) -> Result<i64> {
    Ok(db.prepare_cached("SELECT coalesce(max(id), 0) FROM entry")?.query_row([], |row| row.get(0))?)
}

fn data_version(db: &Connection) -> Result<i64> {
    Ok(db.pragma_query_value(None, "data_version", |row| row.get(0))?)
}

#[cfg(test)]
impl Store {
    /// How long a write waits for its turn.
    pub(crate) const fn patience(&self) -> Patience {
        self.gate.patience
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        deed::{Deed, Order, Registration},
        petition::{Matter, Petitioner},
    };

    fn clerk() -> Actor {
        Actor::owner("w", "ZJ")
    }

    fn registering(name: &str, op: &str) -> Request {
        let petitioner = Petitioner { name: name.to_owned(), ..Petitioner::default() };
        let matter =
            Matter {
                petitioners: vec![petitioner], subject: "楼盘逾期交房".to_owned(), ..Matter::default()
            };
        let deed = Deed::Register(Box::new(Registration { matter, ..Registration::default() }));
        Request::Do(Box::new(Order { op: op.to_owned(), version: None, deed }))
    }

    fn no(reply: Reply) -> String {
        let Reply::Done(done) = reply else { panic!("{reply:?}") };
        done.no.0
    }

    #[test]
    fn what_is_registered_folds_walks_and_compares() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::open(&dir.path().join("f.db")).unwrap();
        let now = Now::at(1_795_000_000_000);
        let first = no(store.answer(&clerk(), now, registering("张华伟", "op-1")).unwrap());
        assert_eq!(first, "ZJ-2026-000001");
        let again = no(store.answer(&clerk(), now, registering("张华伟", "op-1")).unwrap());
        assert_eq!(again, first, "the same order twice is done once");
        let second = no(store.answer(&clerk(), now, registering("李芳", "op-2")).unwrap());
        assert_eq!(second, "ZJ-2026-000002");
        let Reply::Verified(found) = store.answer(&clerk(), now, Request::Verify).unwrap() else { panic!() };
        assert_eq!((found.petitions, found.entries, found.problems), (2, 4, vec![]));
    }

    #[test]
    fn a_row_or_an_entry_that_was_changed_behind_our_back_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::open(&dir.path().join("f.db")).unwrap();
        let now = Now::at(1_795_000_000_000);
        store.answer(&clerk(), now, registering("张华伟", "op-1")).unwrap();
        store.db.execute("UPDATE petition SET subject = 'x'", []).unwrap();
        store.db.execute("UPDATE entry SET who = 'y' WHERE part = 1", []).unwrap();
        let Reply::Verified(found) = store.answer(&clerk(), now, Request::Verify).unwrap() else { panic!() };
        assert_eq!(found.problems, ["ZJ #2: chain (ZJ-P-000001)", "ZJ-2026-000001: row"]);
    }

    #[test]
    fn a_day_a_merger_or_a_word_of_difference_that_no_journal_tells_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::open(&dir.path().join("f.db")).unwrap();
        let now = Now::at(1_795_000_000_000);
        store.answer(&clerk(), now, registering("张华伟", "op-1")).unwrap();
        store.answer(&clerk(), now, registering("李芳", "op-2")).unwrap();
        for (change, back, named) in [
            (
                "UPDATE petition SET due = '2027-01-01' WHERE id = 1",
                "UPDATE petition SET due = '2026-12-03' WHERE id = 1",
                "ZJ-2026-000001: row",
            ),
            (
                "UPDATE person SET same = 'ZJ-P-000002' WHERE id = 1",
                "UPDATE person SET same = NULL WHERE id = 1",
                "ZJ-P-000001: row",
            ),
            (
                "INSERT INTO apart VALUES ('ZJ-2026-000001', 'ZJ-2026-000002')",
                "DELETE FROM apart",
                "ZJ-2026-000001: row",
            ),
        ] {
            store.db.execute(change, []).unwrap();
            let Reply::Verified(found) = store.answer(&clerk(), now, Request::Verify).unwrap() else {
                panic!()
            };
            assert_eq!(found.problems, [named], "{change}");
            store.db.execute(back, []).unwrap();
        }
        let Reply::Verified(found) = store.answer(&clerk(), now, Request::Verify).unwrap() else { panic!() };
        assert_eq!(found.problems, Vec::<String>::new());
    }

    /// A write that began with a read would be told "busy" at once here if it had not taken the lock first.
    #[test]
    fn reading_and_then_writing_survives_a_neighbour_who_writes_meanwhile() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f.db");
        let mut mine = Store::open(&path).unwrap();
        let theirs = Store::open(&path).unwrap();
        let (now, mut neighbour) = (Now::at(1_795_000_000_000), None);
        mine.transact(|tx| {
            let before: i64 = tx.query_row("SELECT count(*) FROM petition", [], |row| row.get(0))?;
            let stranger = Connection::open(&path).unwrap();
            stranger.busy_timeout(std::time::Duration::ZERO).unwrap();
            let pushed = stranger.execute("INSERT INTO setting VALUES ('k', '')", []);
            assert!(pushed.is_err(), "whoever knows no gate meets the lock from the first reading on");
            let (told, heard) = std::sync::mpsc::channel();
            neighbour = Some(std::thread::spawn(move || {
                let mut theirs = theirs;
                told.send(()).unwrap();
                theirs.answer(&clerk(), now, registering("李芳", "theirs")).map(no)
            }));
            heard.recv().unwrap();
            tx.execute("INSERT INTO setting (key, value) VALUES ('k', ?1)", [before.to_string()])?;
            Ok(())
        })
        .unwrap();
        assert_eq!(neighbour.unwrap().join().unwrap().unwrap(), "ZJ-2026-000001");
    }

    /// What is in memory alone has no log, like a file on a disk whose memory cannot be shared.
    #[test]
    fn a_store_that_can_have_no_log_is_refused() {
        assert_eq!(harden(&Connection::open_in_memory().unwrap()), Err(StoreError::NoWal));
    }

    #[test]
    fn where_the_file_is_taken_away_nothing_is_written_nothing_acknowledged_and_nothing_after_it_came_back() {
        let dir = tempfile::tempdir().unwrap();
        let (path, away) = (dir.path().join("f.db"), dir.path().join("away.db"));
        let moved =
            StoreError::Moved(std::fs::canonicalize(dir.path()).unwrap().join("f.db").display().to_string());
        let (mut before, mut meanwhile) = (Store::open(&path).unwrap(), Store::open(&path).unwrap());
        let done = meanwhile.transact(|_| Ok(std::fs::rename(&path, &away)?));
        assert_eq!(done, Err(moved.clone()), "what was written meanwhile is not acknowledged");
        let mut at_work = false;
        let mut begin = |store: &mut Store| {
            store.transact(|_| {
                at_work = true;
                Ok(())
            })
        };
        assert_eq!(begin(&mut before), Err(moved.clone()));
        std::fs::rename(&away, &path).unwrap();
        assert_eq!((begin(&mut before), begin(&mut meanwhile)), (Err(moved.clone()), Err(moved)));
        assert!(!at_work, "no work is begun on what is no longer the store");
    }

    #[test]
    fn whoever_opens_a_store_waits_for_their_turn_for_ever_unless_they_say_otherwise() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::open(&dir.path().join("f.db")).unwrap();
        assert_eq!(store.patience(), Patience::Forever);
        let verb = Patience::For(std::time::Duration::from_secs(5));
        store.set_patience(verb);
        assert_eq!(store.patience(), verb);
    }

    /// Somebody who stands still in the middle of a write keeps nobody from coming in.
    #[test]
    fn a_store_in_which_nothing_is_to_be_made_is_opened_without_a_turn() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f.db");
        let holder = Store::open(&path).unwrap();
        let _turn = holder.gate.hold(Patience::Forever).unwrap();
        let (told, opened) = std::sync::mpsc::channel();
        std::thread::spawn(move || told.send(Store::open(&path).map(drop)));
        assert_eq!(opened.recv_timeout(std::time::Duration::from_secs(60)), Ok(Ok(())));
    }

    #[test]
    fn a_verb_gives_up_when_another_one_holds_the_gate_and_a_desk_waits() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f.db");
        let holder = Store::open(&path).unwrap();
        let turn = holder.gate.hold(Patience::Forever).unwrap();
        let mut verb = Store {
            db: Connection::open(&path).unwrap(),
            gate: Gate::beside(&path).unwrap(),
            path: path.clone(),
            seen: (0, 0),
            shelf: catalog::Shelf::default(),
            _here: Presence::among_others(&path).unwrap(),
            watch: Watch::default(),
            stopped: None,
        };
        verb.set_patience(Patience::For(std::time::Duration::from_millis(20)));
        let now = Now::at(1_795_000_000_000);
        assert_eq!(verb.answer(&clerk(), now, registering("李芳", "op")), Err(StoreError::Busy));
        drop(turn);
        assert!(verb.answer(&clerk(), now, registering("李芳", "op")).is_ok());
    }

    /// 2 is FULL for `synchronous` and MEMORY for `temp_store`.
    #[test]
    fn every_connection_flushes_each_commit_and_trusts_no_file() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f.db");
        // Whoever comes later finds the file made already, and holds to all of it too.
        for store in [Store::open(&path).unwrap(), Store::open(&path).unwrap()] {
            let told = |name| store.db.pragma_query_value::<i64, _>(None, name, |row| row.get(0)).unwrap();
            for (name, value) in [
                ("synchronous", 2),
                ("foreign_keys", 1),
                ("secure_delete", 1),
                ("temp_store", 2),
                ("trusted_schema", 0),
                ("cell_size_check", 1),
                ("busy_timeout", 5_000),
            ] {
                assert_eq!(told(name), value, "{name}");
            }
        }
        let mode: String = Connection::open(&path)
            .unwrap()
            .pragma_query_value(None, "journal_mode", |row| row.get(0))
            .unwrap();
        assert_eq!(mode, "wal");
    }

    #[test]
    fn a_store_that_a_newer_program_has_brought_up_to_date_is_not_written_by_one_that_stood_open() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f.db");
        let mut store = Store::open(&path).unwrap();
        Connection::open(&path).unwrap().pragma_update(None, "user_version", VERSION + 1).unwrap();
        let now = Now::at(1_795_000_000_000);
        let refused = store.answer(&clerk(), now, registering("李芳", "op"));
        assert_eq!(refused, Err(StoreError::TooNew(VERSION + 1)));
    }

    #[test]
    fn an_older_sqlite_opens_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f.db");
        let older = Store::connect(&path, &path, 3_051_002).err();
        assert_eq!(older, Some(StoreError::OldSqlite(rusqlite::version().to_owned())));
        assert!(!path.exists());
        assert!(Store::connect(&path, &path, 3_051_003).is_ok());
    }
}
