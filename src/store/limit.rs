//! The size that the system lets a file have (`ulimit -f`): a write beyond it fails like one on a full disk, instead of
//! ending the process.
use signal_hook::{consts::SIGXFSZ, flag};
use std::sync::{
    Arc, LazyLock,
    atomic::{AtomicBool, Ordering},
};

/// Set by the kernel's signal at the first write that went beyond the limit. Taking the signal is what keeps it from
/// ending the process; the write then comes back with an error that SQLite does not tell from a failed disk.
static REACHED: LazyLock<Arc<AtomicBool>> = LazyLock::new(|| {
    let reached = Arc::default();
    // Where no handler can be set, the limit ends the process as it would without us: nothing acknowledged is lost.
    let _ = flag::register(SIGXFSZ, Arc::clone(&reached));
    reached
});

/// From here on the limit is an error and not the end.
pub(super) fn heed() {
    LazyLock::force(&REACHED);
}

/// Whether a write has gone beyond the limit.
pub(super) fn reached() -> bool {
    REACHED.load(Ordering::Relaxed)
}
