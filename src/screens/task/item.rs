//! The forms of list entries: who works here, units, phrases, views, registers.
use super::spec::{NAME, OFFICE, SHORT, YES};
use crate::{
    domain::{
        catalog::{Extra, Item, List},
        register,
        rights::Role,
    },
    flow::Cx,
    form::{Field, Kind, Problem, Sheet},
    screens::today::views::next_code,
};

/// The roles that can be given, as a form offers them.
const ROLES: &[&str] = &["clerk", "handler", "supervisor", "leader", "system", "security", "audit"];

/// The id of the role that handles for a unit.
const HANDLER: &str = Role::Handler.id();

fn administers(sheet: &Sheet) -> bool {
    Role::parse(sheet.get("role")).is_some_and(Role::administers)
}

/// An entry keeps its code for ever, so that only a new one is asked for it.
pub(super) fn fields(list: List, new: bool) -> Vec<Field> {
    let code = new.then(|| Field::new("code", Kind::Line(20)).required());
    let mut fields: Vec<Field> = code.into_iter().chain([NAME]).collect();
    if list == List::Register {
        // Its declaration says both.
        fields.clear();
    }
    fields.extend(match list {
        List::Clerk => vec![
            OFFICE,
            Field::new("role", Kind::Choice { list: Role::LIST, ids: ROLES }),
            Field::new("unit", Kind::Pick(List::Unit))
                .strict()
                .when(|sheet| sheet.get("role") == HANDLER)
                .checked(|sheet| sheet.lacks("unit").then_some(Problem::holds("problem-handler-unit"))),
            Field::new("sealed", Kind::Choice { list: "more", ids: YES }).when(|sheet| !administers(sheet)),
        ],
        List::Leader => vec![Field::new("post", Kind::Line(SHORT)), Field::new("rank", Kind::Line(SHORT))],
        List::Phrase => vec![Field::new("text", Kind::Page(4)).required()],
        List::Category => vec![
            Field::new("parent", Kind::Pick(List::Category)),
            Field::new("unit", Kind::Pick(List::Unit)).strict(),
            Field::new("field", Kind::Line(SHORT)),
        ],
        List::Office => {
            vec![Field::new("unit", Kind::Pick(List::Unit)).strict(), Field::new("reach", Kind::Line(SHORT))]
        }
        List::Group => vec![Field::new("text", Kind::Line(SHORT))],
        List::View => vec![Field::new("text", Kind::Line(SHORT)).required()],
        List::Register => vec![Field::new("text", Kind::Page(12)).required()],
        List::Unit | List::Place => Vec::new(),
    });
    fields.push(Field::new("off", Kind::Choice { list: "more", ids: YES }));
    fields
}

/// A search that is kept as a view.
pub(super) fn kept(typed: &str, sheet: &Sheet, cx: &Cx) -> Item {
    let extra = Extra { text: typed.to_owned(), ..Extra::default() };
    Item { extra, ..Item::new(List::View, next_code(cx).0, sheet.get("name")) }
}

/// Whoever sits down first; without a code of their own it is the name's.
pub fn clerk(sheet: &Sheet, cx: &Cx) -> Item {
    let name = sheet.get("name").to_owned();
    let known = cx.catalog().named(List::Clerk, &name);
    let code = match (sheet.get("code"), known) {
        ("", Some(clerk)) => clerk.code.clone(),
        ("", None) => name.clone(),
        (code, _) => code.to_owned(),
    };
    let role = if sheet.get("use") == "shared" { Role::Security } else { Role::Clerk };
    let extra = Extra { office: sheet.get("office").to_owned(), role, ..Extra::default() };
    Item { extra, ..Item::new(List::Clerk, code, name) }
}

pub(super) fn entry(list: List, sheet: &Sheet, cx: &Cx) -> Item {
    let text = |id: &str| sheet.get(id).to_owned();
    let before = cx.catalog().get(list, sheet.get("code")).cloned();
    let before = before.unwrap_or_else(|| Item::new(list, text("code"), text("name")));
    let extra = Extra {
        office: text("office"),
        role: Role::parse(sheet.get("role")).unwrap_or_default(),
        sees_sealed: sheet.get("sealed") == "yes" && !administers(sheet),
        post: text("post"),
        level: text("rank"),
        text: text("text"),
        reach: text("reach"),
        unit: if list != List::Clerk || sheet.get("role") == HANDLER { text("unit") } else { String::new() },
        field: text("field"),
        ..before.extra.clone()
    };
    if list == List::Register {
        return declaration(&before, text("text"), sheet);
    }
    let parent = (!sheet.lacks("parent")).then(|| text("parent")).or_else(|| before.parent.clone());
    Item { name: text("name"), parent, extra, off: sheet.get("off") == "yes", ..before }
}

/// A declaration, under the code and name that it gives itself.
fn declaration(before: &Item, text: String, sheet: &Sheet) -> Item {
    let read = register::read(&text);
    let named = |said: &str, own: &str| if said.is_empty() { own.to_owned() } else { said.to_owned() };
    let (code, name) = read.map_or_else(
        |_| (String::new(), String::new()),
        |register| (register.id, register.name.say(true).to_owned()),
    );
    let extra = Extra { text, ..Extra::default() };
    let off = sheet.get("off") == "yes";
    // One that cannot be read is refused by the store, which says why.
    let code = named(&before.code, &named(&code, "?"));
    Item { extra, off, name: named(&name, &code), ..Item::new(List::Register, code, "") }
}

/// The sheet that says what an entry of a list says.
pub fn sheet(item: &Item) -> Sheet {
    let yes = |yes: bool| if yes { "yes" } else { "no" };
    Sheet::default()
        .with("code", &*item.code)
        .with("name", &*item.name)
        .with("office", &*item.extra.office)
        .with("role", item.extra.role.id())
        .with("sealed", yes(item.extra.sees_sealed))
        .with("post", &*item.extra.post)
        .with("rank", &*item.extra.level)
        .with("text", &*item.extra.text)
        .with("reach", &*item.extra.reach)
        .with("unit", &*item.extra.unit)
        .with("field", &*item.extra.field)
        .with("parent", item.parent.as_deref().unwrap_or_default())
        .with("off", yes(item.off))
}
