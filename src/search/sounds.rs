//! One table of all hanzi, ordered by sound, so that "sounds like" is a range of small numbers.
use super::{pinyin, surnames::SURNAMES};
use std::{collections::HashMap, ops::Range, sync::LazyLock};

/// A hanzi in a name, as a number ordered by its syllable. 0 stands for "no more hanzi".
pub type Code = u16;
/// A toneless syllable, as a number. 0 stands for a hanzi without a known reading.
pub type Syllable = u16;

/// A hanzi that the table does not hold (beyond the basic plane).
const RARE: Code = 1;
const LOW: u32 = 0x3400;
const HIGH: u32 = 0xA000;

/// The table. Codes live in memory only: they move when the readings do.
pub struct Sounds {
    syllables: Vec<&'static str>,
    classes: Vec<String>,
    ids: HashMap<&'static str, Syllable>,
    legal_classes: Vec<String>,
    code_of: Vec<Code>,
    hanzi_of: Vec<char>,
    first: Vec<Code>,
    others: Vec<(Syllable, Code)>,
    single: HashMap<char, Code>,
    double: Vec<([char; 2], [Code; 2])>,
}

/// The table of this process.
pub fn sounds() -> &'static Sounds {
    static SOUNDS: LazyLock<Sounds> = LazyLock::new(Sounds::new);
    &SOUNDS
}

/// A hanzi with the syllable it is filed under: once as itself, once more for each surname reading.
struct Entry {
    syllable: &'static str,
    hanzi: char,
    surname: Option<&'static str>,
}

