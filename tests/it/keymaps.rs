//! The shipped keymaps: every action has a key, every key can be typed in any terminal, mistakes are named.
use fengqiao::keys::{Action, Code, Context, Found, Key, Keymap, KeymapError};

fn shipped() -> Keymap {
    let mut keymap = Keymap::default();
    assert_eq!(keymap.lay(Keymap::DEFAULT), []);
    keymap
}

#[test]
fn both_shipped_keymaps_are_right_and_every_action_has_a_key() {
    let mut keymap = shipped();
    for map in [None, Some(Keymap::VIM)] {
        assert_eq!(map.map(|text| keymap.lay(text)).unwrap_or_default(), []);
        let bound: Vec<Action> = Context::ALL
            .iter()
            .flat_map(|context| keymap.table(*context))
            .map(|(_, action)| action)
            .collect();
        for action in Action::ALL {
            assert!(bound.contains(action), "{} has no key", action.id());
        }
    }
}

#[test]
fn every_function_key_has_a_second_way_in_its_context() {
    let keymap = shipped();
    for context in Context::ALL {
        let table = keymap.table(*context);
        for (key, action) in &table {
            if key.starts_with('f') && key.len() > 1 && key[1..].parse::<u8>().is_ok() {
                let other = table.iter().any(|(other, same)| same == action && other != key);
                assert!(other, "[{}] {key} is the only way to {}", context.id(), action.id());
            }
        }
    }
}

#[test]
fn no_key_is_one_that_terminals_keep_for_themselves() {
    // ^A screen, ^B tmux, ^I Tab, ^J and ^M Enter, ^H Backspace, ^[ Esc.
    let reserved = ['a', 'b', 'i', 'j', 'm', 'h', '['];
    let keymap = shipped();
    for context in Context::ALL {
        for (written, _) in keymap.table(*context) {
            for key in written.split(' ').filter_map(Key::parse) {
                let taken = key.ctrl && matches!(key.code, Code::Char(c) if reserved.contains(&c));
                assert!(!taken, "[{}] {written} never arrives", context.id());
            }
        }
    }
}

#[test]
fn whatever_works_everywhere_works_in_a_text_field_too() {
    let keymap = shipped();
    for (written, action) in keymap.table(Context::Global) {
        let plain = Key::parse(&written).is_some_and(|key| key.typed().is_some());
        assert!(!plain, "{} cannot be reached while typing", action.id());
    }
}

#[test]
fn a_mistake_is_named_and_the_rest_of_the_file_counts() {
    let mut keymap = shipped();
    let text = "[list]\n\"j\" = \"list.jump\"\n\"k\" = \"list.prev\"\n\"hyper-x\" = \"list.next\"\n[attic]\n\"x\" = \"app.quit\"";
    let wrong = keymap.lay(text);
    assert_eq!(wrong.len(), 3);
    assert!(matches!(&wrong[2], KeymapError::Context(name) if name == "attic"), "{wrong:?}");
    let found = keymap.resolve(&[Context::List], &[Key::parse("k").unwrap()]);
    assert_eq!(found, Found::Action(Action::ListPrev));
    assert!(matches!(keymap.lay("[list]\n\"j\" = \"a\"\n\"j\" = \"b\"")[..], [KeymapError::Toml(_)]));
}

#[test]
fn an_empty_name_takes_a_shipped_key_away() {
    let mut keymap = shipped();
    assert_eq!(keymap.lay("[list]\n\"q\" = \"\""), []);
    assert_eq!(keymap.resolve(&[Context::List], &[Key::parse("q").unwrap()]), Found::Nothing);
}
