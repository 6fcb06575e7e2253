//! Key → action, a table a context, read from TOML; a user's file lies over the shipped one.
use super::{Action, Key};
use std::collections::HashMap;

/// Declares the contexts once.
macro_rules! contexts {
    ($($(#[$doc:meta])* $name:ident = $id:literal),* $(,)?) => {
        /// Where the user's hands are. The innermost one is asked first.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Context { $($(#[$doc])* $name),* }

        impl Context {
            /// Every context, the outermost first.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Its name in keymap files.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $id),* }
            }
        }
    };
}

contexts! {
    /// Everywhere.
    Global = "global",
    /// A list with a cursor.
    List = "list",
    /// The first screen.
    Today = "today",
    /// A form.
    Form = "form",
    /// A form that asks for one thing only.
    Single = "single",
    /// A field of one line; takes text.
    Edit = "edit",
    /// A field of many lines; takes text.
    Page = "page",
    /// A field with a few fixed answers; takes text, which chooses.
    Choice = "choice",
    /// A field that looks up a list; takes text, which looks up.
    Pick = "pick",
    /// The intake form.
    Intake = "intake",
    /// The find box; takes text.
    Find = "find",
    /// Words by which a list is narrowed; takes text.
    Seek = "seek",
    /// A petition's page.
    Petition = "petition",
    /// What a petition offers: steps, papers; takes text, which chooses.
    Steps = "steps",
    /// The limits of a petition.
    Limits = "limits",
    /// A person's page.
    Person = "person",
    /// The board.
    Board = "board",
    /// A register.
    Register = "register",
    /// A row of a register.
    Record = "record",
    /// A case's page.
    Case = "case",
    /// The figures.
    Figures = "figures",
    /// An evaluation.
    Evaluation = "evaluation",
    /// The points of a petition's evaluation.
    Points = "points",
    /// Review meetings.
    Meetings = "meetings",
    /// A review meeting.
    Meeting = "meeting",
    /// The settings.
    Settings = "settings",
    /// The path of a sheet; takes text.
    File = "file",
    /// A sheet that is being taken in.
    Import = "import",
    /// The menu; takes text, which filters.
    Menu = "menu",
}

impl Context {
    /// Whether plain characters belong to the text before anything else.
    pub const fn takes_text(self) -> bool {
        matches!(
            self,
            Self::Edit
                | Self::Page
                | Self::Choice
                | Self::Pick
                | Self::Find
                | Self::Seek
                | Self::File
                | Self::Steps
                | Self::Menu
        )
    }

    /// Whether a digit that no key is bound to chooses something, such as a view.
    pub const fn takes_digits(self) -> bool {
        matches!(self, Self::Today)
    }
}

/// What a key came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// This action.
    Action(Action),
    /// More keys are needed.
    Pending,
    /// A character for the text.
    Text(char),
    /// Nothing here.
    Nothing,
}

/// What is wrong with one line of a keymap file; the desk names it and opens all the same.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeymapError {
    /// Not TOML, or the same key twice in one table.
    #[error("{0}")]
    Toml(String),
    /// There is no such context.
    #[error("[{0}]")]
    Context(String),
    /// The notation is not a key.
    #[error("[{context}] {key:?}")]
    Key {
        /// In which table.
        context: String,
        /// As written.
        key: String,
    },
    /// There is no such action.
    #[error("[{context}] {key:?} = {action:?}")]
    Action {
        /// In which table.
        context: String,
        /// As written.
        key: String,
        /// As written.
        action: String,
    },
}

type Chord = Vec<Key>;

/// A whole keymap.
#[derive(Clone, Debug, Default)]
pub struct Keymap {
    chords: HashMap<Context, Vec<(Chord, Action)>>,
}

impl Keymap {
    /// The shipped keymap.
    pub const DEFAULT: &'static str = include_str!("../../keymaps/default.toml");
    /// The shipped one for hands that know vi.
    pub const VIM: &'static str = include_str!("../../keymaps/vim.toml");

