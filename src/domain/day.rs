//! Reading a day from what people type and what sheets hold.
use chrono::{Datelike, Months, NaiveDate};
use unicode_normalization::UnicodeNormalization;

use super::calendar::{minus_days, plus_days};

/// The day before a sheet's day 1, less one for its 1900-02-29 that never was: 1899-12-30.
const SHEET_EPOCH: i32 = 693_594;
/// 2000 to 2099 as a sheet counts: anything else in a date column is no date.
const SHEET_DAYS: std::ops::Range<i32> = 36_526..73_051;
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;
const MOST_DAYS: u32 = 36_500;

/// Why a text is no day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Nothing was typed.
    Empty,
    /// It looks like no date at all.
    Unclear,
    /// It can be read as two different days.
    Ambiguous,
    /// It looks like a date that no calendar has.
    Impossible,
}

impl Problem {
    /// The id of the sentence that says so.
    pub fn id(self) -> &'static str {
        match self {
            Self::Empty => "day-empty",
            Self::Unclear => "day-unclear",
            Self::Ambiguous => "day-ambiguous",
            Self::Impossible => "day-impossible",
        }
    }
}

/// Reads what a clerk types: words, steps from today, short and full dates.
///
/// A date without a year is in today's year.
pub fn read(typed: &str, today: NaiveDate) -> Result<NaiveDate, Problem> {
    let text = fold(typed);
    if text.is_empty() {
        return Err(Problem::Empty);
    }
    if let Some(day) = said(&text, today) {
        return Ok(day);
    }
    if let Some(digits) = text.strip_prefix('+') {
        return Ok(plus_days(today, count(digits)?));
    }
    if let Some(digits) = text.strip_prefix('-') {
        return Ok(minus_days(today, count(digits)?));
    }
    written(&text, Some(today.year()))
}

/// Reads what stands in a sheet's cell: full dates, with a time or without, or a sheet's day count.
pub fn read_cell(cell: &str) -> Result<NaiveDate, Problem> {
    let text = fold(cell);
    let date = without_time(&text);
    if date.is_empty() {
        return Err(Problem::Empty);
    }
    let serial = date.split('.').next().and_then(|whole| whole.parse().ok());
    if let Some(days) = serial.filter(|days| SHEET_DAYS.contains(days)) {
        return NaiveDate::from_num_days_from_ce_opt(SHEET_EPOCH + days).ok_or(Problem::Impossible);
    }
    written(date, None)
}

/// The same day so many months later, or the last one of a shorter month.
pub fn plus_months(from: NaiveDate, months: u32) -> NaiveDate {
    from.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX)
}

fn fold(typed: &str) -> String {
    typed.nfkc().collect::<String>().trim().to_lowercase().replace('。', ".")
}

/// A day by a word alone.
pub(super) fn said(word: &str, today: NaiveDate) -> Option<NaiveDate> {
    let days: i32 = match word {
        "今天" | "今日" | "today" => 0,
        "明天" | "明日" | "tomorrow" => 1,
        "后天" => 2,
        "大后天" => 3,
        "昨天" | "昨日" | "yesterday" => -1,
        "前天" => -2,
        "大前天" => -3,
        _ => return None,
    };
    let count = days.unsigned_abs();
    Some(if days < 0 { minus_days(today, count) } else { plus_days(today, count) })
}

fn count(digits: &str) -> Result<u32, Problem> {
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Problem::Unclear);
    }
    digits.parse().ok().filter(|days| *days <= MOST_DAYS).ok_or(Problem::Impossible)
}

/// Drops a time of day after the date: `2026-03-05 14:30`, `2026-03-05t14:30:00`.
fn without_time(text: &str) -> &str {
    match text.split_once([' ', 't']) {
        Some((date, time)) if time.contains(':') => date.trim(),
        _ => text,
    }
}

fn written(text: &str, year: Option<i32>) -> Result<NaiveDate, Problem> {
    if text.bytes().all(|b| b.is_ascii_digit()) { run(text, year) } else { parts(text, year) }
}

/// Digits alone: `20260305`, `0315`, `315`.
fn run(digits: &str, year: Option<i32>) -> Result<NaiveDate, Problem> {
    let number = |range: std::ops::Range<usize>| digits.get(range).and_then(|part| part.parse::<u32>().ok());
    match (digits.len(), year) {
        (8, _) => date(number(0..4), number(4..6), number(6..8)),
        (4, Some(year)) => date(u32::try_from(year).ok(), number(0..2), number(2..4)),
        (3, Some(year)) => {
            let year = u32::try_from(year).ok();
            let short = date(year, number(0..1), number(1..3));
            let long = date(year, number(0..2), number(2..3));
            match (short, long) {
                (Ok(_), Ok(_)) => Err(Problem::Ambiguous),
                (short, long) => short.or(long),
            }
        }
        _ => Err(Problem::Unclear),
    }
}

