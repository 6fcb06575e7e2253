//! The menu: every action that can be had here, by number or by typing a part of its name.
use crate::{keys::Action, lang::Lang, search::Roll, text::line::Line, widgets::list::Cursor};

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
    /// The offers that fit what was typed, by sound too, the best first. Editing keys are left out: they do not work from here.
    pub fn rows(&self, offers: &[Offer], lang: &Lang) -> Vec<Offer> {
        let inside = |offer: &&Offer| {
            ["edit.", "choice.", "list."].iter().any(|noun| offer.action.id().starts_with(noun))
        };
        let offers: Vec<&Offer> = offers.iter().filter(|offer| !inside(offer)).collect();
        let words: Vec<String> = offers.iter().map(|offer| lang.say(&offer.action.message())).collect();
        let roll = Roll::of(words.iter().map(|word| ("", vec![word.as_str()])));
        roll.find(self.typed.text())
            .into_iter()
            .filter_map(|at| offers.get(at))
            .map(|offer| (*offer).clone())
            .collect()
    }

    /// The row that a single digit names.
    pub fn digit(&self, typed: &str) -> Option<usize> {
        let digit: usize = typed.parse().ok()?;
        (self.typed.text().is_empty() && (1..=9).contains(&digit)).then(|| digit - 1)
    }
}
