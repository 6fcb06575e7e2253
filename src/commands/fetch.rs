//! `get` and `list`: what lies in one's outbox. They are all that a line offers besides the desk, when its key allows one
//! command and the client asks for another.
use super::{
    out::{Failure, Out},
    setup::{PATIENCE, Setup, lists},
};
use crate::{
    domain::{
        audit::{self, Trace},
        calendar::beijing_moment,
        catalog::List,
        rights::{Actor, is_shared},
    },
    lang::Lang,
    run::{
        outbox::{self, Laid},
        serve::now,
    },
    store::{Lists, Request, Store},
    text::clean,
};
use serde_json::json;
use std::{
    env,
    io::{IsTerminal, stdout},
    time::UNIX_EPOCH,
};

/// So much of a refused command is written down.
const SHOWN: usize = 80;

/// What the client asked for instead of the command that its key allows, as sshd hands it on.
pub(super) fn asked() -> Option<String> {
    env::var_os("SSH_ORIGINAL_COMMAND").map(|command| command.to_string_lossy().into_owned())
}

/// Answers such a client: its own files or a refusal that is written down, and no shell.
pub(super) fn forced(setup: &Setup, lang: &Lang, out: &mut Out, command: &str) -> Result<(), Failure> {
    let words: Vec<&str> = command.split(' ').collect();
    match words[..] {
        ["get", name] => Visit::of(setup, command, true)?.get(out, name),
        ["list"] => Visit::of(setup, command, true)?.list(lang, out),
        _ => Err(Visit::of(setup, command, true)?.refuse("why-only-desk", command)),
    }
}

pub(super) fn get(setup: &Setup, out: &mut Out, name: &str) -> Result<(), Failure> {
    Visit::of(setup, &format!("get {name}"), false)?.get(out, name)
}

pub(super) fn list(setup: &Setup, lang: &Lang, out: &mut Out) -> Result<(), Failure> {
    Visit::of(setup, "list", false)?.list(lang, out)
}

/// Somebody at their outbox.
struct Visit<'a> {
    store: Store,
    setup: &'a Setup,
    me: Actor,
    /// What they came for, as the journal calls it.
    wish: String,
}

impl<'a> Visit<'a> {
    /// In a shared house the key of a line has to name somebody: who sits behind it, nobody has proven otherwise.
    fn of(setup: &'a Setup, wish: &str, forced: bool) -> Result<Self, Failure> {
        let mut store = Store::open_existing(&setup.path)?;
        store.set_patience(PATIENCE);
        let account = setup.account_actor();
        let lists = lists(&mut store, &account)?;
        let wish = clean::line(wish).chars().take(SHOWN).collect();
        let nobody = forced && setup.clerk.is_none() && is_shared(&lists.catalog);
        match setup.actor(&lists) {
            Ok(me) if !nobody => Ok(Self { store, setup, me, wish }),
            _ => {
                let why = unknown(setup, &lists);
                let what = setup.clerk.clone().unwrap_or_default();
                Err(Self { store, setup, me: account, wish }.refuse(why, &what))
            }
        }
    }

    fn get(&mut self, out: &mut Out, name: &str) -> Result<(), Failure> {
        if stdout().is_terminal() {
            return Err(Failure::Said("fetch-terminal", name.to_owned(), 3));
        }
        let Some(mut file) = outbox::open(&outbox::of(&self.setup.path, &self.me.code), name)? else {
            return Err(self.refuse("why-not-laid", name));
        };
        self.store.answer(&self.me, now(), Request::Fetch { file: name.to_owned() })?;
        out.stream(&mut file)
    }

    fn list(&mut self, lang: &Lang, out: &mut Out) -> Result<(), Failure> {
        let laid = outbox::list(&outbox::of(&self.setup.path, &self.me.code))?;
        if laid.is_empty() {
            super::out::tell(&lang.say("fetch-empty"));
        }
        for Laid { name, size, at } in laid {
            let millis = at.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis());
            let at = beijing_moment(i64::try_from(millis).unwrap_or(i64::MAX));
            out.say(&json!({"file": name, "size": size, "at": at}), &format!("{name}  {size}  {at}"))?;
        }
        Ok(())
    }

    /// Writes down that it was refused. It is refused all the same where that cannot be written.
    fn refuse(&mut self, why: &'static str, what: &str) -> Failure {
        let who = self.setup.clerk.as_ref().unwrap_or(&self.me.code);
        let trace = Trace::Refused { wish: self.wish.clone(), why: why.to_owned() };
        let _ = self.store.answer(&self.me, now(), Request::Trace(vec![(audit::of_clerk(who), trace)]));
        Failure::Said(why, clean::line(what).chars().take(SHOWN).collect(), 3)
    }
}

/// Why somebody is not taken for a clerk.
fn unknown(setup: &Setup, lists: &Lists) -> &'static str {
    let clerk = setup.clerk.as_deref().map(|code| lists.catalog.get(List::Clerk, code));
    match clerk {
        None => "why-nobody-named",
        Some(Some(clerk)) if clerk.off => "why-switched-off",
        Some(_) => "error-clerk",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{args::Args, store::Patience};
    use clap::Parser;
    use std::time::Duration;

    #[test]
    fn whoever_fetches_waits_five_seconds_for_their_turn_too() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f.db");
        drop(Store::open(&path).unwrap());
        let setup = Setup::of(&Args::parse_from(["fengqiao", "--store", path.to_str().unwrap()]));
        let visit = Visit::of(&setup, "list", false).unwrap_or_else(|_| panic!("it opens"));
        assert_eq!(visit.store.patience(), Patience::For(Duration::from_secs(5)));
    }
}
