//! The forms there are, each with what it is about.
use crate::domain::{catalog::List, evaluation::Check, petition::No, step::StepKind};
use serde::{Deserialize, Serialize};

/// A form and what it is about. Written as JSON it is also the name under which its draft is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Paper {
    /// A new petition.
    New,
    /// A new petition that grows from a row of a register.
    Grown {
        /// The row.
        row: No,
    },
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
        /// The row of a register that tells of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        row: Option<No>,
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
    /// One step for several petitions, each with its version.
    Together {
        /// Which step.
        step: StepKind,
        /// The petitions.
        petitions: Vec<(No, u32)>,
    },
    /// Say that one has a conflict of interest in a petition.
    Recuse {
        /// The petition.
        no: No,
    },
    /// The petition that another one repeats.
    Link {
        /// The one that repeats.
        no: No,
        /// Its version.
        version: u32,
    },
    /// A search that is kept as a view of Today.
    View {
        /// Its place among the views, from 1.
        digit: usize,
        /// The search, as typed.
        typed: String,
    },
    /// What an office chooses for a limit.
    Limit {
        /// Code of the office.
        office: String,
        /// The limit.
        id: String,
    },
    /// What an office chooses for a level of reminders.
    Level {
        /// Code of the office.
        office: String,
        /// The level.
        grade: String,
    },
    /// The printer queue of an office.
    Printer {
        /// Code of the office.
        office: String,
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
    /// Move a case to another column of the board.
    CaseMove {
        /// The case.
        no: No,
        /// Its version.
        version: u32,
        /// The field by which the columns go.
        field: String,
    },
    /// Log a review of a case.
    CaseReview {
        /// The case.
        no: No,
        /// Its version.
        version: u32,
        /// The meeting at which it is reviewed.
        #[serde(default)]
        meeting: Option<No>,
    },
    /// Change a case.
    CaseMend {
        /// The case.
        no: No,
        /// Its version.
        version: u32,
    },
    /// Say something of a point of a petition's evaluation.
    Overrule {
        /// The petition.
        no: No,
        /// Its version.
        version: u32,
        /// Which point.
        check: Check,
    },
    /// Plan a review meeting.
    MeetingNew,
    /// Cancel a review meeting.
    MeetingCancel {
        /// The meeting.
        no: No,
        /// Its version.
        version: u32,
    },
    /// How far the three duties of a case are.
    CaseDuties {
        /// The case.
        no: No,
        /// Its version.
        version: u32,
    },
    /// Strike a case off the list.
    CaseClose {
        /// The case.
        no: No,
        /// Its version.
        version: u32,
    },
    /// Take a resolved case up again.
    CaseReopen {
        /// The case.
        no: No,
        /// Its version.
        version: u32,
    },
    /// A row of a register.
    Record {
        /// Id of the register.
        register: String,
        /// The row; `None` for a new one.
        no: Option<No>,
        /// Its version.
        version: u32,
    },
    /// Move a row of a register into another state.
    RecordMove {
        /// Id of the register.
        register: String,
        /// The row.
        no: No,
        /// Its version.
        version: u32,
        /// The state in which it is.
        from: String,
    },
    /// Strike a row off its register, or put it back.
    RecordStrike {
        /// Id of the register.
        register: String,
        /// The row.
        no: No,
        /// Its version.
        version: u32,
        /// Put it back.
        back: bool,
    },
    /// Why somebody is to be shown unmasked.
    Reveal {
        /// The petition or person.
        no: No,
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

impl Paper {
    /// Whether what was typed into it is kept while it is open: not where there is nobody yet to keep it for, nor where
    /// it is over in one line.
    pub const fn is_kept(&self) -> bool {
        !matches!(self, Self::Sit | Self::Reveal { .. })
    }

    /// The name under which its draft is kept.
    pub fn form(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Decides on another version of what it is about.
    pub fn decide_on(&mut self, newest: u32) {
        if let Self::Mend { version, .. }
        | Self::Note { version, .. }
        | Self::Step { version, .. }
        | Self::Link { version, .. }
        | Self::CaseAssign { version, .. }
        | Self::CaseReview { version, .. }
        | Self::CaseMove { version, .. }
        | Self::CaseDuties { version, .. }
        | Self::CaseClose { version, .. }
        | Self::CaseReopen { version, .. }
        | Self::MeetingCancel { version, .. }
        | Self::Overrule { version, .. }
        | Self::Record { version, .. }
        | Self::RecordMove { version, .. }
        | Self::RecordStrike { version, .. }
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
