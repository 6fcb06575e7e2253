//! How things look: sixteen named colours or none, never RGB; and every state also has a word or a sign.
use ratatui::style::{Color, Modifier, Style};

/// The styles of one theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    mono: bool,
}

impl Theme {
    /// With sixteen colours, or with none.
    pub const fn new(mono: bool) -> Self {
        Self { mono }
    }

    fn colour(self, colour: Color) -> Style {
        if self.mono { Style::new() } else { Style::new().fg(colour) }
    }

    /// Headings and the screen's name.
    pub fn title(self) -> Style {
        self.colour(Color::Cyan).add_modifier(Modifier::BOLD)
    }

    /// The focused field or row, beside its sign.
    pub fn focus(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// Labels, and whatever is only of use when looked for.
    pub fn dim(self) -> Style {
        self.colour(Color::DarkGray)
    }

    /// A key in a hint.
    pub fn key(self) -> Style {
        self.colour(Color::Yellow)
    }

    /// Letters that matched.
    pub fn hit(self) -> Style {
        self.colour(Color::Yellow).add_modifier(Modifier::UNDERLINED)
    }

    /// It went well.
    pub fn good(self) -> Style {
        self.colour(Color::Green)
    }

    /// Something is wrong or late.
    pub fn bad(self) -> Style {
        self.colour(Color::Red).add_modifier(Modifier::BOLD)
    }
}
