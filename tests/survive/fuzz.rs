//! Whatever bad arrives: what is right is damaged by a seed, thousands of times, and handed to everything that reads.
//! Nothing falls and nothing hangs. The damage is done to good examples, so that it comes far; what is random from the
//! first byte is tried by the property tests beside the sources.
use crate::{
    house::{Desk, Dice, House, NOON, audit, clerk, long, noting, registering, seeds},
    parts,
};
use fengqiao::{
    domain::{
        calendar::beijing,
        catalog::Catalog,
        day,
        deed::{Deed, Order},
        identity::Identity,
        money::Fen,
        phone, span,
    },
    exchange::{
        province::{Mapping, Outcome, Reader},
        sheet, write,
    },
    keys::{Context, Key, Keymap},
    search::Query,
    store::{Now, Store},
    text::clean,
};
use rustix::process::{Pid, Resource, Rlimit, prlimit};
use std::{
    fs,
    io::{Cursor, Read, Write},
    os::unix::{fs::FileExt, process::ExitStatusExt},
    path::Path,
    process::Stdio,
};

/// Bytes of an input.
const LONGEST: usize = 32 * 1024;
/// Processor seconds that a target may take for all inputs of a seed; a slow host does not count.
const SECONDS: u64 = 240;

/// Pieces that have broken readers before.
const SPICES: &[&str] = &[
    "\0",
    "\u{feff}",
    "\u{202e}",
    "\u{1b}[31m",
    "\u{1b}]0;x\u{7}",
    "\u{9b}",
    "\r",
    "\r\n",
    "\t",
    "\"",
    "'",
    "=",
    "＝",
    ",",
    ":",
    "..",
    "-",
    "+",
    "0",
    "-1",
    "1e999",
    "99999999999999999999",
    "NaN",
    "null",
    "{}",
    "[]",
    "[[[[[[[[[[[[[[[[",
    "\\ud800",
    "\\u0000",
    "𠮷",
    "e\u{301}",
    "\u{e0100}",
    "👩\u{200d}👧",
    "ü",
    "２０２６",
    "〇",
    "O",
    "x",
    "X",
    "年",
    "9999-99-99",
    "2月30日",
    "&#x0;",
    "<c r=\"XFD1048576\">",
    "<v>1e308</v>",
    "r=\"A0\"",
    "<c r=\"ZZZZZZZZ99999999999\"><v>1</v></c>",
    "<!--",
];

/// Damages an example in one to six places.
fn damaged(dice: &mut Dice, examples: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = dice.one_of(examples).clone();
    for _ in 0..=dice.below(6) {
        let at = dice.below(bytes.len() + 1);
        let to = (at + dice.below(1 + dice.clone().below(64))).min(bytes.len());
        match dice.below(8) {
            0 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
            1 => drop(bytes.drain(at..to)),
            2 => {
                let piece = bytes[at..to].repeat(1 + dice.below(40));
                drop(bytes.splice(at..at, piece));
            }
            3 => bytes.truncate(at),
            4 => {
                let other = dice.one_of(examples);
                let from = dice.below(other.len() + 1);
                bytes.truncate(at);
                bytes.extend_from_slice(&other[from..]);
            }
            5 => drop(bytes.splice(at..to, [u8::try_from(dice.below(256)).unwrap()])),
            _ => drop(bytes.splice(at..to, dice.one_of::<&str>(SPICES).bytes())),
        }
    }
    bytes.truncate(LONGEST);
    bytes
}

/// Damages values and texts of a page of XML and leaves its form, which readers check first.
fn damaged_values(dice: &mut Dice, examples: &[Vec<u8>]) -> Vec<u8> {
    if dice.below(4) == 0 {
        return damaged(dice, examples);
    }
    let mut bytes = dice.one_of(examples).clone();
    for _ in 0..=dice.below(3) {
        let edges: Vec<usize> =
            (1..bytes.len()).filter(|at| matches!(bytes[*at], b'"' | b'<' | b'>')).collect();
        let pairs: Vec<&[usize]> = edges
            .windows(2)
            .filter(|pair| matches!((bytes[pair[0]], bytes[pair[1]]), (b'"', b'"') | (b'>', b'<')))
            .collect();
        let (Some(from), Some(value)) = (pick(dice, &pairs), pick(dice, &pairs)) else { break };
        let new = match dice.below(3) {
            0 => bytes[value[0] + 1..value[1]].to_vec(),
            1 => dice.roll().to_string().into_bytes(),
            _ => dice.one_of::<&str>(SPICES).replace(['"', '<', '>', '&'], "").into_bytes(),
        };
        bytes.splice(from[0] + 1..from[1], new);
    }
    bytes.truncate(LONGEST);
    bytes
}

