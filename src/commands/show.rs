//! `show`: everything about one petition.
use super::{
    out::{Failure, Out},
    setup::{Setup, lists},
};
use crate::{
    domain::{
        calendar,
        catalog::{Catalog, List},
        journal::Entry,
        mask,
        petition::{No, Petitioner},
    },
    lang::Lang,
    run::serve::now,
    store::{PetitionAsk, PetitionPage, Reply, Request, StoreError},
};
use serde_json::{Value, json};

pub(super) fn show(setup: &Setup, lang: &Lang, out: &mut Out, no: &str) -> Result<(), Failure> {
    let (mut store, me) = setup.open_existing()?;
    let lists = lists(&mut store, &me)?;
    let number = No(crate::text::clean::fold(no).to_uppercase());
    let page = match store.answer(&me, now(), Request::Petition(PetitionAsk::Page(number.clone()))) {
        Err(StoreError::NotFound(_)) => {
            let ask = PetitionAsk::National(no.to_owned());
            let Reply::Number(Some(found)) = store.answer(&me, now(), Request::Petition(ask))? else {
                return Err(StoreError::NotFound(no.to_owned()).into());
            };
            store.answer(&me, now(), Request::Petition(PetitionAsk::Page(found)))?
        }
        page => page?,
    };
    let Reply::Petition(page) = page else { return Ok(()) };
    out.say(&object(&page, &lists.catalog), &text(&page, &lists.catalog, lang))
}

/// A petition in JSON, as `show` and `export` write it.
pub(super) fn object(page: &PetitionPage, catalog: &Catalog) -> Value {
    let (petition, matter) = (&page.petition, &page.petition.matter);
    json!({
        "no": petition.no,
        "state": petition.state,
        "office": petition.no.office(),
        "version": petition.version,
        "received": petition.received,
        "registrar": petition.registrar,
        "national_no": petition.national_no,
        "petitioners": matter.petitioners,
        "anonymous": matter.anonymous,
        "channel": matter.channel,
        "nature": matter.nature,
        "purpose": matter.purpose,
        "subject": matter.subject,
        "facts": matter.facts,
        "demand": matter.demand,
        "category": matter.category,
        "category_name": catalog.path(List::Category, &matter.category),
        "place": matter.place,
        "place_name": catalog.path(List::Place, &matter.place),
        "unit": matter.unit,
        "unit_name": catalog.name(List::Unit, &matter.unit),
        "counts": matter.counts,
        "interpreter": matter.interpreter,
        "materials": matter.materials,
        "marks": matter.marks,
        "visits": petition.visits,
        "due": Value::Null,
        "journal": page.entries.iter().map(entry).collect::<Vec<_>>(),
        "follows": petition.follows,
        "links": page.linked.iter().map(|brief| &brief.no).collect::<Vec<_>>(),
        "others": page.others.iter().map(|brief| &brief.no).collect::<Vec<_>>(),
        "cases": page.cases.iter().map(|(no, _)| no).collect::<Vec<_>>(),
    })
}

fn entry(entry: &Entry) -> Value {
    json!({"office": entry.office, "seq": entry.seq, "at": entry.at, "who": entry.who, "act": entry.act})
}

fn text(page: &PetitionPage, catalog: &Catalog, lang: &Lang) -> String {
    let (petition, matter) = (&page.petition, &page.petition.matter);
    let mut lines = vec![
        format!("{} {}", petition.no, matter.subject),
        format!("{} {}", lang.say(&petition.state.message()), petition.received),
    ];
    lines.extend(matter.petitioners.iter().map(petitioner));
    for (label, value) in [
        ("place", catalog.path(List::Place, &matter.place)),
        ("category", catalog.path(List::Category, &matter.category)),
        ("facts", matter.facts.clone()),
        ("demand", matter.demand.clone()),
        ("unit", catalog.name(List::Unit, &matter.unit).to_owned()),
    ] {
        lines.push(format!("{}: {value}", lang.say(&format!("intake-{label}"))));
    }
    for entry in &page.entries {
        let words = lang.say(&format!("act-{}", entry.act.kind()));
        lines.push(format!("{} {} {words}", calendar::beijing_moment(entry.at), entry.who));
    }
    lines.join("\n")
}

/// Numbers and phones are masked for whoever may look over a shoulder; programs ask with `--json`.
fn petitioner(one: &Petitioner) -> String {
    format!(
        "{} {} {} {}",
        one.name,
        mask::identity(&one.identity),
        mask::phone(&one.phone),
        mask::address(&one.address)
    )
}
