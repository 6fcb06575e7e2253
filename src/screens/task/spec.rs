//! What short forms there are: their fields, their defaults, and the order each one makes.
use super::{about::OPEN, board, case, chosen, ending, overrule, step};
use crate::{
    domain::{
        case::{CaseState, Level, Met},
        catalog::{Extra, Item, List},
        deed::{Deed, Order},
        meeting::MeetingKind,
        petition::{Channel, No},
        rights::Role,
        setting::{CLOCK, PRINTER, REMIND, Setting, queue_problem, setting},
        step::StepKind,
    },
    flow::{Cx, Note, Paper},
    form::{Field, Kind, Problem, Sheet},
    screens::today::views::next_code,
    store::{CaseAsk, PetitionAsk, Request},
};
use chrono::{Datelike, NaiveDate};

pub(super) const SHORT: usize = 120;
/// Graphemes of a setting: paths, and several public keys.
const SETTING: usize = 2000;
pub(super) const YES: &[&str] = &["no", "yes"];
/// For whom a new store is: for whoever sits at this desk, or for many, each with a name and a PIN.
const USES: &[&str] = &["own", "shared"];
/// The roles that can be given, as a form offers them.
const ROLES: &[&str] = &["clerk", "handler", "supervisor", "leader", "system", "security", "audit"];
/// What a limit counts.
const UNITS: &[&str] = &["days", "working-days", "hours"];

/// The id of a form; it begins the ids of its labels and is its screen's name.
pub fn id(paper: &Paper) -> &'static str {
    match paper {
        Paper::New | Paper::Mend { .. } => "intake",
        Paper::Sit => "sit",
        Paper::Again { .. } => "again",
        Paper::Note { .. } => "note",
        Paper::Step { .. } | Paper::Together { .. } => "slot",
        Paper::Link { .. } => "link",
        Paper::Recuse { .. } => "recuse",
        Paper::View { .. } => "keep",
        Paper::Limit { .. } => "limit",
        Paper::Level { .. } => "level-form",
        Paper::Printer { .. } => "printer",
        Paper::Join { .. } => "join",
        Paper::CaseNew { .. } | Paper::CaseMend { .. } | Paper::CaseMove { .. } => "case-form",
        Paper::CaseAdd { .. } => "case-add",
        Paper::CaseAssign { .. } => "case-assign",
        Paper::CaseReview { .. } => "case-review",
        Paper::CaseDuties { .. } => "case-duty",
        Paper::CaseClose { .. } => "case-close",
        Paper::CaseReopen { .. } => "case-reopen",
        Paper::Overrule { .. } => "evaluate",
        Paper::MeetingNew => "meeting-form",
        Paper::MeetingCancel { .. } => "meeting-cancel",
        Paper::Item { .. } => "item",
        Paper::Setting { .. } => "setting",
        Paper::Reveal { .. } => "reveal",
    }
}

const OFFICE: Field = Field::new("office", Kind::Pick(List::Office)).strict().required();
const NAME: Field = Field::new("name", Kind::Line(SHORT)).required();
const NOTE: Field = Field::new("note", Kind::Page(8));
pub(super) const LEADER: Field = Field::new("leader", Kind::Pick(List::Leader)).strict().required();
const CHANNEL: Field = Field::new("channel", Kind::Choice { list: Channel::LIST, ids: Channel::IDS });
pub(super) const LEVEL: Field = Field::new("level", Kind::Choice { list: Level::LIST, ids: Level::IDS });
const MET: Field = Field::new("met", Kind::Choice { list: Met::LIST, ids: Met::IDS }).required();
const JOINT: &str = MeetingKind::Joint.id();
pub(super) const STATE: Field =
    Field::new("state", Kind::Choice { list: CaseState::LIST, ids: CaseState::IDS });

