//! From what was typed to a page of rows: gather by tier, newest first, then rank what can still enter the page.
use super::{
    digits::{self, Kind},
    grade::{Grade, Why},
    heap::{COUNTED, Heap, RANKED},
    names::{Found, Names},
    posting::{BLOCK, Bits},
    query::{Query, Token},
    rank::{Mark, Marker, Ranker},
    shelf::{Fresh, RowId, Shelf, Short},
    terms,
    want::{Layer, Want, text_grade},
    words::{self, Word},
};
use std::time::Instant;

/// A word's own names must bear fewer rows than this before slips are looked for.
const ENOUGH: usize = 64;
/// Most rows that one stretch of digits or one name gives.
const MOST_ROWS: usize = 4096;
/// Most candidates that are put before the filters.
const MOST_FILTERED: usize = 20_000;

/// A page of rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hits {
    /// How many rows match; exact up to [`COUNTED`].
    pub total: usize,
    /// Whether there are more than `total`.
    pub more: bool,
    /// The page.
    pub rows: Vec<Hit>,
    /// How long it took, in microseconds.
    pub micros: u64,
}

/// A row of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// What the list shows.
    pub row: Short,
    /// Why it is here.
    pub why: Why,
    /// What to underline.
    pub marks: Vec<Mark>,
}

/// Finds in one store, for one asker.
pub struct Finder<S> {
    shelf: S,
    words: Vec<Word>,
    names: Names,
    fresh: Vec<Fresh>,
    hidden: Vec<RowId>,
    stamp: Option<u64>,
    ranker: Ranker,
    layers: Vec<Layer>,
    spare: Vec<Found>,
}

impl<S: Shelf> Finder<S> {
    /// A finder over a shelf; the first query reads the dictionary.
    pub fn new(shelf: S, words: Vec<Word>) -> Self {
        Self {
            shelf,
            words,
            names: Names::default(),
            fresh: Vec::new(),
            hidden: Vec::new(),
            stamp: None,
            ranker: Ranker::default(),
            layers: Vec::new(),
            spare: Vec::new(),
        }
    }

    /// The shelf.
    pub fn shelf(&self) -> &S {
        &self.shelf
    }

    /// Takes other lists: somebody changed one.
    pub fn set_words(&mut self, words: Vec<Word>) {
        self.words = words;
    }

    /// Finds a page of at most [`RANKED`] rows.
    pub fn find(&mut self, query: &Query, page: usize) -> Result<Hits, S::Error> {
        let begun = Instant::now();
        self.shelf.begin()?;
        let found = self.take_in().and_then(|()| self.page(query, page.min(RANKED)));
        self.shelf.end()?;
        let micros = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
        Ok(Hits { micros, ..found? })
    }

    /// Takes in now what the first query would have to wait for.
    pub fn refresh(&mut self) -> Result<(), S::Error> {
        self.shelf.begin()?;
        let taken = self.take_in();
        self.shelf.end()?;
        taken
    }

    fn page(&mut self, query: &Query, page: usize) -> Result<Hits, S::Error> {
        if query.tokens.is_empty() {
            return self.filtered_only(query, page);
        }
        let wants = query.tokens.iter().map(|token| self.want(token)).collect::<Result<Vec<_>, _>>()?;
        let hits = self.gather(query, &wants, page).and_then(|heap| self.rank(query, &heap, page));
        self.spare.extend(wants.into_iter().filter_map(Want::into_names));
        hits
    }

    /// Takes in what others have written since the last query.
    fn take_in(&mut self) -> Result<(), S::Error> {
        let stamp = self.shelf.stamp()?;
        if self.stamp == Some(stamp) {
            return Ok(());
        }
        let known = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.shelf.names(known, &mut |name| self.names.push(name))?;
        if known == 0 {
            self.names.shrink();
        }
        self.fresh = self.shelf.fresh()?;
        self.hidden = self.shelf.hidden()?;
        self.stamp = Some(stamp);
        Ok(())
    }

    fn filtered_only(&self, query: &Query, page: usize) -> Result<Hits, S::Error> {
        if query.filters.is_empty() {
            return Ok(Hits::default());
        }
        let rows = self.shelf.matching(&query.filters, COUNTED + 1)?;
        let mut heap = Heap::new(page);
        for row in rows {
            heap.push(row, Grade::new(0, Why::Text));
        }
        self.rank(query, &heap, page)
    }

