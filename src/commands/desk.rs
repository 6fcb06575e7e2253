//! The desk itself.
use super::{
    out::Failure,
    setup::{Setup, lists, own_keymap},
};
use crate::{
    args::Args,
    flow::{Note, Paper, Route},
    form::Sheet,
    keys::Keymap,
    lang::Lang,
    run::{self, Desk, DeskError, screen::Options},
    store::Store,
};
use std::{fs, path::PathBuf};

pub(super) fn open(setup: &Setup, lang: &Lang, args: &Args) -> Result<(), Failure> {
    let mut store = Store::open(&setup.path)?;
    let lists = lists(&mut store, &setup.account_actor())?;
    drop(store);
    let first = if setup.knows_who(&lists) || args.demo {
        Route::Today
    } else {
        Route::Paper(Box::new(Paper::Sit), Sheet::default())
    };
    let (keymap, greeting) = keymap(args.keymap.as_deref());
    let desk = Desk {
        outbox: outbox(setup),
        path: setup.path.clone(),
        locale: lang.locale,
        me: setup.actor(&lists)?,
        mono: setup.mono,
        demo: args.demo,
        first,
        keymap,
        greeting,
        options: Options { force: args.force, ..Options::default() },
    };
    run::live(desk).map_err(|error| match error {
        DeskError::Store(error) => Failure::Store(error),
        DeskError::System(error) => Failure::System(error),
        DeskError::Screen(error) => Failure::Terminal(error.id()),
    })
}

/// Papers go beside the store.
pub(super) fn outbox(setup: &Setup) -> PathBuf {
    setup.path.with_file_name("outbox")
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
