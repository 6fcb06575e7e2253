//! QR codes of rows: what is drawn and what is printed says to a phone what the row says, and to nobody else.
use crate::{
    registers::{LANTERNS, at_counter, declare},
    sign_in::traces,
    support::{NOON, Visit, clerk, town},
    verbs::{Shop, shop},
};
use fengqiao::{
    domain::{
        audit::Trace,
        petition::No,
        rights::{Actor, Role},
    },
    flow::Route,
    keys::Action,
    lang::{Lang, Locale},
    run::{jobs::Bench, outbox},
    store::{Now, StoreError},
};
use ratatui::{
    buffer::{Buffer, Cell},
    style::{Color, Modifier},
};
use serde_json::json;
use std::{fs, path::Path};

const BOTH: [Locale; 2] = [Locale::Zh, Locale::En];
const ADDRESS: &str = "https://mashangfang.example/tell?point=";

/// Pixels of a square, and those of a cell: one wide and two high.
const SQUARE: usize = 3;
const CELL: (usize, usize) = (SQUARE, 2 * SQUARE);

/// How a terminal shows what is drawn.
#[derive(Clone, Copy, Debug)]
enum Glass {
    /// Letters are light, the ground is dark, and there are colours.
    Dark,
    /// The other way round.
    Light,
    /// Letters are light, the ground is dark, and colours are not known.
    Plain,
}

/// Every text that a reader finds in a picture.
fn read(width: usize, height: usize, light: impl Fn(usize, usize) -> bool) -> Vec<String> {
    let grey = |x: usize, y: usize| if light(x, y) { 255 } else { 0 };
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, grey);
    image.detect_grids().iter().map(|grid| grid.decode().unwrap().1).collect()
}

/// Whether the pixel of a cell is light.
fn is_light(cell: &Cell, glass: Glass, x: usize, y: usize) -> bool {
    let letters = matches!(glass, Glass::Dark | Glass::Plain);
    let seen = |colour, own| match (colour, glass) {
        (Color::White, Glass::Dark | Glass::Light) => true,
        (Color::Black, Glass::Dark | Glass::Light) => false,
        _ => own,
    };
    let (mut ink, mut ground) = (seen(cell.fg, letters), seen(cell.bg, !letters));
    if cell.modifier.contains(Modifier::REVERSED) {
        std::mem::swap(&mut ink, &mut ground);
    }
    let inked = match cell.symbol() {
        " " => false,
        "█" => true,
        "▀" => y < SQUARE,
        "▄" => y >= SQUARE,
        _ => x == 1,
    };
    if inked { ink } else { ground }
}

fn read_screen(buffer: &Buffer, glass: Glass) -> Vec<String> {
    let area = buffer.area;
    read(usize::from(area.width) * CELL.0, usize::from(area.height) * CELL.1, |x, y| {
        let at = |pixel: usize, side: usize| u16::try_from(pixel / side).unwrap();
        is_light(&buffer[(at(x, CELL.0), at(y, CELL.1))], glass, x % CELL.0, y % CELL.1)
    })
}

/// What stands on a poster: its code, and its lines of text.
fn read_poster(svg: &str) -> (String, Vec<String>) {
    let (mut reader, mut lines, mut code) = (quick_xml::Reader::from_str(svg), Vec::new(), String::new());
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Eof => break,
            quick_xml::events::Event::Start(tag) if tag.name().as_ref() == "text" => {
                let told = reader.read_text(tag.name()).unwrap();
                lines.push(quick_xml::escape::unescape(&told).unwrap().into_owned());
            }
            quick_xml::events::Event::Empty(tag) if tag.name().as_ref() == "path" => {
                let path = tag.try_get_attribute("d").unwrap().unwrap();
                code = read_path(&path.value);
            }
            _ => {}
        }
    }
    (code, lines)
}

fn read_path(path: &str) -> String {
    let dark: Vec<(usize, usize)> = path
        .split('M')
        .filter_map(|square| square.strip_suffix("h1v1h-1z")?.split_once(' '))
        .map(|(x, y)| (x.parse().unwrap(), y.parse().unwrap()))
        .collect();
    let side = 4 + dark.iter().map(|(x, _)| x + 1).max().unwrap();
    let pixels = side * SQUARE;
    read(pixels, pixels, |x, y| !dark.contains(&(x / SQUARE, y / SQUARE))).remove(0)
}

