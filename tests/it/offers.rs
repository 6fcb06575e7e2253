//! Who can take a matter: rows that are put forward on a petition's page, and what they have in hand.
use crate::{
    casework::{step, verified},
    registers::{House, row},
    support::{Visit, clerk, visit},
};
use fengqiao::{
    domain::{
        catalog::{Extra, Item, List},
        deed::{Deed, Registration},
        petition::{Matter, Nature, No, Petitioner},
        rights::{Actor, Role},
        step::StepKind,
    },
    flow::Route,
    lang::Locale,
    store::{Offer, RecordAsk, Reply, Request},
};

/// Helpers, and what they are helping with: no program of ours has ever heard of either.
const HELPERS: &str = r#"
id = "helpers"
letters = "BG"
name = "帮手 | Helpers"
fields = [
  { id = "name", name = "姓名 | Name", required = true },
  { id = "class", name = "类别 | Class", kind = "category" },
  { id = "place", name = "片区 | Area", kind = "place" },
  { id = "free", name = "有空 | Free", kind = "flag", default = "yes" },
  { id = "with", name = "同伴 | Together with", kind = "record", of = "helpers" },
  { id = "unit", name = "所涉单位 | About", kind = "unit" },
]
columns = ["name", "place", "load"]
states = [
  { id = "here", name = "在 | here", to = ["away", "gone"] },
  { id = "away", name = "外出 | away", to = ["here"] },
  { id = "gone", name = "已走 | gone", to = ["here"], done = true },
]
serves = { category = "class", place = "place", when = "free" }
accused = "unit"
"#;
const ERRANDS: &str = r#"
id = "errands"
letters = "PT"
name = "差事 | Errands"
fields = [
  { id = "what", name = "何事 | What", required = true },
  { id = "helper", name = "帮手 | Helper", kind = "record", of = "helpers" },
  { id = "second", name = "又一人 | Second", kind = "record", of = "helpers" },
  { id = "petition", name = "信访事项 | Petition", kind = "petition" },
  { id = "unit", name = "所涉单位 | About", kind = "unit" },
]
states = [
  { id = "open", name = "在办 | open", to = ["done"] },
  { id = "done", name = "办完 | done", to = ["open"], done = true },
]
see = ["leader"]
write = ["clerk"]
accused = "unit"
"#;
/// What is noted of helpers never ends, and is no work.
const NOTES: &str = r#"
id = "notes"
letters = "JZ"
name = "记事 | Notes"
fields = [
  { id = "what", name = "何事 | What", required = true },
  { id = "helper", name = "帮手 | Helper", kind = "record", of = "helpers" },
]
states = [{ id = "said", name = "已记 | noted" }]
"#;
/// A part of the city, a town in it and one beside it; a category with two levels above it.
const COUNTY: &str = "512002";
const TOWN: &str = "512002001";
const BESIDE: &str = "512002002";
const DEEP: &str = "010106";

fn me() -> Actor {
    clerk("王五", "ZJ")
}

fn put(house: &mut House, code: &str, text: &str) {
    let extra = Extra { text: text.to_owned(), ..Extra::default() };
    let item = Item { extra, ..Item::new(List::Register, code, code) };
    house.order(&me(), Deed::PutItem(Box::new(item))).unwrap();
}

fn house(locale: Locale) -> House {
    let mut house = House(visit(locale));
    put(&mut house, "helpers", HELPERS);
    put(&mut house, "errands", ERRANDS);
    put(&mut house, "notes", NOTES);
    // Nobody else is put forward.
    for code in ["stations", "volunteers"] {
        let shipped = fengqiao::domain::register::shipped_items().iter().find(|item| item.code == code);
        let item = Item { off: true, ..shipped.unwrap().clone() };
        house.order(&me(), Deed::PutItem(Box::new(item))).unwrap();
    }
    house
}

