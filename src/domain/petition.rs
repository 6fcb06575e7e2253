//! A petition: what somebody brought, how it came, and where it stands.
use super::{step::Stepped, words::terms};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, fmt};

/// A number that an office issued: `ZJ-2026-000123` for a petition, `ZJ-P-000045` for a person,
/// `ZJ-B-0007` for a case. It begins with the code of its home office.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct No(pub String);

impl No {
    /// The code of the office that issued it.
    pub fn office(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for No {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

terms! {
    /// How it came, 信访形式 \[17\]; QR code, market day and transfer are local additions.
    #[derive(Default)]
    Channel / "channel" {
        #[default]
        /// 来访
        Visit = "visit",
        /// 来信
        Letter = "letter",
        /// 来电
        Phone = "phone",
        /// 传真
        Fax = "fax",
        /// 网信
        Online = "online",
        /// 码上访
        Qr = "qr",
        /// 赶集接访
        Market = "market",
        /// 上级转送
        Above = "above",
    }
}

terms! {
    /// Nature of a petition \[29-31\]; each has a path of its own.
    Nature / "nature" {
        /// 申诉求决
        Request = "request",
        /// 建议意见
        Suggestion = "suggestion",
        /// 检举控告: sealed, because the accused must never learn of it \[30\].
        Accusation = "accusation",
    }
}

terms! {
    /// 信访目的, a field of the province's sheet beside the nature.
    Purpose / "purpose" {
        /// 求决
        Solve = "solve",
        /// 申诉
        Appeal = "appeal",
        /// 揭发控告
        Accuse = "accuse",
        /// 意见建议
        Suggest = "suggest",
        /// 咨询
        Consult = "consult",
        /// 其他
        Other = "other",
    }
}

terms! {
    /// Where a petition stands on its path from the door to the archive.
    State / "state" {
        /// 已登记
        Registered = "registered",
        /// 已受理
        Accepted = "accepted",
        /// 不予受理
        NotAccepted = "not-accepted",
        /// 不再受理
        NoLongerAccepted = "no-longer-accepted",
        /// 已转送
        Forwarded = "forwarded",
        /// 已交办
        Assigned = "assigned",
        /// 转纪检
        Discipline = "discipline",
        /// 导入法定途径
        Directed = "directed",
        /// 简易办理
        Simple = "simple",
        /// 办理中
        Handling = "handling",
        /// 已答复
        Replied = "replied",
        /// 已送达
        Served = "served",
        /// 复查复核
        Reviewing = "reviewing",
        /// 办结
        Closed = "closed",
        /// 归档
        Archived = "archived",
        /// 撤回
        Withdrawn = "withdrawn",
    }
}

impl State {
    /// Whether somebody still owes this petition a step. A new visit about an open petition is added to it;
    /// about any other it becomes a new petition linked to the old one.
    pub const fn is_open(self) -> bool {
        matches!(
            self,
            Self::Registered
                | Self::Accepted
                | Self::Forwarded
                | Self::Assigned
                | Self::Simple
                | Self::Handling
                | Self::Replied
                | Self::Served
                | Self::Reviewing
        )
    }
}

terms! {
    /// In what part somebody stands on a petition.
    Role / "role" {
        /// 信访人
        Petitioner = "petitioner",
        /// 代表
        Representative = "representative",
        /// 代理人, who names the person represented
        Agent = "agent",
        /// 被代理人
        Represented = "represented",
    }
}

terms! {
    /// Whether a petitioner is a person or a body.
    PartyKind / "party" {
        /// 个人
        Person = "person",
        /// 单位
        Organisation = "organisation",
    }
}

/// Somebody named on a petition, as stated at the counter that day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Petitioner {
    /// The person's own record, once there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<No>,
    /// In what part.
    pub role: Role,
    /// Person or body.
    pub kind: PartyKind,
    /// Name as written down; empty for an anonymous petitioner.
    pub name: String,
    /// Identity number, possibly unverified; empty when unclear.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub identity: String,
    /// Phone as stated; empty when unclear.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// Address as stated; empty when unclear.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub address: String,
}

impl Default for Petitioner {
    fn default() -> Self {
        Self {
            person: None,
            role: Role::Petitioner,
            kind: PartyKind::Person,
            name: String::new(),
            identity: String::new(),
            phone: String::new(),
            address: String::new(),
        }
    }
}

/// The four different counts of people. Zero means not stated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Counts {
    /// 信访人数: people named in the petition.
    pub named: u32,
    /// 来访人数: people who came.
    pub came: u32,
    /// 涉及人数: people affected.
    pub affected: u32,
    /// 代表: representatives, at most five \[20\].
    pub representatives: u32,
}

impl Counts {
    /// Counts that were not stated follow from the people named; representatives do not.
    #[must_use]
    pub fn or_people(self, people: usize) -> Self {
        let people = u32::try_from(people).unwrap_or(u32::MAX).max(1);
        let or = |count: u32| if count == 0 { people } else { count };
        Self { named: or(self.named), came: or(self.came), affected: or(self.affected), ..self }
    }
}

/// Something handed over at the counter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Material {
    /// What it is.
    pub name: String,
    /// Pages.
    pub pages: u32,
    /// Original (or a copy).
    pub original: bool,
    /// Given back at the counter.
    pub returned: bool,
}

