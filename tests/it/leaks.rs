//! What is sealed is found nowhere by whoever is unfit: every screen, every search, every verb says the same as in a
//! house that never had it.
use crate::{
    support::{NOON, Visit, clerk},
    verbs::{Said, at},
};
use fengqiao::{
    domain::{
        case::{CaseMatter, Level, Review},
        catalog::{Extra, Item, List},
        deed::{Deed, Order, Registration},
        evaluation::{Check, Overrule},
        figures::{By, Measure, Question},
        meeting::{MeetingKind, Plan},
        money::Fen,
        notice::Notice,
        petition::{Matter, Nature, No, Petitioner},
        rights::{Actor, Power, Role},
        step::StepKind,
    },
    flow::{Holds, Msg, Paper, Route},
    form::Sheet,
    lang::Locale,
    store::{Draft, Drafts, Errand, Now, PetitionAsk, Reply, Request, Store},
};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    io::Read,
    path::{Path, PathBuf},
};

const NAME: &str = "厉藏锋";
const IDENTITY: &str = "512002190003037533";
const PHONE: &str = "19000007531";
const OTHER_PHONE: &str = "19000008642";
const NATIONAL: &str = "N777888999";

/// Everything that only sealed petitions hold; whatever an unfit person is shown has none of it.
const MARKS: &[&str] = &[
    NAME,
    IDENTITY,
    PHONE,
    "7531",
    OTHER_PHONE,
    "8642",
    NATIONAL,
    "秘巷九号",
    "密告之题",
    "密告之实",
    "密告之求",
    "密件材料",
    "密记进展",
    "密评理由",
    "密避理由",
    "密案之名",
    "密案症结",
    "密会所议",
    "密账所记",
    "RS-XC-",
    "RS-MC-",
    "密稿未完",
    "密视所寻",
    "RS-2026-",
    "RS-P-",
    "RS-B-",
    "RS-M-",
    "RS-HZ-",
    "ZJ-2026-000006",
    "1234567",
];

/// A confidential register of what volunteers are put on.
const ERRANDS: &str = r#"
id = "secret-errands"
letters = "MC"
name = "密差 | Secret errands"
fields = [
  { id = "volunteer", name = "人才 | Volunteer", kind = "record", of = "volunteers", required = true },
  { id = "unit", name = "所涉单位 | About", kind = "unit" },
]
states = [
  { id = "open", name = "在办 | open", to = ["done"] },
  { id = "done", name = "办完 | done", to = ["open"], done = true },
]
sealed = true
accused = "unit"
"#;

/// One house twice: with what is sealed, and as if it had never been.
struct House {
    dir: tempfile::TempDir,
    store: Store,
    sealed: bool,
    given: usize,
}

fn fit() -> Actor {
    Actor { sees_sealed: true, ..clerk("wang", "RS") }
}

/// Whoever may see and change all of it.
fn house_keeper() -> Actor {
    Actor { sees_sealed: true, ..public() }
}

fn public() -> Actor {
    clerk("zhou", "ZJ")
}

fn row_of(fields: &[(&str, &str)]) -> BTreeMap<String, String> {
    fields.iter().map(|(field, said)| ((*field).to_owned(), (*said).to_owned())).collect()
}

fn somebody(name: &str, identity: &str, phone: &str) -> Petitioner {
    Petitioner { name: name.into(), identity: identity.into(), phone: phone.into(), ..Petitioner::default() }
}

