//! Spans of days as people say them: 本月, 上周, 2026-03, 0301..0315.
use super::{
    calendar::minus_days,
    day::{self, Problem},
};
use chrono::{Datelike, Days, Months, NaiveDate};
use std::ops::RangeInclusive;

/// Days, the first and the last included.
pub type Span = RangeInclusive<NaiveDate>;

/// Signs between the first and the last day of a span.
const TO: [&str; 4] = ["..", "~", "至", "到"];

/// Words for spans, in both languages, as completion offers them.
pub const WORDS: [&str; 24] = [
    "今天",
    "昨天",
    "本周",
    "上周",
    "本月",
    "上月",
    "本季度",
    "上季度",
    "今年",
    "去年",
    "近7天",
    "近30天",
    "today",
    "yesterday",
    "this-week",
    "last-week",
    "this-month",
    "last-month",
    "this-quarter",
    "last-quarter",
    "this-year",
    "last-year",
    "7-days",
    "30-days",
];

/// A span by a word alone. Weeks begin on Monday; what is not over yet is told whole.
pub fn named(word: &str, today: NaiveDate) -> Option<Span> {
    // A bare word is a span only if something can have been received in it.
    if let Some(day) = day::said(word, today).filter(|day| *day <= today) {
        return Some(day..=day);
    }
    let monday = minus_days(today, today.weekday().num_days_from_monday());
    let month = *month(today)?.start();
    let quarter = *quarter(today)?.start();
    let year = *year(today)?.start();
    Some(match word {
        "本周" | "这周" | "this-week" => week(monday),
        "上周" | "last-week" => week(minus_days(monday, 7)),
        "本月" | "这个月" | "this-month" => months(month, 1)?,
        "上月" | "上个月" | "last-month" => months(month.checked_sub_months(Months::new(1))?, 1)?,
        "本季度" | "this-quarter" => months(quarter, 3)?,
        "上季度" | "last-quarter" => months(quarter.checked_sub_months(Months::new(3))?, 3)?,
        "今年" | "本年" | "this-year" => months(year, 12)?,
        "去年" | "last-year" => months(year.checked_sub_months(Months::new(12))?, 12)?,
        _ => return lately(word, today),
    })
}

/// The month of a day.
pub fn month(day: NaiveDate) -> Option<Span> {
    months(day.with_day(1)?, 1)
}

/// The week of a day, from Monday on.
pub fn week_of(day: NaiveDate) -> Option<Span> {
    Some(week(minus_days(day, day.weekday().num_days_from_monday())))
}

/// The quarter of a day.
pub fn quarter(day: NaiveDate) -> Option<Span> {
    months(day.with_day(1)?.with_month0(day.month0() / 3 * 3)?, 3)
}

/// The year of a day.
pub fn year(day: NaiveDate) -> Option<Span> {
    months(day.with_ordinal(1)?, 12)
}

/// The span beside this one, as long as it: a year, a quarter or a month beside such a one, else so many days.
pub fn beside(span: &Span, later: bool) -> Option<Span> {
    let (from, to) = (*span.start(), *span.end());
    let next = to.succ_opt()?;
    if from.day() == 1 && next.day() == 1 {
        let long = (next.year() * 12 + next.month0().cast_signed())
            - (from.year() * 12 + from.month0().cast_signed());
        let long = u32::try_from(long).ok()?;
        return months(if later { next } else { from.checked_sub_months(Months::new(long))? }, long);
    }
    let long = Days::new(u64::try_from((next - from).num_days()).ok()?);
    let from = if later { next } else { from.checked_sub_days(long)? };
    Some(from..=from.checked_add_days(long)?.pred_opt()?)
}

/// The next longer kind of span around the end of this one: of a week the month, then the quarter, the year, the week.
pub fn turned(span: &Span, today: NaiveDate) -> Option<Span> {
    let day = today.min(*span.end());
    let week = week_of(day)?;
    let kinds = [week.clone(), month(day)?, quarter(day)?, year(day)?];
    let longer = kinds.into_iter().find(|kind| days(kind) > days(span).max(days(&week) - 1));
    Some(longer.unwrap_or(week))
}

fn days(span: &Span) -> i64 {
    (*span.end() - *span.start()).num_days()
}

/// A span by a word, a year, a month, a day, or two days with a sign between them.
pub fn read(typed: &str, today: NaiveDate) -> Result<Span, Problem> {
    if let Some(span) = named(typed, today) {
        return Ok(span);
    }
    for sign in TO {
        if let Some((from, to)) = typed.split_once(sign) {
            let (from, to) = (read(from, today)?, read(to, today)?);
            return Ok(*from.start()..=*to.end());
        }
    }
    month_or_year(typed, today).map_or_else(|| day::read(typed, today).map(|day| day..=day), Ok)
}

/// `近7天`, `最近30天`, `7-days`: so many days that end today.
fn lately(word: &str, today: NaiveDate) -> Option<Span> {
    let days = word.strip_suffix("-days").or_else(|| {
        let rest = word.strip_prefix("最近").or_else(|| word.strip_prefix('近'))?;
        rest.strip_suffix('天').or_else(|| rest.strip_suffix('日'))
    })?;
    let days: u32 = days.parse().ok().filter(|days| (1..=36_500).contains(days))?;
    Some(minus_days(today, days - 1)..=today)
}

