//! The menu: every action that can be had here, by number or by typing a part of its name.
use crate::{keys::Action, lang::Lang, text::line::Line, widgets::list::Cursor};

/// An action with its keys, and why it is not possible, if it is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The action.
    pub action: Action,
    /// Its keys as written.
    pub keys: Vec<String>,
    /// How deep inside it is bound: 0 belongs to the field under the caret.
    pub depth: usize,
    /// Why not now: the id of a message.
    pub why: Option<&'static str>,
}

/// The open menu.
#[derive(Clone, Debug, Default)]
pub struct Menu {
    /// What was typed.
    pub typed: Line,
    /// The chosen row.
    pub cursor: Cursor,
}

impl Menu {
    /// The offers whose words hold what was typed. Editing keys are left out: they do not work from here.
    pub fn rows(&self, offers: &[Offer], lang: &Lang) -> Vec<Offer> {
        let typed = self.typed.text().to_lowercase();
        let named = |offer: &Offer| lang.say(&offer.action.message()).to_lowercase();
        let spelt = |offer: &Offer| lang.attribute(&offer.action.message(), "keys");
        let fits = |offer: &Offer| named(offer).contains(&typed) || spelt(offer).starts_with(&typed);
        let inside = |offer: &Offer| {
            ["edit.", "choice.", "list."].iter().any(|noun| offer.action.id().starts_with(noun))
        };
        offers.iter().filter(|offer| !inside(offer) && fits(offer)).cloned().collect()
    }

    /// The row that a single digit names.
    pub fn digit(&self, typed: &str) -> Option<usize> {
        let digit: usize = typed.parse().ok()?;
        (self.typed.text().is_empty() && (1..=9).contains(&digit)).then(|| digit - 1)
    }
}
