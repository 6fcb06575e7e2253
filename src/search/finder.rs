//! From what was typed to a page of rows: gather by tier, newest first, then rank what can still enter the page.
use super::{
    delta::Delta,
    found::Found,
    grade::{Grade, Why},
    heap::{COUNTED, Heap, RANKED},
    names::Names,
    plan::Plan,
    posting::{BLOCK, Bits},
    query::{Filter, Query, Token},
    rank::{Mark, Marker, Ranker},
    shelf::{Order, RowId, Shelf, Short, State},
    stop::{Ended, Stop},
    want::{Layer, Want},
    words::Word,
};
use std::{rc::Rc, time::Instant};

/// Petitions that an empty box remembers.
const OPENED: usize = 9;
/// Buffers for names that are kept for the next query; one takes a megabyte for two million names.
const SPARE: usize = 4;
/// Rows read between two looks at whether the search was overtaken.
pub(super) const STRIDE: usize = 256;

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
    pub(super) shelf: S,
    pub(super) words: Vec<Word>,
    pub(super) names: Names,
    pub(super) delta: Delta,
    stamp: Option<u64>,
    state: State,
    /// What filters that are not facets came to, while nobody has written.
    pub(super) asked: Vec<(Filter, Rc<[RowId]>)>,
    pub(super) ranker: Ranker,
    /// What the words of the last query came to, while nobody has written: who goes on typing changes the last one.
    pub(super) known: Vec<(Token, Want)>,
    layers: Vec<Layer>,
    pub(super) spare: Vec<Found>,
}

impl<S: Shelf> Finder<S> {
    /// A finder over a shelf.
    pub fn new(shelf: S, words: Vec<Word>) -> Self {
        Self {
            shelf,
            words,
            names: Names::default(),
            delta: Delta::default(),
            stamp: None,
            state: State::default(),
            asked: Vec::new(),
            ranker: Ranker::default(),
            known: Vec::new(),
            layers: Vec::new(),
            spare: Vec::new(),
        }
    }

    /// Finds a page of at most [`RANKED`] rows.
    pub fn find(&mut self, query: &Query, page: usize) -> Result<Hits, S::Error> {
        self.find_unless(query, page, Order::Relevance, &Stop::never()).map(Option::unwrap_or_default)
    }

    /// The same in an order, unless it is overtaken: then there is no answer.
    pub fn find_unless(
        &mut self,
        query: &Query,
        page: usize,
        order: Order,
        stop: &Stop<'_>,
    ) -> Result<Option<Hits>, S::Error> {
        let begun = Instant::now();
        let hits = self.reading(|finder| finder.page(query, page.min(RANKED), order, stop))?;
        let micros = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
        Ok(hits.map(|hits| Hits { micros, ..hits }))
    }