fn pick(dice: &mut Dice, pairs: &[&[usize]]) -> Option<[usize; 2]> {
    let pair = if pairs.is_empty() { return None } else { *dice.one_of(pairs) };
    Some([pair[0], pair[1]])
}

fn examples(texts: &[&str]) -> Vec<Vec<u8>> {
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}

/// Something that reads, and how many inputs the short form hands to it.
struct Target {
    name: &'static str,
    inputs: usize,
    examples: fn() -> Vec<Vec<u8>>,
    damage: fn(&mut Dice, &[Vec<u8>]) -> Vec<u8>,
    read: fn(&mut Bench, &[u8]),
}

/// What targets read with.
struct Bench {
    catalog: Catalog,
    keymap: Keymap,
    book: Vec<(String, Vec<u8>)>,
    house: House,
    store: Store,
    /// Sheets that were damaged and could be read all the same.
    sheets: usize,
}

const TARGETS: &[Target] = &[
    Target { name: "csv", inputs: 300, examples: csv, damage: damaged, read: take_in },
    Target { name: "xlsx", inputs: 300, examples: book_parts, damage: damaged_values, read: take_in_book },
    Target { name: "fields", inputs: 6000, examples: field_texts, damage: damaged, read: read_fields },
    Target {
        name: "query",
        inputs: 4000,
        examples: queries,
        damage: damaged,
        read: |_, bytes| drop(Query::parse(&lossy(bytes))),
    },
    Target {
        name: "clean",
        inputs: 6000,
        examples: dirty_texts,
        damage: damaged,
        read: |_, bytes| clean_twice(&lossy(bytes)),
    },
    Target { name: "keymap", inputs: 1500, examples: keymaps, damage: damaged, read: lay_keymap },
];

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The first rows of the sample sheet, as it is and in UTF-8.
fn csv() -> Vec<Vec<u8>> {
    let raw = fs::read("tests/fixtures/province_sheet.csv").unwrap();
    let end = raw.iter().enumerate().filter(|(_, byte)| **byte == b'\n').nth(8).unwrap().0;
    let head = raw[..=end].to_vec();
    let table = sheet::read(&head).unwrap();
    let mut utf8 = write::Csv::new(Vec::new(), write::Encoding::Utf8).unwrap();
    utf8.row(&table.header).unwrap();
    table.rows.iter().for_each(|row| utf8.row(&row.cells).unwrap());
    vec![head, utf8.finish().unwrap()]
}

/// Reads a sheet as `import` does, and takes in what it says.
fn take_in(bench: &mut Bench, bytes: &[u8]) {
    let Ok(table) = sheet::read(bytes) else { return };
    bench.sheets += 1;
    let mapping = Mapping::guess(&table.header);
    let reader = Reader::new(&bench.catalog, &mapping, &table);
    let orders = table.rows.iter().filter_map(|row| match reader.read(row) {
        Outcome::Row(taken) => {
            Some(Order { op: taken.op, version: None, deed: Deed::Import(Box::new(taken.registration)) })
        }
        _ => None,
    });
    let orders = orders.collect();
    bench.store.carry_out_all(&clerk("fuzz", "ZJ"), Now::at(NOON), orders, false).unwrap();
}

/// The parts of a book that say something of its cells, each with its number before it.
fn book_parts() -> Vec<Vec<u8>> {
    let numbered = |(n, (_, part)): (usize, (String, Vec<u8>))| {
        [vec![u8::try_from(n).unwrap()], part.into_iter().take(LONGEST / 2).collect()].concat()
    };
    let read = |(_, (name, _)): &(usize, (String, Vec<u8>))| {
        ["sheet1.xml", "sharedStrings.xml", "styles.xml", "workbook.xml"]
            .iter()
            .any(|end| name.ends_with(end))
    };
    book().into_iter().enumerate().filter(read).map(numbered).collect()
}

/// A book of the sample's first rows, unpacked.
fn book() -> Vec<(String, Vec<u8>)> {
    let table = sheet::read(&csv()[0]).unwrap();
    let bytes = write::xlsx(&table.header, table.rows.into_iter().map(|row| row.cells)).unwrap();
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|n| {
            let mut part = zip.by_index(n).unwrap();
            let mut text = Vec::new();
            part.read_to_end(&mut text).unwrap();
            (part.name().unwrap().into_owned(), text)
        })
        .collect()
}