fn helper(house: &mut House, name: &str, class: &str, place: &str) -> No {
    let said = [("name", name), ("class", class), ("place", place), ("free", "yes")];
    house.enter(&me(), "helpers", &said).unwrap()
}

fn errand(house: &mut House, said: &[(&str, &str)]) -> No {
    house.enter(&me(), "errands", &[&[("what", "跑一趟")], said].concat()).unwrap()
}

fn moved(house: &mut House, no: &No, to: &str) {
    let deed = Deed::MoveRecord { no: no.clone(), to: to.into(), reason: String::new() };
    house.order(&me(), deed).unwrap();
}

fn changed(house: &mut House, no: &No, field: &str, said: &str) {
    house.order(&me(), Deed::ChangeRecord { no: no.clone(), row: row(&[(field, said)]) }).unwrap();
}

/// Who is put forward for a matter, as somebody sees it.
fn offers(house: &mut House, me: &Actor, place: &str, category: &str) -> Vec<Offer> {
    let catalog = house.0.house.model.cx.lists.catalog.clone();
    let ask = RecordAsk::Offers {
        places: catalog.with_all_above(List::Place, place),
        categories: catalog.with_all_above(List::Category, category),
    };
    match house.ask(me, Request::Record(ask)).unwrap() {
        Reply::Offers(offers) => offers,
        other => panic!("{other:?}"),
    }
}

fn names(house: &mut House, place: &str, category: &str) -> Vec<String> {
    offers(house, &me(), place, category).into_iter().map(|offer| offer.title).collect()
}

#[test]
fn whoever_names_the_category_comes_first_then_the_narrowest_place_then_the_least_load() {
    let mut house = house(Locale::Zh);
    for (name, class, place) in [
        ("处处皆可", "", ""),
        ("全区皆可", "", COUNTY),
        ("邻镇专管", DEEP, BESIDE),
        ("别类", "02", TOWN),
        ("本镇皆可", "", TOWN),
    ] {
        helper(&mut house, name, class, place);
    }
    assert_eq!(names(&mut house, TOWN, DEEP), ["本镇皆可", "全区皆可", "处处皆可"]);
    let busy = helper(&mut house, "全区大类", "01", COUNTY);
    helper(&mut house, "全区小类", DEEP, COUNTY);
    helper(&mut house, "本镇大类", "0101", TOWN);
    assert_eq!(names(&mut house, TOWN, DEEP), ["本镇大类", "全区大类", "全区小类"]);
    errand(&mut house, &[("helper", busy.as_str())]);
    assert_eq!(names(&mut house, TOWN, DEEP), ["本镇大类", "全区小类", "全区大类"]);
    // What lies above is served by nobody of below; what nobody knows by whoever serves everything.
    assert_eq!(names(&mut house, COUNTY, "01"), ["全区大类", "全区皆可", "处处皆可"]);
    assert_eq!(names(&mut house, "河边", "杂事"), ["处处皆可"]);
    assert_eq!(names(&mut house, "", ""), ["处处皆可"]);
    verified(&mut house.0);
}

#[test]
fn whoever_has_gone_or_is_not_free_or_was_struck_off_is_not_put_forward_until_they_are_back() {
    let mut house = house(Locale::Zh);
    let no = helper(&mut house, "赵帮手", DEEP, TOWN);
    let there = |house: &mut House| names(house, TOWN, DEEP).len() == 1;
    moved(&mut house, &no, "away");
    assert!(there(&mut house), "away is not done, and the declaration names no states");
    moved(&mut house, &no, "here");
    moved(&mut house, &no, "gone");
    assert!(!there(&mut house));
    moved(&mut house, &no, "here");
    for free in ["no", ""] {
        changed(&mut house, &no, "free", free);
        assert!(!there(&mut house), "{free:?}");
    }
    changed(&mut house, &no, "free", "yes");
    let strike = |back| Deed::StrikeRecord { no: no.clone(), reason: "写错了".into(), back };
    house.order(&me(), strike(false)).unwrap();
    assert!(!there(&mut house));
    house.order(&me(), strike(true)).unwrap();
    assert!(there(&mut house));
    // Another declaration is another rule, for the rows that are there too.
    put(&mut house, "helpers", &HELPERS.replace("when = \"free\"", "states = [\"away\"]"));
    assert!(!there(&mut house));
    moved(&mut house, &no, "away");
    assert!(there(&mut house));
    verified(&mut house.0);
}

