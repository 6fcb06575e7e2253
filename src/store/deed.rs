//! Carrying out orders: from a deed to entries, and from entries to rows, in one transaction.
use super::{
    Done, How, Now, Result, Store, StoreError, case, catalog, chain,
    counted::Counted,
    door::{as_changes, cleaned},
    evaluation,
    index::{self, Bulk},
    journal::{self, Pen},
    meeting,
    numbers::{self, Kind},
    permit, person, petition, record, recusal,
};
use crate::domain::{
    case::Review,
    catalog::List,
    clock::Limits,
    deed::{Deed, Order, Registration},
    evaluation::{Check, Overrule},
    journal::{Act, Entry, Registered, changed, differences, fold, standing},
    notice::Notice,
    petition::{Matter, Nature, No, Petition, State, Visit},
    reminder,
    rights::{Actor, Wish, may},
    step::{SlotKind, StepKind, Stepped, refusal},
};
use crate::search::Document;
use chrono::{Datelike, NaiveDate};
use rusqlite::Transaction;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Carries out one order, once: an op id that was seen before changes nothing and answers as it did then.
pub(super) fn carry_out(store: &mut Store, me: &Actor, now: Now, order: Order) -> Result<Done> {
    store.transact(|tx| {
        let limits = catalog::limits(tx)?;
        within(tx, me, now, &limits, order)
    })
}

/// The same, in a transaction that is open already.
pub(super) fn within(
    tx: &Transaction<'_>,
    me: &Actor,
    now: Now,
    limits: &Limits,
    order: Order,
) -> Result<Done> {
    let order = cleaned(order)?;
    if let Some(no) = journal::done_before(tx, &order.op)? {
        return known(tx, me, no, &order);
    }
    let mut pen = Pen::new(tx, me, now, &order.op)?;
    let done = Scribe { pen: &mut pen, version: order.version, limits, bulk: None }.carry_out(order.deed)?;
    pen.finish()?;
    Ok(done)
}

/// What an order came to that was carried out before; where that must not be seen, it is as if it were about nothing.
fn known(tx: &Transaction<'_>, me: &Actor, no: No, order: &Order) -> Result<Done> {
    if petition::exists(tx, &no)? && petition::some(tx, me, std::slice::from_ref(&no))?.is_empty() {
        let about = order.deed.petition().map_or(order.op.as_str(), No::as_str);
        return Err(StoreError::Hidden(about.to_owned()));
    }
    Ok(Done { no, how: How::Unchanged })
}

/// Whoever writes one order down.
pub(super) struct Scribe<'p, 'a, 'tx> {
    pub(super) pen: &'p mut Pen<'a, 'tx>,
    pub(super) version: Option<u32>,
    /// What limits are counted by.
    pub(super) limits: &'p Limits,
    /// Where the index is made in bulk, while a store is filled.
    pub(super) bulk: Option<&'p mut Bulk<'tx>>,
}

