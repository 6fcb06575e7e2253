//! What of a petition can be found: its names, digits, words and facets.
use super::{
    digits::{self, Kind},
    query::Key,
    terms::{self, Term},
};
use crate::{
    domain::petition::{Petition, Petitioner},
    text::clean,
};
use chrono::{Datelike, NaiveDate};

/// So many people and more count as so many.
pub const MOST_CAME: u32 = 99;

/// The facet of sealed petitions.
pub const SEALED: &str = "sealed";
/// The facets of a day: its year, its month, itself.
pub const DAYS: [&str; 3] = ["year", "month", "day"];
/// The value of a facet that is either there or not.
pub const THERE: &str = "yes";

/// The findable text of one petition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Everybody named.
    pub names: Vec<String>,
    /// Their phones.
    pub phones: Vec<String>,
    /// Their identity numbers.
    pub identities: Vec<String>,
    /// The petition's own number.
    pub number: String,
    /// The national system's number; empty when there is none.
    pub national: String,
    /// Subject, facts, demand, addresses and notes.
    pub words: Vec<String>,
    /// What fields hold, by code: what filters ask for. Names of places, categories and units are looked up when
    /// somebody searches, so that a new name is found at once.
    pub facets: Vec<(&'static str, String)>,
}

impl Document {
    /// Gathers a petition's findable text.
    pub fn of(petition: &Petition) -> Self {
        let matter = &petition.matter;
        let each = |field: fn(&Petitioner) -> &String| {
            matter.petitioners.iter().map(field).filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>()
        };
        let mut words = vec![matter.subject.clone(), matter.facts.clone(), matter.demand.clone()];
        words.extend(each(|one| &one.address));
        words.extend(petition.visits.iter().map(|visit| visit.note.clone()));
        words.retain(|text| !text.is_empty());
        Self {
            names: each(|one| &one.name),
            phones: each(|one| &one.phone),
            identities: each(|one| &one.identity),
            number: petition.no.0.clone(),
            national: petition.national_no.clone().unwrap_or_default(),
            words,
            facets: facets(petition),
        }
    }
}

fn facets(petition: &Petition) -> Vec<(&'static str, String)> {
    let matter = &petition.matter;
    let mut facets = vec![
        (Key::Office.id(), petition.no.office().to_owned()),
        (Key::State.id(), petition.state.id().to_owned()),
        (Key::Nature.id(), matter.nature.id().to_owned()),
        (Key::Channel.id(), matter.channel.id().to_owned()),
        (Key::Place.id(), matter.place.clone()),
        (Key::Category.id(), matter.category.clone()),
        (Key::Unit.id(), matter.unit.clone()),
        (Key::Clerk.id(), petition.registrar.clone()),
        (Key::Group.id(), matter.counts.came.min(MOST_CAME).to_string()),
    ];
    facets.extend(DAYS.into_iter().zip(days(petition.received)));
    facets.extend(petition.follows.is_some().then(|| (Key::Repeat.id(), THERE.to_owned())));
    facets.extend(matter.sealed().then(|| (SEALED, THERE.to_owned())));
    facets
}

/// A day as facets hold it: its year, its month, itself.
pub fn days(day: NaiveDate) -> [String; 3] {
    [day.year().to_string(), day.format("%Y-%m").to_string(), day.to_string()]
}

/// A document as the index keeps it. Each list ascends and holds nothing twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Digest {
    /// Names.
    pub names: Vec<String>,
    /// Keys of digits.
    pub digits: Vec<i64>,
    /// Terms of names, words and facets, and heads of phones.
    pub terms: Vec<Term>,
}

impl Digest {
    /// Digests a document. Full-width letters and digits count as half-width ones.
    pub fn of(document: &Document) -> Self {
        let mut digest =
            Self { names: document.names.iter().map(|name| clean::fold(name)).collect(), ..Self::default() };
        document.names.iter().chain(&document.words).for_each(|text| terms::collect(text, &mut digest.terms));
        for phone in document.phones.iter().map(|phone| clean::fold(phone)) {
            terms::heads(&phone, &mut digest.terms);
            let kinds = [Kind::Phone, Kind::Head];
            digest.digits.extend(kinds.into_iter().filter_map(|kind| digits::key(kind, &phone)));
        }
        digest.terms.extend(document.facets.iter().map(|(field, value)| terms::facet(field, value)));
        let serial = document.number.trim_start_matches(|c: char| c != '-');
        let numbers = document.identities.iter().map(|one| (Kind::Identity, one.as_str()));
        let numbers = numbers.chain([(Kind::Number, serial), (Kind::National, &document.national)]);
        digest.digits.extend(numbers.filter_map(|(kind, text)| digits::key(kind, &clean::fold(text))));
        digest.names.sort_unstable();
        digest.names.dedup();
        digest.digits.sort_unstable();
        digest.digits.dedup();
        digest.terms.sort_unstable();
        digest.terms.dedup();
        digest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_holds_names_digits_and_words_once_each() {
        let document = Document {
            names: vec!["张伟".into(), "张伟".into()],
            phones: vec!["１9000001234".into()],
            number: "ZJ-2026-000123".into(),
            words: vec!["拖欠工资".into(), "工资".into()],
            facets: vec![("state", "accepted".into())],
            ..Document::default()
        };
        let digest = Digest::of(&document);
        assert_eq!(digest.names, ["张伟"]);
        assert!(digest.digits.iter().any(|key| digits::range(Kind::Number, "123").contains(key)));
        assert!(digest.digits.iter().any(|key| digits::range(Kind::Phone, "1234").contains(key)));
        assert_eq!(digest.terms.len(), 3 + 7 + 5 + 1);
    }
}
