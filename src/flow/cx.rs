//! What every screen may read and none may change.
use super::{Teller, Vocabulary};
use crate::{
    domain::{catalog::Catalog, petition::No, rights::Actor},
    form::{Ground, Sheet},
    lang::Lang,
    search::Query,
    store::Lists,
};
use chrono::NaiveDate;
use std::{cell::Cell, rc::Rc};

/// The desk around a screen.
#[derive(Clone)]
pub struct Cx {
    /// Who sits here; the code is empty before the first start's form is filled in.
    pub me: Actor,
    /// The name of this terminal.
    pub terminal: String,
    /// Number of the screen on top.
    pub top: u32,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// Beijing's civil date.
    pub today: NaiveDate,
    /// Offices, units, people of the house, phrases, settings.
    pub lists: Lists,
    /// The words.
    pub lang: Rc<Lang>,
    /// Whether to do without colours.
    pub mono: bool,
    /// Whether the store is a demonstration that goes with the desk.
    pub demo: bool,
    /// The petition or person who is shown unmasked for a while.
    pub revealed: Option<No>,
    /// Whether the desk stands at the far end of a line, where files have to be fetched.
    pub remote: bool,
    /// The last intake that was saved here, for `=`.
    pub last: Option<Sheet>,
    /// Makes operation ids: this desk's own name and a running number.
    pub ops: Ops,
}

/// A source of operation ids that no other desk has.
#[derive(Clone, Debug, Default)]
pub struct Ops {
    desk: String,
    given: Rc<Cell<u64>>,
}

impl Ops {
    /// Ids that begin with the desk's own name.
    pub fn new(desk: String) -> Self {
        Self { desk, given: Rc::default() }
    }

    /// The next one. A form takes it when it opens and keeps it, so that sending it twice does it once.
    pub fn next(&self) -> String {
        self.given.set(self.given.get() + 1);
        format!("{}-{}", self.desk, self.given.get())
    }
}

impl Cx {
    /// The lists.
    pub fn catalog(&self) -> &Catalog {
        &self.lists.catalog
    }

    /// What a form looks things up in.
    pub fn ground(&self) -> Ground<'_> {
        Ground { today: self.today, catalog: self.catalog(), lang: &self.lang, last: self.last.as_ref() }
    }

    /// Who brought a petition, as lists name them.
    pub fn petitioner(&self, name: &str) -> String {
        if name.is_empty() { self.lang.say("anonymous") } else { name.to_owned() }
    }

    /// What was typed into a find box, with filters in the user's words.
    pub fn query(&self, typed: &str) -> Query {
        Query::parse_with(typed, &self.vocabulary())
    }

    /// The words of filters here.
    pub fn vocabulary(&self) -> Vocabulary<'_> {
        Vocabulary { lang: &self.lang, lists: &self.lists, today: self.today, me: &self.me.code }
    }

    /// Whoever tells entries in words here.
    pub fn teller(&self) -> Teller<'_> {
        Teller::new(&self.lang, self.catalog())
    }

    /// A setting, or its default.
    pub fn setting<'a>(&'a self, key: &'a str) -> &'a str {
        self.lists.setting(key)
    }

    /// Whether there is room for a second column beside a list.
    pub fn wide(&self) -> bool {
        self.size.0 >= 110
    }
}