impl Scribe<'_, '_, '_> {
    fn carry_out(&mut self, deed: Deed) -> Result<Done> {
        permit::order(self.pen.tx, self.pen.me, &deed)?;
        match deed {
            Deed::Register(registration) => {
                self.day(registration.received)?;
                self.register(*registration).map(made)
            }
            Deed::Import(registration) => self.import(*registration),
            Deed::Visit { no, on, channel, came, note, row } => {
                let on = self.day(on)?;
                let channel = |matter: &Matter| channel.unwrap_or(matter.channel);
                let done =
                    self.again(&no, on, |matter| Visit { on, channel: channel(matter), came, note })?;
                self.grown(row, &done.no)?;
                Ok(done)
            }
            Deed::Progress { no, on, text } => {
                let on = self.day(on)?;
                filled(&text, "text")?;
                self.append(&no, Act::Progressed { on, text })
            }
            Deed::Step { no, step, on, said } => {
                let on = on.unwrap_or(self.pen.now.today);
                self.step(&no, Stepped { step, on, said })
            }
            Deed::Correct { no, fields } => self.correct(&no, &fields),
            Deed::Undo { no } => self.undo(&no),
            Deed::Link { no, to } => self.link(&no, to),
            Deed::MergePerson { no, into } => person::merge(self.pen, &no, &into),
            Deed::Apart { no, other } => self.apart(&no, other),
            Deed::Recuse { no, clerk, reason, over } => self.recuse(&no, clerk, reason, over),
            Deed::Evaluate { no, check, said } => self.evaluate(&no, check, said),
            Deed::Print { no, notice } => self.print(&no, notice),
            Deed::OpenCase { matter, petitions } => {
                self.leader(&matter.leader)?;
                case::open(self.pen, *matter, &petitions).map(made)
            }
            Deed::JoinCase { no, petition } => self.member(&no, petition, true),
            Deed::LeaveCase { no, petition } => self.member(&no, petition, false),
            Deed::AssignCase { no, leader, reason } => {
                self.leader(&leader)?;
                self.on_case(&no, |_| Ok(Act::CaseAssigned { leader, reason }))
            }
            Deed::ReviewCase { no, review } => self.review(&no, review),
            Deed::ChangeCase { no, fields, reason } => self.change_case(&no, &fields, reason),
            Deed::PlanMeeting(plan) => meeting::plan(self.pen, *plan).map(made),
            Deed::CancelMeeting { no, reason } => {
                meeting::cancel(self.pen, &no, self.version, reason)?;
                Ok(added(no))
            }
            deed @ (Deed::EnterRecord { .. }
            | Deed::ChangeRecord { .. }
            | Deed::MoveRecord { .. }
            | Deed::CountRecord { .. }
            | Deed::StrikeRecord { .. }) => record::carry_out(self.pen, self.version, deed),
            Deed::PutItem(item) => catalog::put_item(self.pen, *item).map(added),
            Deed::PutSetting { key, value } => catalog::put_setting(self.pen, key, value).map(added),
        }
    }

    fn review(&mut self, no: &No, review: Review) -> Result<Done> {
        self.day(Some(review.on))?;
        if let Some(meeting) = &review.meeting {
            meeting::check(self.pen.tx, self.pen.me, meeting, no)?;
        }
        self.on_case(no, |_| Ok(Act::CaseReviewed(review)))
    }

    /// A case is owned by somebody whom the list of leaders names.
    fn leader(&self, code: &str) -> Result<()> {
        if catalog::knows(self.pen.tx, List::Leader, code)? {
            return Ok(());
        }
        Err(StoreError::BadField("leader".to_owned()))
    }

    /// A day that somebody stated: left out it is today, and it is never still to come.
    fn day(&self, stated: Option<NaiveDate>) -> Result<NaiveDate> {
        let day = stated.unwrap_or(self.pen.now.today);
        if day > self.pen.now.today { Err(StoreError::Refused("why-day-to-come")) } else { Ok(day) }
    }

    pub(super) fn register(&mut self, registration: Registration) -> Result<No> {
        let row = registration.row.clone();
        let (no, entry) = self.begin(registration, true)?;
        self.show(None, &[entry])?;
        self.grown(row, &no)?;
        Ok(no)
    }

    /// What a row tells is registered now, as a new petition or as a visit.
    fn grown(&mut self, row: Option<No>, no: &No) -> Result<()> {
        row.map_or(Ok(()), |row| record::grow(self.pen, &row, no))
    }

    /// Writes the first entry of a petition; what is `stated` of people now renews their records.
    pub(super) fn begin(&mut self, registration: Registration, stated: bool) -> Result<(No, Entry)> {
        let Registration { received, office, state, national_no, row: _, follows, note, mut matter } =
            registration;
        let received = received.unwrap_or(self.pen.now.today);
        let office = office.unwrap_or_else(|| self.pen.me.office.clone());
        acceptable(&matter)?;
        if let Some(before) = &follows {
            petition::load(self.pen.tx, self.pen.me, before)?;
        }
        for petitioner in matter.petitioners.iter_mut().filter(|one| stated || one.person.is_none()) {
            person::settle(self.pen, petitioner, &office)?;
        }
        let no = numbers::next(self.pen.tx, &office, Kind::Petition(received.year()))?;
        let state = state.unwrap_or(State::Registered);
        let registered = Registered { received, state, national_no, follows, note, matter };
        let entry = self.pen.write(&no.0, Act::Registered(Box::new(registered)))?;
        Ok((no, entry))
    }

    /// A visit where the matter is open, a linked new petition that carries everything where it is closed.
    fn again(&mut self, no: &No, on: NaiveDate, visit: impl FnOnce(&Matter) -> Visit) -> Result<Done> {
        let (_, before) = self.read(no)?;
        let visit = visit(&before.matter);
        if before.state.is_open() {
            return self.append(no, Act::Visited(visit));
        }
        // Whoever is named was told of then; that says nothing new of them now.
        let mut matter = before.matter;
        (matter.channel, matter.counts.came) = (visit.channel, visit.came);
        let registration = Registration {
            received: Some(on),
            follows: Some(no.clone()),
            note: visit.note,
            matter,
            ..Registration::default()
        };
        let (no, entry) = self.begin(registration, false)?;
        self.show(None, &[entry])?;
        Ok(made(no))
    }

    /// A step is written down only if the rules let it follow on what there is.
    fn step(&mut self, no: &No, mut taken: Stepped) -> Result<Done> {
        taken.said.retain(|_, said| !said.trim().is_empty());
        let (entries, before) = self.read(no)?;
        self.check_version(no, before.version)?;
        if taken.step == StepKind::Remind {
            taken = reminder::filled(&before, taken, self.limits);
        }
        if let Some(why) = refusal(&before, &taken, self.pen.now.today, self.limits) {
            return Err(StoreError::Step(Box::new(why)));
        }
        for slot in taken.step.slots() {
            let (SlotKind::Pick(list), code) = (slot.kind, taken.said(slot.id)) else { continue };
            if !code.is_empty() && !catalog::knows(self.pen.tx, list, code)? {
                return Err(StoreError::BadField(slot.id.to_owned()));
            }
        }
        self.extend(entries, &before, Act::Stepped(taken))
    }

    fn evaluate(&mut self, no: &No, check: Check, said: Overrule) -> Result<Done> {
        evaluation::check(&said)?;
        self.day(said.mended)?;
        self.append(no, Act::Evaluated { check, said })
    }

    fn correct(&mut self, no: &No, fields: &Map<String, Value>) -> Result<Done> {
        let (entries, before) = self.read(no)?;
        let mut after = changed(&before.matter, &as_changes(&before.matter, Matter::FIELDS, fields)?)?;
        acceptable(&after)?;
        person::settle_new(self.pen, &before.matter.petitioners, &mut after.petitioners, no.office())?;
        let changes = differences(&before.matter, &after);
        if changes.is_empty() {
            return Ok(Done { no: no.clone(), how: How::Unchanged });
        }
        self.extend(entries, &before, Act::Corrected { changes })
    }

    /// A paper gets its number here, in the transaction that notes its print; a reprint keeps it.
    fn print(&mut self, no: &No, notice: Notice) -> Result<Done> {
        let (entries, before) = self.read(no)?;
        if let Some(why) = notice.why_not(&before, &entries) {
            return Err(StoreError::Refused(why));
        }
        let earlier = notice.printed(&entries).map(|entry| entry.act.clone());
        let again = earlier.is_some();
        let number = if let Some(Act::Printed { number: Some(number), .. }) = earlier {
            number
        } else {
            let year = self.pen.now.today.year();
            numbers::next(self.pen.tx, &self.pen.me.office, Kind::Paper(notice, year))?
        };
        self.extend(entries, &before, Act::Printed { notice, again, number: Some(number) })
    }

    fn undo(&mut self, no: &No) -> Result<Done> {
        if case::exists(self.pen.tx, no)? {
            case::seen(self.pen.tx, self.pen.me, no)?;
            let entries = journal::entries(self.pen.tx, &no.0)?;
            let act = self.undoing(&entries)?;
            return self.on_case(no, |_| Ok(act));
        }
        if record::exists(self.pen.tx, no)? {
            let act = self.undoing(&record::seen(self.pen.tx, self.pen.me, no)?.2)?;
            return record::taken_back(self.pen, no, act);
        }
        if person::load(self.pen.tx, &no.0)?.is_some() {
            let entries = journal::entries(self.pen.tx, &no.0)?;
            // What was stated at the counter is not taken back; it stands between what can be.
            let said: Vec<Entry> =
                entries.into_iter().filter(|entry| !matches!(entry.act, Act::PersonNoted(_))).collect();
            person::seen(self.pen.tx, self.pen.me, no)?;
            let act = self.undoing(&said)?;
            return person::say(self.pen, no, act);
        }
        let (entries, before) = self.read(no)?;
        let act = self.undoing(&entries)?;
        let Act::Undone { office, seq, .. } = &act else { return Ok(added(no.clone())) };
        let (office, seq) = (office.clone(), *seq);
        let done = self.extend(entries, &before, act)?;
        // A link may have been made the other way round since this one was taken away.
        self.no_circle(no, petition::load(self.pen.tx, self.pen.me, no)?.follows.as_ref())?;
        person::take_back(self.pen, &office, seq)?;
        Ok(done)
    }

    /// The entry that takes back the last act that still counts: one's own, and of a kind that can be.
    fn undoing(&self, entries: &[Entry]) -> Result<Act> {
        let countable = standing(entries).filter(|entry| !matches!(entry.act, Act::Undone { .. }));
        let last = countable.last().ok_or(StoreError::Refused("why-nothing-to-undo"))?;
        if !last.act.can_be_undone() {
            return Err(StoreError::Refused("why-nothing-to-undo"));
        }
        may(self.pen.me, Wish::TakeBack { author: &last.who }).map_err(|why| StoreError::Refused(why.0))?;
        Ok(Act::Undone { office: last.office.clone(), seq: last.seq, what: last.act.kind().to_owned() })
    }

    pub(super) fn append(&mut self, no: &No, act: Act) -> Result<Done> {
        let (entries, before) = self.read(no)?;
        self.extend(entries, &before, act)
    }

    fn extend(&mut self, mut entries: Vec<Entry>, before: &Petition, act: Act) -> Result<Done> {
        self.check_version(&before.no, before.version)?;
        entries.push(self.pen.write(&before.no.0, act)?);
        self.show(Some(before), &entries)?;
        Ok(added(before.no.clone()))
    }

    pub(super) fn check_version(&self, no: &No, found: u32) -> Result<()> {
        match self.version {
            Some(seen) if seen != found => Err(StoreError::Conflict(no.clone())),
            _ => Ok(()),
        }
    }

    pub(super) fn read(&self, no: &No) -> Result<(Vec<Entry>, Petition)> {
        let petition = petition::load(self.pen.tx, self.pen.me, no)?;
        Ok((journal::entries(self.pen.tx, &no.0)?, petition))
    }

    /// Brings rows and index from what a petition was to what its journal tells now.
    pub(super) fn show(&mut self, before: Option<&Petition>, entries: &[Entry]) -> Result<()> {
        let after = &fold(entries)?;
        let counted = Counted::of(after, entries, self.limits);
        let write = if before.is_some() { petition::update_row } else { petition::insert_row };
        let id = write(self.pen.tx, after, &counted)?;
        if matches!(entries.last().map(|entry| &entry.act), Some(Act::Apart { .. } | Act::Undone { .. })) {
            chain::write_apart(self.pen.tx, &after.no, entries)?;
        }
        if before.is_none_or(|before| before.matter.petitioners != after.matter.petitioners) {
            petition::write_petitioners(self.pen.tx, id, after)?;
        }
        if before.map_or(&BTreeSet::new(), |before| &before.recused) != &after.recused {
            recusal::write(self.pen.tx, id, after)?;
        }
        if let Some(bulk) = &mut self.bulk {
            return Ok(bulk.put(id, &Document::of(after))?);
        }
        let found_before = before.map(Document::of);
        Ok(index::change(self.pen.tx, id, found_before.as_ref(), Some(&Document::of(after)))?)
    }
}

fn made(no: No) -> Done {
    Done { no, how: How::Made }
}

pub(super) fn added(no: No) -> Done {
    Done { no, how: How::Added }
}

pub(super) fn filled(text: &str, field: &str) -> Result<()> {
    if text.trim().is_empty() { Err(StoreError::BadField(field.to_owned())) } else { Ok(()) }
}

/// What even an unclear registration has to hold: somebody (or anonymity) and something said.
fn acceptable(matter: &Matter) -> Result<()> {
    if matter.petitioners.iter().all(|petitioner| petitioner.name.trim().is_empty()) && !matter.anonymous {
        return Err(StoreError::Refused("why-nobody"));
    }
    if [&matter.subject, &matter.facts, &matter.demand].iter().all(|text| text.trim().is_empty()) {
        return Err(StoreError::Refused("why-nothing-said"));
    }
    if matter.counts.representatives > 5 {
        return Err(StoreError::Refused("why-representatives"));
    }
    if matter.nature == Nature::Accusation && !matter.accused.is_empty() && matter.accused == matter.unit {
        return Err(StoreError::Refused("why-accused-unit"));
    }
    Ok(())
}
