//! From what was typed to sets of rows: what each filter lets pass, and what each word may mean.
use super::{
    clause::{Clause, Meaning, meaning},
    digits::{self, Kind},
    finder::{Finder, STRIDE},
    grade::{Grade, Why},
    heap::COUNTED,
    names::{Found, NameId},
    posting::Bits,
    query::{Filter, Query, Token},
    shelf::{Order, RowId, Shelf},
    stop::{Ended, Stop},
    terms::{self, Term},
    want::{Want, text_grade},
    words,
};
use std::rc::Rc;

/// A word's own names must bear fewer rows than this before slips are looked for.
const ENOUGH: usize = 64;
/// Most rows that one stretch of digits gives.
const MOST_ROWS: usize = 4096;
/// Names that are looked up one by one in any case.
const FEW: usize = 128;
/// Names that are looked up one by one beside other words; with more the column is walked.
const SINGLY: usize = 400;
/// More names than these are never looked up one by one.
const MOST_NAMES: usize = 4000;
/// Looking a name up costs as much as walking so many rows of the column.
const LOOK_UP: usize = 600;
/// Names of a tier that tell how many rows such names bear.
const SAMPLE: usize = 16;
/// Rows of each name, and of all better tiers, that are enough where one word is all that was asked: some of them may
/// be hidden from the asker.
const ALONE: usize = 4 * COUNTED;

/// A query as sets of rows: what must hold of every row, and what each word wants, the cheapest first.
pub(super) struct Plan {
    pub hidden: Option<[Clause; 2]>,
    pub clauses: Vec<Clause>,
    pub wants: Vec<Want>,
}

impl<S: Shelf> Finder<S> {
    /// Reads a query as sets of rows.
    pub(super) fn plan(
        &mut self,
        query: &Query,
        order: Order,
        stop: &Stop<'_>,
    ) -> Result<Plan, Ended<S::Error>> {
        let hidden = self.shelf.asker().map(Clause::hidden);
        let held = if query.filters.is_empty() { None } else { self.shelf.days()? };
        let mut clauses = Vec::new();
        for filter in &query.filters {
            clauses.push(match meaning(filter, held.as_ref()) {
                Meaning::Facets(clause) => clause,
                Meaning::Ask(filter, not) => Clause::rows(self.ask(&filter, stop)?, not),
            });
        }
        let mut wants = Vec::new();
        let alone = query.tokens.len() == 1 && query.filters.is_empty() && order == Order::Relevance;
        for token in &query.tokens {
            wants.push(self.want(token, alone, stop)?);
        }
        wants.sort_by_key(Want::walks);
        if wants.is_empty() && clauses.iter().all(Clause::excludes) {
            clauses.push(Clause::every_row());
        }
        Ok(Plan { hidden, clauses, wants })
    }

    /// The rows that pass a filter, newest first. While one types on, they stay the same.
    fn ask(&mut self, filter: &Filter, stop: &Stop<'_>) -> Result<Rc<[RowId]>, Ended<S::Error>> {
        if let Some((_, rows)) = self.asked.iter().find(|(known, _)| known == filter) {
            return Ok(Rc::clone(rows));
        }
        let (mut rows, mut overtaken) = (Vec::new(), false);
        self.shelf.rows_where(filter, &mut |row| {
            rows.push(row);
            overtaken = rows.len().is_multiple_of(STRIDE) && stop.check::<()>().is_err();
            !overtaken
        })?;
        stop.check()?;
        rows.sort_unstable_by_key(|&row| std::cmp::Reverse(row));
        let rows: Rc<[RowId]> = rows.into();
        self.asked.push((filter.clone(), Rc::clone(&rows)));
        Ok(rows)
    }

    fn want(&mut self, token: &Token, alone: bool, stop: &Stop<'_>) -> Result<Want, Ended<S::Error>> {
        let mut want = Want::default();
        match token {
            Token::Hanzi(typed) => {
                return self.want_word(typed, words::written(&self.words, typed), alone, stop);
            }
            Token::Letters(typed) => {
                return self.want_word(typed, words::spelled(&self.words, typed), alone, stop);
            }
            Token::Digits(typed) => return Ok(self.want_digits(typed)?),
            Token::Text(typed) => {
                want.add_words(terms::wanted(typed), text_grade(false, Why::Text));
                want.add_any(words::written(&self.words, typed), text_grade(false, Why::Text));
            }
            Token::Identity(typed) => {
                want.add_rows(self.digits(Kind::Identity, typed, Grade::new(0, Why::Identity))?);
            }
            Token::Serial(typed) => {
                want.add_rows(self.digits(Kind::Number, typed, Grade::new(0, Why::Number))?);
            }
            Token::Number(typed) => {
                let (mut rows, grade) = (Vec::new(), Grade::new(0, Why::Number));
                self.shelf.rows_numbered(typed, MOST_ROWS, &mut |row| rows.push((row, grade)))?;
                want.add_rows(rows);
            }
        }
        Ok(want)
    }

