//! Chance that falls the same way every time: a `SplitMix64` counter.

/// A row of throws that its seed decides.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// The throws of one subject of one town.
    pub fn new(seed: u64, subject: u64) -> Self {
        let mut dice = Self(seed ^ subject.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        dice.throw();
        dice
    }

    fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`; 0 when `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        let throw = self.throw() >> 32;
        usize::try_from(throw).unwrap_or_default().checked_rem(end).unwrap_or_default()
    }

    /// A number from `from` up to and with `to`.
    pub fn between(&mut self, from: u32, to: u32) -> u32 {
        let span = to.saturating_sub(from) as usize + 1;
        from + u32::try_from(self.below(span)).unwrap_or_default()
    }

    /// True so many times in a thousand.
    pub fn in_thousand(&mut self, times: usize) -> bool {
        self.below(1000) < times
    }

    /// One of them.
    pub fn one<'l, T: ?Sized>(&mut self, of: &[&'l T], or: &'l T) -> &'l T {
        of.get(self.below(of.len())).copied().unwrap_or(or)
    }

    /// A number below `end`, small ones much more often: how names are given.
    pub fn low(&mut self, end: usize) -> usize {
        let throws = [self.below(end), self.below(end), self.below(end)];
        throws.into_iter().min().unwrap_or_default()
    }
}
