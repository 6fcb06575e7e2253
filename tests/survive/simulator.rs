//! Twenty-four clerks over one store in one process, in an order that a seed decides, on a disk that is busy, full or
//! failing, with answers that get lost: afterwards the store says what a small model of it says.
use crate::{
    house::{Dice, House, NOON, clerk, long, seeds},
    parts, shim,
};
use fengqiao::{
    domain::{
        deed::{Deed, Order, Registration},
        petition::{Matter, No, Petitioner, State},
        rights::Actor,
        step::StepKind,
    },
    store::{Done, ExportAsk, Now, Patience, PetitionAsk, Reply, Request, Result, Store, StoreError},
};
use rustix::fs::{FlockOperation, flock};
use std::{
    collections::{BTreeMap, HashMap},
    fs::{self, File},
    path::Path,
    time::Duration,
};

const CLERKS: usize = 24;
const OFFICES: &[&str] = &["ZJ", "RS", "CG"];

/// What the model knows of a petition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Known {
    subject: String,
    accepted: bool,
    visits: usize,
    version: u32,
}

/// An act that still counts: whose it was, and how things stood before.
type Act = (usize, Known);

/// The store as it has to be, in a few lines.
#[derive(Default)]
struct Model {
    petitions: BTreeMap<String, (Known, Vec<Act>)>,
    issued: HashMap<&'static str, u32>,
}

/// Why the model refuses.
#[derive(Debug, PartialEq, Eq)]
enum Denied {
    Conflict,
    Refused,
}

impl Model {
    /// What an order comes to: the number it concerns.
    fn carry_out(&mut self, who: usize, order: &Order) -> std::result::Result<String, Denied> {
        let no = match &order.deed {
            Deed::Register(registration) => return Ok(self.register(who, &registration.matter.subject)),
            Deed::Visit { no, .. }
            | Deed::Progress { no, .. }
            | Deed::Correct { no, .. }
            | Deed::Step { no, .. }
            | Deed::Undo { no } => no,
            other => panic!("{other:?}"),
        };
        let (known, acts) = self.petitions.get_mut(&no.0).unwrap();
        let conflict = order.version.is_some_and(|version| version != known.version);
        let undone = match (&order.deed, acts.last()) {
            (Deed::Undo { .. }, Some((author, before))) if *author == who => Some(before.clone()),
            (Deed::Undo { .. }, _) => return Err(Denied::Refused),
            _ => None,
        };
        if conflict {
            return Err(Denied::Conflict);
        }
        let before = known.clone();
        match &order.deed {
            Deed::Visit { .. } => known.visits += 1,
            Deed::Step { .. } if known.accepted => return Err(Denied::Refused),
            Deed::Step { .. } => known.accepted = true,
            Deed::Correct { fields, .. } => {
                fields["subject"].as_str().unwrap().clone_into(&mut known.subject);
            }
            _ => {}
        }
        known.version += 1;
        if let Some(undone) = undone {
            *known = Known { version: known.version, ..undone };
            acts.pop();
        } else {
            acts.push((who, before));
        }
        Ok(no.0.clone())
    }

    fn register(&mut self, who: usize, subject: &str) -> String {
        let office = office(who);
        let issued = self.issued.entry(office).or_default();
        *issued += 1;
        let no = format!("{office}-2026-{issued:06}");
        let known = Known { subject: subject.to_owned(), visits: 1, version: 1, ..Known::default() };
        self.petitions.insert(no.clone(), (known, Vec::new()));
        no
    }
}

const fn office(who: usize) -> &'static str {
    OFFICES[who % OFFICES.len()]
}

/// What goes wrong while an order is carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trouble {
    None,
    /// Somebody else holds the gate.
    Busy,
    /// No file can grow.
    Full,
    /// No flush succeeds.
    Failing,
    /// It is done, and nobody hears of it.
    AnswerLost,
}

const TROUBLES: &[Trouble] = &[
    Trouble::None,
    Trouble::None,
    Trouble::None,
    Trouble::None,
    Trouble::Busy,
    Trouble::Full,
    Trouble::Failing,
    Trouble::AnswerLost,
];

