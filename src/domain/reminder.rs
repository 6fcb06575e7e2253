//! Reminders by grades 分级限时催办: which levels there are, and which one is due now for a limit that presses.
use super::{
    agenda::owed,
    calendar::plus_days,
    clock::{Clock, Duty, Limits},
    petition::Petition,
    step::{StepKind, Stepped},
    words::terms,
};
use chrono::{Days, NaiveDate};
use serde::Deserialize;
use std::{collections::BTreeMap, sync::LazyLock};

pub(super) const SHIPPED: &str = include_str!("data/reminders.toml");
/// How many days an office may move a level or give for its answer, either way.
const WIDEST: u32 = 365;

terms! {
    /// The levels, each sharper than the one before.
    Grade / "grade" {
        /// 提醒: the limit comes near.
        Notice = "notice",
        /// 一级催办
        First = "first",
        /// 二级催办, in writing.
        Second = "second",
        /// 三级督办函
        Letter = "letter",
        /// 四级会办
        Meeting = "meeting",
    }
}

terms! {
    /// To whom in a unit a level is addressed.
    Addressee / "addressee" {
        /// 经办人
        Handler = "handler",
        /// 分管负责人
        Deputy = "deputy",
        /// 主要负责人
        Head = "head",
        /// 联席会议
        Meeting = "meeting",
    }
}

impl Grade {
    /// Whether it goes out as a supervision letter 督办函 and not as a reminder slip 催办单.
    pub const fn is_letter(self) -> bool {
        matches!(self, Self::Letter | Self::Meeting)
    }
}

/// One level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// Which one.
    pub grade: Grade,
    /// Calendar days after the legal day of the limit from which it is proposed; below 0 before that day.
    pub from: i32,
    /// To whom it is addressed.
    pub to: Addressee,
    /// Calendar days in which it has to be answered.
    pub answer: Option<u32>,
}

/// A table of levels that cannot be used: why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct LevelError(pub String);

/// All levels, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels(Vec<Level>);

#[allow(clippy::needless_pass_by_value, reason = "it is a mapper of errors")]
fn unreadable(error: toml::de::Error) -> LevelError {
    LevelError(error.to_string())
}

#[derive(Deserialize)]
struct File {
    level: Vec<Level>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Choice {
    from: Option<i32>,
    answer: Option<u32>,
}

impl Levels {
    /// The levels that come with the program.
    pub fn shipped() -> &'static Self {
        // A test reads the shipped table; without it nothing would be proposed.
        static LEVELS: LazyLock<Levels> =
            LazyLock::new(|| toml::from_str(SHIPPED).map(|File { level }| Levels(level)).unwrap_or_default());
        &LEVELS
    }

    /// Every level.
    pub fn all(&self) -> &[Level] {
        &self.0
    }

    /// The shipped levels with an office's own choices, by grade: `{ from = 7, answer = 10 }`.
    pub fn overlaid(choices: &BTreeMap<String, String>) -> Result<Self, LevelError> {
        let mut levels = Self::shipped().clone();
        for (grade, choice) in choices {
            let level = levels.0.iter_mut().find(|level| level.grade.id() == grade);
            let level = level.ok_or_else(|| LevelError(grade.clone()))?;
            let choice: toml::Value = choice.parse().map_err(unreadable)?;
            let choice: Choice = choice.try_into().map_err(unreadable)?;
            level.from = choice.from.unwrap_or(level.from);
            level.answer = choice.answer.or(level.answer);
        }
        levels
            .0
            .is_sorted_by_key(|level| level.from)
            .then_some(())
            .ok_or_else(|| LevelError("from".into()))?;
        let wide = |level: &Level| {
            level.from.unsigned_abs() > WIDEST || level.answer.is_some_and(|days| days > WIDEST)
        };
        if levels.0.iter().any(wide) { Err(LevelError("365".into())) } else { Ok(levels) }
    }
}

