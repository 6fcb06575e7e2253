//! Import: a sheet of the province's platform or of a register's rows, from its path over the meaning of its columns to
//! the count of what became of each row.
mod mapping;
pub mod view;

pub use mapping::Mapping;

use super::{Page, moved, register::view::name};
use crate::{
    domain::{catalog::List, register},
    flow::{Cx, Desk, Effect, Effects, Holds, Job, Paper, Route, Tally, Ticket, Work},
    form::{Sheet, edit_act},
    keys::{Action, Context},
    store::{Reply, StoreError},
    text::{clean, line::Line},
    widgets::list::Cursor,
};
use std::path::PathBuf;

/// The field without which petitions cannot be told apart.
const NUMBER: &str = "number";

/// Rows of the terminal that are not fields: head, file, column names, message, hints.
const AROUND: u16 = 5;

/// How far a run has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Going {
    /// Rows done.
    pub done: usize,
    /// Rows in all.
    pub of: usize,
    /// Rows a second.
    pub rate: usize,
}

/// Where one is on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Which file?
    File,
    /// The sheet is being opened.
    Reading,
    /// What do its columns mean?
    Columns,
    /// Rows are being taken in, or tried.
    Going(Going),
    /// What became of them.
    Done(Tally),
}

/// The import screen.
pub struct Import {
    /// What the file holds; a declaration opens in its form.
    pub holds: Holds,
    /// The path as typed.
    pub typed: Line,
    /// Where one is on the way.
    pub stage: Stage,
    /// The sheet and what its columns mean.
    pub sheet: Mapping,
    /// The chosen field.
    pub cursor: Cursor,
    /// The run writes nothing.
    pub dry: bool,
    read: Desk,
    take: Desk,
}

impl Import {
    /// The screen under its number.
    pub fn new(page: u32, holds: Holds) -> Self {
        Self {
            holds,
            typed: Line::default(),
            stage: Stage::File,
            sheet: Mapping::default(),
            cursor: Cursor::default(),
            dry: false,
            read: Desk::new(page, 0),
            take: Desk::new(page, 1),
        }
    }

    /// The path without the quotes and blanks that come along when it is dragged or pasted in.
    fn path(&self) -> PathBuf {
        let quotes: &[char] = &['"', '\'', '“', '”'];
        PathBuf::from(self.typed.text().trim().trim_matches(quotes))
    }

    fn open_sheet(&mut self) -> Effects {
        self.stage = Stage::Reading;
        vec![self.read.work(Job::Read { file: self.path(), holds: self.holds.clone() })]
    }

    /// What a field is called.
    pub fn field_name(&self, field: &str, cx: &Cx) -> String {
        match self.holds.register().and_then(|id| cx.lists.registers.get(id)) {
            Some(register) => name(register, field, cx),
            None => cx.lang.say(&format!("field-{field}")),
        }
    }

    fn start(&mut self, dry: bool) -> Effects {
        (self.dry, self.stage) = (dry, Stage::Going(Going::default()));
        let (file, columns) = (self.sheet.preview.file.clone(), self.sheet.preview.columns.clone());
        let register = self.holds.register().map(str::to_owned);
        vec![self.take.work(Job::Import { file, register, columns, dry })]
    }

    fn back(&mut self) -> Effects {
        self.stage = match &self.stage {
            Stage::Done(_) if self.dry => Stage::Columns,
            Stage::Columns | Stage::Reading => {
                self.read.forget();
                Stage::File
            }
            Stage::File | Stage::Going(_) | Stage::Done(_) => return vec![Effect::Back],
        };
        Vec::new()
    }

    /// Whether rows can be taken in from here: the columns are known, and they are not in already.
    fn ready(&self) -> bool {
        match self.stage {
            Stage::Columns => true,
            Stage::Done(_) => self.dry,
            Stage::File | Stage::Reading | Stage::Going(_) => false,
        }
    }
}

