//! A case 包案事项: petitions under one owner on the leaders' board \[18\].
mod matter;
mod summary;

pub use matter::{CaseMatter, CaseState, Closing, Duty, Level, Merit, Recognition};
pub use summary::Summary;

use super::{
    calendar::beijing,
    journal::{Act, Entry, FoldError, changed, standing},
    money::Fen,
    petition::No,
    words::terms,
};
use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

terms! {
    /// What became of what was asked the last time.
    Met / "met" {
        /// 已落实
        Done = "done",
        /// 部分落实
        Partly = "partly",
        /// 未落实
        NotDone = "not-done",
    }
}

/// A review of a case, at a meeting 调度会 or by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The civil date.
    pub on: NaiveDate,
    /// Who chaired it: a leader's code or a name.
    #[serde(default)]
    pub chair: String,
    /// What was asked.
    #[serde(default)]
    pub asked: String,
    /// What was done since last time.
    #[serde(default)]
    pub done: String,
    /// Who shall do it.
    #[serde(default)]
    pub by: String,
    /// By when.
    #[serde(default)]
    pub until: Option<NaiveDate>,
    /// Whether all that had been asked before is done now; what is not stays open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub met: Option<Met>,
    /// The meeting at which it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meeting: Option<No>,
}

impl Review {
    /// What became of what had been asked, in words, given what says a message.
    pub fn came_of(&self, say: impl Fn(&str) -> String) -> String {
        let met = self.met.map_or(String::new(), |met| say(&met.message()));
        format!("{met} {}", self.done).trim().to_owned()
    }
}

/// Whose case it was from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tenure {
    /// Code of the leader.
    pub leader: String,
    /// The civil date.
    pub since: NaiveDate,
    /// Why it was handed to them; empty for the first owner.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// What was paid: by how much the sums of a case grew on a day. Below nothing where a slip was put right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// The civil date on which it was written down.
    pub on: NaiveDate,
    /// How much more.
    pub amount: Fen,
    /// How many more people.
    pub people: i64,
}

/// A case as its journal tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Its number.
    pub no: No,
    /// Grows by one with every entry about it; its row keeps it beside what it says.
    #[serde(skip)]
    pub version: u32,
    /// What it says.
    pub matter: CaseMatter,
    /// Its petitions, in the order they joined.
    #[serde(skip)]
    pub petitions: Vec<No>,
    /// Its reviews, in the order in which they were written down.
    pub reviews: Vec<Review>,
    /// Whose it has been, the first owner first.
    pub owners: Vec<Tenure>,
    /// What was paid, the first payment first.
    pub payments: Vec<Payment>,
    /// Since when it is resolved, if it is.
    pub resolved: Option<NaiveDate>,
    /// Since when it is watched as closely as it is now: from its opening, its taking up again or a change of level.
    pub watched: NaiveDate,
}

impl Case {
    /// What was asked and is not done yet, the oldest first: it comes back at each review until it is.
    pub fn open_items(&self) -> Vec<&Review> {
        let mut open = Vec::new();
        for review in &self.reviews {
            if review.met == Some(Met::Done) {
                open.clear();
            }
            if !review.asked.trim().is_empty() {
                open.push(review);
            }
        }
        open
    }

    /// Its review at a meeting.
    pub fn review_at(&self, meeting: &No) -> Option<&Review> {
        self.reviews.iter().rfind(|review| review.meeting.as_ref() == Some(meeting))
    }

    /// The last review, if there was one.
    pub fn last_review(&self) -> Option<NaiveDate> {
        self.reviews.iter().map(|review| review.on).max()
    }

    /// The day by which the next review is due; `None` once it is resolved or paused.
    pub fn next_review(&self) -> Option<NaiveDate> {
        let from = self.last_review().max(Some(self.watched))?;
        self.matter
            .state
            .is_open()
            .then(|| from.checked_add_days(Days::new(self.matter.level.review_days())))?
    }

    /// Days since the next review was due; 0 when it is not late.
    pub fn late_days(&self, today: NaiveDate) -> i64 {
        self.next_review().map_or(0, |next| (today - next).num_days().max(0))
    }

    /// Whether anything about it is late: its review, or the day by which it should have been resolved.
    pub fn is_late(&self, today: NaiveDate) -> bool {
        self.late_days(today) > 0 || self.matter.target_late_days(today) > 0
    }

    /// Whether it is open, and was not reviewed in the present week (prominent) or month (key).
    pub fn awaits_review(&self, today: NaiveDate) -> bool {
        let this = |day: NaiveDate| match self.matter.level {
            Level::Prominent => day.iso_week() == today.iso_week(),
            Level::Key => (day.year(), day.month()) == (today.year(), today.month()),
        };
        self.matter.state.is_open() && !self.last_review().is_some_and(this)
    }

    /// What follows from one more entry, told on a day: a change of hands, a payment, an end.
    fn follow(&mut self, before: &CaseMatter, on: NaiveDate, reason: &str) {
        let now = &self.matter;
        if before.leader != now.leader || self.owners.is_empty() {
            let (leader, reason) = (now.leader.clone(), reason.to_owned());
            self.owners.push(Tenure { leader, since: on, reason });
        }
        let people = i64::from(now.recovered_people) - i64::from(before.recovered_people);
        let amount = Fen(now.recovered.0 - before.recovered.0);
        if !amount.is_nothing() || people != 0 {
            self.payments.push(Payment { on, amount, people });
        }
        if before.level != now.level || now.state.is_open() && !before.state.is_open() {
            self.watched = on;
        }
        self.resolved = (now.state == CaseState::Resolved).then(|| self.resolved.unwrap_or(on));
    }
}

/// A case as its entries tell it.
pub fn fold_case(entries: &[Entry]) -> Result<Case, FoldError> {
    let first = entries.first().ok_or(FoldError::NoBeginning)?;
    let Act::CaseOpened(matter) = &first.act else { return Err(FoldError::NoBeginning) };
    let mut case = Case {
        no: No(first.subject.clone()),
        version: u32::try_from(entries.len()).unwrap_or(u32::MAX),
        matter: (**matter).clone(),
        petitions: Vec::new(),
        reviews: Vec::new(),
        owners: Vec::new(),
        payments: Vec::new(),
        resolved: None,
        watched: matter.opened,
    };
    let nothing = CaseMatter::new("", "", matter.opened);
    case.follow(&nothing, matter.opened, "");
    for entry in standing(entries).skip(1) {
        step(&mut case, entry)?;
    }
    Ok(case)
}

fn step(case: &mut Case, entry: &Entry) -> Result<(), FoldError> {
    let on = beijing(entry.at);
    match &entry.act {
        Act::CaseJoined { petition } if !case.petitions.contains(petition) => {
            case.petitions.push(petition.clone());
        }
        Act::CaseLeft { petition } => case.petitions.retain(|joined| joined != petition),
        Act::CaseAssigned { leader, reason } => {
            let before = case.matter.clone();
            case.matter.leader.clone_from(leader);
            case.follow(&before, on, reason);
        }
        Act::CaseReviewed(review) => case.reviews.push(review.clone()),
        Act::CaseChanged { changes, reason } => {
            let after = changed(&case.matter, changes)?;
            let before = std::mem::replace(&mut case.matter, after);
            case.follow(&before, on, reason);
        }
        _ => {}
    }
    Ok(())
}
