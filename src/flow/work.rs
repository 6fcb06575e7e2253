//! What long works tell while they go and when they are done.
use super::Note;
use crate::{domain::petition::No, lang::Lang};
use serde::Serialize;
use std::path::PathBuf;

/// What a file holds that is taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Petitions, as the province's platform writes them.
    Petitions,
    /// Rows of the register with this id.
    Rows(String),
    /// The declaration of a register.
    Declaration,
}

impl Holds {
    /// The register whose rows it holds.
    pub fn register(&self) -> Option<&str> {
        match self {
            Self::Rows(id) => Some(id),
            Self::Petitions | Self::Declaration => None,
        }
    }
}

/// What a printer did with a paper, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Printer {
    /// It took it.
    Took,
    /// There is none.
    Absent,
    /// It did not take it.
    Refused,
}

/// How a work goes.
#[derive(Clone, Debug, PartialEq)]
pub enum Work {
    /// So many of so many rows, at so many a second.
    Going {
        /// Rows done.
        done: usize,
        /// Rows in all.
        of: usize,
        /// Rows a second.
        rate: usize,
    },
    /// A declaration as it is written.
    Declaration(String),
    /// What a sheet looks like.
    Preview(Preview),
    /// A sheet is in.
    Imported(Tally),
    /// A paper is printed.
    Printed {
        /// The file it was written to, as text; its document lies beside it.
        file: PathBuf,
        /// What the printer did with it.
        printer: Printer,
    },
    /// So many of the questions of a briefing are answered.
    Briefing {
        /// Answered.
        done: usize,
        /// Of how many.
        of: usize,
    },
    /// A briefing, an evaluation or a poster is written: its files.
    Briefed(Vec<PathBuf>),
    /// The papers of several petitions are printed, but for those that could not be.
    PrintedMany {
        /// So many are.
        printed: usize,
        /// The worst that the printer did with one of them.
        printer: Printer,
        /// The others, and why each is not.
        refused: Vec<(No, Note)>,
    },
    /// It failed.
    Failed(Note),
}

/// The beginning of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// The file.
    pub file: PathBuf,
    /// Column names.
    pub header: Vec<String>,
    /// Which column holds which field, by field id.
    pub columns: Vec<(String, Option<usize>)>,
    /// The first rows.
    pub rows: Vec<Vec<String>>,
    /// Rows that hold anything.
    pub total: usize,
}

/// What became of the rows of a sheet; the four add up to the rows that hold anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// New petitions.
    pub imported: usize,
    /// Merged into the petition with the same national number.
    pub merged: usize,
    /// Nothing new.
    pub unchanged: usize,
    /// Could not be taken in.
    pub rejected: usize,
    /// Why the first of these stay out.
    pub why: Vec<Why>,
    /// Where the rejected rows are.
    pub rejected_file: Option<String>,
}

/// Why a row of a sheet stays out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Why {
    /// Its line in the sheet, from 1.
    pub line: usize,
    /// The reason, in words.
    pub reason: String,
}

impl Tally {
    /// Why rows stay out: of the first of them, and how many more there are.
    pub fn reasons(&self, lang: &Lang) -> Vec<String> {
        let told = |Why { line, reason }: &Why| {
            lang.fill("import-why", &[("line", (*line).into()), ("reason", reason.as_str().into())])
        };
        let mut all: Vec<String> = self.why.iter().map(told).collect();
        let more = self.rejected.saturating_sub(self.why.len());
        if more > 0 {
            all.push(lang.fill("import-why-more", &[("count", more.into())]));
        }
        all
    }
}
