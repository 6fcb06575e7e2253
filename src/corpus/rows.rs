//! What stands in the registers of the made-up town.
use crate::domain::{
    deed::Deed,
    petition::No,
    register::{Register, shipped},
};
use chrono::{Datelike, Days, NaiveDate};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};

const ROWS: &str = include_str!("rows.toml");

#[derive(Deserialize)]
struct Sheet {
    rows: Vec<Told>,
}

#[derive(Deserialize)]
struct Told {
    register: String,
    row: BTreeMap<String, String>,
    #[serde(default)]
    state: String,
}

/// Every row, and into which state it has come since, entered at `office`.
pub(super) fn rows(office: &str, today: NaiveDate) -> Vec<Deed> {
    // A test reads the rows; a town without them would be poorer and no more.
    let told = toml::from_str::<Sheet>(ROWS).map(|sheet| sheet.rows).unwrap_or_default();
    let registers = shipped();
    let number =
        |register: &Register, n: usize| No(format!("{office}-{}-{}-{n:04}", register.letters, today.year()));
    let (mut entered, mut deeds) = (HashMap::<String, usize>::new(), Vec::new());
    for Told { register: id, row, state } in told {
        let Some(register) = registers.get(&id) else { continue };
        let said = |(field, said): (&String, &String)| {
            let other = register.field(field).and_then(|field| registers.get(&field.of));
            let of_other = said.strip_prefix('#').and_then(|n| n.parse().ok()).zip(other);
            let day =
                said.strip_prefix('@').and_then(|days| days.parse().ok()).and_then(|days| moved(today, days));
            let said =
                of_other.map(|(n, other)| number(other, n).0).or_else(|| day.map(|day| day.to_string()));
            (field.clone(), said.unwrap_or_else(|| row[field].clone()))
        };
        deeds.push(Deed::EnterRecord { register: id.clone(), row: row.iter().map(said).collect() });
        let n = entered.entry(id).or_default();
        *n += 1;
        if !state.is_empty() {
            deeds.push(Deed::MoveRecord { no: number(register, *n), to: state, reason: String::new() });
        }
    }
    deeds
}

fn moved(today: NaiveDate, days: i64) -> Option<NaiveDate> {
    let by = Days::new(days.unsigned_abs());
    if days < 0 { today.checked_sub_days(by) } else { today.checked_add_days(by) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_register_that_ships_has_rows() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 27).unwrap();
        let deeds = rows("ZJ", today);
        let registers = shipped();
        assert_eq!(registers.faults, []);
        for register in registers.all() {
            let of_it =
                |deed: &&Deed| matches!(deed, Deed::EnterRecord { register: id, .. } if *id == register.id);
            assert!(deeds.iter().filter(of_it).count() >= 4, "{}", register.id);
        }
    }
}
