//! Civil dates in Beijing time, and which of them are worked.
mod count;
mod length;
mod table;

pub use count::{Counted, DayKind, Skip};
pub use length::{Length, Unit};
pub use table::{CalendarError, Year, read};

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc, Weekday};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

const BEIJING_MILLIS: i64 = 8 * 60 * 60 * 1000;
pub(super) const SHIPPED: &str = include_str!("../data/holidays.toml");

/// The civil date in Beijing at an instant, given in UTC milliseconds.
///
/// An instant that no calendar holds falls on the first or the last day there is.
pub fn beijing(millis: i64) -> NaiveDate {
    let end = if millis < 0 { NaiveDate::MIN } else { NaiveDate::MAX };
    shifted(millis).map_or(end, |moment| moment.date_naive())
}

/// What the clock in Beijing shows at an instant: hours and minutes.
pub fn beijing_clock(millis: i64) -> String {
    shifted(millis).map_or_else(String::new, |moment| moment.format("%H:%M").to_string())
}

/// What calendar and clock in Beijing show at an instant: `2026-03-05 14:30`.
pub fn beijing_moment(millis: i64) -> String {
    shifted(millis).map_or_else(String::new, |moment| moment.format("%Y-%m-%d %H:%M").to_string())
}

/// The instant at which a day begins in Beijing, in UTC milliseconds.
pub fn midnight(day: NaiveDate) -> i64 {
    day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_millis() - BEIJING_MILLIS
}

/// An instant in Beijing as it stands in the name of a file, where it sorts: `20260305-143059`.
pub fn beijing_stamp(millis: i64) -> String {
    shifted(millis).map_or_else(String::new, |moment| moment.format("%Y%m%d-%H%M%S").to_string())
}

fn shifted(millis: i64) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_millis(millis.checked_add(BEIJING_MILLIS)?)
}

/// The day so many calendar days later; the event day is day 0.
pub fn plus_days(from: NaiveDate, days: u32) -> NaiveDate {
    from.checked_add_days(Days::new(u64::from(days))).unwrap_or(NaiveDate::MAX)
}

/// The day so many calendar days earlier.
pub fn minus_days(from: NaiveDate, days: u32) -> NaiveDate {
    from.checked_sub_days(Days::new(u64::from(days))).unwrap_or(NaiveDate::MIN)
}

/// A day found by counting working days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// The day.
    pub date: NaiveDate,
    /// True when the way there touched a year whose arrangement is not known yet.
    pub provisional: bool,
}

/// A raw due date with the days to work to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The legal date.
    pub raw: NaiveDate,
    /// The last working day on or before it.
    pub work_to: NaiveDate,
    /// The next working day on or after it, for limits that run against the petitioner.
    pub later: NaiveDate,
    /// True when either touched a year whose arrangement is not known yet.
    pub provisional: bool,
}

/// Working days, year by year. A year without a table is unknown, never "all normal".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    years: BTreeMap<i32, Year>,
}

