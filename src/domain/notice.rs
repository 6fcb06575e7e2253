//! The papers of the desk: which there are, and which act gives reason to each.
use super::{
    journal::{Act, Entry, standing},
    petition::{No, Petition},
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
            // A reprint is the same paper; its service needs no proof of its own.
            Act::Printed { notice, again: false, .. } if notice.is_served() => &[Self::ServiceProof],
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
    /// is not printed, nothing was served since, and the matter was neither withdrawn nor taken up again.
    pub fn owed(entries: &[Entry]) -> Option<Self> {
        let ends = [StepKind::Serve, StepKind::Withdraw, StepKind::Reopen];
        let papers = |entry: &&Entry| {
            let ended = matches!(&entry.act, Act::Stepped(taken) if ends.contains(&taken.step));
            ended || Self::of(&entry.act).first().is_some_and(|notice| notice.is_served())
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
        let served = if self == Self::ServiceProof { service(entries) } else { None };
        served.or_else(|| standing(entries).filter(|entry| Self::of(&entry.act).contains(&self)).last())
    }

    /// The paper that the proof of service is about, and its number where it was printed: the one whose print the
    /// proof rests on, or that of the last step before the service. A reply that a sheet told of was written
    /// elsewhere, and is not known here.
    pub fn served(entries: &[Entry]) -> Option<(Self, Option<&No>)> {
        let proof = Self::ServiceProof.basis(entries)?;
        if let Act::Printed { notice, number, .. } = &proof.act {
            return Some((*notice, number.as_ref()));
        }
        let before = standing(entries).take_while(|entry| *entry != proof);
        let (step, paper) = before.filter_map(to_be_served).last()?;
        let paper = paper?;
        let since = entries.iter().skip_while(|entry| *entry != step);
        Some((paper, since.filter_map(|entry| number(paper, &entry.act)).last()))
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

/// The service of the last paper that was to be served. A print that follows it is of that same paper.
fn service(entries: &[Entry]) -> Option<&Entry> {
    let serves = |entry: &&Entry| matches!(&entry.act, Act::Stepped(taken) if taken.step == StepKind::Serve);
    let last = standing(entries).filter(|entry| serves(entry) || to_be_served(entry).is_some()).last();
    last.filter(serves)
}

/// An entry after which there is something to serve, with the paper; none where the step was taken elsewhere.
fn to_be_served(entry: &Entry) -> Option<(&Entry, Option<Notice>)> {
    match &entry.act {
        Act::Reported { .. } => Some((entry, None)),
        Act::Stepped(taken) => {
            let paper = Notice::after(taken.step).iter().copied().find(|paper| paper.is_served())?;
            Some((entry, Some(paper)))
        }
        _ => None,
    }
}

/// The number of a paper, if this is its print.
fn number(paper: Notice, act: &Act) -> Option<&No> {
    match act {
        Act::Printed { notice, number, .. } if *notice == paper => number.as_ref(),
        _ => None,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{petition::State, step::Stepped};
    use chrono::NaiveDate;
    use std::collections::BTreeMap;

    fn step(id: &str) -> Act {
        let step = StepKind::parse(id).unwrap();
        let on = NaiveDate::from_ymd_opt(2026, 3, 5).unwrap();
        Act::Stepped(Stepped { step, on, said: BTreeMap::new() })
    }

    fn print(notice: Notice, number: &str, again: bool) -> Act {
        Act::Printed { notice, again, number: Some(No(number.to_owned())) }
    }

    fn journal(acts: &[Act]) -> Vec<Entry> {
        let entry = |(seq, act): (i64, &Act)| Entry {
            office: "ZJ".into(),
            seq,
            subject: "ZJ-2026-000001".into(),
            at: 0,
            who: "王".into(),
            act: act.clone(),
        };
        (1..).zip(acts).map(entry).collect()
    }

    #[track_caller]
    fn serves(acts: &[Act], notice: Notice, number: Option<&str>) {
        let entries = journal(acts);
        let served = Notice::served(&entries).map(|(notice, number)| (notice, number.map(No::as_str)));
        assert_eq!(served, Some((notice, number)));
    }

    #[test]
    fn the_proof_of_service_is_about_the_paper_that_was_served() {
        let acceptance = print(Notice::Acceptance, "SL-1", false);
        let reply = print(Notice::Reply, "YJ-1", false);
        let accepted = [step("accept"), acceptance.clone()];
        serves(&accepted, Notice::Acceptance, Some("SL-1"));
        serves(&[step("reply"), reply.clone(), step("serve")], Notice::Reply, Some("YJ-1"));
        // What was printed for an earlier step is not what was served.
        let unprinted = [step("accept"), acceptance, step("reply"), step("serve")];
        serves(&unprinted, Notice::Reply, None);
        let reviewed = [step("reply"), reply, step("serve"), step("review"), step("serve")];
        serves(&reviewed, Notice::Review, None);
    }

    #[test]
    fn a_print_after_the_service_is_of_the_paper_that_was_served() {
        let entries = journal(&[step("reply"), step("serve"), print(Notice::Reply, "YJ-1", false)]);
        let basis = Notice::ServiceProof.basis(&entries).unwrap();
        assert_eq!(basis.seq, 2, "the proof tells what was said at the service");
        assert_eq!(Notice::served(&entries), Some((Notice::Reply, Some(&No("YJ-1".to_owned())))));
    }

    #[test]
    fn a_reprint_asks_for_no_other_proof() {
        let prints = [print(Notice::Acceptance, "SL-1", false), print(Notice::Acceptance, "SL-1", true)];
        let entries = journal(&[&[step("accept")], &prints[..]].concat());
        assert_eq!(Notice::ServiceProof.basis(&entries).map(|entry| entry.seq), Some(2));
    }

    #[test]
    fn a_reply_that_was_written_elsewhere_is_not_known() {
        let told = Act::Reported { state: State::Replied };
        let entries =
            journal(&[step("accept"), print(Notice::Acceptance, "SL-1", false), told, step("serve")]);
        assert_eq!(Notice::served(&entries), None);
        assert_eq!(Notice::served(&journal(&[step("serve")])), None);
    }
}