/// A field whose content was kept as written because it could not be read: 待核.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Which field.
    pub field: String,
    /// The text as it was written.
    pub text: String,
}

/// What a petition says: everything that was taken down, and that a correction can put right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Matter {
    /// How it came.
    pub channel: Channel,
    /// Its nature.
    pub nature: Nature,
    /// Its purpose.
    pub purpose: Purpose,
    /// Whether the petitioner stays anonymous.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub anonymous: bool,
    /// Everybody named, the first one first.
    pub petitioners: Vec<Petitioner>,
    /// Code of the place the matter belongs to; empty when unclear.
    pub place: String,
    /// Code of the content category; empty when unclear.
    pub category: String,
    /// The four counts.
    pub counts: Counts,
    /// One line that names the matter.
    pub subject: String,
    /// Facts and reasons.
    pub facts: String,
    /// What is asked for.
    pub demand: String,
    /// Code of the handling unit; empty until chosen.
    pub unit: String,
    /// For an accusation: the code of the accused unit. It can never be the handling unit \[30\].
    #[serde(skip_serializing_if = "String::is_empty")]
    pub accused: String,
    /// Interpreter needed: for which language or sign; empty when none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub interpreter: String,
    /// What was handed over.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub materials: Vec<Material>,
    /// What still has to be checked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Mark>,
}

impl Default for Matter {
    fn default() -> Self {
        Self {
            channel: Channel::Visit,
            nature: Nature::Request,
            purpose: Purpose::Solve,
            anonymous: false,
            petitioners: Vec::new(),
            place: String::new(),
            category: String::new(),
            counts: Counts::default(),
            subject: String::new(),
            facts: String::new(),
            demand: String::new(),
            unit: String::new(),
            accused: String::new(),
            interpreter: String::new(),
            materials: Vec::new(),
            marks: Vec::new(),
        }
    }
}

impl Matter {
    /// The names of its fields, by which a correction names them.
    pub const FIELDS: &'static [&'static str] = &[
        "channel",
        "nature",
        "purpose",
        "anonymous",
        "petitioners",
        "place",
        "category",
        "counts",
        "subject",
        "facts",
        "demand",
        "unit",
        "accused",
        "interpreter",
        "materials",
        "marks",
    ];

    /// The name that stands for this petition in a list; empty when anonymous.
    pub fn first_name(&self) -> &str {
        self.petitioners.first().map_or("", |petitioner| petitioner.name.as_str())
    }

    /// Whether only its registrar and holders of the right may see it \[30\].
    pub fn sealed(&self) -> bool {
        self.nature == Nature::Accusation
    }
}

/// One time somebody came, called or wrote about a petition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// The civil date.
    pub on: NaiveDate,
    /// How.
    #[serde(default = "at_the_counter")]
    pub channel: Channel,
    /// People who came.
    #[serde(default)]
    pub came: u32,
    /// What was said this time.
    #[serde(default)]
    pub note: String,
}

const fn at_the_counter() -> Channel {
    Channel::Visit
}

/// A petition as its journal tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Petition {
    /// Its number.
    pub no: No,
    /// Grows by one with every entry about it; guards against lost updates.
    pub version: u32,
    /// Where it stands.
    pub state: State,
    /// The civil date on which it was received (day 0 of its clocks).
    pub received: NaiveDate,
    /// Instant of registration, UTC milliseconds.
    pub registered_at: i64,
    /// Code of the clerk who registered it.
    pub registrar: String,
    /// The number of the national system, if it came from there.
    pub national_no: Option<String>,
    /// The petition it directly repeats.
    pub follows: Option<No>,
    /// What it says.
    pub matter: Matter,
    /// Visits, the registration first.
    pub visits: Vec<Visit>,
    /// Steps taken, in the order in which they were written down.
    pub steps: Vec<Stepped>,
    /// Codes of those who have a conflict of interest in it 回避: they neither see nor handle it.
    pub recused: BTreeSet<String>,
    /// Whether a sheet told its state: when what went before was done is not known here.
    pub told: bool,
}
