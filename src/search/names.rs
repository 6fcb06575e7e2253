//! The dictionary of distinct names. A million petitions hold some 300,000 names of four hanzi at most, so
//! sounds, accents and typos are answered by walking over eight bytes a name.
use super::{
    grade::{Grade, Why},
    hanzi, letters, pinyin,
    sounds::{Code, Syllable, sounds},
};

/// Position of a name in the dictionary; the store numbers names in the same order.
pub type NameId = u32;

/// The dictionary. It only grows: a name that nobody bears any more finds no rows.
#[derive(Default)]
pub struct Names {
    codes: Vec<[Code; 4]>,
    spelled: String,
    long: Vec<(usize, NameId)>,
}

/// Names that match, and how well.
#[derive(Default)]
pub struct Found {
    grades: Vec<Grade>,
    touched: Vec<NameId>,
}

/// What a hanzi at one place of a name is worth: [`PART`], [`ACCENT`], [`OTHER`] and [`SOUND`] add up, [`NONE`]
/// refuses.
#[derive(Clone)]
pub(super) struct Table(Vec<u8>);

/// Only the beginning of the syllable was typed.
pub(super) const PART: u8 = 1;
/// The same class of sounds, not the same sound.
pub(super) const ACCENT: u8 = 2;
/// A less usual reading.
pub(super) const OTHER: u8 = 4;
/// The same sound, not the same hanzi.
pub(super) const SOUND: u8 = 8;
/// Does not match.
pub(super) const NONE: u8 = 128;

impl Names {
    /// How many names there are.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// Adds the next name.
    pub fn push(&mut self, name: &str) {
        let id = NameId::try_from(self.codes.len()).unwrap_or(NameId::MAX);
        self.codes.push(sounds().encode(name));
        if is_long(name) {
            let spelling = pinyin::spelling(name);
            self.long.push((self.spelled.len(), id));
            self.spelled.extend([spelling.initials.as_str(), " ", spelling.full.as_str(), "\n"]);
        }
    }

    /// Gives back memory that growing took in advance.
    pub fn shrink(&mut self) {
        self.codes.shrink_to_fit();
        self.spelled.shrink_to_fit();
        self.long.shrink_to_fit();
    }

    /// Names that are spelled so: in full, in initials, mixed, with an accent or another reading.
    pub fn letters(&self, typed: &str, found: &mut Found) {
        found.begin(self.len());
        letters::find(self, typed, found);
        self.long_names(typed, found);
    }

    /// Names whose spelling is one letter away: wrong, missing, too many, or two swapped.
    pub fn letters_off_by_one(&self, typed: &str, found: &mut Found) {
        letters::find_off_by_one(self, typed, found);
    }

    /// Names written or sounding so.
    pub fn hanzi(&self, typed: &str, found: &mut Found) {
        found.begin(self.len());
        hanzi::find(self, typed, found);
    }

    /// Names with one hanzi wrong, missing or too many.
    pub fn hanzi_off_by_one(&self, typed: &str, found: &mut Found) {
        hanzi::find_off_by_one(self, typed, found);
    }

    /// Every name with its four codes.
    pub(super) fn each(&self) -> impl Iterator<Item = (NameId, [Code; 4])> {
        (0..).zip(self.codes.iter().copied())
    }

    /// The codes of one name.
    pub(super) fn codes(&self, id: NameId) -> [Code; 4] {
        usize::try_from(id).ok().and_then(|at| self.codes.get(at)).copied().unwrap_or_default()
    }

    /// Whether a name goes on after its first `len` hanzi.
    pub(super) fn goes_on(&self, id: NameId, codes: [Code; 4], len: usize) -> bool {
        match codes.get(len) {
            Some(&code) => code != 0,
            None => self.long.binary_search_by_key(&id, |&(_, id)| id).is_ok(),
        }
    }

