//! Names by pinyin: full syllables, initials or a mixture, in standard or Sichuan sounds, with one slip.
use super::{
    found::{Found, Hanzi},
    grade::{Grade, Why},
    names::{Named, Names, Shelved},
    pinyin::{also_typed, fold},
    shelf::Pages,
    sounds::{Readings, Syllable, sounds},
    stop::{Ended, Stop},
};

/// More ways than this to cut one word into syllables do not help anybody. Each is a bit of a [`Ways`].
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

/// Only the beginning of the syllable was typed.
const PART: u8 = 1;
/// The same class of sounds, not the same sound.
const ACCENT: u8 = 2;
/// A less usual reading.
const OTHER: u8 = 4;
/// Does not match.
const NONE: u8 = 128;

/// What sounds are worth, those left out that do not match.
type Worths = Vec<(Readings, u8)>;

/// Ways to cut a word into syllables, one bit each.
type Ways = u32;

/// What one sound at one place of a name is worth: the ways that it fits, and which of these only in part, by accent,
/// or by another reading.
#[derive(Clone, Copy, Default)]
struct Fit {
    ways: Ways,
    part: Ways,
    accent: Ways,
    other: Ways,
}

/// The ways to read what was typed, for every sound at each place of a name.
struct Pattern {
    places: [Vec<Fit>; 4],
    /// Ways that have ended before each place.
    ended: [Ways; 5],
    /// Ways of initials alone.
    initials: Ways,
}

/// Finds the names that are spelled so.
pub(super) fn find<S: Pages>(
    names: &Names,
    shelf: &S,
    stop: &Stop<'_>,
    typed: &str,
    found: &mut Found,
) -> Result<(), Ended<S::Error>> {
    let pattern = Pattern::new(&splits(typed));
    let readings = sounds().all_readings();
    let decided = Hanzi::sounding(|readings| pattern.decides(pattern.fit(0, readings)));
    if names.any(shelf, &decided)? {
        for first in decided.each() {
            let all = pattern.fit(0, readings[usize::from(first)]);
            found.note_all(first, pattern.grade(all, 0));
        }
    }
    let firsts = Hanzi::sounding(|readings| {
        let all = pattern.fit(0, readings);
        all.ways != 0 && !pattern.decides(all)
    });
    let seconds = Hanzi::sounding(|readings| pattern.fit(1, readings).ways != 0);
    let seconds = Some(&seconds).filter(|_| pattern.ended[1] == 0);
    names.walk((shelf, Shelved::Surname), (&firsts, seconds), stop, |page| {
        for name in Named::read(page).filter(|name| firsts.has(name.first())) {
            let mut all = pattern.fit(0, name.sound(0, readings));
            for at in 1..4 {
                if all.ways & !pattern.ended[at] == 0 {
                    break;
                }
                all = all.and(pattern.fit(at, name.sound(at, readings)), pattern.ended[at]);
            }
            if all.ways != 0 {
                found.note(name, pattern.grade(all, pattern.whole(all, name)));
            }
        }
    })
}

impl Fit {
    /// What two places are worth together; ways that have ended ask nothing of the second.
    #[inline]
    fn and(self, next: Self, ended: Ways) -> Self {
        Self {
            ways: self.ways & (next.ways | ended),
            part: self.part | next.part,
            accent: self.accent | next.accent,
            other: self.other | next.other,
        }
    }
}

