//! The daily register: what a counter took down on a day, and the head of its journal, by which anybody who keeps the
//! paper can prove later that nothing was taken away. Of what is sealed it bears the number alone.
use crate::{
    domain::{catalog::List, petition::No},
    lang::Lang,
    notice::{Block, Paper},
    store::{Brief, Lists},
};
use chrono::NaiveDate;

/// Hexadecimal digits of a head that are printed: enough to find a cut, few enough to be copied by hand.
pub const HEAD: usize = 8;

/// What a daily register says.
#[derive(Clone, Debug)]
pub struct Daily<'a> {
    /// Code of the counter.
    pub office: &'a str,
    /// The day.
    pub on: NaiveDate,
    /// What was received on it.
    pub briefs: &'a [Brief],
    /// The last entry of the counter's chain up to the end of that day: its place and its hash.
    pub head: Option<(i64, String)>,
}

impl Daily<'_> {
    /// The head as it is printed and as `verify --head` takes it; empty where nothing was written yet.
    pub fn head(&self) -> String {
        self.head.as_ref().map_or(String::new(), |(_, hash)| hash.chars().take(HEAD).collect())
    }
}

/// The register on paper.
pub fn daily(daily: &Daily<'_>, lang: &Lang, lists: &Lists) -> Paper {
    let label = |id: &str| lang.say(id);
    let mut rows = vec![["daily-no", "daily-petitioner", "daily-subject", "daily-state"].map(label).to_vec()];
    rows.extend(daily.briefs.iter().map(|brief| {
        let No(no) = brief.no.clone();
        if brief.sealed {
            return vec![no, lang.say("journal-sealed"), String::new(), lang.say(&brief.state.message())];
        }
        let who = if brief.petitioner.is_empty() { lang.say("anonymous") } else { brief.petitioner.clone() };
        vec![no, who, brief.subject.clone(), lang.say(&brief.state.message())]
    }));
    let (place, _) = daily.head.clone().unwrap_or_default();
    let proof =
        [("office", daily.office.into()), ("place", place.to_string().into()), ("head", daily.head().into())];
    Paper {
        blocks: vec![
            Block::Title(lang.say("daily")),
            Block::Right(format!("{} {}", lists.catalog.name(List::Office, daily.office), daily.on)),
            Block::Left(lang.fill("daily-count", &[("count", daily.briefs.len().into())])),
            Block::Table(rows),
            Block::Gap,
            Block::Left(lang.fill("daily-head", &proof)),
            Block::Left(lang.say("daily-signed")),
        ],
    }
}
