//! What short forms there are: their fields, their defaults, and the order each one makes.
use super::{about::OPEN, board, case, chosen, ending, item, overrule, record, step};
use crate::{
    domain::{
        case::{CaseState, Level, Met},
        catalog::List,
        deed::{Deed, Order},
        meeting::MeetingKind,
        petition::{Channel, No},
        rights::Role,
        setting::{CLOCK, PRINTER, REMIND, Setting, queue_problem, setting},
        step::StepKind,
    },
    flow::{Cx, Note, Paper},
    form::{Field, Kind, Problem, Sheet},
    store::{CaseAsk, PetitionAsk, RecordAsk, Request},
};
use chrono::{Datelike, NaiveDate};

pub(super) const SHORT: usize = 120;
/// Graphemes of a setting: paths, and several public keys.
const SETTING: usize = 2000;
pub(super) const YES: &[&str] = &["no", "yes"];
/// For whom a new store is: for whoever sits at this desk, or for many, each with a name and a PIN.
const USES: &[&str] = &["own", "shared"];
/// What a limit counts.
const UNITS: &[&str] = &["days", "working-days", "hours"];

/// The id of a form; it begins the ids of its labels and is its screen's name.
pub fn id(paper: &Paper) -> &'static str {
    match paper {
        Paper::New | Paper::Grown { .. } | Paper::Mend { .. } => "intake",
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
        Paper::Item { list: List::Register, .. } => "declare",
        Paper::Item { .. } => "item",
        Paper::Setting { .. } => "setting",
        Paper::Record { .. } => "record-form",
        Paper::RecordMove { .. } => "record-move",
        Paper::RecordStrike { back: true, .. } => "record-back",
        Paper::RecordStrike { .. } => "record-strike",
        Paper::Reveal { .. } => "reveal",
    }
}

pub(super) const OFFICE: Field = Field::new("office", Kind::Pick(List::Office)).strict().required();
pub(super) const NAME: Field = Field::new("name", Kind::Line(SHORT)).required();
const NOTE: Field = Field::new("note", Kind::Page(8));
pub(super) const LEADER: Field = Field::new("leader", Kind::Pick(List::Leader)).strict().required();
const CHANNEL: Field = Field::new("channel", Kind::Choice { list: Channel::LIST, ids: Channel::IDS });
pub(super) const LEVEL: Field = Field::new("level", Kind::Choice { list: Level::LIST, ids: Level::IDS });
const MET: Field = Field::new("met", Kind::Choice { list: Met::LIST, ids: Met::IDS }).required();
const JOINT: &str = MeetingKind::Joint.id();
pub(super) const STATE: Field =
    Field::new("state", Kind::Choice { list: CaseState::LIST, ids: CaseState::IDS });

/// The fields of a short form, in the order in which they are asked.
pub fn fields(paper: &Paper, cx: &Cx) -> Vec<Field> {
    match paper {
        Paper::Record { .. } | Paper::RecordMove { .. } | Paper::RecordStrike { .. } => {
            record::fields(paper, cx)
        }
        Paper::New | Paper::Grown { .. } | Paper::Mend { .. } => Vec::new(),
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
        Paper::Limit { .. } | Paper::Level { .. } | Paper::Printer { .. } | Paper::Setting { .. } => {
            setting_fields(paper)
        }
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
        Paper::Item { list, code } => item::fields(*list, code.is_none()),
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

/// The fields of a form about a setting.
fn setting_fields(paper: &Paper) -> Vec<Field> {
    match paper {
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
        Paper::Setting { key } => setting(key).map(value_of).into_iter().collect(),
        _ => Vec::new(),
    }
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
        Paper::Record { register, no: None, .. } => record::defaults(register, cx),
        Paper::MeetingNew => Sheet::default().with("kind", MeetingKind::Weekly.id()).with("on", today),
        Paper::Item { .. } => {
            Sheet::default().with("off", "no").with("sealed", "no").with("role", Role::Clerk.id())
        }
        _ => Sheet::default(),
    }
}

/// Why a filled-in form makes no order: the code of a new entry belongs to another one.
pub fn refused(paper: &Paper, sheet: &Sheet, cx: &Cx) -> Option<Note> {
    let Paper::Item { list, code: None } = paper else { return record::refused(paper, sheet, cx) };
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
        Paper::Record { .. } | Paper::RecordMove { .. } | Paper::RecordStrike { .. } => {
            Request::Record(RecordAsk::Page(no))
        }
        _ => Request::Petition(PetitionAsk::Page(no)),
    }
}

/// The order that a filled-in form makes.
pub fn order(paper: &Paper, sheet: &Sheet, cx: &Cx, op: String) -> Order {
    let made = board::deed(paper, sheet, cx).or_else(|| record::deed(paper, sheet, cx));
    if let Some((version, deed)) = made.or_else(|| Some((None, setting_deed(paper, sheet)?))) {
        return Order { op, version, deed };
    }
    let text = |id: &str| sheet.get(id).to_owned();
    let day = |id: &str| sheet.get(id).parse::<NaiveDate>().ok();
    let (version, deed) = match paper.clone() {
        Paper::Again { no, row, .. } => {
            let channel = Channel::parse(sheet.get("channel"));
            let came = sheet.get("came").parse().unwrap_or(1);
            (None, Deed::Visit { no, on: day("on"), channel, came, note: text("note"), row })
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
        Paper::View { typed, .. } => (None, Deed::PutItem(Box::new(item::kept(&typed, sheet, cx)))),
        Paper::Join { petition } => {
            (None, Deed::JoinCase { no: number(sheet.get("case"), case_number, cx), petition })
        }
        Paper::Item { list, .. } => (None, Deed::PutItem(Box::new(item::entry(list, sheet, cx)))),
        Paper::Together { step, petitions } => {
            let no = petitions.first().map_or_else(No::default, |(no, _)| no.clone());
            (None, Deed::Step { no, step, on: day("on"), said: step::said(step, sheet) })
        }
        // The others have their orders already; named, so that a new form cannot be forgotten.
        Paper::Sit
        | Paper::Reveal { .. }
        | Paper::New
        | Paper::Grown { .. }
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
        | Paper::MeetingCancel { .. }
        | Paper::Limit { .. }
        | Paper::Level { .. }
        | Paper::Printer { .. }
        | Paper::Setting { .. }
        | Paper::Record { .. }
        | Paper::RecordMove { .. }
        | Paper::RecordStrike { .. } => (None, Deed::PutItem(Box::new(item::clerk(sheet, cx)))),
    };
    Order { op, version, deed }
}

/// What a form about a setting changes; nothing for a form about anything else.
fn setting_deed(paper: &Paper, sheet: &Sheet) -> Option<Deed> {
    let (key, value) = match paper {
        Paper::Limit { office, id } => (format!("{CLOCK}{office}-{id}"), chosen::limit(sheet)),
        Paper::Level { office, grade } => (format!("{REMIND}{office}-{grade}"), chosen::level(sheet)),
        Paper::Printer { office } => (format!("{PRINTER}{office}"), sheet.get("queue").to_owned()),
        Paper::Setting { key } => (key.clone(), sheet.get("value").to_owned()),
        _ => return None,
    };
    Some(Deed::PutSetting { key, value })
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
