//! What an entry of a journal says, in words.
use crate::{
    domain::{
        audit::Trace,
        calendar,
        case::{Closing, Duty, Recognition},
        catalog::{Catalog, Extra, Item, List},
        evaluation::{Check, Overrule},
        journal::{Act, Change, Entry},
        mask,
        money::Fen,
        petition::{No, Petitioner},
        register::{self, Register},
        step::{SlotKind, StepKind, Stepped},
    },
    lang::Lang,
};
use chrono::NaiveDate;
use serde_json::Value;
use std::collections::BTreeMap;

/// The questions that may be refused; `wish-` and one of these is its word. Orders are called as `apply` takes them.
pub const WISHES: &[&str] = &[
    "backup",
    "board",
    "evaluation",
    "export",
    "fetch",
    "figures",
    "journal",
    "look",
    "pin",
    "register",
    "verify",
];

/// Whoever tells: a language, and the lists that give codes their names.
#[derive(Clone, Copy)]
pub struct Teller<'a> {
    /// The language.
    pub lang: &'a Lang,
    /// The lists.
    pub catalog: &'a Catalog,
    /// The register whose rows are told of, where it is one.
    pub register: Option<&'a Register>,
}

impl<'a> Teller<'a> {
    /// In a language, with the names that lists give.
    pub const fn new(lang: &'a Lang, catalog: &'a Catalog) -> Self {
        Self { lang, catalog, register: None }
    }

    /// Of rows of a register.
    #[must_use]
    pub const fn of(self, register: &'a Register) -> Self {
        Self { register: Some(register), ..self }
    }

    /// An entry in one line: when, who, what. One that no longer counts says so.
    pub fn entry(self, entry: &Entry, stands: bool) -> String {
        let who = self.catalog.name(List::Clerk, &entry.who);
        let words = self.named(&entry.act);
        let gone = if stands { String::new() } else { format!(" [{}]", self.lang.say("act-gone")) };
        let detail = match &entry.act {
            Act::PersonMerged { into } => format!("{} -> {into}", entry.subject),
            act => self.detail(act),
        };
        let at = calendar::beijing_moment(entry.at);
        format!("{at} {who} {words}{gone} {detail}").trim_end().to_owned()
    }

    /// What was done, in a word.
    fn named(self, act: &Act) -> String {
        match act {
            Act::Stepped(taken) => self.lang.say(&taken.step.message()),
            Act::Traced(trace) => self.lang.say(&format!("trace-{}", trace.kind())),
            Act::RecordStruck { back: true, .. } => self.lang.say("act-record-back"),
            act => self.lang.say(&format!("act-{}", act.kind())),
        }
    }

    /// What an auditor reads of an entry: of traces, people and settings all, of the casework only what was done.
    pub fn noted(self, act: &Act) -> String {
        match act {
            Act::Traced(trace) => format!("{} {}", self.named(act), self.traced(trace)),
            Act::Listed(item) => format!("{} {}", self.named(act), self.listed(item)),
            Act::Set { .. } => format!("{} {}", self.named(act), self.detail(act)),
            act => self.named(act),
        }
    }

    fn traced(self, trace: &Trace) -> String {
        match trace {
            Trace::SignedIn { terminal } => terminal.clone(),
            Trace::SignInFailed { terminal, why } => format!("{} {terminal}", self.lang.short(why)),
            Trace::Revealed { reason } => self.unveiled(reason),
            Trace::Searched { query, hits } => format!("{} ({hits})", self.unveiled(query)),
            Trace::Matched { people } => people.to_string(),
            Trace::Exported { form, rows, with } => {
                format!("{form} {rows} {}", self.catalog.name(List::Clerk, with))
            }
            Trace::Fetched { file } => self.unveiled(file),
            Trace::Refused { wish, why } => format!("{}: {}", self.wish(wish), self.lang.short(why)),
            Trace::SignedOut | Trace::Locked | Trace::Unlocked | Trace::PinSet | Trace::Looked => {
                String::new()
            }
        }
    }

