//! The store's door: text from outside is cleaned here, once, whichever way it came.
use super::{Result, StoreError};
use crate::{
    domain::{journal::Change, step},
    text::clean,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

/// Fields that keep their line breaks; every other text is one line.
const PAGES: &[&str] = &[
    "facts", "demand", "note", "text", "crux", "plan", "asked", "done", "result", "evidence", "words",
    "reason",
];

/// The same thing with every text in it cleaned: no control, direction or invisible characters, one normal form.
pub(super) fn cleaned<T: Serialize + DeserializeOwned>(what: T) -> Result<T> {
    let mut value = serde_json::to_value(&what)?;
    if !clean_value("", &mut value) {
        return Ok(what);
    }
    Ok(serde_json::from_value(value)?)
}

/// Cleans in place; whether anything had to be changed.
fn clean_value(field: &str, value: &mut Value) -> bool {
    match value {
        Value::String(text) => {
            let clean = if PAGES.contains(&field) || step::is_page(field) {
                clean::page(text)
            } else {
                clean::line(text)
            };
            let changed = clean != *text;
            *text = clean;
            changed
        }
        Value::Array(all) => all.iter_mut().fold(false, |changed, one| clean_value(field, one) | changed),
        Value::Object(fields) => {
            // What the fields of a register hold only its declaration knows; there they are cleaned once more.
            let own = |name: &str| if field == "row" { "text".to_owned() } else { name.to_owned() };
            fields.iter_mut().fold(false, |changed, (name, one)| clean_value(&own(name), one) | changed)
        }
        _ => false,
    }
}

/// The fields of an order as changes of what there is; a name that it does not have is refused.
pub(super) fn as_changes<T: serde::Serialize>(
    what: &T,
    names: &[&str],
    fields: &Map<String, Value>,
) -> Result<Vec<Change>> {
    let Value::Object(known) = serde_json::to_value(what)? else { return Ok(Vec::new()) };
    fields
        .iter()
        .map(|(field, to)| {
            if !names.contains(&field.as_str()) {
                return Err(StoreError::BadField(field.clone()));
            }
            let from = known.get(field).cloned().unwrap_or(Value::Null);
            Ok(Change { field: field.clone(), from, to: to.clone() })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::petition::{Matter, Petitioner};

    #[test]
    fn every_text_is_cleaned_and_only_pages_keep_their_lines() {
        let name = "张\u{202e}华\u{200b}伟\u{1b}[31m\n".to_owned();
        let dirty = Matter {
            petitioners: vec![Petitioner { name, ..Petitioner::default() }],
            facts: "一\r\n二\u{7}".to_owned(),
            subject: "楼盘\n逾期".to_owned(),
            ..Matter::default()
        };
        let clean = cleaned(dirty).unwrap();
        assert_eq!(clean.petitioners[0].name, "张华伟[31m");
        assert_eq!((clean.facts.as_str(), clean.subject.as_str()), ("一\n二", "楼盘 逾期"));
    }

    #[test]
    fn rare_hanzi_and_their_variants_stay() {
        let name = "𠮷田㛃葛\u{e0100}".to_owned();
        let matter = Matter { subject: name.clone(), ..Matter::default() };
        assert_eq!(cleaned(matter).unwrap().subject, name);
    }
}
