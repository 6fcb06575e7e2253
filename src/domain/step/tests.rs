use super::*;
use crate::domain::{
    clock::Limits,
    petition::Petition,
    samples::{self, day, take, taken},
};
use StepKind::{
    Accept, Answer, Close, Discipline, Extend, Forward, Objection, ObjectionDecide, Reply, Rereview,
    RereviewRequest, Review, ReviewRequest, Serve,
};

/// Received on 2 March 2026, and come to a state of which a sheet told.
fn petition(nature: Nature, state: State) -> Petition {
    Petition { state, told: state != State::Registered, ..samples::petition(nature, "2026-03-02") }
}

/// The petition after steps, each on its day.
fn after(mut petition: Petition, steps: &[(StepKind, &str)]) -> Petition {
    for (step, on) in steps {
        take(&mut petition, taken(*step, on, &[]));
    }
    petition
}

fn request(steps: &[(StepKind, &str)]) -> Petition {
    after(petition(Nature::Request, State::Registered), steps)
}

fn why(petition: &Petition, taken: &Stepped) -> &'static str {
    refusal(petition, taken, day("2026-12-31"), &Limits::default()).map_or("", |why| why.id)
}

const EXTENSION: &[(&str, &str)] = &[("days", "30"), ("approver", "周局长"), ("reasons", "案情复杂")];

#[test]
fn every_kind_stands_in_the_table_and_leads_to_one_state_with_one_set_of_slots() {
    for kind in StepKind::ALL {
        let rows: Vec<_> = STEPS.iter().filter(|row| row.kind == *kind).collect();
        assert!(!rows.is_empty(), "{kind:?}");
        for row in rows {
            assert_eq!((row.to, row.slots), (kind.to(), kind.slots()), "{kind:?}");
            assert!(
                Step::path(row.natures[0]).filter(|one| one.kind == *kind).count() == 1,
                "{kind:?} stands twice"
            );
        }
    }
}

#[test]
fn a_slot_of_one_name_takes_one_kind_of_thing_and_none_has_the_name_of_an_order_s_own_field() {
    let slots = || STEPS.iter().flat_map(|row| row.slots);
    for slot in slots() {
        assert!(slots().all(|other| other.id != slot.id || other.kind == slot.kind), "{}", slot.id);
        assert!(!["op", "do", "no", "version", "on"].contains(&slot.id));
    }
}

#[test]
fn a_reply_needs_an_acceptance() {
    let reply = taken(Reply, "2026-03-10", &[]);
    assert_eq!(why(&request(&[]), &reply), "why-step-early");
    let row = refusal(&request(&[]), &reply, day("2026-12-31"), &Limits::default()).unwrap();
    assert_eq!(row.article, "32");
    assert_eq!(why(&request(&[(Accept, "2026-03-05")]), &reply), "why-step-slot-missing");
}

#[test]
fn a_step_comes_only_after_its_states_and_the_refusal_names_them() {
    let close = taken(Close, "2026-03-10", &[]);
    let found = refusal(&request(&[]), &close, day("2026-12-31"), &Limits::default()).unwrap();
    assert_eq!((found.id, &found.what[..]), ("why-step-state", &[Blank::Words("state-served".into())][..]));
}

#[test]
fn each_nature_has_its_own_path() {
    let suggestion = petition(Nature::Suggestion, State::Registered);
    assert_eq!(why(&suggestion, &taken(Accept, "2026-03-10", &[])), "why-step-nature");
    let said = [("adopted", "partly"), ("opinion", "将研究")];
    assert_eq!(why(&suggestion, &taken(Answer, "2026-03-10", &said)), "");
    let answered = after(suggestion, &[(Answer, "2026-03-10")]);
    assert_eq!(why(&answered, &taken(Close, "2026-03-10", &[])), "");
    let accusation = petition(Nature::Accusation, State::Registered);
    assert_eq!(why(&accusation, &taken(Reply, "2026-03-10", &[])), "why-step-nature");
    assert_eq!(why(&accusation, &taken(Discipline, "2026-03-10", &[("unit", "JW")])), "");
}

#[test]
fn no_step_is_before_receipt_before_the_step_it_rests_on_or_still_to_come() {
    assert_eq!(why(&request(&[]), &taken(Accept, "2026-03-01", &[])), "why-step-before");
    assert_eq!(why(&request(&[]), &taken(Accept, "2026-03-02", &[])), "");
    let accepted = request(&[(Accept, "2026-03-10")]);
    assert_eq!(why(&accepted, &taken(Extend, "2026-03-09", EXTENSION)), "why-step-before");
    assert_eq!(why(&accepted, &taken(Extend, "2027-01-01", EXTENSION)), "why-day-to-come");
}

