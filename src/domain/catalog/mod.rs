//! The lists an office keeps: counters, units, leaders, clerks, phrases, categories and places.
mod item;
mod place;

use std::{collections::HashMap, sync::LazyLock};

use serde::Deserialize;

pub use item::{Extra, Item, List};

use super::register;

/// A chain of parents longer than this is a ring.
const DEEPEST: usize = 8;
const SHIPPED: [&str; 5] = [
    include_str!("../data/offices.toml"),
    include_str!("../data/units.toml"),
    include_str!("../data/phrases.toml"),
    include_str!("../data/categories.toml"),
    include_str!("../data/divisions.toml"),
];

/// A list file that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("catalog-unreadable: {0}")]
pub struct CatalogError(#[from] toml::de::Error);

#[derive(Deserialize)]
struct Shelf {
    items: Vec<Item>,
}

/// All lists of an office.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalog {
    /// In the order of each list.
    items: Vec<Item>,
    codes: HashMap<List, HashMap<String, usize>>,
    names: HashMap<List, HashMap<String, usize>>,
}

impl Catalog {
    /// The lists that come with the program.
    pub fn shipped() -> Self {
        static READ: LazyLock<Catalog> = LazyLock::new(|| {
            // A test reads every shipped list; a damaged one would leave its list empty, no more.
            let lists = SHIPPED.iter().flat_map(|text| read(text).unwrap_or_default());
            Catalog::default().with(lists.chain(register::shipped_items().iter().cloned()))
        });
        READ.clone()
    }

    /// With these entries besides, each in place of the one with its code.
    #[must_use]
    pub fn with(mut self, items: impl IntoIterator<Item = Item>) -> Self {
        for item in items {
            self.place(item);
        }
        self.arrange();
        self
    }

    /// Puts an entry in, in place of the one with its code.
    pub fn put(&mut self, item: Item) {
        self.place(item);
        self.arrange();
    }

