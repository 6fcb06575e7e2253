//! The disk is full: it is said, nothing is saved by halves, and the same process goes on once there is room.
use crate::{
    house::{Desk, House, Told, audit, registering},
    shim,
};
use rustix::process::{Pid, Resource, Rlimit, prlimit};
use std::fs;

const SENTENCE: &str = "The disk is full; nothing was saved";

/// A desk that is refused for want of room, and then, when there is some again, is not; how it ended stands in `end`.
fn fills_up_and_goes_on(house: &House, mut desk: Desk, fill: impl FnOnce(Pid), make_room: impl FnOnce(Pid)) {
    let mut told = vec![Told::by(&desk.ask(&registering("before", "李芳")).unwrap()).unwrap()];
    fill(desk.pid());
    let mut n = 0;
    let refused = loop {
        n += 1;
        assert!(n < 1000, "it never fills up");
        let answer =
            desk.ask(&registering(&format!("filling-{n}"), "王秀英")).expect("the program has ended");
        match Told::by(&answer) {
            Some(one) => told.push(one),
            None => break answer,
        }
    };
    assert_eq!(refused["why"], "error-full", "{refused}");
    assert!(refused["message"].as_str().unwrap().contains(SENTENCE), "{refused}");
    make_room(desk.pid());
    // The same order once more, as a desk sends the form that is still there.
    for op in [format!("filling-{n}"), "after".to_owned()] {
        let answer = desk.ask(&registering(&op, "王秀英")).unwrap();
        told.push(Told::by(&answer).unwrap_or_else(|| panic!("{answer}")));
    }
    let end = desk.end();
    assert_eq!(end.status.code(), Some(1), "{end:?}");
    assert!(end.error.contains(SENTENCE), "{}", end.error);
    assert_eq!(audit(&house.path(), &told), Vec::<String>::new());
}

fn limit(pid: Pid, bytes: Option<u64>) {
    prlimit(Some(pid), Resource::Fsize, Rlimit { current: bytes, maximum: None }).unwrap();
}

#[test]
fn a_file_that_may_not_grow_is_a_full_disk_and_no_end() {
    let house = House::new();
    let most = fs::metadata(house.path()).unwrap().len() + 64 * 1024;
    fills_up_and_goes_on(&house, house.desk(), |pid| limit(pid, Some(most)), |pid| limit(pid, None));
}

#[test]
fn a_disk_that_fills_up_is_told_of_and_the_desk_goes_on_when_there_is_room() {
    let (house, control) = (House::new(), House::empty());
    let mut command = house.program(&["apply", "-"]);
    shim::under(&mut command, &house.dir).env("FQ_CONTROL", &control.dir);
    let full = control.dir.join("full");
    let desk = Desk::start(&mut command);
    fills_up_and_goes_on(
        &house,
        desk,
        |_| fs::write(&full, "").unwrap(),
        |_| fs::remove_file(&full).unwrap(),
    );
}

/// A disk that fails is another matter: whatever comes later is refused as well, and the next process goes on.
#[test]
fn a_disk_that_fails_stops_the_desk_but_not_the_next_one() {
    let (house, control) = (House::new(), House::empty());
    let mut command = house.program(&["apply", "-"]);
    shim::under(&mut command, &house.dir).env("FQ_CONTROL", &control.dir);
    let mut desk = Desk::start(&mut command);
    let mut told = vec![Told::by(&desk.ask(&registering("before", "李芳")).unwrap()).unwrap()];
    fs::write(control.dir.join("eio"), "").unwrap();
    for op in ["during", "after"] {
        let answer = desk.ask(&registering(op, "王秀英")).unwrap();
        assert_eq!(answer["why"], "error-disk", "{answer}");
        // The disk is well again, but what it forgot meanwhile nobody knows.
        let _ = fs::remove_file(control.dir.join("eio"));
    }
    let end = desk.end();
    assert!(end.status.code() == Some(1) && end.error.contains("writing has stopped"), "{end:?}");
    let mut next = house.desk();
    for op in ["during", "after"] {
        told.push(Told::by(&next.ask(&registering(op, "王秀英")).unwrap()).unwrap());
    }
    assert!(next.end().status.success());
    assert_eq!(audit(&house.path(), &told), Vec::<String>::new());
}
