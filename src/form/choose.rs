//! Choosing: a few fixed answers by number, letter or arrow; a long list by code, sound or name.
use super::{Form, Ground, Kind, edit::Editor};
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
            (_, Kind::Choice { ids, .. }) => {
                let now = ids.iter().position(|id| *id == self.sheet.get(&field.id)).unwrap_or(0);
                let next = (now + ids.len()).saturating_add_signed(by) % ids.len().max(1);
                self.sheet.set(&field.id, *ids.get(next).unwrap_or(&""));
            }
            _ => {}
        }
    }

    /// A number or the letters of its words choose an answer; a number moves on at once, letters as soon as
    /// they can mean only one.
    pub(super) fn choose(&mut self, typed: &str, ground: &Ground<'_>) {
        let Some(field) = self.fields.get(self.focus) else { return };
        let Kind::Choice { list, ids } = field.kind else { return };
        let typed = clean::fold(typed).to_lowercase();
        if let Ok(number) = typed.parse::<usize>() {
            if let Some(id) = number.checked_sub(1).and_then(|index| ids.get(index)) {
                self.sheet.set(&field.id.clone(), *id);
                self.step(true, ground);
            }
            return;
        }
        let letters = format!("{}{typed}", self.editor.text());
        let fits = |letters: &str| fitting(list, ids, letters, ground.lang);
        // Letters that fit nothing begin anew, so that a slip costs one key and not the field.
        let (letters, found) = match fits(&letters) {
            found if !found.is_empty() => (letters, found),
            _ => (typed.clone(), fits(&typed)),
        };
        if let Some(first) = found.first() {
            self.sheet.set(&field.id.clone(), *first);
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

    /// What is listed now: codes or answers around the marked one, and which of them it is.
    pub fn offers(&self) -> Option<(Vec<&str>, usize)> {
        match (&self.editor, self.field()?.kind) {
            (Editor::Pick { offers, marked, .. }, _) if !offers.is_empty() => {
                let start = marked.saturating_sub(WINDOW);
                Some((offers[start..].iter().map(String::as_str).collect(), marked - start))
            }
            (Editor::Choice { listed: true, .. }, Kind::Choice { ids, .. }) => {
                let value = self.sheet.get(self.focused());
                Some((ids.to_vec(), ids.iter().position(|id| *id == value).unwrap_or(0)))
            }
            _ => None,
        }
    }
}

/// The answers that letters may mean: by the keys that the words give them; where they give none, by the words
/// themselves and how they sound.
fn fitting(list: &str, ids: &[&'static str], letters: &str, lang: &Lang) -> Vec<&'static str> {
    let keys: Vec<String> = ids.iter().map(|id| lang.attribute(&format!("{list}-{id}"), "keys")).collect();
    if keys.iter().all(String::is_empty) {
        let words: Vec<String> = ids.iter().map(|id| lang.say(&format!("{list}-{id}"))).collect();
        let roll = Roll::of(words.iter().map(|word| ("", vec![word.as_str()])));
        return roll.find(letters).into_iter().filter_map(|at| ids.get(at).copied()).collect();
    }
    ids.iter().zip(keys).filter(|(_, keys)| keys.starts_with(letters)).map(|(id, _)| *id).collect()
}
