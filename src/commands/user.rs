//! `user`: who works here, with which role, and a PIN for whoever has none yet or forgot it.
use super::{
    out::{Failure, Out},
    setup::{Setup, lists},
};
use crate::{
    args::{PersonArgs, UserVerb},
    domain::{
        catalog::{Extra, Item, List},
        deed::{Deed, Order},
        rights::Role,
    },
    lang::Lang,
    run::serve::now,
    store::{Reply, Request},
};
use serde_json::json;

pub(super) fn user(setup: &Setup, lang: &Lang, out: &mut Out, what: UserVerb) -> Result<(), Failure> {
    match what {
        UserVerb::List => list(setup, lang, out),
        UserVerb::Put(person) => put(setup, lang, out, person),
        UserVerb::Pin { code, new_key } => pin(setup, lang, out, &code, new_key),
    }
}

fn list(setup: &Setup, lang: &Lang, out: &mut Out) -> Result<(), Failure> {
    let (mut store, me) = setup.open_existing()?;
    let catalog = lists(&mut store, &me)?.catalog;
    for clerk in catalog.items().iter().filter(|item| item.list == List::Clerk) {
        let Extra { office, unit, role, sees_sealed, .. } = &clerk.extra;
        let line = json!({
            "clerk": clerk.code, "name": clerk.name, "role": role.id(), "office": office, "unit": unit,
            "sees_sealed": sees_sealed, "off": clerk.off,
        });
        let off = if clerk.off { format!(" [{}]", lang.say("item-off")) } else { String::new() };
        let text = format!("{}  {}  {}  {office}{off}", clerk.code, clerk.name, lang.say(&role.message()));
        out.say(&line, &text)?;
    }
    Ok(())
}

/// What is not named of somebody who is there stays as it is.
fn put(setup: &Setup, lang: &Lang, out: &mut Out, person: PersonArgs) -> Result<(), Failure> {
    let (mut store, me) = setup.open()?;
    let catalog = lists(&mut store, &me)?.catalog;
    let before = catalog.get(List::Clerk, &person.code).cloned();
    let new = before.is_none();
    let mut item = before.unwrap_or_else(|| Item::new(List::Clerk, &*person.code, ""));
    let role = person.role.as_deref().map(|id| Role::parse(id).ok_or_else(|| unknown("role", id)));
    item.extra.role = role.transpose()?.unwrap_or(item.extra.role);
    item.name = person.name.unwrap_or(item.name);
    item.extra.office = person.office.unwrap_or(if new { me.office.clone() } else { item.extra.office });
    item.extra.unit = person.unit.unwrap_or(item.extra.unit);
    item.extra.sees_sealed = person.sealed.unwrap_or(item.extra.sees_sealed);
    item.off = person.off.unwrap_or(item.off);
    for (list, code) in [(List::Office, &item.extra.office), (List::Unit, &item.extra.unit)] {
        if !code.is_empty() && catalog.get(list, code).is_none() {
            return Err(unknown(list.id(), code));
        }
    }
    let op = format!("user-{}", uuid::Uuid::now_v7());
    let order = Order { op, version: None, deed: Deed::PutItem(Box::new(item)) };
    store.answer(&me, now(), Request::Do(Box::new(order)))?;
    let text = lang.fill("user-put", &[("clerk", person.code.as_str().into())]);
    out.say(&json!({"clerk": person.code, "ok": true}), &text)
}

fn unknown(what: &str, code: &str) -> Failure {
    Failure::Said("error-unknown", format!("{what} {code}"), 2)
}

/// The PIN goes to standard output this once and is kept nowhere.
fn pin(setup: &Setup, lang: &Lang, out: &mut Out, code: &str, new_key: bool) -> Result<(), Failure> {
    let (mut store, me) = setup.open_existing()?;
    let Reply::Made(pin) = store.answer(&me, now(), Request::MakePin { code: code.to_owned(), new_key })?
    else {
        return Ok(());
    };
    let text = lang.fill("user-pin", &[("clerk", code.into()), ("pin", pin.shown().into())]);
    out.say(&json!({"clerk": code, "pin": pin.shown()}), &text)
}
