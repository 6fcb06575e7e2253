//! A review meeting 调度会: several cases that are gone through one after the other.
use super::{
    calendar::beijing,
    case::{Case, Level},
    journal::{Act, Entry, FoldError, standing},
    petition::No,
    words::terms,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

terms! {
    /// Which cases a meeting is for.
    MeetingKind / "meeting-kind" {
        /// 周调度: prominent ones
        Weekly = "weekly",
        /// 月调度: key ones
        Monthly = "monthly",
        /// 府院联动: those of a group, with court, procuratorate and the offices that the group names
        Joint = "joint",
    }
}

/// What is planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Which cases it is for.
    pub kind: MeetingKind,
    /// The civil date.
    pub on: NaiveDate,
    /// Code of the leader who chairs it.
    #[serde(default)]
    pub chair: String,
    /// Only the cases of this leader; empty for everybody's.
    #[serde(default)]
    pub leader: String,
    /// Code of the group of a joint session; empty for any other.
    #[serde(default)]
    pub group: String,
    /// Its cases, in the order in which they are gone through; chosen when it is planned.
    #[serde(default)]
    pub cases: Vec<No>,
}

impl Plan {
    /// The open cases that it is for, whichever waits longest for its review first.
    pub fn choose(&self, cases: &[Case]) -> Vec<No> {
        let fits = |case: &&Case| {
            let matter = &case.matter;
            let kind = match self.kind {
                MeetingKind::Weekly => matter.level == Level::Prominent,
                MeetingKind::Monthly => matter.level == Level::Key,
                MeetingKind::Joint => !self.group.is_empty() && matter.group == self.group,
            };
            kind && matter.state.is_open() && (self.leader.is_empty() || matter.leader == self.leader)
        };
        let mut fitting: Vec<&Case> = cases.iter().filter(fits).collect();
        fitting.sort_by_key(|case| (case.next_review(), case.no.clone()));
        fitting.into_iter().map(|case| case.no.clone()).collect()
    }
}

/// A meeting as its journal tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    /// Its number.
    pub no: No,
    /// Grows by one with every entry about it; its row keeps it beside what it says.
    #[serde(skip)]
    pub version: u32,
    /// What was planned.
    pub plan: Plan,
    /// The civil date on which it was planned.
    pub planned: NaiveDate,
    /// Why it is not held, if it is not.
    pub cancelled: Option<String>,
}

impl Meeting {
    /// How many of its cases were reviewed at it.
    pub fn reviewed<'c>(&self, cases: impl IntoIterator<Item = &'c Case>) -> usize {
        cases.into_iter().filter(|case| case.review_at(&self.no).is_some()).count()
    }
}

/// A meeting as its entries tell it.
pub fn fold_meeting(entries: &[Entry]) -> Result<Meeting, FoldError> {
    let first = entries.first().ok_or(FoldError::NoBeginning)?;
    let Act::MeetingPlanned(plan) = &first.act else { return Err(FoldError::NoBeginning) };
    let cancelled = standing(entries).find_map(|entry| match &entry.act {
        Act::MeetingCancelled { reason } => Some(reason.clone()),
        _ => None,
    });
    Ok(Meeting {
        no: No(first.subject.clone()),
        version: u32::try_from(entries.len()).unwrap_or(u32::MAX),
        plan: (**plan).clone(),
        planned: beijing(first.at),
        cancelled,
    })
}
