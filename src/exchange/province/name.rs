//! The name column: one person, several, or somebody who speaks for a body.
use crate::domain::petition::{PartyKind, Petitioner, Role};
use crate::text::clean;

/// Longer than any name of a person written in Chinese characters without a dot.
const LONGEST_NAME: usize = 4;
const ANONYMOUS: &str = "匿名";
/// What a body's name, or the word for its spokesman, ends with.
const BODY_ENDS: &[&str] =
    &["代表", "公司", "职工", "业主", "村民", "员工", "厂", "社区", "村", "组", "社", "会", "校", "院"];

/// What the column says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Named {
    /// Everybody named.
    pub(super) petitioners: Vec<Petitioner>,
    /// Nobody wanted to be named.
    pub(super) anonymous: bool,
    /// The full text where it was taken apart by a guess.
    pub(super) guessed: Option<String>,
}

/// Reads the column; nothing of it is lost.
pub(super) fn read(cell: &str) -> Named {
    let text = clean::line(cell);
    let parts: Vec<&str> = text.split(|c: char| c.is_whitespace() || "、，,;；/".contains(c)).collect();
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        [] => Named::default(),
        [one] if one.contains(ANONYMOUS) => Named { anonymous: true, ..Named::default() },
        // Short names are spaced out to the width of longer ones.
        short if short.iter().any(|part| part.chars().count() == 1) && is_name(&short.concat()) => {
            Named { petitioners: vec![person(&short.concat(), Role::Petitioner)], ..Named::default() }
        }
        all if all.iter().all(|part| is_name(part) && !is_body(part)) => Named {
            petitioners: all.iter().map(|name| person(name, Role::Petitioner)).collect(),
            ..Named::default()
        },
        [body, name] if is_body(body) && is_name(name) => Named {
            petitioners: vec![person(name, Role::Representative)],
            guessed: Some(text),
            ..Named::default()
        },
        _ => Named { petitioners: vec![whole(&text)], ..Named::default() },
    }
}

fn person(name: &str, role: Role) -> Petitioner {
    Petitioner { name: name.to_owned(), role, ..Petitioner::default() }
}

fn whole(text: &str) -> Petitioner {
    let kind = if is_body(text) { PartyKind::Organisation } else { PartyKind::Person };
    Petitioner { name: text.to_owned(), kind, ..Petitioner::default() }
}

fn is_name(part: &str) -> bool {
    let length = part.chars().count();
    (2..=LONGEST_NAME).contains(&length) && part.chars().all(|c| !c.is_ascii() && c.is_alphabetic())
}

fn is_body(part: &str) -> bool {
    part.chars().count() >= LONGEST_NAME && BODY_ENDS.iter().any(|end| part.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn names(cell: &str) -> Vec<String> {
        read(cell).petitioners.into_iter().map(|petitioner| petitioner.name).collect()
    }

    #[test]
    fn blanks_around_and_inside_a_name_go() {
        for cell in ["张三", " 张三\u{3000}", "张 三", "张\u{3000}\u{3000}三", "\u{feff}张三"] {
            assert_eq!(names(cell), ["张三"], "{cell:?}");
        }
        assert_eq!(names(" 欧阳军燕\u{3000}"), ["欧阳军燕"]);
    }

    #[test]
    fn somebody_who_speaks_for_a_body_is_separated_and_the_text_kept() {
        let read = read("某公司职工代表 侯艳强");
        assert_eq!(read.petitioners[0].name, "侯艳强");
        assert_eq!(read.petitioners[0].role, Role::Representative);
        assert_eq!(read.guessed.as_deref(), Some("某公司职工代表 侯艳强"));
    }

    #[test]
    fn several_names_are_several_people() {
        assert_eq!(names("张三、李四，王小五"), ["张三", "李四", "王小五"]);
        assert_eq!(names("张三 李四"), ["张三", "李四"]);
    }

    #[test]
    fn what_is_not_understood_stays_whole() {
        assert_eq!(names("资阳市某某有限责任公司"), ["资阳市某某有限责任公司"]);
        assert_eq!(read("资阳市某某有限责任公司").petitioners[0].kind, PartyKind::Organisation);
        assert_eq!(names("古丽·某某 等5人"), ["古丽·某某 等5人"]);
        assert_eq!(names("John Smith"), ["John Smith"]);
    }

    #[test]
    fn nobody_named_is_told_from_anonymous() {
        assert_eq!(read("  "), Named::default());
        assert!(read("匿名").anonymous);
    }

    proptest! {
        #[test]
        fn no_character_of_a_name_is_lost(cell in "[张三李四代表公司 、]{0,12}") {
            let read = read(&cell);
            let kept: String = read.guessed.clone().unwrap_or_else(|| names(&cell).concat());
            let bare = |text: &str| text.chars().filter(|c| !" 、".contains(*c)).collect::<String>();
            prop_assert_eq!(bare(&kept), bare(&cell));
        }
    }
}
