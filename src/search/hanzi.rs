//! Names by hanzi: as written, as they sound, with an accent, with one hanzi wrong, missing or too many.
use super::{
    grade::{Grade, Why},
    names::{ACCENT, Found, NONE, Names, OTHER, SOUND, Table},
    pinyin::readings,
    sounds::{Code, sounds},
};

pub(super) fn find(names: &Names, typed: &str, found: &mut Found) {
    let Some(hanzi) = as_name(typed) else { return };
    let tables: Vec<Table> =
        hanzi.iter().zip(sounds().encode(typed)).map(|(&c, code)| table(c, code)).collect();
    for (id, codes) in names.each() {
        let mut worth = 0;
        for (table, code) in tables.iter().zip(codes) {
            worth |= table.at(code);
            if worth & NONE != 0 {
                break;
            }
        }
        if worth & NONE == 0 {
            found.note(id, grade(worth, names.goes_on(id, codes, tables.len())));
        }
    }
}

/// What was typed, if it can be looked up hanzi by hanzi.
fn as_name(typed: &str) -> Option<Vec<char>> {
    let hanzi: Vec<char> = typed.chars().collect();
    let known = sounds().encode(typed).iter().take(hanzi.len()).all(|&code| sounds().hanzi(code) != '\0');
    (1..=4).contains(&hanzi.len()).then_some(hanzi).filter(|_| known)
}

fn grade(worth: u8, goes_on: bool) -> Grade {
    let more = u8::from(goes_on);
    if worth & ACCENT != 0 {
        Grade::new(4 + more, Why::Accent)
    } else if worth & OTHER != 0 {
        Grade::new(3, Why::OtherReading)
    } else if worth & SOUND != 0 {
        Grade::new(2 + more, Why::SameSound)
    } else {
        Grade::new(more, if goes_on { Why::Prefix } else { Why::Name })
    }
}

/// Widest first, so that the better reason overwrites the weaker one.
fn table(hanzi: char, code: Code) -> Table {
    let mut table = Table::all(NONE);
    let own = sounds().syllable(code);
    for (id, _, class) in sounds().each() {
        if class == sounds().class(own) {
            table.fill(id, ACCENT);
        }
    }
    for other in readings(hanzi).into_iter().filter_map(|one| sounds().find(one)) {
        table.fill(other, OTHER);
    }
    for code in sounds().others(own) {
        table.set(code, OTHER);
    }
    table.fill(own, SOUND);
    for same in written_alike(hanzi, code) {
        table.set(same, 0);
    }
    table
}

/// The codes of one hanzi: as itself, and as a surname with a reading of its own.
fn written_alike(hanzi: char, code: Code) -> Vec<Code> {
    let mut alike = vec![code];
    for syllable in readings(hanzi).into_iter().filter_map(|one| sounds().find(one)) {
        let filed = sounds().range(syllable).filter_map(|at| Code::try_from(at).ok());
        alike.extend(filed.filter(|&one| sounds().hanzi(one) == hanzi));
    }
    alike
}

pub(super) fn find_off_by_one(names: &Names, typed: &str, found: &mut Found) {
    let Some(hanzi) = as_name(typed).filter(|hanzi| hanzi.len() >= 2) else { return };
    let [first, second] = [0, 1].map(|at| alike(hanzi[at]));
    for (id, codes) in names.each() {
        if first.at(codes[0]) | second.at(codes[1]) == 0 {
            continue;
        }
        let name = codes.map(|code| sounds().hanzi(code));
        let len = name.iter().position(|&c| c == '\0').unwrap_or(4);
        if let Some(tier) = off_by_one(&hanzi, &name[..len]) {
            found.note(id, Grade::new(tier, Why::Typo));
        }
    }
}

/// 1 for the codes of one hanzi, else 0.
fn alike(hanzi: char) -> Table {
    let mut table = Table::all(0);
    let code = sounds().encode(&format!("一{hanzi}"))[1];
    for same in written_alike(hanzi, code) {
        table.set(same, 1);
    }
    table
}

/// 6 for one wrong hanzi in a name of three or four; 7 for one missing or too many after the same surname.
fn off_by_one(typed: &[char], name: &[char]) -> Option<u8> {
    let same = |one: &[char], other: &[char]| one.iter().zip(other).filter(|(a, b)| a == b).count();
    let without_one = |long: &[char], short: &[char]| {
        (1..long.len()).any(|at| long[..at] == short[..at] && long[at + 1..] == short[at..])
    };
    if typed.len() == name.len() {
        (typed.len() >= 3 && same(typed, name) + 1 == typed.len()).then_some(6)
    } else if typed.len() + 1 == name.len() {
        without_one(name, typed).then_some(7)
    } else if typed.len() == name.len() + 1 {
        (typed.len() >= 3 && without_one(typed, name)).then_some(7)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::names::tests::dictionary;
    use super::*;

    fn grade_of(name: &str, typed: &str) -> Grade {
        let names = dictionary(&["赵六", name]);
        let mut found = Found::default();
        names.hanzi(typed, &mut found);
        names.hanzi_off_by_one(typed, &mut found);
        found.grade(1)
    }

    #[track_caller]
    fn finds(name: &str, typed: &str, tier: u8, why: Why) {
        assert_eq!(grade_of(name, typed), Grade::new(tier, why), "{name} by {typed}");
    }

    #[test]
    fn a_name_as_written_comes_before_one_that_goes_on() {
        finds("张伟", "张伟", 0, Why::Name);
        finds("张伟民", "张伟", 1, Why::Prefix);
        finds("张伟", "张", 1, Why::Prefix);
        finds("尉迟恭", "尉", 1, Why::Prefix);
    }

    #[test]
    fn zhang_wei_is_found_however_it_is_written() {
        finds("张纬", "张伟", 2, Why::SameSound);
        finds("章玮", "张伟", 2, Why::SameSound);
        finds("张纬民", "张伟", 3, Why::SameSound);
    }

    #[test]
    fn an_accent_and_another_reading_come_later() {
        finds("牛力", "刘丽", 4, Why::Accent);
        finds("单雄信", "丹雄信", 3, Why::OtherReading);
        finds("单雄信", "善雄信", 2, Why::SameSound);
    }

    #[test]
    fn one_hanzi_may_be_wrong_missing_or_too_many() {
        finds("王建国", "王建民", 6, Why::Typo);
        finds("汪建国", "江建国", 6, Why::Typo);
        finds("王建国", "王国", 7, Why::Typo);
        finds("王国", "王建国", 7, Why::Typo);
        assert_eq!(grade_of("王建国", "李建民"), Grade::NONE);
        assert_eq!(grade_of("王国", "王民"), Grade::NONE);
    }
}
