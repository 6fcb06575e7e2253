//! What was gathered: the newest rows of each tier, and when more of them cannot matter.
use super::{grade::Grade, shelf::RowId};

/// Totals are exact up to here.
pub const COUNTED: usize = 200;
/// The newest rows of a tier that are ranked by their short fields; a page never holds more rows.
pub const RANKED: usize = 64;

/// Tiers that a match can have.
pub(super) const TIERS: u8 = Grade::NONE.tier();

/// Candidates by tier, the newest of each.
pub(super) struct Heap {
    tiers: [Vec<(RowId, Grade)>; TIERS as usize],
    page: usize,
    /// How many were added.
    pub total: usize,
}

impl Heap {
    pub fn new(page: usize) -> Self {
        Self { tiers: Default::default(), page, total: 0 }
    }

    /// Adds a candidate; they come newest first.
    pub fn push(&mut self, row: RowId, grade: Grade) {
        self.total += 1;
        let tier = &mut self.tiers[usize::from(grade.tier())];
        if tier.len() < RANKED {
            tier.push((row, grade));
        }
    }

    /// The last tier that enters the page.
    fn last_tier(&self) -> usize {
        let mut sum = 0;
        let full = |tier: &Vec<(RowId, Grade)>| {
            sum += tier.len();
            sum >= self.page
        };
        self.tiers.iter().position(full).unwrap_or(self.tiers.len())
    }

    /// The first tier of which older rows can change neither the page nor the total, nor can those of later tiers.
    pub fn settled(&self) -> u8 {
        if self.total <= COUNTED {
            return TIERS;
        }
        let last = self.last_tier();
        let full = self.tiers.get(last).is_some_and(|tier| tier.len() >= RANKED);
        u8::try_from(last).unwrap_or(TIERS) + u8::from(!full)
    }

    /// What is ranked: the tiers that enter the page.
    pub fn candidates(&self) -> Vec<(RowId, Grade)> {
        self.tiers.iter().take(self.last_tier() + 1).flatten().copied().collect()
    }
}