#[test]
fn of_very_many_that_fit_alike_only_the_first_are_compared() {
    let mut house = house(Locale::Zh);
    let all: Vec<No> = (0..53).map(|n| helper(&mut house, &format!("帮手{n}"), DEEP, TOWN)).collect();
    let mut busy = all.iter().take(50);
    while let Some((one, other)) = busy.next().zip(busy.next()) {
        errand(&mut house, &[("helper", one.as_str()), ("second", other.as_str())]);
    }
    let offered = offers(&mut house, &me(), TOWN, DEEP);
    let told: Vec<(&No, u64)> = offered.iter().map(|offer| (&offer.no, offer.load)).collect();
    assert_eq!(told, [(&all[0], 1), (&all[1], 1), (&all[2], 1)]);
}

#[test]
fn the_load_is_what_is_open_elsewhere_and_tells_nobody_what_they_do_not_see() {
    let mut house = house(Locale::Zh);
    let no = helper(&mut house, "赵帮手", DEEP, TOWN);
    let load = |house: &mut House, me: &Actor| offers(house, me, TOWN, DEEP)[0].load;
    let listed = |house: &mut House, me: &Actor| {
        let rows = house.list(me, "helpers").unwrap().rows;
        rows.iter().find(|row| row.record.no == no).unwrap().load
    };
    let on_page = |house: &mut House, me: &Actor| match house
        .ask(me, Request::Record(RecordAsk::Page(no.clone())))
        .unwrap()
    {
        Reply::Record(page) => page.load,
        other => panic!("{other:?}"),
    };
    let done = errand(&mut house, &[("helper", no.as_str())]);
    errand(&mut house, &[("helper", no.as_str()), ("second", no.as_str())]);
    errand(&mut house, &[("helper", no.as_str()), ("unit", "RSJ")]);
    house.enter(&me(), "helpers", &[("name", "钱帮手"), ("with", no.as_str())]).unwrap();
    house.enter(&me(), "notes", &[("what", "得力"), ("helper", no.as_str())]).unwrap();
    let struck = errand(&mut house, &[("helper", no.as_str())]);
    house.order(&me(), Deed::StrikeRecord { no: struck, reason: "写错了".into(), back: false }).unwrap();
    assert_eq!(load(&mut house, &me()), 3);
    moved(&mut house, &done, "done");
    // The unit that an errand is about does not see it; a supervisor sees the helpers and not the errands.
    let theirs = Actor { unit: "RSJ".into(), ..me() };
    let supervisor = Actor { role: Role::Supervisor, ..me() };
    for (me, wanted) in [(me(), 2), (theirs.clone(), 1), (supervisor, 0)] {
        let told = (load(&mut house, &me), listed(&mut house, &me), on_page(&mut house, &me));
        assert_eq!(told, (wanted, Some(wanted), Some(wanted)), "{me:?}");
    }
    changed(&mut house, &no, "unit", "RSJ");
    assert_eq!(offers(&mut house, &theirs, TOWN, DEEP), [], "who is of the unit that a row is about");
    let handler = Actor { role: Role::Handler, unit: "ZJJ".into(), ..me() };
    assert_eq!(offers(&mut house, &handler, TOWN, DEEP), [], "who does not see the helpers is told of none");
    verified(&mut house.0);
}