    /// How an entry of a list stands from then on; of somebody who works here with their rights, of what somebody looks
    /// for nothing.
    fn listed(self, item: &Item) -> String {
        let Extra { role, office, unit, sees_sealed, .. } = &item.extra;
        let mut said = vec![item.name.clone()];
        match item.list {
            List::View => said.clear(),
            List::Clerk => {
                said.push(self.lang.say(&role.message()));
                said.extend(
                    [(List::Office, office), (List::Unit, unit)]
                        .map(|(list, code)| self.catalog.name(list, code).to_owned()),
                );
                said.extend(sees_sealed.then(|| self.lang.say("item-sealed")));
            }
            _ => {}
        }
        said.extend(item.off.then(|| self.lang.say("item-off")));
        said.retain(|word| !word.is_empty());
        said.join(" ")
    }

    /// What was asked for and refused, or that it is withheld.
    fn wish(self, id: &str) -> String {
        match StepKind::ALL.iter().find(|step| step.id() == id) {
            Some(step) => self.lang.say(&step.message()),
            None if WISHES.contains(&id) => self.lang.say(&format!("wish-{id}")),
            None => self.unveiled(id),
        }
    }

    /// Words that somebody typed; where they are withheld, that they are.
    fn unveiled(self, said: &str) -> String {
        if said.is_empty() { self.lang.say("journal-sealed") } else { said.to_owned() }
    }

    fn detail(self, act: &Act) -> String {
        match act {
            Act::Registered(registered) => registered.note.clone(),
            Act::Visited(visit) => format!("{} {}", visit.on, visit.note),
            Act::Progressed { on, text } => format!("{on} {text}"),
            Act::Stepped(taken) => self.stepped(taken),
            Act::Corrected { changes } => self.all_changed(changes, "intake"),
            Act::CaseChanged { changes, reason } => {
                format!("{} {reason}", self.all_changed(changes, "case-form"))
            }
            Act::Reported { state } => self.lang.say(&state.message()),
            Act::Linked { follows: None } => self.lang.say("act-unlinked"),
            Act::Linked { follows: Some(no) } => no.to_string(),
            Act::Undone { what, .. } => self.lang.say(&format!("act-{what}")),
            Act::Printed { notice, again, number } => {
                let again = if *again { self.lang.say("act-again") } else { String::new() };
                let number = number.as_ref().map_or("", No::as_str);
                format!("{} {number} {again}", self.lang.say(&notice.message()))
            }
            Act::Evaluated { check, said } => self.evaluated(*check, said),
            Act::CaseJoined { petition } | Act::CaseLeft { petition } => petition.to_string(),
            Act::CaseAssigned { leader, reason } => {
                format!("{} {reason}", self.catalog.name(List::Leader, leader))
            }
            Act::MeetingPlanned(plan) => format!("{} {}", plan.on, self.lang.say(&plan.kind.message())),
            Act::MeetingCancelled { reason } | Act::RecordStruck { reason, .. } => reason.clone(),
            Act::CaseReviewed(review) => format!("{} {} {}", review.on, review.done, review.asked),
            Act::CaseOpened(matter) => self.catalog.name(List::Leader, &matter.leader).to_owned(),
            Act::PersonNoted(person) => person.name.clone(),
            Act::PersonMerged { into: other } | Act::Apart { other } => other.to_string(),
            Act::Listed(item) => item.name.clone(),
            Act::Recused { clerk, reason, over } => {
                let over = if *over { self.lang.say("act-recused-over") } else { String::new() };
                format!("{} {over} {reason}", self.catalog.name(List::Clerk, clerk))
            }
            Act::RecordEntered(entered) => {
                let first = self.register.is_none_or(|register| register.first_state() == entered.state);
                if first { String::new() } else { self.state_of_row(&entered.state) }
            }
            Act::RecordChanged { changes } => self.fields_changed(changes),
            Act::RecordMoved { to, reason } => format!("{} {reason}", self.state_of_row(to)),
            Act::Traced(trace) => self.traced(trace),
            Act::Set { key, value } => format!("{key} = {value}"),
        }
    }

    fn state_of_row(self, id: &str) -> String {
        self.register.map_or(id, |register| register.state_told(id, self.lang.is_chinese())).to_owned()
    }

