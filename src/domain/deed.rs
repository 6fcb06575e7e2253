//! What somebody asks to be done: the one shape in which screens, verbs and imports order a write.
use super::{
    case::{CaseMatter, Review},
    catalog::Item,
    evaluation::{Check, Overrule},
    meeting::Plan,
    notice::Notice,
    petition::{Channel, Matter, No, State},
    step::StepKind,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// A new petition as the form, a verb or a sheet hands it in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Registration {
    /// Civil date of receipt; today when left out. Other orders call it `on`.
    #[serde(alias = "on")]
    pub received: Option<NaiveDate>,
    /// Code of the home office; the actor's own when left out.
    pub office: Option<String>,
    /// Where it stands; only a sheet may say anything but `registered`.
    pub state: Option<State>,
    /// The number of the national system.
    pub national_no: Option<String>,
    /// The row of a register from which it grew.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<No>,
    /// The petition it repeats.
    pub follows: Option<No>,
    /// What was said at this visit.
    pub note: String,
    /// What it says.
    #[serde(flatten)]
    pub matter: Matter,
}

impl Registration {
    /// Whether it has a field of this name.
    pub fn knows(field: &str) -> bool {
        let own = ["received", "on", "office", "state", "national_no", "row", "follows", "note"];
        own.contains(&field) || Matter::FIELDS.contains(&field)
    }
}

/// One wish to change the store. The tag `do` is the name of the action.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do")]
pub enum Deed {
    /// Register a petition.
    #[serde(rename = "register")]
    Register(Box<Registration>),
    /// The same matter again: a visit when it is open, a linked new petition when it is closed.
    #[serde(rename = "visit")]
    Visit {
        /// The petition.
        no: No,
        /// Civil date; today when left out.
        #[serde(default)]
        on: Option<NaiveDate>,
        /// How they came.
        #[serde(default)]
        channel: Option<Channel>,
        /// People who came.
        #[serde(default)]
        came: u32,
        /// What was said this time.
        #[serde(default)]
        note: String,
        /// The row of a register that tells of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        row: Option<No>,
    },
    /// Add a progress note.
    #[serde(rename = "progress")]
    Progress {
        /// The petition.
        no: No,
        /// Civil date; today when left out.
        #[serde(default)]
        on: Option<NaiveDate>,
        /// The note.
        text: String,
    },
    /// Take a step of a petition's path. Orders name it by its own id: `"do": "accept"`.
    #[serde(rename = "step")]
    Step {
        /// The petition.
        no: No,
        /// Which step.
        step: StepKind,
        /// Civil date; today when left out.
        #[serde(default)]
        on: Option<NaiveDate>,
        /// What is said in its slots.
        #[serde(default)]
        said: BTreeMap<String, String>,
    },
    /// Put fields right; fields not named stay.
    #[serde(rename = "correct")]
    Correct {
        /// The petition.
        no: No,
        /// New values by field name.
        fields: Map<String, Value>,
    },
    /// Take back one's own last act on a petition, a case or a person.
    #[serde(rename = "undo")]
    Undo {
        /// The petition, case or person.
        no: No,
    },
    /// Link to the petition it repeats, or take the link away.
    #[serde(rename = "link")]
    Link {
        /// The petition.
        no: No,
        /// The direct predecessor.
        #[serde(default)]
        to: Option<No>,
    },
    /// Say that a person's record is of the same person as another one, which goes on.
    #[serde(rename = "person.merge")]
    MergePerson {
        /// The record that ends in the other one.
        no: No,
        /// The record that goes on.
        into: No,
    },
    /// Say that two persons, or the matters of two petitions, are not the same.
    #[serde(rename = "apart")]
    Apart {
        /// The one.
        no: No,
        /// The other.
        other: No,
    },
    /// Note that a paper was printed.
    #[serde(rename = "print")]
    Print {
        /// The petition.
        no: No,
        /// Which paper.
        notice: Notice,
    },
    /// Say that somebody has a conflict of interest in a petition 回避, or no longer.
    #[serde(rename = "recuse")]
    Recuse {
        /// The petition.
        no: No,
        /// Code of the clerk; whoever says it when left out.
        #[serde(default)]
        clerk: String,
        /// Why.
        reason: String,
        /// It is over.
        #[serde(default)]
        over: bool,
    },
    /// Say something of a point of a petition's evaluation: another verdict, a day by which it is mended.
    #[serde(rename = "evaluate")]
    Evaluate {
        /// The petition.
        no: No,
        /// Which point.
        check: Check,
        /// What is said.
        #[serde(flatten)]
        said: Overrule,
    },
    /// Take in a row of a sheet: imported, merged or unchanged.
    #[serde(rename = "import")]
    Import(Box<Registration>),
    /// Open a case.
    #[serde(rename = "case.open")]
    OpenCase {
        /// What it says.
        #[serde(flatten)]
        matter: Box<CaseMatter>,
        /// Its first petitions.
        #[serde(default)]
        petitions: Vec<No>,
    },
    /// Add a petition to a case.
    #[serde(rename = "case.join")]
    JoinCase {
        /// The case.
        no: No,
        /// The petition.
        petition: No,
    },
    /// Take a petition out of a case.
    #[serde(rename = "case.leave")]
    LeaveCase {
        /// The case.
        no: No,
        /// The petition.
        petition: No,
    },
    /// Assign a case, or hand it over, to a leader.
    #[serde(rename = "case.assign")]
    AssignCase {
        /// The case.
        no: No,
        /// Code of the new owner.
        leader: String,
        /// Why.
        #[serde(default)]
        reason: String,
    },
    /// Log a review meeting.
    #[serde(rename = "case.review")]
    ReviewCase {
        /// The case.
        no: No,
        /// What it said.
        #[serde(flatten)]
        review: Review,
    },
    /// Change fields of a case.
    #[serde(rename = "case.change")]
    ChangeCase {
        /// The case.
        no: No,
        /// New values by field name.
        fields: Map<String, Value>,
        /// Why; what was resolved is not taken up again without a reason.
        #[serde(default)]
        reason: String,
    },
    /// Plan a review meeting; its cases are those it is for now.
    #[serde(rename = "meeting.plan")]
    PlanMeeting(Box<Plan>),
    /// Cancel a review meeting.
    #[serde(rename = "meeting.cancel")]
    CancelMeeting {
        /// The meeting.
        no: No,
        /// Why.
        reason: String,
    },
    /// Enter a row of a register.
    #[serde(rename = "record.enter")]
    EnterRecord {
        /// Id of the register.
        register: String,
        /// What it says, by field; where it stands already by `state`.
        row: BTreeMap<String, String>,
    },
    /// Put fields of a row right; fields not named stay.
    #[serde(rename = "record.change")]
    ChangeRecord {
        /// The row.
        no: No,
        /// New values by field; an empty one takes the old one away. Another `state` moves it there.
        row: BTreeMap<String, String>,
    },
    /// Move a row into another state.
    #[serde(rename = "record.move")]
    MoveRecord {
        /// The row.
        no: No,
        /// The state.
        to: String,
        /// Why.
        #[serde(default)]
        reason: String,
    },
    /// Count somebody more in a row, without a form.
    #[serde(rename = "record.count")]
    CountRecord {
        /// The row.
        no: No,
        /// Which count.
        field: String,
        /// How many more; -1 takes a slip back.
        by: i32,
    },
    /// Strike a row off its register, or put it back.
    #[serde(rename = "record.strike")]
    StrikeRecord {
        /// The row.
        no: No,
        /// Why.
        reason: String,
        /// Put it back.
        #[serde(default)]
        back: bool,
    },
    /// Set an entry of a list.
    #[serde(rename = "item.put")]
    PutItem(Box<Item>),
    /// Change a setting.
    #[serde(rename = "setting.put")]
    PutSetting {
        /// Which.
        key: String,
        /// To what.
        value: String,
    },
}

