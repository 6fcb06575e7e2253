//! Rights where they are kept: in the store, whoever asks and whichever way.
use crate::support::{NOON, clerk};
use fengqiao::{
    domain::{
        audit::Trace,
        case::CaseMatter,
        catalog::{Catalog, Extra, Item, List},
        deed::{Deed, Order, Registration},
        evaluation::Sample,
        figures::{By, Question},
        journal::Act,
        petition::{Matter, Nature, No, Petition, Petitioner, State},
        rights::{Actor, Power, Role, Subject, Wish, may},
        step::StepKind,
    },
    search::{Filter, Finder, Key, Query, RANKED, words},
    store::{
        CaseAsk, ExportAsk, FiguresAsk, JournalAsk, Now, PetitionAsk, Reader, Reply, Request, Store,
        StoreError,
    },
};
use rusqlite::Connection;
use serde_json::json;
use std::{collections::BTreeSet, path::PathBuf};

struct House {
    store: Store,
    dir: tempfile::TempDir,
    given: usize,
}

impl House {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&dir.path().join("f.db")).unwrap();
        Self { store, dir, given: 0 }
    }

    fn path(&self) -> PathBuf {
        self.dir.path().join("f.db")
    }

    fn ask(&mut self, me: &Actor, request: Request) -> Result<Reply, StoreError> {
        self.store.answer(me, Now::at(NOON), request)
    }

    fn order(&mut self, me: &Actor, deed: Deed) -> Result<No, StoreError> {
        self.given += 1;
        let order = Order { op: format!("op-{}", self.given), version: None, deed };
        match self.ask(me, Request::Do(Box::new(order)))? {
            Reply::Done(done) => Ok(done.no),
            other => panic!("{other:?}"),
        }
    }

    /// Somebody of the house, put there by whoever may.
    fn person(&mut self, by: &Actor, code: &str, extra: Extra) -> Result<No, StoreError> {
        let item = Item { extra, ..Item::new(List::Clerk, code, format!("{code}某")) };
        self.order(by, Deed::PutItem(Box::new(item)))
    }

    fn page(&mut self, me: &Actor, no: &No) -> Result<Petition, StoreError> {
        match self.ask(me, Request::Petition(PetitionAsk::Page(no.clone())))? {
            Reply::Petition(page) => Ok(page.petition),
            other => panic!("{other:?}"),
        }
    }

    fn found(&self, me: &Actor) -> (usize, usize) {
        let mut finder = Finder::new(Reader::open(&self.path(), me).unwrap(), words(&Catalog::shipped()));
        let hits = finder.find(&Query::parse("楼盘"), 500).unwrap();
        (hits.rows.len(), hits.total)
    }

    /// What was written down of refusals to somebody, the last first.
    fn refusals(&self, code: &str) -> Vec<(String, String)> {
        let db = Connection::open(self.path()).unwrap();
        let mut query =
            db.prepare("SELECT subject, payload FROM entry WHERE who = ?1 ORDER BY id DESC").unwrap();
        let rows = query.query_map([code], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        let refusal = |(subject, payload): (String, String)| match serde_json::from_str(&payload).unwrap() {
            Act::Traced(Trace::Refused { why, .. }) => Some((subject, why)),
            _ => None,
        };
        rows.map(Result::unwrap).filter_map(refusal).collect()
    }
}

fn owner() -> Actor {
    Actor { sees_sealed: true, ..clerk("主人", "ZJ") }
}

fn registration(office: &str, matter: Matter) -> Deed {
    let petitioner = Petitioner { name: "张三".into(), ..Petitioner::default() };
    let matter = Matter { petitioners: vec![petitioner], subject: "楼盘逾期交房".into(), ..matter };
    Deed::Register(Box::new(Registration { office: Some(office.into()), matter, ..Registration::default() }))
}