fn poster(outbox: &Path, no: &str) -> (String, Vec<String>) {
    read_poster(&fs::read_to_string(outbox.join(format!("{no}.svg"))).unwrap())
}

/// Without the blanks at which lines are broken.
fn bare(text: &str) -> String {
    text.replace(' ', "")
}

/// A town's desk on the code of its first QR point.
fn at_code(locale: Locale) -> (Visit, String) {
    let mut v = town(locale);
    let no = format!("{}-MS-2026-0001", v.house.model.cx.me.office);
    v.house.begin(Route::Record(No(no.clone()))).unwrap();
    v.keys("c");
    (v, no)
}

#[test]
fn the_code_of_a_point_is_read_off_the_screen_and_off_its_poster() {
    for locale in BOTH {
        let (mut v, no) = at_code(locale);
        let says = format!("{ADDRESS}{no}");
        for mono in [false, true] {
            v.house.model.cx.mono = mono;
            for size in [(80, 24), (140, 40)] {
                v.size(size.0, size.1);
                for glass in [Glass::Dark, Glass::Light, Glass::Plain] {
                    assert_eq!(
                        read_screen(&v.buffer(), glass),
                        std::slice::from_ref(&says),
                        "{locale:?} {mono} {glass:?}"
                    );
                }
                v.sees("书台苑南门岗亭").sees(&no).sees("https://mashangfang");
            }
        }
        v.keys("f8").sees(&format!("{no}.svg"));
        let (code, lines) = poster(&v.outbox(), &no);
        assert_eq!(code, says);
        let office =
            v.house.model.cx.catalog().name(fengqiao::domain::catalog::List::Office, "ZJ").to_owned();
        assert_eq!(lines[..3], [office, "书台苑南门岗亭".to_owned(), no.clone()]);
        assert_eq!(bare(&lines[3..].concat()), bare(&v.house.model.cx.lang.say("poster-open")));
        let exported =
            Trace::Exported { form: "register.qr-points.svg".into(), rows: 1, with: String::new() };
        assert!(traces(&v.path(), &format!("@{no}")).contains(&exported));
    }
}

#[test]
fn a_point_without_an_address_says_its_name_and_number() {
    for locale in BOTH {
        let (mut v, _) = at_code(locale);
        v.house.begin(Route::Code(No("ZJ-MS-2026-0004".into()))).unwrap();
        assert_eq!(read_screen(&v.buffer(), Glass::Dark), ["童家镇双桥村小卖部 ZJ-MS-2026-0004"]);
        v.keys("f8");
        let (code, lines) = poster(&v.outbox(), "ZJ-MS-2026-0004");
        assert_eq!(code, "童家镇双桥村小卖部 ZJ-MS-2026-0004");
        let how = if locale == Locale::Zh { "请出示扫出的内容" } else { "show what it says to" };
        assert!(bare(&lines.concat()).contains(&bare(how)), "{lines:?}");
    }
}

/// A house with one lantern, whose code its declaration says.
fn lantern(code: &str, street: &str) -> Shop {
    let shop = shop();
    let said = declare(&shop, &format!("{LANTERNS}code = {code}\n"));
    assert_eq!(said.code(), 0, "{}", said.error());
    let row = json!({"on": "2026-02-10", "street": street, "keeper": "19000001234"});
    let order = json!({"do": "record.enter", "register": "lanterns", "row": row});
    assert_eq!(shop.run(&["apply", "-", "--json"], &order.to_string()).lines()[0]["ok"], true);
    shop
}

const LANTERN: &str = "ZJ-DL-2026-0001";

fn write(shop: &Shop, words: &[&str]) -> crate::verbs::Said {
    shop.run(&[&["--lang", "en", "rows"], words].concat(), "")
}

fn file(shop: &Shop, name: &str) -> String {
    shop.path().with_file_name(name).display().to_string()
}

