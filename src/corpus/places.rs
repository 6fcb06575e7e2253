//! The places of the town: real divisions, made-up villages and estates.
use super::dice::Dice;
use crate::domain::catalog::{Catalog, List};

/// A town or street office.
#[derive(Clone, Debug)]
pub struct Place {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The code of its county.
    pub county: String,
    /// The name of its county.
    pub county_name: String,
}

const VILLAGES: &[&str] =
    &["青龙村", "白云村", "双桥村", "石板村", "红旗村", "团结村", "新民村", "响水村", "柏树村", "大河村"];
const ESTATES: &[&str] = &[
    "锦江花园",
    "阳光雅居",
    "金科小区",
    "滨江国际",
    "翡翠城",
    "和谐家园",
    "东城一号",
    "书香名邸",
    "凤岭新居",
    "书台苑",
];
const ROADS: &[&str] = &["滨江路", "建设路", "人民路", "和平街", "学苑路", "车城大道", "外环路", "凤岭路"];

/// All towns and street offices of the shipped list.
pub fn places(catalog: &Catalog) -> Vec<Place> {
    let towns = catalog.list(List::Place).filter(|item| item.code.len() == 9);
    let place = |item: &crate::domain::catalog::Item| {
        let county = catalog.get(List::Place, item.parent.as_deref()?)?;
        Some(Place {
            code: item.code.clone(),
            name: item.name.clone(),
            county: county.code.clone(),
            county_name: county.name.clone(),
        })
    };
    towns.filter_map(place).collect()
}

impl Place {
    /// A made-up address there.
    pub fn address(&self, dice: &mut Dice) -> String {
        let Self { name, county_name, .. } = self;
        if name.ends_with("街道") || dice.in_thousand(300) {
            let (estate, building) = (dice.one(ESTATES, "书台苑"), dice.between(1, 28));
            format!(
                "{county_name}{name}{estate}{building}栋{}单元{}号",
                dice.between(1, 4),
                dice.between(101, 1802)
            )
        } else {
            format!("{county_name}{name}{}{}组", dice.one(VILLAGES, "青龙村"), dice.between(1, 9))
        }
    }

    /// A made-up village.
    pub fn village(dice: &mut Dice) -> &'static str {
        dice.one(VILLAGES, "青龙村")
    }

    /// A made-up estate.
    pub fn estate(dice: &mut Dice) -> &'static str {
        dice.one(ESTATES, "书台苑")
    }

    /// A road.
    pub fn road(dice: &mut Dice) -> &'static str {
        dice.one(ROADS, "滨江路")
    }
}