/// The form of a declaration, of the register that it is about where there is one already.
fn form(text: String, cx: &Cx) -> Effect {
    let id = register::read(&text).map_or_else(|_| String::new(), |register| register.id);
    let known = cx.catalog().get(List::Register, &id).is_some();
    let code = known.then(|| id.clone());
    let sheet = Sheet::default().with("code", if known { id } else { String::new() }).with("text", text);
    Effect::Instead(Route::Paper(Box::new(Paper::Item { list: List::Register, code }), sheet))
}

impl Page for Import {
    fn name(&self) -> &'static str {
        match self.holds {
            Holds::Petitions => "import",
            Holds::Rows(_) => "rows-import",
            Holds::Declaration => "declaration-import",
        }
    }

    fn contexts(&self) -> Vec<Context> {
        match self.stage {
            Stage::File => vec![Context::File],
            _ => vec![Context::Import, Context::List],
        }
    }

    fn open(&mut self, _cx: &Cx) -> Effects {
        Vec::new()
    }

    fn act(&mut self, action: Action, cx: &Cx) -> Effects {
        let (fields, room) =
            (self.sheet.preview.columns.len(), usize::from(cx.size.1.saturating_sub(AROUND)));
        match action {
            Action::AppBack => return self.back(),
            Action::ImportRead => return self.open_sheet(),
            Action::ImportTry => return self.start(true),
            Action::ImportStart => return self.start(false),
            _ if self.stage == Stage::File => drop(edit_act(&mut self.typed, action)),
            _ if self.stage != Stage::Columns || moved(&mut self.cursor, action, fields, room) => {}
            Action::ChoiceNext => self.sheet.turn(self.cursor.0, 1),
            Action::ChoicePrev => self.sheet.turn(self.cursor.0, -1),
            _ => {}
        }
        Vec::new()
    }

    fn text(&mut self, text: &str, _cx: &Cx) -> Effects {
        if self.stage == Stage::File {
            self.typed.insert(&clean::typed(text));
        }
        Vec::new()
    }

    fn answer(&mut self, _ticket: Ticket, _reply: Result<Reply, StoreError>, _cx: &Cx) -> Effects {
        Vec::new()
    }

    fn worked(&mut self, ticket: Ticket, work: Work, cx: &Cx) -> Effects {
        match work {
            Work::Preview(preview) if self.read.expects(ticket) => {
                self.sheet = Mapping { preview, named: (self.holds == Holds::Petitions).then_some(NUMBER) };
                (self.stage, self.cursor) = (Stage::Columns, Cursor::default());
            }
            Work::Declaration(text) if self.read.expects(ticket) => return vec![form(text, cx)],
            Work::Going { done, of, rate } if self.take.expects(ticket) => {
                self.stage = Stage::Going(Going { done, of, rate });
            }
            Work::Imported(tally) if self.take.expects(ticket) => self.stage = Stage::Done(tally),
            Work::Failed(_) if self.read.expects(ticket) && self.stage == Stage::Reading => {
                self.stage = Stage::File;
            }
            Work::Failed(_) if self.take.expects(ticket) => self.stage = Stage::Columns,
            _ => {}
        }
        Vec::new()
    }

    fn refuses(&self, action: Action, _cx: &Cx) -> Option<&'static str> {
        let going = matches!(self.stage, Stage::Going(_));
        match action {
            // Leaving would leave nobody to whom the count could be told.
            Action::AppBack | Action::GoToday | Action::ImportStart | Action::ImportTry if going => {
                Some("why-still-importing")
            }
            Action::ImportRead if self.typed.text().trim().is_empty() => Some("why-no-file"),
            Action::ImportStart | Action::ImportTry if !self.ready() => Some("why-no-sheet"),
            Action::ImportStart | Action::ImportTry if !self.sheet.is_usable() => Some("why-no-number"),
            Action::ChoiceNext | Action::ChoicePrev if self.stage != Stage::Columns => Some("why-no-sheet"),
            Action::ListOpen => Some("why-nothing-to-open"),
            Action::GoImport => Some("why-here-already"),
            Action::AppPrint => Some("why-nothing-to-print"),
            _ => None,
        }
    }
}
