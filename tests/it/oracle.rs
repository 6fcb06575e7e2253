//! Finding beside a scan that applies the declared score to every row. The scan shares nothing with the search but
//! the crates and the readings of surnames, which it keeps in a list of its own.
use chrono::NaiveDate;
use fengqiao::{
    corpus::{Arrival, Town},
    domain::{
        catalog::{Catalog, List},
        deed::Registration,
        petition::Nature,
        rights::Actor,
    },
    search::{Finder, Query, words},
    store::{Filling, Now, Reader, Store},
};
use fuzzy_matcher::{FuzzyMatcher, skim::SkimMatcherV2};
use pinyin::{ToPinyin, ToPinyinMulti};
use std::{
    cmp::Reverse,
    collections::{BTreeSet, HashMap, HashSet},
};

const PAGE: usize = 20;
const LISTS: [List; 3] = [List::Place, List::Category, List::Unit];
const RANKED: usize = 64;
const COUNTED: usize = 200;

/// Surnames of the town that are read otherwise than the crate reads the character.
const SURNAMES: &[(&str, &str)] = &[
    ("尉迟", "yu chi"),
    ("万俟", "mo qi"),
    ("令狐", "ling hu"),
    ("欧阳", "ou yang"),
    ("单", "shan"),
    ("解", "xie"),
    ("曾", "zeng"),
    ("仇", "qiu"),
    ("区", "ou"),
    ("查", "zha"),
    ("翟", "zhai"),
    ("盖", "ge"),
    ("朴", "piao"),
    ("缪", "miao"),
    ("覃", "qin"),
    ("冯", "feng"),
    ("宁", "ning"),
    ("葛", "ge"),
    ("任", "ren"),
    ("瞿", "qu"),
    ("谌", "chen"),
    ("牟", "mou"),
    ("尹", "yin"),
    ("石", "shi"),
    ("贾", "jia"),
    ("沈", "shen"),
    ("佘", "she"),
];

pub struct Row {
    pub id: u32,
    pub no: String,
    names: Vec<String>,
    pub phones: Vec<String>,
    pub identities: Vec<String>,
    coded: Vec<String>,
    pub petitioner: String,
    pub subject: String,
    /// Texts and names as they are compared.
    lower: Vec<Vec<char>>,
}

/// A hanzi of a name: its reading there, and the others it has.
pub struct Sound {
    pub hanzi: char,
    pub read: String,
    others: Vec<String>,
}

fn plain(syllable: &str) -> String {
    syllable.replace('ü', "v").replace('ê', "e")
}

fn is_hanzi(c: char) -> bool {
    c.to_pinyin().is_some()
}

pub fn sounds(name: &str) -> Vec<Sound> {
    let surname = SURNAMES.iter().find(|(surname, _)| name.starts_with(surname));
    let told: Vec<&str> = surname.map(|(_, read)| read.split(' ').collect()).unwrap_or_default();
    let hanzi = name.chars().filter(|&c| is_hanzi(c));
    hanzi
        .enumerate()
        .map(|(at, hanzi)| {
            let usual = plain(hanzi.to_pinyin().unwrap().plain());
            let read = told.get(at).map_or(usual, |read| (*read).to_owned());
            let all = hanzi.to_pinyin_multi().unwrap().into_iter().map(|one| plain(one.plain()));
            let others = all.filter(|one| *one != read).collect();
            Sound { hanzi, read, others }
        })
        .collect()
}

fn fold(text: &str) -> String {
    let mut text = text.to_owned();
    for (from, to) in [("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l")] {
        if let Some(rest) = text.strip_prefix(from) {
            text = format!("{to}{rest}");
            break;
        }
    }
    let heard = [
        ("huang", "fang"),
        ("huan", "fan"),
        ("huai", "fai"),
        ("hong", "feng"),
        ("hua", "fa"),
        ("hui", "fei"),
        ("hun", "fen"),
        ("huo", "fo"),
        ("hu", "fu"),
    ];
    if let Some((_, to)) = heard.iter().find(|(from, _)| text == *from) {
        (*to).clone_into(&mut text);
    }
    for end in ["ang", "eng", "ing"] {
        if text.ends_with(end) {
            text.pop();
        }
    }
    text
}

