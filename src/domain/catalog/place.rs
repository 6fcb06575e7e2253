//! Which place an address names.
use super::{Catalog, Item, List};

impl Catalog {
    /// The smallest division that an address names; nothing for an address in another city.
    ///
    /// A town is looked for in the county that the address names, so that a like-named one elsewhere is not taken.
    pub fn place_of(&self, address: &str) -> Option<&Item> {
        let county = self.named_in(address, |item| item.parent.is_some() && self.has_below(item));
        let zone = self.named_in(address, |item| item.parent.is_some() && item.code.len() < 6);
        let wide = county.or(zone);
        let town = self.named_in(address, |item| {
            item.code.len() > 6 && wide.is_none_or(|(_, wide)| item.parent.as_ref() == Some(&wide.code))
        });
        let city = self.named_in(address, |item| item.parent.is_none());
        let (at, place) = town.or(wide).or(city)?;
        let before = wide.map_or(at, |(start, _)| start.min(at));
        (!self.is_elsewhere(address.get(..before)?)).then_some(place)
    }

    /// The longest name in the address among some places, with where it begins.
    fn named_in(&self, address: &str, wanted: impl Fn(&Item) -> bool) -> Option<(usize, &Item)> {
        let places = self.list(List::Place).filter(|item| wanted(item));
        let hits = places.filter_map(|item| {
            let longest = item.names().filter(|name| address.contains(name)).max_by_key(|name| name.len())?;
            Some((longest.len(), address.find(longest)?, item))
        });
        hits.max_by_key(|(length, at, _)| (*length, usize::MAX - at)).map(|(_, at, item)| (at, item))
    }

    fn has_below(&self, place: &Item) -> bool {
        self.list(List::Place).any(|item| item.parent.as_ref() == Some(&place.code))
    }

    /// Whether the text before a division names a city that is none of ours.
    fn is_elsewhere(&self, before: &str) -> bool {
        let Some(city) = before.rfind('市').and_then(|end| before.get(..end)) else { return false };
        !self
            .list(List::Place)
            .filter(|item| item.parent.is_none())
            .any(|item| item.name.strip_suffix('市').is_some_and(|name| city.ends_with(name)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_tells_its_place() {
        let catalog = Catalog::shipped();
        let pairs = [
            ("雁江区三贤祠街道金科小区2栋1单元", Some("三贤祠街道")),
            ("四川省资阳市乐至县童家镇青龙村3组", Some("童家镇")),
            ("乐至县中和场镇1组", Some("中和场镇")),
            ("石羊镇滨江路45号", Some("石羊镇")),
            ("高新区青龙村3组", Some("高新区")),
            ("资阳高新区", Some("高新区")),
            ("临空经", Some("临空经济区")),
            ("临空经济区金科小区2栋", Some("临空经济区")),
            ("雁江区某路1号", Some("雁江区")),
            ("安岳县中和镇", Some("安岳县")),
            ("资阳市某路1号", Some("资阳市")),
            ("成都市高新区天府大道1号", None),
            ("简阳市石桥街道", None),
            ("不详", None),
            ("", None),
        ];
        for (address, place) in pairs {
            assert_eq!(catalog.place_of(address).map(|item| item.name.as_str()), place, "{address}");
        }
    }
}
