//! `declare`: takes in the declaration of a register.
use super::{
    out::{Failure, Out},
    setup::{Setup, lists},
};
use crate::{
    domain::{
        catalog::{Extra, Item, List},
        deed::{Deed, Order},
        petition::No,
        register,
        rights::Actor,
    },
    exchange::decode,
    lang::Lang,
    run::serve::now,
    store::{RecordAsk, Reply, Request, Store, StoreError},
};
use serde_json::json;
use std::{
    fs,
    io::{Read, stdin},
    path::Path,
};

pub(super) fn declare(
    setup: &Setup,
    lang: &Lang,
    out: &mut Out,
    file: &Path,
    off: bool,
) -> Result<(), Failure> {
    let (mut store, me) = setup.open()?;
    let text = text(file)?;
    let read = register::read(&text);
    let (code, name) = read.as_ref().map_or(("?", "?"), |one| (one.id.as_str(), one.name.say(true)));
    let (code, name) = (code.to_owned(), name.to_owned());
    let shown = read.as_ref().map_or("?", |one| one.name.say(lang.is_chinese())).to_owned();
    // Asked here too, for a file may begin with blank lines, which are not kept.
    let refused = lists(&mut store, &me)?.registers.refuses(&code, &text);
    if let Some(error) = refused {
        return Err(StoreError::Declared(error).into());
    }
    let extra = Extra { text, ..Extra::default() };
    let item = Item { extra, off, ..Item::new(List::Register, &*code, &*name) };
    let order = Order {
        op: format!("declare-{}", uuid::Uuid::now_v7()),
        version: None,
        deed: Deed::PutItem(Box::new(item)),
    };
    store.answer(&me, now(), Request::Do(Box::new(order)))?;
    let lists = lists(&mut store, &me)?;
    let fields = lists.registers.get(&code).map_or(0, |register| register.fields.len());
    let failing = failing(&mut store, &me, &code, off)?;
    let blanks = [("name", shown.into()), ("count", fields.into())];
    let mut said = vec![lang.fill(if off { "declared-off" } else { "declared-fine" }, &blanks)];
    if !failing.is_empty() {
        let numbers = failing.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        said.push(
            lang.fill("declared-failing", &[("count", failing.len().into()), ("numbers", numbers.into())]),
        );
    }
    out.say(&json!({"register": code, "fields": fields, "failing": failing}), &said.join("\n"))
}

/// The rows that would not be taken as they stand; none of a register that nobody sees any more.
fn failing(store: &mut Store, me: &Actor, code: &str, off: bool) -> Result<Vec<No>, Failure> {
    if off {
        return Ok(Vec::new());
    }
    match store.answer(me, now(), Request::Record(RecordAsk::Failing(code.to_owned())))? {
        Reply::Numbers(numbers) => Ok(numbers),
        _ => Ok(Vec::new()),
    }
}

fn text(file: &Path) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        stdin().read_to_end(&mut bytes)?;
    } else {
        let unreadable = |_| Failure::Said("sheet-unreadable", file.display().to_string(), 3);
        bytes = fs::read(file).map_err(unreadable)?;
    }
    Ok(decode::text(&bytes))
}
