//! Names that match, and how well.
use super::{
    grade::Grade,
    heap::TIERS,
    names::{Borne, NameId, Named},
    sounds::{Code, Readings, sounds},
};
use std::ops::RangeInclusive;

/// So few names are put in order, so that each is looked up alone among those that begin with the same hanzi.
const FEW: usize = 4096;

/// Names that match: one by one, or all that begin with some hanzi.
#[derive(Default)]
pub struct Found {
    /// One bit a name: rows are many, and these stay close to the processor.
    bits: Vec<u64>,
    grades: Vec<Grade>,
    /// Each name once, with its first hanzi.
    touched: Vec<Borne>,
    in_order: bool,
    /// By first hanzi: what every name is worth that begins with it.
    whole: Vec<Grade>,
    /// By tier: with what names begin.
    firsts: Vec<Hanzi>,
    best: Grade,
}

/// A set of hanzi, as one bit a code; what lies beyond the last word is not among them.
#[derive(Clone, Default)]
pub(super) struct Hanzi(Vec<u64>);

impl Found {
    /// Forgets what was found before; positions are below `count`.
    pub fn begin(&mut self, count: u32) {
        if self.touched.len() > self.grades.len() / 64 {
            self.grades.fill(Grade::NONE);
        }
        for (_, id) in self.touched.drain(..) {
            if let Some(grade) = self.grades.get_mut(id as usize) {
                *grade = Grade::NONE;
            }
        }
        self.grades.resize(count as usize, Grade::NONE);
        self.bits.clear();
        self.bits.resize(self.grades.len().div_ceil(64), 0);
        self.whole.clear();
        self.whole.resize(sounds().len(), Grade::NONE);
        self.firsts.resize_with(usize::from(TIERS), Hanzi::default);
        self.firsts.iter_mut().for_each(|firsts| firsts.0.clear());
        (self.best, self.in_order) = (Grade::NONE, false);
    }

    /// Notes a name, or a better grade for one that was found before.
    #[inline]
    pub fn note(&mut self, name: Named, grade: Grade) {
        let (id, first) = (name.id(), name.first());
        let Some(known) = self.grades.get_mut(id as usize) else { return };
        if *known == Grade::NONE {
            self.touched.push((first, id));
            self.in_order = false;
            self.bits[id as usize / 64] |= 1 << (id % 64);
        }
        if grade < *known {
            *known = grade;
            self.firsts[usize::from(grade.tier())].add(first);
            self.best = self.best.min(grade);
        }
    }

    /// Notes every name that begins with a hanzi.
    pub fn note_all(&mut self, first: Code, grade: Grade) {
        if let Some(whole) = self.whole.get_mut(usize::from(first)) {
            *whole = grade.min(*whole);
            self.firsts[usize::from(grade.tier())].add(first);
            self.best = self.best.min(grade);
        }
    }

    /// The grade of a name that begins with a hanzi.
    #[inline]
    pub fn grade(&self, first: Code, id: NameId) -> Grade {
        let there = self.bits.get(id as usize / 64).is_some_and(|word| word >> (id % 64) & 1 != 0);
        let own = if there { self.grades.get(id as usize).copied().unwrap_or_default() } else { Grade::NONE };
        own.min(self.of_all(first))
    }

    /// The grade of every name that begins with a hanzi.
    fn of_all(&self, first: Code) -> Grade {
        self.whole.get(usize::from(first)).copied().unwrap_or_default()
    }

    /// With what the names begin that match by a tier before this.
    pub fn firsts(&self, before: u8) -> Hanzi {
        let mut all = Hanzi::default();
        self.firsts.iter().take(usize::from(before)).for_each(|tier| all.add_all(tier));
        all
    }

    /// The names that begin with a hanzi, where these are known one by one and in order.
    pub fn beginning_with(&self, first: Code) -> Option<&[Borne]> {
        let begin = |first: Code| self.touched.partition_point(|(one, _)| *one < first);
        (self.in_order && !self.of_all(first).is_match())
            .then(|| &self.touched[begin(first)..begin(first.saturating_add(1))])
    }

    /// Puts the names in order, where they are few.
    pub fn put_in_order(&mut self) {
        if self.touched.len() <= FEW {
            self.touched.sort_unstable();
            self.in_order = true;
        }
    }

    /// The best grade of all.
    pub fn best(&self) -> Grade {
        self.best
    }

    /// How many names were found one by one.
    pub fn one_by_one(&self) -> usize {
        self.touched.len()
    }
}

