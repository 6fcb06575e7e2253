//! Who may ask what: asked here for truth, whatever the screens let through; and what was refused is written down.
use super::{
    Now, PetitionAsk, Request, Result, Store, StoreError, catalog, door::cleaned, journal::Pen, petition,
    sight,
};
use crate::domain::{
    audit::{self, Trace},
    catalog::{Item, List},
    deed::Deed,
    journal::Act,
    rights::{Actor, Power, Role, Wish, may},
};
use rusqlite::{Connection, Transaction};

/// Refuses a question that the asker has no right to ask.
pub(super) fn question(me: &Actor, request: &Request) -> Result<()> {
    let power = match request {
        Request::Export(_) => Power::Export,
        Request::Figures(_) | Request::Evaluate(_) | Request::Evaluation(_) => Power::Figures,
        Request::Case(_) => Power::Board,
        Request::Journal(_) => Power::Journal,
        Request::Petition(PetitionAsk::Day { .. }) => Power::Read,
        // Whoever reads no petitions any more takes no papers about them out either.
        Request::Fetch { .. } if !me.can(Power::Read) => Power::Journal,
        Request::Drafts { clerk } if *clerk != me.code => return Err(StoreError::Denied("why-not-yours")),
        Request::Verify if !me.can(Power::Settings) => Power::Journal,
        // What somebody sees of petitions and people, each answer decides for itself; orders are weighed one by one.
        _ => return Ok(()),
    };
    sight::demand(me, power)
}

/// Refuses an order that the asker has no right to give.
pub(super) fn order(db: &Connection, me: &Actor, deed: &Deed) -> Result<()> {
    if let Deed::PutItem(item) = deed {
        may(me, Wish::Put(item)).map_err(|why| StoreError::Denied(why.0))?;
        return rights_given(db, me, item);
    }
    let Some(power) = deed.power() else { return Ok(()) };
    sight::demand(me, power)?;
    match deed.petition() {
        Some(no) => sight::allow(db, me, power, &petition::load(db, me, no)?),
        None => Ok(()),
    }
}

/// The asker as the house has them now: rights may have been taken away since they sat down.
pub(super) fn present(db: &Connection, me: &Actor) -> Result<Actor> {
    if !catalog::is_shared(db)? {
        return Ok(me.clone());
    }
    let Some(item) = catalog::item(db, List::Clerk, &me.code)? else { return Ok(me.clone()) };
    if item.off {
        return Err(StoreError::Denied("why-switched-off"));
    }
    let (role, sees_sealed) = (item.extra.role, item.extra.sees_sealed);
    Ok(Actor { role, sees_sealed, ..me.clone() })
}

/// The right to see what is sealed is given only by who may give it; and somebody is left who can give rights.
fn rights_given(db: &Connection, me: &Actor, item: &Item) -> Result<()> {
    if item.list != List::Clerk {
        return Ok(());
    }
    if item.extra.role == Role::Owner {
        return Err(StoreError::BadField("role".to_owned()));
    }
    if item.extra.role.administers() && (item.extra.sees_sealed || !item.extra.unit.is_empty()) {
        return Err(StoreError::Refused("why-administrator-apart"));
    }
    if item.extra.role == Role::Handler && item.extra.unit.is_empty() {
        return Err(StoreError::BadField("unit".to_owned()));
    }
    let before = catalog::item(db, List::Clerk, &item.code)?;
    if item.extra.sees_sealed && !before.as_ref().is_some_and(|before| before.extra.sees_sealed) {
        may(me, Wish::Grant).map_err(|why| StoreError::Denied(why.0))?;
    }
    let gives = |item: &Item| item.extra.role == Role::Security && !item.off;
    if before.is_some_and(|before| gives(&before)) && !gives(item) && catalog::security(db)? < 2 {
        return Err(StoreError::Refused("why-last-security"));
    }
    Ok(())
}

/// Enters what is no business act into the journal, within a transaction.
pub(super) fn traced(tx: &Transaction<'_>, me: &Actor, now: Now, traces: Vec<(String, Trace)>) -> Result<()> {
    let op = format!("trace-{}", uuid::Uuid::now_v7());
    let mut pen = Pen::new(tx, me, now, &op)?;
    for (subject, trace) in cleaned(traces)? {
        pen.write(&subject, Act::Traced(trace))?;
    }
    pen.finish()
}

impl Store {
    /// Writes down what is no business act: who came, looked, searched, took out.
    pub fn trace(&mut self, me: &Actor, now: Now, traces: Vec<(String, Trace)>) -> Result<()> {
        self.transact(|tx| traced(tx, me, now, traces))
    }

    /// Writes down that somebody takes a file out of their outbox.
    pub(super) fn fetched(&mut self, me: &Actor, now: Now, file: String) -> Result<()> {
        self.trace(me, now, vec![(audit::of_clerk(&me.code), Trace::Fetched { file })])
    }

    /// Writes a refusal down and turns it into what the asker is told. It is refused all the same where it cannot be
    /// written.
    pub(super) fn refused(&mut self, me: &Actor, now: Now, wish: &str, error: StoreError) -> StoreError {
        let (subject, why, told) = match error {
            StoreError::Hidden(no) => (audit::subject(&no), "why-not-found", StoreError::NotFound(no)),
            StoreError::Denied(why) => (audit::of_clerk(&me.code), why, StoreError::Denied(why)),
            other => return other,
        };
        let trace = Trace::Refused { wish: wish.to_owned(), why: why.to_owned() };
        let _ = self.trace(me, now, vec![(subject, trace)]);
        told
    }
}
