//! The rows of a petition's page, in words: what it says, who it is about, what happened.
use crate::{
    domain::{
        catalog::List,
        clock::Clock,
        journal::{Act, Entry, standing},
        mask,
        petition::{No, Petitioner},
    },
    flow::{Cx, Route, Teller},
    keys::Action,
    screens::{moved, record::rows::leading},
    search::{Alike, Near},
    store::{Brief, Chain, Offer, PetitionPage},
    text::width::{cols, cut, prose},
    widgets::list::Cursor,
};
use std::collections::HashSet;

/// How a row is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// A heading.
    Head,
    /// Text.
    Plain,
    /// An entry that no longer counts.
    Gone,
    /// Something to be checked.
    Check,
}

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its label, if it has one.
    pub label: String,
    /// Its text.
    pub text: String,
    /// How it is meant.
    pub tone: Tone,
    /// Where Enter leads from here.
    pub opens: Option<Route>,
}

impl Row {
    /// Text behind a label.
    pub fn new(label: String, text: impl Into<String>) -> Self {
        Self { label, text: text.into(), tone: Tone::Plain, opens: None }
    }

    /// A heading.
    pub fn head(text: String) -> Self {
        Self { label: String::new(), text, tone: Tone::Head, opens: None }
    }
}

/// Petitions of others that a page shows.
const ALIKE: usize = 3;

/// Columns of labels of ours, and at most of those that registers name.
pub const LABEL: usize = 10;
const LABELS: usize = 18;

/// Every row of the page, wrapped to the terminal.
pub fn rows(page: &PetitionPage, cx: &Cx) -> Vec<Row> {
    all(page, &[], &[], cx)
}

/// The same with who could take the matter, and petitions of others that may be of it too.
pub fn all(page: &PetitionPage, offers: &[Offer], alike: &[Alike], cx: &Cx) -> Vec<Row> {
    let alike = alike.iter().take(ALIKE).enumerate().map(|(at, one)| Row {
        opens: Some(Route::Petition(No(one.row.no.clone()))),
        ..Row::new(if at == 0 { cx.lang.say("petition-alike") } else { String::new() }, told_alike(one, cx))
    });
    let parts = [
        matter(page, cx),
        limits(page, cx),
        others(page, cx),
        takers(offers, cx),
        alike.collect(),
        timeline(&page.entries, cx),
    ];
    wrap_all(parts.concat(), cx)
}

/// Who could take the matter: number, name, place, and what they have in hand.
fn takers(offers: &[Offer], cx: &Cx) -> Vec<Row> {
    let row = |offer: &Offer| {
        let place = cx.catalog().name(List::Place, &offer.place);
        let load = cx.lang.fill("offer-load", &[("count", offer.load.into())]);
        let parts = [offer.no.as_str(), &offer.title, place, &load];
        let told = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("  ");
        let text = cut(&told, text_cols(cx).saturating_sub(2));
        Row { opens: Some(Route::Record(offer.no.clone())), ..Row::new(String::new(), text) }
    };
    let head = (!offers.is_empty()).then(|| Row::head(cx.lang.say("petition-offers")));
    head.into_iter().chain(offers.iter().map(row)).collect()
}

/// A petition of somebody else, and which parts of the matter are the same.
fn told_alike(one: &Alike, cx: &Cx) -> String {
    let who = cx.petitioner(&one.row.petitioner);
    let told = format!("{} {who} {}  {}", one.row.no, alike_parts(one, cx), one.row.subject);
    cut(&told, text_cols(cx).saturating_sub(2))
}