/// The fields of a short form, in the order in which they are asked.
pub fn fields(paper: &Paper) -> Vec<Field> {
    match paper {
        Paper::New | Paper::Mend { .. } => Vec::new(),
        Paper::Sit => {
            let used = Field::new("use", Kind::Choice { list: "desk-use", ids: USES });
            vec![OFFICE, NAME, Field::new("code", Kind::Line(12)), used]
        }
        Paper::Again { .. } => {
            vec![NOTE, CHANNEL, Field::new("came", Kind::Count), Field::new("on", Kind::Day)]
        }
        Paper::Note { .. } => vec![NOTE.required(), Field::new("on", Kind::Day)],
        Paper::Step { step, .. } | Paper::Together { step, .. } => step::fields(*step),
        Paper::Link { .. } => vec![Field::new("to", Kind::Line(SHORT)).required()],
        Paper::View { .. } => vec![NAME],
        Paper::Limit { .. } => vec![
            Field::new("length", Kind::Count),
            Field::new("unit", Kind::Choice { list: "limit-unit", ids: UNITS }),
            Field::new("hearing", Kind::Choice { list: "more", ids: YES }),
        ],
        Paper::Level { .. } => {
            vec![Field::new("from", Kind::Line(5)).required(), Field::new("answer", Kind::Count)]
        }
        Paper::Printer { .. } => vec![
            Field::new("queue", Kind::Line(SHORT))
                .checked(|sheet| queue_problem(sheet.get("queue")).map(Problem::holds)),
        ],
        Paper::Join { .. } => vec![Field::new("case", Kind::Line(SHORT)).required()],
        Paper::CaseNew { .. } | Paper::CaseMend { .. } => case::fields(),
        Paper::CaseMove { field, .. } => case::moving(field),
        Paper::CaseAdd { .. } => vec![Field::new("petition", Kind::Line(SHORT)).required()],
        Paper::CaseAssign { .. } => vec![LEADER, Field::new("reason", Kind::Line(SHORT))],
        Paper::CaseReview { .. } => review(),
        Paper::Overrule { .. } => overrule::fields(),
        Paper::MeetingNew => vec![
            Field::new("kind", Kind::Choice { list: MeetingKind::LIST, ids: MeetingKind::IDS }),
            Field::new("on", Kind::Day).required(),
            Field::new("chair", Kind::Pick(List::Leader)).strict(),
            Field {
                shown: |sheet| sheet.get("kind") != JOINT,
                ..Field::new("leader", Kind::Pick(List::Leader)).strict()
            },
            Field {
                shown: |sheet| sheet.get("kind") == JOINT,
                ..Field::new("group", Kind::Pick(List::Group)).strict().required()
            },
        ],
        Paper::CaseDuties { .. } => ending::duties(),
        Paper::CaseClose { .. } => vec![
            Field::new("on", Kind::Day).required(),
            Field::new("by", Kind::Line(SHORT)).required(),
            Field::new("words", Kind::Page(3)),
        ],
        Paper::CaseReopen { .. } | Paper::MeetingCancel { .. } => {
            vec![Field::new("reason", Kind::Page(3)).required()]
        }
        Paper::Item { list, code } => item_fields(*list, code.is_none()),
        Paper::Setting { key } => setting(key).map(value_of).into_iter().collect(),
        Paper::Recuse { .. } | Paper::Reveal { .. } => {
            vec![Field::new("reason", Kind::Line(SHORT)).required()]
        }
    }
}

/// The fields of a review; what is asked stands before of whom and by when.
fn review() -> Vec<Field> {
    vec![
        Field::new("on", Kind::Day).required(),
        Field::new("chair", Kind::Pick(List::Leader)),
        Field { shown: |sheet| !sheet.lacks(OPEN), ..MET },
        Field::new("done", Kind::Page(3)),
        Field::new("asked", Kind::Page(3)).checked(|sheet| {
            let bare = sheet.lacks("asked") && !(sheet.lacks("by") && sheet.lacks("until"));
            bare.then(|| Problem::holds("problem-required"))
        }),
        Field::new("by", Kind::Line(SHORT)),
        Field::new("until", Kind::Day),
    ]
}

