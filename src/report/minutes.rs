//! The minutes of a review meeting.
use super::leader_name;
use crate::{
    domain::{
        case::{Case, Review},
        catalog::List,
    },
    lang::Lang,
    notice::{Block, Paper},
    store::{Lists, MeetingPage},
};
use chrono::NaiveDate;

/// The minutes: of each case what had been asked, what was done, what is asked now, of whom and by when.
pub fn minutes(page: &MeetingPage, today: NaiveDate, demo: bool, lang: &Lang, lists: &Lists) -> Paper {
    let plan = &page.meeting.plan;
    let mut blocks = Vec::new();
    if demo {
        blocks.push(Block::Left(format!("[{}]", lang.say("demo"))));
    }
    blocks.push(Block::Title(lang.fill("minutes", &[("kind", lang.say(&plan.kind.message()).into())])));
    blocks.push(Block::Right(page.meeting.no.to_string()));
    // Nobody was named when it was planned: whoever chaired the reviews.
    let said = page.cases.iter().find_map(|case| case.review_at(&page.meeting.no));
    let chair = if plan.chair.is_empty() { said.map_or("", |review| &review.chair) } else { &plan.chair };
    let chair = if chair.is_empty() { String::new() } else { leader_name(chair, lang, lists) };
    let group = lists.catalog.get(List::Group, &plan.group);
    let head = [
        (lang.say("minutes-on"), plan.on.to_string()),
        (lang.say("case-review-chair"), chair),
        (lang.say("list-group"), group.map_or(String::new(), |group| group.name.clone())),
        (lang.say("minutes-present"), group.map_or(String::new(), |group| group.extra.text.clone())),
    ];
    let head = head.into_iter().filter(|(_, text)| !text.is_empty()).map(|(label, text)| vec![label, text]);
    blocks.push(Block::Table(head.collect()));
    for (n, case) in page.cases.iter().enumerate() {
        let title = format!("{} {}", case.no, case.matter.title);
        blocks
            .push(Block::Head(lang.fill("briefing-head", &[("n", (n + 1).into()), ("what", title.into())])));
        blocks.push(Block::Table(rows(case, case.review_at(&page.meeting.no), lang, lists)));
    }
    blocks.push(Block::Gap);
    blocks.push(Block::Left(lang.say("minutes-signed")));
    blocks.push(Block::Right(today.to_string()));
    Paper { blocks }
}

fn rows(case: &Case, review: Option<&Review>, lang: &Lang, lists: &Lists) -> Vec<Vec<String>> {
    let label = |id: &str| lang.say(&format!("case-review-{id}"));
    let owner = vec![lang.say("case-form-leader"), leader_name(&case.matter.leader, lang, lists)];
    let Some(review) = review else {
        let open: Vec<String> = case.open_items().iter().map(|item| item.asked.clone()).collect();
        let open = (!open.is_empty()).then(|| vec![lang.say("minutes-before"), open.join("\n")]);
        let left = vec![lang.say("meeting"), lang.say("minutes-not-reviewed")];
        return std::iter::once(owner).chain(open).chain([left]).collect();
    };
    let said = [
        ("done", review.came_of(|id| lang.say(id))),
        ("asked", review.asked.clone()),
        ("by", review.by.clone()),
        ("until", review.until.map_or(String::new(), |day| day.to_string())),
    ];
    let before = before(case, review).map(|asked| vec![lang.say("minutes-before"), asked]);
    let said = said.into_iter().filter(|(_, text)| !text.is_empty()).map(|(id, text)| vec![label(id), text]);
    std::iter::once(owner).chain(before).chain(said).collect()
}

/// What had been asked and was not done when the meeting began.
fn before(case: &Case, review: &Review) -> Option<String> {
    let at = case.reviews.iter().position(|one| one == review)?;
    let earlier = Case { reviews: case.reviews[..at].to_vec(), ..case.clone() };
    let open: Vec<String> = earlier.open_items().iter().map(|item| item.asked.clone()).collect();
    (!open.is_empty()).then(|| open.join("\n"))
}
