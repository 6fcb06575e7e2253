//! Today: what is open at my office by the time that is left, in views that a digit chooses.
pub mod view;
pub mod views;

use super::{Page, moved, parted, trouble};
use crate::{
    domain::{agenda::Tell, backup::Last, notice::Notice, petition::No, step::StepKind},
    flow::{self, Cx, Desk, Effect, Effects, Job, Note, Route, Ticket},
    form::Sheet,
    keys::{Action, Context},
    screens::task::spec,
    store::{Brief, Done, Draft, PetitionAsk, Reply, Request, StoreError, Work},
    widgets::list::Cursor,
};
use std::{collections::BTreeMap, mem::take};
use views::{View, views};

/// Rows kept: more than anybody pages through.
const ROWS: usize = 200;

/// The first screen.
pub struct Today {
    /// What the store told of the chosen view, and how many petitions each has.
    pub work: Work,
    /// The views, in the order of their digits.
    pub views: Vec<View>,
    /// The chosen view.
    pub chosen: usize,
    /// The chosen row.
    pub cursor: Cursor,
    /// Marked petitions.
    pub marked: BTreeMap<No, Brief>,
    /// Forms that were left open and are offered back.
    pub drafts: Vec<Draft>,
    /// The last backup, and the instant at which this was told; a demonstration has none.
    pub backups: Option<(Last, i64)>,
    /// The draft that one more key drops.
    doomed: Option<String>,
    /// The petitions for which orders are on their way.
    asked: Vec<No>,
    page: u32,
    list: Desk,
    left: Desk,
    kept: Desk,
    orders: Desk,
    printer: Desk,
}

impl Today {
    /// The screen under its number.
    pub fn new(page: u32) -> Self {
        Self {
            work: Work::default(),
            views: Vec::new(),
            chosen: 0,
            cursor: Cursor::default(),
            marked: BTreeMap::new(),
            drafts: Vec::new(),
            backups: None,
            doomed: None,
            asked: Vec::new(),
            page,
            list: Desk::new(page, 0),
            left: Desk::new(page, 1),
            orders: Desk::new(page, 2),
            printer: Desk::new(page, 3),
            kept: Desk::new(page, 4),
        }
    }

    fn load(&mut self, cx: &Cx) -> Effects {
        self.views = views(cx);
        self.chosen = self.chosen.min(self.views.len() - 1);
        let office = (!cx.me.office.is_empty()).then(|| cx.me.office.clone());
        let views = self.views.iter().map(|view| view.query(cx).filters).collect();
        let work = PetitionAsk::Work { office, views, chosen: self.chosen, limit: ROWS };
        let drafts = Request::Drafts { clerk: cx.me.code.clone() };
        let kept = (!cx.demo).then(|| self.kept.ask(Request::Backups));
        [self.list.ask(Request::Petition(work)), self.left.ask(drafts)].into_iter().chain(kept).collect()
    }

    /// Another view. One that looks for words opens in Find.
    fn turn_to(&mut self, view: usize, cx: &Cx) -> Effects {
        let Some(wanted) = self.views.get(view) else { return Vec::new() };
        if wanted.words {
            return vec![Effect::Go(Route::Find(wanted.typed.clone()))];
        }
        self.chosen = view;
        self.cursor = Cursor::default();
        self.marked.clear();
        self.load(cx)
    }

    /// The next view beside this one that is a list of its own.
    fn turn(&mut self, by: isize, cx: &Cx) -> Effects {
        let all = self.views.len().max(1);
        let beside = |from: usize| (from + all).saturating_add_signed(by) % all;
        let mut view = beside(self.chosen);
        while view != self.chosen && self.views[view].words {
            view = beside(view);
        }
        self.turn_to(view, cx)
    }

    /// The draft that stands in this row, before the petitions.
    fn draft(&self, row: usize) -> Option<&Draft> {
        self.drafts.get(row)
    }

    /// The petition under the cursor.
    pub fn chosen(&self) -> Option<&Brief> {
        let row = self.cursor.0.checked_sub(self.drafts.len())?;
        self.work.rows.get(row)
    }

    /// What an act is about: the marked petitions, or the one under the cursor.
    fn meant(&self) -> Vec<Brief> {
        if self.marked.is_empty() {
            self.chosen().cloned().into_iter().collect()
        } else {
            self.marked.values().cloned().collect()
        }
    }

    fn open_chosen(&self) -> Effects {
        if let Some(draft) = self.draft(self.cursor.0) {
            return vec![Effect::Go(Route::Draft(Box::new(draft.clone())))];
        }
        self.chosen().map(|one| Effect::Go(Route::Petition(one.no.clone()))).into_iter().collect()
    }

