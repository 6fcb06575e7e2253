//! How well finding finds: a labelled set of what people remember, class by class, beside the scan of every row; and no
//! text that a plain substring search would find is missed.
#![allow(clippy::cast_precision_loss)]
use crate::{
    oracle::{Row, Small, sounds},
    support::clerk,
};
use fengqiao::{
    flow::Seek,
    run::serve::Seeker,
    search::{Query, RANKED, Stop, forms},
    store::Store,
};

/// Queries of a class.
const QUERIES: usize = 200;
/// Of so many queries one is compared with the scan, row by row.
const COMPARED: usize = 25;

/// What is typed for somebody in a class, and of a hundred queries how many must find them on the first page of twenty,
/// and how many anywhere.
struct Class {
    name: &'static str,
    typed: fn(&Row) -> Option<String>,
    page: f64,
    anywhere: f64,
}

fn read(row: &Row) -> Vec<String> {
    sounds(&row.petitioner).into_iter().map(|one| one.read).collect()
}

fn full(row: &Row) -> String {
    read(row).concat()
}

fn initial(syllable: &str) -> &str {
    &syllable[..1]
}

/// The letters with one change at a place in the middle.
fn changed(row: &Row, change: fn(&mut Vec<char>, usize)) -> Option<String> {
    let mut letters: Vec<char> = full(row).chars().collect();
    let at = letters.len() / 2;
    (letters.len() >= 6).then(|| change(&mut letters, at))?;
    let typed: String = letters.into_iter().collect();
    (typed != full(row)).then_some(typed)
}

/// The name with one hanzi of the same sound instead.
fn homophone(row: &Row) -> Option<String> {
    let pairs = [
        "伟纬", "力丽", "小晓", "斌彬", "建健", "志智", "明铭", "军君", "强墙", "芳方", "国帼", "华骅",
        "平萍", "杰洁", "辉晖", "红宏",
    ];
    let other = |c: char| {
        let pair = pairs.iter().find(|pair| pair.contains(c))?;
        pair.chars().find(|other| *other != c)
    };
    let typed: String = row.petitioner.chars().map(|c| other(c).unwrap_or(c)).collect();
    (typed != row.petitioner).then_some(typed)
}

fn traditional(row: &Row) -> Option<String> {
    let pairs = [
        ('张', '張'),
        ('刘', '劉'),
        ('陈', '陳'),
        ('杨', '楊'),
        ('赵', '趙'),
        ('吴', '吳'),
        ('孙', '孫'),
        ('马', '馬'),
        ('罗', '羅'),
        ('郑', '鄭'),
        ('谢', '謝'),
        ('冯', '馮'),
        ('邓', '鄧'),
        ('许', '許'),
        ('苏', '蘇'),
        ('叶', '葉'),
        ('伟', '偉'),
        ('华', '華'),
        ('国', '國'),
        ('军', '軍'),
        ('杰', '傑'),
        ('兰', '蘭'),
        ('凤', '鳳'),
        ('丽', '麗'),
        ('强', '強'),
        ('红', '紅'),
        ('龙', '龍'),
    ];
    let form = |c: char| pairs.iter().find(|(plain, _)| *plain == c).map_or(c, |(_, form)| *form);
    let typed: String = row.petitioner.chars().map(form).collect();
    (typed != row.petitioner).then_some(typed)
}

fn wide(text: &str) -> String {
    let wide =
        |c: char| char::from_u32(u32::from(c) + 0xfee0).filter(|_| c.is_ascii_alphanumeric()).unwrap_or(c);
    text.chars().map(wide).collect()
}