    /// Every entry of every list, those switched off included.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The entries of a list that are offered, in their order.
    pub fn list(&self, list: List) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |item| item.list == list && !item.off)
    }

    /// The entry with this code, switched off or not.
    pub fn get(&self, list: List, code: &str) -> Option<&Item> {
        self.items.get(*self.codes.get(&list)?.get(code)?)
    }

    /// The name of a code; the code itself where nobody knows it.
    pub fn name<'a>(&'a self, list: List, code: &'a str) -> &'a str {
        self.get(list, code).map_or(code, |item| item.name.as_str())
    }

    /// The entry that goes by exactly this name; a category also by its path.
    pub fn named(&self, list: List, name: &str) -> Option<&Item> {
        self.items.get(*self.names.get(&list)?.get(name)?)
    }

    /// An entry with the names of all above it: `城乡建设/城乡规划/违章建筑`; the code itself where nobody
    /// knows it, as text that found nothing is kept.
    pub fn path(&self, list: List, code: &str) -> String {
        if self.get(list, code).is_none() {
            return code.to_owned();
        }
        let mut names: Vec<&str> = self.upwards(list, code).map(|item| item.name.as_str()).collect();
        names.reverse();
        names.join("/")
    }

    /// A code, then those near it: its parent and what else is directly below that.
    pub fn near(&self, list: List, code: &str) -> Vec<String> {
        let mut near = vec![code.to_owned()];
        if let Some(parent) = self.get(list, code).and_then(|item| item.parent.as_deref()) {
            let beside =
                self.items.iter().filter(|item| item.list == list && item.parent.as_deref() == Some(parent));
            near.push(parent.to_owned());
            near.extend(beside.map(|item| item.code.clone()).filter(|other| other != code));
        }
        near
    }

    /// A code that the list knows, then those of all above it; nothing of any other.
    pub fn with_all_above(&self, list: List, code: &str) -> Vec<String> {
        self.upwards(list, code).map(|item| item.code.clone()).collect()
    }

    /// The handling unit to suggest for a category.
    pub fn unit_of(&self, category: &str) -> Option<&Item> {
        let mut up = self.upwards(List::Category, category);
        let code = up.find(|item| !item.extra.unit.is_empty())?.extra.unit.as_str();
        self.get(List::Unit, code).filter(|unit| !unit.off)
    }

    /// The field of the leaders' board that a category belongs to.
    pub fn field_of(&self, category: &str) -> Option<&str> {
        let mut up = self.upwards(List::Category, category);
        Some(up.find(|item| !item.extra.field.is_empty())?.extra.field.as_str())
    }

    /// Codes, and those of all that is below them.
    pub fn with_all_below(&self, list: List, mut codes: Vec<String>) -> Vec<String> {
        let mut at = 0;
        while let Some(above) = codes.get(at).cloned() {
            let own = self.items.iter().filter(|item| item.list == list);
            let below = own.filter(|item| item.parent.as_ref() == Some(&above));
            let new: Vec<String> =
                below.map(|item| item.code.clone()).filter(|code| !codes.contains(code)).collect();
            codes.extend(new);
            at += 1;
        }
        codes
    }

    /// The entry with this code and those above it, from below.
    fn upwards(&self, list: List, code: &str) -> impl Iterator<Item = &Item> {
        let above = move |item: &&Item| self.get(list, item.parent.as_deref()?);
        std::iter::successors(self.get(list, code), above).take(DEEPEST)
    }

    fn place(&mut self, mut item: Item) {
        let known = self.codes.get(&item.list).and_then(|codes| codes.get(&item.code)).copied();
        if item.order == 0 {
            let last =
                self.items.iter().filter(|other| other.list == item.list).map(|other| other.order).max();
            let kept = known.and_then(|at| self.items.get(at)).map(|old| old.order);
            item.order = kept.unwrap_or_else(|| last.unwrap_or(0) + 1);
        }
        if let Some(old) = known.and_then(|at| self.items.get_mut(at)) {
            *old = item;
        } else {
            self.codes.entry(item.list).or_default().insert(item.code.clone(), self.items.len());
            self.items.push(item);
        }
    }

    /// Sorts the lists and writes the look-up tables anew.
    fn arrange(&mut self) {
        self.items.sort_by_key(|item| (item.list, item.order));
        self.codes.clear();
        for (at, item) in self.items.iter().enumerate() {
            self.codes.entry(item.list).or_default().insert(item.code.clone(), at);
        }
        let mut names: HashMap<List, HashMap<String, usize>> = HashMap::new();
        for (at, item) in self.items.iter().enumerate() {
            let of_list = names.entry(item.list).or_default();
            for name in item.names().map(str::to_owned).chain([self.path(item.list, &item.code)]) {
                of_list.entry(name).or_insert(at);
            }
        }
        self.names = names;
    }
}

