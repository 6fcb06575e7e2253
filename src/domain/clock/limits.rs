//! What limits are counted by: which days are worked, and the rules of each office.
use super::{Clock, Event, Facts, RuleError, Rules, clocks, rules};
use crate::domain::{
    calendar::{self, Calendar},
    petition::Petition,
    reminder::{self, LevelError, Levels},
    setting::{CLOCK, REMIND, YEAR},
};
use chrono::NaiveDate;
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, sync::LazyLock};

/// The calendar, the shipped rules, and the rules of those offices that have made choices of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Which days are worked: the shipped years and those that were taken in.
    pub calendar: Calendar,
    rules: BTreeMap<String, Rules>,
    levels: BTreeMap<String, Levels>,
}

impl Default for Limits {
    fn default() -> Self {
        Self { calendar: Calendar::shipped().clone(), rules: BTreeMap::new(), levels: BTreeMap::new() }
    }
}

impl Limits {
    /// The limits that settings make of the shipped ones: years of days off, and offices' own choices.
    pub fn of(settings: &BTreeMap<String, String>) -> Self {
        let mut limits = Self::default();
        for table in named(settings, YEAR).map(|(_, table)| table) {
            // It was read before it was kept; without it the year would be provisional, not wrong.
            let _ = limits.calendar.learn(table);
        }
        // They too were read before they were kept; without them an office would have the shipped ones.
        limits.rules = by_office(settings, CLOCK, |choices| Rules::overlaid(choices).ok());
        limits.levels = by_office(settings, REMIND, |choices| Levels::overlaid(choices).ok());
        limits
    }

    /// Whether an office may make this choice for the limit that a setting's name ends with: `ZJ-D12`.
    pub fn allows(name: &str, choice: &str) -> Result<(), RuleError> {
        let (_, id) = name.rsplit_once('-').ok_or_else(|| RuleError::Unknown(name.to_owned()))?;
        Rules::overlaid(&BTreeMap::from([(id.to_owned(), choice.to_owned())])).map(drop)
    }

    /// Whether an office may make this choice for the level of reminders that a setting's name ends with, beside
    /// those that it has made for others.
    pub fn allows_level(
        name: &str,
        choice: &str,
        settings: &BTreeMap<String, String>,
    ) -> Result<(), LevelError> {
        let (office, grade) = name.rsplit_once('-').ok_or_else(|| LevelError(name.to_owned()))?;
        let mut choices = choices(settings, REMIND).remove(office).unwrap_or_default();
        choices.insert(grade.to_owned(), choice.to_owned());
        Levels::overlaid(&choices).map(drop)
    }

    /// The rules of an office.
    pub fn rules(&self, office: &str) -> &Rules {
        self.rules.get(office).unwrap_or_else(|| Rules::shipped())
    }

    /// The levels of reminders of an office.
    pub fn levels(&self, office: &str) -> &Levels {
        self.levels.get(office).unwrap_or_else(|| Levels::shipped())
    }

    /// The limits on a petition as they stand on a day; what happened later does not count yet. Where a sheet told the
    /// state it is not known when the limits from the door on were met: only those are told that a step began here.
    pub fn clocks(&self, petition: &Petition, today: NaiveDate) -> Vec<Clock> {
        let nothing = BTreeMap::new();
        let registered = Event { id: "registered", on: petition.received, said: &nothing };
        let steps =
            petition.steps.iter().map(|taken| Event { id: taken.step.id(), on: taken.on, said: &taken.said });
        let events: Vec<Event<'_>> = Some(registered)
            .filter(|_| !petition.told)
            .into_iter()
            .chain(steps)
            .filter(|event| event.on <= today)
            .collect();
        clocks(&events, Facts::of(petition), self.rules(petition.no.office()), &self.calendar, today)
    }
}

/// Offices' own choices, by office and by what they are for.
fn choices(settings: &BTreeMap<String, String>, begin: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let mut choices: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for (name, choice) in named(settings, begin) {
        let Some((office, what)) = name.rsplit_once('-') else { continue };
        choices.entry(office.to_owned()).or_default().insert(what.to_owned(), choice.clone());
    }
    choices
}

fn by_office<T>(
    settings: &BTreeMap<String, String>,
    begin: &str,
    read: impl Fn(&BTreeMap<String, String>) -> Option<T>,
) -> BTreeMap<String, T> {
    choices(settings, begin).into_iter().filter_map(|(office, own)| Some((office, read(&own)?))).collect()
}

/// Which tables of limits, days off and reminders come with this program: a sum over them, in decimal digits.
pub fn fingerprint() -> &'static str {
    static SUM: LazyLock<String> = LazyLock::new(|| {
        let mut sum = Sha256::new();
        for table in [rules::SHIPPED, calendar::SHIPPED, reminder::SHIPPED] {
            sum.update(table);
        }
        let digits = sum.finalize();
        digits.iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte)).to_string()
    });
    &SUM
}

fn named<'s>(
    settings: &'s BTreeMap<String, String>,
    begin: &'s str,
) -> impl Iterator<Item = (&'s str, &'s String)> {
    settings.iter().filter_map(move |(key, value)| Some((key.strip_prefix(begin)?, value)))
}

impl Facts {
    /// Those of a petition.
    pub fn of(petition: &Petition) -> Self {
        let mut addresses = petition.matter.petitioners.iter().map(|one| one.address.trim());
        Self { anonymous: petition.matter.anonymous, address_unclear: addresses.all(str::is_empty) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn each_office_has_its_own_choices_and_the_others_those_of_the_law() {
        let limits = Limits::of(&settings(&[
            ("clock-ZJ-D6", "{ length = 45 }"),
            ("clock-ZJ-D12", "{ length = 20 }"),
            ("clock-RS-D6", "{ length = 90 }"),
        ]));
        let length = |office: &str, id: &str| limits.rules(office).get(id).and_then(|rule| rule.length);
        assert_eq!((length("ZJ", "D6"), length("ZJ", "D12")), (Some(45), Some(20)));
        assert_eq!((length("RS", "D6"), length("CG", "D12")), (Some(60), None), "no office is laxer");
    }

    #[test]
    fn a_choice_is_checked_before_it_is_kept() {
        assert_eq!(Limits::allows("ZJ-D12", "{ length = 20 }"), Ok(()));
        assert_eq!(Limits::allows("ZJ-D6", "{ length = 61 }"), Err(RuleError::Longer("D6".into())));
        assert_eq!(Limits::allows("ZJ-D99", "{}"), Err(RuleError::Unknown("D99".into())));
        assert!(matches!(Limits::allows("ZJ-D6", "{ length = 1, stop = [] }"), Err(RuleError::Closed(..))));
    }
}
