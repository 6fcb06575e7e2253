//! Filters as sets of rows: most fields are facets of the index, what depends on today is asked of the store once.
use super::{
    delta::Delta,
    document::{DAYS, MOST_CAME, SEALED, THERE, days},
    posting::{BLOCK, Bits},
    query::{Filter, Key},
    shelf::{RowId, Shelf},
    terms::{Term, facet},
    want::within,
};
use crate::domain::{
    petition::Nature,
    span::{self, Span},
};
use chrono::NaiveDate;
use std::{ops::RangeInclusive, rc::Rc};

/// One condition on rows.
pub(super) struct Clause {
    /// A row needs one of these, or to be among the rows.
    any: Vec<Term>,
    rows: Rc<[RowId]>,
    /// The row must not fit instead.
    not: bool,
}

/// What a filter comes to.
pub(super) enum Meaning {
    /// Facets, or the lack of them.
    Facets(Clause),
    /// What the store has to be asked, and whether the rows told are those that do not pass.
    Ask(Filter, bool),
}

impl Clause {
    fn any(any: Vec<Term>) -> Self {
        Self { any, rows: Rc::from([]), not: false }
    }

    /// Rows known one by one, newest first.
    pub fn rows(rows: Rc<[RowId]>, not: bool) -> Self {
        Self { any: Vec::new(), rows, not }
    }

    /// Every petition: what the lack of something is taken from.
    pub fn every_row() -> Self {
        Self::any(Nature::IDS.iter().map(|id| facet(Key::Nature.id(), id)).collect())
    }

    /// Whether it only takes rows away.
    pub fn excludes(&self) -> bool {
        self.not
    }

    /// What has this value in a facet.
    pub fn one_of(field: &str, value: &str) -> Self {
        Self::any(vec![facet(field, value)])
    }

    /// What is sealed, but for what this asker registered.
    pub fn hidden(asker: &str) -> [Self; 2] {
        let sealed = vec![facet(SEALED, THERE)];
        [Self { not: true, ..Self::any(sealed) }, Self::any(vec![facet(Key::Clerk.id(), asker)])]
    }

    /// The rows of a block that fit, whatever `not` says.
    fn fill<S: Shelf>(&self, from: &S, delta: &Delta, block: u32, bits: &mut Bits) -> Result<(), S::Error> {
        match *self.any {
            [] => bits.clear(),
            [term] => delta.read(from, block, term, bits)?,
            _ => {
                bits.clear();
                let mut one = Bits::default();
                for &term in &self.any {
                    delta.read(from, block, term, &mut one)?;
                    bits.or(&one);
                }
            }
        }
        let start = self.rows.partition_point(|row| row / BLOCK > block);
        let here = self.rows[start..].iter().take_while(|row| *row / BLOCK == block);
        here.for_each(|&row| bits.set(within(row)));
        Ok(())
    }

    /// Keeps in `fit` what passes.
    pub fn narrow<S: Shelf>(
        &self,
        from: &S,
        delta: &Delta,
        block: u32,
        fit: &mut Bits,
        spare: &mut Bits,
    ) -> Result<(), S::Error> {
        self.fill(from, delta, block, spare)?;
        if self.not {
            fit.and_not(spare);
        } else {
            fit.and(spare);
        }
        Ok(())
    }

    /// Takes out of `fit` what is sealed and not one's own.
    pub fn hide<S: Shelf>(
        [sealed, own]: &[Self; 2],
        from: &S,
        delta: &Delta,
        block: u32,
        fit: &mut Bits,
        spare: &mut Bits,
    ) -> Result<(), S::Error> {
        sealed.fill(from, delta, block, spare)?;
        if !spare.is_empty() {
            let mut mine = Bits::default();
            own.fill(from, delta, block, &mut mine)?;
            spare.and_not(&mine);
            fit.and_not(spare);
        }
        Ok(())
    }
}

/// What a filter comes to in a store that holds these days.
pub(super) fn meaning(filter: &Filter, held: Option<&RangeInclusive<NaiveDate>>) -> Meaning {
    let first = filter.means.first().map_or("", String::as_str);
    let day = |at: usize| filter.means.get(at).and_then(|text| text.parse().ok());
    let from_to = |from: Option<NaiveDate>, to: Option<NaiveDate>| {
        let span =
            from.zip(to).zip(held).map(|((from, to), held)| from.max(*held.start())..=to.min(*held.end()));
        Meaning::Facets(Clause::any(span.map(between).unwrap_or_default()))
    };
    match filter.key {
        _ if filter.means.is_empty() => Meaning::Facets(Clause::any(Vec::new())),
        Key::State if first == "overdue" => Meaning::Ask(filter.clone(), false),
        Key::Due | Key::Clock | Key::Leader => Meaning::Ask(filter.clone(), false),
        Key::Remind | Key::Tell => {
            let yes = Filter { key: filter.key, means: vec!["yes".to_owned()] };
            Meaning::Ask(yes, first != "yes")
        }
        Key::From => from_to(day(0), held.map(|held| *held.end())),
        Key::To => from_to(held.map(|held| *held.start()), day(0)),
        Key::Date => from_to(day(0), day(1)),
        Key::Repeat => {
            let clause = Clause::any(vec![facet(Key::Repeat.id(), THERE)]);
            Meaning::Facets(Clause { not: first != "yes", ..clause })
        }
        Key::Group => {
            let size =
                filter.means.get(1).and_then(|size| size.parse().ok()).unwrap_or(MOST_CAME).min(MOST_CAME);
            let came = (size..=MOST_CAME).map(|came| facet(Key::Group.id(), &came.to_string()));
            Meaning::Facets(Clause { not: first != "yes", ..Clause::any(came.collect()) })
        }
        key => Meaning::Facets(Clause::any(filter.means.iter().map(|one| facet(key.id(), one)).collect())),
    }
}

/// The facets of all days of a span: whole years, then whole months, then days.
fn between(span: Span) -> Vec<Term> {
    let (mut day, end) = span.into_inner();
    let mut terms = Vec::new();
    while day <= end {
        let whole = |span: Option<Span>| span.filter(|span| *span.start() == day && *span.end() <= end);
        let (which, last) = match (whole(span::year(day)), whole(span::month(day))) {
            (Some(year), _) => (0, *year.end()),
            (None, Some(month)) => (1, *month.end()),
            (None, None) => (2, day),
        };
        terms.push(facet(DAYS[which], &days(day)[which]));
        let Some(next) = last.succ_opt() else { break };
        day = next;
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_told_in_years_months_and_days() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let term = |which: usize, text: &str| facet(DAYS[which], text);
        assert_eq!(
            between(day("2023-12-30")..=day("2025-02-02")),
            [
                term(2, "2023-12-30"),
                term(2, "2023-12-31"),
                term(0, "2024"),
                term(1, "2025-01"),
                term(2, "2025-02-01"),
                term(2, "2025-02-02")
            ]
        );
        assert_eq!(between(day("2024-02-01")..=day("2024-02-29")), [term(1, "2024-02")]);
        assert!(between(day("2024-02-02")..=day("2024-02-01")).is_empty());
    }
}
