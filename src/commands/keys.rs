//! `keys`, `steps`, `completions`: what the program itself knows, without a store.
use super::out::{Failure, Out};
use crate::{
    args::Args,
    domain::{
        deed::Deed,
        petition::{Nature, State},
        step::{STEPS, Slot, SlotKind, Step, StepKind},
    },
    keys::{Context, Keymap},
    lang::Lang,
};
use clap::CommandFactory;
use clap_complete::Shell;
use serde_json::json;
use std::collections::BTreeMap;

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
    for (name, needs, may) in Deed::STEPS {
        let text = format!("{name} {}", needs.join(" "));
        out.say(&json!({"do": name, "needs": needs, "may": may}), &text)?;
    }
    STEPS.iter().try_for_each(|row| step(row, out))
}

/// A step with the natures on whose path it lies, after which states it follows and to which it leads.
fn step(row: &Step, out: &mut Out) -> Result<(), Failure> {
    let slots = |required| row.slots.iter().filter(move |slot: &&Slot| slot.required == required);
    let needs: Vec<&str> = std::iter::once("no").chain(slots(true).map(|slot| slot.id)).collect();
    let may: Vec<&str> = std::iter::once("on").chain(slots(false).map(|slot| slot.id)).collect();
    let answers: BTreeMap<&str, &[&str]> = row
        .slots
        .iter()
        .filter_map(|slot| match slot.kind {
            SlotKind::Choice { ids, .. } => Some((slot.id, ids)),
            _ => None,
        })
        .collect();
    let natures: Vec<&str> = row.natures.iter().map(|nature: &Nature| nature.id()).collect();
    let after: Vec<&str> = row.from.iter().map(|state: &State| state.id()).collect();
    let (to, rests) = (row.to.map(State::id), row.rests.map(StepKind::id));
    let json = json!({
        "do": row.kind.id(), "needs": needs, "may": may, "natures": natures, "after": after,
        "answers": answers, "rests": rests, "to": to, "article": row.article,
    });
    let (to, article) = (to.unwrap_or("="), row.article);
    let text = format!(
        "{} {}  [{}]  {} -> {to}  {article}",
        row.kind.id(),
        needs.join(" "),
        natures.join(" "),
        after.join(" ")
    );
    out.say(&json, &text)
}

pub(super) fn completions(shell: Shell, out: &mut Out) -> Result<(), Failure> {
    // Into memory first: the generator panics when the reader has gone.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "fengqiao", &mut script);
    out.bytes(&script)
}
