//! The pictures of the README, drawn from the real screens.
use crate::{
    support::{Visit, town},
    written::agrees,
};
use fengqiao::lang::Locale;
use ratatui::{
    buffer::{Buffer, Cell},
    style::{Color, Modifier},
};
use std::fmt::Write;
use unicode_width::UnicodeWidthStr;

/// Pixels of a cell, and of the margin.
const CELL: (usize, usize) = (9, 20);
const MARGIN: usize = 12;

fn colour(cell: &Cell) -> &'static str {
    match cell.fg {
        Color::Cyan => "#56b6c2",
        Color::Yellow => "#d7ba7d",
        Color::Green => "#7fb069",
        Color::Red => "#e06c75",
        Color::DarkGray => "#8a919c",
        _ => "#d8dee6",
    }
}

/// One `<text>` per run of cells of the same look, with its length told, so that columns hold in any viewer.
fn svg(buffer: &Buffer) -> String {
    let (columns, rows) = (usize::from(buffer.area.width), usize::from(buffer.area.height));
    let (width, height) = (columns * CELL.0 + 2 * MARGIN, rows * CELL.1 + 2 * MARGIN);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" font-family=\"'Noto Sans Mono CJK SC','Sarasa Mono SC','DejaVu Sans Mono',monospace\" \
         font-size=\"15\">\n<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#1b1f24\"/>\n"
    );
    for y in 0..buffer.area.height {
        for (x, cols, text, cell) in runs(buffer, y) {
            let bold = if cell.modifier.contains(Modifier::BOLD) { " font-weight=\"bold\"" } else { "" };
            let line = if cell.modifier.contains(Modifier::UNDERLINED) {
                " text-decoration=\"underline\""
            } else {
                ""
            };
            writeln!(
                out,
                "<text x=\"{}\" y=\"{}\" textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\" fill=\"{}\"{bold}{line}>{}</text>",
                MARGIN + x * CELL.0,
                MARGIN + usize::from(y) * CELL.1 + 15,
                cols * CELL.0,
                colour(&cell),
                escaped(&text),
            )
            .unwrap();
        }
    }
    out + "</svg>\n"
}

/// Runs of a row: column, columns, text, and a cell that looks like them all. Blanks end a run, because
/// stretching them would move what follows.
fn runs(buffer: &Buffer, y: u16) -> Vec<(usize, usize, String, Cell)> {
    let mut runs: Vec<(usize, usize, String, Cell)> = Vec::new();
    let mut x = 0;
    while let Some(cell) = buffer.cell((x, y)) {
        let cols = cell.symbol().width().max(1);
        let blank = cell.symbol().trim().is_empty();
        let wide = cols > 1;
        match runs.last_mut() {
            Some((start, length, text, like))
                if !blank
                    && *start + *length == usize::from(x)
                    && like.fg == cell.fg
                    && like.modifier == cell.modifier
                    && (like.symbol().width() > 1) == wide =>
            {
                *length += cols;
                text.push_str(cell.symbol());
            }
            _ if !blank => runs.push((usize::from(x), cols, cell.symbol().to_owned(), cell.clone())),
            _ => {}
        }
        x += u16::try_from(cols).unwrap();
    }
    runs
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Draws what a visit sees into a file of docs/.
fn draw(visit: &Visit, name: &str) {
    agrees(&format!("docs/{name}.svg"), &svg(&visit.buffer()));
}

#[test]
fn the_pictures_show_the_screens_of_today() {
    for (locale, end) in [(Locale::En, "en"), (Locale::Zh, "zh")] {
        let mut v = town(locale);
        v.keys("n").types("张华伟").keys("f7 enter enter").types("gz").keys("enter").types("拖欠工资三个月").keys("enter");
        v.types("在滨江路工地做工，老板拖欠三个月工资，多次讨要没有结果。");
        draw(&v, &format!("intake-{end}"));
        v.keys("f3 /").types("zhw");
        draw(&v, &format!("find-{end}"));
        v.keys("f3 b").size(100, 30);
        draw(&v, &format!("board-{end}"));
    }
}
