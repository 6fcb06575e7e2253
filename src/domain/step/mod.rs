//! Every step of a petition's path: which there are, what each asks for, and which may follow which.
mod answers;
mod rules;
mod table;

pub use answers::*;
pub use rules::{Blank, Refusal, refusal, why_not};
pub use table::STEPS;

use super::{
    catalog::List,
    petition::{Nature, State},
    words::terms,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

terms! {
    /// What can be done on the way from the door to the archive.
    StepKind / "step" {
        /// 受理
        Accept = "accept",
        /// 不予受理
        NotAccept = "not-accept",
        /// 不再受理: already through re-review.
        NoLongerAccept = "no-longer-accept",
        /// 转送
        Forward = "forward",
        /// 交办, with a day to report back.
        Assign = "assign",
        /// 转纪检
        Discipline = "discipline",
        /// 导入法定途径
        Direct = "direct",
        /// 简易办理
        Simple = "simple",
        /// 异议 to jurisdiction
        Objection = "objection",
        /// 异议裁定
        ObjectionDecide = "objection-decide",
        /// 延期
        Extend = "extend",
        /// 听证
        Hearing = "hearing",
        /// 调解
        Mediation = "mediation",
        /// 催办、督办
        Remind = "remind",
        /// 催办回复
        RemindAnswer = "remind-answer",
        /// 三项建议
        Recommend = "recommend",
        /// 建议反馈
        RecommendAnswer = "recommend-answer",
        /// 重大、紧急情况
        Grave = "grave",
        /// 重大、紧急情况上报
        GraveReport = "grave-report",
        /// 处理意见书
        Reply = "reply",
        /// 答复建议
        Answer = "answer",
        /// 送达
        Serve = "serve",
        /// 申请复查
        ReviewRequest = "review-request",
        /// 复查意见
        Review = "review",
        /// 申请复核
        RereviewRequest = "rereview-request",
        /// 复核意见
        Rereview = "rereview",
        /// 办结
        Close = "close",
        /// 满意度
        Satisfaction = "satisfaction",
        /// 回访
        FollowUp = "follow-up",
        /// 归档
        Archive = "archive",
        /// 撤回
        Withdraw = "withdraw",
        /// 重新办理
        Reopen = "reopen",
    }
}

/// What a slot takes; its value is text as a form holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotKind {
    /// One line.
    Line,
    /// Many lines.
    Page,
    /// A civil date, `2026-03-05`.
    Day,
    /// A whole number.
    Count,
    /// One of a few answers; its messages are `list-id`.
    Choice {
        /// Begins the message ids.
        list: &'static str,
        /// The answers.
        ids: &'static [&'static str],
    },
    /// The code of an entry of a list.
    Pick(List),
}

/// Something that a step asks for. Its label is `slot-id`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Its name in an order and in a form.
    pub id: &'static str,
    /// What it takes.
    pub kind: SlotKind,
    /// Whether the step cannot do without it.
    pub required: bool,
}

/// One row of the table: a step on the path of some natures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Which step.
    pub kind: StepKind,
    /// The natures on whose path it lies.
    pub natures: &'static [Nature],
    /// After which states it may follow.
    pub from: &'static [State],
    /// The state it leads to; `None` where it leaves the petition where it stands.
    pub to: Option<State>,
    /// The step that it answers: once for each time that one was taken.
    pub rests: Option<StepKind>,
    /// The article of the regulation; empty where the regulation names none.
    pub article: &'static str,
    /// What it asks for.
    pub slots: &'static [Slot],
}

/// A step that was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stepped {
    /// Which one.
    pub step: StepKind,
    /// The civil date on which it was taken.
    pub on: NaiveDate,
    /// What was said in its slots.
    #[serde(default)]
    pub said: BTreeMap<String, String>,
}

impl Stepped {
    /// What was said in a slot; empty when nothing was.
    pub fn said(&self, slot: &str) -> &str {
        self.said.get(slot).map_or("", String::as_str)
    }
}

impl Step {
    /// The row of a step on the path of a nature.
    pub fn of(kind: StepKind, nature: Nature) -> Option<&'static Self> {
        Self::path(nature).find(|row| row.kind == kind)
    }

    /// All steps on the path of a nature, in their order.
    pub fn path(nature: Nature) -> impl Iterator<Item = &'static Self> {
        STEPS.iter().filter(move |row| row.natures.contains(&nature))
    }

    /// The slot of this name.
    pub fn slot(&self, id: &str) -> Option<&'static Slot> {
        self.slots.iter().find(|slot| slot.id == id)
    }
}

impl StepKind {
    /// The state that it leads to, on whatever path.
    pub fn to(self) -> Option<State> {
        STEPS.iter().find(|row| row.kind == self)?.to
    }

    /// Its slots, on whatever path.
    pub fn slots(self) -> &'static [Slot] {
        STEPS.iter().find(|row| row.kind == self).map_or(&[], |row| row.slots)
    }
}

/// Whether a slot of this name holds many lines.
pub fn is_page(id: &str) -> bool {
    STEPS.iter().filter_map(|row| row.slot(id)).any(|slot| slot.kind == SlotKind::Page)
}

#[cfg(test)]
mod tests;