/// The parts of the score: place, category, words.
pub fn alike_parts(one: &Alike, cx: &Cx) -> String {
    let say = |near: Near, same: &str, beside: &str| match near {
        Near::No => None,
        Near::Near => Some(cx.lang.say(beside)),
        Near::Same => Some(cx.lang.say(same)),
    };
    let place = say(one.place, "alike-place", "alike-place-near");
    let category = say(one.category, "alike-category", "alike-category-near");
    let words = cx.lang.fill("alike-words", &[("part", one.words.into())]);
    let parts = [place, category, Some(words)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Rows as long as the terminal is wide.
pub fn wrap_all(rows: Vec<Row>, cx: &Cx) -> Vec<Row> {
    let room = room_behind(label_cols(&rows), cx);
    rows.into_iter().flat_map(|row| wrapped(row, room)).collect()
}

/// Columns of the labels of these rows: what registers call their fields may be longer than our own words.
pub fn label_cols(rows: &[Row]) -> usize {
    rows.iter().map(|row| cols(&row.label)).max().unwrap_or(0).clamp(LABEL, LABELS)
}

/// Columns of a row's text where no label is longer than our own words.
pub fn text_cols(cx: &Cx) -> usize {
    room_behind(LABEL, cx)
}

fn room_behind(label: usize, cx: &Cx) -> usize {
    usize::from(cx.size.0).saturating_sub(label + 4).max(20)
}

/// The next or previous row from which Enter leads somewhere else than from this one.
fn next_open(rows: &[Row], from: usize, forward: bool) -> Option<usize> {
    let here = rows.get(from).and_then(|row| row.opens.as_ref());
    let leads = |at: &usize| rows[*at].opens.is_some() && rows[*at].opens.as_ref() != here;
    if forward { (from + 1..rows.len()).find(leads) } else { (0..from.min(rows.len())).rev().find(leads) }
}

/// Moves a cursor over rows, if the action is one that does: a row or a page, or to the next one that can be opened.
pub fn walked(cursor: &mut Cursor, action: Action, rows: &[Row], room: usize) -> bool {
    if let Action::ViewLeft | Action::ViewRight = action {
        cursor.0 = next_open(rows, cursor.0, action == Action::ViewRight).unwrap_or(cursor.0);
        return true;
    }
    moved(cursor, action, rows.len(), room)
}

fn wrapped(row: Row, cols: usize) -> Vec<Row> {
    // What can be opened has a sign of two columns before it.
    let cols = if row.opens.is_some() { cols.saturating_sub(2) } else { cols };
    let lines = row.text.lines().flat_map(|line| prose(line, cols)).enumerate();
    let cut = |(at, text): (usize, String)| Row {
        label: if at == 0 { row.label.clone() } else { String::new() },
        text,
        ..row.clone()
    };
    let cut: Vec<Row> = lines.map(cut).collect();
    if cut.is_empty() { vec![row] } else { cut }
}

fn matter(page: &PetitionPage, cx: &Cx) -> Vec<Row> {
    let (petition, lang, catalog) = (&page.petition, &cx.lang, cx.catalog());
    let matter = &petition.matter;
    let label = |id: &str| lang.say(&format!("intake-{id}"));
    let unclear = |text: &str| if text.is_empty() { lang.say("unclear") } else { text.to_owned() };
    let state = lang.fill(
        "petition-state",
        &[
            ("state", lang.say(&petition.state.message()).into()),
            ("received", petition.received.to_string().into()),
            ("clerk", catalog.name(List::Clerk, &petition.registrar).to_owned().into()),
            ("visits", petition.visits.len().into()),
        ],
    );
    let mut rows =
        vec![Row::head(format!("{} {}", petition.no, matter.subject)), Row::new(String::new(), state)];
    if let Some(national) = &petition.national_no {
        rows.push(Row::new(lang.say("petition-national"), national));
    }
    if matter.anonymous {
        rows.push(Row::new(label("name"), lang.say("anonymous")));
    }
    let open = cx.revealed.as_ref() == Some(&petition.no);
    rows.extend(matter.petitioners.iter().map(|one| Row {
        opens: one.person.clone().map(Route::Person),
        ..Row::new(label("name"), petitioner(one, open, cx))
    }));
    let kinds = [matter.channel.message(), matter.nature.message(), matter.purpose.message()];
    rows.push(Row::new(label("nature"), kinds.map(|id| lang.say(&id)).join(" / ")));
    let path = |list, code: &str| unclear(&catalog.path(list, code));
    rows.push(Row::new(label("place"), path(List::Place, &matter.place)));
    rows.push(Row::new(label("category"), path(List::Category, &matter.category)));
    rows.push(Row::new(label("facts"), unclear(&matter.facts)));
    rows.push(Row::new(label("demand"), unclear(&matter.demand)));
    rows.push(Row::new(label("unit"), path(List::Unit, &matter.unit)));
    let counts = lang.fill(
        "petition-counts",
        &[
            ("came", matter.counts.came.into()),
            ("named", matter.counts.named.into()),
            ("affected", matter.counts.affected.into()),
            ("representatives", matter.counts.representatives.into()),
        ],
    );
    rows.push(Row::new(lang.say("petition-count"), counts));
    if !matter.interpreter.is_empty() {
        rows.push(Row::new(label("interpreter"), matter.interpreter.clone()));
    }
    let materials = matter.materials.iter();
    rows.extend(materials.map(|one| Row::new(label("materials"), format!("{} {}", one.name, one.pages))));
    let marks = matter.marks.iter().map(|mark| Row {
        tone: Tone::Check,
        ..Row::new(lang.say("petition-check"), format!("{} {}", label(&mark.field), mark.text))
    });
    rows.extend(marks);
    rows
}

/// Identity number, phone and address of somebody, masked unless they are shown for a while.
pub fn numbers([identity, phone, address]: [&str; 3], open: bool) -> [String; 3] {
    if open {
        return [identity, phone, address].map(str::to_owned);
    }
    [mask::identity(identity), mask::phone(phone), mask::address(address)]
}

fn petitioner(one: &Petitioner, open: bool, cx: &Cx) -> String {
    let role = cx.lang.say(&one.role.message());
    let [identity, phone, address] = numbers([&one.identity, &one.phone, &one.address], open);
    let parts = [one.name.clone(), format!("({role})"), identity, phone, address];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The limits that somebody still has to keep.
fn limits(page: &PetitionPage, cx: &Cx) -> Vec<Row> {
    let clocks = cx.lists.limits.clocks(&page.petition, cx.today);
    let row = |clock: &Clock| {
        let tone = if clock.late > 0 && clock.is_owed() { Tone::Check } else { Tone::Plain };
        let opens = Some(Route::Limits(page.petition.no.clone(), clock.id.clone()));
        Row { tone, opens, ..Row::new(clock.id.clone(), cx.teller().clock(clock, cx.today)) }
    };
    let rows: Vec<Row> = clocks.iter().filter(|clock| clock.is_open()).map(row).collect();
    let head = (!rows.is_empty()).then(|| Row::head(cx.lang.say("petition-limits")));
    head.into_iter().chain(rows).collect()
}

fn others(page: &PetitionPage, cx: &Cx) -> Vec<Row> {
    let row = |(no, title): &(No, String)| Row {
        opens: Some(Route::Case(no.clone())),
        ..Row::new(cx.lang.say("petition-case"), format!("{no} {title}"))
    };
    let mut rows: Vec<Row> = page.cases.iter().map(row).collect();
    rows.extend(chain(page, cx));
    rows.extend(leading(&page.records, cx));
    for (head, briefs) in [("petition-linked", &page.linked), ("petition-others", &page.others)] {
        if !briefs.is_empty() {
            rows.push(Row::head(cx.lang.say(head)));
            rows.extend(briefs.iter().map(|brief| brief_row(brief, cx)));
        }
    }
    rows
}

/// How many times the matter has been brought, by which petition first and by which before this one.
fn chain(page: &PetitionPage, cx: &Cx) -> Option<Row> {
    let Chain { number, first, previous } = &page.chain;
    let previous = previous.as_ref()?;
    let words = [
        ("number", (*number).into()),
        ("first", first.as_ref().map_or("", No::as_str).into()),
        ("previous", previous.as_str().into()),
    ];
    let opens = Some(Route::Petition(previous.clone()));
    Some(Row {
        opens,
        ..Row::new(cx.lang.say("petition-chain"), cx.lang.fill("petition-chain-place", &words))
    })
}

/// A petition in a line of its own, to be opened.
pub fn brief_row(brief: &Brief, cx: &Cx) -> Row {
    let state = cx.lang.say(&brief.state.message());
    let text = format!("{} {} {state} {}", brief.no, brief.received, brief.subject);
    Row { opens: Some(Route::Petition(brief.no.clone())), ..Row::new(String::new(), text) }
}

/// What happened, newest first.
pub fn timeline(entries: &[Entry], cx: &Cx) -> Vec<Row> {
    timeline_by(entries, cx.teller(), cx)
}

/// The same as somebody tells it who knows the register of a row.
pub fn timeline_by(entries: &[Entry], teller: Teller<'_>, cx: &Cx) -> Vec<Row> {
    let mut rows = vec![Row::head(cx.lang.say("petition-timeline"))];
    let counts: HashSet<(&str, i64)> =
        standing(entries).map(|entry| (entry.office.as_str(), entry.seq)).collect();
    for entry in entries.iter().rev() {
        let stands = counts.contains(&(entry.office.as_str(), entry.seq));
        rows.push(entry_row(entry, stands, teller));
    }
    rows
}

/// One entry of a journal, in words.
pub fn entry_row(entry: &Entry, stands: bool, teller: Teller<'_>) -> Row {
    let tone = if stands { Tone::Plain } else { Tone::Gone };
    Row { tone, ..Row::new(String::new(), teller.entry(entry, stands)) }
}

/// Why the last act cannot be taken back by whoever sits here, if it cannot.
pub fn why_not_undo(entries: &[Entry], cx: &Cx) -> Option<&'static str> {
    let last = standing(entries).filter(|entry| !matches!(entry.act, Act::Undone { .. })).last()?;
    if !last.act.can_be_undone() {
        return Some("why-nothing-to-undo");
    }
    (last.who != cx.me.code).then_some("why-not-yours")
}
