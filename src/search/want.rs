//! What one word of a query may mean, and which rows of a block it fits.
use super::{
    bearers,
    delta::Delta,
    found::Found,
    grade::{Grade, Why},
    names::NameId,
    posting::{BLOCK, Bits},
    shelf::{RowId, Shelf},
    sounds::Code,
    terms::Term,
};

/// Looking one name up costs as much as reading so many.
const LOOK_UP: usize = 16;

/// One word's meanings: a row fits if any of them does, and counts by the best.
#[derive(Default)]
pub(super) struct Want {
    /// Rows known one by one, newest first, each once.
    rows: Vec<(RowId, Grade)>,
    /// For each of `rows`, the best grade from there on (towards older rows).
    best_from: Vec<Grade>,
    /// Names that a row may bear.
    names: Option<Found>,
    /// Groups of terms; a row must have all terms of one group.
    words: Vec<Vec<Term>>,
    /// Terms of which a row needs one: entries of lists.
    any: Vec<Term>,
    words_grade: Grade,
}

/// How well the rows of one block fit one word.
pub(super) struct Layer {
    words: Bits,
    words_grade: Grade,
    graded: Bits,
    grades: Vec<Grade>,
    one: Bits,
    next: Bits,
}

impl Default for Layer {
    fn default() -> Self {
        Self {
            words: Bits::default(),
            words_grade: Grade::NONE,
            graded: Bits::default(),
            grades: vec![Grade::NONE; BLOCK as usize],
            one: Bits::default(),
            next: Bits::default(),
        }
    }
}

impl Want {
    /// Adds rows that are known one by one.
    pub fn add_rows(&mut self, rows: Vec<(RowId, Grade)>) {
        self.rows.extend(rows);
        self.rows.sort_unstable_by_key(|&(row, grade)| (std::cmp::Reverse(row), grade));
        self.rows.dedup_by_key(|&mut (row, _)| row);
        self.best_from.clear();
        let mut best = Grade::NONE;
        for &(_, grade) in self.rows.iter().rev() {
            best = best.min(grade);
            self.best_from.push(best);
        }
        self.best_from.reverse();
    }

    /// Adds names.
    pub fn set_names(&mut self, mut names: Found) {
        names.put_in_order();
        self.names = Some(names);
    }

    /// Adds a group of terms.
    pub fn add_words(&mut self, terms: Vec<Term>, grade: Grade) {
        if !terms.is_empty() {
            self.words.push(terms);
            self.words_grade = self.words_grade.min(grade);
        }
    }

    /// Adds terms of which one is enough.
    pub fn add_any(&mut self, terms: Vec<Term>, grade: Grade) {
        if !terms.is_empty() {
            self.any.extend(terms);
            self.any.sort_unstable();
            self.any.dedup();
            self.words_grade = self.words_grade.min(grade);
        }
    }

    /// The rows known one by one that are older than `end`.
    fn rows_below(&self, end: RowId) -> &[(RowId, Grade)] {
        self.rows.get(self.rows.partition_point(|&(row, _)| row >= end)..).unwrap_or_default()
    }

    /// The best grade that a row older than `end` can have.
    pub fn best_below(&self, end: RowId) -> Grade {
        let at = self.rows.partition_point(|&(row, _)| row >= end);
        let listed = self.best_from.get(at).copied().unwrap_or(Grade::NONE);
        listed.min(self.words_grade).min(self.names.as_ref().map_or(Grade::NONE, Found::best))
    }

    /// Whether names are among its meanings.
    pub fn has_names(&self) -> bool {
        self.names.is_some()
    }

    /// Gives back the names' buffer for the next query.
    pub fn into_names(self) -> Option<Found> {
        self.names
    }

    /// Finds the rows of a block that fit by a tier before `settled`, of those in `among`.
    pub fn fill<S: Shelf>(
        &self,
        from: &S,
        delta: &Delta,
        block: u32,
        (among, settled): (&Bits, u8),
        layer: &mut Layer,
    ) -> Result<(), S::Error> {
        layer.clear();
        if self.words_grade.tier() < settled {
            layer.words_grade = self.words_grade;
            for group in &self.words {
                delta.read_all(from, block, group, &mut layer.one, &mut layer.next)?;
                layer.words.or(&layer.one);
            }
            for &term in &self.any {
                delta.read(from, block, term, &mut layer.one)?;
                layer.words.or(&layer.one);
            }
        }
        let start = block * BLOCK;
        let listed = self.rows_below(start.saturating_add(BLOCK)).iter();
        for &(row, grade) in listed.take_while(|(row, _)| *row >= start) {
            layer.note(within(row), grade, settled);
        }
        if let Some(names) = self.names.as_ref().filter(|names| names.best().tier() < settled) {
            each_bearer(from, delta, block, names, (among, settled), |place, grade| {
                layer.note(place, grade, settled);
            })?;
        }
        Ok(())
    }
}

/// Visits the rows of a block, of those in `among`, that bear one of these names by a tier before `settled`; others may
/// come too, by a later tier.
pub(super) fn each_bearer<S: Shelf>(
    from: &S,
    delta: &Delta,
    block: u32,
    names: &Found,
    (among, settled): (&Bits, u8),
    mut take: impl FnMut(u16, Grade),
) -> Result<(), S::Error> {
    let firsts = names.firsts(settled);
    let mut bears = |place: u16, first: Code, name: NameId| {
        if among.has(place) {
            take(place, names.grade(first, name));
        }
    };
    for stretch in firsts.stretches() {
        from.bearers(block, stretch, &mut |first, bytes| {
            if !firsts.has(first) {
                return;
            }
            let some = names.beginning_with(first);
            match some.filter(|some| some.len() * LOOK_UP < bearers::count(bytes)) {
                Some(some) => some.iter().for_each(|&(_, name)| {
                    bearers::of(bytes, name).for_each(|place| bears(place, first, name));
                }),
                None => bearers::each(bytes).for_each(|(name, place)| bears(place, first, name)),
            }
        })?;
    }
    for (row, borne) in delta.names().filter(|(row, _)| row / BLOCK == block) {
        for &(first, name) in borne {
            bears(within(row), first, name);
        }
    }
    Ok(())
}

impl Layer {
    fn clear(&mut self) {
        for row in self.graded.newest_first() {
            self.grades[usize::from(row)] = Grade::NONE;
        }
        self.graded.clear();
        self.words.clear();
        self.words_grade = Grade::NONE;
    }

    #[inline]
    fn note(&mut self, at: u16, grade: Grade, settled: u8) {
        if grade.tier() < settled {
            self.graded.set(at);
            let known = &mut self.grades[usize::from(at)];
            *known = grade.min(*known);
        }
    }

    /// Keeps in `fit` the rows that fit this word too.
    pub fn narrow(&mut self, fit: &mut Bits) {
        self.one.clone_from(&self.words);
        self.one.or(&self.graded);
        fit.and(&self.one);
    }

    /// How well a row of the block fits.
    pub fn grade(&self, row: u16) -> Grade {
        let words = if self.words.has(row) { self.words_grade } else { Grade::NONE };
        words.min(self.grades[usize::from(row)])
    }
}

/// A row's place in its block.
pub(super) fn within(row: RowId) -> u16 {
    u16::try_from(row % BLOCK).unwrap_or_default()
}

/// Grade of words that stand in the text. They come before other hanzi of the same sound, unless what was typed
/// is how a name of the dictionary begins.
pub(super) fn text_grade(is_a_name: bool, why: Why) -> Grade {
    Grade::new(if is_a_name { 3 } else { 1 }, why)
}
