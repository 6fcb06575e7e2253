//! What a petition's page tells a paper: every slot is filled here and nowhere else.
use super::need::{DAYS, LIST, SEALED_SLOTS, SLOTS};
use crate::{
    domain::{
        catalog::{Catalog, List},
        clock::Duty,
        journal::{Act, Entry},
        mask,
        notice::{Notice, query_code},
        petition::{Material, No, Petition},
        step::{StepKind, Stepped},
    },
    lang::Lang,
    store::{Lists, PetitionPage},
};
use chrono::NaiveDate;
use minijinja::Value;
use std::collections::BTreeMap;

/// One printing of a paper.
#[derive(Clone, Copy, Debug)]
pub struct Issue<'a> {
    /// Its number.
    pub number: &'a str,
    /// Code of the office that prints it.
    pub office: &'a str,
    /// The civil date.
    pub printed: NaiveDate,
    /// Whether it repeats an earlier print.
    pub again: bool,
    /// Whether the petition is made up.
    pub demo: bool,
}

/// Slots and what fills them.
#[derive(Clone, Debug, PartialEq)]
pub struct Slots(BTreeMap<&'static str, Value>);

impl Slots {
    /// These slots.
    pub(super) const fn of(values: BTreeMap<&'static str, Value>) -> Self {
        Self(values)
    }

    /// What a template is filled from.
    pub(super) const fn values(&self) -> &BTreeMap<&'static str, Value> {
        &self.0
    }
}

/// Everything that a paper may say of a petition. Of a sealed accusation that is the minimum \[30\].
pub fn gather(page: &PetitionPage, notice: Notice, issue: &Issue<'_>, lists: &Lists, lang: &Lang) -> Slots {
    let teller = Teller { page, notice, issue, lists, catalog: &lists.catalog, lang };
    let sealed = page.petition.matter.sealed();
    let names = if sealed { SEALED_SLOTS } else { SLOTS };
    let mut told = teller.print();
    if !sealed {
        told.extend(teller.petition());
        told.extend(teller.law());
        told.extend(teller.proof());
        told.extend(teller.step());
    }
    let value = |name: &&'static str| (*name, Value::from(as_read(name, told.remove(name), lang)));
    let mut values: BTreeMap<&'static str, Value> = names.iter().map(value).collect();
    if !sealed {
        values.insert(LIST.0, rows(teller.materials()));
    }
    Slots(values)
}

/// What a slot says on paper: a day as people of the language write it, all else as it was said.
fn as_read(slot: &str, said: Option<String>, lang: &Lang) -> String {
    let said = said.unwrap_or_default();
    match said.parse() {
        Ok(day) if DAYS.contains(&slot) => lang.day(day),
        _ => said,
    }
}

/// A list that a template goes through.
pub(super) fn rows(rows: Vec<BTreeMap<&'static str, String>>) -> Value {
    rows.into_iter().map(Value::from).collect()
}

/// A name as it stands at the head of a paper: with a great letter where the language has them.
fn headline(name: &str) -> String {
    let mut rest = name.chars();
    rest.next().map(char::to_uppercase).into_iter().flatten().chain(rest).collect()
}

type Told = BTreeMap<&'static str, String>;

/// Whoever tells a paper what stands in a petition.
struct Teller<'a> {
    page: &'a PetitionPage,
    notice: Notice,
    issue: &'a Issue<'a>,
    lists: &'a Lists,
    catalog: &'a Catalog,
    lang: &'a Lang,
}

