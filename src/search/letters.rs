//! Names by pinyin: full syllables, initials or a mixture, in standard or Sichuan sounds, with one slip.
use super::{
    grade::{Grade, Why},
    names::{ACCENT, Found, NONE, NameId, Names, OTHER, PART, Table},
    pinyin::{also_typed, fold},
    sounds::{Code, Syllable, sounds},
};
use std::{collections::HashSet, rc::Rc};

/// More ways than this to cut one word into syllables do not help anybody.
const MOST_SPLITS: usize = 24;
/// Longer words are not searched for slips.
const LONGEST_WITH_SLIP: usize = 24;

/// One piece of what was typed: a whole syllable, or the beginning of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part<'t> {
    pub text: &'t str,
    pub whole: bool,
}

/// The ways to read letters as the syllables of up to four hanzi.
pub(super) fn splits(typed: &str) -> Vec<Vec<Part<'_>>> {
    let mut all = Vec::new();
    split(typed, &mut Vec::new(), &mut all);
    all
}

fn split<'t>(rest: &'t str, before: &mut Vec<Part<'t>>, all: &mut Vec<Vec<Part<'t>>>) {
    if rest.is_empty() {
        if !before.is_empty() {
            all.push(before.clone());
        }
        return;
    }
    if before.len() == 4 || all.len() >= MOST_SPLITS {
        return;
    }
    for at in (1..=rest.len().min(6)).rev() {
        let Some((text, after)) = rest.split_at_checked(at) else { continue };
        let whole = is_whole(text);
        if whole || is_initial(text) || (after.is_empty() && begins_a_syllable(text)) {
            before.push(Part { text, whole });
            split(after, before, all);
            before.pop();
        }
    }
}

/// A syllable, or letters that fold to the class of one: nobody writes "nun", but it is how lun may sound.
/// Single letters and the few syllables without a vowel (呣, 哼) are read as beginnings, which they are as well.
fn is_whole(text: &str) -> bool {
    text.len() >= 2 && text.contains(['a', 'e', 'i', 'o', 'u', 'v']) && is_syllable(text)
}

fn is_syllable(text: &str) -> bool {
    sounds().find(text).is_some()
        || matches!(text, "lyu" | "nyu" | "lue" | "nue" | "lyue" | "nyue")
        || sounds().is_class(&fold(text))
}

fn is_initial(text: &str) -> bool {
    matches!(text, "zh" | "ch" | "sh") || (text.len() == 1 && !matches!(text, "i" | "u" | "v"))
}

fn begins_a_syllable(text: &str) -> bool {
    sounds().each().any(|(_, spelling, _)| spelling.starts_with(text))
}

pub(super) fn find(names: &Names, typed: &str, found: &mut Found) {
    let splits = splits(typed);
    let mut tables = Tables::default();
    let rows: Vec<Vec<Rc<Table>>> = splits.iter().map(|parts| tables.row(parts)).collect();
    let Some(begins) = any_first(&rows) else { return };
    let candidates: Vec<NameId> =
        names.each().filter(|(_, codes)| begins.at(codes[0]) != NONE).map(|(id, _)| id).collect();
    for (row, parts) in rows.iter().zip(&splits) {
        let initials = parts.iter().all(|part| !part.whole);
        for &id in &candidates {
            let codes = names.codes(id);
            if let Some(worth) = worth(row, codes) {
                found.note(id, grade(worth, names.goes_on(id, codes, parts.len()), initials));
            }
        }
    }
}

/// What the tables together say of a name's hanzi, unless one of them refuses.
fn worth(row: &[Rc<Table>], codes: [Code; 4]) -> Option<u8> {
    let mut worth = 0;
    for (table, code) in row.iter().zip(codes) {
        worth |= table.at(code);
        if worth & NONE != 0 {
            return None;
        }
    }
    Some(worth)
}

fn grade(worth: u8, goes_on: bool, initials: bool) -> Grade {
    let short = worth & PART != 0 || goes_on;
    match worth & !PART {
        0 if !short => Grade::new(0, Why::Name),
        0 if initials => Grade::new(1, Why::Initials),
        0 => Grade::new(1, Why::Prefix),
        OTHER => Grade::new(2 + u8::from(short), Why::OtherReading),
        _ => Grade::new(4 + u8::from(short), Why::Accent),
    }
}

/// A table that lets through what any of the splits would begin with.
fn any_first(rows: &[Vec<Rc<Table>>]) -> Option<Rc<Table>> {
    let mut firsts = rows.iter().filter_map(|row| row.first());
    let mut union = Rc::clone(firsts.next()?);
    for other in firsts {
        if !Rc::ptr_eq(&union, other) {
            Rc::make_mut(&mut union).join(other);
        }
    }
    Some(union)
}

