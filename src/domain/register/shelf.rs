//! All registers of a house: those that ship, and those that it has declared itself.
use super::{ReadError, Register, read};
use crate::domain::catalog::{Extra, Item, List};
use sha2::{Digest, Sha256};
use std::sync::{Arc, LazyLock};

macro_rules! shipped {
    ($($id:literal),* $(,)?) => {
        /// What ships: the name of the file, and its text.
        const SHIPPED: &[(&str, &str)] =
            &[$(($id, include_str!(concat!("../data/registers/", $id, ".toml")))),*];
    };
}

shipped![
    "receptions",
    "markets",
    "visits",
    "duty",
    "qr-points",
    "qr-scans",
    "disputes",
    "settlements",
    "stations",
    "volunteers",
    "assignments",
    "venues",
    "consultations",
    "hearings",
    "joint",
    "pledges",
    "recommendations",
    "rehearsals",
    "livelihood",
    "outreach",
    "rules",
    "documents",
    "inquiries",
];

/// What ships, read once.
pub fn shipped() -> &'static Arc<Registers> {
    static READ: LazyLock<Arc<Registers>> = LazyLock::new(|| {
        let mut all = Registers::default();
        for (code, text) in SHIPPED {
            all.take(code, text);
        }
        all.missing();
        Arc::new(all)
    });
    &READ
}

/// The same as entries of the list of registers.
pub fn shipped_items() -> &'static [Item] {
    static ITEMS: LazyLock<Vec<Item>> = LazyLock::new(|| {
        let item = |(code, text): &(&str, &str)| {
            let name = shipped().get(code).map_or("", |register| register.name.say(true));
            let extra = Extra { text: (*text).to_owned(), ..Extra::default() };
            Item { extra, ..Item::new(List::Register, *code, name) }
        };
        SHIPPED.iter().map(item).collect()
    });
    &ITEMS
}

/// Which declarations come with this program: a sum over them, in hexadecimal digits.
pub fn fingerprint() -> &'static str {
    static SUM: LazyLock<String> = LazyLock::new(|| {
        let mut sum = Sha256::new();
        for (_, text) in SHIPPED {
            sum.update(text);
        }
        let digits = sum.finalize();
        let sum = digits.iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        format!("{sum:016x}")
    });
    &SUM
}

/// A declaration that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Under which code it is kept.
    pub file: String,
    /// Why.
    pub error: ReadError,
}

/// The registers that can be used, and what is wrong with the others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Registers {
    all: Vec<Arc<Register>>,
    /// What is wrong.
    pub faults: Vec<Fault>,
}

impl Registers {
    /// Those that entries of the list of registers declare, the later one of a code in place of the earlier one; what is
    /// switched off is not there.
    pub fn of<'i>(items: impl IntoIterator<Item = &'i Item>) -> Self {
        let mut declared: Vec<&Item> = Vec::new();
        for item in items.into_iter().filter(|item| item.list == List::Register) {
            match declared.iter_mut().find(|other| other.code == item.code) {
                Some(other) => *other = item,
                None => declared.push(item),
            }
        }
        let mut all = Self::default();
        for item in declared.into_iter().filter(|item| !item.off) {
            all.take(&item.code, &item.extra.text);
        }
        all.missing();
        all
    }

    /// All that can be used, in their order.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Register>> {
        self.all.iter()
    }

    /// What a register is called; its id where it is not there any more.
    pub fn name<'a>(&'a self, id: &'a str, chinese: bool) -> &'a str {
        self.get(id).map_or(id, |register| register.name.say(chinese))
    }

    /// The register with this id.
    pub fn get(&self, id: &str) -> Option<&Arc<Register>> {
        self.all.iter().find(|register| register.id == id)
    }

    /// Why a declaration could not be one of these, if it could not.
    pub fn refuses(&self, code: &str, text: &str) -> Option<ReadError> {
        let mut others = self.clone();
        others.all.retain(|register| register.id != code);
        others.faults.clear();
        others.take(code, text);
        others.missing();
        others.faults.into_iter().find(|fault| fault.file == code).map(|fault| fault.error)
    }

    fn take(&mut self, code: &str, text: &str) {
        let fault = |error| Fault { file: code.to_owned(), error };
        let register = match read(text) {
            Ok(register) => register,
            Err(error) => return self.faults.push(fault(error)),
        };
        let other =
            self.all.iter().find(|other| other.id == register.id || other.letters == register.letters);
        let error = |why, what: &str| ReadError { line: line_of(text, what), why, what: what.to_owned() };
        if register.id != code {
            self.faults.push(fault(error("declared-other-id", &register.id)));
        } else if let Some(other) = other {
            let (why, what) = if other.id == register.id {
                ("declared-twice", &other.id)
            } else {
                ("declared-bad-letters", &other.letters)
            };
            self.faults.push(fault(error(why, what)));
        } else {
            self.all.push(Arc::new(register));
        }
    }

    /// A register whose fields lead to one that is not there cannot be used.
    fn missing(&mut self) {
        let ids: Vec<String> = self.all.iter().map(|register| register.id.clone()).collect();
        let lost = |register: &Register| {
            let leads = register.fields.iter().map(|field| field.of.clone());
            leads.into_iter().find(|of| !of.is_empty() && !ids.contains(of))
        };
        let faults = self.all.iter().filter_map(|register| {
            let what = lost(register)?;
            let error = ReadError { line: 1, why: "declared-no-register", what };
            Some(Fault { file: register.id.clone(), error })
        });
        let faults: Vec<Fault> = faults.collect();
        self.all.retain(|register| faults.iter().all(|fault| fault.file != register.id));
        self.faults.extend(faults);
    }
}

/// The first line that holds a text in quotes.
fn line_of(text: &str, what: &str) -> usize {
    let quoted = format!("\"{what}\"");
    text.lines().position(|line| line.contains(&quoted)).map_or(1, |at| at + 1)
}
