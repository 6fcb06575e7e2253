//! The identity strip: who may be standing at the counter, and what they brought before.
use super::matter::of_person;
use crate::{
    flow::{Desk, Effects, Seek, Ticket},
    form::Sheet,
    store::{Brief, Known},
};

/// Letters of a name from which it is worth looking: one hanzi, or two letters of its sound.
const NAME: usize = 1;
/// Digits of a phone or identity number from which it is worth looking.
const DIGITS: usize = 4;

/// People found beside the form; the mark stands on one of their petitions.
#[derive(Clone, Debug)]
pub struct Strip {
    /// Who was found, the likeliest first.
    pub known: Vec<Known>,
    /// The marked petition, counted over all of them.
    pub mark: usize,
    desk: Desk,
    sought: Option<Seek>,
}

impl Strip {
    /// An empty strip that asks at this desk.
    pub fn new(desk: Desk) -> Self {
        Self { known: Vec::new(), mark: 0, desk, sought: None }
    }

    /// Asks who the `n`th person of the sheet may be, if what was typed of them changed.
    pub fn seek(&mut self, sheet: &Sheet, n: usize) -> Effects {
        let long = |field: &str, least: usize| {
            let text = sheet.get(&of_person(field, n));
            if text.chars().count() >= least { text.to_owned() } else { String::new() }
        };
        let seek = Seek::Person {
            name: long("name", NAME),
            identity: long("identity", DIGITS),
            phone: long("phone", DIGITS),
        };
        if self.sought.as_ref() == Some(&seek) {
            return Vec::new();
        }
        self.sought = Some(seek.clone());
        vec![self.desk.find(seek)]
    }

    /// Takes an answer; the mark goes back to the top, because the list is another one.
    pub fn take(&mut self, ticket: Ticket, known: Vec<Known>) {
        if self.desk.expects(ticket) && self.known != known {
            (self.known, self.mark) = (known, 0);
        }
    }

    /// Every petition with its person, in the order of the strip.
    fn flat(&self) -> impl Iterator<Item = (&Known, &Brief)> {
        self.known.iter().flat_map(|known| known.petitions.iter().map(move |brief| (known, brief)))
    }

    /// Moves the mark.
    pub fn step(&mut self, by: isize) {
        let count = self.flat().count();
        self.mark = self.mark.saturating_add_signed(by).min(count.saturating_sub(1));
    }

    /// The person of the marked petition.
    pub fn marked_person(&self) -> Option<&Known> {
        self.flat().nth(self.mark).map(|(known, _)| known)
    }

    /// The marked petition.
    pub fn marked_petition(&self) -> Option<&Brief> {
        self.flat().nth(self.mark).map(|(_, brief)| brief)
    }
}