impl House {
    fn new(sealed: bool) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&dir.path().join("f.db")).unwrap();
        let mut house = Self { dir, store, sealed, given: 0 };
        house.lists();
        let follows = house.was_no_secret_once();
        let seen = house.everybodys(follows);
        if sealed {
            house.secrets(&seen);
        }
        house.people();
        house
    }

    fn path(&self) -> PathBuf {
        self.dir.path().join("f.db")
    }

    fn order(&mut self, me: &Actor, deed: Deed) -> No {
        self.given += 1;
        let order = Order { op: format!("{}-{}", me.code, self.given), version: None, deed };
        match self.store.answer(me, Now::at(NOON), Request::Do(Box::new(order))).unwrap() {
            Reply::Done(done) => done.no,
            other => panic!("{other:?}"),
        }
    }

    fn register(&mut self, me: &Actor, matter: Matter, more: Registration) -> No {
        let office = Some(me.office.clone());
        self.order(me, Deed::Register(Box::new(Registration { office, matter, ..more })))
    }

    fn person(&mut self, me: &Actor, no: &No) -> No {
        match self.store.answer(me, Now::at(NOON), Request::Petition(PetitionAsk::Page(no.clone()))).unwrap()
        {
            Reply::Petition(page) => page.petition.matter.petitioners[0].person.clone().unwrap(),
            other => panic!("{other:?}"),
        }
    }

    fn lists(&mut self) {
        for code in ["L1", "L2"] {
            self.order(
                &public(),
                Deed::PutItem(Box::new(Item::new(List::Leader, code, format!("{code}某")))),
            );
        }
        let extra = Extra { text: ERRANDS.into(), ..Extra::default() };
        let item = Item { extra, ..Item::new(List::Register, "secret-errands", "secret-errands") };
        self.order(&public(), Deed::PutItem(Box::new(item)));
        let extra = Extra { text: "法院".into(), ..Extra::default() };
        self.order(
            &public(),
            Deed::PutItem(Box::new(Item { extra, ..Item::new(List::Group, "LP", "楼盘") })),
        );
    }

    /// A petition that was open to all when another one was linked to it, and became an accusation later.
    fn was_no_secret_once(&mut self) -> Option<No> {
        self.sealed.then(|| {
            let matter = Matter {
                petitioners: vec![somebody("孙平", "", "19000001212")],
                subject: "道路积水".into(),
                ..Matter::default()
            };
            self.register(&fit(), matter, Registration::default())
        })
    }

    /// What everybody may see, and what follows on it.
    fn everybodys(&mut self, follows: Option<No>) -> Vec<No> {
        let rows = [
            ("张三", "", "19000001111", "楼盘逾期交房", "RSJ", None),
            ("李四", "", "19000001122", "工地拖欠工资", "ZJJ", None),
            ("周明", "512002190001010011", "19000001133", "楼盘延期交房", "ZJJ", None),
            ("孙平", "", "19000001212", "道路积水未退", "ZJJ", follows),
            ("钱五", "", "19000001144", "小区电梯停运", "RSJ", None),
        ];
        let mut all = Vec::new();
        for (name, identity, phone, subject, unit, follows) in rows {
            let matter = Matter {
                petitioners: vec![somebody(name, identity, phone)],
                subject: subject.into(),
                facts: format!("{subject}，多次询问没有结果。"),
                place: "512002001".into(),
                category: "010101".into(),
                unit: unit.into(),
                ..Matter::default()
            };
            all.push(self.register(&public(), matter, Registration { follows, ..Registration::default() }));
        }
        self.order(&public(), Deed::Link { no: all[3].clone(), to: None });
        for (leader, petition) in [("L1", 0), ("L2", 1)] {
            let case = CaseMatter {
                level: Level::Key,
                group: "LP".into(),
                ..CaseMatter::new(format!("{leader}的案"), leader, "2026-11-03".parse().unwrap())
            };
            let petitions = vec![all[petition].clone()];
            self.order(&public(), Deed::OpenCase { matter: Box::new(case), petitions });
        }
        let plan = |kind| Plan {
            kind,
            on: "2026-11-24".parse().unwrap(),
            chair: "L1".into(),
            leader: String::new(),
            group: if kind == MeetingKind::Joint { "LP".into() } else { String::new() },
            cases: Vec::new(),
        };
        self.order(&public(), Deed::PlanMeeting(Box::new(plan(MeetingKind::Monthly))));
        let row = row_of(&[("title", "堤防渗水"), ("found", "2026-11-20")]);
        self.order(&public(), Deed::EnterRecord { register: "disputes".into(), row });
        let row = row_of(&[("name", "唐明礼"), ("speciality", "law"), ("on-duty", "yes")]);
        self.order(&public(), Deed::EnterRecord { register: "volunteers".into(), row });
        all
    }

    fn secrets(&mut self, seen: &[No]) {
        let me = fit();
        let mut hidden = vec![self.sealed_one(&me)];
        // The same person as on an open petition, with another phone and address.
        let mut known = somebody("周明", "512002190001010011", OTHER_PHONE);
        known.address = "秘巷九号".into();
        let again = Matter { petitioners: vec![known], ..secret() };
        hidden.push(self.register(
            &Actor { office: "ZJ".into(), ..me.clone() },
            again,
            Registration::default(),
        ));
        let fields =
            json!({"nature": "accusation", "accused": "RSJ", "subject": "密告之题", "facts": "密告之实"});
        let Value::Object(fields) = fields else { panic!() };
        let before = No("RS-2026-000001".into());
        self.order(&me, Deed::Correct { no: before.clone(), fields });
        hidden.push(before);
        self.about(&me, &hidden[0].clone());
        self.in_cases(&me, &hidden, seen);
        let [theirs, others, ours] = [&hidden[0], &seen[2], &seen[4]].map(|no| self.person(&me, no));
        self.order(&me, Deed::MergePerson { no: ours, into: theirs.clone() });
        self.order(&me, Deed::Apart { no: others, other: theirs });
        self.aside(&me, &hidden[0]);
        self.in_registers(&me, &hidden[0]);
        self.in_registers(&me, &hidden[0]);
        let re = Actor { code: "re".into(), ..me };
        for no in hidden {
            let recuse =
                Deed::Recuse { no, clerk: String::new(), reason: "密避理由".into(), over: false };
            self.order(&re, recuse);
        }
    }

    /// An open row that leads to it since, and rows of confidential registers.
    fn in_registers(&mut self, me: &Actor, no: &No) {
        let row = row_of(&[("petition", no.as_str())]);
        self.order(me, Deed::ChangeRecord { no: No("ZJ-MD-2026-0001".into()), row });
        let row = row_of(&[
            ("on", "2026-11-20"),
            ("unit", "ZJJ"),
            ("grounds", "late"),
            ("record", "密账所记"),
            ("petition", no.as_str()),
        ]);
        self.order(me, Deed::EnterRecord { register: "inquiries".into(), row });
        let row = row_of(&[("volunteer", "ZJ-RC-2026-0001"), ("unit", "ZJJ")]);
        self.order(me, Deed::EnterRecord { register: "secret-errands".into(), row });
    }

    fn sealed_one(&mut self, me: &Actor) -> No {
        let mut petitioner = somebody(NAME, IDENTITY, PHONE);
        petitioner.address = "秘巷九号".into();
        let matter = Matter { petitioners: vec![petitioner], unit: "ZJJ".into(), ..secret() };
        let national_no = Some(NATIONAL.to_owned());
        self.register(me, matter, Registration { national_no, ..Registration::default() })
    }

    /// What is done about it.
    fn about(&mut self, me: &Actor, no: &No) {
        let no = no.clone();
        self.order(me, Deed::Progress { no: no.clone(), on: None, text: "密记进展".into() });
        self.order(me, Deed::Print { no: no.clone(), notice: Notice::Receipt });
        let said = Overrule {
            reason: "密评理由".into(),
            mend: Some("2026-12-01".parse().unwrap()),
            ..Overrule::default()
        };
        self.order(me, Deed::Evaluate { no, check: Check::ALL[0], said });
    }

    /// A case of its own with its meeting, and a part in somebody else's.
    fn in_cases(&mut self, me: &Actor, hidden: &[No], seen: &[No]) {
        let case = CaseMatter {
            crux: "密案症结".into(),
            level: Level::Prominent,
            recovered: Fen(123_456_700),
            recovered_people: 1,
            ..CaseMatter::new("密案之名", "L1", "2026-11-02".parse().unwrap())
        };
        let petitions = vec![hidden[0].clone()];
        let own = self.order(me, Deed::OpenCase { matter: Box::new(case), petitions });
        let plan = Plan {
            kind: MeetingKind::Weekly,
            on: "2026-11-24".parse().unwrap(),
            chair: "L1".into(),
            leader: String::new(),
            group: String::new(),
            cases: Vec::new(),
        };
        let meeting = self.order(me, Deed::PlanMeeting(Box::new(plan)));
        let review = Review {
            on: "2026-11-20".parse().unwrap(),
            chair: "L1".into(),
            asked: "密会所议".into(),
            meeting: Some(meeting),
            ..Review::default()
        };
        self.order(me, Deed::ReviewCase { no: own, review });
        let theirs = No("ZJ-B-0001".into());
        for petition in &hidden[..2] {
            self.order(me, Deed::JoinCase { no: theirs.clone(), petition: petition.clone() });
        }
        self.order(me, Deed::LeaveCase { no: theirs.clone(), petition: hidden[1].clone() });
        self.order(me, Deed::JoinCase { no: theirs.clone(), petition: hidden[2].clone() });
        self.order(me, Deed::Undo { no: theirs });
        assert_eq!(seen[0].as_str(), "ZJ-2026-000001");
    }

    /// What lies about: a form left open, a view kept, and who looked.
    fn aside(&mut self, me: &Actor, no: &No) {
        let sheet = Sheet::default().with("subject", "密稿未完").with("name", NAME);
        let draft = Draft {
            id: "draft-1".into(),
            clerk: me.code.clone(),
            terminal: "inline".into(),
            form: Paper::Note { no: no.clone(), version: 1 }.form(),
            at: NOON,
            body: serde_json::to_string(&sheet).unwrap(),
        };
        // They looked at it while it was still open to all.
        let looked =
            |(code, _): &(&str, _)| Errand::Opened((*code).into(), No("RS-2026-000001".into()), NOON);
        let mut errands: Vec<_> = UNFIT.iter().map(looked).chain([Errand::Keep(draft)]).collect();
        Drafts::open(&self.path()).unwrap().run(&mut errands).unwrap();
        let extra = Extra { text: format!("密视所寻 {NAME}"), ..Extra::default() };
        let item = Item { extra, ..Item::new(List::View, format!("{}.1", me.code), "密视所寻") };
        self.order(me, Deed::PutItem(Box::new(item)));
    }

    /// Everybody who works here; from here on each has the rights of their role.
    fn people(&mut self) {
        let extra = |role| Extra { office: "ZJ".into(), role, ..Extra::default() };
        let fit = Extra { sees_sealed: true, ..extra(Role::Clerk) };
        let mut all: Vec<(&str, Extra)> = vec![
            ("wang", Extra { office: "RS".into(), ..fit.clone() }),
            ("re", fit),
            ("ha", Extra { unit: "RSJ".into(), sees_sealed: true, ..extra(Role::Handler) }),
            ("hb", Extra { unit: "ZJJ".into(), ..extra(Role::Handler) }),
        ];
        all.extend(
            UNFIT
                .iter()
                .filter(|(code, _)| !["re", "ha", "hb"].contains(code))
                .map(|(code, role)| (*code, extra(*role))),
        );
        // Whoever gives rights comes last.
        all.sort_by_key(|(code, _)| *code == "an");
        for (code, extra) in all {
            let item = Item { extra, ..Item::new(List::Clerk, code, format!("{code}某")) };
            self.order(&house_keeper(), Deed::PutItem(Box::new(item)));
        }
    }

    fn actor(&mut self, code: &str) -> Actor {
        let Reply::Catalog(lists) = self.store.answer(&public(), Now::at(NOON), Request::Catalog).unwrap()
        else {
            panic!()
        };
        Actor::of(lists.catalog.get(List::Clerk, code).unwrap(), &lists.catalog)
    }
}

