//! The words that stand in the province's sheet, from data.
use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// Ids with the words that mean them, the one to write first.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub(super) struct Words(HashMap<String, Vec<String>>);

impl Words {
    /// The id that a word means.
    pub(super) fn meaning(&self, word: &str) -> Option<&str> {
        let found = self.0.iter().find(|(_, words)| words.iter().any(|known| known == word));
        found.map(|(id, _)| id.as_str())
    }

    /// The word to write for an id.
    pub(super) fn word(&self, id: &str) -> &str {
        self.0.get(id).and_then(|words| words.first()).map_or("", String::as_str)
    }
}

/// The vocabulary of the sheet.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Vocabulary {
    /// Column names, by field id.
    pub(super) columns: Words,
    /// 信访目的.
    pub(super) purpose: Words,
    /// 信访形式.
    pub(super) channel: Words,
    /// 是 and 否.
    pub(super) answer: Words,
    /// 信访件状态.
    #[serde(default)]
    pub(super) status: Words,
}

// Tests read both files; without them every word would stay as written, marked to be checked.
static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let status = toml::from_str(STATUS).unwrap_or_default();
    Vocabulary { status, ..toml::from_str(WORDS).unwrap_or_default() }
});
const WORDS: &str = include_str!("words.toml");
const STATUS: &str = include_str!("../../domain/data/status.toml");

pub(super) fn vocabulary() -> &'static Vocabulary {
    &VOCABULARY
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::petition::{Channel, Purpose, State};
    use std::collections::HashSet;

    #[test]
    fn both_files_are_read() {
        toml::from_str::<Vocabulary>(WORDS).unwrap();
        toml::from_str::<Words>(STATUS).unwrap();
    }

    #[test]
    fn every_term_has_a_word_and_every_word_one_meaning() {
        let known = vocabulary();
        let tables = [
            (&known.status, State::IDS),
            (&known.purpose, Purpose::IDS),
            (&known.channel, Channel::IDS),
            (&known.answer, &["yes", "no"][..]),
        ];
        for (words, ids) in tables {
            assert_eq!(words.0.len(), ids.len());
            let mut seen = HashSet::new();
            for id in ids {
                assert_eq!(words.meaning(words.word(id)), Some(*id));
                assert!(words.0[*id].iter().all(|word| seen.insert(word)), "{id}");
            }
        }
    }

    #[test]
    fn a_petition_past_its_date_is_in_handling() {
        assert_eq!(vocabulary().status.meaning("超期未作出处理意见"), Some("handling"));
        assert_eq!(vocabulary().status.word("handling"), "办理中");
    }
}
