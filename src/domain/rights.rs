//! Who may do what: one pure function, asked by the screens for kindness and by the store for truth.
use super::catalog::Item;
use serde::{Deserialize, Serialize};

/// Whoever is at the desk or behind a verb.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Code of the clerk, or the account's name when a verb runs without one.
    pub code: String,
    /// Code of the office they sit in; its chain takes their entries.
    pub office: String,
    /// Whether they hold the right to see sealed accusations.
    pub sees_sealed: bool,
}

impl Actor {
    /// The clerk whom an entry of the list of clerks names.
    pub fn of(clerk: &Item) -> Self {
        Self {
            code: clerk.code.clone(),
            office: clerk.extra.office.clone(),
            sees_sealed: clerk.extra.sees_sealed,
        }
    }
}

/// What somebody wants to do with a subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish<'a> {
    /// See a petition.
    See {
        /// Whether it is sealed.
        sealed: bool,
        /// Who registered it.
        registrar: &'a str,
    },
    /// Give somebody the right to see sealed accusations.
    Grant,
    /// Take back an entry.
    TakeBack {
        /// Who wrote it.
        author: &'a str,
    },
}

/// Why not: the id of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Why(pub &'static str);

/// Whether `actor` may. A sealed accusation shows only to whoever registered it and to holders of the
/// right \[30\]; only one's own act can be undone.
pub fn may(actor: &Actor, wish: Wish<'_>) -> Result<(), Why> {
    match wish {
        Wish::See { sealed, registrar } if sealed && !actor.sees_sealed && actor.code != registrar => {
            Err(Why("why-not-found"))
        }
        Wish::TakeBack { author } if author != actor.code => Err(Why("why-not-yours")),
        Wish::Grant if !actor.sees_sealed => Err(Why("why-grant")),
        Wish::See { .. } | Wish::TakeBack { .. } | Wish::Grant => Ok(()),
    }
}
