//! A short form: one act on a petition, a case or a list, declared as a table and an order.
pub mod about;
mod board;
mod case;
mod chosen;
mod ending;
mod item;
mod overrule;
mod record;
pub mod spec;
pub mod step;
pub mod view;

pub use case::case_sheet;
pub use ending::duties_sheet;
pub use item::sheet as item_sheet;
pub use overrule::sheet as overrule_sheet;

use super::{Page, parted, trouble};
use crate::{
    domain::{
        audit::{self, Trace},
        case::CaseMatter,
        deed::{Deed, Order},
        petition::No,
        rights::{Actor, Role},
        setting::SEAT,
    },
    flow::{Cx, Desk, Effect, Effects, Job, Note, Paper, Route, Ticket},
    form::{Form, Moved, Sheet},
    keys::{Action, Context},
    store::{Brief, Done, How, PetitionAsk, Reply, Request, StoreError, Welcome},
};

/// A short form on its own screen.
pub struct TaskScreen {
    /// The form.
    pub form: Form,
    /// What it is about.
    pub paper: Paper,
    /// Id of the order that saving it will be.
    pub op: String,
    print: bool,
    save: Desk,
    printer: Desk,
    load: Desk,
}

impl TaskScreen {
    /// The screen under its number.
    pub fn new(page: u32, paper: Paper, sheet: &Sheet, cx: &Cx) -> Self {
        let defaults = spec::defaults(&paper, cx);
        let form = Form::new(spec::id(&paper), spec::fields(&paper, cx), defaults.over(sheet));
        Self {
            form,
            paper,
            op: cx.ops.next(),
            print: false,
            save: Desk::new(page, 0),
            printer: Desk::new(page, 1),
            load: Desk::new(page, 2),
        }
    }

    fn submit(&mut self, cx: &Cx) -> Effects {
        let Some(sheet) = self.form.submit(&cx.ground()) else {
            self.print = false;
            return vec![Effect::Tell(Note::bad("note-problems", ""))];
        };
        if let Some(why) = spec::refused(&self.paper, &sheet, cx) {
            return vec![Effect::Tell(why)];
        }
        if let Paper::Together { step, petitions } = &self.paper {
            let orders = spec::orders(*step, petitions, &sheet, &self.op);
            return vec![self.save.ask(Request::DoAll(orders))];
        }
        if let Paper::Reveal { no } = &self.paper {
            // Nothing is shown before it is written down why.
            let trace = Trace::Revealed { reason: sheet.get("reason").to_owned() };
            return vec![self.save.ask(Request::Trace(vec![(audit::subject(no.as_str()), trace)]))];
        }
        let order = spec::order(&self.paper, &sheet, cx, self.op.clone());
        vec![self.save.ask(Request::Do(Box::new(order)))]
    }

    fn saved(&mut self, no: No, how: How, cx: &Cx) -> Effects {
        self.form.settle();
        let mut effects = vec![Effect::Forget { id: self.op.clone() }];
        if self.paper == Paper::Sit {
            effects.extend(self.sit(cx));
            return effects;
        }
        let what = about::saved(&self.paper, &self.form.sheet, &no, cx);
        effects.push(Effect::Tell(Note::good("note-saved", what)));
        if self.print {
            effects.push(self.printer.work(Job::print(no.clone())));
        }
        if matches!(self.paper, Paper::Recuse { .. }) {
            // The page below shows what one does not see from now on.
            effects.push(Effect::Back);
        }
        // What is new opens its own page; an act on something goes back to where it was asked for.
        effects.push(match (&self.paper, how) {
            (Paper::Again { .. }, _) => Effect::Instead(Route::Petition(no)),
            (Paper::CaseNew { .. }, How::Made) => Effect::Instead(Route::Case(no)),
            (Paper::MeetingNew, How::Made) => Effect::Instead(Route::Meeting(no)),
            (Paper::Record { .. }, How::Made) => Effect::Instead(Route::Record(no)),
            _ => Effect::Back,
        });
        effects
    }

    fn revealed(&mut self) -> Effects {
        self.form.settle();
        let Paper::Reveal { no } = &self.paper else { return Vec::new() };
        vec![Effect::Reveal(no.clone()), Effect::Back]
    }

    /// What came of a step for several petitions. Those that refused it are listed with their reasons; the form stays
    /// below the list for them, as it was filled in, and decides on what they are by then.
    fn saved_all(&mut self, all: Vec<Result<Done, StoreError>>, cx: &Cx) -> Effects {
        let Paper::Together { petitions, .. } = &mut self.paper else { return Vec::new() };
        let asked: Vec<No> = petitions.iter().map(|(no, _)| no.clone()).collect();
        let (done, refused) = parted(&asked, all);
        petitions.retain(|(no, _)| refused.iter().any(|(other, _)| other == no));
        let note = if refused.is_empty() { Note::good } else { Note::plain };
        let told = Effect::Tell(note("note-saved-all", format!("{} / {}", done.len(), asked.len())));
        let forget = Effect::Forget { id: self.op.clone() };
        if refused.is_empty() {
            self.form.settle();
            return vec![forget, told, Effect::Back];
        }
        // Under the same name as before what was refused would count as done.
        self.op = cx.ops.next();
        let newest = refused.iter().map(|(no, _)| no.clone()).collect();
        let mut effects = vec![forget, told];
        effects.extend(self.keep(&Sheet::default()));
        effects.push(self.load.ask(Request::Petition(PetitionAsk::Some(newest))));
        effects.push(Effect::Go(Route::Refused(refused)));
        effects
    }