impl Hanzi {
    /// Those whose readings fit.
    pub fn sounding(fits: impl Fn(Readings) -> bool) -> Self {
        let mut all = Self::default();
        for (_, codes) in sounds().by_readings().filter(|(readings, _)| fits(*readings)) {
            for &code in codes {
                all.add(code);
            }
        }
        all
    }

    /// These.
    pub fn of(codes: &[Code]) -> Self {
        let mut all = Self::default();
        for &code in codes {
            all.add(code);
        }
        all
    }

    /// Adds one.
    #[inline]
    pub fn add(&mut self, code: Code) {
        let at = usize::from(code) / 64;
        if at >= self.0.len() {
            self.0.resize(at + 1, 0);
        }
        self.0[at] |= 1 << (code % 64);
    }

    fn add_all(&mut self, other: &Self) {
        self.0.resize(self.0.len().max(other.0.len()), 0);
        self.0.iter_mut().zip(&other.0).for_each(|(here, there)| *here |= there);
    }

    fn word(&self, at: usize) -> u64 {
        self.0.get(at).copied().unwrap_or_default()
    }

    /// Whether this one is among them.
    #[inline]
    pub fn has(&self, code: Code) -> bool {
        self.word(usize::from(code) / 64) >> (code % 64) & 1 != 0
    }

    /// Whether one of them lies between two, both included.
    pub fn between(&self, from: Code, to: Code) -> bool {
        let (from, to) = (usize::from(from), usize::from(to));
        let head = u64::MAX << (from % 64);
        let tail = u64::MAX >> (63 - to % 64);
        if from / 64 == to / 64 {
            return self.word(from / 64) & head & tail != 0;
        }
        self.word(from / 64) & head != 0
            || (from / 64 + 1..(to / 64).min(self.0.len())).any(|at| self.word(at) != 0)
            || self.word(to / 64) & tail != 0
    }

    /// All of them, ascending.
    pub fn each(&self) -> impl Iterator<Item = Code> {
        (0..=Code::MAX).take(self.0.len() * 64).filter(|&code| self.has(code))
    }

    /// Stretches in which they lie, ascending; what lies in a stretch need not be one of them.
    pub fn stretches(&self) -> impl Iterator<Item = RangeInclusive<Code>> {
        let code = |at: usize| Code::try_from(at).unwrap_or(Code::MAX);
        let mut at = 0;
        std::iter::from_fn(move || {
            at += self.0[at..].iter().position(|&word| word != 0)?;
            let start = at;
            at += self.0[at..].iter().take_while(|&&word| word != 0).count();
            Some(code(start * 64)..=code(at * 64 - 1))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::grade::Why;
    use super::*;

    #[test]
    fn hanzi_are_found_between_two_codes_and_in_stretches() {
        let hanzi = Hanzi::of(&[5, 64, 200]);
        for (from, to, there) in
            [(0, 4, false), (5, 5, true), (6, 63, false), (6, 64, true), (65, 199, false), (65, 300, true)]
        {
            assert_eq!(hanzi.between(from, to), there, "{from} to {to}");
        }
        assert_eq!(hanzi.each().collect::<Vec<_>>(), [5, 64, 200]);
        assert_eq!(hanzi.stretches().collect::<Vec<_>>(), [0..=127, 192..=255]);
    }

    #[test]
    fn a_name_counts_by_itself_or_with_all_that_begin_as_it_does() {
        let all: Vec<Named> =
            (0..).zip(["张伟", "张三", "李四"]).map(|(id, name)| Named::of(name, id)).collect();
        let grade = |found: &Found, at: usize| found.grade(all[at].first(), all[at].id());
        let mut found = Found::default();
        found.begin(3);
        found.note(all[0], Grade::new(6, Why::Typo));
        found.note(all[0], Grade::new(0, Why::Name));
        found.put_in_order();
        let zhang = all[0].first();
        assert_eq!(found.beginning_with(zhang), Some(&[(zhang, 0)][..]));
        assert!(found.firsts(1).has(zhang) && !found.firsts(0).has(zhang));
        found.note_all(zhang, Grade::new(1, Why::Initials));
        assert_eq!(found.beginning_with(zhang), None);
        assert_eq!(
            [0, 1, 2].map(|at| grade(&found, at)),
            [Grade::new(0, Why::Name), Grade::new(1, Why::Initials), Grade::NONE]
        );
        found.begin(3);
        assert!([0, 1, 2].iter().all(|&at| grade(&found, at) == Grade::NONE) && !found.best().is_match());
    }
}
