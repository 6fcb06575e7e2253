//! The two languages say the same things with the same blanks, everything has its words, and no word is idle.
use crate::layers;
use crate::support::visit;
use fengqiao::{
    domain::{
        audit::{Group, Trace},
        case::{self, CaseState, Level, Merit, Met},
        catalog::List,
        clock::{Duty, Rules, Skip},
        evaluation::{Check, Verdict},
        figures::{By, Kind, Measure},
        journal::Act,
        meeting::MeetingKind,
        notice::Notice,
        petition::{Channel, Nature, No, PartyKind, Purpose, Role, State},
        rights,
        setting::SETTINGS,
        step::{STEPS, SlotKind, StepKind},
    },
    flow::{Paper, WISHES},
    keep::CHECKS,
    keys::Action,
    lang,
    screens::{intake, task},
    search::{Key, Why},
};
use fluent_syntax::{ast, parser};
use std::collections::{BTreeMap, BTreeSet};

/// message or message.attribute → the blanks in it
type Shape = BTreeMap<String, BTreeSet<String>>;

fn shape(text: &str) -> Shape {
    let resource = parser::parse(text).expect("well-formed Fluent");
    let mut shape = Shape::new();
    for entry in resource.body {
        let ast::Entry::Message(message) = entry else { continue };
        if let Some(pattern) = &message.value {
            let twice = shape.insert(message.id.name.to_owned(), blanks(pattern));
            assert!(twice.is_none(), "{} stands twice", message.id.name);
        }
        for attribute in &message.attributes {
            shape.insert(format!("{}.{}", message.id.name, attribute.id.name), blanks(&attribute.value));
        }
    }
    shape
}

fn blanks(pattern: &ast::Pattern<&str>) -> BTreeSet<String> {
    let placeable = |element: &ast::PatternElement<&str>| match element {
        ast::PatternElement::Placeable { expression } => in_expression(expression),
        ast::PatternElement::TextElement { .. } => BTreeSet::new(),
    };
    pattern.elements.iter().flat_map(placeable).collect()
}

/// The blanks of one place: its own, or what decides between its variants and the blanks in them.
fn in_expression(expression: &ast::Expression<&str>) -> BTreeSet<String> {
    let own = |inline: &ast::InlineExpression<&str>| match inline {
        ast::InlineExpression::VariableReference { id } => Some(id.name.to_owned()),
        _ => None,
    };
    match expression {
        ast::Expression::Inline(inline) => own(inline).into_iter().collect(),
        ast::Expression::Select { selector, variants } => {
            own(selector).into_iter().chain(variants.iter().flat_map(|one| blanks(&one.value))).collect()
        }
    }
}

fn papers() -> Vec<Paper> {
    let no = No::default();
    let mut papers = vec![
        Paper::Sit,
        Paper::Reveal { no: No::default() },
        Paper::Again { no: no.clone(), title: String::new(), closed: false, row: None },
        Paper::Note { no: no.clone(), version: 1 },
        Paper::Join { petition: no.clone() },
        Paper::CaseNew { petition: None },
        Paper::CaseAdd { no: no.clone() },
        Paper::CaseAssign { no: no.clone(), version: 1 },
        Paper::CaseReview { no: no.clone(), version: 1, meeting: None },
        Paper::CaseMove { no: no.clone(), version: 1, field: "state".into() },
        Paper::CaseDuties { no: no.clone(), version: 1 },
        Paper::CaseClose { no: no.clone(), version: 1 },
        Paper::CaseReopen { no: no.clone(), version: 1 },
        Paper::MeetingNew,
        Paper::Overrule { no: no.clone(), version: 1, check: Check::Told },
        Paper::MeetingCancel { no: no.clone(), version: 1 },
        Paper::Recuse { no: no.clone() },
        Paper::Link { no, version: 1 },
        Paper::View { digit: 8, typed: String::new() },
        Paper::Limit { office: String::new(), id: "D1".into() },
        Paper::Level { office: String::new(), grade: "first".into() },
        Paper::Printer { office: String::new() },
        Paper::Record { register: "visits".into(), no: None, version: 0 },
        Paper::RecordMove { register: "disputes".into(), no: No::default(), version: 1, from: "open".into() },
        Paper::RecordStrike { register: "visits".into(), no: No::default(), version: 1, back: false },
        Paper::RecordStrike { register: "visits".into(), no: No::default(), version: 1, back: true },
    ];
    papers.extend(StepKind::ALL.iter().map(|step| Paper::Step {
        no: No::default(),
        step: *step,
        version: 1,
    }));
    papers.extend(SETTINGS.iter().map(|setting| Paper::Setting { key: setting.key.to_owned() }));
    papers.extend(List::ALL.iter().map(|list| Paper::Item { list: *list, code: None }));
    papers
}