    /// A word that may be a name, stand in a text, or be what an entry of a list is called.
    fn want_word(
        &mut self,
        typed: &str,
        listed: Vec<Term>,
        alone: bool,
        stop: &Stop<'_>,
    ) -> Result<Want, Ended<S::Error>> {
        let (mut want, mut found) = (Want::default(), self.spare.pop().unwrap_or_default());
        found.begin(self.names.count);
        self.names.find(&self.shelf, stop, typed, &mut found)?;
        let grade = text_grade(is_a_name(&found), Why::Text);
        // What an entry of a list is called is no slip of a name, nor is what stands in many texts.
        let text = terms::wanted(typed);
        let held = self.held(&text)?;
        if listed.is_empty() && held < ENOUGH && self.few(&found)? {
            self.names.find_off_by_one(&self.shelf, stop, typed, &mut found)?;
        }
        self.want_names(found, alone, &mut want)?;
        if held > 0 {
            want.add_words(text, grade);
        }
        want.add_any(listed, grade);
        Ok(want)
    }

    fn want_digits(&mut self, typed: &str) -> Result<Want, S::Error> {
        let mut want = Want::default();
        let whole = typed.len() == 11;
        let phone = if whole { Grade::new(0, Why::Phone) } else { Grade::new(1, Why::Tail) };
        let mut rows = self.digits(Kind::Phone, typed, phone)?;
        for kind in [Kind::Number, Kind::Identity, Kind::National] {
            rows.extend(self.digits(kind, typed, Grade::new(2, Why::Tail))?);
        }
        let head = Grade::new(3, Why::Phone);
        match terms::head(typed) {
            Some(term) => want.add_words(vec![term], head),
            None if !whole => rows.extend(self.digits(Kind::Head, typed, head)?),
            None => {}
        }
        want.add_words(terms::wanted(typed), Grade::new(3, Why::Text));
        want.add_rows(rows);
        Ok(want)
    }

    fn digits(&self, kind: Kind, typed: &str, grade: Grade) -> Result<Vec<(RowId, Grade)>, S::Error> {
        let mut rows = Vec::new();
        // Whoever shares eight digits and more of a phone from its head goes on typing it.
        let most = if kind == Kind::Head { MOST_ROWS / 8 } else { MOST_ROWS };
        self.shelf.rows_with_digits(digits::range(kind, typed), most, &mut |row| rows.push((row, grade)))?;
        Ok(rows)
    }

    /// Whether these names bear so few rows that slips are worth looking for.
    fn few(&self, found: &Found) -> Result<bool, S::Error> {
        let mut rows = 0;
        if found.len() >= ENOUGH {
            return Ok(false);
        }
        for (name, _) in found.each() {
            self.shelf.rows_named(name, ENOUGH, &mut |_| rows += 1)?;
        }
        Ok(rows < ENOUGH)
    }

    /// How many texts hold these terms, at most [`ENOUGH`] and some more; names are texts too. What stands in few may be
    /// a slip; what stands in none is not waited for.
    fn held(&self, terms: &[Term]) -> Result<usize, S::Error> {
        let mut count = 0;
        let (mut here, mut spare) = (Bits::default(), Bits::default());
        for block in self.blocks() {
            if terms.is_empty() || count >= ENOUGH {
                break;
            }
            self.delta.read_all(&self.shelf, block, terms, &mut here, &mut spare)?;
            count += here.count();
        }
        Ok(count)
    }

    /// The names of the best tiers are looked up one by one while that is cheaper than walking the column, the others
    /// along the column. Where one word is all that was asked, a page needs no more than some rows of each name, and
    /// nothing of worse tiers once better ones have given enough for the page and the count.
    fn want_names(&mut self, found: Found, alone: bool, want: &mut Want) -> Result<(), S::Error> {
        let mut rows = Vec::new();
        let (mut names, mut best) = (0, Grade::NONE);
        for (tier, count) in (0..).zip(found.counts()).filter(|(_, count)| *count > 0) {
            if alone && rows.len() > ALONE {
                break;
            }
            names += count;
            let of_tier =
                |most: usize| found.each().filter(move |(_, grade)| grade.tier() == tier).take(most);
            let sample: Vec<NameId> = of_tier(SAMPLE).map(|(name, _)| name).collect();
            if names > FEW && !self.lists(names, count, &sample, alone)? {
                best = Grade::new(tier, Why::Number);
                break;
            }
            let most = if alone { ALONE } else { usize::MAX };
            for (name, grade) in of_tier(usize::MAX) {
                self.shelf.rows_named(name, most, &mut |row| rows.push((row, grade)))?;
            }
        }
        want.add_rows(rows);
        if best.is_match() {
            want.set_names(found, best);
        } else {
            self.spare.push(found);
        }
        Ok(())
    }

    /// Whether looking up so many names is cheaper than walking the column until enough rows are found. Other words
    /// leave few rows to walk; alone, it depends on how many rows such names bear, which some of them tell.
    fn lists(&self, names: usize, of_tier: usize, sample: &[NameId], alone: bool) -> Result<bool, S::Error> {
        if !alone || names > MOST_NAMES {
            return Ok(names <= SINGLY);
        }
        let mut rows = 0;
        for &name in sample {
            self.shelf.rows_named(name, ENOUGH, &mut |_| rows += 1)?;
        }
        let borne = of_tier * rows / sample.len().max(1);
        let walked = self.rows() * COUNTED / borne.max(COUNTED);
        Ok(names * LOOK_UP <= walked)
    }
}

/// Whether what was typed is a name of the dictionary, or the beginning of one.
fn is_a_name(found: &Found) -> bool {
    found.counts().iter().take(2).any(|&count| count > 0)
}
