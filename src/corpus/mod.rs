//! A made-up town: as many registrations as wanted, the same ones for the same seed. For the demo and the bench.
mod dice;
mod house;
mod lives;
mod people;
mod places;
mod rows;
mod stories;

pub use house::{CLERK, Step, guest, house};

use crate::domain::{
    catalog::Catalog,
    deed::Registration,
    journal::Act,
    petition::{Channel, Counts, Matter, Nature, Petitioner, Purpose, Role, State},
};
use chrono::{Days, NaiveDate};
pub use dice::Dice;
use people::People;
use places::{Place, places};
use stories::{ACCUSATIONS, REQUESTS, SUGGESTIONS, Story};

/// The days over which the registrations are spread.
const SPAN: u64 = 3 * 365;

/// One registration of the town, in the order of their receipt.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrival {
    /// What the counter takes in.
    pub registration: Registration,
    /// The number (from 0) of the arrival whose matter it repeats.
    pub repeats: Option<usize>,
    /// What has happened to it since, and when.
    pub since: Vec<(NaiveDate, Act)>,
}

/// The town: an endless row of arrivals would be one; this one ends after `count`.
pub struct Town {
    seed: u64,
    today: NaiveDate,
    count: usize,
    next: usize,
    catalog: Catalog,
    places: Vec<Place>,
    people: People,
    /// For every person seen, their last arrival.
    last: Vec<usize>,
}

/// Who comes, and the matter they brought before, if it is that again.
struct Comer {
    person: usize,
    repeats: Option<usize>,
}

impl Town {
    /// The town of this seed, which has received `count` petitions by `today`.
    pub fn new(seed: u64, today: NaiveDate, count: usize) -> Self {
        let catalog = Catalog::shipped();
        let places = places(&catalog);
        Self { seed, today, count, next: 0, catalog, places, people: People::new(seed), last: Vec::new() }
    }

    fn received(&self, number: usize) -> NaiveDate {
        let left = (self.count - 1 - number) as u64;
        let days = left * SPAN / self.count.max(1) as u64;
        self.today.checked_sub_days(Days::new(days)).unwrap_or(self.today)
    }

    /// One in five has been here before, and half of those about the same matter.
    fn comer(&mut self, dice: &mut Dice) -> Comer {
        if !self.last.is_empty() && dice.in_thousand(200) {
            let person = dice.below(self.last.len());
            let before = std::mem::replace(&mut self.last[person], self.next);
            return Comer { person, repeats: dice.in_thousand(500).then_some(before) };
        }
        self.last.push(self.next);
        Comer { person: self.last.len() - 1, repeats: None }
    }

    fn arrival(&mut self, number: usize) -> Option<Arrival> {
        let mut dice = Dice::new(self.seed, number as u64 * 2);
        let comer = self.comer(&mut dice);
        // A person's place is theirs; a person's first story too, so that a repeat tells the same one.
        let mut own = Dice::new(self.seed.rotate_left(17), comer.person as u64);
        let place = self.places.get(own.below(self.places.len()))?.clone();
        let story_dice = if comer.repeats.is_some() { &mut own } else { &mut dice };
        let (nature, story) = story(story_dice)?;
        let received = self.received(number);
        let matter = self.matter(&mut dice, &comer, &place, nature, story, received);
        let age = (self.today - received).num_days();
        let told = age <= lives::TOLD;
        let since = if told { lives::life(&mut dice, &matter, received, self.today) } else { Vec::new() };
        let registration = Registration {
            received: Some(received),
            office: Some(office(story).to_owned()),
            state: (!told).then(|| state(&mut dice, nature)),
            matter,
            ..Registration::default()
        };
        Some(Arrival { registration, repeats: comer.repeats, since })
    }

    fn matter(
        &self,
        dice: &mut Dice,
        comer: &Comer,
        place: &Place,
        nature: Nature,
        story: &Story,
        received: NaiveDate,
    ) -> Matter {
        let anonymous = dice.in_thousand(if nature == Nature::Accusation { 200 } else { 5 });
        let first = self.people.petitioner(comer.person, place);
        let petitioners = if anonymous { Vec::new() } else { self.with_others(dice, first, place) };
        let came = if dice.in_thousand(60) { dice.between(5, 60) } else { dice.between(1, 3) };
        let mut filled = |texts: &[&'static str]| fill(dice.one(texts, ""), dice, place, received);
        let (subject, begins, demand) = (filled(story.subjects), filled(story.begins), filled(story.demands));
        let goes_on: String = (0..2).map(|_| filled(story.goes_on)).collect();
        let unit = self.catalog.unit_of(story.category).map_or("XFJ", |unit| unit.code.as_str());
        Matter {
            channel: channel(dice),
            nature,
            purpose: purpose(nature),
            anonymous,
            petitioners,
            place: place.code.clone(),
            category: story.category.to_owned(),
            counts: Counts {
                named: came,
                came,
                affected: came * 2,
                representatives: if came >= 5 { 3 } else { 0 },
            },
            subject,
            facts: begins + &goes_on,
            demand,
            unit: unit.to_owned(),
            accused: if nature == Nature::Accusation { "SJJ".to_owned() } else { String::new() },
            ..Matter::default()
        }
    }

    /// Some come for somebody else, some with a second one.
    fn with_others(&self, dice: &mut Dice, first: Petitioner, place: &Place) -> Vec<Petitioner> {
        let mut other = || self.people.petitioner(dice.below(self.last.len()), place);
        let second = other();
        match dice.below(100) {
            0..3 => vec![
                Petitioner { role: Role::Agent, ..first },
                Petitioner { role: Role::Represented, ..second },
            ],
            3..8 => vec![first, Petitioner { role: Role::Representative, ..second }],
            _ => vec![first],
        }
    }
}

impl Iterator for Town {
    type Item = Arrival;