    /// Organisations are remembered by the initials of any part of their name.
    fn long_names(&self, typed: &str, found: &mut Found) {
        if typed.len() < 2 {
            return;
        }
        for (at, _) in self.spelled.match_indices(typed) {
            let line = self.long.partition_point(|&(start, _)| start <= at).saturating_sub(1);
            let Some(&(start, id)) = self.long.get(line) else { continue };
            let before = self.spelled.get(start..at).unwrap_or_default();
            match before.find(' ') {
                None if before.is_empty() => found.note(id, Grade::new(1, Why::Initials)),
                None => found.note(id, Grade::new(3, Why::Initials)),
                Some(gap) if gap + 1 == before.len() => found.note(id, Grade::new(1, Why::Prefix)),
                Some(_) => {}
            }
        }
    }
}

impl Found {
    fn begin(&mut self, names: usize) {
        for id in self.touched.drain(..) {
            if let Some(grade) = self.grades.get_mut(id as usize) {
                *grade = Grade::NONE;
            }
        }
        self.grades.resize(names, Grade::NONE);
    }

    /// Notes a name, or a better grade for one that was found before.
    pub(super) fn note(&mut self, id: NameId, grade: Grade) {
        if let Some(known) = self.grades.get_mut(id as usize) {
            if *known == Grade::NONE {
                self.touched.push(id);
            }
            *known = grade.min(*known);
        }
    }

    /// The grade of a name.
    pub fn grade(&self, id: NameId) -> Grade {
        self.grades.get(id as usize).copied().unwrap_or(Grade::NONE)
    }

    /// The names found, each once, in no order.
    pub fn each(&self) -> impl Iterator<Item = (NameId, Grade)> {
        self.touched.iter().map(|&id| (id, self.grade(id)))
    }

    /// How many names were found.
    pub fn len(&self) -> usize {
        self.touched.len()
    }

    /// Whether none was found.
    pub fn is_empty(&self) -> bool {
        self.touched.is_empty()
    }
}

/// A name that its first four hanzi do not tell in full.
fn is_long(name: &str) -> bool {
    name.chars().filter(|&c| pinyin::is_hanzi(c)).count() > 4
        || name.chars().any(|c| c.is_ascii_alphanumeric())
}

impl Table {
    /// The same for every hanzi.
    pub fn all(worth: u8) -> Self {
        Self(vec![worth; sounds().len()])
    }

    /// What this hanzi is worth.
    #[inline]
    pub fn at(&self, code: Code) -> u8 {
        self.0[usize::from(code)]
    }

    /// Says what one hanzi is worth.
    pub fn set(&mut self, code: Code, worth: u8) {
        self.0[usize::from(code)] = worth;
    }

    /// Says what every hanzi of a syllable is worth.
    pub fn fill(&mut self, syllable: Syllable, worth: u8) {
        self.0[sounds().range(syllable)].fill(worth);
    }

    /// Takes over what the other table lets through.
    pub fn join(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(here, &there)| *here = (*here).min(there));
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub fn dictionary(list: &[&str]) -> Names {
        let mut names = Names::default();
        for name in list {
            names.push(name);
        }
        names
    }

    #[test]
    fn an_organisation_is_found_by_the_initials_of_any_part_of_its_name() {
        let names = dictionary(&["张伟", "资阳市宏达建筑工程有限公司"]);
        let mut found = Found::default();
        for (typed, tier) in [("zyshd", 1), ("hdjz", 3), ("ziyangshihongda", 1), ("zys", 1)] {
            names.letters(typed, &mut found);
            assert_eq!(found.grade(1).tier(), tier, "{typed}");
            assert_eq!(found.len(), 1);
        }
    }

    #[test]
    fn what_was_found_before_is_forgotten() {
        let names = dictionary(&["张伟", "李娜"]);
        let mut found = Found::default();
        names.letters("zhangwei", &mut found);
        names.letters("lina", &mut found);
        assert_eq!(found.each().map(|(id, _)| id).collect::<Vec<_>>(), [1]);
    }
}