#[test]
fn a_verb_writes_the_poster_of_one_row() {
    let shop = lantern(
        r#"["https://example.org/?at={street}&lit={cost}", "https://example.org/?at={street}&no={no}"]"#,
        "莲花街 3&4",
    );
    let (svg, pdf) = (file(&shop, "l.svg"), file(&shop, "l.pdf"));
    let said = write(&shop, &["lanterns", "--code", "zj-dl-2026-0001", "-o", &svg, "--json"]).json();
    // What is put behind an address is written as a part of it.
    let says = "https://example.org/?at=%E8%8E%B2%E8%8A%B1%E8%A1%97%203%264&no=ZJ-DL-2026-0001";
    assert_eq!(said["says"], says);
    let (code, lines) = read_poster(&fs::read_to_string(&svg).unwrap());
    assert_eq!((code.as_str(), lines[1].as_str()), (says, "莲花街 3&4"));
    let exported = Trace::Exported { form: "register.lanterns.svg".into(), rows: 1, with: String::new() };
    assert!(traces(&shop.path(), &format!("@{LANTERN}")).contains(&exported));
    assert_eq!(write(&shop, &["lanterns", "--code", LANTERN]).code(), 2, "where to, has to be said");
    let other = write(&shop, &["lanterns", "--code", LANTERN, "-o", &pdf]);
    assert!(other.code() == 2 && other.error().contains("ends in .svg"), "{}", other.error());
    for (register, no) in
        [("disputes", LANTERN), ("lanterns", "ZJ-DL-2026-0002"), ("disputes", "ZJ-MD-2026-0001")]
    {
        assert_eq!(write(&shop, &[register, "--code", no, "-o", &svg]).code(), 3, "{register} {no}");
    }
    assert!(!Path::new(&pdf).exists());
}

