//! The intake form: its fields, in the order in which a clerk asks.
use crate::{
    domain::{
        catalog::List,
        petition::{Channel, Nature, Purpose},
    },
    form::{Field, Kind, Problem, Sheet},
};

const PARTIES: &[&str] = &["person", "organisation", "anonymous"];
const YES: &[&str] = &["no", "yes"];

/// Graphemes of a name, an address or a subject.
const SHORT: usize = 120;

/// The fields for one petitioner and `extra` more people.
pub fn fields(extra: usize) -> Vec<Field> {
    let mut fields = vec![
        Field::new("party", Kind::Choice { list: "party", ids: PARTIES }),
        Field::new("name", Kind::Line(SHORT)).when(named).checked(somebody),
        Field::new("identity", Kind::Identity).when(is_person),
        Field::new("phone", Kind::Phone).when(named),
        Field::new("address", Kind::Line(SHORT)).when(named),
    ];
    let one = [
        Field::new("name", Kind::Line(SHORT)).when(named),
        Field::new("identity", Kind::Identity).when(named).beside(),
        Field::new("phone", Kind::Phone).when(named).beside(),
    ];
    fields.extend((1..=extra).flat_map(|n| one.each_ref().map(|field| field.numbered(n))));
    fields.extend([
        Field::new("place", Kind::Pick(List::Place)),
        Field::new("nature", Kind::Choice { list: Nature::LIST, ids: Nature::IDS }),
        Field::new("category", Kind::Pick(List::Category)),
        Field::new("subject", Kind::Line(SHORT)),
        Field::new("facts", Kind::Page(4)),
        Field::new("demand", Kind::Page(2)).checked(something),
        Field::new("unit", Kind::Pick(List::Unit)).checked(not_the_accused),
        Field::new("accused", Kind::Pick(List::Unit)).when(accuses),
        Field::new("channel", Kind::Choice { list: Channel::LIST, ids: Channel::IDS }),
        Field::new("purpose", Kind::Choice { list: Purpose::LIST, ids: Purpose::IDS }).beside(),
        Field::new("came", Kind::Count),
        Field::new("named", Kind::Count).beside(),
        Field::new("affected", Kind::Count).beside(),
        Field::new("representatives", Kind::Count).beside().checked(few),
        Field::new("more", Kind::Choice { list: "more", ids: YES }),
        Field::new("represented", Kind::Line(SHORT)).when(wants_more),
        Field::new("interpreter", Kind::Line(SHORT)).when(wants_more),
        Field::new("materials", Kind::Page(2)).when(wants_more),
        Field::new("received", Kind::Day).when(is_new_with_more),
    ]);
    fields
}

fn named(sheet: &Sheet) -> bool {
    sheet.get("party") != "anonymous"
}

fn is_person(sheet: &Sheet) -> bool {
    matches!(sheet.get("party"), "" | "person")
}

fn accuses(sheet: &Sheet) -> bool {
    sheet.get("nature") == Nature::Accusation.id()
}

fn wants_more(sheet: &Sheet) -> bool {
    sheet.get("more") == "yes"
}

/// What came by letter may have come before today; of a petition that stands the day of receipt is not put right.
fn is_new_with_more(sheet: &Sheet) -> bool {
    wants_more(sheet) && sheet.get("new") == "yes"
}

fn somebody(sheet: &Sheet) -> Option<Problem> {
    sheet.lacks("name").then_some(Problem::holds("problem-name"))
}

/// At least one of what was said has to be there; the others count as unclear.
fn something(sheet: &Sheet) -> Option<Problem> {
    let said = ["subject", "facts", "demand"].iter().any(|id| !sheet.lacks(id));
    (!said).then_some(Problem::holds("problem-nothing-said"))
}

/// At most five \[20\].
fn few(sheet: &Sheet) -> Option<Problem> {
    let many = sheet.get("representatives").parse::<u32>().is_ok_and(|count| count > 5);
    many.then_some(Problem::holds("problem-representatives"))
}

fn not_the_accused(sheet: &Sheet) -> Option<Problem> {
    let same = accuses(sheet) && !sheet.lacks("unit") && sheet.get("unit") == sheet.get("accused");
    same.then_some(Problem::holds("problem-accused-unit"))
}
