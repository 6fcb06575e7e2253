//! What each paper must say (DOMAIN.md section 6), as the slots that its template cannot do without.
use crate::domain::notice::Notice;

/// What every paper carries: whose it is, its number, its date, its marks (reprint, demonstration), and which
/// petition it is about.
const EVERY: &[&str] = &["office", "number", "printed", "marks", "no"];

/// The slots that a template of this kind must have.
pub fn needed(notice: Notice) -> impl Iterator<Item = &'static str> {
    EVERY.iter().chain(own(notice)).copied()
}

/// The slots that a paper about a sealed accusation must have: the minimum.
pub const SEALED: &[&str] = &["office", "number", "printed", "marks", "no", "title", "received", "ask"];

/// The slots that it may have, the query code of a receipt among them, and never what it is about \[30\].
pub const SEALED_SLOTS: &[&str] =
    &["office", "number", "printed", "marks", "no", "title", "received", "ask", "query"];

const fn own(notice: Notice) -> &'static [&'static str] {
    match notice {
        Notice::Receipt => &["received", "subject", "demand", "clerk", "goes", "ask", "query", "due"],
        Notice::RegistrationSheet => &["petitioner", "address", "facts", "demand", "read_back", "sign"],
        Notice::Materials => &["materials"],
        Notice::ServiceProof => &["paper", "how", "on", "to", "by", "signed"],
        Notice::Acceptance => &["on", "unit", "route", "due", "ask"],
        Notice::NonAcceptance => &["ground", "article", "guidance"],
        Notice::NoLongerAccepted => &["rereview", "article"],
        Notice::Forwarded => &["to", "on", "manner", "ask"],
        Notice::StatutoryRoute => &["route", "organ", "time_bar", "papers"],
        Notice::Extension => &["reason", "approver", "due"],
        Notice::Reply => &["request", "facts", "opinion", "basis", "conclusion", "right"],
        Notice::Review | Notice::Rereview => &["request", "outcome", "right"],
        Notice::Reminder | Notice::Supervision | Notice::Recommendation => &["to", "wrong", "limit"],
    }
}

/// Slots that hold a day.
pub const DAYS: &[&str] = &["due", "limit", "on", "printed", "received"];

/// Slots that hold a list, with the parts of each row.
pub const LIST: (&str, &[&str]) = ("materials", &["name", "pages", "kind", "returned"]);

/// Every slot that a template may name.
pub const SLOTS: &[&str] = &[
    "address",
    "approver",
    "article",
    "ask",
    "basis",
    "by",
    "category",
    "channel",
    "clerk",
    "conclusion",
    "demand",
    "due",
    "facts",
    "ground",
    "goes",
    "guidance",
    "how",
    "identity",
    "limit",
    "manner",
    "marks",
    "materials",
    "nature",
    "no",
    "number",
    "office",
    "on",
    "opinion",
    "organ",
    "outcome",
    "paper",
    "papers",
    "people",
    "petitioner",
    "phone",
    "place",
    "printed",
    "query",
    "read_back",
    "reason",
    "received",
    "request",
    "rereview",
    "right",
    "route",
    "sign",
    "signed",
    "subject",
    "time_bar",
    "title",
    "to",
    "unit",
    "wrong",
];
