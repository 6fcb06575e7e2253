//! What a figure comes to, and how it is written: the same digits on the screen, in a briefing and in an export.
use crate::domain::money::Fen;
use std::fmt;

/// What a figure comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// So many.
    Count(i64),
    /// So many of so many.
    Rate(u32, u32),
    /// Days, in tenths: of a mean, or of whole days.
    Tenths(i64),
    /// An amount.
    Money(Fen),
    /// Nothing was there to be counted.
    Nothing,
}

impl Value {
    /// How large it is beside others of the same measure: a count, tenths of a hundredth, tenths of days, fen.
    pub fn size(self) -> Option<i64> {
        match self {
            Self::Count(count) => Some(count),
            Self::Rate(good, of) => Some(per_mille(good, of)),
            Self::Tenths(tenths) => Some(tenths),
            Self::Money(amount) => Some(amount.0),
            Self::Nothing => None,
        }
    }

    /// Of what a rate is made: `53/55`.
    pub fn fraction(self) -> Option<String> {
        match self {
            Self::Rate(good, of) => Some(format!("{good}/{of}")),
            _ => None,
        }
    }

    /// How it differs from another one of the same measure: hundredths of a count or an amount, points of a rate, days.
    /// Nothing where there is nothing to compare it with.
    pub fn change(self, before: Self) -> Option<String> {
        let (now, then) = (i128::from(self.size()?), i128::from(before.size()?));
        let tenths = match self {
            Self::Rate(..) | Self::Tenths(_) => rounded(now - then, 1),
            _ if then <= 0 => return None,
            _ => rounded((now - then) * 1000, then),
        };
        let sign = if tenths < 0 { "-" } else { "+" };
        let unit = if matches!(self, Self::Count(_) | Self::Money(_)) { "%" } else { "" };
        Some(format!("{sign}{}{unit}", Tenths(tenths.abs())))
    }
}

/// Tenths of a hundredth, rounded; but what missed one is never told as the whole, nor what has one as nothing.
fn per_mille(good: u32, of: u32) -> i64 {
    let part = rounded(i128::from(good) * 1000, i128::from(of));
    match good {
        0 => 0,
        good if good == of => 1000,
        _ => part.clamp(1, 999),
    }
}

/// The nearest whole number, half of one away from nothing.
fn rounded(part: i128, of: i128) -> i64 {
    let half = if part < 0 { -of } else { of };
    i64::try_from((part * 2 + half) / (of * 2).max(1)).unwrap_or(i64::MAX)
}

/// A number with one digit behind the point.
struct Tenths(i64);

impl fmt::Display for Tenths {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}.{}", self.0 / 10, self.0 % 10)
    }
}

impl fmt::Display for Value {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(count) => write!(out, "{count}"),
            Self::Rate(good, of) => write!(out, "{}%", Tenths(per_mille(*good, *of))),
            Self::Tenths(tenths) => write!(out, "{}", Tenths(*tenths)),
            Self::Money(amount) => write!(out, "{amount}"),
            Self::Nothing => out.write_str("-"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_that_missed_one_is_never_the_whole() {
        let told = |good, of| Value::Rate(good, of).to_string();
        assert_eq!([told(2, 3), told(1, 1), told(0, 7)], ["66.7%", "100.0%", "0.0%"]);
        assert_eq!([told(99_999, 100_000), told(1, 100_000)], ["99.9%", "0.1%"]);
    }

    #[test]
    fn a_change_is_told_in_what_the_figure_is_told_in() {
        let change = |now: Value, then: Value| now.change(then).unwrap_or_default();
        assert_eq!(change(Value::Count(128), Value::Count(96)), "+33.3%");
        assert_eq!(change(Value::Count(1), Value::Count(3)), "-66.7%");
        assert_eq!(change(Value::Count(7), Value::Count(0)), "");
        assert_eq!(change(Value::Rate(9, 10), Value::Rate(4, 5)), "+10.0");
        assert_eq!(change(Value::Tenths(132), Value::Tenths(140)), "-0.8");
        assert_eq!(change(Value::Tenths(132), Value::Nothing), "");
        assert_eq!(change(Value::Money(Fen(150)), Value::Money(Fen(100))), "+50.0%");
    }
}
