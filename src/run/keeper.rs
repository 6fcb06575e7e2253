//! The keeper: any desk may make the backup that is due, and whichever comes first makes it.
use super::serve;
use crate::{
    domain::{backup::Last, rights::Actor},
    flow::{Msg, Note},
    keep::{self, GOING, Plan, Taken, Trouble},
    store::{Now, Reply, Request, Result, Store},
};
use std::{
    io,
    path::{Path, PathBuf},
    sync::mpsc::{RecvTimeoutError, Sender, channel},
    thread,
    time::Duration,
};

/// A desk that has just opened leaves the disk to whoever sits down at it.
pub const FIRST: Duration = Duration::from_secs(30);
/// Looks are at least so far apart.
const SHORTEST: Duration = Duration::from_secs(10);
/// Looks are at most so far apart: by then a changed setting counts.
const LONGEST: Duration = Duration::from_secs(300);

/// What came of a look.
#[derive(Debug)]
pub struct Look {
    /// When to look again.
    pub wait: Duration,
    /// The backup that was due, or why it did not come about; nothing when none was due or another desk is at it.
    pub came: Option<std::result::Result<Taken, Trouble>>,
}

/// Starts the thread, which looks for the first time after `first`. It ends when what comes back is dropped.
pub fn start(path: PathBuf, me: Actor, first: Duration, inbox: Sender<Msg>) -> io::Result<Sender<()>> {
    let (open, closed) = channel::<()>();
    thread::Builder::new().name("keeper".into()).spawn(move || {
        let (mut wait, mut told) = (first, false);
        while closed.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
            let look = look(&path, &me, serve::now());
            wait = look.wait;
            let msg = look.came.and_then(|came| news(came.map(drop), &mut told));
            if msg.is_some_and(|msg| inbox.send(msg).is_err()) {
                return;
            }
        }
    })?;
    Ok(open)
}

/// What the desk is told of a backup. Until one succeeds, one sentence about those that failed is enough.
fn news(came: std::result::Result<(), Trouble>, told: &mut bool) -> Option<Msg> {
    let before = std::mem::replace(told, came.is_err());
    match came {
        Ok(()) => Some(Msg::Changed),
        Err(_) if before => None,
        Err(trouble) => Some(Msg::Heard(Note::from(&trouble))),
    }
}

/// Looks whether a backup is due by the settings of the store, and makes it.
pub fn look(path: &Path, me: &Actor, now: Now) -> Look {
    // A store that cannot be opened is told of by everything else at the desk.
    let Ok((mut store, plan, minutes, last)) = open(path, me, now) else {
        return Look { wait: LONGEST, came: None };
    };
    if last.wait(minutes, now.instant) != Some(0) {
        return Look { wait: pause(&last, minutes, now), came: None };
    }
    match keep::back_up(&mut store, &plan, now) {
        Err(trouble) if trouble.id == GOING => Look { wait: SHORTEST, came: None },
        came => {
            let last = store.last_backup().unwrap_or(last);
            Look { wait: pause(&last, minutes, now), came: Some(came) }
        }
    }
}

fn open(path: &Path, me: &Actor, now: Now) -> Result<(Store, Plan, u32, Last)> {
    let mut store = Store::open_existing(path)?;
    let lists = match store.answer(me, now, Request::Catalog)? {
        Reply::Catalog(lists) => lists,
        _ => crate::store::Lists::default(),
    };
    let (plan, last) = (Plan::of(path, &lists), store.last_backup()?);
    Ok((store, plan, lists.backup_minutes(), last))
}

fn pause(last: &Last, minutes: u32, now: Now) -> Duration {
    let wait =
        last.wait(minutes, now.instant).map_or(LONGEST, |wait| Duration::from_millis(wait.unsigned_abs()));
    wait.clamp(SHORTEST, LONGEST)
}

impl From<&Trouble> for Note {
    fn from(trouble: &Trouble) -> Self {
        Self::bad(trouble.id, &trouble.what)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_failures_in_a_row_only_the_first_is_told() {
        let failed = || Err(Trouble { id: "error-backup-full", what: String::new(), refused: false });
        let mut told = false;
        let heard = |msg: Option<Msg>| matches!(msg, Some(Msg::Heard(_)));
        assert!(heard(news(failed(), &mut told)));
        assert!(news(failed(), &mut told).is_none() && news(failed(), &mut told).is_none());
        assert!(matches!(news(Ok(()), &mut told), Some(Msg::Changed)));
        assert!(heard(news(failed(), &mut told)), "after one that succeeded");
    }
}
