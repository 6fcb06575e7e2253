//! Rows that take matters: whom they serve, which of them are put forward, and what has them in hand.
use super::{Field, Kind, LOAD, Record, Register};

/// Whom the rows of a register serve: matters of a category in a place, and of all below both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Serves {
    /// The field that names the category; empty where rows serve every one.
    pub category: String,
    /// The field that names the place; empty likewise.
    pub place: String,
    /// The flag without which a row is not put forward; empty where none is asked for.
    pub when: String,
    /// The states in which it is put forward; empty for every one in which something is still owed.
    pub states: Vec<String>,
}

/// Something to which a row is to lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lead {
    /// What it is.
    pub kind: Kind,
    /// Of a row, its register; empty otherwise.
    pub of: String,
    /// Its number.
    pub no: String,
}

impl Register {
    /// The place and the category that a row serves, empty for every one; nothing of a row that is not put forward.
    pub fn served<'r>(&self, record: &'r Record) -> Option<(&'r str, &'r str)> {
        let serves = self.serves.as_ref()?;
        let on = serves.when.is_empty() || record.get(&serves.when) == "yes";
        let stands = if serves.states.is_empty() {
            !self.state(&record.state).is_some_and(|state| state.done)
        } else {
            serves.states.contains(&record.state)
        };
        let here = on && stands && record.struck.is_none();
        here.then(|| (record.get(&serves.place), record.get(&serves.category)))
    }

    /// Whether its open rows are work in hand of the rows to which they lead: a row that never ends is no work.
    pub fn is_work(&self) -> bool {
        let leads = self.fields.iter().any(|field| field.kind == Kind::Record);
        leads && self.states.iter().any(|state| state.done)
    }

    /// Whether it is told how much work its rows have in hand.
    pub fn tells_load(&self) -> bool {
        self.serves.is_some() || self.columns.iter().chain(&self.wide).any(|id| id == LOAD)
    }

    /// The field of a new row in which something stands to which it is to lead.
    pub fn field_to(&self, lead: &Lead) -> Option<&Field> {
        let fits = |field: &&Field| field.kind == lead.kind && (field.of.is_empty() || field.of == lead.of);
        self.fields.iter().find(fits)
    }
}
