//! The rows of a case's page, in words.
use crate::{
    domain::{
        case::{Case, CaseMatter, Review, Tenure},
        catalog::List,
        money::Fen,
    },
    flow::Cx,
    screens::{
        petition::rows::{Row, Tone, brief_row, timeline, wrap_all},
        record::rows::leading,
        task::about::asked,
    },
    store::CasePage,
};

/// Every row of the page, wrapped to the terminal.
pub fn rows(page: &CasePage, cx: &Cx) -> Vec<Row> {
    let parts = [
        vec![Row::head(format!("{} {}", page.case.no, page.case.matter.title))],
        clock(&page.case, cx),
        matter(&page.case.matter, cx),
        ending(&page.case.matter, cx),
        open_items(&page.case, cx),
        petitions(page, cx),
        leading(&page.records, cx),
        reviews(&page.case, cx),
        owners(&page.case, cx),
        timeline(&page.entries, cx),
    ];
    wrap_all(parts.concat(), cx)
}

/// What a case says in short, for beside a list of cases.
pub fn preview(case: &Case, cx: &Cx) -> Vec<Row> {
    let parts = [
        vec![Row::head(case.no.to_string()), plain("", &*case.matter.title)],
        clock(case, cx),
        matter(&case.matter, cx),
        ending(&case.matter, cx),
        open_items(case, cx),
        reviews(case, cx),
        owners(case, cx),
    ];
    wrap_all(parts.concat(), cx)
}

/// Where it stands and when it is looked at again.
fn clock(case: &Case, cx: &Cx) -> Vec<Row> {
    let lang = &cx.lang;
    let state = lang.fill(
        "case-stands",
        &[
            ("state", lang.say(&case.matter.state.message()).into()),
            ("level", lang.say(&case.matter.level.message()).into()),
            ("opened", case.matter.opened.to_string().into()),
        ],
    );
    let last = case.last_review().map_or_else(
        || lang.say("case-no-review"),
        |day| lang.fill("case-last", &[("days", (cx.today - day).num_days().into())]),
    );
    let Some(next) = case.next_review() else { return vec![plain("", state), plain("", last)] };
    let due = lang.fill("case-next", &[("day", next.to_string().into())]);
    let days = (cx.today - next).num_days();
    let late = if days > 0 { lang.fill("case-late", &[("days", days.into())]) } else { String::new() };
    let tone = if days > 0 { Tone::Check } else { Tone::Plain };
    let review = plain("", format!("{late}  {due}  {last}").trim());
    vec![plain("", state), Row { tone, ..review }]
}

fn matter(matter: &CaseMatter, cx: &Cx) -> Vec<Row> {
    let label = |id: &str| cx.lang.say(&format!("case-form-{id}"));
    let path = |list, code: &str| cx.catalog().path(list, code);
    let partners: Vec<&str> =
        matter.partners.iter().map(|code| cx.catalog().name(List::Unit, code)).collect();
    let unit = format!("{} {}", path(List::Unit, &matter.unit), matter.doer);
    let pledge = matter.pledge.map(|year| cx.lang.fill("case-pledged", &[("year", year.to_string().into())]));
    let rows = [
        (
            "leader",
            format!("{} {}", leader(&matter.leader, cx), pledge.unwrap_or_default()).trim().to_owned(),
        ),
        ("field", matter.field.clone()),
        ("place", path(List::Place, &matter.place)),
        ("unit", unit.trim().to_owned()),
        ("partners", partners.join("、")),
        ("group", cx.catalog().name(List::Group, &matter.group).to_owned()),
        ("merit", matter.merit.map_or(String::new(), |merit| cx.lang.say(&merit.message()))),
        ("crux", matter.crux.clone()),
        ("plan", matter.plan.clone()),
        ("target", target(matter, cx)),
        ("asked", money(matter.asked, matter.asked_people, cx)),
        ("recovered", money(matter.recovered, matter.recovered_people, cx)),
        ("result", matter.result.clone()),
    ];
    let said = rows.into_iter().filter(|(_, text)| !text.is_empty());
    said.map(|(id, text)| Row::new(label(id), text)).collect()
}

/// How far the three duties are, and that it was struck off the list.
fn ending(matter: &CaseMatter, cx: &Cx) -> Vec<Row> {
    let asked = matter.duties.iter().filter(|(_, said)| said.applies);
    let mut rows: Vec<Row> = asked
        .map(|(duty, said)| {
            let state = if said.recognised { "duty-recognised" } else { "duty-open" };
            let parts = [&cx.lang.say(state), &said.evidence, &said.unit, &said.office];
            let text =
                parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join("  ");
            Row::new(cx.lang.say(&duty.message()), text)
        })
        .collect();
    rows.extend(matter.closing.iter().map(|closing| {
        let words = format!("{} {} {}", closing.on, closing.by, closing.words);
        Row::new(cx.lang.say("case-closed"), words.trim_end())
    }));
    rows
}

