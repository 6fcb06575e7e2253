//! What happens to a petition of the made-up town after it has come in, step by step until today.
use super::dice::Dice;
use crate::domain::{
    journal::Act,
    notice::Notice,
    petition::{Matter, Nature},
    step::{StepKind, Stepped},
};
use chrono::{Days, NaiveDate};

/// Days before today in which lives are told step by step; older petitions came in with a sheet and a state.
pub const TOLD: i64 = 120;

/// One life while it is told.
struct Life<'a> {
    dice: &'a mut Dice,
    day: NaiveDate,
    today: NaiveDate,
    acts: Vec<(NaiveDate, Act)>,
}

/// Everything that has happened to a petition by today.
pub fn life(
    dice: &mut Dice,
    matter: &Matter,
    received: NaiveDate,
    today: NaiveDate,
) -> Vec<(NaiveDate, Act)> {
    let mut life = Life { dice, day: received, today, acts: Vec::new() };
    // Whoever did not come to today has nothing more to tell.
    let _ = match matter.nature {
        Nature::Request => life.request(matter),
        Nature::Suggestion => life.suggestion(),
        Nature::Accusation => life.accusation(),
    };
    life.acts
}

impl Life<'_> {
    /// So many days later, if that is not still to come.
    fn later(&mut self, from: u32, to: u32) -> Option<()> {
        let days = self.dice.between(from, to);
        let day = self.day.checked_add_days(Days::new(days.into()))?;
        (day <= self.today).then(|| self.day = day)
    }

    fn step(&mut self, step: StepKind, said: &[(&str, &str)]) {
        let said = said.iter().map(|(slot, text)| ((*slot).to_owned(), (*text).to_owned())).collect();
        self.acts.push((self.day, Act::Stepped(Stepped { step, on: self.day, said })));
    }

    /// Most papers are printed at once.
    fn print(&mut self, notice: Notice) {
        if !self.dice.in_thousand(60) {
            self.acts.push((self.day, Act::Printed { notice, again: false, number: None }));
        }
    }

    /// As a rule on the spot or soon; now and then too late.
    fn decide(&mut self) -> Option<()> {
        match self.dice.below(100) {
            0..35 => self.later(0, 0),
            35..75 => self.later(1, 12),
            _ => self.later(13, 32),
        }
    }

    fn request(&mut self, matter: &Matter) -> Option<()> {
        self.decide()?;
        match self.dice.below(100) {
            0..4 => {
                let why = "属于法院受理范围，请向人民法院起诉。";
                self.step(StepKind::NotAccept, &[("ground", "statutory"), ("guidance", why)]);
                self.print(Notice::NonAcceptance);
                return None;
            }
            4..10 => {
                let said = [("route", "arbitration"), ("organ", "劳动人事争议仲裁委员会"), ("bar", "labour")];
                self.step(StepKind::Direct, &said);
                self.print(Notice::StatutoryRoute);
                return None;
            }
            10..24 => {
                self.step(StepKind::Forward, &[("unit", &matter.unit)]);
                self.print(Notice::Forwarded);
                self.decide()?;
                self.accept()?;
            }
            24..36 => {
                self.step(StepKind::Simple, &[]);
                self.later(2, 16)?;
            }
            _ => self.accept()?,
        }
        self.answer(matter)
    }

    fn accept(&mut self) -> Option<()> {
        self.step(StepKind::Accept, &[]);
        self.print(Notice::Acceptance);
        if self.dice.in_thousand(350) {
            self.later(2, 9)?;
            let text = "已与责任单位沟通，正在核实情况。".to_owned();
            self.acts.push((self.day, Act::Progressed { on: self.day, text }));
        }
        if self.dice.in_thousand(60) {
            self.later(30, 48)?;
            let said =
                [("days", "30"), ("approver", "分管负责人"), ("reasons", "涉及多个单位，需要进一步核查。")];
            self.step(StepKind::Extend, &said);
            self.print(Notice::Extension);
        }
        self.later(4, 50)
    }

    /// The reply, its service, and the end.
    fn answer(&mut self, matter: &Matter) -> Option<()> {
        let conclusion =
            self.dice.one(&["supported", "supported", "explained", "not-supported"], "explained");
        let said = [
            ("asked", matter.demand.as_str()),
            ("facts", matter.facts.as_str()),
            ("opinion", "经查，所反映情况部分属实，已责成有关单位限期落实。"),
            ("basis", "《信访工作条例》第三十二条"),
            ("conclusion", conclusion),
        ];
        self.step(StepKind::Reply, &said);
        self.print(Notice::Reply);
        self.later(0, 3)?;
        self.step(StepKind::Serve, &[("service", "in-person"), ("by", "经办人"), ("signed", "signed")]);
        self.later(0, 20)?;
        self.step(StepKind::Close, &[]);
        if self.dice.in_thousand(600) {
            self.later(1, 9)?;
            let satisfied = self.dice.one(&["yes", "yes", "partly", "no"], "silent");
            self.step(StepKind::Satisfaction, &[("office", "yes"), ("handler", satisfied)]);
        }
        self.later(20, 40)?;
        self.step(StepKind::Archive, &[]);
        Some(())
    }

    fn suggestion(&mut self) -> Option<()> {
        self.decide()?;
        self.later(2, 30)?;
        let adopted = self.dice.one(&["adopted", "partly", "not-adopted"], "partly");
        self.step(StepKind::Answer, &[("adopted", adopted), ("opinion", "已转有关单位研究。")]);
        self.print(Notice::Reply);
        self.later(1, 10)?;
        self.step(StepKind::Close, &[]);
        Some(())
    }

    fn accusation(&mut self) -> Option<()> {
        self.later(1, 9)?;
        self.step(StepKind::Discipline, &[("unit", "JW")]);
        Some(())
    }
}
