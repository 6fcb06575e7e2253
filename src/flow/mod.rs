//! The words the rooms speak to each other. Plain data, so that tests can read and compare it.
mod cx;
mod desk;
mod note;
mod reason;
mod telling;
mod vocabulary;

pub use cx::{Cx, Ops};
pub use desk::{Desk, Ticket};
pub use note::{Note, Tone, article, why};
pub use telling::Teller;
pub use vocabulary::Vocabulary;

use crate::{
    domain::{catalog::List, notice::Notice, petition::No, rights::Actor, step::StepKind},
    form::Sheet,
    keys::Key,
    search::{Hits, Query},
    store::{Draft, Known, Reply, Request, StoreError},
};
use serde::{Deserialize, Serialize};
use std::{path::PathBuf, time::Duration};

/// Whatever happens to us.
#[derive(Clone, Debug)]
pub enum Msg {
    /// A key was pressed.
    Key(Key),
    /// A text was pasted.
    Paste(String),
    /// The terminal said something that a person should know.
    Heard(Note),
    /// The terminal has another size: columns, rows.
    Resize(u16, u16),
    /// The store answered.
    Answer(Ticket, Result<Reply, StoreError>),
    /// The finder answered.
    Found(Ticket, Box<Found>),
    /// A long work went on or ended.
    Worked(Ticket, Box<Work>),
    /// Somebody, here or elsewhere, wrote to the store.
    Changed,
    /// A time that was asked for has come.
    Rang(Alarm),
}

/// Whatever we want done.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask the store.
    Ask(Ticket, Request),
    /// Ask the finder.
    Find(Ticket, Seek),
    /// Start a long work, or a work outside the store.
    Work(Ticket, Job),
    /// Keep a form as a draft.
    Keep {
        /// Id of the order that saving it will be.
        id: String,
        /// Which form: [`Paper::form`].
        form: String,
        /// As it is now.
        sheet: Sheet,
        /// The field in which the hands are; leaving one is reason enough to write at once.
        field: String,
    },
    /// Forget the draft of a form.
    Forget {
        /// Id of the order that saving it would have been.
        id: String,
    },
    /// Ring after a while.
    After(Duration, Alarm),
    /// Open a screen over this one.
    Go(Route),
    /// Close this screen.
    Back,
    /// Close this screen and open another one in its place.
    Instead(Route),
    /// Say something on the message line.
    Tell(Note),
    /// Sit down as this clerk.
    Sit(Actor),
    /// Remember an intake that was saved, for `=`.
    Remember(Sheet),
    /// Draw everything anew.
    Redraw,
    /// Leave the program.
    Quit,
}

/// What a key or a message wants done, in order.
pub type Effects = Vec<Effect>;

/// What the finder is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seek {
    /// What was typed into the box.
    Text {
        /// The box, taken apart.
        query: Query,
        /// Rows wanted.
        limit: usize,
    },
    /// Who may be standing at the counter.
    Person {
        /// Name so far.
        name: String,
        /// Identity number so far.
        identity: String,
        /// Phone so far.
        phone: String,
    },
}

/// What the finder found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Petitions.
    pub hits: Hits,
    /// People, when a person was sought.
    pub known: Vec<Known>,
}

/// A work that takes longer than a frame or leaves the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Job {
    /// Print a paper of each of some petitions: files in the outbox, and `lp` where there is one.
    Print {
        /// The petitions.
        petitions: Vec<No>,
        /// Which paper; what fits the last step when none is named.
        notice: Option<Notice>,
    },
    /// Read the beginning of a sheet and guess what its columns mean.
    Preview(PathBuf),
    /// Take a sheet in.
    Import {
        /// The file.
        file: PathBuf,
        /// Which column holds which field, by field id.
        columns: Vec<(String, Option<usize>)>,
        /// Only say what would happen.
        dry: bool,
    },
}

/// How a work goes.
#[derive(Clone, Debug, PartialEq)]
pub enum Work {
    /// So many of so many rows, at so many a second.
    Going {
        /// Rows done.
        done: usize,
        /// Rows in all.
        of: usize,
        /// Rows a second.
        rate: usize,
    },
    /// What a sheet looks like.
    Preview(Preview),
    /// A sheet is in.
    Imported(Tally),
    /// A paper is printed.
    Printed {
        /// The file it was written to.
        file: String,
        /// The printer took it.
        printer: bool,
    },
    /// The papers of several petitions are printed, but for those that could not be.
    PrintedMany {
        /// So many are.
        printed: usize,
        /// The printer took every one of them.
        printer: bool,
        /// The others, and why each is not.
        refused: Vec<(No, Note)>,
    },
    /// It failed.
    Failed(Note),
}

