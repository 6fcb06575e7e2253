//! Choosing: a few fixed answers by number, letter or arrow; a long list by code, sound or name.
use super::{Answer, Field, Form, Ground, Kind, edit::Editor};
use crate::{lang::Lang, search::Roll, text::clean};

/// Offers that a look-up shows at once.
const WINDOW: usize = 50;

impl Form {
    /// Goes to the next or previous answer, or marks the next or previous offer.
    pub(super) fn turn(&mut self, by: isize, ground: &Ground<'_>) {
        let Some(field) = self.fields.get(self.focus) else { return };
        match (&mut self.editor, field.kind) {
            (Editor::Pick { offers, .. }, Kind::Pick(_)) if offers.is_empty() => self.step(by > 0, ground),
            (Editor::Pick { offers, marked, .. }, _) => {
                *marked = marked.saturating_add_signed(by).min(offers.len().saturating_sub(1));
            }
            (_, kind) if kind.is_choice() => {
                let ids = field.turns(ground.lang);
                let now = ids.iter().position(|id| *id == self.sheet.get(&field.id)).unwrap_or(0);
                let next = (now + ids.len()).saturating_add_signed(by) % ids.len().max(1);
                let id = ids.into_iter().nth(next).unwrap_or_default();
                self.sheet.set(&field.id, id);
            }
            _ => {}
        }
    }

    /// A number or the letters of its words choose an answer; a number moves on at once, letters as soon as
    /// they can mean only one.
    pub(super) fn choose(&mut self, typed: &str, ground: &Ground<'_>) {
        let Some(field) = self.fields.get(self.focus) else { return };
        let Some(answers) = field.answers(ground.lang) else { return };
        let typed = clean::fold(typed).to_lowercase();
        if let Ok(number) = typed.parse::<usize>() {
            if let Some(answer) = number.checked_sub(1).and_then(|index| answers.get(index)) {
                self.sheet.set(&field.id.clone(), &*answer.id);
                self.step(true, ground);
            }
            return;
        }
        let letters = format!("{}{typed}", self.editor.text());
        let fits = |letters: &str| fitting(&answers, letters);
        // Letters that fit nothing begin anew, so that a slip costs one key and not the field.
        let (letters, found) = match fits(&letters) {
            found if !found.is_empty() => (letters, found),
            _ => (typed.clone(), fits(&typed)),
        };
        if let Some(first) = found.first() {
            self.sheet.set(&field.id.clone(), &**first);
            let listed = self.is_listed();
            self.editor = Editor::Choice { letters, listed };
            if found.len() == 1 {
                self.step(true, ground);
            }
        }
    }

    /// Shows the whole list of a look-up, or every answer of a choice.
    pub(super) fn open_list(&mut self, ground: &Ground<'_>) {
        match (self.field().map(|field| field.kind), &mut self.editor) {
            (Some(Kind::Pick(list)), Editor::Pick { offers, marked, .. }) => {
                *offers = ground.catalog.list(list).map(|item| item.code.clone()).collect();
                *marked = 0;
            }
            (_, Editor::Choice { listed, .. }) => *listed = true,
            _ => {}
        }
    }

    /// Whether the answers of a choice are listed.
    pub(super) const fn is_listed(&self) -> bool {
        matches!(self.editor, Editor::Choice { listed: true, .. })
    }

    /// Closes a list that was opened without anything typed; whether there was one.
    pub fn close_list(&mut self) -> bool {
        match &mut self.editor {
            Editor::Choice { listed, .. } => std::mem::take(listed),
            Editor::Pick { typed, offers, .. } if typed.text().is_empty() && !offers.is_empty() => {
                offers.clear();
                true
            }
            _ => false,
        }
    }

    /// What a look-up found goes into the sheet; text that found nothing is kept as it was typed.
    pub(super) fn settle_pick(&mut self, ground: &Ground<'_>) {
        let Some(field) = self.fields.get(self.focus) else { return };
        let (Kind::Pick(list), Editor::Pick { typed, offers, marked }) = (field.kind, &self.editor) else {
            return;
        };
        match offers.get(*marked) {
            Some(code) => self.sheet.set(&field.id.clone(), code.clone()),
            None if !typed.text().trim().is_empty() => {
                let text = clean::line(typed.text());
                let known = ground.catalog.named(list, &text).map(|item| item.code.clone());
                self.sheet.set(&field.id.clone(), known.unwrap_or(text));
            }
            None => {}
        }
    }

    /// Whether anything is listed now.
    pub fn is_offering(&self) -> bool {
        matches!(&self.editor, Editor::Pick { offers, .. } if !offers.is_empty()) || self.is_listed()
    }

    /// What is listed now: codes or answers around the marked one, and which of them it is.
    pub fn offers(&self, lang: &Lang) -> Option<(Vec<String>, usize)> {
        match &self.editor {
            Editor::Pick { offers, marked, .. } if !offers.is_empty() => {
                let start = marked.saturating_sub(WINDOW);
                Some((offers[start..].to_vec(), marked - start))
            }
            Editor::Choice { listed: true, .. } => {
                let value = self.sheet.get(self.focused());
                let ids: Vec<String> =
                    self.field()?.answers(lang)?.into_iter().map(|answer| answer.id).collect();
                let at = ids.iter().position(|id| *id == value).unwrap_or(0);
                Some((ids, at))
            }
            _ => None,
        }
    }
}

impl Field {
    /// The answers through which the arrows go; what need not be filled in can be empty again.
    fn turns(&self, lang: &Lang) -> Vec<String> {
        let none = (self.kind == Kind::Declared && !self.required).then(String::new);
        let answers = self.answers(lang).unwrap_or_default();
        none.into_iter().chain(answers.into_iter().map(|answer| answer.id)).collect()
    }
}

/// The answers that letters may mean: by the keys that the words give them; where they give none, by the words
/// themselves and how they sound.
fn fitting<'a>(answers: &'a [Answer], letters: &str) -> Vec<&'a str> {
    if answers.iter().all(|answer| answer.keys.is_empty()) {
        let roll = Roll::of(answers.iter().map(|answer| ("", vec![answer.words.as_str()])));
        let found = roll.find(letters).into_iter();
        return found.filter_map(|at| answers.get(at)).map(|answer| answer.id.as_str()).collect();
    }
    let fits = answers.iter().filter(|answer| answer.keys.starts_with(letters));
    fits.map(|answer| answer.id.as_str()).collect()
}
