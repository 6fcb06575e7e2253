//! `apply`: operations in JSON, one a line; each is answered on a line, and a bad one stops nothing.
use super::{
    out::{Failure, Out},
    setup::{Setup, lists},
};
use crate::{
    domain::{
        catalog::{Catalog, List},
        deed::{Deed, Order, Registration},
        petition::{Mark, Petitioner},
    },
    lang::Lang,
    run::serve::now,
    store::{Reply, Request, StoreError},
};
use serde_json::{Map, Value, json};
use std::{
    fs::File,
    io::{BufRead, BufReader, stdin},
};

/// A line longer than this is no operation of ours, in bytes.
const LONGEST: usize = 4 * 1024 * 1024;

pub(super) fn apply(setup: &Setup, lang: &Lang, out: &mut Out, file: &str) -> Result<(), Failure> {
    let lines: Box<dyn BufRead> = match file {
        "-" => Box::new(BufReader::new(stdin())),
        path => Box::new(BufReader::new(File::open(path)?)),
    };
    let (mut store, me) = setup.open()?;
    let mut lists = lists(&mut store, &me)?;
    for line in lines.split(b'\n') {
        let line = line?;
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let order = read(&line, &lists.catalog);
        let op = order.as_ref().map_or(Value::Null, |order| Value::from(order.op.clone()));
        let changes_lists =
            matches!(&order, Ok(Order { deed: Deed::PutItem(_) | Deed::PutSetting { .. }, .. }));
        let done = order.and_then(|order| match store.answer(&me, now(), Request::Do(Box::new(order))) {
            Ok(Reply::Done(done)) => Ok(done.no),
            Ok(_) => Err(Failure::Store(StoreError::NotFound(String::new()))),
            Err(error) => Err(Failure::Store(error)),
        });
        answer(out, lang, &op, done.map(|no| no.0))?;
        if changes_lists {
            lists = super::setup::lists(&mut store, &me)?;
        }
    }
    Ok(())
}

fn answer(out: &mut Out, lang: &Lang, op: &Value, done: Result<String, Failure>) -> Result<(), Failure> {
    let (json, text) = match done {
        Ok(no) => (json!({"op": op, "ok": true, "no": no}), no),
        Err(failure) => {
            let (why, message, _) = failure.reason(lang);
            (json!({"op": op, "ok": false, "why": why, "message": message}), message)
        }
    };
    out.say(&json, &text)?;
    out.flush()
}

fn read(line: &[u8], catalog: &Catalog) -> Result<Order, Failure> {
    if line.len() > LONGEST {
        return Err(Failure::Said("error-json", "> 4 MiB".to_owned(), 3));
    }
    let value: Value = serde_json::from_slice(line).map_err(not_json)?;
    if matches!(value["do"].as_str(), Some("register" | "import")) {
        let importing = value["do"] == "import";
        let (op, registration) = registration(value, catalog)?;
        let registration = Box::new(registration);
        let deed = if importing { Deed::Import(registration) } else { Deed::Register(registration) };
        return Ok(Order { op, version: None, deed });
    }
    let mut order: Order = serde_json::from_value(value).map_err(not_json)?;
    if order.op.is_empty() {
        order.op = uuid::Uuid::now_v7().to_string();
    }
    Ok(order)
}

/// A registration from JSON: names of places, categories, units and counters count like their codes; one
/// petitioner may stand flat (`name`, `identity`, `phone`, `address`) instead of in `petitioners`. What a list
/// does not hold is kept as written, to be checked.
pub(super) fn registration(value: Value, catalog: &Catalog) -> Result<(String, Registration), Failure> {
    let Value::Object(mut fields) = value else {
        return Err(Failure::Said("error-json", "{".to_owned(), 3));
    };
    let op = take(&mut fields, "op").unwrap_or_else(|| uuid::Uuid::now_v7().to_string());
    let flat = ["name", "identity", "phone", "address"].map(|field| take(&mut fields, field));
    let mut marks = Vec::new();
    for (field, list) in [
        ("place", List::Place),
        ("category", List::Category),
        ("unit", List::Unit),
        ("accused", List::Unit),
        ("office", List::Office),
    ] {
        let Some(text) = take(&mut fields, field) else { continue };
        match catalog.get(list, &text).or_else(|| catalog.named(list, &text)) {
            Some(item) => drop(fields.insert(field.to_owned(), item.code.clone().into())),
            None if !text.is_empty() => marks.push(Mark { field: field.to_owned(), text }),
            None => {}
        }
    }
    let mut registration: Registration = serde_json::from_value(Value::Object(fields)).map_err(not_json)?;
    registration.matter.marks.extend(marks);
    let [name, identity, phone, address] = flat.map(Option::unwrap_or_default);
    if !name.is_empty() {
        let petitioner = Petitioner { name, identity, phone, address, ..Petitioner::default() };
        registration.matter.petitioners.insert(0, petitioner);
    }
    let people = registration.matter.petitioners.len();
    registration.matter.counts = registration.matter.counts.or_people(people);
    Ok((op, registration))
}

fn take(fields: &mut Map<String, Value>, field: &str) -> Option<String> {
    match fields.remove(field)? {
        Value::String(text) => Some(text),
        other => {
            fields.insert(field.to_owned(), other);
            None
        }
    }
}

/// A lone surrogate, a wrong type, a missing field: what and where.
#[allow(clippy::needless_pass_by_value, reason = "it is a mapper of errors")]
pub(super) fn not_json(error: serde_json::Error) -> Failure {
    Failure::Said("error-json", error.to_string(), 3)
}
