//! The verbs without a screen, one file each, and the way to the desk.
mod apply;
mod backup;
mod board;
mod calendar;
mod clocks;
mod daily;
mod date;
mod declare;
mod demo;
mod desk;
mod doctor;
mod export;
mod fetch;
mod import;
mod keys;
mod notice;
mod out;
mod register;
mod report;
mod rows;
mod search;
mod secret;
mod setup;
mod show;
mod user;
mod verify;

use crate::{
    args::{Args, CalendarVerb, Verb},
    keep::Source,
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
    if let (None, Some(command)) = (&args.verb, fetch::asked()) {
        return fetch::forced(setup, lang, out, &command);
    }
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
        Some(Verb::Verify { head }) => verify::verify(setup, lang, out, &head),
        Some(Verb::Backup { directory, to }) => backup::backup(setup, lang, out, directory, to),
        Some(Verb::Restore { file, identity, drill }) => {
            let source = Source { file: &file, identity: identity.as_deref() };
            if drill {
                backup::drill(setup, lang, out, source)
            } else {
                backup::restore(setup, lang, out, source)
            }
        }
        Some(Verb::Keys) => keys::keys(lang, out),
        Some(Verb::Steps) => keys::steps(out),
        Some(Verb::Completions { shell }) => keys::completions(shell, out),
        Some(Verb::Import { file, dry_run }) => import::import(setup, lang, out, &file, dry_run),
        Some(Verb::Export { format, layout, output, with }) => {
            let shape = export::Shape { format, layout };
            export::export(setup, lang, out, shape, output, with.as_deref())
        }
        Some(Verb::Notice { no, kind, output }) => notice::notice(setup, lang, out, &no, &kind, &output),
        Some(Verb::Demo { petitions, seed }) => demo::demo(setup, lang, out, petitions, seed),
        Some(Verb::Doctor) => doctor::doctor(setup, lang, out),
        Some(Verb::Declare { file, off }) => declare::declare(setup, lang, out, &file, off),
        Some(Verb::Rows(asked)) => rows::rows(setup, lang, out, &asked),
        Some(Verb::Get { file }) => fetch::get(setup, out, &file),
        Some(Verb::List) => fetch::list(setup, lang, out),
        Some(Verb::Reindex) => verify::reindex(setup, lang, out),
    }
}
