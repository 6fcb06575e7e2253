//! Frames as a terminal emulator sees them, and what they cost.
use ratatui::Terminal;
use ratatui::buffer::CellWidth;
use ratatui::layout::Rect;
use ratatui::style::{Style, Stylize};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Clear, Paragraph};

use super::*;

struct Glazed {
    screen: vt100::Parser,
    frames: Vec<Vec<u8>>,
}

impl Glass for Glazed {
    fn size(&self) -> (u16, u16) {
        let (rows, cols) = self.screen.screen().size();
        (cols.into(), rows.into())
    }

    fn show(&mut self, frame: &[u8]) -> io::Result<()> {
        self.screen.process(frame);
        self.frames.push(frame.to_vec());
        Ok(())
    }
}

type Desk = Terminal<Paint<Glazed>>;

fn desk(rows: u16, cols: u16) -> Desk {
    let screen = vt100::Parser::new(rows.try_into().unwrap(), cols.try_into().unwrap(), 0);
    Terminal::new(Paint::new(Glazed { screen, frames: Vec::new() })).unwrap()
}

/// A field with a label and the caret so many columns into it.
fn show_field(desk: &mut Desk, text: &str, caret: usize) {
    let field = Line::from(vec!["姓名：".bold(), Span::raw(text)]);
    desk.draw(|frame| {
        frame.render_widget(Block::bordered().title("来访登记"), frame.area());
        frame.render_widget(field, Rect::new(1, 1, 30, 1));
        frame.set_cursor_position((7 + u16::try_from(caret).unwrap(), 1));
    })
    .unwrap();
}

fn type_into(desk: &mut Desk, text: &str) {
    show_field(desk, text, width::cols(text));
}

fn glass(desk: &Desk) -> &Glazed {
    &desk.backend().glass
}

fn last(desk: &Desk) -> String {
    String::from_utf8(glass(desk).frames.last().unwrap().clone()).unwrap()
}

#[test]
fn a_key_is_one_small_frame_that_ends_at_the_caret() {
    let mut desk = desk(24, 80);
    type_into(&mut desk, "");
    for (text, caret) in [("张", 9), ("张三", 11), ("张三a", 12), ("张三", 11), ("张", 9)] {
        let before = glass(&desk).frames.len();
        type_into(&mut desk, text);
        assert_eq!(glass(&desk).frames.len(), before + 1);
        let frame = last(&desk);
        assert!(frame.len() <= 20, "{} bytes: {frame:?}", frame.len());
        assert!(frame.ends_with(&format!("\x1b[2;{}H", caret + 1)), "{frame:?}");
        assert_eq!(glass(&desk).screen.screen().cursor_position(), (1, caret));
    }
}

#[test]
fn a_frame_that_changes_nothing_is_not_written() {
    let mut desk = desk(24, 80);
    type_into(&mut desk, "张三");
    type_into(&mut desk, "张三");
    assert_eq!(glass(&desk).frames.len(), 1);
}

#[test]
fn a_caret_that_only_moves_costs_its_place() {
    let mut desk = desk(24, 80);
    type_into(&mut desk, "张三");
    for caret in [2, 0, 4] {
        show_field(&mut desk, "张三", caret);
        assert_eq!(last(&desk), format!("\x1b[2;{}H", 8 + caret));
    }
}

#[test]
fn a_whole_screen_stays_small() {
    let mut desk = desk(24, 80);
    type_into(&mut desk, "张三");
    assert!(last(&desk).len() < LARGE, "{}", last(&desk).len());
}

#[test]
fn after_a_large_frame_the_caret_is_seen_again() {
    let mut desk = desk(24, 80);
    for text in ["枫桥经验".repeat(400), "来访登记".repeat(400)] {
        let page = Paragraph::new(text).wrap(ratatui::widgets::Wrap { trim: false });
        desk.draw(|frame| {
            frame.render_widget(page, frame.area());
            frame.set_cursor_position((3, 3));
        })
        .unwrap();
        assert!(last(&desk).len() > LARGE && !glass(&desk).screen.screen().hide_cursor());
    }
}

