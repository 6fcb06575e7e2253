//! Who somebody is: PINs, tries, and the last sign-in. Nothing here is in the journal but that it happened.
use super::{
    Now, Result, Store, StoreError, catalog,
    pepper::{self, Pepper},
};
use crate::domain::{
    audit::{self, Trace},
    catalog::{Catalog, Item, List},
    pin::Pin,
    rights::{Actor, Power, is_shared},
};
use rusqlite::{Connection, OptionalExtension};

/// So many wrong tries in a row lock somebody out.
const TRIES: u32 = 5;
/// For so long the first time, in milliseconds; twice as long each further time.
const LOCKED: i64 = 15 * 60_000;
/// Never longer than so many doublings: about ten days.
const DOUBLINGS: u32 = 10;
/// Digits of a PIN that is made for somebody.
const MADE: usize = 8;

/// Somebody who wants in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Code or name, as typed.
    pub who: String,
    /// By what they prove it.
    pub proof: Proof,
    /// From where.
    pub terminal: String,
    /// Only a desk that they hold already is unlocked.
    pub unlock: bool,
}

/// By what somebody proves who they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// The command that the key of their line is bound to named them.
    Key,
    /// A PIN.
    Pin(Pin),
}

/// Whoever is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Welcome {
    /// They, with the rights they have now.
    pub actor: Actor,
    /// The sign-in before this one: instant in UTC milliseconds, and from where.
    pub last: Option<(i64, String)>,
    /// They have to set a PIN of their own first.
    pub renew: bool,
}

struct Credential {
    hash: String,
    renew: bool,
    wrong: u32,
    until: i64,
    last: Option<(i64, String)>,
}

impl Store {
    /// Lets somebody in or says why not. A try is counted, for all to see, before it is looked at; the PIN is hashed
    /// while nobody waits for the store.
    pub(super) fn sign_in(&mut self, me: &Actor, now: Now, claim: &Claim) -> Result<Welcome> {
        let catalog = catalog::answer(&self.db, me)?.catalog;
        let shared = is_shared(&catalog);
        let item = known(&catalog, &claim.who).map(|item| Actor::of(item, &catalog));
        // At a desk of one's own somebody may sit whom no list names yet.
        let own = || (claim.unlock && !shared && claim.who == me.code).then(|| me.clone());
        let Some(actor) = item.or_else(own) else {
            // It takes as long as for somebody whom there is, and says the same.
            if let Proof::Pin(pin) = &claim.proof {
                let _ = self.pepper()?.hash(pin);
            }
            return Err(StoreError::PinWrong(None));
        };
        match self.proven(&actor, now, claim, shared) {
            Ok(welcome) => {
                let trace = if claim.unlock {
                    Trace::Unlocked
                } else {
                    Trace::SignedIn { terminal: claim.terminal.clone() }
                };
                self.trace(&actor, now, vec![(audit::of_clerk(&actor.code), trace)])?;
                Ok(welcome)
            }
            Err(error) => {
                // How many tries are left is for whoever tries.
                let told = if matches!(error, StoreError::PinWrong(_)) {
                    StoreError::PinWrong(None)
                } else {
                    error.clone()
                };
                let (why, _) = told.message();
                let trace = Trace::SignInFailed { terminal: claim.terminal.clone(), why: why.to_owned() };
                let _ = self.trace(&actor, now, vec![(audit::of_clerk(&actor.code), trace)]);
                Err(error)
            }
        }
    }

    fn proven(&mut self, actor: &Actor, now: Now, claim: &Claim, shared: bool) -> Result<Welcome> {
        let code = actor.code.as_str();
        let before = self.tried(code, now, matches!(claim.proof, Proof::Pin(_)))?;
        let right = match &claim.proof {
            Proof::Key => true,
            // At a desk of one's own nobody has to have a PIN.
            Proof::Pin(_) if before.hash.is_empty() => !shared,
            Proof::Pin(pin) => self.pepper()?.fits(pin, &before.hash),
        };
        if !right {
            return Err(self.wrong(code, &before)?);
        }
        self.let_in(code, now, &claim.terminal)?;
        let renew = before.renew || (shared && before.hash.is_empty());
        Ok(Welcome { actor: actor.clone(), last: before.last, renew })
    }