/// Every syllable that some hanzi has, and every class of them.
struct Legal {
    syllables: BTreeSet<String>,
    classes: BTreeSet<String>,
}

impl Legal {
    fn new() -> Self {
        let hanzi = ('\u{3400}'..'\u{a000}').filter_map(|c| Some(plain(c.to_pinyin()?.plain())));
        let syllables: BTreeSet<String> = hanzi.collect();
        let classes = syllables.iter().map(|one| fold(one)).filter(|one| one.len() >= 2).collect();
        Self { syllables, classes }
    }

    fn whole(&self, part: &str) -> bool {
        let aliases = ["lyu", "nyu", "lue", "nue", "lyue", "nyue"];
        part.len() >= 2
            && part.contains(['a', 'e', 'i', 'o', 'u', 'v'])
            && (self.syllables.contains(part)
                || aliases.contains(&part)
                || self.classes.contains(&fold(part)))
    }
}

fn typed_as(read: &str) -> Vec<String> {
    let mut all = vec![read.to_owned()];
    if ["lv", "nv", "lve", "nve"].contains(&read) {
        all.extend([read.replace('v', "u"), read.replace('v', "yu")]);
    }
    all
}

/// What a piece of letters says of a reading: whether it is only a part of it, and whether only the class fits.
fn fits(legal: &Legal, part: &str, last: bool, read: &str) -> Option<(bool, bool)> {
    let whole = legal.whole(part);
    let open = !whole || last;
    if typed_as(read).iter().any(|one| one == part) {
        Some((false, false))
    } else if open && typed_as(read).iter().any(|one| one.starts_with(part)) {
        Some((true, false))
    } else if whole && fold(read) == fold(part) {
        Some((false, true))
    } else if open && fold(read).starts_with(&fold(part)) {
        Some((true, true))
    } else {
        None
    }
}

/// The best tier of a name for letters, without slips. `state`: part, accent, other reading so far.
fn letters(legal: &Legal, rest: &str, name: &[Sound], at: usize, state: (bool, bool, bool)) -> Option<u8> {
    let (short, accent, other) = state;
    if rest.is_empty() {
        let short = u8::from(short || at < name.len());
        return (at > 0).then_some(
            if accent {
                4
            } else if other {
                2
            } else {
                0
            } + short,
        );
    }
    if at == 4 || at == name.len() {
        return None;
    }
    let mut best = None;
    for len in 1..=rest.len().min(6) {
        let (part, after) = rest.split_at(len);
        let last = after.is_empty();
        let initial = ["zh", "ch", "sh"].contains(&part) || (len == 1 && !["i", "u", "v"].contains(&part));
        let begins = last && legal.syllables.iter().any(|one| one.starts_with(part));
        if !(legal.whole(part) || initial || begins) {
            continue;
        }
        let own = fits(legal, part, last, &name[at].read);
        let others = name[at].others.iter().filter_map(|read| fits(legal, part, last, read));
        let other_way = others.filter(|(_, accent)| !accent).min();
        let (worth, is_other) = match (own, other_way) {
            (Some((_, false)), _) | (Some(_), None) => (own, false),
            (_, Some(_)) => (other_way, true),
            (None, None) => continue,
        };
        let (is_short, is_accent) = worth.unwrap();
        let state = (short || is_short, accent || is_accent, other || is_other);
        best = best.into_iter().chain(letters(legal, after, name, at + 1, state)).min();
    }
    best
}