fn secret() -> Matter {
    Matter {
        nature: Nature::Accusation,
        accused: "RSJ".into(),
        subject: "密告之题".into(),
        facts: "密告之实".into(),
        demand: "密告之求".into(),
        place: "512002001".into(),
        category: "010101".into(),
        materials: vec![fengqiao::domain::petition::Material {
            name: "密件材料".into(),
            ..Default::default()
        }],
        ..Matter::default()
    }
}

/// Whoever must not see it: without the right, of the unit accused, of another unit, with another case, administrators,
/// recused.
const UNFIT: &[(&str, Role)] = &[
    ("li", Role::Clerk),
    ("su", Role::Supervisor),
    ("ha", Role::Handler),
    ("hb", Role::Handler),
    ("L2", Role::Leader),
    ("re", Role::Clerk),
    ("sy", Role::System),
    ("an", Role::Security),
    ("au", Role::Audit),
];

/// The place of a route in the list below: a new screen does not compile before it stands here.
fn place(route: &Route) -> usize {
    match route {
        Route::Today => 0,
        Route::Paper(..) => 1,
        Route::Draft(_) => 2,
        Route::Find(_) => 3,
        Route::Petition(_) => 4,
        Route::Steps(_) => 5,
        Route::Together(_) => 6,
        Route::Refused(_) => 7,
        Route::Limits(..) => 8,
        Route::Papers(_) => 9,
        Route::Person(_) => 10,
        Route::Board => 11,
        Route::Case(_) => 12,
        Route::Meetings => 13,
        Route::Meeting(_) => 14,
        Route::Figures => 15,
        Route::Evaluation => 16,
        Route::Points(_) => 17,
        Route::Listed(_) => 18,
        Route::Settings => 19,
        Route::Import(_) => 20,
        Route::Journal => 21,
        Route::Registers(_) => 22,
        Route::Register { .. } => 23,
        Route::Record(_) => 24,
        Route::Tally(_) => 25,
        Route::Code(_) => 26,
    }
}

