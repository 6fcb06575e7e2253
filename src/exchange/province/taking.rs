//! What the cells of one row mean, field by field; what is not understood is kept as written and marked.
use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization;

use super::mapping::Field;
use super::name;
use super::row::Reader;
use super::words::{Words, vocabulary};
use crate::domain::catalog::{Item, List};
use crate::domain::deed::Registration;
use crate::domain::petition::{Channel, Counts, Mark, Matter, Nature, Petitioner, Purpose, State};
use crate::domain::{day, phone};
use crate::exchange::sheet::Row;

/// Characters of a subject made from the first words of the content.
const SUBJECT: usize = 40;

/// One row on its way, with what has to be checked.
pub(super) struct Taking<'a> {
    reader: &'a Reader<'a>,
    row: &'a Row,
    marks: Vec<Mark>,
}

impl<'a> Taking<'a> {
    pub(super) fn new(reader: &'a Reader<'a>, row: &'a Row) -> Self {
        Self { reader, row, marks: Vec::new() }
    }

    pub(super) fn registration(mut self, number: String) -> Registration {
        let state = self.state();
        let received = self.received();
        let office = self.listed(Field::Office, List::Office);
        let mut matter = self.matter();
        matter.marks = self.marks;
        Registration {
            received,
            office: (!office.is_empty()).then_some(office),
            state,
            national_no: Some(number),
            row: None,
            follows: None,
            note: self.reader.carried(self.row),
            matter,
        }
    }

    fn matter(&mut self) -> Matter {
        let purpose =
            self.term(Field::Purpose, &vocabulary().purpose, Purpose::parse).unwrap_or(Purpose::Other);
        let channel =
            self.term(Field::Channel, &vocabulary().channel, Channel::parse).unwrap_or(Channel::Visit);
        let facts = self.cell(Field::Content);
        let category = self.listed(Field::Category, List::Category);
        let (petitioners, anonymous) = self.petitioners();
        Matter {
            channel,
            nature: nature(purpose),
            purpose,
            anonymous,
            petitioners,
            place: self.place(),
            subject: self.subject(&facts, &category),
            category,
            counts: Counts { named: self.people(), ..Counts::default() },
            facts,
            ..Matter::default()
        }
    }

    fn cell(&self, field: Field) -> String {
        self.reader.cell(self.row, field)
    }

    fn mark(&mut self, field: Field, text: impl Into<String>) {
        self.marks.push(Mark { field: field.id().to_owned(), text: text.into() });
    }

    /// What the word in a column means; another word is kept as written.
    fn term<T>(&mut self, field: Field, words: &Words, parse: fn(&str) -> Option<T>) -> Option<T> {
        let text = self.cell(field);
        let term = words.meaning(&text).and_then(parse);
        if term.is_none() && !text.is_empty() {
            self.mark(field, text);
        }
        term
    }

    /// The code for the name in a column, empty when nobody knows it; an unknown name is kept as written.
    fn listed(&mut self, field: Field, list: List) -> String {
        let text = self.cell(field);
        let code = self.reader.catalog.named(list, &text).map(|item| item.code.clone());
        if code.is_none() && !text.is_empty() {
            self.mark(field, text);
        }
        code.unwrap_or_default()
    }

    /// The place of the matter; a sheet that leaves it open may tell it with the address.
    fn place(&mut self) -> String {
        if self.cell(Field::Place).is_empty() {
            let found = self.reader.catalog.place_of(&self.cell(Field::Address));
            return found.map(|item: &Item| item.code.clone()).unwrap_or_default();
        }
        self.listed(Field::Place, List::Place)
    }

    /// The day of the visit, or of its registration where the former cannot be read.
    fn received(&mut self) -> Option<NaiveDate> {
        let registered = self.date(Field::Registered);
        self.date(Field::Due);
        self.date(Field::Visited).or(registered)
    }

    fn date(&mut self, field: Field) -> Option<NaiveDate> {
        let text = self.cell(field);
        match day::read_cell(&text) {
            Ok(date) => Some(date),
            Err(day::Problem::Empty) => None,
            Err(_) => {
                self.mark(field, text);
                None
            }
        }
    }

    /// Where it stands: the status column, or closed where only the answer to 是否办结 says so.
    fn state(&mut self) -> Option<State> {
        let told = self.term(Field::Status, &vocabulary().status, State::parse);
        let closed = self.term(Field::Closed, &vocabulary().answer, |id| Some(id == "yes"));
        let told_closed =
            told.map(|state| matches!(state, State::Closed | State::Archived | State::Withdrawn));
        match (closed, told_closed) {
            (Some(true), None) => Some(State::Closed),
            // The two columns tell different stories: the status counts, and somebody should look.
            (Some(true), Some(false)) | (Some(false), Some(true)) => {
                let text = self.cell(Field::Closed);
                self.mark(Field::Closed, text);
                told
            }
            _ => told,
        }
    }

    fn petitioners(&mut self) -> (Vec<Petitioner>, bool) {
        let named = name::read(&self.cell(Field::Name));
        if let Some(text) = named.guessed {
            self.mark(Field::Name, text);
        }
        let written = self.cell(Field::Phone);
        let number = phone::fold(&written);
        if phone::kind(&written).is_err() {
            self.mark(Field::Phone, written);
        }
        let mut petitioners = named.petitioners;
        let anonymous = named.anonymous || petitioners.is_empty();
        if !named.anonymous && petitioners.is_empty() {
            self.mark(Field::Name, "");
        }
        if petitioners.is_empty() {
            petitioners.push(Petitioner::default());
        }
        if let Some(first) = petitioners.first_mut() {
            first.phone = number;
            first.address = self.cell(Field::Address);
        }
        (petitioners, anonymous)
    }

    fn people(&mut self) -> u32 {
        let text = self.cell(Field::People);
        let digits: String = text.nfkc().collect::<String>().trim_end_matches('人').trim().to_owned();
        let count = digits.parse().ok();
        if count.is_none() && !text.is_empty() {
            self.mark(Field::People, text);
        }
        count.unwrap_or(0)
    }

    /// The first words of the content, without the form of words before and after; else what it is about.
    fn subject(&self, facts: &str, category: &str) -> String {
        let first = facts.split(['，', '。', '；', '\n', ',', ';']).find(|part| !part.trim().is_empty());
        let first = first.unwrap_or_default().trim();
        let told = first
            .split_once("反映")
            .filter(|(who, _)| who.chars().count() <= 4)
            .map_or(first, |(_, what)| what);
        let told = told.strip_suffix("一事").unwrap_or(told).trim_start_matches(['：', ':']).trim();
        match (told, category) {
            ("", "") => self.cell(Field::Number),
            ("", category) => self.reader.catalog.name(List::Category, category).to_owned(),
            (told, _) => told.chars().take(SUBJECT).collect(),
        }
    }
}

const fn nature(purpose: Purpose) -> Nature {
    match purpose {
        Purpose::Accuse => Nature::Accusation,
        Purpose::Suggest => Nature::Suggestion,
        Purpose::Appeal | Purpose::Solve | Purpose::Consult | Purpose::Other => Nature::Request,
    }
}