impl Pattern {
    fn new(splits: &[Vec<Part<'_>>]) -> Self {
        let sounds = sounds().readings().len();
        let mut pattern =
            Self { places: [(); 4].map(|()| vec![Fit::default(); sounds]), ended: [0; 5], initials: 0 };
        let mut known: Vec<(Part<'_>, bool, Worths)> = Vec::new();
        for (parts, way) in splits.iter().zip((0..).map(|way| 1 << way)) {
            pattern.ended.iter_mut().skip(parts.len()).for_each(|ended| *ended |= way);
            if parts.iter().all(|part| !part.whole) {
                pattern.initials |= way;
            }
            for (at, &part) in parts.iter().enumerate() {
                let last = at + 1 == parts.len();
                let made = known.iter().position(|(one, end, _)| *one == part && *end == last);
                let made = made.unwrap_or_else(|| {
                    known.push((part, last, worths(part, last)));
                    known.len() - 1
                });
                known[made].2.iter().for_each(|&(readings, worth)| pattern.put(at, readings, worth, way));
            }
        }
        pattern
    }

    fn put(&mut self, at: usize, readings: Readings, worth: u8, way: Ways) {
        let fit = &mut self.places[at][usize::from(readings)];
        fit.ways |= way;
        for (sign, ways) in [(PART, &mut fit.part), (ACCENT, &mut fit.accent), (OTHER, &mut fit.other)] {
            if worth & sign != 0 {
                *ways |= way;
            }
        }
    }

    #[inline]
    fn fit(&self, at: usize, readings: Readings) -> Fit {
        self.places[at].get(usize::from(readings)).copied().unwrap_or_default()
    }

    /// Whether every name that begins so matches, and all equally well: no way asks for more than the beginning of one
    /// syllable, or one does, as exactly as the others ever can.
    fn decides(&self, first: Fit) -> bool {
        let begun = first.ways & self.ended[1] & first.part;
        let best = begun & !(first.accent | first.other);
        first.ways != 0 && (first.ways == begun || (best != 0 && first.ways & !self.initials == 0))
    }

    /// The ways whose last syllable is whole and is the last of the name.
    #[inline]
    fn whole(&self, all: Fit, name: Named) -> Ways {
        let len = name.len();
        if name.goes_on(len) { 0 } else { self.ended[len] & !self.ended[len - 1] & !all.part }
    }

    /// The best grade that any of the ways gives.
    #[inline]
    fn grade(&self, all: Fit, whole: Ways) -> Grade {
        let clean = all.ways & !(all.accent | all.other);
        let other = all.ways & all.other & !all.accent;
        let short = |ways: Ways| u8::from(ways & whole == 0);
        if clean & whole != 0 {
            Grade::new(0, Why::Name)
        } else if clean & !self.initials != 0 {
            Grade::new(1, Why::Prefix)
        } else if clean != 0 {
            Grade::new(1, Why::Initials)
        } else if other != 0 {
            Grade::new(2 + short(other), Why::OtherReading)
        } else {
            Grade::new(4 + short(all.ways), Why::Accent)
        }
    }
}

/// What a piece is worth for each way in which a hanzi can sound; those that do not match are left out.
fn worths(part: Part<'_>, last: bool) -> Worths {
    let class = fold(part.text);
    let worths = sounds()
        .each()
        .map(|(id, spelling, folded)| (id, syllable_worth(part, last, &class, spelling, folded)));
    let worths: Vec<(Syllable, u8)> = worths.filter(|&(_, worth)| worth != NONE).collect();
    let mut all = Worths::new();
    for &(syllable, worth) in &worths {
        all.extend(sounds().filed_under(syllable).iter().map(|&readings| (readings, worth)));
        if worth & ACCENT == 0 {
            all.extend(sounds().also_read(syllable).iter().map(|&readings| (readings, worth | OTHER)));
        }
    }
    // The usual reading counts before another one, and both before an accent.
    all.sort_unstable_by_key(|&(readings, worth)| (readings, worth & ACCENT, worth & OTHER, worth));
    all.dedup_by_key(|&mut (readings, _)| readings);
    all
}

fn syllable_worth(part: Part<'_>, last: bool, class: &str, spelling: &str, folded: &str) -> u8 {
    let first = |text: &str| text.as_bytes().first().copied();
    if first(spelling) != first(part.text) && first(folded) != first(class) {
        return NONE;
    }
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

/// Finds the names whose spelling is one letter away: wrong, missing, too many, or two swapped.
pub(super) fn find_off_by_one<S: Pages>(
    names: &Names,
    shelf: &S,
    stop: &Stop<'_>,
    typed: &str,
    found: &mut Found,
) -> Result<(), Ended<S::Error>> {
    if !(3..=LONGEST_WITH_SLIP).contains(&typed.len()) || !typed.is_ascii() {
        return Ok(());
    }
    let sieve = Sieve::new(typed.as_bytes());
    let syllables = sounds().all_syllables();
    let own = |name: Named, at: usize| syllables.get(usize::from(name.code(at))).copied().unwrap_or_default();
    let soundings = sounds().readings();
    let sounding = |some: &[[u32; 3]]| {
        Hanzi::sounding(|one| some[usize::from(soundings[usize::from(one)].own)] != [0; 3])
    };
    let (firsts, seconds) = (sounding(&sieve.first), sounding(&sieve.second));
    let mut meant = Vec::new();
    names.walk((shelf, Shelved::Surname), (&firsts, Some(&seconds)), stop, |page| {
        for name in Named::read(page) {
            if !sieve.passes(own(name, 0), own(name, 1)) {
                continue;
            }
            meant.clear();
            for len in 1..=4 {
                let said = own(name, len - 1);
                if said == 0 {
                    break;
                }
                meant.extend_from_slice(sounds().spelling(said).as_bytes());
                if len > 1 && one_slip(typed.as_bytes(), &meant) {
                    found.note(name, Grade::new(6 + u8::from(name.goes_on(len)), Why::Typo));
                }
            }
        }
    })
}

/// Whether one letter is wrong, missing or too many, or two neighbours are swapped.
fn one_slip(typed: &[u8], meant: &[u8]) -> bool {
    let same = typed.iter().zip(meant).take_while(|(one, other)| one == other).count();
    match (&typed[same..], &meant[same..]) {
        ([], [_]) | ([_], []) => true,
        ([_, rest @ ..], [_, wanted @ ..]) if rest == wanted => true,
        ([_, rest @ ..], wanted) if rest == wanted => true,
        (rest, [_, wanted @ ..]) if rest == wanted => true,
        ([a, b, rest @ ..], [c, d, wanted @ ..]) => a == d && b == c && rest == wanted,
        _ => false,
    }
}

/// Lets through the first two syllables of every name that may be one slip away, and few others. Places in what was
/// typed are bits. A name may be meant in three ways:
///
/// 0. the first syllable is as typed, and the second may have a slip;
/// 1. the slip is in the first, and the second is as typed;
/// 2. the last letter of the first and the first letter of the second are swapped.
struct Sieve {
    /// By syllable and way: where the second syllable begins, when this is the first.
    first: Vec<[u32; 3]>,
    /// By syllable and way: where this may stand as the second.
    second: Vec<[u32; 3]>,
}

impl Sieve {
    fn new(typed: &[u8]) -> Self {
        let spellings: Vec<&[u8]> =
            std::iter::once("").chain(sounds().each().map(|(_, text, _)| text)).map(str::as_bytes).collect();
        let first: Vec<[u32; 3]> = spellings.iter().map(|text| Self::as_first(typed, text)).collect();
        let ends = first.iter().fold([0; 3], |all: [u32; 3], ways| [0, 1, 2].map(|way| all[way] | ways[way]));
        let second = spellings.iter().map(|text| Self::as_second(typed, text, ends)).collect();
        Self { first, second }
    }

    fn as_first(typed: &[u8], text: &[u8]) -> [u32; 3] {
        let len = text.len();
        if len == 0 {
            return [0; 3];
        }
        let whole = if typed.starts_with(text) { bit(len) } else { 0 };
        let slipped = [len - 1, len, len + 1]
            .into_iter()
            .filter(|&end| typed.get(..end).is_some_and(|here| here == text || one_slip(here, text)));
        let swapped = typed.get(..len - 1) == text.get(..len - 1) && typed.get(len) == text.last();
        [whole, slipped.fold(0, |ends, end| ends | bit(end)), if swapped { bit(len + 1) } else { 0 }]
    }

    /// `ends` are the places at which some first syllable ends, by way.
    fn as_second(typed: &[u8], text: &[u8], ends: [u32; 3]) -> [u32; 3] {
        let rest = |at: usize| typed.get(at..).unwrap_or_default();
        let near = |at: usize| {
            let ends = [text.len().wrapping_sub(1), text.len(), text.len() + 1];
            rest(at).starts_with(text)
                || ends.into_iter().any(|end| rest(at).get(..end).is_some_and(|here| one_slip(here, text)))
        };
        let tail = |at: usize| {
            at >= 2
                && typed.get(at - 2) == text.first()
                && rest(at).starts_with(text.get(1..).unwrap_or_default())
        };
        let places = |way: usize, fits: &dyn Fn(usize) -> bool| {
            let some = (0..typed.len() + 2).filter(|&at| ends[way] & bit(at) != 0 && fits(at));
            some.fold(0, |places, at| places | bit(at))
        };
        let known = !text.is_empty();
        [
            places(0, &near),
            places(1, &|at| known && rest(at).starts_with(text)),
            places(2, &|at| known && tail(at)),
        ]
    }

    #[inline]
    fn passes(&self, first: Syllable, second: Syllable) -> bool {
        let (one, two) = (&self.first[usize::from(first)], &self.second[usize::from(second)]);
        (one[0] & two[0]) | (one[1] & two[1]) | (one[2] & two[2]) != 0
    }
}

/// The bit of a place; none for those beyond all that is searched for slips.
fn bit(place: usize) -> u32 {
    1_u32.checked_shl(u32::try_from(place).unwrap_or(u32::MAX)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::roll::Roll;
    use super::*;

    fn grade_of(name: &str, typed: &str) -> Grade {
        Roll::of(["李四", name].map(|name| ("", vec![name]))).grade(1, typed)
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

    #[test]
    fn the_sieve_lets_every_slip_through() {
        let names = ["李军明", "王小明", "陈建国", "欧阳娜", "吕布", "安恩", "张伟"];
        for name in names {
            let spelling = super::super::pinyin::spelling(name).full;
            let slips = (0..spelling.len()).flat_map(|at| {
                let (before, after) = spelling.split_at(at);
                let swapped: String = before
                    .chars()
                    .chain(after.chars().take(2).collect::<Vec<_>>().into_iter().rev())
                    .chain(after.chars().skip(2))
                    .collect();
                [
                    format!("{before}q{after}"),
                    format!("{before}q{}", &after[1..]),
                    format!("{before}{}", &after[1..]),
                    swapped,
                ]
            });
            for typed in slips.filter(|typed| *typed != spelling) {
                let grade = grade_of(name, &typed);
                assert!(grade.tier() <= 6, "{name} by {typed}");
            }
        }
    }
}