/// Organisations: initials of any part, or the whole spelling from its beginning.
fn letters_long(typed: &str, name: &str) -> Option<u8> {
    let read: Vec<String> = name.chars().filter_map(|c| Some(plain(c.to_pinyin()?.plain()))).collect();
    let initials: String = read.iter().filter_map(|one| one.chars().next()).collect();
    if read.len() <= 4 || typed.len() < 2 {
        None
    } else if initials.starts_with(typed) || read.concat().starts_with(typed) {
        Some(1)
    } else {
        initials.contains(typed).then_some(3)
    }
}

/// One letter wrong, missing, too many, or two swapped.
fn one_slip(typed: &str, meant: &str) -> bool {
    let (typed, meant): (Vec<char>, Vec<char>) = (typed.chars().collect(), meant.chars().collect());
    let same = typed.iter().zip(&meant).take_while(|(one, other)| one == other).count();
    let (typed, meant) = (&typed[same..], &meant[same..]);
    match (typed, meant) {
        ([], [_]) | ([_], []) => true,
        ([_, rest @ ..], [_, wanted @ ..]) if rest == wanted => true,
        ([_, rest @ ..], wanted) if rest == wanted => true,
        (rest, [_, wanted @ ..]) if rest == wanted => true,
        ([a, b, rest @ ..], [c, d, wanted @ ..]) => a == d && b == c && rest == wanted,
        _ => false,
    }
}

fn letters_off(typed: &str, name: &[Sound]) -> Option<u8> {
    let long = (3..=24).contains(&typed.len());
    let said = |len: usize| name[..len].iter().map(|one| one.read.as_str()).collect::<String>();
    let fits = (2..=name.len().min(4)).filter(|&len| long && one_slip(typed, &said(len)));
    fits.map(|len| 6 + u8::from(len < name.len())).min()
}

fn hanzi(typed: &[Sound], name: &[Sound]) -> Option<u8> {
    if typed.len() > 4 || typed.len() > name.len() {
        return None;
    }
    let more = u8::from(name.len() > typed.len());
    let (mut sound, mut other, mut accent) = (false, false, false);
    for (typed, named) in typed.iter().zip(name) {
        let own = typed.read.as_str();
        if typed.hanzi == named.hanzi {
        } else if named.read == own {
            sound = true;
        } else if named.others.iter().any(|one| one == own) || typed.others.contains(&named.read) {
            other = true;
        } else if fold(&named.read) == fold(own) {
            accent = true;
        } else {
            return None;
        }
    }
    Some(match (accent, other, sound) {
        (true, ..) => 4 + more,
        (_, true, _) => 3,
        (.., true) => 2 + more,
        _ => more,
    })
}

fn hanzi_off(typed: &[Sound], name: &[Sound]) -> Option<u8> {
    let [typed, name]: [Vec<char>; 2] =
        [typed, name].map(|all| all.iter().map(|one| one.hanzi).take(5).collect());
    if typed.len() < 2 || typed.len() > 4 {
        return None;
    }
    let name = &name[..name.len().min(4)];
    let less = |long: &[char], short: &[char]| {
        (1..long.len())
            .any(|at| long.iter().enumerate().filter(|(here, _)| *here != at).map(|(_, c)| c).eq(short))
    };
    let wrong = typed.iter().zip(name).filter(|(one, other)| one != other).count();
    match typed.len() {
        len if len == name.len() && len >= 3 && wrong == 1 => Some(6),
        len if len + 1 == name.len() && less(name, &typed) => Some(7),
        len if len == name.len() + 1 && len >= 3 && less(&typed, name) => Some(7),
        _ => None,
    }
}

struct Oracle {
    legal: Legal,
    catalog: Catalog,
    rows: Vec<Row>,
    names: HashMap<String, Vec<Sound>>,
    skim: SkimMatcherV2,
}

