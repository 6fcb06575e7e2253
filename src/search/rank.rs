//! The order within a tier, and the places to underline.
use super::{
    forms::simplified,
    grade::Why,
    letters::{self, Part},
    pinyin::{self, fold, readings},
    query::{Query, Token},
    shelf::Short,
};
use crate::text::clean;
use fuzzy_matcher::{FuzzyMatcher, skim::SkimMatcherV2};
use std::ops::Range;

/// A short field in which something matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The number.
    No,
    /// The first petitioner's name.
    Petitioner,
    /// The subject.
    Subject,
}

/// Characters of a field that match, to be underlined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Where.
    pub field: Field,
    /// From which character to which.
    pub chars: Range<usize>,
}

/// Added when what was typed stands in one piece: the matcher alone likes a scattered match at the beginning better.
const TOGETHER: i64 = 100;

/// Added when the letters are a name's initials to its end: `zhw` is 张华伟 rather than the beginning of 朱旺和.
const WHOLE: i64 = 100;

/// Orders rows of one tier by their short fields.
#[derive(Default)]
pub(super) struct Ranker(SkimMatcherV2);

impl Ranker {
    /// Higher is better.
    pub fn score(&self, row: &Short, query: &Query) -> i64 {
        let (name, subject) = (folded(&row.petitioner), folded(&row.subject));
        query.tokens.iter().map(|token| self.token_score(row, &name, &subject, token)).sum()
    }

    fn token_score(&self, row: &Short, name: &str, subject: &str, token: &Token) -> i64 {
        let score = |text: &&str, typed: &str| {
            let together = if text.contains(typed) { TOGETHER } else { 0 };
            Some(self.0.fuzzy_match(text, typed)? + together)
        };
        let best = |texts: &[&str], typed: &str| {
            texts.iter().filter_map(|text| score(text, typed)).max().unwrap_or(0)
        };
        match token {
            Token::Hanzi(typed) | Token::Text(typed) => best(&[name, subject], typed),
            Token::Letters(typed) => {
                let spelt = pinyin::spelling(name);
                best(&[&spelt.full], typed) + if spelt.initials == *typed { WHOLE } else { 0 }
            }
            Token::Number(typed) | Token::Serial(typed) | Token::Digits(typed) | Token::Identity(typed) => {
                best(&[&row.no], typed)
            }
        }
    }
}

/// A text as it is compared: in simplified characters, half width and small letters, with each character in its place.
fn folded(text: &str) -> String {
    simplified(&clean::fold(text)).to_ascii_lowercase()
}

/// Finds the places to underline for one query.
pub(super) struct Marker<'q> {
    ranker: &'q Ranker,
    words: Vec<(&'q Token, Vec<Vec<Part<'q>>>)>,
}

impl<'q> Marker<'q> {
    /// Reads letters as syllables once for all rows.
    pub fn new(ranker: &'q Ranker, query: &'q Query) -> Self {
        let splits = |token: &'q Token| match token {
            Token::Letters(typed) => letters::splits(typed),
            _ => Vec::new(),
        };
        Self { ranker, words: query.tokens.iter().map(|token| (token, splits(token))).collect() }
    }

    /// The places in one row.
    pub fn marks(&self, row: &Short, why: Why) -> Vec<Mark> {
        let words = self.words.iter();
        let mut marks: Vec<Mark> =
            words.flat_map(|(token, splits)| self.token_marks(row, token, splits, why)).collect();
        marks.sort_unstable_by_key(|mark| (mark.field, mark.chars.start, mark.chars.end));
        marks.dedup();
        marks
    }

    fn token_marks(&self, row: &Short, token: &Token, splits: &[Vec<Part<'_>>], why: Why) -> Vec<Mark> {
        match token {
            Token::Hanzi(typed) => self.hanzi_marks(row, typed, why),
            Token::Text(typed) => in_piece(&row.subject, typed),
            Token::Letters(typed) => {
                let name = spoken(&folded(&row.petitioner), splits);
                let name = name.map(|len| Mark { field: Field::Petitioner, chars: 0..len });
                name.into_iter().chain(in_piece(&row.subject, typed)).collect()
            }
            Token::Number(typed) | Token::Serial(typed) | Token::Digits(typed) | Token::Identity(typed) => {
                let from = row.no.rfind(typed.as_str()).into_iter();
                from.map(|from| Mark { field: Field::No, chars: from..from + typed.len() }).collect()
            }
        }
    }

    fn hanzi_marks(&self, row: &Short, typed: &str, why: Why) -> Vec<Mark> {
        let fields = [(Field::Petitioner, &row.petitioner), (Field::Subject, &row.subject)];
        let mut marks = Vec::new();
        for (field, text) in fields {
            if let Some((_, places)) = self.ranker.0.fuzzy_indices(&folded(text), typed) {
                marks.extend(joined(&places).map(|chars| Mark { field, chars }));
            }
        }
        if marks.is_empty() && matches!(why, Why::SameSound | Why::Accent | Why::OtherReading | Why::Typo) {
            let len = typed.chars().count().min(row.petitioner.chars().count());
            marks.extend((len > 0).then_some(Mark { field: Field::Petitioner, chars: 0..len }));
        }
        marks
    }
}

