//! What a screen says of itself: help that explains, reasons that fit, hints that name what matters, and no sentence that
//! sends anybody to a key that they do not have.
use crate::{
    layers,
    support::{Visit, clerk, town, visit},
};
use fengqiao::{
    domain::rights::{Actor, Role},
    lang::{Lang, Locale},
};
use std::collections::BTreeSet;
use unicode_width::UnicodeWidthStr;

const BOTH: [Locale; 2] = [Locale::Zh, Locale::En];

/// Ways to every screen, the forms and the lists that lie over them.
const WAYS: &[&str] = &[
    "",
    "n",
    "n 2 F4",
    "/",
    "enter",
    "enter d",
    "enter d enter",
    "enter w",
    "enter r",
    "enter u",
    "enter y",
    "enter v",
    "enter f",
    "enter c",
    "enter e",
    "enter tab enter",
    "b",
    "b enter",
    "b c",
    "b 0",
    "b m",
    "b m c",
    "b m enter",
    "e",
    "e enter",
    "e enter enter",
    "g",
    "g enter",
    "s",
    "s a",
    "s tab tab tab a",
    "s backtab",
    "s backtab enter",
    "s backtab backtab enter",
    "s backtab backtab backtab enter",
    "i",
    "j",
    "space * d",
];

fn somebody(role: Role) -> Actor {
    Actor { role, unit: "ZJJ".into(), ..clerk("li", "ZJ") }
}

/// Visits every screen as everybody, in both languages.
fn everywhere(see: impl Fn(&mut Visit, &str)) {
    for locale in BOTH {
        let town = town(locale);
        for role in Role::ALL {
            for way in WAYS {
                let mut v = town.neighbour(locale, somebody(*role));
                v.keys(&way.to_lowercase());
                see(&mut v, &format!("{locale:?} {role:?} {way:?}"));
            }
        }
    }
}

#[test]
fn no_screen_shows_the_name_of_a_blank_and_each_explains_itself_and_tells_its_reasons_whole() {
    everywhere(|v, at| {
        for over in ["", "f1", "f3 f9"] {
            let screen = v.keys(over).screen();
            assert!(!screen.contains("{$") && !screen.contains('⟦'), "{at}:\n{screen}");
            let told = screen.lines().nth(2).unwrap().trim();
            assert!(over != "f1" || !told.is_empty(), "{at}:\n{screen}");
        }
        for offer in v.house.model.menu_offers() {
            let lang = &v.house.model.cx.lang;
            let (words, why) = (lang.say(&offer.action.message()), offer.why.map(|why| lang.short(why)));
            let cols = 2 + 2 + 23 + words.width() + why.as_ref().map_or(0, |why| why.width() + 4);
            assert!(cols <= 80, "{at}: {words} ({why:?}) takes {cols} columns");
        }
    });
}

/// Not every reason comes up in a walk: each that a screen can give has words for a line of help.
#[test]
fn every_reason_that_a_screen_gives_is_short_enough_for_help() {
    let mut reasons = BTreeSet::new();
    for (file, text) in layers::sources() {
        let asked = text.split("fn refuses").skip(1);
        for part in asked.filter(|_| file.starts_with("screens/") || file.starts_with("form/")) {
            let said = part.split("Some(\"why-").skip(1);
            reasons.extend(said.map(|rest| format!("why-{}", rest.split('"').next().unwrap())));
        }
    }
    assert!(reasons.len() > 25, "{reasons:?}");
    for locale in BOTH {
        let lang = Lang::new(locale);
        let cut: Vec<_> = reasons.iter().filter(|why| lang.short(why).width() > 38).collect();
        assert!(cut.is_empty(), "{locale:?}: {cut:?}");
    }
}

#[test]
fn the_hint_line_names_the_way_out_and_what_matters_most() {
    let hints = |v: &Visit| v.screen().lines().last().unwrap().to_owned();
    for locale in BOTH {
        let town = town(locale);
        let mut v = town.neighbour(locale, somebody(Role::Clerk));
        let today = hints(&v);
        assert!(["f10 ", "enter ", "n ", "/ ", "d ", "f8 "].iter().all(|key| today.contains(key)), "{today}");
        let page = hints(v.keys("enter"));
        assert!(["q ", "d ", "v ", "w ", "f8 "].iter().all(|key| page.contains(key)), "{page}");
        let settings = hints(v.keys("s"));
        assert!(settings.contains("tab ") && !settings.contains("a "), "{settings}");
        let journal = hints(town.neighbour(locale, somebody(Role::Audit)).keys("j"));
        assert!(["f3 ", "tab ", "f5 "].iter().all(|key| journal.contains(key)), "{journal}");
        let nothing = hints(&town.neighbour(locale, somebody(Role::Security)));
        assert!(nothing.contains("f10 ") && !nothing.contains("* "), "{nothing}");
    }
}