/// Petitions that differ in everything that rights depend on, those of every other one led by `li` and every third one
/// with `li` recused.
fn different(house: &mut House) -> Vec<No> {
    for code in ["li", "wang"] {
        let leader = Item::new(List::Leader, code, format!("{code}某"));
        house.order(&owner(), Deed::PutItem(Box::new(leader))).unwrap();
    }
    let case = CaseMatter::new("某楼盘", "li", "2026-11-03".parse().unwrap());
    let case = house.order(&owner(), Deed::OpenCase { matter: Box::new(case), petitions: vec![] }).unwrap();
    let mut all = Vec::new();
    for office in ["ZJ", "RS"] {
        for unit in ["", "ZJJ", "RSJ"] {
            for (nature, accused) in
                [(Nature::Request, ""), (Nature::Accusation, ""), (Nature::Accusation, "ZJJ")]
            {
                for registrar in ["li", "wu"] {
                    if !accused.is_empty() && accused == unit {
                        continue;
                    }
                    let matter =
                        Matter { nature, unit: unit.into(), accused: accused.into(), ..Matter::default() };
                    let by = Actor { code: registrar.into(), ..owner() };
                    let no = house.order(&by, registration(office, matter)).unwrap();
                    if all.len().is_multiple_of(2) {
                        let join = Deed::JoinCase { no: case.clone(), petition: no.clone() };
                        house.order(&owner(), join).unwrap();
                    }
                    if all.len().is_multiple_of(3) {
                        let (no, clerk) = (no.clone(), String::new());
                        let recuse = Deed::Recuse { no, clerk, reason: "亲属".into(), over: false };
                        house.order(&Actor { code: "li".into(), ..owner() }, recuse).unwrap();
                    }
                    all.push(no);
                }
            }
        }
    }
    all
}

fn everybody() -> Vec<Actor> {
    let mut all = Vec::new();
    for role in Role::ALL {
        for unit in ["", "ZJJ", "RSJ"] {
            for sees_sealed in [false, true] {
                for code in ["li", "zhao"] {
                    let unit = unit.to_owned();
                    all.push(Actor { role: *role, unit, sees_sealed, ..clerk(code, "ZJ") });
                }
            }
        }
    }
    all
}

#[test]
fn lists_counts_pages_and_searches_show_what_the_rights_say_and_nothing_else() {
    let mut house = House::new();
    let all = different(&mut house);
    // Nobody hides from this one, so that what rights depend on can be read.
    let reader = Actor { code: "nobody".into(), unit: String::new(), ..owner() };
    let petitions: Vec<Petition> = all.iter().map(|no| house.page(&reader, no).unwrap()).collect();
    let mut partly = 0;
    for me in everybody() {
        let may_see = |at: usize, petition: &Petition| {
            let led = at.is_multiple_of(2) && me.code == "li";
            may(&me, Wish::See(Subject::of(petition, &me, led))).is_ok()
        };
        let seen: Vec<No> = petitions
            .iter()
            .enumerate()
            .filter(|(at, petition)| may_see(*at, petition))
            .map(|(_, petition)| petition.no.clone())
            .collect();
        partly += usize::from(!seen.is_empty() && seen.len() < all.len());
        let Reply::Briefs(briefs) =
            house.ask(&me, Request::Petition(PetitionAsk::Some(all.clone()))).unwrap()
        else {
            panic!()
        };
        assert_eq!(briefs.into_iter().map(|brief| brief.no).collect::<Vec<_>>(), seen, "{me:?}");
        for no in &all {
            let page = house.page(&me, no);
            assert_eq!(page.is_ok(), seen.contains(no), "{me:?} {no}");
            if let Err(error) = page {
                assert_eq!(error, StoreError::NotFound(no.to_string()), "it is the same as not being there");
            }
        }
        assert_eq!(house.found(&me), (seen.len(), seen.len()), "{me:?} searches");
        let view = vec![Filter { key: Key::Tell, means: vec!["yes".into()] }];
        let ask = PetitionAsk::Work { office: None, views: vec![vec![], view], chosen: 0, limit: 500 };
        let Reply::Work(work) = house.ask(&me, Request::Petition(ask)).unwrap() else { panic!() };
        assert!(work.counts.iter().all(|count| *count as usize <= seen.len()), "{me:?} {:?}", work.counts);
        assert_eq!((work.counts[0] as usize, work.rows.len()), (seen.len(), seen.len()), "{me:?} works");
    }
    assert!(partly > 20, "too few see a part");
}