impl Oracle {
    /// The tiers of all rows for one word.
    fn word(&self, typed: &str) -> HashMap<u32, u8> {
        let is_letters = typed.chars().all(|c| c.is_ascii_lowercase());
        let is_digits = typed.strip_suffix('X').unwrap_or(typed).chars().all(|c| c.is_ascii_digit());
        if typed.contains('-') {
            return self.rows.iter().filter(|row| row.no.starts_with(typed)).map(|row| (row.id, 0)).collect();
        }
        if is_digits {
            return self.rows.iter().filter_map(|row| Some((row.id, digits(typed, row)?))).collect();
        }
        let spoken = sounds(typed);
        let tier = |text: &str, off: bool| {
            let name = &self.names[text];
            match (is_letters, off) {
                (true, false) => letters(&self.legal, typed, name, 0, (false, false, false))
                    .into_iter()
                    .chain(letters_long(typed, text))
                    .min(),
                (true, true) => letters_off(typed, name),
                (false, false) => hanzi(&spoken, name),
                (false, true) => hanzi_off(&spoken, name),
            }
        };
        let mut tiers: HashMap<&String, u8> =
            self.names.keys().filter_map(|name| Some((name, tier(name, false)?))).collect();
        let is_a_name = tiers.values().any(|tier| *tier <= 1);
        let bearers =
            self.rows.iter().flat_map(|row| &row.names).filter(|name| tiers.contains_key(name)).count();
        let holds: HashSet<u32> =
            self.rows.iter().filter(|row| written(row, typed)).map(|row| row.id).collect();
        let named = self.catalog.items().iter().filter(|item| LISTS.contains(&item.list)).any(|item| {
            let mut names = std::iter::once(&item.name).chain(&item.extra.also);
            typed.chars().count() >= 2 && names.any(|name| called(name, typed, is_letters))
        });
        if bearers < 64 && tiers.len() < 64 && holds.len() < 64 && !named {
            for name in self.names.keys() {
                if let Some(tier) = tier(name, true) {
                    tiers.entry(name).or_insert(tier);
                }
            }
        }
        let text_tier = if is_a_name { 3 } else { 1 };
        let coded: BTreeSet<&String> = self.rows.iter().flat_map(|row| &row.coded).collect();
        let long = typed.chars().count() >= 2;
        let coded: BTreeSet<&String> =
            coded.into_iter().filter(|name| long && called(name, typed, is_letters)).collect();
        let by_text = |row: &Row| {
            let says = holds.contains(&row.id) || row.coded.iter().any(|name| coded.contains(name));
            says.then_some(text_tier)
        };
        let of = |row: &Row| {
            row.names.iter().filter_map(|name| tiers.get(name).copied()).chain(by_text(row)).min()
        };
        self.rows.iter().filter_map(|row| Some((row.id, of(row)?))).collect()
    }

    /// Total and page.
    fn find(&self, typed: &str) -> (usize, bool, Vec<u32>) {
        let words: Vec<HashMap<u32, u8>> = typed.split(' ').map(|word| self.word(word)).collect();
        let tier =
            |row: &Row| words.iter().map(|word| word.get(&row.id).copied()).collect::<Option<Vec<u8>>>();
        let mut tiers: Vec<Vec<&Row>> = (0..8).map(|_| Vec::new()).collect();
        for row in self.rows.iter().rev() {
            if let Some(all) = tier(row) {
                tiers[usize::from(all.into_iter().max().unwrap())].push(row);
            }
        }
        let total = tiers.iter().map(Vec::len).sum::<usize>();
        let mut page = Vec::new();
        for tier in &mut tiers {
            tier.truncate(RANKED);
            tier.sort_by_key(|row| (Reverse(self.score(row, typed)), Reverse(row.id)));
            page.extend(tier.iter().map(|row| row.id));
        }
        page.truncate(PAGE);
        (total.min(COUNTED), total > COUNTED, page)
    }

