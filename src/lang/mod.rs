//! Every word the user reads. Both languages live beside this file, Chinese first.
use chrono::NaiveDate;
pub use fluent_bundle::FluentValue;
use fluent_bundle::{
    FluentArgs, FluentBundle, FluentError, FluentResource,
    resolver::{ResolverError, errors::ReferenceKind},
};

/// The Chinese words.
pub const ZH: &str = include_str!("zh-CN.ftl");
/// The English words.
pub const EN: &str = include_str!("en.ftl");

/// A language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Locale {
    /// 简体中文
    Zh,
    /// English
    En,
}

impl Locale {
    /// The language that a locale name such as `en_US.UTF-8` asks for; Chinese unless it is English.
    pub fn of(name: &str) -> Self {
        if name.starts_with("en") { Self::En } else { Self::Zh }
    }
}

/// What fills the blanks of a message.
pub type Args<'a> = &'a [(&'static str, FluentValue<'a>)];

/// One language, ready to speak.
pub struct Lang {
    /// Which one.
    pub locale: Locale,
    bundle: FluentBundle<FluentResource>,
}

impl Lang {
    /// Reads one language; the other one costs nothing.
    pub fn new(locale: Locale) -> Self {
        let (tag, text) = match locale {
            Locale::Zh => (unic_langid::langid!("zh-CN"), ZH),
            Locale::En => (unic_langid::langid!("en"), EN),
        };
        let mut bundle = FluentBundle::new(vec![tag]);
        // Isolation marks have no width in a terminal and would break the columns.
        bundle.set_use_isolating(false);
        let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(rest, _)| rest);
        bundle.add_resource_overriding(resource);
        Self { locale, bundle }
    }

    /// A message without blanks.
    pub fn say(&self, id: &str) -> String {
        self.fill(id, &[])
    }

    /// The same in a few words, for where a line has to do: its attribute `short`, or the message where it is short
    /// enough itself.
    pub fn short(&self, id: &str) -> String {
        self.fill_short(id, &[])
    }

    /// The same with its blanks filled.
    pub fn fill_short(&self, id: &str, args: Args<'_>) -> String {
        self.pattern(id, Some("short"), args).unwrap_or_else(|| self.fill(id, args))
    }

    /// A message with its blanks filled. One that nobody fills stays empty: no reader is ever shown its name.
    pub fn fill(&self, id: &str, args: Args<'_>) -> String {
        self.pattern(id, None, args).unwrap_or_else(|| format!("⟦{id}⟧"))
    }

    /// Whether it is Chinese: for words that are not ours.
    pub fn is_chinese(&self) -> bool {
        self.locale == Locale::Zh
    }

    /// A civil date as it stands on paper: 2026年3月5日.
    pub fn day(&self, day: NaiveDate) -> String {
        day.format(&self.say("paper-day")).to_string()
    }

    /// How long something took or lies back, in milliseconds, as people say it: minutes, hours or days.
    pub fn age(&self, millis: i64) -> String {
        let minutes = millis.max(0) / 60_000;
        let (id, count) = match minutes {
            ..60 => ("age-minutes", minutes),
            60..2880 => ("age-hours", minutes / 60),
            _ => ("age-days", minutes / 1440),
        };
        self.fill(id, &[("count", count.into())])
    }

    /// An attribute of a message, such as `hint` or `keys`; empty when it has none.
    pub fn attribute(&self, id: &str, name: &str) -> String {
        self.pattern(id, Some(name), &[]).unwrap_or_default()
    }

    /// Whether there is such a message.
    pub fn has(&self, id: &str) -> bool {
        self.bundle.has_message(id)
    }

    fn pattern(&self, id: &str, attribute: Option<&str>, args: Args<'_>) -> Option<String> {
        let message = self.bundle.get_message(id)?;
        let pattern = match attribute {
            None => message.value()?,
            Some(name) => message.get_attribute(name)?.value(),
        };
        let mut args: FluentArgs<'_> = args.iter().map(|(name, value)| (*name, value.clone())).collect();
        let mut errors = Vec::new();
        let said = self.bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned();
        let open: Vec<String> = errors.into_iter().filter_map(open_blank).collect();
        if open.is_empty() {
            return Some(said);
        }
        for blank in open {
            args.set(blank, "");
        }
        Some(self.bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).trim().to_owned())
    }
}

/// The name of a blank that nobody filled.
fn open_blank(error: FluentError) -> Option<String> {
    match error {
        FluentError::ResolverError(ResolverError::Reference(ReferenceKind::Variable { id })) => Some(id),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_written_as_people_of_the_language_write_it() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 5).unwrap();
        assert_eq!(Lang::new(Locale::Zh).day(day), "2026年3月5日");
        assert_eq!(Lang::new(Locale::En).day(day), "2026-03-05");
    }

    #[test]
    fn a_blank_that_nobody_fills_stays_empty() {
        let lang = Lang::new(Locale::En);
        assert_eq!(lang.say("why-step-early"), "not accepted yet, so it cannot be replied to");
    }

    #[test]
    fn an_age_is_told_in_minutes_hours_or_days() {
        let lang = Lang::new(Locale::En);
        let told =
            [-1, 60_000, 59 * 60_000, 3_600_000, 47 * 3_600_000, 48 * 3_600_000].map(|age| lang.age(age));
        assert_eq!(told, ["0 minutes", "1 minute", "59 minutes", "1 hour", "47 hours", "2 days"]);
    }
}
