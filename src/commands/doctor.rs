//! `doctor`: what is wrong with this host and this store, and how it is mended.
use super::{
    out::{Failure, Out},
    setup::Setup,
};
use crate::{
    keep::{CHECKS, Check, Host},
    lang::Lang,
    run::serve::now,
};
use serde_json::json;

pub(super) fn doctor(setup: &Setup, lang: &Lang, out: &mut Out) -> Result<(), Failure> {
    let host = Host::look(&setup.path, now());
    let mut ill = 0;
    for check in CHECKS {
        ill += usize::from(!tell(check, &host, lang, out)?);
    }
    if ill == 0 { Ok(()) } else { Err(Failure::Said("doctor-failed", ill.to_string(), 1)) }
}

/// One check on one line; whether all is well.
fn tell(check: &Check, host: &Host, lang: &Lang, out: &mut Out) -> Result<bool, Failure> {
    let seen = (check.find)(host);
    let found = lang.fill(seen.id, &[("what", seen.what.into())]);
    let mend = if seen.ok { String::new() } else { lang.say(&format!("mend-{}", check.name)) };
    let json = json!({"check": check.name, "ok": seen.ok, "found": found, "mend": mend});
    let sign = lang.say(if seen.ok { "doctor-well" } else { "doctor-ill" });
    let title = lang.say(&format!("doctor-{}", check.name));
    let text = format!("{sign} {title}: {found}\n   {mend}");
    out.say(&json, &text)?;
    Ok(seen.ok)
}