/// Where a word stands in a subject in one piece.
fn in_piece(subject: &str, typed: &str) -> Vec<Mark> {
    let text = folded(subject);
    let from = text.find(typed).map(|at| text[..at].chars().count());
    let mark = |from: usize| Mark { field: Field::Subject, chars: from..from + typed.chars().count() };
    from.map(mark).into_iter().collect()
}

/// Single places as stretches.
fn joined(places: &[usize]) -> impl Iterator<Item = Range<usize>> {
    places
        .chunk_by(|before, after| before + 1 == *after)
        .filter_map(|run| Some(*run.first()?..run.last()? + 1))
}

/// How many hanzi of a name these letters speak, if they speak its beginning.
fn spoken(name: &str, splits: &[Vec<Part<'_>>]) -> Option<usize> {
    let hanzi: Vec<char> = name.chars().collect();
    let surname = pinyin::surname(name).unwrap_or_default();
    let says = |at: usize, part: &Part<'_>| {
        let own = surname.get(at).copied().into_iter();
        let all: Vec<&str> = own.chain(hanzi.get(at).into_iter().flat_map(|&c| readings(c))).collect();
        all.iter().any(|one| one.starts_with(part.text) || fold(one).starts_with(&fold(part.text)))
    };
    let fits = |parts: &&Vec<Part<'_>>| {
        parts.len() <= hanzi.len() && parts.iter().enumerate().all(|(at, part)| says(at, part))
    };
    splits.iter().find(fits).map(Vec::len)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> Short {
        Short {
            no: "ZJ-2026-000123".into(),
            petitioner: "单建国".into(),
            subject: "拖欠农民工工资".into(),
            ..Short::default()
        }
    }

    #[track_caller]
    fn underlines(typed: &str, why: Why, marks: &[(Field, Range<usize>)]) {
        let (ranker, query) = (Ranker::default(), Query::parse(typed));
        let found = Marker::new(&ranker, &query).marks(&row(), why);
        let found: Vec<_> = found.into_iter().map(|mark| (mark.field, mark.chars)).collect();
        assert_eq!(found, marks, "{typed}");
    }

    #[test]
    fn what_matched_is_underlined() {
        underlines("工资", Why::Text, &[(Field::Subject, 5..7)]);
        underlines("shanjg", Why::Prefix, &[(Field::Petitioner, 0..3)]);
        underlines("sj", Why::Initials, &[(Field::Petitioner, 0..2)]);
        underlines("0123", Why::Tail, &[(Field::No, 10..14)]);
        underlines("善建", Why::SameSound, &[(Field::Petitioner, 0..2)]);
        underlines("单 欠薪", Why::Prefix, &[(Field::Petitioner, 0..1)]);
    }

    #[test]
    fn forms_and_widths_are_underlined_in_their_places() {
        let row =
            Short {
                petitioner: "張偉".into(), subject: "ＫＴＶ噪音，3號樓".into(), ..Short::default()
            };
        let (ranker, query) = (Ranker::default(), Query::parse("张伟 ktv 3号楼"));
        let marks = Marker::new(&ranker, &query).marks(&row, Why::Text);
        let marks: Vec<_> = marks.into_iter().map(|mark| (mark.field, mark.chars)).collect();
        assert_eq!(marks, [(Field::Petitioner, 0..2), (Field::Subject, 0..3), (Field::Subject, 6..9)]);
    }

    #[test]
    fn words_that_stand_together_rank_before_words_that_are_scattered() {
        let query = Query::parse("工资");
        let scattered = Short { subject: "工程款与投资".into(), ..row() };
        let ranker = Ranker::default();
        assert!(ranker.score(&row(), &query) > ranker.score(&scattered, &query));
    }

    #[test]
    fn the_initials_of_a_whole_name_come_before_half_a_name() {
        let score = |name: &str, typed: &str| {
            let row = Short { petitioner: name.to_owned(), ..Short::default() };
            Ranker::default().score(&row, &Query::parse(typed))
        };
        assert!(score("张华伟", "zhw") > score("朱旺和", "zhw"));
        assert!(score("朱旺和", "zhuwh") > score("张华伟", "zhuwh"));
    }
}