/// The id of the role that handles for a unit.
const HANDLER: &str = Role::Handler.id();

fn administers(sheet: &Sheet) -> bool {
    Role::parse(sheet.get("role")).is_some_and(Role::administers)
}

/// An entry keeps its code for ever, so that only a new one is asked for it.
fn item_fields(list: List, new: bool) -> Vec<Field> {
    let code = new.then(|| Field::new("code", Kind::Line(20)).required());
    let mut fields: Vec<Field> = code.into_iter().chain([NAME]).collect();
    fields.extend(match list {
        List::Clerk => vec![
            OFFICE,
            Field::new("role", Kind::Choice { list: Role::LIST, ids: ROLES }),
            Field::new("unit", Kind::Pick(List::Unit))
                .strict()
                .when(|sheet| sheet.get("role") == HANDLER)
                .checked(|sheet| sheet.lacks("unit").then_some(Problem::holds("problem-handler-unit"))),
            Field::new("sealed", Kind::Choice { list: "more", ids: YES }).when(|sheet| !administers(sheet)),
        ],
        List::Leader => vec![Field::new("post", Kind::Line(SHORT)), Field::new("rank", Kind::Line(SHORT))],
        List::Phrase => vec![Field::new("text", Kind::Page(4)).required()],
        List::Category => vec![
            Field::new("parent", Kind::Pick(List::Category)),
            Field::new("unit", Kind::Pick(List::Unit)).strict(),
            Field::new("field", Kind::Line(SHORT)),
        ],
        List::Office => {
            vec![Field::new("unit", Kind::Pick(List::Unit)).strict(), Field::new("reach", Kind::Line(SHORT))]
        }
        List::Group => vec![Field::new("text", Kind::Line(SHORT))],
        List::View => vec![Field::new("text", Kind::Line(SHORT)).required()],
        List::Unit | List::Place => Vec::new(),
    });
    fields.push(Field::new("off", Kind::Choice { list: "more", ids: YES }));
    fields
}

/// What a setting takes. Its sheet carries its name, for the check.
fn value_of(known: &Setting) -> Field {
    let kind = if known.number { Kind::Count } else { Kind::Line(SETTING) };
    Field::new("value", kind).checked(|sheet| {
        let known = setting(sheet.get("key"))?;
        (known.problem)(sheet.get("value")).map(Problem::holds)
    })
}

/// What Enter takes.
pub fn defaults(paper: &Paper, cx: &Cx) -> Sheet {
    let today = cx.today.to_string();
    match paper {
        Paper::Again { .. } => {
            Sheet::default().with("channel", Channel::Visit.id()).with("came", "1").with("on", today)
        }
        Paper::Note { .. }
        | Paper::Step { .. }
        | Paper::Together { .. }
        | Paper::CaseReview { .. }
        | Paper::CaseClose { .. } => Sheet::default().with("on", today),
        Paper::CaseNew { .. } => {
            Sheet::default().with("level", Level::Key.id()).with("state", CaseState::Open.id())
        }
        Paper::Sit => Sheet::default().with("use", "own"),
        Paper::MeetingNew => Sheet::default().with("kind", MeetingKind::Weekly.id()).with("on", today),
        Paper::Item { .. } => {
            Sheet::default().with("off", "no").with("sealed", "no").with("role", Role::Clerk.id())
        }
        _ => Sheet::default(),
    }
}

/// Why a filled-in form makes no order: the code of a new entry belongs to another one.
pub fn refused(paper: &Paper, sheet: &Sheet, cx: &Cx) -> Option<Note> {
    let Paper::Item { list, code: None } = paper else { return None };
    let code = sheet.get("code");
    cx.catalog().get(*list, code).map(|_| Note::bad("why-code-taken", code))
}