/// The clerks at their desks.
struct Desks<'a> {
    stores: Vec<Store>,
    path: &'a Path,
    control: &'a Path,
    gate: File,
    /// The troubles that an order was repeated for.
    met: Vec<Trouble>,
}

impl Desks<'_> {
    fn open(&mut self, who: usize) {
        let mut store = Store::open(self.path).unwrap();
        store.set_patience(Patience::For(Duration::ZERO));
        if who < self.stores.len() {
            self.stores[who] = store;
        } else {
            self.stores.push(store);
        }
    }

    fn ask(&mut self, who: usize, now: Now, order: &Order) -> Result<Done> {
        match self.stores[who].answer(&me(who), now, Request::Do(Box::new(order.clone())))? {
            Reply::Done(done) => Ok(done),
            other => panic!("{other:?}"),
        }
    }

    /// The order while something goes wrong, and again until it is answered; every time under the same op id, or for
    /// the control under a new one.
    fn order(
        &mut self,
        who: usize,
        now: Now,
        order: &mut Order,
        trouble: Trouble,
        fresh: bool,
    ) -> Result<Done> {
        let flag = match trouble {
            Trouble::Full => Some(self.control.join("full")),
            Trouble::Failing => Some(self.control.join("eio")),
            _ => None,
        };
        if let Some(flag) = &flag {
            fs::write(flag, "").unwrap();
        }
        if trouble == Trouble::Busy {
            flock(&self.gate, FlockOperation::LockExclusive).unwrap();
        }
        let first = self.ask(who, now, order);
        flock(&self.gate, FlockOperation::Unlock).unwrap();
        if let Some(flag) = &flag {
            fs::remove_file(flag).unwrap();
        }
        let again = match (&first, trouble) {
            (Err(StoreError::Busy), Trouble::Busy) | (Err(StoreError::Full), Trouble::Full) => true,
            (Err(failure @ StoreError::Disk(_)), Trouble::Failing) => {
                assert_eq!(
                    self.ask(who, now, order).as_ref(),
                    Err(failure),
                    "it writes on after a failed flush"
                );
                self.open(who);
                true
            }
            (Ok(_), Trouble::AnswerLost) => {
                self.open(who);
                true
            }
            _ => false,
        };
        if !again {
            return first;
        }
        self.met.push(trouble);
        if fresh {
            order.op.push('\'');
        }
        self.ask(who, now, order)
    }
}

fn me(who: usize) -> Actor {
    clerk(&format!("clerk-{who}"), office(who))
}

/// One order of one clerk about a petition, at the version that the clerk last saw or whichever there is.
fn wish(dice: &mut Dice, step: usize, model: &Model, seen: &HashMap<String, u32>) -> Order {
    let op = format!("op-{step}");
    let numbers: Vec<&String> = model.petitions.keys().collect();
    let kind = if numbers.is_empty() { 0 } else { dice.below(7) };
    let no = numbers.get(dice.below(numbers.len().max(1))).map_or_else(No::default, |no| No((*no).clone()));
    let version = if dice.below(2) == 0 { seen.get(&no.0).copied() } else { None };
    let deed = match kind {
        0 | 1 => {
            let petitioners = vec![Petitioner { name: "李芳".to_owned(), ..Petitioner::default() }];
            let matter = Matter { petitioners, subject: format!("事项 {op}"), ..Matter::default() };
            Deed::Register(Box::new(Registration { matter, ..Registration::default() }))
        }
        2 => Deed::Visit { no, on: None, channel: None, came: 1, note: op.clone(), row: None },
        3 => Deed::Progress { no, on: None, text: op.clone() },
        4 => Deed::Step { no, step: StepKind::Accept, on: None, said: BTreeMap::new() },
        5 => {
            let fields = serde_json::json!({"subject": format!("更正 {op}")});
            Deed::Correct { no, fields: fields.as_object().unwrap().clone() }
        }
        _ => Deed::Undo { no },
    };
    Order { op, version, deed }
}