impl Sounds {
    fn new() -> Self {
        let mut entries = entries();
        entries.sort_unstable_by_key(|one| (one.syllable, one.hanzi, one.surname));
        let mut table = Self {
            syllables: vec![""],
            classes: Vec::new(),
            ids: HashMap::new(),
            legal_classes: Vec::new(),
            code_of: vec![RARE; (HIGH - LOW) as usize],
            hanzi_of: vec!['\0', '\0'],
            first: vec![0],
            others: Vec::new(),
            single: HashMap::new(),
            double: Vec::new(),
        };
        let mut surnames: HashMap<(&'static str, char), Code> = HashMap::new();
        for entry in &entries {
            let code = table.file(entry);
            if let Some(surname) = entry.surname {
                surnames.insert((surname, entry.hanzi), code);
            }
        }
        table.first.push(code(table.hanzi_of.len()));
        table.note_surnames(&surnames);
        table.note_classes();
        table.note_other_readings();
        table
    }

    fn file(&mut self, entry: &Entry) -> Code {
        if self.syllables.last() != Some(&entry.syllable) {
            self.ids.insert(entry.syllable, code(self.syllables.len()));
            self.syllables.push(entry.syllable);
            self.first.push(code(self.hanzi_of.len()));
        }
        let own = code(self.hanzi_of.len());
        self.hanzi_of.push(entry.hanzi);
        if entry.surname.is_none()
            && let Some(slot) = slot(entry.hanzi).and_then(|at| self.code_of.get_mut(at))
        {
            *slot = own;
        }
        own
    }

    fn note_surnames(&mut self, codes: &HashMap<(&'static str, char), Code>) {
        for (surname, _) in SURNAMES {
            let hanzi: Vec<char> = surname.chars().collect();
            let of = |c: char| codes.get(&(*surname, c)).copied().unwrap_or(RARE);
            match hanzi[..] {
                [one] => drop(self.single.insert(one, of(one))),
                [one, two] => self.double.push(([one, two], [of(one), of(two)])),
                _ => {}
            }
        }
    }

    fn note_classes(&mut self) {
        self.classes = self.syllables.iter().map(|syllable| pinyin::fold(syllable)).collect();
        self.legal_classes = self.classes.iter().filter(|class| class.len() >= 2).cloned().collect();
        self.legal_classes.sort_unstable();
        self.legal_classes.dedup();
    }

    fn note_other_readings(&mut self) {
        for at in 2..self.hanzi_of.len() {
            let filed = self.syllable(code(at));
            for other in pinyin::readings(self.hanzi_of[at]) {
                if let Some(&id) = self.ids.get(other).filter(|&&id| id != filed) {
                    self.others.push((id, code(at)));
                }
            }
        }
        self.others.sort_unstable();
    }

    /// The first four hanzi of a name; surnames count with their own reading.
    pub fn encode(&self, name: &str) -> [Code; 4] {
        let mut hanzi = ['\0'; 4];
        for (slot, c) in hanzi.iter_mut().zip(name.chars().filter(|&c| pinyin::is_hanzi(c))) {
            *slot = c;
        }
        let mut codes = hanzi.map(|c| if c == '\0' { 0 } else { self.code(c) });
        if let Some((_, pair)) = self.double.iter().find(|(pair, _)| hanzi.starts_with(pair)) {
            codes[..2].copy_from_slice(pair);
        } else if let Some(&surname) = self.single.get(&hanzi[0]) {
            codes[0] = surname;
        }
        codes
    }

    fn code(&self, c: char) -> Code {
        slot(c).and_then(|at| self.code_of.get(at)).copied().unwrap_or(RARE)
    }

    /// How many codes there are.
    pub fn len(&self) -> usize {
        self.hanzi_of.len()
    }

    /// The hanzi of a code; the zero character where there is none.
    pub fn hanzi(&self, code: Code) -> char {
        self.hanzi_of.get(usize::from(code)).copied().unwrap_or('\0')
    }

    /// The syllable that a code is filed under.
    pub fn syllable(&self, code: Code) -> Syllable {
        let at = self.first.partition_point(|&first| first <= code);
        Syllable::try_from(at.saturating_sub(1)).unwrap_or(0)
    }

    /// Every syllable with its spelling and its accent class.
    pub fn each(&self) -> impl Iterator<Item = (Syllable, &'static str, &str)> {
        (0..).zip(self.syllables.iter().zip(&self.classes)).skip(1).map(|(id, (text, class))| {
            let id: Syllable = id;
            (id, *text, class.as_str())
        })
    }

    /// The syllable with this spelling.
    pub fn find(&self, spelling: &str) -> Option<Syllable> {
        self.ids.get(spelling).copied()
    }

    /// The spelling of a syllable.
    #[cfg(test)]
    pub fn spelling(&self, syllable: Syllable) -> &'static str {
        self.syllables.get(usize::from(syllable)).copied().unwrap_or("")
    }

    /// The accent class of a syllable.
    pub fn class(&self, syllable: Syllable) -> &str {
        self.classes.get(usize::from(syllable)).map_or("", String::as_str)
    }

    /// Whether some syllable belongs to this accent class.
    pub fn is_class(&self, class: &str) -> bool {
        self.legal_classes.binary_search_by(|one| one.as_str().cmp(class)).is_ok()
    }

    /// The codes filed under a syllable.
    pub fn range(&self, syllable: Syllable) -> Range<usize> {
        let at = usize::from(syllable);
        let bound = |at: usize| self.first.get(at).copied().map_or(0, usize::from);
        bound(at)..bound(at + 1)
    }

    /// The codes that have this syllable as another, less usual reading.
    pub fn others(&self, syllable: Syllable) -> impl Iterator<Item = Code> {
        let from = self.others.partition_point(|&(one, _)| one < syllable);
        self.others[from..].iter().take_while(move |&&(one, _)| one == syllable).map(|&(_, code)| code)
    }
}

fn entries() -> Vec<Entry> {
    let plain = (LOW..HIGH)
        .filter_map(char::from_u32)
        .filter_map(|hanzi| Some(Entry { syllable: pinyin::reading(hanzi)?, hanzi, surname: None }));
    let surnames = SURNAMES.iter().flat_map(|(surname, syllables)| {
        let filed =
            move |(hanzi, syllable): (char, &&'static str)| Entry { syllable, hanzi, surname: Some(surname) };
        surname.chars().zip(*syllables).map(filed)
    });
    plain.chain(surnames).collect()
}

fn slot(c: char) -> Option<usize> {
    (u32::from(c)).checked_sub(LOW).and_then(|at| usize::try_from(at).ok())
}

fn code(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(RARE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_surname_is_filed_under_its_own_reading() {
        let table = sounds();
        let read = |name: &str| {
            table
                .encode(name)
                .iter()
                .filter(|&&code| code != 0)
                .map(|&code| table.spelling(table.syllable(code)))
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(read("单雄信"), "shan xiong xin");
        assert_eq!(read("万俟明"), "mo qi ming");
        assert_eq!(read("张单"), "zhang dan");
        assert_eq!(read("阿卜杜拉·买买提"), "a bo du la");
    }

    #[test]
    fn a_code_gives_back_its_hanzi() {
        let table = sounds();
        let name: String = table.encode("尉迟敬德").iter().map(|&code| table.hanzi(code)).collect();
        assert_eq!(name, "尉迟敬德");
    }

    #[test]
    fn a_hanzi_without_an_entry_is_kept_as_rare() {
        assert_eq!(sounds().encode("𠮷田")[0], RARE);
    }
}
