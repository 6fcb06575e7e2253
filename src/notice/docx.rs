//! A paper as .docx: A4, the margins and fonts of official papers, fonts by name so that each office program
//! takes its own.
use super::paper::{Block, Paper};
use docx_rs::{
    AlignmentType, Docx, LineSpacing, LineSpacingType, PageMargin, Paragraph, Run, RunFonts,
    SpecialIndentType, Table, TableCell, TableRow, WidthType,
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

/// A4, in twentieths of a point.
const A4: (u32, u32) = (11_906, 16_838);
/// What is left of its width between the margins.
const ROOM: usize = 8_844;
/// Font sizes in half points: 二号 for the title, 三号 for the text, 四号 in tables.
const SIZE_TITLE: usize = 44;
const SIZE: usize = 32;
const SIZE_TABLE: usize = 28;
/// Two hanzi of the text, in twentieths of a point.
const INDENT: i32 = 640;
/// 28 points from line to line.
const LINE: i32 = 560;

impl Paper {
    /// As a document for an office program.
    pub fn docx(&self) -> io::Result<Vec<u8>> {
        let margin = PageMargin::new().top(2_098).bottom(1_984).left(1_587).right(1_475);
        let empty = Docx::new()
            .page_size(A4.0, A4.1)
            .page_margin(margin)
            .default_fonts(fonts(SONG))
            .default_size(SIZE);
        let mut bytes = Cursor::new(Vec::new());
        let whole = self.blocks.iter().fold(empty, add);
        whole.build().pack(&mut bytes).map_err(io::Error::other)?;
        Ok(bytes.into_inner())
    }
}

fn add(docx: Docx, block: &Block) -> Docx {
    let put = |docx: Docx, text: &str, shape: fn(Paragraph) -> Paragraph| {
        text.split('\n').fold(docx, |docx, line| docx.add_paragraph(shape(paragraph(line, SONG, SIZE))))
    };
    match block {
        Block::Title(text) => {
            docx.add_paragraph(paragraph(text, TITLE, SIZE_TITLE).align(AlignmentType::Center))
        }
        Block::Head(text) => docx.add_paragraph(paragraph(text, BLACK, SIZE)),
        Block::Right(text) => put(docx, text, |one| one.align(AlignmentType::Right)),
        Block::Left(text) => put(docx, text, |one| one),
        Block::Body(text) => {
            put(docx, text, |one| one.indent(None, Some(SpecialIndentType::FirstLine(INDENT)), None, None))
        }
        Block::Table(rows) => docx.add_table(table(rows)),
        Block::Gap => docx.add_paragraph(paragraph("", SONG, SIZE)),
    }
}

fn fonts(east_asia: &str) -> RunFonts {
    RunFonts::new().east_asia(east_asia).ascii(LATIN).hi_ansi(LATIN)
}

fn paragraph(text: &str, font: &str, size: usize) -> Paragraph {
    let spacing = LineSpacing::new().line_rule(LineSpacingType::AtLeast).line(LINE);
    let run = Run::new().add_text(text).fonts(fonts(font)).size(size);
    Paragraph::new().add_run(run).line_spacing(spacing)
}

/// A table over the whole width; where there are two columns, the first one holds labels and is narrow.
fn table(rows: &[Vec<String>]) -> Table {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(1).max(1);
    let widths = if columns == 2 { vec![ROOM / 4, ROOM - ROOM / 4] } else { vec![ROOM / columns; columns] };
    let cell = |(text, width): (&String, &usize)| {
        let lines = text.split('\n').map(|line| paragraph(line, SONG, SIZE_TABLE));
        lines.fold(TableCell::new().width(*width, WidthType::Dxa), TableCell::add_paragraph)
    };
    let row = |cells: &Vec<String>| TableRow::new(cells.iter().zip(&widths).map(cell).collect());
    Table::new(rows.iter().map(row).collect()).set_grid(widths.clone()).width(ROOM, WidthType::Dxa)
}
