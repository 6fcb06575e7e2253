//! Taking in the rows of a sheet: many in one transaction, each all or nothing, and harmless to repeat.
use super::{
    Done, How, Now, Result, Store, StoreError, catalog,
    deed::{self, Scribe, filled},
    permit, person, petition,
};
use crate::domain::{
    clock::Limits,
    deed::{Order, Registration},
    journal::{Act, Entry, differences},
    merge::completed,
    petition::{No, State},
    rights::Actor,
};
use rusqlite::Transaction;

impl Store {
    /// Carries out many orders in one transaction. A refusal concerns its own order; when the store itself
    /// fails, none of them was carried out. A dry run tells the same and leaves everything as it was.
    pub fn carry_out_all(
        &mut self,
        me: &Actor,
        now: Now,
        orders: Vec<Order>,
        dry: bool,
    ) -> Result<Vec<Result<Done>>> {
        let me = &permit::present(&self.db, me)?;
        self.transact(|tx| {
            tx.execute_batch("SAVEPOINT every")?;
            let limits = catalog::limits(tx)?;
            let done = orders.into_iter().map(|order| one(tx, me, now, &limits, order));
            let done = done.collect::<Result<Vec<_>>>()?;
            tx.execute_batch(if dry { "ROLLBACK TO every; RELEASE every" } else { "RELEASE every" })?;
            Ok(done)
        })
    }
}

/// One order between a savepoint and its end.
fn one(tx: &Transaction<'_>, me: &Actor, now: Now, limits: &Limits, order: Order) -> Result<Result<Done>> {
    tx.execute_batch("SAVEPOINT one")?;
    let done = deed::within(tx, me, now, limits, order);
    match done {
        Ok(done) => {
            tx.execute_batch("RELEASE one")?;
            Ok(Ok(done))
        }
        Err(error) if is_refusal(&error) => {
            tx.execute_batch("ROLLBACK TO one; RELEASE one")?;
            Ok(Err(error))
        }
        Err(error) => Err(error),
    }
}

const fn is_refusal(error: &StoreError) -> bool {
    matches!(
        error,
        StoreError::Refused(_)
            | StoreError::Step(_)
            | StoreError::BadField(_)
            | StoreError::Conflict(_)
            | StoreError::NotFound(_)
            | StoreError::Hidden(_)
            | StoreError::Denied(_)
    )
}

impl Scribe<'_, '_, '_> {
    /// A new petition, or what a sheet adds to the one with its national number.
    pub(super) fn import(&mut self, registration: Registration) -> Result<Done> {
        let national = registration.national_no.clone().unwrap_or_default();
        filled(&national, "national_no")?;
        match petition::by_national(self.pen.tx, &national)? {
            None => self.register(registration).map(|no| Done { no, how: How::Made }),
            Some(no) => self.merge(no, &registration).map_err(|error| match error {
                // Whoever has a row of it learns no number of ours.
                StoreError::Hidden(_) => StoreError::Hidden(national),
                error => error,
            }),
        }
    }

    fn merge(&mut self, no: No, told: &Registration) -> Result<Done> {
        let (mut entries, before) = self.read(&no)?;
        let mut after = completed(&before.matter, &told.matter);
        person::settle_new(self.pen, &before.matter.petitioners, &mut after.petitioners, no.office())?;
        let changes = differences(&before.matter, &after);
        let news = told.state.filter(|state| *state != before.state && !is_told(&entries, *state));
        let acts = (!changes.is_empty()).then_some(Act::Corrected { changes });
        let acts: Vec<Act> = acts.into_iter().chain(news.map(|state| Act::Reported { state })).collect();
        if acts.is_empty() {
            return Ok(Done { no, how: How::Unchanged });
        }
        self.check_version(&no, before.version)?;
        for act in acts {
            entries.push(self.pen.write(&no.0, act)?);
        }
        self.show(Some(&before), &entries)?;
        Ok(Done { no, how: How::Added })
    }
}