    fn want(&mut self, token: &Token) -> Result<Want, S::Error> {
        match token {
            Token::Hanzi(typed) => self.want_hanzi(typed),
            Token::Letters(typed) => self.want_letters(typed),
            Token::Digits(typed) => self.want_digits(typed),
            Token::Identity(typed) => {
                let mut want = Want::default();
                want.add_rows(self.digits(Kind::Identity, typed, Grade::new(0, Why::Identity))?);
                Ok(want)
            }
            Token::Serial(typed) => {
                let mut want = Want::default();
                want.add_rows(self.digits(Kind::Number, typed, Grade::new(0, Why::Number))?);
                Ok(want)
            }
            Token::Number(typed) => {
                let (mut want, mut rows) = (Want::default(), Vec::new());
                let grade = Grade::new(0, Why::Number);
                self.shelf.rows_numbered(typed, MOST_ROWS, &mut |row| rows.push((row, grade)))?;
                want.add_rows(rows);
                Ok(want)
            }
        }
    }

    fn want_hanzi(&mut self, typed: &str) -> Result<Want, S::Error> {
        let (mut want, mut found) = (Want::default(), self.spare.pop().unwrap_or_default());
        self.names.hanzi(typed, &mut found);
        let is_a_name = found.each().any(|(_, grade)| grade.tier() <= 1);
        if self.few(&found)? {
            self.names.hanzi_off_by_one(typed, &mut found);
        }
        self.want_names(found, &mut want)?;
        want.add_words(terms::wanted(typed), text_grade(is_a_name, Why::Text));
        want.add_any(words::written(&self.words, typed), text_grade(is_a_name, Why::Text));
        Ok(want)
    }

    fn want_letters(&mut self, typed: &str) -> Result<Want, S::Error> {
        let (mut want, mut found) = (Want::default(), self.spare.pop().unwrap_or_default());
        self.names.letters(typed, &mut found);
        let is_a_name = found.each().any(|(_, grade)| grade.tier() <= 1);
        if self.few(&found)? {
            self.names.letters_off_by_one(typed, &mut found);
        }
        self.want_names(found, &mut want)?;
        want.add_any(words::spelled(&self.words, typed), text_grade(is_a_name, Why::Text));
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
        want.add_rows(rows);
        Ok(want)
    }

    fn digits(&self, kind: Kind, typed: &str, grade: Grade) -> Result<Vec<(RowId, Grade)>, S::Error> {
        let mut rows = Vec::new();
        self.shelf
            .rows_with_digits(digits::range(kind, typed), MOST_ROWS, &mut |row| rows.push((row, grade)))?;
        Ok(rows)
    }

    /// Whether these names bear so few rows that slips are worth looking for.
    fn few(&self, found: &Found) -> Result<bool, S::Error> {
        let mut rows = 0;
        if found.len() >= ENOUGH {
            return Ok(false);
        }
        for (name, _) in found.each() {
            self.shelf.rows_named(name, &mut |_| rows += 1)?;
        }
        Ok(rows < ENOUGH)
    }

