//! Which store, which language, and who asks.
use super::out::Failure;
use crate::{
    args::{Args, LangArg, ThemeArg},
    domain::{
        catalog::{Catalog, List},
        rights::{Actor, Power, Role, Wish, is_shared, may},
        setting::SEAT,
    },
    lang::Locale,
    run::serve::now,
    store::{Lists, Patience, Reply, Request, Store, StoreError},
};
use directories::ProjectDirs;
use std::{env, path::PathBuf, time::Duration};

/// How long a verb waits for its turn at the store.
pub(super) const PATIENCE: Patience = Patience::For(Duration::from_secs(5));

/// What the command line and the environment say.
pub(super) struct Setup {
    pub(super) path: PathBuf,
    pub(super) locale: Locale,
    pub(super) mono: bool,
    /// The clerk who is named on the command line.
    pub(super) clerk: Option<String>,
    account: String,
}

impl Setup {
    pub(super) fn of(args: &Args) -> Self {
        let locale = match args.lang {
            Some(LangArg::Zh) => Locale::Zh,
            Some(LangArg::En) => Locale::En,
            None => Locale::of(&locale_name()),
        };
        Self {
            path: args.store.clone().unwrap_or_else(default_store),
            locale,
            mono: args.theme.map_or_else(mono_terminal, |theme| theme == ThemeArg::Mono),
            clerk: args.clerk.clone(),
            account: account(),
        }
    }

    /// Opens the store, making it if need be.
    pub(super) fn open(&self) -> Result<(Store, Actor), Failure> {
        self.with(Store::open(&self.path)?)
    }

    /// Opens a store that has to be there.
    pub(super) fn open_existing(&self) -> Result<(Store, Actor), Failure> {
        self.with(Store::open_existing(&self.path)?)
    }

    /// Opens a store for whoever looks after it, and for nobody else.
    pub(super) fn open_to_keep(&self) -> Result<(Store, Actor), Failure> {
        let (store, me) = self.open_existing()?;
        may(&me, Wish::Do(Power::Settings)).map_err(|why| StoreError::Denied(why.0))?;
        Ok((store, me))
    }

    /// The same for what needs the store closed, or whole no more: the account that owns the file needs no leave.
    pub(super) fn keeps(&self) -> Result<(), Failure> {
        if self.is_named() { self.open_to_keep().map(drop) } else { Ok(()) }
    }

    fn with(&self, mut store: Store) -> Result<(Store, Actor), Failure> {
        store.set_patience(PATIENCE);
        let lists = lists(&mut store, &self.account_actor())?;
        let actor = self.actor(&lists)?;
        Ok((store, actor))
    }

    /// Whoever asks: the named clerk, the clerk who sat down under this account, or the account itself.
    pub(super) fn actor(&self, lists: &Lists) -> Result<Actor, Failure> {
        let of = |clerk| Actor::of(clerk, &lists.catalog);
        let named = |code: &str| lists.catalog.get(List::Clerk, code).filter(|clerk| !clerk.off).map(of);
        match &self.clerk {
            Some(code) => named(code).ok_or_else(|| Failure::Said("error-clerk", code.clone(), 3)),
            None => Ok(self.seated(lists).unwrap_or_else(|| self.owner(&lists.catalog))),
        }
    }

    /// The clerk who sat down under this account.
    pub(super) fn seated(&self, lists: &Lists) -> Option<Actor> {
        let code = lists.settings.get(&format!("{SEAT}{}", self.account))?;
        lists.catalog.get(List::Clerk, code).map(|clerk| Actor::of(clerk, &lists.catalog))
    }

    /// The account before anybody has looked into the lists.
    pub(super) fn account_actor(&self) -> Actor {
        self.owner(&Catalog::default())
    }

    /// The account that owns the store: journaled under its own name, at the first counter.
    fn owner(&self, catalog: &Catalog) -> Actor {
        let office = catalog.list(List::Office).next().map_or("ZJ", |office| office.code.as_str());
        let owner = Actor::owner(&self.account, office);
        if is_shared(catalog) {
            // Whoever can read the file could read everything; through the program they look after it and no more.
            return Actor { role: Role::System, ..owner };
        }
        Actor { sees_sealed: true, ..owner }
    }

    /// Whether somebody was named on the command line.
    pub(super) const fn is_named(&self) -> bool {
        self.clerk.is_some()
    }

    /// Whether somebody was named, or has sat down before.
    pub(super) fn knows_who(&self, lists: &Lists) -> bool {
        self.clerk.is_some() || self.seated(lists).is_some()
    }
}

/// The lists and settings of a store.
pub(super) fn lists(store: &mut Store, me: &Actor) -> Result<Lists, Failure> {
    match store.answer(me, now(), Request::Catalog)? {
        Reply::Catalog(lists) => Ok(lists),
        _ => Ok(Lists::default()),
    }
}

fn locale_name() -> String {
    let set = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
    ["FENGQIAO_LANG", "LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| set(name)).unwrap_or_default()
}

/// Terminals without colours, and people who asked for none.
fn mono_terminal() -> bool {
    let plain = ["linux", "vt", "ansi", "dumb"];
    let term = env::var("TERM").unwrap_or_default();
    env::var_os("NO_COLOR").is_some_and(|set| !set.is_empty())
        || plain.iter().any(|name| term.starts_with(name))
}

fn account() -> String {
    ["USER", "LOGNAME"].iter().find_map(|name| env::var(name).ok()).unwrap_or_else(|| "owner".to_owned())
}

/// Where this account's store lies when none is named.
pub(super) fn default_store() -> PathBuf {
    let base = ProjectDirs::from("", "", "fengqiao").map(|dirs| dirs.data_dir().to_owned());
    base.unwrap_or_else(|| PathBuf::from(".fengqiao")).join("fengqiao.db")
}

/// Where this account's own keymap lies.
pub(super) fn own_keymap() -> Option<PathBuf> {
    ProjectDirs::from("", "", "fengqiao").map(|dirs| dirs.config_dir().join("keymap.toml"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verb_waits_five_seconds_for_its_turn_however_it_opens_the_store() {
        let dir = tempfile::tempdir().unwrap();
        let setup = Setup {
            path: dir.path().join("f.db"),
            locale: Locale::En,
            mono: false,
            clerk: None,
            account: "owner".into(),
        };
        for open in [Setup::open, Setup::open_existing, Setup::open_to_keep] {
            let (store, _) = open(&setup).unwrap_or_else(|_| panic!("it opens"));
            assert_eq!(store.patience(), Patience::For(Duration::from_secs(5)));
        }
    }
}
