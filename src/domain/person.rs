//! A person's record: who somebody is, apart from any one petition.
use super::petition::{No, PartyKind, Petitioner};
use serde::{Deserialize, Serialize};

/// A person or body that has brought at least one petition. It holds what registration needs and nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Its number.
    pub no: No,
    /// Person or body.
    pub kind: PartyKind,
    /// Name.
    pub name: String,
    /// Identity number; empty when unclear.
    #[serde(default)]
    pub identity: String,
    /// Phone; empty when unclear.
    #[serde(default)]
    pub phone: String,
    /// Address; empty when unclear.
    #[serde(default)]
    pub address: String,
}

impl Person {
    /// The record as a petitioner's statement makes or renews it: what was stated counts, what was not stays.
    pub fn told(no: No, before: Option<&Self>, said: &Petitioner) -> Self {
        let newer = |said: &str, before: Option<&str>| match said {
            "" => before.unwrap_or_default().to_owned(),
            said => said.to_owned(),
        };
        Self {
            no,
            kind: said.kind,
            name: newer(&said.name, before.map(|person| person.name.as_str())),
            identity: newer(&said.identity, before.map(|person| person.identity.as_str())),
            phone: newer(&said.phone, before.map(|person| person.phone.as_str())),
            address: newer(&said.address, before.map(|person| person.address.as_str())),
        }
    }
}
