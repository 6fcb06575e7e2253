//! From the sheet of the intake form to what a petition says, and back.
use crate::{
    domain::{
        catalog::{Catalog, List},
        person::Person,
        petition::{
            Channel, Counts, Mark, Material, Matter, Nature, No, PartyKind, Petitioner, Purpose, Role,
        },
    },
    form::Sheet,
};

/// Columns of a subject made from what was said.
const SUBJECT: usize = 30;

/// The people on a sheet: their ids end with nothing, `.1`, `.2` …
pub fn people(sheet: &Sheet) -> usize {
    (1..1000).take_while(|n| PARTS.iter().any(|part| !sheet.lacks(&format!("{part}.{n}")))).count()
}

const PARTS: [&str; 4] = ["name", "identity", "phone", "person"];

/// The id of a field of the `n`th person.
pub fn of_person(field: &str, n: usize) -> String {
    if n == 0 { field.to_owned() } else { format!("{field}.{n}") }
}

/// What is known of somebody, under the ids of the `n`th person; only the first one has an address of their own.
pub fn known_of(person: &Person, n: usize) -> impl Iterator<Item = (String, &str)> {
    let known = [
        ("name", person.name.as_str()),
        ("identity", &person.identity),
        ("phone", &person.phone),
        ("address", &person.address),
    ];
    let known =
        known.into_iter().filter(move |(field, value)| !value.is_empty() && (n == 0 || *field != "address"));
    known.map(move |(field, value)| (of_person(field, n), value))
}

/// What the petition says. Look-ups that found nothing stay as written, marked to be checked.
pub fn read(sheet: &Sheet, catalog: &Catalog) -> Matter {
    let mut marks = Vec::new();
    let mut code = |field: &str, list: List| match sheet.get(field) {
        "" => String::new(),
        code if catalog.get(list, code).is_some() => code.to_owned(),
        text => {
            marks.push(Mark { field: field.to_owned(), text: text.to_owned() });
            String::new()
        }
    };
    let (place, category) = (code("place", List::Place), code("category", List::Category));
    let (unit, accused) = (code("unit", List::Unit), code("accused", List::Unit));
    let anonymous = sheet.get("party") == "anonymous";
    let petitioners = if anonymous { Vec::new() } else { petitioners(sheet) };
    Matter {
        channel: Channel::parse(sheet.get("channel")).unwrap_or(Channel::Visit),
        nature: Nature::parse(sheet.get("nature")).unwrap_or(Nature::Request),
        purpose: Purpose::parse(sheet.get("purpose")).unwrap_or(Purpose::Solve),
        anonymous,
        counts: counts(sheet, petitioners.len()),
        petitioners,
        place,
        category,
        subject: subject(sheet),
        facts: sheet.get("facts").to_owned(),
        demand: sheet.get("demand").to_owned(),
        unit,
        accused,
        interpreter: sheet.get("interpreter").to_owned(),
        materials: materials(sheet.get("materials")),
        marks,
    }
}

fn petitioners(sheet: &Sheet) -> Vec<Petitioner> {
    let kind = PartyKind::parse(sheet.get("party")).unwrap_or(PartyKind::Person);
    let representatives: usize = sheet.get("representatives").parse().unwrap_or(0);
    let agent = !sheet.lacks("represented");
    let mut all: Vec<Petitioner> = (0..=people(sheet))
        .map(|n| {
            let get = |field: &str| sheet.get(&of_person(field, n)).to_owned();
            let person = get("person");
            Petitioner {
                person: (!person.is_empty()).then_some(No(person)),
                role: match n {
                    0 if agent => Role::Agent,
                    n if n < representatives => Role::Representative,
                    _ => Role::Petitioner,
                },
                kind,
                name: get("name"),
                identity: get("identity"),
                phone: get("phone"),
                address: get("address"),
            }
        })
        .filter(|petitioner| !petitioner.name.is_empty())
        .collect();
    if agent {
        let name = sheet.get("represented").to_owned();
        all.push(Petitioner { role: Role::Represented, name, ..Petitioner::default() });
    }
    all
}

