//! The dictionary of distinct names. A million petitions hold some 300,000 names of four hanzi at most; they stand
//! in the store ordered by sound, a page of the file at a time, so that a process holds none of them and one that
//! looks for 张 reads only where 张 stands.
use super::{
    found::{Found, Hanzi},
    grade::{Grade, Why},
    hanzi, letters, pinyin,
    shelf::Pages,
    sounds::{Code, Readings, sounds},
    stop::{Ended, Stop},
};

/// Position of a name in the dictionary; the store numbers names in the order in which they came.
pub type NameId = u32;

/// A name that somebody bears: its first hanzi, its position.
pub type Borne = (Code, NameId);

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

impl Named {
    /// A name with its position.
    pub fn of(name: &str, id: NameId) -> Self {
        let key = sounds().encode(name).into_iter().fold(0, |key, code| key << 16 | u64::from(code));
        Self { key, tag: id | if is_long(name) { GOES_ON } else { 0 } }
    }

    /// What the line of a long name tells of it.
    fn long(line: &str) -> Option<Self> {
        let mut words = line.rsplit(' ');
        let (id, first): (NameId, Code) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
        Some(Self { key: u64::from(first) << 48, tag: id | GOES_ON })
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

    /// The code of its first hanzi, under which the store files whoever bears it; 0 where there is none.
    #[inline]
    pub fn first(self) -> Code {
        self.code(0)
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

/// How a long name is spelled, as a line: initials, the whole, its first hanzi, its position.
pub fn spelled(name: &str, id: NameId) -> String {
    let spelling = pinyin::spelling(name);
    format!("{} {} {} {id}\n", spelling.initials, spelling.full, Named::of(name, id).first())
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

    /// Where the pages of an order begin.
    fn pages(&self, order: Shelved) -> &[u64] {
        match order {
            Shelved::Surname => &self.surname,
            Shelved::Given => &self.given,
        }
    }

    /// Whether a page may hold names that begin with one of these hanzi and go on with one of those.
    fn may_hold(pages: &[u64], at: usize, (firsts, seconds): (&Hanzi, Option<&Hanzi>)) -> bool {
        let codes = |key: u64| {
            let code = |bits: u32| Code::try_from(key >> bits & 0xffff).unwrap_or_default();
            (code(48), code(32))
        };
        let (from, from_second) = codes(pages[at]);
        let (to, to_second) = codes(pages.get(at + 1).copied().unwrap_or(u64::MAX));
        let holds = |first: Code, low: Code, high: Code| {
            firsts.has(first) && seconds.is_none_or(|seconds| seconds.between(low, high))
        };
        if from == to {
            return holds(from, from_second, to_second);
        }
        holds(from, from_second, Code::MAX)
            || (from + 1 < to && firsts.between(from + 1, to - 1))
            || holds(to, 0, to_second)
    }

    /// Whether there is a name that begins with one of these hanzi.
    pub fn any<S: Pages>(&self, from: &S, firsts: &Hanzi) -> Result<bool, S::Error> {
        let (pages, mut there) = (self.pages(Shelved::Surname), false);
        for at in (0..pages.len()).filter(|&at| Self::may_hold(pages, at, (firsts, None))) {
            from.names(Shelved::Surname, pages[at]..=pages[at], &mut |page| {
                there |= Named::read(page).any(|name| firsts.has(name.first()));
            })?;
            if there {
                break;
            }
        }
        Ok(there)
    }

    /// Walks the pages with names that may begin with one of these hanzi, and go on with one of those if any are given;
    /// neighbouring pages are read in one go.
    pub fn walk<S: Pages>(
        &self,
        (from, order): (&S, Shelved),
        hanzi: (&Hanzi, Option<&Hanzi>),
        stop: &Stop<'_>,
        mut visit: impl FnMut(&[u8]),
    ) -> Result<(), Ended<S::Error>> {
        let pages = self.pages(order);
        let wanted = |at: &usize| Self::may_hold(pages, *at, hanzi);
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
            let Some(name) = Named::long(line) else { continue };
            let before = lines.get(start..at).unwrap_or_default();
            match before.find(' ') {
                None if before.is_empty() => found.note(name, Grade::new(1, Why::Initials)),
                None => found.note(name, Grade::new(3, Why::Initials)),
                Some(gap) if gap + 1 == before.len() => found.note(name, Grade::new(1, Why::Prefix)),
                Some(_) => {}
            }
        }
    })
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
}