    /// Counts a try and gives back how things stood before it; refuses one that comes too early.
    fn tried(&mut self, code: &str, now: Now, counts: bool) -> Result<Credential> {
        self.transact(|tx| {
            let before = credential(tx, code)?;
            if counts && before.until > now.instant {
                return Err(StoreError::PinLocked(before.until));
            }
            if counts {
                let wrong = before.wrong + 1;
                let until = if wrong % TRIES == 0 { now.instant + pause(wrong) } else { before.until };
                tx.prepare_cached("UPDATE credential SET wrong = ?2, until = ?3 WHERE clerk = ?1")?
                    .execute((code, wrong, until))?;
            }
            Ok(before)
        })
    }

    /// What is said of a try that was wrong, and of how many may follow.
    fn wrong(&self, code: &str, before: &Credential) -> Result<StoreError> {
        Ok(match TRIES - (before.wrong + 1) % TRIES {
            TRIES => StoreError::PinLocked(credential(&self.db, code)?.until),
            left => StoreError::PinWrong(Some(left)),
        })
    }

    fn let_in(&mut self, code: &str, now: Now, terminal: &str) -> Result<()> {
        self.transact(|tx| {
            tx.prepare_cached(
                "INSERT INTO credential (clerk, hash, renew, wrong, until, last, origin) VALUES (?1, '', 0, 0, 0, ?2, ?3)
                 ON CONFLICT DO UPDATE SET wrong = 0, until = 0, last = excluded.last, origin = excluded.origin",
            )?
            .execute((code, now.instant, terminal))?;
            Ok(())
        })
    }

    /// The old PIN was right: the try counts no more.
    fn forgive(&mut self, code: &str) -> Result<()> {
        self.transact(|tx| {
            tx.prepare_cached("UPDATE credential SET wrong = 0, until = 0 WHERE clerk = ?1")?
                .execute([code])?;
            Ok(())
        })
    }

    /// Sets one's own PIN. Where there is one of one's own already, the old one has to be right, and counts as a try; one
    /// that somebody else has made has done its work when its owner has come in, or was not needed for it.
    pub(super) fn set_own_pin(&mut self, me: &Actor, now: Now, old: &Pin, new: &Pin) -> Result<()> {
        if let Some(why) = new.problem(&me.code) {
            return Err(StoreError::Refused(why));
        }
        let before = credential(&self.db, &me.code)?;
        let own = !before.hash.is_empty() && !before.renew;
        let before = if own { self.tried(&me.code, now, true)? } else { before };
        let pepper = self.pepper()?;
        if own && !pepper.fits(old, &before.hash) {
            return Err(self.wrong(&me.code, &before)?);
        }
        if !before.hash.is_empty() && pepper.fits(new, &before.hash) {
            self.forgive(&me.code)?;
            return Err(StoreError::Refused("problem-pin-same"));
        }
        let hash = pepper.hash(new)?;
        self.write_pin(me, now, &me.code, &hash, false)
    }

    /// Makes a PIN for somebody, who has to change it at their next sign-in. With another key every other PIN is taken
    /// away.
    pub(super) fn make_pin(&mut self, me: &Actor, now: Now, code: &str, new_key: bool) -> Result<Pin> {
        let may = me.can(Power::People) || self.is_keeper(me);
        if !may {
            return Err(StoreError::Denied("why-no-right"));
        }
        if !catalog::knows(&self.db, List::Clerk, code)? {
            return Err(StoreError::NotFound(code.to_owned()));
        }
        if new_key {
            if self.pepper().is_ok() {
                return Err(StoreError::Refused("why-key-whole"));
            }
            self.take_all_pins()?;
        }
        let pepper = self.pepper()?;
        let mut pin = made()?;
        while pin.problem(code).is_some() {
            pin = made()?;
        }
        let hash = pepper.hash(&pin)?;
        self.write_pin(me, now, code, &hash, true)?;
        Ok(pin)
    }

