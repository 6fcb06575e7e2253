//! The dictionary of distinct names. A million petitions hold some 300,000 names of four hanzi at most; they stand
//! in the store ordered by sound, a page of the file at a time, so that a process holds none of them and one that
//! looks for 张 reads only where 张 stands.
use super::{
    grade::{Grade, Why},
    hanzi, letters, pinyin,
    shelf::Pages,
    sounds::{Code, Readings, sounds},
    stop::{Ended, Stop},
};

/// Position of a name in the dictionary; the store numbers names in the order in which they came.
pub type NameId = u32;

/// Bytes of one name in a page: its key, and its position with the sign that it goes on.
pub const ENTRY: usize = 12;

/// Pages read between two looks at whether the search was overtaken.
const RUN: usize = 64;

/// In the position: the name is longer than its key tells.
const GOES_ON: u32 = 1 << 31;

/// A name as a page holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// The codes of its first four hanzi, the one by which it is shelved highest: names of one sound have neighbouring
    /// keys.
    pub key: u64,
    tag: u32,
}

/// The two orders in which the dictionary stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelved {
    /// By surname, then the given name.
    Surname,
    /// By the second hanzi and what follows, then the first: for whoever got the surname wrong.
    Given,
}

/// Where the pages begin, and how many names there are.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub count: u32,
    surname: Vec<u64>,
    given: Vec<u64>,
}

/// Names that match, and how well.
#[derive(Default)]
pub struct Found {
    /// One bit a name: rows are many, and these stay close to the processor.
    bits: Vec<u64>,
    grades: Vec<Grade>,
    touched: Vec<NameId>,
    /// How many there are of each tier.
    counts: [usize; 16],
}

/// The hanzi with which a name may begin.
pub(super) struct Firsts(Vec<u64>);

impl Named {
    /// A name with its position.
    pub fn of(name: &str, id: NameId) -> Self {
        let key = sounds().encode(name).into_iter().fold(0, |key, code| key << 16 | u64::from(code));
        Self { key, tag: id | if is_long(name) { GOES_ON } else { 0 } }
    }

    /// The same name with its first hanzi last, as pages by given names hold it.
    #[must_use]
    pub fn turned(self) -> Self {
        Self { key: self.key.rotate_left(16), ..self }
    }

    /// A name of a page by given names with its first hanzi first again.
    pub(super) fn turned_back(self) -> Self {
        Self { key: self.key.rotate_right(16), ..self }
    }

    /// The names of a page.
    #[inline]
    pub fn read(page: &[u8]) -> impl Iterator<Item = Self> {
        page.as_chunks::<ENTRY>().0.iter().map(Self::from_bytes)
    }

    #[inline]
    fn from_bytes(bytes: &[u8; ENTRY]) -> Self {
        let key = bytes.first_chunk().map_or(0, |key| u64::from_le_bytes(*key));
        let tag = bytes.last_chunk().map_or(0, |tag| u32::from_le_bytes(*tag));
        Self { key, tag }
    }

    /// Adds its bytes to a page.
    pub fn write(self, page: &mut Vec<u8>) {
        page.extend(self.key.to_le_bytes());
        page.extend(self.tag.to_le_bytes());
    }

    /// Its position.
    #[inline]
    pub fn id(self) -> NameId {
        self.tag & !GOES_ON
    }

    /// The code of one of its first four hanzi; 0 where there is none.
    #[inline]
    pub(super) fn code(self, at: usize) -> Code {
        Code::try_from(self.key >> (16 * (3 - at)) & 0xffff).unwrap_or_default()
    }

    /// The codes of its first four hanzi.
    #[inline]
    pub(super) fn codes(self) -> [Code; 4] {
        [self.code(0), self.code(1), self.code(2), self.code(3)]
    }

    /// How one of its first four hanzi sounds, of the readings of all hanzi.
    #[inline]
    pub(super) fn sound(self, at: usize, all: &[Readings]) -> Readings {
        all.get(usize::from(self.code(at))).copied().unwrap_or_default()
    }

    /// How many hanzi its key tells: four at most.
    #[inline]
    pub(super) fn len(self) -> usize {
        4 - self.key.trailing_zeros().min(63) as usize / 16
    }

    /// Whether it goes on after its first `len` hanzi.
    #[inline]
    pub(super) fn goes_on(self, len: usize) -> bool {
        if len < 4 { self.code(len) != 0 } else { self.tag & GOES_ON != 0 }
    }
}

