//! What the limits of many open petitions cost, and the work list that goes by them.
use fengqiao::{
    corpus::Town,
    domain::{
        agenda::Agenda,
        clock::Limits,
        journal::{Act, Entry, Registered, fold},
        petition::{Petition, State},
        rights::Actor,
    },
    search::{Filter, Key},
    store::{Filling, Now, PetitionAsk, Reply, Request, Store},
};
use std::time::{Duration, Instant};

const NOW: i64 = 1_795_399_200_000;
/// Times that each view of a work list is opened.
const OPENED: usize = 20;

/// Open petitions of the town, each with its journal.
fn open(count: usize) -> Vec<(Petition, Vec<Entry>)> {
    let today = Now::at(NOW).today;
    let town = Town::new(1, today, 200_000);
    let lives = town.filter(|arrival| arrival.registration.state.is_none()).map(|arrival| {
        let registration = arrival.registration;
        let registered = Registered {
            received: registration.received.unwrap_or(today),
            state: State::Registered,
            national_no: None,
            follows: None,
            note: String::new(),
            matter: registration.matter,
        };
        let acts = std::iter::once(Act::Registered(Box::new(registered)));
        let acts = acts.chain(arrival.since.into_iter().map(|(_, act)| act));
        let entries: Vec<Entry> = (1..).zip(acts).map(|(seq, act)| entry(seq, act)).collect();
        (fold(&entries).unwrap(), entries)
    });
    let open: Vec<_> = lives.filter(|(petition, _)| petition.state.is_open()).collect();
    open.iter().cycle().take(count).cloned().collect()
}

fn entry(seq: i64, act: Act) -> Entry {
    Entry { office: "ZJ".into(), seq, subject: "ZJ-2026-000001".into(), at: NOW, who: "w".into(), act }
}

/// All limits of each petition, and what its row keeps of them.
pub fn limits(count: usize) {
    let (all, limits, today) = (open(count), Limits::default(), Now::at(NOW).today);
    let begun = Instant::now();
    let clocks: usize = all.iter().map(|(petition, _)| limits.clocks(petition, today).len()).sum();
    println!("limits of {count} open petitions   {:7.1} ms   {clocks} limits", millis(begun.elapsed()));
    let begun = Instant::now();
    let owed = all.iter().filter(|(petition, entries)| Agenda::of(petition, entries, &limits).owed).count();
    println!("what their rows keep of them       {:7.1} ms   {owed} owed", millis(begun.elapsed()));
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// The work list of an office that has so many petitions open, with a count for each of seven views.
pub fn list(count: usize) {
    let home = tempfile::tempdir().unwrap();
    let mut store = Store::open(&home.path().join("f.db")).unwrap();
    let (now, me) = (Now::at(NOW), Actor::owner("w", "ZJ"));
    let fillings = Town::new(1, now.today, count).map(|arrival| {
        let office = Some("ZJ".to_owned());
        let registration =
            fengqiao::domain::deed::Registration { office, state: None, ..arrival.registration };
        Filling { me: me.clone(), now, registration, repeats: arrival.repeats, since: Vec::new() }
    });
    store.fill("work", fillings, &mut |_| {}).unwrap();
    let filter = |key, means: &[&str]| {
        vec![Filter { key, means: means.iter().map(|one| (*one).to_owned()).collect() }]
    };
    let views = vec![
        Vec::new(),
        filter(Key::Due, &["", "2026-11-22"]),
        filter(Key::Due, &["2026-11-23", "2026-11-29"]),
        filter(Key::Tell, &["yes"]),
        filter(Key::Clerk, &["w"]),
        filter(Key::Unit, &[""]),
        filter(Key::Remind, &["yes"]),
    ];
    for (at, view) in
        ["all", "late", "this week", "to tell", "mine", "no unit", "to remind"].iter().enumerate()
    {
        let mut times: Vec<Duration> = (0..OPENED)
            .map(|_| {
                let office = Some("ZJ".to_owned());
                let ask = PetitionAsk::Work { office, views: views.clone(), chosen: at, limit: 200 };
                let begun = Instant::now();
                let Reply::Work(work) = store.answer(&me, now, Request::Petition(ask)).unwrap() else {
                    panic!()
                };
                assert!(work.counts[0] as usize > count / 2);
                begun.elapsed()
            })
            .collect();
        super::told(&format!("work list, all open: {view}"), &mut times);
    }
}