/// Packs the book again with one part damaged, so that the damage is not caught by a checksum.
fn take_in_book(bench: &mut Bench, bytes: &[u8]) {
    let Some((which, damaged)) = bytes.split_first() else { return };
    let mut parts = bench.book.clone();
    let count = parts.len();
    damaged.clone_into(&mut parts[usize::from(*which) % count].1);
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(&text).unwrap();
    }
    take_in(bench, zip.finish().unwrap().get_ref());
}

fn field_texts() -> Vec<Vec<u8>> {
    examples(&[
        "512002190001010011",
        "51200219000101001X",
        "512002000101001",
        "512002 1900 0101 0011",
        "19000001234",
        "028-26112345",
        "+86 190 0000 1234",
        "2026-09-18",
        "20260918",
        "2026年9月18日",
        "昨天",
        "0301..0315",
        "2026-03",
        "近7天",
        "本月",
        "last-month",
        "45000",
        "45123.75",
        "12.5万元",
        "1,234.56",
    ])
}

/// What reads one field; what it understood is understood the same from its own writing.
fn read_fields(_: &mut Bench, bytes: &[u8]) {
    let (typed, today) = (lossy(bytes), beijing(NOON));
    if let Ok(identity) = Identity::read(&typed) {
        assert_eq!(Identity::read(identity.as_str()).unwrap().as_str(), identity.as_str());
        let _ = (identity.age_on(today), identity.sex(), identity.place_code());
    }
    for day in [day::read(&typed, today), day::read_cell(&typed)].into_iter().flatten() {
        assert_eq!(day::read(&day.to_string(), today), Ok(day));
    }
    let _ = (phone::kind(&phone::fold(&typed)), span::read(&typed, today), Fen::read(&typed));
}

fn queries() -> Vec<Vec<u8>> {
    examples(&[
        "zhangwei 工资",
        "state:accepted 单位:住建 due:week",
        "date:2026-03 from:0301 to:近7天",
        "日期:2025年至3月",
        "group:yes repeat:no leader:me",
        "3号楼 KTV 001X",
        "欧阳 ouyangjianguo zhw",
    ])
}

fn dirty_texts() -> Vec<Vec<u8>> {
    examples(&[
        "张\u{202e}华\u{200b}伟\u{1b}[31m\n",
        "一\r\n二\u{7}\u{2028}三",
        "\u{1b}P+q544e\u{1b}\\\u{1b}_G\u{1b}\\",
        "=HYPERLINK(\"x\")",
        "＋１２３",
        "e\u{301}\u{327}가각",
    ])
}