    /// Lays a file over this map. What cannot be read is named and left out; the rest counts.
    pub fn lay(&mut self, text: &str) -> Vec<KeymapError> {
        match text.parse::<toml::Table>() {
            Err(error) => vec![KeymapError::Toml(error.to_string())],
            Ok(tables) => tables.iter().flat_map(|(name, table)| self.lay_table(name, table)).collect(),
        }
    }

    fn lay_table(&mut self, name: &str, table: &toml::Value) -> Vec<KeymapError> {
        let Some(context) = Context::ALL.iter().copied().find(|context| context.id() == name) else {
            return vec![KeymapError::Context(name.to_owned())];
        };
        let lines = table.as_table().into_iter().flatten();
        lines.filter_map(|(chord, wanted)| self.bind(context, chord, wanted).err()).collect()
    }

    fn bind(&mut self, context: Context, chord: &str, wanted: &toml::Value) -> Result<(), KeymapError> {
        let keys: Chord = chord
            .split(' ')
            .map(Key::parse)
            .collect::<Option<_>>()
            .ok_or_else(|| KeymapError::Key { context: context.id().to_owned(), key: chord.to_owned() })?;
        let wanted = wanted.as_str().unwrap_or_default();
        let table = self.chords.entry(context).or_default();
        table.retain(|(bound, _)| *bound != keys);
        // An empty name takes a shipped binding away.
        if !wanted.is_empty() {
            let action = Action::parse(wanted).ok_or_else(|| KeymapError::Action {
                context: context.id().to_owned(),
                key: chord.to_owned(),
                action: wanted.to_owned(),
            })?;
            table.push((keys, action));
        }
        Ok(())
    }

    /// What the keys pressed so far come to; `contexts` go from the innermost to the outermost.
    pub fn resolve(&self, contexts: &[Context], keys: &[Key]) -> Found {
        for context in contexts {
            if let (true, [key]) = (context.takes_text(), keys)
                && let Some(c) = key.typed()
            {
                return Found::Text(c);
            }
            for (chord, action) in self.chords.get(context).into_iter().flatten() {
                if chord == keys {
                    return Found::Action(*action);
                }
                if chord.starts_with(keys) {
                    return Found::Pending;
                }
            }
        }
        let digit = match keys {
            [key] => key.typed().filter(char::is_ascii_digit),
            _ => None,
        };
        let chooses = contexts.iter().any(|context| context.takes_digits());
        digit.filter(|_| chooses).map_or(Found::Nothing, Found::Text)
    }

    /// How deep inside an action is bound: 0 for the innermost context.
    pub fn depth(&self, contexts: &[Context], action: Action) -> usize {
        let binds = |context: &Context| {
            self.chords.get(context).is_some_and(|table| table.iter().any(|(_, bound)| *bound == action))
        };
        contexts.iter().position(binds).unwrap_or(contexts.len())
    }

    /// The actions that have keys here, in the order of [`Action::ALL`], each with its keys as written. A key
    /// that an inner context takes for something else is not offered.
    pub fn offers(&self, contexts: &[Context]) -> Vec<(Action, Vec<String>)> {
        let keys_of = |wanted: Action| -> Vec<String> {
            let bound = contexts.iter().filter_map(|context| self.chords.get(context)).flatten();
            let mine = bound.filter(|(chord, action)| {
                *action == wanted && self.resolve(contexts, chord) == Found::Action(wanted)
            });
            let mut written: Vec<String> = mine.map(|(chord, _)| written(chord)).collect();
            written.dedup();
            written
        };
        let all = Action::ALL.iter().map(|action| (*action, keys_of(*action)));
        all.filter(|(_, keys)| !keys.is_empty()).collect()
    }

    /// Every binding of a context, for `fengqiao keys` and for tests.
    pub fn table(&self, context: Context) -> Vec<(String, Action)> {
        let bound = self.chords.get(&context).into_iter().flatten();
        bound.map(|(chord, action)| (written(chord), *action)).collect()
    }
}

fn written(chord: &[Key]) -> String {
    chord.iter().map(Key::to_string).collect::<Vec<_>>().join(" ")
}
