//! The shape of a list entry.
use crate::domain::rights::Role;
use serde::{Deserialize, Serialize};

/// Which list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum List {
    /// 分中心: the reception counters.
    Office,
    /// 责任单位: who can be asked to handle a petition.
    Unit,
    /// 包案领导: who owns cases.
    Leader,
    /// 接待员: who works at the desk.
    Clerk,
    /// 短语: short codes that grow into text.
    Phrase,
    /// 内容分类: what a petition is about, in levels.
    Category,
    /// 属地: divisions and zones, in levels.
    Place,
    /// 案件类群: cases that are worked off together at joint sessions 府院联动, until none is left.
    Group,
    /// 视图: searches that clerks keep as views of their work list; the code is the clerk's own and a number.
    View,
    /// 台账: registers that the house declares itself, or otherwise than they ship.
    Register,
}

impl List {
    /// All of them, in the order of the settings screen.
    pub const ALL: &'static [Self] = &[
        Self::Office,
        Self::Unit,
        Self::Leader,
        Self::Clerk,
        Self::Phrase,
        Self::Category,
        Self::Place,
        Self::Group,
        Self::View,
        Self::Register,
    ];

    /// Its stable id, as in the store and in JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Office => "office",
            Self::Unit => "unit",
            Self::Leader => "leader",
            Self::Clerk => "clerk",
            Self::Phrase => "phrase",
            Self::Category => "category",
            Self::Place => "place",
            Self::Group => "group",
            Self::View => "view",
            Self::Register => "register",
        }
    }

    /// The list with this id.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|list| list.id() == id)
    }
}

/// What only some lists say of an entry. Empty text means not said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Extra {
    /// Other names it goes by: short forms, cut-off forms.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// Clerk: code of the counter they sit at.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub office: String,
    /// Clerk: what they are in the house.
    #[serde(skip_serializing_if = "Role::is_clerk")]
    pub role: Role,
    /// Clerk: whether they may see sealed accusations.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub sees_sealed: bool,
    /// Leader: what they are, such as 副市长.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub post: String,
    /// Leader: at which level, such as 市级.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub level: String,
    /// Phrase: what the code grows into; view: the search, as typed; group: who takes part in its sessions; register: its
    /// declaration.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Category: the field of the leaders' board; passes down to the levels below.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub field: String,
    /// Category: the unit to suggest, passing down; counter: the unit it sits in; clerk: the unit they handle for.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// Counter: where it is and its telephone, as its papers say them.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reach: String,
    /// Unit: code of the place it governs.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub place: String,
}

/// One entry of a list. Its code never changes; it is switched off, not deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Which list.
    pub list: List,
    /// Its code, unique in the list.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Code of the entry one level up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// The name in pinyin, lower case, no spaces, no tones.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub spelling: String,
    /// The first letters of the pinyin.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub initials: String,
    /// What only some lists say.
    #[serde(default, skip_serializing_if = "is_plain")]
    pub extra: Extra,
    /// No longer offered.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub off: bool,
    /// Place in its list; 0 until it has been put in one.
    #[serde(default)]
    pub order: u32,
}

fn is_plain(extra: &Extra) -> bool {
    *extra == Extra::default()
}

impl Item {
    /// An entry with a code and a name and nothing else.
    pub fn new(list: List, code: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            list,
            code: code.into(),
            name: name.into(),
            parent: None,
            spelling: String::new(),
            initials: String::new(),
            extra: Extra::default(),
            off: false,
            order: 0,
        }
    }

    /// Whether it is a view that this clerk keeps.
    pub fn is_view_of(&self, clerk: &str) -> bool {
        self.list == List::View && self.code.rsplit_once('.').is_some_and(|(keeper, _)| keeper == clerk)
    }

    /// Every name it goes by, its own first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.extra.also.iter().map(String::as_str))
    }
}
