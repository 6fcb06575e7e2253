//! The poster of a row with a QR code: a sheet of A4 that hangs where people pass.
use crate::{domain::qr::Qr, lang::Lang, text::width};
use std::fmt::Write;

/// What stands on a poster.
pub struct Poster<'a> {
    /// Whose it is.
    pub house: &'a str,
    /// What the row is about.
    pub title: &'a str,
    /// Its number.
    pub no: &'a str,
    /// Its code.
    pub code: &'a Qr,
    /// Whether the code opens a page; otherwise it is shown at the counter.
    pub opens: bool,
    /// Whether the row is made up.
    pub demo: bool,
}

/// Millimetres: the sheet, the side of the code, and how wide lines of text are.
const SHEET: (usize, usize) = (210, 297);
const SIDE: usize = 140;
const LINE: usize = 180;

impl Poster<'_> {
    /// As a picture that prints at any size.
    pub fn svg(&self, lang: &Lang) -> String {
        let (width, height) = SHEET;
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}mm\" height=\"{height}mm\" \
             viewBox=\"0 0 {width} {height}\" text-anchor=\"middle\" \
             font-family=\"'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','SimHei',sans-serif\">\n\
             <rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n"
        );
        let house =
            if self.demo { format!("[{}] {}", lang.say("demo"), self.house) } else { self.house.to_owned() };
        let how = if self.opens { "poster-open" } else { "poster-show" };
        text(&mut svg, &house, (14, 20), &[10, 7, 5]);
        text(&mut svg, self.title.lines().next().unwrap_or_default(), (40, 44), &[16, 12, 8, 5]);
        self.squares(&mut svg);
        text(&mut svg, self.no, (236, 12), &[10]);
        text(&mut svg, &lang.fill(how, &[("house", self.house.into())]), (254, 30), &[8, 6, 5]);
        svg + "</svg>\n"
    }

    fn squares(&self, svg: &mut String) {
        let (side, left) = (self.code.side(), (SHEET.0 - SIDE) / 2);
        put(
            svg,
            format_args!(
                "<svg x=\"{left}\" y=\"92\" width=\"{SIDE}\" height=\"{SIDE}\" viewBox=\"0 0 {side} {side}\" \
                 shape-rendering=\"crispEdges\"><path d=\""
            ),
        );
        let squares = (0..side).flat_map(|y| (0..side).map(move |x| (x, y)));
        for (x, y) in squares.filter(|(x, y)| self.code.is_dark(*x, *y)) {
            put(svg, format_args!("M{x} {y}h1v1h-1z"));
        }
        svg.push_str("\"/></svg>\n");
    }
}

fn put(svg: &mut String, what: std::fmt::Arguments<'_>) {
    // Writing to a string does not fail.
    let _ = svg.write_fmt(what);
}

/// Lines of text below a place, as large as they fit into so many millimetres.
fn text(svg: &mut String, said: &str, (top, high): (usize, usize), sizes: &[usize]) {
    let lines = |size: usize| width::prose(said, LINE * 2 / size);
    let lead = |size: usize| size * 6 / 5;
    let fits = |size: &&usize| lines(**size).len() * lead(**size) <= high;
    let Some(size) = sizes.iter().find(fits).or(sizes.last()).copied() else { return };
    for (at, line) in lines(size).iter().take(high / lead(size)).enumerate() {
        let (x, y, line) = (SHEET.0 / 2, top + size + at * lead(size), escaped(line));
        put(svg, format_args!("<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\">{line}</text>\n"));
    }
}

/// As XML reads it: what no XML may hold is left out.
fn escaped(text: &str) -> String {
    let mut told = String::new();
    for c in text.chars().filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')) {
        match c {
            '&' => told.push_str("&amp;"),
            '<' => told.push_str("&lt;"),
            '>' => told.push_str("&gt;"),
            c => told.push(c),
        }
    }
    told
}