#[test]
fn an_empty_screen_names_only_keys_that_the_role_has() {
    for locale in BOTH {
        let empty = visit(locale);
        let key = |key: &str| match locale {
            Locale::Zh => format!("按 {key} "),
            Locale::En => format!(" {key} "),
        };
        let says = |role, keys: &str| {
            let mut v = empty.neighbour(locale, somebody(role));
            v.keys(keys).screen().lines().skip(3).take(2).collect::<String>()
        };
        for (role, keys, has, not) in [
            (Role::Clerk, "", "n", "b"),
            (Role::Handler, "", "/", "n"),
            (Role::Leader, "", "b", "n"),
            (Role::System, "", "s", "j"),
            (Role::Security, "", "s", "j"),
            (Role::Audit, "", "j", "s"),
        ] {
            let said = says(role, keys);
            let (has, not) = (key(has), key(not));
            assert!(said.replace("Press", " ").contains(has.trim_start()), "{role:?}: {said}");
            assert!(!said.replace("Press", " ").contains(&not), "{role:?}: {said}");
        }
        let plans = |role| empty.neighbour(locale, somebody(role)).keys("b m").screen();
        let plan = key("c");
        assert!(plans(Role::Supervisor).contains(plan.trim()), "{}", plans(Role::Supervisor));
        assert!(!plans(Role::Leader).contains(&plan), "{}", plans(Role::Leader));
        let word = if locale == Locale::Zh { "新包案，" } else { "opens a new case" };
        empty.neighbour(locale, somebody(Role::Supervisor)).keys("b f1").sees(word);
        empty.neighbour(locale, somebody(Role::Leader)).keys("b f1").sees_not(word);
    }
}

#[test]
fn a_choice_lists_its_answers_and_letters_choose_among_them() {
    for (locale, letters, role) in [(Locale::Zh, "sjy", "审计员"), (Locale::En, "aud", "auditor")] {
        let mut v = visit(locale);
        v.keys("s tab tab tab a").types("W6").keys("enter").types("李梅").keys("enter");
        v.digits("rs").keys("enter f4");
        v.sees(&format!("7 {role}")).sees("> 1 ");
        v.types(letters).keys("f2").sees(role);
        v.keys("enter").sees("李梅");
        // With the arrows, and out of the list again.
        v.keys("f3 a")
            .types("W7")
            .keys("enter")
            .types("王梅")
            .keys("enter")
            .digits("rs")
            .keys("enter f4 down down");
        v.sees("> 3 ");
        v.keys("f3").sees_not("> 3 ");
        v.keys("f4 enter").sees_not("> 3 ");
        let supervisor = if locale == Locale::Zh { "督办" } else { "supervisor" };
        v.keys("f2").sees("W7").sees(supervisor);
    }
}

#[test]
fn a_list_is_offered_only_where_there_is_one() {
    for (locale, list) in [(Locale::Zh, "f4 列表"), (Locale::En, "f4 List")] {
        let mut v = visit(locale);
        v.keys("n").sees_not(list);
        v.keys("up").sees(list);
        v.keys("down f4").sees(if locale == Locale::Zh { "没有列表" } else { "no list" });
        v.keys("enter enter enter enter").sees(list);
    }
}

#[test]
fn enter_saves_a_form_that_asks_for_one_thing_only() {
    for (locale, ever) in [(Locale::Zh, "已改"), (Locale::En, "changed")] {
        let mut v = visit(locale);
        v.keys("s backtab enter ctrl-u").types("10").keys("enter").sees(ever);
        v.keys("enter tab").sees(if locale == Locale::Zh { "只有这一栏" } else { "only field" });
    }
}

#[test]
fn a_message_that_is_longer_than_a_line_takes_the_rows_above_it_until_the_next_key() {
    let mut v = visit(Locale::En);
    let file = format!("/{}/end-of-it", "a-directory/".repeat(9));
    v.house.send(fengqiao::flow::Msg::Heard(fengqiao::flow::Note::bad("error-file", file))).unwrap();
    v.sees("The file cannot be opened").sees("end-of-it").sees("f9 Menu");
    v.keys("down").sees_not("a-directory");
}

#[test]
fn whoever_shares_a_desk_is_told_first_what_they_give_up() {
    for (locale, told) in [(Locale::Zh, "不能再登记"), (Locale::En, "no longer register")] {
        let mut v = crate::support::fresh(locale);
        v.sees_not(told);
        v.digits("zj").keys("enter").types("安").keys("enter enter right").sees(told);
        v.keys("left").sees_not(told);
        assert_eq!(v.house.model.top().unwrap().page().name(), "sit");
    }
}

#[test]
fn a_hint_of_the_intake_form_goes_over_the_whole_line() {
    for (locale, third) in [(Locale::Zh, "3 检举控告"), (Locale::En, "3 accusation")] {
        let mut v = town(locale);
        v.keys("n enter enter enter enter enter").sees(third);
    }
}

#[test]
fn a_reason_of_which_only_the_words_are_known_is_told_without_its_blanks() {
    for (locale, why) in [(Locale::Zh, "现在没有要催办的"), (Locale::En, "nothing to remind of now")]
    {
        let mut v = visit(locale);
        v.keys("n")
            .types("张三")
            .keys("enter enter enter enter enter enter enter")
            .types("欠薪")
            .keys("f2 r");
        v.sees(why).sees_not("{$");
        v.keys("f1 end").sees_not("{$");
    }
}
