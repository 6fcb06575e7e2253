//! What the store survives: processes that are killed, disks that fail, fill up and lose their power, clerks by the
//! dozen, and whatever bad arrives. Each test has a control that must not survive, so that it is known to see.
//!
//! `FENGQIAO_SURVIVE=20 cargo test --test survive` takes so many rounds, each with a seed of its own, and tries every
//! call and every cut instead of some.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
mod copies;
mod faults;
mod full;
mod fuzz;
mod house;
mod kill;
mod parts;
mod power;
mod rest;
mod shim;
mod simulator;