    /// Names that few rows can bear are looked up one by one, the others along the column.
    fn want_names(&mut self, found: Found, want: &mut Want) -> Result<(), S::Error> {
        let few = (self.shelf.newest()? / 500).max(64) as usize;
        let mut counts = [0_usize; 16];
        for (_, grade) in found.each() {
            counts[usize::from(grade.tier())] += 1;
        }
        let mut sum = 0;
        let listed = counts.map(|count| {
            sum += count;
            sum <= few
        });
        let (mut rows, mut best) = (Vec::new(), Grade::NONE);
        for (name, grade) in found.each() {
            if listed[usize::from(grade.tier())] {
                self.shelf.rows_named(name, &mut |row| rows.push((row, grade)))?;
            } else {
                best = best.min(grade);
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

    fn gather(&mut self, query: &Query, wants: &[Want], page: usize) -> Result<Heap, S::Error> {
        let mut heap = Heap::new(page);
        let mut layers = std::mem::take(&mut self.layers);
        layers.resize_with(layers.len().max(wants.len()), Layer::default);
        let mut fit = Bits::default();
        for block in (0..=self.shelf.newest()? / BLOCK).rev() {
            let end = (block + 1).saturating_mul(BLOCK);
            if let [want] = wants
                && heap.is_settled(want.best_unlisted())
            {
                self.push_listed(want, end, &mut heap);
                break;
            }
            let best = wants.iter().map(|want| want.best_below(end)).max();
            if best.is_none_or(|best| heap.is_settled(best)) || heap.given_up {
                break;
            }
            if self.fits(wants, block, &mut layers, &mut fit)? {
                self.push_block(query, block, &layers[..wants.len()], &fit, &mut heap)?;
            }
        }
        self.layers = layers;
        Ok(heap)
    }

    fn fits(
        &self,
        wants: &[Want],
        block: u32,
        layers: &mut [Layer],
        fit: &mut Bits,
    ) -> Result<bool, S::Error> {
        for (at, (want, layer)) in wants.iter().zip(layers).enumerate() {
            if !want.fill(&self.shelf, &self.fresh, block, layer)? {
                return Ok(false);
            }
            layer.narrow(fit, at == 0);
        }
        Ok(true)
    }

    fn push_block(
        &self,
        query: &Query,
        block: u32,
        layers: &[Layer],
        fit: &Bits,
        heap: &mut Heap,
    ) -> Result<(), S::Error> {
        let start = block * BLOCK;
        let grade = |row: u16| layers.iter().map(|layer| layer.grade(row)).max().unwrap_or(Grade::NONE);
        let seen = fit.newest_first().map(|row| (start + u32::from(row), grade(row)));
        let seen = seen.filter(|(row, _)| self.hidden.binary_search(row).is_err());
        if query.filters.is_empty() {
            seen.for_each(|(row, grade)| heap.push(row, grade));
            return Ok(());
        }
        let seen: Vec<(RowId, Grade)> = seen.collect();
        for some in seen.chunks(256) {
            let rows: Vec<RowId> = some.iter().map(|&(row, _)| row).collect();
            let kept = self.shelf.keep(&rows, &query.filters)?;
            let mut kept = kept.into_iter().peekable();
            for &(row, grade) in some {
                if kept.next_if_eq(&row).is_some() {
                    heap.push(row, grade);
                }
            }
            heap.tested += some.len();
            if heap.tested > MOST_FILTERED {
                heap.given_up = true;
                break;
            }
        }
        Ok(())
    }

    /// The rest of a single word's listed rows, once nothing else can enter the page.
    fn push_listed(&self, want: &Want, end: RowId, heap: &mut Heap) {
        for &(row, grade) in want.rows_below(end) {
            if self.hidden.binary_search(&row).is_err() {
                heap.push(row, grade);
            }
        }
    }

    fn rank(&self, query: &Query, heap: &Heap, page: usize) -> Result<Hits, S::Error> {
        let candidates = heap.candidates();
        let ids: Vec<RowId> = candidates.iter().map(|&(row, _)| row).collect();
        let shorts = self.shelf.shorts(&ids)?;
        let gone = ids.len() - shorts.len();
        let mut rows: Vec<(Grade, i64, Short)> = Vec::with_capacity(shorts.len());
        let mut rest = candidates.iter();
        for short in shorts {
            if let Some(&(_, grade)) = rest.by_ref().find(|&&(row, _)| row == short.id) {
                rows.push((grade, self.ranker.score(&short, query), short));
            }
        }
        rows.sort_by_key(|(grade, score, short)| {
            (grade.tier(), std::cmp::Reverse(*score), std::cmp::Reverse(short.id))
        });
        rows.truncate(page);
        let marker = Marker::new(&self.ranker, query);
        let hit = |(grade, _, row): (Grade, i64, Short)| {
            let marks = marker.marks(&row, grade.why());
            Hit { row, why: grade.why(), marks }
        };
        let total = heap.total - gone;
        Ok(Hits {
            total: total.min(COUNTED),
            more: total > COUNTED || heap.given_up,
            rows: rows.into_iter().map(hit).collect(),
            micros: 0,
        })
    }
}
