//! The words the rooms speak to each other. Plain data, so that tests can read and compare it.
mod cx;
mod desk;
mod note;
mod paper;
mod reason;
mod telling;
mod vocabulary;
mod work;

pub use cx::{Cx, Ops};
pub use desk::{Desk, Ticket};
pub use note::{Note, Tone, article, why};
pub use paper::Paper;
pub use telling::{Teller, WISHES, shown};
pub use vocabulary::Vocabulary;
pub use work::{Holds, Preview, Printer, Tally, Why, Work};

use crate::{
    domain::{
        audit::Trace,
        evaluation::Sample,
        figures::{By, Measure, Question},
        notice::Notice,
        petition::No,
        register::{Lead, Narrow},
        rights::Actor,
        span::Span,
    },
    form::Sheet,
    keys::Key,
    search::{Alike, Hits, Matter, Order, Query},
    store::{Brief, Draft, Known, Reply, Request, StoreError, Welcome},
};
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
    /// Nobody has pressed a key for too long, or somebody else may sit there: shut the door.
    Lock,
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
    /// Remember that a petition was looked at.
    Opened(No),
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
    /// Somebody is through the door.
    Enter(Box<Welcome>),
    /// Whoever is through the door has taken the seat: nobody else holds it, and the time without a key begins anew.
    Seated,
    /// Write down what is no business act: what it is about, and what.
    Note(String, Trace),
    /// Show somebody unmasked for a while; why is written down.
    Reveal(No),
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
        /// In which order.
        order: Order,
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
    /// Who else brings the same matter.
    Alike(Box<Matter>),
}

/// What the finder found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Petitions.
    pub hits: Hits,
    /// People, when a person was sought.
    pub known: Vec<Known>,
    /// Petitions of others, when the same matter was sought.
    pub alike: Vec<Alike>,
}

/// A work that takes longer than a frame or leaves the store.
#[derive(Clone, Debug, PartialEq)]
pub enum Job {
    /// Print papers, each about a petition: files in the outbox, and `lp` where there is one.
    Print {
        /// The petitions, each with its paper; what fits the last step when none is named.
        papers: Vec<(No, Option<Notice>)>,
    },
    /// Print the minutes of a review meeting.
    Minutes(No),
    /// Print one row of a register.
    Row(No),
    /// Write the rows of a register as a list, as a book and as a paper.
    Register {
        /// Its id.
        register: String,
        /// Which rows.
        narrow: Box<Narrow>,
    },
    /// Write the poster of a row of a register, with its QR code.
    Code(No),
    /// Write the evaluation of a sample as a book.
    Evaluate(Sample),
    /// Write a briefing, as a document and as a book.
    Brief {
        /// The days.
        span: Span,
        /// Only what is so.
        only: Vec<(By, String)>,
    },
    /// Read a declaration, or the beginning of a sheet, and guess what its columns mean.
    Read {
        /// The file.
        file: PathBuf,
        /// What it holds.
        holds: Holds,
    },
    /// Take a sheet in.
    Import {
        /// The file.
        file: PathBuf,
        /// The register whose rows it holds; petitions of the province's platform where none is named.
        register: Option<String>,
        /// Which column holds which field, by field id.
        columns: Vec<(String, Option<usize>)>,
        /// Only say what would happen.
        dry: bool,
    },
}

/// Something to be rung for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Alarm {
    /// An order may still be waiting for its turn at the store.
    Waiting(Ticket),
    /// Somebody has been shown unmasked for long enough.
    Mask(No),
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
    /// The find box, with what is typed already.
    Find(String),
    /// A petition's page.
    Petition(No),
    /// The steps of a petition's path.
    Steps(No),
    /// The steps that several petitions can take together.
    Together(Vec<Brief>),
    /// What was not done of many, and why.
    Refused(Vec<(No, Note)>),
    /// The limits of a petition, one of them chosen.
    Limits(No, String),
    /// The papers about a petition.
    Papers(No),
    /// A person's page.
    Person(No),
    /// The leaders' board.
    Board,
    /// A case's page.
    Case(No),
    /// Review meetings.
    Meetings,
    /// A review meeting.
    Meeting(No),
    /// Figures.
    Figures,
    /// The evaluation of a sample of petitions.
    Evaluation,
    /// A petition's evaluation, point by point.
    Points(No),
    /// What stands behind a figure.
    Listed(Box<(Question, Measure)>),
    /// Offices, units, leaders, clerks, phrases, settings.
    Settings,
    /// A file that is taken in.
    Import(Holds),
    /// The journal of acts and looks.
    Journal,
    /// The registers; from something those in which a row can be entered that leads to all of it.
    Registers(Vec<Lead>),
    /// A register.
    Register {
        /// Its id.
        id: String,
        /// By what it is narrowed, as typed.
        said: String,
    },
    /// A row of a register.
    Record(No),
    /// Counting in a row of a register.
    Tally(No),
    /// The QR code of a row of a register.
    Code(No),
}

impl Job {
    /// Prints what fits the last step of a petition.
    pub fn print(no: No) -> Self {
        Self::Print { papers: vec![(no, None)] }
    }
}
