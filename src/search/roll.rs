//! Short lists by the same matcher as the dictionary: places, categories, units, people of the house, cases, actions. By
//! code or number, by sound, by a part of the name, with an accent, with one slip.
use super::{
    forms::simplified,
    found::Found,
    grade::Grade,
    names::{Named, Names, Shelved, is_long, spelled},
    pinyin::{self, Spelling},
    shelf::Pages,
    stop::{Ended, Stop},
};
use crate::text::clean;
use std::{convert::Infallible, ops::RangeInclusive};

/// The entries of a list, ready to be looked up.
pub struct Roll(Vec<Entry>);

struct Entry {
    code: String,
    names: Vec<String>,
    spellings: Vec<Spelling>,
}

/// Ranks below those of the matcher: what was typed is the code, a name as it is, the number in the list, the beginning
/// of the code.
const EXACT: u8 = 0;
const NUMBER: u8 = 1;
const CODE: u8 = 2;
/// The matcher's best tier comes after these.
const NAMED: u8 = 3;

impl Roll {
    /// A list of entries, each with its code (empty for none) and the names it goes by, the usual one first.
    pub fn of<'n>(list: impl IntoIterator<Item = (&'n str, Vec<&'n str>)>) -> Self {
        let entry = |(code, names): (&str, Vec<&str>)| {
            let names: Vec<String> = names.into_iter().map(folded).collect();
            let spellings = names.iter().map(|name| pinyin::spelling(name)).collect();
            Entry { code: folded(code), names, spellings }
        };
        Self(list.into_iter().map(entry).collect())
    }

    /// The places of the entries that fit what was typed, the best first; all of them for nothing.
    pub fn find(&self, typed: &str) -> Vec<usize> {
        self.ranked(typed).into_iter().map(|(_, at)| at).collect()
    }

    /// The entries that somebody means by a word, in no order: the one that it names, or all that it is a part of, or
    /// those that sound most like it; none by nothing.
    pub fn means(&self, typed: &str) -> Vec<usize> {
        let ranked: Vec<(u8, usize)> =
            self.ranked(typed).into_iter().filter(|(rank, _)| *rank != NUMBER).collect();
        let last = match ranked.first() {
            _ if typed.trim().is_empty() => return Vec::new(),
            Some(&(EXACT, _)) => EXACT,
            Some(&(best, _)) => best.max(NAMED + 3),
            None => return Vec::new(),
        };
        ranked.into_iter().filter(|(rank, _)| *rank <= last).map(|(_, at)| at).collect()
    }

    fn ranked(&self, typed: &str) -> Vec<(u8, usize)> {
        let typed: String = folded(typed).split_whitespace().collect();
        let mut found: Vec<(u8, usize)> =
            self.0.iter().zip(0..).filter_map(|(entry, at)| Some((entry.rank(at, &typed)?, at))).collect();
        // What stands in the list as it was typed needs no guess.
        if found.is_empty() {
            let owners = self.0.iter().zip(0..).flat_map(|(entry, at)| entry.names.iter().map(move |_| at));
            let guesses = self.sounding(&typed).into_iter().zip(owners);
            let guesses = guesses.filter(|(grade, _)| grade.is_match());
            found.extend(guesses.map(|(grade, at)| (NAMED + grade.tier(), at)));
        }
        found.sort_unstable_by_key(|&(rank, at)| (at, rank));
        found.dedup_by_key(|&mut (_, at)| at);
        found.sort_unstable();
        found
    }

    /// How well each name sounds so; where none does, whether it is one slip away.
    fn sounding(&self, typed: &str) -> Vec<Grade> {
        let names = Dictionary::of(self.0.iter().flat_map(|entry| &entry.names));
        let (mut found, all, never) = (Found::default(), Names::of_one_page(names.count), Stop::never());
        found.begin(names.count);
        // A list in memory cannot fail to be read, and nobody overtakes.
        let _: Result<(), Ended<Infallible>> = all.find(&names, &never, typed, &mut found).and_then(|()| {
            if found.best().is_match() {
                return Ok(());
            }
            all.find_off_by_one(&names, &never, typed, &mut found)
        });
        Named::read(&names.page).map(|name| found.grade(name.first(), name.id())).collect()
    }

    /// How a name of the list fits, for tests.
    #[cfg(test)]
    pub(super) fn grade(&self, name: usize, typed: &str) -> Grade {
        self.sounding(typed)[name]
    }
}