    fn score(&self, row: &Row, typed: &str) -> i64 {
        typed
            .split(' ')
            .map(|word| {
                let fields: Vec<String> = match word.chars().next() {
                    Some('a'..='z') => vec![
                        row.petitioner.chars().filter_map(|c| Some(plain(c.to_pinyin()?.plain()))).collect(),
                    ],
                    Some('0'..='9' | 'A'..='Z') => vec![row.no.clone()],
                    _ => vec![row.petitioner.clone(), row.subject.clone()],
                };
                let score = |text: &String| {
                    Some(self.skim.fuzzy_match(text, word)? + if text.contains(word) { 100 } else { 0 })
                };
                let read = row.petitioner.chars().filter_map(|c| Some(plain(c.to_pinyin()?.plain())));
                let initials: String = read.filter_map(|one| one.chars().next()).collect();
                let whole = if initials == word { 100 } else { 0 };
                fields.iter().filter_map(score).max().unwrap_or(0) + whole
            })
            .sum()
    }

    fn new(store: &Store, town: &[Registration]) -> Self {
        let catalog = Catalog::shipped();
        let db = rusqlite::Connection::open(store.path()).unwrap();
        let mut query = db.prepare("SELECT id, no, petitioner FROM petition ORDER BY id").unwrap();
        let numbers = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
        let rows =
            numbers.map(Result::unwrap).zip(town).filter(|(_, one)| one.matter.nature != Nature::Accusation);
        let rows: Vec<Row> =
            rows.map(|((id, no, petitioner), one)| row(&catalog, id, no, petitioner, one)).collect();
        let names = rows.iter().flat_map(|row| &row.names).map(|name| (name.clone(), sounds(name))).collect();
        Self { legal: Legal::new(), catalog, rows, names, skim: SkimMatcherV2::default() }
    }
}

fn row(catalog: &Catalog, id: u32, no: String, petitioner: String, one: &Registration) -> Row {
    let matter = &one.matter;
    let each = |field: fn(&fengqiao::domain::petition::Petitioner) -> &String| {
        matter.petitioners.iter().map(field).filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>()
    };
    let mut texts = vec![matter.subject.clone(), matter.facts.clone(), matter.demand.clone()];
    texts.extend(each(|one| &one.address));
    let mut coded = Vec::new();
    for (list, code) in
        [(List::Place, &matter.place), (List::Category, &matter.category), (List::Unit, &matter.unit)]
    {
        let mut next = catalog.get(list, code);
        while let Some(item) = next {
            coded.push(item.name.clone());
            coded.extend(item.extra.also.iter().cloned());
            next = item.parent.as_ref().and_then(|above| catalog.get(list, above));
        }
    }
    let names = each(|one| &one.name);
    let lower = texts.iter().chain(&names).map(|text| text.to_ascii_lowercase().chars().collect()).collect();
    Row {
        id,
        no,
        names,
        lower,
        phones: each(|one| &one.phone),
        identities: each(|one| &one.identity),
        coded,
        petitioner,
        subject: matter.subject.clone(),
    }
}

fn digits(typed: &str, row: &Row) -> Option<u8> {
    let serial: String = row.no.split_once('-')?.1.replace('-', "");
    if row.phones.iter().any(|phone| phone.ends_with(typed)) {
        Some(u8::from(typed.len() != 11))
    } else if serial.ends_with(typed) || row.identities.iter().any(|one| one.ends_with(typed)) {
        Some(2)
    } else {
        let head = typed.len() != 11 && row.phones.iter().any(|phone| phone.starts_with(typed));
        (head || written(row, typed)).then_some(3)
    }
}

/// Whether an entry of a list is called so: a part of its name, or the beginning of its spelling or initials.
fn called(name: &str, typed: &str, is_letters: bool) -> bool {
    if !is_letters {
        return name.contains(typed);
    }
    let read: Vec<String> = name.chars().filter_map(|c| Some(plain(c.to_pinyin()?.plain()))).collect();
    let initials: String = read.iter().filter_map(|one| one.chars().next()).collect();
    read.concat().starts_with(typed) || initials.starts_with(typed)
}