fn terms() -> Vec<String> {
    let mut terms: Vec<String> = Action::ALL.iter().map(|one| one.message()).collect();
    terms.extend(Channel::ALL.iter().map(|one| one.message()));
    terms.extend(Nature::ALL.iter().map(|one| one.message()));
    terms.extend(Purpose::ALL.iter().map(|one| one.message()));
    terms.extend(State::ALL.iter().map(|one| one.message()));
    terms.extend(Role::ALL.iter().map(|one| one.message()));
    terms.extend(rights::Role::ALL.iter().map(|one| one.message()));
    terms.extend(Trace::KINDS.iter().map(|kind| format!("trace-{kind}")));
    terms.extend(Group::ALL.iter().map(|one| one.message()));
    terms.extend(["own", "shared"].map(|one| format!("desk-use-{one}")));
    terms.extend(PartyKind::ALL.iter().map(|one| one.message()));
    terms.extend(Level::ALL.iter().map(|one| one.message()));
    terms.extend(CaseState::ALL.iter().map(|one| one.message()));
    terms.extend(Merit::ALL.iter().map(|one| one.message()));
    terms.extend(Met::ALL.iter().map(|one| one.message()));
    terms.extend(case::Duty::ALL.iter().map(|one| one.message()));
    terms.extend(MeetingKind::ALL.iter().map(|one| one.message()));
    terms.extend(By::ALL.iter().map(|one| one.message()));
    terms.extend(Check::ALL.iter().map(|one| one.message()));
    terms.extend(Verdict::ALL.iter().map(|one| one.message()));
    terms.extend(Kind::ALL.iter().map(|one| one.message()));
    terms.extend(Measure::ALL.iter().map(|one| one.message()));
    terms.extend(Duty::ALL.iter().map(|one| one.message()));
    terms.extend(Duty::ALL.iter().map(|one| format!("whose-{}", one.id())));
    terms.extend(Rules::shipped().ids().map(|id| format!("clock-{id}")));
    terms.extend(["anonymous", "address-unclear", "withdrawn"].map(|one| format!("clock-void-{one}")));
    terms.extend([Skip::Weekend, Skip::Holiday, Skip::Hearing].map(|one| format!("skip-{}", one.id())));
    terms.extend(Why::ALL.iter().map(|one| one.message().to_owned()));
    terms.extend(List::ALL.iter().map(|one| format!("list-{}", one.id())));
    terms.extend(WISHES.iter().map(|wish| format!("wish-{wish}")));
    terms.extend(Act::KINDS.iter().map(|kind| format!("act-{kind}")));
    terms.extend(Notice::ALL.iter().map(|one| one.message()));
    terms.extend(Key::ALL.iter().map(|(_, id)| format!("filter-{id}")));
    terms.extend(StepKind::ALL.iter().map(|one| one.message()));
    for slot in STEPS.iter().flat_map(|row| row.slots) {
        terms.push(format!("slot-{}", slot.id));
        if let SlotKind::Choice { list, ids } = slot.kind {
            terms.extend(ids.iter().map(|id| format!("{list}-{id}")));
        }
    }
    let words = ["open", "overdue", "none", "today", "week", "me"];
    terms.extend(words.map(|word| format!("filter-{word}")));
    terms.extend(["state", "due", "office", "no", "made", "load"].map(|one| format!("record-{one}")));
    terms.extend(["days", "working-days", "hours"].map(|unit| format!("limit-unit-{unit}")));
    terms.extend(
        CHECKS.iter().flat_map(|one| ["doctor", "mend"].map(|begin| format!("{begin}-{}", one.name))),
    );
    terms.extend(["party-anonymous", "more-no", "more-yes"].map(str::to_owned));
    terms
}

fn labels() -> Vec<String> {
    let intake = intake::spec::fields(1);
    let mut labels: Vec<String> = intake.iter().map(|field| format!("intake-{}", field.base())).collect();
    let v = visit(lang::Locale::Zh);
    for paper in papers() {
        let id = task::spec::id(&paper);
        let fields = task::spec::fields(&paper, &v.house.model.cx);
        let ours =
            fields.iter().filter(|field| field.declared.as_ref().is_none_or(|field| field.name.is_empty()));
        labels.extend(ours.map(|field| format!("{id}-{}", field.base())));
    }
    labels
}

#[test]
fn both_languages_say_the_same_things_with_the_same_blanks() {
    assert_eq!(shape(lang::ZH), shape(lang::EN));
}

#[test]
fn everything_that_needs_words_has_them() {
    let has = shape(lang::ZH);
    let needed: BTreeSet<String> = terms().into_iter().chain(labels()).collect();
    let missing: Vec<_> = needed.iter().filter(|id| !has.contains_key(*id)).collect();
    assert!(missing.is_empty(), "no words for {missing:?}");
}

#[test]
fn every_message_that_the_sources_name_exists() {
    let has = shape(lang::ZH);
    for (file, text) in layers::sources() {
        for prefix in ["why-", "error-", "note-", "problem-"] {
            for (at, _) in text.match_indices(&format!("\"{prefix}")) {
                let id: String = text[at + 1..].chars().take_while(|c| *c != '"').collect();
                assert!(has.contains_key(&id), "{file} says {id:?}, which has no words");
            }
        }
    }
}

#[test]
fn no_word_is_idle() {
    let needed: BTreeSet<String> = terms().into_iter().chain(labels()).collect();
    let sources: String = layers::sources().into_iter().map(|(_, text)| text).collect();
    let built = ["help-", "setting-", "field-", "sheet-", "column-", "col-more-"];
    let said = |id: &str| {
        needed.contains(id)
            || sources.contains(&format!("\"{id}\""))
            || built.iter().any(|begin| id.starts_with(begin))
    };
    let has = shape(lang::ZH);
    let idle: Vec<_> = has.keys().filter(|id| !said(id.split('.').next().unwrap())).collect();
    assert!(idle.is_empty(), "nobody says {idle:?}");
}