impl Entry {
    /// How it fits at its place in the list by code, number, and as written.
    fn rank(&self, at: usize, typed: &str) -> Option<u8> {
        let names = || self.names.iter();
        let spellings = || self.spellings.iter();
        if typed.is_empty() || self.code == typed || names().any(|name| name == typed) {
            Some(EXACT)
        } else if typed.parse() == Ok(at + 1) {
            Some(NUMBER)
        } else if self.code.starts_with(typed) {
            Some(CODE)
        } else if spellings().any(|one| one.initials.starts_with(typed) || one.full.starts_with(typed))
            || names().any(|name| name.starts_with(typed))
        {
            Some(NAMED + 1)
        } else if spellings().any(|one| one.initials.contains(typed) || one.full.contains(typed))
            || names().any(|name| name.contains(typed))
        {
            Some(NAMED + 3)
        } else {
            None
        }
    }
}

/// Names as the dictionary of a store holds them, on one page.
#[derive(Default)]
struct Dictionary {
    count: u32,
    page: Vec<u8>,
    turned: Vec<u8>,
    long: String,
}

impl Dictionary {
    fn of<'n>(list: impl Iterator<Item = &'n String>) -> Self {
        let mut names = Self::default();
        for (name, id) in list.zip(0..) {
            let entry = Named::of(name, id);
            entry.write(&mut names.page);
            entry.turned().write(&mut names.turned);
            if is_long(name) {
                names.long.push_str(&spelled(name, id));
            }
            names.count = id + 1;
        }
        names
    }
}

fn folded(text: &str) -> String {
    simplified(&clean::fold(text)).to_lowercase()
}

impl Pages for Dictionary {
    type Error = Infallible;

    fn pages(&self, _: Shelved, take: &mut dyn FnMut(u64)) -> Result<(), Infallible> {
        take(0);
        Ok(())
    }

    fn names(
        &self,
        order: Shelved,
        _: RangeInclusive<u64>,
        take: &mut dyn FnMut(&[u8]),
    ) -> Result<(), Infallible> {
        take(if order == Shelved::Given { &self.turned } else { &self.page });
        Ok(())
    }

    fn long_names(&self, take: &mut dyn FnMut(&str)) -> Result<(), Infallible> {
        take(&self.long);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::grade::Why;
    use super::*;

    const PLACES: [(&str, &str); 5] = [
        ("512002001", "莲花街道"),
        ("512021", "安岳县"),
        ("512022", "乐至县"),
        ("ZJJ", "市住房和城乡建设局"),
        ("X", "城关镇"),
    ];

    fn places() -> Roll {
        Roll::of(PLACES.map(|(code, name)| (code, vec![name])))
    }

    #[test]
    fn an_entry_is_found_by_code_number_sound_part_accent_and_slip() {
        for (typed, at) in [
            ("512002001", 0),
            ("zjj", 3),
            ("2", 1),
            ("ayx", 1),
            ("anyue", 1),
            ("安岳", 1),
            ("安嶽縣", 1),
            ("岳县", 1),
            ("lezhi", 2),
            ("cenguanzhen", 4),
            ("chengguanzhne", 4),
            ("连花街道", 0),
            ("szfhcxjsj", 3),
            ("建设局", 3),
            ("城关真", 4),
        ] {
            assert_eq!(places().find(typed).first(), Some(&at), "{typed}");
        }
        assert_eq!(places().find("").len(), 5);
        assert!(places().find("没有这里").is_empty() && places().find("qqq").is_empty());
    }

    #[test]
    fn a_sound_is_graded_as_in_the_dictionary() {
        assert_eq!(places().grade(1, "anyuexian"), Grade::new(0, Why::Name));
        assert_eq!(places().grade(3, "jsj"), Grade::new(3, Why::Initials));
    }

    proptest::proptest! {
        #[test]
        fn nothing_typed_makes_it_fall(text in ".*") {
            places().find(&text);
        }
    }
}
