//! The clock of an idle desk. It hangs on nothing that input or output could block: whatever happens on the line, the
//! door is shut in time, and in the end the program is over.
use std::{
    io,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant, SystemTime},
};

/// However long nothing is due, so often is looked: while a host sleeps only the civil clock goes on.
const LOOK: Duration = Duration::from_secs(5);

/// When the last key was pressed, by both clocks, and how long one may be away.
#[derive(Clone)]
pub struct Activity(Arc<Shared>);

struct Shared {
    last: Mutex<(Instant, SystemTime)>,
    /// Milliseconds until the door is shut; 0 for never.
    lock: AtomicU64,
    /// Milliseconds until the program ends; 0 for never.
    end: AtomicU64,
}

/// What is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Due {
    Nothing,
    Lock,
    End,
}

impl Activity {
    /// Somebody is there now.
    pub fn new(lock: Duration, end: Duration) -> Self {
        let last = Mutex::new((Instant::now(), SystemTime::now()));
        let activity = Self(Arc::new(Shared { last, lock: AtomicU64::default(), end: AtomicU64::default() }));
        activity.allow(lock, end);
        activity
    }

    /// A key was pressed. Only keys count: a terminal that answers or is dragged is nobody.
    pub fn touch(&self) {
        *self.0.last.lock().unwrap_or_else(PoisonError::into_inner) = (Instant::now(), SystemTime::now());
    }

    /// From now on one may be away for so long.
    pub fn allow(&self, lock: Duration, end: Duration) {
        let millis = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        self.0.lock.store(millis(lock), Ordering::Relaxed);
        self.0.end.store(millis(end), Ordering::Relaxed);
    }

    /// How long nobody has pressed a key, by the clock that went further.
    fn away(&self) -> Duration {
        let (instant, civil) = *self.0.last.lock().unwrap_or_else(PoisonError::into_inner);
        instant.elapsed().max(civil.elapsed().unwrap_or_default())
    }

    /// What is due after so long, and how long until something else may be.
    fn due(&self, away: Duration) -> (Due, Duration) {
        let limit = |millis: &AtomicU64| match millis.load(Ordering::Relaxed) {
            0 => Duration::MAX,
            millis => Duration::from_millis(millis),
        };
        let (lock, end) = (limit(&self.0.lock), limit(&self.0.end));
        let due = match away {
            away if away >= end => Due::End,
            away if away >= lock => Due::Lock,
            _ => Due::Nothing,
        };
        let next = if due == Due::Nothing { lock.min(end) } else { end };
        (due, next.saturating_sub(away).min(LOOK))
    }
}

/// Watches from a thread of its own: `lock` is called once each time that nobody was there for long enough, `end` at
/// the end.
pub fn watch(
    activity: Activity,
    mut lock: impl FnMut() + Send + 'static,
    end: impl Fn() + Send + 'static,
) -> io::Result<()> {
    let run = move || {
        let mut locked = false;
        loop {
            let (due, wait) = activity.due(activity.away());
            match due {
                Due::End => return end(),
                Due::Lock if !locked => lock(),
                _ => {}
            }
            locked = due == Due::Lock;
            thread::park_timeout(wait.max(Duration::from_millis(10)));
        }
    };
    thread::Builder::new().name("idle".into()).spawn(run)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    #[test]
    fn the_door_is_shut_first_and_the_program_ends_later() {
        let activity = Activity::new(3 * MINUTE, 30 * MINUTE);
        assert_eq!(activity.due(2 * MINUTE), (Due::Nothing, LOOK));
        assert_eq!(activity.due(Duration::from_secs(178)), (Due::Nothing, Duration::from_secs(2)));
        assert_eq!(activity.due(3 * MINUTE).0, Due::Lock);
        assert_eq!(activity.due(30 * MINUTE).0, Due::End);
        activity.allow(Duration::ZERO, Duration::ZERO);
        assert_eq!(activity.due(300 * MINUTE).0, Due::Nothing);
    }

    #[test]
    fn a_host_that_slept_counts_by_the_civil_clock() {
        let activity = Activity::new(3 * MINUTE, 30 * MINUTE);
        *activity.0.last.lock().unwrap() =
            (Instant::now(), SystemTime::now().checked_sub(5 * MINUTE).unwrap());
        assert!(activity.away() >= 5 * MINUTE);
        activity.touch();
        assert!(activity.away() < MINUTE);
    }
}
