//! A thousand random lives through `apply -`, beside a small model that knows nothing of the table.
use crate::verbs::shop;
use chrono::{Days, NaiveDate};
use fengqiao::domain::{
    petition::Nature,
    step::{SlotKind, StepKind},
};
use serde_json::{Value, json};
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
            ("review-request", "served" | "closed" | "archived") if more("reply", "review-request") => {
                Some("reviewing")
            }
            ("rereview-request", "served" | "closed" | "archived") if more("review", "rereview-request") => {
                Some("reviewing")
            }
            ("close", "served") => Some("closed"),
            _ => self.beside(step),
        }
    }

    /// What leaves a petition where it stands, be it a request or a suggestion.
    fn beside(&self, step: &str) -> Option<&'static str> {
        let more = |step, than| self.times(step) > self.times(than);
        match step {
            "recommend" => Some(self.state),
            "grave" if self.open() => Some(self.state),
            "recommend-answer" if more("recommend", step) => Some(self.state),
            "grave-report" if more("grave", step) => Some(self.state),
            _ => self.ending(step),
        }
    }

    fn suggestion(&self, step: &str) -> Option<&'static str> {
        match (step, self.state) {
            ("forward", _) if self.undecided() => Some("forwarded"),
            ("assign", _) if self.undecided() => Some("assigned"),
            ("answer", _) if self.undecided() => Some("replied"),
            ("close", "replied") => Some("closed"),
            _ => self.beside(step),
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
            ("reopen", _) if self.times("rereview") > 0 => None,
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

/// One line for `apply`, and what the model says of it.
struct Line {
    order: Value,
    /// Whether it is carried out; and if it is refused, whether a rule of the steps refuses it.
    done: bool,
    of_a_step: bool,
}

/// Lives that are being thought out.
struct Scribe {
    dice: Dice,
    lines: Vec<Line>,
}

impl Scribe {
    fn write(&mut self, mut order: Value, done: bool, of_a_step: bool) {
        order["op"] = format!("life-{}", self.lines.len()).into();
        self.lines.push(Line { order, done, of_a_step });
    }

    /// One petition from the door on: steps that the model takes, steps that it refuses, and some taken back.
    fn live(&mut self, no: &str) -> Life {
        let nature =
            [Nature::Request, Nature::Request, Nature::Suggestion, Nature::Accusation][self.dice.below(4)];
        let mut on: NaiveDate = "2026-03-02".parse().unwrap();
        let order = json!({"do": "register", "office": "ZJ", "on": on, "nature": nature, "anonymous": true,
            "subject": "事"});
        self.write(order, true, false);
        let begin = Life { state: "registered", unit: String::new(), taken: Vec::new(), accepted: None };
        let mut past = vec![begin];
        for _ in 0..STEPS {
            on = on + Days::new(self.dice.below(20) as u64);
            if self.dice.below(10) == 0 {
                self.write(json!({"do": "undo", "no": no}), past.len() > 1, false);
                past.truncate((past.len() - 1).max(1));
            } else {
                self.step(no, nature, on, &mut past);
            }
        }
        past.pop().unwrap()
    }

    fn step(&mut self, no: &str, nature: Nature, on: NaiveDate, past: &mut Vec<Life>) {
        let mut model = past.last().unwrap().clone();
        let kind = self.choose(&model, nature, on);
        let said = filled(kind, ["ZJJ", "RSJ", "CGJ"][self.dice.below(3)], on);
        let leads = model.leads(nature, kind.id(), on);
        let mut order = json!({"do": kind.id(), "no": no, "on": on});
        for (slot, text) in &said {
            order[slot] = text.clone().into();
        }
        self.write(order, leads.is_some(), true);
        if let Some(to) = leads {
            model.take(kind.id(), to, on, &said);
            past.push(model);
        }
    }

    /// Mostly a step that the model takes, now and then any. Reminders follow from limits, of which it knows nothing.
    fn choose(&mut self, model: &Life, nature: Nature, on: NaiveDate) -> StepKind {
        let all: Vec<StepKind> =
            StepKind::ALL.iter().copied().filter(|kind| *kind != StepKind::Remind).collect();
        let leads = |kind: &&StepKind| model.leads(nature, kind.id(), on).is_some();
        let legal: Vec<&StepKind> = all.iter().filter(leads).collect();
        if legal.is_empty() || self.dice.below(4) == 0 {
            all[self.dice.below(all.len())]
        } else {
            *legal[self.dice.below(legal.len())]
        }
    }
}

fn agrees(line: &Line, answer: &Value) {
    assert_eq!(answer["op"], line.order["op"]);
    assert_eq!(answer["ok"], line.done, "{} {answer}", line.order);
    if !line.done && line.of_a_step {
        assert!(answer["why"].as_str().unwrap().starts_with("why-step-"), "{} {answer}", line.order);
    }
}

#[test]
fn a_thousand_random_lives_fold_to_what_a_small_model_says() {
    let mut scribe = Scribe { dice: Dice(7), lines: Vec::new() };
    let models: Vec<(String, Life)> = (1..=LIVES)
        .map(|at| {
            let no = format!("ZJ-2026-{at:06}");
            let life = scribe.live(&no);
            (no, life)
        })
        .collect();
    let input: Vec<String> = scribe.lines.iter().map(|line| line.order.to_string()).collect();
    let shop = shop();
    let answers = shop.run(&["apply", "-", "--json"], &input.join("\n")).lines();
    assert_eq!(answers.len(), scribe.lines.len());
    scribe.lines.iter().zip(&answers).for_each(|(line, answer)| agrees(line, answer));
    let count = |is: fn(&&Line) -> bool| scribe.lines.iter().filter(is).count();
    assert!(count(|line| line.done && line.of_a_step) > 3_000);
    assert!(count(|line| !line.done && line.of_a_step) > 1_000);
    assert!(count(|line| line.done && line.order["do"] == "undo") > 300);

    let file = shop.path().with_file_name("all.jsonl");
    let all = file.display().to_string();
    assert_eq!(shop.run(&["export", "--format", "jsonl", "-o", &all], "").code(), 0);
    let text = std::fs::read_to_string(file).unwrap();
    let folded: BTreeMap<String, Value> = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .map(|line| (line["no"].as_str().unwrap().to_owned(), line))
        .collect();
    for (no, model) in models {
        let told = &folded[&no];
        let undone: Vec<i64> =
            acts(told, "undone").map(|entry| entry["act"]["seq"].as_i64().unwrap()).collect();
        let stands = |entry: &&Value| !undone.contains(&entry["seq"].as_i64().unwrap());
        let taken: Vec<&str> = acts(told, "stepped")
            .filter(stands)
            .map(|entry| entry["act"]["step"].as_str().unwrap())
            .collect();
        assert_eq!((&told["state"], &told["unit"]), (&json!(model.state), &json!(model.unit)), "{no}");
        assert_eq!(taken, model.taken, "{no}");
    }
    assert_eq!(shop.run(&["verify", "--json"], "").json()["ok"], true);
}

fn acts<'v>(petition: &'v Value, kind: &'v str) -> impl Iterator<Item = &'v Value> {
    let journal = petition["journal"].as_array().unwrap().iter();
    journal.filter(move |entry| entry["act"]["act"] == kind)
}