impl Calendar {
    /// The tables that come with the program.
    pub fn shipped() -> &'static Self {
        static CALENDAR: LazyLock<Calendar> = LazyLock::new(|| {
            let mut calendar = Calendar::default();
            // A test reads the shipped tables; without them every year would be provisional, not wrong.
            let _ = calendar.learn(SHIPPED);
            calendar
        });
        &CALENDAR
    }

    /// Adds the years of a table, in place of what was known about them.
    pub fn learn(&mut self, table: &str) -> Result<(), CalendarError> {
        self.years.extend(read(table)?);
        Ok(())
    }

    /// Whether the arrangement of a year is known.
    pub fn knows(&self, year: i32) -> bool {
        self.years.contains_key(&year)
    }

    /// The next year, if it is December and its arrangement is still missing.
    pub fn missing_on(&self, today: NaiveDate) -> Option<i32> {
        let next = today.year() + 1;
        (today.month() == 12 && !self.knows(next)).then_some(next)
    }

    /// Whether a day is worked; `None` for a year that is not known.
    pub fn is_working(&self, day: NaiveDate) -> Option<bool> {
        self.knows(day.year()).then(|| self.likely(day))
    }

    /// The day itself if it is worked, else the last one before it.
    pub fn last_working_on_or_before(&self, day: NaiveDate) -> Reached {
        self.walk(Some(day), Reached { date: day, provisional: false }, NaiveDate::pred_opt)
    }

    /// The day itself if it is worked, else the next one after it.
    pub fn next_working_on_or_after(&self, day: NaiveDate) -> Reached {
        self.walk(Some(day), Reached { date: day, provisional: false }, NaiveDate::succ_opt)
    }

    /// A raw due date with the working days on either side of it.
    pub fn due(&self, raw: NaiveDate) -> Due {
        let before = self.last_working_on_or_before(raw);
        let after = self.next_working_on_or_after(raw);
        let provisional = before.provisional || after.provisional;
        Due { raw, work_to: before.date, later: after.date, provisional }
    }

    /// The day so long after another, with the working days on either side of it.
    pub fn after(&self, from: NaiveDate, length: Length) -> Due {
        self.count(from, length, &BTreeSet::new()).due
    }

    /// Goes from a day onwards to the first one that is worked, remembering unknown years.
    fn walk(
        &self,
        start: Option<NaiveDate>,
        from: Reached,
        step: fn(&NaiveDate) -> Option<NaiveDate>,
    ) -> Reached {
        let mut here = Reached { date: start.unwrap_or(from.date), provisional: from.provisional };
        loop {
            here.provisional |= !self.knows(here.date.year());
            let next = step(&here.date);
            match next {
                Some(next) if !self.likely(here.date) => here.date = next,
                _ => return here,
            }
        }
    }

    /// What the tables say, and the plain week where they say nothing.
    pub fn kind(&self, day: NaiveDate) -> DayKind {
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        for year in [day.year(), day.year() + 1].iter().filter_map(|year| self.years.get(year)) {
            if year.work.contains(&day) {
                return if weekend { DayKind::MadeUp } else { DayKind::Working };
            }
            if year.off.contains(&day) {
                return DayKind::Holiday;
            }
        }
        if weekend { DayKind::Weekend } else { DayKind::Working }
    }

    fn likely(&self, day: NaiveDate) -> bool {
        self.kind(day).skip().is_none()
    }

    /// One more day off.
    #[cfg(test)]
    pub(in crate::domain) fn take_off(&mut self, day: NaiveDate) {
        for year in self.years.values_mut() {
            year.work.remove(&day);
        }
        self.years.entry(day.year()).or_default().off.insert(day);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn working(from: NaiveDate, days: u32) -> Due {
        Calendar::shipped().after(from, Length { count: days, unit: Unit::WorkingDays })
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_shipped_tables_are_read() {
        let calendar = Calendar::shipped();
        assert!((2015..=2026).all(|year| calendar.knows(year)));
        assert!(!calendar.knows(2027));
    }

    #[test]
    fn the_worked_dates_of_the_domain_paper_come_out() {
        let table = [
            "2024-09-13 2024-09-28 2024-09-27 2024-11-12 2024-09-19 2024-09-23 2024-09-29",
            "2025-01-20 2025-02-04 2025-01-27 2025-03-21 2025-01-23 2025-01-26 2025-02-08",
            "2025-09-22 2025-10-07 2025-09-30 2025-11-21 2025-09-25 2025-09-28 2025-10-11",
            "2026-02-12 2026-02-27 2026-02-27 2026-04-13 2026-02-24 2026-02-26 2026-03-04",
            "2026-09-18 2026-10-03 2026-09-30 2026-11-17 2026-09-22 2026-09-24 2026-10-09",
            "2026-11-20 2026-12-05 2026-12-04 2027-01-19 2026-11-25 2026-11-27 2026-12-04",
        ];
        let calendar = Calendar::shipped();
        for line in table {
            let days: Vec<NaiveDate> = line.split(' ').map(day).collect();
            let from = days[0];
            let raw = plus_days(from, 15);
            let found = [
                from,
                raw,
                calendar.due(raw).work_to,
                plus_days(from, 60),
                working(from, 3).raw,
                working(from, 5).raw,
                working(from, 10).raw,
            ];
            assert_eq!(days, found, "{line}");
        }
    }

    #[test]
    fn dates_counted_outside_the_program_come_out() {
        let calendar = Calendar::shipped();
        let table = include_str!("../../../tests/fixtures/clocks.csv");
        let lines: Vec<&str> = table.lines().filter(|line| !line.starts_with('#')).skip(1).collect();
        assert!(lines.len() >= 60);
        for line in lines {
            let cells: Vec<&str> = line.split(',').collect();
            let due = calendar.after(day(cells[0]), cells[1].parse().unwrap());
            let told = [due.raw, due.work_to, due.later];
            assert_eq!(told, [day(cells[2]), day(cells[3]), day(cells[4])], "{line}");
            assert_eq!(due.provisional, cells[5] == "yes", "{line}");
        }
    }

    #[test]
    fn a_limit_on_a_holiday_shows_the_days_on_either_side() {
        let due = Calendar::shipped().due(day("2026-10-03"));
        assert_eq!((due.work_to, due.later), (day("2026-09-30"), day("2026-10-08")));
        assert!(!due.provisional);
    }

    #[test]
    fn a_year_without_a_table_is_unknown_and_provisional() {
        let calendar = Calendar::shipped();
        assert_eq!(calendar.is_working(day("2027-01-04")), None);
        assert!(calendar.due(day("2027-01-19")).provisional);
        assert!(working(day("2026-12-30"), 5).provisional);
        assert!(!working(day("2026-12-30"), 1).provisional);
    }

    #[test]
    fn a_later_table_makes_a_year_known() {
        let mut calendar = Calendar::shipped().clone();
        calendar.learn("[2027]\noff = [\"2026-12-31\", \"2027-01-01\"]\nwork = [\"2027-01-03\"]").unwrap();
        assert_eq!(calendar.is_working(day("2027-01-03")), Some(true));
        assert_eq!(calendar.is_working(day("2026-12-31")), Some(false));
        assert!(calendar.learn("[2028]\noff = [\"2028-02-30\"]\nwork = []").is_err());
    }

    #[test]
    fn december_asks_for_the_next_year() {
        let calendar = Calendar::shipped();
        assert_eq!(calendar.missing_on(day("2026-12-01")), Some(2027));
        assert_eq!(calendar.missing_on(day("2026-11-30")), None);
        assert_eq!(calendar.missing_on(day("2025-12-31")), None);
    }

    #[test]
    fn the_beijing_day_turns_at_sixteen_hours_universal_time() {
        let midnight = day("2026-03-05").and_hms_opt(16, 0, 0).unwrap().and_utc().timestamp_millis();
        assert_eq!(beijing(midnight), day("2026-03-06"));
        assert_eq!(beijing(midnight - 1), day("2026-03-05"));
        assert_eq!((beijing_clock(midnight), beijing_clock(midnight - 1)), ("00:00".into(), "23:59".into()));
        assert_eq!(beijing(i64::MAX), NaiveDate::MAX);
        assert_eq!(beijing(i64::MIN), NaiveDate::MIN);
    }

    proptest! {
        #[test]
        fn one_more_holiday_never_makes_a_working_day_date_earlier(
            start in 0u32..700, holiday in 0u32..60, days in 0u32..30,
        ) {
            let from = plus_days(day("2025-01-01"), start);
            let off = plus_days(from, holiday);
            let mut more = Calendar::shipped().clone();
            more.take_off(off);
            let length = Length { count: days, unit: Unit::WorkingDays };
            prop_assert!(more.after(from, length).raw >= Calendar::shipped().after(from, length).raw);
        }

        #[test]
        fn a_later_event_is_never_due_earlier(start in 0u32..4000, days in 0u32..40) {
            let calendar = Calendar::shipped();
            let from = plus_days(day("2015-06-01"), start);
            let next = plus_days(from, 1);
            prop_assert!(working(from, days).raw <= working(next, days).raw);
            let due = calendar.due(from);
            prop_assert!(due.work_to <= due.raw && due.raw <= due.later);
        }
    }
}
