//! What may be asked of the store. Plain data.
use super::{Claim, ExportAsk};
use crate::{
    domain::{
        audit::{Group, Trace},
        deed::Order,
        evaluation::Sample,
        figures::{Measure, Question},
        petition::No,
        pin::Pin,
        register::Narrow,
        span::Span,
    },
    search::Filter,
};
use chrono::NaiveDate;

/// A question or an order.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// Change something.
    Do(Box<Order>),
    /// Change many things, each for itself: what is refused stops no other.
    DoAll(Vec<Order>),
    /// About petitions.
    Petition(PetitionAsk),
    /// About people.
    Person(PersonAsk),
    /// About cases.
    Case(CaseAsk),
    /// About registers.
    Record(RecordAsk),
    /// About figures.
    Figures(FiguresAsk),
    /// The petitions of a sample, point by point.
    Evaluate(Sample),
    /// One petition, point by point.
    Evaluation(No),
    /// Somebody wants in.
    SignIn(Box<Claim>),
    /// Set one's own PIN.
    OwnPin {
        /// The one so far; empty where there is none.
        old: Pin,
        /// The new one.
        new: Pin,
    },
    /// Make a PIN for somebody.
    MakePin {
        /// Code of the clerk.
        code: String,
        /// The key on which all PINs hang is lost: make another one, and take all PINs away.
        new_key: bool,
    },
    /// Write down what is no business act, each with its subject.
    Trace(Vec<(String, Trace)>),
    /// All numbers that the asker may see, in their order: for exports, which are written down.
    Export(Box<ExportAsk>),
    /// The journal of acts and looks.
    Journal(JournalAsk),
    /// An entry of an office's chain by which it is proven.
    Head {
        /// Whose chain.
        office: String,
        /// The last entry up to the end of this day.
        day: Option<NaiveDate>,
        /// With a hash that begins with these hexadecimal digits.
        begins: String,
    },
    /// Whether a file of one's own outbox may be taken out; it is written down before the first byte leaves.
    Fetch {
        /// Its name.
        file: String,
    },
    /// The lists and settings.
    Catalog,
    /// The forms that a clerk left open.
    Drafts {
        /// Code of the clerk.
        clerk: String,
    },
    /// What is known of the last backup.
    Backups,
    /// Fold, walk and compare everything.
    Verify,
}

impl Request {
    /// What is asked for, as the journal calls it.
    pub fn name(&self) -> String {
        match self {
            Self::Do(order) => order.deed.name(),
            Self::DoAll(orders) => orders.first().map(|order| order.deed.name()).unwrap_or_default(),
            Self::Export(_) => "export".to_owned(),
            Self::Petition(_) | Self::Person(_) | Self::Catalog | Self::Drafts { .. } => "look".to_owned(),
            Self::Record(_) => "register".to_owned(),
            Self::Case(_) => "board".to_owned(),
            Self::Figures(_) => "figures".to_owned(),
            Self::Evaluate(_) | Self::Evaluation(_) => "evaluation".to_owned(),
            Self::SignIn(_) | Self::OwnPin { .. } | Self::MakePin { .. } => "pin".to_owned(),
            Self::Trace(_) => "trace".to_owned(),
            Self::Journal(_) => "journal".to_owned(),
            Self::Backups => "backup".to_owned(),
            Self::Verify | Self::Head { .. } => "verify".to_owned(),
            Self::Fetch { .. } => "fetch".to_owned(),
        }
    }

    /// Whether it changes the store: such a request is never dropped for a newer one.
    pub const fn writes(&self) -> bool {
        matches!(
            self,
            Self::Do(_)
                | Self::DoAll(_)
                | Self::SignIn(_)
                | Self::OwnPin { .. }
                | Self::MakePin { .. }
                | Self::Export(_)
                | Self::Trace(_)
                | Self::Fetch { .. }
        )
    }
}

/// A question about petitions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PetitionAsk {
    /// What an office has open, the limit that ends first first.
    Work {
        /// Code of the office; `None` for the whole city.
        office: Option<String>,
        /// The views, each as what its petitions must be; all of them are counted.
        views: Vec<Vec<Filter>>,
        /// The view whose rows are wanted.
        chosen: usize,
        /// Rows wanted.
        limit: usize,
    },
    /// Everything about one petition.
    Page(No),
    /// Rows of some petitions.
    Some(Vec<No>),
    /// The petition that carries a national number.
    National(String),
    /// What an office received on a day.
    Day {
        /// Code of the office.
        office: String,
        /// The day.
        on: NaiveDate,
    },
}

/// Which entries of the journal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JournalAsk {
    /// Of which kind.
    pub group: Group,
    /// By whom: code of the clerk.
    pub who: Option<String>,
    /// About what: number of a petition, person or case; looks at it included.
    pub about: Option<String>,
    /// From this day on.
    pub from: Option<NaiveDate>,
    /// Until this day.
    pub to: Option<NaiveDate>,
    /// Rows at most.
    pub limit: usize,
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
    /// Everything about one person.
    Page(No),
}

/// A question about cases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaseAsk {
    /// Every case for the board.
    Board,
    /// Everything about one case.
    Page(No),
    /// Every review meeting.
    Meetings,
    /// One review meeting with its cases.
    Meeting(No),
}

/// A question about registers.
#[derive(Clone, Debug, PartialEq)]
pub enum RecordAsk {
    /// Every register that the asker sees, with how many rows it has.
    Registers,
    /// A window of a list, with totals over all that fits.
    List {
        /// Id of the register.
        register: String,
        /// What is wanted.
        narrow: Box<Narrow>,
    },
    /// How many rows are in each part.
    Chart {
        /// Id of the register.
        register: String,
        /// What is wanted.
        narrow: Box<Narrow>,
    },
    /// What every register came to in a span of days, beside the same span a year before. Confidential ones are in no
    /// figures, whoever asks.
    Counts {
        /// The days.
        span: Span,
        /// Only of these counters; of all where none is named.
        offices: Vec<String>,
    },
    /// Everything about one row.
    Page(No),
    /// The numbers of rows that would not be taken as they stand: the declaration has become stricter.
    Failing(String),
    /// The rows of every register in which all of these words stand, the newest of each register first.
    Found {
        /// The words, as typed.
        words: Vec<String>,
        /// So many at most.
        limit: usize,
    },
    /// The rows that lead to a petition, a case, a person or another row.
    LeadingTo(No),
    /// The rows that could take a matter, the best of each register first.
    Offers {
        /// The place of the matter, then all above it.
        places: Vec<String>,
        /// Its category, then all above it.
        categories: Vec<String>,
    },
}

/// A question about figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FiguresAsk {
    /// All of them.
    Tell(Question),
    /// What stands behind one.
    List {
        /// Of what.
        question: Question,
        /// Which figure.
        measure: Measure,
    },
}
