//! What a register came to in a span of days, beside the same span a year before.
use super::Registers;
use crate::domain::figures::Value;
use serde::Serialize;
use std::collections::BTreeMap;

/// What a register came to.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Counted {
    /// Its id.
    pub register: String,
    /// Rows that count in the span.
    pub now: u64,
    /// Rows that count in the same span a year before.
    pub before: u64,
    /// What the rows of the span add up to, by field; none where it is nothing.
    pub sums: BTreeMap<String, f64>,
}

impl Counted {
    /// In words: the register, its rows now and a year before, the change, and every sum with its name.
    pub fn told(&self, registers: &Registers, chinese: bool) -> [String; 5] {
        let [now, before] = [self.now, self.before].map(|rows| i64::try_from(rows).unwrap_or(i64::MAX));
        let change = Value::Count(now).change(Value::Count(before)).unwrap_or_default();
        let sums = registers.get(&self.register).map(|register| register.added_up(&self.sums, chinese));
        let name = registers.name(&self.register, chinese);
        [name.to_owned(), now.to_string(), before.to_string(), change, sums.unwrap_or_default().join("  ")]
    }
}
