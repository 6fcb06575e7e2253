//! The journal: every business act is one entry, and a petition is the fold of its entries.
pub use super::change::{Change, changed, differences};

use super::{
    audit::Trace,
    case::{CaseMatter, Review},
    catalog::Item,
    evaluation::{Check, Overrule},
    meeting::Plan,
    notice::Notice,
    person::Person,
    petition::{Matter, No, Petition, State, Visit},
    register::Entered,
    step::Stepped,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashSet};

/// What happened. The tag is the entry's kind and names its message `act-…`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "kebab-case")]
pub enum Act {
    /// A petition was registered (or came in with a sheet).
    Registered(Box<Registered>),
    /// Somebody came again about an open petition.
    Visited(Visit),
    /// A progress note.
    Progressed {
        /// The civil date it speaks of.
        on: NaiveDate,
        /// The note.
        text: String,
    },
    /// A step of its path was taken.
    Stepped(Stepped),
    /// Fields were put right.
    Corrected {
        /// What changed.
        changes: Vec<Change>,
    },
    /// A later sheet told a new state.
    Reported {
        /// The state it tells.
        state: State,
    },
    /// The petition was linked to the one it repeats, or the link was taken away.
    Linked {
        /// The direct predecessor.
        follows: Option<No>,
    },
    /// An earlier entry no longer counts.
    Undone {
        /// The id of that entry within its office's chain.
        office: String,
        /// Its place in that chain.
        seq: i64,
        /// Its kind, so that the timeline can say what was undone.
        what: String,
    },
    /// Somebody has a conflict of interest in the petition 回避, or no longer.
    Recused {
        /// Code of the clerk.
        clerk: String,
        /// Why.
        reason: String,
        /// It is over.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        over: bool,
    },
    /// A paper was printed.
    Printed {
        /// Which paper.
        notice: Notice,
        /// Whether it had been printed before.
        again: bool,
        /// The number on it; entries of the first version have none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        number: Option<No>,
    },
    /// Something was said of a point of its evaluation.
    Evaluated {
        /// Which point.
        check: Check,
        /// What.
        #[serde(flatten)]
        said: Overrule,
    },
    /// A person's record was made or brought up to date.
    PersonNoted(Person),
    /// A person's record turned out to be of the same person as another one, which goes on.
    PersonMerged {
        /// The record that goes on.
        into: No,
    },
    /// Somebody said that this person, or the matter of this petition, is not the same as another one.
    Apart {
        /// The other person or petition.
        other: No,
    },
    /// A case was opened.
    CaseOpened(Box<CaseMatter>),
    /// A petition joined a case.
    CaseJoined {
        /// Which petition.
        petition: No,
    },
    /// A petition left a case.
    CaseLeft {
        /// Which petition.
        petition: No,
    },
    /// A case went to another leader.
    CaseAssigned {
        /// Code of the new leader.
        leader: String,
        /// Why.
        reason: String,
    },
    /// A review meeting was logged.
    CaseReviewed(Review),
    /// Fields of a case changed.
    CaseChanged {
        /// What changed.
        changes: Vec<Change>,
        /// Why, where somebody has to say.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        reason: String,
    },
    /// A review meeting was planned.
    MeetingPlanned(Box<Plan>),
    /// It is not held.
    MeetingCancelled {
        /// Why.
        reason: String,
    },
    /// A row of a register was entered.
    RecordEntered(Box<Entered>),
    /// Fields of a row changed.
    RecordChanged {
        /// What changed; a field that is empty now says null.
        changes: Vec<Change>,
    },
    /// A row came into another state.
    RecordMoved {
        /// Which.
        to: String,
        /// Why.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        reason: String,
    },
    /// A row was struck off its register, or put back.
    RecordStruck {
        /// Why.
        reason: String,
        /// It is back.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        back: bool,
    },
    /// An entry of a list (office, unit, leader, clerk, phrase …) was set.
    Listed(Box<Item>),
    /// A setting was changed.
    Set {
        /// Which.
        key: String,
        /// To what.
        value: String,
    },
    /// Somebody came, looked or took something out: nothing of the casework was changed by it.
    Traced(Trace),
}

/// The first entry of a petition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    /// Civil date of receipt.
    pub received: NaiveDate,
    /// Where it stood when it came in; `registered` at the counter.
    pub state: State,
    /// The number of the national system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub national_no: Option<String>,
    /// The petition it repeats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<No>,
    /// What was said at this visit, if it was a new visit about an old matter.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// What it says.
    pub matter: Matter,
}

