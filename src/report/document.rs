//! A briefing as a document, in the form of official papers.
use super::{Briefing, leader_name, part_name, register_row};
use crate::{
    domain::{
        case::Summary,
        catalog::List,
        figures::{Measure, Sums},
    },
    lang::Lang,
    notice::{Block, Paper},
    store::Lists,
};
use chrono::NaiveDate;

/// Rows of a table; a briefing is read, not searched. The book holds all of them.
const LONGEST: usize = 20;

/// The columns of what registers came to.
pub(super) const REGISTERS: [&str; 5] =
    ["registers-name", "figures-now", "figures-before", "figures-change", "figures-sums"];

/// The document.
pub fn document(briefing: &Briefing, lang: &Lang, lists: &Lists) -> Paper {
    let mut blocks = Vec::new();
    if briefing.demo {
        blocks.push(Block::Left(format!("[{}]", lang.say("demo"))));
    }
    blocks.push(Block::Title(format!("{}\n{}", briefing.sender, briefing.title(lang))));
    blocks.push(Block::Right(briefing.days(lang)));
    let narrowed = briefing.narrowed(lang, lists);
    if !narrowed.is_empty() {
        blocks.push(Block::Right(narrowed));
    }
    blocks.push(Block::Body(lead(briefing, lang)));
    blocks.push(Block::Head(lang.say("briefing-whole")));
    blocks.push(Block::Table(whole(briefing, lang)));
    for (by, rows) in &briefing.parts {
        if rows.is_empty() {
            continue;
        }
        blocks.push(Block::Head(lang.fill("briefing-by", &[("by", lang.say(&by.message()).into())])));
        let head =
            std::iter::once(lang.say(&by.message())).chain(Measure::OF_A_PART.map(|one| short(one, lang)));
        let row = |name: String, sums: &Sums| {
            std::iter::once(name).chain(Measure::OF_A_PART.map(|one| sums.value(one).to_string())).collect()
        };
        let rows =
            rows.iter().take(LONGEST).map(|part| row(part_name(*by, &part.key, lang, lists), &part.now));
        blocks.push(Block::Table(std::iter::once(head.collect()).chain(rows).collect()));
    }
    blocks.extend(board(briefing, lang, lists));
    blocks.extend(registers(briefing, lang, lists));
    blocks.extend(missed(briefing, lang, lists));
    blocks.push(Block::Head(lang.say("briefing-formulas")));
    for measure in [Measure::Told, Measure::Answered, Measure::Cycle] {
        let id = measure.message();
        blocks.push(Block::Body(format!("{}：{}", lang.say(&id), lang.attribute(&id, "formula"))));
    }
    blocks.push(Block::Gap);
    blocks.push(Block::Right(briefing.sender.clone()));
    blocks.push(Block::Right(briefing.today.to_string()));
    let mut count = 0;
    for block in &mut blocks {
        if let Block::Head(text) = block {
            count += 1;
            *text = lang.fill("briefing-head", &[("n", count.into()), ("what", text.as_str().into())]);
        }
    }
    Paper { blocks }
}

fn short(measure: Measure, lang: &Lang) -> String {
    lang.attribute(&measure.message(), "short")
}

/// The sentence that is read even if nothing else is.
fn lead(briefing: &Briefing, lang: &Lang) -> String {
    let [now, before] = [&briefing.figures.whole.now, &briefing.figures.whole.before];
    let value = |sums: &Sums, measure| sums.value(measure).to_string().into();
    lang.fill(
        "briefing-lead",
        &[
            ("petitions", value(now, Measure::Petitions)),
            ("people", value(now, Measure::People)),
            ("petitions-before", value(before, Measure::Petitions)),
            ("people-before", value(before, Measure::People)),
            ("group", value(now, Measure::Group)),
            ("repeat", value(now, Measure::Repeat)),
            ("told", value(now, Measure::Told)),
            ("answered", value(now, Measure::Answered)),
            ("cycle", value(now, Measure::Cycle)),
            ("oldest", value(now, Measure::Oldest)),
        ],
    )
}

