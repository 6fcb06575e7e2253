//! Evaluation 规范化评查: what a petition's record alone says of how it was handled, point by point, each with its
//! article. Whoever reviews it may overrule a point with a reason, and set a day by which a defect is mended.
mod checks;

use super::{
    case::CaseMatter,
    clock::{Clock, Limits},
    journal::{Act, Entry, standing},
    petition::Petition,
    step::Blank,
    words::terms,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

terms! {
    /// A point of the checklist.
    Check / "check" {
        /// 登记: the five elements, in time \[19, 22\]
        Registered = "registered",
        /// 分类: category and place
        Classified = "classified",
        /// 甄别转办: within 15 days \[22\]
        Routed = "routed",
        /// 异议: within 5 working days \[23\]
        Objected = "objected",
        /// 告知: within 15 days, on the spot where possible \[23\]
        Told = "told",
        /// 不予受理: grounds and guidance \[23\]
        Grounds = "grounds",
        /// 导入法定途径: really opened \[31\]
        Route = "route",
        /// 听取陈述: something was heard or looked into before the reply \[32\]
        Heard = "heard",
        /// 办理期限: 60 and 90 days, extension told before the end \[34\]
        InTime = "in-time",
        /// 处理意见书: four parts, a conclusion, the right of review \[32, 35\]
        Reply = "reply",
        /// 送达: served and signed for \[35\]
        Served = "served",
        /// 落实: carried out or explained \[32\]
        CarriedOut = "carried-out",
        /// 三到位: recognised \[27\]
        Duties = "duties",
        /// 满意度: asked
        Asked = "asked",
        /// 案卷: every paper printed, nothing left to be checked
        File = "file",
        /// 保密: the accused unit never named \[30\]
        Confidential = "confidential",
    }
}

impl Check {
    /// The articles of the regulation on which it rests; none where it is the office's own rule.
    pub const fn articles(self) -> &'static [u32] {
        match self {
            Self::Registered => &[19, 22],
            Self::Routed => &[22],
            Self::Objected | Self::Told | Self::Grounds => &[23],
            Self::Route => &[31],
            Self::Heard | Self::CarriedOut => &[32],
            Self::InTime => &[34],
            Self::Reply => &[32, 35],
            Self::Served => &[35],
            Self::Duties => &[27],
            Self::Confidential => &[30],
            Self::Classified | Self::Asked | Self::File => &[],
        }
    }
}

terms! {
    /// What a point comes to.
    Verdict / "verdict" {
        /// 符合
        Kept = "kept",
        /// 不符合
        Missed = "missed",
        /// 不涉及
        Beside = "beside",
    }
}

/// What a verdict rests on: a message, and what fills it out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The id of the message.
    pub word: String,
    /// A day, a number, a name, or another message.
    pub text: Blank,
}

impl Evidence {
    /// In words, given what says a message.
    pub fn told(&self, say: impl Fn(&str) -> String) -> String {
        let text = match &self.text {
            Blank::Text(text) => text.clone(),
            Blank::Words(id) => say(id),
            Blank::Declared(words) => words.say(true).to_owned(),
        };
        format!("{} {text}", say(&self.word)).trim_end().to_owned()
    }
}

/// What a reviewer said of a point.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overrule {
    /// Another verdict.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// Why.
    #[serde(default)]
    pub reason: String,
    /// By when the defect is to be mended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mend: Option<NaiveDate>,
    /// When it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mended: Option<NaiveDate>,
}

/// One point of one petition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which.
    pub check: Check,
    /// What the record says.
    pub verdict: Verdict,
    /// On what it rests.
    pub evidence: Vec<Evidence>,
    /// What a reviewer said of it.
    pub overrule: Option<Overrule>,
}

impl Finding {
    /// What it comes to in the end.
    pub fn stands(&self) -> Verdict {
        self.overrule.as_ref().and_then(|said| said.verdict).unwrap_or(self.verdict)
    }