fn matter(subject: &str) -> Matter {
    Matter {
        petitioners: vec![Petitioner { name: "厉某".into(), ..Petitioner::default() }],
        subject: subject.into(),
        place: TOWN.into(),
        category: DEEP.into(),
        ..Matter::default()
    }
}

fn registered(house: &mut House, matter: Matter) -> No {
    let fit = Actor { sees_sealed: true, ..me() };
    let registration = Registration { matter, ..Registration::default() };
    house.order(&fit, Deed::Register(Box::new(registration))).unwrap().no
}

fn at(house: &House, locale: Locale, me: Actor, no: &No) -> Visit {
    Visit::at(&house.0.path(), locale, me, Route::Petition(no.clone()))
}

/// Puts the cursor on the first row of the section.
fn chosen(v: &mut Visit, name: &str) {
    let at = |v: &Visit| v.screen().lines().any(|line| line.starts_with('>') && line.contains(name));
    for _ in 0..40 {
        if at(v) {
            return;
        }
        v.keys("down");
    }
    panic!("{name}: {}", v.screen());
}

#[test]
fn a_petition_shows_who_can_take_it_opens_them_and_is_given_to_them_by_one_key() {
    for (locale, head, load) in
        [(Locale::Zh, "可转调解站、可派人员", "在办 1"), (Locale::En, "Who can take this", "1 at work")]
    {
        let mut house = house(locale);
        let helper = helper(&mut house, "赵帮手", DEEP, TOWN);
        errand(&mut house, &[("helper", helper.as_str())]);
        let no = registered(&mut house, matter("电梯停运"));
        let mut v = at(&house, locale, me(), &no);
        v.size(100, 50).sees(head).sees(&format!("{helper}  赵帮手  莲花街道  {load}"));
        chosen(&mut v, "赵帮手");
        v.keys("enter").sees(&format!("{helper} ")).sees(if locale == Locale::Zh {
            "在办"
        } else {
            "At work"
        });
        v.keys("q");
        chosen(&mut v, "赵帮手");
        v.keys("T").sees(helper.as_str()).sees(no.as_str());
        v.types("上门看电梯").keys("f2 q");
        v.sees(&load.replace('1', "2")).sees("上门看电梯");
        // On any other row the key asks in which register, as before.
        v.keys("home T");
        assert_eq!(v.house.model.top().map(|screen| screen.page().name()), Some("registers"));
        v.house.begin(Route::Register { id: "helpers".into(), said: String::new() }).unwrap();
        let row = v.screen().lines().find(|line| line.contains("赵帮手")).unwrap_or_default().to_owned();
        assert!(row.trim_end().ends_with(" 2"), "{row}");
    }
}

#[test]
fn nobody_is_put_forward_for_what_is_closed_or_sealed_or_to_whoever_does_not_see_them() {
    let mut house = house(Locale::En);
    helper(&mut house, "赵帮手", DEEP, TOWN);
    let no = registered(&mut house, matter("电梯停运"));
    let fit = Actor { sees_sealed: true, ..me() };
    let sealed = registered(&mut house, Matter { nature: Nature::Accusation, ..matter("检举") });
    at(&house, Locale::En, fit.clone(), &no).sees("赵帮手");
    at(&house, Locale::En, fit, &sealed).sees("检举").sees_not("赵帮手");
    step(&mut house.0, &no, StepKind::Withdraw, "11-23", &[("reasons", "本人撤回")]);
    at(&house, Locale::En, me(), &no).sees("电梯停运").sees_not("赵帮手");
    let no = registered(&mut house, matter("电梯又停运"));
    at(&house, Locale::En, me(), &no).sees("赵帮手");
    let unseeing = HELPERS.replace("serves =", "see = []\nwrite = [\"supervisor\"]\nserves =");
    put(&mut house, "helpers", &unseeing);
    let me = Actor { role: Role::Clerk, ..me() };
    at(&house, Locale::En, me, &no).sees("电梯又停运").sees_not("Who can take this").sees_not("赵帮手");
}
