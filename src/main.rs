//! Arguments, then the desk or a verb. The only place that prints an error and exits.
use clap::Parser;
use fengqiao::{args::Args, commands};
use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};
use std::process::ExitCode;

fn main() -> ExitCode {
    // Whatever this process makes is for its owner alone.
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
    keep_memory_in();
    // The words of the command line come back in what is said of them.
    Args::try_parse().map_or_else(|error| commands::misread(&error), commands::run)
}

/// What stands in memory of people goes into no file when the program breaks, and to no other program of the account.
fn keep_memory_in() {
    // A kernel that knows neither still runs a desk.
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
}