const CLASSES: &[Class] = &[
    Class { name: "hanzi", typed: |row| Some(row.petitioner.clone()), page: 100.0, anywhere: 100.0 },
    Class {
        name: "hanzi, first two",
        typed: |row| {
            let two: String = row.petitioner.chars().take(2).collect();
            (two != row.petitioner).then_some(two)
        },
        page: 100.0,
        anywhere: 100.0,
    },
    Class { name: "pinyin", typed: |row| Some(full(row)), page: 100.0, anywhere: 100.0 },
    Class {
        name: "pinyin, initials",
        typed: |row| Some(read(row).iter().map(|one| initial(one)).collect()),
        page: 100.0,
        anywhere: 100.0,
    },
    Class {
        name: "pinyin, mixed",
        typed: |row| {
            let read = read(row);
            let (first, rest) = read.split_first()?;
            Some(format!("{first}{}", rest.iter().map(|one| initial(one)).collect::<String>()))
        },
        page: 100.0,
        anywhere: 100.0,
    },
    Class {
        name: "pinyin, half typed",
        typed: |row| full(row).get(..full(row).len() - 1).map(str::to_owned),
        page: 100.0,
        anywhere: 100.0,
    },
    Class {
        name: "accent",
        typed: |row| {
            let heard = [
                ("zh", "z"),
                ("sh", "s"),
                ("ch", "c"),
                ("ang", "an"),
                ("eng", "en"),
                ("ing", "in"),
                ("n", "l"),
            ];
            let said: String = read(row)
                .iter()
                .map(|one| {
                    let (from, to) =
                        heard.iter().find(|(from, _)| one.starts_with(from) || one.ends_with(from))?;
                    Some(if one.ends_with(from) && one.len() > from.len() {
                        format!("{}{to}", &one[..one.len() - from.len()])
                    } else {
                        one.replacen(from, to, 1)
                    })
                })
                .zip(read(row))
                .map(|(heard, read)| heard.filter(|heard| !heard.ends_with('l')).unwrap_or(read))
                .collect();
            (said != full(row)).then_some(said)
        },
        page: 100.0,
        anywhere: 100.0,
    },
    Class {
        name: "letters swapped",
        typed: |row| changed(row, |l, at| l.swap(at, at - 1)),
        page: 100.0,
        anywhere: 100.0,
    },
    Class {
        name: "letter missing",
        typed: |row| {
            changed(row, |l, at| {
                l.remove(at);
            })
        },
        page: 100.0,
        anywhere: 100.0,
    },
    Class {
        name: "letter too many",
        typed: |row| changed(row, |l, at| l.insert(at, 'q')),
        page: 100.0,
        anywhere: 100.0,
    },
    Class {
        name: "letter wrong",
        typed: |row| changed(row, |l, at| l[at] = 'q'),
        page: 100.0,
        anywhere: 100.0,
    },
    Class { name: "homophone", typed: homophone, page: 100.0, anywhere: 100.0 },
    Class {
        name: "hanzi wrong",
        typed: |row| {
            let mut hanzi: Vec<char> = row.petitioner.chars().collect();
            (hanzi.len() == 3).then(|| hanzi[2] = '谦')?;
            Some(hanzi.into_iter().collect())
        },
        page: 100.0,
        anywhere: 100.0,
    },
    Class {
        name: "surname wrong",
        typed: |row| {
            let mut hanzi: Vec<char> = row.petitioner.chars().collect();
            (hanzi.len() == 3).then(|| hanzi[0] = '佟')?;
            Some(hanzi.into_iter().collect())
        },
        page: 100.0,
        anywhere: 100.0,
    },
    Class { name: "traditional forms", typed: traditional, page: 100.0, anywhere: 100.0 },
    Class { name: "full width", typed: |row| Some(wide(&full(row))), page: 100.0, anywhere: 100.0 },
    Class {
        name: "tail of a phone",
        typed: |row| row.phones.first()?.get(7..).map(str::to_owned),
        page: 100.0,
        anywhere: 100.0,
    },
    Class {
        name: "tail of an identity number",
        typed: |row| row.identities.first()?.get(12..).map(str::to_owned),
        page: 100.0,
        anywhere: 100.0,
    },
    Class { name: "petition number", typed: |row| Some(row.no.clone()), page: 100.0, anywhere: 100.0 },
    Class {
        name: "initials and a word",
        typed: |row| {
            let word: String = row.subject.chars().filter(|c| !c.is_ascii()).skip(2).take(3).collect();
            Some(format!("{} {word}", read(row).iter().map(|one| initial(one)).collect::<String>()))
        },
        page: 100.0,
        anywhere: 100.0,
    },
];

