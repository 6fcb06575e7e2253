//! Intake: the person in front of the counter and what they bring, on one screen; beside it, who this may be.
pub mod card;
pub mod matter;
mod mend;
pub mod spec;
mod strip;
pub mod view;

pub use strip::Strip;

use super::{Page, trouble};
use crate::{
    domain::{
        deed::{Deed, Order, Registration},
        journal::differences,
        petition::{No, Petition},
    },
    flow::{Cx, Desk, Effect, Effects, Found, Job, Note, Paper, Route, Ticket},
    form::{Form, Moved, Sheet},
    keys::{Action, Context},
    store::{How, PetitionAsk, Reply, Request, StoreError},
};
use matter::of_person;

/// Columns that the strip beside the form takes when the screen is 80 wide.
const STRIP_COLS: u16 = 28;

/// The intake form, for a new petition or one that is put right.
pub struct Intake {
    /// The form.
    pub form: Form,
    /// Who this may be.
    pub strip: Strip,
    /// What it is about.
    pub paper: Paper,
    /// While it is put right: the petition as it was last read, on which saving decides.
    before: Option<Box<Petition>>,
    /// People after the first one.
    extra: usize,
    /// A new row follows when the last person is complete: a group is being taken down.
    group: bool,
    /// Id of the order that saving it will be.
    pub op: String,
    print: bool,
    save: Desk,
    load: Desk,
    printer: Desk,
}

impl Intake {
    /// The screen under its number, with what already stands in the form.
    pub fn new(page: u32, paper: Paper, sheet: Sheet, cx: &Cx) -> Self {
        let extra = matter::people(&sheet);
        let mut form = Form::new("intake", spec::fields(extra), matter::empty());
        if sheet != Sheet::default() {
            form.put_all(sheet);
        }
        form.focus_on("name", &cx.ground());
        Self {
            form,
            strip: Strip::new(Desk::new(page, 0), Desk::new(page, 4)),
            paper,
            before: None,
            extra,
            group: false,
            op: cx.ops.next(),
            print: false,
            save: Desk::new(page, 1),
            load: Desk::new(page, 2),
            printer: Desk::new(page, 3),
        }
    }

    /// Whether it is no petition yet.
    const fn is_new(&self) -> bool {
        !matches!(self.paper, Paper::Mend { .. })
    }

    /// The row of a register from which it grows.
    fn row(&self) -> Option<No> {
        if let Paper::Grown { row } = &self.paper { Some(row.clone()) } else { None }
    }

    /// Which person the focus is on, by the number behind the dot.
    fn person(&self) -> Option<usize> {
        let id = &self.form.field()?.id;
        let (base, n) =
            id.split_once('.').map_or((id.as_ref(), 0), |(base, n)| (base, n.parse().unwrap_or(0)));
        ["name", "identity", "phone"].contains(&base).then_some(n)
    }

    /// After whatever changed the form: keep the draft, ask who this may be, fill in what follows.
    fn changed_form(&mut self, before: &Sheet, cx: &Cx) -> Effects {
        if *before == self.form.sheet {
            return Vec::new();
        }
        self.follow(before, cx);
        let mut effects = vec![self.draft()];
        if let Some(n) = self.person() {
            effects.extend(self.strip.seek(&self.form.sheet, n));
        }
        let no = if let Paper::Mend { no, .. } = &self.paper { no.as_str() } else { "" };
        effects.extend(self.strip.compare(&self.form.sheet, no, cx.catalog()));
        effects
    }

    /// Keeps the form as it is now; one in which nothing is left to keep is forgotten.
    fn draft(&self) -> Effect {
        let id = self.op.clone();
        if !self.form.dirty() {
            return Effect::Forget { id };
        }
        let field = self.form.focused().to_owned();
        Effect::Keep { id, form: self.paper.form(), sheet: self.form.sheet.clone(), field }
    }

    /// What one answer says of another: the place of an address, the unit of a category, the purpose of a
    /// nature. Only what nobody filled in is filled in, and the eye sees it at once.
    fn follow(&mut self, before: &Sheet, cx: &Cx) {
        let (now, catalog) = (self.form.sheet.clone(), cx.catalog());
        let changed = |id: &str| before.get(id) != now.get(id);
        if changed("address")
            && (now.lacks("place") || Some(now.get("place")) == place_of(before, catalog).as_deref())
            && let Some(place) = place_of(&now, catalog)
        {
            self.form.put("place", &place);
        }
        if changed("category")
            && now.lacks("unit")
            && let Some(unit) = catalog.unit_of(now.get("category"))
        {
            self.form.put("unit", &unit.code.clone());
        }
        if changed("nature") {
            let purpose = match now.get("nature") {
                "suggestion" => "suggest",
                "accusation" => "accuse",
                _ => "solve",
            };
            self.form.put("purpose", purpose);
        }
    }

