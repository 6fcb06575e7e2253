//! `show`: everything about one petition.
use super::{
    out::{Failure, Out, tell},
    setup::{Setup, lists},
};
use crate::{
    domain::{
        agenda,
        audit::{self, Trace},
        catalog::{Catalog, List},
        journal::{Entry, standing},
        mask,
        petition::{No, Petitioner},
        rights::Actor,
    },
    flow::Teller,
    lang::Lang,
    run::serve::now,
    store::{Brief, Lists, PetitionAsk, PetitionPage, Reply, Request, Store, StoreError},
};
use serde_json::{Value, json};

pub(super) fn show(setup: &Setup, lang: &Lang, out: &mut Out, no: &str) -> Result<(), Failure> {
    let (mut store, me) = setup.open_existing()?;
    let lists = lists(&mut store, &me)?;
    let page = page(&mut store, &me, no)?;
    let look = (audit::subject(page.petition.no.as_str()), Trace::Looked);
    noted(&mut store, &me, vec![look], lang);
    out.say(&object(&page, &lists), &text(&page, &lists.catalog, lang))
}

/// Writes down what was looked at or for. Where it cannot be written, whoever reads is told, and the reader goes on:
/// a full disk must not keep a counter from knowing who stands there.
pub(super) fn noted(store: &mut Store, me: &Actor, traces: Vec<(String, Trace)>, lang: &Lang) {
    if let Err(error) = store.trace(me, now(), traces) {
        let (id, what) = error.message();
        tell(&format!("{} {}", lang.say("error-not-noted"), lang.fill(id, &[("what", what.into())])));
    }
}

/// Everything about the petition with this number, the national one or our own.
pub(super) fn page(store: &mut Store, me: &Actor, no: &str) -> Result<Box<PetitionPage>, Failure> {
    let number = No(crate::text::clean::fold(no).to_uppercase());
    let page = match store.answer(me, now(), Request::Petition(PetitionAsk::Page(number.clone()))) {
        Err(StoreError::NotFound(_)) => {
            let ask = PetitionAsk::National(no.to_owned());
            let Reply::Number(Some(found)) = store.answer(me, now(), Request::Petition(ask))? else {
                return Err(StoreError::NotFound(no.to_owned()).into());
            };
            store.answer(me, now(), Request::Petition(PetitionAsk::Page(found)))?
        }
        page => page?,
    };
    match page {
        Reply::Petition(page) => Ok(page),
        _ => Err(StoreError::NotFound(no.to_owned()).into()),
    }
}

/// A petition in JSON, as `show` and `export` write it.
pub(super) fn object(page: &PetitionPage, lists: &Lists) -> Value {
    let (petition, matter, catalog) = (&page.petition, &page.petition.matter, &lists.catalog);
    let clocks = lists.limits.clocks(petition, now().today);
    let pressing = agenda::pressing(&clocks);
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
        "due": pressing.as_ref().map(|clock| clock.last_day()),
        "due_clock": pressing.as_ref().map(|clock| clock.id.clone()),
        "chain": page.chain,
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
    let office = catalog.name(List::Office, petition.no.office());
    let mut lines = vec![
        format!("{} {}", petition.no, matter.subject),
        format!("{} {} {office}", lang.say(&petition.state.message()), petition.received),
    ];
    if matter.anonymous {
        lines.push(lang.say("anonymous"));
    }
    lines.extend(matter.petitioners.iter().map(petitioner));
    let kinds = [matter.channel.message(), matter.nature.message(), matter.purpose.message()];
    for (label, value) in [
        ("nature", kinds.map(|id| lang.say(&id)).join(" / ")),
        ("place", catalog.path(List::Place, &matter.place)),
        ("category", catalog.path(List::Category, &matter.category)),
        ("facts", matter.facts.clone()),
        ("demand", matter.demand.clone()),
        ("unit", catalog.name(List::Unit, &matter.unit).to_owned()),
    ] {
        lines.push(format!("{}: {value}", lang.say(&format!("intake-{label}"))));
    }
    lines.extend(page.cases.iter().map(|(no, title)| format!("{}: {no} {title}", lang.say("petition-case"))));
    for (head, briefs) in [("petition-linked", &page.linked), ("petition-others", &page.others)] {
        let other = |brief: &Brief| {
            let state = lang.say(&brief.state.message());
            format!("{}: {} {} {state} {}", lang.say(head), brief.no, brief.received, brief.subject)
        };
        lines.extend(briefs.iter().map(other));
    }
    let (teller, standing) = (Teller::new(lang, catalog), standing(&page.entries).collect::<Vec<_>>());
    lines.extend(page.entries.iter().map(|entry| teller.entry(entry, standing.contains(&entry))));
    lines.join("\n")
}

/// Numbers and phones are masked for whoever may look over a shoulder; programs ask with `--json`.
fn petitioner(one: &Petitioner) -> String {
    mask::person(&one.name, [&one.identity, &one.phone, &one.address])
}