#[test]
fn what_people_remember_finds_whom_they_mean() {
    let mut small = Small::new();
    assert!(CLASSES.len() >= 15);
    let mut short = Vec::new();
    println!("{:<28}{:>8}{:>10}{:>10}", "class", "queries", "page %", "found %");
    for class in CLASSES {
        let people: Vec<(u32, String, String)> = small
            .people(4 * QUERIES)
            .filter_map(|row| Some((row.id, row.petitioner.clone(), (class.typed)(row)?)))
            .take(QUERIES)
            .collect();
        let (mut page, mut anywhere) = (0, 0);
        for (at, (id, name, typed)) in people.iter().enumerate() {
            let hits = small.finder.find(&Query::parse(typed), RANKED).unwrap();
            let named = |hit: &fengqiao::search::Hit| hit.row.id == *id || hit.row.petitioner == *name;
            page += usize::from(hits.rows.iter().take(20).any(named));
            anywhere += usize::from(hits.more || hits.total > RANKED || hits.rows.iter().any(named));
            if at % COMPARED == 0 {
                small.agree(&fold(typed));
            }
        }
        let share = |count: usize| count as f64 * 100.0 / people.len() as f64;
        println!("{:<28}{:>8}{:>10.1}{:>10.1}", class.name, people.len(), share(page), share(anywhere));
        if people.len() < QUERIES || share(page) < class.page || share(anywhere) < class.anywhere {
            short.push((class.name, people.len(), share(page), share(anywhere)));
        }
    }
    assert!(short.is_empty(), "{short:?}");
}

/// What a clerk types into the name of the form: hanzi as an input method commits them, or the first letters.
#[test]
fn by_the_third_useful_key_the_right_person_is_beside_the_form() {
    let small = Small::new();
    let me = clerk("L002", "ZJ");
    let store = Store::open(&small.dir.path().join("f.db")).unwrap();
    let mut seeker = Seeker::new(store, me.clone()).unwrap();
    let mut beside = |typed: &str, name: &str| {
        let seek = Seek::Person { name: typed.to_owned(), identity: String::new(), phone: String::new() };
        let found = seeker.seek(&me, &seek, &Stop::never()).unwrap().unwrap();
        found.known.iter().any(|known| known.person.name == name)
    };
    let people: Vec<&Row> = small.people(QUERIES).filter(|row| row.petitioner.chars().count() == 3).collect();
    let by = |typed: &dyn Fn(&Row) -> String, beside: &mut dyn FnMut(&str, &str) -> bool| {
        let found = people.iter().filter(|row| beside(&typed(row), &row.petitioner)).count();
        found as f64 * 100.0 / people.len() as f64
    };
    let hanzi = by(&|row| row.petitioner.clone(), &mut beside);
    let letters = by(&|row| read(row).iter().map(|one| initial(one)).collect(), &mut beside);
    println!(
        "of {} people beside the form after three hanzi {hanzi:.1} %, after three letters {letters:.1} %",
        people.len()
    );
    assert!(people.len() >= 60 && hanzi >= 100.0 && letters >= 100.0, "{hanzi} {letters}");
}

/// The scan reads what was typed as it would stand in a text.
fn fold(typed: &str) -> String {
    forms::simplified(&fengqiao::text::clean::fold(typed))
}

#[test]
fn whatever_a_substring_search_finds_is_found() {
    let mut small = Small::new();
    let rows: Vec<(u32, String)> = small.people(150).map(|row| (row.id, row.subject.clone())).collect();
    for (at, (id, subject)) in rows.iter().enumerate() {
        let all: Vec<char> = subject.chars().collect();
        let from = at % all.len().saturating_sub(3).max(1);
        let part: String = all.iter().skip(from).take(2 + at % 4).collect();
        if part.chars().any(|c| !c.is_alphanumeric()) {
            continue;
        }
        let hits = small.finder.find(&Query::parse(&part), RANKED).unwrap();
        let there = hits.rows.iter().any(|hit| hit.row.id == *id);
        assert!(there || hits.more || hits.total > RANKED, "{part} of {subject}");
    }
}
