//! The fields of a register: what each holds, and how it is told.
use super::Words;
use crate::domain::{
    catalog::{Catalog, List},
    mask,
    money::Fen,
    words::terms,
};

terms! {
    /// What a field of a register holds.
    #[derive(Default)]
    Kind / "field-kind" {
        #[default]
        /// A line of text.
        Line = "line",
        /// Many lines of text.
        Page = "page",
        /// One of its answers.
        Choice = "choice",
        /// Any of its answers.
        Many = "many",
        /// Yes or no.
        Flag = "flag",
        /// A civil date.
        Day = "day",
        /// A time of day.
        Time = "time",
        /// A phone number.
        Phone = "phone",
        /// An identity number.
        Identity = "identity",
        /// An amount in yuan.
        Money = "money",
        /// How many people or things.
        Count = "count",
        /// Points within bounds.
        Score = "score",
        /// One of its answers, by the sum of scores: nobody says it, it follows.
        Grade = "grade",
        /// Something from the list of places.
        Place = "place",
        /// Something from the list of units.
        Unit = "unit",
        /// Something from the list of leaders.
        Leader = "leader",
        /// Something from the list of counters.
        Office = "office",
        /// Somebody of the house.
        Clerk = "clerk",
        /// What a petition is about.
        Category = "category",
        /// Number of a petition.
        Petition = "petition",
        /// Number of a case.
        Case = "case",
        /// Number of a person.
        Person = "person",
        /// Number of a row of a register.
        Record = "record",
        /// Path of a file.
        File = "file",
    }
}

impl Kind {
    /// The list in which it is looked up.
    pub const fn list(self) -> Option<List> {
        match self {
            Self::Place => Some(List::Place),
            Self::Unit => Some(List::Unit),
            Self::Leader => Some(List::Leader),
            Self::Office => Some(List::Office),
            Self::Clerk => Some(List::Clerk),
            Self::Category => Some(List::Category),
            _ => None,
        }
    }

    /// Whether it is a number that can be added up.
    pub const fn is_number(self) -> bool {
        matches!(self, Self::Money | Self::Count | Self::Score)
    }

    /// Whether it is the number of something that has a page of its own.
    pub const fn is_link(self) -> bool {
        matches!(self, Self::Petition | Self::Case | Self::Person | Self::Record)
    }

    /// Whether it is text that somebody wrote, in which one looks for words.
    pub const fn is_text(self) -> bool {
        matches!(self, Self::Line | Self::Page | Self::File)
    }

    /// Whether it says who somebody is, and is masked.
    pub const fn is_masked(self) -> bool {
        matches!(self, Self::Phone | Self::Identity)
    }

    /// Whether rows can be parted by it: few different values.
    pub const fn parts(self) -> bool {
        matches!(self, Self::Choice | Self::Flag | Self::Grade) || self.list().is_some()
    }
}

/// One of the answers of a choice, or one of the states of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Its id in the rows.
    pub id: String,
    /// Its name.
    pub name: Words,
}

/// What of a field of numbers stands below the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Total {
    /// Nothing.
    #[default]
    Nothing,
    /// What all rows add up to.
    Sum,
    /// The mean of the rows that say something.
    Mean,
}

/// A field of a register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its id in the rows: small letters, digits and `-`.
    pub id: String,
    /// Its name.
    pub name: Words,
    /// What is said below it while it is filled in.
    pub hint: Words,
    /// What it holds.
    pub kind: Kind,
    /// Whether it has to be filled in.
    pub required: bool,
    /// Whether it stands on the line of the field before it.
    pub beside: bool,
    /// What of it stands below the list.
    pub total: Total,
    /// The answers of a choice.
    pub answers: Vec<Answer>,
    /// The least number that it takes.
    pub min: Option<i64>,
    /// The greatest number that it takes.
    pub max: Option<i64>,
    /// The register to whose rows it leads; empty for any.
    pub of: String,
    /// Of a grade, the scores that are added up.
    pub sum: Vec<String>,
    /// Of a grade, up to which sum each of its answers but the last one goes.
    pub bounds: Vec<i64>,
    /// What stands in it when a form opens; `today` for a day.
    pub default: String,
}

impl Field {
    /// The answer with this id.
    pub fn answer(&self, id: &str) -> Option<&Answer> {
        self.answers.iter().find(|answer| answer.id == id)
    }

    /// What it adds up to or its mean, as people write it; amounts to the fen.
    pub fn added(&self, sum: f64) -> String {
        #[allow(clippy::cast_possible_truncation, reason = "sums of registers are far below 2^53")]
        match self.kind {
            _ if self.total == Total::Mean => format!("{sum:.1}"),
            Kind::Money => Fen((sum * 100.0).round() as i64).to_string(),
            _ => format!("{}", sum.round() as i64),
        }
    }

    /// What stands in it, in words; numbers of people are masked. `say` tells our own messages.
    pub fn told(&self, said: &str, catalog: &Catalog, chinese: bool, say: impl Fn(&str) -> String) -> String {
        let name = |id: &str| self.answer(id).map_or(id, |answer| answer.name.say(chinese)).to_owned();
        match self.kind {
            _ if said.is_empty() => String::new(),
            Kind::Choice | Kind::Grade => name(said),
            Kind::Many => said.split(',').map(name).collect::<Vec<_>>().join("、"),
            Kind::Flag => say(if said == "yes" { "more-yes" } else { "more-no" }),
            Kind::Phone => mask::phone(said),
            Kind::Identity => mask::identity(said),
            Kind::Money => Fen::read(said).map_or_else(|_| said.to_owned(), |fen| fen.to_string()),
            kind => kind.list().map_or_else(|| said.to_owned(), |list| catalog.name(list, said).to_owned()),
        }
    }
}