/// What was asked and is not done yet.
fn open_items(case: &Case, cx: &Cx) -> Vec<Row> {
    let open = case.open_items();
    if open.is_empty() || !case.matter.state.is_open() {
        return Vec::new();
    }
    let head = Row::head(cx.lang.fill("case-open-items", &[("count", open.len().into())]));
    let row = |item: &&Review| item_row(item, cx);
    std::iter::once(head).chain(open.iter().map(row)).collect()
}

/// Something that was asked, with how long its day is over.
pub fn item_row(item: &Review, cx: &Cx) -> Row {
    let days = item.until.map_or(0, |until| (cx.today - until).num_days().max(0));
    let late =
        if days > 0 { cx.lang.fill("case-until-late", &[("days", days.into())]) } else { String::new() };
    let row = Row::new(item.on.to_string(), format!("{}  {late}", asked(item)).trim_end());
    Row { tone: if days > 0 { Tone::Check } else { Tone::Plain }, ..row }
}

/// The day by which it shall be resolved, how late it is, and how far.
fn target(matter: &CaseMatter, cx: &Cx) -> String {
    let day = matter.target.map(|day| day.to_string());
    let late = matter.target_late_days(cx.today);
    let late = (late > 0).then(|| cx.lang.fill("case-target-late", &[("days", late.into())]));
    let far = (matter.progress > 0).then(|| format!("{}%", matter.progress));
    [day, late, far].into_iter().flatten().collect::<Vec<_>>().join("  ")
}

/// An amount and how many people; nothing where there is neither.
fn money(amount: Fen, people: u32, cx: &Cx) -> String {
    if amount.is_nothing() && people == 0 {
        return String::new();
    }
    cx.lang.fill("case-money", &[("yuan", amount.to_string().into()), ("people", people.into())])
}

/// A leader by name, post and level.
pub fn leader(code: &str, cx: &Cx) -> String {
    let extra = cx.catalog().get(List::Leader, code).map(|leader| leader.extra.clone()).unwrap_or_default();
    let name = cx.catalog().name(List::Leader, code);
    [name, &extra.post, &extra.level]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn petitions(page: &CasePage, cx: &Cx) -> Vec<Row> {
    let count = page.petitions.len();
    let head = Row::head(cx.lang.fill("board-petitions", &[("count", count.into())]));
    std::iter::once(head).chain(page.petitions.iter().map(|brief| brief_row(brief, cx))).collect()
}

/// Whose it has been, once it has changed hands; the newest owner first.
fn owners(case: &Case, cx: &Cx) -> Vec<Row> {
    if case.owners.len() < 2 {
        return Vec::new();
    }
    let head = Row::head(cx.lang.fill("case-owners", &[("count", case.owners.len().into())]));
    let row = |tenure: &Tenure| {
        Row::new(
            tenure.since.to_string(),
            format!("{} {}", leader(&tenure.leader, cx), tenure.reason).trim_end(),
        )
    };
    std::iter::once(head).chain(case.owners.iter().rev().map(row)).collect()
}

/// The review meetings, newest first.
fn reviews(case: &Case, cx: &Cx) -> Vec<Row> {
    let mut reviews: Vec<&Review> = case.reviews.iter().collect();
    if reviews.is_empty() {
        return Vec::new();
    }
    reviews.reverse();
    reviews.sort_by_key(|review| std::cmp::Reverse(review.on));
    let head = Row::head(cx.lang.fill("case-reviews", &[("count", reviews.len().into())]));
    let told = reviews.iter().enumerate().flat_map(|(at, review)| told(review, at == 0, cx));
    std::iter::once(head).chain(told).collect()
}

/// One meeting: what had been done, what was asked, of whom and by when. Only of the newest one it matters
/// that its day is over: a later meeting has looked at what an earlier one asked.
fn told(review: &Review, newest: bool, cx: &Cx) -> Vec<Row> {
    let label = |id: &str| cx.lang.say(&format!("case-review-{id}"));
    let chair = cx.catalog().name(List::Leader, &review.chair);
    let mut rows = vec![Row::new(review.on.to_string(), chair)];
    let done = review.came_of(|id| cx.lang.say(id));
    let said = [("done", done), ("asked", review.asked.clone()), ("by", review.by.clone())];
    let said = said.into_iter().filter(|(_, text)| !text.is_empty());
    rows.extend(said.map(|(id, text)| Row::new(label(id), text)));
    rows.extend(review.until.map(|until| {
        let days = (cx.today - until).num_days();
        let over = newest && days > 0;
        let late =
            if over { cx.lang.fill("case-until-late", &[("days", days.into())]) } else { String::new() };
        let row = Row::new(label("until"), format!("{until}  {late}").trim_end());
        Row { tone: if over { Tone::Check } else { Tone::Plain }, ..row }
    }));
    rows
}

fn plain(label: &str, text: impl Into<String>) -> Row {
    Row::new(label.to_owned(), text)
}