    /// Reads as of one moment, with all that others have written by then; nothing when it was overtaken.
    pub(super) fn reading<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, Ended<S::Error>>,
    ) -> Result<Option<T>, S::Error> {
        self.shelf.begin()?;
        let found = match self.take_in() {
            Ok(()) => read(self),
            Err(error) => Err(Ended::Failed(error)),
        };
        self.shelf.end()?;
        match found {
            Ok(found) => Ok(Some(found)),
            Err(Ended::Overtaken) => Ok(None),
            Err(Ended::Failed(error)) => Err(error),
        }
    }

    /// Takes in now what the first query would have to wait for.
    pub fn refresh(&mut self) -> Result<(), S::Error> {
        self.reading(|_| Ok(())).map(drop)
    }

    fn page(
        &mut self,
        query: &Query,
        page: usize,
        order: Order,
        stop: &Stop<'_>,
    ) -> Result<Hits, Ended<S::Error>> {
        if query.is_empty() {
            return if query.begun { Ok(Hits::default()) } else { Ok(self.lately(page)?) };
        }
        let plan = self.plan(query, stop)?;
        let mut layers = std::mem::take(&mut self.layers);
        layers.resize_with(layers.len().max(plan.wants.len()), Layer::default);
        let hits = match order {
            Order::Relevance => self
                .gather(&plan, page, &mut layers, stop)
                .and_then(|heap| self.rank(query, &heap, page, stop)),
            order => self.ordered(query, &plan, page, order, &mut layers, stop),
        };
        self.layers = layers;
        self.known = plan.wants;
        hits
    }

    /// For the empty box: what the asker looked at last, then what came in last.
    fn lately(&self, page: usize) -> Result<Hits, S::Error> {
        let mut rows: Vec<(RowId, Why)> = Vec::new();
        self.shelf.opened(OPENED.min(page), &mut |row| rows.push((row, Why::Opened)))?;
        let opened: Vec<RowId> = rows.iter().map(|(row, _)| *row).collect();
        self.shelf.rows_by(Order::Relevance, &mut |row| {
            if !opened.contains(&row) {
                rows.push((row, Why::Arrived));
            }
            rows.len() < page
        })?;
        let ids: Vec<RowId> = rows.iter().map(|(row, _)| *row).collect();
        let hit = |row: Short| {
            let why = rows.iter().find(|(one, _)| *one == row.id).map_or(Why::Arrived, |(_, why)| *why);
            Hit { row, why, marks: Vec::new() }
        };
        let rows: Vec<Hit> = self.shelf.shorts(&ids)?.into_iter().map(hit).collect();
        Ok(Hits { total: rows.len(), more: false, rows, micros: 0 })
    }

    /// Keeps the buffers of what is not known any more.
    pub(super) fn forget(&mut self, wants: impl IntoIterator<Item = (Token, Want)>) {
        self.spare.extend(wants.into_iter().filter_map(|(_, want)| want.into_names()));
        self.spare.truncate(SPARE);
    }

    /// Takes in what others have written since the last query.
    fn take_in(&mut self) -> Result<(), S::Error> {
        let stamp = self.shelf.stamp()?;
        if self.stamp == Some(stamp) {
            return Ok(());
        }
        let state = self.shelf.state()?;
        if self.stamp.is_none() || state.splits != self.state.splits {
            self.names.read_pages(&self.shelf)?;
        }
        let whole = self.stamp.is_none() || state.epoch != self.state.epoch;
        if whole {
            self.delta.clear();
        }
        if whole || state.seq != self.state.seq {
            self.delta.take(self.shelf.fresh(if whole { 0 } else { self.state.seq })?);
        }
        self.names.count = state.names;
        self.asked.clear();
        let known = std::mem::take(&mut self.known);
        self.forget(known);
        (self.stamp, self.state) = (Some(stamp), state);
        Ok(())
    }

    fn gather(
        &self,
        plan: &Plan,
        page: usize,
        layers: &mut [Layer],
        stop: &Stop<'_>,
    ) -> Result<Heap, Ended<S::Error>> {
        let mut heap = Heap::new(page);
        let (mut fit, mut spare) = (Bits::default(), Bits::default());
        for block in self.blocks() {
            stop.check()?;
            let end = (block + 1).saturating_mul(BLOCK);
            let best = plan.wants.iter().map(|(_, want)| want.best_below(end)).max().unwrap_or(EVERY).tier();
            let settled = heap.settled();
            if best >= settled {
                break;
            }
            if self.fits(plan, block, settled, layers, &mut fit, &mut spare)? {
                let grade = |row: u16| layers[..plan.wants.len()].iter().map(|layer| layer.grade(row)).max();
                for row in fit.newest_first() {
                    heap.push(block * BLOCK + u32::from(row), grade(row).unwrap_or(EVERY));
                    if heap.total.is_multiple_of(STRIDE) && best >= heap.settled() {
                        break;
                    }
                }
            }
        }
        Ok(heap)
    }

    /// Blocks of rows, the newest first.
    pub(super) fn blocks(&self) -> impl Iterator<Item = u32> + use<S> {
        (0..=self.state.newest / BLOCK).rev()
    }

    /// Finds the rows of a block that fit every word by a tier before `settled`, pass every filter and may be seen;
    /// false when there are none.
    pub(super) fn fits(
        &self,
        plan: &Plan,
        block: u32,
        settled: u8,
        layers: &mut [Layer],
        fit: &mut Bits,
        spare: &mut Bits,
    ) -> Result<bool, S::Error> {
        fit.fill();
        for clause in &plan.clauses {
            clause.narrow(&self.shelf, &self.delta, block, fit, spare)?;
            if fit.is_empty() {
                return Ok(false);
            }
        }
        for ((_, want), layer) in plan.wants.iter().zip(layers) {
            want.fill(&self.shelf, &self.delta, block, (fit, settled), layer)?;
            layer.narrow(fit);
            if fit.is_empty() {
                return Ok(false);
            }
        }
        plan.veil.hide(&self.shelf, &self.delta, block, fit, spare)?;
        Ok(!fit.is_empty())
    }

    fn rank(
        &self,
        query: &Query,
        heap: &Heap,
        page: usize,
        stop: &Stop<'_>,
    ) -> Result<Hits, Ended<S::Error>> {
        stop.check()?;
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
            more: total > COUNTED,
            rows: rows.into_iter().map(hit).collect(),
            micros: 0,
        })
    }
}

/// Of a query without words every row that passes its filters is as good as any other.
pub(super) const EVERY: Grade = Grade::new(0, Why::Filter);
