//! What a correction changes, field by field.
use super::journal::FoldError;
use serde::{Deserialize, Serialize};

/// One field of a correction, as JSON values so that any field can be put right and shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The field's name in what is corrected.
    pub field: String,
    /// Before.
    pub from: serde_json::Value,
    /// After.
    pub to: serde_json::Value,
}

/// `what` with the fields of a correction put in.
pub fn changed<T: Serialize + for<'a> Deserialize<'a>>(what: &T, changes: &[Change]) -> Result<T, FoldError> {
    let bad = |field: &str| FoldError::BadChange(field.to_owned());
    let mut value = serde_json::to_value(what).map_err(|error| bad(&error.to_string()))?;
    let fields = value.as_object_mut().ok_or_else(|| bad("not an object"))?;
    for change in changes {
        fields.insert(change.field.clone(), change.to.clone());
    }
    serde_json::from_value(value).map_err(|error| bad(&error.to_string()))
}

/// The fields in which two versions differ, in the order of their names.
pub fn differences<T: Serialize>(from: &T, to: &T) -> Vec<Change> {
    let fields = |what: &T| match serde_json::to_value(what) {
        Ok(serde_json::Value::Object(fields)) => fields,
        _ => serde_json::Map::new(),
    };
    let (from, to) = (fields(from), fields(to));
    let names: std::collections::BTreeSet<&String> = from.keys().chain(to.keys()).collect();
    let value = |fields: &serde_json::Map<String, serde_json::Value>, name: &str| {
        fields.get(name).cloned().unwrap_or(serde_json::Value::Null)
    };
    names
        .into_iter()
        .map(|name| Change { field: name.clone(), from: value(&from, name), to: value(&to, name) })
        .filter(|change| change.from != change.to)
        .collect()
}
