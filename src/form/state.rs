//! A form while somebody fills it in: where the focus is, what has been typed, what is wrong.
use super::{
    Field, Kind, Problem, ProblemKind, Sheet,
    edit::{Editor, tidy},
};
use crate::{
    domain::catalog::Catalog,
    keys::{Action, Context},
    lang::Lang,
};
use chrono::NaiveDate;

/// What a form looks things up in.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// Beijing's civil date.
    pub today: NaiveDate,
    /// The lists.
    pub catalog: &'a Catalog,
    /// The words, by whose `keys` a choice is chosen.
    pub lang: &'a Lang,
    /// The last record, whose values `=` repeats.
    pub last: Option<&'a Sheet>,
}

/// What a key came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moved {
    /// The form had no use for it.
    Not,
    /// Something may have changed inside it.
    Yes,
    /// It asks to be submitted.
    Submit,
}

/// A form being filled in.
#[derive(Clone, Debug)]
pub struct Form {
    /// Begins the message ids of its labels: `intake-name`.
    pub id: &'static str,
    /// The table.
    pub fields: Vec<Field>,
    /// What stands in it.
    pub sheet: Sheet,
    original: Sheet,
    /// Index of the focused field.
    pub focus: usize,
    pub(super) editor: Editor,
    /// What is wrong, by field.
    pub problems: Vec<Option<Problem>>,
    /// Nothing was typed or moved in the focused field yet.
    fresh: bool,
    /// The field that the hands were in before: what is wrong with it is said until something else is.
    pub left: usize,
    /// Columns of text fields, as last drawn: up and down go by what the eye sees.
    pub page_cols: u16,
}

impl Form {
    /// A form with the focus on its first field.
    pub fn new(id: &'static str, fields: Vec<Field>, sheet: Sheet) -> Self {
        let problems = vec![None; fields.len()];
        let mut form = Self {
            id,
            fields,
            original: sheet.clone(),
            sheet,
            focus: 0,
            editor: Editor::None,
            problems,
            fresh: true,
            left: 0,
            page_cols: 40,
        };
        form.enter(0);
        form
    }

    /// The focused field.
    pub fn field(&self) -> Option<&Field> {
        self.fields.get(self.focus)
    }

    /// The id of the focused field.
    pub fn focused(&self) -> &str {
        self.field().map_or("", |field| field.id.as_ref())
    }

    /// Whether something was typed that is not saved.
    pub fn dirty(&self) -> bool {
        self.sheet != self.original
    }

    /// From here on the form counts as saved.
    pub fn settle(&mut self) {
        self.original = self.sheet.clone();
    }

    /// Where the hands are, the innermost first.
    pub fn contexts(&self) -> Vec<Context> {
        let field = match self.field().map(|field| field.kind) {
            Some(Kind::Page(_)) => Context::Page,
            Some(kind) if kind.is_choice() && !self.is_listed() => Context::Choice,
            Some(Kind::Choice { .. } | Kind::Declared | Kind::Pick(_)) => Context::Pick,
            _ => Context::Edit,
        };
        let single = self.is_single().then_some(Context::Single);
        [field].into_iter().chain(single).chain([Context::Form]).collect()
    }

    /// Whether it asks for one thing only: then Enter has nowhere to go on to, and saves.
    fn is_single(&self) -> bool {
        (0..self.fields.len()).filter(|index| self.is_shown(*index)).count() == 1
    }