/// A day of so many orders; at its end the store and the model are compared.
pub fn day(mut dice: Dice, steps: usize, fresh: bool, path: &Path, control: &Path) {
    let mut gate = path.as_os_str().to_owned();
    gate.push(".gate");
    drop(Store::open(path).unwrap());
    let gate = File::options().write(true).open(gate).unwrap();
    let mut desks = Desks { stores: Vec::new(), path, control, gate, met: Vec::new() };
    (0..CLERKS).for_each(|who| desks.open(who));
    let (mut model, mut seen) = (Model::default(), vec![HashMap::<String, u32>::new(); CLERKS]);
    for step in 0..steps {
        let who = dice.below(CLERKS);
        let now = Now::at(NOON + i64::try_from(step).unwrap());
        let mut order = wish(&mut dice, step, &model, &seen[who]);
        let trouble = *dice.one_of(TROUBLES);
        let stored = desks.order(who, now, &mut order, trouble, fresh);
        let expected = model.carry_out(who, &order);
        match (&stored, &expected) {
            (Ok(done), Ok(no)) => {
                assert_eq!(done.no.0, *no, "step {step}: {order:?}");
                seen[who].insert(no.clone(), model.petitions[no].0.version);
            }
            (Err(StoreError::Conflict(_)), Err(Denied::Conflict))
            | (Err(StoreError::Refused(_) | StoreError::Step(_)), Err(Denied::Refused)) => {}
            _ => panic!("step {step}, {trouble:?}: {order:?} came to {stored:?} and not to {expected:?}"),
        }
        if step % 100 == 99 || step + 1 == steps {
            compare(&mut desks.stores[who], &model);
        }
    }
    let unmet: Vec<_> =
        TROUBLES.iter().filter(|one| **one != Trouble::None && !desks.met.contains(one)).collect();
    assert!(unmet.is_empty(), "nothing came of {unmet:?}");
}

fn compare(store: &mut Store, model: &Model) {
    let me = me(0);
    let mut ask = |request| store.answer(&me, Now::at(NOON), request).unwrap();
    let Reply::Numbers(mut numbers) =
        ask(Request::Export(Box::new(ExportAsk { form: "jsonl".into(), second: None, register: None })))
    else {
        panic!()
    };
    numbers.sort_unstable_by(|one, other| one.0.cmp(&other.0));
    let stored: Vec<&str> = numbers.iter().map(|no| no.0.as_str()).collect();
    assert_eq!(stored, model.petitions.keys().collect::<Vec<_>>());
    for (no, (known, _)) in &model.petitions {
        let Reply::Petition(page) = ask(Request::Petition(PetitionAsk::Page(No(no.clone())))) else {
            panic!()
        };
        let stored = Known {
            subject: page.petition.matter.subject.clone(),
            accepted: page.petition.state != State::Registered,
            visits: page.petition.visits.len(),
            version: page.petition.version,
        };
        assert_eq!(stored, *known, "{no}");
    }
    let Reply::Verified(found) = ask(Request::Verify) else { panic!() };
    assert_eq!(found.problems, Vec::<String>::new());
}

/// Plays a day under the failing disk; what the clerks said when it went wrong.
fn play(seed: u64, steps: usize, ops: &str) -> std::result::Result<(), String> {
    let (house, control) = (House::empty(), House::empty());
    let (path, seed, steps) = (house.path(), seed.to_string(), steps.to_string());
    let mut command = parts::play(&["clerks", &seed, &steps, ops, path.to_str().unwrap()]);
    shim::under(&mut command, &house.dir).env("FQ_CONTROL", &control.dir).env("RUST_BACKTRACE", "0");
    let said = command.output().unwrap();
    let text = [said.stdout, said.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat();
    if said.status.success() { Ok(()) } else { Err(format!("seed {seed}: {text}")) }
}

#[test]
fn twenty_four_clerks_in_any_trouble_leave_the_store_as_the_model_says() {
    for seed in seeds() {
        let steps = if long().is_some() { 3000 } else { 600 };
        play(seed, steps, "kept").unwrap_or_else(|said| panic!("{said}"));
    }
}

/// Control: whoever repeats an order under a new op id has done it twice.
#[test]
fn an_order_that_is_repeated_under_another_op_id_is_done_twice() {
    let said = play(1, 600, "fresh").unwrap_err();
    assert!(said.contains("came to") || said.contains("left:"), "{said}");
}