fn whole(briefing: &Briefing, lang: &Lang) -> Vec<Vec<String>> {
    let heads = ["briefing-measure", "figures-now", "figures-before", "figures-change"];
    let row = |measure: &Measure| {
        let [now, before] =
            [&briefing.figures.whole.now, &briefing.figures.whole.before].map(|sums| sums.value(*measure));
        let fraction = now.fraction().map_or(String::new(), |of| format!(" ({of})"));
        let change = now.change(before).unwrap_or_default();
        vec![lang.say(&measure.message()), format!("{now}{fraction}"), before.to_string(), change]
    };
    std::iter::once(heads.map(|id| lang.say(id)).to_vec()).chain(Measure::ALL.iter().map(row)).collect()
}

/// The cases of each leader as they stand on the day of the briefing.
fn board(briefing: &Briefing, lang: &Lang, lists: &Lists) -> Vec<Block> {
    let sum = &briefing.board;
    let words = [
        ("on", briefing.today.to_string().into()),
        ("open", sum.open.into()),
        ("late", sum.late.into()),
        ("unreviewed", sum.unreviewed.into()),
        ("resolved", sum.resolved.into()),
        ("recovered", briefing.figures.whole.now.value(Measure::Recovered).to_string().into()),
        ("paid", briefing.figures.whole.now.value(Measure::Paid).to_string().into()),
    ];
    let mut blocks =
        vec![Block::Head(lang.say("briefing-board")), Block::Body(lang.fill("briefing-cases", &words))];
    if briefing.leaders.is_empty() {
        return blocks;
    }
    let heads = [
        "board-by-leader",
        "city-open",
        "city-late",
        "city-unreviewed",
        "city-last",
        "city-resolved",
        "city-pledge",
    ];
    let day = |day: Option<NaiveDate>| day.map_or(String::new(), |day| day.format("%m-%d").to_string());
    let row = |(code, sum): &(String, Summary)| {
        vec![
            leader_name(code, lang, lists),
            sum.open.to_string(),
            sum.late.to_string(),
            sum.unreviewed.to_string(),
            day(sum.last),
            sum.resolved.to_string(),
            format!("{}/{}", sum.kept, sum.pledged),
        ]
    };
    let head = heads.map(|id| lang.say(id)).to_vec();
    let rows = briefing.leaders.iter().take(LONGEST).map(row);
    blocks.push(Block::Table(std::iter::once(head).chain(rows).collect()));
    blocks
}

/// What the registers came to.
fn registers(briefing: &Briefing, lang: &Lang, lists: &Lists) -> Vec<Block> {
    if briefing.registers.is_empty() {
        return Vec::new();
    }
    let heads = REGISTERS.map(|id| lang.say(id)).to_vec();
    let rows = briefing.registers.iter().map(|counted| register_row(counted, lang, lists).to_vec());
    vec![Block::Head(lang.say("registers")), Block::Table(std::iter::once(heads).chain(rows).collect())]
}

/// What missed its day, by number: a briefing names nobody.
fn missed(briefing: &Briefing, lang: &Lang, lists: &Lists) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (measure, listed) in briefing.missed.iter().filter(|(_, listed)| listed.missed > 0) {
        let words = [("what", lang.say(&measure.message()).into()), ("count", listed.missed.into())];
        blocks.push(Block::Head(lang.fill("briefing-missed", &words)));
        let heads = [
            "briefing-subject",
            "briefing-number",
            "briefing-received",
            "briefing-state",
            "briefing-counter",
        ];
        let rows = listed.briefs.iter().take(listed.missed.min(LONGEST)).map(|brief| {
            vec![
                brief.subject.clone(),
                brief.no.to_string(),
                brief.received.to_string(),
                lang.say(&brief.state.message()),
                lists.catalog.name(List::Office, &brief.office).to_owned(),
            ]
        });
        blocks
            .push(Block::Table(std::iter::once(heads.map(|id| lang.say(id)).to_vec()).chain(rows).collect()));
        if listed.missed > LONGEST {
            let more = lang.fill("briefing-more", &[("count", (listed.missed - LONGEST).into())]);
            blocks.push(Block::Body(more));
        }
    }
    blocks
}