/// Numbers with signs between them: `2026-3-5`, `2026年3月5日`, `3.5`.
fn parts(text: &str, year: Option<i32>) -> Result<NaiveDate, Problem> {
    let bare = text.strip_suffix(['日', '号']).unwrap_or(text);
    let mut numbers = Vec::new();
    for part in bare.split(['-', '/', '.', '年', '月']) {
        let part = part.trim();
        if part.is_empty() || part.len() > 4 || !part.bytes().all(|b| b.is_ascii_digit()) {
            return Err(Problem::Unclear);
        }
        numbers.push(part.parse::<u32>().map_err(|_| Problem::Unclear)?);
    }
    match (numbers.as_slice(), year) {
        ([year, month, day], _) => date(Some(*year), Some(*month), Some(*day)),
        ([month, day], Some(year)) => date(u32::try_from(year).ok(), Some(*month), Some(*day)),
        _ => Err(Problem::Unclear),
    }
}

fn date(year: Option<u32>, month: Option<u32>, day: Option<u32>) -> Result<NaiveDate, Problem> {
    let whole = year.zip(month).zip(day).ok_or(Problem::Unclear)?;
    let ((year, month), day) = whole;
    let year = i32::try_from(year).map_err(|_| Problem::Impossible)?;
    NaiveDate::from_ymd_opt(year, month, day)
        .filter(|date| YEARS.contains(&date.year()))
        .ok_or(Problem::Impossible)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn typed(text: &str) -> Result<NaiveDate, Problem> {
        read(text, on("2026-03-05"))
    }

    #[test]
    fn full_dates_are_read_in_every_hand() {
        let hands = [
            "2026-03-15",
            "20260315",
            "2026/3/15",
            "2026.03.15",
            "2026年3月15日",
            "2026年03月15号",
            "２０２６-3-15",
            "2026。3。15",
            " 2026-03-15 ",
            "3-15",
            "3/15",
            "3.15",
            "3月15日",
            "0315",
            "０３１５",
            "315",
            "+10",
        ];
        for hand in hands {
            assert_eq!(typed(hand), Ok(on("2026-03-15")), "{hand}");
        }
    }

    #[test]
    fn words_and_steps_count_from_today() {
        let words = [
            ("今天", "2026-03-05"),
            ("明天", "2026-03-06"),
            ("后天", "2026-03-07"),
            ("昨天", "2026-03-04"),
            ("前天", "2026-03-03"),
            ("today", "2026-03-05"),
            ("Tomorrow", "2026-03-06"),
            ("yesterday", "2026-03-04"),
            ("+15", "2026-03-20"),
            ("-1", "2026-03-04"),
            ("＋15", "2026-03-20"),
        ];
        for (word, day) in words {
            assert_eq!(typed(word), Ok(on(day)), "{word}");
        }
    }

    #[test]
    fn three_digits_are_read_only_when_they_mean_one_day() {
        assert_eq!(typed("110"), Ok(on("2026-01-10")));
        assert_eq!(typed("112"), Err(Problem::Ambiguous));
        assert_eq!(typed("130"), Ok(on("2026-01-30")));
        assert_eq!(typed("999"), Err(Problem::Impossible));
    }

    #[test]
    fn what_is_wrong_is_told_apart() {
        assert_eq!(typed("  "), Err(Problem::Empty));
        assert_eq!(typed("2026-02-30"), Err(Problem::Impossible));
        assert_eq!(typed("0230"), Err(Problem::Impossible));
        assert_eq!(typed("0026-02-03"), Err(Problem::Impossible));
        for text in ["下周", "12", "202603", "3-", "3--5", "++5", "+ 5", "1-2-3-4"] {
            assert_eq!(typed(text), Err(Problem::Unclear), "{text}");
        }
        assert_eq!(typed("+99999999999"), Err(Problem::Impossible));
    }

    #[test]
    fn a_cell_may_hold_a_time_or_a_sheets_day_count() {
        for cell in [
            "2026-03-05 14:30",
            "2026-03-05T00:00:00",
            "46086",
            "46086.5",
            "2026年03月05日",
            "2026/03/05 9:05",
        ] {
            assert_eq!(read_cell(cell), Ok(on("2026-03-05")), "{cell}");
        }
    }

    #[test]
    fn a_cell_never_takes_its_year_from_today() {
        for cell in ["0315", "3-5", "+1", "明天", "7"] {
            assert_eq!(read_cell(cell), Err(Problem::Unclear), "{cell}");
        }
        assert_eq!(read_cell("2026-02-30"), Err(Problem::Impossible));
    }

    #[test]
    fn a_month_later_ends_with_the_month() {
        assert_eq!(plus_months(on("2026-01-31"), 1), on("2026-02-28"));
    }

    proptest! {
        #[test]
        fn nothing_typed_makes_it_fall(text in ".*") {
            let _ = typed(&text);
            let _ = read_cell(&text);
        }

        #[test]
        fn every_day_is_read_back_from_its_own_writing(days in 0u32..60_000) {
            let date = plus_days(on("1950-01-01"), days);
            prop_assert_eq!(typed(&date.to_string()), Ok(date));
            prop_assert_eq!(read_cell(&date.format("%Y%m%d").to_string()), Ok(date));
        }
    }
}
