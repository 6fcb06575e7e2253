//! From what was typed to sets of rows: what each filter lets pass, and what each word may mean.
use super::{
    clause::{Clause, Meaning, meaning},
    digits::{self, Kind},
    finder::{Finder, STRIDE},
    found::Found,
    grade::{Grade, Why},
    heap::TIERS,
    posting::Bits,
    query::{Filter, Query, Token},
    shelf::{RowId, Shelf},
    sight::Veil,
    stop::{Ended, Stop},
    terms::{self, Term},
    want::{Want, each_bearer, text_grade},
    words,
};
use std::rc::Rc;

/// A word's own names must bear fewer rows than this before slips are looked for.
const ENOUGH: usize = 64;
/// Most rows that one stretch of digits gives.
const MOST_ROWS: usize = 4096;

/// A query as sets of rows: what must hold of every row, and what each word wants, the cheapest first.
pub(super) struct Plan {
    pub veil: Veil,
    pub clauses: Vec<Clause>,
    pub wants: Vec<(Token, Want)>,
}

impl<S: Shelf> Finder<S> {
    /// Reads a query as sets of rows.
    pub(super) fn plan(&mut self, query: &Query, stop: &Stop<'_>) -> Result<Plan, Ended<S::Error>> {
        let veil = Veil::of(self.shelf.sight()?);
        let held = if query.filters.is_empty() { None } else { self.shelf.days()? };
        let mut clauses = Vec::new();
        for filter in &query.filters {
            clauses.push(match meaning(filter, held.as_ref()) {
                Meaning::Facets(clause) => clause,
                Meaning::Ask(filter, not) => Clause::rows(self.ask(&filter, stop)?, not),
            });
        }
        for token in &query.tokens {
            if !self.known.iter().any(|(known, _)| known == token) {
                let want = self.want(token, stop)?;
                self.known.push((token.clone(), want));
            }
        }
        let known = std::mem::take(&mut self.known).into_iter();
        let (mut wants, others): (Vec<_>, Vec<_>) =
            known.partition(|(token, _)| query.tokens.contains(token));
        self.forget(others);
        wants.sort_by_key(|(_, want)| want.has_names());
        if wants.is_empty() && clauses.iter().all(Clause::excludes) {
            clauses.push(Clause::every_row());
        }
        Ok(Plan { veil, clauses, wants })
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

    fn want(&mut self, token: &Token, stop: &Stop<'_>) -> Result<Want, Ended<S::Error>> {
        let mut want = Want::default();
        match token {
            Token::Hanzi(typed) => {
                return self.want_word(typed, words::written(&self.words, typed), stop);
            }
            Token::Letters(typed) => {
                return self.want_word(typed, words::spelled(&self.words, typed), stop);
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
        stop: &Stop<'_>,
    ) -> Result<Want, Ended<S::Error>> {
        let (mut want, mut found) = (Want::default(), self.spare.pop().unwrap_or_default());
        found.begin(self.names.count);
        self.names.find(&self.shelf, stop, typed, &mut found)?;
        let grade = text_grade(is_a_name(&found), Why::Text);
        // What an entry of a list is called is no slip of a name, nor is what stands in many texts.
        let text = terms::wanted(typed);
        let held = self.held(&text, stop)?;
        if listed.is_empty() && held < ENOUGH && self.few(&mut found, stop)? {
            self.names.find_off_by_one(&self.shelf, stop, typed, &mut found)?;
        }
        if found.best().is_match() {
            want.set_names(found);
        } else {
            self.spare.push(found);
        }
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
    fn few(&self, found: &mut Found, stop: &Stop<'_>) -> Result<bool, Ended<S::Error>> {
        if found.one_by_one() >= ENOUGH {
            return Ok(false);
        }
        found.put_in_order();
        let (mut rows, mut every) = (0, Bits::default());
        every.fill();
        for block in self.blocks() {
            stop.check()?;
            each_bearer(&self.shelf, &self.delta, block, found, (&every, TIERS), |_, grade| {
                rows += usize::from(grade.is_match());
            })?;
            if rows >= ENOUGH {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// How many texts hold these terms, at most [`ENOUGH`] and some more; names are texts too. What stands in few may be
    /// a slip; what stands in none is not waited for.
    fn held(&self, terms: &[Term], stop: &Stop<'_>) -> Result<usize, Ended<S::Error>> {
        let mut count = 0;
        let (mut here, mut spare) = (Bits::default(), Bits::default());
        for block in self.blocks() {
            if terms.is_empty() || count >= ENOUGH {
                break;
            }
            stop.check()?;
            self.delta.read_all(&self.shelf, block, terms, &mut here, &mut spare)?;
            count += here.count();
        }
        Ok(count)
    }
}

/// Whether what was typed is a name of the dictionary, or the beginning of one.
fn is_a_name(found: &Found) -> bool {
    found.best().tier() <= 1
}