    /// Drops the chosen draft at the second key; what was typed is not lost to one slip.
    fn drop_draft(&mut self) -> Effects {
        let Some(id) = self.draft(self.cursor.0).map(|draft| draft.id.clone()) else { return Vec::new() };
        if self.doomed.take().as_ref() == Some(&id) {
            self.drafts.retain(|draft| draft.id != id);
            self.cursor.step(0, self.rows());
            return vec![Effect::Forget { id }];
        }
        self.doomed = Some(id);
        vec![Effect::Tell(Note::bad("note-drop-again", ""))]
    }

    /// Rows in all.
    pub fn rows(&self) -> usize {
        self.drafts.len() + self.work.rows.len()
    }

    /// Marks the petition under the cursor, or takes its mark away, and goes on to the next one.
    fn mark(&mut self) {
        let Some(brief) = self.chosen().cloned() else { return };
        if self.marked.remove(&brief.no).is_none() {
            self.marked.insert(brief.no.clone(), brief);
        }
        let rows = self.rows();
        self.cursor.step(1, rows);
    }

    /// Marks every row of the view; where all are marked, none.
    fn mark_all(&mut self) {
        if self.marked.len() == self.work.rows.len() {
            return self.marked.clear();
        }
        self.marked = self.work.rows.iter().map(|one| (one.no.clone(), one.clone())).collect();
    }

    fn steps(&self) -> Effects {
        let route = match &self.meant()[..] {
            [] => return Vec::new(),
            [one] => Route::Steps(one.no.clone()),
            many => Route::Together(many.to_vec()),
        };
        vec![Effect::Go(route)]
    }

    /// Sends what is due of each petition; what was sent is printed.
    fn remind(&mut self, cx: &Cx) -> Effects {
        let meant: Vec<(No, u32)> = self.meant().into_iter().map(|one| (one.no, one.version)).collect();
        let orders = spec::orders(StepKind::Remind, &meant, &Sheet::default(), &cx.ops.next());
        self.asked = meant.into_iter().map(|(no, _)| no).collect();
        vec![self.orders.ask(Request::DoAll(orders))]
    }

    /// What came of the reminders: each that went out has its paper, each that did not says why.
    fn reminded(&mut self, all: Vec<Result<Done, StoreError>>, cx: &Cx) -> Effects {
        let (sent, refused) = parted(&take(&mut self.asked), all);
        self.marked.clear();
        let mut effects = Effects::new();
        if !sent.is_empty() {
            let papers = sent.into_iter().map(|no| (no, None)).collect();
            effects.push(self.printer.work(Job::Print { papers }));
        }
        match &refused[..] {
            [] => {}
            [(_, why)] if effects.is_empty() => effects.push(Effect::Tell(why.clone())),
            _ => effects.extend(self.refused(refused, cx)),
        }
        effects
    }

    /// Lists what was not done; nothing opens over another screen on which somebody types by now.
    fn refused(&self, refused: Vec<(No, Note)>, cx: &Cx) -> Effects {
        if cx.top == self.page {
            return vec![Effect::Go(Route::Refused(refused))];
        }
        vec![Effect::Tell(Note::bad("note-refused", refused.len().to_string()))]
    }

    /// Prints the papers that petitioners are still to be handed; of a single petition that owes none, what fits its
    /// last step.
    fn print(&mut self) -> Effects {
        let meant = self.meant();
        let owed = |one: &Brief| match one.agenda.tell {
            Tell::Paper(notice) => Some((one.no.clone(), Some(notice))),
            _ => None,
        };
        let papers: Vec<(No, Option<Notice>)> = match &meant[..] {
            [one] => vec![owed(one).unwrap_or_else(|| (one.no.clone(), None))],
            many => many.iter().filter_map(owed).collect(),
        };
        if papers.is_empty() {
            return vec![Effect::Tell(Note::bad("why-nothing-owed", ""))];
        }
        self.marked.clear();
        vec![self.printer.work(Job::Print { papers })]
    }