/// How many there are.
pub const PLACES: usize = 27;

/// Every screen, on what everybody may see and on what they may not.
pub fn routes() -> Vec<Route> {
    let no = |no: &str| No(no.into());
    let question = || Question {
        span: "2026-01-01".parse().unwrap()..="2026-12-31".parse().unwrap(),
        only: Vec::new(),
        by: By::ALL[0],
        group: 5,
    };
    let mut all = vec![
        Route::Today,
        Route::Board,
        Route::Meetings,
        Route::Figures,
        Route::Evaluation,
        Route::Settings,
        Route::Import(Holds::Petitions),
        Route::Import(Holds::Declaration),
        Route::Journal,
        Route::Find(String::new()),
        Route::Registers(Vec::new()),
        Route::Together(Vec::new()),
        Route::Refused(Vec::new()),
        Route::Draft(Box::new(Draft {
            id: "d".into(),
            clerk: "li".into(),
            terminal: "inline".into(),
            form: Paper::New.form(),
            at: NOON,
            body: "{}".into(),
        })),
    ];
    for petition in ["ZJ-2026-000001", "ZJ-2026-000003", "ZJ-2026-000004", "ZJ-2026-000005", "RS-2026-000002"]
    {
        let no = || no(petition);
        all.extend([
            Route::Petition(no()),
            Route::Steps(no()),
            Route::Limits(no(), String::new()),
            Route::Papers(no()),
            Route::Points(no()),
        ]);
    }
    all.extend(["ZJ-P-000003", "ZJ-P-000005", "RS-P-000002"].map(|person| Route::Person(no(person))));
    all.extend(["ZJ-B-0001", "RS-B-0001"].map(|case| Route::Case(no(case))));
    all.extend(
        ["disputes", "inquiries", "volunteers"]
            .map(|id| Route::Register { id: id.into(), said: String::new() }),
    );
    all.extend(["ZJ-MD-2026-0001", "RS-XC-2026-0001", "ZJ-RC-2026-0001"].map(|row| Route::Record(no(row))));
    all.extend(["ZJ-MD-2026-0001", "RS-XC-2026-0001"].map(|row| Route::Tally(no(row))));
    all.extend(["ZJ-MD-2026-0001", "RS-XC-2026-0001"].map(|row| Route::Code(no(row))));
    all.extend(["ZJ-M-0001", "RS-M-0001"].map(|meeting| Route::Meeting(no(meeting))));
    for measure in [Measure::ALL[0], *Measure::ALL.iter().find(|measure| measure.is_of_cases()).unwrap()] {
        all.push(Route::Listed(Box::new((question(), measure))));
    }
    all.extend(papers().into_iter().map(|paper| Route::Paper(Box::new(paper), Sheet::default())));
    let there: BTreeSet<usize> = all.iter().map(place).collect();
    assert!(there.into_iter().eq(0..PLACES), "a screen is missing");
    all
}

/// A new form does not compile before it stands here; it belongs in the list below too.
const fn listed(paper: &Paper) {
    match paper {
        Paper::New
        | Paper::Grown { .. }
        | Paper::Mend { .. }
        | Paper::Sit
        | Paper::Again { .. }
        | Paper::Note { .. }
        | Paper::Step { .. }
        | Paper::Together { .. }
        | Paper::Link { .. }
        | Paper::Recuse { .. }
        | Paper::View { .. }
        | Paper::Limit { .. }
        | Paper::Level { .. }
        | Paper::Printer { .. }
        | Paper::Record { .. }
        | Paper::RecordMove { .. }
        | Paper::RecordStrike { .. }
        | Paper::Reveal { .. }
        | Paper::Join { .. }
        | Paper::CaseNew { .. }
        | Paper::CaseAdd { .. }
        | Paper::CaseAssign { .. }
        | Paper::CaseMove { .. }
        | Paper::CaseReview { .. }
        | Paper::CaseMend { .. }
        | Paper::Overrule { .. }
        | Paper::MeetingNew
        | Paper::MeetingCancel { .. }
        | Paper::CaseDuties { .. }
        | Paper::CaseClose { .. }
        | Paper::CaseReopen { .. }
        | Paper::Item { .. }
        | Paper::Setting { .. } => {}
    }
}

