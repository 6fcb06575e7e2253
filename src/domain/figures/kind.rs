//! What a briefing over a span of days is called.
use crate::domain::{
    span::{self, Span},
    words::terms,
};
use chrono::{Datelike, NaiveDate, Weekday};

terms! {
    /// What a briefing is called, by its span.
    Kind / "briefing" {
        /// 周报: Monday to Sunday
        Weekly = "weekly",
        /// 月报
        Monthly = "monthly",
        /// 季报
        Quarterly = "quarterly",
        /// 年报
        Yearly = "yearly",
        /// 情况通报: any other days
        Other = "other",
    }
}

impl Kind {
    /// The kind that a span makes.
    pub fn of(span: &Span) -> Self {
        let (from, to) = (*span.start(), *span.end());
        let whole = |months: i32| {
            let long = |day: NaiveDate| day.year() * 12 + day.month0().cast_signed();
            let next = to.succ_opt().unwrap_or(to);
            from.day() == 1 && next.day() == 1 && long(next) - long(from) == months
        };
        match () {
            () if whole(1) => Self::Monthly,
            () if whole(3) => Self::Quarterly,
            () if whole(12) && from.month() == 1 => Self::Yearly,
            () if from.weekday() == Weekday::Mon && (to - from).num_days() == 6 => Self::Weekly,
            () => Self::Other,
        }
    }

    /// The span of this kind about a day.
    pub fn about(self, day: NaiveDate) -> Option<Span> {
        match self {
            Self::Weekly => span::week_of(day),
            Self::Monthly => span::month(day),
            Self::Quarterly => span::quarter(day),
            Self::Yearly => span::year(day),
            Self::Other => Some(day..=day),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_of_a_kind_is_known_as_that_kind() {
        for day in ["2024-02-29", "2025-01-01", "2026-11-26", "2026-12-31"] {
            for kind in [Kind::Weekly, Kind::Monthly, Kind::Quarterly, Kind::Yearly, Kind::Other] {
                let span = kind.about(day.parse().unwrap()).unwrap();
                assert!(span.contains(&day.parse().unwrap()));
                assert_eq!(Kind::of(&span), kind, "{day}");
            }
        }
        let odd: Span = "2026-11-03".parse().unwrap()..="2026-11-09".parse().unwrap();
        assert_eq!(Kind::of(&odd), Kind::Other, "seven days that are no week");
    }
}
