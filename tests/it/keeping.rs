//! Backups and the way back: what is acknowledged is in them, what is not whole is refused, and nothing is ever lost on
//! the way.
use crate::{
    support::{NOON, clerk, visit},
    verbs::{Shop, shop},
};
use fengqiao::{
    domain::{
        deed::{Deed, Order, Registration},
        petition::{Matter, Petitioner},
        rights::Actor,
    },
    flow::Msg,
    keep::{self, Plan, Source},
    lang::Locale,
    run::keeper,
    store::{Now, Reply, Request, Step, Store, StoreError},
};
use rusqlite::Connection;
use rustix::process::{Signal, getpid, kill_process};
use serde_json::{Value, json};
use std::{
    env, fs,
    os::unix::{fs::PermissionsExt, process::ExitStatusExt},
    path::{Path, PathBuf},
    process::Command,
    sync::mpsc::{Receiver, Sender, channel},
};

fn put(shop: &Shop, subject: &str) -> String {
    let said = json!({"name": "张华伟", "phone": "19000001234", "subject": subject}).to_string();
    shop.run(&["register", "--json"], &said).json()["no"].as_str().unwrap().to_owned()
}

/// Beside the store.
fn place(shop: &Shop, name: &str) -> PathBuf {
    shop.path().with_file_name(name)
}

fn backup(shop: &Shop) -> PathBuf {
    PathBuf::from(shop.run(&["backup", "--json"], "").json()["file"].as_str().unwrap())
}

fn restore(shop: &Shop, file: &Path) -> crate::verbs::Said {
    shop.run(&["--lang", "en", "restore", file.to_str().unwrap(), "--json"], "")
}

