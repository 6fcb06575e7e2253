//! Names by hanzi: as written, as they sound, with an accent, with one hanzi wrong, missing or too many.
use super::{
    found::{Found, Hanzi},
    grade::{Grade, Why},
    names::{Named, Names, Shelved},
    pinyin::readings,
    shelf::Pages,
    sounds::{Code, Readings, sounds},
    stop::{Ended, Stop},
};

/// What a hanzi of a name is worth for the one that was typed, from the best to none at all.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Worth {
    /// The same hanzi.
    Same,
    /// The same sound.
    Sound,
    /// The same sound in a less usual reading.
    Other,
    /// The same class of sounds.
    Accent,
    /// Nothing.
    None,
}

/// One hanzi that was typed.
struct Typed {
    alike: Vec<Code>,
    /// By the number of a hanzi's readings.
    worths: Vec<Worth>,
}

/// Finds the names that are written or sound so.
pub(super) fn find<S: Pages>(
    names: &Names,
    shelf: &S,
    stop: &Stop<'_>,
    typed: &str,
    found: &mut Found,
) -> Result<(), Ended<S::Error>> {
    let Some(codes) = as_name(typed) else { return Ok(()) };
    let all: Vec<Typed> = codes.iter().map(|&code| Typed::new(code)).collect();
    let Some(first) = all.first() else { return Ok(()) };
    let readings = sounds().all_readings();
    let sounding =
        |typed: &Typed| Hanzi::sounding(|readings| typed.worths[usize::from(readings)] != Worth::None);
    let (firsts, seconds) = (sounding(first), all.get(1).map(sounding));
    names.walk((shelf, Shelved::Surname), (&firsts, seconds.as_ref()), stop, |page| {
        for name in Named::read(page) {
            let mut worst = Worth::Same;
            for (at, typed) in all.iter().enumerate() {
                worst = worst.max(typed.worth(name.code(at), name.sound(at, readings)));
                if worst == Worth::None {
                    break;
                }
            }
            if worst != Worth::None {
                found.note(name, grade(worst, name.goes_on(all.len())));
            }
        }
    })
}

/// The codes of what was typed, if it can be looked up hanzi by hanzi.
fn as_name(typed: &str) -> Option<Vec<Code>> {
    let len = typed.chars().count();
    let codes: Vec<Code> = sounds().encode(typed).into_iter().take(len).collect();
    let known = codes.iter().all(|&code| sounds().hanzi(code) != '\0');
    ((1..=4).contains(&len) && known).then_some(codes)
}

fn grade(worst: Worth, goes_on: bool) -> Grade {
    let more = u8::from(goes_on);
    match worst {
        Worth::Same => Grade::new(more, if goes_on { Why::Prefix } else { Why::Name }),
        Worth::Sound => Grade::new(2 + more, Why::SameSound),
        Worth::Other => Grade::new(3, Why::OtherReading),
        Worth::Accent | Worth::None => Grade::new(4 + more, Why::Accent),
    }
}

impl Typed {
    fn new(code: Code) -> Self {
        let own = sounds().syllable(code);
        let mut worths = vec![Worth::None; sounds().readings().len()];
        let mut put = |some: &[Readings], worth: Worth| {
            for &one in some {
                worths[usize::from(one)] = worth;
            }
        };
        // From the least to the most.
        let class = sounds().class(own);
        for (alike, ..) in sounds().each().filter(|(.., one)| *one == class) {
            put(sounds().filed_under(alike), Worth::Accent);
        }
        for read in readings(sounds().hanzi(code)).into_iter().filter_map(|one| sounds().find(one)) {
            put(sounds().filed_under(read), Worth::Other);
        }
        put(sounds().also_read(own), Worth::Other);
        put(sounds().filed_under(own), Worth::Sound);
        Self { alike: sounds().alike(code), worths }
    }

    #[inline]
    fn worth(&self, code: Code, readings: Readings) -> Worth {
        match self.worths[usize::from(readings)] {
            Worth::None => Worth::None,
            _ if self.alike.contains(&code) => Worth::Same,
            worth => worth,
        }
    }
}

/// Finds the names with one hanzi wrong, missing or too many.
pub(super) fn find_off_by_one<S: Pages>(
    names: &Names,
    shelf: &S,
    stop: &Stop<'_>,
    typed: &str,
    found: &mut Found,
) -> Result<(), Ended<S::Error>> {
    let Some(codes) = as_name(typed).filter(|codes| codes.len() >= 2) else { return Ok(()) };
    let hanzi: Vec<char> = codes.iter().map(|&code| sounds().hanzi(code)).collect();
    // One hanzi after the first is right at least, wherever it stands.
    let right: Vec<Code> = codes[1..].iter().flat_map(|&code| sounds().alike(code)).collect();
    let right = Hanzi::of(&right);
    let may_be = |name: &Named| (1..4).any(|at| right.has(name.code(at)));
    let alike = |at: usize| Hanzi::of(&sounds().alike(codes[at]));
    let mut look = |order: Shelved, firsts: &Hanzi, seconds: Option<&Hanzi>| {
        names.walk((shelf, order), (firsts, seconds), stop, |page| {
            let names = Named::read(page).filter(|name| firsts.has(name.first()));
            let names = names.map(|name| if order == Shelved::Given { name.turned_back() } else { name });
            for name in names.filter(may_be) {
                let borne = [0, 1, 2, 3].map(|at| sounds().hanzi(name.code(at)));
                if let Some(tier) = off_by_one(&hanzi, &borne[..name.len()]) {
                    found.note(name, Grade::new(tier, Why::Typo));
                }
            }
        })
    };
    // Either the first hanzi is right, or what is wrong is the first and all that follows is right.
    look(Shelved::Surname, &alike(0), None)?;
    if codes.len() > 2 {
        look(Shelved::Given, &alike(1), Some(&alike(2)))?;
    }
    Ok(())
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
    use super::super::roll::Roll;
    use super::*;

    fn grade_of(name: &str, typed: &str) -> Grade {
        Roll::of(["赵六", name].map(|name| ("", vec![name]))).grade(1, typed)
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

    #[test]
    fn a_traditional_form_is_the_same_name() {
        finds("张伟", "張偉", 0, Why::Name);
        finds("張偉民", "张伟", 1, Why::Prefix);
        finds("劉建國", "刘建民", 6, Why::Typo);
    }
}
