//! Tickets: how an answer finds its asker, and how a late one is dropped.
use super::{Effect, Job, Seek};
use crate::store::Request;

/// Marks a question. A reply that carries an older turn than the newest of its lane is late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ticket {
    /// The number of the screen that asked.
    pub page: u32,
    /// Which kind of question of that screen.
    pub lane: u8,
    /// Which one of that kind.
    pub turn: u32,
}

/// Hands out the tickets of one kind of question; only the last one counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Desk(Ticket);

impl Desk {
    /// A desk for the questions of one kind of one screen.
    pub const fn new(page: u32, lane: u8) -> Self {
        Self(Ticket { page, lane, turn: 0 })
    }

    fn next(&mut self) -> Ticket {
        self.0.turn += 1;
        self.0
    }

    /// A question to the store.
    pub fn ask(&mut self, request: Request) -> Effect {
        Effect::Ask(self.next(), request)
    }

    /// A question to the finder.
    pub fn find(&mut self, seek: Seek) -> Effect {
        Effect::Find(self.next(), seek)
    }

    /// A long work.
    pub fn work(&mut self, job: Job) -> Effect {
        Effect::Work(self.next(), job)
    }

    /// Whether an answer with this ticket is the one waited for.
    pub fn expects(&self, ticket: Ticket) -> bool {
        self.0 == ticket
    }

    /// Drops whatever is still on its way.
    pub fn forget(&mut self) {
        self.0.turn += 1;
    }
}
