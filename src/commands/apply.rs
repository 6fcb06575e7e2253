//! `apply`: operations in JSON, one a line; each is answered on a line, and a bad one stops nothing.
use super::{
    out::{Failure, Out},
    setup::{Setup, lists},
};
use crate::{
    domain::{
        catalog::{Catalog, List},
        deed::{Deed, Order, Registration},
        petition::{Mark, No, Petitioner},
        step::{SlotKind, StepKind},
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
    let mut broken = None;
    for line in lines.split(b'\n') {
        let line = line?;
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let value = object(&line);
        let op = value.as_ref().map_or(Value::Null, |fields| fields.get("op").cloned().unwrap_or_default());
        let order = value.and_then(|fields| read(fields, &lists.catalog));
        let op = order.as_ref().map_or(op, |order| Value::from(order.op.clone()));
        let changes_lists =
            matches!(&order, Ok(Order { deed: Deed::PutItem(_) | Deed::PutSetting { .. }, .. }));
        let done = order.and_then(|order| match store.answer(&me, now(), Request::Do(Box::new(order))) {
            Ok(Reply::Done(done)) => Ok(done.no),
            Ok(_) => Err(Failure::Store(StoreError::NotFound(String::new()))),
            Err(error) => Err(Failure::Store(error)),
        });
        broken = done.as_ref().err().and_then(Failure::broken).cloned().or(broken);
        answer(out, lang, &op, done.map(|no| no.0))?;
        if changes_lists {
            lists = super::setup::lists(&mut store, &me)?;
        }
    }
    broken.map_or(Ok(()), |error| Err(Failure::Answered(error)))
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

fn object(line: &[u8]) -> Result<Map<String, Value>, Failure> {
    if line.len() > LONGEST {
        return Err(Failure::Said("error-json", "> 4 MiB".to_owned(), 3));
    }
    match serde_json::from_slice(line).map_err(not_json)? {
        Value::Object(fields) => Ok(fields),
        _ => Err(Failure::Said("error-json", "{".to_owned(), 3)),
    }
}

fn read(mut fields: Map<String, Value>, catalog: &Catalog) -> Result<Order, Failure> {
    let name = fields.get("do").and_then(Value::as_str).unwrap_or_default().to_owned();
    if let Some(step) = StepKind::parse(&name) {
        return read_step(step, fields, catalog);
    }
    let step = Deed::STEPS.iter().find(|(step, ..)| *step == name);
    let (_, needs, may) = step.ok_or_else(|| Failure::Said("error-do", name.clone(), 3))?;
    if let Some(missing) = needs.iter().find(|field| fields.get(**field).is_none_or(Value::is_null)) {
        return Err(Failure::Said("error-field-missing", (*missing).to_owned(), 3));
    }
    match name.as_str() {
        "register" | "import" => {
            fields.retain(|field, _| field != "do" && field != "version");
            let (op, registration) = registration(Value::Object(fields), catalog)?;
            let registration = Box::new(registration);
            let deed =
                if name == "import" { Deed::Import(registration) } else { Deed::Register(registration) };
            return Ok(Order { op, version: None, deed });
        }
        _ => {
            let known = |field: &str| ["do", "op", "version"].contains(&field) || needs.contains(&field);
            if let Some(stray) = fields.keys().find(|field| !known(field) && !may.contains(&field.as_str())) {
                return Err(Failure::Said("error-field-unknown", stray.clone(), 3));
            }
        }
    }
    if name == "item.put" {
        keep_item(&mut fields, catalog);
    }
    let mut order: Order = serde_json::from_value(Value::Object(fields)).map_err(not_json)?;
    if order.op.is_empty() {
        order.op = uuid::Uuid::now_v7().to_string();
    }
    Ok(order)
}

/// A step: its slots stand beside the number, as text or as numbers; names of units count like their codes.
fn read_step(step: StepKind, mut fields: Map<String, Value>, catalog: &Catalog) -> Result<Order, Failure> {
    let no =
        take(&mut fields, "no").ok_or_else(|| Failure::Said("error-field-missing", "no".to_owned(), 3))?;
    let op = take(&mut fields, "op").filter(|op| !op.is_empty());
    let on = fields.remove("on").map(serde_json::from_value).transpose().map_err(not_json)?;
    let version = fields.remove("version").map(serde_json::from_value).transpose().map_err(not_json)?;
    fields.remove("do");
    let said = fields.into_iter().map(|(slot, value)| {
        let said = match value {
            Value::String(text) => text,
            Value::Number(number) => number.to_string(),
            _ => return Err(Failure::Said("error-field", slot, 3)),
        };
        let known = step.slots().iter().find(|known| known.id == slot);
        let item = match known.map(|known| known.kind) {
            Some(SlotKind::Pick(list)) => catalog.get(list, &said).or_else(|| catalog.named(list, &said)),
            _ => None,
        };
        let said = item.map_or(said, |item| item.code.clone());
        Ok((slot, said))
    });
    let said = said.collect::<Result<_, _>>()?;
    let deed = Deed::Step { no: No(no), step, on: on.flatten(), said };
    Ok(Order { op: op.unwrap_or_else(|| uuid::Uuid::now_v7().to_string()), version: version.flatten(), deed })
}

/// What an order does not say of an entry that there is already stays as it was.
fn keep_item(fields: &mut Map<String, Value>, catalog: &Catalog) {
    let text = |field: &str| fields.get(field).and_then(Value::as_str).unwrap_or_default();
    let known = List::parse(text("list")).and_then(|list| catalog.get(list, text("code")));
    let Some(Ok(Value::Object(before))) = known.map(serde_json::to_value) else { return };
    for (field, value) in before {
        match (fields.get_mut(&field), value) {
            (None, value) => drop(fields.insert(field, value)),
            (Some(Value::Object(said)), Value::Object(before)) => {
                for (name, value) in before {
                    said.entry(name).or_insert(value);
                }
            }
            _ => {}
        }
    }
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
    if let Some(stray) = fields.keys().find(|field| !Registration::knows(field)) {
        return Err(Failure::Said("error-field-unknown", stray.clone(), 3));
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
