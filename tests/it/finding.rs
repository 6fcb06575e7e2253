//! The index inside a store: what is saved is found at once, and sealing changes nothing that anybody sees.
use chrono::NaiveDate;
use fengqiao::{
    corpus::{Arrival, Town},
    domain::{
        catalog::Catalog,
        deed::{Deed, Order},
        petition::No,
        rights::Actor,
    },
    flow::Vocabulary,
    lang::{Lang, Locale},
    search::{Finder, Hits, Query, words},
    store::{Lists, Now, Reader, Reply, Request, Store},
};
use serde_json::json;
use tempfile::TempDir;

fn clerk(code: &str) -> Actor {
    Actor::owner(code, "ZJ")
}

fn now() -> Now {
    Now::at(1_795_000_000_000)
}

fn town(count: usize) -> Town {
    Town::new(11, NaiveDate::from_ymd_opt(2026, 11, 1).unwrap(), count)
}

struct Desk {
    _dir: TempDir,
    store: Store,
    ops: u32,
}

impl Desk {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&dir.path().join("f.db")).unwrap();
        Self { _dir: dir, store, ops: 0 }
    }

    fn carry_out(&mut self, deed: Deed) -> No {
        self.ops += 1;
        let order = Order { op: format!("op-{}", self.ops), version: None, deed };
        let Reply::Done(done) =
            self.store.answer(&clerk("L001"), now(), Request::Do(Box::new(order))).unwrap()
        else {
            panic!("not done")
        };
        done.no
    }

    fn register(&mut self, text: serde_json::Value) -> No {
        self.carry_out(Deed::Register(Box::new(serde_json::from_value(text).unwrap())))
    }

    /// One by one, as clerks do, but in few transactions.
    fn fill(&mut self, count: usize) {
        let order = |(at, arrival): (usize, Arrival)| Order {
            op: format!("town-{at}"),
            version: None,
            deed: Deed::Register(Box::new(arrival.registration)),
        };
        let orders: Vec<Order> = town(count).enumerate().map(order).collect();
        for some in orders.chunks(500) {
            let done = self.store.carry_out_all(&clerk("L001"), now(), some.to_vec(), false).unwrap();
            assert!(done.iter().all(Result::is_ok));
        }
    }

    fn finder(&self, me: &str) -> Finder<Reader> {
        let reader = Reader::open(self.store.path(), &clerk(me)).unwrap();
        Finder::new(reader, words(&Catalog::shipped()))
    }

    fn problems(&mut self) -> Vec<String> {
        let Reply::Verified(found) = self.store.answer(&clerk("L001"), now(), Request::Verify).unwrap()
        else {
            panic!("not verified")
        };
        found.problems
    }
}

fn find(finder: &mut Finder<Reader>, text: &str) -> Hits {
    Hits { micros: 0, ..finder.find(&read(text), 20).unwrap() }
}

/// A query as a clerk with Chinese words types it.
fn read(text: &str) -> Query {
    let lang = Lang::new(Locale::Zh);
    let lists = Lists { catalog: Catalog::shipped().into(), ..Lists::default() };
    let today = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
    Query::parse_with(text, &Vocabulary { lang: &lang, lists: &lists, today, me: "wang" })
}

fn numbers(hits: &Hits) -> Vec<&str> {
    hits.rows.iter().map(|hit| hit.row.no.as_str()).collect()
}

#[test]
fn what_was_saved_is_found_at_once_by_an_open_finder() {
    let mut desk = Desk::new();
    let mut finder = desk.finder("L001");
    assert_eq!(find(&mut finder, "zhangwei").total, 0);
    let no = desk.register(json!({
        "petitioners": [{"name": "张纬", "phone": "19000001234", "identity": "512002190001010011"}],
        "subject": "拖欠农民工工资", "facts": "在锦江花园项目做木工", "place": "512021100", "unit": "ZJJ"
    }));
    for typed in [
        "zhangwei",
        "zw",
        "zhangw",
        "zanwei",
        "zhangwie",
        "张纬",
        "张伟",
        "张",
        "工资",
        "木工",
        "1234",
        "19000001234",
        "1900",
        "0011",
        "512002190001010011",
        &no.0,
        "000001",
        "安岳县",
        "住建局",
        "zjj",
        "zj-001",
        "2026-1",
        "zw 工资",
        "office:zj",
        "张纬 state:registered",
    ] {
        assert_eq!(numbers(&find(&mut finder, typed)), [no.0.as_str()], "{typed}");
    }
    for typed in ["lisi", "工程", "9999", "zw 工程", "乐至县", "state:closed", "张纬 from:2027-01-01"]
    {
        assert_eq!(find(&mut finder, typed).total, 0, "{typed}");
    }
}

