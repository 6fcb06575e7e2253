//! The rows of a person's page, in words.
use crate::{
    domain::{
        journal::{Act, Entry},
        mask,
        person::Person,
    },
    flow::Cx,
    screens::{
        petition::rows::{Row, Tone, brief_row, numbers, timeline, wrap_all},
        record::rows::leading,
    },
    store::PersonPage,
};

/// Every row of the page, wrapped to the terminal.
pub fn rows(page: &PersonPage, cx: &Cx) -> Vec<Row> {
    let parts = [
        vec![Row::head(format!("{} {}", page.person.no, page.person.name))],
        record(&page.person, cx),
        doubles(page, cx),
        merged(page, cx),
        petitions(page, cx),
        leading(&page.records, cx),
        happened(page, cx),
    ];
    wrap_all(parts.concat(), cx)
}

/// Numbers, phones and addresses are masked, unless they are shown for a while.
fn record(person: &Person, cx: &Cx) -> Vec<Row> {
    let open = cx.revealed.as_ref() == Some(&person.no);
    let [identity, phone, address] = numbers([&person.identity, &person.phone, &person.address], open);
    let label = |id: &str| cx.lang.say(&format!("intake-{id}"));
    let kind = cx.lang.say(&person.kind.message());
    let said = [("party", kind), ("identity", identity), ("phone", phone), ("address", address)];
    let said = said.into_iter().filter(|(_, text)| !text.is_empty());
    said.map(|(id, text)| Row::new(label(id), text)).collect()
}

fn listed(head: &str, people: &[Person], tone: Tone, cx: &Cx) -> Vec<Row> {
    if people.is_empty() {
        return Vec::new();
    }
    let row = |one: &Person| Row {
        tone,
        ..Row::new(
            String::new(),
            format!("{} {}", one.no, mask::person(&one.name, [&one.identity, &one.phone, &one.address])),
        )
    };
    std::iter::once(Row::head(cx.lang.say(head))).chain(people.iter().map(row)).collect()
}

/// Who may be the same person: the clerk says whether it is so.
fn doubles(page: &PersonPage, cx: &Cx) -> Vec<Row> {
    listed("person-doubles", &page.doubles, Tone::Check, cx)
}

fn merged(page: &PersonPage, cx: &Cx) -> Vec<Row> {
    listed("person-merged", &page.merged, Tone::Plain, cx)
}

fn petitions(page: &PersonPage, cx: &Cx) -> Vec<Row> {
    let head = Row::head(cx.lang.fill("board-petitions", &[("count", page.petitions.len().into())]));
    std::iter::once(head).chain(page.petitions.iter().map(|brief| brief_row(brief, cx))).collect()
}

/// What was said of who is who; what was stated at the counter stands on the petitions.
fn happened(page: &PersonPage, cx: &Cx) -> Vec<Row> {
    let said = |entry: &&Entry| !matches!(entry.act, Act::PersonNoted(_));
    let said: Vec<Entry> = page.entries.iter().filter(said).cloned().collect();
    if said.is_empty() { Vec::new() } else { timeline(&said, cx) }
}