#[test]
fn an_extension_is_thirty_days_at_most_once_and_before_the_sixty_days_are_over() {
    let accepted = request(&[(Accept, "2026-03-10")]);
    assert_eq!(why(&accepted, &taken(Extend, "2026-05-09", EXTENSION)), "");
    assert_eq!(why(&accepted, &taken(Extend, "2026-05-10", EXTENSION)), "why-step-extend-late");
    let long = [("days", "31"), EXTENSION[1], EXTENSION[2]];
    assert_eq!(why(&accepted, &taken(Extend, "2026-05-09", &long)), "why-step-extend-days");
    let none = [("days", "0"), EXTENSION[1], EXTENSION[2]];
    assert_eq!(why(&accepted, &taken(Extend, "2026-05-09", &none)), "why-step-slot-choice");
    let extended = after(accepted, &[(Extend, "2026-04-01")]);
    assert_eq!(why(&extended, &taken(Extend, "2026-04-02", EXTENSION)), "why-step-once");
}

#[test]
fn the_accused_unit_is_never_the_handling_unit() {
    let accusation = petition(Nature::Accusation, State::Registered);
    assert_eq!(why(&accusation, &taken(Discipline, "2026-03-10", &[("unit", "ZGJ")])), "why-accused-unit");
}

#[test]
fn a_slot_holds_what_it_takes_and_there_are_no_others() {
    let forward = |said: &[(&str, &str)]| why(&request(&[]), &taken(Forward, "2026-03-03", said));
    assert_eq!(forward(&[]), "why-step-slot-missing");
    assert_eq!(forward(&[("unit", "ZJJ")]), "");
    assert_eq!(forward(&[("unit", "ZJJ"), ("colour", "red")]), "why-step-slot-unknown");
    let decide = |ruling| {
        let objected = request(&[(Forward, "2026-03-03"), (Objection, "2026-03-04")]);
        why(&objected, &taken(ObjectionDecide, "2026-03-05", &[("ruling", ruling)]))
    };
    assert_eq!((decide("maybe"), decide("refused")), ("why-step-slot-choice", ""));
}

#[test]
fn an_objection_is_decided_once_and_only_after_it_was_made() {
    let decide = taken(ObjectionDecide, "2026-03-05", &[("ruling", "confirmed")]);
    assert_eq!(why(&request(&[(Forward, "2026-03-03")]), &decide), "why-step-rests");
    let decided =
        request(&[(Forward, "2026-03-03"), (Objection, "2026-03-04"), (ObjectionDecide, "2026-03-05")]);
    assert_eq!(why(&decided, &decide), "why-step-once");
}

#[test]
fn review_and_re_review_come_once_each_and_in_their_order() {
    let on = "2026-03-10";
    let opinion = [("organ", "市政府"), ("outcome", "upheld"), ("opinion", "维持")];
    let served = request(&[(Accept, on), (Reply, on), (Serve, on)]);
    assert_eq!(why(&served, &taken(RereviewRequest, on, &[])), "why-step-rests");
    let asked = after(served, &[(ReviewRequest, on)]);
    assert_eq!(why(&asked, &taken(Rereview, on, &opinion)), "why-step-rests");
    let reviewed = after(asked, &[(Review, on), (Serve, on)]);
    assert_eq!(why(&reviewed, &taken(ReviewRequest, on, &[])), "why-step-once");
    let again = after(reviewed, &[(RereviewRequest, on)]);
    assert_eq!(why(&again, &taken(Review, on, &opinion)), "why-step-once");
    assert_eq!(why(&again, &taken(Rereview, on, &opinion)), "");
}

#[test]
fn what_a_sheet_told_of_was_done_elsewhere_and_the_next_step_follows_on_it_once() {
    let accepted = petition(Nature::Request, State::Accepted);
    assert_eq!(why(&accepted, &taken(Extend, "2026-12-01", EXTENSION)), "");
    let extended = after(accepted, &[(Extend, "2026-12-01")]);
    assert_eq!(why(&extended, &taken(Extend, "2026-12-02", EXTENSION)), "why-step-once");
    let served = petition(Nature::Request, State::Served);
    assert_eq!(why(&served, &taken(ReviewRequest, "2026-03-10", &[])), "");
}

#[test]
fn a_nature_that_is_put_right_later_on_takes_its_own_path_from_there() {
    let mut accepted = request(&[(Accept, "2026-03-05")]);
    accepted.matter.nature = Nature::Accusation;
    assert_eq!(why(&accepted, &taken(Discipline, "2026-03-10", &[("unit", "JW")])), "");
    accepted.matter.nature = Nature::Suggestion;
    let said = [("adopted", "adopted"), ("opinion", "采纳")];
    assert_eq!(why(&accepted, &taken(Answer, "2026-03-10", &said)), "");
}
