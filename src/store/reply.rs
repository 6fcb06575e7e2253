//! What the store may answer. Plain data.
use super::{
    Evaluation, Leading, Listed, MeetingPage, MeetingRow, Offer, RecordPage, Records, RegisterSum,
    StoreError, Welcome,
};
use crate::domain::{
    agenda::Agenda,
    audit::SIGN,
    backup::Last,
    case::Case,
    catalog::Catalog,
    clock::Limits,
    figures::Figures,
    journal::{Act, Entry, fold},
    person::Person,
    petition::{Nature, No, Petition, State},
    pin::Pin,
    register::{Counted, Grouped, Registers},
    setting::{PRINTER, setting},
};
use chrono::NaiveDate;
use serde::Serialize;
use std::{collections::BTreeMap, sync::Arc};

/// What came of a request.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// An order was carried out.
    Done(Done),
    /// Orders were carried out or refused, in their order.
    AllDone(Vec<Result<Done, StoreError>>),
    /// The work list.
    Work(Work),
    /// Rows of petitions.
    Briefs(Vec<Brief>),
    /// One petition.
    Petition(Box<PetitionPage>),
    /// A number, if there is one.
    Number(Option<No>),
    /// Numbers.
    Numbers(Vec<No>),
    /// People.
    Known(Vec<Known>),
    /// One person.
    Person(Box<PersonPage>),
    /// The board: every case with those of its petitions that the asker may see.
    Board(Vec<Case>),
    /// One case.
    Case(Box<CasePage>),
    /// Review meetings, the one planned last first.
    Meetings(Vec<MeetingRow>),
    /// One review meeting.
    Meeting(Box<MeetingPage>),
    /// Registers.
    Registers(Vec<RegisterSum>),
    /// Rows of a register.
    Records(Box<Records>),
    /// How many rows of a register are in each part.
    Chart(Vec<Grouped>),
    /// What registers came to.
    Counts(Vec<Counted>),
    /// One row.
    Record(Box<RecordPage>),
    /// Rows that lead to something.
    Leading(Vec<Leading>),
    /// Rows that could take a matter.
    Offers(Vec<Offer>),
    /// Figures.
    Figures(Box<Figures>),
    /// What stands behind a figure.
    Listed(Box<Listed>),
    /// Petitions, point by point.
    Evaluated(Vec<Evaluation>),
    /// Somebody is in.
    Welcome(Box<Welcome>),
    /// It is written down.
    Noted,
    /// A PIN was made.
    Made(Pin),
    /// Entries of the journal, the last one first.
    Journal(Vec<Noted>),
    /// An entry by which a chain is proven: its place, and its hash in hexadecimal digits.
    Head(Option<(i64, String)>),
    /// The lists and settings.
    Catalog(Lists),
    /// Drafts.
    Drafts(Vec<Draft>),
    /// What is known of the last backup, at an instant in UTC milliseconds.
    Backups(Box<Last>, i64),
    /// What `verify` found.
    Verified(Verified),
}

/// How an order ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// The number of what was made or changed.
    pub no: No,
    /// What it came to.
    pub how: How,
}

/// What an order came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Something new with a number of its own.
    Made,
    /// An entry on what was there.
    Added,
    /// The same order had been carried out before, or there was nothing to change.
    Unchanged,
}

/// A petition in a list. No phone and no identity number, so that nothing has to be masked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Brief {
    /// Row id in this file.
    #[serde(skip)]
    pub id: i64,
    /// Number.
    pub no: No,
    /// Home office.
    pub office: String,
    /// State.
    pub state: State,
    /// First petitioner's name; empty when anonymous.
    pub petitioner: String,
    /// What it is about.
    pub subject: String,
    /// Civil date of receipt.
    pub received: NaiveDate,
    /// Visits so far.
    pub visits: u32,
    /// Civil date of the last visit.
    pub last_visit: NaiveDate,
    /// Whether it is sealed.
    pub sealed: bool,
    /// Fields still to be checked.
    pub marks: u32,
    /// Nature.
    #[serde(skip)]
    pub nature: Nature,
    /// Version.
    #[serde(skip)]
    pub version: u32,
    /// What presses, whose move it is, and what the petitioner waits to be told.
    #[serde(skip)]
    pub agenda: Agenda,
}

/// The work list of an office.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// How many petitions each view has, in the order of the question.
    pub counts: Vec<u32>,
    /// The first rows of the chosen view.
    pub rows: Vec<Brief>,
}