/// What is clean holds nothing that a terminal or a spreadsheet obeys, and is not cleaned any further.
fn clean_twice(text: &str) {
    for (clean, again) in
        [(clean::line(text), clean::line as fn(&str) -> String), (clean::page(text), clean::page)]
    {
        assert_eq!(again(&clean), clean);
        assert!(!clean.chars().any(|c| c.is_control() && c != '\n'), "{clean:?}");
        let cell = clean::defuse(&clean);
        assert!(!cell.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']), "{cell:?}");
    }
}

fn keymaps() -> Vec<Vec<u8>> {
    examples(&[Keymap::DEFAULT, Keymap::VIM])
}

fn lay_keymap(bench: &mut Bench, bytes: &[u8]) {
    let mut keymap = bench.keymap.clone();
    keymap.lay(&lossy(bytes));
    for context in Context::ALL {
        for (key, _) in keymap.table(*context) {
            let keys: Vec<Key> = key.split(' ').filter_map(Key::parse).collect();
            keymap.resolve(&[*context], &keys);
        }
    }
}

/// Hands so many damaged examples to one target; `at` always says which one it is at.
pub fn play(target: &str, seed: u64, at: &Path) {
    let target = TARGETS.iter().find(|one| one.name == target).unwrap();
    let at = fs::File::create(at).unwrap();
    let house = House::new();
    let mut keymap = Keymap::default();
    keymap.lay(Keymap::DEFAULT);
    let store = Store::open(&house.path()).unwrap();
    let mut bench = Bench { catalog: Catalog::shipped(), keymap, book: book(), house, store, sheets: 0 };
    let examples = (target.examples)();
    for n in 0..target.inputs * if long().is_some() { 10 } else { 1 } {
        at.write_all_at(format!("{n:>9}").as_bytes(), 0).unwrap();
        let mut dice = Dice(seed << 32 | u64::try_from(n).unwrap());
        (target.read)(&mut bench, &(target.damage)(&mut dice, &examples));
    }
    let comes_far = bench.sheets > target.inputs / 5 || !matches!(target.name, "csv" | "xlsx");
    assert!(comes_far, "only {} sheets could be read", bench.sheets);
    let path = bench.house.path();
    drop(bench.store);
    assert_eq!(audit(&path, &[]), Vec::<String>::new());
}

fn processor_time(pid: Pid) {
    let seconds = Rlimit { current: Some(SECONDS), maximum: Some(SECONDS) };
    prlimit(Some(pid), Resource::Cpu, seconds).unwrap();
}

#[test]
fn nothing_that_reads_falls_or_hangs_on_what_is_damaged() {
    for seed in seeds() {
        let running: Vec<_> = TARGETS.iter().map(|target| (target, start(target, seed))).collect();
        for (target, (house, child)) in running {
            let said = child.wait_with_output().unwrap();
            let at = fs::read_to_string(house.dir.join("at")).unwrap_or_default();
            let hung = said.status.signal().is_some();
            let text = lossy(&said.stdout) + &lossy(&said.stderr);
            assert!(said.status.success(), "{}, seed {seed}, input {at}, hung {hung}: {text}", target.name);
        }
    }
}

fn start(target: &Target, seed: u64) -> (House, std::process::Child) {
    let house = House::empty();
    let at = house.dir.join("at");
    let mut command = parts::play(&["fuzz", target.name, &seed.to_string(), at.to_str().unwrap()]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    processor_time(Pid::from_child(&child));
    (house, child)
}

/// Hands damaged lines to a running verb; each is answered, and the verb is there to the end.
fn lines(house: &House, words: &[&str], seed: u64, examples: &[Vec<u8>], inputs: usize) {
    let mut desk = Desk::start(&mut house.program(words));
    processor_time(desk.pid());
    for n in 0..inputs * if long().is_some() { 10 } else { 1 } {
        let mut line = damaged(&mut Dice(seed << 32 | u64::try_from(n).unwrap()), examples);
        line.iter_mut().filter(|byte| **byte == b'\n').for_each(|byte| *byte = b' ');
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let at = format!("{words:?}, seed {seed}, input {n}: {:?}", lossy(&line));
        assert!(desk.send_bytes(&line), "{at}");
        let answer = desk.hear().unwrap_or_else(|| panic!("no answer to {at}"));
        let named = answer["ok"] != false || !answer["why"].as_str().unwrap_or_default().is_empty();
        assert!(named, "{answer} to {at}");
    }
    let end = desk.end();
    assert!(end.status.success(), "{words:?}, seed {seed}: {end:?}");
}

#[test]
fn every_damaged_line_of_apply_is_answered_and_the_store_stays_whole() {
    for seed in seeds() {
        let house = House::new();
        let no = house.first();
        let orders = [
            registering("a", "李芳").to_string(),
            noting("b", &no).to_string(),
            format!(
                r#"{{"op":"c","do":"correct","no":"{no}","version":1,"fields":{{"counts":{{"named":3}}}}}}"#
            ),
            format!(
                r#"{{"do":"extend","no":"{no}","on":"2026-11-23","days":30,"approver":"周","reasons":"复杂"}}"#
            ),
            r#"{"do":"item.put","list":"phrase","code":"q","name":"q","extra":{"text":"x"}}"#.to_owned(),
            r#"{"do":"case.open","title":"楼盘","leader":"L1","opened":"2026-01-05","petitions":[]}"#
                .to_owned(),
            r#"{"do":"setting.put","key":"group-size","value":"5"}"#.to_owned(),
            format!(r#"{{"do":"link","no":"{no}","to":"{no}"}}"#),
        ];
        let orders: Vec<&str> = orders.iter().map(String::as_str).collect();
        lines(&house, &["apply", "-"], seed, &examples(&orders), 1500);
        assert_eq!(audit(&house.path(), &[]), Vec::<String>::new(), "seed {seed}");
    }
}

#[test]
fn every_damaged_query_is_answered() {
    for seed in seeds() {
        lines(&House::new(), &["search", "-"], seed, &queries(), 1000);
    }
}