/// Tables that were made for this word, by piece and by whether more follows it.
#[derive(Default)]
struct Tables<'t>(Vec<((Part<'t>, bool), Rc<Table>)>);

impl<'t> Tables<'t> {
    fn row(&mut self, parts: &[Part<'t>]) -> Vec<Rc<Table>> {
        let last = parts.len().saturating_sub(1);
        parts.iter().enumerate().map(|(at, &part)| self.table(part, at == last)).collect()
    }

    fn table(&mut self, part: Part<'t>, last: bool) -> Rc<Table> {
        if let Some((_, table)) = self.0.iter().find(|(key, _)| *key == (part, last)) {
            return Rc::clone(table);
        }
        let table: Rc<Table> = Rc::new(table(part, last));
        self.0.push(((part, last), Rc::clone(&table)));
        table
    }
}

fn table(part: Part<'_>, last: bool) -> Table {
    let (mut table, class) = (Table::all(NONE), fold(part.text));
    let worths: Vec<(Syllable, u8)> = sounds()
        .each()
        .map(|(id, spelling, folded)| (id, syllable_worth(part, last, &class, spelling, folded)))
        .filter(|&(_, worth)| worth != NONE)
        .collect();
    for &(id, worth) in &worths {
        table.fill(id, worth);
    }
    for &(id, worth) in worths.iter().filter(|(_, worth)| worth & ACCENT == 0) {
        for code in sounds().others(id) {
            if table.at(code) & (NONE | ACCENT) != 0 {
                table.set(code, worth | OTHER);
            }
        }
    }
    table
}

fn syllable_worth(part: Part<'_>, last: bool, class: &str, spelling: &str, folded: &str) -> u8 {
    let begins = !part.whole || last;
    let typed = |as_typed: &dyn Fn(&str) -> bool| {
        as_typed(spelling) || also_typed(spelling).iter().any(|other| as_typed(other))
    };
    if typed(&|spelling| spelling == part.text) {
        0
    } else if begins && typed(&|spelling| spelling.starts_with(part.text)) {
        PART
    } else if part.whole && folded == class {
        ACCENT
    } else if begins && folded.starts_with(class) {
        PART | ACCENT
    } else {
        NONE
    }
}

pub(super) fn find_off_by_one(names: &Names, typed: &str, found: &mut Found) {
    if !(3..=LONGEST_WITH_SLIP).contains(&typed.len()) || !typed.is_ascii() {
        return;
    }
    let meant = meant(typed);
    let (first, second) = (allowing(&meant, 0), allowing(&meant, 1));
    for (id, codes) in names.each() {
        if first.at(codes[0]) & second.at(codes[1]) == 0 {
            continue;
        }
        let said = codes.map(|code| if code == 0 { 0 } else { sounds().syllable(code) });
        for len in 2..=4 {
            let mut begun = [0; 4];
            begun[..len].copy_from_slice(&said[..len]);
            if said[len - 1] != 0 && meant.contains(&begun) {
                let tier = 6 + u8::from(names.goes_on(id, codes, len));
                found.note(id, Grade::new(tier, Why::Typo));
            }
        }
    }
}

/// 1 for every hanzi that stands at this place of some spelling, else 0.
fn allowing(meant: &HashSet<[Syllable; 4]>, place: usize) -> Table {
    let mut table = Table::all(0);
    let syllables: HashSet<Syllable> = meant.iter().map(|syllables| syllables[place]).collect();
    for id in syllables.into_iter().filter(|&id| id != 0) {
        table.fill(id, 1);
    }
    table
}

/// The names of two to four syllables that somebody may have meant who made one slip.
fn meant(typed: &str) -> HashSet<[Syllable; 4]> {
    let mut meant = HashSet::new();
    for slip in slips(typed.as_bytes()) {
        if let Ok(text) = std::str::from_utf8(&slip) {
            whole_syllables(text, [0; 4], 0, &mut meant);
        }
    }
    meant
}

fn slips(typed: &[u8]) -> HashSet<Vec<u8>> {
    let mut all = HashSet::new();
    let edit = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut text = typed.to_vec();
        change(&mut text);
        text
    };
    for at in 0..typed.len() {
        all.insert([&typed[..at], &typed[at + 1..]].concat());
        if at + 1 < typed.len() {
            all.insert(edit(&|text| text.swap(at, at + 1)));
        }
    }
    for letter in b'a'..=b'z' {
        all.extend((0..typed.len()).map(|at| edit(&|text| text[at] = letter)));
        all.extend((0..=typed.len()).map(|at| edit(&|text| text.insert(at, letter))));
    }
    all
}