/// Whether the journal has told this state before, so that an older sheet cannot turn a petition back.
fn is_told(entries: &[Entry], state: State) -> bool {
    entries.iter().any(|entry| match &entry.act {
        Act::Registered(registered) => registered.state == state,
        Act::Reported { state: told } => *told == state,
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        deed::Deed,
        petition::{Matter, Petitioner},
    };
    use crate::store::{PetitionAsk, Reply, Request};
    use chrono::NaiveDate;

    const NOW: i64 = 1_795_000_000_000;

    fn me() -> Actor {
        Actor::owner("w", "ZJ")
    }

    fn row(op: &str, national: &str, change: impl FnOnce(&mut Registration)) -> Order {
        let petitioner = Petitioner { name: "张三".to_owned(), ..Petitioner::default() };
        let matter =
            Matter {
                petitioners: vec![petitioner], subject: "养殖场臭味".to_owned(), ..Matter::default()
            };
        let mut registration = Registration {
            national_no: Some(national.to_owned()),
            received: NaiveDate::from_ymd_opt(2026, 3, 5),
            matter,
            ..Registration::default()
        };
        change(&mut registration);
        Order { op: op.to_owned(), version: None, deed: Deed::Import(Box::new(registration)) }
    }

    fn take_in(store: &mut Store, orders: Vec<Order>) -> Vec<Result<(String, How)>> {
        let done = store.carry_out_all(&me(), Now::at(NOW), orders, false).unwrap();
        done.into_iter().map(|done| done.map(|done| (done.no.0, done.how))).collect()
    }

    fn page(store: &mut Store, no: &str) -> crate::domain::petition::Petition {
        let ask = Request::Petition(PetitionAsk::Page(No(no.to_owned())));
        let Reply::Petition(page) = store.answer(&me(), Now::at(NOW), ask).unwrap() else { panic!() };
        page.petition
    }

    fn with_store(test: impl FnOnce(&mut Store)) {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::open(&dir.path().join("f.db")).unwrap();
        test(&mut store);
        let Reply::Verified(found) = store.answer(&me(), Now::at(NOW), Request::Verify).unwrap() else {
            panic!()
        };
        assert_eq!(found.problems, Vec::<String>::new());
    }

    fn made(number: u32) -> (String, How) {
        (format!("ZJ-2026-{number:06}"), How::Made)
    }

    #[test]
    fn a_refused_row_stops_no_other_and_takes_no_number() {
        with_store(|store| {
            let nobody = row("2", "N2", |registration| registration.matter.petitioners.clear());
            let done = take_in(store, vec![row("1", "N1", |_| ()), nobody, row("3", "N3", |_| ())]);
            assert_eq!(done, [Ok(made(1)), Err(StoreError::Refused("why-nobody")), Ok(made(2))]);
        });
    }

    #[test]
    fn the_same_rows_again_change_nothing() {
        with_store(|store| {
            take_in(store, vec![row("1", "N1", |_| ())]);
            let before = page(store, "ZJ-2026-000001");
            let again = take_in(store, vec![row("1", "N1", |_| ()), row("other", "N1", |_| ())]);
            assert!(again.iter().all(|done| matches!(done, Ok((_, How::Unchanged)))));
            assert_eq!(page(store, "ZJ-2026-000001"), before);
        });
    }

    #[test]
    fn a_later_row_adds_what_was_missing_and_the_new_state() {
        with_store(|store| {
            take_in(store, vec![row("1", "N1", |_| ())]);
            let later = row("2", "N1", |registration| {
                registration.state = Some(State::Closed);
                registration.matter.place = "512022".to_owned();
                registration.matter.subject = "另一种说法".to_owned();
            });
            assert_eq!(take_in(store, vec![later]), [Ok(("ZJ-2026-000001".to_owned(), How::Added))]);
            let now = page(store, "ZJ-2026-000001");
            assert_eq!((now.state, now.matter.place.as_str()), (State::Closed, "512022"));
            assert_eq!((now.matter.subject.as_str(), now.version), ("养殖场臭味", 3));
        });
    }

    #[test]
    fn an_older_row_does_not_turn_a_petition_back() {
        with_store(|store| {
            let state = |op: &str, state| row(op, "N1", |registration| registration.state = Some(state));
            take_in(store, vec![state("1", State::Accepted), state("2", State::Closed)]);
            let old = row("3", "N1", |registration| registration.state = Some(State::Accepted));
            assert_eq!(take_in(store, vec![old])[0].as_ref().unwrap().1, How::Unchanged);
            assert_eq!(page(store, "ZJ-2026-000001").state, State::Closed);
        });
    }
}