fn names(directory: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[track_caller]
fn is_whole_with(shop: &Shop, petitions: u64) {
    let verified = shop.run(&["verify", "--json"], "").json();
    assert_eq!((&verified["ok"], &verified["petitions"]), (&json!(true), &json!(petitions)), "{verified}");
}

#[test]
fn a_backup_is_checked_named_by_the_time_for_its_owner_alone_and_comes_back_whole() {
    let shop = shop();
    let no = put(&shop, "楼盘逾期交房");
    let made = shop.run_in("America/Los_Angeles", &["backup", "--json"], "").json();
    assert_eq!(
        (&made["checked"], &made["petitions"], &made["entries"]),
        (&json!(true), &json!(1), &json!(2))
    );
    let file = PathBuf::from(made["file"].as_str().unwrap());
    assert!(fengqiao::domain::backup::is_ours(file.file_name().unwrap().to_str().unwrap(), "f"), "{file:?}");
    let meta = fs::metadata(&file).unwrap();
    assert_eq!((meta.len(), meta.permissions().mode() & 0o777), (made["bytes"].as_u64().unwrap(), 0o600));
    assert_eq!(fs::metadata(file.parent().unwrap()).unwrap().permissions().mode() & 0o777, 0o700);
    assert_eq!(names(file.parent().unwrap()).len(), 1, "nothing else is left there");
    let elsewhere = crate::verbs::shop();
    let said = restore(&elsewhere, &file).json();
    assert_eq!((&said["petitions"], &said["entries"], &said["kept"]), (&json!(1), &json!(2), &Value::Null));
    assert_eq!(elsewhere.run(&["show", &no, "--json"], "").json()["subject"], "楼盘逾期交房");
    is_whole_with(&elsewhere, 1);
}

#[test]
fn what_stood_there_before_stays_beside_the_restored_store() {
    let shop = shop();
    put(&shop, "第一件");
    let file = backup(&shop);
    let second = put(&shop, "第二件");
    let kept = PathBuf::from(restore(&shop, &file).json()["kept"].as_str().unwrap());
    is_whole_with(&shop, 1);
    fs::rename(kept, shop.path()).unwrap();
    is_whole_with(&shop, 2);
    assert_eq!(shop.run(&["show", &second, "--json"], "").json()["subject"], "第二件");
}

#[test]
fn a_store_that_anybody_has_open_is_not_replaced() {
    let shop = shop();
    put(&shop, "第一件");
    let file = backup(&shop);
    put(&shop, "第二件");
    let desk = Store::open(&shop.path()).unwrap();
    let said = restore(&shop, &file);
    assert_eq!(said.code(), 3);
    assert!(said.error().contains("Somebody has this store open"), "{}", said.error());
    drop(desk);
    let older = Connection::open(shop.path()).unwrap();
    older.query_row("SELECT count(*) FROM petition", [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(restore(&shop, &file).code(), 3, "a program that does not know our lock");
    drop(older);
    is_whole_with(&shop, 2);
    assert_eq!(restore(&shop, &file).code(), 0);
    is_whole_with(&shop, 1);
}

#[test]
fn while_a_store_is_replaced_nobody_opens_it() {
    let shop = shop();
    put(&shop, "第一件");
    let file = backup(&shop);
    let mut seen = 0;
    keep::restore(Source { file: &file, identity: None }, &shop.path(), Now::at(NOON), &mut |_| {
        assert!(Store::open(&shop.path()).is_err());
        seen += 1;
    })
    .unwrap();
    assert_eq!(seen, STEPS.len());
    is_whole_with(&shop, 1);
}

/// What a backup or a store may have become, each with what is said of it.
#[test]
fn what_is_no_whole_backup_is_refused_in_a_sentence_and_the_store_stays() {
    let shop = shop();
    put(&shop, "第一件");
    put(&shop, "第二件");
    let good = backup(&shop);
    let spoil = |name: &str, work: &dyn Fn(&Path)| {
        let file = place(&shop, name);
        fs::copy(&good, &file).unwrap();
        work(&file);
        file
    };
    let sql =
        |sql: &'static str| move |file: &Path| Connection::open(file).unwrap().execute_batch(sql).unwrap();
    let cut = |file: &Path| {
        let half = fs::read(file).unwrap();
        fs::write(file, &half[..half.len() / 2]).unwrap();
    };
    let flipped = |file: &Path| {
        let mut bytes = fs::read(file).unwrap();
        let at = bytes.windows(9).position(|part| part == "第二件".as_bytes()).unwrap();
        bytes[at] ^= 1;
        fs::write(file, bytes).unwrap();
    };
    let garbage = |file: &Path| fs::write(file, "no database at all").unwrap();
    let foreign = |file: &Path| {
        fs::remove_file(file).unwrap();
        sql("CREATE TABLE t (x); INSERT INTO t VALUES (1)")(file);
    };
    let live = |file: &Path| fs::write(file.with_extension("db-wal"), "").unwrap();
    let tail = "DELETE FROM entry WHERE seq = (SELECT max(seq) FROM entry)";
    for (name, work, code, said) in [
        ("cut.db", &cut as &dyn Fn(&Path), 1, "damaged"),
        ("flipped.db", &flipped, 1, "damaged"),
        ("changed.db", &sql("UPDATE entry SET who = 'x' WHERE seq = 1"), 1, "chain"),
        ("tail.db", &sql(tail), 1, "damaged"),
        ("newer.db", &sql("PRAGMA user_version = 99"), 1, "newer version (99)"),
        ("garbage.db", &garbage, 1, "no backup of Fengqiao"),
        ("foreign.db", &foreign, 1, "no backup of Fengqiao"),
        ("empty.db", &|file| fs::write(file, "").unwrap(), 1, "no backup of Fengqiao"),
        ("live.db", &live, 3, "a store in use"),
        ("gone.db", &|file| fs::remove_file(file).unwrap(), 3, "There is no backup"),
    ] {
        let said_of = restore(&shop, &spoil(name, work));
        assert_eq!(said_of.code(), code, "{name}: {}", said_of.error());
        assert!(said_of.error().contains(said), "{name}: {}", said_of.error());
    }
    assert!(restore(&shop, &shop.path()).error().contains("the store itself"));
    assert!(restore(&shop, good.parent().unwrap()).error().contains("is a directory"));
    is_whole_with(&shop, 2);
    let left = names(shop.path().parent().unwrap());
    assert!(!left.iter().any(|name| name.contains("before") || name.contains("restoring")), "{left:?}");
}

#[test]
fn where_no_backup_can_lie_a_sentence_says_why() {
    let shop = shop();
    put(&shop, "第一件");
    // The file system of the kernel has no room for anything.
    for (directory, code, said) in [
        (place(&shop, "nowhere"), 3, "There is no directory"),
        (shop.path(), 3, "is a file"),
        (PathBuf::from("/proc"), 1, "has no room"),
    ] {
        let tried = shop.run(&["--lang", "en", "backup", directory.to_str().unwrap()], "");
        assert_eq!(tried.code(), code, "{}", tried.error());
        assert!(tried.error().contains(said), "{}", tried.error());
    }
    is_whole_with(&shop, 1);
}

#[test]
fn a_copy_that_fails_its_check_is_removed_and_named() {
    let shop = shop();
    put(&shop, "第一件");
    let before = backup(&shop);
    Connection::open(shop.path()).unwrap().execute_batch("UPDATE entry SET who = 'x' WHERE seq = 1").unwrap();
    let tried = shop.run(&["--lang", "en", "backup"], "");
    assert_eq!(tried.code(), 1);
    assert!(
        tried.error().contains("failed its check and was removed") && tried.error().contains("#1: chain"),
        "{}",
        tried.error()
    );
    assert_eq!(names(before.parent().unwrap()), [before.file_name().unwrap().to_str().unwrap()]);
}

#[test]
fn old_backups_go_and_whatever_is_not_ours_stays() {
    let shop = shop();
    put(&shop, "第一件");
    let directory = backup(&shop).parent().unwrap().to_owned();
    let others = ["f-20200101-000000.txt", "g-20200101-000000.db", "notes"];
    for other in others {
        fs::write(directory.join(other), "").unwrap();
    }
    fs::write(directory.join("f-20200101-000000.db"), "").unwrap();
    fs::write(directory.join("f-20200101-000000.db.part"), "").unwrap();
    let keep_two = json!({"do": "setting.put", "key": "backup-keep", "value": "2"}).to_string();
    assert_eq!(shop.run(&["apply", "-", "--json"], &keep_two).json()["ok"], true);
    let (second, third) = (backup(&shop), backup(&shop));
    let name = |file: &Path| file.file_name().unwrap().to_str().unwrap().to_owned();
    assert!(name(&second) < name(&third), "two of one second have two names");
    let mut expected = [others.map(str::to_owned).to_vec(), vec![name(&second), name(&third)]].concat();
    expected.sort();
    assert_eq!(names(&directory), expected);
}

const STEPS: [Step; 5] = [Step::Checked, Step::Closed, Step::Ready, Step::Cleared, Step::Placed];

#[test]
#[ignore = "run by another test, in a process that it kills"]
fn a_process_that_is_killed_while_it_restores() {
    let step = env::var("FENGQIAO_TEST_KILL_AT").unwrap();
    let die_at = STEPS[step.parse::<usize>().unwrap()];
    let [store, file] =
        ["FENGQIAO_TEST_STORE", "FENGQIAO_TEST_FILE"].map(|name| PathBuf::from(env::var(name).unwrap()));
    let _ = keep::restore(Source { file: &file, identity: None }, &store, Now::at(NOON), &mut |step| {
        if step == die_at {
            kill_process(getpid(), Signal::KILL).unwrap();
        }
    });
}

fn killed_at(step: usize, shop: &Shop, file: &Path) {
    let child = Command::new(env::current_exe().unwrap())
        .args(["--ignored", "--exact", "keeping::a_process_that_is_killed_while_it_restores"])
        .env("FENGQIAO_TEST_KILL_AT", step.to_string())
        .env("FENGQIAO_TEST_STORE", shop.path())
        .env("FENGQIAO_TEST_FILE", file)
        .output()
        .unwrap();
    assert_eq!(child.status.signal(), Some(9), "{}", String::from_utf8_lossy(&child.stdout));
}

#[test]
fn killed_at_any_step_the_old_store_or_the_new_one_is_there_and_neither_is_lost() {
    for (step, name) in STEPS.iter().enumerate() {
        let shop = shop();
        put(&shop, "第一件");
        let file = backup(&shop);
        put(&shop, "第二件");
        // What was written last lies in the log and not yet in the file.
        let desk = Store::open(&shop.path()).unwrap();
        put(&shop, "第三件");
        left_behind(&shop, desk);
        killed_at(step, &shop, &file);
        let placed = *name == Step::Placed;
        is_whole_with(&shop, if placed { 1 } else { 3 });
        if placed {
            let kept = names(shop.path().parent().unwrap()).into_iter().find(|name| name.contains("before"));
            fs::rename(place(&shop, &kept.unwrap()), shop.path()).unwrap();
            is_whole_with(&shop, 3);
        }
        assert_eq!(restore(&shop, &file).code(), 0, "and the next try succeeds");
        is_whole_with(&shop, 1);
    }
}

/// Leaves the store as a process that was killed leaves it: with its log beside it, and nobody at it.
fn left_behind(shop: &Shop, desk: Store) -> Vec<u8> {
    let log = fs::read(place(shop, "f.db-wal")).unwrap();
    let file = fs::read(shop.path()).unwrap();
    drop(desk);
    fs::write(shop.path(), file).unwrap();
    fs::write(place(shop, "f.db-wal"), &log).unwrap();
    log
}

#[test]
fn a_store_too_damaged_to_be_closed_is_replaced_and_kept_with_its_log() {
    for step in [None, Some(3), Some(4)] {
        let shop = shop();
        put(&shop, "第一件");
        let file = backup(&shop);
        let desk = Store::open(&shop.path()).unwrap();
        put(&shop, "第二件");
        let mut log = left_behind(&shop, desk);
        // From a log that is whole even the first page would be mended.
        log[..32].fill(7);
        let mut bytes = fs::read(shop.path()).unwrap();
        bytes[..100].fill(7);
        fs::write(shop.path(), &bytes).unwrap();
        fs::write(place(&shop, "f.db-wal"), &log).unwrap();
        match step {
            Some(step) => killed_at(step, &shop, &file),
            None => assert_eq!(restore(&shop, &file).code(), 0),
        }
        if step != Some(3) {
            is_whole_with(&shop, 1);
        }
        let directory = shop.path().parent().unwrap().to_owned();
        let holds = |bytes: &[u8]| {
            names(&directory).iter().any(|name| fs::read(directory.join(name)).is_ok_and(|one| one == bytes))
        };
        assert!(holds(&bytes) && holds(&log), "{step:?}: {:?}", names(&directory));
        if step.is_some() {
            assert_eq!(restore(&shop, &file).code(), 0);
            is_whole_with(&shop, 1);
        }
    }
}

/// Registers until it is told to stop, and tells each number once it is acknowledged.
fn writer(path: &Path, n: usize, told: &Sender<String>, stopped: &Receiver<()>) {
    let (mut store, me) = (Store::open(path).unwrap(), clerk("w", "ZJ"));
    for op in 0.. {
        if stopped.try_recv().is_ok() {
            return;
        }
        let _ = told.send(register(&mut store, &me, format!("w{n}-{op}")));
    }
}

fn register(store: &mut Store, me: &Actor, op: String) -> String {
    tries(store, me, op).unwrap()
}

fn tries(store: &mut Store, me: &Actor, op: String) -> Result<String, StoreError> {
    let petitioner = Petitioner { name: "李芳".to_owned(), ..Petitioner::default() };
    let matter =
        Matter {
            petitioners: vec![petitioner], subject: "楼盘逾期交房".to_owned(), ..Matter::default()
        };
    let deed = Deed::Register(Box::new(Registration { matter, ..Registration::default() }));
    match store.answer(me, Now::at(NOON), Request::Do(Box::new(Order { op, version: None, deed })))? {
        Reply::Done(done) => Ok(done.no.0),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_desk_whose_file_or_log_is_taken_away_acknowledges_nothing_more_and_names_it() {
    type Change = (&'static str, fn(&Path));
    let changes: [Change; 4] = [
        ("f.db-wal", |log| fs::remove_file(log).unwrap()),
        ("f.db-wal", |log| {
            fs::remove_file(log).unwrap();
            fs::write(log, "").unwrap();
        }),
        ("f.db", |file| fs::rename(file, file.with_file_name("moved.db")).unwrap()),
        ("f.db", |file| {
            let other = file.with_file_name("other.db");
            fs::copy(file, &other).unwrap();
            fs::rename(other, file).unwrap();
        }),
    ];
    for (name, change) in changes {
        let shop = shop();
        put(&shop, "第一件");
        let mut desk = Store::open(&shop.path()).unwrap();
        register(&mut desk, &clerk("w", "ZJ"), "before".to_owned());
        let file = place(&shop, name);
        change(&file);
        for op in ["after", "again"] {
            let refused = tries(&mut desk, &clerk("w", "ZJ"), op.to_owned());
            let named = fs::canonicalize(file.parent().unwrap()).unwrap().join(name);
            assert_eq!(refused, Err(StoreError::Moved(named.display().to_string())), "{op}");
        }
    }
}

/// A key of one's own: the public half, and the file with the other one.
fn key(shop: &Shop, name: &str) -> (String, PathBuf) {
    use age::secrecy::ExposeSecret;
    let identity = age::x25519::Identity::generate();
    let file = place(shop, name);
    fs::write(&file, format!("# of a test\n{}\n", identity.to_string().expose_secret())).unwrap();
    (identity.to_public().to_string(), file)
}

#[test]
fn a_backup_that_leaves_the_host_is_read_only_with_one_of_the_keys_it_is_for() {
    let shop = shop();
    put(&shop, "第一件");
    let [(one, first), (two, second), (_, stranger)] = ["one", "two", "three"].map(|name| key(&shop, name));
    let away = place(&shop, "away");
    fs::create_dir(&away).unwrap();
    let directory = away.to_str().unwrap();
    let made = shop.run(&["backup", directory, "--to", &one, "--to", &two, "--json"], "").json();
    let file = PathBuf::from(made["file"].as_str().unwrap());
    assert_eq!(names(&away), [file.file_name().unwrap().to_str().unwrap()], "no plain file beside it");
    assert!(!names(shop.path().parent().unwrap()).iter().any(|name| name.contains("part")));
    let bytes = fs::read(&file).unwrap();
    assert!(file.extension().unwrap() == "age" && bytes.starts_with(b"age-encryption.org/v1"));
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let with = |key: Option<&Path>| {
        let key = key.map(|key| ["--identity", key.to_str().unwrap()]);
        let words = [
            &["--lang", "en", "restore", file.to_str().unwrap()][..],
            key.as_ref().map_or(&[][..], |key| key),
        ];
        shop.run(&words.concat(), "")
    };
    assert!(with(None).error().contains("--identity"), "{}", with(None).error());
    assert!(with(Some(&stranger)).error().contains("another key"), "{}", with(Some(&stranger)).error());
    assert!(with(Some(&file)).error().contains("no key"), "{}", with(Some(&file)).error());
    for key in [&first, &second] {
        put(&shop, "第二件");
        assert_eq!(with(Some(key)).code(), 0);
        is_whole_with(&shop, 1);
    }
    let mut cut = bytes;
    cut.truncate(cut.len() / 2);
    fs::write(&file, cut).unwrap();
    assert_eq!(with(Some(&first)).code(), 1, "a sealed one that was cut");
    is_whole_with(&shop, 1);
}

fn set(shop: &Shop, key: &str, value: &str) -> Value {
    let order = json!({"do": "setting.put", "key": key, "value": value}).to_string();
    shop.run(&["--lang", "en", "apply", "-", "--json"], &order).lines().remove(0)
}

#[test]
fn what_leaves_the_host_by_the_settings_is_encrypted_or_does_not_leave() {
    let shop = shop();
    put(&shop, "第一件");
    let (to, identity) = key(&shop, "key");
    let away = place(&shop, "away");
    let refused = set(&shop, "backup-away", away.to_str().unwrap());
    assert!(refused["message"].as_str().unwrap().contains("always encrypted"), "{refused}");
    assert_eq!(set(&shop, "backup-recipient", "age1nobody")["ok"], false);
    assert_eq!(set(&shop, "backup-recipient", &to)["ok"], true);
    assert_eq!(set(&shop, "backup-away", away.to_str().unwrap())["ok"], true);
    assert_eq!(set(&shop, "backup-recipient", "")["ok"], false);
    // The disk that leaves is not there yet: the backup stands here, and the failure is said.
    let tried = shop.run(&["--lang", "en", "backup"], "");
    assert!(tried.code() == 3 && tried.error().contains("There is no directory"), "{}", tried.error());
    assert_eq!(names(&place(&shop, "backup")).len(), 1);
    fs::create_dir(&away).unwrap();
    let made = shop.run(&["backup", "--json"], "").json();
    assert_eq!(names(&place(&shop, "backup")).len(), 2);
    let sealed = made["away"].as_str().unwrap();
    assert!(sealed.ends_with(".db.age") && names(&away).len() == 1, "{sealed}");
    let asked = shop.run(&["backup", away.to_str().unwrap(), "--json"], "").json();
    assert!(asked["file"].as_str().unwrap().ends_with(".db.age"), "{asked}: also where somebody names it");
    let key = identity.to_str().unwrap();
    assert_eq!(shop.run(&["restore", sealed, "--identity", key], "").code(), 0);
    is_whole_with(&shop, 1);
}

#[test]
fn a_drill_beside_a_busy_store_finds_everything_that_was_acknowledged_before_it() {
    let shop = shop();
    put(&shop, "第一件");
    let (told, begun) = channel();
    let writers: Vec<_> = (0..3)
        .map(|n| {
            let (path, told) = (shop.path(), told.clone());
            let (halt, stopped) = channel();
            (halt, std::thread::spawn(move || writer(&path, n, &told, &stopped)))
        })
        .collect();
    let acknowledged: Vec<String> = begun.iter().take(20).collect();
    let made = shop.run(&["backup", "--json"], "").json();
    let file = made["file"].as_str().unwrap();
    let drilled = shop.run(&["restore", file, "--drill", "--json"], "").json();
    for (halt, writer) in writers {
        halt.send(()).unwrap();
        writer.join().unwrap();
    }
    assert_eq!((&drilled["ok"], &drilled["petitions"]), (&json!(true), &made["petitions"]), "{drilled}");
    assert!(drilled["petitions"].as_u64().unwrap() > 20);
    assert!(!names(shop.path().parent().unwrap()).iter().any(|name| name.starts_with("drill")));
    let elsewhere = crate::verbs::shop();
    assert_eq!(restore(&elsewhere, Path::new(file)).code(), 0);
    for no in &acknowledged {
        assert_eq!(elsewhere.run(&["show", no, "--json"], "").json()["no"], no.as_str());
    }
}

#[test]
fn a_drill_says_what_is_wrong_and_leaves_nothing() {
    let shop = shop();
    put(&shop, "第一件");
    let file = backup(&shop);
    Connection::open(&file).unwrap().execute_batch("UPDATE petition SET subject = 'x'").unwrap();
    let said = shop.run(&["--lang", "en", "restore", file.to_str().unwrap(), "--drill", "--json"], "");
    assert_eq!((said.code(), &said.lines()[0]["ok"]), (1, &json!(false)));
    assert!(said.lines()[0]["problems"][0].as_str().unwrap().ends_with(": row"));
    let left = names(shop.path().parent().unwrap());
    assert!(!left.iter().any(|name| name.starts_with("drill") || name.contains("before")), "{left:?}");
}

#[test]
fn one_desk_makes_the_backup_that_is_due_and_the_others_see_it() {
    let shop = shop();
    put(&shop, "第一件");
    let me = clerk("w", "ZJ");
    let hour = 3_600_000;
    let first = keeper::look(&shop.path(), &me, Now::at(NOON));
    assert!(first.came.unwrap().is_ok());
    assert!(keeper::look(&shop.path(), &me, Now::at(NOON + hour - 1)).came.is_none(), "not due yet");
    let lock = fs::metadata(place(&shop, "f.db.backup.lock")).unwrap();
    assert_eq!(lock.permissions().mode() & 0o777, 0o600, "whatever the umask");
    // Another desk is at it: it holds the lock as long as it lives.
    let lock = fs::File::create(place(&shop, "f.db.backup.lock")).unwrap();
    rustix::fs::flock(&lock, rustix::fs::FlockOperation::LockExclusive).unwrap();
    let late = Now::at(NOON + hour);
    assert!(keeper::look(&shop.path(), &me, late).came.is_none(), "two at once");
    assert_eq!(shop.run(&["backup"], "").code(), 3);
    drop(lock);
    assert!(keeper::look(&shop.path(), &me, late).came.unwrap().is_ok());
    assert_eq!(names(&place(&shop, "backup")).len(), 2);
    assert_eq!(set(&shop, "backup-minutes", "0")["ok"], true);
    assert!(keeper::look(&shop.path(), &me, Now::at(NOON + 100 * hour)).came.is_none(), "switched off");
}

#[test]
fn a_desk_says_that_a_backup_failed_and_looks_again_when_one_was_made() {
    let shop = shop();
    put(&shop, "第一件");
    let directory = place(&shop, "disk");
    assert_eq!(set(&shop, "backup-dir", directory.to_str().unwrap())["ok"], true);
    let (inbox, heard) = channel();
    let open = keeper::start(shop.path(), clerk("w", "ZJ"), std::time::Duration::ZERO, inbox).unwrap();
    match heard.recv().unwrap() {
        Msg::Heard(note) => {
            assert_eq!((note.id, note.what), ("error-backup-missing", directory.display().to_string()));
        }
        other => panic!("{other:?}"),
    }
    drop(open);
    assert!(heard.recv().is_err(), "the thread ends with its desk");
    let (inbox, heard) = channel();
    fs::create_dir(&directory).unwrap();
    assert_eq!(shop.run(&["backup"], "").code(), 0);
    fs::remove_dir_all(&directory).unwrap();
    fs::create_dir(&directory).unwrap();
    age_backup(&shop, 2 * 3_600_000);
    let open = keeper::start(shop.path(), clerk("w", "ZJ"), std::time::Duration::ZERO, inbox).unwrap();
    assert!(matches!(heard.recv().unwrap(), Msg::Changed));
    drop(open);
    assert_eq!(names(&directory).len(), 1);
}

/// Makes the last backup look older.
fn age_backup(shop: &Shop, by: i64) {
    let sql = "UPDATE setting SET value = json_set(value, '$.at', json_extract(value, '$.at') - ?1) WHERE key = 'backup-last'";
    assert_eq!(Connection::open(shop.path()).unwrap().execute(sql, [by]).unwrap(), 1);
}

#[test]
fn today_says_how_old_the_last_backup_is_or_that_there_is_none_or_that_one_failed() {
    let words = [
        (Locale::Zh, "还没有备份", "上次备份 3 小时前", "3 小时前备份未成"),
        (Locale::En, "No backup yet", "Last backup 3 hours ago", "A backup failed 3 hours ago"),
    ];
    for (locale, none, old, failed) in words {
        let mut v = visit(locale);
        v.sees(none);
        let mut store = Store::open(&v.path()).unwrap();
        let three_hours_ago = Now::at(NOON - 3 * 3_600_000);
        let plan = Plan { plain: Some(v.path().with_file_name("backup")), sealed: None, keep: 1 };
        keep::back_up(&mut store, &plan, three_hours_ago).unwrap();
        v.keys("f5");
        v.sees(old);
        let nowhere = Plan { plain: Some(v.path().with_file_name("nowhere")), ..plan };
        keep::back_up(&mut store, &nowhere, three_hours_ago).unwrap_err();
        v.keys("f5");
        v.sees(failed).sees_not(old);
    }
}

/// A store in a directory for its owner alone, whatever the one who runs this lets others see.
fn private() -> Shop {
    let shop = shop();
    fs::set_permissions(shop.path().parent().unwrap(), fs::Permissions::from_mode(0o700)).unwrap();
    shop
}

/// The doctor on a host whose surroundings are well, told as check, whether it is well, and what is found.
fn doctor(shop: &Shop) -> (i32, Vec<(String, bool, String)>) {
    let script = "ulimit -c 0; exec \"$0\" --store \"$1\" --lang en doctor --json";
    let said = Command::new("/bin/sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_fengqiao")])
        .arg(shop.path())
        .env_clear()
        .envs([("LANG", "C.UTF-8"), ("PATH", "/nowhere")])
        .output()
        .unwrap();
    let text = String::from_utf8(said.stdout).unwrap();
    let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let lines = lines.filter(|line| line["check"].is_string());
    let told = lines.map(|line| {
        assert_eq!(line["ok"].as_bool().unwrap(), line["mend"] == "", "{line}");
        let word = |name: &str| line[name].as_str().unwrap().to_owned();
        (word("check"), line["ok"] == true, word("found"))
    });
    (said.status.code().unwrap(), told.collect())
}

/// Only this is wrong, and so is said of it.
#[track_caller]
fn only_wrong(shop: &Shop, check: &str, found: &str) {
    let (code, told) = doctor(shop);
    let wrong: Vec<_> = told.into_iter().filter(|(_, ok, _)| !ok).collect();
    assert!(code == 1 && wrong.len() == 1, "{wrong:?}");
    assert!(wrong[0].0 == check && wrong[0].2.contains(found), "{wrong:?}");
}

#[test]
fn the_doctor_is_content_with_a_host_that_is_well_and_names_what_is_not() {
    let shop = private();
    only_wrong(&shop, "store", "no store there");
    put(&shop, "第一件");
    only_wrong(&shop, "backup", "none yet");
    backup(&shop);
    let (code, told) = doctor(&shop);
    assert!(code == 0 && told.len() == keep::CHECKS.len(), "{told:?}");
    fs::set_permissions(shop.path(), fs::Permissions::from_mode(0o644)).unwrap();
    only_wrong(&shop, "rights", "0644");
    fs::set_permissions(shop.path(), fs::Permissions::from_mode(0o600)).unwrap();
    Connection::open(shop.path()).unwrap().execute_batch("PRAGMA user_version = 99").unwrap();
    only_wrong(&shop, "schema", "99");
    fs::write(shop.path(), "no database at all").unwrap();
    only_wrong(&shop, "store", "no store of Fengqiao");
}

#[test]
fn the_doctor_sees_a_log_that_a_stuck_reader_lets_grow() {
    let shop = private();
    put(&shop, "第一件");
    backup(&shop);
    let mut desk = Store::open(&shop.path()).unwrap();
    let reader = Connection::open(shop.path()).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM petition").unwrap();
    let writer = Connection::open(shop.path()).unwrap();
    writer
        .execute_batch(
            "CREATE TABLE ballast (x); INSERT INTO ballast VALUES (zeroblob(70000000)); DROP TABLE ballast",
        )
        .unwrap();
    only_wrong(&shop, "log", "MiB");
    drop((reader, writer));
    // The first one writes the log back, the next one begins it anew.
    for op in ["one", "two"] {
        register(&mut desk, &clerk("w", "ZJ"), op.to_owned());
    }
    let left = fs::metadata(place(&shop, "f.db-wal")).unwrap().len();
    assert!(left > 0 && left <= 64 << 20, "{left}");
}