fn read(text: &str) -> Result<Vec<Item>, CatalogError> {
    Ok(toml::from_str::<Shelf>(text)?.items)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_shipped_list_is_read_and_leans_on_what_exists() {
        for text in SHIPPED {
            assert!(!read(text).unwrap().is_empty());
        }
        let catalog = Catalog::shipped();
        for item in catalog.items() {
            let parent = item.parent.as_deref();
            assert!(parent.is_none_or(|code| catalog.get(item.list, code).is_some()), "{}", item.code);
            let unit = item.extra.unit.as_str();
            assert!(unit.is_empty() || catalog.get(List::Unit, unit).is_some(), "{}", item.code);
            let place = item.extra.place.as_str();
            assert!(place.is_empty() || catalog.get(List::Place, place).is_some(), "{}", item.code);
            assert!(item.list != List::Phrase || !item.extra.text.is_empty(), "{}", item.code);
        }
    }

    #[test]
    fn there_are_89_towns_two_zones_and_eight_counters_with_the_petition_office() {
        let catalog = Catalog::shipped();
        assert_eq!(catalog.list(List::Place).filter(|item| item.code.len() == 9).count(), 89);
        assert_eq!(catalog.list(List::Place).count(), 89 + 6);
        assert_eq!(catalog.list(List::Office).count(), 9);
    }

    #[test]
    fn no_code_or_path_is_given_twice() {
        let mut seen = std::collections::HashSet::new();
        let all = SHIPPED.iter().flat_map(|text| read(text).unwrap());
        let catalog = Catalog::shipped();
        for item in all {
            assert!(seen.insert((item.list, item.code.clone())), "{}", item.code);
            let path = catalog.path(item.list, &item.code);
            assert_eq!(catalog.named(item.list, &path).unwrap().code, item.code, "{path}");
        }
    }

    #[test]
    fn every_path_of_the_provinces_sheet_is_known_and_has_a_unit_and_a_field() {
        let paths = [
            "民政/社会救助",
            "劳动和社会保障/退休政策及待遇",
            "城乡建设/城市建设和市政管理",
            "国土资源/土地征收/安置补偿",
            "城乡建设/住房保障与房地产",
            "环境保护",
            "城乡建设/城乡规划/违章建筑",
            "劳动和社会保障/工资福利/工资发放",
            "卫生计生/医患纠纷",
            "交通运输/客货运输",
        ];
        let catalog = Catalog::shipped();
        for path in paths {
            let item = catalog.named(List::Category, path).unwrap();
            assert_eq!(catalog.path(List::Category, &item.code), path);
            assert!(
                catalog.unit_of(&item.code).is_some() && catalog.field_of(&item.code).is_some(),
                "{path}"
            );
        }
    }

    #[test]
    fn a_category_suggests_its_unit_from_the_nearest_level() {
        let catalog = Catalog::shipped();
        let unit = |path: &str| catalog.unit_of(&catalog.named(List::Category, path).unwrap().code).unwrap();
        assert_eq!(unit("城乡建设/城乡规划/违章建筑").code, "ZGJ");
        assert_eq!(unit("城乡建设").code, "ZJJ");
        assert_eq!(unit("劳动和社会保障/医疗保险/医保报销").code, "YBJ");
    }

    #[test]
    fn a_new_entry_takes_the_place_of_the_old_and_one_switched_off_is_not_offered() {
        let mut catalog = Catalog::shipped();
        catalog.put(Item::new(List::Office, "F4", "自规分中心"));
        assert_eq!(catalog.list(List::Office).nth(3).unwrap().name, "自规分中心");
        assert!(catalog.named(List::Office, "第四分中心").is_none());
        catalog.put(Item { off: true, ..Item::new(List::Office, "F5", "第五分中心") });
        assert!(catalog.list(List::Office).all(|office| office.code != "F5"));
        assert_eq!(catalog.name(List::Office, "F5"), "第五分中心");
        catalog.put(Item::new(List::Clerk, "zhangsan", "张三"));
        assert_eq!(catalog.get(List::Clerk, "zhangsan").unwrap().order, 1);
    }

    #[test]
    fn a_ring_of_parents_ends() {
        let ring = |code: &str, parent: &str| Item {
            parent: Some(parent.into()),
            ..Item::new(List::Unit, code, code)
        };
        let catalog = Catalog::default().with([ring("a", "b"), ring("b", "a")]);
        assert!(catalog.path(List::Unit, "a").len() < 40);
    }

    #[test]
    fn an_entry_is_read_back_from_json() {
        for item in Catalog::shipped().items() {
            let json = serde_json::to_string(item).unwrap();
            assert_eq!(&serde_json::from_str::<Item>(&json).unwrap(), item);
        }
        let bare: Item = serde_json::from_str(r#"{"list":"leader","code":"L1","name":"某领导"}"#).unwrap();
        assert_eq!(bare, Item::new(List::Leader, "L1", "某领导"));
    }

    proptest! {
        #[test]
        fn nothing_typed_makes_it_fall(text in ".*") {
            let catalog = Catalog::shipped();
            let _ = (catalog.place_of(&text), catalog.named(List::Unit, &text));
        }
    }
}