    /// Which fields of a row changed, and to what; of numbers that are masked only that they did.
    fn fields_changed(self, changes: &[Change]) -> String {
        let told = changes.iter().map(|change| {
            let field = self.register.and_then(|register| register.field(&change.field));
            let Some(field) = field else { return change.field.clone() };
            let said =
                |value: &Value| shown(field, value.as_str().unwrap_or_default(), self.lang, self.catalog);
            format!(
                "{}: {} -> {}",
                field.name.say(self.lang.is_chinese()),
                said(&change.from),
                said(&change.to)
            )
        });
        told.collect::<Vec<_>>().join("; ")
    }

    /// The day of a step, and what was said in each slot behind its label.
    fn stepped(self, taken: &Stepped) -> String {
        let slots = taken.step.slots().iter().filter(|slot| !taken.said(slot.id).is_empty());
        let told = slots.map(|slot| {
            let said = taken.said(slot.id);
            let said = match slot.kind {
                SlotKind::Choice { list, .. } => self.lang.say(&format!("{list}-{said}")),
                SlotKind::Pick(list) => self.catalog.name(list, said).to_owned(),
                _ => said.to_owned(),
            };
            format!("{}: {said}", self.lang.say(&format!("slot-{}", slot.id)))
        });
        std::iter::once(taken.on.to_string()).chain(told).collect::<Vec<_>>().join("  ")
    }

    fn all_changed(self, changes: &[Change], form: &str) -> String {
        changes.iter().map(|change| self.changed(change, form)).collect::<Vec<_>>().join("; ")
    }

    fn changed(self, change: &Change, form: &str) -> String {
        if change.field == "petitioners" {
            return self.people_changed(&people(&change.from), &people(&change.to));
        }
        let value = |value: &Value| match (form, change.field.as_str()) {
            ("case-form", "duties") => self.duties(value),
            ("case-form", "closing") => closing(value),
            (form, field) => self.value(value, field, form),
        };
        let label = self.label(form, &change.field);
        format!("{label}: {} -> {}", value(&change.from), value(&change.to))
    }

