//! The registration receipt 登记回执: what was received, when, where it goes, whom to ask.
use crate::{
    domain::{
        catalog::{Catalog, List},
        journal::Act,
    },
    lang::Lang,
    store::PetitionPage,
};

/// Whether this paper has been printed for the petition before.
pub fn printed_before(page: &PetitionPage) -> bool {
    page.entries.iter().any(|entry| matches!(&entry.act, Act::Printed { notice, .. } if notice == "receipt"))
}

/// The receipt as plain text, in the language of the desk. About a sealed accusation it says the minimum and
/// never what it is about. It goes into a petitioner's hand, so it carries no phone and no identity number.
pub fn receipt(page: &PetitionPage, catalog: &Catalog, lang: &Lang) -> String {
    let (petition, matter) = (&page.petition, &page.petition.matter);
    let office = catalog.name(List::Office, petition.no.office()).to_owned();
    let mut lines = vec![lang.fill("receipt-title", &[("office", office.clone().into())]), String::new()];
    if printed_before(page) {
        lines.push(lang.say("receipt-again"));
    }
    let last = petition.visits.last().map_or(petition.received, |visit| visit.on);
    lines.push(lang.fill("receipt-no", &[("no", petition.no.0.clone().into())]));
    if !matter.anonymous {
        let name = matter.first_name().to_owned();
        let count = matter.petitioners.len();
        lines.push(lang.fill("receipt-name", &[("name", name.into()), ("count", count.into())]));
    }
    lines.push(lang.fill("receipt-on", &[("day", last.to_string().into())]));
    if !matter.sealed() {
        lines.push(lang.fill("receipt-subject", &[("subject", matter.subject.clone().into())]));
        lines.push(lang.fill("receipt-demand", &[("demand", matter.demand.clone().into())]));
        if !matter.unit.is_empty() {
            let unit = catalog.name(List::Unit, &matter.unit).to_owned();
            lines.push(lang.fill("receipt-unit", &[("unit", unit.into())]));
        }
    }
    for material in matter.materials.iter().filter(|_| !matter.sealed()) {
        let text = format!("{} {}", material.name, material.pages);
        lines.push(lang.fill("receipt-material", &[("material", text.into())]));
    }
    lines.push(lang.fill("receipt-ask", &[("office", office.into()), ("no", petition.no.0.clone().into())]));
    lines.push(String::new());
    lines.push(lang.say("receipt-sign"));
    lines.join("\n") + "\n"
}
