//! What stands in a form: text by field id.
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The content of a form, whatever its fields are: a draft is kept, restored and compared as this one thing.
/// A choice holds the id of its answer, a pick the code it found or the text that found nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sheet(BTreeMap<String, String>);

impl Sheet {
    /// What stands in a field; empty when nothing does.
    pub fn get(&self, id: &str) -> &str {
        self.0.get(id).map_or("", String::as_str)
    }

    /// Puts something into a field.
    pub fn set(&mut self, id: &str, value: impl Into<String>) {
        let value = value.into();
        if value.is_empty() {
            self.0.remove(id);
        } else {
            self.0.insert(id.to_owned(), value);
        }
    }

    /// The same sheet with one field more.
    #[must_use]
    pub fn with(mut self, id: &str, value: impl Into<String>) -> Self {
        self.set(id, value);
        self
    }

    /// This sheet with everything that another one says put over it.
    #[must_use]
    pub fn over(mut self, other: &Self) -> Self {
        self.0.extend(other.0.clone());
        self
    }

    /// Whether a field is empty.
    pub fn lacks(&self, id: &str) -> bool {
        self.get(id).trim().is_empty()
    }
}