/// The rows of a page are looked at one by one; what is beyond them is only counted.
#[test]
fn a_search_that_finds_more_than_it_reads_counts_only_what_the_asker_sees() {
    let mut house = House::new();
    let by = |code: &str| Actor { code: code.into(), ..owner() };
    let mut all = Vec::new();
    for n in 0..RANKED + 12 {
        let matter = match n % 8 {
            0 => Matter { nature: Nature::Accusation, accused: "ZJJ".into(), ..Matter::default() },
            1 => Matter { unit: "ZJJ".into(), ..Matter::default() },
            _ => Matter { unit: "RSJ".into(), ..Matter::default() },
        };
        let no = house.order(&by("wu"), registration("ZJ", matter)).unwrap();
        if n % 8 == 2 {
            let (no, clerk) = (no.clone(), String::new());
            let recuse = Deed::Recuse { no, clerk, reason: "亲属".into(), over: false };
            house.order(&by("li"), recuse).unwrap();
        }
        all.push(no);
    }
    let mut counts = BTreeSet::new();
    for me in everybody() {
        let Reply::Briefs(seen) = house.ask(&me, Request::Petition(PetitionAsk::Some(all.clone()))).unwrap()
        else {
            panic!()
        };
        assert_eq!(house.found(&me).1, seen.len(), "{me:?}");
        counts.insert(seen.len());
    }
    assert!(counts.len() > 5, "{counts:?}");
}

#[test]
fn a_leader_reads_only_the_cases_they_own() {
    let mut house = House::new();
    different(&mut house);
    let other = CaseMatter::new("别的楼盘", "wang", "2026-11-03".parse().unwrap());
    let other = house.order(&owner(), Deed::OpenCase { matter: Box::new(other), petitions: vec![] }).unwrap();
    let leader = Actor { role: Role::Leader, ..clerk("li", "ZJ") };
    let Reply::Board(cases) = house.ask(&leader, Request::Case(CaseAsk::Board)).unwrap() else { panic!() };
    assert_eq!(cases.len(), 1);
    let page = house.ask(&leader, Request::Case(CaseAsk::Page(other.clone())));
    assert_eq!(page, Err(StoreError::NotFound(other.to_string())));
    let change = Deed::AssignCase { no: cases[0].no.clone(), leader: "wang".into(), reason: String::new() };
    assert_eq!(house.order(&leader, change), Err(StoreError::Denied("why-no-right")));
}

#[test]
fn every_order_of_somebody_without_the_right_is_refused_by_the_store_and_written_down() {
    let mut house = House::new();
    let no = house.order(&owner(), registration("RS", Matter::default())).unwrap();
    let step = |step| Deed::Step {
        no: no.clone(),
        step,
        on: None,
        said: [("unit".to_owned(), "ZJJ".to_owned())].into(),
    };
    let of = |role| Actor { role, unit: "ZJJ".into(), ..clerk("li", "ZJ") };
    let setting = || Deed::PutSetting { key: "group-size".into(), value: "6".into() };
    let phrase = || {
        let extra = Extra { text: "某".into(), ..Extra::default() };
        Deed::PutItem(Box::new(Item { extra, ..Item::new(List::Phrase, "x", "某") }))
    };
    let case = || Deed::OpenCase {
        matter: Box::new(CaseMatter::new("某", "li", "2026-11-03".parse().unwrap())),
        petitions: vec![],
    };
    let tries: Vec<(Role, Deed, &str)> = vec![
        (Role::Clerk, step(StepKind::Accept), "why-other-office"),
        (Role::Clerk, case(), "why-no-right"),
        (Role::Clerk, setting(), "why-no-right"),
        (Role::Handler, registration("ZJ", Matter::default()), "why-no-right"),
        (Role::Supervisor, setting(), "why-no-right"),
        (Role::Leader, registration("ZJ", Matter::default()), "why-no-right"),
        (Role::System, case(), "why-no-right"),
        (Role::Security, phrase(), "why-no-right"),
        (Role::Audit, setting(), "why-no-right"),
    ];
    for (at, (role, deed, why)) in tries.into_iter().enumerate() {
        assert_eq!(house.order(&of(role), deed.clone()), Err(StoreError::Denied(why)), "{role:?} {deed:?}");
        let refusals = house.refusals("li");
        assert_eq!((refusals.len(), refusals[0].1.as_str()), (at + 1, why));
    }
    // What is not there for somebody is told as not there, and the journal knows better.
    let handler = of(Role::Handler);
    assert!(matches!(
        house.order(&handler, step(StepKind::Accept)),
        Err(StoreError::NotFound(_) | StoreError::Denied(_))
    ));
    assert_eq!(house.page(&handler, &no).unwrap_err(), StoreError::NotFound(no.to_string()));
    assert_eq!(house.refusals("li")[0], (format!("@{no}"), "why-not-found".to_owned()));
    let nowhere = No("ZJ-2026-999999".into());
    let before = house.refusals("li").len();
    assert_eq!(house.page(&handler, &nowhere).unwrap_err(), StoreError::NotFound(nowhere.to_string()));
    assert_eq!(house.refusals("li").len(), before, "what is really not there is no refusal");
    assert!(house.order(&of(Role::System), setting()).is_ok());
    let note = "再次来访".to_owned();
    let again = Deed::Visit { no: no.clone(), on: None, channel: None, came: 1, note, row: None };
    assert!(house.order(&of(Role::Clerk), again).is_ok());
    assert!(house.order(&of(Role::Supervisor), step(StepKind::Accept)).is_ok());
    assert_eq!(house.page(&owner(), &no).unwrap().state, State::Accepted);
}

