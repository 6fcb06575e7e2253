//! A paper as a list of blocks, and as plain text.
use crate::text::width;

/// Columns of a printed line of plain text: what an A4 page holds in a printer's own type.
const COLUMNS: usize = 76;
/// Two hanzi before the first line of a paragraph.
const INDENT: &str = "    ";

/// One piece of a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// The title, in the middle.
    Title(String),
    /// A heading.
    Head(String),
    /// To the right: number, date, who signs.
    Right(String),
    /// From the margin.
    Left(String),
    /// A paragraph; its first line stands in.
    Body(String),
    /// A table.
    Table(Vec<Vec<String>>),
    /// An empty line.
    Gap,
}

/// A paper, ready to be printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paper {
    /// Its pieces, from the top.
    pub blocks: Vec<Block>,
}

/// The signs of a template, and what stands for them in what people said: noncharacters, which no text holds.
const VEILED: [(char, char); 5] =
    [('\n', '\u{fdd0}'), ('#', '\u{fdd1}'), ('>', '\u{fdd2}'), ('<', '\u{fdd3}'), ('|', '\u{fdd4}')];

/// What somebody said, in a form in which none of it is taken for a sign of the template.
pub(super) fn veil(said: &str) -> String {
    let sign = |c: char| VEILED.iter().find(|(sign, _)| *sign == c).map_or(c, |(_, veiled)| *veiled);
    said.trim().chars().map(sign).collect()
}

fn unveil(text: &str) -> String {
    let sign = |c: char| VEILED.iter().find(|(_, veiled)| *veiled == c).map_or(c, |(sign, _)| *sign);
    text.trim().chars().map(sign).collect()
}

/// Reads what came out of a template.
pub(super) fn read(text: &str) -> Paper {
    let mut paper = Paper::default();
    for line in text.lines() {
        paper.take(line.trim());
    }
    paper
}

impl Paper {
    fn take(&mut self, line: &str) {
        if let Some(cells) = line.strip_prefix('|') {
            let cells = cells.strip_suffix('|').unwrap_or(cells).split('|').map(unveil).collect();
            return self.row(cells);
        }
        let after = |sign: &str| line.strip_prefix(sign).map(unveil);
        let signed = after("##").map(Block::Head);
        let signed = signed.or_else(|| after("#").map(Block::Title));
        let signed = signed.or_else(|| after(">").map(Block::Right));
        let signed = signed.or_else(|| after("<").map(Block::Left));
        let plain = || if line.is_empty() { Block::Gap } else { Block::Body(unveil(line)) };
        self.blocks.push(signed.unwrap_or_else(plain));
    }

    /// Rows that follow one another are one table.
    fn row(&mut self, cells: Vec<String>) {
        match self.blocks.last_mut() {
            Some(Block::Table(rows)) => rows.push(cells),
            _ => self.blocks.push(Block::Table(vec![cells])),
        }
    }

    /// Whether it says this anywhere.
    pub fn says(&self, what: &str) -> bool {
        self.blocks.iter().any(|block| match block {
            Block::Title(text)
            | Block::Head(text)
            | Block::Right(text)
            | Block::Left(text)
            | Block::Body(text) => text.contains(what),
            Block::Table(rows) => rows.iter().flatten().any(|cell| cell.contains(what)),
            Block::Gap => false,
        })
    }

    /// As plain text, for a printer that knows nothing of documents.
    pub fn text(&self) -> String {
        let lines: Vec<String> = self.blocks.iter().flat_map(lines).collect();
        lines.join("\n") + "\n"
    }
}

fn lines(block: &Block) -> Vec<String> {
    match block {
        Block::Title(text) => wrapped(text, "").iter().map(|line| pushed(line, 2)).collect(),
        Block::Right(text) => wrapped(text, "").iter().map(|line| pushed(line, 1)).collect(),
        Block::Head(text) | Block::Left(text) => wrapped(text, ""),
        Block::Body(text) => wrapped(text, INDENT),
        Block::Table(rows) => table(rows),
        Block::Gap => vec![String::new()],
    }
}

/// A text in lines; the first line of each of its paragraphs stands in.
fn wrapped(text: &str, indent: &str) -> Vec<String> {
    let paragraphs = text.lines().map(|line| format!("{indent}{line}"));
    paragraphs.flat_map(|line| width::prose(&line, COLUMNS)).collect()
}

/// A line with its share of the free columns before it: all of them, or half.
fn pushed(line: &str, share: usize) -> String {
    let free = COLUMNS.saturating_sub(width::cols(line));
    format!("{}{line}", " ".repeat(free / share))
}

/// Columns as wide as what stands in them.
fn table(rows: &[Vec<String>]) -> Vec<String> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let wide = |at: usize| rows.iter().filter_map(|row| row.get(at)).map(|cell| width::cols(cell)).max();
    let widths: Vec<usize> = (0..columns).map(|at| wide(at).unwrap_or(0)).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).map(|(cell, cols)| width::pad(&cell.replace('\n', " "), *cols));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_beginning_of_a_line_says_what_it_is() {
        let paper = read("# 回执\n> 编号\n< 张华伟：\n\n## 一、事由\n正文\n| 名称 | 页数 |\n| 合同 | 12 |");
        let cells = |row: &[&str]| row.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        let wanted = [
            Block::Title("回执".into()),
            Block::Right("编号".into()),
            Block::Left("张华伟：".into()),
            Block::Gap,
            Block::Head("一、事由".into()),
            Block::Body("正文".into()),
            Block::Table(vec![cells(&["名称", "页数"]), cells(&["合同", "12"])]),
        ];
        assert_eq!(paper.blocks, wanted);
    }

    #[test]
    fn what_somebody_said_is_never_a_sign() {
        let said = "# 标题\n| 甲 | 乙 |\n> 右 < 左";
        assert_eq!(read(&veil(said)).blocks, [Block::Body(said.to_owned())]);
        let row = read(&format!("| {} | 1 |", veil("甲|乙")));
        assert_eq!(row.blocks, [Block::Table(vec![vec!["甲|乙".into(), "1".into()]])]);
    }

    #[test]
    fn plain_text_fits_the_page_and_keeps_every_glyph() {
        let long = "长".repeat(100);
        let text = read(&format!("# 题\n> 右\n{long}")).text();
        assert!(text.lines().all(|line| width::cols(line) <= COLUMNS));
        assert_eq!(text.matches('长').count(), 100);
        assert!(text.lines().nth(1).is_some_and(|line| width::cols(line) == COLUMNS));
    }
}
