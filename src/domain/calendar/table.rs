//! Reading the yearly arrangements, and saying where one is wrong.
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// One year's arrangement as the State Council announces it; it may reach into the year before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Year {
    /// Days off.
    pub off: BTreeSet<NaiveDate>,
    /// Days of a weekend that are worked.
    pub work: BTreeSet<NaiveDate>,
}

impl Year {
    /// The arrangement as a table of its own, on one line.
    pub fn table(&self, year: i32) -> String {
        let days = |days: &BTreeSet<NaiveDate>| {
            days.iter().map(|day| format!("\"{day}\"")).collect::<Vec<_>>().join(", ")
        };
        format!("{year} = {{ off = [{}], work = [{}] }}", days(&self.off), days(&self.work))
    }
}

/// A table that cannot be used: where, why, and what it is about.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {why} {what}")]
pub struct CalendarError {
    /// The line, from 1.
    pub line: usize,
    /// The id of the sentence that says why.
    pub why: &'static str,
    /// What it is about: a day, the name of a table, or what the reader of TOML says.
    pub what: String,
}

/// The years of a table.
pub fn read(table: &str) -> Result<BTreeMap<i32, Year>, CalendarError> {
    let named: BTreeMap<String, Year> = toml::from_str(table).map_err(|error| CalendarError {
        line: error.span().map_or(1, |span| table[..span.start].matches('\n').count() + 1),
        why: "why-table-unreadable",
        what: error.message().to_owned(),
    })?;
    if named.is_empty() {
        return Err(CalendarError { line: 1, why: "why-table-empty", what: String::new() });
    }
    named.into_iter().map(|(name, year)| checked(table, &name, year)).collect()
}

fn checked(table: &str, name: &str, year: Year) -> Result<(i32, Year), CalendarError> {
    let wrong = |why, what: String, said: &str| {
        let line = table.lines().position(|line| line.contains(said)).map_or(1, |at| at + 1);
        Err(CalendarError { line, why, what })
    };
    let number = match name.parse() {
        Ok(number) if (1900..2200).contains(&number) => number,
        _ => return wrong("why-table-year", name.to_owned(), name),
    };
    if year.off.is_empty() {
        return wrong("why-table-no-day-off", name.to_owned(), name);
    }
    let strange = |day: &&NaiveDate| !(number - 1..=number).contains(&day.year());
    if let Some(day) = year.off.iter().chain(&year.work).find(strange) {
        return wrong("why-table-day-elsewhere", day.to_string(), &day.to_string());
    }
    if let Some(day) = year.off.intersection(&year.work).next() {
        return wrong("why-table-day-twice", day.to_string(), &day.to_string());
    }
    Ok((number, year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_that_cannot_be_used_is_named_with_line_and_reason() {
        for (table, line, why) in [
            ("", 1, "why-table-empty"),
            ("[2027]\noff = [\n\"2027-01-01\",\n\"2027-02-30\"]\nwork = []", 4, "why-table-unreadable"),
            ("[2027]\noff = [\"2027-01-01\"]\nwork = []\nrest = []", 4, "why-table-unreadable"),
            ("[next]\noff = [\"2027-01-01\"]\nwork = []", 1, "why-table-year"),
            ("\n[2027]\noff = []\nwork = []", 2, "why-table-no-day-off"),
            ("[2027]\noff = [\"2027-01-01\"]\nwork = [\"2028-01-02\"]", 3, "why-table-day-elsewhere"),
            ("[2027]\noff = [\"2027-01-01\"]\nwork = [\"2027-01-01\"]", 2, "why-table-day-twice"),
        ] {
            let error = read(table).unwrap_err();
            assert_eq!((error.line, error.why), (line, why), "{table}: {error}");
        }
    }

    #[test]
    fn a_year_written_out_is_the_same_year_again() {
        let years = read(include_str!("../data/holidays.toml")).unwrap();
        for (number, year) in years {
            assert_eq!(read(&year.table(number)).unwrap(), BTreeMap::from([(number, year)]));
        }
    }
}
