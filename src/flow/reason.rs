//! A limit in words: where it stands, and why its day is its day.
use super::Teller;
use crate::{
    domain::{
        calendar::{Length, Skip, Unit},
        clock::{Clock, Duty, Kind, Rules, Stand},
    },
    lang::FluentValue,
};
use chrono::NaiveDate;

impl Teller<'_> {
    /// What it is, who must act, its day, and how much time is left.
    pub fn clock(self, clock: &Clock, today: NaiveDate) -> String {
        let name = self.lang.say(&format!("clock-{}", clock.id));
        let (who, day) = (self.lang.say(&clock.who.message()), clock.last_day());
        let mut told = format!("{name}  {who}  {day}  {}", self.stands(clock, today));
        if clock.due().provisional {
            told.push_str(&self.lang.say("clock-provisional"));
        }
        told
    }

    /// Where it stands today.
    fn stands(self, clock: &Clock, today: NaiveDate) -> String {
        let days = |id: &str, days: i64| self.lang.fill(id, &[("days", days.into())]);
        match (clock.stand, clock.stop) {
            (Stand::Void(reason), _) => self.lang.say(&format!("clock-void-{reason}")),
            (Stand::Suspended, _) => self.lang.say("clock-suspended"),
            (Stand::Met, Some(stop)) => {
                let words = [("day", text(stop)), ("days", clock.late.into())];
                self.lang.fill("clock-met", &words)
            }
            (Stand::Lapsed, _) if clock.kind == Kind::Right => days("clock-past", clock.late),
            (Stand::Lapsed, _) => days("clock-late", clock.late),
            _ => days("clock-left", clock.left(today)),
        }
    }

    /// Why its day is its day: what began it, the rule and its source, what was not counted, what made it longer.
    pub fn reason(self, clock: &Clock, today: NaiveDate) -> String {
        let told = [
            Some(self.rule(clock)),
            self.own_choice(clock),
            self.extended(clock),
            self.skipped(clock),
            self.made_up(clock),
            Some(self.ends(clock)),
            clock.due().provisional.then(|| self.lang.say("date-provisional")),
            Some(self.stands(clock, today)),
        ];
        told.into_iter().flatten().collect::<Vec<_>>().join("\n")
    }

    fn rule(self, clock: &Clock) -> String {
        let id = format!("clock-{}", clock.id);
        let length = clock.length.map_or_else(|| self.lang.say("reason-named"), |length| self.length(length));
        let words = [
            ("name", self.lang.say(&id).into()),
            ("id", clock.id.clone().into()),
            ("begun", self.lang.attribute(&id, "begun").into()),
            ("start", text(clock.start)),
            ("length", length.into()),
            ("basis", self.basis(clock.article, clock.local).into()),
            ("who", self.lang.say(&clock.who.message()).into()),
        ];
        self.lang.fill("reason-rule", &words)
    }

    /// On what a limit rests: an article of the regulation, a local choice, or the rule on simple handling.
    pub fn basis(self, article: Option<u32>, local: bool) -> String {
        let (id, article) = source(article, local);
        self.lang.fill(id, &[("article", article)])
    }

    /// The same in a few words.
    pub fn basis_short(self, article: Option<u32>, local: bool) -> String {
        let (id, article) = source(article, local);
        self.lang.fill_short(id, &[("article", article)])
    }

    /// How long a limit is, in words.
    pub fn length(self, length: Length) -> String {
        let id = match length.unit {
            Unit::Days => "reason-days",
            Unit::WorkingDays => "reason-working-days",
            Unit::Hours => "reason-hours",
        };
        self.lang.fill(id, &[("count", length.count.into())])
    }

    /// That the office itself has chosen a length, and what it is by law.
    fn own_choice(self, clock: &Clock) -> Option<String> {
        let law = Rules::shipped().get(&clock.id)?.length(0)?;
        let more = clock.extension.map_or(0, |extension| extension.days);
        let own = clock.length.filter(|own| own.count != law.count.saturating_add(more))?;
        let own = Length { count: own.count.saturating_sub(more), ..own };
        let words = [("law", self.length(law).into()), ("own", self.length(own).into())];
        Some(self.lang.fill("reason-own", &words))
    }

    fn extended(self, clock: &Clock) -> Option<String> {
        let extension = clock.extension?;
        let words = [("on", text(extension.on)), ("days", extension.days.into())];
        Some(self.lang.fill("reason-extended", &words))
    }

    fn skipped(self, clock: &Clock) -> Option<String> {
        let skipped = &clock.counted.skipped;
        let run = |run: &[(NaiveDate, Skip)]| {
            let why = self.lang.say(&format!("skip-{}", run[0].1.id()));
            match run {
                [(first, _), .., (last, _)] => format!("{first} - {last} {why}"),
                _ => format!("{} {why}", run[0].0),
            }
        };
        let next = |a: &(NaiveDate, Skip), b: &(NaiveDate, Skip)| a.1 == b.1 && a.0.succ_opt() == Some(b.0);
        let runs: Vec<String> = skipped.chunk_by(next).map(run).collect();
        let words = [("count", skipped.len().into()), ("days", runs.join(", ").into())];
        (!runs.is_empty()).then(|| self.lang.fill("reason-skipped", &words))
    }

    fn made_up(self, clock: &Clock) -> Option<String> {
        let days: Vec<String> = clock.counted.made_up.iter().map(NaiveDate::to_string).collect();
        (!days.is_empty()).then(|| self.lang.fill("reason-made-up", &[("days", days.join(", ").into())]))
    }

    fn ends(self, clock: &Clock) -> String {
        let due = clock.due();
        if clock.local {
            self.lang.fill("reason-ends-local", &[("raw", text(due.raw)), ("work", text(due.work_to))])
        } else if clock.who == Duty::Petitioner {
            self.lang.fill("reason-ends-later", &[("raw", text(due.raw)), ("later", text(due.later))])
        } else {
            self.lang.fill("reason-ends", &[("raw", text(due.raw)), ("work", text(due.work_to))])
        }
    }
}

/// The message that says on what a limit rests, and its article.
fn source(article: Option<u32>, local: bool) -> (&'static str, FluentValue<'static>) {
    match article {
        Some(article) => ("reason-article", article.into()),
        None if local => ("reason-local", "".into()),
        None => ("reason-simple", "".into()),
    }
}

fn text(day: NaiveDate) -> FluentValue<'static> {
    day.to_string().into()
}
