//! Stopping: a search that was overtaken ends at its next look, and what it has so far is dropped.

/// Asked now and then whether to go on.
pub struct Stop<'s>(&'s dyn Fn() -> bool);

/// Why a search has no answer.
#[derive(Debug)]
pub(super) enum Ended<E> {
    /// Somebody wants something else by now.
    Overtaken,
    /// Reading failed.
    Failed(E),
}

impl<E> From<E> for Ended<E> {
    fn from(error: E) -> Self {
        Self::Failed(error)
    }
}

impl<'s> Stop<'s> {
    /// Stops when this says so.
    pub fn when(overtaken: &'s dyn Fn() -> bool) -> Self {
        Self(overtaken)
    }

    /// Never stops.
    pub fn never() -> Self {
        Self(&|| false)
    }

    /// Ends the search if it was overtaken.
    pub(super) fn check<E>(&self) -> Result<(), Ended<E>> {
        if (self.0)() { Err(Ended::Overtaken) } else { Ok(()) }
    }
}