    /// Decides on the newest versions of several petitions.
    fn take_newest(&mut self, rows: &[Brief]) -> Effects {
        if let Paper::Together { petitions, .. } = &mut self.paper {
            for (no, version) in petitions {
                *version = rows.iter().find(|row| row.no == *no).map_or(*version, |row| row.version);
            }
        }
        self.keep(&Sheet::default())
    }

    /// Sits down, and remembers under which account, so that nobody is asked again.
    fn sit(&mut self, cx: &Cx) -> Effects {
        let clerk = item::clerk(&self.form.sheet, cx);
        if clerk.extra.role == Role::Security {
            // From here on everybody has a name and a PIN; the first of them is set now.
            let actor = Actor { role: Role::Security, ..Actor::of(&clerk, cx.catalog()) };
            // This form is nobody's any more.
            let welcome = Welcome { actor, last: None, renew: true };
            return vec![Effect::Enter(Box::new(welcome))];
        }
        let deed = Deed::PutSetting { key: format!("{SEAT}{}", cx.me.code), value: clerk.code.clone() };
        let order = Order { op: cx.ops.next(), version: None, deed };
        let seat = self.save.ask(Request::Do(Box::new(order)));
        vec![Effect::Sit(Actor::of(&clerk, cx.catalog())), seat, Effect::Instead(Route::Today)]
    }

    /// Takes the newest version, so that saving again decides on it. What was typed stays; of a case or its duties that
    /// are changed, the fields that nobody touched here say what the other clerk made of them.
    fn take(&mut self, version: u32, now: Option<&CaseMatter>, cx: &Cx) -> Effects {
        self.paper.decide_on(version);
        let now = match (&self.paper, now) {
            (Paper::CaseMend { .. }, Some(matter)) => Some((case_sheet(matter, cx), case::fields())),
            (Paper::CaseDuties { .. }, Some(matter)) => Some((duties_sheet(matter), ending::duties())),
            _ => None,
        };
        if let Some((now, fields)) = now {
            self.form.put_all(case::merged(&self.form.sheet, now, &fields));
        }
        self.keep(&Sheet::default())
    }

    fn keep(&self, before: &Sheet) -> Effects {
        // The first start has nobody yet to whom a draft could belong.
        if *before == self.form.sheet || !self.paper.is_kept() {
            return Vec::new();
        }
        if !self.form.dirty() {
            return vec![Effect::Forget { id: self.op.clone() }];
        }
        vec![Effect::Keep {
            id: self.op.clone(),
            form: self.paper.form(),
            sheet: self.form.sheet.clone(),
            field: self.form.focused().to_owned(),
        }]
    }
}

impl Page for TaskScreen {
    fn name(&self) -> &'static str {
        spec::id(&self.paper)
    }

    fn contexts(&self) -> Vec<Context> {
        self.form.contexts()
    }

    fn open(&mut self, cx: &Cx) -> Effects {
        self.form.page_cols = view::page_cols(&self.form, cx);
        Vec::new()
    }

    fn act(&mut self, action: Action, cx: &Cx) -> Effects {
        self.form.page_cols = view::page_cols(&self.form, cx);
        let before = self.form.sheet.clone();
        match action {
            Action::AppBack if self.form.close_list() || self.paper == Paper::Sit => return Vec::new(),
            Action::AppBack => return vec![Effect::Back],
            Action::AppPrint if matches!(self.paper, Paper::Again { .. }) => {
                self.print = true;
                return self.submit(cx);
            }
            action => {
                if self.form.act(action, &cx.ground()) == Moved::Submit {
                    return self.submit(cx);
                }
            }
        }
        self.keep(&before)
    }

    fn text(&mut self, text: &str, cx: &Cx) -> Effects {
        let before = self.form.sheet.clone();
        self.form.text(text, &cx.ground());
        self.keep(&before)
    }

    fn answer(&mut self, ticket: Ticket, reply: Result<Reply, StoreError>, cx: &Cx) -> Effects {
        match reply {
            Ok(Reply::AllDone(all)) if self.save.expects(ticket) => self.saved_all(all, cx),
            Ok(Reply::Briefs(rows)) if self.load.expects(ticket) => self.take_newest(&rows),
            Ok(Reply::Done(done)) if self.save.expects(ticket) => self.saved(done.no, done.how, cx),
            Ok(Reply::Noted) if self.save.expects(ticket) => self.revealed(),
            Ok(Reply::Case(page)) if self.load.expects(ticket) => {
                self.take(page.case.version, Some(&page.case.matter), cx)
            }
            Ok(Reply::Meeting(page)) if self.load.expects(ticket) => {
                self.take(page.meeting.version, None, cx)
            }
            Ok(Reply::Record(page)) if self.load.expects(ticket) => self.take(page.record.version, None, cx),
            Ok(Reply::Petition(page)) if self.load.expects(ticket) => {
                self.take(page.petition.version, None, cx)
            }
            Ok(_) => Vec::new(),
            Err(error) => {
                self.print = false;
                if let StoreError::Declared(error) = &error {
                    self.form.to_line(error.line);
                }
                let newest = match &error {
                    StoreError::Conflict(no) => Some(self.load.ask(spec::page_of(&self.paper, no.clone()))),
                    _ => None,
                };
                trouble(error).into_iter().chain(newest).collect()
            }
        }
    }

    fn refuses(&self, action: Action, _cx: &Cx) -> Option<&'static str> {
        let going = action.id().starts_with("go.") && self.paper == Paper::Sit;
        let printing = action == Action::AppPrint && !matches!(self.paper, Paper::Again { .. });
        match (going, printing) {
            (true, _) => Some("why-sit-first"),
            (_, true) => Some("why-nothing-to-print"),
            _ => self.form.refuses(action),
        }
    }
}
