//! A page by day of receipt or by what is due, instead of by how well rows match.
use super::{
    finder::{EVERY, Finder, Hit, Hits, STRIDE},
    grade::Grade,
    heap::{COUNTED, RANKED, TIERS},
    plan::Plan,
    posting::{BLOCK, Bits},
    query::Query,
    rank::Marker,
    shelf::{Order, RowId, Shelf, Short},
    stop::{Ended, Stop},
    want::{Layer, within},
};

/// So many rows that match are read and put in order; of more, the order is walked.
const SORTED: usize = 2000;

impl<S: Shelf> Finder<S> {
    /// A page in an order of the store. What matches is counted whole; then either the few that match are put in order,
    /// or the order is walked until the page is full.
    pub(super) fn ordered(
        &self,
        query: &Query,
        plan: &Plan,
        page: usize,
        order: Order,
        layers: &mut [Layer],
        stop: &Stop<'_>,
    ) -> Result<Hits, Ended<S::Error>> {
        let (mut all, mut total) = (vec![Bits::default(); self.blocks().count()], 0);
        for block in self.blocks() {
            stop.check()?;
            let mut spare = Bits::default();
            let fit = &mut all[block as usize];
            if self.fits(plan, block, TIERS, layers, fit, &mut spare)? {
                total += fit.count();
            } else {
                fit.clear();
            }
        }
        let shorts = if total <= SORTED {
            self.sorted(&all, page, order, stop)?
        } else {
            self.walked(&all, page, order, stop)?
        };
        let mut grades: Vec<(RowId, Grade)> = Vec::new();
        for block in self.blocks().filter(|block| shorts.iter().any(|row| row.id / BLOCK == *block)) {
            stop.check()?;
            let (mut fit, mut spare) = (Bits::default(), Bits::default());
            self.fits(plan, block, TIERS, layers, &mut fit, &mut spare)?;
            let grade =
                |row: RowId| layers[..plan.wants.len()].iter().map(|layer| layer.grade(within(row))).max();
            let here = shorts.iter().filter(|row| row.id / BLOCK == block);
            grades.extend(here.map(|row| (row.id, grade(row.id).unwrap_or(EVERY))));
        }
        let marker = Marker::new(&self.ranker, query);
        let hit = |row: Short| {
            let known = grades.iter().find(|(one, _)| *one == row.id);
            let why = known.map_or(EVERY, |(_, grade)| *grade).why();
            Hit { marks: marker.marks(&row, why), why, row }
        };
        let rows = shorts.into_iter().map(hit).collect();
        Ok(Hits { total: total.min(COUNTED), more: total > COUNTED, rows, micros: 0 })
    }

    /// The few rows that match, put in order.
    fn sorted(
        &self,
        all: &[Bits],
        page: usize,
        order: Order,
        stop: &Stop<'_>,
    ) -> Result<Vec<Short>, Ended<S::Error>> {
        let rows = |(block, bits): (u32, &Bits)| {
            bits.newest_first().map(|row| block * BLOCK + u32::from(row)).collect::<Vec<_>>()
        };
        let rows: Vec<RowId> = (0..).zip(all).flat_map(rows).collect();
        let mut shorts = Vec::with_capacity(rows.len());
        for some in rows.chunks(RANKED) {
            stop.check()?;
            shorts.extend(self.shelf.shorts(some)?);
        }
        shorts.sort_by(|one, other| {
            match order {
                Order::Due => (one.due.is_empty(), &one.due).cmp(&(other.due.is_empty(), &other.due)),
                _ => other.received.cmp(&one.received),
            }
            .then(other.id.cmp(&one.id))
        });
        shorts.truncate(page);
        Ok(shorts)
    }

    /// Of many rows that match, the first in order.
    fn walked(
        &self,
        all: &[Bits],
        page: usize,
        order: Order,
        stop: &Stop<'_>,
    ) -> Result<Vec<Short>, Ended<S::Error>> {
        let (mut rows, mut read, mut overtaken) = (Vec::new(), 0, false);
        self.shelf.rows_by(order, &mut |row| {
            read += 1;
            if all.get((row / BLOCK) as usize).is_some_and(|bits| bits.has(within(row))) {
                rows.push(row);
            }
            overtaken = read % STRIDE == 0 && stop.check::<()>().is_err();
            !overtaken && rows.len() < page
        })?;
        stop.check()?;
        Ok(self.shelf.shorts(&rows)?)
    }
}