    /// A card reader types a line into the name and ends it with Enter; a paste may hold one too.
    fn read_card(&mut self, cx: &Cx) -> bool {
        let Some(n) = self.person() else { return false };
        let name = of_person("name", n);
        let separator = cx.setting("card-separator");
        let order = cx.setting("card-order");
        let Some(card) = card::read(self.form.sheet.get(&name), separator, order) else { return false };
        self.form.put(&name, &card.name);
        self.form.put(&of_person("identity", n), &card.identity);
        if n == 0 {
            self.form.put("address", &card.address);
        }
        self.form.focus_on(&of_person("phone", n), &cx.ground());
        true
    }

    fn add_person(&mut self, cx: &Cx) {
        self.group = true;
        self.extra += 1;
        self.form.take_fields(spec::fields(self.extra));
        self.form.focus_on(&of_person("name", self.extra), &cx.ground());
    }

    /// In a group, a complete last person brings the next row, and Enter on an empty name ends the group.
    fn next_of_group(&mut self, focused: &str, cx: &Cx) {
        let last = self.extra;
        if !self.group || last == 0 {
            return;
        }
        if focused == of_person("phone", last) && self.person().is_none() {
            self.add_person(cx);
        } else if focused == of_person("name", last) && self.form.sheet.lacks(focused) {
            self.group = false;
            self.extra -= 1;
            self.form.take_fields(spec::fields(self.extra));
            let next = if self.form.sheet.lacks("address") { "address" } else { "place" };
            self.form.focus_on(next, &cx.ground());
        }
    }

    fn submit(&mut self, cx: &Cx) -> Effects {
        self.read_card(cx);
        let Some(sheet) = self.form.submit(&cx.ground()) else {
            self.print = false;
            return vec![Effect::Tell(Note::bad("note-problems", ""))];
        };
        let matter = matter::read(&sheet, cx.catalog());
        let (version, deed) = match (&self.paper, &self.before) {
            (Paper::Mend { no, .. }, Some(before)) => {
                let changes = differences(&before.matter, &matter);
                let fields = changes.into_iter().map(|change| (change.field, change.to)).collect();
                (Some(before.version), Deed::Correct { no: no.clone(), fields })
            }
            (Paper::Mend { .. }, None) => return Vec::new(),
            _ => {
                let received = sheet.get("received").parse().ok();
                let registration =
                    Registration { received, row: self.row(), matter, ..Registration::default() };
                (None, Deed::Register(Box::new(registration)))
            }
        };
        let order = Order { op: self.op.clone(), version, deed };
        vec![self.save.ask(Request::Do(Box::new(order)))]
    }

    fn saved(&mut self, no: No, how: How) -> Effects {
        self.form.settle();
        let mut effects = vec![Effect::Forget { id: self.op.clone() }];
        if self.paper == Paper::New {
            effects.push(Effect::Remember(self.form.sheet.clone()));
        }
        let note = match how {
            How::Unchanged => "note-saved-before",
            _ if self.print => "note-saved-printing",
            _ => "note-saved",
        };
        effects.push(Effect::Tell(Note::good(note, no.0.clone())));
        if self.print {
            effects.push(self.printer.work(Job::print(no.clone())));
        }
        // A petition that was put right shows its page, which lies below; a new one opens its own.
        effects.push(match self.paper {
            Paper::Mend { .. } => Effect::Back,
            _ => Effect::Instead(Route::Petition(no)),
        });
        effects
    }

    /// Takes the marked person over: what was typed of them gives way to what is known.
    fn take_over(&mut self, cx: &Cx) -> Effects {
        let (Some(known), Some(n)) = (self.strip.marked_person().cloned(), self.person()) else {
            return vec![Effect::Tell(Note::plain("why-nobody-known", ""))];
        };
        let before = self.form.sheet.clone();
        let person = &known.person;
        self.form.put(&of_person("person", n), person.no.as_str());
        for (field, value) in matter::known_of(person, n) {
            self.form.put(&field, value);
        }
        let next = if n == 0 { "place".to_owned() } else { of_person("phone", n) };
        self.form.focus_on(&next, &cx.ground());
        let mut effects = self.changed_form(&before, cx);
        effects.push(Strip::taken(&known.person.no, cx));
        effects
    }

