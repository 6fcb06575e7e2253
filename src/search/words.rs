//! Names of places, categories and units: what is typed may stand for their codes.
use super::{
    pinyin::{self, Spelling},
    terms::{self, Term},
};
use crate::domain::catalog::{Catalog, Item, List};

/// An entry of a list, by what it is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    names: Vec<String>,
    spellings: Vec<Spelling>,
    /// Its own code and those of everything below it.
    terms: Vec<Term>,
}

/// All that can be searched for by name; entries switched off too, for old petitions carry them.
pub fn words(catalog: &Catalog) -> Vec<Word> {
    let named = |item: &&Item| matches!(item.list, List::Place | List::Category | List::Unit);
    catalog.items().iter().filter(named).map(|item| word(catalog, item)).collect()
}

fn word(catalog: &Catalog, item: &Item) -> Word {
    let names: Vec<String> = std::iter::once(&item.name).chain(&item.extra.also).cloned().collect();
    let below =
        catalog.items().iter().filter(|one| one.list == item.list && is_below(catalog, one, &item.code));
    let terms =
        std::iter::once(item).chain(below).map(|one| terms::facet(one.list.id(), &one.code)).collect();
    Word { spellings: names.iter().map(|name| pinyin::spelling(name)).collect(), names, terms }
}

fn is_below(catalog: &Catalog, item: &Item, code: &str) -> bool {
    let parent = |item: &&Item| catalog.get(item.list, item.parent.as_deref()?);
    // Lists are a few levels deep; a circle that somebody made must not hang the desk.
    std::iter::successors(parent(&item), parent).take(8).any(|above| above.code == code)
}

/// The codes of entries whose name holds these hanzi (two or more: a single one says too little).
pub(super) fn written(words: &[Word], typed: &str) -> Vec<Term> {
    let long = typed.chars().count() >= 2;
    of(words, |word| long && word.names.iter().any(|name| name.contains(typed)))
}

/// The codes of entries whose spelling or initials begin so (two letters or more).
pub(super) fn spelled(words: &[Word], typed: &str) -> Vec<Term> {
    let begins = |one: &Spelling| one.full.starts_with(typed) || one.initials.starts_with(typed);
    of(words, |word| typed.len() >= 2 && word.spellings.iter().any(begins))
}

fn of(words: &[Word], wanted: impl Fn(&Word) -> bool) -> Vec<Term> {
    words.iter().filter(|word| wanted(word)).flat_map(|word| word.terms.iter().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_county_stands_for_all_its_towns() {
        let catalog = Catalog::shipped();
        let words = words(&catalog);
        let towns = catalog.list(List::Place).filter(|item| item.parent.as_deref() == Some("512021"));
        let towns: Vec<Term> = towns.map(|town| terms::facet("place", &town.code)).collect();
        assert!(towns.len() > 40);
        for found in [written(&words, "安岳县"), spelled(&words, "anyuexian"), spelled(&words, "ayx")] {
            assert!(towns.iter().all(|town| found.contains(town)));
            assert!(!found.contains(&terms::facet("place", "512022")));
        }
    }

    #[test]
    fn a_unit_is_known_by_its_short_names_too() {
        let words = words(&Catalog::shipped());
        assert_eq!(written(&words, "住建局"), [terms::facet("unit", "ZJJ")]);
        assert!(written(&words, "局").is_empty());
    }
}
