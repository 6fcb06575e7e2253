//! What of a petition can be found: its names, digits and words.
use super::{
    digits::{self, Kind},
    terms::{self, Term},
};
use crate::domain::{
    catalog::List,
    petition::{Petition, Petitioner},
};

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
    /// Place, category and unit, as list and code. Their names are looked up when somebody searches, so that a
    /// new name is found at once.
    pub codes: Vec<(List, String)>,
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
        let codes =
            [(List::Place, &matter.place), (List::Category, &matter.category), (List::Unit, &matter.unit)];
        Self {
            names: each(|one| &one.name),
            phones: each(|one| &one.phone),
            identities: each(|one| &one.identity),
            number: petition.no.0.clone(),
            national: petition.national_no.clone().unwrap_or_default(),
            words,
            codes: codes
                .into_iter()
                .filter(|(_, code)| !code.is_empty())
                .map(|(list, code)| (list, code.clone()))
                .collect(),
        }
    }
}

/// A document as the index keeps it. Each list ascends and holds nothing twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Digest {
    /// Names.
    pub names: Vec<String>,
    /// Keys of digits.
    pub digits: Vec<i64>,
    /// Terms of names, words and codes, and heads of phones.
    pub terms: Vec<Term>,
}

impl Digest {
    /// Digests a document.
    pub fn of(document: &Document) -> Self {
        let mut digest = Self { names: document.names.clone(), ..Self::default() };
        document.names.iter().chain(&document.words).for_each(|text| terms::collect(text, &mut digest.terms));
        for phone in &document.phones {
            terms::heads(phone, &mut digest.terms);
            digest
                .digits
                .extend([Kind::Phone, Kind::Head].into_iter().filter_map(|kind| digits::key(kind, phone)));
        }
        digest.terms.extend(document.codes.iter().map(|(list, code)| terms::code(*list, code)));
        let identities = document.identities.iter().filter_map(|one| digits::key(Kind::Identity, one));
        digest.digits.extend(identities);
        let serial = document.number.trim_start_matches(|c: char| c != '-');
        digest.digits.extend(digits::key(Kind::Number, serial));
        digest.digits.extend(digits::key(Kind::National, &document.national));
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
            phones: vec!["19000001234".into()],
            number: "ZJ-2026-000123".into(),
            words: vec!["拖欠工资".into(), "工资".into()],
            ..Document::default()
        };
        let digest = Digest::of(&document);
        assert_eq!(digest.names, ["张伟"]);
        assert!(digest.digits.iter().any(|key| digits::range(Kind::Number, "123").contains(key)));
        assert!(digest.digits.iter().any(|key| digits::range(Kind::Phone, "1234").contains(key)));
        assert_eq!(digest.terms.len(), 3 + 7 + 4);
    }
}