/// A reminder that may go out now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// Its level.
    pub grade: Grade,
    /// The limit that it reminds of.
    pub clock: String,
    /// The legal day of that limit.
    pub due: NaiveDate,
    /// To whom it goes.
    pub to: Addressee,
    /// Who must act.
    pub duty: Duty,
    /// By when it asks to be answered.
    pub limit: NaiveDate,
}

/// The sharpest level of a limit whose day has come and that is sharper than all that were sent for it.
pub fn proposed(clock: &Clock, steps: &[Stepped], levels: &Levels, today: NaiveDate) -> Option<Reminder> {
    let level = *left(clock, steps, levels).take_while(|(from, _)| *from <= today).last()?.1;
    let due = clock.due().raw;
    let limit = level.answer.map_or_else(|| due.max(today), |days| plus_days(today, days));
    Some(Reminder { grade: level.grade, clock: clock.id.clone(), due, to: level.to, duty: clock.who, limit })
}

/// From which day on a reminder about a petition is proposed, if ever one will be again. Accusations are sealed: no
/// unit is reminded of one.
pub fn next(petition: &Petition, clocks: &[Clock], limits: &Limits) -> Option<NaiveDate> {
    let levels = limits.levels(petition.no.office());
    let first = |clock: &Clock| left(clock, &petition.steps, levels).next().map(|(from, _)| from);
    owed(clocks).into_iter().filter(|_| !petition.matter.sealed()).filter_map(first).min()
}

/// What may be sent about a petition now: about the first limit to end of which a level is due.
pub fn of(petition: &Petition, limits: &Limits, today: NaiveDate) -> Option<Reminder> {
    let levels = limits.levels(petition.no.office());
    let clocks = limits.clocks(petition, today);
    owed(&clocks).into_iter().find_map(|clock| proposed(clock, &petition.steps, levels, today))
}

/// A reminder with what was not said of it: the level that is due for the limit that presses most, to whom it goes
/// and by when it asks for an answer. As it was where nothing is due.
pub fn filled(petition: &Petition, mut taken: Stepped, limits: &Limits) -> Stepped {
    let Some(reminder) = of(petition, limits, taken.on) else { return taken };
    let due = [
        ("grade", reminder.grade.id().to_owned()),
        ("clock", reminder.clock),
        ("due", reminder.due.to_string()),
        ("addressee", reminder.to.id().to_owned()),
        (
            "addressed",
            if reminder.duty == Duty::Handler { petition.matter.unit.clone() } else { String::new() },
        ),
        ("limit", reminder.limit.to_string()),
    ];
    for (slot, text) in due.into_iter().filter(|(_, text)| !text.is_empty()) {
        taken.said.entry(slot.to_owned()).or_insert(text);
    }
    taken
}

/// The levels of a limit that have not gone out and are sharper than those that have, each with its day. A level
/// whose day would not come after the limit began is passed over: nobody is reminded of what was just begun.
fn left<'l>(
    clock: &'l Clock,
    steps: &[Stepped],
    levels: &'l Levels,
) -> impl Iterator<Item = (NaiveDate, &'l Level)> {
    let due = clock.due().raw;
    let sent = steps.iter().filter(|taken| is_for(taken, &clock.id, due)).filter_map(grade_of).max();
    let open = clock.is_owed();
    let sharper = move |level: &&Level| open && sent.is_none_or(|sent| level.grade > sent);
    let dated = move |level: &'l Level| (shifted(due, level.from), level);
    levels.all().iter().filter(sharper).map(dated).filter(|(from, _)| *from > clock.start)
}

/// Whether a step was a reminder of this limit with this legal day: once the day has moved it is another lapse.
fn is_for(taken: &Stepped, clock: &str, due: NaiveDate) -> bool {
    let same_day = || taken.said("due").parse() == Ok(due);
    taken.step == StepKind::Remind && taken.said("clock") == clock && same_day()
}