    /// Why the form has no use for an action now, if it has none: the id of a message.
    pub fn refuses(&self, action: Action) -> Option<&'static str> {
        let kind = self.field().map(|field| field.kind);
        match action {
            Action::FormList
                if !kind.is_some_and(|kind| kind.is_choice() || matches!(kind, Kind::Pick(_))) =>
            {
                Some("why-no-list")
            }
            Action::FormNext | Action::FormPrev if self.is_single() && !self.is_offering() => {
                Some("why-one-field")
            }
            _ => None,
        }
    }

    /// Whether the field with this id is there now.
    fn is_shown(&self, index: usize) -> bool {
        self.fields.get(index).is_some_and(|field| (field.shown)(&self.sheet))
    }

    /// Puts the focus on a field, if it is there.
    pub fn focus_on(&mut self, id: &str, ground: &Ground<'_>) {
        if let Some(index) = self.fields.iter().position(|field| field.id == id) {
            self.leave(ground);
            self.enter(index);
        }
    }

    /// Puts the focus where whoever goes on would write: on the last text that was begun, or behind a number, which is
    /// seen only while it is typed. What follows by itself, such as the unit of a category, was not typed.
    pub fn go_on(&mut self) {
        let begun = |at: &usize| {
            let field = &self.fields[*at];
            let typed = matches!(field.kind, Kind::Line(_) | Kind::Page(_) | Kind::Phone | Kind::Identity);
            typed && self.is_shown(*at) && !self.sheet.lacks(&field.id)
        };
        let Some(last) = (0..self.fields.len()).rev().find(begun) else { return };
        let number = matches!(self.fields[last].kind, Kind::Phone | Kind::Identity);
        let next = (last + 1..self.fields.len()).find(|at| number && self.is_shown(*at));
        self.enter(next.unwrap_or(last));
    }

    /// Takes other fields and keeps sheet and focus, if the focused field still exists.
    pub fn take_fields(&mut self, fields: Vec<Field>) {
        let focused = self.field().map(|field| field.id.clone());
        self.problems = vec![None; fields.len()];
        self.left = 0;
        self.fields = fields;
        let index = self.fields.iter().position(|field| Some(&field.id) == focused.as_ref());
        match index {
            Some(index) => self.focus = index,
            None => self.enter(0),
        }
    }

    /// Puts a value into a field from outside, such as one that was taken over.
    pub fn put(&mut self, id: &str, value: &str) {
        self.sheet.set(id, value);
        if self.field().is_some_and(|field| field.id == id) {
            self.enter(self.focus);
        }
    }

    /// Replaces the whole sheet.
    pub fn put_all(&mut self, sheet: Sheet) {
        self.sheet = sheet;
        self.enter(self.focus.min(self.fields.len().saturating_sub(1)));
    }

    /// Carries out an action on the focused field or on the form.
    pub fn act(&mut self, action: Action, ground: &Ground<'_>) -> Moved {
        match action {
            Action::FormNext => self.step(true, ground),
            Action::FormPrev => self.step(false, ground),
            Action::FormSave => return Moved::Submit,
            Action::FormList => self.open_list(ground),
            Action::ChoiceNext => self.turn(1, ground),
            Action::ChoicePrev => self.turn(-1, ground),
            Action::EditUp if !self.editor.up(self.page_cols) => self.step(false, ground),
            Action::EditDown if !self.editor.down(self.page_cols) => self.step(true, ground),
            Action::EditUp | Action::EditDown => {}
            other => {
                if !self.editor.act(other) {
                    return Moved::Not;
                }
                self.fresh = false;
                self.typed_now(ground);
            }
        }
        Moved::Yes
    }

    /// Takes typed or pasted text. A field of fixed length moves on when it is full.
    pub fn text(&mut self, text: &str, ground: &Ground<'_>) {
        if self.repeats(text, ground) {
            return;
        }
        let Some(kind) = self.field().map(|field| field.kind) else { return };
        if kind.is_choice() {
            self.choose(text, ground);
            return;
        }
        let gives_way = self.field().is_some_and(Field::gives_way);
        if gives_way && std::mem::take(&mut self.fresh) {
            self.editor.act(Action::EditKill);
        }
        self.editor.insert(text);
        self.expand(text, ground);
        self.typed_now(ground);
        if kind.is_full(self.editor.text()) {
            self.step(true, ground);
        }
    }

    /// Goes to a line of the focused text, from 1.
    pub fn to_line(&mut self, line: usize) {
        if let Editor::Page(page) = &mut self.editor {
            page.to_line(line);
        }
    }

    /// Checks everything. The form's own sheet, tidied, or the focus on the first field that holds it up.
    pub fn submit(&mut self, ground: &Ground<'_>) -> Option<Sheet> {
        self.leave(ground);
        for (slot, field) in self.problems.iter_mut().zip(&self.fields) {
            *slot = field.problem(&self.sheet, ground);
        }
        let held = self.problems.iter().position(|slot| slot.is_some_and(|p| p.kind == ProblemKind::Holds));
        let next = held.unwrap_or(self.focus);
        let told = self.fields.get(next).map(|field| self.sheet.get(&field.id));
        // Whoever is in the midst of a long text stays there.
        if next == self.focus && told == Some(self.editor.text()) {
            self.fresh = true;
        } else {
            self.enter(next);
        }
        held.is_none().then(|| self.sheet.clone())
    }

    /// Moves to the next or previous field that is there.
    pub(super) fn step(&mut self, forward: bool, ground: &Ground<'_>) {
        self.leave(ground);
        let count = self.fields.len();
        let next = if forward {
            (self.focus + 1..count).find(|index| self.is_shown(*index))
        } else {
            (0..self.focus).rev().find(|index| self.is_shown(*index))
        };
        self.left = self.focus;
        self.enter(next.unwrap_or(self.focus));
    }

    /// Leaving a field tidies what stands in it and says what is wrong; it never holds anybody.
    fn leave(&mut self, ground: &Ground<'_>) {
        self.settle_pick(ground);
        let Some(field) = self.fields.get(self.focus) else { return };
        if field.kind.is_text()
            && let Some(tidied) = tidy(field.kind, self.sheet.get(&field.id), ground)
        {
            self.sheet.set(&field.id, tidied);
        }
        self.tell_problem(ground);
    }

    fn tell_problem(&mut self, ground: &Ground<'_>) {
        let problem = self.field().and_then(|field| field.problem(&self.sheet, ground));
        if let Some(slot) = self.problems.get_mut(self.focus) {
            *slot = problem;
        }
    }

    pub(super) fn enter(&mut self, index: usize) {
        self.focus = index;
        self.fresh = true;
        let Some(field) = self.fields.get(index) else { return };
        self.editor = Editor::on(field.kind, self.sheet.get(&field.id));
    }

    /// What was typed goes into the sheet at once, so that a draft never lags behind the eye.
    fn typed_now(&mut self, ground: &Ground<'_>) {
        let Some(field) = self.fields.get(self.focus) else { return };
        if let Kind::Pick(list) = field.kind {
            self.editor.look_up(list, ground.catalog);
            if self.editor.text().is_empty() {
                self.sheet.set(&field.id, "");
            }
        } else if field.kind.is_text() {
            let text = self.editor.text().to_owned();
            self.sheet.set(&field.id, text);
        }
        self.problems[self.focus] = None;
    }

    /// `=` in an empty field repeats what the last record said there.
    fn repeats(&mut self, text: &str, ground: &Ground<'_>) -> bool {
        let Some(field) = self.fields.get(self.focus) else { return false };
        let last = ground.last.map_or("", |last| last.get(&field.id)).to_owned();
        if text != "=" || last.is_empty() || !self.editor.text().is_empty() {
            return false;
        }
        self.sheet.set(&field.id, last);
        self.enter(self.focus);
        self.step(true, ground);
        true
    }
}
