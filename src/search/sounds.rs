//! One table of all hanzi, ordered by sound, so that "sounds like" is a range of small numbers.
use super::{forms, pinyin, surnames::SURNAMES};
use std::{collections::HashMap, sync::LazyLock};

/// A hanzi in a name, as a number ordered by its syllable. 0 stands for "no more hanzi".
pub type Code = u16;
/// A toneless syllable, as a number. 0 stands for a hanzi without a known reading.
pub type Syllable = u16;
/// All the readings of a hanzi, as a number: most hanzi share theirs with many others.
pub type Readings = u16;

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
    readings_of: Vec<Readings>,
    syllable_of: Vec<Syllable>,
    /// Codes in the order of their readings, and where those of each readings begin.
    by_readings: (Vec<Code>, Vec<usize>),
    readings: Vec<Sounding>,
    filed_under: Vec<Vec<Readings>>,
    also_read: Vec<Vec<Readings>>,
    surnames: Vec<(char, Code)>,
    single: HashMap<char, Code>,
    double: Vec<([char; 2], [Code; 2])>,
}

/// How a hanzi sounds: the syllable that it is filed under, and its less usual ones.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Sounding {
    /// Filed under this syllable.
    pub own: Syllable,
    /// Other readings, ascending.
    pub others: Vec<Syllable>,
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
            readings_of: Vec::new(),
            syllable_of: Vec::new(),
            by_readings: (Vec::new(), Vec::new()),
            readings: Vec::new(),
            filed_under: Vec::new(),
            also_read: Vec::new(),
            surnames: Vec::new(),
            single: HashMap::new(),
            double: Vec::new(),
        };
        let mut surnames: HashMap<(&'static str, char), Code> = HashMap::new();
        let mut filed: Vec<Syllable> = vec![0, 0];
        for entry in &entries {
            let code = table.file(entry);
            filed.push(table.ids.get(entry.syllable).copied().unwrap_or_default());
            if let Some(surname) = entry.surname {
                surnames.insert((surname, entry.hanzi), code);
                table.surnames.push((entry.hanzi, code));
            }
        }
        table.note_surnames(&surnames);
        table.note_classes();
        table.note_readings(&filed);
        table.syllable_of = filed;
        table.note_forms();
        table
    }

    fn file(&mut self, entry: &Entry) -> Code {
        if self.syllables.last() != Some(&entry.syllable) {
            self.ids.insert(entry.syllable, code(self.syllables.len()));
            self.syllables.push(entry.syllable);
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

    fn note_readings(&mut self, filed: &[Syllable]) {
        let mut known: HashMap<Sounding, Readings> = HashMap::new();
        // Most hanzi have one reading: theirs is looked up by the syllable alone.
        let mut plain: Vec<Option<Readings>> = vec![None; self.syllables.len()];
        for (&hanzi, &own) in self.hanzi_of.iter().zip(filed) {
            let all = pinyin::readings(hanzi).into_iter().filter_map(|one| self.ids.get(one).copied());
            let mut others: Vec<Syllable> = all.filter(|&one| one != own).collect();
            others.sort_unstable();
            let next = code(self.readings.len());
            let sounding = Sounding { own, others };
            let readings = match plain.get_mut(usize::from(own)) {
                Some(plain) if sounding.others.is_empty() => *plain.get_or_insert(next),
                _ => *known.entry(sounding.clone()).or_insert(next),
            };
            if readings == next {
                self.readings.push(sounding);
            }
            self.readings_of.push(readings);
        }
        let mut codes: Vec<Code> = (0..).zip(&self.readings_of).map(|(code, _)| code).collect();
        let readings_of = |code: &Code| self.readings_of[usize::from(*code)];
        codes.sort_by_key(readings_of);
        let begin = |one: usize| codes.partition_point(|code| usize::from(readings_of(code)) < one);
        let begins = (0..=self.readings.len()).map(begin).collect();
        self.by_readings = (codes, begins);
        self.filed_under = vec![Vec::new(); self.syllables.len()];
        self.also_read = vec![Vec::new(); self.syllables.len()];
        for (readings, sounding) in (0..).zip(&self.readings) {
            self.filed_under[usize::from(sounding.own)].push(readings);
            for &other in &sounding.others {
                self.also_read[usize::from(other)].push(readings);
            }
        }
    }

    /// A form of the same sound is the same hanzi; one that sounds otherwise (乾 is not 干) stays what it is.
    fn note_forms(&mut self) {
        for (form, plain) in forms::each() {
            if pinyin::reading(form) == pinyin::reading(plain)
                && let Some(simple) = slot(plain).and_then(|at| self.code_of.get(at)).copied()
                && let Some(slot) = slot(form).and_then(|at| self.code_of.get_mut(at))
            {
                *slot = simple;
            }
        }
    }

    /// The first four hanzi of a name; surnames count with their own reading.
    pub fn encode(&self, name: &str) -> [Code; 4] {
        let mut hanzi = ['\0'; 4];
        for (slot, c) in hanzi.iter_mut().zip(name.chars().filter(|&c| pinyin::is_hanzi(c))) {
            *slot = c;
        }
        let mut codes = hanzi.map(|c| if c == '\0' { 0 } else { self.code(c) });
        let hanzi = codes.map(|code| self.hanzi(code));
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

    /// The codes of one hanzi: as itself, and as a surname with a reading of its own.
    pub fn alike(&self, code: Code) -> Vec<Code> {
        let hanzi = self.hanzi(code);
        let surnames = self.surnames.iter().filter(|(one, _)| *one == hanzi).map(|&(_, code)| code);
        std::iter::once(self.code(hanzi)).chain(surnames).collect()
    }

    /// The readings of each code's hanzi, as a number below [`Self::readings`]' length.
    pub fn all_readings(&self) -> &[Readings] {
        &self.readings_of
    }

    /// Every way in which a hanzi can sound, by its number, with the codes of these hanzi.
    pub fn by_readings(&self) -> impl Iterator<Item = (Readings, &[Code])> {
        let (codes, begins) = &self.by_readings;
        (0..).zip(begins.windows(2).map(|ends| &codes[ends[0]..ends[1]]))
    }

    /// Every way in which a hanzi can sound, by its number.
    pub fn readings(&self) -> &[Sounding] {
        &self.readings
    }

    /// The readings of which this syllable is the usual one.
    pub fn filed_under(&self, syllable: Syllable) -> &[Readings] {
        self.filed_under.get(usize::from(syllable)).map_or(&[], Vec::as_slice)
    }

    /// The readings of which this syllable is a less usual one.
    pub fn also_read(&self, syllable: Syllable) -> &[Readings] {
        self.also_read.get(usize::from(syllable)).map_or(&[], Vec::as_slice)
    }

    /// The syllable that a code is filed under.
    pub fn syllable(&self, code: Code) -> Syllable {
        self.syllable_of.get(usize::from(code)).copied().unwrap_or_default()
    }

    /// The syllable that each code is filed under.
    pub fn all_syllables(&self) -> &[Syllable] {
        &self.syllable_of
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
}

/// Counts the ways in which codes have been made from readings.
const MAKING: u64 = 1;

/// A number that changes when codes or readings do: what the store keeps in codes is made anew then. It is made of all
/// that codes are made of, so that a store opens without them.
pub fn fingerprint() -> u64 {
    static PRINT: LazyLock<u64> = LazyLock::new(|| {
        let mut print = Print::new();
        print.eat(&MAKING.to_le_bytes());
        for hanzi in (LOW..HIGH).filter_map(char::from_u32) {
            print.word(pinyin::reading(hanzi).unwrap_or_default());
            for reading in pinyin::readings(hanzi) {
                print.word(reading);
            }
            print.eat(&[0]);
        }
        for (surname, syllables) in SURNAMES {
            print.word(surname);
            for syllable in *syllables {
                print.word(syllable);
            }
        }
        for (form, plain) in forms::each() {
            print.word(form.encode_utf8(&mut [0; 4]));
            print.word(plain.encode_utf8(&mut [0; 4]));
        }
        print.0
    });
    *PRINT
}

/// FNV-1a.
struct Print(u64);

impl Print {
    const fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn eat(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn word(&mut self, text: &str) {
        self.eat(text.as_bytes());
        self.eat(b" ");
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

    /// Whoever makes codes otherwise counts [`MAKING`] on: stores know by the fingerprint that theirs are old. Both
    /// numbers then go here.
    #[test]
    fn codes_do_not_change_without_the_fingerprint() {
        let table = sounds();
        let mut print = Print::new();
        for (hanzi, readings) in table.hanzi_of.iter().zip(&table.readings_of) {
            print.eat(&u32::from(*hanzi).to_le_bytes());
            print.eat(&readings.to_le_bytes());
        }
        for text in &table.syllables {
            print.word(text);
        }
        for code in &table.code_of {
            print.eat(&code.to_le_bytes());
        }
        assert_eq!((fingerprint(), print.0), (0xe0b2_e0bd_9113_98ec, 0xf4a6_08ec_562b_50da));
    }

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
    fn a_traditional_form_is_the_same_hanzi_where_it_sounds_the_same() {
        let table = sounds();
        assert_eq!(table.encode("張偉"), table.encode("张伟"));
        assert_eq!(table.encode("單雄信"), table.encode("单雄信"));
        assert_ne!(table.encode("张乾"), table.encode("张干"));
    }

    #[test]
    fn a_hanzi_without_an_entry_is_kept_as_rare() {
        assert_eq!(sounds().encode("𠮷田")[0], RARE);
    }
}
