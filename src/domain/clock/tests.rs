use super::{life::Life as So, *};
use crate::domain::calendar::Skip;
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A life as a line: `accept 2026-03-02, hearing 2026-03-10 from=2026-03-10 until=2026-03-16`.
#[derive(Debug)]
struct Life(Vec<(String, NaiveDate, BTreeMap<String, String>)>);

impl Life {
    fn of(line: &str) -> Self {
        Self(line.split(", ").filter(|event| !event.is_empty()).map(happened).collect())
    }

    fn events(&self) -> Vec<Event<'_>> {
        self.0.iter().map(|(id, on, said)| Event { id, on: *on, said }).collect()
    }

    fn clocks(&self, today: &str) -> Vec<Clock> {
        self.under(Facts::default(), Rules::shipped(), today)
    }

    fn under(&self, facts: Facts, rules: &Rules, today: &str) -> Vec<Clock> {
        clocks(&self.events(), facts, rules, Calendar::shipped(), day(today))
    }
}

fn happened(event: &str) -> (String, NaiveDate, BTreeMap<String, String>) {
    let mut words = event.split(' ');
    let (id, on) = (words.next().unwrap().to_owned(), day(words.next().unwrap()));
    let said = words.map(|word| word.split_once('=').unwrap());
    (id, on, said.map(|(slot, text)| (slot.to_owned(), text.to_owned())).collect())
}

/// The rules of an office that has made one choice.
fn own(id: &str, choice: &str) -> Rules {
    Rules::overlaid(&BTreeMap::from([(id.into(), choice.into())])).unwrap()
}

#[track_caller]
fn one(clocks: Vec<Clock>, id: &str) -> Clock {
    clocks.into_iter().find(|clock| clock.id == id).unwrap_or_else(|| panic!("no {id}"))
}

const HEARD: &str = "rereview-request 2026-03-02, hearing 2026-03-10 from=2026-03-10 until=2026-03-16";

#[test]
fn every_dated_case_of_the_golden_table_comes_out() {
    let table = include_str!("../../../tests/fixtures/lives.csv");
    let lines: Vec<&str> = table.lines().filter(|line| !line.starts_with('#')).skip(1).collect();
    assert!(lines.len() >= 20);
    for line in lines {
        let cells: Vec<&str> = line.split(',').map(str::trim).collect();
        let clock = one(Life::of(&cells[0].replace("; ", ", ")).clocks(cells[2]), cells[1]);
        let due = clock.due();
        let told = [clock.start, due.raw, due.work_to, due.later];
        assert_eq!(told, [day(cells[3]), day(cells[4]), day(cells[5]), day(cells[6])], "{line}");
        assert_eq!((clock.stand.id(), clock.late), (cells[7], cells[8].parse().unwrap()), "{line}");
        assert_eq!(due.provisional, cells[9] == "yes", "{line}");
    }
}

#[test]
fn a_re_review_is_suspended_while_it_is_heard_and_says_which_days_were_not_counted() {
    let clock = one(Life::of(HEARD).clocks("2026-03-12"), "D11");
    assert_eq!((clock.stand, clock.due().raw), (Stand::Suspended, day("2026-04-08")));
    assert_eq!(clock.counted.skipped.len(), 7);
    assert!(clock.counted.skipped.iter().all(|(_, why)| *why == Skip::Hearing));
    assert_eq!(one(Life::of(HEARD).clocks("2026-03-17"), "D11").stand, Stand::Running);
    let by_days = Life::of("rereview-request 2026-03-02, hearing 2026-03-10 days=7");
    assert_eq!(one(by_days.clocks("2026-03-12"), "D11"), clock);
    let twice = Life::of(&format!("{HEARD}, hearing 2026-03-16 days=1"));
    assert_eq!(one(twice.clocks("2026-03-12"), "D11"), clock, "a day is taken out once");
    let late = Life::of(&format!("{HEARD}, hearing 2026-04-09 days=3"));
    assert_eq!(one(late.clocks("2026-04-10"), "D11").due().raw, day("2026-04-08"), "it was over by then");
}

#[test]
fn hearing_days_are_taken_out_of_handling_only_when_the_office_says_so() {
    let life = Life::of("accept 2026-03-02, hearing 2026-03-10 days=7");
    assert_eq!(one(life.clocks("2026-03-12"), "D6").due().raw, day("2026-05-01"));
    let own = own("D6", "{ hearing = true }");
    assert_eq!(one(life.under(Facts::default(), &own, "2026-03-12"), "D6").due().raw, day("2026-05-08"));
}

#[test]
fn handling_is_extended_once_and_never_by_more_than_thirty_days() {
    for (line, due) in [
        ("accept 2026-03-02, extend 2026-04-20 days=10", "2026-05-11"),
        ("accept 2026-03-02, extend 2026-04-20 days=31", "2026-05-31"),
        ("accept 2026-03-02, extend 2026-04-20 days=10, extend 2026-04-30 days=20", "2026-05-11"),
    ] {
        let clock = one(Life::of(line).clocks("2026-05-02"), "D6");
        assert_eq!((clock.due().raw, clock.stand), (day(due), Stand::Running), "{line}");
    }
}

#[test]
fn nobody_has_to_tell_an_anonymous_petitioner_but_it_has_to_be_routed() {
    let life = Life::of("registered 2026-03-02, forward 2026-03-04");
    for (facts, reason) in [
        (Facts { anonymous: true, ..Facts::default() }, "anonymous"),
        (Facts { address_unclear: true, ..Facts::default() }, "address-unclear"),
    ] {
        let clocks = life.under(facts, Rules::shipped(), "2026-04-30");
        assert_eq!(one(clocks.clone(), "D2").stand, Stand::Void(reason));
        assert_eq!(one(clocks.clone(), "D3").stand, Stand::Void(reason));
        assert_eq!(one(clocks, "D1").stand, Stand::Met);
    }
}

