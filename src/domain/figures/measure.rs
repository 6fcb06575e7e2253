//! The figures a supervisor is asked for: what each counts, in one place for screen, briefing and export.
use super::{Fact, Kept, Value};
use crate::domain::{case::Case, money::Fen, span::Span, step::Satisfied, words::terms};
use chrono::{Datelike, NaiveDate};

terms! {
    /// A figure. `figure-` and the id is its name; the attribute `formula` says how it is counted.
    Measure / "figure" {
        /// 件次: petitions received.
        Petitions = "petitions",
        /// 人次: people who came with them.
        People = "people",
        /// 个体访: petitions with fewer people than make a group.
        Single = "single",
        /// 集体访: petitions with as many people as make a group.
        Group = "group",
        /// 初次: petitions about a matter that is new.
        First = "first",
        /// 重复: petitions that repeat another one.
        Repeat = "repeat",
        /// 重复率: of those received, how many repeat.
        RepeatRate = "repeat-rate",
        /// 按期告知率: of those to be told by now, how many were told in time \[23\].
        Told = "told",
        /// 按期办结率: of those to be answered by now, how many were in time; open ones past their day count \[34\].
        Answered = "answered",
        /// 平均周期: days from receipt to the end, of those that ended.
        Cycle = "cycle",
        /// 周期中位数: the day by which half of them had ended.
        Median = "median",
        /// 最长未结: days since the receipt of the oldest that has not ended.
        Oldest = "oldest",
        /// 对分中心满意率: of those who said, how many are satisfied with the counter.
        OfficeSatisfied = "office-satisfied",
        /// 对责任单位满意率: the same of the handling unit.
        UnitSatisfied = "unit-satisfied",
        /// 追回金额: money paid on cases of the board.
        Recovered = "recovered",
        /// 领款人数: people who were paid.
        Paid = "paid",
    }
}

impl Measure {
    /// Those that a breakdown shows, in the order of its columns.
    pub const OF_A_PART: [Self; 6] =
        [Self::Petitions, Self::People, Self::RepeatRate, Self::Told, Self::Answered, Self::Cycle];

    /// Whether it tells how many of those counted are as they should be, so that the others are held against somebody.
    pub const fn is_rate(self) -> bool {
        matches!(self, Self::Told | Self::Answered | Self::OfficeSatisfied | Self::UnitSatisfied)
    }

    /// Whether it speaks of money, which cases hold, and not of petitions.
    pub const fn is_of_cases(self) -> bool {
        matches!(self, Self::Recovered | Self::Paid)
    }
}

/// How many measures there are.
const COUNT: usize = Measure::ALL.len();

/// A span of days as it stood on its last day, or stands today if it is not over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// The days.
    pub span: Span,
    /// The day as of which.
    pub on: NaiveDate,
    /// The first day and the day as of which, in days of the common era.
    days: (i32, i32),
}

impl Period {
    /// A span as it stood on a day.
    pub fn new(span: Span, on: NaiveDate) -> Self {
        let days = (span.start().num_days_from_ce(), on.num_days_from_ce());
        Self { span, on, days }
    }

    /// A span as seen today.
    pub fn of(span: Span, today: NaiveDate) -> Self {
        let on = today.min(*span.end());
        Self::new(span, on)
    }

    /// What was paid on a case in it, and to how many.
    pub fn paid(&self, case: &Case) -> (Fen, i64) {
        let within = case.payments.iter().filter(|one| self.span.contains(&one.on) && one.on <= self.on);
        within.fold((Fen::default(), 0), |(amount, people), one| {
            (Fen(amount.0.saturating_add(one.amount.0)), people.saturating_add(one.people))
        })
    }

    /// Its first day, in days of the common era.
    pub(super) const fn first(&self) -> i32 {
        self.days.0
    }

    /// Whether something that lasts from one day to another, in days of the common era, can count in it.
    pub(super) const fn meets(&self, first: i32, last: i32) -> bool {
        first <= self.days.1 && last >= self.days.0
    }
}

/// By which measures of a period a petition is counted, and for which of them it counts as good: one bit a measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Weight {
    counts: u32,
    good: u32,
}

impl Weight {
    /// The weight of a petition in a period, where so many people make a group.
    pub fn of(fact: &Fact<'_>, period: &Period, group: u32) -> Self {
        let mut weight = Self::default();
        let (from, on) = (period.days.0 - fact.received, period.days.1 - fact.received);
        if on < 0 {
            return weight;
        }
        let within = |day: i32| (from..=on).contains(&day);
        if within(0) {
            weight.put(Measure::Petitions, true);
            weight.put(Measure::People, true);
            weight.put(if fact.people >= group { Measure::Group } else { Measure::Single }, true);
            weight.put(if fact.repeat { Measure::Repeat } else { Measure::First }, true);
            weight.put(Measure::RepeatRate, fact.repeat);
        }
        weight.duties(Measure::Told, fact.standing.told, from, on);
        weight.duties(Measure::Answered, fact.standing.answered, from, on);
        match fact.standing.ended.met.map(i32::from).filter(|day| *day <= on) {
            Some(day) if within(day) => {
                weight.put(Measure::Cycle, true);
                weight.put(Measure::Median, true);
            }
            None if fact.standing.ended.by.is_some() => weight.put(Measure::Oldest, true),
            _ => {}
        }
        if fact.standing.asked.is_some_and(|day| within(day.into())) {
            weight.said(Measure::OfficeSatisfied, fact.standing.office);
            weight.said(Measure::UnitSatisfied, fact.standing.unit);
        }
        weight
    }

