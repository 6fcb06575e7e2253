//! A declaration as it is written, before anything of it is looked up.
use super::{Kind, Words};
use crate::domain::rights::Role;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Raw {
    pub(super) id: Spanned<String>,
    pub(super) letters: Spanned<String>,
    pub(super) name: Spanned<Words>,
    #[serde(default)]
    pub(super) about: Words,
    pub(super) fields: Vec<Spanned<RawField>>,
    pub(super) order: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) columns: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) wide: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) states: Vec<Spanned<RawState>>,
    pub(super) due: Option<Spanned<RawDue>>,
    pub(super) chart: Option<Spanned<String>>,
    pub(super) day: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) checks: Vec<RawCheck>,
    pub(super) petition: Option<Spanned<BTreeMap<String, Spanned<String>>>>,
    #[serde(default)]
    pub(super) tally: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) code: Vec<Spanned<String>>,
    pub(super) see: Option<Vec<Role>>,
    pub(super) write: Option<Vec<Role>>,
    #[serde(default)]
    pub(super) sealed: bool,
    pub(super) accused: Option<Spanned<String>>,
    pub(super) serves: Option<Spanned<RawServes>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawField {
    pub(super) id: String,
    pub(super) name: Words,
    #[serde(default)]
    pub(super) hint: Words,
    #[serde(default)]
    pub(super) kind: Kind,
    #[serde(default)]
    pub(super) required: bool,
    #[serde(default)]
    pub(super) beside: bool,
    #[serde(default)]
    pub(super) total: Option<toml::Value>,
    #[serde(default)]
    pub(super) answers: toml::Table,
    pub(super) min: Option<i64>,
    pub(super) max: Option<i64>,
    #[serde(default)]
    pub(super) of: String,
    #[serde(default)]
    pub(super) sum: Vec<String>,
    #[serde(default)]
    pub(super) bounds: Vec<i64>,
    pub(super) default: Option<toml::Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawState {
    pub(super) id: String,
    pub(super) name: Words,
    #[serde(default)]
    pub(super) to: Vec<String>,
    #[serde(default)]
    pub(super) by: Vec<Role>,
    #[serde(default)]
    pub(super) done: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDue {
    pub(super) on: Option<String>,
    pub(super) from: Option<String>,
    pub(super) length: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCheck {
    pub(super) is: Spanned<String>,
    pub(super) say: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawServes {
    pub(super) category: Option<Spanned<String>>,
    pub(super) place: Option<Spanned<String>>,
    pub(super) when: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) states: Vec<Spanned<String>>,
}