#[test]
fn what_is_withdrawn_owes_nothing_until_it_is_taken_up_again() {
    let gone = Life::of("registered 2026-03-02, accept 2026-03-03, withdraw 2026-03-10");
    assert_eq!(one(gone.clocks("2026-09-01"), "D6").stand, Stand::Void("withdrawn"));
    let back = Life::of("registered 2026-03-02, accept 2026-03-03, withdraw 2026-03-10, reopen 2026-04-01");
    assert_eq!(one(back.clocks("2026-04-02"), "D6").stand, Stand::Running);
    let closed =
        "registered 2026-03-02, accept 2026-03-03, reply 2026-03-05, serve 2026-03-06, close 2026-03-09";
    assert_eq!(one(Life::of(closed).clocks("2026-04-02"), "L1").stand, Stand::Met);
    let again = Life::of(&format!("{closed}, reopen 2026-03-20")).clocks("2026-04-02");
    assert_eq!((one(again.clone(), "L1").stand, one(again, "D6").stand), (Stand::Lapsed, Stand::Met));
}

#[test]
fn the_right_to_ask_for_re_review_begins_when_the_review_is_served() {
    let line = "reply 2026-03-02, serve 2026-03-03, review-request 2026-03-10, review 2026-04-01";
    let before = Life::of(line).clocks("2026-04-02");
    assert!(before.iter().all(|clock| clock.id != "D10"));
    let served = Life::of(&format!("{line}, serve 2026-04-02")).clocks("2026-04-03");
    assert_eq!(one(served.clone(), "D10").start, day("2026-04-02"));
    assert_eq!(one(served, "D8").start, day("2026-03-03"), "the first serving began the first right");
    let cannot = Life::of("reply 2026-03-02, serve 2026-03-03 service=cannot").clocks("2026-04-02");
    assert!(cannot.iter().all(|clock| clock.id != "D8"), "nobody received it");
}

#[test]
fn a_limit_runs_only_once_it_has_begun_and_has_a_length() {
    let ids = |line: &str| -> Vec<String> {
        Life::of(line).clocks("2026-03-03").into_iter().map(|clock| clock.id).collect()
    };
    assert_eq!(ids(""), Vec::<String>::new());
    assert_eq!(ids("registered 2026-03-02"), ["D1", "D2", "L1"]);
    assert_eq!(ids("recommend 2026-03-02, grave 2026-03-02"), Vec::<String>::new());
    assert_eq!(ids("registered 2026-03-02, simple 2026-03-03"), ["D1", "D2", "D15", "D16", "L1"]);
    let own = own("D13", "{ length = 30 }");
    let grave = Life::of("grave 2026-03-02").under(Facts::default(), &own, "2026-03-03");
    assert_eq!(one(grave, "D13").due().raw, day("2026-03-04"), "thirty hours reach into the second day");
}

const STEPS: &[&str] = &[
    "registered",
    "accept",
    "forward",
    "assign",
    "simple",
    "objection",
    "extend",
    "hearing",
    "reply",
    "serve",
    "review-request",
    "review",
    "rereview-request",
    "rereview",
    "close",
    "withdraw",
    "reopen",
];

fn lives() -> impl Strategy<Value = Life> {
    prop::collection::vec((0..STEPS.len(), 0u64..20, 1u32..40), 0..14).prop_map(|steps| {
        let mut on = day("2025-12-01");
        let mut happen = |(step, later, days): (usize, u64, u32)| {
            on = on.checked_add_days(chrono::Days::new(later)).unwrap();
            (STEPS[step].to_owned(), on, BTreeMap::from([("days".to_owned(), days.to_string())]))
        };
        Life(steps.into_iter().map(&mut happen).collect())
    })
}

proptest! {
    #[test]
    fn a_clock_never_runs_backwards(life in lives(), first in 0u64..200, more in 0u64..200) {
        let from = life.0.last().map_or(day("2025-12-01"), |(_, on, _)| *on);
        let at = |days: u64| {
            let today = from.checked_add_days(chrono::Days::new(days)).unwrap();
            clocks(&life.events(), Facts::default(), Rules::shipped(), Calendar::shipped(), today)
        };
        for (before, after) in at(first).iter().zip(at(first + more)) {
            prop_assert!(before.late <= after.late);
            prop_assert_eq!(before.due(), after.due());
            prop_assert!(before.start <= before.due().raw);
        }
    }

    #[test]
    fn taking_in_events_in_any_two_parts_comes_to_the_same(life in lives(), at in 0usize..14) {
        let (events, rules) = (life.events(), Rules::shipped());
        let at = at.min(events.len());
        for rule in rules.running() {
            let life = |events, before: So| before.after(rule, Some(30), events);
            let part = life(&events[..at], So::default());
            prop_assert_eq!(life(&events[at..], part), life(&events, So::default()));
        }
    }

    #[test]
    fn one_more_holiday_never_makes_a_limit_in_working_days_end_earlier(life in lives(), off in 0u64..200) {
        let holiday = day("2025-12-01").checked_add_days(chrono::Days::new(off)).unwrap();
        let mut more = Calendar::shipped().clone();
        more.take_off(holiday);
        let today = day("2026-12-01");
        let under = |calendar| clocks(&life.events(), Facts::default(), Rules::shipped(), calendar, today);
        for (before, after) in under(Calendar::shipped()).iter().zip(under(&more)) {
            prop_assert!(before.due().raw <= after.due().raw);
        }
    }
}