/// `2026`, `2026年`, `2026-03`, `2026年3月`, `3月`.
fn month_or_year(typed: &str, today: NaiveDate) -> Option<Span> {
    let number = |text: &str| text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten();
    let year = |text: &str| number(text).filter(|year| (1900..2200).contains(year)).map(u32::cast_signed);
    if let Some(year) = year(typed.strip_suffix('年').unwrap_or(typed)) {
        return months(NaiveDate::from_ymd_opt(year, 1, 1)?, 12);
    }
    let (of, month) = typed.split_once(['-', '年', '/', '.']).unwrap_or(("", typed));
    let year = if of.is_empty() { today.year() } else { year(of)? };
    let bare = month.strip_suffix('月');
    if of.is_empty() && bare.is_none() {
        return None;
    }
    months(NaiveDate::from_ymd_opt(year, number(bare.unwrap_or(month))?, 1)?, 1)
}

fn week(monday: NaiveDate) -> Span {
    monday..=monday.checked_add_days(Days::new(6)).unwrap_or(monday)
}

fn months(from: NaiveDate, count: u32) -> Option<Span> {
    Some(from..=from.checked_add_months(Months::new(count))?.pred_opt()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_span_has_one_of_its_own_kind_beside_it() {
        for (from, to, earlier, later) in [
            ("2026-11-23", "2026-11-29", "2026-11-16..2026-11-22", "2026-11-30..2026-12-06"),
            ("2026-03-01", "2026-03-31", "2026-02-01..2026-02-28", "2026-04-01..2026-04-30"),
            ("2024-02-01", "2024-02-29", "2024-01-01..2024-01-31", "2024-03-01..2024-03-31"),
            ("2026-01-01", "2026-03-31", "2025-10-01..2025-12-31", "2026-04-01..2026-06-30"),
            ("2024-01-01", "2024-12-31", "2023-01-01..2023-12-31", "2025-01-01..2025-12-31"),
            ("2026-11-26", "2026-11-26", "2026-11-25..2026-11-25", "2026-11-27..2026-11-27"),
        ] {
            let told =
                |span: Option<Span>| span.map(|span| format!("{}..{}", span.start(), span.end())).unwrap();
            let span = on(from)..=on(to);
            assert_eq!([told(beside(&span, false)), told(beside(&span, true))], [earlier, later]);
        }
    }

    #[test]
    fn the_kinds_of_spans_come_round_about_the_last_day_that_has_come() {
        let today = on("2026-11-26");
        let mut span = on("2026-11-23")..=on("2026-11-29");
        for told in [
            "2026-11-01..2026-11-30",
            "2026-10-01..2026-12-31",
            "2026-01-01..2026-12-31",
            "2026-11-23..2026-11-29",
        ] {
            span = turned(&span, today).unwrap();
            assert_eq!(format!("{}..{}", span.start(), span.end()), told);
        }
        let odd = on("2026-11-03")..=on("2026-11-05");
        assert_eq!(turned(&odd, today).unwrap(), on("2026-11-02")..=on("2026-11-08"));
    }

    #[test]
    fn spans_are_read_as_they_are_said() {
        // A Thursday.
        let today = on("2026-11-26");
        for (typed, from, to) in [
            ("今天", "2026-11-26", "2026-11-26"),
            ("昨天", "2026-11-25", "2026-11-25"),
            ("本周", "2026-11-23", "2026-11-29"),
            ("上周", "2026-11-16", "2026-11-22"),
            ("本月", "2026-11-01", "2026-11-30"),
            ("last-month", "2026-10-01", "2026-10-31"),
            ("本季度", "2026-10-01", "2026-12-31"),
            ("上季度", "2026-07-01", "2026-09-30"),
            ("去年", "2025-01-01", "2025-12-31"),
            ("近7天", "2026-11-20", "2026-11-26"),
            ("最近30天", "2026-10-28", "2026-11-26"),
            ("2024", "2024-01-01", "2024-12-31"),
            ("2024年2月", "2024-02-01", "2024-02-29"),
            ("2024-02", "2024-02-01", "2024-02-29"),
            ("3月", "2026-03-01", "2026-03-31"),
            ("0315", "2026-03-15", "2026-03-15"),
            ("0301..0315", "2026-03-01", "2026-03-15"),
            ("2025年至3月", "2025-01-01", "2026-03-31"),
        ] {
            assert_eq!(read(typed, today), Ok(on(from)..=on(to)), "{typed}");
        }
        for typed in ["13月", "2024-13", "本旬", "", "..", "近0天", "2024-02-31"] {
            assert!(read(typed, today).is_err(), "{typed}");
        }
        assert_eq!(named("工资", today), None);
    }

    #[test]
    fn every_word_that_is_offered_means_something() {
        assert!(WORDS.iter().all(|word| named(word, on("2026-01-01")).is_some()));
    }

    proptest::proptest! {
        #[test]
        fn nothing_typed_makes_it_fall(text in ".*") {
            let _ = read(&text, on("2026-03-05"));
        }
    }
}
