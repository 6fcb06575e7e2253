//! From a petition back to a row of the province's sheet.
use super::mapping::Field;
use super::row::carried_in;
use super::words::vocabulary;
use crate::domain::calendar::beijing;
use crate::domain::catalog::{Catalog, List};
use crate::domain::petition::{Petition, Petitioner, State};
use chrono::NaiveDate;

/// The first row of the sheet.
pub fn header() -> Vec<String> {
    Field::ALL.iter().map(|field| field.column_name().to_owned()).collect()
}

/// A petition as a row of the sheet, with the legal day of the limit that is owed. What could not be read when it came
/// in goes out as it was written.
pub fn line(petition: &Petition, catalog: &Catalog, due: Option<NaiveDate>) -> Vec<String> {
    Field::ALL.iter().map(|field| cell(petition, catalog, due, *field)).collect()
}

fn cell(petition: &Petition, catalog: &Catalog, due: Option<NaiveDate>, field: Field) -> String {
    let marked = petition.matter.marks.iter().find(|mark| mark.field == field.id());
    if let Some(mark) = marked {
        return mark.text.clone();
    }
    let note = petition.visits.first().map_or("", |visit| visit.note.as_str());
    carried_in(note, field).map_or_else(|| told(petition, catalog, due, field), str::to_owned)
}

fn told(petition: &Petition, catalog: &Catalog, due: Option<NaiveDate>, field: Field) -> String {
    let matter = &petition.matter;
    let words = vocabulary();
    let first = |part: fn(&Petitioner) -> &str| matter.petitioners.first().map_or("", part).to_owned();
    match field {
        Field::Number => petition.national_no.clone().unwrap_or_default(),
        Field::Name => names(petition),
        Field::People => count(matter.counts.named),
        Field::Address => first(|petitioner| &petitioner.address),
        Field::Phone => first(|petitioner| &petitioner.phone),
        Field::Place => catalog.name(List::Place, &matter.place).to_owned(),
        Field::Purpose => words.purpose.word(matter.purpose.id()).to_owned(),
        Field::Category => catalog.path(List::Category, &matter.category),
        Field::Visited => petition.received.to_string(),
        Field::Registered => beijing(petition.registered_at).to_string(),
        Field::Due => due.map_or(String::new(), |day| day.to_string()),
        Field::Channel => words.channel.word(matter.channel.id()).to_owned(),
        Field::Content => matter.facts.clone(),
        Field::Closed => answer(matches!(petition.state, State::Closed | State::Archived)),
        Field::First => answer(petition.follows.is_none()),
        Field::Group => answer(matter.counts.came >= GROUP),
        Field::Status => words.status.word(petition.state.id()).to_owned(),
        Field::Office => catalog.name(List::Office, petition.no.office()).to_owned(),
        Field::Clerk => catalog.name(List::Clerk, &petition.registrar).to_owned(),
    }
}

/// The sheet's own measure of a group visit.
const GROUP: u32 = 5;

fn names(petition: &Petition) -> String {
    let names = petition.matter.petitioners.iter().map(|petitioner| petitioner.name.as_str());
    names.collect::<Vec<_>>().join("、")
}

fn count(people: u32) -> String {
    if people == 0 { String::new() } else { people.to_string() }
}

fn answer(yes: bool) -> String {
    vocabulary().answer.word(if yes { "yes" } else { "no" }).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::deed::Registration;
    use crate::domain::petition::{No, Visit};
    use crate::domain::{day, phone};
    use crate::exchange::province::{Mapping, Outcome, Reader};
    use crate::exchange::sheet;
    use crate::text::clean;

    fn petition(registration: Registration) -> Petition {
        let received = registration.received.unwrap();
        let office = registration.office.unwrap();
        Petition {
            no: No(format!("{office}-2026-000001")),
            version: 1,
            state: registration.state.unwrap(),
            received,
            registered_at: 0,
            registrar: "x".into(),
            national_no: registration.national_no,
            follows: None,
            visits: vec![Visit {
                on: received,
                channel: registration.matter.channel,
                came: 0,
                note: registration.note,
            }],
            steps: Vec::new(),
            recused: std::collections::BTreeSet::new(),
            told: false,
            matter: registration.matter,
        }
    }

    /// What may differ between a cell and the same cell after a journey through the desk.
    fn plain(field: Field, cell: &str) -> String {
        match field {
            Field::Visited => day::read_cell(cell).map_or(cell.to_owned(), |date| date.to_string()),
            Field::Phone => phone::fold(cell),
            Field::Status if cell == "超期未作出处理意见" => "办理中".into(),
            Field::Place if cell == "临空经" => "临空经济区".into(),
            _ => clean::page(cell).trim().to_owned(),
        }
    }

    #[test]
    fn the_sample_sheet_goes_out_as_it_came_in() {
        let table = sheet::read(include_bytes!("../../../tests/fixtures/province_sheet.csv")).unwrap();
        assert_eq!(header(), table.header);
        let mapping = Mapping::guess(&table.header);
        let catalog = Catalog::shipped();
        let reader = Reader::new(&catalog, &mapping, &table);
        for row in &table.rows {
            let Outcome::Row(read) = reader.read(row) else { continue };
            let back = line(&petition(read.registration), &catalog, None);
            for (at, field) in Field::ALL.iter().enumerate() {
                assert_eq!(back[at], plain(*field, row.cell(at)), "{field:?} of row {}", row.line);
            }
        }
    }
}
