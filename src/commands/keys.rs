//! `keys`, `steps`, `completions`: what the program itself knows, without a store.
use super::out::{Failure, Out};
use crate::{
    args::Args,
    domain::deed::Deed,
    keys::{Context, Keymap},
    lang::Lang,
};
use clap::CommandFactory;
use clap_complete::Shell;
use serde_json::json;

pub(super) fn keys(lang: &Lang, out: &mut Out) -> Result<(), Failure> {
    let mut keymap = Keymap::default();
    keymap.lay(Keymap::DEFAULT);
    for context in Context::ALL {
        for (key, action) in keymap.table(*context) {
            let words = lang.say(&action.message());
            let json = json!({"context": context.id(), "key": key, "action": action.id(), "words": words});
            out.say(&json, &format!("{:<10} {key:<12} {:<20} {words}", context.id(), action.id()))?;
        }
    }
    Ok(())
}

pub(super) fn steps(out: &mut Out) -> Result<(), Failure> {
    for (name, needs) in Deed::STEPS {
        out.say(&json!({"do": name, "needs": needs}), &format!("{name} {}", needs.join(" ")))?;
    }
    Ok(())
}

pub(super) fn completions(shell: Shell, out: &mut Out) -> Result<(), Failure> {
    // Into memory first: the generator panics when the reader has gone.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "fengqiao", &mut script);
    out.bytes(&script)
}