    fn act_on(&mut self, action: Action, cx: &Cx) -> Effects {
        match action {
            Action::ListOpen => self.open_chosen(),
            Action::ViewRight => self.turn(1, cx),
            Action::ViewLeft => self.turn(-1, cx),
            Action::PetitionStep => self.steps(),
            Action::PetitionRemind => self.remind(cx),
            Action::PetitionWhy => {
                let route = |one: &Brief| Effect::Go(Route::Limits(one.no.clone(), one.agenda.clock.clone()));
                self.chosen().map(route).into_iter().collect()
            }
            Action::AppPrint => self.print(),
            Action::AppBack => {
                self.marked.clear();
                Vec::new()
            }
            Action::ListMark => {
                self.mark();
                Vec::new()
            }
            Action::ListMarkAll => {
                self.mark_all();
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn take_list(&mut self, work: Work) {
        // The list may have grown above the cursor; it stays on the petition it stood on.
        let stood = self.chosen().map(|one| one.no.clone());
        self.work = work;
        let now = self.work.rows.iter().position(|row| Some(&row.no) == stood.as_ref());
        if let Some(row) = now {
            self.cursor.0 = row + self.drafts.len();
        }
        self.cursor.step(0, self.rows());
        // A mark holds what is decided on: the petition as it is now, or nothing where it has left the view.
        let marked = |one: &&Brief| self.marked.contains_key(&one.no);
        self.marked = self.work.rows.iter().filter(marked).map(|one| (one.no.clone(), one.clone())).collect();
    }

    fn take_drafts(&mut self, drafts: Vec<Draft>) {
        let stood = self.cursor.0.checked_sub(self.drafts.len());
        self.drafts = drafts;
        if let Some(row) = stood.filter(|row| *row > 0) {
            self.cursor.0 = row + self.drafts.len();
        }
    }
}

impl Page for Today {
    fn name(&self) -> &'static str {
        "today"
    }

    fn contexts(&self) -> Vec<Context> {
        vec![Context::Today, Context::List]
    }

    fn open(&mut self, cx: &Cx) -> Effects {
        self.load(cx)
    }

    fn act(&mut self, action: Action, cx: &Cx) -> Effects {
        if action == Action::DraftDrop {
            return self.drop_draft();
        }
        self.doomed = None;
        let (rows, room) = (self.rows(), view::room(cx));
        if moved(&mut self.cursor, action, rows, room) {
            return Vec::new();
        }
        self.act_on(action, cx)
    }

    /// A digit chooses a view.
    fn text(&mut self, text: &str, cx: &Cx) -> Effects {
        let view = text.parse().ok().and_then(|digit: usize| digit.checked_sub(1));
        view.map(|view| self.turn_to(view, cx)).unwrap_or_default()
    }

    fn answer(&mut self, ticket: Ticket, reply: Result<Reply, StoreError>, cx: &Cx) -> Effects {
        match reply {
            Ok(Reply::Work(work)) if self.list.expects(ticket) => {
                self.take_list(work);
                Vec::new()
            }
            Ok(Reply::Drafts(drafts)) if self.left.expects(ticket) => {
                self.take_drafts(drafts);
                Vec::new()
            }
            Ok(Reply::Backups(last, at)) if self.kept.expects(ticket) => {
                self.backups = Some((*last, at));
                Vec::new()
            }
            Ok(Reply::AllDone(all)) if self.orders.expects(ticket) => self.reminded(all, cx),
            Ok(_) => Vec::new(),
            Err(error) => {
                if self.orders.expects(ticket) {
                    self.asked.clear();
                }
                trouble(error)
            }
        }
    }

    /// What could not be printed of many is listed with its reason.
    fn worked(&mut self, _ticket: Ticket, work: flow::Work, cx: &Cx) -> Effects {
        match work {
            flow::Work::PrintedMany { refused, .. } if !refused.is_empty() && cx.top == self.page => {
                vec![Effect::Go(Route::Refused(refused))]
            }
            _ => Vec::new(),
        }
    }

    fn changed(&mut self, cx: &Cx) -> Effects {
        self.load(cx)
    }

    fn refuses(&self, action: Action, _cx: &Cx) -> Option<&'static str> {
        match action {
            // A second order would make the answer to the first a late one, and its papers would not be printed.
            Action::PetitionRemind if !self.asked.is_empty() => Some("why-still-saving"),
            Action::GoToday => Some("why-here-already"),
            Action::ListOpen if self.rows() == 0 => Some("why-empty"),
            Action::ListMarkAll if self.work.rows.is_empty() => Some("why-empty"),
            // Nothing lies below the first screen.
            Action::AppBack if self.marked.is_empty() => Some("note-quit-how"),
            Action::DraftDrop if self.draft(self.cursor.0).is_none() => Some("why-no-draft"),
            Action::PetitionWhy | Action::ListMark if self.chosen().is_none() => Some("why-no-petition-here"),
            Action::AppPrint | Action::PetitionStep | Action::PetitionRemind if self.meant().is_empty() => {
                Some("why-no-petition-here")
            }
            _ => None,
        }
    }
}
