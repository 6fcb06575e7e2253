//! A paper as .docx: A4, the margins and fonts of official papers, fonts by name so that each office program
//! takes its own.
use super::paper::{Block, Paper, is_form};
use docx_rs::{
    AlignmentType, Docx, HeightRule, LineSpacing, LineSpacingType, PageMargin, Paragraph, Run, RunFonts,
    SpecialIndentType, Style, StyleType, Table, TableCell, TableCellMargins, TableRow, VAlignType, WidthType,
};
use std::io::{self, Cursor};

/// Body text.
const SONG: &str = "仿宋";
/// Headings.
const BLACK: &str = "黑体";
/// The title.
const TITLE: &str = "方正小标宋简体";
/// Numbers and Latin letters.
const LATIN: &str = "Times New Roman";

/// What office programs call the style of a title and that of a heading.
const STYLE_TITLE: &str = "Title";
const STYLE_HEAD: &str = "Heading1";

/// A4, in twentieths of a point.
const A4: (u32, u32) = (11_906, 16_838);
/// What is left of its width between the margins.
const ROOM: usize = 8_844;
/// Font sizes in half points: 二号 for the title, 三号 for the text.
const SIZE_TITLE: usize = 44;
const SIZE: usize = 32;
/// Two hanzi of the text, in twentieths of a point.
const INDENT: i32 = 640;
/// 28 points from line to line, and half a line under the title.
const LINE: i32 = 560;
const UNDER_TITLE: u32 = 280;
/// Above and below a table.
const AROUND_TABLE: u32 = 120;
/// Above and below what stands in a cell, and beside it.
const IN_CELL: usize = 30;
const BESIDE_CELL: usize = 108;

/// How large a table is set.
#[derive(Clone, Copy)]
struct Cut {
    /// Of its font, in half points.
    size: usize,
    /// From line to line.
    line: i32,
    /// No row is lower.
    row: f32,
}

/// 小四: an ordinary registration sheet fits one page.
const SMALL: Cut = Cut { size: 24, line: 400, row: 500.0 };
/// 四号, where there is room to write by hand.
const LARGE: Cut = Cut { size: 28, line: 480, row: 680.0 };

impl Paper {
    /// As a document for an office program.
    pub fn docx(&self) -> io::Result<Vec<u8>> {
        let whole = (0..self.blocks.len()).fold(empty(), |docx, at| self.add(docx, at));
        let mut bytes = Cursor::new(Vec::new());
        whole.build().pack(&mut bytes).map_err(io::Error::other)?;
        Ok(bytes.into_inner())
    }

    fn add(&self, docx: Docx, at: usize) -> Docx {
        if let Block::Table(rows) = &self.blocks[at] {
            return docx.add_table(table(rows));
        }
        let around = |there: bool| if there { AROUND_TABLE } else { 0 };
        let before = around(at > 0 && self.is_table(at - 1));
        let spacing = spacing().before(before).after(around(self.is_table(at + 1)));
        let closing = at >= self.closing();
        let shaped = |one: Paragraph| one.line_spacing(spacing.clone()).keep_next(closing);
        paragraphs(&self.blocks[at], shaped).into_iter().fold(docx, Docx::add_paragraph)
    }

    fn is_table(&self, at: usize) -> bool {
        matches!(self.blocks.get(at), Some(Block::Table(_)))
    }

    /// Where the last paragraph of the text begins: who signs never stands alone on a page.
    fn closing(&self) -> usize {
        let text = |block: &Block| !matches!(block, Block::Gap | Block::Left(_) | Block::Right(_));
        self.blocks.iter().rposition(text).unwrap_or(0)
    }
}

fn empty() -> Docx {
    let margin = PageMargin::new().top(2_098).bottom(1_984).left(1_587).right(1_475);
    let style =
        |id, name, font, size| Style::new(id, StyleType::Paragraph).name(name).fonts(fonts(font)).size(size);
    Docx::new()
        .page_size(A4.0, A4.1)
        .page_margin(margin)
        .default_fonts(fonts(SONG))
        .default_size(SIZE)
        .add_style(style(STYLE_TITLE, "Title", TITLE, SIZE_TITLE))
        .add_style(style(STYLE_HEAD, "heading 1", BLACK, SIZE))
}