    /// A limit counts in the period in which it was met; one that nobody has met counts as soon as its day is past. Of
    /// several limits a petition is counted once, and as one that missed its day if it missed any.
    fn duties(&mut self, measure: Measure, limits: [Kept; 2], from: i32, on: i32) {
        let kept = limits.into_iter().filter_map(|limit| {
            let by = limit.by?;
            match limit.met.filter(|met| i32::from(*met) <= on) {
                Some(met) if i32::from(met) >= from => Some(met <= by),
                None if i32::from(by) < on => Some(false),
                _ => None,
            }
        });
        if let Some(good) = kept.reduce(|one, other| one && other) {
            self.put(measure, good);
        }
    }

    fn said(&mut self, measure: Measure, said: Option<Satisfied>) {
        match said {
            Some(Satisfied::Yes | Satisfied::Partly) => self.put(measure, true),
            Some(Satisfied::No) => self.put(measure, false),
            Some(Satisfied::Silent) | None => {}
        }
    }

    const fn put(&mut self, measure: Measure, good: bool) {
        self.counts |= 1 << measure as u32;
        self.good |= (good as u32) << measure as u32;
    }

    /// Whether it counts for nothing.
    pub const fn is_nothing(self) -> bool {
        self.counts == 0
    }

    /// Whether it is counted by a measure.
    pub const fn counts(self, measure: Measure) -> bool {
        self.counts & (1 << measure as u32) != 0
    }

    /// Whether it counts as good there.
    pub const fn is_good(self, measure: Measure) -> bool {
        self.good & (1 << measure as u32) != 0
    }
}

/// What was counted of some petitions in one period. Two of them add up to what is counted of both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    counted: [u32; COUNT],
    good: [u32; COUNT],
    people: u64,
    /// How many ended after so many days.
    cycles: Vec<u32>,
    oldest: Option<i64>,
    /// Money that was paid, and to how many.
    pub recovered: (Fen, i64),
}

impl Sums {
    /// Counts one petition, as it weighs in a period.
    pub fn add(&mut self, fact: &Fact<'_>, weight: Weight, period: &Period) {
        let mut left = weight.counts;
        while left != 0 {
            let at = left.trailing_zeros() as usize;
            self.counted[at] += 1;
            self.good[at] += weight.good >> at & 1;
            left &= left - 1;
        }
        if weight.counts(Measure::People) {
            self.people += u64::from(fact.people);
        }
        if weight.counts(Measure::Cycle) {
            let days = fact.standing.ended.met.and_then(|days| usize::try_from(days).ok()).unwrap_or(0);
            self.cycles.resize(self.cycles.len().max(days + 1), 0);
            self.cycles[days] += 1;
        }
        if weight.counts(Measure::Oldest) {
            self.oldest = self.oldest.max(Some((period.days.1 - fact.received).into()));
        }
    }

    /// Counts what was paid in the period.
    pub fn pay(&mut self, amount: Fen, people: i64) {
        let (money, paid) = self.recovered;
        self.recovered = (Fen(money.0.saturating_add(amount.0)), paid.saturating_add(people));
    }

    /// How many petitions a measure counts: as many as its list holds.
    pub const fn counted(&self, measure: Measure) -> u32 {
        self.counted[measure as usize]
    }

    /// What a figure comes to.
    pub fn value(&self, measure: Measure) -> Value {
        let of = self.counted[measure as usize];
        match measure {
            Measure::People => Value::Count(i64::try_from(self.people).unwrap_or(i64::MAX)),
            Measure::RepeatRate
            | Measure::Told
            | Measure::Answered
            | Measure::OfficeSatisfied
            | Measure::UnitSatisfied => match of {
                0 => Value::Nothing,
                of => Value::Rate(self.good[measure as usize], of),
            },
            Measure::Cycle => self.mean().map_or(Value::Nothing, Value::Tenths),
            Measure::Median => self.median().map_or(Value::Nothing, Value::Tenths),
            Measure::Oldest => self.oldest.map_or(Value::Nothing, |days| Value::Tenths(days * 10)),
            Measure::Recovered => Value::Money(self.recovered.0),
            Measure::Paid => Value::Count(self.recovered.1),
            _ => Value::Count(of.into()),
        }
    }

    fn ended(&self) -> i64 {
        self.cycles.iter().map(|count| i64::from(*count)).sum()
    }

    /// Tenths of a day, rounded to the nearest, half of one up.
    fn mean(&self) -> Option<i64> {
        let days: i64 =
            (0..).zip(&self.cycles).map(|(days, count): (i64, &u32)| days * i64::from(*count)).sum();
        let ended = self.ended();
        (ended > 0).then(|| (days * 20 + ended) / (ended * 2))
    }

    /// The middle one, or the mean of the two in the middle.
    fn median(&self) -> Option<i64> {
        let ended = self.ended();
        let place = |place: i64| {
            let mut passed = 0;
            (0..).zip(&self.cycles).find_map(|(days, count): (i64, &u32)| {
                passed += i64::from(*count);
                (passed > place).then_some(days)
            })
        };
        Some((place((ended - 1).max(0) / 2)? + place(ended / 2)?) * 5)
    }
}

impl std::ops::AddAssign<&Self> for Sums {
    fn add_assign(&mut self, other: &Self) {
        for at in 0..COUNT {
            self.counted[at] += other.counted[at];
            self.good[at] += other.good[at];
        }
        self.people += other.people;
        self.cycles.resize(self.cycles.len().max(other.cycles.len()), 0);
        self.cycles.iter_mut().zip(&other.cycles).for_each(|(count, more)| *count += more);
        self.oldest = self.oldest.max(other.oldest);
        self.pay(other.recovered.0, other.recovered.1);
    }
}