/// What a form is about, in full.
pub fn page_of(paper: &Paper, no: No) -> Request {
    match paper {
        Paper::CaseAdd { .. }
        | Paper::CaseAssign { .. }
        | Paper::CaseReview { .. }
        | Paper::CaseMove { .. }
        | Paper::CaseDuties { .. }
        | Paper::CaseClose { .. }
        | Paper::CaseReopen { .. }
        | Paper::CaseMend { .. } => Request::Case(CaseAsk::Page(no)),
        Paper::MeetingCancel { .. } => Request::Case(CaseAsk::Meeting(no)),
        _ => Request::Petition(PetitionAsk::Page(no)),
    }
}

/// The order that a filled-in form makes.
pub fn order(paper: &Paper, sheet: &Sheet, cx: &Cx, op: String) -> Order {
    if let Some((version, deed)) = board::deed(paper, sheet, cx) {
        return Order { op, version, deed };
    }
    let text = |id: &str| sheet.get(id).to_owned();
    let day = |id: &str| sheet.get(id).parse::<NaiveDate>().ok();
    let (version, deed) = match paper.clone() {
        Paper::Again { no, .. } => {
            let channel = Channel::parse(sheet.get("channel"));
            let came = sheet.get("came").parse().unwrap_or(1);
            (None, Deed::Visit { no, on: day("on"), channel, came, note: text("note") })
        }
        Paper::Note { no, version } => {
            (Some(version), Deed::Progress { no, on: day("on"), text: text("note") })
        }
        Paper::Step { no, step, version } => {
            (Some(version), Deed::Step { no, step, on: day("on"), said: step::said(step, sheet) })
        }
        Paper::Overrule { no, version, check } => (Some(version), overrule::deed(no, check, sheet)),
        Paper::Link { no, version } => {
            (Some(version), Deed::Link { no, to: Some(number(sheet.get("to"), petition_number, cx)) })
        }
        Paper::Recuse { no } => {
            (None, Deed::Recuse { no, clerk: String::new(), reason: text("reason"), over: false })
        }
        Paper::View { typed, .. } => (None, Deed::PutItem(Box::new(kept(&typed, sheet, cx)))),
        Paper::Limit { office, id } => {
            (None, Deed::PutSetting { key: format!("{CLOCK}{office}-{id}"), value: chosen::limit(sheet) })
        }
        Paper::Level { office, grade } => {
            (None, Deed::PutSetting { key: format!("{REMIND}{office}-{grade}"), value: chosen::level(sheet) })
        }
        Paper::Printer { office } => {
            (None, Deed::PutSetting { key: format!("{PRINTER}{office}"), value: text("queue") })
        }
        Paper::Join { petition } => {
            (None, Deed::JoinCase { no: number(sheet.get("case"), case_number, cx), petition })
        }
        Paper::Setting { key } => (None, Deed::PutSetting { key, value: text("value") }),
        Paper::Item { list, .. } => (None, Deed::PutItem(Box::new(item(list, sheet, cx)))),
        Paper::Together { step, petitions } => {
            let no = petitions.first().map_or_else(No::default, |(no, _)| no.clone());
            (None, Deed::Step { no, step, on: day("on"), said: step::said(step, sheet) })
        }
        // Those about cases and meetings have their orders already; named, so that a new form cannot be forgotten.
        Paper::Sit
        | Paper::Reveal { .. }
        | Paper::New
        | Paper::Mend { .. }
        | Paper::CaseNew { .. }
        | Paper::CaseAdd { .. }
        | Paper::CaseAssign { .. }
        | Paper::CaseMove { .. }
        | Paper::CaseReview { .. }
        | Paper::CaseMend { .. }
        | Paper::CaseDuties { .. }
        | Paper::CaseClose { .. }
        | Paper::CaseReopen { .. }
        | Paper::MeetingNew
        | Paper::MeetingCancel { .. } => (None, Deed::PutItem(Box::new(clerk(sheet, cx)))),
    };
    Order { op, version, deed }
}

