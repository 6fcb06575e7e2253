//! The desk itself.
use super::{
    demo,
    out::Failure,
    setup::{Setup, lists, own_keymap},
};
use crate::{
    args::Args,
    domain::{
        catalog::{Catalog, List},
        rights::{Actor, is_shared},
    },
    flow::{Note, Paper, Route},
    form::Sheet,
    keys::Keymap,
    lang::Lang,
    notice::Shelf,
    run::{self, Desk, DeskError, Entry, screen::Options, serve::now},
    store::{Claim, Lists, Proof, Reply, Request, Store},
};
use signal_hook::{
    consts::{SIGHUP, SIGINT, SIGTERM},
    flag,
};
use std::{
    env, fs, io, iter,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

/// Petitions of the made-up town.
const TOWN: usize = 3000;

pub(super) fn open(setup: &Setup, lang: &Lang, args: &Args) -> Result<(), Failure> {
    let mut store = Store::open(&setup.path)?;
    let lists = lists(&mut store, &setup.account_actor())?;
    let me = setup.actor(&lists)?;
    let warning = templates(&setup.path, &me, &lists.catalog);
    let entry = entry(setup, &mut store, &lists, &me)?;
    drop(store);
    sit(setup, lang, args, Place { path: setup.path.clone(), me, entry, fleeting: None, warning })
}

/// How one comes in. Into a house that is shared: by the name that the command of one's key gives, or through the door.
/// At a desk of one's own: straight to it, from the second time on.
fn entry(setup: &Setup, store: &mut Store, lists: &Lists, me: &Actor) -> Result<Entry, Failure> {
    let shared = is_shared(&lists.catalog);
    if !setup.knows_who(lists) || (shared && !setup.is_named()) {
        let sit = Route::Paper(Box::new(Paper::Sit), Sheet::default());
        return Ok(if shared { Entry::Out } else { Entry::Screen(sit) });
    }
    let terminal = run::terminal_name();
    let claim = Claim { who: me.code.clone(), proof: Proof::Key, terminal, unlock: false };
    match store.answer(me, now(), Request::SignIn(Box::new(claim))) {
        Ok(Reply::Welcome(welcome)) => Ok(Entry::Welcome(welcome)),
        // At a desk of one's own a full disk keeps nobody from reading.
        Err(error) if shared => Err(error.into()),
        _ => Ok(Entry::Screen(Route::Today)),
    }
}

/// The desk on a made-up town, in a directory of its own that goes with it.
pub(super) fn demo(setup: &Setup, lang: &Lang, args: &Args) -> Result<(), Failure> {
    let directory = env::temp_dir().join(format!("fengqiao-demo-{}", uuid::Uuid::now_v7()));
    let path = directory.join("fengqiao.db");
    let stopped = Arc::new(AtomicBool::new(false));
    // Until the desk stands and hears signals itself, one must not leave the town behind.
    for signal in [SIGHUP, SIGINT, SIGTERM] {
        flag::register(signal, Arc::clone(&stopped))?;
    }
    let ended = town(&path).and_then(|me| {
        if stopped.load(Ordering::Relaxed) {
            return Err(io::Error::from(io::ErrorKind::Interrupted).into());
        }
        sit(
            setup,
            lang,
            args,
            Place {
                path,
                me,
                entry: Entry::Screen(Route::Today),
                fleeting: Some(directory.clone()),
                warning: None,
            },
        )
    });
    // Ways out that do not come by here take it away themselves.
    let _ = fs::remove_dir_all(directory);
    ended
}

/// Makes the town; gives back the clerk who sits in it.
fn town(path: &Path) -> Result<Actor, Failure> {
    let mut store = Store::open(path)?;
    let me = demo::fill(&mut store, TOWN, 1, &mut |_| {})?;
    demo::guest(&mut store, &me)?;
    Ok(me)
}

/// Where a desk stands and who sits there.
struct Place {
    path: PathBuf,
    me: Actor,
    entry: Entry,
    fleeting: Option<PathBuf>,
    warning: Option<Note>,
}

fn sit(setup: &Setup, lang: &Lang, args: &Args, place: Place) -> Result<(), Failure> {
    let (keymap, greeting) = keymap(args.keymap.as_deref());
    let desk = Desk {
        path: place.path,
        locale: lang.locale,
        me: place.me,
        mono: setup.mono,
        remote: env::var_os("SSH_CONNECTION").is_some(),
        fleeting: place.fleeting,
        entry: place.entry,
        keymap,
        greeting: greeting.or(place.warning),
        options: Options { force: args.force, ..Options::default() },
    };
    run::live(desk).map_err(|error| match error {
        DeskError::Store(error) => Failure::Store(error),
        DeskError::System(error) => Failure::System(error),
        DeskError::Screen(error) => Failure::Terminal(error.id()),
    })
}

/// The first template of an office's own that cannot be used; the desk opens all the same. Nobody looks where no office
/// has any.
fn templates(store: &Path, me: &Actor, catalog: &Catalog) -> Option<Note> {
    let shelf = Shelf::beside(store);
    if !shelf.is_laid() {
        return None;
    }
    let others = catalog.list(List::Office).map(|office| office.code.as_str());
    let offices = iter::once(me.office.as_str()).chain(others);
    shelf.problems(offices).into_iter().next().map(Note::from)
}

/// The shipped keymap with the asked-for one or the account's own over it; a mistake in it is said, and the
/// desk opens all the same.
fn keymap(asked: Option<&str>) -> (Keymap, Option<Note>) {
    let mut keymap = Keymap::default();
    keymap.lay(Keymap::DEFAULT);
    let text = match asked {
        Some("vim") => Some(Keymap::VIM.to_owned()),
        Some(file) => match fs::read_to_string(file) {
            Ok(text) => Some(text),
            Err(error) => return (keymap, Some(Note::bad("note-keymap", format!("{file}: {error}")))),
        },
        None => own_keymap().and_then(|file| fs::read_to_string(file).ok()),
    };
    let wrong = text.map(|text| keymap.lay(&text)).unwrap_or_default();
    let note = wrong.first().map(|error| Note::bad("note-keymap", error.to_string()));
    (keymap, note)
}
