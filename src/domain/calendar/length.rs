//! How long a limit is, as it is written: `+15d`, `+5wd`.
use std::{fmt, str::FromStr};

/// A hundred years: no limit is longer, and counting one day by day must end.
const MOST: u32 = 36_500;

/// What a limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Calendar days.
    Days,
    /// Working days.
    WorkingDays,
    /// Hours; a day that they reach into counts whole.
    Hours,
}

/// A number of days or hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// How many.
    pub count: u32,
    /// Of what.
    pub unit: Unit,
}

impl Unit {
    /// The stable id, as in the table of limits.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Days => "days",
            Self::WorkingDays => "working-days",
            Self::Hours => "hours",
        }
    }
}

impl Length {
    /// The days to count.
    pub const fn days(self) -> u32 {
        match self.unit {
            Unit::Days | Unit::WorkingDays => self.count,
            Unit::Hours => self.count.div_ceil(24),
        }
    }
}

/// A text that is no length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a length such as +15d or +5wd")]
pub struct NoLength;

impl FromStr for Length {
    type Err = NoLength;

    fn from_str(text: &str) -> Result<Self, NoLength> {
        let written = text.strip_prefix('+').and_then(|text| text.strip_suffix('d')).ok_or(NoLength)?;
        let (digits, unit) = match written.strip_suffix('w') {
            Some(digits) => (digits, Unit::WorkingDays),
            None => (written, Unit::Days),
        };
        let plain = digits.bytes().all(|digit| digit.is_ascii_digit());
        let count = digits.parse().ok().filter(|count| plain && *count <= MOST).ok_or(NoLength)?;
        Ok(Self { count, unit })
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            Unit::Days => "d",
            Unit::WorkingDays => "wd",
            Unit::Hours => "h",
        };
        write!(f, "+{}{unit}", self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_read_as_it_is_written_and_nothing_else_is_one() {
        for text in ["+0d", "+15d", "+5wd", "+36500d"] {
            assert_eq!(text.parse::<Length>().unwrap().to_string(), text);
        }
        for text in
            ["", "+", "+d", "+wd", "15d", "+15", "+15w", "+-1d", "++1d", "+36501d", "+4294967296d", "+1 d"]
        {
            assert_eq!(text.parse::<Length>(), Err(NoLength), "{text}");
        }
    }
}