fn counts(sheet: &Sheet, people: usize) -> Counts {
    let stated = |id: &str| sheet.get(id).parse().unwrap_or(0);
    Counts {
        came: stated("came"),
        named: stated("named"),
        affected: stated("affected"),
        representatives: stated("representatives"),
    }
    .or_people(people)
}

/// The subject, or the beginning of what is asked or told.
fn subject(sheet: &Sheet) -> String {
    let said = ["subject", "demand", "facts"].into_iter().map(|id| sheet.get(id));
    let first = said.into_iter().find(|text| !text.trim().is_empty()).unwrap_or_default();
    if !sheet.lacks("subject") {
        return first.to_owned();
    }
    let sentence = first.split(['。', '；', ';', '\n']).next().unwrap_or_default();
    sentence.chars().take(SUBJECT).collect()
}

/// A line a material: its name, then pages, then 原件 or 复印件, then 退 when it was given back.
fn materials(text: &str) -> Vec<Material> {
    text.lines().filter(|line| !line.trim().is_empty()).map(material).collect()
}

fn material(line: &str) -> Material {
    let mut found = Material { original: true, ..Material::default() };
    let mut name = Vec::new();
    for word in line.split_whitespace() {
        match (word.trim_end_matches('页').parse::<u32>(), word) {
            (Ok(pages), _) => found.pages = pages,
            (_, "原件") => found.original = true,
            (_, "复印件") => found.original = false,
            (_, "退") => found.returned = true,
            (_, word) => name.push(word),
        }
    }
    found.name = name.join(" ");
    found
}

fn material_line(material: &Material) -> String {
    let kind = if material.original { "原件" } else { "复印件" };
    let returned = if material.returned { " 退" } else { "" };
    format!("{} {}页 {kind}{returned}", material.name, material.pages)
}

/// The sheet that says what a petition says.
pub fn write(matter: &Matter) -> Sheet {
    let mut sheet = Sheet::default();
    let (represented, named): (Vec<_>, Vec<_>) =
        matter.petitioners.iter().partition(|petitioner| petitioner.role == Role::Represented);
    for (n, petitioner) in named.iter().enumerate() {
        sheet.set(&of_person("person", n), petitioner.person.as_ref().map_or("", No::as_str));
        sheet.set(&of_person("name", n), petitioner.name.clone());
        sheet.set(&of_person("identity", n), petitioner.identity.clone());
        sheet.set(&of_person("phone", n), petitioner.phone.clone());
        sheet.set(&of_person("address", n), petitioner.address.clone());
    }
    let party = match named.first() {
        _ if matter.anonymous => "anonymous",
        Some(first) => first.kind.id(),
        None => "person",
    };
    let lines: Vec<String> = matter.materials.iter().map(material_line).collect();
    let represented = represented.first().map_or("", |petitioner| petitioner.name.as_str());
    let more = !(represented.is_empty() && matter.interpreter.is_empty() && lines.is_empty());
    for (id, value) in [
        ("party", party),
        ("place", &matter.place),
        ("nature", matter.nature.id()),
        ("category", &matter.category),
        ("subject", &matter.subject),
        ("facts", &matter.facts),
        ("demand", &matter.demand),
        ("unit", &matter.unit),
        ("accused", &matter.accused),
        ("channel", matter.channel.id()),
        ("purpose", matter.purpose.id()),
        ("more", if more { "yes" } else { "no" }),
        ("represented", represented),
        ("interpreter", &matter.interpreter),
        ("materials", &lines.join("\n")),
    ] {
        sheet.set(id, value);
    }
    for mark in &matter.marks {
        if sheet.lacks(&mark.field) {
            sheet.set(&mark.field, mark.text.clone());
        }
    }
    let counts = &matter.counts;
    for (id, count) in [
        ("came", counts.came),
        ("named", counts.named),
        ("affected", counts.affected),
        ("representatives", counts.representatives),
    ] {
        sheet.set(id, if count == 0 { String::new() } else { count.to_string() });
    }
    sheet
}

/// An empty sheet with its defaults, which Enter takes.
pub fn empty() -> Sheet {
    Sheet::default()
        .with("party", "person")
        .with("nature", Nature::Request.id())
        .with("channel", Channel::Visit.id())
        .with("purpose", Purpose::Solve.id())
        .with("more", "no")
        .with("new", "yes")
}
