//! The READMEs: the key table is made from the shipped keymap, the commands and links are real.
use crate::{
    support::{Visit, clerk},
    verbs::shop,
    written::agrees,
};
use fengqiao::{
    flow::Route,
    keys::{Action, Context, Keymap},
    lang::{Lang, Locale},
};
use std::{fs, path::Path};

const FILES: [(&str, Locale); 2] = [("README.md", Locale::En), ("README.zh-CN.md", Locale::Zh)];
const BEGIN: &str = "<!-- keys -->\n";
const END: &str = "<!-- /keys -->";

/// One row an action: its words, then its keys by context.
fn table(locale: Locale) -> String {
    let lang = Lang::new(locale);
    let mut keymap = Keymap::default();
    assert!(keymap.lay(Keymap::DEFAULT).is_empty());
    let head = if locale == Locale::Zh { "| 操作 | 键 |" } else { "| what | keys |" };
    let mut rows = vec![head.to_owned(), "|---|---|".to_owned()];
    for action in Action::ALL.iter().filter(|action| !action.id().starts_with("edit.")) {
        let mut keys: Vec<String> = Vec::new();
        for context in Context::ALL {
            for (key, bound) in keymap.table(*context) {
                let key = format!("`{key}`");
                if bound == *action && !keys.contains(&key) {
                    keys.push(key);
                }
            }
        }
        rows.push(format!("| {} `{}` | {} |", lang.say(&action.message()), action.id(), keys.join(" ")));
    }
    rows.join("\n") + "\n"
}

#[test]
fn the_key_table_is_that_of_the_shipped_keymap() {
    for (file, locale) in FILES {
        let text = fs::read_to_string(file).unwrap();
        let (before, rest) = text.split_once(BEGIN).unwrap();
        let (_, after) = rest.split_once(END).unwrap();
        agrees(file, &format!("{before}{BEGIN}{}{END}{after}", table(locale)));
    }
}

#[test]
fn every_file_that_a_readme_names_exists() {
    for (file, _) in FILES {
        let text = fs::read_to_string(file).unwrap();
        for (at, _) in text.match_indices("](") {
            let target: String = text[at + 2..].chars().take_while(|c| *c != ')').collect();
            assert!(target.starts_with("http") || Path::new(&target).exists(), "{file} names {target}");
        }
    }
}

const SCREEN: &str = "<!-- register-screen -->\n";
const SCREEN_END: &str = "<!-- /register-screen -->";

/// The declaration that the READMEs show is taken, and its screen is the one that they show.
#[test]
fn a_register_of_ten_lines_looks_as_it_is_shown() {
    for (file, locale) in FILES {
        let text = fs::read_to_string(file).unwrap();
        let (_, rest) = text.split_once("```toml\n").unwrap();
        let (declaration, _) = rest.split_once("```").unwrap();
        assert!(declaration.lines().count() <= 10, "{file}");
        let shop = shop();
        assert_eq!(shop.run(&["declare", "-"], declaration).code(), 0);
        for (day, place, homes, heard) in [
            ("2026-11-19", "512002001", "4", "电梯停了两个月，老人下不了楼"),
            ("2026-11-20", "512002002", "7", "工地夜里十一点还在打桩"),
        ] {
            let row = serde_json::json!({"on": day, "place": place, "homes": homes, "heard": heard});
            let order = serde_json::json!({"do": "record.enter", "register": "visits-home", "row": row});
            assert_eq!(shop.run(&["apply", "-", "--json"], &order.to_string()).lines()[0]["ok"], true);
        }
        let me = clerk("owner", "ZJ");
        let v = Visit::at(
            &shop.path(),
            locale,
            me,
            Route::Register { id: "visits-home".into(), said: String::new() },
        );
        let screen: Vec<String> = v.screen().lines().skip(1).map(str::to_owned).collect();
        let seen =
            screen.iter().take(4).chain(screen.iter().skip(4).filter(|line| line.starts_with("  "))).take(5);
        let shown = seen.cloned().collect::<Vec<_>>().join("\n");
        let (before, rest) = text.split_once(SCREEN).unwrap();
        let (_, after) = rest.split_once(SCREEN_END).unwrap();
        agrees(file, &format!("{before}{SCREEN}```\n{shown}\n```\n{SCREEN_END}{after}"));
    }
}

/// What the READMEs tell an administrator to write is the line that `.ci/line` tries against a real sshd.
#[test]
fn the_line_of_a_key_is_the_one_that_is_tried() {
    let example = fs::read_to_string("docs/sshd_config.example").unwrap();
    let line = example.lines().find_map(|line| line.strip_prefix("#key ")).unwrap();
    let line = line.replace("CLERK", "li").replace("KEY", "ssh-ed25519 AAAA...");
    for (file, _) in FILES {
        let text = fs::read_to_string(file).unwrap();
        assert!(text.lines().any(|one| one == line), "{file} does not say {line}");
    }
}

/// Commands to be typed are the same in both languages, names of people and remarks aside.
#[test]
fn both_languages_set_up_a_shared_host_with_the_same_commands() {
    let commands = |file: &str, head: &str| -> Vec<String> {
        let text = fs::read_to_string(file).unwrap();
        let part = text.split(head).nth(1).unwrap().split("\n## ").next().unwrap();
        let blocks: Vec<&str> = part.split("```").skip(1).step_by(2).collect();
        let bare = |line: &str| line.split(" #").next().unwrap().trim_end().to_owned();
        blocks.concat().lines().map(bare).collect()
    };
    let chinese = commands("README.zh-CN.md", "## 部署到共用主机").into_iter();
    let chinese: Vec<String> =
        chinese.map(|line| line.replace("文件名", "NAME").replace("姓名", "NAME")).collect();
    let english = commands("README.md", "## On a shared host");
    assert!(english.len() > 15, "{english:?}");
    assert_eq!(english, chinese);
}
