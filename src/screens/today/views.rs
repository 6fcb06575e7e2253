//! The views of Today: searches that come with the program, and those that a clerk has kept.
use crate::{
    domain::catalog::{Item, List},
    flow::Cx,
    search::Query,
};

/// The views that come with the program: the message of each, and its search. Their place is their digit.
const SHIPPED: &[(&str, &str)] = &[
    ("view-open", ""),
    ("view-overdue", "due:overdue"),
    ("view-week", "due:week"),
    ("view-tell", "tell:yes"),
    ("view-mine", "clerk:me"),
    ("view-unassigned", "unit:none"),
    ("view-remind", "remind:yes"),
];

/// One view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// What it is called.
    pub name: String,
    /// The search, as typed.
    pub typed: String,
    /// Whether it looks for words: such a view opens in Find.
    pub words: bool,
}

impl View {
    fn new(name: String, typed: &str, cx: &Cx) -> Self {
        let words = !cx.query(typed).tokens.is_empty();
        Self { name, typed: typed.to_owned(), words }
    }

    /// The search, taken apart.
    pub fn query(&self, cx: &Cx) -> Query {
        cx.query(&self.typed)
    }
}

/// All views of whoever sits here, in the order of their digits.
pub fn views(cx: &Cx) -> Vec<View> {
    let shipped = SHIPPED.iter().map(|(name, typed)| View::new(cx.lang.say(name), typed, cx));
    let own = own(cx).into_iter().filter(|(_, item)| !item.off);
    let own = own.map(|(_, item)| View::new(item.name.clone(), &item.extra.text, cx));
    shipped.chain(own).collect()
}

/// The kept views of whoever sits here, by their place.
pub fn own(cx: &Cx) -> Vec<(usize, &Item)> {
    let begin = begin(&cx.me.code);
    let place = |item: &Item| item.code.strip_prefix(&begin)?.parse().ok();
    let items = cx.catalog().items().iter().filter(|item| item.list == List::View);
    let mut own: Vec<(usize, &Item)> = items.filter_map(|item| Some((place(item)?, item))).collect();
    own.sort_by_key(|(place, _)| *place);
    own
}

/// The code under which a view is kept, and the digit that it gets.
pub fn next_code(cx: &Cx) -> (String, usize) {
    let own = own(cx);
    // One that was switched off gives its place to the next.
    let free = own.iter().find(|(_, item)| item.off).map(|(place, _)| *place);
    let place = free.unwrap_or_else(|| own.last().map_or(1, |(place, _)| place + 1));
    let before = own.iter().filter(|(other, item)| *other < place && !item.off).count();
    (format!("{}{place}", begin(&cx.me.code)), SHIPPED.len() + before + 1)
}

fn begin(clerk: &str) -> String {
    format!("{clerk}.")
}
