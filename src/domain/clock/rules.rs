//! The limits as data: the shipped table, and what an office lays over it.
use crate::domain::{
    calendar::{Length, Unit},
    words::terms,
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, sync::LazyLock};
use toml::{Table, Value};

pub(super) const SHIPPED: &str = include_str!("../data/clocks.toml");
/// What an office may choose; when a limit begins and ends is not its to say.
const OPEN: &[&str] = &["length", "unit", "hearing"];
/// The limit out of which an office may take hearing days.
const HEARD: &str = "D6";

terms! {
    /// Who must act before a limit ends.
    Duty / "duty-of" {
        /// 信访部门
        Office = "office",
        /// The unit that received it, in which a sub-centre sits.
        Unit = "unit",
        /// 责任单位
        Handler = "handler",
        /// 信访人
        Petitioner = "petitioner",
        /// The unit one level above the handling unit.
        Above = "above",
        /// The unit above the one that reviewed.
        NextAbove = "next-above",
        /// The unit to which a recommendation went.
        Addressee = "addressee",
        /// 群众接待分中心
        SubCentre = "sub-centre",
    }
}

/// What it means that a limit ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Whoever must act is late from then on.
    #[default]
    Duty,
    /// Whoever might act has lost the right.
    Right,
    /// The city's own goal is missed; no limit of the law is.
    Aim,
}

/// One limit.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its name in the domain: `D6`; `clock-` and this is its message.
    pub id: String,
    /// The events that begin it.
    pub start: Vec<String>,
    /// Begins only when the paper served last is one of these.
    #[serde(default)]
    pub of: Vec<String>,
    /// Does not begin when the event says this in one of its slots.
    #[serde(default)]
    pub unless: BTreeMap<String, String>,
    /// The events that meet it.
    pub stop: Vec<String>,
    /// How long; nothing for a limit that the event names itself, or that an office has to set first.
    pub length: Option<u32>,
    /// The slot of the beginning event that holds the day.
    pub slot: Option<String>,
    /// What the length counts.
    pub unit: Unit,
    /// Who must act.
    pub who: Duty,
    /// The article of the regulation.
    pub article: Option<u32>,
    /// Whether it is a choice of the office.
    #[serde(default)]
    pub local: bool,
    /// Whether hearing days are not counted.
    #[serde(default)]
    pub hearing: bool,
    /// Whether the petitioner waits to be told until it is met.
    #[serde(default)]
    pub notice: bool,
    /// What becomes of it when it ends.
    #[serde(default)]
    pub kind: Kind,
    /// Facts of a petition under which nobody owes it.
    #[serde(default)]
    pub falls_away: Vec<String>,
    /// An event without which it does not run.
    pub needs: Option<String>,
    /// The limit that it makes longer, instead of being one of its own.
    pub lengthens: Option<String>,
}

impl Rule {
    /// How long it is, so much longer.
    pub fn length(&self, more: u32) -> Option<Length> {
        Some(Length { count: self.length?.saturating_add(more), unit: self.unit })
    }
}

/// A table of rules that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// It is no such table.
    #[error("{0}")]
    Unreadable(String),
    /// There is no such limit.
    #[error("there is no clock {0}")]
    Unknown(String),
    /// That is not for an office to choose.
    #[error("{0}: {1} is not for an office to choose")]
    Closed(String, String),
    /// The law does not allow it.
    #[error("{0} is not as the law allows")]
    Longer(String),
}

impl RuleError {
    /// The id of its sentence.
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Longer(_) => "why-clock-longer",
            Self::Unknown(_) => "why-clock-unknown",
            Self::Unreadable(_) | Self::Closed(..) => "why-clock-choice",
        }
    }
}

impl From<toml::de::Error> for RuleError {
    fn from(error: toml::de::Error) -> Self {
        Self::Unreadable(error.to_string())
    }
}

/// All limits, in the order of the table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules(Vec<Rule>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    clock: Vec<Table>,
}