    fn next(&mut self) -> Option<Arrival> {
        if self.next >= self.count {
            return None;
        }
        let arrival = self.arrival(self.next);
        self.next += 1;
        arrival
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.count - self.next;
        (left, Some(left))
    }
}

fn story(dice: &mut Dice) -> Option<(Nature, &'static Story)> {
    let (nature, stories) = match dice.below(100) {
        0..3 => (Nature::Suggestion, SUGGESTIONS),
        3..6 => (Nature::Accusation, ACCUSATIONS),
        _ => (Nature::Request, REQUESTS),
    };
    Some((nature, stories.get(dice.below(stories.len()))?))
}

fn office(story: &Story) -> &'static str {
    match story.category {
        "010203" | "010301" | "010205" => "CG",
        code if code.starts_with("02") => "RS",
        code if code.starts_with("01") || code.starts_with("03") => "ZJ",
        _ => "XF",
    }
}

fn channel(dice: &mut Dice) -> Channel {
    match dice.below(100) {
        0..62 => Channel::Visit,
        62..74 => Channel::Online,
        74..84 => Channel::Phone,
        84..91 => Channel::Letter,
        91..95 => Channel::Qr,
        95..98 => Channel::Market,
        _ => Channel::Above,
    }
}

const fn purpose(nature: Nature) -> Purpose {
    match nature {
        Nature::Request => Purpose::Solve,
        Nature::Suggestion => Purpose::Suggest,
        Nature::Accusation => Purpose::Accuse,
    }
}

/// Where an older one had come to.
fn state(dice: &mut Dice, nature: Nature) -> State {
    let old = [State::Closed, State::Closed, State::Archived, State::Archived, State::Served, State::Closed];
    let of: &[State] = if nature == Nature::Accusation { &[State::Discipline] } else { &old };
    of.get(dice.below(of.len())).copied().unwrap_or(State::Closed)
}

fn fill(text: &str, dice: &mut Dice, place: &Place, received: NaiveDate) -> String {
    use chrono::Datelike;
    let mut filled = String::with_capacity(text.len() * 2);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (slot, after) = after.split_once('}').unwrap_or((after, ""));
        filled.push_str(before);
        match slot {
            "estate" => filled.push_str(Place::estate(dice)),
            "village" => filled.extend([place.name.as_str(), Place::village(dice)]),
            "road" => filled.push_str(Place::road(dice)),
            "company" => {
                filled
                    .push_str(dice.one(&["某建筑公司", "某劳务公司", "某商贸公司", "某物流公司"], "某公司"));
            }
            "year" => filled
                .push_str(&(received.year() - 1 - i32::try_from(dice.below(5)).unwrap_or(0)).to_string()),
            "month" => filled.push_str(&dice.between(1, 12).to_string()),
            "months" => filled.push_str(&dice.between(2, 30).to_string()),
            "money" => filled.push_str(&dice.between(2, 96).to_string()),
            _ => filled.push_str(&dice.between(2, 40).to_string()),
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{catalog::List, identity::Identity};

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, 2).unwrap()
    }

    #[test]
    fn the_same_seed_makes_the_same_town_and_another_seed_another() {
        let town = |seed| Town::new(seed, today(), 200).collect::<Vec<_>>();
        assert_eq!(town(1), town(1));
        assert_ne!(town(1), town(2));
    }

    #[test]
    fn nobody_in_the_town_exists() {
        for arrival in Town::new(7, today(), 2000) {
            for one in &arrival.registration.matter.petitioners {
                assert!(one.phone.is_empty() || one.phone.starts_with("1900000"), "{}", one.phone);
                if !one.identity.is_empty() {
                    let identity = Identity::read(&one.identity).unwrap();
                    assert_eq!(&identity.as_str()[6..10], "1900");
                }
            }
        }
    }

    #[test]
    fn the_town_looks_like_a_year_at_the_counter() {
        let town: Vec<Arrival> = Town::new(3, today(), 10_000).collect();
        let share =
            |is: &dyn Fn(&Arrival) -> bool| town.iter().filter(|one| is(one)).count() * 100 / town.len();
        assert!((2..=4).contains(&share(&|one| one.registration.matter.nature == Nature::Suggestion)));
        assert!((2..=4).contains(&share(&|one| one.registration.matter.nature == Nature::Accusation)));
        assert!((8..=12).contains(&share(&|one| one.repeats.is_some())));
        assert!(share(&|one| (40..=150).contains(&one.registration.matter.facts.chars().count())) > 90);
        assert!(town.iter().all(|one| one.registration.received.is_some_and(|day| day <= today())));
        assert!(town.is_sorted_by_key(|one| one.registration.received));
        assert!(town.iter().enumerate().all(|(at, one)| one.repeats.is_none_or(|before| before < at)));
    }

    #[test]
    fn every_code_stands_in_the_shipped_lists() {
        let catalog = Catalog::shipped();
        for arrival in Town::new(5, today(), 1000) {
            let matter = &arrival.registration.matter;
            for (list, code) in
                [(List::Place, &matter.place), (List::Category, &matter.category), (List::Unit, &matter.unit)]
            {
                assert!(catalog.get(list, code).is_some(), "{list:?} {code}");
            }
            let text = format!("{}{}{}", matter.subject, matter.facts, matter.demand);
            assert!(!text.contains(['{', '}']), "{text}");
        }
    }
}
