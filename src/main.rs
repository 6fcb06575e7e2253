//! Arguments, then the desk or a verb. The only place that prints an error and exits.
use clap::Parser;
use fengqiao::{args::Args, commands};
use std::process::ExitCode;

fn main() -> ExitCode {
    // Whatever this process makes is for its owner alone.
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
    // The words of the command line come back in what is said of them.
    Args::try_parse().map_or_else(|error| commands::misread(&error), commands::run)
}