#[test]
fn filters_are_read_by_their_ids_and_in_the_users_words_and_say_what_they_do_not_understand() {
    let mut desk = Desk::new();
    desk.register(json!({"petitioners": [{"name": "张伟"}], "subject": "拖欠工资", "place": "512021100"}));
    desk.register(json!({"petitioners": [{"name": "张伟"}], "subject": "噪音", "channel": "phone"}));
    let mut finder = desk.finder("L001");
    for (typed, total) in [
        ("状态：已登记", 2),
        ("状态:登记", 2),
        ("状态:未结", 2),
        ("state:registered 形式:来电", 1),
        ("channel:来电", 1),
        ("属地:安岳", 1),
        ("重复:是", 0),
        ("重复:否 张伟", 2),
        ("起:今天", 0),
        ("止:今天", 2),
        ("起:0101", 2),
        ("集体:是", 0),
        ("集体:否", 2),
    ] {
        assert_eq!(find(&mut finder, typed).total, total, "{typed}");
        assert!(read(typed).misread.is_empty(), "{typed}");
    }
    for typed in ["state:bogus", "起:2026-13-40", "状态:不知道", "属地:没有这里", "重复:也许"]
    {
        assert_eq!(read(typed).misread, [typed]);
        assert_eq!(find(&mut finder, &format!("{typed} 张伟")).total, 0, "{typed}");
    }
    assert_eq!(read("colour:red 张伟").misread, ["colour:red"]);
}

#[test]
fn a_correction_is_found_and_what_it_replaced_is_not() {
    let mut desk = Desk::new();
    desk.fill(1200);
    let no = desk.carry_out(Deed::Correct {
        no: No("ZJ-2024-000001".into()),
        fields: json!({"subject": "麒麟湖蓄水", "petitioners": [{"name": "尉迟麒麟"}]})
            .as_object()
            .unwrap()
            .clone(),
    });
    let mut finder = desk.finder("L001");
    for typed in ["麒麟湖", "yuchiqilin", "尉迟麒麟"] {
        assert_eq!(numbers(&find(&mut finder, typed)), [no.0.as_str()], "{typed}");
    }
    desk.carry_out(Deed::Undo { no });
    assert_eq!(find(&mut finder, "麒麟湖").total, 0);
    assert_eq!(find(&mut finder, "yuchiqilin").total, 0);
    assert_eq!(desk.problems(), Vec::<String>::new());
}

#[test]
fn sealing_changes_nothing_that_anybody_sees() {
    let mut desk = Desk::new();
    desk.fill(1500);
    assert_eq!(desk.problems(), Vec::<String>::new());
    let queries = [
        "zhang",
        "wangwei",
        "拖欠工资",
        "锦江花园",
        "安岳",
        "190000",
        "123",
        "li 工资",
        "噪音",
        "state:open",
    ];
    let mut finder = desk.finder("L001");
    let before: Vec<Hits> = queries.iter().map(|typed| find(&mut finder, typed)).collect();
    desk.store.reindex(&mut |_, _| {}).unwrap();
    assert_eq!(desk.problems(), Vec::<String>::new());
    let mut finder = desk.finder("L001");
    for (typed, before) in queries.iter().zip(before) {
        assert!(before.total > 0, "{typed}");
        assert_eq!(find(&mut finder, typed), before, "{typed}");
    }
}

#[test]
fn an_index_that_tells_otherwise_is_named() {
    let mut desk = Desk::new();
    desk.fill(3);
    let behind_our_back = rusqlite::Connection::open(desk.store.path()).unwrap();
    behind_our_back.execute("DELETE FROM idx_digit WHERE petition = 2", []).unwrap();
    behind_our_back.execute("DELETE FROM idx_new WHERE petition = 3", []).unwrap();
    assert_eq!(desk.problems(), ["petition 2: index", "petition 3: index"]);
    desk.store.reindex(&mut |_, _| {}).unwrap();
    assert_eq!(desk.problems(), Vec::<String>::new());
}

#[test]
fn a_sealed_accusation_is_found_by_its_registrar_alone_and_never_counted_for_others() {
    let mut desk = Desk::new();
    desk.register(json!({"petitioners": [{"name": "张伟"}], "subject": "噪音扰民"}));
    desk.register(
        json!({"petitioners": [{"name": "张伟"}], "subject": "反映作风问题", "nature": "accusation"}),
    );
    assert_eq!(find(&mut desk.finder("L001"), "张伟").total, 2);
    for typed in ["张伟", "zw", "z", "nature:request", "ZJ-2026"] {
        let hits = find(&mut desk.finder("L002"), typed);
        assert_eq!((hits.total, hits.rows.len(), hits.more), (1, 1, false), "{typed}");
    }
    for typed in ["作风问题", "nature:accusation", "ZJ-2026-000002"] {
        assert_eq!(find(&mut desk.finder("L002"), typed), Hits::default(), "{typed}");
    }
}
