//! What one word of a query may mean, and which rows of a block it fits.
use super::{
    grade::{Grade, Why},
    names::Found,
    posting::{BLOCK, Bits, CHUNK},
    shelf::{Fresh, RowId, Shelf},
    terms::{self, Term},
};

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

    /// Gives back the names' buffer for the next query.
    pub fn into_names(self) -> Option<Found> {
        self.names
    }

    /// Finds the rows of a block that fit; false when there are none.
    pub fn fill<S: Shelf>(
        &self,
        from: &S,
        fresh: &[Fresh],
        block: u32,
        layer: &mut Layer,
    ) -> Result<bool, S::Error> {
        layer.clear(self.words_grade);
        let start = block * BLOCK;
        for group in &self.words {
            layer.add_group(from, group, block)?;
        }
        for &term in &self.any {
            layer.add_group(from, &[term], block)?;
        }
        for &(row, grade) in self.rows_below(start.saturating_add(BLOCK)) {
            if row < start {
                break;
            }
            layer.note(row, grade);
        }
        if let Some(names) = &self.names {
            for chunk in start / CHUNK..(start / CHUNK + BLOCK / CHUNK) {
                from.column(chunk, &mut |row, name| layer.note(row, names.grade(name)))?;
            }
        }
        for one in fresh.iter().filter(|one| one.row / BLOCK == block) {
            self.fit_fresh(one, layer);
        }
        Ok(!layer.words.is_empty() || !layer.graded.is_empty())
    }

    fn fit_fresh(&self, fresh: &Fresh, layer: &mut Layer) {
        let words = self.words.iter().any(|group| terms::holds(&fresh.terms, group));
        if words || (!self.any.is_empty() && terms::holds_any(&fresh.terms, &self.any)) {
            layer.words.set(within(fresh.row));
        }
        for grade in self.names.iter().flat_map(|names| fresh.names.iter().map(|&name| names.grade(name))) {
            layer.note(fresh.row, grade);
        }
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

    fn note(&mut self, row: RowId, grade: Grade) {
        if grade.is_match() {
            let at = within(row);
            self.graded.set(at);
            let known = &mut self.grades[usize::from(at)];
            *known = grade.min(*known);
        }
    }

    /// Adds the rows that have every term of a group.
    fn add_group<S: Shelf>(&mut self, from: &S, group: &[Term], block: u32) -> Result<(), S::Error> {
        let (one, next) = (&mut self.one, &mut self.next);
        for (at, &term) in group.iter().enumerate() {
            let there = from.posting(term, block, &mut |posting| {
                if at == 0 {
                    one.read(posting);
                } else {
                    next.read(posting);
                }
            })?;
            if !there {
                return Ok(());
            }
            if at > 0 {
                one.and(next);
            }
        }
        self.words.or(one);
        Ok(())
    }

    /// Keeps in `fit` the rows that fit this word too.
    pub fn narrow(&self, fit: &mut Bits, first: bool) {
        let mut here = self.words.clone();
        here.or(&self.graded);
        if first {
            *fit = here;
        } else {
            fit.and(&here);
        }
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
