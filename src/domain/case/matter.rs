//! What a case says: the fields of its form, and the answers some of them choose from.
use crate::domain::{money::Fen, words::terms};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

terms! {
    /// How closely a case is watched; it sets the distance between two reviews.
    Level / "level" {
        /// 重点: reviewed monthly
        Key = "key",
        /// 突出: reviewed weekly
        Prominent = "prominent",
    }
}

impl Level {
    /// Days from one review to the next.
    pub const fn review_days(self) -> u64 {
        match self {
            Self::Key => 30,
            Self::Prominent => 7,
        }
    }
}

terms! {
    /// Where a case stands.
    CaseState / "case-state" {
        /// 未化解
        Open = "open",
        /// 已化解
        Resolved = "resolved",
        /// 暂停
        Paused = "paused",
        /// 反弹
        Reopened = "reopened",
    }
}

terms! {
    /// What the house makes of the demands of a case.
    Merit / "merit" {
        /// 诉求合理
        Justified = "justified",
        /// 诉求部分合理
        Partly = "partly",
        /// 诉求无理
        Unjustified = "unjustified",
    }
}

terms! {
    /// One of the three duties 三到位 that are recognised before a case is closed for good \[27\].
    Duty / "duty" {
        /// 诉求合理的解决问题到位
        Solved = "solved",
        /// 诉求无理的解释疏导到位
        Explained = "explained",
        /// 生活困难的帮扶救助到位
        Helped = "helped",
    }
}

/// Whether and how a duty was done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Recognition {
    /// Whether the case asks for it at all.
    pub applies: bool,
    /// What shows that it was done.
    pub evidence: String,
    /// What the unit in the lead says.
    pub unit: String,
    /// What the petition office says.
    pub office: String,
    /// Whether it is recognised.
    pub recognised: bool,
}

/// That a resolved case is struck off the list, 销号.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// The civil date.
    pub on: NaiveDate,
    /// Who approved it.
    pub by: String,
    /// What they said.
    #[serde(default)]
    pub words: String,
}

impl CaseState {
    /// Whether its owner still reviews it.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Reopened)
    }
}

/// What a case says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseMatter {
    /// Title.
    pub title: String,
    /// Code of the owner, 包案领导.
    pub leader: String,
    /// Field of work, such as 房地产; free text of the board.
    #[serde(default)]
    pub field: String,
    /// Code of the place.
    #[serde(default)]
    pub place: String,
    /// How closely it is watched.
    #[serde(default = "key")]
    pub level: Level,
    /// Where it stands.
    #[serde(default = "open")]
    pub state: CaseState,
    /// Code of the unit in the lead.
    #[serde(default)]
    pub unit: String,
    /// Who does the work in that unit.
    #[serde(default)]
    pub doer: String,
    /// The units that help: codes, or names that no list holds.
    #[serde(default)]
    pub partners: Vec<String>,
    /// What the house makes of the demands, once it has made up its mind.
    #[serde(default)]
    pub merit: Option<Merit>,
    /// The crux, 症结.
    #[serde(default)]
    pub crux: String,
    /// The plan, 一案一策.
    #[serde(default)]
    pub plan: String,
    /// The day by which it shall be resolved.
    #[serde(default)]
    pub target: Option<NaiveDate>,
    /// How far it is, in hundredths.
    #[serde(default)]
    pub progress: u8,
    /// The year in which its owner has pledged to resolve it.
    #[serde(default)]
    pub pledge: Option<i32>,
    /// The money that is asked for.
    #[serde(default)]
    pub asked: Fen,
    /// How many people ask for it.
    #[serde(default)]
    pub asked_people: u32,
    /// What of it has been paid.
    #[serde(default)]
    pub recovered: Fen,
    /// How many people have been paid.
    #[serde(default)]
    pub recovered_people: u32,
    /// What came of it.
    #[serde(default)]
    pub result: String,
    /// Code of the group of cases that are worked off together, such as unfinished estates.
    #[serde(default)]
    pub group: String,
    /// The three duties, as far as they were looked at.
    #[serde(default)]
    pub duties: BTreeMap<Duty, Recognition>,
    /// That it was struck off the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closing: Option<Closing>,
    /// Opened on this civil date.
    pub opened: NaiveDate,
}

impl CaseMatter {
    /// The names of its fields, by which a change names them.
    pub const FIELDS: &'static [&'static str] = &[
        "title",
        "leader",
        "field",
        "place",
        "level",
        "state",
        "unit",
        "doer",
        "partners",
        "merit",
        "crux",
        "plan",
        "target",
        "progress",
        "pledge",
        "asked",
        "asked_people",
        "recovered",
        "recovered_people",
        "result",
        "group",
        "duties",
        "closing",
        "opened",
    ];

    /// Days since the day by which it should have been resolved; 0 when it is not late or does not run.
    pub fn target_late_days(&self, today: NaiveDate) -> i64 {
        let target = self.target.filter(|_| self.state.is_open());
        target.map_or(0, |target| (today - target).num_days().max(0))
    }

    /// Why it cannot be struck off the list, if it cannot: the id of a message. It has to be resolved, and each of the
    /// duties that it asks for recognised, one at least \[27\].
    pub fn why_not_closed(&self) -> Option<&'static str> {
        let mut asked = self.duties.values().filter(|duty| duty.applies).peekable();
        match () {
            () if self.state != CaseState::Resolved => Some("why-case-not-resolved"),
            () if asked.peek().is_none() => Some("why-no-duty"),
            () if asked.any(|duty| !duty.recognised) => Some("why-duty-not-recognised"),
            () => None,
        }
    }

    /// The name of a field that cannot be as it is.
    pub fn problem(&self) -> Option<&'static str> {
        [
            ("title", self.title.trim().is_empty()),
            ("progress", self.progress > 100),
            ("asked", !self.asked.is_an_amount()),
            ("recovered", !self.recovered.is_an_amount()),
        ]
        .into_iter()
        .find_map(|(field, wrong)| wrong.then_some(field))
    }

    /// A case of which nothing is known yet but its name, its owner and its day.
    pub fn new(title: impl Into<String>, leader: impl Into<String>, opened: NaiveDate) -> Self {
        Self {
            title: title.into(),
            leader: leader.into(),
            field: String::new(),
            place: String::new(),
            level: Level::Key,
            state: CaseState::Open,
            unit: String::new(),
            doer: String::new(),
            partners: Vec::new(),
            merit: None,
            crux: String::new(),
            plan: String::new(),
            target: None,
            progress: 0,
            pledge: None,
            asked: Fen::default(),
            asked_people: 0,
            recovered: Fen::default(),
            recovered_people: 0,
            result: String::new(),
            group: String::new(),
            duties: BTreeMap::new(),
            closing: None,
            opened,
        }
    }
}

const fn key() -> Level {
    Level::Key
}

const fn open() -> CaseState {
    CaseState::Open
}