/// A name that its first four hanzi do not tell in full.
pub fn is_long(name: &str) -> bool {
    name.chars().filter(|&c| pinyin::is_hanzi(c)).count() > 4
        || name.chars().any(|c| c.is_ascii_alphanumeric())
}

/// How a long name is spelled, as a line: initials, the whole, its position.
pub fn spelled(name: &str, id: NameId) -> String {
    let spelling = pinyin::spelling(name);
    format!("{} {} {id}\n", spelling.initials, spelling.full)
}

impl Firsts {
    /// The hanzi whose readings fit.
    pub fn sounding(fits: impl Fn(Readings) -> bool) -> Self {
        let of_64 = |some: &[Readings]| {
            some.iter().enumerate().fold(0, |word, (at, &one)| word | u64::from(fits(one)) << at)
        };
        Self(sounds().all_readings().chunks(64).map(of_64).collect())
    }

    /// These hanzi.
    pub fn of(codes: &[Code]) -> Self {
        let mut words = vec![0; sounds().len().div_ceil(64)];
        for at in codes.iter().map(|&code| usize::from(code)) {
            words[at / 64] |= 1 << (at % 64);
        }
        Self(words)
    }

    /// Whether one of them lies between two codes, both included.
    fn between(&self, from: Code, to: Code) -> bool {
        let (from, to) = (usize::from(from), usize::from(to).min(self.0.len() * 64 - 1));
        let word = |at: usize| self.0.get(at).copied().unwrap_or_default();
        let head = u64::MAX << (from % 64);
        let tail = u64::MAX >> (63 - to % 64);
        if from / 64 == to / 64 {
            return word(from / 64) & head & tail != 0;
        }
        word(from / 64) & head != 0
            || (from / 64 + 1..to / 64).any(|at| word(at) != 0)
            || word(to / 64) & tail != 0
    }
}

impl Names {
    /// How many names there are, and where the first page begins.
    pub fn of_one_page(count: u32) -> Self {
        Self { count, surname: vec![0], given: vec![0] }
    }

    /// Finds the names that are spelled so, where letters were typed, or that are written or sound so.
    pub fn find<S: Pages>(
        &self,
        from: &S,
        stop: &Stop<'_>,
        typed: &str,
        found: &mut Found,
    ) -> Result<(), Ended<S::Error>> {
        if by_letters(typed) {
            letters::find(self, from, stop, typed, found)?;
            return Ok(find_long(from, typed, found)?);
        }
        hanzi::find(self, from, stop, typed, found)
    }

    /// Finds the names that are one slip away: a letter, or a hanzi.
    pub fn find_off_by_one<S: Pages>(
        &self,
        from: &S,
        stop: &Stop<'_>,
        typed: &str,
        found: &mut Found,
    ) -> Result<(), Ended<S::Error>> {
        let find = if by_letters(typed) { letters::find_off_by_one } else { hanzi::find_off_by_one };
        find(self, from, stop, typed, found)
    }

    /// Reads where the pages begin.
    pub fn read_pages<S: Pages>(&mut self, from: &S) -> Result<(), S::Error> {
        for (order, pages) in [(Shelved::Surname, &mut self.surname), (Shelved::Given, &mut self.given)] {
            pages.clear();
            from.pages(order, &mut |page| pages.push(page))?;
        }
        Ok(())
    }

    /// Walks the pages with names that may begin with one of these hanzi; neighbouring pages are read in one go.
    pub fn walk<S: Pages>(
        &self,
        (from, order): (&S, Shelved),
        firsts: &Firsts,
        stop: &Stop<'_>,
        mut visit: impl FnMut(&[u8]),
    ) -> Result<(), Ended<S::Error>> {
        let pages = match order {
            Shelved::Surname => &self.surname,
            Shelved::Given => &self.given,
        };
        let first = |key: u64| Code::try_from(key >> 48).unwrap_or(Code::MAX);
        let last = |at: usize| pages.get(at + 1).map_or(Code::MAX, |&next| first(next));
        let wanted = |at: &usize| firsts.between(first(pages[*at]), last(*at));
        let mut at = 0;
        while at < pages.len() {
            let run = (at..pages.len()).take(RUN).take_while(wanted).count();
            if run > 0 {
                stop.check()?;
                from.names(order, pages[at]..=pages[at + run - 1], &mut visit)?;
            }
            at += run.max(1);
        }
        Ok(())
    }
}