impl Teller<'_> {
    /// What even a paper about a sealed accusation says.
    fn print(&self) -> Told {
        let petition = &self.page.petition;
        let office = self.catalog.name(List::Office, self.issue.office);
        let query = if self.notice == Notice::Receipt { query_code(petition) } else { String::new() };
        let ask =
            [("office", office.into()), ("no", petition.no.as_str().into()), ("reach", self.reach().into())];
        Told::from([
            ("office", office.to_owned()),
            ("number", self.issue.number.to_owned()),
            ("printed", self.issue.printed.to_string()),
            ("marks", self.marks()),
            ("no", petition.no.to_string()),
            ("title", headline(&self.lang.say(&self.notice.message()))),
            ("received", self.received().to_string()),
            ("ask", self.lang.fill("paper-ask", &ask)),
            ("query", query),
        ])
    }

    /// Where the counter is and its telephone, as far as it has said them.
    fn reach(&self) -> String {
        let counter = self.catalog.get(List::Office, self.issue.office);
        let reach = counter.map_or("", |counter| counter.extra.reach.trim());
        if reach.is_empty() {
            String::new()
        } else {
            self.lang.fill("paper-reach", &[("reach", reach.into())])
        }
    }

    fn marks(&self) -> String {
        let marks = [(self.issue.demo, "demo"), (self.issue.again, "act-again")];
        let said = marks.iter().filter(|(is, _)| *is).map(|(_, id)| format!("[{}]", self.lang.say(id)));
        said.collect::<Vec<_>>().join(" ")
    }

    /// The day that a paper of the counter speaks of: that of the last visit.
    fn received(&self) -> NaiveDate {
        match self.basis().map(|entry| &entry.act) {
            Some(Act::Visited(visit)) => visit.on,
            _ => self.page.petition.received,
        }
    }

    fn basis(&self) -> Option<&Entry> {
        self.notice.basis(&self.page.entries)
    }

    fn petition(&self) -> Told {
        let Petition { matter, registrar, .. } = &self.page.petition;
        let first = matter.petitioners.first();
        let part =
            |part: fn(&crate::domain::petition::Petitioner) -> String| first.map(part).unwrap_or_default();
        let path = |list, code: &str| self.catalog.path(list, code);
        let clerk = self.basis().map_or(registrar, |entry| &entry.who);
        Told::from([
            ("petitioner", self.petitioner()),
            ("people", matter.petitioners.len().max(1).to_string()),
            ("address", part(|one| one.address.clone())),
            ("identity", part(|one| mask::identity(&one.identity))),
            ("phone", part(|one| mask::phone(&one.phone))),
            ("subject", matter.subject.clone()),
            ("facts", matter.facts.clone()),
            ("demand", matter.demand.clone()),
            ("request", matter.demand.clone()),
            ("place", path(List::Place, &matter.place)),
            ("category", path(List::Category, &matter.category)),
            ("channel", self.lang.say(&matter.channel.message())),
            ("nature", self.lang.say(&matter.nature.message())),
            ("unit", path(List::Unit, &matter.unit)),
            ("goes", self.goes()),
            ("clerk", self.catalog.name(List::Clerk, clerk).to_owned()),
            ("due", self.due().map(|day| day.to_string()).unwrap_or_default()),
        ])
    }

    fn petitioner(&self) -> String {
        let matter = &self.page.petition.matter;
        if matter.anonymous { self.lang.say("anonymous") } else { matter.first_name().to_owned() }
    }

    fn goes(&self) -> String {
        let unit = &self.page.petition.matter.unit;
        if unit.is_empty() { self.lang.say("paper-goes-later") } else { self.catalog.path(List::Unit, unit) }
    }

    /// By when the petitioner hears: whoever stays anonymous cannot be told \[23\].
    fn due(&self) -> Option<NaiveDate> {
        if self.page.petition.matter.anonymous { None } else { self.limit("D2", self.issue.printed) }
    }

    /// The legal day of a limit on the petition, as it stood on a day.
    fn limit(&self, id: &str, on: NaiveDate) -> Option<NaiveDate> {
        let clocks = self.lists.limits.clocks(&self.page.petition, on);
        clocks.into_iter().find(|clock| clock.id == id).map(|clock| clock.due().raw)
    }

    /// What the regulation has a paper say, whatever an office makes of its template.
    fn law(&self) -> Told {
        let right = match self.notice {
            // A suggestion is answered, and nobody reviews that \[29\].
            Notice::Reply if self.answers() => String::new(),
            Notice::Reply => self.lang.say("paper-right-review"),
            Notice::Review => self.lang.say("paper-right-rereview"),
            Notice::Rereview => self.lang.say("paper-final"),
            _ => String::new(),
        };
        let article = match self.notice {
            Notice::NoLongerAccepted => self.lang.say("paper-article-36"),
            _ => String::new(),
        };
        Told::from([
            ("read_back", self.lang.say("paper-read-back")),
            ("sign", self.lang.say("paper-sign")),
            ("right", right),
            ("article", article),
        ])
    }

    /// Whether the paper answers a suggestion.
    fn answers(&self) -> bool {
        let act = self.basis().map(|entry| &entry.act);
        matches!(act, Some(Act::Stepped(taken)) if taken.step == StepKind::Answer)
    }

    /// Which paper was handed over; how and to whom is written by hand where no step tells it.
    fn proof(&self) -> Told {
        Told::from([
            ("paper", self.served()),
            ("to", self.petitioner()),
            ("signed", self.lang.say("paper-signed")),
        ])
    }

    /// What was said at the step that the paper rests on.
    fn step(&self) -> Told {
        let Some(Act::Stepped(taken)) = self.basis().map(|entry| &entry.act) else { return Told::new() };
        let said = |slot: &str| taken.said(slot).to_owned();
        let answer = |list: &str, slot: &str| match taken.said(slot) {
            "" => String::new(),
            id => self.lang.say(&format!("{list}-{id}")),
        };
        let handled = || self.limit("D6", taken.on).map(|day| day.to_string()).unwrap_or_default();
        let mut told = Told::from([("on", taken.on.to_string())]);
        told.extend(match taken.step {
            StepKind::Accept => vec![("route", self.lang.say("paper-procedure")), ("due", handled())],
            StepKind::NotAccept => vec![
                ("ground", answer("ground", "ground")),
                ("article", self.lang.say("paper-article-23")),
                ("guidance", said("guidance")),
            ],
            StepKind::NoLongerAccept => vec![("rereview", said("final"))],
            StepKind::Forward | StepKind::Assign => vec![
                ("to", self.catalog.path(List::Unit, taken.said("unit"))),
                ("manner", self.manner(taken.step)),
            ],
            StepKind::Direct => vec![
                ("route", answer("route", "route")),
                ("organ", said("organ")),
                ("time_bar", answer("time-bar", "bar")),
                ("papers", said("papers")),
            ],
            StepKind::Extend => {
                vec![("reason", said("reasons")), ("approver", said("approver")), ("due", handled())]
            }
            StepKind::Remind => {
                vec![("to", self.addressed(taken)), ("wrong", self.lateness(taken)), ("limit", said("limit"))]
            }
            StepKind::Recommend => vec![
                ("to", said("to")),
                ("wrong", format!("{}\n{}", said("words"), self.recommended(taken))),
                ("limit", said("limit")),
            ],
            StepKind::Reply => vec![
                ("request", said("asked")),
                ("facts", said("facts")),
                ("opinion", said("opinion")),
                ("basis", said("basis")),
                ("conclusion", answer("conclusion", "conclusion")),
            ],
            StepKind::Answer => {
                vec![("opinion", said("opinion")), ("conclusion", answer("adopted", "adopted"))]
            }
            StepKind::Review | StepKind::Rereview => vec![
                ("request", self.asked(taken.step)),
                ("organ", said("organ")),
                ("outcome", format!("{}\n{}", answer("outcome", "outcome"), said("opinion"))),
            ],
            StepKind::Serve => vec![
                ("how", answer("service", "service")),
                ("by", said("by")),
                ("signed", format!("{}\n{}", answer("signed", "signed"), self.lang.say("paper-signed"))),
            ],
            _ => Vec::new(),
        });
        told
    }

    /// The paper that was served, with its number where it has one.
    fn served(&self) -> String {
        let named = |(notice, number): (Notice, Option<&No>)| {
            format!("{} {}", self.lang.say(&notice.message()), number.map_or("", No::as_str))
        };
        Notice::served(&self.page.entries).map_or_else(String::new, named)
    }

    fn manner(&self, step: StepKind) -> String {
        self.lang.say(if step == StepKind::Assign { "paper-assigned" } else { "paper-forwarded" })
    }

    /// What was asked for before a review or re-review; the demand itself where no reasons were given.
    fn asked(&self, review: StepKind) -> String {
        let again = review == StepKind::Rereview;
        let request = if again { StepKind::RereviewRequest } else { StepKind::ReviewRequest };
        let Petition { matter, steps, .. } = &self.page.petition;
        let reasons =
            steps.iter().rfind(|taken| taken.step == request).map_or("", |taken| taken.said("reasons"));
        if reasons.is_empty() { matter.demand.clone() } else { reasons.to_owned() }
    }

    /// What a recommendation asks for.
    fn recommended(&self, taken: &Stepped) -> String {
        let what = self.lang.say(&format!("recommended-{}", taken.said("recommended")));
        self.lang.fill("paper-recommended", &[("what", what.into())])
    }

    /// The unit that is reminded, or the office itself, and whom in it.
    fn addressed(&self, taken: &Stepped) -> String {
        let unit = match taken.said("addressed") {
            "" => self.bound(taken.said("clock")),
            unit => self.catalog.path(List::Unit, unit),
        };
        let whom = self.lang.say(&format!("addressee-{}", taken.said("addressee")));
        format!("{unit} {whom}").trim().to_owned()
    }

    /// Whom a limit binds where no unit was named: the office itself, or whoever a recommendation was addressed to.
    /// Units above are written in by hand.
    fn bound(&self, clock: &str) -> String {
        let petition = &self.page.petition;
        let rules = self.lists.limits.rules(petition.no.office());
        match rules.get(clock).map(|rule| rule.who) {
            Some(Duty::Office | Duty::Unit | Duty::SubCentre) => {
                self.catalog.name(List::Office, petition.no.office()).to_owned()
            }
            Some(Duty::Addressee) => {
                let sent = petition.steps.iter().rev().find(|taken| taken.step == StepKind::Recommend);
                sent.map_or(String::new(), |taken| taken.said("to").to_owned())
            }
            _ => "＿＿＿＿＿＿".to_owned(),
        }
    }

    /// Which limit ends or has ended, and by how many days it was late on the day of the reminder.
    fn lateness(&self, taken: &Stepped) -> String {
        let due = taken.said("due").parse().unwrap_or(taken.on);
        let days = (taken.on - due).num_days();
        let words = [
            ("name", self.lang.say(&format!("clock-{}", taken.said("clock"))).into()),
            ("due", self.lang.day(due).into()),
            ("days", days.into()),
        ];
        let told = self.lang.fill(if days > 0 { "paper-late" } else { "paper-ends" }, &words);
        format!("{told}\n{}", taken.said("words")).trim().to_owned()
    }

    fn materials(&self) -> Vec<BTreeMap<&'static str, String>> {
        let say = |yes: bool, is: &str, not: &str| self.lang.say(if yes { is } else { not });
        let row = |one: &Material| {
            BTreeMap::from([
                ("name", one.name.clone()),
                ("pages", one.pages.to_string()),
                ("kind", say(one.original, "material-original", "material-copy")),
                ("returned", say(one.returned, "material-returned", "material-kept")),
            ])
        };
        self.page.petition.matter.materials.iter().map(row).collect()
    }
}