/// One order for each of several petitions.
pub fn orders(step: StepKind, petitions: &[(No, u32)], sheet: &Sheet, op: &str) -> Vec<Order> {
    let (on, said) = (sheet.get("on").parse().ok(), step::said(step, sheet));
    let order = |(at, (no, version)): (usize, &(No, u32))| {
        let deed = Deed::Step { no: no.clone(), step, on, said: said.clone() };
        Order { op: format!("{op}-{at}"), version: Some(*version), deed }
    };
    petitions.iter().enumerate().map(order).collect()
}

/// A search that is kept as a view.
fn kept(typed: &str, sheet: &Sheet, cx: &Cx) -> Item {
    let extra = Extra { text: typed.to_owned(), ..Extra::default() };
    Item { extra, ..Item::new(List::View, next_code(cx).0, sheet.get("name")) }
}

/// A number as typed: small letters and full-width ones count as capitals, and digits alone are the end of a
/// number of one's own counter.
pub(super) fn number(typed: &str, own: fn(u32, &Cx) -> String, cx: &Cx) -> No {
    let typed = crate::text::clean::fold(typed.trim()).to_uppercase();
    No(typed.parse().map_or(typed, |end| own(end, cx)))
}

pub(super) fn petition_number(end: u32, cx: &Cx) -> String {
    format!("{}-{}-{end:06}", cx.me.office, cx.today.year())
}

fn case_number(end: u32, cx: &Cx) -> String {
    format!("{}-B-{end:04}", cx.me.office)
}

/// Whoever sits down first; without a code of their own it is the name's.
pub fn clerk(sheet: &Sheet, cx: &Cx) -> Item {
    let name = sheet.get("name").to_owned();
    let known = cx.catalog().named(List::Clerk, &name);
    let code = match (sheet.get("code"), known) {
        ("", Some(clerk)) => clerk.code.clone(),
        ("", None) => name.clone(),
        (code, _) => code.to_owned(),
    };
    let role = if sheet.get("use") == "shared" { Role::Security } else { Role::Clerk };
    let extra = Extra { office: sheet.get("office").to_owned(), role, ..Extra::default() };
    Item { extra, ..Item::new(List::Clerk, code, name) }
}

fn item(list: List, sheet: &Sheet, cx: &Cx) -> Item {
    let text = |id: &str| sheet.get(id).to_owned();
    let before = cx.catalog().get(list, sheet.get("code")).cloned();
    let before = before.unwrap_or_else(|| Item::new(list, text("code"), text("name")));
    let extra = Extra {
        office: text("office"),
        role: Role::parse(sheet.get("role")).unwrap_or_default(),
        sees_sealed: sheet.get("sealed") == "yes" && !administers(sheet),
        post: text("post"),
        level: text("rank"),
        text: text("text"),
        reach: text("reach"),
        unit: if list != List::Clerk || sheet.get("role") == HANDLER { text("unit") } else { String::new() },
        field: text("field"),
        ..before.extra.clone()
    };
    let parent = (!sheet.lacks("parent")).then(|| text("parent")).or_else(|| before.parent.clone());
    Item { name: text("name"), parent, extra, off: sheet.get("off") == "yes", ..before }
}

/// The sheet that says what an entry of a list says.
pub fn item_sheet(item: &Item) -> Sheet {
    let yes = |yes: bool| if yes { "yes" } else { "no" };
    Sheet::default()
        .with("code", &*item.code)
        .with("name", &*item.name)
        .with("office", &*item.extra.office)
        .with("role", item.extra.role.id())
        .with("sealed", yes(item.extra.sees_sealed))
        .with("post", &*item.extra.post)
        .with("rank", &*item.extra.level)
        .with("text", &*item.extra.text)
        .with("reach", &*item.extra.reach)
        .with("unit", &*item.extra.unit)
        .with("field", &*item.extra.field)
        .with("parent", item.parent.as_deref().unwrap_or_default())
        .with("off", yes(item.off))
}