#[test]
fn colours_are_the_sixteen_that_every_terminal_knows() {
    let mut desk = desk(3, 40);
    desk.draw(|frame| {
        let line = Line::from(vec![
            "红".red(),
            "亮".light_blue().on_gray(),
            "选".reversed().bold(),
            "平".into(),
            "外".fg(Color::Rgb(1, 2, 3)),
        ]);
        frame.render_widget(line, frame.area());
    })
    .unwrap();
    let frame = last(&desk);
    assert!(!frame.contains("38;") && !frame.contains("59m"), "{frame:?}");
    let screen = glass(&desk).screen.screen();
    let cell = |col| screen.cell(0, col).unwrap();
    assert_eq!(cell(0).fgcolor(), vt100::Color::Idx(1));
    assert_eq!((cell(2).fgcolor(), cell(2).bgcolor()), (vt100::Color::Idx(12), vt100::Color::Idx(7)));
    assert!(cell(4).inverse() && cell(4).bold() && cell(4).bgcolor() == vt100::Color::Default);
    assert!(!cell(6).inverse() && !cell(6).bold());
}

#[test]
fn behind_a_wide_quotation_mark_the_place_is_said_and_its_second_column_left_alone() {
    let mut desk = desk(3, 40);
    desk.backend_mut().wide = true;
    desk.draw(|frame| frame.render_widget("“\u{a0}枫桥”\u{a0}", frame.area())).unwrap();
    let frame = last(&desk);
    assert!(frame.ends_with("\x1b[1;1H“\x1b[1;3H枫桥”"), "{frame:?}");
}

#[test]
fn the_caret_is_hidden_where_no_place_is_given() {
    let mut desk = desk(3, 40);
    desk.draw(|frame| frame.render_widget("枫桥", frame.area())).unwrap();
    assert!(glass(&desk).screen.screen().hide_cursor());
    type_into(&mut desk, "张");
    assert!(!glass(&desk).screen.screen().hide_cursor());
}

/// Frame upon frame of Chinese text, pop-ups at every place, sizes that change: what the emulator
/// shows must be what a fresh painting would show.
#[test]
fn many_frames_end_where_one_frame_would() {
    for x in 0..12 {
        let mut desk = desk(6, 20);
        let page = "张三李四“王五”，枫桥镇abc诉求\u{1f600}葛\u{e0100}—完".repeat(3);
        let paint = |desk: &mut Desk, popup: bool| {
            desk.draw(|frame| {
                frame.render_widget(
                    Paragraph::new(page.as_str()).wrap(ratatui::widgets::Wrap { trim: false }),
                    frame.area(),
                );
                if popup {
                    let area = Rect::new(x, 1, 8, 4).intersection(frame.area());
                    frame.render_widget(Clear, area);
                    frame.render_widget(Block::bordered().style(Style::new().blue()), area);
                }
                frame.set_cursor_position((x, 1));
            })
            .unwrap();
        };
        for popup in [false, true, false] {
            paint(&mut desk, popup);
        }
        let after = glass(&desk).screen.screen().contents();
        desk.clear().unwrap();
        paint(&mut desk, false);
        assert_eq!(glass(&desk).screen.screen().contents(), after, "popup at {x}");
    }
}

#[test]
fn a_terminal_of_any_size_can_be_painted() {
    for cols in 1..24 {
        for rows in 1..6 {
            let mut desk = desk(rows, cols);
            for text in ["张三", "诸暨市枫桥镇枫桥街道", "a"] {
                desk.draw(|frame| {
                    frame.render_widget(Paragraph::new(text).block(Block::bordered()), frame.area());
                    frame.set_cursor_position((cols - 1, rows - 1));
                })
                .unwrap();
            }
        }
    }
}

proptest::proptest! {
    /// Our ruler and the layout's must agree, or the caret drifts.
    #[test]
    fn text_is_measured_as_it_is_laid_out(text in "(\\PC{0,3}[ｶﾞﾟ葛\u{e0100}☎\u{fe0f}\u{200d}“…]{0,3}){0,6}") {
        let shown = width::shown(&text);
        let laid_out: usize = Span::raw(shown.as_ref()).styled_graphemes(Style::new()).map(|g| usize::from(g.symbol.cell_width())).sum();
        proptest::prop_assert_eq!(width::cols(&text), laid_out);
    }
}
