//! `demo` and `--demo`: a made-up town. Everybody in it is fictitious.
use super::{
    out::{Failure, Out},
    setup::Setup,
};
use crate::{
    corpus::{self, Town},
    domain::{calendar, deed::Order, rights::Actor},
    lang::Lang,
    run::serve,
    store::{Filling, Now, Reply, Request, Store},
};
use chrono::{Days, NaiveDate};
use serde_json::json;
use std::{io::Write, time::Instant};

/// Milliseconds from midnight in Beijing to the opening of the counter.
const OPENING: i64 = 9 * 3_600_000;

pub(super) fn demo(
    setup: &Setup,
    lang: &Lang,
    out: &mut Out,
    petitions: usize,
    seed: u64,
) -> Result<(), Failure> {
    let begun = Instant::now();
    let mut store = Store::open(&setup.path)?;
    let mut tell = |done: usize| {
        let rate = done as u128 * 1000 / begun.elapsed().as_millis().max(1);
        let _ = write!(
            std::io::stderr(),
            "\r{}",
            lang.fill(
                "demo-going",
                &[("done", done.into()), ("of", petitions.into()), ("rate", rate.to_string().into())]
            )
        );
    };
    fill(&mut store, petitions, seed, &mut tell)?;
    let _ = writeln!(std::io::stderr());
    let seconds = begun.elapsed().as_secs_f64();
    let text = lang.fill("demo-done", &[("count", petitions.into())]);
    out.say(&json!({"petitions": petitions, "seconds": seconds}), &text)
}

/// Fills a new store with a town, its clerks, leaders and cases; gives back the clerk at its housing counter.
pub(super) fn fill(
    store: &mut Store,
    petitions: usize,
    seed: u64,
    tell: &mut dyn FnMut(usize),
) -> Result<Actor, Failure> {
    let now = serve::now();
    let op = format!("demo-{seed}");
    let clerk = |office: &str| Actor { sees_sealed: true, ..Actor::owner(corpus::CLERK, office) };
    let town = Town::new(seed, now.today, petitions);
    let filling = town.map(|arrival| {
        let registration = arrival.registration;
        let office = registration.office.clone().unwrap_or_default();
        let received = registration.received.unwrap_or(now.today);
        let since = arrival.since.into_iter().map(|(day, act)| (opening(day, now), act)).collect();
        let repeats = arrival.repeats;
        Filling { me: clerk(&office), now: opening(received, now), registration, repeats, since }
    });
    let numbers = store.fill(&op, filling, tell)?;
    for (n, deed) in corpus::house(&numbers, now.today).into_iter().enumerate() {
        let order = Order { op: format!("{op}-more-{n}"), version: None, deed };
        store.answer(&clerk("ZJ"), now, Request::Do(Box::new(order)))?;
    }
    Ok(clerk("ZJ"))
}

/// Somebody to find at the demonstration desk: three visits about one flat.
pub(super) fn guest(store: &mut Store, me: &Actor) -> Result<(), Failure> {
    let now = serve::now();
    let mut no = None;
    for (n, (days, deed)) in corpus::guest().into_iter().enumerate() {
        let day = now.today.checked_sub_days(Days::new(days)).unwrap_or(now.today);
        let order = Order { op: format!("guest-{n}"), version: None, deed: deed(no.clone()) };
        if let Reply::Done(done) = store.answer(me, opening(day, now), Request::Do(Box::new(order)))? {
            no = Some(done.no);
        }
    }
    Ok(())
}

/// The moment at which the counter opened that day, never later than now.
fn opening(day: NaiveDate, now: Now) -> Now {
    let days = (now.today - day).num_days();
    let midnight = now.instant - (now.instant + 8 * 3_600_000).rem_euclid(86_400_000);
    let at = (midnight - days * 86_400_000 + OPENING).min(now.instant);
    debug_assert!(calendar::beijing(at) <= now.today);
    Now::at(at)
}