/// The beginning of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// The file.
    pub file: PathBuf,
    /// Column names.
    pub header: Vec<String>,
    /// Which column holds which field, by field id.
    pub columns: Vec<(String, Option<usize>)>,
    /// The first rows.
    pub rows: Vec<Vec<String>>,
    /// Rows that hold anything.
    pub total: usize,
}

/// What became of the rows of a sheet; the four add up to the rows that hold anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// New petitions.
    pub imported: usize,
    /// Merged into the petition with the same national number.
    pub merged: usize,
    /// Nothing new.
    pub unchanged: usize,
    /// Could not be taken in.
    pub rejected: usize,
    /// Where the rejected rows are.
    pub rejected_file: Option<String>,
}

/// Something to be rung for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alarm {
    /// An order may still be waiting for its turn at the store.
    Waiting(Ticket),
}

/// Where one can go.
#[derive(Clone, Debug, PartialEq)]
pub enum Route {
    /// The work of my office.
    Today,
    /// A form, with what already stands in it.
    Paper(Box<Paper>, Sheet),
    /// A form that was left open.
    Draft(Box<Draft>),
    /// The find box.
    Find,
    /// A petition's page.
    Petition(No),
    /// The steps of a petition's path.
    Steps(No),
    /// The leaders' board.
    Board,
    /// A case's page.
    Case(No),
    /// Offices, units, leaders, clerks, phrases, settings.
    Settings,
    /// A sheet of the province's platform.
    Import,
}

/// A form and what it is about. Written as JSON it is also the name under which its draft is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Paper {
    /// A new petition.
    New,
    /// A petition that is put right.
    Mend {
        /// Its number.
        no: No,
        /// The version on which it is decided.
        version: u32,
    },
    /// First start: who sits here.
    Sit,
    /// The same matter again.
    Again {
        /// The petition.
        no: No,
        /// What it is about, to be read back.
        title: String,
        /// Nobody owes it a step any more: it becomes a new petition, linked to this one.
        #[serde(default)]
        closed: bool,
    },
    /// A progress note.
    Note {
        /// The petition.
        no: No,
        /// Its version.
        version: u32,
    },
    /// A step of a petition's path.
    Step {
        /// The petition.
        no: No,
        /// Which step.
        step: StepKind,
        /// Its version.
        version: u32,
    },
    /// Put a petition into a case.
    Join {
        /// The petition.
        petition: No,
    },
    /// Open a case.
    CaseNew {
        /// Its first petition.
        petition: Option<No>,
    },
    /// Add a petition to a case by its number.
    CaseAdd {
        /// The case.
        no: No,
    },
    /// Assign a case or hand it over.
    CaseAssign {
        /// The case.
        no: No,
        /// Its version.
        version: u32,
    },
    /// Log a review meeting.
    CaseReview {
        /// The case.
        no: No,
        /// Its version.
        version: u32,
    },
    /// Change a case.
    CaseMend {
        /// The case.
        no: No,
        /// Its version.
        version: u32,
    },
    /// An entry of a list.
    Item {
        /// Which list.
        list: List,
        /// The code of the entry; `None` for a new one.
        code: Option<String>,
    },
    /// A setting.
    Setting {
        /// Which.
        key: String,
    },
}

impl Job {
    /// Prints what fits the last step of a petition.
    pub fn print(no: No) -> Self {
        Self::Print { petitions: vec![no], notice: None }
    }
}

impl Paper {
    /// The name under which its draft is kept.
    pub fn form(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Decides on another version of what it is about.
    pub fn decide_on(&mut self, newest: u32) {
        if let Self::Mend { version, .. }
        | Self::Note { version, .. }
        | Self::Step { version, .. }
        | Self::CaseAssign { version, .. }
        | Self::CaseReview { version, .. }
        | Self::CaseMend { version, .. } = self
        {
            *version = newest;
        }
    }

    /// The paper that a draft was kept under.
    pub fn of(form: &str) -> Option<Self> {
        serde_json::from_str(form).ok()
    }
}
