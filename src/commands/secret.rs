//! A secret from whoever runs a verb: typed without being shown, or the first line of standard input.
use crate::domain::pin::Pin;
use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
use std::io::{self, BufRead, IsTerminal, Write, stdin};

/// Asks for a PIN.
pub(super) fn pin(prompt: &str) -> io::Result<Pin> {
    let shown = stdin().is_terminal().then(|| tcgetattr(rustix::stdio::stdin())).transpose()?;
    if let Some(shown) = &shown {
        let mut hidden = shown.clone();
        hidden.local_modes.remove(LocalModes::ECHO);
        tcsetattr(rustix::stdio::stdin(), OptionalActions::Now, &hidden)?;
        write!(io::stderr(), "{prompt}: ")?;
    }
    let mut line = zeroize::Zeroizing::new(String::new());
    let read = stdin().lock().read_line(&mut line);
    if let Some(shown) = &shown {
        tcsetattr(rustix::stdio::stdin(), OptionalActions::Now, shown)?;
        writeln!(io::stderr())?;
    }
    read.map(|_| Pin::new(line.trim_end_matches(['\r', '\n'])))
}