/// Whether all neighbours and all stretches of digits of a word stand somewhere in the texts and names.
fn written(row: &Row, typed: &str) -> bool {
    let all: Vec<char> = typed.chars().collect();
    let digit = |c: &char| c.is_ascii_digit();
    let there =
        |piece: &[char]| row.lower.iter().any(|text| text.windows(piece.len()).any(|here| here == piece));
    let mut pieces: Vec<&[char]> = all.windows(2).filter(|pair| !pair.iter().all(digit)).collect();
    let stretches = all.split(|c| !digit(c)).filter(|some| some.len() >= 3);
    pieces.extend(stretches.flat_map(|some| some.windows(some.len().min(6))));
    if all.len() == 1 && is_hanzi(all[0]) {
        pieces.push(&all);
    }
    !pieces.is_empty() && pieces.into_iter().all(there)
}

/// A town of which an oracle knows every row.
pub struct Small {
    pub dir: tempfile::TempDir,
    oracle: Oracle,
    pub finder: Finder<Reader>,
}

impl Small {
    pub fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::open(&dir.path().join("f.db")).unwrap();
        let today = NaiveDate::from_ymd_opt(2026, 11, 1).unwrap();
        let town: Vec<Arrival> = Town::new(5, today, 2000).collect();
        let by = Actor { sees_sealed: true, ..Actor::owner("L001", "ZJ") };
        let filling = |one: &Arrival| Filling {
            me: by.clone(),
            now: Now::at(1_795_000_000_000),
            registration: one.registration.clone(),
            repeats: one.repeats,
            since: Vec::new(),
        };
        store.fill("town", town.iter().map(filling), &mut |_| {}).unwrap();
        let town: Vec<Registration> = town.into_iter().map(|one| one.registration).collect();
        let oracle = Oracle::new(&store, &town);
        let me = Actor::owner("L002", "ZJ");
        let finder = Finder::new(Reader::open(store.path(), &me).unwrap(), words(&oracle.catalog));
        Self { dir, oracle, finder }
    }

    /// So many people of the town.
    pub fn people(&self, count: usize) -> impl Iterator<Item = &Row> {
        let people = self.oracle.rows.iter().filter(|row| {
            (2..=4).contains(&row.petitioner.chars().count())
                && row.phones.len() == 1
                && row.identities.len() == 1
        });
        let all = people.clone().count();
        people.step_by((all / count).max(1)).take(count)
    }

    #[track_caller]
    pub fn agree(&mut self, typed: &str) {
        let hits = self.finder.find(&Query::parse(typed), PAGE).unwrap();
        let page: Vec<u32> = hits.rows.iter().map(|hit| hit.row.id).collect();
        assert_eq!((hits.total, hits.more, page), self.oracle.find(typed), "{typed}");
    }
}

#[test]
fn the_page_is_what_a_scan_of_every_row_gives() {
    let mut small = Small::new();
    for typed in [
        "z",
        "zh",
        "zhang",
        "li",
        "wanggu",
        "nun",
        "lv",
        "aw",
        "xian",
        "gz",
        "ayx",
        "zjj",
        "工资",
        "张",
        "拖欠工资",
        "锦江花园",
        "安岳县",
        "住建局",
        "物业管理",
        "123",
        "1900",
        "190000",
        "0011",
        "wang 工资",
        "张 锦江花园",
        "工资 拖欠 安岳",
        "zhang li",
        "号楼",
    ] {
        small.agree(typed);
    }
    let tail = |row: &Row| row.phones.first().map(|phone| phone[7..].to_owned());
    let typed: Vec<String> = small
        .people(25)
        .flat_map(|row| tail(row).into_iter().chain([row.no[3..].replace('-', "")]))
        .collect();
    for typed in typed {
        small.agree(&typed);
    }
}
