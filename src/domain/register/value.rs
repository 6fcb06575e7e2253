//! What stands in a field: always text, in one form for each kind.
use super::{Field, Kind};
use crate::domain::{day, identity::Identity, money::Fen, phone};
use chrono::{NaiveDate, NaiveTime};

/// Graphemes of a line, and of a page: a paste of a whole book is refused.
const LINE: usize = 200;
const PAGE: usize = 10_000;

/// Why something cannot stand in a field: the id of a message, and what fills its `$what`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueError {
    /// The message.
    pub why: &'static str,
    /// What it names.
    pub what: String,
}

impl ValueError {
    fn new(why: &'static str) -> Self {
        Self { why, what: String::new() }
    }
}

/// A value that can be compared.
#[derive(Clone, Debug, PartialEq, PartialOrd)]
pub enum Value {
    /// A number; amounts in yuan.
    Number(f64),
    /// A day.
    Day(NaiveDate),
    /// Anything else.
    Text(String),
}

impl Field {
    /// Something that is to stand in the field, in the one form in which it is kept; empty stays empty.
    pub fn tidy(&self, said: &str, today: NaiveDate) -> Result<String, ValueError> {
        let said = said.trim_matches([' ', '\u{3000}', '\n']);
        if said.is_empty() {
            return Ok(String::new());
        }
        match self.kind {
            Kind::Line | Kind::File => short(said, LINE),
            Kind::Page => short(said, PAGE),
            Kind::Choice | Kind::Grade => self.known(said),
            Kind::Many => self.many(said),
            Kind::Flag => match said {
                "yes" | "no" => Ok(said.to_owned()),
                _ => Err(ValueError { why: "why-not-an-answer", what: said.to_owned() }),
            },
            Kind::Day => day::read(said, today)
                .map(|day| day.to_string())
                .map_err(|_| ValueError { why: "why-no-day", what: said.to_owned() }),
            Kind::Time => time(said).ok_or_else(|| ValueError { why: "why-no-time", what: said.to_owned() }),
            Kind::Phone => Ok(phone::kind(said).map_or_else(|_| said.to_owned(), |_| phone::fold(said))),
            Kind::Identity => {
                Ok(Identity::read(said).map_or_else(|_| said.to_owned(), |number| number.as_str().to_owned()))
            }
            Kind::Money => Fen::read(said)
                .map(|fen| fen.to_string().replace(',', ""))
                .map_err(|_| ValueError { why: "why-no-amount", what: said.to_owned() }),
            Kind::Count | Kind::Score => self.number(said),
            kind if kind.is_link() => Ok(said.to_uppercase()),
            _ => short(said, LINE),
        }
    }

    /// What stands in the field, to be compared; nothing where nothing stands.
    pub fn value(&self, said: &str) -> Option<Value> {
        match self.kind {
            _ if said.is_empty() => None,
            Kind::Day => said.parse().ok().map(Value::Day),
            kind if kind.is_number() => said.parse().ok().map(Value::Number),
            _ => Some(Value::Text(said.to_owned())),
        }
    }

    fn known(&self, said: &str) -> Result<String, ValueError> {
        let named = |answer: &&super::Answer| answer.id == said || answer.name.is(said);
        let found = self.answers.iter().find(named).map(|answer| answer.id.clone());
        found.ok_or_else(|| ValueError { why: "why-not-an-answer", what: said.to_owned() })
    }

    /// Several answers, each once and in the order in which they are declared.
    fn many(&self, said: &str) -> Result<String, ValueError> {
        let parts = said.split([',', '，', '、', ' ']).filter(|part| !part.is_empty());
        let chosen = parts.map(|part| self.known(part)).collect::<Result<Vec<_>, _>>()?;
        let ids = self.answers.iter().map(|answer| &answer.id).filter(|id| chosen.contains(id));
        Ok(ids.cloned().collect::<Vec<_>>().join(","))
    }

