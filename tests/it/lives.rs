//! A thousand random lives through the store's own door, beside a small model that knows nothing of the table.
use crate::support::{NOON, clerk};
use chrono::{Days, NaiveDate};
use fengqiao::{
    domain::{
        deed::{Deed, Order, Registration},
        petition::{Matter, Nature, No},
        step::{SlotKind, StepKind},
    },
    store::{Now, PetitionAsk, Reply, Request, Store, StoreError},
};
use std::collections::BTreeMap;

const LIVES: u64 = 1_000;
const STEPS: usize = 9;

/// Numbers that only look random, the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, many: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % many as u64).unwrap()
    }
}

/// What the model remembers of a life.
#[derive(Clone)]
struct Life {
    state: &'static str,
    unit: String,
    taken: Vec<&'static str>,
    accepted: Option<NaiveDate>,
}

impl Life {
    fn times(&self, step: &str) -> usize {
        self.taken.iter().filter(|taken| **taken == step).count()
    }

    /// The state to which a step leads from here, if the regulation lets it.
    fn leads(&self, nature: Nature, step: &str, on: NaiveDate) -> Option<&'static str> {
        match nature {
            Nature::Request => self.request(step, on),
            Nature::Suggestion => self.suggestion(step),
            Nature::Accusation => self.accusation(step),
        }
    }

    fn undecided(&self) -> bool {
        ["registered", "forwarded", "assigned"].contains(&self.state)
    }

    fn open(&self) -> bool {
        let begun = ["accepted", "simple", "handling", "replied", "served", "reviewing"];
        self.undecided() || begun.contains(&self.state)
    }

    fn request(&self, step: &str, on: NaiveDate) -> Option<&'static str> {
        let sent = ["forwarded", "assigned"].contains(&self.state);
        let more = |step, than| self.times(step) > self.times(than);
        let in_time = self.accepted.is_some_and(|day| on <= day + Days::new(60));
        match (step, self.state) {
            ("accept", "simple") => Some("accepted"),
            ("accept", _) if self.undecided() => Some("accepted"),
            ("not-accept", _) if self.undecided() => Some("not-accepted"),
            ("no-longer-accept", _) if self.undecided() => Some("no-longer-accepted"),
            ("forward", _) if self.undecided() => Some("forwarded"),
            ("assign", _) if self.undecided() => Some("assigned"),
            ("direct", _) if self.undecided() => Some("directed"),
            ("simple", _) if self.undecided() => Some("simple"),
            ("objection", state) if sent => Some(state),
            ("objection-decide", state) if sent && more("objection", "objection-decide") => Some(state),
            ("extend", "accepted" | "handling") if in_time && more("accept", "extend") => Some("handling"),
            ("hearing", state @ ("accepted" | "handling" | "reviewing")) => Some(state),
            ("mediation", state) if self.open() => Some(state),
            ("reply", "accepted" | "handling" | "simple") | ("review" | "rereview", "reviewing")
                if match step {
                    "review" => more("review-request", "review"),
                    "rereview" => more("rereview-request", "rereview"),
                    _ => true,
                } =>
            {
                Some("replied")
            }
            ("serve", "replied") => Some("served"),
            ("review-request", "served") if more("reply", "review-request") => Some("reviewing"),
            ("rereview-request", "served") if more("review", "rereview-request") => Some("reviewing"),
            ("close", "served") => Some("closed"),
            _ => self.ending(step),
        }
    }

    fn suggestion(&self, step: &str) -> Option<&'static str> {
        match (step, self.state) {
            ("forward", _) if self.undecided() => Some("forwarded"),
            ("assign", _) if self.undecided() => Some("assigned"),
            ("answer", _) if self.undecided() => Some("replied"),
            ("close", "replied") => Some("closed"),
            _ => self.ending(step),
        }
    }

    fn accusation(&self, step: &str) -> Option<&'static str> {
        match (step, self.state) {
            ("discipline", "registered") => Some("discipline"),
            ("satisfaction" | "follow-up", _) => None,
            _ => self.ending(step),
        }
    }

    fn ending(&self, step: &str) -> Option<&'static str> {
        let over = ["closed", "not-accepted", "discipline", "directed", "withdrawn"];
        match (step, self.state) {
            ("satisfaction" | "follow-up", "closed") => Some("closed"),
            ("archive", "no-longer-accepted") => Some("archived"),
            ("archive", state) if over.contains(&state) => Some("archived"),
            ("reopen", "archived") => Some("registered"),
            ("reopen", state) if over.contains(&state) => Some("registered"),
            ("withdraw", _) if self.open() => Some("withdrawn"),
            _ => None,
        }
    }

    fn take(&mut self, step: &'static str, to: &'static str, on: NaiveDate, said: &BTreeMap<String, String>) {
        self.state = to;
        if let Some(unit) = said.get("unit") {
            self.unit.clone_from(unit);
        }
        if step == "accept" {
            self.accepted = Some(on);
        }
        self.taken.push(step);
    }
}

