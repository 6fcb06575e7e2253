//! Looking entries of the house's lists up: what a form offers for what was typed, and what a filter means by it.
use super::roll::Roll;
use crate::domain::catalog::{Catalog, Item, List};

fn roll<'c>(items: impl Iterator<Item = &'c Item>) -> (Vec<&'c Item>, Roll) {
    let items: Vec<&Item> = items.collect();
    let names = |item: &&'c Item| {
        let own = item.names().chain([item.spelling.as_str(), item.initials.as_str()]);
        (item.code.as_str(), own.filter(|name| !name.is_empty()).collect())
    };
    let roll = Roll::of(items.iter().map(names));
    (items, roll)
}

/// The entries that are offered for what was typed, the best first; all of them for nothing.
pub fn offered<'c>(catalog: &'c Catalog, list: List, typed: &str) -> Vec<&'c Item> {
    let (items, roll) = roll(catalog.list(list));
    roll.find(typed).into_iter().filter_map(|at| items.get(at).copied()).collect()
}

/// The codes that somebody may mean, those switched off included, and all below them.
pub fn meant(catalog: &Catalog, list: List, typed: &str) -> Vec<String> {
    let (items, roll) = roll(catalog.items().iter().filter(|item| item.list == list));
    let codes = roll.means(typed).into_iter().filter_map(|at| items.get(at)).map(|item| item.code.clone());
    catalog.with_all_below(list, codes.collect())
}

/// The same as a question to these lists.
pub fn meaning(catalog: &Catalog) -> impl Fn(List, &str) -> Vec<String> {
    |list, typed| meant(catalog, list, typed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_letters_pinyin_name_and_number_all_find() {
        let catalog = Catalog::shipped();
        for typed in ["zj", "ZJ", "zjfz", "zhujian", "住建", "1", "ｚｊ", "zujian"] {
            assert_eq!(offered(&catalog, List::Office, typed)[0].code, "ZJ", "{typed}");
        }
        assert_eq!(offered(&catalog, List::Category, "zfbz")[0].name, "住房保障与房地产");
        assert_eq!(offered(&catalog, List::Category, "010203")[0].name, "噪音扰民");
        assert_eq!(offered(&catalog, List::Unit, "住建局")[0].code, "ZJJ");
        assert_eq!(offered(&catalog, List::Office, "").len(), 9);
        assert!(offered(&catalog, List::Office, "没有这个").is_empty());
    }

    #[test]
    fn an_exact_code_comes_before_a_number() {
        let first = |typed: &str| offered(&Catalog::shipped(), List::Category, typed)[0].code.clone();
        assert_eq!(first("10"), "10");
        assert_eq!(first("2"), "0101");
    }

    #[test]
    fn a_county_means_its_towns_too_and_a_short_name_its_unit() {
        let catalog = Catalog::shipped();
        assert!(meant(&catalog, List::Place, "安岳").len() > 40);
        assert!(meant(&catalog, List::Unit, "住建局").contains(&"ZJJ".to_owned()));
        assert_eq!(meant(&catalog, List::Office, "zj"), ["ZJ"]);
        assert!(
            meant(&catalog, List::Office, "没有这个").is_empty()
                && meant(&catalog, List::Office, "").is_empty()
        );
    }

    #[test]
    fn an_entry_that_is_switched_off_is_meant_and_not_offered() {
        let mut catalog = Catalog::shipped();
        catalog.put(Item { off: true, ..Item::new(List::Office, "F5", "第五分中心") });
        assert!(offered(&catalog, List::Office, "F5").is_empty());
        assert_eq!(meant(&catalog, List::Office, "F5"), ["F5"]);
    }
}
