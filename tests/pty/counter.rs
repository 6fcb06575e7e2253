//! A counter where somebody sits: a store of its own, the intake form open.
use std::ops::{Deref, DerefMut};
use std::path::Path;

use rustix::process::Signal;
use tempfile::TempDir;

use crate::desk::{Answer, Desk, Glass};

const PROGRAM: &str = env!("CARGO_BIN_EXE_fengqiao");

pub const F2: &str = "\x1bOQ";
pub const F5: &str = "\x1b[15~";
pub const F10: &str = "\x1b[21~";
pub const F12: &str = "\x1b[24~";
pub const CTRL_N: &str = "\x0e";

/// Row and column of the first column of the name field.
pub const NAME: (u16, u16) = (2, 11);
/// The same of the field for the address.
pub const ADDRESS: (u16, u16) = (5, 11);
/// The same of the field for facts and reasons.
pub const FACTS: (u16, u16) = (10, 11);

pub struct Counter {
    desk: Desk,
    home: TempDir,
}

impl Counter {
    /// The intake form with the caret in the name field.
    pub fn open() -> Self {
        Self::open_with(&[], &[])
    }

    /// The same with more arguments and another environment.
    pub fn open_with(arguments: &[&str], env: &[(&str, &str)]) -> Self {
        let home = tempfile::tempdir().unwrap();
        let mut counter = Self { desk: run(home.path(), &[], arguments, env, Answer::Honest), home };
        counter.sit();
        counter.intake();
        counter
    }

    /// The form of the first start, filled in.
    fn sit(&mut self) {
        sit(self, "测试员");
        self.until_text("没有在办的信访事项");
    }

    pub fn intake(&self) {
        self.send(CTRL_N);
        self.until("caret in the name field", |glass| {
            glass.text().contains("证件号") && glass.caret() == NAME
        });
        self.settle();
    }

    /// The program again on the same store, as after a break-down, through another command if given.
    pub fn again(&mut self, wrapper: &[&str]) {
        self.desk = run(self.home.path(), wrapper, &[], &[], Answer::Honest);
        self.until_text("今日");
    }

    /// Where the store is.
    pub fn store(&self) -> std::path::PathBuf {
        self.home.path().join("store.db")
    }

    /// Types into the field where the caret is, and waits until it is there.
    pub fn write(&self, text: &str) {
        self.send(text);
        self.until_text(text);
        self.settle();
    }

    /// Opens the program again and finds what was being typed when it ended.
    pub fn find_draft(&mut self, text: &str) {
        self.again(&[]);
        self.until_text("未完成的登记");
        self.send("\r");
        self.until_text(text);
    }

    pub fn kill(&mut self) {
        self.signal(Signal::KILL);
        self.end();
    }
}

/// Fills in the form of the first start: who sits at the housing counter.
pub fn sit(desk: &Desk, name: &str) {
    desk.until_text("首次使用");
    desk.send("ZJ\r");
    desk.until("caret in the second field", |glass| glass.caret() == (4, 16));
    desk.send(name);
    desk.until_text(name);
    desk.send(F2);
}

/// Runs the program on the store in `home`.
pub fn run(home: &Path, wrapper: &[&str], arguments: &[&str], env: &[(&str, &str)], answer: Answer) -> Desk {
    let store = home.join("store.db");
    let program = [PROGRAM, "--store", store.to_str().unwrap(), "--lang", "zh"];
    let home = home.to_str().unwrap();
    let env = [&[("HOME", home), ("XDG_CONFIG_HOME", home)], env].concat();
    Desk::start(&[wrapper, &program, arguments].concat(), &env, answer)
}

impl Glass {
    /// Row and column of the caret.
    pub fn caret(&self) -> (u16, u16) {
        self.screen().cursor_position()
    }
}

impl Deref for Counter {
    type Target = Desk;

    fn deref(&self) -> &Desk {
        &self.desk
    }
}

impl DerefMut for Counter {
    fn deref_mut(&mut self) -> &mut Desk {
        &mut self.desk
    }
}