/// Something in every slot that the step cannot do without.
fn filled(kind: StepKind, unit: &str, on: NaiveDate) -> BTreeMap<String, String> {
    let slots = kind.slots().iter().filter(|slot| slot.required);
    let value = |kind| match kind {
        SlotKind::Line | SlotKind::Page => "甲".to_owned(),
        SlotKind::Day => on.to_string(),
        SlotKind::Count => "20".to_owned(),
        SlotKind::Choice { ids, .. } => ids[0].to_owned(),
        SlotKind::Pick(_) => unit.to_owned(),
    };
    slots.map(|slot| (slot.id.to_owned(), value(slot.kind))).collect()
}

/// A store that lives are led in, and what became of the orders.
struct House {
    store: Store,
    dice: Dice,
    orders: usize,
    taken: usize,
    refused: usize,
    undone: usize,
}

impl House {
    fn ask(&mut self, request: Request) -> Result<Reply, StoreError> {
        self.store.answer(&clerk("王五", "ZJ"), Now::at(NOON), request)
    }

    fn order(&mut self, deed: Deed) -> Result<No, StoreError> {
        self.orders += 1;
        let order = Order { op: format!("life-{}", self.orders), version: None, deed };
        match self.ask(Request::Do(Box::new(order)))? {
            Reply::Done(done) => Ok(done.no),
            other => panic!("{other:?}"),
        }
    }

    /// One petition from the door on: each step is taken by the store where the model takes it, and refused where
    /// the model refuses; some are taken back.
    fn live(&mut self) {
        let nature =
            [Nature::Request, Nature::Request, Nature::Suggestion, Nature::Accusation][self.dice.below(4)];
        let matter = Matter { nature, anonymous: true, subject: "事".into(), ..Matter::default() };
        let mut on: NaiveDate = "2026-03-02".parse().unwrap();
        let registration = Registration { received: Some(on), matter, ..Registration::default() };
        let no = self.order(Deed::Register(Box::new(registration))).unwrap();
        let begin = Life { state: "registered", unit: String::new(), taken: Vec::new(), accepted: None };
        let mut past = vec![begin];
        for _ in 0..STEPS {
            on = on + Days::new(self.dice.below(20) as u64);
            if self.dice.below(10) == 0 {
                self.take_back(&no, &mut past);
            } else {
                self.step(&no, nature, on, &mut past);
            }
        }
        self.agrees(&no, past.last().unwrap());
    }

    fn take_back(&mut self, no: &No, past: &mut Vec<Life>) {
        let done = self.order(Deed::Undo { no: no.clone() });
        assert_eq!(done.is_ok(), past.len() > 1, "{done:?}");
        past.truncate((past.len() - 1).max(1));
        self.undone += usize::from(done.is_ok());
    }

    fn step(&mut self, no: &No, nature: Nature, on: NaiveDate, past: &mut Vec<Life>) {
        let mut model = past.last().unwrap().clone();
        let kind = self.choose(&model, nature, on);
        let said = filled(kind, ["ZJJ", "RSJ", "CGJ"][self.dice.below(3)], on);
        let done = self.order(Deed::Step { no: no.clone(), step: kind, on: Some(on), said: said.clone() });
        if let Some(to) = model.leads(nature, kind.id(), on) {
            assert!(done.is_ok(), "{kind:?} from {} of {:?}: {done:?}", model.state, model.taken);
            model.take(kind.id(), to, on, &said);
            past.push(model);
            self.taken += 1;
        } else {
            assert!(matches!(done, Err(StoreError::Step(_))), "{kind:?} from {}: {done:?}", model.state);
            self.refused += 1;
        }
    }

    /// Mostly a step that the model takes, now and then any.
    fn choose(&mut self, model: &Life, nature: Nature, on: NaiveDate) -> StepKind {
        let leads = |kind: &&StepKind| model.leads(nature, kind.id(), on).is_some();
        let legal: Vec<&StepKind> = StepKind::ALL.iter().filter(leads).collect();
        if legal.is_empty() || self.dice.below(4) == 0 {
            StepKind::ALL[self.dice.below(StepKind::ALL.len())]
        } else {
            *legal[self.dice.below(legal.len())]
        }
    }

    fn agrees(&mut self, no: &No, model: &Life) {
        let page = match self.ask(Request::Petition(PetitionAsk::Page(no.clone()))) {
            Ok(Reply::Petition(page)) => page,
            other => panic!("{other:?}"),
        };
        let taken: Vec<&str> = page.petition.steps.iter().map(|taken| taken.step.id()).collect();
        assert_eq!(
            (page.petition.state.id(), &page.petition.matter.unit),
            (model.state, &model.unit),
            "{no}"
        );
        assert_eq!(taken, model.taken, "{no}");
    }
}

#[test]
fn a_thousand_random_lives_fold_to_what_a_small_model_says() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(&dir.path().join("f.db")).unwrap();
    let mut house = House { store, dice: Dice(7), orders: 0, taken: 0, refused: 0, undone: 0 };
    for _ in 0..LIVES {
        house.live();
    }
    let House { taken, refused, undone, .. } = house;
    assert!(taken > 3_000 && refused > 1_000 && undone > 300, "{taken} {refused} {undone}");
    let verified = house.ask(Request::Verify).unwrap();
    assert!(matches!(verified, Reply::Verified(found) if found.problems.is_empty()));
}
