//! What one word of a query may mean, and which rows of a block it fits.
use super::{
    column::{self, CHUNK},
    delta::Delta,
    grade::{Grade, Why},
    names::Found,
    posting::{BLOCK, Bits},
    shelf::{RowId, Shelf},
    terms::Term,
};

/// Chunks of a block.
const CHUNKS: u32 = BLOCK / CHUNK;
/// So few rows of a chunk are asked for their names one by one.
const SINGLY: usize = 600;

/// One word's meanings: a row fits if any of them does, and counts by the best.
#[derive(Default)]
pub(super) struct Want {
    /// Rows known one by one, newest first, each once.
    rows: Vec<(RowId, Grade)>,
    /// For each of `rows`, the best grade from there on (towards older rows).
    best_from: Vec<Grade>,
    /// Names with so many rows that the column is walked instead.
    names: Option<Found>,
    names_best: Grade,
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

    /// Adds names to look for along the column.
    pub fn set_names(&mut self, names: Found, best: Grade) {
        (self.names, self.names_best) = (Some(names), best);
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
    pub fn rows_below(&self, end: RowId) -> &[(RowId, Grade)] {
        self.rows.get(self.rows.partition_point(|&(row, _)| row >= end)..).unwrap_or_default()
    }

    /// The best grade that a row can have through words and names.
    pub fn best_unlisted(&self) -> Grade {
        self.words_grade.min(self.names_best)
    }

    /// The best grade that a row older than `end` can have.
    pub fn best_below(&self, end: RowId) -> Grade {
        let at = self.rows.partition_point(|&(row, _)| row >= end);
        self.best_from.get(at).copied().unwrap_or(Grade::NONE).min(self.best_unlisted())
    }

    /// Whether its rows are only known by walking the column.
    pub fn walks(&self) -> bool {
        self.names.is_some()
    }

    /// Gives back the names' buffer for the next query.
    pub fn into_names(self) -> Option<Found> {
        self.names
    }

    /// Finds the rows of a block that fit, of those in `among`.
    pub fn fill<S: Shelf>(
        &self,
        from: &S,
        delta: &Delta,
        block: u32,
        among: &Bits,
        layer: &mut Layer,
    ) -> Result<(), S::Error> {
        layer.clear(self.words_grade);
        let start = block * BLOCK;
        let single = self.any.iter().map(std::slice::from_ref);
        for group in self.words.iter().map(Vec::as_slice).chain(single) {
            delta.read_all(from, block, group, &mut layer.one, &mut layer.next)?;
            layer.words.or(&layer.one);
        }
        for &(row, grade) in self.rows_below(start.saturating_add(BLOCK)) {
            if row < start {
                break;
            }
            layer.note(within(row), grade);
        }
        if let Some(names) = &self.names {
            layer.add_names(from, block, among, names)?;
            for (row, bearers) in delta.names().filter(|(row, _)| row / BLOCK == block) {
                for &name in bearers {
                    layer.note(within(row), names.grade(name));
                }
            }
        }
        Ok(())
    }
}

impl Layer {
    fn clear(&mut self, words_grade: Grade) {
        for row in self.graded.newest_first() {
            self.grades[usize::from(row)] = Grade::NONE;
        }
        self.graded.clear();
        self.words.clear();
        self.words_grade = words_grade;
    }

    #[inline]
    fn note(&mut self, at: u16, grade: Grade) {
        if grade.is_match() {
            self.graded.set(at);
            let known = &mut self.grades[usize::from(at)];
            *known = grade.min(*known);
        }
    }

    /// Adds the rows of a block that bear one of these names. Of a chunk in which few rows come into question, they
    /// alone are asked; one without any is not read.
    fn add_names<S: Shelf>(
        &mut self,
        from: &S,
        block: u32,
        among: &Bits,
        names: &Found,
    ) -> Result<(), S::Error> {
        let rows = |chunk: u32| among.within(chunk * CHUNK..(chunk + 1) * CHUNK);
        let mut chunk = 0;
        while chunk < CHUNKS {
            let run = (chunk..CHUNKS).take_while(|&chunk| rows(chunk).next().is_some()).count();
            let end = chunk + u32::try_from(run).unwrap_or_default();
            if run > 0 {
                let first = block * CHUNKS;
                from.columns(first + chunk..=first + end - 1, &mut |at, bytes| {
                    self.add_chunk(within((at - first) * CHUNK), bytes, among, names);
                })?;
            }
            chunk = end + 1;
        }
        Ok(())
    }

    fn add_chunk(&mut self, base: u16, bytes: &[u8], among: &Bits, names: &Found) {
        let start = u32::from(base);
        let rows = || among.within(start..start + CHUNK);
        if rows().take(SINGLY).count() == SINGLY {
            column::firsts(bytes).for_each(|(place, name)| self.note(base + place, names.grade(name)));
        } else {
            for row in rows() {
                let name = column::first(bytes, row - base);
                self.note(row, name.map_or(Grade::NONE, |name| names.grade(name)));
            }
        }
        for (place, name) in column::further(bytes) {
            self.note(base + place, names.grade(name));
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