#[test]
fn hostile_text_breaks_no_poster_and_what_is_too_long_is_said() {
    let hostile = r#"</text><script>alert(1)</script>"'&amp;]]><![CDATA[ {no} "#.repeat(3) + "\u{fffe}";
    let shop = lantern(r#"["{street}{no}"]"#, &hostile);
    let svg = file(&shop, "l.svg");
    assert_eq!(write(&shop, &["lanterns", "--code", LANTERN, "-o", &svg]).code(), 0);
    let written = fs::read_to_string(&svg).unwrap();
    assert!(!written.contains('\u{fffe}'), "no XML holds it");
    let (code, lines) = read_poster(&written);
    let kept = hostile.trim();
    assert_eq!(code, format!("{kept}{LANTERN}"));
    let number = lines.iter().position(|line| line == LANTERN).unwrap();
    assert_eq!(bare(&lines[1..number].concat()), bare(kept.trim_end_matches([' ', '\u{fffe}'])));
    // On the screen there is no room for so much; the poster is written all the same.
    let mut v = at_counter(&shop.path(), Locale::En);
    v.house.begin(Route::Code(No(LANTERN.into()))).unwrap();
    v.sees("no room here for the code").sees("script");
    v.keys("f8").sees("ZJ-DL-2026-0001.svg");
    assert!(read_screen(&v.buffer(), Glass::Dark).is_empty());
    v.size(200, 60);
    assert_eq!(read_screen(&v.buffer(), Glass::Dark), [code]);
    let long = lantern(&format!("[\"{}{{no}}\"]", "长".repeat(1000)), "莲花街");
    let mut v = at_counter(&long.path(), Locale::En);
    v.house.begin(Route::Record(No(LANTERN.into()))).unwrap();
    v.keys("c").sees("too long for a code");
}

#[test]
fn a_bad_code_is_named_with_its_line() {
    let shop = shop();
    for (code, told) in [
        (r#""{no}""#, "Line 23: "),
        (r#"["{lane}"]"#, "Line 23: no such field or state (lane)"),
        ("[\n\"{no}\",\n\"{keeper}\"]", "Line 25: a field of this kind does not fit here (keeper)"),
        (r#"["{no"]"#, "Line 23: a code is text with {no}"),
        (r#"["no}"]"#, "Line 23: a code is text with {no}"),
        (r#"["all the same"]"#, "Line 23: a code is text with {no}"),
        (r#"[""]"#, "Line 23: a code is text with {no}"),
        (r#"["{{no}}"]"#, "Line 23: no such field or state ({no)"),
    ] {
        let said = declare(&shop, &format!("{LANTERNS}code = {code}\n"));
        assert!(said.code() == 3 && said.error().contains(told), "{code}: {}", said.error());
    }
    // What leads to somebody, or to what some do not see, hangs on no wall.
    let other = LANTERNS.replace("kind = \"phone\"", "kind = \"petition\"");
    assert!(
        declare(&shop, &format!("{other}code = [\"{{keeper}}\"]\n")).error().contains("does not fit here")
    );
}

#[test]
fn where_there_is_no_code_the_key_says_why() {
    let shop = lantern(r#"["{cost} {no}"]"#, "莲花街");
    let mut v = at_counter(&shop.path(), Locale::En);
    let tried = |v: &mut Visit, why: &str| {
        v.house.begin(Route::Record(No(LANTERN.into()))).unwrap();
        v.keys("c").sees(why);
        assert_eq!(v.house.model.top().map(|screen| screen.page().name()), Some("record"));
        v.house.begin(Route::Code(No(LANTERN.into()))).unwrap();
        let offers = v.house.model.menu_offers();
        assert!(offers.iter().any(|offer| offer.action == Action::AppPrint && offer.why.is_some()));
        v.keys("f8").sees(why);
        let svg = file(&shop, "l.svg");
        let said = write(&shop, &["lanterns", "--code", LANTERN, "-o", &svg]);
        assert!(said.code() == 3 && said.error().contains(why), "{}", said.error());
        assert!(!Path::new(&svg).exists() && !outbox::of(&shop.path(), "owner").exists());
    };
    tried(&mut v, "is not filled in");
    let strike = json!({"do": "record.strike", "no": LANTERN, "reason": "written twice"});
    assert_eq!(shop.run(&["apply", "-", "--json"], &strike.to_string()).lines()[0]["ok"], true);
    tried(&mut v, "struck off");
    declare(&shop, LANTERNS);
    let mut v = at_counter(&shop.path(), Locale::En);
    tried(&mut v, "declares no code");
}

#[test]
fn whoever_does_not_see_a_row_gets_no_code_of_it() {
    let shop =
        lantern("[\"{street} {no}\"]\nsealed = true\nsee = [\"supervisor\"]\nwrite = [\"clerk\"]", "莲花街");
    let fit = Actor { role: Role::Supervisor, sees_sealed: true, ..clerk("du", "ZJ") };
    let unfit = [
        Actor { sees_sealed: false, ..fit.clone() },
        Actor { role: Role::Handler, ..fit.clone() },
        Actor { role: Role::Leader, ..fit.clone() },
        Actor { role: Role::System, ..fit.clone() },
    ];
    let no = No(LANTERN.into());
    for (me, sees) in unfit.map(|me| (me, false)).into_iter().chain([(fit, true)]) {
        let mut v = Visit::at(&shop.path(), Locale::En, me.clone(), Route::Code(no.clone()));
        assert_eq!(read_screen(&v.buffer(), Glass::Dark).len(), usize::from(sees), "{me:?}");
        v.keys("f8");
        let (lang, outbox) = (Lang::new(Locale::En), outbox::of(&shop.path(), &me.code));
        assert_eq!(outbox.exists(), sees, "{me:?}");
        let store = &mut v.house.store;
        let mut bench =
            Bench { store, me, lang: &lang, outbox: &outbox, now: Now::at(NOON), demo: false, tty: None };
        match bench.poster(&no) {
            Ok((said, _)) => assert!(sees && said == format!("莲花街 {LANTERN}")),
            Err(error) => assert!(!sees && error == StoreError::NotFound(LANTERN.into()), "{error:?}"),
        }
    }
}

#[test]
fn a_made_up_house_says_so_on_its_posters() {
    let shop = lantern(r#"["{no}"]"#, "莲花街");
    let mut v = at_counter(&shop.path(), Locale::En);
    v.house.model.cx.demo = true;
    v.house.begin(Route::Code(No(LANTERN.into()))).unwrap();
    v.keys("f8");
    assert!(poster(&outbox::of(&shop.path(), "owner"), LANTERN).1[0].starts_with("[demo] "));
}
