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

/// One `<text>` per run of cells of the same look, with the place of every glyph told, so that columns hold in
/// any viewer and whatever its fonts.
fn svg(buffer: &Buffer) -> String {
    let (columns, rows) = (usize::from(buffer.area.width), usize::from(buffer.area.height));
    let (width, height) = (columns * CELL.0 + 2 * MARGIN, rows * CELL.1 + 2 * MARGIN);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" font-family=\"'Noto Sans Mono CJK SC','Sarasa Mono SC','DejaVu Sans Mono',monospace\" \
         font-size=\"16\">\n<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#1b1f24\"/>\n"
    );
    for y in 0..buffer.area.height {
        for run in runs(buffer, y) {
            let modifier = run.cell.modifier;
            let bold = if modifier.contains(Modifier::BOLD) { " font-weight=\"bold\"" } else { "" };
            let line =
                if modifier.contains(Modifier::UNDERLINED) { " text-decoration=\"underline\"" } else { "" };
            let at: Vec<String> = run.columns.iter().map(|x| (MARGIN + x * CELL.0).to_string()).collect();
            writeln!(
                out,
                "<text x=\"{}\" y=\"{}\" fill=\"{}\"{bold}{line}>{}</text>",
                at.join(" "),
                MARGIN + usize::from(y) * CELL.1 + 15,
                colour(&run.cell),
                escaped(&run.text),
            )
            .unwrap();
        }
    }
    out + "</svg>\n"
}

/// Glyphs of one look that follow one another, with the column of each.
struct Run {
    columns: Vec<usize>,
    text: String,
    end: usize,
    cell: Cell,
}

/// The runs of a row; blanks end one.
fn runs(buffer: &Buffer, y: u16) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut x = 0;
    while let Some(cell) = buffer.cell((x, y)) {
        let (column, cols) = (usize::from(x), cell.symbol().width().max(1));
        x += u16::try_from(cols).unwrap();
        if cell.symbol().trim().is_empty() {
            continue;
        }
        let like = |run: &Run| run.cell.fg == cell.fg && run.cell.modifier == cell.modifier;
        match runs.last_mut() {
            Some(run) if run.end == column && like(run) => {
                run.columns.push(column);
                run.text.push_str(cell.symbol());
                run.end += cols;
            }
            _ => runs.push(Run {
                columns: vec![column],
                text: cell.symbol().to_owned(),
                end: column + cols,
                cell: cell.clone(),
            }),
        }
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
        v.keys("n")
            .types("张华伟")
            .keys("f7 enter enter")
            .types("gz")
            .keys("enter")
            .types("拖欠工资三个月")
            .keys("enter");
        v.types("在滨江路工地做工，老板拖欠三个月工资，多次讨要没有结果。");
        draw(&v, &format!("intake-{end}"));
        v.keys("f3 /").types("zhw");
        draw(&v, &format!("find-{end}"));
        v.keys("f3 b").size(100, 30);
        draw(&v, &format!("board-{end}"));
        v.keys("f3").size(100, 24);
        draw(&v, &format!("today-{end}"));
        v.keys("down y").size(100, 20);
        draw(&v, &format!("limits-{end}"));
        v.keys("f3 g v v").size(100, 24);
        draw(&v, &format!("figures-{end}"));
    }
}