    /// Whether it is a defect that nobody has mended.
    pub fn is_open(&self) -> bool {
        self.stands() == Verdict::Missed && self.overrule.as_ref().is_none_or(|said| said.mended.is_none())
    }
}

/// How many points were kept, of how many that are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// Kept.
    pub kept: u32,
    /// Asked for.
    pub of: u32,
}

impl Score {
    /// The score of some findings.
    pub fn of<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> Self {
        let mut score = Self::default();
        for finding in findings {
            score.kept += u32::from(finding.stands() == Verdict::Kept);
            score.of += u32::from(finding.stands() != Verdict::Beside);
        }
        score
    }
}

/// How often a point was missed, of how many petitions of which it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Defect {
    /// Which point.
    pub check: Check,
    /// Missed.
    pub missed: usize,
    /// Asked for.
    pub of: usize,
}

/// Every point of some petitions, the one that was missed most first.
pub fn ranked<'f>(all: impl IntoIterator<Item = &'f [Finding]>) -> Vec<Defect> {
    let all: Vec<&Finding> = all.into_iter().flatten().collect();
    let of = |check: &Check| {
        let count = |verdict| all.iter().filter(|one| one.check == *check && one.stands() == verdict).count();
        let missed = count(Verdict::Missed);
        Defect { check: *check, missed, of: missed + count(Verdict::Kept) }
    };
    let mut ranked: Vec<Defect> = Check::ALL.iter().map(of).collect();
    ranked.sort_by_key(|defect| std::cmp::Reverse(defect.missed));
    ranked
}

/// What a check looks at.
struct Record<'a> {
    petition: &'a Petition,
    entries: &'a [Entry],
    clocks: Vec<Clock>,
    cases: &'a [CaseMatter],
}

/// Every point of a petition, in the order of the checklist; `cases` are those that hold it.
pub fn evaluate(
    petition: &Petition,
    entries: &[Entry],
    cases: &[CaseMatter],
    limits: &Limits,
    today: NaiveDate,
) -> Vec<Finding> {
    let clocks = limits.clocks(petition, today);
    let record = Record { petition, entries, clocks, cases };
    let finding = |check: &Check| {
        let (verdict, evidence) = record.check(*check);
        Finding { check: *check, verdict, evidence, overrule: overrule(entries, *check) }
    };
    Check::ALL.iter().map(finding).collect()
}

/// What was said last of a point; it stands whole, and nothing where it says nothing.
fn overrule(entries: &[Entry], check: Check) -> Option<Overrule> {
    let said = standing(entries).filter_map(|entry| match &entry.act {
        Act::Evaluated { check: of, said } if *of == check => Some(said.clone()),
        _ => None,
    });
    said.last().filter(|said| *said != Overrule::default())
}

/// Which petitions are looked at: so many of those received from a day on, the same ones for the same seed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample {
    /// How many.
    pub count: usize,
    /// The seed.
    pub seed: u64,
    /// Received on this day or later. The evaluation began with petitions of 2024.
    pub since: NaiveDate,
}

impl Sample {
    /// Twenty petitions received since the evaluation began.
    pub fn new(seed: u64) -> Self {
        Self { count: 20, seed, since: NaiveDate::from_ymd_opt(2024, 1, 1).unwrap_or_default() }
    }

    /// The place of a petition in the row from which the first are taken: a sum over the seed, the day of receipt and the
    /// row (splitmix64, so that neighbours part).
    pub const fn place(&self, received: i32, row: i64) -> u64 {
        let mut sum = self.seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        sum = (sum ^ received.cast_unsigned() as u64).wrapping_mul(0xff51_afd7_ed55_8ccd);
        sum = (sum ^ row.cast_unsigned()).wrapping_add(0x9e37_79b9_7f4a_7c15);
        sum = (sum ^ sum >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        sum = (sum ^ sum >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        sum ^ sum >> 31
    }
}
