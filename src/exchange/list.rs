//! The desk's own list: a row a petition, a column a field, for people and their spreadsheets.
use crate::domain::catalog::{Catalog, List};
use crate::domain::petition::{Petition, Petitioner};
use crate::lang::Lang;

/// The columns, in their order; each is named by the message `column-…`.
pub const COLUMNS: &[&str] = &[
    "no",
    "national",
    "office",
    "state",
    "received",
    "channel",
    "nature",
    "purpose",
    "petitioner",
    "identity",
    "phone",
    "address",
    "named",
    "came",
    "place",
    "category",
    "subject",
    "facts",
    "demand",
    "unit",
    "visits",
    "last-visit",
    "registrar",
    "follows",
    "marks",
];

/// The first row.
pub fn header(lang: &Lang) -> Vec<String> {
    COLUMNS.iter().map(|column| lang.say(&format!("column-{column}"))).collect()
}

/// A petition as a row.
pub fn line(petition: &Petition, catalog: &Catalog, lang: &Lang) -> Vec<String> {
    COLUMNS.iter().map(|column| cell(petition, catalog, lang, column)).collect()
}

fn cell(petition: &Petition, catalog: &Catalog, lang: &Lang, column: &str) -> String {
    let matter = &petition.matter;
    let all = |part: fn(&Petitioner) -> &str| joined(matter.petitioners.iter().map(part));
    match column {
        "no" => petition.no.to_string(),
        "national" => petition.national_no.clone().unwrap_or_default(),
        "office" => catalog.name(List::Office, petition.no.office()).to_owned(),
        "state" => lang.say(&petition.state.message()),
        "received" => petition.received.to_string(),
        "channel" => lang.say(&matter.channel.message()),
        "nature" => lang.say(&matter.nature.message()),
        "purpose" => lang.say(&matter.purpose.message()),
        "petitioner" => all(|petitioner| &petitioner.name),
        "identity" => all(|petitioner| &petitioner.identity),
        "phone" => all(|petitioner| &petitioner.phone),
        "address" => all(|petitioner| &petitioner.address),
        "named" => matter.counts.named.to_string(),
        "came" => matter.counts.came.to_string(),
        "place" => catalog.path(List::Place, &matter.place),
        "category" => catalog.path(List::Category, &matter.category),
        "subject" => matter.subject.clone(),
        "facts" => matter.facts.clone(),
        "demand" => matter.demand.clone(),
        "unit" => catalog.name(List::Unit, &matter.unit).to_owned(),
        "visits" => petition.visits.len().to_string(),
        "last-visit" => petition.visits.last().map_or_else(String::new, |visit| visit.on.to_string()),
        "registrar" => catalog.name(List::Clerk, &petition.registrar).to_owned(),
        "follows" => petition.follows.as_ref().map_or_else(String::new, ToString::to_string),
        "marks" => joined(matter.marks.iter().map(|mark| mark.text.as_str())),
        _ => String::new(),
    }
}

fn joined<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("、")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::petition::{Matter, No, State};
    use crate::lang::Locale;

    #[test]
    fn every_column_has_a_name_in_both_languages_and_says_something() {
        let petition = Petition {
            no: No("ZJ-2026-000001".into()),
            version: 1,
            state: State::Handling,
            received: "2026-03-05".parse().unwrap(),
            registered_at: 0,
            registrar: "w".into(),
            national_no: None,
            follows: None,
            visits: Vec::new(),
            steps: Vec::new(),
            recused: std::collections::BTreeSet::new(),
            told: false,
            matter: Matter {
                petitioners: ["张三", "李四"]
                    .map(|name| Petitioner { name: name.into(), ..Petitioner::default() })
                    .into(),
                place: "512021110".into(),
                ..Matter::default()
            },
        };
        for locale in [Locale::Zh, Locale::En] {
            let lang = Lang::new(locale);
            let row = line(&petition, &Catalog::shipped(), &lang);
            assert!(header(&lang).iter().chain(&row).all(|text| !text.contains('⟦')), "{row:?}");
            assert_eq!((row[2].as_str(), row[8].as_str()), ("住建分中心", "张三、李四"));
            assert_eq!(row[14], "资阳市/安岳县/石羊镇");
        }
    }
}