    fn again(&self) -> Effects {
        let Some(brief) = self.strip.marked_petition() else {
            return vec![Effect::Tell(Note::plain("why-nobody-known", ""))];
        };
        let title = format!("{} {}", brief.petitioner, brief.subject);
        let (no, closed, row) = (brief.no.clone(), !brief.state.is_open(), self.row());
        let paper = Box::new(Paper::Again { no, title, closed, row: row.clone() });
        if row.is_some() {
            // What was to be the petition of the row is what was said this time.
            let [channel, on, name, facts, demand] =
                ["channel", "received", "name", "facts", "demand"].map(|id| self.form.sheet.get(id));
            // The visit may be by somebody else than whose petition it is.
            let name = if name == brief.petitioner { "" } else { name };
            let said = [name, facts, demand].into_iter().filter(|said| !said.is_empty());
            let note = said.collect::<Vec<_>>().join("\n");
            let sheet = Sheet::default().with("channel", channel).with("on", on).with("note", note);
            let route = Route::Paper(paper, sheet);
            return vec![Effect::Forget { id: self.op.clone() }, Effect::Instead(route)];
        }
        let route = Route::Paper(paper, Sheet::default());
        // A form in which more stands than who it may be stays below, with its draft.
        let begun = ["subject", "facts", "demand"].iter().any(|id| !self.form.sheet.lacks(id));
        if begun {
            return vec![Effect::Go(route)];
        }
        vec![Effect::Forget { id: self.op.clone() }, Effect::Instead(route)]
    }

    /// Columns of the form itself.
    pub const fn form_cols(size: (u16, u16)) -> u16 {
        if size.0 >= 110 { size.0 / 2 + 8 } else { size.0.saturating_sub(STRIP_COLS) }
    }
}

fn place_of(sheet: &Sheet, catalog: &crate::domain::catalog::Catalog) -> Option<String> {
    catalog.place_of(sheet.get("address")).map(|place| place.code.clone())
}

impl Page for Intake {
    fn name(&self) -> &'static str {
        if self.is_new() { "intake" } else { "mend" }
    }

    fn contexts(&self) -> Vec<Context> {
        // The field under the caret comes before the screen, so that text stays text.
        let mut contexts = self.form.contexts();
        contexts.insert(1, Context::Intake);
        contexts
    }

    fn open(&mut self, cx: &Cx) -> Effects {
        self.form.page_cols = view::page_cols(cx.size);
        match &self.paper {
            Paper::Mend { no, .. } => vec![self.load.ask(Request::Petition(PetitionAsk::Page(no.clone())))],
            _ => self.strip.seek(&self.form.sheet, 0),
        }
    }

    fn act(&mut self, action: Action, cx: &Cx) -> Effects {
        self.form.page_cols = view::page_cols(cx.size);
        let before = self.form.sheet.clone();
        let focused = self.form.focused().to_owned();
        match action {
            Action::AppBack if self.form.close_list() => return Vec::new(),
            Action::AppBack => return vec![Effect::Back],
            Action::AppPrint => {
                self.print = true;
                return self.submit(cx);
            }
            Action::PetitionAgain => return self.again(),
            Action::IntakeTake => return self.take_over(cx),
            Action::IntakePerson => self.add_person(cx),
            Action::StripNext => self.strip.step(1),
            Action::StripPrev => self.strip.step(-1),
            Action::FormNext if self.read_card(cx) => {}
            action => match self.form.act(action, &cx.ground()) {
                Moved::Submit => return self.submit(cx),
                Moved::Yes if action == Action::FormNext => self.next_of_group(&focused, cx),
                Moved::Yes | Moved::Not => {}
            },
        }
        self.changed_form(&before, cx)
    }

    fn text(&mut self, text: &str, cx: &Cx) -> Effects {
        let before = self.form.sheet.clone();
        let focused = self.form.focused().to_owned();
        self.form.text(text, &cx.ground());
        if text.chars().count() > 1 {
            self.read_card(cx);
        }
        if self.form.focused() != focused {
            self.next_of_group(&focused, cx);
        }
        self.changed_form(&before, cx)
    }

    fn answer(&mut self, ticket: Ticket, reply: Result<Reply, StoreError>, cx: &Cx) -> Effects {
        match reply {
            Ok(Reply::Done(done)) if self.save.expects(ticket) => self.saved(done.no, done.how),
            Ok(Reply::Petition(page)) if self.load.expects(ticket) => self.loaded(*page, cx),
            Ok(_) => Vec::new(),
            Err(StoreError::Conflict(no)) => self.reread(&no),
            Err(error) => {
                self.print = false;
                trouble(error)
            }
        }
    }

    fn leaving(&mut self, _cx: &Cx) -> Effects {
        self.strip.trace()
    }

    fn found(&mut self, ticket: Ticket, found: Found, _cx: &Cx) -> Effects {
        self.strip.take(ticket, found);
        Vec::new()
    }

    fn refuses(&self, action: Action, _cx: &Cx) -> Option<&'static str> {
        match action {
            Action::PetitionAgain | Action::IntakeTake if self.strip.known.is_empty() => {
                Some("why-nobody-known")
            }
            // What is put right is a petition already; its own visit is noted on its page.
            Action::PetitionAgain if !self.is_new() => Some("why-here-already"),
            Action::GoIntake => Some("why-here-already"),
            action => self.form.refuses(action),
        }
    }
}
