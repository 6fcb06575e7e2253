//! What may be asked of the store, and what it may answer. Plain data.
use crate::domain::{
    calendar::Calendar,
    case::{Case, CaseState, Level},
    catalog::Catalog,
    clock::Rules,
    deed::Order,
    journal::{Entry, fold},
    person::Person,
    petition::{No, Petition, State},
    setting::setting,
};
use chrono::NaiveDate;
use serde::Serialize;
use std::{collections::BTreeMap, sync::Arc};

/// A question or an order.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// Change something.
    Do(Box<Order>),
    /// About petitions.
    Petition(PetitionAsk),
    /// About people.
    Person(PersonAsk),
    /// About cases.
    Case(CaseAsk),
    /// The lists and settings.
    Catalog,
    /// The forms that a clerk left open.
    Drafts {
        /// Code of the clerk.
        clerk: String,
    },
    /// Fold, walk and compare everything.
    Verify,
}

impl Request {
    /// Whether it changes the store: such a request is never dropped for a newer one.
    pub const fn writes(&self) -> bool {
        matches!(self, Self::Do(_))
    }
}

/// A question about petitions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PetitionAsk {
    /// What an office has open, most urgent first, then newest.
    Work {
        /// Code of the office; `None` for the whole city.
        office: Option<String>,
        /// Only this state; `None` for all that are open.
        state: Option<State>,
        /// Registered still on or before this day counts as urgent.
        urgent: NaiveDate,
        /// Rows wanted.
        limit: usize,
    },
    /// Everything about one petition.
    Page(No),
    /// The petition that carries a national number.
    National(String),
    /// All numbers that the asker may see, in their order: for exports.
    Numbers,
}

/// A question about people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PersonAsk {
    /// Who stands on these petitions (row ids in their ranking), or has this identity number or phone.
    Known {
        /// Row ids of petitions that a search found by name.
        petitions: Vec<i64>,
        /// Identity number; empty for none.
        identity: String,
        /// Phone; empty for none.
        phone: String,
    },
}

/// A question about cases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaseAsk {
    /// Every case for the board.
    Board,
    /// Everything about one case.
    Page(No),
}

/// What came of a request.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// An order was carried out.
    Done(Done),
    /// The work list.
    Work(Work),
    /// One petition.
    Petition(Box<PetitionPage>),
    /// A number, if there is one.
    Number(Option<No>),
    /// Numbers.
    Numbers(Vec<No>),
    /// People.
    Known(Vec<Known>),
    /// The board.
    Board(Vec<Card>),
    /// One case.
    Case(Box<CasePage>),
    /// The lists and settings.
    Catalog(Lists),
    /// Drafts.
    Drafts(Vec<Draft>),
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
}

/// The work list of an office.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// How many petitions stand in each state that has any.
    pub counts: BTreeMap<State, u32>,
    /// The first rows.
    pub rows: Vec<Brief>,
    /// How many there are in all.
    pub total: u32,
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

/// A case on the board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Number.
    pub no: No,
    /// Version.
    pub version: u32,
    /// Title.
    pub title: String,
    /// Code of the owner.
    pub leader: String,
    /// Field of work.
    pub field: String,
    /// Code of the place.
    pub place: String,
    /// How closely watched.
    pub level: Level,
    /// State.
    pub state: CaseState,
    /// Civil date of opening.
    pub opened: NaiveDate,
    /// Last review.
    pub last_review: Option<NaiveDate>,
    /// Next review.
    pub next_review: Option<NaiveDate>,
    /// Its petitions that the asker may see.
    pub petitions: Vec<No>,
}

impl Card {
    /// Days since the next review was due; 0 when it is not late.
    pub fn late_days(&self, today: NaiveDate) -> i64 {
        self.next_review.map_or(0, |next| (today - next).num_days().max(0))
    }
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
}

/// The lists and settings, shared by every screen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lists {
    /// Offices, units, leaders, clerks, phrases, categories, places.
    pub catalog: Arc<Catalog>,
    /// Settings.
    pub settings: BTreeMap<String, String>,
    /// Which days are worked: the shipped years and those that were taken in.
    pub calendar: Arc<Calendar>,
    /// The limits that run.
    pub rules: Arc<Rules>,
}

impl Lists {
    /// A setting, or its default.
    pub fn setting<'a>(&'a self, key: &'a str) -> &'a str {
        let default = || setting(key).map_or("", |setting| setting.default);
        self.settings.get(key).map_or_else(default, String::as_str)
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