impl Deed {
    /// The petition that it changes, where there is one already.
    pub const fn petition(&self) -> Option<&No> {
        match self {
            Self::Visit { no, .. }
            | Self::Progress { no, .. }
            | Self::Step { no, .. }
            | Self::Correct { no, .. }
            | Self::Link { no, .. }
            | Self::Print { no, .. }
            | Self::Recuse { no, .. }
            | Self::Evaluate { no, .. } => Some(no),
            _ => None,
        }
    }

    /// Its name, as orders call it.
    pub fn name(&self) -> String {
        match self {
            Self::Step { step, .. } => step.id().to_owned(),
            deed => serde_json::to_value(deed)
                .ok()
                .and_then(|value| Some(value.get("do")?.as_str()?.to_owned()))
                .unwrap_or_default(),
        }
    }

    /// The names of all deeds, with the fields each cannot do without and those it may have besides. A registration may
    /// have many more, which [`Registration::knows`] tells.
    pub const STEPS: &'static [(&'static str, &'static [&'static str], &'static [&'static str])] = &[
        ("register", &[], &[]),
        ("visit", &["no"], &["on", "channel", "came", "note", "row"]),
        ("progress", &["no", "text"], &["on"]),
        ("step", &["no", "step"], &["on", "said"]),
        ("correct", &["no", "fields"], &[]),
        ("undo", &["no"], &[]),
        ("link", &["no"], &["to"]),
        ("person.merge", &["no", "into"], &[]),
        ("apart", &["no", "other"], &[]),
        ("print", &["no", "notice"], &[]),
        ("recuse", &["no", "reason"], &["clerk", "over"]),
        ("evaluate", &["no", "check"], &["verdict", "reason", "mend", "mended"]),
        ("import", &["national_no"], &[]),
        (
            "case.open",
            &["title", "leader", "opened"],
            &["petitions", "field", "place", "level", "state", "unit", "crux", "plan", "target"],
        ),
        ("case.join", &["no", "petition"], &[]),
        ("case.leave", &["no", "petition"], &[]),
        ("case.assign", &["no", "leader"], &["reason"]),
        ("case.review", &["no", "on"], &["chair", "asked", "done", "by", "until", "met", "meeting"]),
        ("case.change", &["no", "fields"], &["reason"]),
        ("meeting.plan", &["kind", "on"], &["chair", "leader", "group"]),
        ("meeting.cancel", &["no", "reason"], &[]),
        ("record.enter", &["register", "row"], &[]),
        ("record.change", &["no", "row"], &[]),
        ("record.move", &["no", "to"], &["reason"]),
        ("record.count", &["no", "field", "by"], &[]),
        ("record.strike", &["no", "reason"], &["back"]),
        ("item.put", &["list", "code", "name"], &["parent", "spelling", "initials", "extra", "off", "order"]),
        ("setting.put", &["key", "value"], &[]),
    ];
}

/// A deed with what makes it safe to send: its own id, and the version it was decided on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Order {
    /// Client-made operation id; sending the same order twice does it once.
    #[serde(default)]
    pub op: String,
    /// The version of the subject that the sender saw; left out, the newest counts.
    #[serde(default)]
    pub version: Option<u32>,
    /// What to do.
    #[serde(flatten)]
    pub deed: Deed,
}
