//! The same matter, brought by somebody else: a joint petition seen early. What is compared is the place, the category
//! and the words; each part is told, and none of it says anything about people.
use super::{
    finder::Finder,
    posting::{BLOCK, Bits},
    shelf::{RowId, Shelf, Short},
    sight::Veil,
    stop::{Ended, Stop},
    terms::{self, Term},
};

/// What is compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matter {
    /// The petition itself, once it has a number.
    pub no: String,
    /// Whoever brings it: their own petitions are repeats and stand elsewhere.
    pub names: Vec<String>,
    /// Code of the place, then those near it: of the same county.
    pub places: Vec<String>,
    /// Code of the category, then those near it: of the same branch.
    pub categories: Vec<String>,
    /// Subject and facts.
    pub text: String,
}

/// How near a code is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Near {
    /// Elsewhere, or not said.
    #[default]
    No,
    /// In the same county or branch.
    Near,
    /// The same.
    Same,
}

/// A petition that may be of the same matter, with the parts of its score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alike {
    /// The petition.
    pub row: Short,
    /// How near its place is.
    pub place: Near,
    /// How near its category is.
    pub category: Near,
    /// Which part of the words it shares, in percent; rare words weigh more.
    pub words: u8,
}

/// Words compared: the rarest of the text.
const WORDS: usize = 40;
/// With fewer words than these a text says too little.
const FEWEST: usize = 4;
/// Most candidates whose place and category are read.
const CANDIDATES: usize = 64;
/// A candidate shares so many percent of the words.
const ENOUGH_WORDS: u32 = 25;
/// A suggestion has so many points: percent of words, and for place and category each as [`Near::points`] says.
const ENOUGH: u32 = 100;

impl Near {
    fn of(codes: &[String], code: &str) -> Self {
        match codes.iter().position(|one| one == code && !code.is_empty()) {
            Some(0) => Self::Same,
            Some(_) => Self::Near,
            None => Self::No,
        }
    }

    /// What it adds to the score.
    pub const fn points(self) -> u32 {
        match self {
            Self::No => 0,
            Self::Near => 10,
            Self::Same => 30,
        }
    }
}

impl Alike {
    /// The score: up to 100 for words, 30 each for place and category.
    pub fn points(&self) -> u32 {
        u32::from(self.words) + self.place.points() + self.category.points()
    }

    /// Whether it is worth a look: words alone are not.
    fn suggests(&self) -> bool {
        self.points() >= ENOUGH && self.points() > u32::from(self.words)
    }
}

impl<S: Shelf> Finder<S> {
    /// Petitions of others that may be of the same matter, the likeliest first; nothing when it was overtaken.
    pub fn alike(
        &mut self,
        matter: &Matter,
        most: usize,
        stop: &Stop<'_>,
    ) -> Result<Option<Vec<Alike>>, S::Error> {
        self.reading(|finder| finder.alike_to(matter, most, stop))
    }

    fn alike_to(
        &mut self,
        matter: &Matter,
        most: usize,
        stop: &Stop<'_>,
    ) -> Result<Vec<Alike>, Ended<S::Error>> {
        let words = self.rarest(&matter.text)?;
        let whole: u32 = words.iter().map(|(_, weight)| weight).sum();
        if words.len() < FEWEST {
            return Ok(Vec::new());
        }
        let veil = Veil::of(self.shelf.sight()?);
        let mut apart: Vec<RowId> = Vec::new();
        self.shelf.apart_from(&matter.no, &mut |row| apart.push(row))?;
        let mut best: Vec<(u32, RowId)> = Vec::new();
        let mut sums = vec![0_u32; BLOCK as usize];
        for block in self.blocks() {
            stop.check()?;
            let seen = self.sum_block(&words, &veil, block, &mut sums)?;
            let enough = |sum: u32| sum * 100 / whole >= ENOUGH_WORDS;
            let here = (0..=u16::MAX).zip(&sums).filter(|(at, sum)| enough(**sum) && seen.has(*at));
            let here = here.map(|(at, sum)| (block * BLOCK + u32::from(at), sum));
            let here = here.filter(|(row, _)| !apart.contains(row));
            best.extend(here.map(|(row, &sum)| (sum * 100 / whole, row)));
            best.sort_unstable_by(|one, other| other.cmp(one));
            best.truncate(CANDIDATES);
        }
        let mut ids: Vec<RowId> = best.iter().map(|&(_, row)| row).collect();
        ids.sort_unstable();
        let shorts = self.shelf.shorts(&ids)?;
        let alike = |row: Short| {
            let words = best.iter().find(|(_, id)| *id == row.id).map_or(0, |(words, _)| *words);
            Alike {
                place: Near::of(&matter.places, &row.place),
                category: Near::of(&matter.categories, &row.category),
                words: u8::try_from(words.min(100)).unwrap_or_default(),
                row,
            }
        };
        let others = shorts.into_iter().filter(|row| !matter.names.contains(&row.petitioner));
        let mut found: Vec<Alike> = others.map(alike).filter(Alike::suggests).collect();
        found.sort_by_key(|one| std::cmp::Reverse((one.points(), one.row.id)));
        found.truncate(most);
        Ok(found)
    }

    /// The rarest pairs of a text with their weights: the fewer rows of the newest two blocks have one, the more
    /// it weighs. What no row has, or nearly every row, compares nothing.
    fn rarest(&self, text: &str) -> Result<Vec<(Term, u32)>, S::Error> {
        let mut pairs = Vec::new();
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 1) {
            pairs.extend(terms::wanted(word));
        }
        pairs.sort_unstable();
        pairs.dedup();
        let mut bits = Bits::default();
        let mut weighed = Vec::new();
        for term in pairs {
            let mut rows = 0;
            for block in self.blocks().take(2) {
                self.delta.read(&self.shelf, block, term, &mut bits)?;
                rows += bits.count();
            }
            let rare = (BLOCK / u32::try_from(rows.max(1)).unwrap_or(u32::MAX)).max(1).ilog2();
            // Squared: the name of an estate tells more than all the words that such petitions share.
            let weight = rare * rare;
            weighed.extend((rows > 0 && weight > 0).then_some((term, weight)));
        }
        weighed.sort_unstable_by_key(|&(term, weight)| (std::cmp::Reverse(weight), term));
        weighed.truncate(WORDS);
        Ok(weighed)
    }

    /// For each row of a block the weights of the words that it has; and which rows the asker may see.
    fn sum_block(
        &self,
        words: &[(Term, u32)],
        veil: &Veil,
        block: u32,
        sums: &mut [u32],
    ) -> Result<Bits, S::Error> {
        sums.fill(0);
        let (mut bits, mut seen) = (Bits::default(), Bits::default());
        for (term, weight) in words {
            self.delta.read(&self.shelf, block, *term, &mut bits)?;
            bits.newest_first().for_each(|row| sums[usize::from(row)] += weight);
        }
        seen.fill();
        veil.hide(&self.shelf, &self.delta, block, &mut seen, &mut bits)?;
        Ok(seen)
    }
}