/// Every form.
pub fn papers() -> Vec<Paper> {
    let (no, case, meeting) = (No("ZJ-2026-000001".into()), No("ZJ-B-0001".into()), No("ZJ-M-0001".into()));
    let hidden = No("RS-2026-000002".into());
    let version = 1;
    let mut all = vec![
        Paper::New,
        Paper::Grown { row: No("RS-XC-2026-0001".into()) },
        Paper::Mend { no: no.clone(), version },
        Paper::Mend { no: hidden.clone(), version },
        Paper::Sit,
        Paper::Again { no: no.clone(), title: String::new(), closed: false, row: None },
        Paper::Note { no: hidden.clone(), version },
        Paper::Together { step: StepKind::Accept, petitions: vec![(no.clone(), 1)] },
        Paper::Link { no: no.clone(), version },
        Paper::Recuse { no: no.clone() },
        Paper::View { digit: 8, typed: "楼盘".into() },
        Paper::Limit { office: "ZJ".into(), id: "D1".into() },
        Paper::Level { office: "ZJ".into(), grade: "yellow".into() },
        Paper::Printer { office: "ZJ".into() },
        Paper::Reveal { no: no.clone() },
        Paper::Reveal { no: hidden.clone() },
        Paper::Join { petition: no.clone() },
        Paper::CaseNew { petition: Some(no.clone()) },
        Paper::CaseAdd { no: case.clone() },
        Paper::CaseAssign { no: case.clone(), version },
        Paper::CaseMove { no: case.clone(), version, field: "state".into() },
        Paper::CaseReview { no: case.clone(), version, meeting: Some(meeting.clone()) },
        Paper::CaseMend { no: case.clone(), version },
        Paper::Overrule { no: no.clone(), version, check: Check::ALL[0] },
        Paper::MeetingNew,
        Paper::MeetingCancel { no: meeting, version },
        Paper::CaseDuties { no: case.clone(), version },
        Paper::CaseClose { no: case.clone(), version },
        Paper::CaseReopen { no: case, version },
        Paper::Setting { key: "group-size".into() },
        Paper::Record { register: "disputes".into(), no: None, version: 0 },
        Paper::Record { register: "disputes".into(), no: Some(No("ZJ-MD-2026-0001".into())), version },
        Paper::Record { register: "inquiries".into(), no: Some(No("RS-XC-2026-0001".into())), version },
        Paper::RecordMove {
            register: "disputes".into(),
            no: No("ZJ-MD-2026-0001".into()),
            version,
            from: "open".into(),
        },
        Paper::RecordStrike {
            register: "inquiries".into(),
            no: No("RS-XC-2026-0001".into()),
            version,
            back: false,
        },
    ];
    all.extend(List::ALL.iter().map(|list| Paper::Item { list: *list, code: None }));
    all.extend([StepKind::Accept, StepKind::Forward, StepKind::Reply].iter().map(|step| Paper::Step {
        no: no.clone(),
        step: *step,
        version,
    }));
    all.iter().for_each(listed);
    all
}

/// What somebody may do on a screen, a picture after each key: one way or the other.
const WALKS: [&[&str]; 2] = [
    &["f1", "esc", "right", "down", "f4", "esc", "end", "enter"],
    &["f9", "esc", "tab", "left", "enter", "f4", "down"],
];

/// Terminals and languages.
const WAYS: [(Locale, bool); 4] =
    [(Locale::Zh, false), (Locale::En, true), (Locale::Zh, true), (Locale::En, false)];

/// Pictures that went wrong, by what they showed.
#[derive(Default)]
struct Leaks(BTreeMap<String, String>);

impl Leaks {
    /// What is shown must hold no mark, but for what was typed or asked for by name, and be what it is without secrets.
    fn look(&mut self, wher: &str, typed: &str, [with, without]: [&str; 2]) {
        let mark = MARKS.iter().find(|mark| !typed.contains(**mark) && with.contains(**mark));
        if let Some(mark) = mark {
            self.0.entry(format!("{mark}: {wher}")).or_insert_with(|| with.to_owned());
        } else if with != without {
            let other = with.lines().zip(without.lines()).find(|(one, other)| one != other);
            self.0.entry(format!("differs: {wher}")).or_insert_with(|| format!("{other:#?}\n{with}"));
        }
    }

    #[track_caller]
    fn none(&self) {
        let mut told = String::new();
        for (wher, what) in self.0.iter().take(12) {
            writeln!(told, "== {wher}\n{what}").unwrap();
        }
        let all: Vec<&String> = self.0.keys().collect();
        assert!(self.0.is_empty(), "{told}\n{} leaks: {all:#?}", self.0.len());
    }
}

fn sit(path: &Path, me: &Actor, locale: Locale, route: Route, wide: bool) -> Visit {
    let mut v = Visit::at(path, locale, me.clone(), route);
    if wide {
        v.size(140, 40);
    }
    v
}

/// The same person in both houses.
type Pair = [Visit; 2];

fn pair(houses: &[PathBuf; 2], me: &Actor, (locale, wide): (Locale, bool)) -> Pair {
    houses.each_ref().map(|path| sit(path, me, locale, Route::Today, wide))
}