/// Every order there is, and in whose hands it is: c a clerk, h a handler, s a supervisor, l a leader, y the system
/// administrator, e the security administrator; the auditor gives none. `NO` is a petition, `CASE` a case.
const ORDERS: &[(&str, &str)] = &[
    (r#"{"do": "register", "petitioners": [{"name": "李四"}], "subject": "x"}"#, "cs"),
    (r#"{"do": "visit", "no": "NO", "note": "x"}"#, "cs"),
    (r#"{"do": "link", "no": "NO"}"#, "cs"),
    (r#"{"do": "person.merge", "no": "ZJ-P-000008", "into": "ZJ-P-000009"}"#, "cs"),
    (r#"{"do": "apart", "no": "NO", "other": "ZJ-2026-000009"}"#, "cs"),
    (r#"{"do": "import", "national_no": "N1", "petitioners": [{"name": "李四"}], "subject": "x"}"#, "cs"),
    (r#"{"do": "correct", "no": "NO", "fields": {"subject": "x"}}"#, "cs"),
    (r#"{"do": "progress", "no": "NO", "text": "x"}"#, "chs"),
    (r#"{"do": "print", "no": "NO", "notice": "receipt"}"#, "chs"),
    (r#"{"do": "undo", "no": "NO"}"#, "chsl"),
    (r#"{"do": "recuse", "no": "ZJ-2026-000009", "reason": "x"}"#, "chsl"),
    (r#"{"do": "evaluate", "no": "NO", "check": "told"}"#, "s"),
    (r#"{"do": "case.open", "title": "x", "leader": "li", "opened": "2026-11-03"}"#, "s"),
    (r#"{"do": "case.join", "no": "CASE", "petition": "NO"}"#, "s"),
    (r#"{"do": "case.leave", "no": "CASE", "petition": "NO"}"#, "s"),
    (r#"{"do": "case.assign", "no": "CASE", "leader": "li"}"#, "s"),
    (r#"{"do": "case.review", "no": "CASE", "on": "2026-11-20"}"#, "s"),
    (r#"{"do": "case.change", "no": "CASE", "fields": {"crux": "x"}}"#, "s"),
    (r#"{"do": "meeting.plan", "kind": "weekly", "on": "2026-12-01"}"#, "s"),
    (r#"{"do": "meeting.cancel", "no": "ZJ-M-000009", "reason": "x"}"#, "s"),
    // What a role has no part in is, to it, not there.
    (r#"{"do": "record.enter", "register": "visits", "row": {"on": "2026-11-20", "who": "x"}}"#, "chs"),
    (r#"{"do": "record.change", "no": "ZJ-ZF-2026-9999", "row": {"who": "x"}}"#, "chsl"),
    (r#"{"do": "record.move", "no": "ZJ-MD-2026-9999", "to": "resolved"}"#, "chsl"),
    (r#"{"do": "record.count", "no": "ZJ-ZF-2026-9999", "field": "people", "by": 1}"#, "chsl"),
    (r#"{"do": "record.strike", "no": "ZJ-ZF-2026-9999", "reason": "x"}"#, "chsl"),
    (r#"{"do": "item.put", "list": "view", "code": "9", "name": "x", "extra": {"text": "x"}}"#, "chsl"),
    (r#"{"do": "item.put", "list": "phrase", "code": "x", "name": "x", "extra": {"text": "x"}}"#, "sy"),
    (r#"{"do": "item.put", "list": "clerk", "code": "x", "name": "x"}"#, "e"),
    (r#"{"do": "setting.put", "key": "group-size", "value": "6"}"#, "y"),
];

/// The steps by which a handling unit answers for the substance; it takes no other.
const ANSWERS: &[&str] =
    &["objection", "extend", "hearing", "mediation", "remind-answer", "recommend-answer", "reply", "answer"];

#[test]
fn every_order_there_is_is_taken_from_the_roles_that_may_give_it_and_from_no_other() {
    let mut house = House::new();
    let leader = Item::new(List::Leader, "li", "李某");
    house.order(&owner(), Deed::PutItem(Box::new(leader))).unwrap();
    let unit = || Matter { unit: "ZJJ".into(), ..Matter::default() };
    let no = house.order(&owner(), registration("ZJ", unit())).unwrap();
    let case = CaseMatter::new("某楼盘", "li", "2026-11-03".parse().unwrap());
    let petitions = vec![no.clone()];
    let case = house.order(&owner(), Deed::OpenCase { matter: Box::new(case), petitions }).unwrap();
    let steps = StepKind::ALL.iter().map(|step| {
        let who = if ANSWERS.contains(&step.id()) { "chs" } else { "cs" };
        (json!({"do": "step", "step": step.id(), "no": no}).to_string(), who)
    });
    let orders =
        ORDERS.iter().map(|(order, who)| (order.replace("NO", &no.0).replace("CASE", &case.0), *who));
    let orders: Vec<(String, &str)> = orders.chain(steps).collect();
    let tried: Vec<Deed> = orders.iter().map(|(order, _)| serde_json::from_str(order).unwrap()).collect();
    for (name, ..) in Deed::STEPS {
        let quoted = format!("\"{name}\"");
        assert!(orders.iter().any(|(order, _)| order.contains(&quoted)), "nobody tries {name}");
    }
    for (role, sign) in Role::given().zip(["c", "h", "s", "l", "y", "e", "a"]) {
        let me = Actor { role, unit: "ZJJ".into(), ..clerk("li", "ZJ") };
        for (deed, (order, who)) in tried.iter().zip(&orders) {
            let refused = house.order(&me, deed.clone()) == Err(StoreError::Denied("why-no-right"));
            assert_eq!(refused, !who.contains(sign), "{role:?}: {order}");
        }
    }
}

#[test]
fn every_question_there_is_is_answered_to_the_roles_that_may_ask_it_and_to_no_other() {
    let mut house = House::new();
    let no = house.order(&owner(), registration("ZJ", Matter::default())).unwrap();
    let day = |text: &str| text.parse().unwrap();
    let span = day("2026-11-01")..=day("2026-11-30");
    let question = Question { span, only: Vec::new(), by: By::Place, group: 5 };
    let asked = [
        (Request::Export(Box::new(ExportAsk { form: "csv".into(), second: None, register: None })), "cs"),
        (Request::Figures(FiguresAsk::Tell(question)), "cs"),
        (Request::Evaluate(Sample::new(1)), "cs"),
        (Request::Evaluation(no), "cs"),
        (Request::Case(CaseAsk::Board), "csl"),
        (Request::Journal(JournalAsk::default()), "a"),
        (Request::Verify, "ya"),
        (Request::Fetch { file: "a.docx".into() }, "chsla"),
        // Whoever keeps the file helps out somebody who forgot their PIN.
        (Request::MakePin { code: "wu".into(), new_key: false }, "ye"),
    ];
    for (role, sign) in Role::given().zip(["c", "h", "s", "l", "y", "e", "a"]) {
        let me = Actor { role, unit: "ZJJ".into(), ..clerk("li", "ZJ") };
        for (request, who) in &asked {
            let refused = house.ask(&me, request.clone()) == Err(StoreError::Denied("why-no-right"));
            assert_eq!(refused, !who.contains(sign), "{role:?}: {request:?}");
        }
    }
}

#[test]
fn a_house_is_shared_from_its_first_security_administrator_on_and_rights_are_taken_away_at_once() {
    let mut house = House::new();
    let plain = |role| Extra { office: "ZJ".into(), role, ..Extra::default() };
    house.person(&owner(), "an", plain(Role::Security)).unwrap();
    house.person(&owner(), "li", plain(Role::Clerk)).unwrap_or_else(|_| panic!("an owner is asked as given"));
    let security = Actor { role: Role::Security, ..clerk("an", "ZJ") };
    // A desk that was opened before still thinks that it may do everything.
    let li = clerk("li", "ZJ");
    let setting = Deed::PutSetting { key: "group-size".into(), value: "6".into() };
    assert_eq!(house.order(&li, setting), Err(StoreError::Denied("why-no-right")));
    assert!(house.order(&li, registration("ZJ", Matter::default())).is_ok());
    let item = Item { off: true, extra: plain(Role::Clerk), ..Item::new(List::Clerk, "li", "li某") };
    house.order(&security, Deed::PutItem(Box::new(item))).unwrap();
    let again = house.order(&li, registration("ZJ", Matter::default()));
    assert_eq!(again, Err(StoreError::Denied("why-switched-off")));
    assert!(house.ask(&li, Request::Drafts { clerk: "li".into() }).is_err(), "not even a look");
    assert_eq!(
        house.ask(&security, Request::Drafts { clerk: "li".into() }),
        Err(StoreError::Denied("why-not-yours"))
    );
}

#[test]
fn the_right_to_see_what_is_sealed_is_taken_away_at_once_too() {
    let mut house = House::new();
    let extra = |role, sees_sealed| Extra { office: "ZJ".into(), role, sees_sealed, ..Extra::default() };
    house.person(&owner(), "an", extra(Role::Security, false)).unwrap();
    let security = Actor { role: Role::Security, ..clerk("an", "ZJ") };
    house.person(&security, "li", extra(Role::Clerk, true)).unwrap();
    house.person(&security, "wu", extra(Role::Clerk, true)).unwrap();
    let at_a_desk = |code| Actor { role: Role::Clerk, sees_sealed: true, ..clerk(code, "ZJ") };
    let sealed = Matter { nature: Nature::Accusation, ..Matter::default() };
    let no = house.order(&at_a_desk("wu"), registration("ZJ", sealed)).unwrap();
    assert!(house.page(&at_a_desk("li"), &no).is_ok());
    house.person(&security, "li", extra(Role::Clerk, false)).unwrap();
    assert!(house.page(&at_a_desk("li"), &no).is_err());
}

#[test]
fn a_last_act_is_taken_back_by_whoever_did_it_and_by_nobody_else() {
    let mut house = House::new();
    let no = house.order(&owner(), registration("ZJ", Matter::default())).unwrap();
    let note = Deed::Progress { no: no.clone(), on: None, text: "已与单位沟通".into() };
    let by = |code| Actor { role: Role::Clerk, ..clerk(code, "ZJ") };
    house.order(&by("li"), note).unwrap();
    let undo = || Deed::Undo { no: no.clone() };
    assert_eq!(house.order(&by("wu"), undo()), Err(StoreError::Refused("why-not-yours")));
    assert!(house.order(&by("li"), undo()).is_ok());
}

#[test]
fn an_order_that_somebody_else_gave_about_what_is_sealed_tells_nothing_to_whoever_repeats_it() {
    let mut house = House::new();
    let order = |matter| Order { op: "the same".into(), version: None, deed: registration("ZJ", matter) };
    let sealed = order(Matter { nature: Nature::Accusation, ..Matter::default() });
    house.ask(&owner(), Request::Do(Box::new(sealed))).unwrap();
    let li = Actor { role: Role::Clerk, ..clerk("li", "ZJ") };
    let again = house.ask(&li, Request::Do(Box::new(order(Matter::default()))));
    assert_eq!(again, Err(StoreError::NotFound("the same".into())));
}

#[test]
fn nothing_is_registered_as_a_repeat_of_what_must_not_be_seen() {
    let mut house = House::new();
    let sealed = Matter { nature: Nature::Accusation, ..Matter::default() };
    let no = house.order(&owner(), registration("ZJ", sealed)).unwrap();
    let Deed::Register(registration) = registration("ZJ", Matter::default()) else { panic!() };
    let repeat = Registration { follows: Some(no.clone()), ..*registration };
    let li = Actor { role: Role::Clerk, ..clerk("li", "ZJ") };
    let refused = house.order(&li, Deed::Register(Box::new(repeat)));
    assert_eq!(refused, Err(StoreError::NotFound(no.to_string())));
}

#[test]
fn of_many_orders_each_refusal_is_written_down() {
    let mut house = House::new();
    let no = house.order(&owner(), registration("RS", Matter::default())).unwrap();
    let order = |n| {
        let said = [("unit".to_owned(), "ZJJ".to_owned())].into();
        let deed = Deed::Step { no: no.clone(), step: StepKind::Accept, on: None, said };
        Order { op: format!("many-{n}"), version: None, deed }
    };
    let li = Actor { role: Role::Clerk, ..clerk("li", "ZJ") };
    let Reply::AllDone(all) = house.ask(&li, Request::DoAll(vec![order(1), order(2)])).unwrap() else {
        panic!()
    };
    assert!(all.iter().all(|done| *done == Err(StoreError::Denied("why-other-office"))), "{all:?}");
    assert_eq!(house.refusals("li").len(), 2);
}

#[test]
fn administrators_are_three_people_and_take_no_part_in_the_casework() {
    let mut house = House::new();
    let plain = |role| Extra { office: "ZJ".into(), role, ..Extra::default() };
    house.person(&owner(), "an", plain(Role::Security)).unwrap();
    let security = Actor { role: Role::Security, ..clerk("an", "ZJ") };
    let apart = StoreError::Refused("why-administrator-apart");
    for extra in [
        Extra { sees_sealed: true, ..plain(Role::Audit) },
        Extra { unit: "ZJJ".into(), ..plain(Role::System) },
    ] {
        assert_eq!(house.person(&security, "wu", extra), Err(apart.clone()));
    }
    assert_eq!(house.person(&security, "wu", plain(Role::Owner)), Err(StoreError::BadField("role".into())));
    let nowhere = house.person(&security, "wu", plain(Role::Handler));
    assert_eq!(nowhere, Err(StoreError::BadField("unit".into())), "a handler is of a unit");
    let last = house.person(&owner(), "an", plain(Role::Clerk));
    assert_eq!(last, Err(StoreError::Refused("why-last-security")), "somebody is left who gives rights");
    assert_eq!(house.person(&security, "an", plain(Role::Clerk)), Err(StoreError::Denied("why-own-rights")));
    house.person(&security, "bo", plain(Role::Security)).unwrap();
    let other = Actor { role: Role::Security, ..clerk("bo", "ZJ") };
    house.person(&other, "an", plain(Role::Audit)).unwrap();
    let an = Actor { role: Role::Audit, ..clerk("an", "ZJ") };
    assert_eq!(house.person(&an, "bo", plain(Role::Clerk)), Err(StoreError::Denied("why-no-right")));
    // Whatever a program does, the file itself holds to it.
    let db = Connection::open(house.path()).unwrap();
    for extra in [
        json!({"office": "ZJ", "role": "audit", "sees_sealed": true}),
        json!({"office": "ZJ", "role": "security", "unit": "ZJJ"}),
        json!({"office": "ZJ", "role": "system,audit"}),
        json!({"office": "ZJ", "role": "owner"}),
    ] {
        let body = json!({"list": "clerk", "code": "x", "name": "某", "extra": extra}).to_string();
        let written = db.execute("INSERT INTO item (list, code, body) VALUES ('clerk', 'x', ?1)", [body]);
        assert!(written.is_err_and(|error| error.to_string().contains("CHECK")), "{extra}");
    }
    assert!(Power::People != Power::Settings);
}

#[test]
fn whoever_says_that_they_have_a_stake_in_it_loses_sight_of_it_until_a_supervisor_lifts_it() {
    let mut house = House::new();
    let no = house.order(&owner(), registration("ZJ", Matter::default())).unwrap();
    let li = Actor { role: Role::Clerk, ..clerk("li", "ZJ") };
    let recuse = |clerk: &str, over| Deed::Recuse {
        no: no.clone(),
        clerk: clerk.into(),
        reason: "与信访人是亲属".into(),
        over,
    };
    assert_eq!(house.order(&li, recuse("wu", false)), Err(StoreError::Denied("why-no-right")));
    house.order(&li, recuse("", false)).unwrap();
    assert!(house.page(&li, &no).is_err());
    assert_eq!(house.found(&li), (0, 0));
    let wu = Actor { role: Role::Clerk, ..clerk("wu", "ZJ") };
    assert!(house.page(&wu, &no).is_ok());
    let extra = Extra { office: "ZJ".into(), ..Extra::default() };
    house.person(&owner(), "li", extra).unwrap();
    house.order(&Actor { role: Role::Supervisor, ..clerk("zhao", "ZJ") }, recuse("li", true)).unwrap();
    assert!(house.page(&li, &no).is_ok());
    let Reply::Verified(found) = house.ask(&owner(), Request::Verify).unwrap() else { panic!() };
    assert_eq!(found.problems, Vec::<String>::new());
}
