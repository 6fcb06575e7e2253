//! What stands in a form: text by field id.
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

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

    /// What was written here on the ground of `base`, put on the ground of `newest`; and the fields in which
    /// both wrote, each something else.
    pub fn rebased(&self, base: &Self, newest: &Self) -> (Self, Vec<String>) {
        let mut sheet = newest.clone();
        let mut both = Vec::new();
        for id in self.0.keys().chain(base.0.keys()).collect::<BTreeSet<_>>() {
            let (mine, before, theirs) = (self.get(id), base.get(id), newest.get(id));
            if mine != before {
                sheet.set(id, mine);
                if theirs != before && theirs != mine {
                    both.push(id.clone());
                }
            }
        }
        (sheet, both)
    }

    /// Whether a field is empty.
    pub fn lacks(&self, id: &str) -> bool {
        self.get(id).trim().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_stays_and_what_others_wrote_elsewhere_comes_in() {
        let base = Sheet::default().with("name", "张三").with("subject", "漏水").with("demand", "修");
        let mine = base.clone().with("subject", "屋顶漏水").with("name", "");
        let theirs = base.clone().with("demand", "修好").with("subject", "卫生间漏水").with("phone", "1");
        let (sheet, both) = mine.rebased(&base, &theirs);
        let wanted = Sheet::default().with("subject", "屋顶漏水").with("demand", "修好").with("phone", "1");
        assert_eq!((sheet, both), (wanted, vec!["subject".to_owned()]));
    }
}
