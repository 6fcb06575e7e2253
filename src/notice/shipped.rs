//! The templates that come with the program, one file per kind and language.
use crate::{domain::notice::Notice, lang::Locale};

macro_rules! shipped {
    ($($notice:ident = $id:literal),* $(,)?) => {
        /// The shipped template of a paper.
        pub(super) const fn shipped(notice: Notice, locale: Locale) -> &'static str {
            match (notice, locale) {
                $((Notice::$notice, Locale::Zh) => include_str!(concat!("data/zh/", $id, ".txt")),
                  (Notice::$notice, Locale::En) => include_str!(concat!("data/en/", $id, ".txt")),)*
            }
        }
    };
}

shipped! {
    Receipt = "receipt",
    RegistrationSheet = "registration-sheet",
    Materials = "materials",
    Acceptance = "acceptance",
    NonAcceptance = "non-acceptance",
    NoLongerAccepted = "no-longer-accepted",
    Forwarded = "forwarded",
    StatutoryRoute = "statutory-route",
    Extension = "extension",
    Reply = "reply",
    Review = "review",
    Rereview = "rereview",
    ServiceProof = "service-proof",
    Reminder = "reminder",
    Supervision = "supervision",
    Recommendation = "recommendation",
}

/// The shipped template of any paper about a sealed accusation.
pub(super) const fn sealed(locale: Locale) -> &'static str {
    match locale {
        Locale::Zh => include_str!("data/zh/sealed.txt"),
        Locale::En => include_str!("data/en/sealed.txt"),
    }
}
