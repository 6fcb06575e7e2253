//! `register`: JSON on standard input → the number.
use super::{
    apply,
    out::{Failure, Out},
    setup::{Setup, lists},
};
use crate::{
    domain::deed::{Deed, Order},
    lang::Lang,
    run::serve::now,
    store::{Reply, Request},
};
use serde_json::{Value, json};
use std::io::Read;

pub(super) fn register(setup: &Setup, _lang: &Lang, out: &mut Out) -> Result<(), Failure> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let (mut store, me) = setup.open()?;
    let lists = lists(&mut store, &me)?;
    let value: Value = serde_json::from_str(&text).map_err(apply::not_json)?;
    let (op, registration) = apply::registration(value, &lists.catalog)?;
    let order = Order { op, version: None, deed: Deed::Register(Box::new(registration)) };
    match store.answer(&me, now(), Request::Do(Box::new(order)))? {
        Reply::Done(done) => out.say(&json!({"no": done.no}), done.no.as_str()),
        _ => Ok(()),
    }
}
