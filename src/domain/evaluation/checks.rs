//! The points of the checklist, each from the record alone.
use super::{Check, Evidence, Record, Verdict};
use crate::domain::{
    calendar::beijing,
    case::CaseState,
    clock::{Clock, Stand},
    journal::{Act, Entry, standing},
    notice::Notice,
    petition::{Nature, State},
    step::{Blank, Conclusion, StepKind, Stepped},
};
use chrono::NaiveDate;

/// Days within which a petition is registered \[22\].
const REGISTER: i64 = 15;

/// What a check comes to, and on what it rests.
type Told = (Verdict, Vec<Evidence>);

fn evidence(word: impl Into<String>, text: &(impl ToString + ?Sized)) -> Evidence {
    Evidence { word: word.into(), text: Blank::Text(text.to_string()) }
}

/// The same, filled out with a message.
fn evidence_of(word: &'static str, message: impl Into<String>) -> Evidence {
    Evidence { word: word.to_owned(), text: Blank::Words(message.into()) }
}

fn beside() -> Told {
    (Verdict::Beside, Vec::new())
}

/// Missed where anything is lacking, kept by what there is otherwise.
fn lacking(lacks: Vec<Evidence>, there: Vec<Evidence>) -> Told {
    if lacks.is_empty() { (Verdict::Kept, there) } else { (Verdict::Missed, lacks) }
}