impl Act {
    /// The entry's kind: the serde tag.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Registered(_) => "registered",
            Self::Visited(_) => "visited",
            Self::Progressed { .. } => "progressed",
            Self::Stepped(_) => "stepped",
            Self::Corrected { .. } => "corrected",
            Self::Reported { .. } => "reported",
            Self::Linked { .. } => "linked",
            Self::Undone { .. } => "undone",
            Self::Recused { .. } => "recused",
            Self::Printed { .. } => "printed",
            Self::Evaluated { .. } => "evaluated",
            Self::PersonNoted(_) => "person-noted",
            Self::PersonMerged { .. } => "person-merged",
            Self::Apart { .. } => "apart",
            Self::CaseOpened(_) => "case-opened",
            Self::CaseJoined { .. } => "case-joined",
            Self::CaseLeft { .. } => "case-left",
            Self::CaseAssigned { .. } => "case-assigned",
            Self::CaseReviewed(_) => "case-reviewed",
            Self::CaseChanged { .. } => "case-changed",
            Self::MeetingPlanned(_) => "meeting-planned",
            Self::MeetingCancelled { .. } => "meeting-cancelled",
            Self::RecordEntered(_) => "record-entered",
            Self::RecordChanged { .. } => "record-changed",
            Self::RecordMoved { .. } => "record-moved",
            Self::RecordStruck { .. } => "record-struck",
            Self::Listed(_) => "listed",
            Self::Set { .. } => "set",
            Self::Traced(_) => "traced",
        }
    }

    /// Every kind, for the language guardian and for checks.
    pub const KINDS: &'static [&'static str] = &[
        "registered",
        "visited",
        "progressed",
        "stepped",
        "corrected",
        "reported",
        "linked",
        "undone",
        "recused",
        "printed",
        "evaluated",
        "person-noted",
        "person-merged",
        "apart",
        "case-opened",
        "case-joined",
        "case-left",
        "case-assigned",
        "case-reviewed",
        "case-changed",
        "meeting-planned",
        "meeting-cancelled",
        "record-entered",
        "record-changed",
        "record-moved",
        "record-struck",
        "listed",
        "set",
        "traced",
    ];

    /// Whether its author may take it back. What has left the house (a paper) or begins a life cannot be.
    pub const fn can_be_undone(&self) -> bool {
        matches!(
            self,
            Self::Visited(_)
                | Self::Progressed { .. }
                | Self::Stepped(_)
                | Self::Corrected { .. }
                | Self::Linked { .. }
                | Self::Evaluated { .. }
                | Self::PersonMerged { .. }
                | Self::Apart { .. }
                | Self::CaseJoined { .. }
                | Self::CaseLeft { .. }
                | Self::CaseAssigned { .. }
                | Self::CaseReviewed(_)
                | Self::CaseChanged { .. }
                | Self::RecordChanged { .. }
                | Self::RecordMoved { .. }
                | Self::RecordStruck { .. }
        )
    }
}

/// An entry as the journal holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// The office in whose chain it stands.
    pub office: String,
    /// Its place in that chain, from 1.
    pub seq: i64,
    /// What it is about: a petition, person or case number, or a list entry.
    pub subject: String,
    /// Instant, UTC milliseconds.
    pub at: i64,
    /// Code of who did it.
    pub who: String,
    /// What happened.
    pub act: Act,
}

/// The entries that still count, in their order.
pub fn standing(entries: &[Entry]) -> impl Iterator<Item = &Entry> {
    let undone = |entry: &Entry| match &entry.act {
        Act::Undone { office, seq, .. } => Some((office.clone(), *seq)),
        _ => None,
    };
    let gone: HashSet<(String, i64)> = entries.iter().filter_map(undone).collect();
    entries.iter().filter(move |entry| gone.is_empty() || !gone.contains(&(entry.office.clone(), entry.seq)))
}

/// Why a journal cannot be folded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FoldError {
    /// It does not begin with a registration.
    #[error("the journal does not begin with its first entry")]
    NoBeginning,
    /// A correction names a field that there is not, or a value it cannot hold.
    #[error("a correction does not fit: {0}")]
    BadChange(String),
}

/// A petition as its entries tell it.
pub fn fold(entries: &[Entry]) -> Result<Petition, FoldError> {
    let first = entries.first().ok_or(FoldError::NoBeginning)?;
    let Act::Registered(registered) = &first.act else { return Err(FoldError::NoBeginning) };
    let mut petition = begin(first, registered);
    for entry in standing(entries).skip(1) {
        step(&mut petition, &entry.act)?;
    }
    petition.version = u32::try_from(entries.len()).unwrap_or(u32::MAX);
    Ok(petition)
}

fn begin(entry: &Entry, registered: &Registered) -> Petition {
    Petition {
        no: No(entry.subject.clone()),
        version: 1,
        state: registered.state,
        received: registered.received,
        registered_at: entry.at,
        registrar: entry.who.clone(),
        national_no: registered.national_no.clone(),
        follows: registered.follows.clone(),
        matter: registered.matter.clone(),
        visits: vec![Visit {
            on: registered.received,
            channel: registered.matter.channel,
            came: registered.matter.counts.came,
            note: registered.note.clone(),
        }],
        steps: Vec::new(),
        recused: BTreeSet::new(),
        told: registered.state != State::Registered,
    }
}

fn step(petition: &mut Petition, act: &Act) -> Result<(), FoldError> {
    match act {
        Act::Visited(visit) => petition.visits.push(visit.clone()),
        Act::Stepped(taken) => take(petition, taken),
        // Whoever tells of progress is at work on it.
        Act::Progressed { .. } if petition.state == State::Accepted => petition.state = State::Handling,
        Act::Corrected { changes } => petition.matter = changed(&petition.matter, changes)?,
        Act::Reported { state } => (petition.state, petition.told) = (*state, true),
        Act::Linked { follows } => petition.follows.clone_from(follows),
        Act::Recused { clerk, over: true, .. } => drop(petition.recused.remove(clerk)),
        Act::Recused { clerk, .. } => drop(petition.recused.insert(clerk.clone())),
        _ => {}
    }
    Ok(())
}

/// A step moves the petition on; the unit it names is the handling unit from then on.
fn take(petition: &mut Petition, taken: &Stepped) {
    petition.state = taken.step.to().unwrap_or(petition.state);
    if !taken.said("unit").is_empty() {
        taken.said("unit").clone_into(&mut petition.matter.unit);
    }
    petition.steps.push(taken.clone());
}