/// What both show; the second one is drawn as text only where it is not the same.
fn both(pair: &Pair) -> [String; 2] {
    let same = pair[0].buffer() == pair[1].buffer();
    let first = placeless(&pair[0].screen());
    [first.clone(), if same { first } else { placeless(&pair[1].screen()) }]
}

/// Where a house lies is its own.
fn placeless(text: &str) -> String {
    let mut parts = text.split(".tmp");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |told, part| told + ".tmp" + part.get(6..).unwrap_or_default())
}

/// Opens a screen in both houses and walks over it.
fn walk(pair: &mut Pair, route: &Route, keys: &[&str], leaks: &mut Leaks) {
    let cx = &pair[0].house.model.cx;
    let (typed, wher) =
        (format!("{route:?}"), format!("{} {:?} {:?} {route:?}", cx.me.code, cx.lang.locale, cx.size));
    for v in pair.iter_mut() {
        v.house.begin(route.clone()).unwrap();
    }
    // What happened in one house did not happen in the other; the journal says so, and no more.
    let both = |pair: &Pair| match (route, both(pair)) {
        (Route::Journal, [with, _]) => [with.clone(), with],
        (_, both) => both,
    };
    leaks.look(&wher, &typed, both(pair).each_ref().map(String::as_str));
    for (at, key) in keys.iter().enumerate() {
        for v in pair.iter_mut() {
            v.keys(key);
        }
        leaks.look(
            &format!("{wher} {}", keys[..=at].join(" ")),
            &typed,
            both(pair).each_ref().map(String::as_str),
        );
    }
}

/// Somebody who walks over every screen, on each of two terminals over every second one.
fn walks(houses: &[PathBuf; 2], turn: usize, me: &Actor) -> Leaks {
    let mut leaks = Leaks::default();
    for half in 0..2 {
        let mut pair = pair(houses, me, WAYS[(2 * turn + half) % 4]);
        for (at, route) in routes().iter().enumerate().filter(|(at, _)| (at + turn / 2) % 2 == half) {
            walk(&mut pair, route, WALKS[(at / 2 + turn) % 2], &mut leaks);
        }
    }
    leaks
}

fn unfit(house: &mut House) -> Vec<Actor> {
    UNFIT.iter().map(|(code, _)| house.actor(code)).collect()
}

fn both_houses() -> [House; 2] {
    [House::new(true), House::new(false)]
}

#[test]
fn every_screen_shows_the_unfit_what_it_would_show_had_there_been_nothing_sealed() {
    let mut houses = both_houses();
    let paths = houses.each_ref().map(House::path);
    let mut leaks = Leaks::default();
    let all: Vec<(usize, Actor)> = unfit(&mut houses[0]).into_iter().enumerate().collect();
    let walk = |some: &[(usize, Actor)]| {
        some.iter().flat_map(|(turn, me)| walks(&paths, *turn, me).0).collect::<Vec<_>>()
    };
    std::thread::scope(|scope| {
        let walk = &walk;
        let (some, others) = all.split_at(all.len() / 2);
        let walks = [some, others].map(|some| scope.spawn(move || walk(some)));
        for walked in walks {
            leaks.0.extend(walked.join().unwrap());
        }
    });
    leaks.none();
}

/// The guard itself: to whoever may see it, all of it is there.
#[test]
fn whoever_is_fit_is_shown_all_that_the_unfit_are_not() {
    let mut house = House::new(true);
    let me = house.actor("wang");
    let mut seen = String::new();
    let mut v = sit(&house.path(), &me, Locale::Zh, Route::Today, true);
    for route in routes().into_iter().filter(|route| !matches!(route, Route::Paper(..))) {
        v.house.begin(route).unwrap();
        for key in ["", "right", "right", "down", "down"] {
            v.keys(key);
            seen.push_str(&v.screen());
        }
    }
    for no in ["RS-2026-000002", "RS-2026-000001", "ZJ-2026-000006"] {
        seen.push_str(&at(&house.path(), "UTC", &["--as", "wang", "--json", "show", no], b"").text());
    }
    for mark in MARKS.iter().filter(|mark| !["密稿未完", "1234567"].contains(mark)) {
        assert!(seen.contains(mark), "{mark} is not seen by whoever is fit");
    }
}

#[test]
fn a_page_that_is_open_is_taken_off_the_screen_once_it_is_sealed_or_its_reader_loses_the_right() {
    let mut house = House::new(false);
    let (li, no) = (house.actor("li"), || No("ZJ-2026-000001".into()));
    let routes = [
        Route::Petition(no()),
        Route::Steps(no()),
        Route::Limits(no(), String::new()),
        Route::Papers(no()),
        Route::Points(no()),
        Route::Person(No("ZJ-P-000001".into())),
    ];
    let mut open: Vec<Visit> =
        routes.map(|route| sit(&house.path(), &li, Locale::Zh, route, true)).into_iter().collect();
    assert!(open.iter().filter(|v| v.screen().contains("张三")).count() > 1);
    let before: Vec<String> = open.iter().map(Visit::screen).collect();
    let fields = json!({"nature": "accusation", "accused": "RSJ", "unit": ""});
    let Value::Object(fields) = fields else { panic!() };
    house.order(&house_keeper(), Deed::Correct { no: no(), fields });
    for (v, before) in open.iter_mut().zip(before) {
        v.house.send(Msg::Changed).unwrap();
        assert_ne!(v.screen(), before, "it stays as it was");
        v.sees_not("张三").sees_not("楼盘逾期交房");
    }
}

