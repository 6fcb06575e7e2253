//! The README's first command, walked as it says: a made-up town that goes with the desk.
use std::fs;
use std::path::Path;
use std::time::Duration;

use fengqiao::lang::{Lang, Locale};
use rustix::process::Signal;
use tempfile::TempDir;

use crate::counter::F10;
use crate::desk::{Answer, Desk, Glass};

const ESC: &str = "\x1b";
const F1: &str = "\x1bOP";
const F3: &str = "\x1bOR";
const F9: &str = "\x1b[20~";

/// A demonstration in one language and size, with the directory in which it makes its own.
struct Tour {
    desk: Desk,
    lang: Lang,
    temporary: TempDir,
}

impl Tour {
    fn begin(locale: Locale, size: (u16, u16)) -> Self {
        let tour = Self::start(locale, size);
        tour.sees(&[&tour.says("view-open"), &tour.says("demo"), "ZJ-20"]);
        tour
    }

    /// The same before anything is to be seen.
    fn start(locale: Locale, size: (u16, u16)) -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let name = if locale == Locale::Zh { "zh" } else { "en" };
        let program = [env!("CARGO_BIN_EXE_fengqiao"), "--lang", name, "--demo"];
        let place = temporary.path().to_str().unwrap();
        let desk = Desk::start_sized(&program, &[("TMPDIR", place), ("HOME", place)], Answer::Honest, size);
        Self { desk, lang: Lang::new(locale), temporary }
    }

    fn says(&self, id: &str) -> String {
        self.lang.say(id)
    }

    fn sees(&self, texts: &[&str]) {
        for text in texts {
            self.desk.until_text(text);
        }
    }

    /// Presses a key and waits for what it opens: the name of a screen at the end of the path in the corner.
    fn goes(&self, key: &str, name: &str) {
        self.desk.send(key);
        let name = self.says(name);
        self.desk.until(&name, |glass| {
            let text = glass.text();
            let path = text.lines().next().unwrap_or_default();
            path.split("  ").next().is_some_and(|path| path.ends_with(&name))
        });
    }

    /// Types into the find box until the chosen row, which is the first one, holds a text, and is there because of what
    /// was typed: an answer to what was typed before may hold it too.
    fn finds(&self, typed: &str, text: &str, because: &str) {
        self.desk.send(typed);
        let because = self.says(because);
        self.desk.until(text, |glass| [text, &because].iter().all(|part| chosen(glass).contains(part)));
    }

    /// Presses a key that lays something over the screen, and takes it away again.
    fn lifts(&self, key: &str, title: &str) {
        let title = format!("-- {}", self.says(title));
        self.desk.send(key);
        self.sees(&[&title]);
        self.desk.send(ESC);
        self.desk.until("nothing over it", |glass| !glass.text().contains(&title));
    }

    fn made(&self) -> usize {
        entries(self.temporary.path())
    }
}

/// The row of a list before which the mark stands.
fn chosen(glass: &Glass) -> String {
    glass.text().lines().find(|row| row.starts_with("> ")).unwrap_or_default().to_owned()
}

fn entries(directory: &Path) -> usize {
    fs::read_dir(directory).unwrap().count()
}

fn walk(locale: Locale, size: (u16, u16)) {
    let mut tour = Tour::begin(locale, size);
    assert_eq!(tour.made(), 1);
    tour.goes("/", "find");
    tour.desk.send("zhw");
    tour.sees(&["张华伟", &tour.says("hit-initials")]);
    // Answers come while one types; only a text that nothing else fits puts one row first for good.
    tour.finds("\x15张华伟", "张华伟", "hit-name");
    tour.goes("\r", "petition");
    tour.sees(&["张华伟", &tour.says("intake-demand")]);
    tour.goes(F3, "find");
    tour.goes(F3, "today");
    tour.goes("b", "board");
    tour.goes(F3, "today");
    tour.goes("s", "settings");
    tour.goes(F3, "today");
    tour.lifts(F1, "help-title");
    tour.lifts("?", "help-title");
    tour.lifts(F9, "menu-title");
    tour.goes("n", "intake");
    tour.lifts(F1, "help-title");
    tour.goes(ESC, "today");
    tour.desk.send(F10);
    assert!(tour.desk.end().0.success());
    assert_eq!(tour.made(), 0, "the town is still there");
}

#[test]
fn the_demonstration_is_walked_in_chinese() {
    walk(Locale::Zh, (80, 24));
}

#[test]
fn the_demonstration_is_walked_in_english() {
    walk(Locale::En, (80, 24));
}

#[test]
fn the_demonstration_is_walked_in_a_wide_window_in_chinese() {
    walk(Locale::Zh, (120, 40));
}

#[test]
fn the_demonstration_is_walked_in_a_wide_window_in_english() {
    walk(Locale::En, (120, 40));
}

#[test]
fn the_town_goes_however_the_demonstration_ends() {
    for signal in [Signal::HUP, Signal::TERM] {
        let mut tour = Tour::begin(Locale::Zh, (80, 24));
        tour.desk.signal(signal);
        tour.desk.end();
        assert_eq!(tour.made(), 0, "{signal:?}");
    }
    let mut tour = Tour::begin(Locale::Zh, (80, 24));
    tour.desk.hang_up();
    tour.desk.end();
    assert_eq!(tour.made(), 0, "the line broke");
}

#[test]
fn a_town_that_is_still_being_made_goes_too() {
    for signal in [Signal::HUP, Signal::INT, Signal::TERM] {
        let mut tour = Tour::start(Locale::Zh, (80, 24));
        while tour.made() == 0 {
            tour.desk.is_quiet(Duration::from_millis(1));
        }
        tour.desk.signal(signal);
        assert!(!tour.desk.end().0.success());
        assert_eq!(tour.made(), 0, "{signal:?}");
    }
}