impl Rules {
    /// The limits that come with the program.
    pub fn shipped() -> &'static Self {
        // A test reads the shipped table; without it no clock would run.
        static RULES: LazyLock<Rules> = LazyLock::new(|| Rules::read(SHIPPED).unwrap_or_default());
        &RULES
    }

    fn read(table: &str) -> Result<Self, RuleError> {
        let File { clock } = toml::from_str(table)?;
        Self::of(clock)
    }

    fn of(tables: Vec<Table>) -> Result<Self, RuleError> {
        let rules = tables.into_iter().map(|rule| rule.try_into().map_err(RuleError::from));
        rules.collect::<Result<_, _>>().map(Self)
    }

    /// The shipped limits with an office's own choices over them, by the limit they are for: `{ length = 20 }`.
    pub fn overlaid(choices: &BTreeMap<String, String>) -> Result<Self, RuleError> {
        let File { clock: mut tables } = toml::from_str(SHIPPED)?;
        for (id, choice) in choices {
            let table: Value = choice.parse()?;
            let table = table.as_table().cloned();
            lay(&mut tables, id, table.ok_or_else(|| RuleError::Unreadable(choice.clone()))?)?;
        }
        let rules = Self::of(tables)?;
        Self::shipped().allows(&rules).map_or(Ok(rules), |id| Err(RuleError::Longer(id)))
    }

    /// The first limit of the law that would be laxer in `other`.
    fn allows(&self, other: &Self) -> Option<String> {
        let laxer = |(law, own): &(&Rule, &Rule)| {
            let longer = own.unit != law.unit || own.length > law.length;
            // A right is neither shortened nor lengthened; hearings are taken out of re-review and, where an office
            // chooses so, of handling.
            let touched = law.kind == Kind::Right && own.length != law.length;
            let heard = own.hearing != law.hearing && law.id != HEARD;
            !law.local && (longer || touched || heard)
        };
        self.0.iter().zip(&other.0).find(laxer).map(|(law, _)| law.id.clone())
    }

    /// The limits that run by themselves.
    pub fn running(&self) -> impl Iterator<Item = &Rule> {
        self.0.iter().filter(|rule| rule.lengthens.is_none())
    }

    /// Every rule, in the order of the table.
    pub fn all(&self) -> impl Iterator<Item = &Rule> {
        self.0.iter()
    }

    /// The names of all.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|rule| rule.id.as_str())
    }

    /// The limit with this name.
    pub fn get(&self, id: &str) -> Option<&Rule> {
        self.0.iter().find(|rule| rule.id == id)
    }

    /// The rule by which a limit can be made longer.
    pub fn lengthening(&self, rule: &Rule) -> Option<&Rule> {
        self.0.iter().find(|other| other.lengthens.as_ref() == Some(&rule.id))
    }
}

/// Puts an office's choice for one limit into the table.
fn lay(tables: &mut [Table], id: &str, choice: Table) -> Result<(), RuleError> {
    let same = |table: &&mut Table| table.get("id").and_then(Value::as_str) == Some(id);
    let table = tables.iter_mut().find(same).ok_or_else(|| RuleError::Unknown(id.to_owned()))?;
    for (key, value) in choice {
        if !OPEN.contains(&key.as_str()) {
            return Err(RuleError::Closed(id.to_owned(), key));
        }
        if key == "length" && value.as_integer().is_none_or(|length| length < 1) {
            return Err(RuleError::Unreadable(value.to_string()));
        }
        table.insert(key, value);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_table_holds_the_limits_of_the_domain_paper() {
        let rules = Rules::read(SHIPPED).unwrap();
        let ids: Vec<&str> = rules.0.iter().map(|rule| rule.id.as_str()).collect();
        let named = [
            "D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8", "D9", "D10", "D11", "D12", "D13", "D15", "D16",
            "L1",
        ];
        assert_eq!(ids, named);
        let lengths: Vec<Option<u32>> = rules.0.iter().map(|rule| rule.length).collect();
        let told = [15, 15, 15, 5, 0, 60, 30, 30, 30, 30, 30, 0, 0, 3, 10, 15];
        assert_eq!(lengths, told.map(|days| (days > 0).then_some(days)));
        assert!(rules.0.iter().all(|rule| rule.hearing == (rule.id == "D11")));
        let named = |is: fn(&Rule) -> bool| -> Vec<&str> {
            rules.0.iter().filter(|rule| is(rule)).map(|rule| rule.id.as_str()).collect()
        };
        assert_eq!(named(|rule| rule.kind == Kind::Right), ["D4", "D8", "D10"]);
        assert_eq!(named(|rule| rule.kind == Kind::Aim), ["L1"]);
        assert_eq!(named(|rule| rule.notice), ["D2", "D3"]);
    }

    #[test]
    fn an_office_sets_what_is_its_own_and_is_never_laxer_than_the_law() {
        let overlaid = |choices: &[(&str, &str)]| {
            Rules::overlaid(&choices.iter().map(|(id, choice)| ((*id).into(), (*choice).into())).collect())
        };
        let own = overlaid(&[("D12", "{ length = 20 }"), ("D6", "{ hearing = true }")]).unwrap();
        assert_eq!(own.get("D12").unwrap().length, Some(20));
        assert!(own.get("D6").unwrap().hearing && own.get("D6").unwrap().length == Some(60));
        assert_eq!(overlaid(&[]).unwrap(), *Rules::shipped());
        let refused = |id: &str, choice: &str| overlaid(&[(id, choice)]).unwrap_err();
        let longer = RuleError::Longer("D6".into());
        assert_eq!(refused("D6", "{ length = 61 }"), longer);
        assert_eq!(refused("D6", "{ unit = 'working-days' }"), longer);
        for (id, choice) in [("D8", "{ length = 5 }"), ("D4", "{ length = 3 }"), ("D9", "{ hearing = true }")]
        {
            assert_eq!(
                refused(id, choice),
                RuleError::Longer(id.into()),
                "a right, or a hearing that counts"
            );
        }
        assert_eq!(refused("D99", "{}"), RuleError::Unknown("D99".into()));
        let closed = RuleError::Closed("D6".into(), "stop".into());
        assert_eq!(refused("D6", "{ stop = [] }"), closed);
        for wrong in ["{ length = 'soon' }", "{ length = 0 }", "length", "7", ""] {
            assert!(matches!(refused("D12", wrong), RuleError::Unreadable(_)), "{wrong}");
        }
    }
}