fn by_letters(typed: &str) -> bool {
    !typed.is_empty() && typed.bytes().all(|b| b.is_ascii_lowercase())
}

/// Organisations are remembered by the initials of any part of their name, or by how it begins.
fn find_long<S: Pages>(from: &S, typed: &str, found: &mut Found) -> Result<(), S::Error> {
    if typed.len() < 2 {
        return Ok(());
    }
    from.long_names(&mut |lines| {
        for (at, _) in lines.match_indices(typed) {
            let start = lines.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
            let line = lines.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
            let Some(id) = line.rsplit(' ').next().and_then(|id| id.parse().ok()) else { continue };
            let before = lines.get(start..at).unwrap_or_default();
            match before.find(' ') {
                None if before.is_empty() => found.note(id, Grade::new(1, Why::Initials)),
                None => found.note(id, Grade::new(3, Why::Initials)),
                Some(gap) if gap + 1 == before.len() => found.note(id, Grade::new(1, Why::Prefix)),
                Some(_) => {}
            }
        }
    })
}

impl Found {
    /// Forgets what was found before; positions are below `count`.
    pub(super) fn begin(&mut self, count: u32) {
        if self.touched.len() > self.grades.len() / 64 {
            self.grades.fill(Grade::NONE);
        }
        for id in self.touched.drain(..) {
            if let Some(grade) = self.grades.get_mut(id as usize) {
                *grade = Grade::NONE;
            }
        }
        self.counts = [0; 16];
        self.grades.resize(count as usize, Grade::NONE);
        self.bits.clear();
        self.bits.resize(self.grades.len().div_ceil(64), 0);
    }

    /// Notes a name, or a better grade for one that was found before.
    #[inline]
    pub(super) fn note(&mut self, id: NameId, grade: Grade) {
        let Some(known) = self.grades.get_mut(id as usize) else { return };
        if *known == Grade::NONE {
            self.touched.push(id);
            self.bits[id as usize / 64] |= 1 << (id % 64);
        } else if grade < *known {
            self.counts[usize::from(known.tier())] -= 1;
        } else {
            return;
        }
        self.counts[usize::from(grade.tier())] += 1;
        *known = grade;
    }

    /// The grade of a name.
    #[inline]
    pub fn grade(&self, id: NameId) -> Grade {
        let there = self.bits.get(id as usize / 64).is_some_and(|word| word >> (id % 64) & 1 != 0);
        let grade = || self.grades.get(id as usize).copied();
        there.then(grade).flatten().unwrap_or(Grade::NONE)
    }

    /// The names found, each once, in no order.
    pub fn each(&self) -> impl Iterator<Item = (NameId, Grade)> {
        self.touched.iter().map(|&id| (id, self.grade(id)))
    }

    /// How many names were found of each tier.
    pub fn counts(&self) -> [usize; 16] {
        self.counts
    }

    /// How many names were found.
    #[allow(clippy::len_without_is_empty)]
    pub fn len(&self) -> usize {
        self.touched.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_comes_back_from_its_page_and_those_of_one_sound_stand_together() {
        let names = ["张伟", "资阳市宏达建筑工程有限公司", "章玮", "李娜", "ABC公司"];
        let mut all: Vec<Named> = (0..).zip(names).map(|(id, name)| Named::of(name, id)).collect();
        all.sort_unstable();
        let mut page = Vec::new();
        for one in &all {
            one.write(&mut page);
        }
        assert_eq!(page.len(), ENTRY * names.len());
        assert_eq!(Named::read(&page).collect::<Vec<_>>(), all);
        let order: Vec<NameId> = all.iter().map(|one| one.id()).collect();
        assert_eq!(order, [4, 3, 0, 2, 1]);
        assert!(all.iter().all(|one| one.turned().turned_back() == *one));
        assert_eq!((all[4].goes_on(2), all[4].goes_on(4), all[2].goes_on(2)), (true, true, false));
        assert_eq!(all.iter().map(|one| one.len()).collect::<Vec<_>>(), [2, 2, 2, 2, 4]);
    }

    #[test]
    fn firsts_are_found_between_two_codes() {
        let firsts = Firsts::of(&[5, 64, 200]);
        for (from, to, there) in
            [(0, 4, false), (5, 5, true), (6, 63, false), (6, 64, true), (65, 199, false), (65, 300, true)]
        {
            assert_eq!(firsts.between(from, to), there, "{from} to {to}");
        }
    }
}