    /// The hashes go first: a key without any of them may be made anew.
    fn take_all_pins(&mut self) -> Result<()> {
        self.transact(|tx| Ok(tx.execute("UPDATE credential SET hash = '', renew = 0", [])?))?;
        match std::fs::remove_file(pepper::path(&self.path)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    fn write_pin(&mut self, me: &Actor, now: Now, code: &str, hash: &str, renew: bool) -> Result<()> {
        self.transact(|tx| {
            tx.prepare_cached(
                "INSERT INTO credential (clerk, hash, renew, wrong, until, last, origin) VALUES (?1, ?2, ?3, 0, 0, 0, '')
                 ON CONFLICT DO UPDATE SET hash = excluded.hash, renew = excluded.renew, wrong = 0, until = 0",
            )?
            .execute((code, hash, renew))?;
            Ok(())
        })?;
        self.trace(me, now, vec![(audit::of_clerk(code), Trace::PinSet)])
    }

    /// The key on which all PINs hang.
    fn pepper(&self) -> Result<Pepper> {
        Pepper::beside(&self.path, has_pins(&self.db)?)
    }

    /// Whether somebody is the account that owns the file, and no clerk: whoever keeps the house's keys.
    fn is_keeper(&self, me: &Actor) -> bool {
        me.can(Power::Settings) && !catalog::knows(&self.db, List::Clerk, &me.code).unwrap_or(true)
    }
}

/// Whom a code or a name means; of a name that two have, nobody.
fn known<'a>(catalog: &'a Catalog, who: &str) -> Option<&'a Item> {
    let who = who.trim();
    let by_code = catalog.list(List::Clerk).find(|clerk| clerk.code.eq_ignore_ascii_case(who));
    let mut named = catalog.list(List::Clerk).filter(|clerk| clerk.name == who);
    by_code.or_else(|| named.next().filter(|_| named.next().is_none()))
}

fn credential(db: &Connection, code: &str) -> Result<Credential> {
    let mut query =
        db.prepare_cached("SELECT hash, renew, wrong, until, last, origin FROM credential WHERE clerk = ?1")?;
    let read = |row: &rusqlite::Row<'_>| {
        let last: i64 = row.get(4)?;
        Ok(Credential {
            hash: row.get(0)?,
            renew: row.get(1)?,
            wrong: row.get(2)?,
            until: row.get(3)?,
            last: if last > 0 { Some((last, row.get(5)?)) } else { None },
        })
    };
    let none = || Credential { hash: String::new(), renew: false, wrong: 0, until: 0, last: None };
    Ok(query.query_row([code], read).optional()?.unwrap_or_else(none))
}

/// Whether anybody has a PIN.
pub(super) fn has_pins(db: &Connection) -> Result<bool> {
    Ok(db.prepare_cached("SELECT 1 FROM credential WHERE hash <> ''")?.exists([])?)
}

/// How long somebody is locked out after so many wrong tries in a row, in milliseconds.
fn pause(wrong: u32) -> i64 {
    LOCKED << (wrong / TRIES - 1).min(DOUBLINGS)
}

fn made() -> Result<Pin> {
    let mut bytes = [0; MADE];
    getrandom::fill(&mut bytes).map_err(|error| StoreError::Disk(error.to_string()))?;
    // 250 is a multiple of ten: no digit comes more often than another.
    let digits: String = bytes.iter().map(|byte| char::from(b'0' + byte % 10)).collect();
    Ok(if bytes.iter().all(|byte| *byte < 250) { Pin::new(&digits) } else { Pin::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_further_five_wrong_tries_lock_for_twice_as_long() {
        let minutes: Vec<i64> = [5, 10, 15, 20, 500].into_iter().map(|wrong| pause(wrong) / 60_000).collect();
        assert_eq!(minutes, [15, 30, 60, 120, 15 * 1024]);
    }

    #[test]
    fn a_pin_that_is_made_has_eight_digits_and_is_another_one_each_time() {
        let mut pins: Vec<Pin> =
            std::iter::repeat_with(|| made().unwrap()).filter(|pin| !pin.is_empty()).take(20).collect();
        assert!(pins.iter().all(|pin| pin.len() == MADE && pin.as_bytes().iter().all(u8::is_ascii_digit)));
        pins.dedup();
        assert_eq!(pins.len(), 20);
    }
}
