//! One question to the store or the finder: what both runtimes, with threads and without, do with it.
use crate::{
    domain::rights::Actor,
    flow::{Found, Msg, Seek, Ticket},
    search::{Finder, Order, Query, Stop, Word, words},
    store::{Now, PersonAsk, Reader, Reply, Request, Result, Store},
};
use chrono::Utc;

/// Rows of a search by name from which people are taken for the identity strip.
const STRIP: usize = 12;

/// Petitions of others that are shown as perhaps the same matter.
const ALIKE: usize = 5;

/// The present moment; the only clock the program reads.
pub fn now() -> Now {
    Now::at(Utc::now().timestamp_millis())
}

/// An answer of the store, then the news it made.
pub fn ask(store: &mut Store, me: &Actor, now: Now, ticket: Ticket, request: Request) -> Vec<Msg> {
    let writes = request.writes();
    let answer = store.answer(me, now, request);
    let news = (writes && answer.is_ok()).then_some(Msg::Changed);
    [Msg::Answer(ticket, answer)].into_iter().chain(news).collect()
}

/// The finder with a store of its own to read from.
pub struct Seeker {
    finder: Finder<Reader>,
    store: Store,
    me: Actor,
}

impl Seeker {
    /// A seeker over an open store, for one asker.
    pub fn new(mut store: Store, me: Actor) -> Result<Self> {
        let words = Self::words(&mut store, &me)?;
        let finder = Finder::new(Reader::open(store.path(), &me)?, words);
        Ok(Self { finder, store, me })
    }

    fn words(store: &mut Store, me: &Actor) -> Result<Vec<Word>> {
        match store.answer(me, now(), Request::Catalog)? {
            Reply::Catalog(lists) => Ok(words(&lists.catalog)),
            _ => Ok(Vec::new()),
        }
    }

    /// The store that it reads.
    pub fn store(&mut self) -> &mut Store {
        &mut self.store
    }

    /// Reads the dictionary now, so that the first key does not wait for it.
    pub fn warm(&mut self) -> Result<()> {
        self.finder.refresh()
    }

    /// Another clerk has sat down: from here on everything is found with their eyes.
    fn sit(&mut self, me: &Actor) -> Result<()> {
        if self.me != *me {
            *self = Self::new(Store::open_existing(self.store.path())?, me.clone())?;
        }
        Ok(())
    }

    /// Finds what `me` may see; nothing when it was overtaken.
    pub fn seek(&mut self, me: &Actor, seek: &Seek, stop: &Stop<'_>) -> Result<Option<Found>> {
        self.sit(me)?;
        match seek {
            Seek::Text { query, limit, order } => {
                let hits = self.finder.find_unless(query, *limit, *order, stop)?;
                Ok(hits.map(|hits| Found { hits, ..Found::default() }))
            }
            Seek::Person { name, identity, phone } => self.person(name, identity, phone, stop),
            Seek::Alike(matter) => {
                let alike = self.finder.alike(matter, ALIKE, stop)?;
                Ok(alike.map(|alike| Found { alike, ..Found::default() }))
            }
        }
    }

    /// Who may be standing there: by what is exact first, then by name, then by the last digits.
    fn person(&mut self, name: &str, identity: &str, phone: &str, stop: &Stop<'_>) -> Result<Option<Found>> {
        let mut petitions = Vec::new();
        for typed in [identity, phone, name] {
            if typed.is_empty() {
                continue;
            }
            let query = Query::parse(typed);
            let Some(hits) = self.finder.find_unless(&query, STRIP, Order::Relevance, stop)? else {
                return Ok(None);
            };
            petitions.extend(hits.rows.iter().map(|hit| i64::from(hit.row.id)));
        }
        let ask = PersonAsk::Known { petitions, identity: identity.to_owned(), phone: phone.to_owned() };
        match self.store.answer(&self.me, now(), Request::Person(ask))? {
            Reply::Known(known) => Ok(Some(Found { known, ..Found::default() })),
            _ => Ok(None),
        }
    }
}
