//! Petitions for the tests of the rules.
use super::{
    petition::{Matter, Nature, No, Petition, Petitioner, State},
    step::{StepKind, Stepped},
};

/// A day as it is written.
pub fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

/// A petition of this nature as it stands at the door, received on a day by the housing counter.
pub fn petition(nature: Nature, received: &str) -> Petition {
    let petitioner =
        Petitioner {
            name: "张三".into(), address: "雁江区莲花街道1号".into(), ..Petitioner::default()
        };
    Petition {
        no: No("ZJ-2026-000001".into()),
        version: 1,
        state: State::Registered,
        received: day(received),
        registered_at: 0,
        registrar: "w".into(),
        national_no: None,
        follows: None,
        matter: Matter { nature, accused: "ZGJ".into(), petitioners: vec![petitioner], ..Matter::default() },
        visits: Vec::new(),
        steps: Vec::new(),
        recused: std::collections::BTreeSet::new(),
        told: false,
    }
}

/// A step on a day, with what is said in its slots.
pub fn taken(step: StepKind, on: &str, said: &[(&str, &str)]) -> Stepped {
    let said = said.iter().map(|(slot, text)| ((*slot).to_owned(), (*text).to_owned())).collect();
    Stepped { step, on: day(on), said }
}

/// The petition after one more step, whatever the rules say of it.
pub fn take(petition: &mut Petition, step: Stepped) {
    petition.state = step.step.to().unwrap_or(petition.state);
    petition.steps.push(step);
}
