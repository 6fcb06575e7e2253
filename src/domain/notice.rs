//! The papers of the desk: which there are, and which act gives reason to each.
use super::{
    journal::{Act, Entry, standing},
    petition::Petition,
    reminder::Grade,
    step::{StepKind, Stepped},
    words::terms,
};
use sha2::{Digest, Sha256};

terms! {
    /// A printed paper, 文书.
    Notice / "notice" {
        /// 登记回执: goes into the petitioner's hand.
        Receipt = "receipt",
        /// 来访登记表: what was said, read back and signed.
        RegistrationSheet = "registration-sheet",
        /// 材料清单
        Materials = "materials",
        /// 受理告知书
        Acceptance = "acceptance",
        /// 不予受理告知书
        NonAcceptance = "non-acceptance",
        /// 不再受理告知书
        NoLongerAccepted = "no-longer-accepted",
        /// 转送、交办告知
        Forwarded = "forwarded",
        /// 法定途径告知
        StatutoryRoute = "statutory-route",
        /// 延长办理期限告知书
        Extension = "extension",
        /// 处理意见书
        Reply = "reply",
        /// 复查意见书
        Review = "review",
        /// 复核意见书
        Rereview = "rereview",
        /// 送达回证
        ServiceProof = "service-proof",
        /// 催办单
        Reminder = "reminder",
        /// 督办函
        Supervision = "supervision",
        /// 三项建议书
        Recommendation = "recommendation",
    }
}

impl Notice {
    /// The letters in its numbers: the initials of its Chinese name.
    pub const fn letters(self) -> &'static str {
        match self {
            Self::Receipt => "HZ",
            Self::RegistrationSheet => "DJ",
            Self::Materials => "CL",
            Self::Acceptance => "SL",
            Self::NonAcceptance => "BSL",
            Self::NoLongerAccepted => "ZSL",
            Self::Forwarded => "ZS",
            Self::StatutoryRoute => "FD",
            Self::Extension => "YC",
            Self::Reply => "YJ",
            Self::Review => "FC",
            Self::Rereview => "FH",
            Self::ServiceProof => "SD",
            Self::Reminder => "CB",
            Self::Supervision => "DB",
            Self::Recommendation => "JY",
        }
    }

    /// The papers that an act gives reason to; the first one is what is printed after it.
    fn of(act: &Act) -> &'static [Self] {
        match act {
            Act::Registered(_) | Act::Visited(_) => {
                &[Self::Receipt, Self::RegistrationSheet, Self::Materials]
            }
            Act::Stepped(taken) if taken.step == StepKind::Remind => Self::reminding(taken),
            Act::Stepped(taken) => Self::after(taken.step),
            Act::Printed { notice, .. } if notice.is_served() => &[Self::ServiceProof],
            _ => &[],
        }
    }

    /// The papers of a step.
    const fn after(step: StepKind) -> &'static [Self] {
        match step {
            StepKind::Accept => &[Self::Acceptance],
            StepKind::NotAccept => &[Self::NonAcceptance],
            StepKind::NoLongerAccept => &[Self::NoLongerAccepted],
            StepKind::Forward | StepKind::Assign => &[Self::Forwarded],
            StepKind::Direct => &[Self::StatutoryRoute],
            StepKind::Extend => &[Self::Extension],
            StepKind::Reply | StepKind::Answer => &[Self::Reply],
            StepKind::Review => &[Self::Review],
            StepKind::Rereview => &[Self::Rereview],
            StepKind::Serve => &[Self::ServiceProof],
            StepKind::Recommend => &[Self::Recommendation],
            _ => &[],
        }
    }

    /// A reminder goes out as a slip, a sharp one as a letter.
    fn reminding(taken: &Stepped) -> &'static [Self] {
        let letter = Grade::parse(taken.said("grade")).is_some_and(Grade::is_letter);
        if letter { &[Self::Supervision] } else { &[Self::Reminder] }
    }

    /// The paper that the petitioner has still to be handed: that of the last step which gives reason to one, while it
    /// is not printed and nothing was served since.
    pub fn owed(entries: &[Entry]) -> Option<Self> {
        let papers = |entry: &&Entry| {
            let served = matches!(&entry.act, Act::Stepped(taken) if taken.step == StepKind::Serve);
            served || Self::of(&entry.act).first().is_some_and(|notice| notice.is_served())
        };
        let last = standing(entries)
            .filter(|entry| !matches!(entry.act, Act::Printed { .. }))
            .filter(papers)
            .last()?;
        let notice = Self::of(&last.act).first().copied().filter(|notice| notice.is_served())?;
        notice.printed(entries).is_none().then_some(notice)
    }

    /// Whether it is handed to the petitioner against a signature.
    pub const fn is_served(self) -> bool {
        !matches!(
            self,
            Self::Receipt
                | Self::RegistrationSheet
                | Self::Materials
                | Self::ServiceProof
                | Self::Reminder
                | Self::Supervision
                | Self::Recommendation
        )
    }

    /// The entry that it rests on: the last one that gives reason to it and still counts.
    pub fn basis(self, entries: &[Entry]) -> Option<&Entry> {
        standing(entries).filter(|entry| Self::of(&entry.act).contains(&self)).last()
    }

    /// The print of the same paper that this one would repeat: the last one since what it rests on.
    pub fn printed(self, entries: &[Entry]) -> Option<&Entry> {
        let basis = self.basis(entries)?;
        let since = entries.iter().rev().take_while(|entry| *entry != basis);
        let mut prints =
            since.filter(|entry| matches!(&entry.act, Act::Printed { notice, .. } if *notice == self));
        prints.next()
    }

    /// What is printed after the last step. What was printed is no step.
    pub fn fitting(entries: &[Entry]) -> Self {
        let steps = standing(entries).filter(|entry| !matches!(entry.act, Act::Printed { .. }));
        steps.filter_map(|entry| Self::of(&entry.act).first().copied()).last().unwrap_or(Self::Receipt)
    }

    /// Why there is nothing to print yet: the id of a message.
    pub fn why_not(self, petition: &Petition, entries: &[Entry]) -> Option<&'static str> {
        if self == Self::Materials && petition.matter.materials.is_empty() {
            return Some("why-no-materials");
        }
        self.basis(entries).is_none().then_some("why-no-reason-to-print")
    }
}

/// Six digits that the receipt tells: whoever asks by phone names them with the number, and the desk knows that
/// the receipt is in their hand.
pub fn query_code(petition: &Petition) -> String {
    let Petition { no, registered_at, registrar, .. } = petition;
    let sum = Sha256::digest(format!("{no}|{registered_at}|{registrar}"));
    let number = sum.iter().take(4).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    format!("{:06}", number % 1_000_000)
}