impl Record<'_> {
    pub(super) fn check(&self, check: Check) -> Told {
        match check {
            Check::Registered => self.registered(),
            Check::Classified => self.classified(),
            Check::Routed => self.limits(&["D1"]),
            Check::Objected => self.objected(),
            Check::Told => self.limits(&["D2", "D3"]),
            Check::Grounds => self.grounds(),
            Check::Route => self.route(),
            Check::Heard => self.heard(),
            Check::InTime => self.in_time(),
            Check::Reply => self.reply(),
            Check::Served => self.served(),
            Check::CarriedOut => self.carried_out(),
            Check::Duties => self.duties(),
            Check::Asked => self.asked(),
            Check::File => self.file(),
            Check::Confidential => self.confidential(),
        }
    }

    fn step(&self, kind: StepKind) -> Option<&Stepped> {
        self.petition.steps.iter().rfind(|taken| taken.step == kind)
    }

    fn taken(taken: &Stepped) -> Evidence {
        evidence(taken.step.message(), &taken.on)
    }

    /// Whether somebody still has to act before it can be said how it ends.
    fn ended(&self) -> bool {
        !self.petition.state.is_open()
    }

    /// Name, address, request, facts and reasons; and taken down within the days.
    fn registered(&self) -> Told {
        let matter = &self.petition.matter;
        let named = matter.anonymous || !matter.first_name().trim().is_empty();
        let addressed =
            matter.anonymous || matter.petitioners.iter().any(|one| !one.address.trim().is_empty());
        let lacks = |there: bool, field: &str| {
            (!there).then(|| evidence_of("evidence-lacks", format!("intake-{field}")))
        };
        let on = beijing(self.petition.registered_at);
        let late = (on - self.petition.received).num_days() > REGISTER && self.petition.national_no.is_none();
        let all = [
            lacks(named, "name"),
            lacks(addressed, "address"),
            lacks(!matter.demand.trim().is_empty(), "demand"),
            lacks(!matter.facts.trim().is_empty(), "facts"),
            late.then(|| evidence("evidence-late", &on)),
        ];
        lacking(all.into_iter().flatten().collect(), vec![evidence("act-registered", &on)])
    }

    fn classified(&self) -> Told {
        let matter = &self.petition.matter;
        let lacks = |code: &str, field: &str| {
            let unclear = code.is_empty() || matter.marks.iter().any(|mark| mark.field == field);
            unclear.then(|| evidence_of("evidence-lacks", format!("intake-{field}")))
        };
        let all = [lacks(&matter.place, "place"), lacks(&matter.category, "category")];
        lacking(all.into_iter().flatten().collect(), Vec::new())
    }

    /// Limits by name: missed where one was or is late, kept where one was met, else nobody was asked yet.
    fn limits(&self, names: &[&str]) -> Told {
        let stands =
            |clock: &&Clock| names.contains(&clock.id.as_str()) && !matches!(clock.stand, Stand::Void(_));
        let clocks: Vec<&Clock> = self.clocks.iter().filter(stands).collect();
        if let Some(late) = clocks.iter().find(|clock| clock.late > 0) {
            return (Verdict::Missed, vec![evidence("evidence-due", &late.last_day())]);
        }
        match clocks.iter().find_map(|clock| clock.stop) {
            Some(on) => (Verdict::Kept, vec![evidence("evidence-on", &on)]),
            None => beside(),
        }
    }

    fn objected(&self) -> Told {
        let Some(objection) = self.step(StepKind::Objection) else { return beside() };
        match self.clocks.iter().find(|clock| clock.id == "D4") {
            Some(clock) if objection.on > clock.last_day() => {
                (Verdict::Missed, vec![evidence("evidence-due", &clock.last_day())])
            }
            _ => (Verdict::Kept, vec![Self::taken(objection)]),
        }
    }

    /// A step whose paper tells the petitioner the rest.
    fn with_paper(&self, kind: StepKind, notice: Notice) -> Told {
        let Some(taken) = self.step(kind) else { return beside() };
        let paper = notice.printed(self.entries).is_some();
        let lacks = (!paper).then(|| evidence_of("evidence-unprinted", notice.message()));
        lacking(lacks.into_iter().collect(), vec![Self::taken(taken)])
    }

    fn grounds(&self) -> Told {
        self.with_paper(StepKind::NotAccept, Notice::NonAcceptance)
    }

    fn route(&self) -> Told {
        self.with_paper(StepKind::Direct, Notice::StatutoryRoute)
    }

    /// Between acceptance and reply somebody was heard, or something was looked into.
    fn heard(&self) -> Told {
        let (Some(accepted), Some(reply)) = (self.step(StepKind::Accept), self.step(StepKind::Reply)) else {
            return beside();
        };
        let between = |on: NaiveDate| on >= accepted.on && on <= reply.on;
        let found = standing(self.entries).find_map(|entry| match &entry.act {
            Act::Progressed { on, .. } if between(*on) => Some(evidence("act-progressed", &on)),
            Act::Visited(visit) if between(visit.on) => Some(evidence("act-visited", &visit.on)),
            Act::Stepped(taken)
                if [StepKind::Hearing, StepKind::Mediation].contains(&taken.step) && between(taken.on) =>
            {
                Some(Self::taken(taken))
            }
            _ => None,
        });
        found.map_or_else(
            || (Verdict::Missed, vec![evidence("evidence-nobody-heard", "")]),
            |found| (Verdict::Kept, vec![found]),
        )
    }

    /// The days of handling; an extension has to be told before the first ones are over.
    fn in_time(&self) -> Told {
        let kept = self.limits(&["D6", "D16"]);
        let Some(extended) = self.step(StepKind::Extend) else { return kept };
        let first = |entry: &&Entry| {
            matches!(&entry.act, Act::Printed { notice: Notice::Extension, again: false, .. })
        };
        let paper = standing(self.entries).find(first).map(|entry| beijing(entry.at));
        let ends = self.clocks.iter().find(|clock| clock.id == "D6").map(|clock| {
            let longer = clock.extension.map_or(0, |extension| extension.days);
            clock.last_day() - chrono::Days::new(longer.into())
        });
        match (paper, ends) {
            (None, _) => {
                (Verdict::Missed, vec![evidence_of("evidence-unprinted", Notice::Extension.message())])
            }
            (Some(told), Some(ends)) if extended.on.max(told) > ends => {
                (Verdict::Missed, vec![evidence("evidence-due", &ends)])
            }
            _ => kept,
        }
    }

    /// Request, facts, opinion and basis, and the paper that names the right of review.
    fn reply(&self) -> Told {
        let Some(reply) = self.step(StepKind::Reply) else { return beside() };
        let parts = ["asked", "facts", "opinion", "basis", "conclusion"];
        let mut lacks: Vec<Evidence> = parts
            .iter()
            .filter(|slot| reply.said(slot).trim().is_empty())
            .map(|slot| evidence_of("evidence-lacks", format!("slot-{slot}")))
            .collect();
        if Notice::Reply.printed(self.entries).is_none() {
            lacks.push(evidence_of("evidence-unprinted", Notice::Reply.message()));
        }
        lacking(lacks, vec![Self::taken(reply)])
    }

    fn served(&self) -> Told {
        let Some(reply) = self.step(StepKind::Reply) else { return beside() };
        match self.step(StepKind::Serve).filter(|served| served.on >= reply.on) {
            Some(served) if served.said("signed").is_empty() && served.said("service") == "in-person" => {
                (Verdict::Missed, vec![evidence_of("evidence-lacks", "slot-signed")])
            }
            Some(served) => (Verdict::Kept, vec![Self::taken(served)]),
            None if self.petition.state == State::Replied => beside(),
            None => (Verdict::Missed, vec![evidence("evidence-not-served", &reply.on)]),
        }
    }

    /// What a reply supports is carried out, what it does not support is explained: the end says so, or a follow-up does.
    fn carried_out(&self) -> Told {
        let Some(reply) = self.step(StepKind::Reply).filter(|_| self.ended()) else { return beside() };
        let last = [StepKind::FollowUp, StepKind::Close].into_iter().find_map(|kind| self.step(kind));
        let supported = Conclusion::parse(reply.said("conclusion")) == Some(Conclusion::Supported);
        match last {
            Some(taken) => (Verdict::Kept, vec![Self::taken(taken)]),
            None if supported => (Verdict::Missed, vec![evidence("evidence-not-carried-out", &reply.on)]),
            None => beside(),
        }
    }

    fn duties(&self) -> Told {
        let resolved = |state| state == CaseState::Resolved;
        let Some(case) = self.cases.iter().find(|case| resolved(case.state)) else { return beside() };
        match case.why_not_closed() {
            None => (Verdict::Kept, vec![evidence("evidence-case", &case.title)]),
            Some(why) => (Verdict::Missed, vec![evidence(why, &case.title)]),
        }
    }

    fn asked(&self) -> Told {
        if !matches!(self.petition.state, State::Closed | State::Archived) || self.petition.told {
            return beside();
        }
        match self.step(StepKind::Satisfaction) {
            Some(taken) => (Verdict::Kept, vec![Self::taken(taken)]),
            None => (Verdict::Missed, vec![evidence("evidence-not-asked", "")]),
        }
    }

    /// Once it has ended, no paper is owed and nothing is left to be checked.
    fn file(&self) -> Told {
        if !self.ended() || self.petition.told {
            return beside();
        }
        let owed =
            Notice::owed(self.entries).map(|notice| evidence_of("evidence-unprinted", notice.message()));
        let marks = self.petition.matter.marks.first();
        let marks = marks.map(|mark| evidence_of("evidence-unchecked", format!("intake-{}", mark.field)));
        lacking(owed.into_iter().chain(marks).collect(), Vec::new())
    }

    /// The unit that is accused never became the one that handles it, nor was it written to.
    fn confidential(&self) -> Told {
        let matter = &self.petition.matter;
        if matter.nature != Nature::Accusation || matter.accused.is_empty() {
            return beside();
        }
        let named = self.petition.steps.iter().find(|taken| taken.said("unit") == matter.accused);
        match named {
            Some(taken) => (Verdict::Missed, vec![Self::taken(taken)]),
            None => (Verdict::Kept, Vec::new()),
        }
    }
}