    fn number(&self, said: &str) -> Result<String, ValueError> {
        let number: i64 =
            said.parse().map_err(|_| ValueError { why: "why-not-a-number", what: said.to_owned() })?;
        let (least, most) = (self.min.unwrap_or(0), self.max.unwrap_or(i64::from(u32::MAX)));
        if (least..=most).contains(&number) {
            return Ok(number.to_string());
        }
        Err(ValueError { why: "why-out-of-bounds", what: format!("{least}–{most}") })
    }
}

/// `8:20`, `08：20`, `820`, as `08:20`.
fn time(said: &str) -> Option<String> {
    let mut digits = said.replace('：', ":");
    if !digits.contains(':') && (3..=4).contains(&digits.len()) && digits.is_ascii() {
        digits.insert(digits.len() - 2, ':');
    }
    let time = NaiveTime::parse_from_str(&digits, "%H:%M").ok()?;
    Some(time.format("%H:%M").to_string())
}

fn short(said: &str, most: usize) -> Result<String, ValueError> {
    if said.chars().count() <= most { Ok(said.to_owned()) } else { Err(ValueError::new("why-too-long")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::register::{Answer, Total, Words};

    fn field(kind: Kind) -> Field {
        let answer = |id: &str, name: &str| Answer { id: id.to_owned(), name: Words::from(name.to_owned()) };
        Field {
            id: "x".to_owned(),
            name: Words::default(),
            hint: Words::default(),
            kind,
            required: false,
            beside: false,
            total: Total::Nothing,
            answers: vec![answer("a", "一级 | Level one"), answer("b", "二级 | Level two")],
            min: None,
            max: Some(10),
            of: String::new(),
            sum: Vec::new(),
            bounds: Vec::new(),
            default: String::new(),
        }
    }

    fn tidy(kind: Kind, said: &str) -> Result<String, &'static str> {
        let today = NaiveDate::from_ymd_opt(2026, 11, 27).unwrap();
        field(kind).tidy(said, today).map_err(|error| error.why)
    }

    #[test]
    fn each_kind_keeps_one_form_and_says_what_it_cannot_be() {
        let fine = [
            (Kind::Line, " 一 ", "一"),
            (Kind::Choice, "level ONE", "a"),
            (Kind::Choice, "二级", "b"),
            (Kind::Many, "b、一级", "a,b"),
            (Kind::Flag, "yes", "yes"),
            (Kind::Day, "0301", "2026-03-01"),
            (Kind::Time, "8：20", "08:20"),
            (Kind::Time, "2359", "23:59"),
            (Kind::Money, "1234.5", "1234.50"),
            (Kind::Score, "10", "10"),
            (Kind::Petition, "zj-2026-000001", "ZJ-2026-000001"),
            (Kind::Phone, "不详", "不详"),
            (Kind::Count, "", ""),
        ];
        for (kind, said, kept) in fine {
            assert_eq!(tidy(kind, said), Ok(kept.to_owned()), "{kind:?} {said}");
        }
        let long = "长".repeat(201);
        let wrong = [
            (Kind::Line, long.as_str(), "why-too-long"),
            (Kind::Choice, "c", "why-not-an-answer"),
            (Kind::Many, "a,c", "why-not-an-answer"),
            (Kind::Flag, "maybe", "why-not-an-answer"),
            (Kind::Day, "soon", "why-no-day"),
            (Kind::Time, "24:01", "why-no-time"),
            (Kind::Time, "午后", "why-no-time"),
            (Kind::Money, "viel", "why-no-amount"),
            (Kind::Score, "11", "why-out-of-bounds"),
            (Kind::Count, "-1", "why-out-of-bounds"),
            (Kind::Count, "ten", "why-not-a-number"),
        ];
        for (kind, said, why) in wrong {
            assert_eq!(tidy(kind, said), Err(why), "{kind:?} {said}");
        }
    }
}