/// What is typed into the find box or the identity strip.
const SOUGHT: &[&str] = &[
    NAME,
    "厉",
    "licangfeng",
    "lcf",
    "力藏风",
    IDENTITY,
    "7531",
    PHONE,
    OTHER_PHONE,
    "8642",
    NATIONAL,
    "密告",
    "密件",
    "秘巷",
    "RS-2026-000002",
    "RS-2026-000001",
    "RS-B-0001",
    "密案",
    "楼盘",
    "周明",
    "zm",
    "孙平",
    "道路积水",
    "unit:none",
    "nature:accusation",
    "RSJ",
    "密账",
    "RS-XC-2026-0001",
];

#[test]
fn the_find_box_and_the_strip_find_for_the_unfit_what_they_would_find_had_there_been_nothing_sealed() {
    let mut houses = both_houses();
    let paths = houses.each_ref().map(House::path);
    let mut leaks = Leaks::default();
    for (turn, me) in unfit(&mut houses[0]).into_iter().enumerate() {
        let mut pair = pair(&paths, &me, WAYS[turn % 4]);
        for sought in SOUGHT {
            walk(&mut pair, &Route::Find((*sought).to_owned()), &["down", "f7", "enter"], &mut leaks);
            if me.can(Power::Register) {
                strip(&mut pair, sought, &mut leaks);
            }
        }
    }
    leaks.none();
}

/// Somebody stands at the counter and says so much.
fn strip(pair: &mut Pair, sought: &str, leaks: &mut Leaks) {
    for v in pair.iter_mut() {
        v.house.begin(Route::Paper(Box::new(Paper::New), Sheet::default())).unwrap();
    }
    // Phone and identity are shown in groups as they are typed, so what is typed stands in none of the three.
    for at in 0..3 {
        for v in pair.iter_mut() {
            v.pastes(if at == 0 { sought } else { "" }).keys("enter");
            if at > 0 {
                v.pastes(sought);
            }
        }
        let wher = format!("{} takes down {sought} {at}", pair[0].house.model.cx.me.code);
        let typed = format!("{sought} {NAME} {IDENTITY} {PHONE} {OTHER_PHONE}");
        leaks.look(&wher, &typed, both(pair).each_ref().map(String::as_str));
    }
}

/// How long a search took is never the same twice.
fn timeless(text: &str) -> String {
    let mut told = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\"micros\":") {
        told.push_str(before);
        rest = after.trim_start_matches(|c: char| c.is_ascii_digit());
    }
    told + rest
}

/// What is read out of a file, whatever it is packed in.
fn read_file(path: &Path) -> String {
    let bytes = std::fs::read(path).unwrap();
    if !bytes.starts_with(b"PK") {
        return in_whichever_encoding(&bytes);
    }
    unzipped(&bytes)
        .into_iter()
        .filter(|(name, _)| !name.contains("docProps"))
        .map(|(_, text)| text)
        .collect()
}

fn in_whichever_encoding(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap_or_else(|_| {
        let (text, _, _) = encoding_rs::GB18030.decode(bytes);
        text.into_owned()
    })
}

/// The parts of a packed file by their names.
pub fn unzipped(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut parts = Vec::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let mut text = Vec::new();
        part.read_to_end(&mut text).unwrap();
        parts.push((part.name().unwrap().into_owned(), String::from_utf8_lossy(&text).into_owned()));
    }
    parts
}

/// The words of every verb that says anything; `FILE.` is where it may write.
fn verbs() -> Vec<(Vec<&'static str>, String)> {
    let mut all: Vec<(Vec<&str>, String)> = vec![
        (vec!["search", "-"], SOUGHT.join("\n")),
        (vec!["search", "--limit", "500", "密告之题"], String::new()),
        (vec!["board"], String::new()),
        (vec!["due"], String::new()),
        (vec!["user", "list"], String::new()),
        (vec!["steps"], String::new()),
        (vec!["list"], String::new()),
        (vec!["doctor"], String::new()),
        (vec!["verify"], String::new()),
        (vec!["report", "daily"], String::new()),
    ];
    for no in [
        "RS-2026-000001",
        "RS-2026-000002",
        "ZJ-2026-000006",
        "RS-B-0001",
        "RS-P-000002",
        NATIONAL,
        "ZJ-2026-000001",
        "ZJ-2026-000004",
    ] {
        all.push((vec!["show", no], String::new()));
    }
    for no in ["RS-2026-000002", "ZJ-2026-000004"] {
        all.push((vec!["why", no, "D1"], String::new()));
    }
    for (words, file) in [
        (vec!["notice", "RS-2026-000002", "receipt"], "FILE.txt"),
        (vec!["export", "--format", "csv"], "FILE.csv"),
        (vec!["export", "--format", "xlsx"], "FILE.xlsx"),
        (vec!["export", "--format", "jsonl"], "FILE.jsonl"),
        (vec!["export", "--format", "csv", "--layout", "province"], "FILE.csv"),
        (vec!["export", "--format", "xlsx", "--layout", "province"], "FILE.xlsx"),
        (vec!["report", "yearly"], "FILE.xlsx"),
        (vec!["report", "monthly"], "FILE.docx"),
        (vec!["report", "quarterly"], "FILE.txt"),
        (vec!["report", "weekly"], "FILE.txt"),
        (vec!["report", "daily"], "FILE.docx"),
    ] {
        let mut words = words;
        words.extend(["-o", file]);
        all.push((words, String::new()));
    }
    all.push((vec!["apply", "-"], orders()));
    all
}

