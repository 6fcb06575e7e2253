//! A line that an identity-card reader types: name, sex, nation, birth, address, number, in an order and with
//! a separator that the office sets.
use crate::domain::identity::Identity;

/// What a card says that registration needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// Name.
    pub name: String,
    /// Identity number.
    pub identity: String,
    /// Address.
    pub address: String,
}

/// Reads a line; `None` when it is not one of a card. Of what `order` names, `name`, `identity` and `address` are
/// taken, the rest is passed over. A line counts as a card's only if a part of it is a checked identity number,
/// so that no name is ever taken for one.
pub fn read(line: &str, separator: &str, order: &str) -> Option<Card> {
    let parts: Vec<&str> = line.trim().split(separator).map(str::trim).collect();
    let at = |field: &str| {
        let index = order.split(',').position(|name| name.trim() == field)?;
        parts.get(index).map(|part| (*part).to_owned())
    };
    let identity = Identity::read(&at("identity")?).ok()?;
    let name = at("name").filter(|name| !name.is_empty())?;
    Some(Card { name, identity: identity.as_str().to_owned(), address: at("address").unwrap_or_default() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::setting::setting;

    fn usual(line: &str) -> Option<Card> {
        let default = |key: &str| setting(key).unwrap().default;
        read(line, default("card-separator"), default("card-order"))
    }

    #[test]
    fn a_card_gives_name_number_and_address() {
        let line = "张伟|男|汉|19000101|四川省资阳市雁江区莲花街道1号|512002190001010011";
        let card = usual(line).unwrap();
        assert_eq!(card.name, "张伟");
        assert_eq!(card.identity, "512002190001010011");
        assert_eq!(card.address, "四川省资阳市雁江区莲花街道1号");
    }

    #[test]
    fn an_office_may_have_another_order_and_separator() {
        let card = read("512002190001010011#张伟", "#", "identity,name").unwrap();
        assert_eq!((card.name.as_str(), card.address.as_str()), ("张伟", ""));
    }

    #[test]
    fn a_name_is_no_card() {
        assert_eq!(usual("张伟"), None);
        assert_eq!(usual("张|伟|||莲花街道|512002190001010012"), None);
    }
}
