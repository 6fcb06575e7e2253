//! A paper as a list of blocks, and as plain text.
use crate::text::width;

/// Columns of a printed line of plain text: what an A4 page holds in a printer's own type.
const COLUMNS: usize = 76;
/// Columns between the cells of a row.
const BETWEEN: usize = 2;
/// Two hanzi before the first line of a paragraph.
const INDENT: &str = "    ";

/// Marks that close something; no line begins with one.
const CLOSING: &str = "，。、；：！？）》〉」』】〕’”";

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

/// Whether a table is a form: labels with what is filled in beside each. In one with four columns a row of two cells
/// goes over the whole width. Every other table is a list under a row of headings.
pub(super) fn is_form(rows: &[Vec<String>]) -> bool {
    let columns = rows.first().map_or(0, Vec::len);
    columns == 2 || rows.iter().any(|row| row.len() != columns)
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
        Block::Left(text) => wrapped(text, ""),
        Block::Head(text) | Block::Body(text) => wrapped(text, INDENT),
        Block::Table(rows) => table(rows),
        Block::Gap => vec![String::new()],
    }
}

/// A text in lines; the first line of each of its paragraphs stands in.
fn wrapped(text: &str, indent: &str) -> Vec<String> {
    let paragraphs = text.lines().map(|line| format!("{indent}{line}"));
    paragraphs.flat_map(|line| broken(&line, COLUMNS)).collect()
}

/// A line in lines of at most so many columns; a mark that would begin one hangs at the end of the one before.
fn broken(line: &str, cols: usize) -> Vec<String> {
    if width::cols(line) <= cols {
        return vec![line.to_owned()];
    }
    let mut lines: Vec<String> = Vec::new();
    for line in width::prose(line, cols.saturating_sub(2)) {
        let mark = line.chars().next().filter(|mark| CLOSING.contains(*mark));
        match (lines.last_mut(), mark) {
            (Some(before), Some(mark)) => {
                before.push(mark);
                lines.extend(line.strip_prefix(mark).filter(|rest| !rest.is_empty()).map(str::to_owned));
            }
            _ => lines.push(line),
        }
    }
    lines
}

/// A line with its share of the free columns before it: all of them, or half.
fn pushed(line: &str, share: usize) -> String {
    let free = COLUMNS.saturating_sub(width::cols(line));
    format!("{}{line}", " ".repeat(free / share))
}

/// Columns as wide as what stands in them, none wider than its share; the last cell of a row takes what is left.
fn table(rows: &[Vec<String>]) -> Vec<String> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0).max(1);
    let followed = |at: usize| rows.iter().filter(move |row| row.len() > at + 1).map(move |row| &row[at]);
    let wide = |at| followed(at).map(|cell| width::cols(cell)).max().unwrap_or(0).min(COLUMNS / columns);
    let widths: Vec<usize> = (0..columns).map(wide).collect();
    rows.iter().flat_map(|row| spread(row, &widths)).collect()
}

/// A row in as many lines as its fullest cell needs.
fn spread(row: &[String], widths: &[usize]) -> Vec<String> {
    let before = |at: usize| widths.iter().take(at).map(|cols| cols + BETWEEN).sum::<usize>();
    let last = |at: usize| at + 1 == row.len();
    let room = |at: usize| if last(at) { COLUMNS.saturating_sub(before(at)) } else { widths[at] };
    let lines = |(at, cell): (usize, &String)| -> Vec<String> {
        cell.lines().flat_map(|line| broken(line, room(at))).collect()
    };
    let cells: Vec<Vec<String>> = row.iter().enumerate().map(lines).collect();
    let line = |height: usize| {
        let parts = cells
            .iter()
            .enumerate()
            .map(|(at, cell)| width::pad(cell.get(height).map_or("", String::as_str), room(at)));
        parts.collect::<Vec<_>>().join(&" ".repeat(BETWEEN)).trim_end().to_owned()
    };
    (0..cells.iter().map(Vec::len).max().unwrap_or(0)).map(line).collect()
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
    fn a_row_of_a_form_is_broken_beside_its_label() {
        let long = "长".repeat(60);
        let text = read(&format!("| 姓名 | 张华伟 | 电话 | 190 |\n| 事由 | {long} |")).text();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "姓名  张华伟  电话  190");
        assert!(lines[1].starts_with("事由  长") && lines[2].starts_with("      长"), "{text}");
        assert!(lines.iter().all(|line| width::cols(line) <= COLUMNS), "{text}");
        assert_eq!(text.matches('长').count(), 60);
    }

    #[test]
    fn a_list_with_long_names_fits_the_page() {
        let long = "名".repeat(50);
        let text = read(&format!("| 名称 | 页数 | 种类 | 退回 |\n| {long} | 12 | 复印件 | 留存 |")).text();
        assert!(text.lines().all(|line| width::cols(line) <= COLUMNS), "{text}");
        assert_eq!(text.matches('名').count(), 51);
    }

    #[test]
    fn no_line_begins_with_a_mark_that_closes() {
        for filling in 30..44 {
            let said = format!("{}，{}。", "长".repeat(filling), "短".repeat(37));
            let text = read(&said).text();
            let bad = text.lines().find(|line| line.starts_with(['，', '。']));
            assert_eq!(bad, None, "{text}");
            assert!(text.lines().all(|line| width::cols(line) <= COLUMNS), "{text}");
            assert_eq!(text.split_whitespace().collect::<String>(), said);
        }
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