/// Orders on what is sealed, each of which somebody unfit may try.
fn orders() -> String {
    let (no, open) = ("RS-2026-000002", "ZJ-2026-000001");
    let mut lines = vec![
        json!({"do": "progress", "no": no, "text": "x"}),
        json!({"do": "visit", "no": no}),
        json!({"do": "correct", "no": no, "fields": {"subject": "x"}}),
        json!({"do": "correct", "no": no, "version": 1, "fields": {"subject": "x"}}),
        json!({"do": "undo", "no": no}),
        json!({"do": "undo", "no": "RS-B-0001"}),
        json!({"do": "undo", "no": "RS-P-000002"}),
        json!({"do": "link", "no": open, "to": no}),
        json!({"do": "link", "no": no, "to": open}),
        json!({"do": "apart", "no": open, "other": no}),
        json!({"do": "apart", "no": "ZJ-P-000001", "other": "RS-P-000002"}),
        json!({"do": "person.merge", "no": "ZJ-P-000001", "into": "RS-P-000002"}),
        json!({"do": "print", "no": no, "notice": "receipt"}),
        json!({"do": "recuse", "no": no, "reason": "x"}),
        json!({"do": "evaluate", "no": no, "check": Check::ALL[0].id(), "reason": "x"}),
        json!({"do": "register", "follows": no, "name": "x", "subject": "x"}),
        json!({"do": "case.join", "no": "ZJ-B-0002", "petition": no}),
        json!({"do": "case.leave", "no": "ZJ-B-0001", "petition": no}),
        json!({"do": "case.assign", "no": "RS-B-0001", "leader": "L2"}),
        json!({"do": "case.change", "no": "RS-B-0001", "fields": {"title": "x"}}),
        json!({"do": "case.change", "no": "RS-B-0001", "version": 1, "fields": {"title": "x"}}),
        json!({"do": "case.review", "no": "RS-B-0001", "on": "2026-11-20", "asked": "x"}),
        json!({"do": "case.review", "no": "ZJ-B-0001", "on": "2026-11-20", "asked": "x", "meeting": "RS-M-0001"}),
        json!({"do": "case.open", "title": "x", "leader": "L2", "opened": "2026-11-20", "petitions": [no]}),
        json!({"do": "meeting.cancel", "no": "RS-M-0001", "reason": "x"}),
        json!({"do": "meeting.plan", "kind": "weekly", "on": "2026-12-20"}),
        // The id of an operation that somebody else has used.
        json!({"do": "progress", "op": "wang-11", "no": no, "text": "x"}),
    ];
    lines.extend(StepKind::ALL.iter().map(|step| json!({"do": step.id(), "no": no})));
    for (n, line) in lines.iter_mut().enumerate().filter(|(_, line)| line["op"].is_null()) {
        line["op"] = format!("try-{n}").into();
    }
    lines.iter().map(Value::to_string).collect::<Vec<_>>().join("\n")
}

/// What a verb says on both streams and into its file.
fn said(house: &Path, who: &str, words: &[&str], input: &str, file: &str) -> String {
    let to = house.with_file_name(file);
    let to = to.to_str().unwrap();
    let words: Vec<&str> = ["--as", who]
        .into_iter()
        .chain(words.iter().map(|word| if *word == file { to } else { *word }))
        .collect();
    let said: Said = at(house, "UTC", &words, input.as_bytes());
    let mut told = format!("{}\n{}\n{}", said.code(), said.text(), said.error());
    if Path::new(to).exists() {
        told.push_str(&read_file(Path::new(to)));
        std::fs::remove_file(to).unwrap();
    }
    let directory = house.parent().unwrap().to_str().unwrap();
    timeless(&told.replace(directory, ""))
}

#[test]
fn every_verb_tells_the_unfit_what_it_would_tell_had_there_been_nothing_sealed() {
    let houses = both_houses();
    let paths = houses.each_ref().map(House::path);
    let mut leaks = Leaks::default();
    std::thread::scope(|scope| {
        let walk = |some: &'static [(&'static str, Role)]| {
            let paths = &paths;
            move || {
                let mut leaks = Leaks::default();
                for (turn, (who, _)) in some.iter().enumerate() {
                    for (n, (words, input)) in verbs().iter().enumerate() {
                        let file =
                            words.last().copied().filter(|file| file.starts_with("FILE")).unwrap_or("none");
                        let mine = format!("{who}-{file}");
                        let mut words: Vec<&str> = words
                            .iter()
                            .map(|word| if *word == file { mine.as_str() } else { *word })
                            .collect();
                        if (n + turn) % 2 == 0 {
                            words.insert(0, "--json");
                        }
                        let mut both = paths.each_ref().map(|path| said(path, who, &words, input, &mine));
                        // The head of a journal and the size of a file are no secret, and of no two houses the same.
                        if words.iter().any(|word| ["daily", "verify", "doctor"].contains(word)) {
                            both[1] = both[0].clone();
                        }
                        let typed = format!("{} {input}", words.join(" "));
                        leaks.look(
                            &format!("{who} {}", words.join(" ")),
                            &typed,
                            both.each_ref().map(String::as_str),
                        );
                    }
                }
                leaks.0
            }
        };
        let (some, others) = UNFIT.split_at(UNFIT.len() / 2);
        for walked in [scope.spawn(walk(some)), scope.spawn(walk(others))] {
            leaks.0.extend(walked.join().unwrap());
        }
    });
    leaks.none();
}
