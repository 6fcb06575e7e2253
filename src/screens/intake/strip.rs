//! The identity strip: who may be standing at the counter, and what they brought before.
use super::matter::{of_person, people};
use crate::{
    domain::{
        audit::{self, Trace},
        catalog::{Catalog, List},
        petition::No,
    },
    flow::{Cx, Desk, Effect, Effects, Found, Seek, Ticket},
    form::Sheet,
    search::{Alike, Matter},
    store::{Brief, Known},
};

/// Letters of a name from which it is worth looking: one hanzi, or two letters of its sound.
const NAME: usize = 1;
/// Digits of a phone or identity number from which it is worth looking.
const DIGITS: usize = 4;

/// Characters of a matter from which it is worth comparing.
const MATTER: usize = 6;

/// People found beside the form; the mark stands on one of their petitions.
#[derive(Clone, Debug)]
pub struct Strip {
    /// Who was found, the likeliest first.
    pub known: Vec<Known>,
    /// The marked petition, counted over all of them.
    pub mark: usize,
    /// Petitions of others that may be of the same matter.
    pub alike: Vec<Alike>,
    /// How many people were shown at once, at the most, since it was last written down.
    most: usize,
    desk: Desk,
    sought: Option<Seek>,
    matters: Desk,
    compared: Option<Matter>,
}

impl Strip {
    /// An empty strip that asks at these desks: who somebody is, and who brings the same.
    pub fn new(desk: Desk, matters: Desk) -> Self {
        Self {
            known: Vec::new(),
            mark: 0,
            alike: Vec::new(),
            most: 0,
            desk,
            sought: None,
            matters,
            compared: None,
        }
    }

    /// Asks who else brings what the sheet says, if that changed and says enough; `no` is the petition that is put right.
    pub fn compare(&mut self, sheet: &Sheet, no: &str, catalog: &Catalog) -> Effects {
        let text = format!("{}\n{}", sheet.get("subject"), sheet.get("facts"));
        let names = (0..=people(sheet)).map(|n| sheet.get(&of_person("name", n)).to_owned());
        let matter = Matter {
            no: no.to_owned(),
            names: names.filter(|name| !name.is_empty()).collect(),
            places: catalog.near(List::Place, sheet.get("place")),
            categories: catalog.near(List::Category, sheet.get("category")),
            text,
        };
        if self.compared.as_ref() == Some(&matter) {
            return Vec::new();
        }
        self.compared = Some(matter.clone());
        if matter.text.chars().count() < MATTER {
            self.alike.clear();
            return Vec::new();
        }
        vec![self.matters.find(Seek::Alike(Box::new(matter)))]
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
    pub fn take(&mut self, ticket: Ticket, found: Found) {
        if self.desk.expects(ticket) && self.known != found.known {
            self.most = self.most.max(found.known.len());
            (self.known, self.mark) = (found.known, 0);
        } else if self.matters.expects(ticket) {
            self.alike = found.alike;
        }
    }

    /// One entry a form: that people were shown beside it, and how many.
    pub fn trace(&mut self) -> Effects {
        match std::mem::take(&mut self.most) {
            0 => Vec::new(),
            people => vec![Effect::Note(audit::subject("strip"), Trace::Matched { people })],
        }
    }

    /// Whoever is taken over into a form stands there unmasked.
    pub fn taken(no: &No, cx: &Cx) -> Effect {
        let reason = cx.lang.say("reveal-taken");
        Effect::Note(audit::subject(no.as_str()), Trace::Revealed { reason })
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
