//! How the screens look, text and styles, in both languages, narrow and wide. A picture that changed on purpose is
//! taken again with `INSTA_UPDATE=always cargo test`.
use crate::support::{Visit, town};
use fengqiao::{flow::Route, lang::Locale};

type Walk = fn(&mut Visit);

const SCREENS: &[(&str, Walk)] = &[
    ("today", |_| {}),
    ("intake", |v| {
        v.keys("n").types("张华伟");
    }),
    ("group", |v| {
        v.keys("n").types("李一").keys("enter ctrl-n").types("李二").keys("enter");
    }),
    ("pick", |v| {
        v.keys("n enter").keys("enter enter enter enter enter").types("gz");
    }),
    ("find", |v| {
        v.keys("/").types("zhw");
    }),
    ("petition", |v| {
        v.keys("enter");
    }),
    ("steps", |v| {
        v.keys("enter d");
    }),
    ("again", |v| {
        v.keys("enter a");
    }),
    ("board", |v| {
        v.keys("b");
    }),
    ("case", |v| {
        v.keys("b enter");
    }),
    ("city", |v| {
        v.keys("b 0");
    }),
    ("meeting", |v| {
        v.keys("b m c f2");
    }),
    ("evaluation", |v| {
        v.keys("e");
    }),
    ("points", |v| {
        v.keys("e enter");
    }),
    ("figures", |v| {
        v.keys("g");
    }),
    ("parts", |v| {
        v.keys("g v v right right");
    }),
    ("listed", |v| {
        v.keys("g enter");
    }),
    ("registers", |v| {
        v.keys("T");
    }),
    ("register", |v| {
        v.keys("T down down down down down down enter");
    }),
    ("record", |v| {
        v.keys("T down down down down down down enter enter");
    }),
    ("chart", |v| {
        v.keys("T down down down down down down enter v");
    }),
    ("record-form", |v| {
        v.keys("T down down down down down down enter a").types("渗水");
    }),
    ("tally", |v| {
        v.keys("T down enter down enter +");
    }),
    ("code", |v| {
        v.keys("T down down down down enter enter c");
    }),
    ("settings", |v| {
        v.keys("s");
    }),
    ("import", |v| {
        v.keys("i");
    }),
    ("help", |v| {
        v.keys("n f1");
    }),
    ("menu", |v| {
        v.keys("f9");
    }),
];

/// What supervisors see.
const SUPERVISING: &[&str] =
    &["board", "case", "city", "meeting", "evaluation", "points", "figures", "parts", "listed"];

fn taken(locale: Locale, size: (u16, u16), end: &str) {
    for (name, walk) in SCREENS {
        let mut v = town(locale);
        v.size(size.0, size.1);
        walk(&mut v);
        insta::assert_snapshot!(format!("{name}_{end}"), v.look());
    }
}

#[test]
fn in_chinese_at_80_by_24() {
    taken(Locale::Zh, (80, 24), "zh_80");
}

#[test]
fn in_english_at_80_by_24() {
    taken(Locale::En, (80, 24), "en_80");
}

#[test]
fn in_chinese_at_140_by_40() {
    taken(Locale::Zh, (140, 40), "zh_140");
}

#[test]
fn in_english_at_140_by_40() {
    taken(Locale::En, (140, 40), "en_140");
}

/// Every register that ships: its list, its first row and its form.
#[test]
fn every_register_at_80_by_24() {
    for (locale, end) in [(Locale::Zh, "zh"), (Locale::En, "en")] {
        let mut v = town(locale);
        let registers = v.house.model.cx.lists.registers.clone();
        let mut looks = String::new();
        for register in registers.all() {
            let said = String::new();
            v.house.begin(Route::Register { id: register.id.clone(), said }).unwrap();
            for key in ["", "enter", "a"] {
                v.keys(key);
                looks.extend([v.screen().trim_end(), "\n\n"]);
            }
            v.keys("esc");
        }
        insta::assert_snapshot!(format!("every-register_{end}_80"), looks);
    }
}

#[test]
fn without_colours_every_state_still_has_a_word_or_a_sign() {
    for (size, end) in [((80, 24), "mono_80"), ((140, 40), "mono_140")] {
        for (name, walk) in SCREENS.iter().filter(|(name, _)| SUPERVISING.contains(name)) {
            let mut v = town(Locale::Zh);
            v.house.model.cx.mono = true;
            v.size(size.0, size.1);
            walk(&mut v);
            let look = v.look();
            assert!(
                !["Red", "Cyan", "Yellow", "Green", "DarkGray"].iter().any(|colour| look.contains(colour))
            );
            insta::assert_snapshot!(format!("{name}_{end}"), look);
        }
    }
}

#[test]
fn no_screen_shows_a_whole_identity_number_or_phone_outside_its_field() {
    for (name, walk) in SCREENS {
        let mut v = town(Locale::Zh);
        walk(&mut v);
        let screen = v.screen();
        let longest = screen.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap();
        assert!(longest < 11, "{name}:\n{screen}");
    }
}

#[test]
fn nothing_is_drawn_outside_and_nothing_panics_at_any_size() {
    let mut v = town(Locale::Zh);
    for (_, walk) in SCREENS {
        walk(&mut v);
        for columns in (0..=90).step_by(7) {
            for rows in (0..=30).step_by(3) {
                v.size(columns, rows).keys("down up");
                let _ = v.screen();
            }
        }
        v.size(80, 24).keys("f3 f3 f3");
    }
}