fn paragraphs(block: &Block, shaped: impl Fn(Paragraph) -> Paragraph) -> Vec<Paragraph> {
    let each = |text: &str, shape: fn(Paragraph) -> Paragraph| {
        text.split('\n').map(|line| shape(shaped(paragraph(line)))).collect()
    };
    match block {
        Block::Title(text) => each(text, title),
        Block::Head(text) => each(text, |one| indented(one).style(STYLE_HEAD).keep_next(true)),
        Block::Right(text) => each(text, |one| one.align(AlignmentType::Right)),
        Block::Left(text) => each(text, |one| one),
        Block::Body(text) => each(text, indented),
        Block::Gap => each("", |one| one),
        Block::Table(_) => Vec::new(),
    }
}

fn title(one: Paragraph) -> Paragraph {
    one.style(STYLE_TITLE).align(AlignmentType::Center).line_spacing(LineSpacing::new().after(UNDER_TITLE))
}

fn indented(one: Paragraph) -> Paragraph {
    one.indent(None, Some(SpecialIndentType::FirstLine(INDENT)), None, None)
}

fn fonts(east_asia: &str) -> RunFonts {
    RunFonts::new().east_asia(east_asia).ascii(LATIN).hi_ansi(LATIN)
}

fn spacing() -> LineSpacing {
    LineSpacing::new().line_rule(LineSpacingType::AtLeast).line(LINE)
}

fn paragraph(text: &str) -> Paragraph {
    Paragraph::new().add_run(Run::new().add_text(text))
}

/// A table over the whole width; the last cell of a row takes what the row leaves of it.
fn table(rows: &[Vec<String>]) -> Table {
    let form = is_form(rows);
    let widths = widths(rows, form);
    let cut = if widths.len() == 2 { LARGE } else { SMALL };
    let row = |(at, cells): (usize, &Vec<String>)| {
        let one = |(column, text): (usize, &String)| {
            let end = if column + 1 == cells.len() { widths.len() } else { column + 1 };
            let label = if form { column % 2 == 0 } else { at == 0 };
            let width = widths[column..end].iter().sum();
            cell(text, cut, label).width(width, WidthType::Dxa).grid_span(end - column)
        };
        let cells = cells.iter().enumerate().map(one).collect();
        TableRow::new(cells).row_height(cut.row).height_rule(HeightRule::AtLeast)
    };
    let rows = rows.iter().enumerate().map(row).collect();
    let margins = TableCellMargins::new().margin(IN_CELL, BESIDE_CELL, IN_CELL, BESIDE_CELL);
    Table::new(rows).margins(margins).set_grid(widths).width(ROOM, WidthType::Dxa)
}

/// Labels are narrow and what is filled in beside them is wide; in a list the first column holds names.
fn widths(rows: &[Vec<String>], form: bool) -> Vec<usize> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(1).max(1);
    let part = |column: usize| match (form, column % 2, column) {
        (true, 1, _) if columns == 2 => 3,
        (true, 1, _) | (false, _, 0) => 2,
        _ => 1,
    };
    let parts: usize = (0..columns).map(part).sum();
    (0..columns).map(|column| ROOM * part(column) / parts).collect()
}

fn cell(text: &str, cut: Cut, label: bool) -> TableCell {
    let align = if label { AlignmentType::Center } else { AlignmentType::Left };
    let line = |text| {
        let spacing = LineSpacing::new().line_rule(LineSpacingType::Exact).line(cut.line);
        let run = Run::new().add_text(text).size(cut.size);
        Paragraph::new().add_run(run).line_spacing(spacing).align(align)
    };
    let empty = TableCell::new().vertical_align(VAlignType::Center);
    text.split('\n').map(line).fold(empty, TableCell::add_paragraph)
}
