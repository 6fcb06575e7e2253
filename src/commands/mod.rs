//! The verbs without a screen, one file each, and the way to the desk.
mod apply;
mod board;
mod calendar;
mod clocks;
mod date;
mod demo;
mod desk;
mod export;
mod import;
mod keys;
mod notice;
mod out;
mod register;
mod report;
mod search;
mod setup;
mod show;
mod user;
mod verify;

use crate::{
    args::{Args, CalendarVerb, Verb},
    lang::Lang,
};
pub use out::misread;
use out::{Failure, Out};
use setup::Setup;
use std::process::ExitCode;

/// Carries out what the command line says. Exit codes: 0 done, 1 failed, 2 usage (clap), 3 refused or not found.
pub fn run(args: Args) -> ExitCode {
    let setup = Setup::of(&args);
    let lang = Lang::new(setup.locale);
    let mut out = Out::new(args.json);
    match verb(args, &setup, &lang, &mut out).and_then(|()| out.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = out.fail(&failure, &lang);
            failure.say(&lang)
        }
    }
}

fn verb(args: Args, setup: &Setup, lang: &Lang, out: &mut Out) -> Result<(), Failure> {
    match args.verb {
        None if args.demo => desk::demo(setup, lang, &args),
        None => desk::open(setup, lang, &args),
        Some(Verb::Register) => register::register(setup, lang, out),
        Some(Verb::Apply { file }) => apply::apply(setup, lang, out, &file),
        Some(Verb::Show { no }) => show::show(setup, lang, out, &no),
        Some(Verb::Search { query, limit, sort }) => {
            search::search(setup, lang, out, &query.join(" "), (limit, sort))
        }
        Some(Verb::Date { from, plus }) => date::date(setup, lang, out, &from, plus.as_deref()),
        Some(Verb::Calendar { what: CalendarVerb::Import { file } }) => {
            calendar::import(setup, lang, out, &file)
        }
        Some(Verb::Due { on }) => clocks::due(setup, lang, out, on.as_deref()),
        Some(Verb::Why { no, clock }) => clocks::why(setup, lang, out, &no, &clock),
        Some(Verb::Board) => board::board(setup, lang, out),
        Some(Verb::Report { kind, on, output }) => {
            report::report(setup, lang, out, kind, on.as_deref(), output)
        }
        Some(Verb::User { what }) => user::user(setup, lang, out, what),
        Some(Verb::Verify) => verify::verify(setup, lang, out),
        Some(Verb::Keys) => keys::keys(lang, out),
        Some(Verb::Steps) => keys::steps(out),
        Some(Verb::Completions { shell }) => keys::completions(shell, out),
        Some(Verb::Import { file, dry_run }) => import::import(setup, lang, out, &file, dry_run),
        Some(Verb::Export { format, layout, output }) => {
            export::export(setup, lang, out, export::Shape { format, layout }, output)
        }
        Some(Verb::Notice { no, kind, output }) => notice::notice(setup, lang, out, &no, &kind, &output),
        Some(Verb::Demo { petitions, seed }) => demo::demo(setup, lang, out, petitions, seed),
        Some(Verb::Reindex) => verify::reindex(setup, lang, out),
    }
}
