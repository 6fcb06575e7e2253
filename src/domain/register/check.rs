//! What has to hold between the fields of a row: `start <= end`, `people > 0`, `until >= today`.
use super::{Register, Value, Words};
use chrono::NaiveDate;
use std::{cmp::Ordering, collections::BTreeMap};

/// One side of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    /// What stands in a field.
    Field(String),
    /// Always the same.
    Value(Value),
    /// Beijing's civil date.
    Today,
}

impl Eq for Operand {}

/// A comparison that has to be true of every row in which both sides say something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    left: Operand,
    sign: &'static str,
    right: Operand,
    /// What is said where it is not.
    pub say: Words,
}

/// The signs, those that begin with another one first.
const SIGNS: [&str; 6] = ["<=", ">=", "!=", "<", ">", "="];

impl Check {
    /// Reads a comparison; which operands there may be, `side` says.
    pub fn read(text: &str, say: Words, side: impl Fn(&str) -> Option<Operand>) -> Option<Self> {
        let (at, sign) = SIGNS.iter().find_map(|sign| Some((text.find(sign)?, *sign)))?;
        let (left, right) = (side(text[..at].trim())?, side(text[at + sign.len()..].trim())?);
        Some(Self { left, sign, right, say })
    }

    /// Whether it holds of what a row says.
    pub fn holds(&self, register: &Register, said: &BTreeMap<String, String>, today: NaiveDate) -> bool {
        let value = |side: &Operand| match side {
            Operand::Field(id) => register.field(id)?.value(said.get(id)?),
            Operand::Value(value) => Some(value.clone()),
            Operand::Today => Some(Value::Day(today)),
        };
        let Some((left, right)) = value(&self.left).zip(value(&self.right)) else { return true };
        let Some(order) = left.partial_cmp(&right) else { return false };
        match self.sign {
            "<" => order == Ordering::Less,
            "<=" => order != Ordering::Greater,
            ">" => order == Ordering::Greater,
            ">=" => order != Ordering::Less,
            "=" => order == Ordering::Equal,
            _ => order != Ordering::Equal,
        }
    }
}
