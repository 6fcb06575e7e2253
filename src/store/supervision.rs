//! What the store answers to those who supervise: meetings, what stands behind a figure, evaluations. Plain data.
use super::Brief;
use crate::domain::{case::Case, evaluation::Finding, meeting::Meeting, money::Fen, petition::No};

/// A review meeting in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeetingRow {
    /// The meeting.
    pub meeting: Meeting,
    /// How many of its cases were reviewed at it.
    pub reviewed: usize,
}

/// A review meeting with its cases.
#[derive(Clone, Debug, PartialEq)]
pub struct MeetingPage {
    /// The meeting.
    pub meeting: Meeting,
    /// Its cases in its order, with those of their petitions that the asker may see.
    pub cases: Vec<Case>,
}

/// What stands behind a figure: petitions, or the cases on which something was paid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// How many there are.
    pub of: usize,
    /// How many of them the figure holds against somebody; these come first. All of them where it is no rate.
    pub missed: usize,
    /// The first petitions.
    pub briefs: Vec<Brief>,
    /// The cases.
    pub cases: Vec<CaseMoney>,
}

/// A petition, point by point.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// Its row.
    pub brief: Brief,
    /// Its points, in the order of the checklist.
    pub findings: Vec<Finding>,
}

/// What was paid on a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseMoney {
    /// Number.
    pub no: No,
    /// Title.
    pub title: String,
    /// How much.
    pub amount: Fen,
    /// To how many.
    pub people: i64,
}