fn grade_of(taken: &Stepped) -> Option<Grade> {
    Grade::parse(taken.said("grade"))
}

fn shifted(day: NaiveDate, by: i32) -> NaiveDate {
    let days = Days::new(by.unsigned_abs().into());
    let moved = if by < 0 { day.checked_sub_days(days) } else { day.checked_add_days(days) };
    moved.unwrap_or(day)
}

/// Why a reminder cannot be written down as it was filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No limit of this name with this day runs.
    NoClock,
    /// It does not say its level.
    NoLevel,
    /// This level, or a sharper one, has gone out for this lapse.
    Sent,
    /// Its day is still to come.
    Early(NaiveDate),
}

/// What is wrong with a reminder that is to be written down as sent on a day.
pub fn fault(petition: &Petition, taken: &Stepped, limits: &Limits) -> Option<Fault> {
    let clocks = limits.clocks(petition, taken.on);
    let due = taken.said("due").parse().ok();
    let wanted = |clock: &&Clock| clock.id == taken.said("clock") && Some(clock.due().raw) == due;
    let Some(clock) = clocks.iter().find(wanted).filter(|clock| clock.is_owed()) else {
        return Some(Fault::NoClock);
    };
    let Some(grade) = grade_of(taken) else { return Some(Fault::NoLevel) };
    let levels = limits.levels(petition.no.office());
    let offered = left(clock, &petition.steps, levels).find(|(_, level)| level.grade == grade);
    match offered {
        None => Some(Fault::Sent),
        Some((from, _)) => (from > taken.on).then_some(Fault::Early(from)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        clock::Kind,
        petition::Nature,
        samples::{day, petition, take as push, taken},
    };

    fn request(received: &str) -> Petition {
        petition(Nature::Request, received)
    }

    /// A request that was accepted on 2026-03-02: the time for handling ends on 2026-05-01.
    fn accepted() -> Petition {
        let mut petition = request("2026-03-02");
        take(&mut petition, StepKind::Accept, "2026-03-02", &[]);
        petition
    }

    fn take(petition: &mut Petition, step: StepKind, on: &str, said: &[(&str, &str)]) {
        push(petition, taken(step, on, said));
    }

    fn send(petition: &mut Petition, on: &str) -> Grade {
        let limits = Limits::default();
        let found = of(petition, &limits, day(on)).unwrap();
        let due = found.due.to_string();
        take(
            petition,
            StepKind::Remind,
            on,
            &[("clock", &found.clock), ("due", &due), ("grade", found.grade.id())],
        );
        found.grade
    }

    fn grade(petition: &Petition, on: &str) -> Option<Grade> {
        of(petition, &Limits::default(), day(on)).map(|found| found.grade)
    }

    #[test]
    fn the_shipped_levels_are_those_of_the_domain_paper() {
        let levels = Levels::shipped().all();
        assert!(levels.iter().map(|level| level.grade).eq(Grade::ALL.iter().copied()));
        let from: Vec<i32> = levels.iter().map(|level| level.from).collect();
        assert_eq!(from[..4], [-5, -1, 1, 5]);
        assert_eq!(levels[3].answer, Some(7));
    }

    #[test]
    fn each_level_is_proposed_from_its_day_on_and_only_the_sharpest() {
        let petition = accepted();
        for (on, proposal) in [
            ("2026-04-25", None),
            ("2026-04-26", Some(Grade::Notice)),
            ("2026-04-29", Some(Grade::Notice)),
            ("2026-04-30", Some(Grade::First)),
            ("2026-05-01", Some(Grade::First)),
            ("2026-05-02", Some(Grade::Second)),
            ("2026-05-06", Some(Grade::Letter)),
            ("2026-05-14", Some(Grade::Meeting)),
        ] {
            assert_eq!(grade(&petition, on), proposal, "{on}");
        }
        let letter = of(&petition, &Limits::default(), day("2026-05-06")).unwrap();
        assert_eq!((letter.limit, letter.to), (day("2026-05-13"), Addressee::Head));
    }

    #[test]
    fn a_level_goes_out_once_for_the_same_lapse_and_again_when_the_day_has_moved() {
        let mut petition = accepted();
        assert_eq!(send(&mut petition, "2026-04-30"), Grade::First);
        assert_eq!(grade(&petition, "2026-05-01"), None, "neither the same again nor a milder one");
        take(&mut petition, StepKind::Extend, "2026-05-01", &[("days", "30")]);
        assert_eq!(grade(&petition, "2026-05-02"), None, "it is not late any more");
        assert_eq!(grade(&petition, "2026-05-26"), Some(Grade::Notice), "another day, another lapse");
    }

    #[test]
    fn nobody_is_reminded_of_a_right_of_the_petitioner_or_of_an_aim() {
        let mut petition = accepted();
        take(&mut petition, StepKind::Reply, "2026-03-05", &[]);
        take(&mut petition, StepKind::Serve, "2026-03-06", &[]);
        let clocks = Limits::default().clocks(&petition, day("2026-09-01"));
        assert!(clocks.iter().any(|clock| clock.who == Duty::Petitioner && clock.late > 0));
        assert!(clocks.iter().any(|clock| clock.kind == Kind::Aim && clock.late > 0));
        assert_eq!(grade(&petition, "2026-09-01"), None);
    }

    #[test]
    fn what_was_just_begun_is_not_reminded_of() {
        let mut sent = request("2026-03-06");
        take(&mut sent, StepKind::Forward, "2026-03-06", &[]);
        let limits = Limits::of(&BTreeMap::from([("clock-ZJ-D3".into(), "{ length = 2 }".into())]));
        let due = |on: &str| of(&sent, &limits, day(on)).map(|found| found.grade);
        assert_eq!(due("2026-03-06"), None, "the notice would have gone out before the transfer came in");
        assert_eq!(due("2026-03-07"), Some(Grade::First));
    }

    #[test]
    fn a_reminder_that_does_not_fit_says_why() {
        let limits = Limits::default();
        let mut petition = accepted();
        let taken = |clock: &str, due: &str, grade: &str, on: &str| {
            taken(StepKind::Remind, on, &[("clock", clock), ("due", due), ("grade", grade)])
        };
        let asked = |petition: &Petition, taken: &Stepped| fault(petition, taken, &limits);
        let first = taken("D6", "2026-05-01", "first", "2026-04-30");
        assert_eq!(asked(&petition, &first), None);
        assert_eq!(asked(&petition, &taken("D6", "2026-05-02", "first", "2026-04-30")), Some(Fault::NoClock));
        assert_eq!(asked(&petition, &taken("D9", "2026-05-01", "first", "2026-04-30")), Some(Fault::NoClock));
        let early = taken("D6", "2026-05-01", "second", "2026-04-30");
        assert_eq!(asked(&petition, &early), Some(Fault::Early(day("2026-05-02"))));
        petition.steps.push(first.clone());
        assert_eq!(asked(&petition, &first), Some(Fault::Sent));
    }

    #[test]
    fn an_office_moves_its_levels_and_keeps_them_in_order() {
        let own = |pairs: &[(&str, &str)]| {
            Levels::overlaid(&pairs.iter().map(|(a, b)| ((*a).into(), (*b).into())).collect())
        };
        let levels = own(&[("letter", "{ from = 7, answer = 10 }")]).unwrap();
        assert_eq!((levels.all()[3].from, levels.all()[3].answer), (7, Some(10)));
        assert!(own(&[("letter", "{ from = 0 }")]).is_err(), "before the level below it");
        assert!(own(&[("shout", "{ from = 7 }")]).is_err());
        assert!(own(&[("letter", "{ to = 'mayor' }")]).is_err());
        assert!(own(&[("meeting", "{ from = 4000 }")]).is_err());
    }
}
