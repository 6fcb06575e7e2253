//! What edits the focused field, and how a value is tidied when the focus leaves it.
use super::{Form, Ground, Kind};
use crate::{
    domain::{
        catalog::{Catalog, List},
        day,
        identity::Identity,
        money::Fen,
        phone,
    },
    keys::Action,
    search::pick,
    text::{clean, edit::Edit, line::Line, page::Page},
};

/// Graphemes of a page of text: registration asks for no more, and a paste of a whole book is cut.
const PAGE_CAP: usize = 10_000;

/// What edits the focused field.
#[derive(Clone, Debug, Default)]
pub(super) enum Editor {
    /// Nothing to edit.
    #[default]
    None,
    /// A choice: the letters typed so far, and whether its answers are listed.
    Choice { letters: String, listed: bool },
    /// One line.
    Line(Line),
    /// Many lines.
    Page(Page),
    /// A look-up: what was typed, what it offers (codes), which offer is marked.
    Pick { typed: Line, offers: Vec<String>, marked: usize },
}

impl Editor {
    pub(super) fn on(kind: Kind, value: &str) -> Self {
        match kind {
            Kind::Line(cap) => Self::Line(Line::new(value).with_cap(cap)),
            Kind::Page(_) => Self::Page(Page::new(value).with_cap(PAGE_CAP)),
            Kind::Choice { .. } | Kind::Declared => Self::Choice { letters: String::new(), listed: false },
            Kind::Day | Kind::Count => Self::Line(Line::new(value).with_cap(12)),
            Kind::Money => Self::Line(Line::new(value).with_cap(24)),
            Kind::Phone | Kind::Identity => Self::Line(Line::new(value).with_cap(32)),
            Kind::Pick(_) => Self::Pick { typed: Line::default(), offers: Vec::new(), marked: 0 },
        }
    }

    pub(super) fn text(&self) -> &str {
        match self {
            Self::None => "",
            Self::Choice { letters, .. } => letters,
            Self::Line(line) | Self::Pick { typed: line, .. } => line.text(),
            Self::Page(page) => page.text(),
        }
    }

    fn edit(&mut self) -> Option<&mut Edit> {
        match self {
            Self::None | Self::Choice { .. } => None,
            Self::Line(line) | Self::Pick { typed: line, .. } => Some(line),
            Self::Page(page) => Some(page),
        }
    }

    pub(super) fn insert(&mut self, text: &str) {
        match self {
            Self::None => {}
            Self::Choice { letters, .. } => letters.push_str(text),
            Self::Page(page) => drop(page.insert(&clean::typed_page(text))),
            Self::Line(line) | Self::Pick { typed: line, .. } => drop(line.insert(&clean::typed(text))),
        }
    }

    pub(super) fn up(&mut self, cols: u16) -> bool {
        if let Self::Page(page) = self { page.up(cols) } else { false }
    }

    pub(super) fn down(&mut self, cols: u16) -> bool {
        if let Self::Page(page) = self { page.down(cols) } else { false }
    }

    /// Carries out an editing action; `false` when it is none.
    pub(super) fn act(&mut self, action: Action) -> bool {
        if let (Self::Page(page), Action::EditNewline) = (&mut *self, action) {
            page.newline();
            return true;
        }
        let Some(edit) = self.edit() else { return false };
        edit_act(edit, action)
    }

    /// Looks up what was typed. Nothing typed offers nothing: whoever empties the field means that it is empty.
    pub(super) fn look_up(&mut self, list: List, catalog: &Catalog) {
        if let Self::Pick { typed, offers, marked } = self {
            *marked = 0;
            offers.clear();
            if !typed.text().trim().is_empty() {
                let found = pick::offered(catalog, list, typed.text());
                offers.extend(found.into_iter().map(|item| item.code.clone()));
            }
        }
    }
}

/// Carries out an editing action on a text; `false` when it is none. The find box and the menu use it too.
pub fn edit_act(edit: &mut Edit, action: Action) -> bool {
    match action {
        Action::EditLeft => edit.left(),
        Action::EditRight => edit.right(),
        Action::EditWordLeft => edit.word_left(),
        Action::EditWordRight => edit.word_right(),
        Action::EditHome => edit.home(),
        Action::EditTop => edit.top(),
        Action::EditBottom => edit.bottom(),
        Action::EditEnd => edit.end(),
        Action::EditErase => edit.erase(),
        Action::EditDelete => edit.delete(),
        Action::EditKill => edit.kill_line(),
        Action::EditKillEnd => edit.kill_to_end(),
        Action::EditUndo => drop(edit.undo()),
        _ => return false,
    }
    true
}

/// The value as it is kept: folded, without blanks at its ends, a date written out. `None` when it cannot be
/// read; then it stays as it was typed.
pub(super) fn tidy(kind: Kind, value: &str, ground: &Ground<'_>) -> Option<String> {
    match kind {
        Kind::Line(_) => Some(clean::line(value)),
        Kind::Page(_) => Some(clean::page(value)),
        Kind::Count => Some(clean::fold(value.trim())),
        Kind::Day => day::read(value, ground.today).ok().map(|day| day.to_string()),
        Kind::Money => Fen::read(value).ok().map(|amount| amount.to_string()),
        Kind::Phone => phone::kind(value).ok().map(|_| phone::fold(value)),
        Kind::Identity => Identity::read(value).ok().map(|identity| identity.as_str().to_owned()),
        Kind::Choice { .. } | Kind::Declared | Kind::Pick(_) => None,
    }
}

impl Form {
    /// A phrase: `;` and a short code, ended by a space, becomes the phrase in place.
    pub(super) fn expand(&mut self, typed: &str, ground: &Ground<'_>) {
        if typed != " " && typed != "\u{3000}" {
            return;
        }
        let Some(edit) = self.editor.edit() else { return };
        let before = edit.before().trim_end();
        let Some(start) = before.rfind([';', '；']) else { return };
        let code: String = before[start..].chars().skip(1).collect();
        let phrase = ground.catalog.get(List::Phrase, &code.to_lowercase());
        let Some(text) = phrase.map(|item| item.extra.text.clone()) else { return };
        for _ in 0..code.chars().count() + 2 {
            edit.erase();
        }
        edit.insert(&text);
    }
}