fn whole_syllables(rest: &str, mut before: [Syllable; 4], len: usize, all: &mut HashSet<[Syllable; 4]>) {
    if rest.is_empty() && len >= 2 {
        all.insert(before);
    }
    if len == 4 {
        return;
    }
    for at in 1..=rest.len().min(6) {
        let Some((text, after)) = rest.split_at_checked(at) else { continue };
        if let Some(id) = sounds().find(text) {
            before[len] = id;
            whole_syllables(after, before, len + 1, all);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::names::tests::dictionary;
    use super::*;

    fn grade_of(name: &str, typed: &str) -> Grade {
        let names = dictionary(&["李四", name]);
        let mut found = Found::default();
        names.letters(typed, &mut found);
        if !found.grade(1).is_match() {
            names.letters_off_by_one(typed, &mut found);
        }
        found.grade(1)
    }

    #[track_caller]
    fn finds(name: &str, typed: &str, tier: u8, why: Why) {
        assert_eq!(grade_of(name, typed), Grade::new(tier, why), "{name} by {typed}");
    }

    #[test]
    fn a_name_is_found_in_full_in_initials_and_mixed() {
        finds("张伟", "zhangwei", 0, Why::Name);
        finds("张伟", "zw", 1, Why::Initials);
        finds("张伟", "zhw", 1, Why::Initials);
        finds("张伟", "zhangw", 1, Why::Prefix);
        finds("张伟", "zhwei", 1, Why::Prefix);
        finds("张伟民", "zhangwei", 1, Why::Prefix);
        finds("张伟民", "zwm", 1, Why::Initials);
        finds("张伟", "z", 1, Why::Initials);
        finds("安伟", "aw", 1, Why::Initials);
    }

    #[test]
    fn a_sichuan_accent_is_found_after_the_standard_sound() {
        finds("张伟", "zanwei", 4, Why::Accent);
        finds("牛力", "liuli", 4, Why::Accent);
        finds("刘力", "niuni", 4, Why::Accent);
        finds("胡芳", "fuhuang", 4, Why::Accent);
        finds("王伦", "wangnun", 4, Why::Accent);
        finds("成林民", "cenlin", 5, Why::Accent);
    }

    #[test]
    fn ü_may_be_typed_in_four_ways() {
        for typed in ["lvbu", "lubu", "lyubu"] {
            finds("吕布", typed, 0, Why::Name);
        }
        finds("女华", "nyuhua", 0, Why::Name);
    }

    #[test]
    fn a_surname_is_found_by_its_own_reading_first_and_by_the_others_later() {
        finds("单雄信", "shanxiongxin", 0, Why::Name);
        finds("单雄信", "danxiongxin", 2, Why::OtherReading);
        finds("万俟明", "moqiming", 0, Why::Name);
        finds("尉迟恭", "weichigong", 2, Why::OtherReading);
    }

    #[test]
    fn one_slip_of_the_finger_is_forgiven() {
        for typed in ["lijumming", "lijunmng", "lijnuming", "lijunminhg", "kijunming"] {
            let grade = grade_of("李军明", typed);
            assert_eq!((grade.tier(), grade.why()), (6, Why::Typo), "{typed}");
        }
        finds("李军明", "lojun", 7, Why::Typo);
        assert_eq!(grade_of("李军明", "lojumming"), Grade::NONE);
    }

    #[test]
    fn every_hard_surname_is_found_as_it_is_spoken() {
        let hard = [
            ("单", "shan"),
            ("解", "xie"),
            ("曾", "zeng"),
            ("仇", "qiu"),
            ("区", "ou"),
            ("查", "zha"),
            ("翟", "zhai"),
            ("盖", "ge"),
            ("尉迟", "yuchi"),
            ("万俟", "moqi"),
            ("令狐", "linghu"),
            ("欧阳", "ouyang"),
            ("朴", "piao"),
            ("乐", "yue"),
            ("宁", "ning"),
            ("召", "shao"),
            ("折", "she"),
            ("种", "chong"),
            ("缪", "miao"),
            ("隗", "wei"),
            ("员", "yun"),
            ("能", "nai"),
            ("华", "hua"),
            ("纪", "ji"),
            ("葛", "ge"),
            ("任", "ren"),
            ("宿", "su"),
            ("长孙", "zhangsun"),
            ("佘", "she"),
            ("覃", "qin"),
            ("冼", "xian"),
            ("秘", "bi"),
            ("繁", "po"),
            ("澹台", "tantai"),
        ];
        assert_eq!(hard.len(), 34);
        for (surname, spoken) in hard {
            finds(&format!("{surname}建国"), &format!("{spoken}jianguo"), 0, Why::Name);
        }
    }
}
