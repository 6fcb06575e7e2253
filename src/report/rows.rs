//! Rows of registers on paper: one as a form, many as a list.
use crate::{
    domain::register::Register,
    lang::Lang,
    notice::{Block, Paper},
    store::{RecordPage, Records},
};
use chrono::NaiveDate;

/// Rows of a list on paper; all of them stand in the book.
pub const LISTED: usize = 500;

/// Whose paper it is and when it is made.
#[derive(Clone, Copy, Debug)]
pub struct Head<'a> {
    /// The name of the counter.
    pub sender: &'a str,
    /// The day.
    pub today: NaiveDate,
    /// Whether the store is made up; the paper says so.
    pub demo: bool,
}

impl Head<'_> {
    fn around(self, title: &str, mut body: Vec<Block>, lang: &Lang) -> Paper {
        let demo = self.demo.then(|| Block::Left(format!("[{}]", lang.say("demo"))));
        let mut blocks: Vec<Block> = demo.into_iter().collect();
        blocks.push(Block::Title(format!("{}\n{title}", self.sender)));
        blocks.append(&mut body);
        blocks.extend([
            Block::Gap,
            Block::Right(self.sender.to_owned()),
            Block::Right(self.today.to_string()),
        ]);
        Paper { blocks }
    }
}

/// One row: what is said of it, each under its name, and the rows that lead to it.
pub fn record(
    head: Head<'_>,
    register: &Register,
    page: &RecordPage,
    said: Vec<Vec<String>>,
    lang: &Lang,
) -> Paper {
    let mut body = vec![Block::Right(page.record.no.to_string())];
    if let Some(reason) = &page.record.struck {
        body.push(Block::Body(lang.fill("record-struck", &[("reason", reason.clone().into())])));
    }
    body.push(Block::Table(said));
    if !page.linked.is_empty() {
        body.push(Block::Head(lang.say("record-leading")));
        let linked = page.linked.iter().map(|one| vec![one.no.to_string(), one.title.clone()]);
        body.push(Block::Table(linked.collect()));
    }
    head.around(register.name.say(lang.is_chinese()), body, lang)
}

/// Many rows: the list under the names of its columns, how many there are, and what they add up to.
pub fn records(
    head: Head<'_>,
    register: &Register,
    records: &Records,
    listed: Vec<Vec<String>>,
    lang: &Lang,
) -> Paper {
    let count = lang.fill("register-count", &[("count", records.total.into())]);
    let sums = register.added_up(&records.sums, lang.is_chinese());
    let mut body = vec![Block::Table(listed)];
    let more = records.rows.len().saturating_sub(LISTED);
    if more > 0 {
        body.push(Block::Body(lang.fill("briefing-more", &[("count", more.into())])));
    }
    body.push(Block::Body(std::iter::once(count).chain(sums).collect::<Vec<_>>().join("  ")));
    head.around(register.name.say(lang.is_chinese()), body, lang)
}