/// Everything about one petition.
#[derive(Clone, Debug, PartialEq)]
pub struct PetitionPage {
    /// The petition as its journal tells it.
    pub petition: Petition,
    /// Its journal.
    pub entries: Vec<Entry>,
    /// The petition it repeats and those that repeat it.
    pub linked: Vec<Brief>,
    /// Other petitions of the people named on it.
    pub others: Vec<Brief>,
    /// Cases that hold it.
    pub cases: Vec<(No, String)>,
    /// Rows of registers that lead to it.
    pub records: Vec<Leading>,
    /// Its place among petitions about the same matter.
    pub chain: Chain,
}

/// The place of a petition in its chain of repeats.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Chain {
    /// The running number: 1 for the first.
    pub number: u32,
    /// The first petition; none when this is it.
    pub first: Option<No>,
    /// The direct predecessor.
    pub previous: Option<No>,
}

impl PetitionPage {
    /// The petition as it was in an earlier version, if it ever was in that one.
    pub fn as_of(&self, version: u32) -> Option<Petition> {
        let entries = self.entries.get(..version.try_into().ok()?)?;
        fold(entries).ok()
    }
}

/// Somebody who may be standing at the counter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Their record.
    pub person: Person,
    /// Their petitions, newest first.
    pub petitions: Vec<Brief>,
}

/// Everything about one person.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonPage {
    /// The record that goes on.
    pub person: Person,
    /// Records that ended in it.
    pub merged: Vec<Person>,
    /// The petitions of all of them, newest first.
    pub petitions: Vec<Brief>,
    /// Records that may be of the same person, and that nobody has said to be of another one.
    pub doubles: Vec<Person>,
    /// The journal of the record that goes on and of those that ended in it, oldest first.
    pub entries: Vec<Entry>,
    /// Rows of registers that lead to them.
    pub records: Vec<Leading>,
}

/// Everything about one case.
#[derive(Clone, Debug, PartialEq)]
pub struct CasePage {
    /// The case as its journal tells it.
    pub case: Case,
    /// Its journal.
    pub entries: Vec<Entry>,
    /// Its petitions that the asker may see.
    pub petitions: Vec<Brief>,
    /// Rows of registers that lead to it.
    pub records: Vec<Leading>,
}

/// The lists and settings, shared by every screen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lists {
    /// Offices, units, leaders, clerks, phrases, categories, places.
    pub catalog: Arc<Catalog>,
    /// Settings.
    pub settings: BTreeMap<String, String>,
    /// What limits are counted by.
    pub limits: Arc<Limits>,
    /// Registers.
    pub registers: Arc<Registers>,
}

impl Lists {
    /// A setting, or its default.
    pub fn setting<'a>(&'a self, key: &'a str) -> &'a str {
        let default = || setting(key).map_or("", |setting| setting.default);
        self.settings.get(key).map_or_else(default, String::as_str)
    }

    /// Minutes between two backups; 0 when none are made by themselves.
    pub fn backup_minutes(&self) -> u32 {
        self.setting("backup-minutes").parse().unwrap_or(60)
    }

    /// The printer queue of an office; empty for the default one.
    pub fn printer(&self, office: &str) -> &str {
        self.settings.get(&format!("{PRINTER}{office}")).map_or("", String::as_str)
    }

    /// How many people make a group.
    pub fn group_size(&self) -> u32 {
        // What is kept was read as a number before.
        self.setting("group-size").parse().unwrap_or(5)
    }
}

/// A form that was left open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Id of the operation that saving the form will be. Saved twice, before and after a break-down, it is done
    /// once.
    pub id: String,
    /// Code of the clerk.
    pub clerk: String,
    /// Name of the terminal.
    pub terminal: String,
    /// Which form.
    pub form: String,
    /// Instant of the last change, UTC milliseconds.
    pub at: i64,
    /// The sheet, as JSON.
    pub body: String,
}

/// An entry as an auditor reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    /// In whose chain.
    pub office: String,
    /// Its place there.
    pub seq: i64,
    /// Instant, UTC milliseconds.
    pub at: i64,
    /// Code of who did it.
    pub who: String,
    /// What it is about; with a sign before it where nothing was changed.
    pub subject: String,
    /// What happened.
    pub act: Act,
}

impl Noted {
    /// What it is about.
    pub fn about(&self) -> &str {
        self.subject.trim_start_matches(SIGN)
    }
}

/// What `verify` found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// Petitions folded and compared.
    pub petitions: u64,
    /// Entries walked.
    pub entries: u64,
    /// What is wrong, each in a sentence with the number or place it names.
    pub problems: Vec<String>,
}
