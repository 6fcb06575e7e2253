//! What is written down besides the casework: who came, who looked at what, who took what out, and what was refused.
use super::words::terms;
use serde::{Deserialize, Serialize};

/// The sign before the subject of such an entry: `@ZJ-2026-000123`. So it stands beside what it is about, and in no
/// journal that is folded.
pub const SIGN: char = '@';

/// The subject under which looks at something are written down.
pub fn subject(of: &str) -> String {
    format!("{SIGN}{of}")
}

/// The subject of somebody's own comings and goings.
pub fn of_clerk(code: &str) -> String {
    subject(&format!("clerk:{code}"))
}

/// One of them. The tag names its message `trace-…`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "trace", rename_all = "kebab-case")]
pub enum Trace {
    /// Somebody signed in.
    SignedIn {
        /// At which terminal.
        terminal: String,
    },
    /// A sign-in was refused.
    SignInFailed {
        /// At which terminal.
        terminal: String,
        /// Which message said why.
        why: String,
    },
    /// Somebody left.
    SignedOut,
    /// The desk locked itself.
    Locked,
    /// It was unlocked by the same clerk.
    Unlocked,
    /// A PIN was set; whose, the subject says.
    PinSet,
    /// A petition, person or case was opened.
    Looked,
    /// Numbers and address were shown unmasked.
    Revealed {
        /// Why.
        reason: String,
    },
    /// Something was looked for, and a hit opened or the box left.
    Searched {
        /// What was typed last.
        query: String,
        /// How many there were.
        hits: usize,
    },
    /// The identity strip of a form showed who may be standing there.
    Matched {
        /// How many people were shown in it, at the most.
        people: usize,
    },
    /// Many petitions were written out.
    Exported {
        /// As what.
        form: String,
        /// How many.
        rows: usize,
        /// Code of the second person.
        with: String,
    },
    /// A paper was fetched out of the outbox.
    Fetched {
        /// Name of the file.
        file: String,
    },
    /// Something was refused.
    Refused {
        /// What was wanted.
        wish: String,
        /// Which message said why.
        why: String,
    },
}

impl Trace {
    /// Its kind: the serde tag.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::SignedIn { .. } => "signed-in",
            Self::SignInFailed { .. } => "sign-in-failed",
            Self::SignedOut => "signed-out",
            Self::Locked => "locked",
            Self::Unlocked => "unlocked",
            Self::PinSet => "pin-set",
            Self::Looked => "looked",
            Self::Revealed { .. } => "revealed",
            Self::Searched { .. } => "searched",
            Self::Matched { .. } => "matched",
            Self::Exported { .. } => "exported",
            Self::Fetched { .. } => "fetched",
            Self::Refused { .. } => "refused",
        }
    }

    /// Takes out every word that somebody typed.
    pub fn say_nothing(&mut self) {
        match self {
            Self::Revealed { reason: said }
            | Self::Searched { query: said, .. }
            | Self::Fetched { file: said }
            | Self::Refused { wish: said, .. } => said.clear(),
            Self::SignedIn { .. }
            | Self::SignInFailed { .. }
            | Self::SignedOut
            | Self::Locked
            | Self::Unlocked
            | Self::PinSet
            | Self::Looked
            | Self::Matched { .. }
            | Self::Exported { .. } => {}
        }
    }

    /// Every kind, for the language guardian and for filters.
    pub const KINDS: &'static [&'static str] = &[
        "signed-in",
        "sign-in-failed",
        "signed-out",
        "locked",
        "unlocked",
        "pin-set",
        "looked",
        "revealed",
        "searched",
        "matched",
        "exported",
        "fetched",
        "refused",
    ];
}

terms! {
    /// Entries of one kind, as an auditor asks for them.
    #[derive(Default)]
    Group / "journal-group" {
        #[default]
        /// 全部
        All = "all",
        /// 查看
        Looked = "looked",
        /// 显示
        Revealed = "revealed",
        /// 带出
        Taken = "taken",
        /// 被拒绝
        Refused = "refused",
        /// 登录
        Signed = "signed",
        /// 办件
        Changed = "changed",
    }
}

impl Group {
    /// The traces that are of it; none where it is all of them, or what is no trace.
    pub const fn kinds(self) -> &'static [&'static str] {
        match self {
            Self::All | Self::Changed => &[],
            Self::Looked => &["looked", "searched", "matched"],
            Self::Revealed => &["revealed"],
            Self::Taken => &["exported", "fetched"],
            Self::Refused => &["refused", "sign-in-failed"],
            Self::Signed => &["signed-in", "signed-out", "locked", "unlocked", "pin-set"],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_trace_is_of_exactly_one_group() {
        for kind in Trace::KINDS {
            let groups = Group::ALL.iter().filter(|group| group.kinds().contains(kind));
            assert_eq!(groups.count(), 1, "{kind}");
        }
    }
}