    /// What was said of a point of an evaluation.
    fn evaluated(self, check: Check, said: &Overrule) -> String {
        let verdict = said.verdict.map(|verdict| self.lang.say(&verdict.message()));
        let day = |id: &str, day: NaiveDate| format!("{} {day}", self.lang.say(id));
        let parts = [
            Some(self.lang.say(&check.message())),
            verdict,
            said.mend.map(|on| day("evaluate-mend", on)),
            said.mended.map(|on| day("evaluate-mended", on)),
            Some(said.reason.clone()).filter(|reason| !reason.is_empty()),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join("  ")
    }

    /// How far the duties are that a case asks for.
    fn duties(self, value: &Value) -> String {
        let duties: BTreeMap<Duty, Recognition> = serde_json::from_value(value.clone()).unwrap_or_default();
        let told = duties.iter().filter(|(_, said)| said.applies).map(|(duty, said)| {
            let state = if said.recognised { "duty-recognised" } else { "duty-open" };
            format!("{} {} {}", self.lang.say(&duty.message()), self.lang.say(state), said.evidence)
        });
        told.map(|told| told.trim_end().to_owned()).collect::<Vec<_>>().join(", ")
    }

    fn label(self, form: &str, field: &str) -> String {
        let id = format!("{form}-{field}");
        self.lang.say(&if self.lang.has(&id) { id } else { format!("field-{field}") })
    }

    /// Who came, who went, and what of somebody was put right.
    fn people_changed(self, from: &[Petitioner], to: &[Petitioner]) -> String {
        let told = (0..from.len().max(to.len())).filter_map(|at| match (from.get(at), to.get(at)) {
            (Some(before), Some(after)) if before == after => None,
            (Some(before), Some(after)) => Some(self.person_changed(before, after)),
            (Some(gone), None) => Some(format!("- {}", gone.name)),
            (None, Some(come)) => Some(format!("+ {}", come.name)),
            (None, None) => None,
        });
        told.collect::<Vec<_>>().join("; ")
    }

    /// Numbers and phones are masked; where the masked parts alone differ, it says only that they do.
    fn person_changed(self, before: &Petitioner, after: &Petitioner) -> String {
        let fields = |one: &Petitioner| {
            [
                ("role", self.lang.say(&one.role.message()), one.role.id().to_owned()),
                ("name", one.name.clone(), one.name.clone()),
                ("identity", mask::identity(&one.identity), one.identity.clone()),
                ("phone", mask::phone(&one.phone), one.phone.clone()),
                ("address", mask::address(&one.address), one.address.clone()),
            ]
        };
        let pairs = fields(before).into_iter().zip(fields(after));
        let told = pairs
            .filter(|(before, after)| before.2 != after.2)
            .map(|(before, after)| format!("{} {} -> {}", self.label("intake", before.0), before.1, after.1));
        format!("{} {}", before.name, told.collect::<Vec<_>>().join(" "))
    }

    fn value(self, value: &Value, field: &str, form: &str) -> String {
        match value {
            Value::Null => String::new(),
            Value::String(text) => self.word(text, field, form),
            Value::Bool(yes) => self.lang.say(if *yes { "more-yes" } else { "more-no" }),
            Value::Array(all) if field == "partners" => {
                let name = |one: &Value| self.word(one.as_str().unwrap_or_default(), "unit", form);
                all.iter().map(name).collect::<Vec<_>>().join("、")
            }
            Value::Array(all) => all
                .iter()
                .map(|one| listed(one, |field| self.label(form, field)))
                .collect::<Vec<_>>()
                .join(", "),
            Value::Object(all) => {
                let pair = |(field, value): (&String, &Value)| format!("{} {value}", self.label(form, field));
                all.iter().map(pair).collect::<Vec<_>>().join(" ")
            }
            Value::Number(number) => match (form, field, number.as_i64()) {
                ("case-form", "asked" | "recovered", Some(fen)) => Fen(fen).to_string(),
                _ => number.to_string(),
            },
        }
    }

    /// What a code or the id of an answer stands for.
    fn word(self, text: &str, field: &str, form: &str) -> String {
        let list = List::parse(if field == "accused" { "unit" } else { field });
        let answer = match (form, field) {
            ("case-form", "state") => format!("case-state-{text}"),
            _ => format!("{field}-{text}"),
        };
        match list {
            Some(list) => self.catalog.path(list, text),
            None if self.lang.has(&answer) => self.lang.say(&answer),
            None => text.to_owned(),
        }
    }
}

/// What stands in a field of a register, in words.
pub fn shown(field: &register::Field, said: &str, lang: &Lang, catalog: &Catalog) -> String {
    field.told(said, catalog, lang.is_chinese(), |id| lang.say(id))
}

/// When a case was struck off the list, by whose word.
fn closing(value: &Value) -> String {
    let closing: Option<Closing> = serde_json::from_value(value.clone()).unwrap_or_default();
    closing.map_or(String::new(), |closing| {
        format!("{} {} {}", closing.on, closing.by, closing.words).trim_end().to_owned()
    })
}

fn people(value: &Value) -> Vec<Petitioner> {
    serde_json::from_value(value.clone()).unwrap_or_default()
}

/// Something handed over, by its name; something to be checked, by its field and text.
fn listed(one: &Value, label: impl Fn(&str) -> String) -> String {
    let text = |field: &str| one[field].as_str().unwrap_or_default();
    match text("field") {
        "" => text("name").to_owned(),
        field => format!("{} {}", label(field), text("text")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Locale;
    use serde_json::json;

    #[track_caller]
    fn tells(from: &Value, to: &Value, told: &str) {
        let (lang, catalog) = (Lang::new(Locale::En), Catalog::default());
        let change = Change { field: "petitioners".into(), from: from.clone(), to: to.clone() };
        let entry = Act::Corrected { changes: vec![change] };
        assert_eq!(Teller::new(&lang, &catalog).detail(&entry), told);
    }

    #[test]
    fn what_was_put_right_of_a_person_is_told_with_numbers_masked() {
        let before = json!([{"name": "周大山", "phone": "19000001234"}]);
        let phone = json!([{"name": "周大山", "phone": "19000005678"}]);
        tells(&before, &phone, "周大山 Phone 190****1234 -> 190****5678");
        let hidden = json!([{"name": "周大山", "phone": "19011111234"}]);
        tells(&before, &hidden, "周大山 Phone 190****1234 -> 190****1234");
        let more = json!([{"name": "周大山", "phone": "19000001234"}, {"name": "李四"}]);
        tells(&before, &more, "+ 李四");
        tells(&more, &before, "- 李四");
    }
}
